/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Microsoft Graph: files and lists of SharePoint.  Any site is there, and so is
 * any list; what is written stands on the shelf below /sites.
 */
#include "sandbox/handlers.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/when.h"

#define RIGHT   "Sites.ReadWrite.All"
#define CONTENT STR(":/content")
#define ITEMS   STR("/items")

static const char *place_of(struct call *call)
{
    return arena_printf(call->arena, "/sites/%.*s", STR_ARG(call->arg[0]));
}

static void no_item(struct call *call)
{
    call_fail(call, 404, "itemNotFound", "The resource could not be found.");
}

/* ".../drive/root:/FOLDER/NAME:/content" */
static void file_put(struct sandbox *sandbox, struct call *call)
{
    struct str path = call->arg[0];
    size_t slash;
    struct json *file;
    char iso[WHEN_TEXT_SIZE];

    if (!rights_check_role(sandbox, call, RIGHT, NULL))
        return;
    if (str_find(path, STR("/drive/root:/")) == STR_NOWHERE ||
        !str_ends(path, CONTENT)) {
        no_item(call);
        return;
    }
    path.len -= CONTENT.len;
    slash = str_find_last_char(path, '/');
    file = json_new_object();
    json_set_str(file, "id", path);
    json_set_str(file, "name", str_sub(path, slash + 1, STR_NOWHERE));
    json_set_int(file, "size", (int64_t)call->body.len);
    json_set_text(file, "lastModifiedDateTime", when_iso(call->now, iso));
    shelf_put(sandbox->shelf, str_of(place_of(call)), file);
    call_answer_take(call, 201, file);
}

static bool is_items(struct sandbox *sandbox, struct call *call)
{
    if (!rights_check_role(sandbox, call, RIGHT, NULL))
        return false;
    if (str_find(call->arg[0], STR("/lists/")) != STR_NOWHERE &&
        str_ends(call->arg[0], ITEMS))
        return true;
    no_item(call);
    return false;
}

static size_t count_items(struct sandbox *sandbox, const char *place,
                          struct json *value)
{
    struct str head = str_of(place);
    size_t n = 0;

    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        if (!str_starts(e.id, head) || e.id.len == head.len)
            continue;
        n++;
        if (value)
            json_add_take(value, shelf_copy(sandbox->shelf, e.id));
    }
    return n;
}

static void items_get(struct sandbox *sandbox, struct call *call)
{
    struct json *body;
    struct json *value;

    if (!is_items(sandbox, call))
        return;
    body = json_new_object();
    value = json_new_array();
    count_items(sandbox, place_of(call), value);
    json_set_take(body, "value", value);
    call_answer_take(call, 200, body);
}

static void items_post(struct sandbox *sandbox, struct call *call)
{
    const char *place = place_of(call);
    struct json *body;
    const char *id;

    if (!is_items(sandbox, call) || !call_object(call, &body))
        return;
    if (json_type(json_get(body, "fields")) != JSON_OBJECT) {
        call_fail(call, 400, "invalidRequest", "Invalid request");
        json_free(body);
        return;
    }
    id =
        arena_printf(call->arena, "%zu", count_items(sandbox, place, NULL) + 1);
    json_set_text(body, "id", id);
    shelf_put(sandbox->shelf,
              str_of(arena_printf(call->arena, "%s/%s", place, id)), body);
    call_answer_take(call, 201, body);
}

static const struct route rows[] = {
    {"PUT", "/v1.0/sites/**", SERVICE_GRAPH, file_put},
    {"GET", "/v1.0/sites/**", SERVICE_GRAPH, items_get},
    {"POST", "/v1.0/sites/**", SERVICE_GRAPH, items_post},
};

const struct route_table sites_routes = ROUTE_TABLE(rows);
