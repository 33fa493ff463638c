/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * govern.c - acts on approvals, containments and runs.
 */
#include "service/govern.h"

#include <stdio.h>
#include <string.h>

#include "service/access.h"
#include "service/batch.h"
#include "service/decide.h"
#include "service/desk_part.h"
#include "service/freeze.h"
#include "service/hand.h"
#include "service/progress.h"
#include "util/text.h"
#include "util/when.h"

static bool find_entry(const struct desk *desk, const char *action,
                       const struct containment **out, struct err *err)
{
    const char **names;
    const char *near;
    struct arena *arena;

    *out = catalogue_find(desk->catalogue, str_of(action));
    if (*out != NULL)
        return true;
    arena = arena_new();
    names = arena_array(arena, desk->catalogue->n + 1, sizeof(*names));
    for (size_t i = 0; i < desk->catalogue->n; i++)
        names[i] = desk->catalogue->entries[i].name;
    near = str_nearest(str_of(action), names, desk->catalogue->n);
    if (near != NULL)
        err_set(err, ERR_INPUT,
                _("There is no containment %.80s. The nearest is %s."), action,
                near);
    else
        err_set(err, ERR_INPUT,
                _("There is no containment %.80s. `riposte contain list' "
                  "shows them."),
                action);
    arena_free(arena);
    return false;
}

static bool still_free(struct desk *desk, const char *action,
                       const char *target, struct arena *arena, struct err *err)
{
    struct effect effect;
    bool found;

    if (!effects_on(desk->store, action, target, arena, &effect, &found, err))
        return false;
    if (!found)
        return true;
    return err_set(err, ERR_INPUT,
                   _("%s is already in force on %s (containment %lld, %s)."),
                   effect.title, target, (long long)effect.row,
                   effect_state_name(effect.state));
}

/* What a person calls a target: the last part of its id. */
static const char *short_name(const char *target, struct arena *arena)
{
    struct resource resource;

    resource_parse(str_of(target), &resource);
    return resource.name.len > 0 ? arena_str(arena, resource.name).at : target;
}

static bool plan_it(struct desk *desk, const struct containment *entry,
                    const char *target, int64_t row, const char *why,
                    struct arena *arena, struct plan *plan, struct err *err)
{
    enum policy_side side;
    struct event event;

    if (row != 0 && !events_get(desk->store, row, true, arena, &event, err))
        return false;
    if (row != 0 && (event.flags & EVENT_SAMPLE) != 0)
        return err_set(err, ERR_INPUT,
                       _("Event %lld is a sample alert: nothing real is ever "
                         "contained for one."),
                       (long long)row);
    side = hand_side(desk, target, row != 0 ? &event : NULL);
    if (side == POLICY_PROTECTED && str_empty(str_trim(str_of(why))))
        return err_set(err, ERR_INPUT,
                       _("%s is protected (containment.protected): say why it "
                         "must be contained, and somebody else must approve."),
                       target);
    return plan_contain(entry, str_of(target), side, row != 0 ? &event : NULL,
                        arena, plan, err);
}

bool contain_do(struct desk *desk, const char *action, const char *target,
                int64_t event, const char *why, int64_t *run, struct err *err)
{
    struct arena *arena = arena_new();
    const struct containment *entry;
    struct hand_run hand;
    struct plan plan;
    bool ok;

    ok = access_may(desk, RIGHT_CONTAIN, err) &&
         find_entry(desk, action, &entry, err) &&
         still_free(desk, entry->name, target, arena, err) &&
         plan_it(desk, entry, target, event, why, arena, &plan, err);
    if (ok) {
        hand = (struct hand_run){
            .name = arena_printf(arena, "%s: %s", entry->title,
                                 short_name(target, arena)),
            .verb = "contain",
            .object = target,
            .why = why,
            .event = event,
            .steps = plan.steps,
            .n_steps = plan.n,
        };
        ok = hand_start(desk, &hand, run, err);
    }
    arena_free(arena);
    return ok;
}

/* Would the run that makes it send something yet?  That would be done after
 * it was taken back. */
static bool still_made(struct desk *desk, const struct effect *effect,
                       struct arena *arena, bool *yes, struct err *err)
{
    struct step *steps;
    size_t n;

    if (!steps_of(desk->store, effect->run, arena, &steps, &n, err))
        return false;
    *yes = false;
    for (size_t i = 0; i < n; i++)
        *yes |=
            steps[i].phase == PHASE_CONTAIN && !run_state_final(steps[i].state);
    return true;
}

static bool can_undo(struct desk *desk, const struct effect *effect,
                     struct arena *arena, struct err *err)
{
    struct run run;
    bool made;

