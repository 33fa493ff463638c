/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_fn_logic.c - functions that compare and decide.
 */
#include "engine/expr_part.h"
#include "util/text.h"

static bool is_true(const struct json *value)
{
    bool yes = false;

    json_bool(value, &yes);
    return yes;
}

/* Only the branch that is taken is evaluated. */
static bool fn_if(struct expr_call *call)
{
    const struct json *value;

    if (!expr_argument(call, 0, &value) ||
        !expr_argument(call, is_true(value) ? 1 : 2, &value))
        return false;
    return expr_give_old(call, value);
}

/* The tag is the answer that ends the search. */
static bool fn_and_or(struct expr_call *call)
{
    bool end = expr_tag(call) != 0;

    for (size_t i = 0; i < call->n; i++) {
        const struct json *value;

        if (!expr_argument(call, i, &value))
            return false;
        if (is_true(value) == end)
            return expr_give_bool(call, end);
    }
    return expr_give_bool(call, !end);
}

static bool fn_not(struct expr_call *call)
{
    return expr_give_bool(call, !is_true(call->args[0]));
}

static bool fn_coalesce(struct expr_call *call)
{
    const struct json *value = NULL;

    for (size_t i = 0; !value && i < call->n; i++) {
        if (!expr_argument(call, i, &value))
            return false;
    }
    return expr_give_old(call, value);
}

/* A bool equals the numbers 1 and 0. */
static bool bool_equals(const struct json *flag, const struct json *number)
{
    int64_t value;

    return json_type(flag) == JSON_BOOL && json_type(number) == JSON_INT &&
           json_int(number, &value) && value == (is_true(flag) ? 1 : 0);
}

static bool fn_equals(struct expr_call *call)
{
    const struct json *a = call->args[0];
    const struct json *b = call->args[1];

    return expr_pass(call, EXPR_COMPARED * expr_weight(a)) &&
           expr_give_bool(call, expr_same(a, b) || bool_equals(a, b) ||
                                    bool_equals(b, a));
}

enum { LESS = 1, SAME = 2, MORE = 4 };

static int order_texts(struct str a, struct str b)
{
    int order = str_cmp(a, b);

    return order < 0 ? LESS : order > 0 ? MORE : SAME;
}

static int order_numbers(const struct json *a, const struct json *b)
{
    int64_t i = 0, j = 0;
    double x = 0, y = 0;

    if (json_type(a) == JSON_INT && json_type(b) == JSON_INT) {
        json_int(a, &i);
        json_int(b, &j);
        return i < j ? LESS : i > j ? MORE : SAME;
    }
    json_real(a, &x);
    json_real(b, &y);
    return x < y ? LESS : x > y ? MORE : SAME;
}

/* The tag says which orders are a yes. */
static bool fn_order(struct expr_call *call)
{
    const struct json *a = call->args[0];
    const struct json *b = call->args[1];
    bool texts = json_type(a) == JSON_TEXT;
    int order;

    if (texts != (json_type(b) == JSON_TEXT))
        return expr_fail(call, _("a number cannot be compared with a text."));
    order =
        texts ? order_texts(json_text(a), json_text(b)) : order_numbers(a, b);
    return expr_give_bool(call, (order & expr_tag(call)) != 0);
}

const struct expr_fn expr_fn_logic[] = {
    {{"if", 3, 3, "bxx", "if(condition, then, else)",
      N_("One of two values; the other is not looked at."),
      "if(equals(1, 1), 'yes', 'no')", "yes"},
     .lazy = true,
     .call = fn_if},
    {{"and", 1, EXPR_MANY, "b", "and(condition, condition, ...)",
      N_("Are all true?  Looks no further than the first that is not."),
      "and(equals(1, 1), equals(2, 3))", "false"},
     .lazy = true,
     .tag = 0,
     .call = fn_and_or},
    {{"or", 1, EXPR_MANY, "b", "or(condition, condition, ...)",
      N_("Is one true?  Looks no further than the first that is."),
      "or(equals(1, 2), equals(1, 1))", "true"},
     .lazy = true,
     .tag = 1,
     .call = fn_and_or},
    {{"not", 1, 1, "b", "not(condition)", N_("Is it false?"), "not(false)",
      "true"},
     .call = fn_not},
    {{"coalesce", 1, EXPR_MANY, "x", "coalesce(value, value, ...)",
      N_("The first value that is not null."), "coalesce(null, 'hello', 'x')",
      "hello"},
     .lazy = true,
     .call = fn_coalesce},
    {{"equals", 2, 2, "xx", "equals(value, value)",
      N_("Are both the same?  In texts case counts."), "equals('abc', 'abcd')",
      "false"},
     .call = fn_equals},
    {{"greater", 2, 2, "vv", "greater(value, value)",
      N_("Is the first greater than the second?"), "greater(10, 5)", "true"},
     .tag = MORE,
     .call = fn_order},
    {{"greaterOrEquals", 2, 2, "vv", "greaterOrEquals(value, value)",
      N_("Is the first greater than the second, or equal to it?"),
      "greaterOrEquals(5, 5)", "true"},
     .tag = MORE | SAME,
     .call = fn_order},
    {{"less", 2, 2, "vv", "less(value, value)",
      N_("Is the first less than the second?"), "less('banana', 'apple')",
      "false"},
     .tag = LESS,
     .call = fn_order},
    {{"lessOrEquals", 2, 2, "vv", "lessOrEquals(value, value)",
      N_("Is the first less than the second, or equal to it?"),
      "lessOrEquals('apply', 'apple')", "false"},
     .tag = LESS | SAME,
     .call = fn_order},
    {.doc.name = NULL},
};
