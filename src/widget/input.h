/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * input.h - one line to type in: filter, search, palette, dialogs.
 *
 * Arrows, Home, End, Ctrl-A E B F, Backspace, Delete, Ctrl-W U K, Up and Down
 * for the history, Tab for completion.  A paste goes in as text, line ends
 * as blanks.
 *
 * Thread: the terminal's.
 * Memory: input_init() on the caller's storage, input_done() frees; with a
 * mask the text is wiped as it goes.
 */
#ifndef RIPOSTE_WIDGET_INPUT_H
#define RIPOSTE_WIDGET_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/str.h"
#include "widget/canvas.h"
#include "widget/key.h"

#define INPUT_MAX 65536 /* bytes */

/* Lines typed before, the newest last, each once. */
struct history {
    char **line;
    size_t count;
    size_t bound;
};
void history_init(struct history *history, size_t bound);
void history_done(struct history *history);
void history_add(struct history *history, struct str line);

struct input_candidate {
    const char *text; /* replaces what stands from `from` to the cursor */
    const char *note; /* shown beside it, or NULL */
};
struct input_candidates {
    struct arena *arena; /* for texts and the array */
    size_t from;         /* byte offset */
    struct input_candidate *candidate;
    size_t count;
};
/* Fills *out for @text with the cursor at byte @cursor. */
typedef void input_complete_fn(void *with, struct str text, size_t cursor,
                               struct input_candidates *out);

struct input {
    struct buf text;
    size_t cursor;               /* byte offset, always between characters */
    size_t first;                /* byte offset of the first character shown */
    bool mask;                   /* a password: shown as stars, no history */
    struct history *history;     /* borrowed; NULL: none */
    size_t past;                 /* how far back; 0: the line being typed */
    char *draft;                 /* what was typed before going back */
    input_complete_fn *complete; /* NULL: none */
    void *with;
    struct input_candidates offered; /* count 0: no list is open */
    size_t chosen;
};

enum input_answer {
    INPUT_OTHER,   /* not a key of the input */
    INPUT_KEPT,    /* taken, the text is the same */
    INPUT_CHANGED, /* taken, the text is another */
    INPUT_ACCEPT,  /* Enter: also added to the history */
    INPUT_CANCEL,  /* Esc, or Ctrl-C */
};

void input_init(struct input *input);
void input_done(struct input *input);
void input_set(struct input *input, struct str text); /* cursor at the end */
struct str input_text(const struct input *input);     /* terminated, borrowed */
enum input_answer input_key(struct input *input, const struct key *key);
/* The list as a screen shows it: @chosen is in sight and stands out. */
void input_candidates_draw(const struct input_candidates *offered,
                           size_t chosen, const struct canvas *canvas);
/* Draws the text on row @y and shows the cursor there. */
void input_draw(struct input *input, const struct canvas *canvas, int y, int x,
                int width, enum style style);
/* Rows that the open list of candidates wants, at most @most; draws it. */
int input_offer_rows(const struct input *input, int most);
void input_offer_draw(const struct input *input, const struct canvas *canvas);

#endif
