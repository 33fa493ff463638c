/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * board.h - a list above the details of the row under the cursor: what rules,
 * approvals, runs and containments have in common.
 *
 * The screen keeps the page and says how a row and its details look; cursor,
 * marks, panes, search, asking anew when something changed and asking whether
 * to do something are done here.  Its state begins with the board, which is
 * handed to the functions of struct board_kind as @with; and where it has
 * nothing to add, it names functions of the board in its struct screen.
 *
 * Thread: ui.
 * Memory: board_init() on the caller's storage, board_done() frees.
 */
#ifndef RIPOSTE_UI_BOARD_H
#define RIPOSTE_UI_BOARD_H

#include <stddef.h>

#include "ui/marks.h"
#include "ui/shell.h"
#include "widget/input.h"
#include "widget/list.h"
#include "widget/view.h"

struct board_kind {
    const struct screen *screen;
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
    enum note_kind answer;
    /* Keeps the page that was asked for, and says board_taken(). */
    void (*take)(void *with, struct note *note);
    bool background; /* asked for although another screen is shown */
};

struct board {
    struct shell *shell;
    const struct board_kind *kind;
    struct list list;
    struct marks marks;
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
    bool changed;  /* too, but after a rest */
    int64_t asked; /* moments of when_monotonic() */
    int64_t rested;
    int64_t to; /* row to go to when it is there */
    struct input search;
    bool typing;
    struct command pending; /* asked about; its rows are ours */
    bool typed;             /* and what is typed in is its text */
    struct canvas area;
};

void board_init(struct board *board, struct shell *shell,
                const struct board_kind *kind);
void board_done(struct board *board);
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
/* What @command is about: the marked rows, else the one under the cursor. */
void board_aim(const struct board *board, struct command *command);
/* Asks whether to send @command, and gives it away: yes sends it with the
 * reason, and with what was typed as its text if @ask wants more than that.
 * Marks that it was about are gone then. */
void board_confirm(struct board *board, const struct dialog_ask *ask,
                   struct command *take);

/* ---- for struct screen: @state is a board, or begins with one ---- */
#define BOARD_BEGINS(type)                                                     \
    _Static_assert(offsetof(type, board) == 0, "the board comes first")

void board_scope(void *state, struct screen_scope *out);
void board_sync(void *state);
void board_note(void *state, struct note *note);
void board_tab(void *state, struct tab *out); /* how many rows there are */
void board_draw(void *state, const struct canvas *canvas);
bool board_type(void *state, const struct key *key);
void board_click(void *state, const struct key *key);
bool board_back(void *state);
void board_text(void *state, enum screen_text what, struct buf *out);
void board_go(void *state, struct place *place);
void board_where(void *state, struct place *out);

#endif
