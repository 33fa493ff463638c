/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * exchange.c - import and export of automations.
 */
#include "service/exchange.h"

#include "engine/automation.h"
#include "service/desk_part.h"
#include "service/rulebook.h"
#include "util/json_loose.h"
#include "util/text.h"

/* What was given, read. */
struct given {
    struct deploy_given deploy;
    struct json *parameters;
    struct arena *arena;
};

/* {"a": {"value": 1}} */
static bool are_wrapped(const struct json *list)
{
    for (struct json_each e = json_each(list); json_next(&e);) {
        if (json_type(e.value) != JSON_OBJECT || json_length(e.value) != 1 ||
            !json_find(e.value, STR("value")))
            return false;
    }
    return true;
}

/* A file of parameters has {"parameters": {"a": {"value": 1}}}, an assignment
 * of a policy what is in there; a person writes {"a": 1}. */
static struct json *plain_parameters(const struct json *json)
{
    const struct json *list = json_find(json, STR("parameters"));
    struct json *out;

    if (!list && are_wrapped(json))
        list = json;
    if (!list)
        return json_copy(json);
    out = json_new_object();
    for (struct json_each e = json_each(list); json_next(&e);)
        json_set_take(out, e.name, json_copy(json_find(e.value, STR("value"))));
    return out;
}

static bool read_parameters(struct str text, struct json **out, struct err *err)
{
    struct json *json = NULL;

    if (str_empty(text))
        return true;
    if (!json_parse_loose(text, &json, err))
        return err_prefix(err, _("The parameters"));
    if (json_type(json) != JSON_OBJECT) {
        json_free(json);
        return err_set(err, ERR_INPUT,
                       _("The parameters must be an object of names and "
                         "values."));
    }
    *out = plain_parameters(json);
    json_free(json);
    return true;
}

static bool read_scope(struct desk *desk, const struct exchange_given *in,
                       struct given *out, struct err *err)
{
    const struct config *config = desk->config;
    struct resource place;

    if (in->scope) {
        resource_parse(str_of(in->scope), &place);
        if (str_empty(place.subscription))
            return err_set(err, ERR_INPUT,
                           _("\"%.200s\" is no scope; write /subscriptions/ID "
                             "or /subscriptions/ID/resourceGroups/NAME."),
                           in->scope);
        out->deploy.subscription = arena_str(out->arena, place.subscription);
        out->deploy.group = arena_str(out->arena, place.group);
    } else if (config->n_subscriptions == 1) {
        out->deploy.subscription = str_of(config->subscriptions[0]);
    }
    return true;
}

static bool given_init(struct given *given, struct desk *desk,
                       const struct exchange_given *in, struct err *err)
{
    *given = (struct given){.arena = arena_new()};
    if (read_parameters(in->parameters, &given->parameters, err) &&
        read_scope(desk, in, given, err)) {
        given->deploy.parameters = given->parameters;
        return true;
    }
    json_free(given->parameters);
    arena_free(given->arena);
    return false;
}

static void given_done(struct given *given)
{
    json_free(given->parameters);
    arena_free(given->arena);
}

/* ---- import ---- */

static bool read_automations(struct desk *desk, const struct json *json,
                             const struct exchange_given *in,
                             struct automation_reading *out, struct err *err)
{
    struct given given;
    bool ok;

    if (!given_init(&given, desk, in, err))
        return false;
    ok = automation_read_all(json, &given.deploy, out, err);
    given_done(&given);
    return ok;
}

/* Its rules as riposte's own JSON, which is read like any other. */
static struct json *rules_json(const struct automation_reading *reading)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < reading->n_rules; i++)
        json_add_take(list, rule_to_json(reading->rules[i]));
    return list;
}

static void tell_notes(const struct automation_reading *reading,
                       void (*tell)(void *with,
                                    const struct exchange_note *note),
                       void *with)
{
    for (size_t i = 0; i < reading->n_notes; i++) {
        const struct automation_note *note = &reading->notes[i];
        const struct exchange_note told = {
            .rule = note->rule,
            .says = automation_says_name(note->says),
            .path = note->path,
            .text = note->text,
        };

        tell(with, &told);
    }
}

