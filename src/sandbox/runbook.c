/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/runbook.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/digest.h"
#include "util/mem.h"
#include "util/when.h"

#define JOBS     256
#define DURATION (4 * WHEN_SECOND)

static const struct runbook {
    const char *name;
    const char *ends;
    const char *exception;
    const char *output;
} runbooks[] = {
    {"Isolate-Machine", "Completed", "", "The machine is isolated.\r\n"},
    {"Broken-Script", "Failed",
     "The term 'Get-Nothing' is not recognized as the name of a cmdlet.", ""},
    {"Waits-For-You", "Suspended", "", "Going on when somebody says so.\r\n"},
};

struct job {
    char name[GUID_SIZE];
    const struct runbook *runbook; /* NULL: this place is free */
    int64_t started, due;          /* wall clock, monotonic */
    bool is_stopped;
};

struct jobs {
    struct job job[JOBS];
    size_t next;
};

struct jobs *jobs_new(void)
{
    return mem_new(sizeof(struct jobs));
}

void jobs_free(struct jobs *jobs)
{
    mem_free(jobs);
}

static struct job *job_begin(struct sandbox *sandbox, struct call *call,
                             struct str name, const struct runbook *runbook)
{
    struct job *job = &sandbox->jobs->job[sandbox->jobs->next++ % JOBS];

    *job = (struct job){
        .runbook = runbook,
        .started = call->now,
        .due = when_monotonic() + sandbox_span(sandbox, DURATION),
    };
    snprintf(job->name, sizeof(job->name), "%.*s", STR_ARG(name));
    return job;
}

static struct job *job_find(struct sandbox *sandbox, struct str name)
{
    for (size_t i = 0; i < JOBS; i++) {
        struct job *job = &sandbox->jobs->job[i];

        if (job->runbook && str_eq_fold(name, str_of(job->name)))
            return job;
    }
    return NULL;
}

static bool is_over(const struct job *job)
{
    return job->is_stopped || when_monotonic() >= job->due;
}

static void answer_job(struct call *call, unsigned status,
                       const struct job *job)
{
    struct json *body = json_new_object(), *properties = json_new_object();
    struct json *runbook = json_new_object();
    char time[WHEN_TEXT_SIZE];
    bool over = is_over(job);

    json_set_str(body, "id", call->path);
    json_set_text(body, "name", job->name);
    json_set_text(body, "type", "Microsoft.Automation/AutomationAccounts/Jobs");
    json_set_text(properties, "jobId", job->name);
    json_set_text(properties, "creationTime", when_iso(job->started, time));
    json_set_text(properties, "status",
                  job->is_stopped ? "Stopped"
                  : over          ? job->runbook->ends
                  : status == 201 ? "New"
                                  : "Running");
    json_set_text(properties, "exception",
                  over && *job->runbook->exception ? job->runbook->exception
                                                   : NULL);
    json_set_text(runbook, "name", job->runbook->name);
    json_set_take(properties, "runbook", runbook);
    json_set_take(body, "properties", properties);
    call_answer_take(call, status, body);
}

/* The account of the path must be there; answers 404 itself. */
static bool check_account(struct sandbox *sandbox, struct call *call)
{
    size_t at = str_find_fold(call->path, STR("/jobs/"));

    if (shelf_has(sandbox->shelf, str_sub(call->path, 0, at)))
        return true;
    call_fail(call, 404, "ResourceNotFound",
              "The Resource 'Microsoft.Automation/automationAccounts/%.*s' was "
              "not found.",
              STR_ARG(call->arg[2]));
    return false;
}

static const struct runbook *runbook_find(struct str name)
{
    for (size_t i = 0; i < sizeof(runbooks) / sizeof(runbooks[0]); i++) {
        if (str_eq_fold(name, str_of(runbooks[i].name)))
            return &runbooks[i];
    }
    return NULL;
}

/* The service takes a map of texts, and nothing else. */
static bool check_parameters(const struct json *parameters)
{
    for (struct json_each e = json_each(parameters); json_next(&e);) {
        if (json_type(e.value) != JSON_TEXT)
            return false;
    }
    return !parameters || json_type(parameters) == JSON_OBJECT;
}

static void job_put(struct sandbox *sandbox, struct call *call)
{
    const struct runbook *runbook;
    struct json *body;

    if (!check_account(sandbox, call) || !call_object(call, &body))
        return;
    runbook =
        runbook_find(json_text(json_at(body, STR("properties.runbook.name"))));
    if (call->arg[3].len != GUID_SIZE - 1)
        call_fail(call, 400, "BadRequest", "The job id must be a GUID.");
    else if (job_find(sandbox, call->arg[3]))
        call_fail(call, 409, "Conflict", "The job already exists.");
    else if (!runbook)
        call_fail(call, 404, "NotFound", "The runbook was not found.");
    else if (!check_parameters(json_at(body, STR("properties.parameters"))))
        call_fail(call, 400, "BadRequest",
                  "The values of the parameters must be texts.");
    else
        answer_job(call, 201, job_begin(sandbox, call, call->arg[3], runbook));
    json_free(body);
}

static struct job *job_of(struct sandbox *sandbox, struct call *call)
{
    struct job *job;

    if (!check_account(sandbox, call))
        return NULL;
    job = job_find(sandbox, call->arg[3]);
    if (!job)
        call_fail(call, 404, "NotFound", "The job was not found.");
    return job;
}

static void job_get(struct sandbox *sandbox, struct call *call)
{
    const struct job *job = job_of(sandbox, call);

    if (job)
        answer_job(call, 200, job);
}

static void output_get(struct sandbox *sandbox, struct call *call)
{
    const struct job *job = job_of(sandbox, call);

    if (!job)
        return;
    call_answer_text(call, 200,
                     str_of(is_over(job) ? job->runbook->output : ""));
    call->type = "text/plain";
}

static void stop_post(struct sandbox *sandbox, struct call *call)
{
    struct job *job = job_of(sandbox, call);

    if (!job)
        return;
    job->is_stopped = !is_over(job);
    call_answer(call, 200);
}

/* The address is all that is asked for; one that is no more says 400. */
static void webhook_post(struct sandbox *sandbox, struct call *call)
{
    struct json *body, *list;
    char guid[GUID_SIZE];

    if (!str_eq(call_argument(call, "token"), STR(SANDBOX_RUNBOOK_TOKEN))) {
        call_answer(call, 400);
        return;
    }
    body = json_new_object();
    list = json_new_array();
    job_begin(sandbox, call, str_of(digest_guid(guid)), &runbooks[0]);
    json_add_take(list, json_new_text(str_of(guid)));
    json_set_take(body, "JobIds", list);
    call_answer_take(call, 202, body);
}

#define JOB                                                                    \
    "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Automation/"      \
    "automationAccounts/{}/jobs/{}"

static const struct route rows[] = {
    {"PUT", JOB, SERVICE_ARM, job_put},
    {"GET", JOB, SERVICE_ARM, job_get},
    {"GET", JOB "/output", SERVICE_ARM, output_get},
    {"POST", JOB "/stop", SERVICE_ARM, stop_post},
    {"POST", "/webhooks", SERVICE_APP, webhook_post},
};

const struct route_table runbook_routes = ROUTE_TABLE(rows);
