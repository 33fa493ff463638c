/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/vault.h"

#include "sandbox/armid.h"
#include "sandbox/data.h"
#include "sandbox/handlers.h"
#include "sandbox/page.h"
#include "sandbox/plane.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"

#define VAULT "Microsoft.KeyVault/vaults"
#define MOST  25 /* on a page */

/* What is asked for, by the name of an access policy and of a role. */
enum need { NEED_LIST, NEED_GET, NEED_SET, NEED_N };

static const struct {
    const char *permission, *action;
} needs[NEED_N] = {
    [NEED_LIST] = {"list", VAULT "/secrets/readMetadata/action"},
    [NEED_GET] = {"get", VAULT "/secrets/getSecret/action"},
    [NEED_SET] = {"set", VAULT "/secrets/update/action"},
};

void vault_load(struct sandbox *sandbox, const struct json *secrets)
{
    struct arena *arena = arena_new();

    for (struct json_each e = json_each(secrets); json_next(&e);) {
        const struct json *versions = json_get(e.value, "versions");

        for (struct json_each v = json_each(versions); json_next(&v);)
            shelf_put(sandbox->shelf,
                      str_of(arena_printf(arena, "/vault/%s/secrets/%s/%s",
                                          data_text(e.value, "vault"),
                                          data_text(e.value, "name"),
                                          data_text(v.value, "version"))),
                      v.value);
    }
    arena_free(arena);
}

/* A refusal has a second code inside of the error. */
static void forbid(struct call *call, const char *inner, const char *message)
{
    struct json *body = json_new_object(), *error = json_new_object();
    struct json *more = json_new_object();

    json_set_text(error, "code", "Forbidden");
    json_set_text(error, "message", message);
    json_set_text(more, "code", inner);
    json_set_take(error, "innererror", more);
    json_set_take(body, "error", error);
    call_answer_take(call, 403, body);
}

/* Has riposte's own access policy that permission? */
static bool policy_allows(const struct json *vault, const char *permission)
{
    const struct json *policies =
        json_at(vault, STR("properties.accessPolicies"));

    for (struct json_each p = json_each(policies); json_next(&p);) {
        const struct json *secrets =
            json_at(p.value, STR("permissions.secrets"));

        if (!str_eq_fold(json_text(json_find(p.value, STR("objectId"))),
                         STR(SANDBOX_PRINCIPAL)))
            continue;
        for (struct json_each s = json_each(secrets); json_next(&s);) {
            if (str_eq_fold(json_text(s.value), str_of(permission)) ||
                str_eq_fold(json_text(s.value), STR("all")))
                return true;
        }
    }
    return false;
}

static bool check_door(struct call *call, const struct json *vault)
{
    static const struct {
        const char *inner, *message;
    } refusals[PLANE_DOOR_N] = {
        [PLANE_NO_PUBLIC] = {"ForbiddenByConnection",
                             "Public network access is disabled and request "
                             "is not from a trusted service nor via an "
                             "approved private link."},
        [PLANE_FIREWALL] = {"ForbiddenByFirewall",
                            "Client address is not authorized and caller is "
                            "not a trusted service."},
    };
    enum plane_door door = plane_door(vault);

    if (door == PLANE_OPEN)
        return true;
    forbid(call, refusals[door].inner, refusals[door].message);
    return false;
}

static bool check_right(struct sandbox *sandbox, struct call *call,
                        const struct json *vault, enum need need)
{
    const char *permission = needs[need].permission;
    const char *action = needs[need].action;
    bool rbac = false, held = rights_hold(&sandbox->rights, str_of(action));

    json_bool(json_at(vault, STR("properties.enableRbacAuthorization")), &rbac);
    if (held && (rbac || policy_allows(vault, permission)))
        return true;
    if (rbac)
        forbid(call, "ForbiddenByRbac",
               arena_printf(call->arena,
                            "Caller is not authorized to perform action on "
                            "resource. Caller: appid=%s;oid=%s Action: '%s'",
                            SANDBOX_CLIENT, SANDBOX_PRINCIPAL, action));
    else
        forbid(call, "AccessDenied",
               arena_printf(call->arena,
                            "The user, group or application 'appid=%s;oid=%s' "
                            "does not have secrets %s permission on key vault "
                            "'%s'.",
                            SANDBOX_CLIENT, SANDBOX_PRINCIPAL, permission,
                            data_text(vault, "name")));
    return false;
}

