/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * contain_back.c - the way back from a containment.
 */
#include "service/access.h"
#include "service/contain_part.h"
#include "service/hand.h"
#include "util/text.h"

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

bool contain_undoing(struct desk *desk, const struct effect *effect,
                     struct arena *arena, int64_t *run, struct err *err)
{
    struct run undo;

    *run = 0;
    if (effect->undo_run == 0)
        return true;
    if (!runs_get(desk->store, effect->undo_run, arena, &undo, err))
        return false;
    if (!run_state_final(undo.state))
        *run = undo.row;
    return true;
}

bool contain_free(struct desk *desk, const struct effect *effect,
                  struct arena *arena, struct err *err)
{
    int64_t undo;
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
    if (!contain_undoing(desk, effect, arena, &undo, err))
        return false;
    if (undo == 0)
        return true;
    return err_set(err, ERR_INPUT,
                   _("Run %lld is already taking containment %lld back."),
                   (long long)undo, (long long)effect->row);
}

/* Looks again inside the transaction: it may have moved in between. */
static bool link_undo(struct desk *desk, int64_t run, void *with,
                      struct err *err)
{
    const struct back_wish *wish = with;
    struct arena *arena = arena_new();
    struct effect effect;
    bool ok = effects_get(desk->store, wish->effect, arena, &effect, err) &&
              contain_free(desk, &effect, arena, err);

    if (ok && wish->until != 0 &&
        (effect.until != wish->until || effect.timer_run != 0))
        ok =
            err_set(err, ERR_AGAIN, _("The end of containment %lld has moved."),
                    (long long)effect.row);
    if (ok) {
        effect.undo_run = run;
        effect.trouble = "";
        if (wish->until != 0)
            effect.timer_run = run;
        ok = effects_save(desk->store, &effect, err);
    }
    arena_free(arena);
    return ok;
}

bool contain_back(struct desk *desk, const struct back_wish *wish, int64_t *run,
                  struct err *err)
{
    struct back_wish mine = *wish;
    struct arena *arena = arena_new();
    const struct containment *entry;
    struct effect effect;
    struct hand_run hand;
    struct plan plan;
    bool ok;

    ok = effects_get(desk->store, wish->effect, arena, &effect, err) &&
         contain_free(desk, &effect, arena, err) &&
         contain_entry(desk, effect.action, &entry, err) &&
         plan_undo(&effect, entry, wish->anyway, arena, &plan, err);
    if (ok) {
        hand = (struct hand_run){
            .name = arena_printf(arena, _("Undo: %s: %s"), effect.title,
                                 contain_name(effect.target, arena)),
            .verb = wish->anyway ? "undo anyway" : "undo",
            .object = effect.target,
            .by = wish->by,
            .why = wish->why,
            .event = effect.event,
            .effect = effect.row,
            .steps = plan.steps,
            .n_steps = plan.n,
            .also = link_undo,
            .with = &mine,
        };
        ok = hand_start(desk, &hand, run, err);
    }
    arena_free(arena);
    return ok;
}

bool contain_undo(struct desk *desk, int64_t effect, const char *why,
                  int64_t *run, struct err *err)
{
    return access_may(desk, RIGHT_CONTAIN, err) &&
           contain_back(desk, &(struct back_wish){.effect = effect, .why = why},
                        run, err);
}

bool contain_undo_anyway(struct desk *desk, int64_t effect, const char *why,
                         int64_t *run, struct err *err)
{
    struct back_wish wish = {.effect = effect, .why = why, .anyway = true};

    if (!access_may(desk, RIGHT_CONTAIN, err))
        return false;
    if (str_empty(str_trim(str_of(why))))
        return err_set(err, ERR_INPUT,
                       _("What somebody else has changed is overwritten only "
                         "with a reason. Say why in a few words."));
    return contain_back(desk, &wish, run, err);
}
