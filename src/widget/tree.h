/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tree.h - a tree whose branches fold: JSON, steps of a run, actions.
 *
 * Nodes are added in reading order, each with its depth.  Texts are copied.
 *
 * Thread: the terminal's.
 * Memory: tree_new() is yours until tree_free().
 */
#ifndef RIPOSTE_WIDGET_TREE_H
#define RIPOSTE_WIDGET_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/json.h"
#include "util/str.h"
#include "widget/canvas.h"
#include "widget/list.h"

#define TREE_NONE SIZE_MAX

struct tree_node {
    int depth; /* 0 is a root; at most one more than the node before */
    bool open; /* its children are shown */
    enum style label_style;
    enum style value_style;
    struct str label;
    struct str value; /* shown behind the label; may be empty */
    uint64_t tag;     /* the owner's */
};

struct tree;

struct tree *tree_new(void);
void tree_free(struct tree *tree);
void tree_clear(struct tree *tree); /* the cursor goes home */

/* Adds a node at the end; answers its number.  `label` and `value` are
 * copied, up to 4,096 bytes of each. */
size_t tree_add(struct tree *tree, const struct tree_node *node);
/* Adds a whole JSON value below @label at @depth, open down to @open levels;
 * at most 20,000 nodes, then one that says that there is more. */
void tree_add_json(struct tree *tree, int depth, struct str label,
                   const struct json *json, int open);

size_t tree_count(const struct tree *tree);
/* Do they have the same texts at the same depths? */
bool tree_same(const struct tree *tree, const struct tree *other);
const struct tree_node *tree_node(const struct tree *tree, size_t number);
size_t tree_cursor(struct tree *tree);          /* node number, or TREE_NONE */
void tree_go(struct tree *tree, size_t number); /* opens what is above it */
bool tree_move(struct tree *tree, enum list_move move);
/* Opens or shuts the node under the cursor.  False: it has none below it. */
bool tree_toggle(struct tree *tree);
/* The next node (after the cursor, or before) whose label or value has @text
 * in it, without case; round the end.  False: none. */
bool tree_search(struct tree *tree, struct str text, bool forward);

void tree_draw(struct tree *tree, const struct canvas *canvas);
/* The node on row @y of its canvas, or TREE_NONE. */
size_t tree_at(const struct tree *tree, int y);

#endif
