/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags of any resource, group or subscription, at tags/default (FACTS 14). */
#include "sandbox/armid.h"
#include "sandbox/estate.h"
#include "sandbox/handlers.h"
#include "sandbox/locks.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"

#define TAGS_MAX 50

static void answer(struct sandbox *sandbox, struct call *call, struct str id)
{
    struct json *resource = shelf_copy(sandbox->shelf, id);
    struct json *body = json_new_object(), *properties = json_new_object();
    const struct json *tags = json_get(resource, "tags");

    json_set_str(body, "id", call_clean(call->arena, call->path));
    json_set_text(body, "name", "default");
    json_set_text(body, "type", "Microsoft.Resources/tags");
    json_set_take(properties, "tags",
                  tags ? json_copy(tags) : json_new_object());
    json_set_take(body, "properties", properties);
    json_free(resource);
    call_answer_take(call, 200, body);
}

static bool check(struct sandbox *sandbox, struct call *call)
{
    if (!estate_check(sandbox, call))
        return false;
    if (shelf_has(sandbox->shelf, call->arg[0]))
        return true;
    call_fail(call, 404, "ResourceNotFound", "'%.*s' was not found.",
              STR_ARG(call->arg[0]));
    return false;
}

static void tags_get(struct sandbox *sandbox, struct call *call)
{
    if (check(sandbox, call))
        answer(sandbox, call, call->arg[0]);
}

/* Deletes a tag of that name when its value is the one given, or none is. */
static void delete_tags(struct json *tags, const struct json *given)
{
    for (struct json_each e = json_each(given); json_next(&e);) {
        struct str have = json_text(json_get(tags, e.name));
        struct str want = json_text(e.value);

        if (str_empty(want) || str_eq(have, want))
            json_remove(tags, e.name);
    }
}

/* Merge, Replace or Delete; false when it is none of these. */
static bool operate(struct json *resource, struct str operation,
                    const struct json *given)
{
    struct json *tags = shelf_part(resource, "tags");

    if (str_eq_fold(operation, STR("Replace"))) {
        json_set_take(resource, "tags", json_new_object());
        tags = shelf_part(resource, "tags");
    }
    if (str_eq_fold(operation, STR("Delete")))
        delete_tags(tags, given);
    else if (str_eq_fold(operation, STR("Merge")) ||
             str_eq_fold(operation, STR("Replace")))
        shelf_merge_into(tags, given);
    else
        return false;
    return true;
}

static void change(struct sandbox *sandbox, struct call *call,
                   struct str operation, const struct json *given)
{
    struct json *resource = shelf_copy(sandbox->shelf, call->arg[0]);

    if (!operate(resource, operation, given))
        call_fail(call, 400, "InvalidTagOperation",
                  "The operation '%.*s' is none of Merge, Replace and "
                  "Delete.",
                  STR_ARG(operation));
    else if (json_length(json_get(resource, "tags")) > TAGS_MAX)
        call_fail(call, 400, "TooManyTags", "A resource has at most %d tags.",
                  TAGS_MAX);
    else {
        shelf_put(sandbox->shelf, shelf_id(sandbox->shelf, call->arg[0]),
                  resource);
        answer(sandbox, call, call->arg[0]);
    }
    json_free(resource);
}

static void tags_write(struct sandbox *sandbox, struct call *call)
{
    struct json *body;
    struct str operation;

    if (!check(sandbox, call) || locks_hinder(sandbox, call, call->arg[0]) ||
        !call_object(call, &body))
        return;
    operation = str_eq(call->method, STR("PUT"))
                    ? STR("Replace")
                    : json_text(json_find(body, STR("operation")));
    change(sandbox, call, operation, json_at(body, STR("properties.tags")));
    json_free(body);
}

static void tags_delete(struct sandbox *sandbox, struct call *call)
{
    if (check(sandbox, call) && !locks_hinder(sandbox, call, call->arg[0]))
        change(sandbox, call, STR("Replace"), NULL);
}

#define TAGS "/**/providers/Microsoft.Resources/tags/default"

static const struct route rows[] = {
    {"GET", TAGS, SERVICE_ARM, tags_get},
    {"PUT", TAGS, SERVICE_ARM, tags_write},
    {"PATCH", TAGS, SERVICE_ARM, tags_write},
    {"DELETE", TAGS, SERVICE_ARM, tags_delete},
};

const struct route_table tags_routes = ROUTE_TABLE(rows);
