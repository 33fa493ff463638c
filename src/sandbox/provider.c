/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/provider.h"

#include "sandbox/armid.h"
#include "sandbox/locks.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"

#define VALUES 4

/* A member that takes one of a few texts, or a truth value. */
struct member {
    const char *at;
    const char *value[VALUES]; /* none: true or false */
};

static const struct member storage_members[] = {
    {"publicNetworkAccess", {"Enabled", "Disabled", "SecuredByPerimeter"}},
    {"networkAcls.defaultAction", {"Allow", "Deny"}},
    {"minimumTlsVersion", {"TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3"}},
    {"allowBlobPublicAccess", {NULL}},
    {"allowSharedKeyAccess", {NULL}},
    {"supportsHttpsTrafficOnly", {NULL}},
    {NULL, {NULL}},
};

static const struct member vault_members[] = {
    {"publicNetworkAccess", {"Enabled", "Disabled"}},
    {"networkAcls.defaultAction", {"Allow", "Deny"}},
    {"enableRbacAuthorization", {NULL}},
    {NULL, {NULL}},
};

static const struct member sql_members[] = {
    {"publicNetworkAccess", {"Enabled", "Disabled", "SecuredByPerimeter"}},
    {"restrictOutboundNetworkAccess", {"Enabled", "Disabled"}},
    {NULL, {NULL}},
};

/* A server that nobody could reach any more is not shut. */
static bool sql_check(struct sandbox *sandbox, struct call *call,
                      struct change *change)
{
    const struct json *properties = json_get(change->wanted, "properties");

    (void)sandbox;
    if (!str_eq_fold(json_text(json_get(properties, "publicNetworkAccess")),
                     STR("Disabled")) ||
        json_length(json_get(properties, "privateEndpointConnections")) > 0)
        return true;
    call_fail(call, 400, "DenyPublicEndpointEnabled",
              "Unable to set Deny Public Network Access to Yes since there is "
              "no private endpoint enabled to access the server '%.*s'. "
              "Please set up private endpoints and retry the operation.",
              STR_ARG(armid_name(change->id)));
    return false;
}

static const struct provider {
    const char *type;
    const struct member *members;
    bool (*check)(struct sandbox *sandbox, struct call *call,
                  struct change *change);
    bool (*check_delete)(struct sandbox *sandbox, struct call *call,
                         struct str id);
} providers[] = {
    {.type = "Microsoft.Storage/storageAccounts", .members = storage_members},
    {.type = "Microsoft.KeyVault/vaults", .members = vault_members},
    {.type = "Microsoft.Sql/servers",
     .members = sql_members,
     .check = sql_check},
    {.type = "Microsoft.Network/networkInterfaces",
     .check = network_interface_check},
    {.type = "Microsoft.Network/networkSecurityGroups",
     .check = network_group_check,
     .check_delete = network_group_check_delete},
    {.type = "Microsoft.Authorization/roleAssignments", .check = roles_check},
    {.type = "Microsoft.Authorization/locks", .check = locks_check},
};

static const struct provider *provider_of(struct str id)
{
    for (size_t i = 0; i < sizeof(providers) / sizeof(providers[0]); i++) {
        if (armid_is_type(id, providers[i].type))
            return &providers[i];
    }
    return NULL;
}

static bool takes(const struct member *member, const struct json *value)
{
    if (!member->value[0])
        return json_type(value) == JSON_BOOL;
    for (size_t i = 0; i < VALUES && member->value[i]; i++) {
        if (str_eq_fold(json_text(value), str_of(member->value[i])))
            return true;
    }
    return false;
}

static bool check_members(struct call *call, const struct member *members,
                          const struct json *body)
{
    const struct json *properties = json_get(body, "properties");

    for (; members && members->at; members++) {
        const struct json *value = json_at(properties, str_of(members->at));

        if (!value || takes(members, value))
            continue;
        call_fail(call, 400, "InvalidValuesForRequestParameters",
                  "Values for request parameters are invalid: %s.",
                  members->at);
        return false;
    }
    return true;
}

bool provider_fails(const struct json *resource, const char *what)
{
    return str_eq_fold(
        json_text(json_get(json_get(resource, "tags"), "sandbox-fails")),
        str_of(what));
}

bool provider_check(struct sandbox *sandbox, struct call *call,
                    struct change *change)
{
    const struct provider *provider = provider_of(change->id);

    if (provider_fails(change->old, "write")) {
        call_fail(call, 409, "AnotherOperationInProgress",
                  "Another operation on this or dependent resource is in "
                  "progress.");
        return false;
    }
    return !provider ||
           (check_members(call, provider->members, change->body) &&
            (!provider->check || provider->check(sandbox, call, change)));
}

bool provider_check_delete(struct sandbox *sandbox, struct call *call,
                           struct str id)
{
    const struct provider *provider = provider_of(id);

    return !provider || !provider->check_delete ||
           provider->check_delete(sandbox, call, id);
}
