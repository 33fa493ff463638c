/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deploy_fn.c - functions on numbers, booleans, lists and objects.
 */
#include "engine/deploy_part.h"

#include "util/json.h"
#include "util/text.h"

#define ANY 64

bool deploy_arg_int(const struct deploy_call *call, size_t i, int64_t *out)
{
    if (json_int(call->args[i], out))
        return true;
    return deploy_fail(call->deploy,
                       _("argument %zu of %.*s() must be a whole number."),
                       i + 1, STR_ARG(call->name));
}

static bool deploy_arg_bool(const struct deploy_call *call, size_t i, bool *out)
{
    if (json_bool(call->args[i], out))
        return true;
    return deploy_fail(call->deploy,
                       _("argument %zu of %.*s() must be true or false."),
                       i + 1, STR_ARG(call->name));
}

/* Each of the numbers, put together with the first. */
enum sum { SUM_ADD, SUM_SUB, SUM_MUL, SUM_DIV, SUM_MOD, SUM_MIN, SUM_MAX };

static bool sum_two(const struct deploy_call *call, enum sum how, int64_t a,
                    int64_t b, int64_t *out)
{
    bool over = false;

    if ((how == SUM_DIV || how == SUM_MOD) && (b == 0 || b == -1)) {
        if (b == 0)
            return deploy_fail(call->deploy, _("%.*s() by zero."),
                               STR_ARG(call->name));
        over = how == SUM_DIV && __builtin_sub_overflow((int64_t)0, a, out);
        if (how == SUM_MOD)
            *out = 0;
    } else if (how == SUM_ADD)
        over = __builtin_add_overflow(a, b, out);
    else if (how == SUM_SUB)
        over = __builtin_sub_overflow(a, b, out);
    else if (how == SUM_MUL)
        over = __builtin_mul_overflow(a, b, out);
    else if (how == SUM_DIV)
        *out = a / b;
    else if (how == SUM_MOD)
        *out = a % b;
    else
        *out = (how == SUM_MIN) == (a < b) ? a : b;
    return !over || deploy_fail(call->deploy, _("%.*s() is too large."),
                                STR_ARG(call->name));
}

static bool sum(const struct deploy_call *call, enum sum how, struct json **out)
{
    int64_t all;
    int64_t one;

    if (!deploy_arg_int(call, 0, &all))
        return false;
    for (size_t i = 1; i < call->n; i++) {
        if (!deploy_arg_int(call, i, &one) ||
            !sum_two(call, how, all, one, &all))
            return false;
    }
    *out = json_new_int(all);
    return true;
}

#define SUM(name, how)                                                         \
    static bool fn_##name(const struct deploy_call *call, struct json **out)   \
    {                                                                          \
        return sum(call, how, out);                                            \
    }
SUM(add, SUM_ADD)
SUM(sub, SUM_SUB)
SUM(mul, SUM_MUL)
SUM(div, SUM_DIV)
SUM(mod, SUM_MOD)
SUM(min, SUM_MIN)
SUM(max, SUM_MAX)

static bool fn_equals(const struct deploy_call *call, struct json **out)
{
    *out = json_new_bool(json_equal(call->args[0], call->args[1]));
    return true;
}

static bool order(const struct deploy_call *call, bool greater, bool same,
                  struct json **out)
{
    int64_t a;
    int64_t b;

    if (!deploy_arg_int(call, 0, &a) || !deploy_arg_int(call, 1, &b))
        return false;
    *out = json_new_bool(a == b ? same : (a > b) == greater);
    return true;
}

#define ORDER(name, greater, same)                                             \
    static bool fn_##name(const struct deploy_call *call, struct json **out)   \
    {                                                                          \
        return order(call, greater, same, out);                                \
    }
ORDER(greater, true, false)
ORDER(greater_or_equals, true, true)
ORDER(less, false, false)
ORDER(less_or_equals, false, true)

static bool fn_not(const struct deploy_call *call, struct json **out)
{
    bool value;

    if (!deploy_arg_bool(call, 0, &value))
        return false;
    *out = json_new_bool(!value);
    return true;
}

static bool fold_bools(const struct deploy_call *call, bool all,
                       struct json **out)
{
    bool value = all;

    for (size_t i = 0; i < call->n; i++) {
        bool one;

        if (!deploy_arg_bool(call, i, &one))
            return false;
        value = all ? value && one : value || one;
    }
    *out = json_new_bool(value);
    return true;
}

static bool fn_and(const struct deploy_call *call, struct json **out)
{
    return fold_bools(call, true, out);
}

static bool fn_or(const struct deploy_call *call, struct json **out)
{
    return fold_bools(call, false, out);
}

