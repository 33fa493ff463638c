/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_remote.c - what only Azure can work out in a template: what a
 * connection is called there is never needed here, and values (the key of an
 * account, the address of another workflow) are asked for instead.
 */
#include "engine/deploy.h"
#include "engine/playbook_part.h"

/* ---- parameters -----------------------------------------------------------*/

static bool asks_azure(const struct json *json)
{
    return deploy_asks_azure(json_text(json));
}

/* {"office365": {"connectionId": …, "id": "[reference(…).api.id]"}} */
static void forget_ids(struct json *connections)
{
    static const char *const ids[] = {"id", "connectionId", "connectionName"};

    for (struct json_each e = json_each(connections); json_next(&e);) {
        struct json *one = e.name ? json_member(connections, e.name) : NULL;

        for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
            if (json_type(one) == JSON_OBJECT &&
                asks_azure(json_get(one, ids[i])))
                json_set_text(one, ids[i], "");
        }
    }
}

static void forget_values(struct json *parameters)
{
    struct json *kept = json_copy(parameters);

    for (struct json_each e = json_each(kept); json_next(&e);) {
        struct json *one = e.name ? json_member(parameters, e.name) : NULL;

        if (one && str_eq(str_of(e.name), STR("$connections")))
            forget_ids(json_member(one, "value"));
        else if (asks_azure(json_find(e.value, STR("value"))))
            json_remove(parameters, e.name);
    }
    json_free(kept);
}

/* ---- values within a definition -------------------------------------------*/

/* Nobody answers more than that: what comes behind is left, and refused. */
#define MOST_ASKED 100

/* What is asked for instead, with the names that the definition has. */
struct asked {
    struct json *parameters; /* of the definition */
    const char *member;      /* where the value stands: "uri" */
    int n;
};

/* A key, or a link that is one, is never written down. */
static bool is_key(struct str expression)
{
    return str_find_fold(expression, STR("list")) != STR_NOWHERE;
}

/* "uri_from_Azure", "uri_from_Azure_2" … */
static struct json *ask_instead(struct asked *asked, struct str expression)
{
    struct json *declared = json_new_object();
    struct json *metadata = json_new_object();
    struct json *out;
    struct buf name;
    struct buf text;

    buf_init(&name);
    buf_init(&text);
    buf_printf(&name, "%s_from_Azure", asked->member);
    for (int i = 2; json_find(asked->parameters, buf_view(&name)); i++) {
        buf_clear(&name);
        buf_printf(&name, "%s_from_Azure_%d", asked->member, i);
    }
    json_set_str(metadata, "description",
                 str_sub(expression, 1, expression.len - 2));
    json_set_text(declared, "type",
                  is_key(expression) ? "securestring" : "string");
    json_set_take(declared, "metadata", metadata);
    json_set_take(asked->parameters, name.at, declared);
    buf_printf(&text, "@parameters('%s')", name.at);
    out = json_new_text(buf_view(&text));
    buf_done(&text);
    buf_done(&name);
    return out;
}

static struct json *without_remote(struct asked *asked, const struct json *json)
{
    enum json_type type = json_type(json);
    const char *member = asked->member;
    struct json *out;

    if (asks_azure(json) && asked->n < MOST_ASKED) {
        asked->n++;
        return ask_instead(asked, json_text(json));
    }
    if (type != JSON_OBJECT && type != JSON_ARRAY)
        return json ? json_copy(json) : NULL;
    out = type == JSON_OBJECT ? json_new_object() : json_new_array();
    for (struct json_each e = json_each(json); json_next(&e);) {
        if (e.name)
            asked->member = e.name;
        if (e.name)
            json_set_take(out, e.name, without_remote(asked, e.value));
        else
            json_add_take(out, without_remote(asked, e.value));
        asked->member = member;
    }
    return out;
}

static void forget_in_definition(struct json *definition)
{
    static const char *const parts[] = {"triggers", "actions"};
    struct asked asked = {
        .parameters = json_member(definition, "parameters"),
        .member = "value",
    };

    if (json_type(asked.parameters) != JSON_OBJECT) {
        asked.parameters = json_new_object();
        json_set_take(definition, "parameters", asked.parameters);
    }
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        const struct json *part = json_get(definition, parts[i]);

        if (part)
            json_set_take(definition, parts[i], without_remote(&asked, part));
    }
}

/* ---- all workflows of a template ------------------------------------------*/

void playbook_forget_remote(struct json *json)
{
    struct json *properties;

    if (json_type(json) == JSON_OBJECT) {
        properties = json_member(json, "properties");
        if (json_type(json_get(properties, "definition")) == JSON_OBJECT) {
            forget_in_definition(json_member(properties, "definition"));
            if (json_type(json_get(properties, "parameters")) == JSON_OBJECT)
                forget_values(json_member(properties, "parameters"));
            return;
        }
    }
    for (struct json_each e = json_each(json); json_next(&e);) {
        struct json *inner =
            e.name ? json_member(json, e.name) : json_element(json, e.index);

        if (json_type(inner) == JSON_OBJECT || json_type(inner) == JSON_ARRAY)
            playbook_forget_remote(inner);
    }
}
