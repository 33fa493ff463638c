/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * form_own.h - the inside of struct form; for its files alone.
 *
 * The values stand in the items.  What the form library holds is made from
 * them whenever rows or width change, and read back after each key.
 */
#ifndef RIPOSTE_WIDGET_FORM_OWN_H
#define RIPOSTE_WIDGET_FORM_OWN_H

#include <form.h>

#include "util/arena.h"
#include "util/buf.h"
#include "widget/area.h"
#include "widget/dialog.h"
#include "widget/form.h"

#define FORM_VALUE_MAX 65536 /* bytes of a value on one line */

struct item {
    struct form_row row;
    struct buf value;
    char *error; /* NULL: none */
    FIELD *field;
    int y; /* of the label and the field in the pad */
    int label_x;
    int x;
    int width;
};

struct form {
    struct term *term;
    struct form_owner owner;
    struct arena *arena; /* texts of the rows */
    struct item *item;
    size_t count;
    size_t current;
    bool dirty;

    bool stale;       /* the fields have to be made anew */
    int cols;         /* that they were made for, */
    enum theme theme; /* and that */
    int height;
    WINDOW *pad;
    FORM *curses;
    FIELD **field; /* NULL-terminated */
    int top;
    struct canvas shown; /* where the pad was shown last */

    struct input_candidates offered; /* count 0: no list is open */
    size_t chosen;
    int offer_back;       /* columns from the cursor to what they replace */
    struct layer *offer;  /* its window */
    struct dialog *popup; /* the list of a choice */
    struct area *area;    /* the editor of several lines */
    struct layer *layer;  /* and its window */
};

/* What the kinds of row do with keys; the table is in form_kind.c. */
struct form_kind_ops {
    bool typed;   /* a text of one line, edited by the form library */
    bool no_stop; /* the cursor never stands there */
    enum form_answer (*key)(struct form *form, struct item *item,
                            const struct key *key);
    /* What its field shows. */
    void (*show)(const struct item *item, struct buf *out);
};
const struct form_kind_ops *form_kind_ops(enum form_kind kind);

/* form_layout.c: makes fields and pad for a width; drops them. */
void form_layout(struct form *form, int cols);
void form_unlay(struct form *form);
/* Shows the item's value in its field. */
void form_show(struct form *form, struct item *item);
/* Takes what was typed into the value; true when it is another. */
bool form_read(struct form *form, struct item *item);
/* Gives the library's cursor the current item. */
void form_enter(struct form *form);

/* form.c: the value is another: checks it and tells the owner. */
void form_value_changed(struct form *form, struct item *item);
bool form_can_stop(const struct item *item);
/* Moves the cursor to the next or the one before; false at the end. */
bool form_step(struct form *form, int direction);

/* form_offer.c: keys of completion; FORM_OTHER: none of its. */
enum form_answer form_offer_key(struct form *form, const struct key *key);
/* Something was typed, or not: the list opens, changes or closes. */
void form_offer_follow(struct form *form, const struct key *key);
void form_offer_draw(struct form *form);
void form_offer_close(struct form *form);
/* form_kind.c: puts text where the library's cursor is, in place of so many
 * characters before it. */
enum form_answer form_type(struct form *form, struct item *item, size_t instead,
                           struct str text);

/* form_kind.c: keys of an open list or editor. */
bool form_popup_open(const struct form *form);
enum form_answer form_popup_key(struct form *form, const struct key *key);
void form_popup_draw(struct form *form);
void form_popup_close(struct form *form);

#endif
