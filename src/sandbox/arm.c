/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any resource by its id: what Azure Resource Manager does for all alike. */
#include <string.h>

#include "sandbox/action.h"
#include "sandbox/armid.h"
#include "sandbox/estate.h"
#include "sandbox/handlers.h"
#include "sandbox/locks.h"
#include "sandbox/ops.h"
#include "sandbox/page.h"
#include "sandbox/provider.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/text.h"

/* How a type differs from the others. */
static const struct kind {
    const char *type;
    bool is_patch_async; /* PATCH is answered 202 and takes its time */
    bool is_patch_tags;  /* PATCH changes tags only (FACTS 14) */
    bool is_put_async;   /* PUT is answered at once and ends later */
    bool has_etag;       /* as a member too */
    const char *part;    /* a view of its own, shown only when asked for … */
    const char *of;      /* … and the member that it is */
} kinds[] = {
    {.type = "Microsoft.Compute/virtualMachines",
     .part = "instanceView",
     .of = "properties"},
    {.type = "Microsoft.Network/networkInterfaces",
     .is_patch_tags = true,
     .has_etag = true},
    {.type = "Microsoft.Network/networkSecurityGroups",
     .is_patch_tags = true,
     .is_put_async = true,
     .has_etag = true},
    {.type = "Microsoft.Sql/servers", .is_patch_async = true},
};

static const struct kind *kind_of(struct str id)
{
    static const struct kind plain = {.type = ""};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (armid_is_type(id, kinds[i].type))
            return &kinds[i];
    }
    return &plain;
}

static const char *etag_of(struct sandbox *sandbox, struct call *call,
                           struct str id)
{
    return arena_printf(call->arena, "W/\"%llu\"",
                        (unsigned long long)shelf_revision(sandbox->shelf, id));
}

/* The resource as a GET shows it: without its part, unless that is asked for,
 * and with its etag. */
static struct json *shown(struct sandbox *sandbox, struct call *call,
                          struct str id)
{
    const struct kind *kind = kind_of(id);
    struct json *json = shelf_copy(sandbox->shelf, id);
    struct str expand = call_argument(call, "$expand");

    if (kind->part && str_find_fold(expand, str_of(kind->part)) == STR_NOWHERE)
        json_remove(shelf_part(json, kind->of), kind->part);
    if (kind->has_etag)
        json_set_text(json, "etag", etag_of(sandbox, call, id));
    return json;
}

static void answer_resource(struct sandbox *sandbox, struct call *call,
                            unsigned status, struct str id)
{
    call_answer_take(call, status, shown(sandbox, call, id));
    call_reply(call, "ETag", "%s", etag_of(sandbox, call, id));
}

static void not_found(struct sandbox *sandbox, struct call *call, struct str id)
{
    struct str group = armid_part(id, STR("resourceGroups"));
    struct str subscription = armid_part(id, STR("subscriptions"));
    struct buf type;

    if (!str_empty(group) &&
        !shelf_has(sandbox->shelf,
                   str_of(arena_printf(
                       call->arena, "/subscriptions/%.*s/resourceGroups/%.*s",
                       STR_ARG(subscription), STR_ARG(group))))) {
        call_fail(call, 404, "ResourceGroupNotFound",
                  "Resource group '%.*s' could not be found.", STR_ARG(group));
        return;
    }
    buf_init(&type);
    armid_type(id, &type);
    call_fail(call, 404, "ResourceNotFound",
              "The Resource '%.*s/%.*s' under resource group '%.*s' was not "
              "found.",
              STR_ARG(buf_view(&type)), STR_ARG(armid_name(id)),
              STR_ARG(group));
    buf_done(&type);
}

/* The part of a resource that has a path of its own; false when the path is
 * not one of those. */
static bool part_get(struct sandbox *sandbox, struct call *call)
{
    struct str id = armid_parent(call->path);
    const struct kind *kind = kind_of(id);
    struct json *json;

    if (!kind->part || !str_eq_fold(armid_name(call->path), str_of(kind->part)))
        return false;
    if (!shelf_has(sandbox->shelf, id)) {
        not_found(sandbox, call, id);
        return true;
    }
    json = shelf_copy(sandbox->shelf, id);
    call_answer_take(call, 200,
                     json_copy(json_get(json_get(json, kind->of), kind->part)));
    json_free(json);
    return true;
}

/* Resources of one type: right below the path's own parent, or, when that is
 * a group or a subscription, anywhere in it. */
