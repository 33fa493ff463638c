/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dialog_own.h - the inside of struct dialog; for its files alone.
 */
#ifndef RIPOSTE_WIDGET_DIALOG_OWN_H
#define RIPOSTE_WIDGET_DIALOG_OWN_H

#include "util/arena.h"
#include "widget/dialog.h"
#include "widget/input.h"
#include "widget/list.h"
#include "widget/view.h"

/* One kind of dialog; each file of them has one or two of these. */
struct dialog_kind {
    enum dialog_answer (*key)(struct dialog *dialog, const struct key *key);
    /* Rows that it wants below the text when it is @cols wide. */
    int (*rows)(struct dialog *dialog, int cols);
    /* Draws them. */
    void (*draw)(struct dialog *dialog, const struct canvas *canvas);
    /* Frees what it has of its own; NULL: nothing. */
    void (*done)(struct dialog *dialog);
    int cols; /* width at most */
};

struct dialog {
    const struct dialog_kind *kind;
    struct term *term;
    struct layer *layer;
    struct arena *arena;
    struct str title;
    struct view *text;
    bool grave;
    struct input input; /* of prompt, reason and filter */
    const char *note;   /* why something cannot be; NULL: nothing */
    void *own;          /* the kind's */
};

struct dialog *dialog_make(const struct dialog_kind *kind, struct term *term,
                           struct str title, struct str text);

/* Two buttons on row @y, Cancel first; @lit: 0, 1 or -1; @off: the second one
 * cannot be pressed yet. */
void dialog_buttons(const struct canvas *canvas, int y, struct str verb,
                    int lit, bool off);

#endif
