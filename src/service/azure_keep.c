/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * azure_keep.c - the kept list of Azure's automations.
 *
 * One value of the store: {id in lower case: {"resource": {…}, "sweep": n}}.
 */

#include "engine/automation.h"
#include "model/limits.h"
#include "service/azure_keep.h"
#include "service/azure_part.h"

#define STATE "azure"

bool azure_load(struct desk *desk, struct json **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct json *json = NULL;
    struct err ignored;
    struct str text;
    bool ok = state_get(desk->store, STATE, arena, &text, err);

    if (ok && !str_empty(text))
        json_parse(text, &json, &ignored);
    if (ok)
        *out = json_type(json) == JSON_OBJECT ? json : json_new_object();
    if (ok && *out != json)
        json_free(json);
    arena_free(arena);
    return ok;
}

static bool save_take(struct desk *desk, struct json *list, struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    json_write(list, JSON_COMPACT, &text);
    ok = state_set(desk->store, STATE, buf_view(&text), err);
    buf_done(&text);
    json_free(list);
    return ok;
}

/* Ids compare without case. */
static const char *key_of(struct str id, struct arena *arena)
{
    return arena_lower(arena, id).at;
}

static void put_item(struct json *list, const struct json *resource,
                     int64_t sweep, struct arena *arena)
{
    struct str id = json_text(json_find(resource, STR("id")));
    struct json *item;

    if (!resource_id_safe(id) || json_length(list) >= LIMIT_RULES)
        return;
    item = json_new_object();
    json_set_take(item, "resource", automation_bare(resource));
    json_set_int(item, "sweep", sweep);
    json_set_take(list, key_of(id, arena), item);
}

bool azure_take_page(struct desk *desk, const struct poll_source *source,
                     const struct source_page *page, struct err *err)
{
    struct json *answer = NULL;
    struct json *list;
    struct arena *arena;

    if (page->items.len == 0)
        return true;
    if (!json_parse(page->items, &answer, err))
        return false;
    if (!azure_load(desk, &list, err)) {
        json_free(answer);
        return false;
    }
    arena = arena_new();
    for (struct json_each e = json_each(json_find(answer, STR("value")));
         json_next(&e);)
        put_item(list, e.value, source->state.sweep, arena);
    arena_free(arena);
    json_free(answer);
    return save_take(desk, list, err);
}

bool azure_end_sweep(struct desk *desk, int64_t sweep, struct err *err)
{
    struct json *list;
    struct json *kept;

    if (!azure_load(desk, &list, err))
        return false;
    kept = json_new_object();
    for (struct json_each e = json_each(list); json_next(&e);) {
        int64_t seen = 0;

        json_int(json_get(e.value, "sweep"), &seen);
        if (seen == sweep)
            json_set_take(kept, e.name, json_copy(e.value));
    }
    json_free(list);
    return save_take(desk, kept, err);
}

static void set_enabled(struct json *item, bool on)
{
    struct json *resource = item ? json_member(item, "resource") : NULL;
    struct json *properties =
        resource ? json_member(resource, "properties") : NULL;

    if (properties)
        json_set_bool(properties, "isEnabled", on);
}

bool azure_settle(struct job *job, struct err *err)
{
    struct str change = json_text(json_get(job->step.with, "change"));
    struct str id = json_text(json_get(job->step.with, "id"));
    const char *key = key_of(id, job->arena);
    struct json *list;

    if (!str_eq(str_of(job->step.kind), STR("automation")) ||
        str_eq(change, STR("validate")))
        return true;
    if (!azure_load(job->desk, &list, err))
        return false;
    if (str_eq(change, STR("remove")))
        json_remove(list, key);
    else
        set_enabled(json_member(list, key), str_eq(change, STR("enable")));
    return save_take(job->desk, list, err);
}
