/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compose_form.c - what stands in the form of a playbook: read, checked,
 * completed.
 */
#include <stdio.h>

#include "service/language.h"
#include "ui/compose_edit.h"
#include "util/text.h"
#include "util/when.h"

#define NAME_SIZE (2 * LIMIT_NAME)

static struct str value_of(struct compose_edit *edit, const char *what, int id)
{
    char name[NAME_SIZE + 16];

    snprintf(name, sizeof(name), "%s.%d", what, id);
    return form_value(edit->form, name);
}

static const char *text_of(struct compose_edit *edit, struct arena *arena,
                           const char *what, int id)
{
    return arena_str(arena, str_trim(value_of(edit, what, id))).at;
}

/* ---- reading --------------------------------------------------------------*/

static void read_field(struct compose_edit *edit,
                       const struct compose_row *from,
                       const struct field *field, struct json *with)
{
    char what[NAME_SIZE];

    snprintf(what, sizeof(what), "%s.%s", from->kind->name, field->name);
    field_row_read(field, value_of(edit, what, from->id), with);
}

static const struct json *read_fields(struct compose_edit *edit,
                                      struct arena *arena,
                                      const struct compose_row *from)
{
    struct json *with = json_new_object();

    for (size_t i = 0; i < from->kind->n_fields; i++)
        read_field(edit, from, &from->kind->fields[i], with);
    json_keep(arena, with);
    return with;
}

static enum compose_when when_of(struct str text)
{
    static const char *const names[COMPOSE_WHEN_N] = {
        [COMPOSE_AFTER] = "after",
        [COMPOSE_BESIDE] = "beside",
        [COMPOSE_ON_FAILURE] = "failure",
        [COMPOSE_ALWAYS] = "always",
    };

    for (int i = 0; i < COMPOSE_WHEN_N; i++) {
        if (str_eq(text, str_of(names[i])))
            return (enum compose_when)i;
    }
    return COMPOSE_AFTER;
}

static enum compose_op op_of(struct str text)
{
    for (int i = 0; i < COMPOSE_OP_N; i++) {
        if (str_eq(text, str_of(compose_op_name((enum compose_op)i))))
            return (enum compose_op)i;
    }
    return COMPOSE_EQUALS;
}

static size_t place_of(const struct compose_edit *edit, int id)
{
    for (size_t i = 0; i < edit->n; i++) {
        if (edit->rows[i].id == id)
            return i;
    }
    return SIZE_MAX;
}

static struct compose_step read_step(struct compose_edit *edit,
                                     struct arena *arena,
                                     const struct compose_row *row)
{
    struct compose_step step = {
        .parent = row->parent ? place_of(edit, row->parent) : SIZE_MAX,
        .otherwise = row->otherwise,
        .what = row->what,
        .when = when_of(value_of(edit, "when", row->id)),
        .name = text_of(edit, arena, "called", row->id),
        .kind = row->what == COMPOSE_ACTION ? row->kind->name : "",
        .left = text_of(edit, arena, "left", row->id),
        .op = op_of(value_of(edit, "op", row->id)),
        .right = text_of(edit, arena, "right", row->id),
        .list = text_of(edit, arena, "list", row->id),
    };

    if (row->what == COMPOSE_ACTION)
        step.with = read_fields(edit, arena, row);
    if (row->what == COMPOSE_WAIT)
        when_span_parse(value_of(edit, "wait", row->id), &step.wait);
    return step;
}

void compose_form_read(struct compose_edit *edit, struct arena *arena,
                       struct compose *out)
{
    struct str start = form_value(edit->form, "start");

    *out = (struct compose){
        .name = arena_str(arena, str_trim(form_value(edit->form, "name"))).at,
        .steps = arena_array(arena, edit->n + 1, sizeof(*out->steps)),
        .n = edit->n,
    };
    for (int i = 0; i < START_N; i++) {
        if (str_eq(start, str_of(playbook_start_name((enum playbook_start)i))))
            out->start = (enum playbook_start)i;
    }
    when_span_parse(form_value(edit->form, "every"), &out->every);
    for (size_t i = 0; i < edit->n; i++)
        out->steps[i] = read_step(edit, arena, &edit->rows[i]);
}

