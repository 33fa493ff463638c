/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * deploy_place.c - functions on where the template is deployed, and on which
 * turn of a loop it is.
 */
#include "engine/deploy_part.h"
#include "util/text.h"

#define ANY 64

static bool know_subscription(const struct deploy_call *call)
{
    return !str_empty(call->deploy->scope->subscription) ||
           deploy_fail(call->deploy,
                       _("%.*s() needs a subscription; name it with --scope "
                         "/subscriptions/ID."),
                       STR_ARG(call->name));
}

static bool know_group(const struct deploy_call *call)
{
    if (!know_subscription(call))
        return false;
    return !str_empty(call->deploy->scope->group) ||
           deploy_fail(call->deploy,
                       _("%.*s() needs a resource group; name it with --scope "
                         "/subscriptions/ID/resourceGroups/NAME."),
                       STR_ARG(call->name));
}

static void put_group(const struct deploy_scope *scope, struct buf *out)
{
    buf_printf(out, "/subscriptions/%.*s", STR_ARG(scope->subscription));
    if (!str_empty(scope->group))
        buf_printf(out, "/resourceGroups/%.*s", STR_ARG(scope->group));
}

static bool fn_subscription(const struct deploy_call *call, struct json **out)
{
    struct str id = call->deploy->scope->subscription;
    struct buf text;

    if (!know_subscription(call))
        return false;
    buf_init(&text);
    buf_printf(&text, "/subscriptions/%.*s", STR_ARG(id));
    *out = json_new_object();
    json_set_str(*out, "id", buf_view(&text));
    json_set_str(*out, "subscriptionId", id);
    if (!str_empty(call->deploy->scope->tenant))
        json_set_str(*out, "tenantId", call->deploy->scope->tenant);
    buf_done(&text);
    return true;
}

static bool fn_tenant(const struct deploy_call *call, struct json **out)
{
    struct str tenant = call->deploy->scope->tenant;

    *out = json_new_object();
    if (!str_empty(tenant))
        json_set_str(*out, "tenantId", tenant);
    return true;
}

/* What is deployed has a name, and at a subscription a place; that is all that
 * is known of it. */
static bool fn_deployment(const struct deploy_call *call, struct json **out)
{
    *out = json_new_object();
    json_set_text(*out, "name", "deployment");
    json_set_str(*out, "location", call->deploy->scope->location);
    return true;
}

/* As `az cloud list` has them.  A cloud is known by how its locations are
 * called; the last is every other. */
static const struct cloud {
    const char *location; /* its beginning */
    const char *name;
    const char *manager;
    const char *login;
    const char *graph;
    const char *portal;
    const char *audience; /* of the manager, beside its own address */
    const char *storage;
    const char *vault;
    const char *sql;
    const char *registry;
} clouds[] = {
    {
        .location = "usgov",
        .name = "AzureUSGovernment",
        .manager = "https://management.usgovcloudapi.net/",
        .login = "https://login.microsoftonline.us/",
        .graph = "https://graph.windows.net/",
        .portal = "https://portal.azure.us",
        .audience = "https://management.core.usgovcloudapi.net/",
        .storage = "core.usgovcloudapi.net",
        .vault = ".vault.usgovcloudapi.net",
        .sql = ".database.usgovcloudapi.net",
        .registry = ".azurecr.us",
    },
    {
        .location = "china",
        .name = "AzureChinaCloud",
        .manager = "https://management.chinacloudapi.cn/",
        .login = "https://login.chinacloudapi.cn/",
        .graph = "https://graph.chinacloudapi.cn/",
        .portal = "https://portal.azure.cn",
        .audience = "https://management.core.chinacloudapi.cn/",
        .storage = "core.chinacloudapi.cn",
        .vault = ".vault.azure.cn",
        .sql = ".database.chinacloudapi.cn",
        .registry = ".azurecr.cn",
    },
    {
        .location = "",
        .name = "AzureCloud",
        .manager = "https://management.azure.com/",
        .login = "https://login.microsoftonline.com/",
        .graph = "https://graph.windows.net/",
        .portal = "https://portal.azure.com",
        .audience = "https://management.core.windows.net/",
        .storage = "core.windows.net",
        .vault = ".vault.azure.net",
        .sql = ".database.windows.net",
        .registry = ".azurecr.io",
    },
};

static struct json *sign_in_of(const struct cloud *cloud)
{
    struct json *out = json_new_object();
    struct json *audiences = json_new_array();

    json_add_take(audiences, json_new_text(str_of(cloud->audience)));
    json_add_take(audiences, json_new_text(str_of(cloud->manager)));
    json_set_text(out, "loginEndpoint", cloud->login);
    json_set_take(out, "audiences", audiences);
    json_set_text(out, "tenant", "common");
    json_set_text(out, "identityProvider", "AAD");
    return out;
}

static bool fn_environment(const struct deploy_call *call, struct json **out)
{
    const struct cloud *cloud = clouds;
    struct json *suffixes = json_new_object();

    while (!str_starts_fold(call->deploy->scope->location,
                            str_of(cloud->location)))
        cloud++;
    json_set_text(suffixes, "storage", cloud->storage);
    json_set_text(suffixes, "keyvaultDns", cloud->vault);
    json_set_text(suffixes, "sqlServerHostname", cloud->sql);
    json_set_text(suffixes, "acrLoginServer", cloud->registry);
    *out = json_new_object();
    json_set_text(*out, "name", cloud->name);
    json_set_text(*out, "resourceManager", cloud->manager);
    json_set_text(*out, "graph", cloud->graph);
    json_set_text(*out, "graphAudience", cloud->graph);
    json_set_text(*out, "portal", cloud->portal);
    json_set_take(*out, "suffixes", suffixes);
    json_set_take(*out, "authentication", sign_in_of(cloud));
    return true;
}

