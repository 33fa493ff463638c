/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/run.h"

#include "model/codec.h"
#include "util/text.h"

static const struct {
    const char *name;
    bool final;
} states[RUN_STATE_N] = {
    [RUN_WAITING] = {.name = "Waiting"},
    [RUN_RUNNING] = {.name = "Running"},
    [RUN_SUCCEEDED] = {.name = "Succeeded", .final = true},
    [RUN_FAILED] = {.name = "Failed", .final = true},
    [RUN_SKIPPED] = {.name = "Skipped", .final = true},
    [RUN_TIMED_OUT] = {.name = "TimedOut", .final = true},
    [RUN_CANCELLED] = {.name = "Cancelled", .final = true},
    [RUN_UNKNOWN] = {.name = "Unknown", .final = true},
};

static const char *const phases[PHASE_N] = {
    [PHASE_ACT] = "act",       [PHASE_APPROVAL] = "approval",
    [PHASE_BEFORE] = "before", [PHASE_CONTAIN] = "contain",
    [PHASE_VERIFY] = "verify", [PHASE_UNDO] = "undo",
    [PHASE_UNDONE] = "undone",
};

static const char *const journals[JOURNAL_N] = {
    [JOURNAL_PLANNED] = "planned",
    [JOURNAL_INTENDED] = "intended",
    [JOURNAL_FOLLOWING] = "following",
    [JOURNAL_DONE] = "done",
};

const char *run_state_name(enum run_state state)
{
    return states[state].name;
}

bool run_state_final(enum run_state state)
{
    return states[state].final;
}

const char *step_phase_name(enum step_phase phase)
{
    return phases[phase];
}

const char *step_prefix(const struct step *step)
{
    return step->phase == PHASE_APPROVAL ? _("Approval: ") : "";
}

bool step_secure(const struct step *step)
{
    bool yes = false;

    return json_bool(json_get(step->with, STEP_SECURE), &yes) && yes;
}

static struct json *step_to_json(const struct step *step)
{
    struct json *out = json_new_object();

    json_set_int(out, "id", step->row);
    json_set_int(out, "run", step->run);
    json_set_int(out, "number", step->number);
    json_set_int(out, "lane", step->lane);
    json_set_str(out, "name", str_of(step->name));
    json_set_str(out, "kind", str_of(step->kind));
    json_set_text(out, "phase", phases[step->phase]);
    json_set_text(out, "class", class_name(step->class));
    json_set_text(out, "state", states[step->state].name);
    json_set_text(out, "journal", journals[step->journal]);
    json_set_str(out, "key", str_of(step->key));
    json_set_int(out, "attempts", step->attempts);
    json_set_time(out, "due", step->due);
    json_set_time(out, "began", step->began);
    json_set_time(out, "ended", step->ended);
    json_set_time(out, "giveUp", step->give_up);
    json_set_str(out, "operation", str_of(step->operation));
    json_set_str(out, "note", str_of(step->note));
    json_set_copy(out, "with", step_secure(step) ? NULL : step->with);
    json_set_copy(out, "request", step->request);
    json_set_copy(out, "response", step->response);
    json_set_int(out, "turn", step->turn);
    json_set_copy(out, "learnt", step->learnt);
    return out;
}

bool run_plays(const struct run *run)
{
    return run->playbook && *run->playbook;
}

struct json *run_to_json(const struct run *run)
{
    struct json *out = json_new_object();
    struct json *steps = json_new_array();

    for (size_t i = 0; i < run->n_steps; i++)
        json_add_take(steps, step_to_json(&run->steps[i]));
    json_set_int(out, "id", run->row);
    json_set_str(out, "name", str_of(run->name));
    if (run_plays(run))
        json_set_str(out, "playbook", str_of(run->playbook));
    json_set_text(out, "state", states[run->state].name);
    json_set_int(out, "event", run->event);
    json_set_int(out, "rule", run->rule);
    json_set_int(out, "revision", run->revision);
    json_set_int(out, "effect", run->effect);
    json_set_int(out, "origin", run->origin);
    json_set_int(out, "attempt", run->attempt);
    json_set_bool(out, "held", run->held);
    json_set_time(out, "stuck", run->stuck);
    json_set_str(out, "by", str_of(run->by));
    json_set_str(out, "why", str_of(run->why));
    json_set_text(out, "mode", rule_mode_name(run->mode));
    json_set_time(out, "began", run->began);
    json_set_time(out, "ended", run->ended);
    json_set_take(out, "steps", steps);
    return out;
}
