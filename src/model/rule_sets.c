/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_sets.c - sets of conditions as JSON; see rule_sets.h.
 */
#include "model/rule_sets.h"

#include "model/codec.h"
#include "model/limits.h"
#include "util/buf.h"
#include "util/text.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static const char *const set_members[] = {"all"};
static const char *const row_members[] = {"property", "operator", "value"};
static const char *const query_members[] = {"query"};

/* ---- values ---------------------------------------------------------------*/

static bool is_plain(const struct json *value)
{
    enum json_type type = json_type(value);

    return type == JSON_TEXT || type == JSON_INT || type == JSON_REAL ||
           type == JSON_BOOL;
}

static bool check_list(const struct json *list, enum op op, struct err *err)
{
    if (!op_takes_list(op))
        return err_set(err, ERR_INPUT,
                       _("\"value\" is an array, but \"%s\" takes one value; "
                         "use in, or has_any."),
                       op_spelling(op));
    if (json_length(list) == 0)
        return err_set(err, ERR_INPUT,
                       _("\"value\" is an empty array; \"%s\" needs one value "
                         "at least."),
                       op_spelling(op));
    for (size_t i = 0; i < json_length(list); i++) {
        if (!is_plain(json_item(list, i)))
            return err_set(err, ERR_INPUT,
                           _("Item %zu of \"value\" must be text, a number, "
                             "true or false."),
                           i + 1);
    }
    return true;
}

/* A value that is missing or of no use would make it another condition than
 * was meant. */
static bool check_value(const struct json *row, enum op op, struct err *err)
{
    const struct json *value = json_get(row, "value");

    if (!op_takes_value(op))
        return value == NULL || str_empty(json_text(value)) ||
               err_set(err, ERR_INPUT,
                       _("\"%s\" takes no value; remove \"value\"."),
                       op_spelling(op));
    if (value == NULL)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" needs a \"value\"; add it, or use isempty."),
                       op_spelling(op));
    if (json_type(value) == JSON_ARRAY)
        return check_list(value, op, err);
    return is_plain(value) ||
           err_set(err, ERR_INPUT,
                   _("\"value\" must be text, a number, true, false or an "
                     "array of these, but it is %s."),
                   json_type_name(json_type(value)));
}

/* An array stands for the list that a person would type: ('a', 'b'). */
static void put_value(const struct json *value, struct buf *out)
{
    struct json_each each = json_each(value);
    const char *comma = "(";

    if (json_type(value) != JSON_ARRAY) {
        json_put_text(value, out);
        return;
    }
    while (json_next(&each)) {
        buf_text(out, comma);
        if (json_type(each.value) == JSON_TEXT)
            json_write(each.value, JSON_COMPACT, out);
        else
            json_put_text(each.value, out);
        comma = ", ";
    }
    buf_char(out, ')');
}

static void take_value(const struct json *value, struct arena *arena,
                       struct condition *out)
{
    struct buf text;

    buf_init(&text);
    put_value(value, &text);
    out->value = arena_textn(arena, buf_view(&text).at, text.len);
    buf_done(&text);
}

/* ---- reading --------------------------------------------------------------*/

static bool read_row(const struct json *json, const char *where,
                     struct arena *arena, struct condition *out,
                     struct err *err)
{
    const struct json *spelling;
    enum op op;

    if (!members_known(json, where, row_members, N(row_members), err) ||
        !member_text(json, where, "property", NULL, arena, &out->property,
                     err) ||
        !member_type(json, where, "operator", JSON_TEXT, &spelling, err))
        return false;
    if (!op_parse(json_text(spelling), &op))
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" in %s is no operator; use one of ==, !=, "
                         "=~, contains, has, in, … (riposte(1), QUERIES)."),
                       STR_ARG(json_text(spelling)), where);
    if (!check_value(json, op, err))
        return false;
    out->op = op;
    take_value(json_get(json, "value"), arena, out);
    return true;
}

static bool read_condition(const struct json *json, const char *where,
                           struct arena *arena, struct condition *out,
                           struct err *err)
{
    if (!json_get(json, "query"))
        return read_row(json, where, arena, out, err);
    return members_known(json, where, query_members, N(query_members), err) &&
           member_text(json, where, "query", NULL, arena, &out->query, err);
}

static bool read_set(const struct json *json, const char *where,
                     struct arena *arena, struct condition_set *out,
                     struct err *err)
{
    const struct json *list;

    if (!members_known(json, where, set_members, N(set_members), err) ||
        !member_list(json, where, "all", LIMIT_CONDITIONS_SET, &list, err))
        return false;
    out->n = json_length(list);
    out->all = arena_array(arena, out->n, sizeof(*out->all));
    for (size_t i = 0; i < out->n; i++) {
        if (!read_condition(json_item(list, i), where, arena, &out->all[i],
                            err))
            return err_prefix(err, _("Condition %zu"), i + 1);
    }
    return true;
}

bool sets_from_json(const struct json *json, const char *name,
                    struct arena *arena, struct condition_set **out, size_t *n,
                    struct err *err)
{
    const struct json *list;
    struct condition_set *sets;
    size_t count;

    if (!member_list(json, "the rule", name, LIMIT_SETS, &list, err))
        return false;
    count = json_length(list);
    sets = arena_array(arena, count, sizeof(*sets));
    for (size_t i = 0; i < count; i++) {
        if (!read_set(json_item(list, i), name, arena, &sets[i], err))
            return err_prefix(err, _("Set %zu of \"%s\""), i + 1, name);
    }
    *out = sets;
    *n = count;
    return true;
}

/* ---- writing --------------------------------------------------------------*/

static struct json *condition_json(const struct condition *condition)
{
    struct json *out = json_new_object();

    if (condition->query) {
        json_set_text(out, "query", condition->query);
        return out;
    }
    json_set_str(out, "property", str_of(condition->property));
    json_set_text(out, "operator", op_spelling(condition->op));
    if (op_takes_value(condition->op))
        json_set_str(out, "value", str_of(condition->value));
    return out;
}

struct json *sets_to_json(const struct condition_set *sets, size_t n)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < n; i++) {
        struct json *set = json_new_object();
        struct json *all = json_new_array();

        for (size_t k = 0; k < sets[i].n; k++)
            json_add_take(all, condition_json(&sets[i].all[k]));
        json_set_take(set, "all", all);
        json_add_take(list, set);
    }
    return list;
}
