/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Machine actions of Defender for Endpoint (FACTS 14). */
#include <string.h>

#include "sandbox/armid.h"
#include "sandbox/data.h"
#include "sandbox/endpoint.h"
#include "sandbox/handlers.h"
#include "sandbox/odata.h"
#include "sandbox/rights.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/digest.h"
#include "util/when.h"

#define ACTIONS "/machineactions/"
/* From asking to beginning, and to the end. */
#define BEGINS   (2 * WHEN_SECOND)
#define ENDS     (6 * WHEN_SECOND)
#define SHA1_LEN 40

static const struct action {
    const char *path;
    const char *type;
    const char *role;
    const char *subject;   /* actions with the same do not run side by side */
    const char *field;     /* that must be there, … */
    const char *values[4]; /* … with one of these; none: a SHA-1 */
    const char *platform;  /* the only one that can */
} actions[] = {
    {.path = "isolate",
     .type = "Isolate",
     .role = "Machine.Isolate",
     .subject = "isolation",
     .field = "IsolationType",
     .values = {"Full", "Selective", "UnManagedDevice"}},
    {.path = "unisolate",
     .type = "Unisolate",
     .role = "Machine.Isolate",
     .subject = "isolation"},
    {.path = "restrictCodeExecution",
     .type = "RestrictCodeExecution",
     .role = "Machine.RestrictExecution",
     .subject = "execution"},
    {.path = "unrestrictCodeExecution",
     .type = "UnrestrictCodeExecution",
     .role = "Machine.RestrictExecution",
     .subject = "execution"},
    {.path = "runAntiVirusScan",
     .type = "RunAntiVirusScan",
     .role = "Machine.Scan",
     .subject = "scan",
     .field = "ScanType",
     .values = {"Quick", "Full"}},
    {.path = "collectInvestigationPackage",
     .type = "CollectInvestigationPackage",
     .role = "Machine.CollectForensics",
     .subject = "package"},
    {.path = "StopAndQuarantineFile",
     .type = "StopAndQuarantineFile",
     .role = "Machine.StopAndQuarantine",
     .subject = "file",
     .field = "Sha1",
     .platform = "Windows"},
};

#define ACTIONS_N (sizeof(actions) / sizeof(actions[0]))

static const struct action *action_of(const char *type)
{
    for (size_t i = 0; i < ACTIONS_N; i++) {
        if (strcmp(actions[i].type, type) == 0)
            return &actions[i];
    }
    return NULL;
}

static struct str machine_id(struct call *call, const struct json *action)
{
    return str_of(arena_printf(call->arena, "/machines/%s",
                               data_text(action, "machineId")));
}

static bool is_offline(const struct json *machine)
{
    return !str_eq_fold(json_text(json_get(machine, "healthStatus")),
                        STR("Active"));
}

static bool fails(const struct json *machine, const char *type)
{
    return str_eq_fold(json_text(json_get(machine, "sandboxFails")),
                       str_of(type));
}

/* How it stands by the clock. */
static const char *status_of(struct sandbox *sandbox, struct call *call,
                             const struct json *action)
{
    const char *type = data_text(action, "type");
    const char *said = data_text(action, "status");
    struct json *machine = shelf_copy(sandbox->shelf, machine_id(call, action));
    int64_t made = 0, age;
    const char *status = "Succeeded";

    json_int(json_get(action, "sandboxMade"), &made);
    age = when_monotonic() - made;
    if (*said)
        status = said;
    else if (is_offline(machine) || age < sandbox_span(sandbox, BEGINS))
        status = "Pending";
    else if (age < sandbox_span(sandbox, ENDS))
        status = "InProgress";
    else if (fails(machine, type))
        status = "Failed";
    json_free(machine);
    return status;
}

static bool is_running(const char *status)
{
    return strcmp(status, "Pending") == 0 || strcmp(status, "InProgress") == 0;
}

/* As it is shown. */
static struct json *shown(struct sandbox *sandbox, struct call *call,
                          struct str id)
{
    struct json *json = shelf_copy(sandbox->shelf, id);
    const char *status =
        arena_text(call->arena, status_of(sandbox, call, json));
    int64_t asked = 0, ends = sandbox_span(sandbox, ENDS), moment;
    char time[WHEN_TEXT_SIZE];