static void collection_get(struct sandbox *sandbox, struct call *call,
                           const char *type)
{
    struct str path = call->path, host = armid_host(path);
    bool is_top =
        armid_parent(armid_parent(path)).len == host.len + strlen("/providers");
    struct page page;

    page_begin(&page, sandbox, call);
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct json *json;
        struct buf text;

        if (!armid_is_type(e.id, type) ||
            !(is_top ? armid_within(e.id, host)
                     : str_eq_fold(armid_parent(e.id), path)))
            continue;
        json = shown(sandbox, call, e.id);
        buf_init(&text);
        json_write(json, JSON_COMPACT, &text);
        page_add(&page, buf_view(&text));
        buf_done(&text);
        json_free(json);
        if (page.is_full)
            break;
    }
    page_end(&page, NULL);
}

static void any_get(struct sandbox *sandbox, struct call *call)
{
    struct buf type;

    if (!estate_check(sandbox, call) || part_get(sandbox, call))
        return;
    buf_init(&type);
    if (armid_collection(call->path, &type))
        collection_get(sandbox, call, type.at);
    else if (shelf_has(sandbox->shelf, call->path) &&
             armid_type(call->path, &type))
        answer_resource(sandbox, call, 200, call->path);
    else
        not_found(sandbox, call, call->path);
    buf_done(&type);
}

/* If-Match against what is there; answers 412 itself. */
static bool check_match(struct sandbox *sandbox, struct call *call)
{
    struct str want = call_header(call, "If-Match");
    const char *have = etag_of(sandbox, call, call->path);

    if (str_empty(want) || str_eq(want, STR("*")) || str_eq(want, str_of(have)))
        return true;
    call_fail(call, 412, "PreconditionFailed",
              "The resource has changed since its etag %.*s.", STR_ARG(want));
    return false;
}

/* What a PUT may not change: it comes from the machine, which runs once it is
 * there. */
static void keep_part(struct sandbox *sandbox, struct call *call, struct str id,
                      struct json *body)
{
    const struct kind *kind = kind_of(id);
    struct json *old, *begun;
    const struct json *part;

    if (!kind->part)
        return;
    old = shelf_copy(sandbox->shelf, id);
    part = json_get(json_get(old, kind->of), kind->part);
    if (part) {
        json_set_take(shelf_part(body, kind->of), kind->part, json_copy(part));
    } else {
        begun = action_begun(call->now);
        shelf_part(body, kind->of);
        shelf_merge_into(body, begun);
        json_free(begun);
    }
    json_free(old);
}

/* A resource as it was PUT, with what Azure Resource Manager adds. */
static struct json *put_body(struct sandbox *sandbox, struct call *call,
                             struct str id, struct str type,
                             const struct json *body)
{
    struct json *wanted = json_copy(body);

    json_set_str(wanted, "id", call_clean(call->arena, id));
    json_set_str(wanted, "name", call_clean(call->arena, armid_name(id)));
    json_set_str(wanted, "type", call_clean(call->arena, type));
    json_remove(wanted, "etag");
    keep_part(sandbox, call, id, wanted);
    if (json_get(wanted, "location"))
        json_set_text(shelf_part(wanted, "properties"), "provisioningState",
                      kind_of(id)->is_put_async ? "Updating" : "Succeeded");
    return wanted;
}

/* Is an earlier PUT still under way?  Then this one has to come again. */
static bool is_busy(struct sandbox *sandbox, struct call *call, struct str id,
                    const struct json *old)
{
    if (!kind_of(id)->is_put_async ||
        !str_eq(json_text(json_at(old, STR("properties.provisioningState"))),
                STR("Updating")))
        return false;
    call_reply(call, "Retry-After", "%lld",
               (long long)(sandbox_span(sandbox, 2000) + 999) / 1000);
    call_fail(call, 429, "RetryableErrorDueToAnotherOperation",
              "Operation on resource %.*s is being canceled or is in progress "
              "by another operation. Please retry.",
              STR_ARG(id));
    return true;
}

static void put(struct sandbox *sandbox, struct call *call, struct str type,
                const struct json *body)
{
    bool is_new = !shelf_has(sandbox->shelf, call->path);
    struct str id = is_new ? call->path : shelf_id(sandbox->shelf, call->path);
    struct json *old = shelf_copy(sandbox->shelf, id);
    struct change change = {
        .id = id,
        .old = old,
        .body = body,
        .wanted = put_body(sandbox, call, id, type, body),
    };
    struct json *end;
    bool good = !is_busy(sandbox, call, id, old) &&
                provider_check(sandbox, call, &change);

    if (good && !shelf_put(sandbox->shelf, id, change.wanted)) {
        call_fail(call, 409, "QuotaExceeded", "There are too many resources.");
    } else if (good) {
        answer_resource(sandbox, call, is_new ? 201 : 200, call->path);
        if (kind_of(id)->is_put_async) {
            end = json_new_object();
            json_set_text(shelf_part(end, "properties"), "provisioningState",
                          "Succeeded");
            ops_follow(sandbox, call, id, &(struct op_plan){.patch = end});
        }
    }
    json_free(old);
    json_free(change.wanted);
}

