/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_fn_object.c - functions on members of objects, and on the order of
 * items by one.
 */
#include <string.h>

#include "engine/expr_part.h"
#include "util/text.h"

enum change { CHANGE_ADD, CHANGE_SET, CHANGE_REMOVE };

static bool has_name(const struct json *object, const char *name)
{
    struct json_each each = json_each(object);

    while (json_next(&each)) {
        if (strcmp(each.name, name) == 0)
            return true;
    }
    return false;
}

/* A copy of the object, changed in one member. */
static bool fn_change(struct expr_call *call)
{
    struct str name = expr_text(call, 1);
    struct json *object;
    struct json *value;

    /* Member names end at a zero byte. */
    if (name.len == 0 || memchr(name.at, '\0', name.len))
        return expr_fail(call, _("the name of the member is empty."));
    if (expr_tag(call) == CHANGE_ADD && has_name(call->args[0], name.at))
        return expr_fail(call,
                         _("the object already has a member \"%.*s\"; "
                           "setProperty() sets it."),
                         STR_ARG(name));
    if (!expr_copy(call, call->args[0], &object))
        return false;
    if (expr_tag(call) == CHANGE_REMOVE) {
        json_remove(object, name.at);
    } else if (expr_copy(call, call->args[2], &value)) {
        json_set_take(object, name.at, value);
    } else {
        json_free(object);
        return false;
    }
    return expr_give_take(call, object);
}

/* ---- sort() ---------------------------------------------------------------*/

struct sorted {
    const struct json *item;
    const struct json *key;
};

static bool is_number(enum json_type type)
{
    return type == JSON_INT || type == JSON_REAL;
}

static int compare(const struct json *a, const struct json *b)
{
    double x = 0, y = 0;
    bool p = false, q = false;

    if (json_type(a) == JSON_TEXT)
        return str_cmp(json_text(a), json_text(b));
    if (json_bool(a, &p) && json_bool(b, &q))
        return (int)p - (int)q;
    json_real(a, &x);
    json_real(b, &y);
    return x < y ? -1 : x > y;
}

/* Keys must be of one kind, or there is no order. */
static bool check_keys(struct expr_call *call, const struct sorted *rows,
                       size_t n)
{
    for (size_t i = 0; i < n; i++) {
        enum json_type type = json_type(rows[i].key);
        enum json_type first = json_type(rows[0].key);

        if (type != JSON_TEXT && type != JSON_BOOL && !is_number(type))
            return expr_fail(call,
                             _("puts texts, numbers or bools in order, not one "
                               "of the type %s."),
                             json_type_name(type));
        if (type != first && !(is_number(type) && is_number(first)))
            return expr_fail(call, _("the values are of different types."));
    }
    return true;
}

/* Merges runs of rising length: stable, and never slower than n log n. */
static struct sorted *sort_rows(struct sorted *rows, struct sorted *other,
                                size_t n)
{
    for (size_t run = 1; run < n; run *= 2) {
        struct sorted *from = rows;

        for (size_t at = 0; at < n; at += 2 * run) {
            size_t middle = at + run < n ? at + run : n;
            size_t end = middle + run < n ? middle + run : n;
            size_t a = at, b = middle;

            for (size_t i = at; i < end; i++) {
                bool left =
                    a < middle &&
                    (b >= end || compare(from[a].key, from[b].key) <= 0);

                other[i] = left ? from[a++] : from[b++];
            }
        }
        rows = other;
        other = from;
    }
    return rows;
}

static bool fn_sort(struct expr_call *call)
{
    size_t n = json_length(call->args[0]);
    struct arena *arena = call->run->arena;
    struct sorted *rows = arena_array(arena, n + 1, sizeof(*rows));
    struct sorted *other = arena_array(arena, n + 1, sizeof(*rows));
    struct json *array;

    for (size_t i = 0; i < n; i++) {
        const struct json *item = json_item(call->args[0], i);

        rows[i].item = item;
        rows[i].key = call->n > 1 ? json_find(item, expr_text(call, 1)) : item;
    }
    if (!check_keys(call, rows, n))
        return false;
    rows = sort_rows(rows, other, n);
    array = json_new_array();
    for (size_t i = 0; i < n; i++) {
        struct json *copy;

        if (!expr_copy(call, rows[i].item, &copy)) {
            json_free(array);
            return false;
        }
        json_add_take(array, copy);
    }
    return expr_give_take(call, array);
}

const struct expr_fn expr_fn_object[] = {
    {{"addProperty", 3, 3, "otx", "addProperty(object, name, value)",
      N_("The object with one member more; it must not have it yet."),
      "addProperty(json('{\"a\": 1}'), 'b', 2)", "{\"a\":1,\"b\":2}"},
     .tag = CHANGE_ADD,
     .call = fn_change},
    {{"setProperty", 3, 3, "otx", "setProperty(object, name, value)",
      N_("The object with that member set."),
      "setProperty(json('{\"a\": 1}'), 'a', 2)", "{\"a\":2}"},
     .tag = CHANGE_SET,
     .call = fn_change},
    {{"removeProperty", 2, 2, "ot", "removeProperty(object, name)",
      N_("The object without that member."),
      "removeProperty(json('{\"a\": 1, \"b\": 2}'), 'b')", "{\"a\":1}"},
     .tag = CHANGE_REMOVE,
     .call = fn_change},
    {{"sort", 1, 2, "at", "sort(array, member?)",
      N_("The items in order, of objects by that member."),
      "sort(createArray(2, 1, 0, 3))", "[0,1,2,3]"},
     .call = fn_sort},
    {.doc.name = NULL},
};
