/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * answer.c - what came back for a step, judged and journalled.
 */
#include <string.h>

#include "connect/arm.h"
#include "connect/retry.h"
#include "service/azure_part.h"
#include "service/dispatch_part.h"
#include "service/job.h"
#include "service/play.h"
#include "service/progress.h"
#include "service/suppress_poll.h"
#include "service/tickets.h"
#include "service/triage.h"
#include "service/turns.h"
#include "util/digest.h"
#include "util/secret.h"
#include "util/text.h"
#include "util/when.h"

/* Services give up their own operations sooner than that. */
#define FOLLOW_LONGEST (LIMIT_POLLS * WHEN_MINUTE)

/* What one answer leads to; written in one transaction. */
struct turn {
    struct job *job;
    struct judgement judgement;
    const struct json *body; /* answer_document() */
    const struct gate_done *answer;
    bool blind; /* it may have been done for all that */
};

/* The service's yes to a change of an alert's status; until it says so the
 * event shows as pending. */
static bool settle_status(struct job *job, enum run_state state,
                          struct err *err)
{
    struct event_patch patch = EVENT_PATCH_NONE;

    if (strcmp(job->step.kind, "status") != 0 || job->run.event == 0)
        return true;
    patch.pending = 0;
    if (state == RUN_FAILED &&
        !events_wrote(job->desk->store, job->run.event, NULL, err))
        return false;
    if (state == RUN_SUCCEEDED)
        patch.status =
            triage_status_of(json_text(json_get(job->step.with, "to")));
    return events_patch(job->desk->store, job->run.event, &patch, job->now,
                        err);
}

static bool end(struct job *job, enum run_state state, const char *note,
                struct err *err)
{
    /* An earlier attempt may have done it. */
    if (state == RUN_FAILED && job->step.phase == PHASE_CONTAIN &&
        job->effect.state == EFFECT_UNKNOWN)
        state = RUN_UNKNOWN;
    note = turns_note(job, note);
    if (state != RUN_SUCCEEDED &&
        !effect_refused(job, state == RUN_UNKNOWN, note, err))
        return false;
    return settle_status(job, state, err) &&
           (state != RUN_SUCCEEDED || suppress_settle(job, err)) &&
           (state != RUN_SUCCEEDED || azure_settle(job, err)) &&
           progress_step(job->desk, &job->step, state, note, job->now, err);
}

static bool later(struct job *job, int64_t wait, const char *note,
                  struct err *err)
{
    job->step.state = RUN_WAITING;
    job->step.due = job->now + wait;
    job->step.note = note;
    return steps_save(job->desk->store, &job->step, err) &&
           effect_keep(job, err);
}

/* Looking whether it is so has an end of its own: then it is unknown, never
 * success. */
static bool look_again(struct job *job, const char *note, struct err *err)
{
    job->step.journal = JOURNAL_PLANNED;
    job->step.attempts = 0;
    if (job->step.give_up != 0 && job->now >= job->step.give_up)
        return end(job, RUN_UNKNOWN,
                   arena_printf(job->arena,
                                _("Not observed in time. %s Look at the "
                                  "target."),
                                note),
                   err);
    return later(job, effect_every(job), note, err);
}

static bool done(struct turn *turn, struct err *err)
{
    struct job *job = turn->job;
    const char *note = arena_text(job->arena, turn->judgement.text);
    enum effect_turn next = TURN_DONE;

    if (job->entry != NULL && !effect_seen(job, turn->body, &next, &note, err))
        return false;
    switch (next) {
    case TURN_AGAIN:
        return look_again(job, note, err);
    case TURN_FAILED:
        return end(job, RUN_FAILED, note, err);
    case TURN_ANEW:
        return true;
    default:
        return end(job, RUN_SUCCEEDED, note, err);
    }
}

/* Whether it went well is asked until the service says so, or for as long as
 * that makes sense. */
