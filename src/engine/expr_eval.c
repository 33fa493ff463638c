/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_eval.c - the tree, walked.
 */
#include "engine/expr_part.h"
#include "model/limits.h"
#include "util/text.h"

static bool eval(struct expr_run *run, const struct node *node,
                 const struct json **out, struct err *err);

/* For the sum that goes on from one evaluation to the next. */
static bool count(const struct expr_run *run, const struct node *node,
                  uint64_t bytes, struct err *err)
{
    const struct expr_outside *outside = run->outside;

    if (!outside->made)
        return true;
    *outside->made += bytes;
    return *outside->made <= outside->most ||
           expr_fail_at(run->expr->text, node->at, err,
                        _("all in all more than %d MiB have been made or gone "
                          "through."),
                        (int)(outside->most / LIMIT_MIB));
}

bool expr_pass(const struct expr_call *call, uint64_t bytes)
{
    return count(call->run, call->node, bytes, call->err);
}

bool expr_spend(const struct expr_call *call, size_t bytes)
{
    struct expr_run *run = call->run;

    if (bytes <= LIMIT_EXPR_MADE - run->made) {
        run->made += bytes;
        return count(run, call->node, bytes, call->err);
    }
    return expr_fail_at(run->expr->text, call->node->at, call->err,
                        _("the expression grows beyond %d MiB here."),
                        LIMIT_EXPR_MADE / LIMIT_MIB);
}

/* ---- steps into a value ---------------------------------------------------*/

static bool fail_step(const struct expr_run *run, const struct node *node,
                      enum json_type type, struct err *err)
{
    if (type == JSON_NULL)
        return expr_fail_at(run->expr->text, node->at, err,
                            _("there is no value to step into.  Put a ? before "
                              "it to have nothing instead."));
    return expr_fail_at(run->expr->text, node->at, err,
                        _("the value is of the type %s, which has no such "
                          "members."),
                        json_type_name(type));
}

/* A member that is null is there all the same. */
static bool has_member(const struct json *object, struct str name)
{
    struct json_each each = json_each(object);

    while (json_next(&each)) {
        if (str_eq_fold(str_of(each.name), name))
            return true;
    }
    return false;
}

/* "body/value": one name after the other, where nothing is called so. */
static const struct json *find_path(const struct json *from, struct str path)
{
    struct str part;

    while (json_type(from) == JSON_OBJECT && str_cut(&path, '/', &part))
        from = json_find(from, part);
    return str_empty(path) ? from : NULL;
}

/* Names exactly first, then without case, as Logic Apps do. */
static bool step_into(const struct expr_run *run, const struct node *node,
                      const struct json *from, const struct json *key,
                      const struct json **out, struct err *err)
{
    enum json_type type = json_type(from);
    const struct json *next;
    int64_t index = -1;
    bool there;

    if (type == JSON_NULL && node->forgiving) {
        *out = NULL;
        return true;
    }
    if (type == JSON_OBJECT && json_type(key) == JSON_TEXT) {
        next = json_find(from, json_text(key));
        if (!next && str_find_char(json_text(key), '/') != STR_NOWHERE)
            next = find_path(from, json_text(key));
        there = next || (!node->forgiving && has_member(from, json_text(key)));
    } else if (type == JSON_ARRAY && json_type(key) == JSON_INT &&
               json_int(key, &index) && index >= 0) {
        next = json_item(from, (size_t)index);
        there = (size_t)index < json_length(from);
    } else {
        return fail_step(run, node, type, err);
    }
    if (!there && !node->forgiving)
        return fail_step(run, node, JSON_NULL, err);
    *out = next;
    return true;
}

static bool eval_member(struct expr_run *run, const struct node *node,
                        const struct json **out, struct err *err)
{
    const struct json *from = NULL;
    const struct json *key = NULL;

    return eval(run, node->first, &from, err) &&
           eval(run, node->first->next, &key, err) &&
           (json_type(from) != JSON_OBJECT ||
            count(run, node, json_length(from), err)) &&
           step_into(run, node, from, key, out, err);
}

/* What a function may look at, one byte and one item at a time. */
static uint64_t extent_of(const struct json *value)
{
    if (json_type(value) == JSON_TEXT)
        return json_text(value).len / 2;
    return json_type(value) == JSON_ARRAY || json_type(value) == JSON_OBJECT
               ? json_length(value)
               : 0;
}

/* ---- calls ----------------------------------------------------------------*/

