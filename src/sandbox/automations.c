/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/automations.h"

#include "sandbox/armid.h"
#include "sandbox/data.h"
#include "sandbox/estate.h"
#include "sandbox/handlers.h"
#include "sandbox/page.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/text.h"

#define TYPE  "Microsoft.Security/automations"
#define OLDER "2019-01-01-preview"

static const char *const versions[] = {OLDER, "2023-12-01-preview", NULL};
static const char *const sources[] = {"Assessments",
                                      "AssessmentsSnapshot",
                                      "SubAssessments",
                                      "SubAssessmentsSnapshot",
                                      "Alerts",
                                      "SecureScores",
                                      "SecureScoresSnapshot",
                                      "SecureScoreControls",
                                      "SecureScoreControlsSnapshot",
                                      "RegulatoryComplianceAssessment",
                                      "RegulatoryComplianceAssessmentSnapshot",
                                      "AttackPaths",
                                      "AttackPathsSnapshot",
                                      NULL};
static const char *const operators[] = {
    "Equals",     "GreaterThan",         "GreaterThanOrEqualTo",
    "LesserThan", "LesserThanOrEqualTo", "NotEquals",
    "Contains",   "StartsWith",          "EndsWith",
    NULL};
static const char *const types[] = {"String", "Integer", "Number", "Boolean",
                                    NULL};
static const char *const actions[] = {"LogicApp", "EventHub", "Workspace",
                                      NULL};

static bool among(struct str text, const char *const *list)
{
    for (; *list; list++) {
        if (str_eq_fold(text, str_of(*list)))
            return true;
    }
    return false;
}

static struct str text_of(const struct json *object, const char *name)
{
    return json_text(json_find(object, str_of(name)));
}

/* ---- what is wrong with one -----------------------------------------------*/

static const char *rule_fault(const struct json *rule)
{
    if (str_empty(text_of(rule, "propertyJPath")))
        return "Each rule must have a propertyJPath.";
    if (!among(text_of(rule, "propertyType"), types))
        return "propertyType must be String, Integer, Number or Boolean.";
    if (!among(text_of(rule, "operator"), operators))
        return "The operator of a rule is not supported.";
    if (json_type(json_find(rule, STR("expectedValue"))) != JSON_TEXT)
        return "expectedValue must be text.";
    return NULL;
}

static const char *source_fault(const struct json *source)
{
    struct json_each sets = json_each(json_find(source, STR("ruleSets")));
    const char *fault = NULL;

    if (!among(text_of(source, "eventSource"), sources))
        return "The eventSource is not supported.";
    while (!fault && json_next(&sets)) {
        struct json_each rules = json_each(json_find(sets.value, STR("rules")));

        while (!fault && json_next(&rules))
            fault = rule_fault(rules.value);
    }
    return fault;
}

static const char *list_fault(const struct json *properties, const char *name,
                              const char *(*fault_of)(const struct json *one),
                              const char *missing)
{
    const struct json *list = json_find(properties, str_of(name));
    struct json_each each = json_each(list);
    const char *fault = NULL;

    if (json_type(list) != JSON_ARRAY || json_length(list) == 0)
        return missing;
    while (!fault && json_next(&each))
        fault = fault_of(each.value);
    return fault;
}

static const char *scope_fault(const struct json *scope)
{
    return str_starts_fold(text_of(scope, "scopePath"), STR("/subscriptions/"))
               ? NULL
               : "A scopePath must be a subscription or a resource group.";
}

static const char *action_fault(const struct json *action)
{
    struct str type = text_of(action, "actionType");

    if (!among(type, actions))
        return "The actionType is not supported.";
    if (str_eq_fold(type, STR("LogicApp")) &&
        str_empty(text_of(action, "logicAppResourceId")))
        return "A LogicApp action must have a logicAppResourceId.";
    return NULL;
}

