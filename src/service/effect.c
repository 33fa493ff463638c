/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * effect.c - three facts about a containment: requested, accepted, observed.
 */
#include "model/look.h"
#include "service/anew.h"
#include "service/contain_part.h"
#include "service/dispatch_part.h"
#include "service/drift.h"
#include "service/effect_part.h"
#include "service/progress.h"
#include "util/text.h"
#include "util/when.h"

/* What was seen before the way back is taken for true for so long. */
#define LOOK_HOLDS (5 * WHEN_MINUTE)

bool effect_find(struct job *job, struct err *err)
{
    bool found = false;

    job->effect = (struct effect){0};
    if (job->entry == NULL)
        return true;
    if (job->run.effect != 0)
        return effects_get(job->desk->store, job->run.effect, job->arena,
                           &job->effect, err);
    if (!effect_of_run(job->desk, job->entry, &job->step, job->run.row,
                       job->arena, &job->effect, &found, err))
        return false;
    if (!found)
        job->effect.row = 0;
    return true;
}

bool effect_keep(struct job *job, struct err *err)
{
    if (job->effect.row == 0)
        return true;
    return effects_save(job->desk->store, &job->effect, err);
}

bool effect_intended(struct job *job, struct err *err)
{
    if (job->step.phase == PHASE_UNDO)
        job->effect.state = EFFECT_UNDOING;
    return effect_keep(job, err);
}

/* Of several requests the last one says that all were accepted. */
static bool is_last(const struct job *job)
{
    return step_index(job->step.with) + 1 >= (int64_t)job->entry->n_acts;
}

static bool is_first(const struct job *job)
{
    return step_index(job->step.with) == 0;
}

bool effect_stale(struct job *job)
{
    bool anyway = false;

    /* A person's word stands for a look that cannot be had. */
    json_bool(json_get(job->step.with, "anyway"), &anyway);
    if (anyway || job->step.phase != PHASE_UNDO || !is_first(job) ||
        job->step.journal != JOURNAL_PLANNED || job->step.attempts > 0 ||
        job->effect.looked >= job->now - LOOK_HOLDS)
        return false;
    job->effect.timer_run = 0;
    return true;
}

/* Of a list it must be known which item was changed, or may have been: that
 * is what is taken back. */
static void mark_item(struct job *job, const char *how)
{
    const struct call_template *call =
        step_call(job->entry, job->step.phase, job->step.with);
    struct json *kept, *item;
    int64_t at;

    if (job->step.phase != PHASE_CONTAIN || job->effect.row == 0 || !call ||
        !call->each || !json_int(json_get(job->step.with, "item"), &at))
        return;
    kept = json_copy(job->effect.kept);
    json_keep(job->arena, kept);
    item = json_element(json_member(kept, call->each), (size_t)at);
    if (item)
        json_set_text(item, "done", how);
    job->effect.kept = kept;
}

/* What the answer taught beside: the number of a machine's action. */
static void learn(struct job *job, const struct json *answer)
{
    const struct call_template *call =
        step_call(job->entry, job->step.phase, job->step.with);
    struct json *kept;
    struct err ignored;

    if (!call || call->n_keeps == 0 || job->effect.row == 0)
        return;
    kept = json_copy(job->effect.kept);
    json_keep(job->arena, kept);
    if (keeps_take(call, str_of(step_target(&job->step)), job->context.kept,
                   answer, kept, &ignored))
        job->effect.kept = kept;
}

bool effect_accepted(struct job *job, struct err *err)
{
    mark_item(job, "yes");
    if (job->step.phase == PHASE_CONTAIN && is_last(job) &&
        (job->effect.state == EFFECT_REQUESTED ||
         job->effect.state == EFFECT_UNKNOWN)) {
        job->effect.state = EFFECT_ACCEPTED;
        job->effect.accepted = job->now;
    }
    return effect_keep(job, err);
}

void effect_doubted(struct job *job)
{
    if (job->step.phase == PHASE_CONTAIN && job->effect.row != 0) {
        job->effect.state = EFFECT_UNKNOWN;
        mark_item(job, "maybe");
    }
}

