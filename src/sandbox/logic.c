/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workflows: their triggers, their state, and the addresses that start them. */
#include "sandbox/logic.h"

#include <stdio.h>

#include "sandbox/armid.h"
#include "sandbox/estate.h"
#include "sandbox/handlers.h"
#include "sandbox/logic_run.h"
#include "sandbox/page.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/mem.h"

#define WORKFLOW "Microsoft.Logic/workflows"

struct logic *logic_new(void)
{
    struct logic *logic = mem_new(sizeof(*logic));

    digest_guid(logic->secret);
    return logic;
}

void logic_free(struct logic *logic)
{
    if (!logic)
        return;
    for (size_t i = 0; i < LOGIC_RUNS; i++) {
        mem_free(logic->run[i].workflow);
        mem_free(logic->run[i].trigger);
    }
    mem_free(logic);
}

struct str logic_workflow(struct sandbox *sandbox, struct call *call)
{
    struct str mark = STR("/workflows/");
    size_t at = str_find_fold(call->path, mark) + mark.len;
    struct str name = str_sub(call->path, at, call->path.len);
    struct str id;

    name = str_sub(name, 0, str_find_char(name, '/'));
    id = shelf_id(sandbox->shelf, str_sub(call->path, 0, at + name.len));
    if (!estate_check(sandbox, call))
        return STR_NONE;
    if (str_empty(id))
        call_fail(call, 404, "ResourceNotFound",
                  "The Resource '" WORKFLOW "/%.*s' was not found.",
                  STR_ARG(name));
    return id;
}

static bool enabled(const struct json *workflow)
{
    return str_eq_fold(json_text(json_at(workflow, STR("properties.state"))),
                       STR("Enabled"));
}

static const struct json *trigger_find(const struct json *workflow,
                                       struct str name)
{
    return json_find(json_at(workflow, STR("properties.definition.triggers")),
                     name);
}

/* ---- lists ----------------------------------------------------------------*/

static void workflows_get(struct sandbox *sandbox, struct call *call)
{
    size_t end = str_find_fold(call->path, STR("/providers/"));
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    page_begin(&page, sandbox, call);
    for (struct shelf_each e = {.shelf = sandbox->shelf};
         !page.is_full && shelf_next(&e);) {
        if (armid_is_type(e.id, WORKFLOW) &&
            armid_within(e.id, str_sub(call->path, 0, end)))
            page_add(&page, shelf_text(sandbox->shelf, e.id));
    }
    page_end(&page, NULL);
}

/* ---- triggers -------------------------------------------------------------*/

static struct json *trigger_row(struct call *call, struct str workflow,
                                const char *name, bool on)
{
    struct json *row = json_new_object(), *properties = json_new_object();

    json_set_text(
        row, "id",
        arena_printf(call->arena, "%.*s/triggers/%s", STR_ARG(workflow), name));
    json_set_text(row, "name", name);
    json_set_text(row, "type", WORKFLOW "/triggers");
    json_set_text(properties, "provisioningState", "Succeeded");
    json_set_text(properties, "state", on ? "Enabled" : "Disabled");
    json_set_take(row, "properties", properties);
    return row;
}

static void triggers_get(struct sandbox *sandbox, struct call *call)
{
    struct str id = logic_workflow(sandbox, call);
    struct json *workflow, *body, *list;

    if (str_empty(id))
        return;
    workflow = shelf_copy(sandbox->shelf, id);
    body = json_new_object();
    list = json_new_array();
    for (struct json_each e = json_each(
             json_at(workflow, STR("properties.definition.triggers")));
         json_next(&e);)
        json_add_take(list, trigger_row(call, id, e.name, enabled(workflow)));
    json_set_take(body, "value", list);
    call_answer_take(call, 200, body);
    json_free(workflow);
}

/* What stands beside a workflow, where no GET finds it: how often its keys
 * have been made anew. */
static struct str keys_id(struct call *call, struct str workflow)
{
    return str_of(
        arena_printf(call->arena, "%.*s/accessKeys", STR_ARG(workflow)));
}

static int64_t keys_age(struct sandbox *sandbox, struct call *call,
                        struct str workflow)
{
    struct json *keys = shelf_copy(sandbox->shelf, keys_id(call, workflow));
    int64_t age = 0;

    json_int(json_get(keys, "age"), &age);
    json_free(keys);
    return age;
}

/* The part of an address by which a workflow is known. */
static const char *handle_of(struct call *call, struct str workflow)
{
    char hex[DIGEST_HEX_SIZE];

    return arena_printf(call->arena, "%.32s", digest_hex(workflow, hex));
}

