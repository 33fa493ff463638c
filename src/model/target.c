/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * target.c - what an event names that something can be done to; see canon.h.
 */
#include "model/canon.h"

#include "model/bloburl.h"
#include "model/limits.h"

struct targets {
    struct str *at;
    size_t n;
    size_t most;
    struct arena *arena;
};

static void add(struct targets *targets, struct str target)
{
    if (str_empty(target) || targets->n == targets->most)
        return;
    for (size_t i = 0; i < targets->n; i++) {
        if (str_eq_fold(targets->at[i], target))
            return;
    }
    targets->at[targets->n++] = arena_str(targets->arena, target);
}

bool event_target_resource(struct str id)
{
    struct resource resource;

    resource_parse(id, &resource);
    return !str_empty(resource.type) && !str_empty(resource.name) &&
           !str_eq_fold(str_sub(resource.type, 0, 19),
                        STR("Microsoft.Security/")) &&
           resource_id_safe(id);
}

static void add_resource(struct targets *targets, struct str id)
{
    if (event_target_resource(id))
        add(targets, id);
}

static void add_identifiers(struct targets *targets, const struct json *body)
{
    struct json_each each =
        json_each(json_find(body, STR("ResourceIdentifiers")));

    add_resource(targets, json_text(json_find(body, STR("AzureResourceId"))));
    while (json_next(&each))
        add_resource(targets,
                     json_text(json_find(each.value, STR("AzureResourceId"))));
}

static void add_blob(struct targets *targets, struct str url)
{
    struct blob_url blob;

    if (blob_url_parse(url, &blob))
        add(targets, url);
}

static void add_entities(struct targets *targets, const struct entity *entities,
                         size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct json *object = entities[i].object;

        if (str_eq(entities[i].type, STR("host")))
            add_resource(targets, json_text(json_find(object, STR("AzureID"))));
        if (str_eq(entities[i].type, STR("azure-resource")))
            add_resource(targets,
                         json_text(json_find(object, STR("ResourceId"))));
        if (str_eq(entities[i].type, STR("blob")))
            add_blob(targets, json_text(json_find(object, STR("Url"))));
    }
}

/* The directory's own id names a person best: names can be taken over. */
static void add_accounts(struct targets *targets, const struct entity *entities,
                         size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct json *object = entities[i].object;
        struct str id;

        if (!str_eq(entities[i].type, STR("account")))
            continue;
        id = json_text(json_find(object, STR("AadUserId")));
        if (user_id_safe(id))
            add(targets, id);
        else if (user_id_safe(entities[i].name))
            add(targets, entities[i].name);
    }
}

/* A recommendation is about one resource: what it says, else where it hangs. */
static void add_assessed(struct targets *targets, const struct json *body)
{
    struct str id = json_text(json_find(body, STR("id")));
    size_t cut = STR_NOWHERE;

    add_resource(targets, json_text(json_at(
                              body, STR("properties.resourceDetails.id"))));
    if (targets->n > 0)
        return;
    for (size_t i = 0; i < id.len; i++) {
        if (str_starts_fold(str_sub(id, i, id.len),
                            STR("/providers/Microsoft.Security/")))
            cut = i;
    }
    if (cut != STR_NOWHERE)
        add_resource(targets, str_sub(id, 0, cut));
}

const struct str event_target_members[EVENT_TARGET_MEMBERS] = {
    {.at = "Entities", .len = 8},
    {.at = "ResourceIdentifiers", .len = 19},
    {.at = "AzureResourceId", .len = 15},
    {.at = "id", .len = 2},
};

size_t event_targets(const struct json *body, struct arena *arena,
                     struct str **out)
{
    struct targets targets = {.arena = arena, .most = LIMIT_ENTITIES + 8};
    struct entity *entities;
    size_t n = entity_list(body, arena, &entities);

    targets.at = arena_array(arena, targets.most, sizeof(*targets.at));
    add_identifiers(&targets, body);
    add_entities(&targets, entities, n);
    if (targets.n == 0)
        add_assessed(&targets, body);
    add_accounts(&targets, entities, n);
    *out = targets.at;
    return targets.n;
}