/* The way back did not go through: whatever was sent of it, somebody has to
 * see to it. */
static bool back_refused(struct job *job, const char *note, struct err *err)
{
    if (job->effect.state == EFFECT_UNDOING)
        job->effect.state = EFFECT_UNKNOWN;
    if (effect_active(&job->effect))
        job->effect.trouble = note;
    return effect_keep(job, err);
}

/* A first request that was refused changed nothing; behind others, or while
 * undoing, nobody can tell from here. */
bool effect_refused(struct job *job, bool unknown, const char *note,
                    struct err *err)
{
    if (job->effect.row == 0)
        return true;
    if (job->run.effect != 0)
        return back_refused(job, note, err);
    switch (job->step.phase) {
    case PHASE_CONTAIN:
        if (unknown)
            mark_item(job, "maybe");
        if (!unknown && is_first(job) &&
            job->effect.state == EFFECT_REQUESTED) {
            job->effect.state = EFFECT_FAILED;
            job->effect.ended = job->now;
        } else {
            job->effect.state = EFFECT_UNKNOWN;
        }
        return effect_keep(job, err);
    case PHASE_VERIFY:
        if (job->effect.state != EFFECT_UNDOING &&
            job->effect.state != EFFECT_FAILED)
            job->effect.state = EFFECT_UNKNOWN;
        return effect_keep(job, err);
    default:
        return true;
    }
}

/* The look that the step is; NULL: there is none. */
static const struct precheck *look_of(const struct job *job)
{
    int64_t index = step_index(job->step.with);

    return index < 0 || (size_t)index >= job->entry->n_before
               ? NULL
               : &job->entry->before[index];
}

/* Already so: nothing is done, and there is nothing to undo (FACTS 14). */
static bool already(struct job *job, const struct json *answer)
{
    const struct precheck *look = look_of(job);
    const char *why;

    return look && look->already.n > 0 &&
           checks_hold(&look->already, str_of(step_target(&job->step)),
                       job->context.kept, answer, job->arena, &why);
}

/* Two runs may want the same on the same target at the same time: one of them
 * does it.  What is being taken back, or is not known to be so, is not done. */
static bool taken(struct job *job, bool *yes, enum effect_turn *turn,
                  const char **note, struct err *err)
{
    struct effect other;

    if (!effect_standing(job->desk, job->entry, step_target(&job->step),
                         json_get(job->step.with, "parameters"), job->arena,
                         &other, yes, err))
        return false;
    if (!*yes)
        return true;
    if (other.state == EFFECT_UNDOING || other.state == EFFECT_UNKNOWN) {
        *yes = false;
        *turn = TURN_FAILED;
        *note =
            arena_printf(job->arena,
                         _("Containment %lld is on this target, and it is "
                           "%s. Settle it first."),
                         (long long)other.row, effect_state_name(other.state));
        return true;
    }
    *note = arena_printf(job->arena,
                         _("Run %lld did it, or is doing it: containment "
                           "%lld."),
                         (long long)other.run, (long long)other.row);
    return true;
}

/* Both states, for whoever decides. */
static const char *both_states(struct job *job, bool anyway)
{
    const struct effect *effect = &job->effect;
    struct arena *arena = job->arena;

    if (effect->left == NULL)
        return arena_printf(
            arena,
            anyway ? _("It was never seen to be in force. As it was found: %s. "
                       "It is put back all the same, as %s wants it.")
                   : _("It was never seen to be in force, and is not now, so "
                       "nothing was sent. As it is: %s. A person decides: "
                       "take it back anyway, or settle it."),
            effect->seen, job->run.by);
    if (anyway)
        return arena_printf(
            arena,
            _("Somebody else has changed the target since. As the "
              "containment left it: %s. As it was found: %s. It is put "
              "back all the same, as %s wants it."),
            look_words(effect->left, arena), effect->seen, job->run.by);
    return arena_printf(
        arena,
        _("Somebody else has changed the target since, so nothing was sent. As "
          "the containment left it: %s. As it is now: %s. A person decides: "
          "take it back anyway, or settle it."),
        look_words(effect->left, arena), effect->seen);
}