static bool follow(struct turn *turn, struct err *err)
{
    struct job *job = turn->job;

    if (job->step.journal != JOURNAL_FOLLOWING)
        job->step.give_up = job->now + FOLLOW_LONGEST;
    else if (job->now >= job->step.give_up)
        return end(job, RUN_UNKNOWN,
                   _("The service accepted it, and has been at it for so long "
                     "that riposte asks no more. Look at the target."),
                   err);
    if (job->entry != NULL && !effect_accepted(job, err))
        return false;
    job->step.journal = JOURNAL_FOLLOWING;
    job->step.operation = arena_text(job->arena, turn->judgement.next);
    job->step.attempts = 0;
    return later(job, turn->judgement.wait,
                 arena_text(job->arena, turn->judgement.text), err);
}

/* Riposte had no token, or could not reach the cloud as which it signs in:
 * that is its own affair, and no attempt of whoever asked. */
static bool never_left(const struct gate_done *answer)
{
    return answer->response.status == 0 && !answer->response.sent &&
           answer->request->audience != AUDIENCE_NONE;
}

static bool again(struct turn *turn, struct err *err)
{
    struct job *job = turn->job;
    bool elsewhere = false;
    const char *said = arena_text(job->arena, turn->judgement.text);
    int64_t wait = retry_wait(job->step.attempts, turn->judgement.wait,
                              turn->answer->lively, digest_fraction());

    if (!never_left(turn->answer) &&
        !play_retries(job, turn->judgement.wait, &elsewhere, err))
        return false;
    if (elsewhere && turn->blind)
        said = arena_printf(job->arena,
                            _("%s It may have been done for all that: if "
                              "it is tried again, it may be done twice."),
                            said);
    if (elsewhere)
        return end(job, RUN_FAILED, said, err);
    if (job->step.attempts >= LIMIT_ATTEMPTS)
        return end(job,
                   job->step.journal == JOURNAL_FOLLOWING || job->step.changed
                       ? RUN_UNKNOWN
                       : RUN_FAILED,
                   arena_printf(job->arena, _("Given up after %d attempts: %s"),
                                job->step.attempts, said),
                   err);
    if (turn->blind)
        turns_repeat(job, turn->answer->request);
    /* What was refused for now was not done: it may be sent again. */
    if (job->step.journal == JOURNAL_INTENDED)
        job->step.journal = JOURNAL_PLANNED;
    return later(job, wait, said, err);
}

/* The action's next request.  Asking again and again has an end. */
static bool next(struct turn *turn, struct err *err)
{
    struct job *job = turn->job;
    struct judgement *judgement = &turn->judgement;
    const char *said = arena_text(job->arena, judgement->text);

    if (judgement->turn <= job->step.turn) {
        if (job->step.give_up == 0)
            job->step.give_up = job->now + FOLLOW_LONGEST;
        else if (job->now >= job->step.give_up)
            return end(job, RUN_UNKNOWN,
                       arena_printf(job->arena,
                                    _("Not at its end in time. %s Look at the "
                                      "service."),
                                    said),
                       err);
    }
    passes_put(&job->dispatch->passes, job->step.row, str_of(judgement->pass));
    return later(job, turns_next(job, judgement, turn->answer), said, err);
}

/* Nobody can tell, but for a kind that finds out. */
static bool doubt(struct turn *turn, struct err *err)
{
    struct job *job = turn->job;
    const char *said = arena_text(job->arena, turn->judgement.text);

    if (turn->answer->request->idempotent || !turns_recover(job))
        return end(job, RUN_UNKNOWN, said, err);
    job->step.journal = JOURNAL_PLANNED;
    return later(job, TURNS_RECOVER_WAIT, said, err);
}