static void any_put(struct sandbox *sandbox, struct call *call)
{
    struct json *body;
    struct buf type;

    if (!estate_check(sandbox, call) || action_run(sandbox, call))
        return;
    buf_init(&type);
    if (!armid_type(call->path, &type)) {
        call_fail(call, 400, "InvalidResourceType",
                  "'%.*s' is not the id of a resource.", STR_ARG(call->path));
    } else if (!locks_hinder(sandbox, call, call->path) &&
               check_match(sandbox, call) && call_object(call, &body)) {
        put(sandbox, call, buf_view(&type), body);
        json_free(body);
    }
    buf_done(&type);
}

static void patch(struct sandbox *sandbox, struct call *call, struct json *body)
{
    const struct kind *kind = kind_of(call->path);
    struct json *old = shelf_copy(sandbox->shelf, call->path);
    struct change change = {
        .id = call->path, .old = old, .body = body, .wanted = json_copy(old)};
    bool good;

    json_remove(body, "id");
    json_remove(body, "name");
    json_remove(body, "type");
    if (kind->is_patch_tags)
        json_remove(body, "properties");
    shelf_merge_into(change.wanted, body);
    good = provider_check(sandbox, call, &change);
    if (good && kind->is_patch_async) {
        ops_start_take(sandbox, call, call->path, json_copy(body));
    } else if (good) {
        shelf_merge(sandbox->shelf, call->path, body);
        answer_resource(sandbox, call, 200, call->path);
    }
    json_free(old);
    json_free(change.wanted);
}

static void any_patch(struct sandbox *sandbox, struct call *call)
{
    struct json *body;

    if (!estate_check(sandbox, call))
        return;
    if (!shelf_has(sandbox->shelf, call->path)) {
        not_found(sandbox, call, call->path);
        return;
    }
    if (locks_hinder(sandbox, call, call->path) ||
        !check_match(sandbox, call) || !call_object(call, &body))
        return;
    patch(sandbox, call, body);
    json_free(body);
}

static void any_delete(struct sandbox *sandbox, struct call *call)
{
    struct str text = shelf_text(sandbox->shelf, call->path);

    if (!estate_check(sandbox, call) || locks_hinder(sandbox, call, call->path))
        return;
    if (str_empty(text)) {
        call_answer(call, 204);
        return;
    }
    if (!check_match(sandbox, call) ||
        !provider_check_delete(sandbox, call, call->path))
        return;
    call_answer_text(call, 200, text);
    shelf_remove(sandbox->shelf, call->path);
}

static void any_post(struct sandbox *sandbox, struct call *call)
{
    struct str id = armid_parent(call->path);

    if (!estate_check(sandbox, call) || action_run(sandbox, call))
        return;
    if (!shelf_has(sandbox->shelf, id))
        not_found(sandbox, call, id);
    else
        call_fail(call, 404, "NotFound", "The resource has no action '%.*s'.",
                  STR_ARG(armid_name(call->path)));
}

/* Lists of what has no provider in its id. */
static void list_type(struct sandbox *sandbox, struct call *call,
                      const char *type)
{
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    page_begin(&page, sandbox, call);
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        if (armid_is_type(e.id, type) &&
            armid_within(e.id, armid_parent(call->path)) &&
            !page_add(&page, e.text))
            break;
    }
    page_end(&page, NULL);
}

static void subscriptions_get(struct sandbox *sandbox, struct call *call)
{
    list_type(sandbox, call, "Microsoft.Resources/subscriptions");
}

static void groups_get(struct sandbox *sandbox, struct call *call)
{
    list_type(sandbox, call, "Microsoft.Resources/resourceGroups");
}

static const struct route rows[] = {
    {"GET", "/subscriptions", SERVICE_ARM, subscriptions_get},
    {"GET", "/subscriptions/{}/resourceGroups", SERVICE_ARM, groups_get},
    {"GET", "/subscriptions/**", SERVICE_ARM, any_get},
    {"PUT", "/subscriptions/**", SERVICE_ARM, any_put},
    {"PATCH", "/subscriptions/**", SERVICE_ARM, any_patch},
    {"DELETE", "/subscriptions/**", SERVICE_ARM, any_delete},
    {"POST", "/subscriptions/**", SERVICE_ARM, any_post},
};

const struct route_table arm_routes = ROUTE_TABLE(rows);