static const char *signature_of(struct sandbox *sandbox, struct call *call,
                                struct str workflow, struct str trigger)
{
    const char *text =
        arena_printf(call->arena, "%s %.*s %.*s %lld", sandbox->logic->secret,
                     STR_ARG(workflow), STR_ARG(trigger),
                     (long long)keys_age(sandbox, call, workflow));
    char hex[DIGEST_HEX_SIZE];

    return arena_printf(call->arena, "%.43s", digest_hex(str_of(text), hex));
}

#define INVOKE_VERSION "2016-10-01"

static void answer_address(struct sandbox *sandbox, struct call *call,
                           struct str workflow, struct str trigger)
{
    const char *sig = signature_of(sandbox, call, workflow, trigger);
    const char *base = arena_printf(
        call->arena, "%s/workflows/%s/triggers/%.*s/paths/invoke",
        sandbox->base, handle_of(call, workflow), STR_ARG(trigger));
    const char *permission =
        arena_printf(call->arena, "/triggers/%.*s/run", STR_ARG(trigger));
    struct json *body = json_new_object(), *queries = json_new_object();

    json_set_text(body, "value",
                  arena_printf(call->arena,
                               "%s?api-version=" INVOKE_VERSION
                               "&sp=%%2Ftriggers%%2F%.*s%%2Frun&sv=1.0&sig=%s",
                               base, STR_ARG(trigger), sig));
    json_set_text(body, "method", "POST");
    json_set_text(body, "basePath", base);
    json_set_text(queries, "api-version", INVOKE_VERSION);
    json_set_text(queries, "sp", permission);
    json_set_text(queries, "sv", "1.0");
    json_set_text(queries, "sig", sig);
    json_set_take(body, "queries", queries);
    call_answer_take(call, 200, body);
}

static void no_trigger(struct call *call, struct str name)
{
    call_fail(call, 404, "WorkflowTriggerNotFound",
              "The workflow trigger '%.*s' could not be found.", STR_ARG(name));
}

static void address_post(struct sandbox *sandbox, struct call *call)
{
    struct str id = logic_workflow(sandbox, call);
    struct json *workflow;

    if (str_empty(id))
        return;
    workflow = shelf_copy(sandbox->shelf, id);
    if (trigger_find(workflow, call->arg[3]))
        answer_address(sandbox, call, id, call->arg[3]);
    else
        no_trigger(call, call->arg[3]);
    json_free(workflow);
}

static void set_state(struct sandbox *sandbox, struct call *call,
                      const char *state)
{
    struct str id = logic_workflow(sandbox, call);
    struct json *patch, *properties;

    if (str_empty(id))
        return;
    patch = json_new_object();
    properties = json_new_object();
    json_set_text(properties, "state", state);
    json_set_take(patch, "properties", properties);
    shelf_merge(sandbox->shelf, id, patch);
    json_free(patch);
    call_answer(call, 200);
}

static void enable_post(struct sandbox *sandbox, struct call *call)
{
    set_state(sandbox, call, "Enabled");
}

static void disable_post(struct sandbox *sandbox, struct call *call)
{
    set_state(sandbox, call, "Disabled");
}

static void regenerate_post(struct sandbox *sandbox, struct call *call)
{
    struct str id = logic_workflow(sandbox, call);
    struct json *keys;

    if (str_empty(id))
        return;
    keys = json_new_object();
    json_set_int(keys, "age", keys_age(sandbox, call, id) + 1);
    shelf_put(sandbox->shelf, keys_id(call, id), keys);
    json_free(keys);
    call_answer(call, 200);
}

/* Starts it with nothing to read: what wants an alert fails on it. */
static void run_post(struct sandbox *sandbox, struct call *call)
{
    struct str id = logic_workflow(sandbox, call);
    struct json *workflow;

    if (str_empty(id))
        return;
    workflow = shelf_copy(sandbox->shelf, id);
    if (!trigger_find(workflow, call->arg[3])) {
        no_trigger(call, call->arg[3]);
    } else {
        logic_begin(sandbox, call, id, call->arg[3]);
        call_answer(call, 202);
    }
    json_free(workflow);
}

/* The history of a trigger has the name of the run that it began; it goes on
 * with the same input, whatever the workflow is by now. */
static void resubmit_post(struct sandbox *sandbox, struct call *call)
{
    struct str id = logic_workflow(sandbox, call);
    const struct logic_run *run;

    if (str_empty(id))
        return;
    if (!logic_has(sandbox, id, call->arg[3], call->arg[4])) {
        call_fail(call, 404, "WorkflowTriggerHistoryNotFound",
                  "The workflow trigger history '%.*s' could not be found.",
                  STR_ARG(call->arg[4]));
        return;
    }
    run = logic_begin(sandbox, call, id, call->arg[3]);
    call_answer(call, 202);
    call_reply(call, "x-ms-workflow-run-id", "%s", run->name);
}