/* Is there the vault, and may it be opened for that?  Answers when not. */
static bool open_vault(struct sandbox *sandbox, struct call *call,
                       enum need need)
{
    struct json *vault = plane_resource(sandbox, VAULT, call->arg[0]);
    bool good = false;

    if (str_empty(call_argument(call, "api-version")))
        call_fail(call, 400, "BadParameter", "api-version must be specified");
    else if (!vault)
        call_fail(call, 404, "VaultNotFound", "There is no vault '%.*s'.",
                  STR_ARG(call->arg[0]));
    else
        good =
            check_door(call, vault) && check_right(sandbox, call, vault, need);
    json_free(vault);
    return good;
}

/* Below what a secret's versions stand. */
static struct str place_of(struct call *call)
{
    return str_of(arena_printf(call->arena, "/vault/%.*s/secrets/%.*s",
                               STR_ARG(call->arg[0]), STR_ARG(call->arg[1])));
}

/* As it is shown: without its value, unless that is asked for. */
static struct json *shown(struct sandbox *sandbox, struct call *call,
                          struct str id, bool with_value, bool with_version)
{
    struct json *json = shelf_copy(sandbox->shelf, id), *out;
    struct json *value = json_member(json, "value");

    out = json_new_object();
    if (with_value && value)
        json_set_take(out, "value", json_copy(value));
    json_set_text(out, "id",
                  arena_printf(call->arena, "%s%.*s", sandbox->base,
                               STR_ARG(with_version ? id : armid_parent(id))));
    json_set_take(out, "attributes", json_copy(json_get(json, "attributes")));
    json_free(json);
    return out;
}

/* The newest version: the last that was put. */
static struct str newest(struct sandbox *sandbox, struct str place)
{
    struct str found = STR_NONE;

    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        if (str_eq_fold(armid_parent(e.id), place))
            found = e.id;
    }
    return found;
}

static void not_found(struct call *call)
{
    call_fail(call, 404, "SecretNotFound",
              "A secret with (name/id) %.*s was not found in this key vault. "
              "If you recently deleted this secret you may be able to recover "
              "it using the correct recovery command.",
              STR_ARG(call->arg[1]));
}

/* At most so many as are asked for, and never more than 25; answers 400 itself
 * when more are. */
static bool begin_page(struct page *page, struct sandbox *sandbox,
                       struct call *call)
{
    struct str text = call_argument(call, "maxresults");
    int64_t most = MOST;

    if (!str_empty(text) &&
        (!str_int(text, &most) || most < 1 || most > MOST)) {
        call_fail(call, 400, "BadParameter",
                  "maxresults must be between 1 and %d.", MOST);
        return false;
    }
    page_begin(page, sandbox, call);
    page->size = page->size < most ? page->size : most;
    return true;
}

static void add_shown(struct page *page, struct json *json)
{
    struct buf text;

    buf_init(&text);
    json_write(json, JSON_COMPACT, &text);
    page_add(page, buf_view(&text));
    buf_done(&text);
    json_free(json);
}

static void versions_get(struct sandbox *sandbox, struct call *call)
{
    struct str place;
    struct page page;

    if (!open_vault(sandbox, call, NEED_LIST))
        return;
    place = place_of(call);
    if (str_empty(newest(sandbox, place))) {
        not_found(call);
        return;
    }
    if (!begin_page(&page, sandbox, call))
        return;
    for (struct shelf_each e = {.shelf = sandbox->shelf};
         !page.is_full && shelf_next(&e);) {
        if (str_eq_fold(armid_parent(e.id), place))
            add_shown(&page, shown(sandbox, call, e.id, false, true));
    }
    page_end(&page, NULL);
}

