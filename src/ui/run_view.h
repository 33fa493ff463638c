/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_view.h - one run with its steps, each with a bar for when and how long,
 * and the request and response of the step under the cursor as a tree; of a
 * playbook the tree of its actions, with inputs and outputs.
 *
 * Thread: ui.
 * Memory: run_view_init() on the caller's storage, run_view_done() frees.
 */
#ifndef RIPOSTE_UI_RUN_VIEW_H
#define RIPOSTE_UI_RUN_VIEW_H

#include "ui/flow_view.h"
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
    int64_t tree_of;        /* number of the step that the tree shows */
    bool in_tree;           /* the cursor is in the tree */
    struct flow_view flow;  /* of a playbook */
    struct play_page *play; /* perhaps of the run before; NULL */
    int64_t play_of;        /* run that it is of */
    uint64_t play_ticket;
    bool play_wanted;
};

void run_view_init(struct run_view *view, struct shell *shell);
void run_view_done(struct run_view *view);
void run_view_sync(struct run_view *view, int64_t row);
void run_view_note(struct run_view *view, struct note *note);
void run_view_draw(struct run_view *view, const struct canvas *canvas);
bool run_view_act(struct run_view *view, int act); /* false: not its own */
/* The step under the cursor; NULL: there is none. */
const struct step *run_view_step(struct run_view *view);
/* That the step under the cursor waits for, or has waited for; 0: none. */
int64_t run_view_approval(struct run_view *view);
const struct run *run_view_run(const struct run_view *view); /* or NULL */
/* ---- run_flow.c: the run of a playbook ---- */

void run_flow_init(struct run_view *view);
void run_flow_done(struct run_view *view);
bool run_flow_shown(const struct run_view *view);
void run_flow_sync(struct run_view *view);
void run_flow_note(struct run_view *view, struct note *note);
bool run_flow_act(struct run_view *view, int act);
const struct step *run_flow_step(struct run_view *view);
/* Of the action under the cursor; NULL: none. */
const char *run_flow_name(struct run_view *view);

void run_view_text(const struct run_view *view, struct buf *out);

#endif
