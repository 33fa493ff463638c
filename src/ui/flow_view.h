/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flow_view.h - a tree of actions, and beside or below it what there is to know
 * of the one under the cursor: for playbooks, rehearsals and runs.
 *
 * Rows have keys, so that the cursor and what was folded stay where they are
 * when the rows come anew.
 *
 * Thread: ui.
 * Memory: flow_view_init() on the caller's storage, flow_view_done() frees.
 */
#ifndef RIPOSTE_UI_FLOW_VIEW_H
#define RIPOSTE_UI_FLOW_VIEW_H

#include "service/rehearsals.h"
#include "ui/shell.h"
#include "util/map.h"
#include "widget/input.h"
#include "widget/tree.h"

/* A loop that has ended well is folded when it has had more. */
#define FLOW_ROUNDS 3

/* One row while the tree is put together; the buffers are empty at first. */
struct flow_row {
    int depth;
    struct buf key;
    struct buf label;
    struct buf value; /* behind it */
    enum style label_style;
    enum style value_style;
    bool shut; /* at first */
};
struct flow_owner {
    void (*row)(void *with, size_t index, struct flow_row *out);
    /* Writes what there is to know of it. */
    void (*facts)(void *with, size_t index, struct tree *facts);
    /* Above the facts; translated. */
    const char *(*title)(void *with);
    void *with;
};

struct flow_view {
    struct shell *shell;
    struct flow_owner owner;
    struct tree *tree;
    struct tree *facts;
    size_t facts_of; /* row; SIZE_MAX: to be written */
    char *facts_key; /* of that row */
    bool in_facts;   /* the cursor is there */
    struct arena *arena;
    const char **keys; /* of each row */
    size_t n;
    struct map folds; /* keys of rows that were folded or unfolded … */
    bool *open;       /* … and how */
    int share;        /* of the tree, in tenths */
    struct input search;
    bool typing;
};

void flow_view_init(struct flow_view *view, struct shell *shell,
                    const struct flow_owner *owner);
void flow_view_done(struct flow_view *view);
/* There are @n rows now. */
void flow_view_set(struct flow_view *view, size_t n);
/* The row under the cursor; SIZE_MAX: none. */
size_t flow_view_row(struct flow_view *view);
void flow_view_go(struct flow_view *view, size_t row);
void flow_view_draw(struct flow_view *view, const struct canvas *canvas);
/* False: not one of its own. */
bool flow_view_act(struct flow_view *view, int act);
bool flow_view_type(struct flow_view *view, const struct key *key);
/* From the facts to the tree; false: it was there. */
bool flow_view_back(struct flow_view *view);
void flow_view_scope(const struct flow_view *view, struct screen_scope *out);
/* The tree as text. */
void flow_view_text(const struct flow_view *view, struct buf *out);

/* ---- words for rows of wdl_tree.h ---- */

/* Label and key; what stands before the name is there already.  @type: of the
 * action, or of what holds the branch or round. */
void flow_put_row(const struct wdl_row *row, const char *type,
                  struct flow_row *out);
/* " · " and the text, where there is one. */
void flow_put_part(struct buf *out, const char *text);
/* The action's type, what it does outside, and what it waits for. */
void flow_put_kind(const struct playbook *playbook, const struct wdl_row *row,
                   struct buf *out);
/* What it does to the world, in a word. */
const char *flow_class(enum action_class class);
/* The step that the action is; NULL: it asks nothing of outside. */
const struct playbook_step *flow_step(const struct playbook *playbook,
                                      const struct wdl_action *action);
/* "label: value" as a node of a tree; nothing when the value is empty. */
void flow_fact(struct tree *facts, const char *label, struct str value);
/* The definition's own text of an action. */
void flow_definition(struct tree *facts, const struct wdl_action *action);

#endif
