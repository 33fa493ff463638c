/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * progress.c - where a run stands, and what that means for its event.
 */
#include "service/progress.h"

#include <string.h>

#include "model/limits.h"
#include "service/batch.h"
#include "service/effect_part.h"
#include "service/freeze.h"
#include "service/play.h"
#include "service/sight.h"
#include "util/text.h"

static const struct step *next_open(const struct run *run)
{
    for (size_t i = 0; i < run->n_steps; i++) {
        if (!run_state_final(run->steps[i].state))
            return &run->steps[i];
    }
    return NULL;
}

/* The worst of its steps; a skipped one says nothing. */
static enum run_state outcome(const struct run *run)
{
    enum run_state worst = RUN_SUCCEEDED;

    for (size_t i = 0; i < run->n_steps; i++) {
        enum run_state state = run->steps[i].state;

        if (state == RUN_UNKNOWN)
            return RUN_UNKNOWN;
        if (state == RUN_FAILED || state == RUN_TIMED_OUT ||
            state == RUN_CANCELLED)
            worst = state == RUN_CANCELLED ? RUN_CANCELLED : RUN_FAILED;
    }
    return worst;
}

/* Does it change the status of its event at the service? */
static bool changes_status(const struct run *run)
{
    for (size_t i = 0; i < run->n_steps; i++) {
        if (strcmp(run->steps[i].kind, "status") == 0)
            return true;
    }
    return false;
}

static enum event_auto auto_of(enum run_state state)
{
    switch (state) {
    case RUN_SUCCEEDED:
        return AUTO_DONE;
    case RUN_SKIPPED:
        return AUTO_SHADOW;
    case RUN_CANCELLED:
        return AUTO_NONE;
    case RUN_WAITING:
        return AUTO_WAITING;
    case RUN_RUNNING:
        return AUTO_RUNNING;
    default:
        return AUTO_FAILED;
    }
}

bool progress_move(struct desk *desk, const struct run *run,
                   enum run_state state, int64_t now, struct err *err)
{
    struct event_patch patch = EVENT_PATCH_NONE;

    if (run->state == state)
        return true;
    patch.automation = (int)auto_of(state);
    if (run_state_final(state) && changes_status(run))
        patch.pending = 0;
    return runs_set(desk->store, run->row, run->state, state, now, err) &&
           (run->event == 0 ||
            events_patch(desk->store, run->event, &patch, now, err)) &&
           (!run_state_final(state) || play_ended(desk, run, state, now, err));
}

/* Fails closed: what nobody can be asked for is not done. */
static bool too_many(struct desk *desk, const struct run *run, int64_t now,
                     struct arena *arena, struct err *err)
{
    return progress_stop(
        desk, run->row, RUN_FAILED,
        arena_printf(arena,
                     _("%d approvals wait already, so this one was not asked "
                       "for. Answer them, or let them expire."),
                     LIMIT_APPROVALS),
        now, err);
}

/* A step that waits for a person is woken by the answer, not by time. */
bool progress_ask(struct desk *desk, const struct run *run,
                  const struct step *next, int64_t now, struct arena *arena,
                  struct err *err)
{
    struct step step = *next;
    struct approval approval = {.row = 0};
    int64_t pending = 0;

    if (step.due == INT64_MAX)
        return progress_move(desk, run, RUN_WAITING, now, err);
    if (!approvals_pending(desk->store, &pending, err))
        return false;
    if (pending >= LIMIT_APPROVALS)
        return too_many(desk, run, now, arena, err);
    if (step_is_batch(&step)) {
        if (!batch_join(desk, run, now, arena, &approval.row, err) ||
            !approvals_get(desk->store, approval.row, arena, &approval, err))
            return false;
    } else if (!freeze_approval(desk, run, &step, now, arena, &approval, err)) {
        return false;
    } else {
        if (step.give_up > 0)
            approval.expires = step.give_up;
        if (!approvals_add(desk->store, &approval, err))
            return false;
    }
    if (!sight_write(desk, &approval, false, PERSON_ENGINE, now, arena, err))
        return false;
    step.state = RUN_WAITING;
    step.began = now;
    step.due = INT64_MAX;
    step.note = arena_printf(arena, _("Approval %lld is asked for."),
                             (long long)approval.row);
    return steps_save(desk->store, &step, err) &&
           (run_plays(run) || progress_move(desk, run, RUN_WAITING, now, err));
}

