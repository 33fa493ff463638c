/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * job.c - gathers what a step needs.
 */
#include "service/job.h"

#include "service/progress.h"
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

bool job_open(struct dispatch *dispatch, int64_t step, int64_t run, int64_t now,
              struct job *out, struct err *err)
{
    struct desk *desk = dispatch->desk;
    struct event event = {0};

    *out = (struct job){
        .dispatch = dispatch,
        .desk = desk,
        .arena = arena_new(),
        .now = now,
    };
    if (!runs_get(desk->store, run, out->arena, &out->run, err) ||
        !find_step(out, step, err))
        goto fail;
    if (out->step.phase != PHASE_ACT)
        out->entry = step_entry(desk, &out->step);
    out->kind = action_find(str_of(out->step.kind));
    if (!effect_find(out, err))
        goto fail;
    if (out->run.event != 0 && out->step.phase == PHASE_ACT &&
        !events_get(desk->store, out->run.event, true, out->arena, &event, err))
        goto fail;
    out->context = (struct action_context){
        .hosts = gate_hosts(dispatch->gate),
        .catalogue = desk->catalogue,
        .mail = &dispatch->mail,
        .arm_id = arena_str(out->arena, event.arm_id).at,
        .key = out->step.key,
        .now = now,
        .phase = out->step.phase,
        .kept = out->effect.kept,
    };
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
