/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report.h - what rules and people did in a period, counted in the store.
 *
 * Every figure is an aggregate over an index that holds what it counts, so
 * that it costs what happened in the period and not what is stored; no body is
 * opened.  What there is nothing of is 0 here: whoever shows it says that it is
 * not known.  Sample alerts are no events of anybody's, and are not judged.
 *
 * A span begins when riposte first stored the event: neither a person nor a
 * rule could have acted before.  What a person does first to an event takes it
 * up, be it that it is closed at once; what a rule does first, outside of
 * shadow, likewise.
 *
 * Memory: what is handed out lives in the arena that is handed in.
 */
#ifndef RIPOSTE_STORE_REPORT_H
#define RIPOSTE_STORE_REPORT_H

#include "model/approval.h"
#include "model/containment.h"
#include "model/decision.h"
#include "model/event.h"
#include "model/run.h"
#include "store/store.h"

/* Moments from @since on and before @until. */
struct report_period {
    int64_t since;
    int64_t until;
    int64_t rule; /* figures of this one alone; 0: of all, and by hand */
};

/* Spans of time, by nearest rank; none of it is known when n is 0. */
struct report_spans {
    int64_t n;
    int64_t median;
    int64_t p90;
};

/* How people closed events. */
enum report_review { REVIEW_TRUE, REVIEW_BENIGN, REVIEW_FALSE, REVIEW_N };
const char *report_review_name(enum report_review review); /* as closings */

struct report_figures {
    int64_t rule; /* 0: done by hand */
    bool removed;
    int64_t made;       /* its first revision */
    int64_t last_fired; /* ever; 0 */
    int64_t fired;      /* outside of shadow */
    int64_t shadowed;
    int64_t held[DECISION_REASON_N]; /* by guards and suppressions; what they
                                        made wait is in `fired` too */
    int64_t reviewed[REVIEW_N];      /* events that it fired on */
    int64_t approvals[APPROVAL_STATE_N];
    struct report_spans answers; /* from asked to answered by a person */
    int64_t runs[RUN_STATE_N];
    int64_t effects[EFFECT_STATE_N];
    int64_t in_force; /* containments that were seen to be so */
    int64_t undone;   /* of those: taken back, or being taken back */
    int64_t ended;    /* of those: ended by themselves when their time was over
                       */
    int64_t gone;     /* of those: no longer so when last looked at */
};

struct report {
    struct report_figures *rows; /* by number of the rule; [0] is by hand */
    size_t n;
    int64_t events;                  /* shown ones, by their own time */
    int64_t reviewed[REVIEW_N];      /* of them */
    int64_t glass[APPROVAL_STATE_N]; /* break-glass: approved is confirmed */
    /* By people, and by rules. */
    struct report_spans taken_up[2];
    struct report_spans contained[2]; /* until it was seen to be so */
    struct report_spans answers;      /* of all approvals */
};
enum { BY_PEOPLE, BY_RULES };

/* With @period->rule, rows[0] is empty, and the spans are of events on which
 * it fired. */
bool report_read(struct store *store, const struct report_period *period,
                 struct arena *arena, struct report *out, struct err *err);

/* Events by their own time, in @n equal parts of the period, by severity. */
struct report_part {
    int64_t count[SEVERITY_N];
};
bool report_parts(struct store *store, const struct report_period *period,
                  size_t n, struct arena *arena, struct report_part **out,
                  struct err *err);

#endif