    when_parse(json_text(json_get(json, "creationDateTimeUtc")), &asked);
    moment = strcmp(status, "Pending") == 0 ? asked
             : is_running(status) ? asked + sandbox_span(sandbox, BEGINS)
                                  : asked + ends;
    json_set_text(json, "status", status);
    json_set_text(json, "lastUpdateDateTimeUtc", when_iso(moment, time));
    if (strcmp(status, "Failed") == 0)
        json_set_int(json, "errorHResult", -2147024891);
    json_remove(json, "sandboxMade");
    return json;
}

static bool is_busy(struct sandbox *sandbox, struct call *call,
                    const struct action *action, struct str machine)
{
    bool busy = false;

    for (struct shelf_each e = {.shelf = sandbox->shelf};
         !busy && shelf_next(&e);) {
        const struct action *other;
        struct json *json;

        /* There may be many: only those of the machine are read. */
        if (!str_starts(e.id, STR(ACTIONS)) ||
            str_find(e.text, armid_name(machine)) == STR_NOWHERE)
            continue;
        json = shelf_copy(sandbox->shelf, e.id);
        other = action_of(data_text(json, "type"));
        busy = other && strcmp(other->subject, action->subject) == 0 &&
               str_eq_fold(machine_id(call, json), machine) &&
               is_running(status_of(sandbox, call, json));
        json_free(json);
    }
    return busy;
}

static bool is_sha1(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!strchr("0123456789abcdefABCDEF", text.at[i]))
            return false;
    }
    return text.len == SHA1_LEN;
}

/* Why it cannot be done; NULL when it can. */
static const char *objection(const struct action *action,
                             const struct json *machine,
                             const struct json *body)
{
    struct str value;
    bool known = !action->values[0];

    if (str_empty(json_text(json_find(body, STR("Comment")))))
        return "Comment is required";
    if (!str_eq_fold(json_text(json_get(machine, "onboardingStatus")),
                     STR("Onboarded")))
        return "The machine is not onboarded";
    if (action->platform &&
        !str_starts(json_text(json_get(machine, "osPlatform")),
                    str_of(action->platform)))
        return "The action is not supported on the operating system of the "
               "machine";
    if (!action->field)
        return NULL;
    value = json_text(json_find(body, str_of(action->field)));
    for (size_t i = 0; action->values[i]; i++)
        known |= str_eq_fold(value, str_of(action->values[i]));
    if (!action->values[0])
        known = is_sha1(value);
    return known ? NULL : "The request body is not valid";
}

static void begin(struct sandbox *sandbox, struct call *call,
                  const struct action *action, const struct json *machine,
                  const struct json *body)
{
    struct json *json = json_new_object();
    char guid[GUID_SIZE], time[WHEN_TEXT_SIZE];
    struct str id;

    json_set_text(json, "id", digest_guid(guid));
    json_set_text(json, "type", action->type);
    json_set_text(json, "scope",
                  action->field && strcmp(action->field, "Sha1") != 0
                      ? json_text(json_find(body, str_of(action->field))).at
                      : NULL);
    json_set_text(json, "requestor", "riposte");
    json_set_str(json, "requestorComment",
                 json_text(json_find(body, STR("Comment"))));
    json_set_str(json, "externalID",
                 json_text(json_find(body, STR("ExternalId"))));
    json_set_str(json, "machineId", json_text(json_get(machine, "id")));
    json_set_str(json, "computerDnsName",
                 json_text(json_get(machine, "computerDnsName")));
    json_set_text(json, "creationDateTimeUtc", when_iso(call->now, time));
    json_set_int(json, "errorHResult", 0);
    json_set_int(json, "sandboxMade", when_monotonic());
    id = str_of(arena_printf(call->arena, ACTIONS "%s", guid));
    shelf_put(sandbox->shelf, id, json);
    json_free(json);
    call_answer_take(call, 201, shown(sandbox, call, id));
}

static void act_post(struct sandbox *sandbox, struct call *call)
{
    const struct action *action = NULL;
    struct json *machine, *body;
    const char *wrong;
    struct str id;

    for (size_t i = 0; i < ACTIONS_N; i++) {
        if (str_eq_fold(call->arg[1], str_of(actions[i].path)))
            action = &actions[i];
    }
    if (!action) {
        call_fail(call, 404, "NotFound", "There is no action '%.*s'.",
                  STR_ARG(call->arg[1]));
        return;
    }
    if (!rights_check_role(sandbox, call, action->role, NULL))
        return;
    id = endpoint_find(sandbox, call);
    if (str_empty(id) || !call_object(call, &body))
        return;
    machine = shelf_copy(sandbox->shelf, id);
    wrong = objection(action, machine, body);
    if (wrong)
        call_fail(call, 400, "BadRequest", "%s", wrong);
    else if (is_busy(sandbox, call, action, id))
        call_fail(call, 400, "ActiveRequestAlreadyExists",
                  "Action is already in progress");
    else
        begin(sandbox, call, action, machine, body);
    json_free(machine);
    json_free(body);
}

