/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the identity may do, as Azure Resource Manager and Graph tell it. */
#include "sandbox/armid.h"
#include "sandbox/estate.h"
#include "sandbox/handlers.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/digest.h"

#define LISTS 4

/* The roles that it holds everywhere.  What counts is the sum of them, and in
 * each of them what it allows less what it does not. */
static const struct {
    const char *actions[LISTS], *not_actions[LISTS];
    const char *data[LISTS];
} held[] = {
    /* Contributor */
    {.actions = {"*"},
     .not_actions = {"Microsoft.Authorization/*/Delete",
                     "Microsoft.Authorization/*/Write",
                     "Microsoft.Authorization/elevateAccess/Action"}},
    /* User Access Administrator */
    {.actions = {"*/read", "Microsoft.Authorization/*"}},
    /* Storage Blob Data Owner */
    {.actions = {"Microsoft.Storage/storageAccounts/blobServices/"
                 "containers/*"},
     .data = {"Microsoft.Storage/storageAccounts/blobServices/containers/"
              "blobs/*"}},
    /* Key Vault Secrets Officer */
    {.actions = {"Microsoft.KeyVault/*/read"},
     .data = {"Microsoft.KeyVault/vaults/secrets/*"}},
};

static struct json *list_of(const char *const *items)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < LISTS && items[i]; i++)
        json_add_take(list, json_new_text(str_of(items[i])));
    return list;
}

static void permissions_get(struct sandbox *sandbox, struct call *call)
{
    struct json *body, *value;

    if (!estate_check(sandbox, call))
        return;
    if (!shelf_has(sandbox->shelf, call->arg[0])) {
        call_fail(call, 404, "ResourceNotFound", "'%.*s' was not found.",
                  STR_ARG(call->arg[0]));
        return;
    }
    body = json_new_object();
    value = json_new_array();
    for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++) {
        struct json *entry = json_new_object();
        struct json *not_actions = list_of(held[i].not_actions);
        struct json *not_data = json_new_array();

        rights_put_denied(&sandbox->rights, false, not_actions);
        rights_put_denied(&sandbox->rights, true, not_data);
        json_set_take(entry, "actions", list_of(held[i].actions));
        json_set_take(entry, "notActions", not_actions);
        json_set_take(entry, "dataActions", list_of(held[i].data));
        json_set_take(entry, "notDataActions", not_data);
        json_add_take(value, entry);
    }
    json_set_take(body, "value", value);
    call_answer_take(call, 200, body);
}

/* The service principals that Graph is asked for: riposte's, and those of the
 * interfaces whose permissions it holds. */
static const struct {
    const char *app, *id, *name;
    const char *audience; /* whose permissions it offers; NULL: riposte */
} principals[] = {
    {SANDBOX_CLIENT, SANDBOX_PRINCIPAL, "riposte", NULL},
    {"00000003-0000-0000-c000-000000000000",
     "3f1c9a52-7b60-4e8d-a2c4-5d6e7f809102", "Microsoft Graph", "graph"},
    {"fc780465-2017-40d4-a0c5-307022471b92",
     "8e2d7c41-0a9b-4f36-b1d8-c7e6f5a49203", "WindowsDefenderATP", "endpoint"},
};

#define PRINCIPALS (sizeof(principals) / sizeof(principals[0]))

/* By "servicePrincipals(appId='…')" or by the id alone; PRINCIPALS when there
 * is none, and that is answered. */
static size_t principal_find(struct call *call, struct str want)
{
    if (str_starts_fold(want, STR("servicePrincipals(appId='")) &&
        str_ends(want, STR("')")))
        want = str_sub(want, 25, want.len - 27);
    for (size_t i = 0; i < PRINCIPALS; i++) {
        if (str_eq_fold(want, str_of(principals[i].app)) ||
            str_eq_fold(want, str_of(principals[i].id)))
            return i;
    }
    call_fail(call, 404, "Request_ResourceNotFound",
              "Resource '%.*s' does not exist or one of its queried "
              "reference-property objects are not present.",
              STR_ARG(want));
    return PRINCIPALS;
}

static struct json *app_roles(const char *audience)
{
    struct json *list = json_new_array();
    const char *whose, *role;
    char guid[GUID_SIZE];

    for (size_t i = 0; (role = rights_role(i, &whose)); i++) {
        struct json *item;

        if (!audience || !str_eq(str_of(whose), str_of(audience)))
            continue;
        item = json_new_object();
        json_set_text(item, "id", digest_guid_of(str_of(role), guid));
        json_set_text(item, "value", role);
        json_set_bool(item, "isEnabled", true);
        json_add_take(list, item);
    }
    return list;
}

static void principal_get(struct sandbox *sandbox, struct call *call)
{
    size_t at = principal_find(call, call->arg[0]);
    struct json *body;

    (void)sandbox;
    if (at == PRINCIPALS)
        return;
    body = json_new_object();
    json_set_text(body, "id", principals[at].id);
    json_set_text(body, "appId", principals[at].app);
    json_set_text(body, "displayName", principals[at].name);
    json_set_take(body, "appRoles", app_roles(principals[at].audience));
    call_answer_take(call, 200, body);
}

/* "/v1.0/servicePrincipals(appId='…')" is one part of a path. */
static void keyed_get(struct sandbox *sandbox, struct call *call)
{
    if (str_starts_fold(call->arg[0], STR("servicePrincipals(")))
        principal_get(sandbox, call);
    else
        call_fail(call, 404, "NotFound", "Nothing is at '%.*s'.",
                  STR_ARG(call->path));
}

static struct json *assignment(const char *role, const char *audience)
{
    struct json *item = json_new_object();
    char guid[GUID_SIZE];

    json_set_text(item, "id", digest_guid_of(str_of(role), guid));
    json_set_text(item, "appRoleId", guid);
    json_set_text(item, "principalId", SANDBOX_PRINCIPAL);
    json_set_text(item, "principalType", "ServicePrincipal");
    for (size_t i = 0; i < PRINCIPALS; i++) {
        if (principals[i].audience &&
            str_eq(str_of(principals[i].audience), str_of(audience))) {
            json_set_text(item, "resourceId", principals[i].id);
            json_set_text(item, "resourceDisplayName", principals[i].name);
        }
    }
    return item;
}

static void assignments_get(struct sandbox *sandbox, struct call *call)
{
    size_t at = principal_find(call, call->arg[0]);
    struct json *body, *value;
    const char *audience, *role;

    if (at == PRINCIPALS ||
        !rights_check_role(sandbox, call, "Application.Read.All", NULL))
        return;
    body = json_new_object();
    value = json_new_array();
    for (size_t i = 0; (role = rights_role(i, &audience)); i++) {
        if (!principals[at].audience &&
            rights_hold(&sandbox->rights, str_of(role)))
            json_add_take(value, assignment(role, audience));
    }
    json_set_take(body, "value", value);
    call_answer_take(call, 200, body);
}

static const struct route rows[] = {
    {"GET", "/**/providers/Microsoft.Authorization/permissions", SERVICE_ARM,
     permissions_get},
    {"GET", "/v1.0/servicePrincipals/{}", SERVICE_GRAPH, principal_get},
    {"GET", "/v1.0/{}", SERVICE_GRAPH, keyed_get},
    {"GET", "/v1.0/servicePrincipals/{}/appRoleAssignments", SERVICE_GRAPH,
     assignments_get},
    {"GET", "/v1.0/{}/appRoleAssignments", SERVICE_GRAPH, assignments_get},
};

const struct route_table permissions_routes = ROUTE_TABLE(rows);