static const char *fault_of(const struct json *properties)
{
    const char *fault;

    if (json_type(properties) != JSON_OBJECT)
        return "properties must be an object.";
    fault = list_fault(properties, "scopes", scope_fault,
                       "There must be at least one scope.");
    if (!fault)
        fault = list_fault(properties, "sources", source_fault,
                           "There must be at least one source.");
    if (!fault)
        fault = list_fault(properties, "actions", action_fault,
                           "There must be at least one action.");
    return fault;
}

/* ---- what is kept, and what is shown --------------------------------------*/

static const char *etag_of(struct sandbox *sandbox, struct call *call,
                           struct str id)
{
    return arena_printf(
        call->arena, "W/\"%llu\"",
        (unsigned long long)shelf_revision(sandbox->automations, id));
}

/* Callback URLs and connection strings are written and never read. */
static void drop_secrets(struct json *resource)
{
    struct json *properties = shelf_part(resource, "properties");
    struct json_each each = json_each(json_get(properties, "actions"));
    struct json *bare = json_new_array();

    while (json_next(&each)) {
        struct json *one = json_copy(each.value);

        json_remove(one, "uri");
        json_remove(one, "connectionString");
        json_add_take(bare, one);
    }
    json_set_take(properties, "actions", bare);
}

static struct json *shown(struct sandbox *sandbox, struct call *call,
                          struct str id)
{
    struct json *json = shelf_copy(sandbox->automations, id);

    json_set_text(json, "etag", etag_of(sandbox, call, id));
    return json;
}

static void answer_one(struct sandbox *sandbox, struct call *call,
                       unsigned status)
{
    call_answer_take(call, status, shown(sandbox, call, call->path));
    call_reply(call, "ETag", "%s", etag_of(sandbox, call, call->path));
}

static bool keep(struct sandbox *sandbox, struct str id, struct json *body)
{
    json_set_str(body, "id", id);
    json_set_str(body, "name", armid_name(id));
    json_set_text(body, "type", TYPE);
    json_remove(body, "etag");
    if (!json_get(body, "tags"))
        json_set_take(body, "tags", json_new_object());
    drop_secrets(body);
    return shelf_put(sandbox->automations, id, body);
}

bool automations_load(struct sandbox *sandbox, struct err *err)
{
    struct json *file;
    struct json_each each;

    if (!data_load("sandbox/automations.json", &file, err))
        return false;
    each = json_each(json_get(file, "automations"));
    while (json_next(&each)) {
        struct json *one = json_copy(each.value);

        keep(sandbox, text_of(each.value, "id"), one);
        json_free(one);
    }
    json_free(file);
    return true;
}

/* ---- the interface --------------------------------------------------------*/

/* The subscription is there, and the version is known. */
static bool check(struct sandbox *sandbox, struct call *call)
{
    struct str version = call_argument(call, "api-version");

    if (!estate_check(sandbox, call))
        return false;
    if (among(version, versions))
        return true;
    call_fail(call, 400, "NoRegisteredProviderFound",
              "No registered resource provider found for API version '%.*s'.",
              STR_ARG(version));
    return false;
}

static bool find(struct sandbox *sandbox, struct call *call)
{
    if (shelf_has(sandbox->automations, call->path))
        return true;
    call_fail(call, 404, "ResourceNotFound",
              "The automation '%.*s' was not found.",
              STR_ARG(armid_name(call->path)));
    return false;
}

static bool matches(struct sandbox *sandbox, struct call *call, struct str want)
{
    if (str_empty(want) || str_eq(want, STR("*")) ||
        str_eq(want, str_of(etag_of(sandbox, call, call->path))))
        return true;
    call_fail(call, 412, "PreconditionFailed",
              "The automation has changed since its etag %.*s.", STR_ARG(want));
    return false;
}

