/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * containment_param.c - what a containment asks of whoever wants it; see
 * containment.h.
 */
#include "model/codec.h"
#include "model/containment_read.h"
#include "model/limits.h"
#include "util/regex.h"
#include "util/text.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static const char *const members[] = {
    "name",    "label",   "help",    "type", "required",
    "default", "choices", "pattern", "part",
};

/* The types of fields that make sense in a file. */
static const char *const types[FIELD_TYPE_N] = {
    [FIELD_TEXT] = "text", [FIELD_LONG] = "long", [FIELD_NUMBER] = "number",
    [FIELD_BOOL] = "bool", [FIELD_SPAN] = "span", [FIELD_CHOICE] = "choice",
};

static bool read_choices(struct reader *reader, const struct json *json,
                         struct field *out)
{
    const struct json *list;
    const char **choices;
    size_t n;

    if (!member_list(json, out->name, "choices", LIMIT_FIELDS, &list,
                     reader->err))
        return false;
    n = json_length(list);
    if ((n > 0) != (out->type == FIELD_CHOICE))
        return err_set(reader->err, ERR_INPUT,
                       _("\"choices\" and the type \"choice\" go together."));
    choices = arena_array(reader->arena, n + 1, sizeof(*choices));
    for (size_t i = 0; i < n; i++)
        choices[i] = arena_str(reader->arena, json_text(json_item(list, i))).at;
    out->choices = choices;
    return true;
}

static bool read_pattern(struct reader *reader, struct field *out)
{
    struct regex *regex;

    if (!*out->pattern) {
        out->pattern = NULL;
        return true;
    }
    if (!regex_new(str_of(out->pattern), false, &regex, reader->err))
        return err_prefix(reader->err, "pattern");
    regex_free(regex);
    return true;
}

static bool read_facts(struct reader *reader, const struct json *json,
                       struct field *out)
{
    const char *where = "a parameter";
    const char *type;
    size_t at;

    if (!entry_text(reader, json, where, "name", NULL, &out->name) ||
        !entry_text(reader, json, where, "label", out->name, &out->label) ||
        !entry_text(reader, json, where, "help", "", &out->help) ||
        !entry_text(reader, json, where, "type", "text", &type) ||
        !entry_text(reader, json, where, "default", "", &out->fallback) ||
        !entry_text(reader, json, where, "pattern", "", &out->pattern))
        return false;
    if (!name_parse(types, N(types), str_of(type), &at))
        return err_set(reader->err, ERR_INPUT,
                       _("\"%s\" is no type of a parameter; use text, long, "
                         "number, bool, span or choice."),
                       type);
    out->type = (enum field_type)at;
    return read_pattern(reader, out) && read_choices(reader, json, out);
}

static bool read_parameter(struct reader *reader, const struct json *json,
                           size_t index, struct field *out)
{
    const struct json *flag;
    bool part = false;

    if (!members_known(json, "a parameter", members, N(members), reader->err) ||
        !read_facts(reader, json, out) ||
        !member_type(json, out->name, "required", JSON_BOOL, &flag,
                     reader->err))
        return false;
    json_bool(flag, &out->required);
    if (!member_type(json, out->name, "part", JSON_BOOL, &flag, reader->err))
        return false;
    json_bool(flag, &part);
    if (part)
        reader->out->parts |= 1u << index;
    if (fill_scope_has(&reader->scope, str_of(out->name)))
        return err_set(reader->err, ERR_INPUT,
                       _("There are two parameters \"%s\"."), out->name);
    return fill_check(str_of(out->fallback), &reader->scope, reader->err) &&
           fill_scope_add(&reader->scope, out->name, reader->err);
}

bool entry_parameters(struct reader *reader, const struct json *json)
{
    const struct json *list;
    struct field *fields;
    size_t n;

    if (!member_list(json, "the file", "parameters", CONTAINMENT_PARAMETERS,
                     &list, reader->err))
        return false;
    n = json_length(list);
    fields = arena_array(reader->arena, n, sizeof(*fields));
    for (size_t i = 0; i < n; i++) {
        if (!read_parameter(reader, json_item(list, i), i, &fields[i]))
            return err_prefix(reader->err, "parameters[%zu]", i);
    }
    reader->out->params = fields;
    reader->out->n_params = n;
    return true;
}

/* ---- what was given -------------------------------------------------------*/

/* The default may speak of the target and of parameters before it. */
static bool put_default(const struct field *field, struct str target,
                        struct json *into, struct err *err)
{
    struct fill_values values = {.target = target, .kept = into};
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = fill_text(&values, str_of(field->fallback), &text, err);
    if (ok)
        json_set_str(into, field->name, buf_view(&text));
    buf_done(&text);
    return ok;
}

static struct str given_text(const struct json *given, const char *name,
                             struct buf *out)
{
    buf_clear(out);
    json_put_text(json_get(given, name), out);
    return str_trim(buf_view(out));
}

/* A choice as the file spells it: services mind case. */
static struct str as_spelled(const struct field *field, struct str value)
{
    for (size_t i = 0; field->type == FIELD_CHOICE && field->choices[i] != NULL;
         i++) {
        if (str_eq_fold(str_of(field->choices[i]), value))
            return str_of(field->choices[i]);
    }
    return value;
}

bool containment_parameters(const struct containment *entry,
                            const struct json *given, struct str target,
                            struct arena *arena, const struct json **out,
                            struct err *err)
{
    struct json *all = json_new_object();
    struct buf text;
    bool ok;

    json_keep(arena, all);
    buf_init(&text);
    ok = field_check_all(entry->params, entry->n_params, given, err);
    for (size_t i = 0; ok && i < entry->n_params; i++) {
        const struct field *field = &entry->params[i];
        struct str value = given_text(given, field->name, &text);

        if (!str_empty(value))
            json_set_str(all, field->name, as_spelled(field, value));
        else if (field->required && !*field->fallback)
            ok = err_set(err, ERR_INPUT,
                         _("\"%s\" needs the parameter \"%s\": %s"),
                         entry->title, field->name, field->help);
        else
            ok = put_default(field, target, all, err);
    }
    buf_done(&text);
    if (ok)
        *out = all;
    return ok;
}

bool parameter_add(struct str text, struct json *into, struct err *err)
{
    struct arena *arena;
    struct str name;

    if (str_find_char(text, '=') == STR_NOWHERE ||
        !str_cut(&text, '=', &name) || str_empty(str_trim(name)))
        return err_set(err, ERR_INPUT,
                       _("A parameter is given as name=value."));
    arena = arena_new();
    json_set_str(into, arena_str(arena, str_trim(name)).at, str_trim(text));
    arena_free(arena);
    return true;
}

static struct str member_of(const struct json *json, const char *name)
{
    return json_text(json_get(json, name));
}

bool containment_same_part(const struct containment *entry,
                           const struct json *kept,
                           const struct json *parameters)
{
    for (size_t i = 0; i < entry->n_params; i++) {
        const char *name = entry->params[i].name;

        if ((entry->parts >> i & 1) &&
            !str_eq_fold(member_of(kept, name), member_of(parameters, name)))
            return false;
    }
    return true;
}