/* Steps that follow each other. */
static bool go_on(struct desk *desk, const struct run *run, int64_t now,
                  struct arena *arena, struct err *err)
{
    const struct step *next = next_open(run);

    if (next == NULL)
        return progress_move(desk, run, outcome(run), now, err);
    if (next->phase == PHASE_APPROVAL)
        return progress_ask(desk, run, next, now, arena, err);
    return progress_move(desk, run, RUN_RUNNING, now, err);
}

bool progress_run(struct desk *desk, int64_t row, int64_t now, struct err *err)
{
    struct arena *arena = arena_new();
    struct run run;
    bool ok = runs_head(desk->store, row, arena, &run, err);

    if (ok && run_plays(&run))
        ok = play_progress(desk, row, now, err);
    else if (ok && !run_state_final(run.state))
        ok = steps_of(desk->store, row, arena, &run.steps, &run.n_steps, err) &&
             go_on(desk, &run, now, arena, err);
    arena_free(arena);
    return ok;
}

/* Looks that follow each other are those of one containment. */
bool progress_begins(const struct step *steps, size_t i)
{
    enum step_phase phase = steps[i].phase;

    return phase == PHASE_ACT || phase == PHASE_APPROVAL ||
           (phase == PHASE_BEFORE &&
            (i == 0 || steps[i - 1].phase != PHASE_BEFORE));
}

bool progress_skip(struct desk *desk, const struct step *after,
                   const char *note, int64_t now, struct err *err)
{
    struct arena *arena = arena_new();
    struct step *steps = NULL;
    size_t n = 0;
    bool ok;

    ok = steps_lane(desk->store, after->run, after->lane, arena, &steps, &n,
                    err);
    for (size_t i = 0; ok && i < n; i++) {
        struct step *step = &steps[i];

        if (step->number <= after->number || run_state_final(step->state))
            continue;
        if (progress_begins(steps, i))
            break;
        step->state = RUN_SKIPPED;
        step->ended = now;
        step->note = note;
        ok = steps_save(desk->store, step, err);
    }
    arena_free(arena);
    return ok;
}

bool progress_step(struct desk *desk, struct step *step, enum run_state state,
                   const char *note, int64_t now, struct err *err)
{
    static const char skipped[] =
        N_("Skipped, since the step before did not succeed.");

    step->state = state;
    step->journal = JOURNAL_DONE;
    step->ended = now;
    step->due = 0;
    step->note = note;
    return steps_save(desk->store, step, err) &&
           (state == RUN_SUCCEEDED || step->phase == PHASE_ACT ||
            progress_skip(desk, step, _(skipped), now, err)) &&
           progress_run(desk, step->run, now, err);
}

/* The way back will not be carried on: somebody has to see to it. */
static bool settle_back(struct desk *desk, const struct run *run,
                        const char *note, struct arena *arena, struct err *err)
{
    struct effect effect;

    if (!effects_get(desk->store, run->effect, arena, &effect, err))
        return false;
    if (!effect_active(&effect))
        return true;
    if (effect.state == EFFECT_UNDOING)
        effect.state = EFFECT_UNKNOWN;
    effect.trouble = note;
    return effects_save(desk->store, &effect, err);
}

/* What an unfinished step leaves behind.  The first request changed nothing
 * when it was never sent; behind it, and where nobody will look any more,
 * nobody knows. */
static enum effect_state left_behind(const struct step *step,
                                     enum effect_state before)
{
    if (before != EFFECT_REQUESTED && before != EFFECT_ACCEPTED)
        return before;
    if (step->phase == PHASE_VERIFY)
        return EFFECT_UNKNOWN;
    if (step->phase != PHASE_CONTAIN)
        return before;
    return before == EFFECT_REQUESTED && step_index(step->with) == 0 &&
                   step->journal == JOURNAL_PLANNED && step->lost == 0
               ? EFFECT_FAILED
               : EFFECT_UNKNOWN;
}

/* A step of a containment that will not be carried on. */
static bool settle_step(struct desk *desk, const struct run *run,
                        const struct step *step, int64_t now,
                        struct arena *arena, struct err *err)
{
    const struct containment *entry = step_entry(desk, step);
    struct effect effect;
    bool found = true;

