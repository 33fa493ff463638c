/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dispatch.c - starting steps.
 */
#include "service/dispatch.h"

#include <stdio.h>
#include <string.h>

#include "connect/arm.h"
#include "service/anew.h"
#include "service/batch.h"
#include "service/dispatch_part.h"
#include "service/freeze.h"
#include "service/glass.h"
#include "service/job.h"
#include "service/local.h"
#include "service/notice.h"
#include "service/play.h"
#include "service/progress.h"
#include "service/triage.h"
#include "service/tickets.h"
#include "service/turns.h"
#include "util/text.h"
#include "util/when.h"

/* Who does not move is looked for that often. */
#define WATCH_EVERY (30 * WHEN_SECOND)

void dispatch_init(struct dispatch *dispatch, struct desk *desk,
                   struct gate *gate, const char *holder)
{
    const struct config *config = desk->config;

    *dispatch = (struct dispatch){
        .desk = desk,
        .gate = gate,
        .holder = holder,
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
    passes_init(&dispatch->passes);
}

void dispatch_done(struct dispatch *dispatch)
{
    passes_done(&dispatch->passes);
}

/* One step about to be begun.  What is read and what is journalled is one
 * transaction, so that nobody cancels, holds or begins it in between. */
struct start {
    struct dispatch *dispatch;
    const struct step *step;
    int64_t now;
    struct job job;
    struct request *request; /* to be sent; NULL: nothing */
};

static bool end_now(struct job *job, enum run_state state, const char *note,
                    struct err *err)
{
    return effect_refused(job, state == RUN_UNKNOWN, note, err) &&
           progress_step(job->desk, &job->step, state, note, job->now, err);
}

/* The event will come back with the status that riposte asks for: that is no
 * news to its rules. */
static bool status_intended(const struct job *job, struct err *err)
{
    if (strcmp(job->step.kind, "status") != 0 || job->run.event == 0)
        return true;
    return events_wrote(
        job->desk->store, job->run.event,
        triage_status_of(json_text(json_get(job->step.with, "to"))), err);
}

/* What only looks is no act, and neither is following what was asked. */
static bool note_sent(const struct job *job, struct err *err)
{
    const struct json *request = job->step.request;
    struct json *after;
    struct audit_entry entry = {
        .verb = "send",
        .event = job->run.event,
        .why = job->step.name,
        .request = job->step.key,
    };
    bool ok;

    if (job->step.class == CLASS_READ || job->step.phase == PHASE_BEFORE ||
        job->step.phase == PHASE_VERIFY || job->step.phase == PHASE_UNDONE ||
        job->step.journal == JOURNAL_FOLLOWING)
        return true;
    entry.object =
        arena_printf(job->arena, "run %lld", (long long)job->run.row);
    after = json_new_object();
    json_set_int(after, "step", job->step.number);
    json_set_text(after, "kind", job->step.kind);
    json_set_str(after, "method", json_text(json_get(request, "method")));
    json_set_str(after, "url", json_text(json_get(request, "url")));
    json_set_int(after, "attempt", job->step.attempts);
    entry.after = after;
    ok = desk_record(job->desk, &entry, err);
    json_free(after);
    return ok;
}

/* Intent first, on disk; only then the bytes. */
static bool intend(struct start *start, struct request *request,
                   struct err *err)
{
    struct job *job = &start->job;
    struct json *shown = request_to_json(request);