static bool fn_bool(const struct deploy_call *call, struct json **out)
{
    int64_t number;
    bool value;

    if (json_type(call->args[0]) == JSON_INT &&
        json_int(call->args[0], &number))
        value = number != 0;
    else if (!deploy_arg_bool(call, 0, &value))
        return false;
    *out = json_new_bool(value);
    return true;
}

static bool fn_true(const struct deploy_call *call, struct json **out)
{
    (void)call;
    *out = json_new_bool(true);
    return true;
}

static bool fn_false(const struct deploy_call *call, struct json **out)
{
    (void)call;
    *out = json_new_bool(false);
    return true;
}

static bool fn_null(const struct deploy_call *call, struct json **out)
{
    (void)call;
    *out = NULL;
    return true;
}

static bool fn_int(const struct deploy_call *call, struct json **out)
{
    int64_t number;

    if (!deploy_arg_int(call, 0, &number))
        return false;
    *out = json_new_int(number);
    return true;
}

static bool fn_length(const struct deploy_call *call, struct json **out)
{
    const struct json *arg = call->args[0];
    bool text = json_type(arg) == JSON_TEXT;

    if (!text && json_type(arg) != JSON_ARRAY && json_type(arg) != JSON_OBJECT)
        return deploy_fail(call->deploy,
                           _("length() needs a text, a list or an object."));
    *out =
        json_new_int((int64_t)(text ? json_text(arg).len : json_length(arg)));
    return true;
}

static bool fn_empty(const struct deploy_call *call, struct json **out)
{
    const struct json *arg = call->args[0];
    bool text = json_type(arg) == JSON_TEXT;

    *out =
        json_new_bool(text ? str_empty(json_text(arg)) : json_length(arg) == 0);
    return true;
}

static bool fn_coalesce(const struct deploy_call *call, struct json **out)
{
    size_t i = 0;

    while (i + 1 < call->n && !call->args[i])
        i++;
    *out = json_copy(call->args[i]);
    return true;
}

static bool fn_create_array(const struct deploy_call *call, struct json **out)
{
    *out = json_new_array();
    for (size_t i = 0; i < call->n; i++)
        json_add_take(*out, json_copy(call->args[i]));
    return true;
}

static bool fn_array(const struct deploy_call *call, struct json **out)
{
    if (json_type(call->args[0]) != JSON_ARRAY)
        return fn_create_array(call, out);
    *out = json_copy(call->args[0]);
    return true;
}

static bool fn_create_object(const struct deploy_call *call, struct json **out)
{
    for (size_t i = 0; i < call->n; i += 2) {
        if (str_empty(json_text(call->args[i])) || i + 1 == call->n)
            return deploy_fail(call->deploy,
                               _("createObject() takes names and values."));
    }
    *out = json_new_object();
    for (size_t i = 0; i < call->n; i += 2)
        json_set_take(*out, json_text(call->args[i]).at,
                      json_copy(call->args[i + 1]));
    return true;
}

static bool has_item(const struct json *array, const struct json *item)
{
    for (struct json_each e = json_each(array); json_next(&e);) {
        if (json_equal(e.value, item))
            return true;
    }
    return false;
}

static bool fn_keys(const struct deploy_call *call, struct json **out)
{
    struct json *names = json_new_array();

    for (struct json_each e = json_each(call->args[0]); json_next(&e);) {
        if (e.name)
            json_add_take(names, json_new_text(str_of(e.name)));
    }
    *out = names;
    return true;
}

/* [{"key": "a", "value": 1}] */
static bool fn_items(const struct deploy_call *call, struct json **out)
{
    struct json *all = json_new_array();

    for (struct json_each e = json_each(call->args[0]); json_next(&e);) {
        struct json *item = json_new_object();

        json_set_text(item, "key", e.name ? e.name : "");
        json_set_take(item, "value", json_copy(e.value));
        json_add_take(all, item);
    }
    *out = all;
    return true;
}

/* One list of the items of all. */
static bool fn_flatten(const struct deploy_call *call, struct json **out)
{
    struct json *all = json_new_array();

    for (struct json_each list = json_each(call->args[0]); json_next(&list);) {
        for (struct json_each e = json_each(list.value); json_next(&e);)
            json_add_take(all, json_copy(e.value));
    }
    *out = all;
    return true;
}

/* Of lists the items without repeats, of objects the members. */
static bool fn_union(const struct deploy_call *call, struct json **out)
{
    bool lists = json_type(call->args[0]) == JSON_ARRAY;
    struct json *all = lists ? json_new_array() : json_new_object();

    for (size_t i = 0; i < call->n; i++) {
        for (struct json_each e = json_each(call->args[i]); json_next(&e);) {
            if (!deploy_step(call->deploy)) {
                json_free(all);
                return false;
            }
            if (!lists && e.name)
                json_set_take(all, e.name, json_copy(e.value));
            else if (lists && !has_item(all, e.value))
                json_add_take(all, json_copy(e.value));
        }
    }
    *out = all;
    return true;
}