/* A location that only Azure knows stays the expression that it is. */
static bool fn_group(const struct deploy_call *call, struct json **out)
{
    const struct deploy_scope *scope = call->deploy->scope;
    struct str location = scope->location;
    struct buf text;

    *out = json_new_object();
    if (str_empty(location))
        location = STR("[resourceGroup().location]");
    json_set_str(*out, "location", location);
    if (str_empty(scope->group))
        return true;
    buf_init(&text);
    put_group(scope, &text);
    json_set_str(*out, "id", buf_view(&text));
    json_set_str(*out, "name", scope->group);
    buf_done(&text);
    return true;
}

/* "Microsoft.Sql/servers/databases" and two names: the path of both. */
static bool put_resource(const struct deploy_call *call, size_t first,
                         struct buf *out)
{
    struct str type;
    struct str part;
    size_t i = first + 1;

    if (!deploy_arg_text(call, first, &type) || !str_cut(&type, '/', &part))
        return false;
    buf_printf(out, "/providers/%.*s", STR_ARG(part));
    while (str_cut(&type, '/', &part)) {
        struct str name;

        if (str_empty(part))
            continue;
        if (i == call->n)
            return deploy_fail(call->deploy, _("%.*s() has too few names."),
                               STR_ARG(call->name));
        if (!deploy_arg_text(call, i++, &name))
            return false;
        buf_printf(out, "/%.*s/%.*s", STR_ARG(part), STR_ARG(name));
    }
    return i == call->n ||
           deploy_fail(call->deploy, _("%.*s() has too many names."),
                       STR_ARG(call->name));
}

/* The type is the first argument with a slash: what stands before it says
 * where. */
static size_t type_at(const struct deploy_call *call)
{
    size_t i = 0;

    while (i + 1 < call->n &&
           str_find_char(json_text(call->args[i]), '/') == STR_NOWHERE)
        i++;
    return i;
}

/* The id of what lies in @place, which is "" for the tenant; its type is
 * argument @type. */
static bool give_id(const struct deploy_call *call, struct str place,
                    size_t type, struct json **out)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    buf_str(&text, place);
    ok = put_resource(call, type, &text);
    if (ok)
        *out = json_new_text(buf_view(&text));
    buf_done(&text);
    return ok;
}

/* Of what lies in a group, or in a subscription and no group of it. */
static bool give_id_within(const struct deploy_call *call, bool group,
                           struct json **out)
{
    struct deploy_scope place = *call->deploy->scope;
    size_t type = type_at(call);
    struct buf text;
    bool ok;

    if (type >= 1 && group)
        place.group = json_text(call->args[type - 1]);
    if (type >= 2 || (type == 1 && !group))
        place.subscription = json_text(call->args[0]);
    if (!group)
        place.group = STR_NONE;
    if (str_empty(place.subscription)
            ? !know_subscription(call)
            : group && str_empty(place.group) && !know_group(call))
        return false;
    buf_init(&text);
    put_group(&place, &text);
    ok = give_id(call, buf_view(&text), type, out);
    buf_done(&text);
    return ok;
}

static bool fn_resource_id(const struct deploy_call *call, struct json **out)
{
    return give_id_within(call, true, out);
}

static bool fn_subscription_id(const struct deploy_call *call,
                               struct json **out)
{
    return give_id_within(call, false, out);
}

/* The id of what belongs to another resource. */
static bool fn_extension_id(const struct deploy_call *call, struct json **out)
{
    struct str scope = STR_NONE;

    return deploy_arg_text(call, 0, &scope) && give_id(call, scope, 1, out);
}

/* That of what lies in no subscription, such as a definition of a policy. */
static bool fn_tenant_id(const struct deploy_call *call, struct json **out)
{
    return give_id(call, STR_NONE, 0, out);
}

/* copyIndex(), copyIndex('loop'), copyIndex(1), copyIndex('loop', 1) */
static bool fn_copy_index(const struct deploy_call *call, struct json **out)
{
    const struct deploy_loop *loop = call->deploy->scope->loops;
    bool named = call->n > 0 && json_type(call->args[0]) == JSON_TEXT;
    int64_t offset = 0;

    while (named && loop && !str_eq_fold(loop->name, json_text(call->args[0])))
        loop = loop->outer;
    if (!loop)
        return deploy_fail(call->deploy, _("copyIndex() outside its loop."));
    if (call->n > (named ? 1u : 0u) &&
        !deploy_arg_int(call, named ? 1 : 0, &offset))
        return false;
    if (offset > DEPLOY_STEPS || offset < -DEPLOY_STEPS)
        return deploy_fail(call->deploy, _("copyIndex() is too large."));
    *out = json_new_int(loop->index + offset);
    return true;
}

const struct deploy_fn deploy_places[] = {
    {"subscription", 0, 0, fn_subscription},
    {"resourceGroup", 0, 0, fn_group},
    {"resourceId", 2, ANY, fn_resource_id},
    {"subscriptionResourceId", 2, ANY, fn_subscription_id},
    {"extensionResourceId", 3, ANY, fn_extension_id},
    {"tenantResourceId", 2, ANY, fn_tenant_id},
    {"tenant", 0, 0, fn_tenant},
    {"deployment", 0, 0, fn_deployment},
    {"environment", 0, 0, fn_environment},
    {"copyIndex", 0, 2, fn_copy_index},
    {.name = NULL},
};
