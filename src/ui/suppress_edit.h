/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppress_edit.h - the form in which a suppression is made: here or in
 * Defender, what it covers, until when, why; and beside it, while one types,
 * what it would have hidden in the last 30 days.
 *
 * Thread: ui.
 * Memory: suppress_edit_new() is yours until suppress_edit_free().
 */
#ifndef RIPOSTE_UI_SUPPRESS_EDIT_H
#define RIPOSTE_UI_SUPPRESS_EDIT_H

#include "ui/shell.h"
#include "widget/form.h"
#include "widget/view.h"

#define FACTS_MOST 14

/* Something that an event says, which may be part of what is covered. */
struct suppress_fact {
    const char *name;     /* of its row in the form */
    const char *label;    /* "ip 203.0.113.9" */
    const char *property; /* in a query; NULL: not here */
    const char *field;    /* in Defender's scope; NULL: not there */
    struct str value;
    bool on; /* at first */
};

struct suppress_edit {
    struct shell *shell;
    struct arena *arena;
    struct form *form;
    struct view *pane;
    struct suppress_wish *base; /* what the event says of itself */
    struct suppress_fact facts[FACTS_MOST];
    size_t n_facts;
    struct form_choice choices[2]; /* of the place */
    char query[24]; /* name of the query's row: another one when it is written
                       anew */
    int queries;
    struct err fault; /* why it cannot be saved */
    struct preview_page *preview;
    uint64_t ticket; /* of the preview; 0: none is asked for */
    bool wanted;
    bool saving;
};

/* @page: the event that it is about; NULL: none. */
struct suppress_edit *suppress_edit_new(struct shell *shell,
                                        const struct event_page *page);
void suppress_edit_free(struct suppress_edit *edit); /* NULL is fine */
bool suppress_edit_key(struct suppress_edit *edit, const struct key *key);
void suppress_edit_draw(struct suppress_edit *edit,
                        const struct canvas *canvas);
void suppress_edit_sync(struct suppress_edit *edit);
void suppress_edit_note(struct suppress_edit *edit, struct note *note);
void suppress_edit_save(struct suppress_edit *edit);

/* suppress_facts.c: what can be ticked, and what is wished for. */
void suppress_facts(struct suppress_edit *edit, const struct event_page *page);
bool suppress_in_defender(const struct suppress_edit *edit);
/* The query that the ticked facts make. */
void suppress_facts_query(struct suppress_edit *edit, struct buf *out);
/* What the form says; a value that cannot be read is left at nothing. */
struct suppress_wish *suppress_edit_wish(struct suppress_edit *edit);

#endif
