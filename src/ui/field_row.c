/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/field_row.h"

#include <string.h>

#include "util/text.h"

void field_form_init(struct field_form *out, const struct catalogue *catalogue,
                     struct arena *arena)
{
    struct form_choice *choices;

    *out = (struct field_form){.arena = arena};
    if (!catalogue)
        return;
    choices = arena_array(arena, catalogue->n + 1, sizeof(*choices));
    for (size_t i = 0; i < catalogue->n; i++)
        choices[i] = (struct form_choice){catalogue->entries[i].name,
                                          catalogue->entries[i].title};
    out->containments = choices;
    out->n_containments = catalogue->n;
}

static const char *open_choice(const struct field *field)
{
    if (field->required)
        return _("choose one");
    return strcmp(field->name, "class") == 0
               ? _("not said: the worst is assumed")
               : _("not said");
}

static struct form_choice *choices_of(struct arena *arena,
                                      const struct field *field, size_t *n)
{
    struct form_choice *choices;

    *n = 0;
    while (field->choices[*n])
        (*n)++;
    choices = arena_array(arena, *n + 2, sizeof(*choices));
    for (size_t i = 0; i < *n; i++)
        choices[i].value = field->choices[i];
    /* What is left open says so. */
    if (!field->fallback || !*field->fallback)
        choices[(*n)++] = (struct form_choice){"", open_choice(field)};
    return choices;
}

static struct str value_of(const struct field *field, const struct json *with,
                           struct arena *arena)
{
    const struct json *value = json_get(with, field->name);
    struct buf text;
    struct str copy;

    if (!value)
        return str_of(field->fallback);
    buf_init(&text);
    json_put_text(value, &text);
    copy = arena_str(arena, buf_view(&text));
    buf_done(&text);
    return copy;
}

void field_row_fill(const struct field_form *form, const char *kind,
                    const struct field *field, const struct json *with,
                    struct arena *arena, struct form_row *row)
{
    static const enum form_kind kinds[FIELD_TYPE_N] = {
        [FIELD_TEXT] = FORM_TEXT,      [FIELD_TEMPLATE] = FORM_TEXT,
        [FIELD_LONG] = FORM_MULTILINE, [FIELD_NUMBER] = FORM_NUMBER,
        [FIELD_BOOL] = FORM_BOOL,      [FIELD_SPAN] = FORM_TEXT,
        [FIELD_CHOICE] = FORM_CHOICE,  [FIELD_SECRET] = FORM_TEXT,
    };

    row->kind = kinds[field->type];
    row->help = field->help ? _(field->help) : NULL;
    row->value = value_of(field, with, arena);
    if (field->type == FIELD_CHOICE)
        row->choices = choices_of(form->arena, field, &row->n_choices);
    if (strcmp(kind, "contain") != 0 || strcmp(field->name, "action") != 0 ||
        !form->n_containments)
        return;
    row->kind = FORM_CHOICE;
    row->choices = form->containments;
    row->n_choices = form->n_containments;
    if (!row->value.len)
        row->value = str_of(row->choices[0].value);
}

void field_row_read(const struct field *field, struct str value,
                    struct json *with)
{
    int64_t number;

    if (field->type == FIELD_BOOL)
        json_set_bool(with, field->name, str_eq(value, STR("true")));
    else if (field->type == FIELD_NUMBER && str_int(value, &number))
        json_set_int(with, field->name, number);
    else if (value.len)
        json_set_str(with, field->name, value);
}
