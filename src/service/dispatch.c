/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dispatch.c - starting steps.
 */
#include "service/dispatch.h"

#include <string.h>

#include "connect/arm.h"
#include "service/dispatch_part.h"
#include "service/govern.h"
#include "service/job.h"
#include "service/progress.h"
#include "util/text.h"
#include "util/when.h"

void dispatch_init(struct dispatch *dispatch, struct desk *desk,
                   struct gate *gate)
{
    const struct config *config = desk->config;

    *dispatch = (struct dispatch){
        .desk = desk,
        .gate = gate,
        .mail =
            {
                .url = config->mail_server,
                .from = config->mail_from,
                .user = config->mail_user,
                .password = config->mail_password,
                .starttls = config->mail_starttls,
            },
        .look = true,
    };
}

static bool in_flight(const struct dispatch *dispatch, int64_t step)
{
    for (size_t i = 0; i < dispatch->n_flying; i++) {
        if (dispatch->flying[i] == step)
            return true;
    }
    return false;
}

static bool journal_intent(struct desk *desk, void *with, struct err *err)
{
    struct job *job = with;

    return steps_save(desk->store, &job->step, err) &&
           effect_intended(job, err);
}

struct ending {
    struct job *job;
    enum run_state state;
    const char *note;
};

static bool end_step(struct desk *desk, void *with, struct err *err)
{
    struct ending *ending = with;

    return effect_refused(ending->job, ending->state == RUN_UNKNOWN, err) &&
           progress_step(desk, &ending->job->step, ending->state, ending->note,
                         ending->job->now, err);
}

static bool end_now(struct job *job, enum run_state state, const char *note,
                    struct err *err)
{
    struct ending ending = {.job = job, .state = state, .note = note};

    return desk_transact(job->desk, end_step, &ending, err);
}

/* Intent first, on disk; only then the bytes. */
static bool send_step(struct job *job, struct request *request, struct err *err)
{
    struct dispatch *dispatch = job->dispatch;
    struct json *shown = request_to_json(request);

    json_keep(job->arena, shown);
    if (job->step.journal != JOURNAL_FOLLOWING) {
        job->step.request = shown;
        job->step.journal = JOURNAL_INTENDED;
    }
    job->step.state = RUN_RUNNING;
    job->step.attempts++;
    if (job->step.began == 0)
        job->step.began = job->now;
    if (job->step.give_up == 0 &&
        (job->step.phase == PHASE_VERIFY || job->step.phase == PHASE_UNDONE))
        job->step.give_up = job->now + effect_within(job);
    if (!desk_transact(job->desk, journal_intent, job, err))
        return false;
    dispatch->flying[dispatch->n_flying++] = job->step.row;
    /* The request borrows from the step: the gate gets the arena of both. */
    gate_send(dispatch->gate, job->arena, request, (uint64_t)job->step.row);
    job->arena = NULL;
    return true;
}

static bool start_job(struct job *job, struct err *err)
{
    struct arena *arena = job->arena;
    struct request *request = arena_alloc(arena, sizeof(*request));
    struct err fault = {0};
    bool interrupted =
        job->step.journal == JOURNAL_INTENDED && job->step.state == RUN_RUNNING;

    if (job->step.journal == JOURNAL_FOLLOWING) {
        arm_follow(arena_text(arena, job->step.operation), arena, request);
        return send_step(job, request, err);
    }
    if (job->kind == NULL)
        return end_now(job, RUN_FAILED,
                       _("This kind of action is not known any more."), err);
    if (!action_render(job->kind, job->step.with, &job->context, arena, request,
                       &fault))
        return end_now(job, RUN_FAILED, arena_text(arena, fault.text), err);
    if (interrupted && !request->idempotent)
        return end_now(job, RUN_UNKNOWN,
                       _("riposte was stopped while this was being sent. It "
                         "may have been done; look, then settle it by hand."),
                       err);
    return send_step(job, request, err);
}

static bool start_step(struct dispatch *dispatch, const struct step *step,
                       int64_t now, struct err *err)
{
    struct job job;
    bool ok;

    if (!job_open(dispatch, step->row, step->run, now, &job, err))
        return false;
    ok = start_job(&job, err);
    job_close(&job);
    return ok;
}

/* Automatic changes wait while hold is on; what is under way is followed to
 * its end, and a person's own acts go on. */
bool dispatch_start(struct dispatch *dispatch, bool held, int64_t now,
                    bool *worked, struct err *err)
{
    struct arena *arena;
    struct step *steps;
    bool ok;
    size_t n;

    if (!dispatch->look && (dispatch->next == 0 || dispatch->next > now))
        return true;
    arena = arena_new();
    ok = steps_due(dispatch->desk->store, now, held, 2 * LIMIT_IN_FLIGHT, arena,
                   &steps, &n, &dispatch->next, err);
    dispatch->look = false;
    for (size_t i = 0; ok && i < n; i++) {
        if (in_flight(dispatch, steps[i].row))
            continue;
        if (dispatch->n_flying == LIMIT_IN_FLIGHT)
            break;
        ok = start_step(dispatch, &steps[i], now, err);
        *worked = true;
    }
    arena_free(arena);
    return ok;
}

static bool expire(struct desk *desk, void *with, struct err *err)
{
    const struct approval *approval = with;
    int64_t now = when_now();

    return approvals_answer(desk->store, approval->row, APPROVAL_EXPIRED, "",
                            _("Nobody answered in time."), now, err) &&
           progress_stop(desk, approval->run, RUN_CANCELLED,
                         _("Rejected: nobody answered in time."), now, err) &&
           desk_deed(desk, "riposte", "expire", approval->title,
                     approval->event, _("Nobody answered in time."), err);
}

bool dispatch_clock(struct dispatch *dispatch, int64_t now, bool *worked,
                    struct err *err)
{
    struct arena *arena = arena_new();
    struct approval *over;
    bool ok;
    size_t n;

    ok = approvals_expired(dispatch->desk->store, now, arena, &over, &n, err);
    for (size_t i = 0; ok && i < n; i++) {
        ok = desk_transact(dispatch->desk, expire, &over[i], err);
        *worked = true;
    }
    arena_free(arena);
    return ok;
}
