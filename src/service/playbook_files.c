/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_files.c - playbooks, and what they are started with, from files;
 * playbooks as templates.
 */
#include "engine/api.h"
#include "engine/automation.h"
#include "model/canon.h"
#include "model/envelope.h"
#include "model/limits.h"
#include "service/playbooks.h"
#include "service/rulebook.h"
#include "util/file.h"
#include "util/json_loose.h"
#include "util/map.h"
#include "util/text.h"

/* ---- import ---------------------------------------------------------------*/

static bool read_wish(const struct config *config,
                      const struct playbook_wish *wish, struct json *parameters,
                      struct playbook_given *out, struct err *err)
{
    struct resource place;

    out->parameters = parameters;
    out->tenant = str_of(config->tenant);
    for (size_t i = 0; i < wish->n_parameters; i++) {
        if (!parameter_add(str_of(wish->parameters[i]), parameters, err))
            return err_prefix(err, "--param");
    }
    if (wish->scope) {
        resource_parse(str_of(wish->scope), &place);
        if (str_empty(place.subscription))
            return err_set(err, ERR_INPUT,
                           _("\"%.200s\" is no scope; write /subscriptions/ID "
                             "or /subscriptions/ID/resourceGroups/NAME."),
                           wish->scope);
        out->subscription = place.subscription;
        out->group = place.group;
    } else if (config->n_subscriptions == 1) {
        out->subscription = str_of(config->subscriptions[0]);
    }
    return true;
}

static const char *base_name(const char *file)
{
    size_t slash = str_find_last_char(str_of(file), '/');

    return slash == STR_NOWHERE ? file : file + slash + 1;
}

static bool read_text(const char *file, const struct playbook_given *given,
                      struct playbook_reading *out, struct err *err)
{
    struct json *json = NULL;
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = file_read(file, LIMIT_IMPORT_FILE, &text, err);
    if (ok) {
        ok = json_parse_loose(buf_view(&text), &json, err) &&
             playbook_read_all(json, given, out, err);
        if (!ok) {
            playbook_add_refused(out, base_name(file), err);
            err_prefix(err, "%s", file);
        }
    }
    json_free(json);
    buf_done(&text);
    return ok;
}

bool playbook_read_file(const struct config *config,
                        const struct catalogue *catalogue,
                        const struct playbook_wish *wish, const char *file,
                        struct playbook_reading *out, struct err *err)
{
    struct json *parameters = json_new_object();
    struct playbook_given given = {
        .file = file,
        .subscription = STR_NONE,
        .group = STR_NONE,
        .location = STR_NONE,
        .tenant = STR_NONE,
        .catalogue = catalogue,
    };
    bool ok = read_wish(config, wish, parameters, &given, err) &&
              read_text(file, &given, out, err);

    json_free(parameters);
    return ok;
}

static bool has_parameter(const struct playbook_reading *reading,
                          struct str name)
{
    for (size_t i = 0; i < reading->n; i++) {
        const struct playbook *one = &reading->playbooks[i];

        for (size_t k = 0; k < one->n_parameters; k++) {
            if (str_eq_fold(name, str_of(one->parameters[k].name)))
                return true;
        }
        /* What it declares is not known. */
        if (!one->definition)
            return true;
    }
    return false;
}

bool playbook_check_parameters(const struct playbook_wish *wish,
                               const struct playbook_reading *reading,
                               struct err *err)
{
    for (size_t i = 0; i < wish->n_parameters; i++) {
        struct str text = str_of(wish->parameters[i]);
        struct str name = str_sub(text, 0, str_find_char(text, '='));

        if (!has_parameter(reading, name))
            return err_set(err, ERR_INPUT,
                           _("--param: no playbook has a parameter \"%.*s\"."),
                           STR_ARG(str_sub(name, 0, 80)));
    }
    return true;
}

void playbook_number_names(struct playbook_reading *reading)
{
    struct map names;

    map_init(&names, true);
    for (size_t i = 0; i < reading->n; i++) {
        struct playbook *one = &reading->playbooks[i];
        const char *bare = one->name;

        for (int number = 2; map_find(&names, str_of(one->name)) != MAP_NONE;
             number++)
            one->name = arena_printf(reading->arena, "%s-%d", bare, number);
        map_add(&names, str_of(one->name));
    }
    map_done(&names);
}

/* ---- export ---------------------------------------------------------------*/

static bool check_needs(const struct playbook *playbook, struct err *err)
{
    if (!playbook->wdl)
        return err_set(err, ERR_INPUT, "%s: %s", playbook->why[0].path,
                       playbook->why[0].text);
    for (size_t i = 0; i < playbook->n_parameters; i++) {
        const struct playbook_parameter *one = &playbook->parameters[i];

        if (one->needed && !one->secret)
            return err_set(err, ERR_INPUT,
                           _("%s still needs a value for \"%s\". Take it in "
                             "again with --param %s=VALUE."),
                           playbook->name, one->name, one->name);
    }
    return true;
}

