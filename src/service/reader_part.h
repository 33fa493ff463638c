/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reader_part.h - the reader's state, between reader.c and answers.c only.
 */
#ifndef RIPOSTE_SERVICE_READER_PART_H
#define RIPOSTE_SERVICE_READER_PART_H

#include "service/audit_check.h"
#include "service/console_part.h"
#include "service/ignores.h"
#include "service/lint.h"
#include "service/preview.h"
#include "service/view.h"
#include "service/watch.h"

/* A backtest for the screens, between other things. */
struct reader_trial {
    enum note_kind note;
    uint64_t ticket;
    bool wanted;               /* asked for, and not begun: no index yet */
    struct backtest_wish wish; /* until it begins */
    struct backtest_job *job;
    int64_t sent; /* monotonic */
};
enum { TRIAL_RULE, TRIAL_NOISE, TRIAL_N };

struct reader {
    struct desk *desk;
    struct chan *in;
    struct chan *notes;
    struct watch watching;
    struct index index;
    struct view view;
    struct ignores ignores;
    struct lint_book findings; /* in the rules */
    uint32_t marked;           /* slots below it are yet to be marked */
    bool marks_moved;        /* some are marked otherwise than the view knows */
    struct preview *preview; /* NULL: none is under way */
    uint64_t preview_ticket;
    char preview_text[1024]; /* to be begun; "": none */
    struct index_changes changes;
    struct ask watch; /* the page that the screen shows; count 0: none */
    uint64_t lists;   /* watchlist_stamp() as last seen */
    bool more;        /* the index is not all loaded */
    bool was_ready;   /* the view, when last looked at */
    bool page_due;    /* rows changed since the last page */
    bool changed_due;
    int64_t page_sent; /* monotonic */
    int64_t changed_sent;
    int64_t moved;
    struct reader_trial trials[TRIAL_N];
    struct audit_check *check; /* NULL: none is under way */
    uint64_t check_ticket;
    int64_t check_sent; /* monotonic */
};

/* answer_trials.c */
void answer_backtest(struct reader *reader, struct ask *ask);
void answer_noise(struct reader *reader, struct ask *ask);
void answer_stop(struct reader *reader, struct ask *ask);
/* Goes on with them for a few milliseconds; true when there is more to do. */
bool reader_try(struct reader *reader);
void reader_trials_done(struct reader *reader);

/* answer_audit.c */
void answer_audit(struct reader *reader, struct ask *ask);
void answer_verify(struct reader *reader, struct ask *ask);
/* Goes on with the verifying; true when there is more to do. */
bool reader_verify(struct reader *reader);

/* answer_playbooks.c */
void answer_playbooks(struct reader *reader, struct ask *ask);
void answer_browse(struct reader *reader, struct ask *ask);
void answer_import(struct reader *reader, struct ask *ask);
void answer_rehearse(struct reader *reader, struct ask *ask);
void answer_play(struct reader *reader, struct ask *ask);
void answer_remote(struct reader *reader, struct ask *ask);

void reader_answer(struct reader *reader, struct ask *ask);

#endif
