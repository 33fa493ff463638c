/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runs of workflows, and what their actions came to. */
#include "sandbox/logic_run.h"

#include <stdio.h>
#include <string.h>

#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/mem.h"
#include "util/when.h"

#define WORKFLOW "Microsoft.Logic/workflows"
#define DURATION (4 * WHEN_SECOND)

const struct logic_run *logic_begin(struct sandbox *sandbox, struct call *call,
                                    struct str workflow, struct str trigger)
{
    struct logic *logic = sandbox->logic;
    struct logic_run *run = &logic->run[logic->next++ % LOGIC_RUNS];
    struct str tracking = call_header(call, "x-ms-client-tracking-id");
    char hex[DIGEST_HEX_SIZE];

    mem_free(run->workflow);
    mem_free(run->trigger);
    *run = (struct logic_run){
        .workflow = mem_textn(workflow.at, workflow.len),
        .trigger = mem_textn(trigger.at, trigger.len),
        .started = call->now,
        .due = when_monotonic() + sandbox_span(sandbox, DURATION),
    };
    snprintf(run->name, sizeof(run->name), "08584%.22sCU00",
             digest_hex(str_of(call->request_id), hex));
    if (str_empty(tracking))
        tracking = str_of(run->name);
    snprintf(run->tracking, sizeof(run->tracking), "%.*s", STR_ARG(tracking));
    return run;
}

bool logic_has(const struct sandbox *sandbox, struct str workflow,
               struct str trigger, struct str name)
{
    for (size_t i = 0; i < LOGIC_RUNS; i++) {
        const struct logic_run *run = &sandbox->logic->run[i];

        if (run->workflow && str_eq_fold(workflow, str_of(run->workflow)) &&
            str_eq_fold(trigger, str_of(run->trigger)) &&
            str_eq_fold(name, str_of(run->name)))
            return true;
    }
    return false;
}

static const char *tag_of(struct call *call, const struct json *workflow,
                          const char *name)
{
    return arena_str(call->arena,
                     json_text(json_get(json_get(workflow, "tags"), name)))
        .at;
}

static const char *status_of(const struct logic_run *run, struct call *call,
                             const struct json *workflow)
{
    const char *status = tag_of(call, workflow, "sandbox-status");

    if (run->ended)
        return "Cancelled";
    if (when_monotonic() < run->due)
        return "Running";
    return *status ? status : "Succeeded";
}

static bool is_over(const struct logic_run *run)
{
    return run->ended || when_monotonic() >= run->due;
}

static void set_time(struct json *out, const char *name, int64_t moment)
{
    char time[WHEN_TEXT_SIZE];

    json_set_text(out, name, when_iso(moment, time));
}

static void set_error(struct json *properties, const char *code,
                      const char *message)
{
    struct json *error = json_new_object();

    json_set_text(properties, "code", code);
    json_set_text(error, "code", code);
    json_set_text(error, "message", message);
    json_set_take(properties, "error", error);
}

static struct json *named(const char *name, const char *value)
{
    struct json *out = json_new_object();

    json_set_text(out, name, value);
    return out;
}

static struct json *run_json(const struct logic_run *run, struct call *call,
                             const struct json *workflow)
{
    struct json *out = json_new_object(), *properties = json_new_object();
    struct json *trigger = named("name", run->trigger);
    const char *status = status_of(run, call, workflow);

    json_set_text(
        out, "id",
        arena_printf(call->arena, "%s/runs/%s", run->workflow, run->name));
    json_set_text(out, "name", run->name);
    json_set_text(out, "type", WORKFLOW "/runs");
    set_time(properties, "startTime", run->started);
    if (is_over(run))
        set_time(properties, "endTime",
                 run->ended ? run->ended : run->started + DURATION);
    json_set_text(properties, "status", status);
    if (strcmp(status, "Failed") == 0)
        set_error(properties, "ActionFailed",
                  "An action failed. No dependent actions succeeded.");
    json_set_take(properties, "correlation",
                  named("clientTrackingId", run->tracking));
    json_set_text(trigger, "status", "Succeeded");
    json_set_take(properties, "trigger", trigger);
    json_set_take(properties, "outputs", json_new_object());
    json_set_take(out, "properties", properties);
    return out;
}

/* "name eq 'value'" in the filter; empty when it is not there. */
static struct str wanted(struct str filter, const char *name, struct call *call)
{
    const char *start = arena_printf(call->arena, "%s eq '", name);
    size_t at = str_find_fold(filter, str_of(start));

    if (at == STR_NOWHERE)
        return STR_NONE;
    filter = str_sub(filter, at + strlen(start), filter.len);
    return str_sub(filter, 0, str_find_char(filter, '\''));
}

static bool fits(struct str want, const char *have)
{
    return str_empty(want) || str_eq_fold(want, str_of(have));
}

