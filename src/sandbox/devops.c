/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work items of Azure DevOps, made and changed by JSON Patch. */
#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "sandbox/tickets.h"

#define PLACE "/devops/items/"

/* [{"op": "add", "path": "/fields/System.Title", "value": …}] */
static bool apply(struct call *call, struct json *fields)
{
    struct json *patch = NULL;
    struct err err;
    bool good =
        json_parse(call->body, &patch, &err) && json_type(patch) == JSON_ARRAY;

    for (struct json_each e = json_each(patch); good && json_next(&e);) {
        struct str path = json_text(json_get(e.value, "path"));
        const struct json *value = json_get(e.value, "value");

        good = str_starts(path, STR("/fields/"));
        if (good)
            json_set_take(
                fields,
                arena_str(call->arena, str_sub(path, 8, STR_NOWHERE)).at,
                value ? json_copy(value) : NULL);
    }
    json_free(patch);
    if (!good)
        call_fail(call, 400, "VssPropertyValidationException",
                  "You must pass a valid patch document in the body of the "
                  "request.");
    return good;
}

static bool admit(struct call *call)
{
    if (!str_starts_fold(call_header(call, "Content-Type"),
                         STR("application/json-patch+json")) &&
        !str_eq(call->method, STR("GET"))) {
        call_fail(call, 415, "VssRequestContentTypeNotSupportedException",
                  "The request indicated a Content-Type that is not valid for "
                  "this resource.");
        return false;
    }
    return tickets_admit(call);
}

static int64_t next_id(const struct sandbox *sandbox)
{
    int64_t id = 1;

    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);)
        id += str_starts(e.id, STR(PLACE));
    return id;
}

/* The type is in the path, behind a dollar sign. */
static void item_post(struct sandbox *sandbox, struct call *call)
{
    struct str type = str_sub(call->arg[1], 1, STR_NOWHERE);
    int64_t id = next_id(sandbox);
    struct json *item, *fields;

    if (!admit(call))
        return;
    if (!str_starts(call->arg[1], STR("$"))) {
        call_fail(call, 404, "WorkItemTypeNotFoundException",
                  "The type of the work item is missing.");
        return;
    }
    item = json_new_object();
    fields = json_new_object();
    json_set_int(item, "id", id);
    json_set_str(fields, "System.TeamProject", call->arg[0]);
    json_set_str(fields, "System.WorkItemType", type);
    json_set_text(fields, "System.State", "New");
    json_set_take(item, "fields", fields);
    if (!apply(call, fields)) {
        json_free(item);
        return;
    }
    shelf_put(sandbox->shelf,
              str_of(arena_printf(call->arena, PLACE "%lld", (long long)id)),
              item);
    call_answer_take(call, 200, item);
}

/* The last part of the path is its number. */
static struct str item_id(struct call *call, struct str number)
{
    return str_of(arena_printf(call->arena, PLACE "%.*s", STR_ARG(number)));
}

static void item_get(struct sandbox *sandbox, struct call *call)
{
    struct str number = str_behind_last(call->path, '/');
    struct json *item = shelf_copy(sandbox->shelf, item_id(call, number));

    if (!admit(call))
        json_free(item);
    else if (item)
        call_answer_take(call, 200, item);
    else
        call_fail(call, 404, "WorkItemUnauthorizedAccessException",
                  "TF401232: Work item %.*s does not exist.", STR_ARG(number));
}

static void item_patch(struct sandbox *sandbox, struct call *call)
{
    struct str number = str_behind_last(call->path, '/');
    struct str id = item_id(call, number);
    struct json *item = shelf_copy(sandbox->shelf, id);

    if (!admit(call)) {
        json_free(item);
    } else if (!item) {
        call_fail(call, 404, "WorkItemUnauthorizedAccessException",
                  "TF401232: Work item %.*s does not exist.", STR_ARG(number));
    } else if (apply(call, shelf_part(item, "fields"))) {
        shelf_put(sandbox->shelf, id, item);
        call_answer_take(call, 200, item);
    } else {
        json_free(item);
    }
}

static const struct route rows[] = {
    {"POST", "/devops/{}/_apis/wit/workitems/{}", SERVICE_JIRA, item_post},
    {"GET", "/devops/{}/_apis/wit/workitems/{}", SERVICE_JIRA, item_get},
    {"PATCH", "/devops/{}/_apis/wit/workitems/{}", SERVICE_JIRA, item_patch},
    {"GET", "/devops/_apis/wit/workitems/{}", SERVICE_JIRA, item_get},
    {"PATCH", "/devops/_apis/wit/workitems/{}", SERVICE_JIRA, item_patch},
};

const struct route_table devops_routes = ROUTE_TABLE(rows);