/* What is composed here may use what Azure does not have. */
static bool check_actions(const struct playbook *playbook, struct err *err)
{
    for (size_t i = 0; i < playbook->n_steps; i++) {
        const struct playbook_step *step = &playbook->steps[i];

        if (api_find(str_of(step->api)) == &api_riposte)
            return err_set(
                err, ERR_INPUT,
                _("The action \"%s\" is riposte's own, and Azure has no "
                  "connector for it: a template with it would not deploy. "
                  "Put an action of a Logic App in its place, such as Http or "
                  "ApiConnection, or remove it."),
                wdl_facts(step->action).name);
    }
    return true;
}

/* An automation for the rule that does nothing but start the playbook, made
 * of the rule with another action. */
static bool automation_of(const struct rule *rule, const char *trigger,
                          struct json **out, struct err *err)
{
    struct json *json = rule_to_json(rule);
    struct json *actions = json_new_array();
    struct json *action = json_new_object();
    struct json *with = json_new_object();
    const struct rule *one;
    struct rule *copy;
    bool ok;

    json_set_text(action, "kind", "logicapp");
    json_set_text(with, "workflow",
                  "/subscriptions/00000000-0000-4000-8000-000000000001/"
                  "resourceGroups/sample/providers/Microsoft.Logic/workflows/"
                  "sample");
    json_set_text(with, "trigger", trigger);
    json_set_take(action, "with", with);
    json_add_take(actions, action);
    json_set_take(json, "actions", actions);
    json_remove(json, "azure");
    ok = rule_from_json(json, &copy, err);
    json_free(json);
    if (!ok)
        return false;
    one = copy;
    ok = automation_write(&one, 1, out, err);
    rule_free(copy);
    return ok;
}

#define WORKFLOW_ID                                                            \
    "resourceId('Microsoft.Logic/workflows', parameters('PlaybookName'))"

static struct json *start_action(const char *trigger)
{
    struct json *action = json_new_object();
    struct buf uri;

    buf_init(&uri);
    buf_printf(&uri,
               "[listCallbackUrl(concat(" WORKFLOW_ID ", '/triggers/%s'), "
               "'2019-05-01').value]",
               trigger);
    json_set_text(action, "actionType", "LogicApp");
    json_set_text(action, "logicAppResourceId", "[" WORKFLOW_ID "]");
    json_set_str(action, "uri", buf_view(&uri));
    buf_done(&uri);
    return action;
}

static void add_automation(struct json *template, const struct rule *rule,
                           const struct json *automation, const char *trigger)
{
    struct json *whole = automation_template(&automation, &rule, 1);
    struct json *resource = json_element(json_member(whole, "resources"), 0);
    struct json *actions = json_new_array();
    struct json *depends = json_new_array();

    json_add_take(actions, start_action(trigger));
    json_set_take(json_member(resource, "properties"), "actions", actions);
    json_add_take(depends, json_new_text(STR("[" WORKFLOW_ID "]")));
    json_set_take(resource, "dependsOn", depends);
    json_add_take(json_member(template, "resources"), json_copy(resource));
    json_free(whole);
}

static bool add_rule(struct desk *desk, const struct playbook *playbook,
                     const char *name, struct json *template, struct err *err)
{
    struct json *automation;
    const char *trigger;
    struct rule *rule;
    bool ok;

    wdl_trigger(playbook->wdl, &trigger);
    if (str_find_char(str_of(trigger), '\'') != STR_NOWHERE ||
        playbook->start > START_COMPLIANCE)
        return err_set(
            err, ERR_INPUT,
            _("%s is not started by events of Defender for Cloud, so "
              "no rule can stand beside it."),
            playbook->name);
    if (!rulebook_get(desk, str_of(name), &rule, err))
        return false;
    ok = automation_of(rule, trigger, &automation, err);
    if (ok) {
        add_automation(template, rule, automation, trigger);
        json_free(automation);
    }
    rule_free(rule);
    return ok;
}

bool playbook_export(struct desk *desk, struct str name, const char *rule,
                     struct json **out, struct err *err)
{
    struct playbook_page *page = playbook_page_one(desk, name);
    struct json *template = NULL;
    bool ok = page->error.code == ERR_NONE;

    if (!ok)
        *err = page->error;
    ok = ok && check_needs(page->rows[0].playbook, err) &&
         check_actions(page->rows[0].playbook, err);
    if (ok) {
        template = playbook_template(page->rows[0].playbook);
        ok = !rule ||
             add_rule(desk, page->rows[0].playbook, rule, template, err);
    }
    playbook_page_free(page);
    if (ok)
        *out = template;
    else
        json_free(template);
    return ok;
}

/* ---- what it is started with ----------------------------------------------*/

bool playbook_event(const struct playbook *playbook, struct str text,
                    struct json **out, struct err *err)
{
    struct envelope envelope;
    struct skim_value item;
    struct arena *arena;
    struct event event;
    bool ok;

    if (playbook->start > START_COMPLIANCE)
        return json_parse_loose(text, out, err);
    envelope_init(&envelope, text);
    switch (envelope_next(&envelope, &item, err)) {
    case ENVELOPE_ITEM:
        break;
    case ENVELOPE_END:
        return err_set(err, ERR_INPUT, _("There is no event in it."));
    default:
        return false;
    }
    arena = arena_new();
    ok = event_read(&item, STR("file"), 0, arena, &event, err) &&
         canon_body(event.kind, event.raw, out, err);
    arena_free(arena);
    return ok;
}
