/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation.c - the shapes in which automations come, and what of them must
 * not be kept.
 */
#include "engine/automation_part.h"
#include "model/limits.h"
#include "util/map.h"
#include "util/text.h"

/* Write-only in Azure, and never here. */
static const char *const secrets[] = {"uri", "connectionString"};

static const struct json *at(const struct json *json, const char *name)
{
    return json_find(json, str_of(name));
}

void automation_reading_init(struct automation_reading *reading)
{
    *reading = (struct automation_reading){.arena = arena_new()};
}

void automation_reading_done(struct automation_reading *reading)
{
    for (size_t i = 0; i < reading->n_rules; i++)
        rule_free(reading->rules[i]);
    arena_free(reading->arena);
    *reading = (struct automation_reading){.arena = NULL};
}

/* The service answers with "SecurityAutomations" where one was made. */
static bool is_resource(const struct json *json)
{
    struct str type = json_text(at(json, "type"));

    if (str_eq_fold(type, STR(AUTOMATION_TYPE)) ||
        str_eq_fold(type, STR("Microsoft.Security/SecurityAutomations")))
        return true;
    /* What is put or validated says neither type nor name. */
    return str_empty(type) && at(at(json, "properties"), "sources") &&
           at(at(json, "properties"), "actions");
}

static bool is_list(const struct json *json)
{
    const struct json *items =
        json_type(json) == JSON_ARRAY ? json : at(json, "value");

    if (json_type(items) != JSON_ARRAY)
        return false;
    /* No rule has a member "value". */
    return json_length(items) == 0 ? items != json
                                   : is_resource(json_item(items, 0));
}

bool automation_is(const struct json *json)
{
    return is_resource(json) || is_list(json) || deploy_is(json);
}

static struct json *bare_action(const struct json *action)
{
    struct json *out = json_new_object();

    if (json_type(action) != JSON_OBJECT) {
        json_free(out);
        return json_copy(action);
    }
    for (struct json_each e = json_each(action); json_next(&e);) {
        bool secret = false;

        for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
            secret |= str_eq_fold(str_of(e.name), str_of(secrets[i]));
        if (!secret)
            json_set_take(out, e.name, json_copy(e.value));
    }
    return out;
}

/* The member of that name in any case, to be changed in place. */
static struct json *member(struct json *object, const char *name)
{
    for (struct json_each e = json_each(object); json_next(&e);) {
        if (str_eq_fold(str_of(e.name), str_of(name)))
            return json_member(object, e.name);
    }
    return NULL;
}

struct json *automation_bare(const struct json *resource)
{
    struct json *copy = json_copy(resource);
    struct json *properties = member(copy, "properties");
    const struct json *actions = at(properties, "actions");
    struct json *bare;

    if (json_type(actions) != JSON_ARRAY)
        return copy;
    bare = json_new_array();
    for (size_t i = 0; i < json_length(actions); i++)
        json_add_take(bare, bare_action(json_item(actions, i)));
    for (struct json_each e = json_each(properties); json_next(&e);) {
        if (str_eq_fold(str_of(e.name), STR("actions"))) {
            json_set_take(properties, e.name, bare);
            break;
        }
    }
    return copy;
}

/* A body for the service has no name: its rule is named by what it is. */
static bool read_plain(const struct json *json, const char *path,
                       struct automation_reading *out, struct err *err)
{
    struct deploy_resource from = {.resource = json, .path = path};

    if (!is_resource(json))
        return err_set(err, ERR_INPUT,
                       _("%s is no automation: its type must be %s."),
                       *path ? path : "It", AUTOMATION_TYPE);
    return automation_read(&from, out, err);
}

static bool read_list(const struct json *items, const char *of,
                      struct automation_reading *out, struct err *err)
{
    for (size_t i = 0; i < json_length(items); i++) {
        if (!read_plain(json_item(items, i),
                        arena_printf(out->arena, "%s[%zu]", of, i), out, err))
            return false;
    }
    return true;
}

static bool read_deployed(const struct json *json,
                          const struct deploy_given *given,
                          struct automation_reading *out, struct err *err)
{
    struct deploy_resource *found;
    size_t n;

    if (!deploy_find(json, AUTOMATION_TYPE, given, out->arena, &found, &n, err))
        return false;
    if (n == 0)
        return err_set(err, ERR_INPUT,
                       _("The template deploys no resource of the type %s."),
                       AUTOMATION_TYPE);
    for (size_t i = 0; i < n; i++) {
        if (!automation_read(&found[i], out, err))
            return false;
    }
    return true;
}

static struct str group_of(const struct rule *rule)
{
    const struct json *resource = json_get(rule->azure, "resource");
    struct resource id;

    resource_parse(json_text(at(resource, "id")), &id);
    return id.group;
}

/* Names are unique in a resource group, rules everywhere. */
static void part_names(struct automation_reading *out)
{
    struct map map;

    map_init(&map, true);
    for (size_t i = 0; i < out->n_rules; i++) {
        struct rule *rule = out->rules[i];
        uint32_t before = map.count;
        struct str group = group_of(rule);

        map_add(&map, str_of(rule->name));
        if (map.count == before && !str_empty(group)) {
            rule->name = arena_printf(rule->arena, "%s in %.*s", rule->name,
                                      STR_ARG(group));
            map_add(&map, str_of(rule->name));
        }
    }
    map_done(&map);
}

bool automation_read_all(const struct json *json,
                         const struct deploy_given *given,
                         struct automation_reading *out, struct err *err)
{
    bool ok;

    if (is_resource(json))
        ok = read_plain(json, "", out, err);
    else if (is_list(json))
        ok = read_list(json_type(json) == JSON_ARRAY ? json : at(json, "value"),
                       json_type(json) == JSON_ARRAY ? "" : "value", out, err);
    else
        ok = read_deployed(json, given, out, err);
    if (ok)
        part_names(out);
    return ok;
}
