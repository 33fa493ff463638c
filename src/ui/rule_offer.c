/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_offer.c - what may be typed next in the form of a rule: properties and
 * values of conditions, queries, expressions, as the selected event has them.
 */
#include <string.h>

#include "service/language.h"
#include "service/queue.h"
#include "ui/rule_edit.h"
#include "ui/words.h"
#include "util/ascii.h"
#include "util/text.h"
#include "util/utf8.h"

#define VALUE_MAX 200 /* bytes of a value that is offered whole */

/* What a field needs to know to be completed. */
struct offering {
    struct rule_edit *edit;
    struct edit_tag tag;
    struct str text;
    size_t cursor;
    struct input_candidates *out;
};

static void offer(struct input_candidates *out, const char *text,
                  const char *note)
{
    out->candidate = arena_grown(out->arena, out->candidate, out->count,
                                 sizeof(*out->candidate));
    out->candidate[out->count++] = (struct input_candidate){text, note};
}

static struct str typed(const struct offering *o)
{
    return str_sub(o->text, o->out->from, o->cursor - o->out->from);
}

/* ---- expressions ---- */

static void offer_expression(const struct offering *o)
{
    struct language_candidate *found;
    size_t n = language_complete_field(o->text, o->cursor, o->edit->event,
                                       o->out->arena, &found, &o->out->from);

    for (size_t i = 0; i < n; i++) {
        bool same = found[i].note && !strcmp(found[i].text, found[i].note);

        offer(o->out, found[i].text, same ? NULL : found[i].note);
    }
}

/* Those that the settings have for this kind of action. */
static void offer_connectors(const struct offering *o, const char *kind)
{
    const struct connectors *all = &o->edit->shell->config->connectors;

    for (size_t i = 0; i < all->n; i++) {
        const struct connector *one = &all->items[i];

        if (!strcmp(one->kind->name, kind) &&
            str_starts_fold(str_of(one->name), typed(o)))
            offer(o->out, one->name, _(one->kind->title));
    }
}

static void offer_field(const struct offering *o)
{
    const struct edit_action *action = rule_shape_action(o->edit, o->tag.id);
    size_t at = (size_t)o->tag.field;

    if (action && at < action->kind->n_fields &&
        (action->kind->fields[at].type == FIELD_TEMPLATE ||
         action->kind->fields[at].type == FIELD_LONG))
        offer_expression(o);
    else if (action && at < action->kind->n_fields &&
             !strcmp(action->kind->fields[at].name, "connector"))
        offer_connectors(o, action->kind->name);
}

/* ---- properties ---- */

/* A name that stands in a path without quotes. */
static bool is_plain(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];

        if (!ascii_is_letter(c) && c != '_' && (i == 0 || !ascii_is_digit(c)))
            return false;
    }
    return name.len > 0 && name.len <= LIMIT_NAME;
}

static bool is_offered(const struct input_candidates *out, struct str text)
{
    for (size_t i = 0; i < out->count; i++) {
        if (str_eq_fold(str_of(out->candidate[i].text), text))
            return true;
    }
    return false;
}

/* Names of an object that go on with what is typed; of a list all are meant. */
static void offer_members(const struct offering *o, const struct json *value)
{
    struct json_each each = json_each(value);

    while (json_type(value) == JSON_OBJECT && json_next(&each)) {
        struct str name = str_of(each.name);
        enum json_type type = json_type(each.value);

        if (is_plain(name) && str_starts_fold(name, typed(o)) &&
            !is_offered(o->out, name))
            offer(o->out,
                  arena_printf(o->out->arena, "%s%s", each.name,
                               type == JSON_ARRAY ? "[]" : ""),
                  json_type_name(type));
    }
}

/* What stands there in the event before the last point of a path. */
static const struct json *walk(const struct json *value, struct str path)
{
    struct str step;

    while (value && str_cut(&path, '.', &step)) {
        bool all = str_ends(step, STR("[]"));
        char name[LIMIT_NAME + 1];

        step.len -= all ? 2 : 0;
        if (!is_plain(step))
            return NULL;
        words_copy(name, sizeof(name), step);
        value = json_get(value, name);
        if (all)
            value = json_item(value, 0);
    }
    return value;
}

