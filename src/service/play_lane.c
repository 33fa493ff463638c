/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * play_lane.c - what came of the steps of one effect, as the answer to it.
 */
#include <string.h>

#include "model/limits.h"
#include "service/play.h"
#include "service/play_part.h"
#include "service/progress.h"
#include "util/text.h"

/* The steps of a lane stand together. */
static const struct step *lane_steps(const struct play *play, int64_t lane,
                                     size_t *n)
{
    const struct step *first = NULL;

    *n = 0;
    for (size_t i = 0; i < play->n_steps; i++) {
        if (play->steps[i].lane != lane)
            continue;
        if (first == NULL)
            first = &play->steps[i];
        (*n)++;
    }
    return first;
}

bool play_lane_done(const struct play *play, int64_t lane)
{
    size_t n;
    const struct step *steps = lane_steps(play, lane, &n);

    for (size_t i = 0; i < n; i++) {
        if (!run_state_final(steps[i].state) || steps[i].state == RUN_UNKNOWN)
            return false;
    }
    return n > 0;
}

/* The first that went wrong says how it ended; else the last. */
static const struct step *telling(const struct step *steps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (steps[i].state != RUN_SUCCEEDED && steps[i].state != RUN_SKIPPED)
            return &steps[i];
    }
    return &steps[n - 1];
}

static bool read_approval(struct play *play, int64_t lane,
                          struct api_came *came, struct err *err)
{
    struct approval approval;
    bool found;

    if (!approvals_of_run(play->desk->store, play->run.row, lane, play->arena,
                          &approval, &found, err))
        return false;
    if (!found)
        return true;
    came->approved = approval.state == APPROVAL_APPROVED;
    came->by = approval.answered_by;
    came->reason = approval.reason;
    came->at = approval.answered;
    return true;
}

bool play_answer_lane(struct play *play, const struct wdl_effect *effect,
                      struct lane *lane, struct err *err)
{
    const struct api_ask ask = {
        .playbook = play->playbook,
        .step = api_step(play->playbook, effect->action),
        .inputs = effect->inputs,
        .catalogue = play->desk->catalogue,
    };
    struct wdl_answer answer = {.state = RUN_SUCCEEDED, .retry_after = -1};
    size_t n;
    const struct step *steps = lane_steps(play, lane->lane, &n);
    const struct step *told = telling(steps, n);
    struct api_came came = {
        .state = told->state == RUN_SKIPPED ? RUN_SUCCEEDED : told->state,
        .response = lane->outputs,
        .note = told->note,
        .key = told->key,
    };

    if (effect->timer)
        return play_answer(play, effect, &answer, err);
    if (lane->secret && told->state == RUN_SUCCEEDED) {
        if (play_recall(play, effect, lane, &answer))
            return play_answer(play, effect, &answer, err);
        play->missing = lane;
        return play_reread(play, err);
    }
    if (told->phase == PHASE_APPROVAL && n == 1 &&
        !read_approval(play, lane->lane, &came, err))
        return false;
    api_hand_answer(&ask, &came, play->arena, &answer);
    answer.again = lane->again;
    answer.retry_after = lane->retry_after;
    return play_answer(play, effect, &answer, err);
}

/* ---- what the service says ------------------------------------------------*/

static bool fits(const struct json *outputs)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    json_write(outputs, JSON_COMPACT, &text);
    ok = text.len <= LIMIT_LANE;
    buf_done(&text);
    return ok;
}

bool play_came(struct job *job, const struct gate_done *answer, struct err *err)
{
    struct json *outputs;
    struct lane lane;
    bool ok;

    if (job->step.lane == 0 ||
        (job->step.phase != PHASE_ACT && job->step.phase != PHASE_CONTAIN))
        return true;
    outputs = response_outputs(&answer->response);
    if (!lanes_get(job->desk->store, job->run.row, job->step.lane, job->arena,
                   &lane, err)) {
        json_free(outputs);
        return false;
    }
    if (lane.secret) {
        play_remember(job->desk, job->run.row, lane.lane, outputs);
        json_free(outputs);
        job->step.response = NULL;
        return true;
    }
    if (!fits(outputs)) {
        json_remove(outputs, "body");
        job->step.note = _("The answer was too large to be kept.");
    }
    lane = (struct lane){
        .lane = job->step.lane,
        .outputs = outputs,
        .retry_after = -1,
    };
    ok = lanes_came(job->desk->store, job->run.row, &lane, err);
    json_free(outputs);
    return ok;
}

bool play_retries(struct job *job, int64_t wait, bool *yes, struct err *err)
{
    struct lane lane;

    *yes = false;
    if (job->step.lane == 0 || job->step.phase != PHASE_ACT ||
        job->step.journal == JOURNAL_FOLLOWING || job->step.changed ||
        job->run.steps[0].phase == PHASE_APPROVAL)
        return true;
    *yes = true;
    if (!lanes_get(job->desk->store, job->run.row, job->step.lane, job->arena,
                   &lane, err))
        return false;
    lane.again = true;
    lane.retry_after = wait > 0 ? wait : -1;
    return lanes_came(job->desk->store, job->run.row, &lane, err);
}

/* ---- what people say ------------------------------------------------------*/

bool play_refused(struct desk *desk, const struct approval *approval,
                  bool expired, const char *note, int64_t now,
                  struct arena *arena, bool *mine, struct err *err)
{
    struct step *steps;
    size_t n;

    *mine = false;
    if (approval->lane == 0)
        return true;
    if (!steps_lane(desk->store, approval->run, approval->lane, arena, &steps,
                    &n, err))
        return false;
    if (n == 0 || steps[n - 1].phase != PHASE_APPROVAL ||
        run_state_final(steps[n - 1].state))
        return true;
    *mine = true;
    return progress_step(desk, &steps[n - 1],
                         expired ? RUN_TIMED_OUT : RUN_SUCCEEDED, note, now,
                         err);
}
