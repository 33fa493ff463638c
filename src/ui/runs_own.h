/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * runs_own.h - what the files of the Runs screen share.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_RUNS_OWN_H
#define RIPOSTE_UI_RUNS_OWN_H

#include "ui/board.h"
#include "ui/run_view.h"

enum runs_act {
    RUNS_CANCEL = ACT_SCREEN,
    RUNS_REMOTE,
    RUNS_AGAIN,
    RUNS_FROM,
    RUNS_DONE,
    RUNS_NOT_DONE,
    RUNS_SHOW,
    RUNS_EVENT,
    RUNS_RULE,
    RUNS_APPROVAL,
};

/* Which of the runs are listed. */
enum runs_show {
    SHOW_ALL,
    SHOW_OPEN,
    SHOW_BAD, /* failed, timed out, unknown */
    SHOW_STUCK,
    SHOW_HELD,
    SHOW_N
};

struct runs {
    struct board board;
    struct run_page *page;
    size_t *shown; /* places of those that are listed */
    size_t n_shown;
    enum runs_show show;
    struct run_view run; /* the one under the cursor, with its steps */
};

/* The one under the cursor. */
const struct run *runs_current(const struct runs *runs);

void runs_put_name(const struct run *run, struct buf *out);

/* Asks before it does @act: to the marked ones, else to the current one. */
void runs_ask(struct runs *runs, int act);

#endif
