/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * job.c - gathers what a step needs.
 */
#include "service/job.h"

#include "model/canon.h"
#include "service/progress.h"
#include "service/tickets.h"
#include "util/text.h"

static bool find_step(struct job *job, int64_t row, struct err *err)
{
    for (size_t i = 0; i < job->run.n_steps; i++) {
        if (job->run.steps[i].row == row) {
            job->step = job->run.steps[i];
            return true;
        }
    }
    return err_set(err, ERR_BUG, _("Step %lld is not part of run %lld."),
                   (long long)row, (long long)job->run.row);
}

/* What an action may know of the event; a body that cannot be read in
 * canonical shape is no reason to do nothing. */
static bool find_event(struct job *job, struct err *err)
{
    struct event event = {0};
    struct json *body = NULL;
    struct err ignored;

    if (job->run.event == 0 || job->step.phase != PHASE_ACT) {
        job->context.arm_id = "";
        return true;
    }
    if (!events_get(job->desk->store, job->run.event, true, job->arena, &event,
                    err))
        return false;
    if (canon_body(event.kind, event.raw, &body, &ignored))
        json_keep(job->arena, body);
    job->context.event = body;
    job->context.arm_id = arena_str(job->arena, event.arm_id).at;
    job->context.event_key = arena_str(job->arena, event.key).at;
    return true;
}

bool job_open(struct dispatch *dispatch, int64_t step, int64_t run, int64_t now,
              struct job *out, struct err *err)
{
    struct desk *desk = dispatch->desk;

    *out = (struct job){
        .dispatch = dispatch,
        .desk = desk,
        .arena = arena_new(),
        .now = now,
    };
    if (!runs_get_with(desk->store, run, step, out->arena, &out->run, err) ||
        !find_step(out, step, err))
        goto fail;
    if (out->step.phase != PHASE_ACT)
        out->entry = step_entry(desk, &out->step);
    out->with = out->step.with;
    out->kind = action_find(str_of(out->step.kind));
    if (!effect_find(out, err))
        goto fail;
    out->context = (struct action_context){
        .with = out->step.with,
        .hosts = gate_hosts(dispatch->gate),
        .catalogue = desk->catalogue,
        .mail = &dispatch->mail,
        .key = out->step.key,
        .now = now,
        .phase = out->step.phase,
        .turn = out->step.turn,
        .learnt = out->step.learnt,
        .pass = passes_get(&dispatch->passes, step),
        .scripts = desk->config->scripts,
    };
    if (out->entry != NULL) {
        out->known = effect_known(out);
        out->context.kept =
            step_values(out->entry, &out->step, out->known, out->arena);
    }
    if (!find_event(out, err) || !tickets_context(out, err))
        goto fail;
    return true;
fail:
    job_close(out);
    return false;
}

void job_close(struct job *job)
{
    arena_free(job->arena);
    job->arena = NULL;
}
