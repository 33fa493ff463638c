/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_write.c - playbooks for the store, and as templates that deploy.
 */
#include <stdarg.h>
#include <stdio.h>

#include "engine/playbook_part.h"
#include "util/secret.h"

#define SCHEMA                                                                 \
    "https://schema.management.azure.com/schemas/2019-04-01/"                  \
    "deploymentTemplate.json#"
#define API_VERSION     "2019-05-01"
#define CONNECTION_TYPE "Microsoft.Web/connections"

static bool is_secure(const struct json *declared)
{
    return str_starts_fold(json_text(json_find(declared, STR("type"))),
                           STR("secure"));
}

/* Of a secret only where it is. */
static struct json *values_of(const struct playbook *playbook)
{
    const struct json *declared =
        json_find(playbook->definition, STR("parameters"));
    struct json *out = json_new_object();

    for (struct json_each e = json_each(playbook->values); json_next(&e);) {
        struct json *one = json_new_object();

        if (is_secure(json_find(declared, str_of(e.name))) &&
            !secret_reference(json_text(e.value))) {
            json_free(one);
            continue;
        }
        json_set_take(one, "value", json_copy(e.value));
        json_set_take(out, e.name, one);
    }
    return out;
}

static struct json *definition_of(const struct playbook *playbook)
{
    struct json *out = json_copy(playbook->definition);
    struct json *declared = json_member(out, "parameters");

    for (struct json_each e = json_each(declared); json_next(&e);) {
        if (e.name && is_secure(e.value))
            json_remove(json_member(declared, e.name), "defaultValue");
    }
    return out;
}

struct json *playbook_needs(const struct playbook *playbook)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < playbook->n_parameters; i++) {
        if (playbook->parameters[i].needed)
            json_add_take(list,
                          json_new_text(str_of(playbook->parameters[i].name)));
    }
    return list;
}

struct json *playbook_to_json(const struct playbook *playbook)
{
    struct json *out;
    struct json *properties;
    struct json *own;

    if (!playbook->definition)
        return NULL;
    out = json_new_object();
    properties = json_new_object();
    own = json_new_object();
    json_set_text(out, "name", playbook->name);
    json_set_text(out, "type", PLAYBOOK_WORKFLOWS);
    json_set_take(properties, "definition", definition_of(playbook));
    json_set_take(properties, "parameters", values_of(playbook));
    json_set_take(out, "properties", properties);
    json_set_take(own, "needs", playbook_needs(playbook));
    json_set_take(out, "riposte", own);
    return out;
}

struct json *playbook_workflow(const struct playbook *playbook, const char *run)
{
    struct json *out = json_new_object();
    struct json *of_run = json_new_object();
    struct buf id;

    buf_init(&id);
    buf_printf(&id, "/subscriptions/%s/resourceGroups/%s/providers/%s/%s",
               PLAYBOOK_SUBSCRIPTION, PLAYBOOK_GROUP, PLAYBOOK_WORKFLOWS,
               playbook->name);
    json_set_str(out, "id", buf_view(&id));
    json_set_text(out, "name", playbook->name);
    json_set_text(out, "type", PLAYBOOK_WORKFLOWS);
    json_set_text(out, "location", PLAYBOOK_LOCATION);
    json_set_take(out, "tags", json_new_object());
    buf_printf(&id, "/runs/%s", run);
    json_set_str(of_run, "id", buf_view(&id));
    json_set_text(of_run, "name", run);
    json_set_take(out, "run", of_run);
    buf_done(&id);
    return out;
}

/* ---- templates ------------------------------------------------------------*/

#define NAME "[parameters('PlaybookName')]"

__attribute__((format(printf, 3, 4))) static void
set_printf(struct json *object, const char *name, const char *fmt, ...)
{
    char text[1024];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    json_set_text(object, name, text);
}

/* What a template could not hold in quotes is not in a key of the designer. */
static bool is_plain(const char *key)
{
    return str_find_char(str_of(key), '\'') == STR_NOWHERE;
}

static void set_api(struct json *object, const char *api)
{
    set_printf(object, "id",
               "[concat(subscription().id, '/providers/Microsoft.Web/"
               "locations/', resourceGroup().location, '/managedApis/%s')]",
               api);
}

static struct json *connection_resource(const struct playbook_connection *of)
{
    struct json *out = json_new_object();
    struct json *properties = json_new_object();
    struct json *api = json_new_object();

