/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_fn_math.c - functions that reckon.
 *
 * Two integers give an integer; one that is none makes the result a real.
 */
#include <math.h>

#include "engine/expr_part.h"
#include "model/limits.h"
#include "util/digest.h"
#include "util/text.h"

enum sum { SUM_ADD, SUM_SUB, SUM_MUL, SUM_DIV, SUM_MOD };

static bool fail_range(struct expr_call *call)
{
    return expr_fail(call, _("the result is beyond all numbers."));
}

static bool whole_sum(struct expr_call *call, int64_t a, int64_t b)
{
    int64_t out = 0;
    bool over = false;

    switch ((enum sum)expr_tag(call)) {
    case SUM_ADD:
        over = __builtin_add_overflow(a, b, &out);
        break;
    case SUM_SUB:
        over = __builtin_sub_overflow(a, b, &out);
        break;
    case SUM_MUL:
        over = __builtin_mul_overflow(a, b, &out);
        break;
    case SUM_DIV:
        over = a == INT64_MIN && b == -1;
        out = over ? 0 : a / b;
        break;
    case SUM_MOD:
        out = b == -1 ? 0 : a % b;
        break;
    }
    return over ? fail_range(call) : expr_give_int(call, out);
}

static bool real_sum(struct expr_call *call, double a, double b)
{
    double out = 0;

    switch ((enum sum)expr_tag(call)) {
    case SUM_ADD:
        out = a + b;
        break;
    case SUM_SUB:
        out = a - b;
        break;
    case SUM_MUL:
        out = a * b;
        break;
    case SUM_DIV:
        out = a / b;
        break;
    case SUM_MOD:
        out = fmod(a, b);
        break;
    }
    return isfinite(out) ? expr_give_real(call, out) : fail_range(call);
}

static bool fn_sum(struct expr_call *call)
{
    const struct json *a = call->args[0];
    const struct json *b = call->args[1];
    double x = 0, y = 0;

    if (!json_real(a, &x) || !json_real(b, &y))
        return fail_range(call);
    if (expr_tag(call) >= SUM_DIV && fpclassify(y) == FP_ZERO)
        return expr_fail(call, _("nothing can be divided by 0."));
    if (json_type(a) == JSON_INT && json_type(b) == JSON_INT)
        return whole_sum(call, expr_int(call, 0), expr_int(call, 1));
    return real_sum(call, x, y);
}

static bool is_number(const struct json *value)
{
    return json_type(value) == JSON_INT || json_type(value) == JSON_REAL;
}

static bool is_better(const struct json *a, const struct json *b, bool max)
{
    int64_t i = 0, j = 0;
    double x = 0, y = 0;

    if (json_type(a) == JSON_INT && json_type(b) == JSON_INT) {
        json_int(a, &i);
        json_int(b, &j);
        return max ? i > j : i < j;
    }
    json_real(a, &x);
    json_real(b, &y);
    return max ? x > y : x < y;
}

/* Takes one value into account. */
static bool meet(struct expr_call *call, const struct json *value)
{
    if (!is_number(value))
        return expr_fail(call, _("takes numbers, and got one of the type %s."),
                         json_type_name(json_type(value)));
    if (!call->out || is_better(value, call->out, expr_tag(call) != 0))
        call->out = value;
    return true;
}

/* Of numbers, or of one array of them.  The tag says whether the greatest. */
static bool fn_extreme(struct expr_call *call)
{
    bool array = call->n == 1 && json_type(call->args[0]) == JSON_ARRAY;
    struct json_each each = json_each(array ? call->args[0] : NULL);

    while (array && json_next(&each)) {
        if (!meet(call, each.value))
            return false;
    }
    for (size_t i = 0; !array && i < call->n; i++) {
        if (!meet(call, call->args[i]))
            return false;
    }
    if (call->out)
        return true;
    return expr_fail(call, _("the array is empty."));
}

static bool fn_range(struct expr_call *call)
{
    int64_t from = expr_int(call, 0);
    int64_t n = expr_int(call, 1);
    struct json *array;

    if (n < 0 || n > LIMIT_EXPR_RANGE)
        return expr_fail(call, _("the count is a number from 0 to %d."),
                         LIMIT_EXPR_RANGE);
    if (from < INT32_MIN || from > INT32_MAX - n)
        return expr_fail(call, _("the numbers end at %d."), INT32_MAX);
    if (!expr_spend(call, (size_t)n * sizeof(struct node)))
        return false;
    array = json_new_array();
    for (int64_t i = 0; i < n; i++)
        json_add_take(array, json_new_int(from + i));
    return expr_give_take(call, array);
}

/* Out of a GUID, so that a run that is gone through again has the same. */
static bool fn_rand(struct expr_call *call)
{
    int64_t least = expr_int(call, 0);
    int64_t end = expr_int(call, 1);
    char guid[GUID_SIZE];
    uint64_t mixed = 0;

    if (least >= end || least < INT32_MIN || end > INT32_MAX)
        return expr_fail(call, _("the second must be greater than the first, "
                                 "and both integers of 32 bits."));
    if (!call->run->outside->guid)
        return expr_fail(call, _("there is no chance here."));
    call->run->outside->guid(call->run->of, guid);
    for (const char *c = guid; *c; c++)
        mixed = (mixed ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    mixed ^= mixed >> 29;
    return expr_give_int(call,
                         least + (int64_t)(mixed % (uint64_t)(end - least)));
}

const struct expr_fn expr_fn_math[] = {
    {{"add", 2, 2, "n", "add(number, number)", N_("The sum."), "add(1, 1.5)",
      "2.5"},
     .tag = SUM_ADD,
     .call = fn_sum},
    {{"sub", 2, 2, "n", "sub(number, number)", N_("The first less the second."),
      "sub(10.3, .3)", "10"},
     .tag = SUM_SUB,
     .call = fn_sum},
    {{"mul", 2, 2, "n", "mul(number, number)", N_("The product."),
      "mul(1.5, 2)", "3"},
     .tag = SUM_MUL,
     .call = fn_sum},
    {{"div", 2, 2, "n", "div(number, number)",
      N_("The first by the second; of two integers the integer part."),
      "div(11, 5)", "2"},
     .tag = SUM_DIV,
     .call = fn_sum},
    {{"mod", 2, 2, "n", "mod(number, number)",
      N_("What is left of the division; it has the sign of the first."),
      "mod(-5, 2)", "-1"},
     .tag = SUM_MOD,
     .call = fn_sum},
    {{"min", 1, EXPR_MANY, "x", "min(number, number, ...)",
      N_("The least of the numbers, or of one array of them."),
      "min(createArray(1, 2, 3))", "1"},
     .tag = 0,
     .call = fn_extreme},
    {{"max", 1, EXPR_MANY, "x", "max(number, number, ...)",
      N_("The greatest of the numbers, or of one array of them."),
      "max(1, 2, 3)", "3"},
     .tag = 1,
     .call = fn_extreme},
    {{"range", 2, 2, "i", "range(start, count)",
      N_("So many integers from the first on, as an array."), "range(1, 4)",
      "[1,2,3,4]"},
     .call = fn_range},
    {{"rand", 2, 2, "i", "rand(least, end)",
      N_("An integer by chance, from the first on and less than the second."),
      "rand(1, 5)", NULL},
     .call = fn_rand},
    {.doc.name = NULL},
};
