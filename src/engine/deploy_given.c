/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deploy_given.c - are the values that were given for parameters those that a
 * template asks for?
 *
 * A misspelt name would be overlooked, and what is deployed would be something
 * else than was meant: an automation for all severities instead of one.
 */
#include "engine/deploy_part.h"

#include "util/text.h"
#include "util/utf8.h"

static const struct {
    const char *name; /* in any case: policies write String */
    enum json_type type;
} types[] = {
    {"string", JSON_TEXT},   {"securestring", JSON_TEXT},
    {"int", JSON_INT},       {"integer", JSON_INT},
    {"float", JSON_REAL},    {"bool", JSON_BOOL},
    {"boolean", JSON_BOOL},  {"array", JSON_ARRAY},
    {"object", JSON_OBJECT}, {"secureobject", JSON_OBJECT},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

static bool type_of(const struct json *declared, enum json_type *out)
{
    struct str name = json_text(json_find(declared, STR("type")));

    for (size_t i = 0; i < N(types); i++) {
        if (str_eq_fold(name, str_of(types[i].name))) {
            *out = types[i].type;
            return true;
        }
    }
    return false;
}

static bool fail_unknown(struct deploy *deploy, const struct json *declared,
                         const char *name)
{
    struct arena *arena = arena_new();
    size_t n = json_length(declared);
    const char **names = arena_array(arena, n + 1, sizeof(*names));
    const char *near;
    size_t i = 0;

    for (struct json_each e = json_each(declared); json_next(&e);)
        names[i++] = e.name;
    near = str_nearest(str_of(name), names, n);
    if (near)
        deploy_fail(deploy, _("there is no parameter %.100s; did you mean %s?"),
                    name, near);
    else
        deploy_fail(deploy, _("there is no parameter %.100s; take it out."),
                    name);
    arena_free(arena);
    return false;
}

static bool check_type(struct deploy *deploy, const struct json *declared,
                       const char *name, const struct json *value)
{
    enum json_type type = JSON_NULL;
    enum json_type is = json_type(value);

    if (!type_of(declared, &type) || is == type ||
        (type == JSON_REAL && is == JSON_INT))
        return true;
    return deploy_fail(deploy, _("the parameter %s must be %s, but it is %s."),
                       name, json_type_name(type), json_type_name(is));
}

static bool is_allowed(const struct json *allowed, const struct json *value)
{
    for (struct json_each e = json_each(allowed); json_next(&e);) {
        if (json_type(e.value) == JSON_TEXT && json_type(value) == JSON_TEXT
                ? str_eq_fold(json_text(e.value), json_text(value))
                : json_equal(e.value, value))
            return true;
    }
    return false;
}

static bool fail_allowed(struct deploy *deploy, const struct json *allowed,
                         const char *name, const struct json *value)
{
    struct buf list;
    struct buf text;

    buf_init(&list);
    buf_init(&text);
    json_put_text(value, &text);
    for (struct json_each e = json_each(allowed); json_next(&e);) {
        if (e.index > 0)
            buf_text(&list, ", ");
        json_put_text(e.value, &list);
    }
    deploy_fail(deploy,
                _("the parameter %s cannot be \"%.*s\"; use one of %.*s."),
                name, STR_ARG(utf8_head(buf_view(&text), 60)),
                STR_ARG(utf8_head(buf_view(&list), 200)));
    buf_done(&list);
    buf_done(&text);
    return false;
}

/* Of an array each item has to be allowed. */
static bool check_allowed(struct deploy *deploy, const struct json *declared,
                          const char *name, const struct json *value)
{
    const struct json *allowed = json_find(declared, STR("allowedValues"));

    if (json_length(allowed) == 0 || is_allowed(allowed, value))
        return true;
    if (json_type(value) != JSON_ARRAY)
        return fail_allowed(deploy, allowed, name, value);
    for (struct json_each e = json_each(value); json_next(&e);) {
        if (!is_allowed(allowed, e.value))
            return fail_allowed(deploy, allowed, name, e.value);
    }
    return true;
}

bool deploy_check_given(struct deploy *deploy)
{
    const struct deploy_scope *scope = deploy->scope;

    for (struct json_each e = json_each(scope->parameters); json_next(&e);) {
        const struct json *declared =
            json_find(scope->declared, str_of(e.name));

        if (declared == NULL)
            return fail_unknown(deploy, scope->declared, e.name);
        if (!check_type(deploy, declared, e.name, e.value) ||
            !check_allowed(deploy, declared, e.name, e.value))
            return false;
    }
    return true;
}