/* Somebody else has been at the target.  It is theirs now: only a person may
 * say that it is put back all the same. */
static bool seen_changed(struct job *job, enum effect_turn *turn,
                         const char **note, struct err *err)
{
    struct effect *effect = &job->effect;
    bool anyway = false;

    json_bool(json_get(job->step.with, "anyway"), &anyway);
    effect->changed = anyway || effect->left == NULL ? 0 : job->now;
    *note = both_states(job, anyway);
    if (!anyway)
        *turn = TURN_FAILED;
    return desk_deed(job->desk, job->run.by, "changed", effect->target,
                     effect->event, *note, err);
}

/* Before it is taken back: is it still as it was left? */
static bool seen_since(struct job *job, const struct json *answer,
                       enum effect_turn *turn, const char **note,
                       struct err *err)
{
    struct effect *effect = &job->effect;
    struct json *found =
        look_found(job->entry, job->step.phase, str_of(effect->target),
                   job->context.kept, answer, job->arena);
    enum drift now = look_holds(found) ? DRIFT_SO : DRIFT_GONE;

    json_keep(job->arena, found);
    effect->found = found;
    effect->seen = look_words(found, job->arena);
    effect->looked = job->now;
    if (effect->drift != now)
        effect->drift_since = job->now;
    effect->drift = now;
    *turn = TURN_DONE;
    if (now == DRIFT_SO && look_same(effect->left, found)) {
        effect->changed = 0;
        *note = _("It is as this containment left it.");
    } else if (!seen_changed(job, turn, note, err)) {
        return false;
    }
    return effect_keep(job, err);
}

static bool add_effect(struct job *job, struct err *err)
{
    struct effect effect = {
        .run = job->run.row,
        .event = job->run.event,
        .action = job->entry->name,
        .title = job->entry->title,
        .target = step_target(&job->step),
        .by = job->run.by,
        .why = job->run.why,
        .state = EFFECT_REQUESTED,
        .requested = job->now,
        .until = plan_term_end(job->step.with, job->now),
        .kept = job->known,
    };

    return effects_add(job->desk->store, &effect, err);
}

/* May it be done at all?  *note says why not. */
static bool allowed(struct job *job, const struct json *answer,
                    const char **note)
{
    const struct precheck *look = look_of(job);
    const char *why = "";

    if (!look ||
        checks_hold(&look->call.expect, str_of(step_target(&job->step)),
                    job->context.kept, answer, job->arena, &why))
        return true;
    *note = arena_printf(job->arena, "%s (%s)", _(look->refusal), why);
    return false;
}

/* The last look: now all that is needed is known. */
static bool looked_last(struct job *job, enum effect_turn *turn,
                        const char **note, struct err *err)
{
    struct err fault = {0};
    bool skip;

    if (!taken(job, &skip, turn, note, err))
        return false;
    if (*turn == TURN_FAILED)
        return true;
    if (skip)
        return progress_skip(job->desk, &job->step, *note, job->now, err);
    if (!contain_room(job->desk, &fault)) {
        *turn = TURN_FAILED;
        *note = arena_text(job->arena, fault.text);
        return true;
    }
    return add_effect(job, err) && effect_choose(job, err);
}

static bool seen_before(struct job *job, const struct json *answer,
                        enum effect_turn *turn, const char **note,
                        struct err *err)
{
    const struct call_template *call =
        step_call(job->entry, job->step.phase, job->step.with);
    struct json *differs = NULL;
    struct json *kept;
    struct err fault = {0};
    bool last;

    *turn = TURN_DONE;
    if (already(job, answer)) {
        *note = _("It is so already: nothing to do, nothing to undo.");
        return progress_skip(job->desk, &job->step, *note, job->now, err);
    }
    if (!anew_compare(job, answer, &differs, err))
        return false;
    if (differs != NULL) {
        *turn = TURN_ANEW;
        return anew_ask(job, differs, note, err);
    }
    *turn = TURN_FAILED;
    if (!allowed(job, answer, note))
        return true;
    kept = json_new_object();
    if (!keeps_take(call, str_of(step_target(&job->step)), job->context.kept,
                    answer, kept, &fault)) {
        json_free(kept);
        *note = arena_text(job->arena, fault.text);
        return true;
    }
    *turn = TURN_DONE;
    *note = _("The state before is kept for the way back.");
    return effect_looked(job, kept, &last, err) &&
           (!last || looked_last(job, turn, note, err));
}

