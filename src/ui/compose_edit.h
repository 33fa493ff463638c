/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compose_edit.h - the form that composes a playbook: a list of steps, each an
 * action of riposte, a condition, a loop, a group or a pause, and beside it
 * what is thought of the playbook that comes out.
 *
 * Steps have numbers that are never used again, so that texts stay with their
 * rows when others come and go.
 *
 * Thread: ui.
 * Memory: compose_edit_new() is yours until compose_edit_free().
 */
#ifndef RIPOSTE_UI_COMPOSE_EDIT_H
#define RIPOSTE_UI_COMPOSE_EDIT_H

#include "service/playbooks.h"
#include "ui/field_row.h"
#include "ui/shell.h"
#include "widget/form.h"
#include "widget/view.h"

#define COMPOSE_STEPS 100

struct compose_row {
    int id;
    int parent; /* id; 0: the top */
    bool otherwise;
    enum compose_what what;
    const struct action_kind_row *kind; /* of an action */
    const struct compose_step *from;    /* texts to begin with; NULL */
};

struct compose_edit {
    struct shell *shell;
    struct arena *arena;
    struct playbook_reading *base; /* what was opened; NULL: a new one */
    struct compose opened;
    struct form *form;
    struct compose_row rows[COMPOSE_STEPS];
    size_t n;
    int last_id;
    struct field_form fields;
    bool dirty;
    struct view *pane;
    struct playbook_reading *reading; /* of what it would be; NULL */
};

/* @take: what is to be opened, or NULL.  NULL: it is nothing that the form can
 * show; err says why, and @take stays the caller's. */
struct compose_edit *compose_edit_new(struct shell *shell,
                                      struct playbook_reading *take,
                                      struct err *err);
void compose_edit_free(struct compose_edit *edit);
bool compose_edit_key(struct compose_edit *edit, const struct key *key);
void compose_edit_click(struct compose_edit *edit, const struct key *key);
void compose_edit_draw(struct compose_edit *edit, const struct canvas *canvas);
bool compose_edit_dirty(const struct compose_edit *edit);
bool compose_edit_in_step(const struct compose_edit *edit);
/* One more behind the cursor; one in the step under it; one less. */
void compose_edit_insert(struct compose_edit *edit);
void compose_edit_inside(struct compose_edit *edit);
void compose_edit_drop(struct compose_edit *edit);
/* As compose_write() has it; the caller's. */
struct json *compose_edit_json(struct compose_edit *edit);
/* To be kept; NULL: something is wrong, the cursor is there. */
struct playbook_reading *compose_edit_take(struct compose_edit *edit);

/* ---- compose_shape.c: from the steps to the rows of the form ---- */

enum compose_field {
    COMPOSE_ROW_PLAIN,
    COMPOSE_ROW_NAME,
    COMPOSE_ROW_EVERY,
    COMPOSE_ROW_WHAT,
    COMPOSE_ROW_STEP_NAME,
    COMPOSE_ROW_WHEN,
    COMPOSE_ROW_FIELD,
    COMPOSE_ROW_PLACE, /* left of a condition, list of a loop */
    COMPOSE_ROW_WAIT,
    COMPOSE_ROW_DROP,
    COMPOSE_ROW_ADD, /* id: parent; field: 1 in the branch if not */
};
struct compose_tag {
    enum compose_field row;
    int id;
    int field;
};
struct compose_tag compose_tag_get(uint64_t tag);
bool compose_shape(struct compose_edit *edit, struct err *err);
struct compose_row *compose_find(struct compose_edit *edit, int id);
/* "action:mail", "if", "each", "scope", "wait". */
bool compose_what_parse(struct str text, struct compose_row *out);

/* ---- compose_form.c: from the form to the steps ---- */

void compose_form_read(struct compose_edit *edit, struct arena *arena,
                       struct compose *out);
bool compose_form_check(void *with, const struct form_row *row,
                        struct str value, struct err *err);
void compose_form_complete(void *with, const struct form_row *row,
                           struct str text, size_t cursor, bool asked,
                           struct input_candidates *out);

#endif