/* The examples of the API's documentation have requests and answers in one
 * file: {"parameters": {"automation": …}, "responses": {"200": {"body": …}}}.
 */
static const struct json *example_in(const struct json *json)
{
    const struct json *asked;

    for (struct json_each e = json_each(json_find(json, STR("responses")));
         json_next(&e);) {
        const struct json *body = json_find(e.value, STR("body"));

        if (automation_is(body))
            return body;
    }
    asked = json_at(json, STR("parameters.automation"));
    return json_find(json, STR("responses")) && automation_is(asked) ? asked
                                                                     : NULL;
}

static void take_example(struct json **json)
{
    const struct json *example = example_in(*json);
    struct json *copy;

    if (example == NULL)
        return;
    copy = json_copy(example);
    if (!json_find(copy, STR("value")) && !json_find(copy, STR("name")))
        json_set_str(
            copy, "name",
            json_text(json_at(*json, STR("parameters.automationName"))));
    json_free(*json);
    *json = copy;
}

bool exchange_read(struct desk *desk, struct str text,
                   const struct exchange_given *given,
                   void (*tell)(void *with, const struct exchange_note *note),
                   void *with, struct rule ***out, size_t *n, struct err *err)
{
    struct automation_reading reading;
    struct json *json = NULL;
    struct buf plain;
    bool ok = true;

    if (!json_parse_loose(text, &json, err))
        return false;
    automation_reading_init(&reading);
    take_example(&json);
    if (automation_is(json)) {
        ok = read_automations(desk, json, given, &reading, err);
        json_free(json);
        json = rules_json(&reading);
    }
    if (ok) {
        buf_init(&plain);
        json_write(json, JSON_COMPACT, &plain);
        ok = rulebook_read(buf_view(&plain), out, n, err);
        buf_done(&plain);
    }
    if (ok)
        tell_notes(&reading, tell, with);
    automation_reading_done(&reading);
    json_free(json);
    return ok;
}

/* ---- export ---- */

/* Rules of one automation are one resource. */
struct group {
    const struct rule **rules;
    size_t n;
};

static void put_in_group(struct group *groups, size_t *n, struct rule *rule,
                         struct arena *arena)
{
    struct group *group = NULL;

    for (size_t i = 0; i < *n && !group; i++) {
        if (automation_same(groups[i].rules[0], rule))
            group = &groups[i];
    }
    if (!group)
        group = &groups[(*n)++];
    group->rules =
        arena_grown(arena, group->rules, group->n, sizeof(*group->rules));
    group->rules[group->n++] = rule;
}

static bool get_rules(struct desk *desk, const char *const *names, size_t n,
                      struct rule **rules, size_t *n_rules, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!rulebook_get(desk, str_of(names[i]), &rules[i], err))
            return false;
        ++*n_rules;
    }
    return true;
}

static struct json *list_of(struct json **resources, size_t n)
{
    struct json *out = json_new_object();
    struct json *list = json_new_array();

    if (n == 1) {
        json_free(out);
        json_free(list);
        return json_copy(resources[0]);
    }
    for (size_t i = 0; i < n; i++)
        json_add_take(list, json_copy(resources[i]));
    json_set_take(out, "value", list);
    return out;
}

static bool write_groups(const struct group *groups, size_t n, bool bare,
                         struct arena *arena, struct json **out,
                         struct err *err)
{
    struct json **resources = arena_array(arena, n, sizeof(*resources));
    const struct rule **first = arena_array(arena, n, sizeof(*first));

    for (size_t i = 0; i < n; i++) {
        if (!automation_write(groups[i].rules, groups[i].n, &resources[i], err))
            return false;
        json_keep(arena, resources[i]);
        first[i] = groups[i].rules[0];
    }
    *out = bare ? list_of(resources, n)
                : automation_template((const struct json *const *)resources,
                                      first, n);
    return true;
}