static bool eval_arguments(struct expr_run *run, const struct node *node,
                           const struct expr_doc *doc, const struct json ***out,
                           struct err *err)
{
    const struct json **args =
        arena_array(run->arena, node->n + 1, sizeof(*args));
    const struct node *argument = node->first;

    for (size_t i = 0; i < node->n; i++, argument = argument->next) {
        if (!eval(run, argument, &args[i], err) ||
            !count(run, argument, extent_of(args[i]), err))
            return false;
        if (!expr_fits(doc, i, args[i]))
            return expr_misfit(run->expr->text, argument->at, doc, i, args[i],
                               err);
    }
    *out = args;
    return true;
}

static bool eval_call(struct expr_run *run, const struct node *node,
                      const struct json **out, struct err *err)
{
    const struct json **args = NULL;
    struct expr_call call = {
        .run = run,
        .node = node,
        .doc = &node->fn->doc,
        .n = node->n,
        .err = err,
    };

    if (!node->fn->lazy &&
        !eval_arguments(run, node, &node->fn->doc, &args, err))
        return false;
    call.args = args;
    if (!node->fn->call(&call))
        return false;
    *out = call.out;
    return true;
}

static bool eval_root(struct expr_run *run, const struct node *node,
                      const struct json **out, struct err *err)
{
    struct expr_call call = {
        .run = run, .node = node, .doc = &node->of->doc, .err = err};
    const struct json **args = NULL;
    struct err why;

    if (!eval_arguments(run, node, &node->of->doc, &args, err))
        return false;
    if (!node->of->answer(run->of, args, node->n, run->arena, out, &why))
        return expr_fail_at(run->expr->text, node->at, err, "%s", why.text);
    return !node->of->makes || expr_count(&call, *out);
}

static bool eval_property(struct expr_run *run, const struct node *node,
                          const struct json **out, struct err *err)
{
    const struct expr_world *world = run->expr->world;
    struct expr_call call = {.run = run, .node = node, .err = err};

    return world->property_answer(run->of, node->property, run->arena, out,
                                  err) &&
           expr_spend(&call, json_text(*out).len);
}

/* Null becomes nothing, objects and arrays JSON. */
static bool eval_parts(struct expr_run *run, const struct node *node,
                       struct buf *text, struct err *err)
{
    const struct node *part = node->first;

    for (; part; part = part->next) {
        struct expr_call call = {.run = run, .node = part, .err = err};
        const struct json *value = NULL;
        size_t before = text->len;

        if (!eval(run, part, &value, err))
            return false;
        expr_put_text(value, text);
        if (!expr_spend(&call, text->len - before))
            return false;
    }
    return true;
}

static bool eval_text(struct expr_run *run, const struct node *node,
                      const struct json **out, struct err *err)
{
    struct json *value;
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = eval_parts(run, node, &text, err);
    if (ok) {
        value = json_new_text(buf_view(&text));
        json_keep(run->arena, value);
        *out = value;
    }
    buf_done(&text);
    return ok;
}

static bool eval(struct expr_run *run, const struct node *node,
                 const struct json **out, struct err *err)
{
    static bool (*const kinds[NODE_KIND_N])(
        struct expr_run * run, const struct node *node, const struct json **out,
        struct err *err) = {
        [NODE_CALL] = eval_call,     [NODE_ROOT] = eval_root,
        [NODE_MEMBER] = eval_member, [NODE_PROPERTY] = eval_property,
        [NODE_TEXT] = eval_text,
    };

    if (node->kind != NODE_VALUE)
        return kinds[node->kind](run, node, out, err);
    *out = node->value;
    return true;
}

bool expr_argument(struct expr_call *call, size_t i, const struct json **out)
{
    const struct node *argument = call->node->first;

    for (size_t n = 0; n < i; n++)
        argument = argument->next;
    if (!eval(call->run, argument, out, call->err))
        return false;
    return expr_fits(call->doc, i, *out) ||
           expr_misfit(call->run->expr->text, argument->at, call->doc, i, *out,
                       call->err);
}

bool expr_eval(const struct expr *expr, const struct expr_outside *outside,
               void *of, struct arena *arena, const struct json **out,
               struct err *err)
{
    static const struct expr_outside nothing;
    struct expr_run run = {
        .expr = expr,
        .outside = outside ? outside : &nothing,
        .of = of,
        .arena = arena,
    };

    return eval(&run, expr->top, out, err);
}
