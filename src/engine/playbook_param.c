/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_param.c - what a playbook is told: given, by default, or made up so
 * that it can be gone through.
 */
#include <string.h>

#include "engine/deploy.h"
#include "engine/playbook_part.h"
#include "util/ascii.h"
#include "util/secret.h"
#include "util/text.h"

static bool is_secret(const char *type)
{
    return str_starts(str_of(type), STR("secure"));
}

static const char *small(struct arena *arena, struct str text)
{
    char *out = arena_textn(arena, text.at, text.len);

    for (char *c = out; *c; c++)
        *c = ascii_lower(*c);
    return out;
}

/* By what parameters of that name are for. */
static const struct {
    const char *part; /* of the name */
    const char *value;
} likely[] = {
    {"resourceid",
     "/subscriptions/" PLAYBOOK_SUBSCRIPTION "/resourceGroups/sample/providers/"
     "Microsoft.OperationalInsights/workspaces/sample"},
    {"timezone", "UTC"},
    {"timeout", "PT1H"},
    {"starttime", "2026-01-01T00:00:00Z"},
    {"endtime", "2026-01-02T00:00:00Z"},
    {"frequency", "Day"},
    {"interval", "1"},
    {"mail", "somebody@example.com"},
    {"recipient", "somebody@example.com"},
    {"sender", "somebody@example.com"},
    {"subscription", PLAYBOOK_SUBSCRIPTION},
    {"workspaceid", PLAYBOOK_SUBSCRIPTION},
    {"tenant", PLAYBOOK_SUBSCRIPTION},
    {"url", "https://example.com/sample"},
    {"uri", "https://example.com/sample"},
};

static struct json *stand_in(const char *name, const char *type,
                             const struct json *declared)
{
    const struct json *allowed = json_find(declared, STR("allowedValues"));
    int64_t number = 1;

    if (json_length(allowed) > 0)
        return json_copy(json_item(allowed, 0));
    if (strcmp(type, "int") == 0 || strcmp(type, "integer") == 0 ||
        strcmp(type, "float") == 0) {
        json_int(json_find(declared, STR("minValue")), &number);
        return json_new_int(number);
    }
    if (strncmp(type, "bool", 4) == 0)
        return json_new_bool(true);
    if (strcmp(type, "array") == 0)
        return json_new_array();
    if (strcmp(type, "object") == 0 || strcmp(type, "secureobject") == 0)
        return json_new_object();
    for (size_t i = 0; i < sizeof(likely) / sizeof(likely[0]); i++) {
        if (str_find_fold(str_of(name), str_of(likely[i].part)) != STR_NOWHERE)
            return json_new_text(str_of(likely[i].value));
    }
    return json_new_text(STR(PLAYBOOK_SAMPLE));
}

/* A text from a command line as the type that is declared. */
static bool convert(const char *name, const char *type,
                    const struct json *given, struct json **out,
                    struct err *err)
{
    struct str text = json_text(given);
    struct json *value = NULL;
    struct err none = {0};

    if (json_type(given) != JSON_TEXT || strcmp(type, "string") == 0 ||
        is_secret(type)) {
        *out = json_copy(given);
        return true;
    }
    if (json_parse(text, &value, &none)) {
        enum json_type is = json_type(value);

        if (is == (strcmp(type, "array") == 0    ? JSON_ARRAY
                   : strcmp(type, "object") == 0 ? JSON_OBJECT
                   : strncmp(type, "bool", 4) == 0
                       ? JSON_BOOL
                       : (is == JSON_REAL ? JSON_REAL : JSON_INT))) {
            *out = value;
            return true;
        }
    }
    json_free(value);
    return err_set(err, ERR_INPUT,
                   _("The parameter \"%s\" is of the type %s, but \"%.*s\" is "
                     "none."),
                   name, type, STR_ARG(str_sub(text, 0, 80)));
}

static void add_parameter(struct playbook *playbook, struct arena *arena,
                          const struct playbook_parameter *parameter)
{
    playbook->parameters =
        arena_grown(arena, playbook->parameters, playbook->n_parameters,
                    sizeof(*playbook->parameters));
    playbook->parameters[playbook->n_parameters++] = *parameter;
}

static bool one_parameter(struct playbook *playbook, const char *name,
                          const struct json *declared, const struct json *given,
                          struct json *values, struct arena *arena,
                          struct err *err)
{
    const struct json *mine = json_find(given, str_of(name));
    const struct json *told = json_find(values, str_of(name));
    const struct json *standard =
        told ? told : json_find(declared, STR("defaultValue"));
    const struct str moment = STR("utcNow(");
    bool is_moment = false;
    struct playbook_parameter out = {
        .name = arena_text(arena, name),
        .type = small(arena, json_text(json_find(declared, STR("type")))),
    };
    struct json *value = NULL;

    out.secret = is_secret(out.type);
    /* When it is deployed, or a new GUID: told here, or made up. */
    if (!told && deploy_asks_azure(json_text(standard))) {
        is_moment = str_find_fold(json_text(standard), moment) != STR_NOWHERE;
        standard = NULL;
    }
    if (mine && out.secret && !secret_reference(json_text(mine)))
        return err_set(err, ERR_INPUT,
                       _("The parameter \"%s\" is a secret, which must not "
                         "stand on a command line; say where it is, such as "
                         "env:NAME."),
                       name);
    if (mine && !convert(name, out.type, mine, &value, err))
        return false;
    if (!mine && !told && (!standard || out.secret)) {
        value = is_moment ? json_new_text(STR("2026-01-01T00:00:00Z"))
                          : stand_in(name, out.type, declared);
        out.needed = true;
    }
    /* The rest has its default, which may be an expression of the template. */
    if (value) {
        json_set_take(values, name, value);
        out.value = out.secret ? NULL : json_get(values, name);
    } else if (standard) {
        value = json_copy(standard);
        json_keep(arena, value);
        out.value = out.secret ? NULL : value;
    }
    add_parameter(playbook, arena, &out);
    return true;
}

bool playbook_parameters(struct playbook *playbook, const struct json *declared,
                         const struct json *given, bool listed,
                         struct json *values, struct arena *arena,
                         struct err *err)
{
    for (struct json_each e = json_each(declared); json_next(&e);) {
        /* What the template says needs no telling. */
        if (!e.name || str_eq(str_of(e.name), STR("$connections")) ||
            (listed && json_find(values, str_of(e.name))))
            continue;
        if (!one_parameter(playbook, e.name, e.value, given, values, arena,
                           err))
            return false;
    }
    return true;
}