static void secrets_get(struct sandbox *sandbox, struct call *call)
{
    struct str last = STR_NONE, place;
    struct page page;

    if (!open_vault(sandbox, call, NEED_LIST))
        return;
    place = str_of(arena_printf(call->arena, "/vault/%.*s/secrets",
                                STR_ARG(call->arg[0])));
    if (!begin_page(&page, sandbox, call))
        return;
    for (struct shelf_each e = {.shelf = sandbox->shelf};
         !page.is_full && shelf_next(&e);) {
        struct str name = armid_parent(e.id);

        if (!str_eq_fold(armid_parent(name), place) || str_eq_fold(name, last))
            continue;
        last = name;
        add_shown(&page,
                  shown(sandbox, call, newest(sandbox, name), false, false));
    }
    page_end(&page, NULL);
}

/* The version of the path, or the newest; empty when there is none, and that
 * is answered. */
static struct str version_find(struct sandbox *sandbox, struct call *call)
{
    struct str place = place_of(call), id;

    if (str_empty(call->arg[2]))
        id = newest(sandbox, place);
    else
        id = shelf_id(
            sandbox->shelf,
            str_of(arena_printf(call->arena, "%.*s/%.*s", STR_ARG(place),
                                STR_ARG(call->arg[2]))));
    if (str_empty(id))
        not_found(call);
    return id;
}

static void secret_get(struct sandbox *sandbox, struct call *call)
{
    bool enabled = true;
    struct json *json;
    struct str id;

    if (!open_vault(sandbox, call, NEED_GET))
        return;
    id = version_find(sandbox, call);
    if (str_empty(id))
        return;
    json = shown(sandbox, call, id, true, true);
    json_bool(json_at(json, STR("attributes.enabled")), &enabled);
    if (enabled) {
        call_answer_take(call, 200, json);
    } else {
        json_free(json);
        forbid(call, "SecretDisabled",
               "Operation get is not allowed on a disabled secret.");
    }
}

static void secret_patch(struct sandbox *sandbox, struct call *call)
{
    const struct json *attributes, *enabled;
    struct json *body, *patch;
    struct str id;

    if (!open_vault(sandbox, call, NEED_SET))
        return;
    id = version_find(sandbox, call);
    if (str_empty(id) || !call_object(call, &body))
        return;
    attributes = json_find(body, STR("attributes"));
    enabled = json_find(attributes, STR("enabled"));
    if (enabled && json_type(enabled) != JSON_BOOL) {
        call_fail(call, 400, "BadParameter",
                  "Property  has invalid value: attributes.enabled");
    } else {
        patch = json_new_object();
        if (enabled)
            json_set_take(shelf_part(patch, "attributes"), "enabled",
                          json_copy(enabled));
        json_set_int(shelf_part(patch, "attributes"), "updated",
                     call->now / 1000);
        shelf_merge(sandbox->shelf, id, patch);
        json_free(patch);
        call_answer_take(call, 200, shown(sandbox, call, id, false, true));
    }
    json_free(body);
}

static const struct route rows[] = {
    {"GET", "/vault/{}/secrets", SERVICE_VAULT, secrets_get},
    {"GET", "/vault/{}/secrets/{}/versions", SERVICE_VAULT, versions_get},
    {"GET", "/vault/{}/secrets/{}", SERVICE_VAULT, secret_get},
    {"GET", "/vault/{}/secrets/{}/{}", SERVICE_VAULT, secret_get},
    {"PATCH", "/vault/{}/secrets/{}", SERVICE_VAULT, secret_patch},
    {"PATCH", "/vault/{}/secrets/{}/{}", SERVICE_VAULT, secret_patch},
};

const struct route_table vault_routes = ROUTE_TABLE(rows);
