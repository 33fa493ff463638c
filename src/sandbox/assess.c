/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/assess.h"

#include "sandbox/armid.h"
#include "sandbox/data.h"
#include "sandbox/estate.h"
#include "sandbox/handlers.h"
#include "sandbox/page.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/arena.h"
#include "util/text.h"
#include "util/when.h"

#define ASSESSMENTS "/providers/Microsoft.Security/assessments"
#define METADATA    "/providers/Microsoft.Security/assessmentMetadata"
#define FINDINGS    "subAssessments"

/* What a status says of itself when nobody says more. */
static const struct {
    const char *code, *cause, *text;
} codes[] = {
    {"Healthy", NULL, NULL},
    {"Unhealthy", NULL, NULL},
    {"NotApplicable", "OffByPolicy",
     "The effective policy for the assessment was evaluated to off."},
};

static struct json *status_new(const char *code, int64_t first, int64_t changed)
{
    struct json *status = json_new_object();
    char time[WHEN_TEXT_SIZE];

    json_set_text(status, "code", code);
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (codes[i].cause && str_eq(str_of(code), str_of(codes[i].code))) {
            json_set_text(status, "cause", codes[i].cause);
            json_set_text(status, "description", codes[i].text);
        }
    }
    json_set_text(status, "firstEvaluationDate", when_iso(first, time));
    json_set_text(status, "statusChangeDate", when_iso(changed, time));
    return status;
}

static bool listed(const struct json *names, struct str name)
{
    for (struct json_each e = json_each(names); json_next(&e);) {
        if (str_eq_fold(json_text(e.value), name))
            return true;
    }
    return false;
}

static void add_metadata(struct sandbox *sandbox, const struct json *item,
                         struct arena *arena)
{
    const char *name = data_text(item, "name");
    const char *id = arena_printf(arena, METADATA "/%s", name);
    struct json *json = json_new_object();

    json_set_text(json, "id", id);
    json_set_text(json, "name", name);
    json_set_text(json, "type", "Microsoft.Security/assessmentMetadata");
    json_set_take(json, "properties", json_copy(json_get(item, "metadata")));
    shelf_put(sandbox->shelf, str_of(id), json);
    json_free(json);
}

static struct json *resource_new(const char *id, const char *name,
                                 const char *type, struct str resource)
{
    struct json *json = json_new_object(), *details = json_new_object();
    struct json *properties = json_new_object();

    json_set_text(json, "id", id);
    json_set_text(json, "name", name);
    json_set_text(json, "type", type);
    json_set_text(details, "source", "Azure");
    json_set_str(details, "id", resource);
    json_set_take(properties, "resourceDetails", details);
    json_set_take(json, "properties", properties);
    return json;
}

static void add_assessment(struct sandbox *sandbox, const struct json *item,
                           struct str resource, struct arena *arena)
{
    const char *key = data_text(item, "name");
    struct str name = armid_name(resource);
    const char *id =
        arena_printf(arena, "%.*s" ASSESSMENTS "/%s", STR_ARG(resource), key);
    const char *code = listed(json_get(item, "unhealthy"), name) ? "Unhealthy"
                       : listed(json_get(item, "notApplicable"), name)
                           ? "NotApplicable"
                           : "Healthy";
    struct json *json =
        resource_new(id, key, "Microsoft.Security/assessments", resource);
    struct json *properties = shelf_part(json, "properties");
    struct json *links = json_new_object();

    json_set_text(properties, "displayName",
                  data_text(json_get(item, "metadata"), "displayName"));
    json_set_take(properties, "status",
                  status_new(code, sandbox->started - 60 * WHEN_DAY,
                             sandbox->started - 3 * WHEN_DAY));
    json_set_text(links, "azurePortalUri",
                  arena_printf(arena,
                               "portal.azure.com/#blade/"
                               "Microsoft_Azure_Security/"
                               "RecommendationsBlade/assessmentKey/%s",
                               key));
    json_set_take(properties, "links", links);
    shelf_put(sandbox->shelf, str_of(id), json);
    json_free(json);
}