bool exchange_export(struct desk *desk, const char *const *names, size_t n,
                     bool bare, struct json **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct rule **rules = arena_array(arena, n, sizeof(struct rule *));
    struct group *groups = arena_array(arena, n, sizeof(*groups));
    size_t n_rules = 0;
    size_t n_groups = 0;
    bool ok = get_rules(desk, names, n, rules, &n_rules, err);

    for (size_t i = 0; ok && i < n_rules; i++)
        put_in_group(groups, &n_groups, rules[i], arena);
    ok = ok && write_groups(groups, n_groups, bare, arena, out, err);
    for (size_t i = 0; i < n_rules; i++)
        rule_free(rules[i]);
    arena_free(arena);
    return ok;
}

/* ---- what the service is asked ---- */

static bool place_of(const struct json *resource, const struct given *given,
                     struct arena *arena, char **out, struct err *err)
{
    struct str id = json_text(json_find(resource, STR("id")));
    struct str name = json_text(json_find(resource, STR("name")));

    if (!str_empty(id)) {
        *out = arena_textn(arena, id.at, id.len);
        return true;
    }
    if (str_empty(given->deploy.subscription) || str_empty(given->deploy.group))
        return err_set(err, ERR_INPUT,
                       _("The service is asked in a resource group; name it "
                         "with --scope /subscriptions/ID/resourceGroups/"
                         "NAME."));
    *out = arena_printf(arena,
                        "/subscriptions/%.*s/resourceGroups/%.*s/providers/"
                        "%s/%.*s",
                        STR_ARG(given->deploy.subscription),
                        STR_ARG(given->deploy.group), AUTOMATION_TYPE,
                        STR_ARG(name));
    return true;
}

static bool add_body(const struct json *resource, const struct given *given,
                     struct arena *arena, struct exchange_body **out, size_t *n,
                     struct err *err)
{
    struct exchange_body body;
    struct buf text;

    if (!place_of(resource, given, arena, &body.id, err))
        return false;
    buf_init(&text);
    json_write(resource, JSON_COMPACT, &text);
    body.body = arena_textn(arena, text.at, text.len);
    buf_done(&text);
    *out = arena_grown(arena, *out, *n, sizeof(**out));
    (*out)[(*n)++] = body;
    return true;
}

bool exchange_rule(struct desk *desk, struct str name,
                   const struct exchange_given *in, struct arena *arena,
                   struct exchange_body **out, size_t *n, struct err *err)
{
    struct json *resource = NULL;
    struct rule *rule;
    const struct rule *one;
    struct given given;
    bool ok;

    if (!rulebook_get(desk, name, &rule, err))
        return false;
    one = rule;
    *out = NULL;
    *n = 0;
    ok = given_init(&given, desk, in, err);
    if (ok) {
        ok = automation_write(&one, 1, &resource, err) &&
             add_body(resource, &given, arena, out, n, err);
        given_done(&given);
    }
    json_free(resource);
    rule_free(rule);
    return ok;
}

static bool add_bodies(const struct automation_reading *reading,
                       const struct given *given, struct arena *arena,
                       struct exchange_body **out, size_t *n, struct err *err)
{
    for (size_t i = 0; i < reading->n_rules; i++) {
        const struct rule *rule = reading->rules[i];

        if (i > 0 && automation_same(reading->rules[i - 1], rule))
            continue;
        if (!add_body(json_get(rule->azure, "resource"), given, arena, out, n,
                      err))
            return false;
    }
    return true;
}

bool exchange_text(struct desk *desk, struct str text,
                   const struct exchange_given *in, struct arena *arena,
                   struct exchange_body **out, size_t *n, struct err *err)
{
    struct automation_reading reading;
    struct json *json = NULL;
    struct given given;
    bool ok;

    if (!json_parse_loose(text, &json, err))
        return false;
    *out = NULL;
    *n = 0;
    automation_reading_init(&reading);
    ok = given_init(&given, desk, in, err);
    if (ok) {
        ok = automation_is(json)
                 ? automation_read_all(json, &given.deploy, &reading, err) &&
                       add_bodies(&reading, &given, arena, out, n, err)
                 : err_set(err, ERR_INPUT,
                           _("It is no automation; import the rule, and name "
                             "it instead."));
        given_done(&given);
    }
    automation_reading_done(&reading);
    json_free(json);
    return ok;
}
