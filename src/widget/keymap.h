/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keymap.h - which key does what, where, and whether it can now.
 *
 * A screen lists its keys in one constant table of bindings.  Key bar, help
 * page, palette and the check of preconditions are made from that table, so
 * a key cannot work undocumented nor be documented without working.
 *
 * Preconditions are bits that the screens share (a row is selected, it can be
 * edited, the engine is up …), each with a sentence that says why it is
 * unmet.  @met is the set that holds now.
 *
 * Thread: one at a time.
 * Memory: keymap_new() is yours until keymap_free(); tables and sentences are
 * borrowed and must outlive it.
 */
#ifndef RIPOSTE_WIDGET_KEYMAP_H
#define RIPOSTE_WIDGET_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/err.h"
#include "util/str.h"
#include "widget/canvas.h"

struct binding {
    const char *key;   /* keys by name with blanks between: "j Down" */
    const char *verb;  /* stable name for the configuration: "close" */
    const char *label; /* N_(): one or two words for the bar */
    const char *help;  /* N_(): a sentence for help and palette, or NULL */
    unsigned needs;    /* preconditions */
    unsigned right;    /* that the person must have; 0: none */
    bool bar;          /* shown in the key bar, in the order of the table */
    int act;           /* the owner's own number for it */
};

struct keymap;

/* @whys: for each bit of `needs`, N_() sentence why it is unmet. */
struct keymap *keymap_new(const char *const *whys, size_t n_whys);
void keymap_free(struct keymap *keymap);

/* Adds the table of a context ("common", "queue", …).  A key name that cannot
 * be read, or twice the same key in one context, is ERR_BUG. */
bool keymap_add(struct keymap *keymap, const char *context,
                const struct binding *rows, size_t count, struct err *err);

/* Gives a verb other keys; "" takes them all away.  ERR_INPUT for an unknown
 * context, verb or key, with the nearest name that exists. */
bool keymap_rebind(struct keymap *keymap, struct str context, struct str verb,
                   struct str keys, struct err *err);
/* After rebinding: ERR_INPUT names the first key that now has two meanings in
 * one context, or in a context and @common, where a rebinding did it. */
bool keymap_check(const struct keymap *keymap, const char *common,
                  struct err *err);

/* The contexts that listen now, the first one first. */
struct keymap_scope {
    const struct keymap *keymap;
    const char *const *contexts;
    size_t count;
    unsigned met;
    /* By right: why the person does not have it, translated; NULL: they do.
     * NULL instead of the table: all rights are had. */
    const char *const *refusals;
    bool typing; /* characters go into a text: the bar leaves them out */
};

enum keymap_answer {
    KEYMAP_NONE,    /* no binding for this key */
    KEYMAP_BLOCKED, /* there is one, but not now: keymap_why() */
    KEYMAP_ACT,     /* do it */
};

enum keymap_answer keymap_look(const struct keymap_scope *scope, uint32_t code,
                               const struct binding **out);
/* Translated sentence for the first unmet precondition; NULL when it can. */
const char *keymap_why(const struct keymap_scope *scope,
                       const struct binding *binding);

/* Every binding of the scope, for help and palette. */
struct keymap_row {
    const char *context;
    const struct binding *binding;
    const char *keys; /* as bound now: "j, Down"; "" when taken away */
    const char *help; /* translated; the label where there is no sentence */
    const char *why;  /* translated, NULL when it can work now */
};
struct keymap_row *keymap_rows(const struct keymap_scope *scope,
                               struct arena *arena, size_t *count);

/* Draws "key label  key label" into @width columns at row @y: unmet ones
 * grey, those without room dropped from the right.  Answers the column
 * behind the last one. */
int keybar_draw(const struct canvas *canvas, int y, int x, int width,
                const struct keymap_scope *scope);

#endif