static bool write_turn(struct turn *turn, struct err *err)
{
    struct job *job = turn->job;
    const char *said = arena_text(job->arena, turn->judgement.text);

    if (turn->blind)
        effect_doubted(job);
    turns_learn(job, turn->judgement.learnt);
    if (!tickets_learn(job, turn->judgement.learnt, err))
        return false;
    switch (turn->judgement.verdict) {
    case VERDICT_DONE:
        return done(turn, err);
    case VERDICT_FOLLOW:
        return follow(turn, err);
    case VERDICT_NEXT:
        return next(turn, err);
    case VERDICT_RETRY:
        return again(turn, err);
    case VERDICT_REFUSED:
        return end(job, RUN_FAILED, said, err);
    default:
        return doubt(turn, err);
    }
}

/* No answer to what was sent, or one that does not say whether it was done. */
static bool is_blind(const struct response *response)
{
    int status = response->status;

    return status == 0 ? response->sent
                       : status == 500 || status == 502 || status == 504;
}

static void judge(const struct gate_done *answer, struct turn *turn)
{
    struct job *job = turn->job;
    const char *base = hosts_base(job->context.hosts, AUDIENCE_ARM);

    if (job->step.journal == JOURNAL_FOLLOWING) {
        arm_follow_judge(base, answer->request, &answer->response,
                         &turn->judgement);
        return;
    }
    action_judge(job->kind, &job->context, answer->request, &answer->response,
                 &turn->judgement);
    turn->blind =
        !turns_only_asks(answer->request) && is_blind(&answer->response);
}

/* A playbook may want to know that it was accepted, and no more. */
static void unfollowed(struct turn *turn)
{
    bool follow = true;

    json_bool(json_get(turn->job->step.with, "follow"), &follow);
    if (turn->judgement.verdict == VERDICT_FOLLOW && turn->job->step.lane > 0 &&
        !follow)
        turn->judgement.verdict = VERDICT_DONE;
}

static bool answer_job(struct job *job, struct gate_done *answer,
                       struct err *err)
{
    struct turn turn = {.job = job, .answer = answer};
    struct json *body = answer_document(&answer->response);
    struct json *shown;
    bool ok;

    turn.body = body;
    judge(answer, &turn);
    unfollowed(&turn);
    ok = play_mask(job, &answer->response, &turn.judgement, err);
    shown = response_to_json(&answer->response);
    job->step.response = shown;
    /* What came with a secret in it is not kept, masked or not. */
    if (*turn.judgement.pass || answer->request->hides)
        json_remove(shown, "body");
    ok = ok && play_came(job, answer, err) && write_turn(&turn, err);
    secret_wipe(turn.judgement.pass, sizeof(turn.judgement.pass));
    json_free(turn.judgement.learnt);
    json_free(body);
    json_free(shown);
    return ok;
}

struct taking {
    struct dispatch *dispatch;
    struct gate_done *answer;
    int64_t now;
};

static bool take_answer(struct desk *desk, void *with, struct err *err)
{
    const struct taking *taking = with;
    int64_t row = (int64_t)taking->answer->tag;
    struct job job;
    int64_t run;
    bool ok;

    if (!steps_run(desk->store, row, &run, err) ||
        !job_open(taking->dispatch, row, run, taking->now, &job, err))
        return false;
    /* A person may have cancelled it in between. */
    ok = run_state_final(job.step.state) ||
         answer_job(&job, taking->answer, err);
    if (run_state_final(job.step.state))
        passes_drop(&taking->dispatch->passes, row);
    job_close(&job);
    return ok;
}

bool dispatch_answer(struct dispatch *dispatch, struct gate_done *answer,
                     int64_t now, struct err *err)
{
    struct taking taking = {
        .dispatch = dispatch,
        .answer = answer,
        .now = now,
    };
    bool ok = desk_transact(dispatch->desk, take_answer, &taking, err);

    if (!ok && (err->code == ERR_LOCAL || err->code == ERR_AGAIN))
        return false;
    flights_drop(&dispatch->flying, (int64_t)answer->tag);
    dispatch->look = true;
    return ok;
}
