/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * trial_view.h - the backtest of a rule: how often it would have fired in a
 * period, when, on whom, and what of that was right.
 *
 * It shows what has been seen so far while it goes on, and keeps that when it
 * is cancelled.
 *
 * Thread: ui.
 * Memory: trial_view_new() is yours until trial_view_free().
 */
#ifndef RIPOSTE_UI_TRIAL_VIEW_H
#define RIPOSTE_UI_TRIAL_VIEW_H

#include "ui/shell.h"
#include "widget/view.h"

struct trial_view {
    struct shell *shell;
    char *name;
    struct rule *rule; /* as it is being edited; NULL: the stored one */
    int64_t row;       /* in the store; 0: it is in none */
    int64_t revision;  /* the newest there */
    int64_t against;   /* 0: it is not compared */
    size_t period;     /* of a table */
    bool wanted;
    bool over;       /* nothing more will come */
    uint64_t ticket; /* 0: not asked yet */
    int64_t begun;   /* monotonic */
    struct backtest_page *page;
    struct view *view;
};

/* A stored rule, or one as it is in the editor: @take is given away. */
struct trial_view *trial_view_new(struct shell *shell,
                                  const struct rule_row *row,
                                  struct rule *take);
void trial_view_free(struct trial_view *view); /* NULL is fine */
void trial_view_sync(struct trial_view *view);
void trial_view_note(struct trial_view *view, struct note *note);
void trial_view_draw(struct trial_view *view, const struct canvas *canvas);
/* The next period; compared with the revision before, or alone again. */
void trial_view_period(struct trial_view *view);
void trial_view_compare(struct trial_view *view);
void trial_view_move(struct trial_view *view, enum list_move move);
/* Cancels what goes on; false: there was nothing, close it. */
bool trial_view_stop(struct trial_view *view);
void trial_view_text(const struct trial_view *view, struct buf *out);

/* trial_text.c: what is found, as lines to be read. */
void trial_text_write(struct view *view, const struct backtest_page *page,
                      bool utc);

#endif