/* ---- the address ----------------------------------------------------------*/

static struct str workflow_by_handle(struct sandbox *sandbox, struct call *call)
{
    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        if (armid_is_type(e.id, WORKFLOW) &&
            str_eq(call->arg[0], str_of(handle_of(call, e.id))))
            return e.id;
    }
    return STR_NONE;
}

/* Answers 401 itself: a signature, the right one, and nothing beside it. */
static bool check_signature(struct sandbox *sandbox, struct call *call,
                            struct str workflow)
{
    struct str sig = call_argument(call, "sig");
    const char *want = signature_of(sandbox, call, workflow, call->arg[1]);

    if (str_empty(sig))
        call_fail(call, 401, "DirectApiAuthorizationRequired",
                  "The request must be authenticated only by Shared Access "
                  "scheme.");
    else if (!str_empty(call_header(call, "Authorization")))
        call_fail(call, 401, "DirectApiInvalidAuthorizationScheme",
                  "The request has SAS authentication scheme and an "
                  "'Authorization' header. Only one scheme should be used.");
    else if (!str_eq(sig, str_of(want)))
        call_fail(call, 401, "AuthorizationFailed",
                  "The authentication credentials are not valid.");
    else
        return true;
    return false;
}

static bool answers_itself(const struct json *workflow)
{
    for (struct json_each e =
             json_each(json_at(workflow, STR("properties.definition.actions")));
         json_next(&e);) {
        if (str_eq_fold(json_text(json_find(e.value, STR("type"))),
                        STR("Response")))
            return true;
    }
    return false;
}

static void start(struct sandbox *sandbox, struct call *call,
                  struct str workflow, bool answers)
{
    const struct logic_run *run =
        logic_begin(sandbox, call, workflow, call->arg[1]);

    if (answers)
        call_answer_text(call, 200, STR("{\"taken\":true}"));
    else
        call_answer(call, 202);
    call_reply(call, "x-ms-workflow-run-id", "%s", run->name);
    call_reply(call, "x-ms-client-tracking-id", "%s", run->tracking);
    call_reply(call, "x-ms-trigger-history-name", "%s", run->name);
    call_reply(call, "x-ms-correlation-id", "%s", call->request_id);
    call_reply(call, "x-ms-execution-location", "westeurope");
    call_reply(call, "x-ms-workflow-id", "%s", handle_of(call, workflow));
}

static void invoke_post(struct sandbox *sandbox, struct call *call)
{
    struct str id = workflow_by_handle(sandbox, call);
    struct json *workflow;

    if (str_empty(id)) {
        call_fail(call, 404, "WorkflowNotFound",
                  "The workflow '%.*s' could not be found.",
                  STR_ARG(call->arg[0]));
        return;
    }
    workflow = shelf_copy(sandbox->shelf, id);
    if (!trigger_find(workflow, call->arg[1]))
        no_trigger(call, call->arg[1]);
    else if (!check_signature(sandbox, call, id))
        ;
    else if (!enabled(workflow))
        call_fail(call, 404, "WorkflowTriggerIsNotEnabled",
                  "Could not execute workflow '%.*s' trigger '%.*s' with "
                  "state 'Disabled': trigger is not enabled.",
                  STR_ARG(armid_name(id)), STR_ARG(call->arg[1]));
    else
        start(sandbox, call, id, answers_itself(workflow));
    json_free(workflow);
}

#define WF                                                                     \
    "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Logic/workflows/" \
    "{}"

static const struct route rows[] = {
    {"GET", "/subscriptions/{}/providers/" WORKFLOW, SERVICE_ARM,
     workflows_get},
    {"GET", "/subscriptions/{}/resourceGroups/{}/providers/" WORKFLOW,
     SERVICE_ARM, workflows_get},
    {"GET", WF "/triggers", SERVICE_ARM, triggers_get},
    {"POST", WF "/triggers/{}/histories/{}/resubmit", SERVICE_ARM,
     resubmit_post},
    {"POST", WF "/triggers/{}/listCallbackUrl", SERVICE_ARM, address_post},
    {"POST", WF "/triggers/{}/run", SERVICE_ARM, run_post},
    {"POST", WF "/enable", SERVICE_ARM, enable_post},
    {"POST", WF "/disable", SERVICE_ARM, disable_post},
    {"POST", WF "/regenerateAccessKey", SERVICE_ARM, regenerate_post},
    {"POST", "/workflows/{}/triggers/{}/paths/invoke", SERVICE_APP,
     invoke_post},
};

const struct route_table logic_routes = ROUTE_TABLE(rows);
