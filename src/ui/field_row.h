/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * field_row.h - the fields of an action as rows of a form, and back: for the
 * forms of rules and of playbooks.
 *
 * Thread: the terminal's.
 * Memory: choices live in the arena of the form, values of rows in the one
 * handed in; labels and helps are constant.
 */
#ifndef RIPOSTE_UI_FIELD_ROW_H
#define RIPOSTE_UI_FIELD_ROW_H

#include "model/containment.h"
#include "model/field.h"
#include "util/arena.h"
#include "util/json.h"
#include "widget/form.h"

/* What all rows of one form share. */
struct field_form {
    struct arena *arena;
    const struct form_choice *containments;
    size_t n_containments;
};
/* @catalogue may be NULL: then the name of a containment is typed. */
void field_form_init(struct field_form *out, const struct catalogue *catalogue,
                     struct arena *arena);

/* Kind, help, value and choices of @row, for @field of the action @kind.
 * @with: what the action has so far; NULL: nothing. */
void field_row_fill(const struct field_form *form, const char *kind,
                    const struct field *field, const struct json *with,
                    struct arena *arena, struct form_row *row);
/* Sets the member of @with that @value says; an empty text sets none. */
void field_row_read(const struct field *field, struct str value,
                    struct json *with);

#endif
