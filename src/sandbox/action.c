/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/action.h"

#include "sandbox/armid.h"
#include "sandbox/locks.h"
#include "sandbox/ops.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/digest.h"
#include "util/when.h"

#define VM      "Microsoft.Compute/virtualMachines"
#define SITE    "Microsoft.Web/sites"
#define ACCOUNT "Microsoft.Storage/storageAccounts"
#define VAULT   "Microsoft.KeyVault/vaults"

/* What a machine's instance view says; "$now" becomes the time. */
#define POWER(state_, lower_, code_)                                           \
    "{\"properties\":{\"provisioningState\":\"" state_ "\","                   \
    "\"instanceView\":{\"statuses\":[{\"code\":\"ProvisioningState/" lower_    \
    "\",\"level\":\"Info\",\"displayStatus\":\"Provisioning " lower_           \
    "\",\"time\":\"$now\"},{\"code\":\"PowerState/" code_                      \
    "\",\"level\":\"Info\",\"displayStatus\":\"VM " code_ "\"}]}}}"
#define CHANGING(code_) POWER("Updating", "updating", code_)
#define CHANGED(code_)  POWER("Succeeded", "succeeded", code_)

#define SITE_STATE(state_) "{\"properties\":{\"state\":\"" state_ "\"}}"

static void keys_list(struct sandbox *sandbox, struct call *call,
                      struct str id);
static void keys_regenerate(struct sandbox *sandbox, struct call *call,
                            struct str id);
static void policies_change(struct sandbox *sandbox, struct call *call,
                            struct str id);

static const struct action {
    const char *type;
    const char *name;
    const char *method;
    /* Merged into the resource at once, and when the operation ends.  Without
     * a second one the first is all, and the answer is 200. */
    const char *now, *later;
    /* Instead of both, for what is not a change of members. */
    void (*act)(struct sandbox *sandbox, struct call *call, struct str id);
} actions[] = {
    {VM, "deallocate", "POST", CHANGING("deallocating"), CHANGED("deallocated"),
     NULL},
    {VM, "powerOff", "POST", CHANGING("stopping"), CHANGED("stopped"), NULL},
    {VM, "start", "POST", CHANGING("starting"), CHANGED("running"), NULL},
    {VM, "restart", "POST", CHANGING("starting"), CHANGED("running"), NULL},
    {SITE, "stop", "POST", SITE_STATE("Stopped"), NULL, NULL},
    {SITE, "start", "POST", SITE_STATE("Running"), NULL, NULL},
    {SITE, "restart", "POST", SITE_STATE("Running"), NULL, NULL},
    {ACCOUNT, "listKeys", "POST", NULL, NULL, keys_list},
    {ACCOUNT, "regenerateKey", "POST", NULL, NULL, keys_regenerate},
    {VAULT, "accessPolicies/add", "PUT", NULL, NULL, policies_change},
    {VAULT, "accessPolicies/remove", "PUT", NULL, NULL, policies_change},
    {VAULT, "accessPolicies/replace", "PUT", NULL, NULL, policies_change},
};

/* Parses a change out of the table. */
static struct json *change_new(const char *text, int64_t now)
{
    struct str rest = str_of(text);
    size_t at = str_find(rest, STR("$now"));
    struct json *json = NULL;
    char time[WHEN_TEXT_SIZE];
    struct buf out;
    struct err err;

    buf_init(&out);
    if (at != STR_NOWHERE) {
        buf_str(&out, str_sub(rest, 0, at));
        buf_text(&out, when_iso(now, time));
        rest = str_sub(rest, at + 4, rest.len);
    }
    buf_str(&out, rest);
    json_parse(buf_view(&out), &json, &err);
    buf_done(&out);
    return json;
}

static void change(struct sandbox *sandbox, struct call *call,
                   const struct action *action, struct str id)
{
    struct json *now = change_new(action->now, call->now);

    if (action->later)
        ops_start_take(sandbox, call, id, change_new(action->later, call->now));
    else
        call_answer(call, 200);
    /* After the start, which may end an older operation first. */
    shelf_merge(sandbox->shelf, id, now);
    json_free(now);
}

