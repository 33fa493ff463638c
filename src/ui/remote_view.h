/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * remote_view.h - the Logic Apps that stay in Azure: how each is, what it did
 * last when that has been asked for, and what can be asked of it.
 *
 * It stands on the screen of playbooks as a board of its own, which is done
 * with as with any other: a pointer to it is one to its board.
 *
 * Thread: ui.
 * Memory: remote_view_new() is yours until remote_view_free().
 */
#ifndef RIPOSTE_UI_REMOTE_VIEW_H
#define RIPOSTE_UI_REMOTE_VIEW_H

#include "ui/board.h"

enum remote_view_act {
    REMOTE_VIEW_RUNS,
    REMOTE_VIEW_START,
    REMOTE_VIEW_RESUBMIT,
    REMOTE_VIEW_CANCEL,
    REMOTE_VIEW_SWITCH,
    REMOTE_VIEW_N
};

struct remote_view {
    struct board board;
    struct remote_page *page;
    uint64_t asking; /* the command that asks for runs; 0: none */
    int64_t run;     /* the run that asked last; 0: none */

    /* While one of its runs is chosen. */
    struct json *offered;
    char *id;
    enum remote_act what;
};
BOARD_BEGINS(struct remote_view);

struct remote_view *remote_view_new(struct shell *shell);
void remote_view_free(struct remote_view *view); /* NULL is fine */
void remote_view_scope(struct remote_view *view, struct screen_scope *out);
void remote_view_note(struct remote_view *view, struct note *note);
/* @act - @from is an enum remote_view_act, else @act is the board's. */
void remote_view_act(struct remote_view *view, int act, int from);

#endif