/* The newest first. */
static void runs_get(struct sandbox *sandbox, struct call *call)
{
    struct logic *logic = sandbox->logic;
    struct str id = logic_workflow(sandbox, call);
    struct str filter = call_argument(call, "$filter");
    struct str status = wanted(filter, "Status", call);
    struct str tracking = wanted(filter, "ClientTrackingId", call);
    struct json *workflow, *list, *body;
    int64_t top = 30;

    if (str_empty(id))
        return;
    str_int(call_argument(call, "$top"), &top);
    workflow = shelf_copy(sandbox->shelf, id);
    list = json_new_array();
    for (size_t i = 0; i < LOGIC_RUNS && (int64_t)json_length(list) < top;
         i++) {
        const struct logic_run *run =
            &logic->run[(logic->next - 1 - i) % LOGIC_RUNS];

        if (run->workflow && str_eq_fold(id, str_of(run->workflow)) &&
            fits(tracking, run->tracking) &&
            fits(status, status_of(run, call, workflow)))
            json_add_take(list, run_json(run, call, workflow));
    }
    body = json_new_object();
    json_set_take(body, "value", list);
    call_answer_take(call, 200, body);
    json_free(workflow);
}

/* Answers 404 itself, and is NULL. */
static struct logic_run *run_find(struct sandbox *sandbox, struct call *call)
{
    struct str id = logic_workflow(sandbox, call);

    for (size_t i = 0; i < LOGIC_RUNS && !str_empty(id); i++) {
        struct logic_run *run = &sandbox->logic->run[i];

        if (run->workflow && str_eq_fold(id, str_of(run->workflow)) &&
            str_eq_fold(call->arg[3], str_of(run->name)))
            return run;
    }
    if (!str_empty(id))
        call_fail(call, 404, "WorkflowRunNotFound",
                  "The workflow run '%.*s' could not be found.",
                  STR_ARG(call->arg[3]));
    return NULL;
}

static void run_get(struct sandbox *sandbox, struct call *call)
{
    const struct logic_run *run = run_find(sandbox, call);
    struct json *workflow;

    if (!run)
        return;
    workflow = shelf_copy(sandbox->shelf, str_of(run->workflow));
    call_answer_take(call, 200, run_json(run, call, workflow));
    json_free(workflow);
}

static void cancel_post(struct sandbox *sandbox, struct call *call)
{
    struct logic_run *run = run_find(sandbox, call);

    if (!run)
        return;
    if (!is_over(run))
        run->ended = call->now;
    call_answer(call, 200);
}

/* While it runs, its actions run; then all went well but for the one that
 * fails.  That failed, and what comes after it was told to go on. */
static struct json *action_json(const struct logic_run *run, struct call *call,
                                const struct json *workflow, const char *name)
{
    struct json *out = json_new_object(), *properties = json_new_object();
    const char *status = is_over(run) ? "Succeeded" : "Running";

    json_set_text(out, "id",
                  arena_printf(call->arena, "%s/runs/%s/actions/%s",
                               run->workflow, run->name, name));
    json_set_text(out, "name", name);
    json_set_text(out, "type", WORKFLOW "/runs/actions");
    set_time(properties, "startTime", run->started);
    if (is_over(run)) {
        set_time(properties, "endTime", run->started + WHEN_SECOND);
        json_set_text(properties, "code", "OK");
    }
    if (run->ended) {
        status = "Cancelled";
    } else if (is_over(run) &&
               strcmp(name, tag_of(call, workflow, "sandbox-fails")) == 0) {
        status = "Failed";
        set_error(properties, "Forbidden",
                  "The identity has no right to do this.");
    }
    json_set_text(properties, "status", status);
    json_set_take(out, "properties", properties);
    return out;
}

static void actions_get(struct sandbox *sandbox, struct call *call)
{
    const struct logic_run *run = run_find(sandbox, call);
    struct json *workflow, *list, *body;

    if (!run)
        return;
    workflow = shelf_copy(sandbox->shelf, str_of(run->workflow));
    list = json_new_array();
    for (struct json_each e =
             json_each(json_at(workflow, STR("properties.definition.actions")));
         json_next(&e);)
        json_add_take(list, action_json(run, call, workflow, e.name));
    body = json_new_object();
    json_set_take(body, "value", list);
    call_answer_take(call, 200, body);
    json_free(workflow);
}

#define RUNS                                                                   \
    "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Logic/workflows/" \
    "{}/runs"

static const struct route rows[] = {
    {"GET", RUNS, SERVICE_ARM, runs_get},
    {"GET", RUNS "/{}", SERVICE_ARM, run_get},
    {"GET", RUNS "/{}/actions", SERVICE_ARM, actions_get},
    {"POST", RUNS "/{}/cancel", SERVICE_ARM, cancel_post},
};

const struct route_table logic_run_routes = ROUTE_TABLE(rows);
