/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deploy_value.c - values of a template: names, members, copy loops.
 */
#include "engine/deploy_part.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/wdl_part.h"
#include "util/text.h"
#include "util/utf8.h"

/* Never returned by Azure, and never wanted here. */
static const char *const secrets[] = {"uri", "connectionString"};

bool deploy_fail(struct deploy *deploy, const char *fmt, ...)
{
    char text[ERR_TEXT_SIZE];
    struct str path =
        str_sub(buf_view(&deploy->path), deploy->base, STR_NOWHERE);
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    if (str_empty(path))
        return err_set(deploy->err, ERR_INPUT, "%s", text);
    return err_set(deploy->err, ERR_INPUT, "%.*s: %s", STR_ARG(path), text);
}

bool deploy_step(struct deploy *deploy)
{
    if (++deploy->steps <= DEPLOY_STEPS)
        return true;
    return deploy_fail(deploy, _("the template takes more than %d steps."),
                       DEPLOY_STEPS);
}

bool deploy_spend(struct deploy *deploy, const struct json *json)
{
    return wdl_weigh(json, DEPLOY_MADE, &deploy->made) ||
           deploy_fail(deploy,
                       _("what the template makes takes more than %d MiB, or "
                         "is nested deeper than %d levels."),
                       DEPLOY_MADE / LIMIT_MIB, LIMIT_JSON_DEPTH);
}

/* What stands behind a name, worked out and kept in @known. */
static bool keep_value(struct deploy *deploy, const char *what, struct str name,
                       const struct json *raw, struct json *known)
{
    size_t base = deploy->base;
    size_t len = deploy->path.len;
    struct json *value;
    bool ok;

    if (deploy->depth >= DEPLOY_DEPTH)
        return deploy_fail(deploy, _("it is nested too deep."));
    deploy->depth++;
    deploy->base = len;
    buf_printf(&deploy->path, "%s.%.*s", what, STR_ARG(name));
    ok = deploy_evaluate(deploy, raw, &value);
    if (ok) {
        struct str key = str_sub(buf_view(&deploy->path),
                                 len + str_of(what).len + 1, STR_NOWHERE);

        json_set_take(known, key.at, value);
        buf_cut(&deploy->path, len);
    }
    deploy->base = base;
    deploy->depth--;
    return ok;
}

static bool has_member(const struct json *object, struct str name)
{
    for (struct json_each e = json_each(object); json_next(&e);) {
        if (str_eq_fold(str_of(e.name), name))
            return true;
    }
    return false;
}

/* All that have none are named at once, so that one need not ask often. */
static bool fail_missing(struct deploy *deploy, struct str name)
{
    const struct deploy_scope *scope = deploy->scope;
    struct buf others;

    buf_init(&others);
    for (struct json_each e = json_each(scope->declared); json_next(&e);) {
        if (has_member(scope->parameters, str_of(e.name)) ||
            has_member(e.value, STR("defaultValue")) ||
            str_eq_fold(str_of(e.name), name))
            continue;
        buf_printf(&others, "%s%s", others.len > 0 ? ", " : "", e.name);
    }
    if (others.len > 0)
        deploy_fail(deploy,
                    _("the parameter %.*s has no value; %s The same is true of "
                      "%.*s."),
                    STR_ARG(name), scope->missing,
                    STR_ARG(utf8_head(buf_view(&others), 300)));
    else
        deploy_fail(deploy, _("the parameter %.*s has no value; %s"),
                    STR_ARG(name), scope->missing);
    buf_done(&others);
    return false;
}

bool deploy_parameter(struct deploy *deploy, struct str name,
                      const struct json **out)
{
    struct deploy_scope *scope = deploy->scope;
    const struct json *declared = json_find(scope->declared, name);

    if (!has_member(scope->parameters, name)) {
        if (!has_member(declared, STR("defaultValue")))
            return fail_missing(deploy, name);
        if (!keep_value(deploy, "parameters", name,
                        json_find(declared, STR("defaultValue")),
                        scope->parameters))
            return false;
    }
    *out = json_find(scope->parameters, name);
    return true;
}

/* {"copy": [{"name": …, "count": …, "input": …}]} among the variables. */
static const struct json *copied_variable(const struct json *variables,
                                          struct str name)
{
    const struct json *copies = json_find(variables, STR("copy"));

    for (struct json_each e = json_each(copies); json_next(&e);) {
        if (str_eq_fold(json_text(json_find(e.value, STR("name"))), name))
            return e.value;
    }
    return NULL;
}

static bool copy_value(struct deploy *deploy, const struct json *copy,
                       struct json *object);

/* A list that a loop makes is kept like any other variable. */
static bool keep_copied(struct deploy *deploy, struct str name,
                        const struct json *copy)
{
    size_t base = deploy->base;
    size_t len = deploy->path.len;
    bool ok;

    if (deploy->depth >= DEPLOY_DEPTH)
        return deploy_fail(deploy, _("it is nested too deep."));
    deploy->depth++;
    deploy->base = len;
    buf_printf(&deploy->path, "variables.%.*s", STR_ARG(name));
    ok = copy_value(deploy, copy, deploy->scope->memo);
    if (ok)
        buf_cut(&deploy->path, len);
    deploy->base = base;
    deploy->depth--;
    return ok;
}

