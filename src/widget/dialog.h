/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dialog.h - questions in a window above the screen.
 *
 * A dialog is an object that takes keys and draws itself; whoever made it
 * feeds it until it answers something else than DIALOG_OPEN.  There is no
 * loop inside.
 *
 * Thread: the terminal's.
 * Memory: dialog_*() that make one: yours until dialog_free(); texts are
 * copied.
 */
#ifndef RIPOSTE_WIDGET_DIALOG_H
#define RIPOSTE_WIDGET_DIALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/str.h"
#include "widget/form.h"
#include "widget/key.h"
#include "widget/term.h"

struct dialog;

enum dialog_answer {
    DIALOG_OPEN, /* not answered yet */
    DIALOG_YES,
    DIALOG_NO, /* cancelled: Esc, q where no text is typed, Cancel */
};

enum dialog_answer dialog_key(struct dialog *dialog, const struct key *key);
void dialog_draw(struct dialog *dialog);
void dialog_free(struct dialog *dialog); /* NULL is fine */

/* Do it?  Cancel is the default, no key skips the question: Left, Right, Tab
 * go between the buttons and Enter presses the one that is lit. */
struct dialog_ask {
    struct str title;
    struct str text;         /* a sentence with the verb and the count */
    const struct str *names; /* what it is done to; as many as fit are shown */
    size_t n_names;
    struct str verb;      /* of the button: "Contain 3" */
    struct str type_this; /* not empty: has to be typed first */
    struct str reason;    /* not empty: label of a line to type */
    bool reason_needed;   /* without it the button cannot be pressed */
    struct str more;      /* not empty: label of one more line to type */
    struct str initial;   /* what stands in it at first */
    /* Why the button cannot be pressed with what it says; NULL: it can.  NULL:
     * anything goes. */
    const char *(*wrong)(struct str more);
    bool grave; /* drawn as a warning */
};
struct dialog *dialog_confirm(struct term *term, const struct dialog_ask *ask);

/* One line to type; Enter is DIALOG_YES, dialog_text() what was typed. */
struct dialog *dialog_prompt(struct term *term, struct str title,
                             struct str text, struct str initial);

/* One of several.  With keys they are pressed at once; without, typing
 * narrows the list down (fuzzy), as in the palette. */
struct dialog_item {
    uint32_t key; /* 0: none */
    struct str label;
    struct str note;    /* beside it, dim: the key of a command, an example */
    struct str why_not; /* not empty: grey, and said when chosen */
    int tag;
    bool always; /* stands last whatever is typed, which dialog_text() tells */
};
struct dialog *dialog_menu(struct term *term, struct str title,
                           const struct dialog_item *items, size_t count);
struct dialog *dialog_pick(struct term *term, struct str title,
                           const struct dialog_item *items, size_t count);

/* What was typed: reason or line; the one more line.  Borrowed. */
struct str dialog_text(const struct dialog *dialog);
struct str dialog_more(const struct dialog *dialog);
/* The chosen item's place in the array and its tag; SIZE_MAX: none. */
size_t dialog_choice(const struct dialog *dialog);
int dialog_tag(const struct dialog *dialog);

#endif
