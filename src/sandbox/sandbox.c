/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/sandbox.h"

#include <string.h>

#include "sandbox/alerts.h"
#include "sandbox/assess.h"
#include "sandbox/automations.h"
#include "sandbox/data.h"
#include "sandbox/device.h"
#include "sandbox/estate.h"
#include "sandbox/function.h"
#include "sandbox/gen.h"
#include "sandbox/keep.h"
#include "sandbox/logic.h"
#include "sandbox/ops.h"
#include "sandbox/runbook.h"
#include "sandbox/scenario.h"
#include "sandbox/shelf.h"
#include "sandbox/throttle.h"
#include "sandbox/tickets.h"
#include "sandbox/token.h"
#include "util/mem.h"
#include "util/when.h"

#define LOG_BOUND   10000
#define MAILS_BOUND 1000
#define HOOKS_BOUND 1000

int64_t sandbox_clock(const struct sandbox *sandbox)
{
    return (int64_t)((double)(when_monotonic() - sandbox->started_at) *
                     sandbox->options->speed);
}

int64_t sandbox_span(const struct sandbox *sandbox, int64_t milliseconds)
{
    double span = (double)milliseconds / sandbox->options->speed;

    return span < 1 ? 1 : (int64_t)span;
}

void sandbox_catch_up(struct sandbox *sandbox)
{
    scenario_catch_up(sandbox);
    ops_catch_up(sandbox);
}

static bool load_estate(struct sandbox *sandbox, struct err *err)
{
    struct json *file;
    bool good;

    if (!data_load("sandbox/estate.json", &file, err))
        return false;
    good = estate_load(sandbox, file, err);
    json_free(file);
    return good && data_load("sandbox/posture.json", &sandbox->posture, err) &&
           assess_load(sandbox, sandbox->posture, err) &&
           automations_load(sandbox, err);
}

/* "none" is no file: the estate is there, and nothing happens. */
static bool load_scenario(struct sandbox *sandbox, struct err *err)
{
    const char *name = sandbox->options->scenario;
    struct arena *arena = arena_new();
    struct json *file = NULL;
    const char *path = name;
    bool good = true;

    if (!strchr(name, '/'))
        path = arena_printf(arena, "scenarios/%s.json", name);
    else if (name[0] != '/')
        path = arena_printf(arena, "./%s", name);
    if (strcmp(name, "none") == 0)
        file = json_new_object();
    else
        good = data_load(path, &file, err);
    arena_free(arena);
    return good && scenario_new_take(sandbox, file, err);
}

bool sandbox_new(const struct options *options, struct sandbox **out,
                 struct err *err)
{
    struct sandbox *sandbox = mem_new(sizeof(*sandbox));

    sandbox->options = options;
    sandbox->started = when_now();
    sandbox->started_at = when_monotonic();
    rights_init(&sandbox->rights);
    sandbox->shelf = shelf_new();
    sandbox->suppressions = shelf_new();
    sandbox->automations = shelf_new();
    sandbox->alerts = alerts_new(sandbox->suppressions);
    sandbox->tokens = tokens_new();
    sandbox->devices = devices_new();
    sandbox->ops = ops_new();
    sandbox->logic = logic_new();
    sandbox->functions = functions_new();
    sandbox->jobs = jobs_new();
    sandbox->log = keep_new(LOG_BOUND);
    sandbox->mails = keep_new(MAILS_BOUND);
    sandbox->hooks = keep_new(HOOKS_BOUND);
    sandbox->messages = keep_new(HOOKS_BOUND);
    sandbox->tickets = tickets_new();
    sandbox->gen =
        gen_new(&(struct gen_setup){.seed = (uint64_t)options->seed});
    if (!throttle_new(options->rate, &sandbox->throttle, err) ||
        !faults_parse(&sandbox->faults, str_of(options->fault), err) ||
        !rights_deny(&sandbox->rights, str_of(options->deny), err) ||
        !load_estate(sandbox, err) || !load_scenario(sandbox, err)) {
        sandbox_free(sandbox);
        return false;
    }
    *out = sandbox;
    return true;
}

void sandbox_free(struct sandbox *sandbox)
{
    if (!sandbox)
        return;
    scenario_free(sandbox->scenario);
    json_free(sandbox->posture);
    gen_free(sandbox->gen);
    tickets_free(sandbox->tickets);
    keep_free(sandbox->messages);
    keep_free(sandbox->hooks);
    keep_free(sandbox->mails);
    keep_free(sandbox->log);
    jobs_free(sandbox->jobs);
    functions_free(sandbox->functions);
    logic_free(sandbox->logic);
    ops_free(sandbox->ops);
    devices_free(sandbox->devices);
    tokens_free(sandbox->tokens);
    alerts_free(sandbox->alerts);
    estate_free(sandbox->estate);
    shelf_free(sandbox->automations);
    shelf_free(sandbox->suppressions);
    shelf_free(sandbox->shelf);
    throttle_free(sandbox->throttle);
    rights_done(&sandbox->rights);
    mem_free(sandbox);
}