bool action_run(struct sandbox *sandbox, struct call *call)
{
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        const struct action *action = &actions[i];
        struct str name = str_of(action->name), id;

        if (!str_eq(call->method, str_of(action->method)) ||
            call->path.len <= name.len + 1)
            continue;
        id = str_sub(call->path, 0, call->path.len - name.len - 1);
        if (!str_ends_fold(call->path, name) || call->path.at[id.len] != '/' ||
            !armid_is_type(id, action->type) || !shelf_has(sandbox->shelf, id))
            continue;
        if (locks_hinder(sandbox, call, id))
            return true;
        if (action->act)
            action->act(sandbox, call, id);
        else
            change(sandbox, call, action, id);
        return true;
    }
    return false;
}

/* The keys of an account stand beside it, where no GET finds them. */
static struct str keys_id(struct call *call, struct str id)
{
    return str_of(arena_printf(call->arena, "%.*s/listKeys", STR_ARG(id)));
}

static struct json *key_new(const char *name, int64_t now)
{
    struct json *key = json_new_object();
    char time[WHEN_TEXT_SIZE];
    unsigned char bytes[64];
    struct buf text;

    digest_random(bytes, sizeof(bytes));
    buf_init(&text);
    digest_base64((struct str){.at = (const char *)bytes, .len = sizeof(bytes)},
                  &text);
    json_set_text(key, "keyName", name);
    json_set_str(key, "value", buf_view(&text));
    json_set_text(key, "permissions", "FULL");
    json_set_text(key, "creationTime", when_iso(now, time));
    buf_done(&text);
    return key;
}

/* With @renewed, the key of that name is a new one; false when there is none
 * of that name. */
static bool keys_answer(struct sandbox *sandbox, struct call *call,
                        struct str id, struct str renewed)
{
    static const char *const names[] = {"key1", "key2"};
    struct json *old = shelf_copy(sandbox->shelf, keys_id(call, id));
    struct json *all = json_new_object(), *keys = json_new_array();
    bool found = str_empty(renewed);

    for (size_t i = 0; i < 2; i++) {
        const struct json *have = json_item(json_get(old, "keys"), i);
        bool renew = str_eq_fold(renewed, str_of(names[i]));

        found |= renew;
        json_add_take(keys, have && !renew ? json_copy(have)
                                           : key_new(names[i], call->now));
    }
    json_set_take(all, "keys", keys);
    if (found) {
        shelf_put(sandbox->shelf, keys_id(call, id), all);
        call_answer_take(call, 200, all);
    } else {
        json_free(all);
    }
    json_free(old);
    return found;
}

static void keys_list(struct sandbox *sandbox, struct call *call, struct str id)
{
    keys_answer(sandbox, call, id, STR_NONE);
}

static void keys_regenerate(struct sandbox *sandbox, struct call *call,
                            struct str id)
{
    struct json *body;
    struct str name;

    if (!call_object(call, &body))
        return;
    name = json_text(json_find(body, STR("keyName")));
    if (str_empty(name) || !keys_answer(sandbox, call, id, name))
        call_fail(call, 400, "InvalidKeyName", "The account has no key '%.*s'.",
                  STR_ARG(name));
    json_free(body);
}

static bool same_principal(const struct json *a, const struct json *b)
{
    return str_eq_fold(json_text(json_find(a, STR("objectId"))),
                       json_text(json_find(b, STR("objectId"))));
}

static bool has_principal(const struct json *list, const struct json *policy)
{
    for (struct json_each e = json_each(list); json_next(&e);) {
        if (same_principal(e.value, policy))
            return true;
    }
    return false;
}

/* add, remove or replace: old entries without those of the same principals,
 * or none, and then the given ones, or not. */
static void policies_change(struct sandbox *sandbox, struct call *call,
                            struct str id)
{
    struct str verb = armid_name(call->path);
    struct json *vault, *body, *list, *properties;
    const struct json *given;

    if (!call_object(call, &body))
        return;
    given = json_at(body, STR("properties.accessPolicies"));
    vault = shelf_copy(sandbox->shelf, id);
    properties = shelf_part(vault, "properties");
    list = json_new_array();
    for (struct json_each e = json_each(json_get(properties, "accessPolicies"));
         json_next(&e);) {
        if (!str_eq_fold(verb, STR("replace")) &&
            !has_principal(given, e.value))
            json_add_take(list, json_copy(e.value));
    }
    for (struct json_each e = json_each(given); json_next(&e);) {
        if (!str_eq_fold(verb, STR("remove")))
            json_add_take(list, json_copy(e.value));
    }
    json_set_take(properties, "accessPolicies", list);
    shelf_put(sandbox->shelf, id, vault);
    call_answer_take(call, 200, vault);
    json_free(body);
}
