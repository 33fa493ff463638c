/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbook_remote.c - what only Azure can work out in a template: what a
 * connection is called there is never needed here, and values of parameters
 * (the key of an account) are asked for instead.
 */
#include "engine/deploy.h"
#include "engine/playbook_part.h"

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

void playbook_forget_remote(struct json *json)
{
    struct json *properties;

    if (json_type(json) == JSON_OBJECT) {
        properties = json_member(json, "properties");
        if (json_type(json_find(properties, STR("definition"))) ==
                JSON_OBJECT &&
            json_type(json_find(properties, STR("parameters"))) ==
                JSON_OBJECT) {
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