static bool add_finding(struct sandbox *sandbox, const struct json *item,
                        const struct json *finding, struct arena *arena,
                        struct err *err)
{
    const struct gen_target *target =
        estate_find(sandbox->estate, json_text(json_get(finding, "resource")));
    const char *name = data_text(finding, "name");
    struct json *json, *properties;
    const char *id;

    if (!target)
        return err_set(err, ERR_INPUT,
                       _("The finding %s is about a resource that is not in "
                         "the estate."),
                       name);
    id = arena_printf(arena, "%s" ASSESSMENTS "/%s/" FINDINGS "/%s", target->id,
                      data_text(item, "name"), name);
    json =
        resource_new(id, name, "Microsoft.Security/assessments/subAssessments",
                     str_of(target->id));
    properties = shelf_part(json, "properties");
    shelf_merge_into(properties, json_get(finding, "properties"));
    shelf_put(sandbox->shelf, str_of(id), json);
    json_free(json);
    return true;
}

static bool add_item(struct sandbox *sandbox, const struct json *item,
                     struct arena *arena, struct err *err)
{
    struct buf type;

    add_metadata(sandbox, item, arena);
    buf_init(&type);
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        buf_clear(&type);
        if (armid_type(e.id, &type) &&
            listed(json_get(item, "types"), buf_view(&type)))
            add_assessment(sandbox, item, e.id, arena);
    }
    buf_done(&type);
    for (struct json_each e = json_each(json_get(item, "findings"));
         json_next(&e);) {
        if (!add_finding(sandbox, item, e.value, arena, err))
            return false;
    }
    return true;
}

bool assess_load(struct sandbox *sandbox, const struct json *file,
                 struct err *err)
{
    struct arena *arena = arena_new();
    bool good = true;

    for (struct json_each e = json_each(json_get(file, "assessments"));
         good && json_next(&e);)
        good = add_item(sandbox, e.value, arena, err);
    arena_free(arena);
    return good;
}

bool assess_set(struct sandbox *sandbox, struct str resource, struct str name,
                struct str code, int64_t moment, struct err *err)
{
    const struct gen_target *target = estate_find(sandbox->estate, resource);
    struct arena *arena = arena_new();
    struct str id = STR_NONE, first;
    struct json *json;
    bool good;
    int64_t began = moment;

    if (target)
        id = str_of(arena_printf(arena, "%s" ASSESSMENTS "/%.*s", target->id,
                                 STR_ARG(name)));
    json = shelf_copy(sandbox->shelf, id);
    good = json != NULL;
    if (!good) {
        err_set(err, ERR_INPUT, _("There is no assessment %.*s of \"%.*s\"."),
                STR_ARG(name), STR_ARG(resource));
    } else {
        first = json_text(
            json_at(json, STR("properties.status.firstEvaluationDate")));
        when_parse(first, &began);
        json_set_take(shelf_part(json, "properties"), "status",
                      status_new(arena_str(arena, code).at, began, moment));
        shelf_put(sandbox->shelf, id, json);
    }
    json_free(json);
    arena_free(arena);
    return good;
}

/* An id whose last resource is of this type, with one name after it. */
static bool is_of(struct str id, struct str label)
{
    struct str parent = armid_parent(id);

    return str_ends_fold(parent, label);
}

struct assess_count assess_count(const struct sandbox *sandbox,
                                 struct str subscription, struct str name)
{
    struct assess_count count = {0};
    struct err err;

    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct json *json = NULL;
        struct str code;

        if (!str_eq_fold(armid_name(e.id), name) ||
            !is_of(e.id, STR(ASSESSMENTS)) ||
            !str_eq_fold(armid_part(e.id, STR("subscriptions")),
                         subscription) ||
            !json_parse(e.text, &json, &err))
            continue;
        code = json_text(json_at(json, STR("properties.status.code")));
        count.healthy += str_eq(code, STR("Healthy"));
        count.unhealthy += str_eq(code, STR("Unhealthy"));
        count.not_applicable += str_eq(code, STR("NotApplicable"));
        json_free(json);
    }
    return count;
}

