/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/action.h"

#include "sandbox/armid.h"
#include "sandbox/locks.h"
#include "sandbox/ops.h"
#include "sandbox/provider.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/digest.h"
#include "util/when.h"

#define VM      "Microsoft.Compute/virtualMachines"
#define SITE    "Microsoft.Web/sites"
#define ACCOUNT "Microsoft.Storage/storageAccounts"
#define VAULT   "Microsoft.KeyVault/vaults"
#define NIC     "Microsoft.Network/networkInterfaces"

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
    bool is_put; /* not POST */
    /* Merged into the resource at once, and when the operation ends.  Without
     * a second one the first is all, and the answer is 200. */
    const char *now, *later;
    /* Instead of both, for what is not a change of members. */
    void (*act)(struct sandbox *sandbox, struct call *call, struct str id);
    const char *unless[2]; /* states in which it is refused */
} actions[] = {
    {.type = VM,
     .name = "deallocate",
     .now = CHANGING("deallocating"),
     .later = CHANGED("deallocated")},
    {.type = VM,
     .name = "powerOff",
     .now = CHANGING("stopping"),
     .later = CHANGED("stopped"),
     .unless = {"PowerState/deallocated"}},
    {.type = VM,
     .name = "start",
     .now = CHANGING("starting"),
     .later = CHANGED("running")},
    {.type = VM,
     .name = "restart",
     .now = CHANGING("starting"),
     .later = CHANGED("running"),
     .unless = {"PowerState/deallocated", "PowerState/stopped"}},
    {.type = SITE, .name = "stop", .now = SITE_STATE("Stopped")},
    {.type = SITE, .name = "start", .now = SITE_STATE("Running")},
    {.type = SITE, .name = "restart", .now = SITE_STATE("Running")},
    {.type = ACCOUNT, .name = "listKeys", .act = keys_list},
    {.type = ACCOUNT, .name = "regenerateKey", .act = keys_regenerate},
    {.type = NIC,
     .name = "effectiveNetworkSecurityGroups",
     .act = network_effective},
    {.type = VAULT,
     .name = "accessPolicies/add",
     .is_put = true,
     .act = policies_change},
    {.type = VAULT,
     .name = "accessPolicies/remove",
     .is_put = true,
     .act = policies_change},
    {.type = VAULT,
     .name = "accessPolicies/replace",
     .is_put = true,
     .act = policies_change},
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

struct json *action_begun(int64_t now)
{
    return change_new(CHANGED("running"), now);
}

/* What puts a resource back as it is now, when an action fails. */
static struct json *way_back(const struct json *resource,
                             const struct json *change)
{
    struct json *back = json_new_object(), *properties = json_new_object();

    for (struct json_each e = json_each(json_get(change, "properties"));
         json_next(&e);) {
        const struct json *have =
            json_get(json_get(resource, "properties"), e.name);

        if (have)
            json_set_take(properties, e.name, json_copy(have));
    }
    json_set_take(back, "properties", properties);
    return back;
}

/* Can it be done in the state that it is in?  Answers 409 itself. */
static bool check_state(struct sandbox *sandbox, struct call *call,
                        const struct action *action, struct str id)
{
    struct str text = shelf_text(sandbox->shelf, id);
    bool good = true;

    for (size_t i = 0; i < 2 && action->unless[i]; i++)
        good = good && str_find(text, str_of(action->unless[i])) == STR_NOWHERE;
    if (!good)
        call_fail(call, 409, "OperationNotAllowed",
                  "Operation '%s' is not allowed on VM '%.*s' since the VM is "
                  "either marked for deletion, or deallocated or stopped.",
                  action->name, STR_ARG(armid_name(id)));
    return good;
}

static void change(struct sandbox *sandbox, struct call *call,
                   const struct action *action, struct str id)
{
    struct json *now = change_new(action->now, call->now);
    struct json *resource = shelf_copy(sandbox->shelf, id);
    struct op_plan plan = {.patch = NULL};

    if (!action->later) {
        call_answer(call, 200);
    } else {
        call_answer(call, 202);
        if (provider_fails(resource, action->name)) {
            plan.patch = way_back(resource, now);
            plan.failure = "InternalExecutionError";
        } else {
            plan.patch = change_new(action->later, ops_end(sandbox, call->now));
        }
        ops_follow(sandbox, call, id, &plan);
    }
    /* After the start, which may end an older operation first. */
    shelf_merge(sandbox->shelf, id, now);
    json_free(now);
    json_free(resource);
}

bool action_run(struct sandbox *sandbox, struct call *call)
{
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        const struct action *action = &actions[i];
        struct str name = str_of(action->name), id;

        if (!str_eq(call->method, action->is_put ? STR("PUT") : STR("POST")) ||
            call->path.len <= name.len + 1)
            continue;
        id = str_sub(call->path, 0, call->path.len - name.len - 1);
        if (!str_ends_fold(call->path, name) || call->path.at[id.len] != '/' ||
            !armid_is_type(id, action->type) || !shelf_has(sandbox->shelf, id))
            continue;
        if (locks_hinder(sandbox, call, id) ||
            !check_state(sandbox, call, action, id))
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

static struct json *key_new(const char *name, const char *created)
{
    struct json *key = json_new_object();
    unsigned char bytes[64];
    struct buf text;

    digest_random(bytes, sizeof(bytes));
    buf_init(&text);
    digest_base64((struct str){.at = (const char *)bytes, .len = sizeof(bytes)},
                  &text);
    json_set_text(key, "keyName", name);
    json_set_str(key, "value", buf_view(&text));
    json_set_text(key, "permissions", "FULL");
    json_set_text(key, "creationTime", created);
    buf_done(&text);
    return key;
}

/* Since when a key has been there: the account says it. */
static const char *key_created(struct sandbox *sandbox, struct call *call,
                               struct str id, const char *name)
{
    struct json *account = shelf_copy(sandbox->shelf, id);
    struct str said = json_text(
        json_get(json_at(account, STR("properties.keyCreationTime")), name));
    char time[WHEN_TEXT_SIZE];
    const char *done =
        arena_text(call->arena, said.len ? said.at : when_iso(call->now, time));

    json_free(account);
    return done;
}

static void key_tell(struct sandbox *sandbox, struct str id, const char *name,
                     const char *created)
{
    struct json *patch = json_new_object();

    json_set_text(
        shelf_part(shelf_part(patch, "properties"), "keyCreationTime"), name,
        created);
    shelf_merge(sandbox->shelf, id, patch);
    json_free(patch);
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
    char now[WHEN_TEXT_SIZE];

    when_iso(call->now, now);
    for (size_t i = 0; i < 2; i++) {
        const struct json *have = json_item(json_get(old, "keys"), i);
        bool renew = str_eq_fold(renewed, str_of(names[i]));

        found |= renew;
        if (renew)
            key_tell(sandbox, id, names[i], now);
        json_add_take(keys, have && !renew
                                ? json_copy(have)
                                : key_new(names[i], key_created(sandbox, call,
                                                                id, names[i])));
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

/* Permissions of @more that @policy lacks are added to it, kind by kind. */
static void policy_widen(struct json *policy, const struct json *more)
{
    struct json *permissions = shelf_part(policy, "permissions");

    for (struct json_each kind = json_each(json_find(more, STR("permissions")));
         json_next(&kind);) {
        struct json *have = json_member(permissions, kind.name);

        if (json_type(have) != JSON_ARRAY) {
            json_set_take(permissions, kind.name, json_copy(kind.value));
            continue;
        }
        for (struct json_each p = json_each(kind.value); json_next(&p);) {
            bool known = false;

            for (struct json_each h = json_each(have); json_next(&h);)
                known |= json_equal(h.value, p.value);
            if (!known)
                json_add_take(have, json_copy(p.value));
        }
    }
}

/* Every entry names a principal of this tenant and says permissions. */
static bool check_policies(struct call *call, const struct json *given)
{
    for (struct json_each e = json_each(given); json_next(&e);) {
        if (str_eq_fold(json_text(json_find(e.value, STR("tenantId"))),
                        STR(SANDBOX_TENANT)) &&
            !str_empty(json_text(json_find(e.value, STR("objectId")))) &&
            json_type(json_find(e.value, STR("permissions"))) == JSON_OBJECT)
            continue;
        call_fail(call, 400, "BadRequest",
                  "An invalid value was provided for 'accessPolicies'.");
        return false;
    }
    return true;
}

/* The list as it becomes: all that was there and that the verb leaves, and
 * what it brings. */
static struct json *policies_new(const struct json *old,
                                 const struct json *given, struct str verb)
{
    struct json *list = json_new_array();
    bool add = str_eq_fold(verb, STR("add"));
    bool remove = str_eq_fold(verb, STR("remove"));

    for (struct json_each e = json_each(old); json_next(&e);) {
        struct json *policy;

        if (!add && (!remove || has_principal(given, e.value)))
            continue;
        policy = json_copy(e.value);
        for (struct json_each g = json_each(given); add && json_next(&g);) {
            if (same_principal(g.value, policy))
                policy_widen(policy, g.value);
        }
        json_add_take(list, policy);
    }
    for (struct json_each e = json_each(given); !remove && json_next(&e);) {
        if (!add || !has_principal(list, e.value))
            json_add_take(list, json_copy(e.value));
    }
    return list;
}

/* It is done, and answered, also where roles have taken the place of
 * policies: then nobody looks at them. */
static void policies_change(struct sandbox *sandbox, struct call *call,
                            struct str id)
{
    struct str verb = armid_name(call->path);
    struct json *vault, *body, *list, *answer;
    const struct json *given;

    if (!call_object(call, &body))
        return;
    given = json_at(body, STR("properties.accessPolicies"));
    if (check_policies(call, given)) {
        vault = shelf_copy(sandbox->shelf, id);
        list = policies_new(json_at(vault, STR("properties.accessPolicies")),
                            given, verb);
        answer = json_new_object();
        json_set_text(
            answer, "id",
            arena_printf(call->arena, "%.*s/accessPolicies/", STR_ARG(id)));
        json_set_text(answer, "type", VAULT "/accessPolicies");
        json_set_take(shelf_part(answer, "properties"), "accessPolicies",
                      json_copy(list));
        json_set_take(shelf_part(vault, "properties"), "accessPolicies", list);
        shelf_put(sandbox->shelf, id, vault);
        json_free(vault);
        call_answer_take(call, 200, answer);
    }
    json_free(body);
}
