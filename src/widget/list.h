/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list.h - a list of any length of which only the rows on the screen exist.
 *
 * The owner keeps the rows and draws the cells of those that are seen.  The
 * cursor is an id, not a place: when rows come and go the owner says where
 * that id is now, and the row stays under the finger, at the same line of
 * the screen.  Marks are the owner's.
 *
 * Thread: the terminal's.
 * Memory: list_init() on the caller's storage; it holds nothing.
 */
#ifndef RIPOSTE_WIDGET_LIST_H
#define RIPOSTE_WIDGET_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/str.h"
#include "widget/canvas.h"
#include "widget/key.h"

#define LIST_COLUMNS_MAX 24
#define LIST_GUTTER      2 /* cursor and mark stand before the first column */

struct list_column {
    const char *title; /* N_() */
    int min;           /* columns it needs to be of use */
    int max;           /* and can use; 0: no bound */
    int weight;        /* share of what is left over; 0 keeps min */
    int priority;      /* 0 always stays; the highest goes first */
    bool right;        /* numbers: right-aligned */
};

struct list {
    size_t count;
    size_t cursor; /* < count, or 0 */
    size_t top;    /* first row on the screen */
    uint64_t id;   /* of the row under the cursor; 0: not known yet */
    int page;      /* rows on the screen when it was last drawn */
};

/* One visible row while it is drawn. */
struct list_line {
    const struct canvas *canvas;
    int y;
    size_t index;
    bool current;
    const int *x;     /* of each column */
    const int *width; /* 0: dropped */
    const struct list_column *columns;
    size_t n_columns;
};

struct list_owner {
    /* The id of a row, 0 when it is not there yet. */
    uint64_t (*id)(void *with, size_t index);
    /* Draws it with list_cell() and list_sign(). */
    void (*draw)(void *with, const struct list_line *line);
    void *with;
};

void list_init(struct list *list);

enum list_move {
    LIST_UP,
    LIST_DOWN,
    LIST_PAGE_UP,
    LIST_PAGE_DOWN,
    LIST_HALF_UP,
    LIST_HALF_DOWN,
    LIST_HOME,
    LIST_END,
    LIST_MOVE_N
};
/* Moves the cursor; false when it cannot move that way. */
bool list_move(struct list *list, enum list_move move,
               const struct list_owner *owner);
bool list_go(struct list *list, size_t index, const struct list_owner *owner);
/* The move that arrows, PgUp, PgDn, Home, End, and the wheel mean; for lists
 * without a keymap.  False: another key. */
bool list_move_of(uint32_t code, enum list_move *out);

/* The rows changed: there are @count, and the row of the cursor's id is at
 * @index now (or the one that takes its place, when it is gone). */
void list_sync(struct list *list, size_t count, size_t index,
               const struct list_owner *owner);

/* Draws the heads on row 0 if @columns have titles, and the rows below. */
void list_draw(struct list *list, const struct canvas *canvas,
               const struct list_column *columns, size_t n_columns,
               const struct list_owner *owner);
/* The row of the list (or LIST_NOWHERE) and the column under a place of its
 * canvas, for clicks; column -1: none.  LIST_HEAD: the heads. */
#define LIST_NOWHERE SIZE_MAX
#define LIST_HEAD    (SIZE_MAX - 1)
size_t list_at(const struct list *list, const struct canvas *canvas,
               const struct list_column *columns, size_t n_columns, int y,
               int x, int *column);

/* For the owner's draw(). */
void list_cell(const struct list_line *line, size_t column, enum style style,
               struct str text);
/* A cell of several pieces: list_cell_at() says where it is; false: dropped. */
bool list_cell_at(const struct list_line *line, size_t column,
                  struct canvas *out);
/* The one-column sign in the gutter: "*" of a marked row. */
void list_sign(const struct list_line *line, enum style style, struct str sign);

/* Shares @cols among the columns: fills x[] and width[]; 0 is dropped. */
void list_layout(const struct list_column *columns, size_t n_columns, int cols,
                 int *x, int *width);

#endif