    json_set_text(out, "type", CONNECTION_TYPE);
    json_set_text(out, "apiVersion", "2016-06-01");
    set_printf(out, "name", "[concat('%s-', parameters('PlaybookName'))]",
               of->key);
    json_set_text(out, "location", "[resourceGroup().location]");
    set_printf(properties, "displayName",
               "[concat('%s-', parameters('PlaybookName'))]", of->key);
    set_api(api, of->api);
    json_set_take(properties, "api", api);
    json_set_take(out, "properties", properties);
    return out;
}

static struct json *connection_value(const struct playbook_connection *of)
{
    struct json *out = json_new_object();

    set_printf(out, "connectionId",
               "[resourceId('Microsoft.Web/connections', concat('%s-', "
               "parameters('PlaybookName')))]",
               of->key);
    set_printf(out, "connectionName",
               "[concat('%s-', parameters('PlaybookName'))]", of->key);
    set_api(out, of->api);
    return out;
}

static struct json *wrapped(const char *name, struct json *value)
{
    struct json *out = json_new_object();

    json_set_take(out, name, value);
    return out;
}

static struct json *template_values(const struct playbook *playbook)
{
    struct json *values = values_of(playbook);
    struct json *out = deploy_literal(values);
    struct json *all = json_new_object();

    json_free(values);
    for (size_t i = 0; i < playbook->n_connections; i++)
        json_set_take(all, playbook->connections[i].key,
                      connection_value(&playbook->connections[i]));
    json_remove(out, "$connections");
    if (playbook->n_connections > 0)
        json_set_take(out, "$connections", wrapped("value", all));
    else
        json_free(all);
    return out;
}

static struct json *depends(const struct playbook *playbook)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < playbook->n_connections; i++) {
        struct json *value = connection_value(&playbook->connections[i]);

        json_add_take(list, json_copy(json_get(value, "connectionId")));
        json_free(value);
    }
    return list;
}

/* The designer declares it wherever there are connections. */
static struct json *template_definition(const struct playbook *playbook)
{
    struct json *definition = definition_of(playbook);
    struct json *out = deploy_literal(definition);
    struct json *declared;

    json_free(definition);
    if (playbook->n_connections == 0)
        return out;
    if (!json_get(out, "parameters"))
        json_set_take(out, "parameters", json_new_object());
    declared = json_member(out, "parameters");
    if (!json_find(declared, STR("$connections"))) {
        struct json *one = wrapped("defaultValue", json_new_object());

        json_set_text(one, "type", "Object");
        json_set_take(declared, "$connections", one);
    }
    return out;
}

static struct json *workflow_resource(const struct playbook *playbook)
{
    struct json *out = json_new_object();
    struct json *properties = json_new_object();

    json_set_text(out, "type", PLAYBOOK_WORKFLOWS);
    json_set_text(out, "apiVersion", API_VERSION);
    json_set_text(out, "name", NAME);
    json_set_text(out, "location", "[resourceGroup().location]");
    json_set_take(out, "identity",
                  wrapped("type", json_new_text(STR("SystemAssigned"))));
    json_set_take(out, "dependsOn", depends(playbook));
    json_set_text(properties, "state", "Enabled");
    json_set_take(properties, "definition", template_definition(playbook));
    json_set_take(properties, "parameters", template_values(playbook));
    json_set_take(out, "properties", properties);
    return out;
}

/* A secret is asked for where it is deployed. */
static void add_secrets(const struct playbook *playbook, struct json *resource,
                        struct json *parameters)
{
    struct json *values =
        json_member(json_member(resource, "properties"), "parameters");

    for (size_t i = 0; i < playbook->n_parameters; i++) {
        const struct playbook_parameter *one = &playbook->parameters[i];
        struct json *value;

        if (!one->secret || !is_plain(one->name))
            continue;
        value = json_new_object();
        json_set_take(parameters, one->name,
                      wrapped("type", json_new_text(str_of(one->type))));
        set_printf(value, "value", "[parameters('%s')]", one->name);
        json_set_take(values, one->name, value);
    }
}

struct json *playbook_template(const struct playbook *playbook)
{
    struct json *out = json_new_object();
    struct json *parameters = json_new_object();
    struct json *name = wrapped("type", json_new_text(STR("string")));
    struct json *list = json_new_array();
    struct json *workflow = workflow_resource(playbook);

    json_set_text(name, "defaultValue", playbook->name);
    json_set_take(parameters, "PlaybookName", name);
    add_secrets(playbook, workflow, parameters);
    for (size_t i = 0; i < playbook->n_connections; i++)
        json_add_take(list, connection_resource(&playbook->connections[i]));
    json_add_take(list, workflow);
    json_set_text(out, "$schema", SCHEMA);
    json_set_text(out, "contentVersion", "1.0.0.0");
    json_set_take(out, "parameters", parameters);
    json_set_take(out, "resources", list);
    return out;
}
