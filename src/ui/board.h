/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * board.h - a list above the details of the row under the cursor: what rules,
 * approvals, runs and containments have in common.
 *
 * The screen keeps the page and says how a row and its details look; cursor,
 * panes, search and asking anew when something changed are done here.  Where
 * it has nothing to add, it names functions of the board in its struct screen:
 * they take the screen's state, which therefore begins with the board.
 *
 * Thread: ui.
 * Memory: board_init() on the caller's storage, board_done() frees.
 */
#ifndef RIPOSTE_UI_BOARD_H
#define RIPOSTE_UI_BOARD_H

#include <stddef.h>

#include "ui/shell.h"
#include "widget/input.h"
#include "widget/list.h"
#include "widget/view.h"

struct board_kind {
    const struct list_column *columns;
    size_t n_columns;
    uint64_t (*id)(void *with, size_t index);
    void (*draw)(void *with, const struct list_line *line);
    /* The details of a row; NULL: the screen draws them itself. */
    void (*write)(void *with, size_t index, struct view *view);
    /* The row as plain text: for copying and searching. */
    void (*put)(void *with, size_t index, struct buf *out);
    /* Translated: why there is nothing, and what to do. */
    const char *(*empty)(void *with);
    struct ask ask;
    /* What it depends on is filled in; NULL: nothing. */
    void (*fill)(void *with, struct ask *ask);
    bool background; /* asked for although another screen is shown */
};

struct board {
    struct shell *shell;
    const struct board_kind *kind;
    void *with;
    struct list list;
    struct view *view;
    int64_t written; /* row that the view is about */
    bool stale;      /* and it is to be written anew */
    bool arrived;    /* a first page has come */
    bool whole;      /* the details fill the screen */
    bool focus;      /* cursor keys scroll them */
    int split;
    int split_of;
    uint64_t ticket;
    bool wanted;
    int64_t to; /* row to go to when it is there */
    struct input search;
    bool typing;
    struct canvas area;
};

void board_init(struct board *board, struct shell *shell,
                const struct board_kind *kind, void *with);
void board_done(struct board *board);
void board_scope(const struct board *board, struct screen_scope *out);
void board_sync(struct board *board, const struct screen *screen);
/* Is it the answer to what was asked?  Also hears that something changed. */
bool board_hears(struct board *board, const struct note *note,
                 enum note_kind kind, uint64_t ticket);
/* The page is another now, of @count rows; what is amiss with it is said. */
void board_taken(struct board *board, size_t count, const struct err *error);
/* The row under the cursor; SIZE_MAX: none. */
size_t board_current(const struct board *board);
int64_t board_row(const struct board *board); /* its number; 0: none */
/* Where the details are, below their title; false: there is no room.  For a
 * screen that draws them itself. */
bool board_below(const struct board *board, const struct canvas *canvas,
                 struct canvas *out);
bool board_act(struct board *board, int act); /* false: not one of its own */

/* ---- for struct screen: @state is a board, or begins with one ---- */
#define BOARD_BEGINS(type)                                                     \
    _Static_assert(offsetof(type, board) == 0, "the board comes first")

void board_draw(void *state, const struct canvas *canvas);
bool board_type(void *state, const struct key *key);
void board_click(void *state, const struct key *key);
bool board_back(void *state);
void board_text(void *state, enum screen_text what, struct buf *out);
void board_go(void *state, struct place *place);
void board_where(void *state, struct place *out);

#endif
