/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/estate.h"

#include <string.h>

#include "sandbox/armid.h"
#include "sandbox/blob.h"
#include "sandbox/data.h"
#include "sandbox/endpoint.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "sandbox/vault.h"
#include "util/mem.h"
#include "util/text.h"

struct subscription {
    const char *id;
    const char *home;
};

struct estate {
    struct arena *arena;
    struct subscription *subscription;
    size_t subscriptions;
    struct gen_target *target;
    size_t targets;
};

void estate_free(struct estate *estate)
{
    if (!estate)
        return;
    mem_free(estate->subscription);
    mem_free(estate->target);
    arena_free(estate->arena);
    mem_free(estate);
}

static enum gen_kind kind_of(const char *type)
{
    for (unsigned i = 0; i < GEN_KIND_N; i++) {
        if (str_eq_fold(str_of(gen_kinds[i].provider), str_of(type)))
            return (enum gen_kind)i;
    }
    return GEN_KIND_N;
}

/* Remembers by what name a resource goes, and lets alerts be about it. */
static void add_target(struct sandbox *sandbox, enum gen_kind kind,
                       const char *id, const char *name, const char *group)
{
    struct estate *estate = sandbox->estate;
    struct str subscription = armid_part(str_of(id), STR("subscriptions"));
    struct gen_target target = {
        .subscription = arena_str(estate->arena, subscription).at,
        .group = group,
        .location = estate_home(estate, subscription),
        .name = name,
        .id = id,
    };

    estate->target =
        mem_grow(estate->target, estate->targets + 1, sizeof(*estate->target));
    estate->target[estate->targets++] = target;
    if (kind != GEN_KIND_N)
        gen_add_target(sandbox->gen, kind, &target);
}

static void add_subscription(struct sandbox *sandbox, const struct json *item)
{
    struct estate *estate = sandbox->estate;
    struct json *json = json_new_object();
    const char *guid = arena_text(estate->arena, data_text(item, "id"));
    const char *id = arena_printf(estate->arena, "/subscriptions/%s", guid);

    estate->subscription =
        mem_grow(estate->subscription, estate->subscriptions + 1,
                 sizeof(*estate->subscription));
    estate->subscription[estate->subscriptions++] = (struct subscription){
        .id = guid,
        .home = arena_text(estate->arena, data_text(item, "home")),
    };
    json_set_text(json, "id", id);
    json_set_text(json, "subscriptionId", guid);
    json_set_text(json, "displayName", data_text(item, "displayName"));
    json_set_text(json, "state", "Enabled");
    json_set_text(json, "tenantId", SANDBOX_TENANT);
    shelf_put(sandbox->shelf, str_of(id), json);
    json_free(json);
    add_target(sandbox, GEN_SUBSCRIPTION, id,
               arena_text(estate->arena, data_text(item, "displayName")),
               arena_text(estate->arena, data_text(item, "group")));
}

/* The group of a resource, once. */
static void add_group(struct sandbox *sandbox, struct str id, struct str group,
                      struct str location)
{
    size_t at = str_find_fold(id, STR("/resourceGroups/"));
    struct str whole =
        str_sub(id, 0, at + strlen("/resourceGroups/") + group.len);
    struct json *json;

    if (shelf_has(sandbox->shelf, whole))
        return;
    json = json_new_object();
    json_set_str(json, "id", whole);
    json_set_str(json, "name", group);
    json_set_text(json, "type", "Microsoft.Resources/resourceGroups");
    json_set_str(json, "location", location);
    shelf_put(sandbox->shelf, whole, json);
    json_free(json);
}

static bool add_resource(struct sandbox *sandbox, const struct json *item,
                         struct err *err)
{
    struct estate *estate = sandbox->estate;
    struct str id = json_text(json_get(item, "id"));
    struct str group = armid_part(id, STR("resourceGroups"));
    struct json *json;
    struct buf type;
    bool good;

    buf_init(&type);
    good = armid_type(id, &type);
    if (!good) {
        err_set(err, ERR_INPUT,
                _("The estate has a resource with the id \"%.*s\", which is "
                  "none."),
                STR_ARG(id));
    } else {
        json = json_copy(item);
        json_set_str(json, "name", armid_name(id));
        json_set_str(json, "type", buf_view(&type));
        if (!str_empty(group))
            add_group(sandbox, id, group,
                      json_text(json_get(item, "location")));
        shelf_put(sandbox->shelf, id, json);
        json_free(json);
        add_target(sandbox, kind_of(type.at), arena_str(estate->arena, id).at,
                   arena_str(estate->arena, armid_name(id)).at,
                   arena_str(estate->arena, group).at);
    }
    buf_done(&type);
    return good;
}

static void add_user(struct sandbox *sandbox, const struct json *item)
{
    struct arena *arena = sandbox->estate->arena;
    const char *id = data_text(item, "id");
    struct str name = json_text(json_get(item, "userPrincipalName"));

    shelf_put(sandbox->shelf, str_of(arena_printf(arena, "/users/%s", id)),
              item);
    /* Invented alerts are about people of the house. */
    if (str_eq(str_of(data_text(item, "userType")), STR("Guest")))
        return;
    str_cut(&name, '@', &name);
    gen_add_user(sandbox->gen, arena_str(arena, name).at);
}

bool estate_load(struct sandbox *sandbox, const struct json *file,
                 struct err *err)
{
    struct estate *estate = mem_new(sizeof(*estate));

    estate->arena = arena_new();
    sandbox->estate = estate;
    for (struct json_each e = json_each(json_get(file, "subscriptions"));
         json_next(&e);)
        add_subscription(sandbox, e.value);
    for (struct json_each e = json_each(json_get(file, "resources"));
         json_next(&e);) {
        if (!add_resource(sandbox, e.value, err))
            return false;
    }
    for (struct json_each e = json_each(json_get(file, "users"));
         json_next(&e);)
        add_user(sandbox, e.value);
    endpoint_load(sandbox, json_get(file, "machines"));
    blob_load(sandbox, json_get(file, "containers"));
    vault_load(sandbox, json_get(file, "secrets"));
    return true;
}

size_t estate_subscriptions(const struct estate *estate)
{
    return estate->subscriptions;
}

const char *estate_subscription(const struct estate *estate, size_t i)
{
    return estate->subscription[i].id;
}

const char *estate_home(const struct estate *estate, struct str subscription)
{
    for (size_t i = 0; i < estate->subscriptions; i++) {
        if (str_eq_fold(subscription, str_of(estate->subscription[i].id)))
            return estate->subscription[i].home;
    }
    return NULL;
}

bool estate_check(struct sandbox *sandbox, struct call *call)
{
    struct str subscription = armid_part(call->path, STR("subscriptions"));

    if (str_empty(subscription) || estate_home(sandbox->estate, subscription))
        return true;
    call_fail(call, 404, "SubscriptionNotFound",
              "The subscription '%.*s' could not be found.",
              STR_ARG(subscription));
    return false;
}

const struct gen_target *estate_find(const struct estate *estate,
                                     struct str name)
{
    for (size_t i = 0; i < estate->targets; i++) {
        const struct gen_target *target = &estate->target[i];

        if (str_eq_fold(name, str_of(target->name)) ||
            str_eq_fold(name, str_of(target->id)))
            return target;
    }
    return NULL;
}
