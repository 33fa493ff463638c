/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_template.c - an ARM template that deploys automations.
 *
 * The callback URL of a Logic App is a secret that only Azure has: the template
 * asks for it while it is deployed.
 */
#include "engine/automation_part.h"

#define SCHEMA                                                                 \
    "https://schema.management.azure.com/schemas/2019-04-01/"                  \
    "deploymentTemplate.json#"
#define API_VERSION "2023-12-01-preview"

/* Names that the portal gives the triggers of its Logic Apps. */
static const char *const portal_triggers[EVENT_KIND_N] = {
    [EVENT_ALERT] =
        "When_a_Microsoft_Defender_for_Cloud_alert_is_created_or_triggered",
    [EVENT_RECOMMENDATION] = "When_a_Microsoft_Defender_for_Cloud_"
                             "recommendation_is_created_or_triggered",
    [EVENT_COMPLIANCE] = "When_a_Defender_for_Cloud_regulatory_compliance_"
                         "assessment_is_created_or_runs",
};

static const struct json *at(const struct json *json, const char *name)
{
    return json_find(json, str_of(name));
}

static const char *trigger_of(const struct rule *rule, size_t action)
{
    struct str kept =
        json_text(json_item(json_get(rule->azure, "triggers"), action));

    if (!str_empty(kept))
        return kept.at;
    for (int i = 0; i < EVENT_KIND_N; i++) {
        if (rule->kinds & 1u << i)
            return portal_triggers[i];
    }
    return portal_triggers[EVENT_ALERT];
}

/* In an expression a quote is doubled. */
static void put_quoted(struct str text, struct buf *out)
{
    buf_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\'')
            buf_char(out, '\'');
        buf_char(out, text.at[i]);
    }
    buf_char(out, '\'');
}

static void set_callback(struct json *action, const char *trigger)
{
    struct str id = json_text(at(action, "logicAppResourceId"));
    struct buf path;
    struct buf text;

    buf_init(&path);
    buf_init(&text);
    buf_printf(&path, "%.*s/triggers/%s", STR_ARG(id), trigger);
    buf_text(&text, "[listCallbackUrl(");
    put_quoted(buf_view(&path), &text);
    buf_text(&text, ", '2016-06-01').value]");
    json_set_str(action, "uri", buf_view(&text));
    buf_done(&text);
    buf_done(&path);
}

/* An Event Hub that trusts Azure's services needs no connection string. */
static void set_connection(struct json *action)
{
    struct str hub = json_text(at(action, "eventHubResourceId"));
    bool trusted = false;
    struct buf path;
    struct buf text;

    json_bool(at(action, "isTrustedServiceEnabled"), &trusted);
    if (str_empty(hub) || trusted)
        return;
    buf_init(&path);
    buf_init(&text);
    buf_printf(&path, "%.*s/authorizationRules/%s", STR_ARG(hub),
               "RootManageSharedAccessKey");
    buf_text(&text, "[listKeys(");
    put_quoted(buf_view(&path), &text);
    buf_text(&text, ", '2017-04-01').primaryConnectionString]");
    json_set_str(action, "connectionString", buf_view(&text));
    buf_done(&text);
    buf_done(&path);
}

static struct json *template_actions(const struct json *actions,
                                     const struct rule *rule)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < json_length(actions); i++) {
        struct json *one = deploy_literal(json_item(actions, i));

        if (at(one, "logicAppResourceId"))
            set_callback(one, trigger_of(rule, i));
        else
            set_connection(one);
        json_add_take(list, one);
    }
    return list;
}

static struct json *whole_subscription(void)
{
    struct json *list = json_new_array();
    struct json *one = json_new_object();

    json_set_text(one, "scopePath", "[subscription().id]");
    json_add_take(list, one);
    return list;
}

/* What Azure has added, and what only the template says. */
static void set_head(struct json *out, const struct json *resource)
{
    static const char *const added[] = {"id", "etag", "systemData", "kind"};
    struct str location = json_text(at(resource, "location"));

    for (size_t i = 0; i < sizeof(added) / sizeof(added[0]); i++)
        json_remove(out, added[i]);
    json_set_text(out, "type", AUTOMATION_TYPE);
    if (!at(resource, "apiVersion"))
        json_set_text(out, "apiVersion", API_VERSION);
    if (str_empty(location) || location.at[0] == '[')
        json_set_text(out, "location", "[resourceGroup().location]");
}

static struct json *template_resource(const struct json *resource,
                                      const struct rule *rule)
{
    struct json *out = deploy_literal(resource);
    const struct json *properties = at(resource, "properties");
    struct json *inside = json_member(out, "properties");

    set_head(out, resource);
    json_set_take(inside, "actions",
                  template_actions(at(properties, "actions"), rule));
    if (!at(properties, "scopes"))
        json_set_take(inside, "scopes", whole_subscription());
    return out;
}

struct json *automation_template(const struct json *const *resources,
                                 const struct rule *const *rules, size_t n)
{
    struct json *out = json_new_object();
    struct json *list = json_new_array();

    for (size_t i = 0; i < n; i++)
        json_add_take(list, template_resource(resources[i], rules[i]));
    json_set_text(out, "$schema", SCHEMA);
    json_set_text(out, "contentVersion", "1.0.0.0");
    json_set_take(out, "parameters", json_new_object());
    json_set_take(out, "resources", list);
    return out;
}