/* Adds the metadata when the caller expands it. */
static struct str expanded(struct sandbox *sandbox, struct call *call,
                           struct str text)
{
    struct json *json = NULL, *metadata;
    struct str done;
    struct buf out;
    struct err err;

    if (str_find_fold(call_argument(call, "$expand"), STR("metadata")) ==
            STR_NOWHERE ||
        !json_parse(text, &json, &err))
        return text;
    metadata = shelf_copy(sandbox->shelf,
                          str_of(arena_printf(call->arena, METADATA "/%s",
                                              data_text(json, "name"))));
    if (metadata)
        json_set_take(shelf_part(json, "properties"), "metadata",
                      json_copy(json_get(metadata, "properties")));
    buf_init(&out);
    json_write(json, JSON_COMPACT, &out);
    done = arena_str(call->arena, buf_view(&out));
    buf_done(&out);
    json_free(metadata);
    json_free(json);
    return done;
}

/* All of one kind below a scope; a management group holds everything. */
static void list(struct sandbox *sandbox, struct call *call, struct str label,
                 struct str scope)
{
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    if (str_starts_fold(scope, STR("/providers/Microsoft.Management")))
        scope = STR_NONE;
    page_begin(&page, sandbox, call);
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        if (is_of(e.id, label) && armid_within(e.id, scope) &&
            !page_add(&page, expanded(sandbox, call, e.text)))
            break;
    }
    page_end(&page, NULL);
}

static void assessments_get(struct sandbox *sandbox, struct call *call)
{
    list(sandbox, call, STR(ASSESSMENTS), call->arg[0]);
}

static void metadata_list_get(struct sandbox *sandbox, struct call *call)
{
    list(sandbox, call, STR(METADATA), STR_NONE);
}

static void findings_get(struct sandbox *sandbox, struct call *call)
{
    list(sandbox, call, STR("/" FINDINGS), call->arg[0]);
}

/* The findings of one assessment, on all resources below the scope. */
static void findings_of_get(struct sandbox *sandbox, struct call *call)
{
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    page_begin(&page, sandbox, call);
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct str parent = armid_parent(e.id);

        if (str_ends_fold(parent, STR("/" FINDINGS)) &&
            str_eq_fold(armid_name(armid_parent(parent)), call->arg[1]) &&
            armid_within(e.id, call->arg[0]) && !page_add(&page, e.text))
            break;
    }
    page_end(&page, NULL);
}

static void one(struct sandbox *sandbox, struct call *call, struct str id)
{
    struct str text = shelf_text(sandbox->shelf, id);

    if (!estate_check(sandbox, call))
        return;
    if (str_empty(text))
        call_fail(call, 404, "ResourceNotFound", "'%.*s' was not found.",
                  STR_ARG(id));
    else
        call_answer_text(call, 200, expanded(sandbox, call, text));
}

static void assessment_get(struct sandbox *sandbox, struct call *call)
{
    one(sandbox, call, call->path);
}

static void metadata_get(struct sandbox *sandbox, struct call *call)
{
    one(sandbox, call,
        str_of(arena_printf(call->arena, METADATA "/%.*s",
                            STR_ARG(call->arg[1]))));
}

static const struct route rows[] = {
    {"GET", "/**" ASSESSMENTS, SERVICE_ARM, assessments_get},
    {"GET", "/**" ASSESSMENTS "/{}", SERVICE_ARM, assessment_get},
    {"GET", "/**" METADATA, SERVICE_ARM, metadata_list_get},
    {"GET", "/**" METADATA "/{}", SERVICE_ARM, metadata_get},
    {"GET", "/**/providers/Microsoft.Security/" FINDINGS, SERVICE_ARM,
     findings_get},
    {"GET", "/**" ASSESSMENTS "/{}/" FINDINGS, SERVICE_ARM, findings_of_get},
    {"GET", "/**" ASSESSMENTS "/{}/" FINDINGS "/{}", SERVICE_ARM,
     assessment_get},
};

const struct route_table assess_routes = ROUTE_TABLE(rows);