/* The action of the path; empty, and 404 is answered, when there is none. */
static struct str action_find(struct sandbox *sandbox, struct call *call)
{
    struct str id = str_of(
        arena_printf(call->arena, ACTIONS "%.*s", STR_ARG(call->arg[0])));

    if (!rights_check_role(sandbox, call, "Machine.Read.All", NULL))
        return STR_NONE;
    if (shelf_has(sandbox->shelf, id))
        return id;
    call_fail(call, 404, "ResourceNotFound",
              "Machine action %.*s was not found", STR_ARG(call->arg[0]));
    return STR_NONE;
}

static void action_get(struct sandbox *sandbox, struct call *call)
{
    struct str id = action_find(sandbox, call);

    if (!str_empty(id))
        call_answer_take(call, 200, shown(sandbox, call, id));
}

static void actions_get(struct sandbox *sandbox, struct call *call)
{
    struct str filter = call_argument(call, "$filter");
    struct json *body, *list;
    bool good = true;

    if (!rights_check_role(sandbox, call, "Machine.Read.All", NULL))
        return;
    list = json_new_array();
    for (struct shelf_each e = {.shelf = sandbox->shelf};
         good && shelf_next(&e);) {
        struct json *json;
        bool holds = false;

        if (!str_starts(e.id, STR(ACTIONS)))
            continue;
        json = shown(sandbox, call, e.id);
        good = odata_holds(filter, json, &holds);
        if (good && holds)
            json_add_take(list, json);
        else
            json_free(json);
    }
    if (!good) {
        json_free(list);
        call_fail(call, 400, "BadRequest",
                  "The query specified in the URI is not valid: '%.*s'.",
                  STR_ARG(filter));
        return;
    }
    body = json_new_object();
    json_set_take(body, "value", list);
    call_answer_take(call, 200, body);
}

static void cancel_post(struct sandbox *sandbox, struct call *call)
{
    struct str id = action_find(sandbox, call);
    struct json *json, *patch;

    if (str_empty(id))
        return;
    json = shown(sandbox, call, id);
    if (strcmp(data_text(json, "status"), "Pending") != 0) {
        call_fail(call, 400, "BadRequest",
                  "The action cannot be cancelled: it is %s",
                  data_text(json, "status"));
    } else {
        patch = json_new_object();
        json_set_text(patch, "status", "Cancelled");
        shelf_merge(sandbox->shelf, id, patch);
        json_free(patch);
        call_answer_take(call, 200, shown(sandbox, call, id));
    }
    json_free(json);
}

/* Where the package can be fetched, for a while; what comes from there is
 * empty. */
static void package_get(struct sandbox *sandbox, struct call *call)
{
    struct str id = action_find(sandbox, call);
    struct json *json, *body;

    if (str_empty(id))
        return;
    json = shown(sandbox, call, id);
    if (strcmp(data_text(json, "type"), "CollectInvestigationPackage") != 0 ||
        strcmp(data_text(json, "status"), "Succeeded") != 0) {
        call_fail(call, 404, "ResourceNotFound",
                  "There is no package of this action");
    } else {
        body = json_new_object();
        json_set_text(body, "value",
                      arena_printf(call->arena,
                                   "%s/hook/package/%.*s.zip?sig=c2FuZGJveA",
                                   sandbox->base, STR_ARG(call->arg[0])));
        call_answer_take(call, 200, body);
    }
    json_free(json);
}

static const struct route rows[] = {
    {"POST", "/endpoint/api/machines/{}/{}", SERVICE_ENDPOINT, act_post},
    {"GET", "/endpoint/api/machineactions", SERVICE_ENDPOINT, actions_get},
    {"GET", "/endpoint/api/machineactions/{}", SERVICE_ENDPOINT, action_get},
    {"POST", "/endpoint/api/machineactions/{}/cancel", SERVICE_ENDPOINT,
     cancel_post},
    {"GET", "/endpoint/api/machineactions/{}/GetPackageUri", SERVICE_ENDPOINT,
     package_get},
};

const struct route_table endpoint_act_routes = ROUTE_TABLE(rows);