    if (entry == NULL || step->phase == PHASE_ACT)
        return true;
    if (!effect_of_run(desk, entry, step, run->row, arena, &effect, &found,
                       err))
        return false;
    if (!found)
        return true;
    effect.state = left_behind(step, effect.state);
    effect.ended = effect.state == EFFECT_FAILED ? now : 0;
    return effects_save(desk->store, &effect, err);
}

static bool settle(struct desk *desk, const struct run *run, const char *note,
                   int64_t now, struct arena *arena, struct err *err)
{
    if (run->effect != 0)
        return settle_back(desk, run, note, arena, err);
    for (size_t i = 0; i < run->n_steps; i++) {
        if (!run_state_final(run->steps[i].state) &&
            !settle_step(desk, run, &run->steps[i], now, arena, err))
            return false;
    }
    return true;
}

/* Nobody need answer any more, and what it waits for need not go on. */
static bool let_go(struct desk *desk, const struct run *run, const char *note,
                   int64_t now, struct arena *arena, struct err *err)
{
    struct approval *approvals = NULL;
    size_t n = 0;

    if (run_plays(run) &&
        !approvals_by_run(desk->store, run->row, arena, &approvals, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (approvals[i].state == APPROVAL_PENDING &&
            approvals[i].run == run->row && !approvals[i].glass &&
            !approvals_answer(desk->store, approvals[i].row, APPROVAL_CANCELLED,
                              PERSON_ENGINE, note, now, err))
            return false;
    }
    return play_stop_begun(desk, run, note, now, err);
}

bool progress_stop(struct desk *desk, int64_t row, enum run_state state,
                   const char *note, int64_t now, struct err *err)
{
    struct arena *arena = arena_new();
    struct run run;
    bool ok;

    ok = runs_get(desk->store, row, arena, &run, err) &&
         settle(desk, &run, note, now, arena, err) &&
         let_go(desk, &run, note, now, arena, err) &&
         steps_finish(desk->store, row, state, note, now, err) &&
         progress_move(desk, &run, state, now, err);
    arena_free(arena);
    return ok;
}

/* What somebody has seen is no observation of riposte's own. */
static void settle_effect(struct effect *effect, enum step_phase phase,
                          bool done, int64_t now)
{
    bool undoes = phase == PHASE_UNDO || phase == PHASE_UNDONE;

    if (undoes == done) {
        effect->state = undoes ? EFFECT_UNDONE : EFFECT_FAILED;
        effect->ended = now;
    } else {
        effect->state = EFFECT_ACCEPTED;
        if (effect->accepted == 0)
            effect->accepted = now;
    }
}

static bool find_effect(struct desk *desk, const struct run *run,
                        const struct step *step, struct arena *arena,
                        struct effect *out, bool *found, struct err *err)
{
    const struct containment *entry = step_entry(desk, step);

    *found = run->effect != 0;
    if (*found)
        return effects_get(desk->store, run->effect, arena, out, err);
    if (entry == NULL || step->phase == PHASE_ACT)
        return true;
    if (!effects_on(desk->store, entry->name, step_target(step), arena, out,
                    found, err))
        return false;
    *found = *found && out->run == run->row;
    return true;
}

bool progress_settle(struct desk *desk, const struct run *run, size_t at,
                     bool done, const char *note, int64_t now,
                     struct arena *arena, struct err *err)
{
    struct step *step = &run->steps[at];
    struct effect effect;
    bool found;

    if (!steps_settle(desk->store, step, done ? RUN_SUCCEEDED : RUN_FAILED,
                      note, now, err) ||
        !find_effect(desk, run, step, arena, &effect, &found, err))
        return false;
    if (found && effect.state == EFFECT_UNKNOWN) {
        settle_effect(&effect, step->phase, done, now);
        if (!effects_save(desk->store, &effect, err))
            return false;
    }
    step->state = done ? RUN_SUCCEEDED : RUN_FAILED;
    if (run_plays(run))
        return play_settled(desk, run, now, err);
    return !run_state_final(run->state) ||
           progress_move(desk, run, outcome(run), now, err);
}

const char *step_target(const struct step *step)
{
    return json_text(json_get(step->with, "target")).at;
}

const struct containment *step_entry(const struct desk *desk,
                                     const struct step *step)
{
    return catalogue_find(desk->catalogue,
                          json_text(json_get(step->with, "action")));
}

bool step_is_batch(const struct step *step)
{
    return step->phase == PHASE_APPROVAL && strcmp(step->kind, KIND_BATCH) == 0;
}