/* It has failed for good, and the source says so. */
static bool seen_failed(struct job *job, const struct probe_template *probe,
                        const struct json *answer, const char **note)
{
    for (size_t i = 0; i < probe->fails.n; i++) {
        const struct checks one = {.at = &probe->fails.at[i], .n = 1};
        const char *why;

        if (!checks_hold(&one, str_of(step_target(&job->step)),
                         job->context.kept, answer, job->arena, &why))
            continue;
        checks_hold(&probe->expect, str_of(step_target(&job->step)),
                    job->context.kept, answer, job->arena, &why);
        *note = arena_printf(
            job->arena, _("The service accepted it, and then failed: %s"), why);
        return true;
    }
    return false;
}

static void observed(struct job *job, const struct json *answer)
{
    struct effect *effect = &job->effect;
    struct json *left =
        look_found(job->entry, PHASE_VERIFY, str_of(effect->target),
                   job->context.kept, answer, job->arena);

    json_keep(job->arena, left);
    /* Somebody may be taking it back by now. */
    if (effect->state != EFFECT_UNDOING)
        effect->state = EFFECT_OBSERVED;
    effect->observed = job->now;
    effect->left = left;
    effect->look_due = drift_next(job->desk, job->now);
    /* What cannot be taken back is over as soon as it is seen. */
    if (job->entry->class == CLASS_IRREVERSIBLE)
        effect->ended = job->now;
}

static bool seen_after(struct job *job, const struct json *answer,
                       enum effect_turn *turn, const char **note,
                       struct err *err)
{
    bool undone = job->step.phase == PHASE_UNDONE;
    const struct probe_template *probe =
        undone ? &job->entry->undone : &job->entry->verify;
    const char *why = "";

    if (seen_failed(job, probe, answer, note)) {
        *turn = TURN_FAILED;
        if (!undone) {
            job->effect.state = EFFECT_FAILED;
            job->effect.ended = job->now;
        }
        return effect_keep(job, err);
    }
    if (!checks_hold(&probe->expect, str_of(step_target(&job->step)),
                     job->context.kept, answer, job->arena, &why)) {
        *turn = TURN_AGAIN;
        *note = arena_printf(job->arena, _("Not yet: %s"), why);
        return true;
    }
    *turn = TURN_DONE;
    *note = undone ? _("Observed: it is as before.")
                   : _("Observed: it is in force.");
    if (!effect_last(job))
        return true;
    if (undone) {
        job->effect.state = EFFECT_UNDONE;
        job->effect.ended = job->now;
        job->effect.changed = 0;
        job->effect.trouble = "";
    } else {
        observed(job, answer);
    }
    return effect_keep(job, err);
}

bool effect_seen(struct job *job, const struct json *answer,
                 enum effect_turn *turn, const char **note, struct err *err)
{
    *turn = TURN_DONE;
    if (job->run.effect != 0 &&
        (job->step.phase == PHASE_BEFORE || job->step.phase == PHASE_VERIFY))
        return seen_since(job, answer, turn, note, err);
    switch (job->step.phase) {
    case PHASE_BEFORE:
        return seen_before(job, answer, turn, note, err);
    case PHASE_VERIFY:
    case PHASE_UNDONE:
        return seen_after(job, answer, turn, note, err);
    default:
        *note = _("Accepted by the service.");
        learn(job, answer);
        return effect_accepted(job, err);
    }
}

int64_t effect_every(const struct job *job)
{
    return job->step.phase == PHASE_UNDONE ? job->entry->undone.every
                                           : job->entry->verify.every;
}

int64_t effect_within(const struct job *job)
{
    return job->step.phase == PHASE_UNDONE ? job->entry->undone.within
                                           : job->entry->verify.within;
}