/* ---- checking -------------------------------------------------------------*/

static bool check_span(struct str value, int64_t least, struct err *err)
{
    int64_t span;

    return (when_span_parse(value, &span) && span >= least) ||
           err_set(err, ERR_INPUT, _("Write a time such as 5m, 2h or 1d."));
}

static bool check_name(struct str value, struct err *err)
{
    if (!value.len)
        return err_set(err, ERR_INPUT, _("Give the playbook a name."));
    return value.len <= LIMIT_NAME ||
           err_set(err, ERR_INPUT, _("A name has at most %d bytes."),
                   LIMIT_NAME);
}

/* What stands in a path of a run, or in quotes in an expression. */
static bool check_step_name(struct str value, struct err *err)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.at[i];

        if (c == '/' || c == '[' || c == ']' || c == '\'' || c == '@')
            return err_set(err, ERR_INPUT,
                           _("A name of a step has no %c in it."), c);
    }
    return value.len <= 80 ||
           err_set(err, ERR_INPUT, _("A name has at most %d bytes."), 80);
}

static bool check_place(struct str value, struct err *err)
{
    if (!value.len)
        return err_set(err, ERR_INPUT,
                       _("Name a property of the event, or write an "
                         "expression that begins with @."));
    return str_find_char(value, '\'') == STR_NOWHERE || value.at[0] == '@' ||
           err_set(err, ERR_INPUT,
                   _("The name of a property has no quotes in it."));
}

static bool check_field(struct compose_edit *edit, struct compose_tag tag,
                        struct str value, struct err *err)
{
    const struct compose_row *row = compose_find(edit, tag.id);
    const struct field *field;

    if (!row || row->what != COMPOSE_ACTION ||
        (size_t)tag.field >= row->kind->n_fields)
        return true;
    field = &row->kind->fields[tag.field];
    if (!value.len && field->required)
        return err_set(err, ERR_INPUT, _("%s is needed: %s"), _(field->label),
                       field->help ? _(field->help) : "");
    return !value.len || field_check(field, value, err);
}

bool compose_form_check(void *with, const struct form_row *row,
                        struct str value, struct err *err)
{
    struct compose_edit *edit = with;
    struct compose_tag tag = compose_tag_get(row->tag);

    switch (tag.row) {
    case COMPOSE_ROW_NAME:
        return check_name(str_trim(value), err);
    case COMPOSE_ROW_STEP_NAME:
        return check_step_name(str_trim(value), err);
    case COMPOSE_ROW_EVERY:
        return check_span(value, WHEN_MINUTE, err);
    case COMPOSE_ROW_WAIT:
        return check_span(value, WHEN_SECOND, err);
    case COMPOSE_ROW_PLACE:
        return check_place(str_trim(value), err);
    case COMPOSE_ROW_FIELD:
        return check_field(edit, tag, value, err);
    default:
        return true;
    }
}

/* ---- completing -----------------------------------------------------------*/

void compose_form_complete(void *with, const struct form_row *row,
                           struct str text, size_t cursor, bool asked,
                           struct input_candidates *out)
{
    struct language_candidate *found;
    size_t n;

    (void)with, (void)asked;
    if (compose_tag_get(row->tag).row != COMPOSE_ROW_FIELD ||
        (row->kind != FORM_TEXT && row->kind != FORM_MULTILINE))
        return;
    n = language_complete_field(text, cursor, NULL, out->arena, &found,
                                &out->from);
    for (size_t i = 0; i < n; i++) {
        out->candidate = arena_grown(out->arena, out->candidate, out->count,
                                     sizeof(*out->candidate));
        out->candidate[out->count++] =
            (struct input_candidate){found[i].text, found[i].note};
    }
}
