/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_fn_collection.c - functions on arrays, and on texts as arrays of
 * characters.
 */
#include "engine/expr_part.h"
#include "util/text.h"
#include "util/utf8.h"

static bool is_text(const struct expr_call *call)
{
    return json_type(call->args[0]) == JSON_TEXT;
}

static int64_t length_of(const struct json *value)
{
    if (json_type(value) == JSON_TEXT)
        return (int64_t)expr_units(json_text(value));
    return (int64_t)json_length(value);
}

static bool fn_length(struct expr_call *call)
{
    return expr_give_int(call, length_of(call->args[0]));
}

/* Null is empty too. */
static bool fn_empty(struct expr_call *call)
{
    const struct json *value = call->args[0];

    switch (json_type(value)) {
    case JSON_NULL:
    case JSON_TEXT:
    case JSON_ARRAY:
    case JSON_OBJECT:
        return expr_give_bool(call, json_text(value).len == 0 &&
                                        json_length(value) == 0);
    default:
        return expr_fail(call,
                         _("takes a text, an array or an object, and got one "
                           "of the type %s."),
                         json_type_name(json_type(value)));
    }
}

static bool find_item(struct expr_call *call, const struct json *array,
                      const struct json *item, bool *out)
{
    struct json_each each = json_each(array);
    uint64_t weight = EXPR_COMPARED * (expr_weight(item) - 1);

    *out = false;
    while (!*out && json_next(&each)) {
        if (!expr_spend(call, EXPR_COMPARED) || !expr_pass(call, weight))
            return false;
        *out = expr_same(each.value, item);
    }
    return true;
}

static bool has_name(const struct json *object, struct str name)
{
    struct json_each each = json_each(object);

    while (json_next(&each)) {
        if (str_eq(str_of(each.name), name))
            return true;
    }
    return false;
}

static bool fn_contains(struct expr_call *call)
{
    const struct json *in = call->args[0];
    const struct json *what = call->args[1];
    bool yes;

    if (json_type(in) == JSON_ARRAY)
        return find_item(call, in, what, &yes) && expr_give_bool(call, yes);
    if (json_type(what) != JSON_TEXT)
        return expr_fail(call,
                         _("looks for a text in a text or an object, not for "
                           "one of the type %s."),
                         json_type_name(json_type(what)));
    if (json_type(in) == JSON_OBJECT)
        return expr_give_bool(call, has_name(in, json_text(what)));
    return expr_give_bool(call, str_find(json_text(in), json_text(what)) !=
                                    STR_NOWHERE);
}

/* Items or characters from @from to @to. */
static bool give_part(struct expr_call *call, int64_t from, int64_t to)
{
    const struct json *whole = call->args[0];
    struct json *array;

    if (is_text(call)) {
        size_t begin = expr_unit_at(json_text(whole), (size_t)from);
        size_t end = expr_unit_at(json_text(whole), (size_t)to);

        return expr_give_text(call,
                              str_sub(json_text(whole), begin, end - begin));
    }
    array = json_new_array();
    for (int64_t i = from; i < to; i++) {
        struct json *item;

        if (!expr_copy(call, json_item(whole, (size_t)i), &item)) {
            json_free(array);
            return false;
        }
        json_add_take(array, item);
    }
    return expr_give_take(call, array);
}

/* The tag says whether the last.  A character is never cut in two. */
static bool fn_first_last(struct expr_call *call)
{
    int64_t n = length_of(call->args[0]);
    int64_t at = expr_tag(call) ? n - 1 : 0;
    struct str text = expr_text(call, 0);
    struct str rest;
    uint32_t c;

    if (!is_text(call))
        return expr_give_old(call,
                             n ? json_item(call->args[0], (size_t)at) : NULL);
    if (n > 0)
        text = str_sub(text, expr_unit_at(text, (size_t)at), text.len);
    rest = text;
    utf8_next(&rest, &c);
    return expr_give_text(call, str_sub(text, 0, text.len - rest.len));
}

/* The tag says whether the first are left out. */
static bool fn_take_skip(struct expr_call *call)
{
    int64_t have = length_of(call->args[0]);
    int64_t n = expr_int(call, 1);

    if (n < 0)
        return expr_fail(call, _("the count is not negative."));
    if (n > have)
        n = have;
    return expr_tag(call) ? give_part(call, n, have) : give_part(call, 0, n);
}

