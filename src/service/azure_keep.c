/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * azure_keep.c - the kept lists of what lives in Azure: automations, Logic
 * Apps.
 *
 * Each is one value of the store: {id in lower case: {"resource": {…}, "sweep":
 * n}}.
 */

#include "engine/automation.h"
#include "model/limits.h"
#include "service/azure_keep.h"
#include "service/azure_part.h"

/* What is kept of an item: nothing that starts it, and no more than is shown.
 */
static struct json *workflow_bare(const struct json *workflow)
{
    static const char *const members[] = {"state", "createdTime", "changedTime",
                                          "version"};
    const struct json *properties = json_find(workflow, STR("properties"));
    const struct json *triggers =
        json_at(properties, STR("definition.triggers"));
    struct json *out = json_new_object();
    struct json *inner = json_new_object();
    struct json *starts = json_new_object();

    json_set_str(out, "id", json_text(json_find(workflow, STR("id"))));
    json_set_str(out, "name", json_text(json_find(workflow, STR("name"))));
    json_set_str(out, "location",
                 json_text(json_find(workflow, STR("location"))));
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
        json_set_str(inner, members[i],
                     json_text(json_find(properties, str_of(members[i]))));
    for (struct json_each e = json_each(triggers); json_next(&e);) {
        if (e.name)
            json_set_str(starts, e.name,
                         json_text(json_find(e.value, STR("type"))));
    }
    json_set_take(inner, "triggers", starts);
    json_set_take(out, "properties", inner);
    return out;
}

/* The one list of what is kept. */
static const struct kept {
    const char *source;
    const char *state; /* its name in the store */
    struct json *(*bare)(const struct json *resource);
} all[AZURE_N] = {
    [AZURE_AUTOMATIONS] = {"defender-automations", "azure", automation_bare},
    [AZURE_WORKFLOWS] = {"logic-apps", "azure-workflows", workflow_bare},
};

static enum azure_list list_of(const char *source)
{
    size_t i = 0;

    while (i + 1 < AZURE_N && !str_eq(str_of(source), str_of(all[i].source)))
        i++;
    return (enum azure_list)i;
}

bool azure_load(struct desk *desk, enum azure_list which, struct json **out,
                struct err *err)
{
    struct arena *arena = arena_new();
    struct json *json = NULL;
    struct err ignored;
    struct str text;
    bool ok = state_get(desk->store, all[which].state, arena, &text, err);

    if (ok && !str_empty(text))
        json_parse(text, &json, &ignored);
    if (ok)
        *out = json_type(json) == JSON_OBJECT ? json : json_new_object();
    if (ok && *out != json)
        json_free(json);
    arena_free(arena);
    return ok;
}

static bool save_take(struct desk *desk, enum azure_list which,
                      struct json *list, struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    json_write(list, JSON_COMPACT, &text);
    ok = state_set(desk->store, all[which].state, buf_view(&text), err);
    buf_done(&text);
    json_free(list);
    return ok;
}

/* Ids compare without case. */
static const char *key_of(struct str id, struct arena *arena)
{
    return arena_lower(arena, id).at;
}

static void put_item(struct json *list, const struct kept *kept,
                     const struct json *resource, int64_t sweep,
                     struct arena *arena)
{
    struct str id = json_text(json_find(resource, STR("id")));
    struct json *item;

    if (!resource_id_safe(id) || json_length(list) >= LIMIT_RULES)
        return;
    item = json_new_object();
    json_set_take(item, "resource", kept->bare(resource));
    json_set_int(item, "sweep", sweep);
    json_set_take(list, key_of(id, arena), item);
}

bool azure_take_page(struct desk *desk, const struct poll_source *source,
                     const struct source_page *page, struct err *err)
{
    enum azure_list which = list_of(source->source->name);
    struct json *answer = NULL;
    struct json *list;
    struct arena *arena;

    if (page->items.len == 0)
        return true;
    if (!json_parse(page->items, &answer, err))
        return false;
    if (!azure_load(desk, which, &list, err)) {
        json_free(answer);
        return false;
    }
    arena = arena_new();
    for (struct json_each e = json_each(json_find(answer, STR("value")));
         json_next(&e);)
        put_item(list, &all[which], e.value, source->state.sweep, arena);
    arena_free(arena);
    json_free(answer);
    return save_take(desk, which, list, err);
}

bool azure_end_sweep(struct desk *desk, const struct poll_source *source,
                     int64_t sweep, struct err *err)
{
    enum azure_list which = list_of(source->source->name);
    struct json *list;
    struct json *kept;

    if (!azure_load(desk, which, &list, err))
        return false;
    kept = json_new_object();
    for (struct json_each e = json_each(list); json_next(&e);) {
        int64_t seen = 0;

        json_int(json_get(e.value, "sweep"), &seen);
        if (seen == sweep)
            json_set_take(kept, e.name, json_copy(e.value));
    }
    json_free(list);
    return save_take(desk, which, kept, err);
}

/* The member of the resource that says whether it is on. */
static void set_on(enum azure_list which, struct json *item, bool on)
{
    struct json *resource = item ? json_member(item, "resource") : NULL;
    struct json *properties =
        resource ? json_member(resource, "properties") : NULL;

    if (properties && which == AZURE_AUTOMATIONS)
        json_set_bool(properties, "isEnabled", on);
    else if (properties)
        json_set_text(properties, "state", on ? "Enabled" : "Disabled");
}

bool azure_settle(struct job *job, struct err *err)
{
    struct str change = json_text(json_get(job->step.with, "change"));
    struct str id = json_text(json_get(job->step.with, "id"));
    const char *key = key_of(id, job->arena);
    bool remote = str_eq(str_of(job->step.kind), STR("remote"));
    enum azure_list which = remote ? AZURE_WORKFLOWS : AZURE_AUTOMATIONS;
    bool on = str_eq(change, STR("enable"));
    bool removes = str_eq(change, STR("remove"));
    struct json *list;

    if ((!remote && !str_eq(str_of(job->step.kind), STR("automation"))) ||
        (!on && !removes && !str_eq(change, STR("disable"))))
        return true;
    if (!azure_load(job->desk, which, &list, err))
        return false;
    if (removes)
        json_remove(list, key);
    else
        set_on(which, json_member(list, key), on);
    return save_take(job->desk, which, list, err);
}