bool deploy_variable(struct deploy *deploy, struct str name,
                     const struct json **out)
{
    struct deploy_scope *scope = deploy->scope;
    const struct deploy_loop *loops = scope->loops;
    bool ok = true;

    if (!has_member(scope->memo, name)) {
        const struct json *copy = copied_variable(scope->variables, name);

        if (!copy && !has_member(scope->variables, name))
            return deploy_fail(deploy, _("there is no variable %.*s."),
                               STR_ARG(name));
        scope->loops = NULL;
        ok = copy ? keep_copied(deploy, name, copy)
                  : keep_value(deploy, "variables", name,
                               json_find(scope->variables, name), scope->memo);
        scope->loops = loops;
    }
    if (ok)
        *out = json_find(scope->memo, name);
    return ok;
}

static bool text_value(struct deploy *deploy, const struct json *json,
                       struct json **out)
{
    struct str text = json_text(json);
    struct deploy_value value = {.json = NULL};
    bool ok = true;

    if (!deploy_is_expression(text)) {
        if (!deploy_spend(deploy, json))
            return false;
        *out = str_starts(text, STR("[["))
                   ? json_new_text(str_sub(text, 1, STR_NOWHERE))
                   : json_copy(json);
        return true;
    }
    if (!deploy_expression(deploy, text, &value))
        return false;
    if (value.own && value.own == value.json) {
        *out = value.own;
        return true;
    }
    if (deploy_spend(deploy, value.json))
        *out = json_copy(value.json);
    else
        ok = false;
    deploy_drop(&value);
    return ok;
}

static bool array_value(struct deploy *deploy, const struct json *json,
                        struct json **out)
{
    struct json *array = json_new_array();
    size_t len = deploy->path.len;

    for (struct json_each e = json_each(json); json_next(&e);) {
        struct json *item;

        buf_printf(&deploy->path, "[%zu]", e.index);
        if (!deploy_evaluate(deploy, e.value, &item)) {
            json_free(array);
            return false;
        }
        buf_cut(&deploy->path, len);
        json_add_take(array, item);
    }
    *out = array;
    return true;
}

static bool copy_count(struct deploy *deploy, const struct json *copy,
                       int64_t *out)
{
    struct json *count;
    bool ok;

    if (!deploy_evaluate(deploy, json_find(copy, STR("count")), &count))
        return false;
    ok = json_int(count, out) && *out >= 0 && *out <= DEPLOY_LOOP;
    json_free(count);
    return ok || deploy_fail(deploy,
                             _("the count of a copy must be a number from 0 "
                               "to %d."),
                             DEPLOY_LOOP);
}

/* {"name": …, "count": …, "input": …} makes the member of that name. */
static bool copy_value(struct deploy *deploy, const struct json *copy,
                       struct json *object)
{
    struct str name = json_text(json_find(copy, STR("name")));
    struct deploy_loop loop = {.outer = deploy->scope->loops, .name = name};
    struct json *array = json_new_array();
    int64_t count = 0;
    bool ok;

    ok = (!str_empty(name) || deploy_fail(deploy, _("a copy has no name."))) &&
         copy_count(deploy, copy, &count);
    deploy->scope->loops = &loop;
    for (; ok && loop.index < count; loop.index++) {
        struct json *item;

        ok = deploy_evaluate(deploy, json_find(copy, STR("input")), &item);
        if (ok)
            json_add_take(array, item);
    }
    deploy->scope->loops = loop.outer;
    if (ok)
        json_set_take(object, name.at, array);
    else
        json_free(array);
    return ok;
}

static bool is_secret(const char *name)
{
    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
        if (str_eq_fold(str_of(name), str_of(secrets[i])))
            return true;
    }
    return false;
}

static bool member_value(struct deploy *deploy, const char *name,
                         const struct json *json, struct json *object)
{
    size_t len = deploy->path.len;
    struct json *value;

    if (str_eq(str_of(name), STR("copy")) && json_type(json) == JSON_ARRAY) {
        for (struct json_each e = json_each(json); json_next(&e);) {
            if (!copy_value(deploy, e.value, object))
                return false;
        }
        return true;
    }
    buf_printf(&deploy->path, "%s%s", len > deploy->base ? "." : "", name);
    if (deploy_evaluate(deploy, json, &value)) {
        json_set_take(object, name, value);
    } else if (deploy->unknown && is_secret(name)) {
        deploy->unknown = false;
        err_clear(deploy->err);
    } else {
        return false;
    }
    buf_cut(&deploy->path, len);
    return true;
}

static bool object_value(struct deploy *deploy, const struct json *json,
                         struct json **out)
{
    struct json *object = json_new_object();

    for (struct json_each e = json_each(json); json_next(&e);) {
        if (!member_value(deploy, e.name, e.value, object)) {
            json_free(object);
            return false;
        }
    }
    *out = object;
    return true;
}

bool deploy_evaluate(struct deploy *deploy, const struct json *json,
                     struct json **out)
{
    if (!deploy_step(deploy))
        return false;
    switch (json_type(json)) {
    case JSON_TEXT:
        return text_value(deploy, json, out);
    case JSON_ARRAY:
        return array_value(deploy, json, out);
    case JSON_OBJECT:
        return object_value(deploy, json, out);
    default:
        *out = json_copy(json);
        return true;
    }
}
