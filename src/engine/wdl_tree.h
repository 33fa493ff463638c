/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_tree.h - the actions of a definition as the rows of a tree, and the same
 * with what a run has made of them: each branch, taken or not, and the rounds
 * of each loop.
 *
 * Actions come in the order in which they run.  What one waits for is said
 * where it is not simply the success of the one before.
 *
 * Thread: any; pure.
 * Memory: rows live in the arena given, and borrow the definition.
 */
#ifndef RIPOSTE_ENGINE_WDL_TREE_H
#define RIPOSTE_ENGINE_WDL_TREE_H

#include "engine/wdl.h"

enum wdl_row_kind { WDL_ROW_ACTION, WDL_ROW_BRANCH, WDL_ROW_ROUND };

struct wdl_row {
    enum wdl_row_kind kind;
    int depth;
    const struct wdl_action *action; /* of a branch or round: what holds it */
    const char *name; /* of the action or branch; the number of the round */
    const char *path; /* "For_each[3]/HTTP"; of branch and round: the owner's */
    const char *after; /* translated: "after A (Failed), B"; "" */
    bool untaken;      /* it is, or lies in, a branch that was not taken */
};

/* What is known of a run; without one: NULL. */
struct wdl_known {
    /* How many rounds the loop at @path has had. */
    size_t (*rounds)(void *with, const char *path);
    /* The branch that was taken there; "": none; NULL: it is not known yet. */
    const char *(*branch)(void *with, const char *path);
    void *with;
};

/* Answers how many there are; at most LIMIT_WDL_ROWS, then *cut. */
size_t wdl_tree(const struct wdl *wdl, const struct wdl_known *known,
                struct arena *arena, struct wdl_row **out, bool *cut);

#endif