    /* The place of a secret is shown with the step. */
    if (job->reveals || step_secure(&job->step)) {
        json_remove(shown, "headers");
        json_remove(shown, "body");
        json_remove(shown, "url");
    }
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
    start->request = request;
    return steps_save(job->desk->store, &job->step, err) &&
           effect_intended(job, err) && status_intended(job, err) &&
           note_sent(job, err);
}

/* Two rules that fire at once make one ticket: the second sees it then. */
static bool wait_for_ticket(struct job *job, struct err *err)
{
    job->step.state = RUN_WAITING;
    job->step.due = job->now + WHEN_SECOND;
    job->step.note = _("Another run may be about to make the same ticket.");
    return steps_save(job->desk->store, &job->step, err);
}

static bool start_job(struct start *start, struct err *err)
{
    struct job *job = &start->job;
    struct arena *arena = job->arena;
    struct request *request = arena_alloc(arena, sizeof(*request));
    bool interrupted = turns_interrupted(job);
    const struct json *differs;
    enum run_state state;
    const char *why;
    bool waits;

    if (job->step.journal == JOURNAL_FOLLOWING) {
        arm_follow(arena_text(arena, job->step.operation), arena, request);
        return intend(start, request, err);
    }
    if (job->kind == NULL)
        return end_now(job, RUN_FAILED,
                       _("This kind of action is not known any more."), err);
    if (!play_reveal(job, &waits, err))
        return false;
    if (waits)
        return true;
    if (!tickets_wait(job, &waits, err))
        return false;
    if (waits)
        return wait_for_ticket(job, err);
    if (!turns_render(job, request, &state, &why))
        return end_now(job, state, play_masked(job, why), err);
    if (job->step.phase == PHASE_CONTAIN && job->effect.row == 0)
        return end_now(
            job, RUN_FAILED,
            _("Its containment has ended in between, so nothing was sent."),
            err);
    if (effect_stale(job))
        return end_now(
            job, RUN_FAILED,
            _("The target was looked at too long ago to be sure that "
              "nobody has changed it since. Take it back anew."),
            err);
    if (!freeze_holds(job->desk, &job->run, &job->step, arena, &why, &differs,
                      err))
        return false;
    if (differs != NULL)
        return effect_refused(job, false, "", err) &&
               anew_ask(job, differs, &why, err);
    if (why != NULL)
        return end_now(job, RUN_FAILED, why, err);
    if (interrupted && !turns_only_asks(request))
        effect_doubted(job);
    if (job->kind->local)
        return local_do(job, err);
    return intend(start, request, err);
}

/* Do we still have the lease?  Who was stopped for a while may not. */
static bool still_engine(struct dispatch *dispatch, bool *yes, struct err *err)
{
    struct lease lease;

    if (!lease_look(dispatch->desk->store, &lease, err))
        return false;
    *yes = strcmp(lease.holder, dispatch->holder) == 0 &&
           lease.expires > when_now();
    dispatch->lost = !*yes;
    return true;
}

static bool prepare(struct desk *desk, void *with, struct err *err)
{
    struct start *start = with;
    bool held;
    bool ready;

    if (!still_engine(start->dispatch, &ready, err))
        return false;
    if (!ready)
        return true;
    if (!desk_held(desk, &held, err) ||
        !steps_ready(desk->store, start->step->row, start->now, held, &ready,
                     err))
        return false;
    return !ready ||
           (job_open(start->dispatch, start->step->row, start->step->run,
                     start->now, &start->job, err) &&
            start_job(start, err));
}

/* A step that cannot even be read must not keep the others waiting. */
static bool give_up(struct desk *desk, void *with, struct err *err)
{
    const struct start *start = with;
    const struct err why = *err;

    return progress_stop(desk, start->step->run, RUN_FAILED, why.text,
                         start->now, err);
}

static bool start_step(struct dispatch *dispatch, const struct step *step,
                       int64_t now, struct err *err)
{
    struct start start = {.dispatch = dispatch, .step = step, .now = now};
    bool ok = desk_transact(dispatch->desk, prepare, &start, err);

    if (!ok && err->code != ERR_LOCAL && err->code != ERR_AGAIN) {
        start.request = NULL;
        ok = desk_transact(dispatch->desk, give_up, &start, err);
    }
    if (ok && run_state_final(start.job.step.state))
        passes_drop(&dispatch->passes, step->row);
    if (ok && start.request != NULL) {
        flights_add(&dispatch->flying, step->row);
        /* The request borrows from the step: the gate gets the arena of both.
         */
        gate_send(dispatch->gate, start.job.arena, start.request,
                  (uint64_t)step->row);
        start.job.arena = NULL;
    }
    job_close(&start.job);
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
    for (size_t i = 0; ok && i < n && !dispatch->lost; i++) {
        if (flights_has(&dispatch->flying, steps[i].row))
            continue;
        if (dispatch->flying.n == LIMIT_IN_FLIGHT)
            break;
        ok = start_step(dispatch, &steps[i], now, err);
        *worked = true;
    }
    /* What was not come to is still due. */
    dispatch->look |= !ok;
    arena_free(arena);
    return ok;
}

static bool expire(struct desk *desk, void *with, struct err *err)
{
    const struct approval *approval = with;
    const char *note = _("Rejected: nobody answered in time.");
    struct arena *arena = arena_new();
    int64_t now = when_now();
    bool answered = false;
    bool ok;

    ok = approvals_answer(desk->store, approval->row, APPROVAL_EXPIRED, "",
                          _("Nobody answered in time."), now, err) &&
         play_refused(desk, approval, true, note, now, arena, &answered, err);
    if (ok && approval->batch > 0)
        ok = batch_stop(desk, approval->row, RUN_CANCELLED, note, now, arena,
                        err);
    else if (ok && !answered)
        ok = progress_stop(desk, approval->run, RUN_CANCELLED, note, now, err);
    arena_free(arena);
    return ok && desk_deed(desk, "riposte", "expire", approval->title,
                           approval->event, _("Nobody answered in time."), err);
}

/* Tells once of a run that does not move, until it moves again. */
static bool tell_stuck(struct desk *desk, void *with, struct err *err)
{
    const struct stuck_run *run = with;
    char since[WHEN_TEXT_SIZE];
    char object[40];
    char text[256];

    when_iso(run->since, since);
    snprintf(object, sizeof(object), "run %lld", (long long)run->run);
    if (run->usual > 0)
        snprintf(text, sizeof(text),
                 _("It has not moved since %s; its rule usually takes %lld "
                   "seconds."),
                 since, (long long)((run->usual + 999) / 1000));
    else
        snprintf(text, sizeof(text), _("It has not moved since %s."), since);
    return runs_tell(desk->store, run->run, when_now(), err) &&
           desk_deed(desk, "riposte", "stuck", object, run->event, text, err);
}

static bool watch_runs(struct dispatch *dispatch, int64_t now, bool *worked,
                       struct err *err)
{
    struct desk *desk = dispatch->desk;
    struct arena *arena = arena_new();
    struct stuck_run *runs;
    bool held;
    bool ok;
    size_t n;