static bool fn_reverse(struct expr_call *call)
{
    struct json *array = json_new_array();

    for (size_t i = json_length(call->args[0]); i-- > 0;) {
        struct json *item;

        if (!expr_copy(call, json_item(call->args[0], i), &item)) {
            json_free(array);
            return false;
        }
        json_add_take(array, item);
    }
    return expr_give_take(call, array);
}

static bool fn_create_array(struct expr_call *call)
{
    struct json *array = json_new_array();

    for (size_t i = 0; i < call->n; i++) {
        struct json *item;

        if (!expr_copy(call, call->args[i], &item)) {
            json_free(array);
            return false;
        }
        json_add_take(array, item);
    }
    return expr_give_take(call, array);
}

static bool chunk_text(struct expr_call *call, size_t size, struct json *out)
{
    struct str rest = expr_text(call, 0);

    while (rest.len > 0) {
        size_t n = expr_unit_at(rest, size);

        /* A character that counts as two is a chunk of its own. */
        if (n == 0)
            n = expr_unit_at(rest, 2);
        if (!expr_spend(call, n + sizeof(struct node)))
            return false;
        json_add_take(out, json_new_text(str_sub(rest, 0, n)));
        rest = str_sub(rest, n, rest.len);
    }
    return true;
}

static bool chunk_array(struct expr_call *call, size_t size, struct json *out)
{
    struct json_each each = json_each(call->args[0]);
    struct json *chunk = NULL;

    while (json_next(&each)) {
        struct json *item;

        if (!expr_copy(call, each.value, &item))
            return false;
        if (each.index % size == 0) {
            chunk = json_new_array();
            json_add_take(out, chunk);
        }
        json_add_take(chunk, item);
    }
    return true;
}

static bool fn_chunk(struct expr_call *call)
{
    int64_t size = expr_int(call, 1);
    struct json *out;

    if (size <= 0)
        return expr_fail(call, _("the length of a chunk is 1 or more."));
    out = json_new_array();
    if (is_text(call) ? chunk_text(call, (size_t)size, out)
                      : chunk_array(call, (size_t)size, out))
        return expr_give_take(call, out);
    json_free(out);
    return false;
}

/* ---- sets -----------------------------------------------------------------*/

static bool add_new(struct expr_call *call, struct json *array,
                    const struct json *item)
{
    struct json *copy;
    bool there;

    if (!find_item(call, array, item, &there))
        return false;
    if (there)
        return true;
    if (!expr_copy(call, item, &copy))
        return false;
    json_add_take(array, copy);
    return true;
}

/* Is it in all arguments but the first? */
static bool in_others(struct expr_call *call, const struct json *item,
                      bool *out)
{
    *out = true;
    for (size_t i = 1; *out && i < call->n; i++) {
        if (!find_item(call, call->args[i], item, out))
            return false;
    }
    return true;
}

static bool unite_arrays(struct expr_call *call, struct json *out)
{
    for (size_t i = 0; i < call->n; i++) {
        struct json_each each = json_each(call->args[i]);

        while (json_next(&each)) {
            if (!add_new(call, out, each.value))
                return false;
        }
    }
    return true;
}

static bool meet_arrays(struct expr_call *call, struct json *out)
{
    struct json_each each = json_each(call->args[0]);
    bool common;

    while (json_next(&each)) {
        if (!in_others(call, each.value, &common) ||
            (common && !add_new(call, out, each.value)))
            return false;
    }
    return true;
}

static bool set_copy(struct expr_call *call, struct json *object,
                     const char *name, const struct json *value)
{
    struct json *copy;

    if (!expr_spend(call, str_of(name).len) || !expr_copy(call, value, &copy))
        return false;
    json_set_take(object, name, copy);
    return true;
}

/* Of several with one name the last counts. */
static bool unite_objects(struct expr_call *call, struct json *out)
{
    for (size_t i = 0; i < call->n; i++) {
        struct json_each each = json_each(call->args[i]);

        while (json_next(&each)) {
            if (!set_copy(call, out, each.name, each.value))
                return false;
        }
    }
    return true;
}