static void offer_property(const struct offering *o)
{
    const struct json *body = o->edit->event ? o->edit->event->body : NULL;
    struct str path = str_sub(o->text, 0, o->cursor);
    size_t end = path.len;
    const char **names;
    size_t n = language_complete(o->text, o->cursor, o->out->arena, &names,
                                 &o->out->from);

    for (size_t i = 0; i < n; i++) {
        if (!str_ends(str_of(names[i]), STR("(")))
            offer(o->out, names[i], NULL);
    }
    while (end > 0 && path.at[end - 1] != '.')
        end--;
    if (n && o->out->from != end)
        return;
    o->out->from = end;
    offer_members(o, end > 0 ? walk(body, str_sub(path, 0, end - 1)) : body);
}

/* ---- values ---- */

static bool is_harmless(struct str text)
{
    uint32_t c;

    if (!text.len || text.len > VALUE_MAX || !utf8_valid(text))
        return false;
    while (utf8_next(&text, &c)) {
        if (utf8_hostile(c))
            return false;
    }
    return true;
}

/* The query language has its texts in quotes, the form has not. */
static void offer_value(const struct offering *o, const char *text)
{
    struct str value = str_of(text);

    if (value.len > 1 && *value.at == '\'')
        value = str_sub(value, 1, value.len - 2);
    if (str_starts_fold(value, typed(o)) && !is_offered(o->out, value))
        offer(o->out, arena_textn(o->out->arena, value.at, value.len), NULL);
}

/* As the query would go on, with the value in quotes or bare. */
static void offer_values(const struct offering *o, struct str property,
                         const char *quote)
{
    const char *query =
        arena_printf(o->out->arena, "%.*s == %s%.*s", STR_ARG(property), quote,
                     STR_ARG(typed(o)));
    const char **values;
    size_t from;
    size_t n = language_complete(str_of(query), str_of(query).len,
                                 o->out->arena, &values, &from);

    for (size_t i = 0; i < n; i++)
        offer_value(o, values[i]);
}

static void offer_condition_value(const struct offering *o)
{
    enum edit_group_name group;
    struct edit_set *set;
    struct edit_condition *row =
        rule_shape_condition(o->edit, o->tag.id, &set, &group);
    struct condition condition;
    struct str property;
    struct str value;

    if (!row || row->query)
        return;
    condition = rule_read_condition(o->edit, row, o->out->arena);
    property = str_of(condition.property);
    o->out->from = 0;
    for (size_t i = 0; op_takes_list(condition.op) && i < o->cursor; i++) {
        if (o->text.at[i] == ',' || (o->text.at[i] == ' ' && o->out->from == i))
            o->out->from = i + 1;
    }
    if (!property.len)
        return;
    if (o->edit->event) {
        value = language_value(property, o->edit->event, o->out->arena);
        if (is_harmless(value) && str_starts_fold(value, typed(o)))
            offer(o->out, arena_textn(o->out->arena, value.at, value.len),
                  _("in the selected event"));
    }
    offer_values(o, property, "'");
    offer_values(o, property, "");
}

static void offer_query(const struct offering *o)
{
    const char **words;
    size_t n = language_complete(o->text, o->cursor, o->out->arena, &words,
                                 &o->out->from);

    for (size_t i = 0; i < n; i++)
        offer(o->out, words[i], NULL);
}

/* ---- which field it is ---- */

void rule_edit_complete(void *with, const struct form_row *row, struct str text,
                        size_t cursor, bool asked, struct input_candidates *out)
{
    static void (*const offers[])(const struct offering *o) = {
        [ROW_KEY] = offer_expression,        [ROW_PROPERTY] = offer_property,
        [ROW_VALUE] = offer_condition_value, [ROW_QUERY] = offer_query,
        [ROW_FIELD] = offer_field,
    };
    struct offering o = {
        .edit = with,
        .tag = edit_tag_get(row->tag),
        .text = text,
        .cursor = cursor,
        .out = out,
    };
    bool expression = o.tag.row == ROW_KEY || o.tag.row == ROW_FIELD;

    if (o.tag.row >= sizeof(offers) / sizeof(offers[0]) || !offers[o.tag.row])
        return;
    offers[o.tag.row](&o);
    /* Where no word has begun, a list would only be in the way. */
    if (!asked && !expression && !typed(&o).len)
        out->count = 0;
}