    dispatch->watch = now + WATCH_EVERY;
    ok = desk_held(desk, &held, err) &&
         runs_stuck(desk->store, now, desk->config->run_patience, held, arena,
                    &runs, &n, err);
    for (size_t i = 0; ok && i < n; i++) {
        if (runs[i].told)
            continue;
        ok = desk_transact(desk, tell_stuck, &runs[i], err);
        *worked = true;
    }
    arena_free(arena);
    return ok;
}

bool dispatch_clock(struct dispatch *dispatch, int64_t now, bool *worked,
                    int64_t *next, struct err *err)
{
    struct arena *arena = arena_new();
    struct approval *over;
    int64_t pending = 0;
    bool ok;
    size_t n;

    ok = approvals_expired(dispatch->desk->store, now, arena, &over, &n, err);
    for (size_t i = 0; ok && i < n; i++) {
        /* Somebody may have answered in the last moment. */
        ok = desk_transact(dispatch->desk, expire, &over[i], err) ||
             err->code == ERR_AGAIN;
        *worked = true;
    }
    if (ok && (dispatch->watch == 0 || now >= dispatch->watch ||
               now < dispatch->watch - WATCH_EVERY))
        ok = watch_runs(dispatch, now, worked, err);
    if (ok && (*next == 0 || dispatch->watch < *next))
        *next = dispatch->watch;
    ok = ok && glass_clock(dispatch->desk, now, worked, err) &&
         play_clock(dispatch->desk, now, worked, next, err) &&
         notice_clock(dispatch->desk, now, worked, err);
    /* What waits for people has many moments: warnings, escalation, its end. */
    ok = ok && approvals_pending(dispatch->desk->store, &pending, err);
    if (ok && pending > 0 && (*next == 0 || now + WHEN_SECOND < *next))
        *next = now + WHEN_SECOND;
    arena_free(arena);
    return ok;
}
