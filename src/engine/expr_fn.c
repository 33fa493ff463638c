/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_fn.c - all functions by name, what they take, and what helps them to
 * answer.
 */
#include <stdarg.h>
#include <stdio.h>

#include "engine/expr_part.h"
#include "model/limits.h"
#include "util/text.h"

/* What a value takes beside its text, roughly as the allocator has it. */
#define VALUE_SIZE 64

static const struct expr_fn *const tables[] = {
    expr_fn_text,   expr_fn_logic, expr_fn_math,    expr_fn_collection,
    expr_fn_object, expr_fn_time,  expr_fn_convert, expr_fn_uri,
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

static const struct expr_fn *fn_at(size_t number)
{
    for (size_t i = 0; i < N(tables); i++) {
        for (const struct expr_fn *fn = tables[i]; fn->doc.name; fn++) {
            if (number-- == 0)
                return fn;
        }
    }
    return NULL;
}

const struct expr_doc *expr_doc_at(size_t number)
{
    const struct expr_fn *fn = fn_at(number);

    return fn ? &fn->doc : NULL;
}

const struct expr_fn *expr_fn_find(struct str name)
{
    for (size_t i = 0; i < N(tables); i++) {
        for (const struct expr_fn *fn = tables[i]; fn->doc.name; fn++) {
            if (str_eq_fold(name, str_of(fn->doc.name)))
                return fn;
        }
    }
    return NULL;
}

const char *expr_fn_near(struct str name, const struct expr_world *world)
{
    const char *names[256];
    const struct expr_fn *fn;
    size_t n = 0;

    for (; n < world->n_roots && n < N(names); n++)
        names[n] = world->roots[n].doc.name;
    for (size_t i = 0; (fn = fn_at(i)) && n < N(names); i++)
        names[n++] = fn->doc.name;
    return str_nearest(name, names, n);
}

/* ---- what they take -------------------------------------------------------*/

#define BIT(type) (1u << (type))
#define NUMBERS   (BIT(JSON_INT) | BIT(JSON_REAL))

static const struct {
    char letter;
    unsigned types;
    const char *name;
} kinds[] = {
    {'t', BIT(JSON_TEXT), N_("a text")},
    {'i', NUMBERS, N_("an integer")},
    {'n', NUMBERS, N_("a number")},
    {'b', BIT(JSON_BOOL), N_("true or false")},
    {'a', BIT(JSON_ARRAY), N_("an array")},
    {'o', BIT(JSON_OBJECT), N_("an object")},
    {'c', BIT(JSON_TEXT) | BIT(JSON_ARRAY), N_("a text or an array")},
    {'u', BIT(JSON_ARRAY) | BIT(JSON_OBJECT), N_("an array or an object")},
    {'k', BIT(JSON_TEXT) | BIT(JSON_ARRAY) | BIT(JSON_OBJECT),
     N_("a text, an array or an object")},
    {'v', BIT(JSON_TEXT) | NUMBERS, N_("a number or a text")},
};

/* The row of that argument; N(kinds) for anything. */
static size_t kind_of(const struct expr_doc *doc, size_t i)
{
    struct str takes = str_of(doc->takes);
    size_t k = 0;
    char letter;

    if (takes.len == 0)
        return N(kinds);
    letter = takes.at[i < takes.len ? i : takes.len - 1];
    while (k < N(kinds) && kinds[k].letter != letter)
        k++;
    return k;
}

bool expr_fits(const struct expr_doc *doc, size_t i, const struct json *value)
{
    size_t k = kind_of(doc, i);
    int64_t whole;

    if (k == N(kinds))
        return true;
    if (!(kinds[k].types & BIT(json_type(value))))
        return false;
    return kinds[k].letter != 'i' || json_int(value, &whole);
}

bool expr_misfit(struct str text, size_t at, const struct expr_doc *doc,
                 size_t i, const struct json *value, struct err *err)
{
    return expr_fail_at(text, at, err,
                        _("%s() takes %s as argument %zu, and got one of the "
                          "type %s."),
                        doc->name, _(kinds[kind_of(doc, i)].name), i + 1,
                        json_type_name(json_type(value)));
}

struct str expr_text(const struct expr_call *call, size_t i)
{
    return json_text(call->args[i]);
}

int64_t expr_int(const struct expr_call *call, size_t i)
{
    int64_t value = 0;

    json_int(call->args[i], &value);
    return value;
}

int expr_tag(const struct expr_call *call)
{
    return call->node->fn->tag;
}

bool expr_fail(const struct expr_call *call, const char *fmt, ...)
{
    char why[ERR_TEXT_SIZE];
    va_list args;

    va_start(args, fmt);
    vsnprintf(why, sizeof(why), fmt, args);
    va_end(args);
    return expr_fail_at(call->run->expr->text, call->node->at, call->err,
                        "%s(): %s", call->doc->name, why);
}

/* ---- what they answer -----------------------------------------------------*/

bool expr_give_take(struct expr_call *call, struct json *value)
{
    if (value)
        json_keep(call->run->arena, value);
    call->out = value;
    return expr_spend(call, VALUE_SIZE);
}

bool expr_give_text(struct expr_call *call, struct str text)
{
    return expr_spend(call, text.len) &&
           expr_give_take(call, json_new_text(text));
}

bool expr_give_int(struct expr_call *call, int64_t value)
{
    return expr_give_take(call, json_new_int(value));
}

bool expr_give_real(struct expr_call *call, double value)
{
    return expr_give_take(call, json_new_real(value));
}

bool expr_give_bool(struct expr_call *call, bool value)
{
    return expr_give_take(call, json_new_bool(value));
}

bool expr_give_old(struct expr_call *call, const struct json *value)
{
    call->out = value;
    return true;
}

bool expr_give_buf(struct expr_call *call, struct buf *buf)
{
    bool ok = expr_give_text(call, buf_view(buf));

    buf_done(buf);
    return ok;
}

static bool spend_on(const struct expr_call *call, const struct json *value,
                     int depth)
{
    struct json_each each = json_each(value);

    if (depth > LIMIT_JSON_DEPTH)
        return expr_fail(call, _("values are nested at most %d deep."),
                         LIMIT_JSON_DEPTH);
    if (!expr_spend(call, VALUE_SIZE + json_text(value).len))
        return false;
    if (json_length(value) == 0)
        return true;
    while (json_next(&each)) {
        if (!spend_on(call, each.value, depth + 1))
            return false;
    }
    return true;
}

bool expr_count(const struct expr_call *call, const struct json *value)
{
    return spend_on(call, value, 1);
}

bool expr_copy(const struct expr_call *call, const struct json *value,
               struct json **out)
{
    if (!expr_count(call, value))
        return false;
    *out = json_copy(value);
    return true;
}

void expr_put_text(const struct json *value, struct buf *out)
{
    bool yes;

    if (json_type(value) == JSON_BOOL && json_bool(value, &yes))
        buf_text(out, yes ? "True" : "False");
    else
        json_put_text(value, out);
}

uint64_t expr_weight(const struct json *value)
{
    uint64_t n = 1;

    if (json_type(value) != JSON_ARRAY && json_type(value) != JSON_OBJECT)
        return n;
    for (struct json_each e = json_each(value); json_next(&e);)
        n += expr_weight(e.value);
    return n;
}

static bool is_number(const struct json *value)
{
    return json_type(value) == JSON_INT || json_type(value) == JSON_REAL;
}

bool expr_same(const struct json *a, const struct json *b)
{
    double x;
    double y;

    if (json_type(a) == json_type(b) || !is_number(a) || !is_number(b))
        return json_equal(a, b);
    return json_real(a, &x) && json_real(b, &y) && !(x < y) && !(x > y);
}
