/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * form.h - forms: rows of labelled fields, checked as one types.
 *
 * The fields are those of ncurses' form library.  A form is described by rows
 * and can be described anew at any time (a condition more, an action less):
 * values and cursor stay with the names that remain.
 *
 * Keys: Tab, Shift-Tab, Up, Down between fields, PgUp and PgDn by what is shown
 * at once; Left and Right in a text and through the values of a choice; Space
 * turns a switch or opens the list of a choice; Enter in a text of several
 * lines opens its editor (Esc closes). A value on one line takes 8,192 bytes by
 * hand, 65,536 from the owner. What the owner can complete is offered in a list
 * while one types, and at Ctrl-Space: Up and Down choose, Tab or Enter takes,
 * Esc closes.  All other keys are answered FORM_OTHER and are
 * the owner's: saving, leaving, inserting rows.
 *
 * Thread: the terminal's.
 * Memory: form_new() is yours until form_free(); rows and their texts are
 * copied, all but `choices`, which must outlive the form.
 */
#ifndef RIPOSTE_WIDGET_FORM_H
#define RIPOSTE_WIDGET_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"
#include "util/str.h"
#include "widget/canvas.h"
#include "widget/input.h"
#include "widget/key.h"

enum form_kind {
    FORM_TEXT,
    FORM_NUMBER,    /* digits, sign, point; still a text */
    FORM_CHOICE,    /* one of `choices` */
    FORM_BOOL,      /* "true" or "false", shown as [x] or [ ] */
    FORM_MULTILINE, /* lines; shown as one, edited in a window */
    FORM_PASSWORD,  /* shown as stars */
    FORM_HEADING,   /* no field: a title between rows */
    FORM_BUTTON,    /* no value: Enter or Space answers FORM_PRESSED */
    FORM_KIND_N
};

struct form_choice {
    const char *value;
    const char *label; /* translated; NULL: the value itself */
};

struct form_row {
    const char *name;  /* unique in the form */
    const char *label; /* translated */
    enum form_kind kind;
    int width;        /* columns of the field; 0: all there are; below 0: all
                         but so many */
    bool same_line;   /* stands behind the row before, if there is room */
    bool locked;      /* shown, not changed */
    struct str value; /* where no value of that name is there yet */
    const char *help; /* translated, for the line below the form; or NULL */
    const struct form_choice *choices;
    size_t n_choices;
    uint64_t tag; /* the owner's */
};

struct form_owner {
    /* Is the value right?  If not, err says what to do about it and the text
     * is shown at the field.  NULL: everything is. */
    bool (*check)(void *with, const struct form_row *row, struct str value,
                  struct err *err);
    /* A value changed; called after check.  May call form_set_rows(), after
     * which @row and @value are gone.  NULL: nothing to tell. */
    void (*changed)(void *with, const struct form_row *row, struct str value);
    /* What may be typed next at byte @cursor.  @asked: by key, so that a list
     * is wanted; else somebody is only typing.  NULL: nothing is offered. */
    void (*complete)(void *with, const struct form_row *row, struct str text,
                     size_t cursor, bool asked, struct input_candidates *out);
    void *with;
};

struct form;

struct form *form_new(struct term *term, const struct form_owner *owner);
void form_free(struct form *form);
/* Describes the form; values of names that were there are kept.  Twice the
 * same name is ERR_BUG. */
bool form_set_rows(struct form *form, const struct form_row *rows, size_t count,
                   struct err *err);

enum form_answer {
    FORM_OTHER,   /* not a key of the form */
    FORM_KEPT,    /* taken */
    FORM_CHANGED, /* taken, a value is another */
    FORM_PRESSED, /* the button under the cursor: form_current() */
};
enum form_answer form_key(struct form *form, const struct key *key);
/* A click on a place of the screen. */
bool form_click(struct form *form, int screen_y, int screen_x);
/* Draws what fits and scrolls to the field with the cursor; the last row of
 * the canvas shows its error, or its help. */
void form_draw(struct form *form, const struct canvas *canvas);

/* By name; UTF-8, trailing blanks cut.  Empty for an unknown name.  Borrowed
 * until the next change. */
struct str form_value(struct form *form, const char *name);
/* The row with the cursor; NULL in an empty form. */
const struct form_row *form_current(const struct form *form);
void form_go(struct form *form, const char *name);
/* Puts an error at a field; NULL takes it away. */
void form_set_error(struct form *form, const char *name, const char *text);
/* Checks all; false when one is wrong, the cursor goes to the first. */
bool form_check(struct form *form);
bool form_dirty(const struct form *form); /* any value changed by hand? */
void form_set_clean(struct form *form);

#endif