static bool fn_intersection(const struct deploy_call *call, struct json **out)
{
    struct json *all;

    if (json_type(call->args[0]) != JSON_ARRAY)
        return deploy_fail(call->deploy, _("%.*s() needs lists."),
                           STR_ARG(call->name));
    all = json_new_array();
    for (struct json_each e = json_each(call->args[0]); json_next(&e);) {
        size_t in = 1;

        while (in < call->n && has_item(call->args[in], e.value))
            in++;
        if (!deploy_step(call->deploy)) {
            json_free(all);
            return false;
        }
        if (in == call->n && !has_item(all, e.value))
            json_add_take(all, json_copy(e.value));
    }
    *out = all;
    return true;
}

static bool fn_contains(const struct deploy_call *call, struct json **out)
{
    const struct json *in = call->args[0];
    struct str what = json_text(call->args[1]);
    bool found;

    if (json_type(in) == JSON_ARRAY)
        found = has_item(in, call->args[1]);
    else if (json_type(in) == JSON_OBJECT)
        found = json_find(in, what) != NULL;
    else
        found = str_find(json_text(in), what) != STR_NOWHERE;
    *out = json_new_bool(found);
    return true;
}

static bool fn_first(const struct deploy_call *call, struct json **out)
{
    const struct json *arg = call->args[0];

    *out = json_type(arg) == JSON_TEXT
               ? json_new_text(str_sub(json_text(arg), 0, 1))
               : json_copy(json_item(arg, 0));
    return true;
}

static bool fn_last(const struct deploy_call *call, struct json **out)
{
    const struct json *arg = call->args[0];
    struct str text = json_text(arg);
    size_t n = json_length(arg);

    if (json_type(arg) == JSON_TEXT)
        *out = json_new_text(str_sub(text, text.len ? text.len - 1 : 0, 1));
    else
        *out = n ? json_copy(json_item(arg, n - 1)) : NULL;
    return true;
}

static bool fn_range(const struct deploy_call *call, struct json **out)
{
    int64_t from;
    int64_t count;

    if (!deploy_arg_int(call, 0, &from) || !deploy_arg_int(call, 1, &count))
        return false;
    if (count < 0 || count > DEPLOY_LOOP || from > INT64_MAX - DEPLOY_LOOP)
        return deploy_fail(call->deploy, _("range() gives at most %d items."),
                           DEPLOY_LOOP);
    for (int64_t i = 0; i < count; i++) {
        if (!deploy_step(call->deploy))
            return false;
    }
    *out = json_new_array();
    for (int64_t i = 0; i < count; i++)
        json_add_take(*out, json_new_int(from + i));
    return true;
}

const struct deploy_fn deploy_functions[] = {
    {"add", 2, 2, fn_add},
    {"sub", 2, 2, fn_sub},
    {"mul", 2, 2, fn_mul},
    {"div", 2, 2, fn_div},
    {"mod", 2, 2, fn_mod},
    {"min", 1, ANY, fn_min},
    {"max", 1, ANY, fn_max},
    {"equals", 2, 2, fn_equals},
    {"greater", 2, 2, fn_greater},
    {"greaterOrEquals", 2, 2, fn_greater_or_equals},
    {"less", 2, 2, fn_less},
    {"lessOrEquals", 2, 2, fn_less_or_equals},
    {"not", 1, 1, fn_not},
    {"and", 1, ANY, fn_and},
    {"or", 1, ANY, fn_or},
    {"bool", 1, 1, fn_bool},
    {"true", 0, 0, fn_true},
    {"false", 0, 0, fn_false},
    {"null", 0, 0, fn_null},
    {"int", 1, 1, fn_int},
    {"length", 1, 1, fn_length},
    {"empty", 1, 1, fn_empty},
    {"coalesce", 1, ANY, fn_coalesce},
    {"array", 1, 1, fn_array},
    {"createArray", 0, ANY, fn_create_array},
    {"createObject", 0, ANY, fn_create_object},
    {"union", 1, ANY, fn_union},
    {"intersection", 1, ANY, fn_intersection},
    {"contains", 2, 2, fn_contains},
    {"first", 1, 1, fn_first},
    {"last", 1, 1, fn_last},
    {"range", 2, 2, fn_range},
    {"objectKeys", 1, 1, fn_keys},
    {"items", 1, 1, fn_items},
    {"flatten", 1, 1, fn_flatten},
    {.name = NULL},
};
