/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * approvals_own.h - what the files of the Approvals screen share.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_APPROVALS_OWN_H
#define RIPOSTE_UI_APPROVALS_OWN_H

#include "ui/board.h"

enum approvals_act {
    APPROVALS_APPROVE = ACT_SCREEN,
    APPROVALS_DENY,
    APPROVALS_EVENT,
    APPROVALS_RUN,
    APPROVALS_LOOK,
    APPROVALS_DELEGATE,
};

/* What was asked about, as it was read. */
struct asked {
    int64_t row;
    char digest[80];
};

struct approvals {
    struct board board;
    struct approval_page *page;
    struct asked *asked;
    size_t n_asked;
    bool approve;
    int64_t looked; /* the row whose target was looked at when it was opened */
    size_t mine;    /* those that wait for this person */
    int64_t tick;   /* when a countdown changes; 0: there is none */
};

/* The approval at this place of the list, and under the cursor; NULL: none. */
const struct approval *approvals_at(const struct approvals *approvals,
                                    size_t index);
const struct approval *approvals_current(const struct approvals *approvals);

/* Asks before it answers: the marked ones, else the current one. */
void approvals_answer_ask(struct approvals *approvals, bool approve);
/* Has the target of @row looked at. */
void approvals_look(const struct approvals *approvals,
                    const struct approval *row);
void approvals_delegate(struct approvals *approvals);

#endif