static bool meet_objects(struct expr_call *call, struct json *out)
{
    struct json_each each = json_each(call->args[0]);

    while (json_next(&each)) {
        const struct json *last = each.value;
        bool common = true;

        for (size_t i = 1; common && i < call->n; i++) {
            if (!expr_spend(call, EXPR_COMPARED * json_length(call->args[i])))
                return false;
            common = has_name(call->args[i], str_of(each.name));
            last = json_get(call->args[i], each.name);
        }
        if (common && !set_copy(call, out, each.name, last))
            return false;
    }
    return true;
}

/* The tag says whether only what is in all. */
static bool fn_set(struct expr_call *call)
{
    bool meet = expr_tag(call) != 0;
    enum json_type type = json_type(call->args[0]);
    struct json *out;
    bool ok;

    for (size_t i = 1; i < call->n; i++) {
        if (json_type(call->args[i]) != type)
            return expr_fail(call, _("takes arrays or objects, not both."));
    }
    if (type == JSON_ARRAY) {
        out = json_new_array();
        ok = meet ? meet_arrays(call, out) : unite_arrays(call, out);
    } else {
        out = json_new_object();
        ok = meet ? meet_objects(call, out) : unite_objects(call, out);
    }
    if (ok)
        return expr_give_take(call, out);
    json_free(out);
    return false;
}

const struct expr_fn expr_fn_collection[] = {
    {{"length", 1, 1, "c", "length(text or array)",
      N_("How many characters or items it has."), "length('abcd')", "4"},
     .call = fn_length},
    {{"empty", 1, 1, "x", "empty(text, array or object)",
      N_("Is there nothing in it?  Null is empty."), "empty('')", "true"},
     .call = fn_empty},
    {{"contains", 2, 2, "kx", "contains(text, array or object, value)",
      N_("Is it in the text, among the items, or the name of a member?  Case "
         "counts."),
      "contains('hello world', 'world')", "true"},
     .call = fn_contains},
    {{"first", 1, 1, "c", "first(text or array)",
      N_("The first character or item; null of an empty array."),
      "first(createArray(0, 1, 2))", "0"},
     .tag = 0,
     .call = fn_first_last},
    {{"last", 1, 1, "c", "last(text or array)",
      N_("The last character or item; null of an empty array."), "last('abcd')",
      "d"},
     .tag = 1,
     .call = fn_first_last},
    {{"take", 2, 2, "ci", "take(text or array, count)",
      N_("So many characters or items from the front."), "take('abcde', 3)",
      "abc"},
     .tag = 0,
     .call = fn_take_skip},
    {{"skip", 2, 2, "ai", "skip(array, count)",
      N_("All but so many from the front."), "skip(createArray(0, 1, 2, 3), 1)",
      "[1,2,3]"},
     .tag = 1,
     .call = fn_take_skip},
    {{"union", 1, EXPR_MANY, "u", "union(collection, collection, ...)",
      N_("What is in any of the arrays or objects, once."),
      "union(createArray(1, 2, 3), createArray(1, 2, 10, 101))",
      "[1,2,3,10,101]"},
     .tag = 0,
     .call = fn_set},
    {{"intersection", 1, EXPR_MANY, "u",
      "intersection(collection, collection, ...)",
      N_("What is in all of the arrays or objects."),
      "intersection(createArray(1, 2, 3), createArray(101, 2, 1, 10))",
      "[1,2]"},
     .tag = 1,
     .call = fn_set},
    {{"reverse", 1, 1, "a", "reverse(array)",
      N_("The items from the last to the first."),
      "reverse(createArray(0, 1, 2, 3))", "[3,2,1,0]"},
     .call = fn_reverse},
    {{"chunk", 2, 2, "ci", "chunk(text or array, length)",
      N_("Pieces of that length, as an array."), "chunk('abcdefgh', 3)",
      "[\"abc\",\"def\",\"gh\"]"},
     .call = fn_chunk},
    {{"createArray", 0, EXPR_MANY, "x", "createArray(value, value, ...)",
      N_("An array of the values."), "createArray('h', 'e', 'y')",
      "[\"h\",\"e\",\"y\"]"},
     .call = fn_create_array},
    {{"array", 1, 1, "x", "array(value)", N_("An array of that one value."),
      "array('hello')", "[\"hello\"]"},
     .call = fn_create_array},
    {.doc.name = NULL},
};