static void list_get(struct sandbox *sandbox, struct call *call)
{
    size_t end = str_find_fold(call->path, STR("/providers/"));
    struct page page;

    if (!check(sandbox, call))
        return;
    page_begin(&page, sandbox, call);
    for (struct shelf_each e = {.shelf = sandbox->automations};
         !page.is_full && shelf_next(&e);) {
        struct json *one;
        struct buf text;

        if (!armid_within(e.id, str_sub(call->path, 0, end)))
            continue;
        one = shown(sandbox, call, e.id);
        buf_init(&text);
        json_write(one, JSON_COMPACT, &text);
        page_add(&page, buf_view(&text));
        buf_done(&text);
        json_free(one);
    }
    page_end(&page, NULL);
}

static void one_get(struct sandbox *sandbox, struct call *call)
{
    if (check(sandbox, call) && find(sandbox, call))
        answer_one(sandbox, call, 200);
}

static void refuse(struct call *call, const char *fault)
{
    call_fail(call, 400, "InvalidRequestContent", "%s", fault);
}

/* An update must say the etag that it goes by. */
static void one_put(struct sandbox *sandbox, struct call *call)
{
    bool is_new = !shelf_has(sandbox->automations, call->path);
    struct json *body;
    const char *fault;
    struct str etag;

    if (!check(sandbox, call) || !call_object(call, &body))
        return;
    fault = fault_of(json_get(body, "properties"));
    if (!fault && str_empty(text_of(body, "location")))
        fault = "The location must be given.";
    etag = text_of(body, "etag");
    if (str_empty(etag))
        etag = call_header(call, "If-Match");
    if (fault)
        refuse(call, fault);
    else if (is_new || matches(sandbox, call, etag)) {
        if (keep(sandbox, call_clean(call->arena, call->path), body))
            answer_one(sandbox, call, is_new ? 201 : 200);
        else
            call_fail(call, 409, "QuotaExceeded",
                      "There are too many automations.");
    }
    json_free(body);
}

static void one_patch(struct sandbox *sandbox, struct call *call)
{
    struct json *body;
    struct json *all;
    const char *fault;

    if (!check(sandbox, call) || !find(sandbox, call))
        return;
    if (str_eq(call_argument(call, "api-version"), STR(OLDER))) {
        call_fail(call, 405, "MethodNotAllowed",
                  "PATCH is not supported by this api-version.");
        return;
    }
    if (!matches(sandbox, call, call_header(call, "If-Match")) ||
        !call_object(call, &body))
        return;
    all = shelf_copy(sandbox->automations, call->path);
    shelf_merge_into(all, body);
    fault = fault_of(json_get(all, "properties"));
    if (fault)
        refuse(call, fault);
    else if (keep(sandbox, shelf_id(sandbox->automations, call->path), all))
        answer_one(sandbox, call, 200);
    json_free(all);
    json_free(body);
}

static void one_delete(struct sandbox *sandbox, struct call *call)
{
    if (!check(sandbox, call))
        return;
    call_answer(call,
                shelf_remove(sandbox->automations, call->path) ? 200 : 204);
}

static void validate(struct sandbox *sandbox, struct call *call)
{
    struct json *body;
    struct json *out;
    const char *fault;

    if (!check(sandbox, call) || !call_object(call, &body))
        return;
    fault = fault_of(json_get(body, "properties"));
    out = json_new_object();
    json_set_bool(out, "isValid", fault == NULL);
    json_set_text(out, "message", fault ? fault : "Validation Successful");
    call_answer_take(call, 200, out);
    json_free(body);
}

#define ALL   "/subscriptions/{}/providers/" TYPE
#define GROUP "/subscriptions/{}/resourceGroups/{}/providers/" TYPE

static const struct route rows[] = {
    {"GET", ALL, SERVICE_ARM, list_get},
    {"GET", GROUP, SERVICE_ARM, list_get},
    {"GET", GROUP "/{}", SERVICE_ARM, one_get},
    {"PUT", GROUP "/{}", SERVICE_ARM, one_put},
    {"PATCH", GROUP "/{}", SERVICE_ARM, one_patch},
    {"DELETE", GROUP "/{}", SERVICE_ARM, one_delete},
    {"POST", GROUP "/{}/validate", SERVICE_ARM, validate},
};

const struct route_table automations_routes = ROUTE_TABLE(rows);
