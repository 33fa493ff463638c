/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_view.h - one run with its steps, each with a bar for when and how long,
 * and the request and response of the step under the cursor as a tree.
 *
 * Thread: ui.
 * Memory: run_view_init() on the caller's storage, run_view_done() frees.
 */
#ifndef RIPOSTE_UI_RUN_VIEW_H
#define RIPOSTE_UI_RUN_VIEW_H

#include "ui/shell.h"
#include "widget/list.h"
#include "widget/tree.h"

struct run_view {
    struct shell *shell;
    int64_t row; /* wanted */
    uint64_t ticket;
    bool again;
    struct run_page *page; /* of one run; perhaps of the one before */
    struct list steps;
    struct tree *tree;
    int64_t tree_of; /* number of the step that the tree shows */
    bool in_tree;    /* the cursor is in the tree */
};

void run_view_init(struct run_view *view, struct shell *shell);
void run_view_done(struct run_view *view);
void run_view_sync(struct run_view *view, int64_t row);
void run_view_note(struct run_view *view, struct note *note);
void run_view_draw(struct run_view *view, const struct canvas *canvas);
bool run_view_act(struct run_view *view, int act); /* false: not its own */
/* The step under the cursor; NULL: there is none. */
const struct step *run_view_step(const struct run_view *view);
void run_view_text(const struct run_view *view, struct buf *out);

#endif