    if (effect->state == EFFECT_UNDONE || effect->state == EFFECT_FAILED)
        return err_set(
            err, ERR_INPUT, _("Containment %lld is not in force: it is %s."),
            (long long)effect->row, effect_state_name(effect->state));
    if (!still_made(desk, effect, arena, &made, err))
        return false;
    if (made)
        return err_set(err, ERR_INPUT,
                       _("Run %lld is still at work on containment %lld. "
                         "Cancel the run first, then take it back."),
                       (long long)effect->run, (long long)effect->row);
    if (effect->undo_run == 0)
        return true;
    if (!runs_get(desk->store, effect->undo_run, arena, &run, err))
        return false;
    if (run_state_final(run.state))
        return true;
    return err_set(err, ERR_INPUT,
                   _("Run %lld is already taking containment %lld back."),
                   (long long)run.row, (long long)effect->row);
}

/* Looks again inside the transaction: it may have moved in between. */
static bool link_undo(struct desk *desk, int64_t run, void *with,
                      struct err *err)
{
    const int64_t *row = with;
    struct arena *arena = arena_new();
    struct effect effect;
    bool ok = effects_get(desk->store, *row, arena, &effect, err) &&
              can_undo(desk, &effect, arena, err);

    if (ok) {
        effect.undo_run = run;
        ok = effects_save(desk->store, &effect, err);
    }
    arena_free(arena);
    return ok;
}

bool contain_undo(struct desk *desk, int64_t row, const char *why, int64_t *run,
                  struct err *err)
{
    struct arena *arena = arena_new();
    const struct containment *entry;
    struct effect effect;
    struct hand_run hand;
    struct plan plan;
    bool ok;

    ok = access_may(desk, RIGHT_CONTAIN, err) &&
         effects_get(desk->store, row, arena, &effect, err) &&
         can_undo(desk, &effect, arena, err) &&
         find_entry(desk, effect.action, &entry, err) &&
         plan_undo(&effect, entry, arena, &plan, err);
    if (ok) {
        hand = (struct hand_run){
            .name = arena_printf(arena, _("Undo: %s: %s"), effect.title,
                                 short_name(effect.target, arena)),
            .verb = "undo",
            .object = effect.target,
            .why = why,
            .event = effect.event,
            .effect = effect.row,
            .steps = plan.steps,
            .n_steps = plan.n,
            .also = link_undo,
            .with = &row,
        };
        ok = hand_start(desk, &hand, run, err);
    }
    arena_free(arena);
    return ok;
}

bool contain_preview(struct desk *desk, const char *action, const char *target,
                     struct json **out, struct err *err)
{
    struct arena *arena = arena_new();
    const struct containment *entry;
    bool ok;

    ok = find_entry(desk, action, &entry, err) &&
         freeze_containment(entry, str_of(target), arena, out, err);
    arena_free(arena);
    return ok;
}

struct cancel_work {
    int64_t run;
    const char *why;
};

static bool write_cancel(struct desk *desk, void *with, struct err *err)
{
    struct cancel_work *work = with;
    struct arena *arena = arena_new();
    int64_t now = when_now();
    struct approval approval;
    struct run run;
    char object[40];
    bool waits;
    bool ok;

    snprintf(object, sizeof(object), "run %lld", (long long)work->run);
    ok = runs_get(desk->store, work->run, arena, &run, err);
    if (ok && run_state_final(run.state))
        ok = err_set(err, ERR_INPUT, _("Run %lld has already ended: %s."),
                     (long long)run.row, run_state_name(run.state));
    ok = ok &&
         approvals_of_run(desk->store, run.row, arena, &approval, &waits, err);
    if (ok && waits && approval.state == APPROVAL_PENDING &&
        approval.run != run.row)
        ok = batch_leave(desk, run.row, approval.row, work->why, now, arena,
                         err);
    else if (ok && waits && approval.state == APPROVAL_PENDING)
        ok = approvals_answer(desk->store, approval.row, APPROVAL_CANCELLED,
                              desk->person, work->why, now, err);
    ok = ok &&
         progress_stop(desk, run.row, RUN_CANCELLED,
                       arena_printf(arena, _("Cancelled by %s: %s"),
                                    desk->person, work->why),
                       now, err) &&
         desk_deed(desk, desk->person, "cancel", object, run.event, work->why,
                   err);
    arena_free(arena);
    return ok;
}

bool run_cancel(struct desk *desk, int64_t run, const char *why,
                struct err *err)
{
    struct cancel_work work = {.run = run, .why = why != NULL ? why : ""};

    if (!access_may(desk, RIGHT_RUN, err))
        return false;
    return desk_reason(why, err) &&
           desk_transact(desk, write_cancel, &work, err);
}
