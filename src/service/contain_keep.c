/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * contain_keep.c - what is in force: its end moved, looked after, settled.
 */
#include "engine/plan.h"
#include "model/limits.h"
#include "service/access.h"
#include "service/contain_part.h"
#include "service/drift.h"
#include "service/look.h"
#include "util/text.h"
#include "util/when.h"

/* A person settles what has just been looked at. */
#define LOOK_FRESH (15 * WHEN_MINUTE)

struct extending {
    const struct extend_wish *wish;
    int64_t until;
};

static bool can_extend(struct desk *desk, const struct effect *effect,
                       struct arena *arena, struct err *err)
{
    const struct containment *entry;
    int64_t undo;

    if (!effect_active(effect))
        return err_set(
            err, ERR_INPUT, _("Containment %lld is not in force: it is %s."),
            (long long)effect->row, effect_state_name(effect->state));
    if (!contain_entry(desk, effect->action, &entry, err))
        return false;
    if (entry->n_undos == 0)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" cannot be taken back, so it has no end that "
                         "could be moved."),
                       effect->title);
    if (!contain_undoing(desk, effect, arena, &undo, err))
        return false;
    if (undo == 0)
        return true;
    return err_set(err, ERR_INPUT,
                   _("Run %lld is already taking containment %lld back. Cancel "
                     "it first, then give the containment another end."),
                   (long long)undo, (long long)effect->row);
}

static bool new_end(const struct extend_wish *wish, int64_t before, int64_t now,
                    int64_t *out, struct err *err)
{
    int64_t until = wish->until;

    if (wish->lasts > 0)
        until = (before > now ? before : now) + wish->lasts;
    if (!wish->never && until <= now)
        return err_set(err, ERR_INPUT,
                       _("The new end would be in the past. To end it now, "
                         "take it back."));
    if (until > now + LIMIT_TERM)
        return err_set(err, ERR_INPUT,
                       _("The new end would be more than a year away; a "
                         "containment without an end needs none."));
    *out = wish->never ? 0 : until;
    return true;
}

static const char *end_text(int64_t until, char out[WHEN_TEXT_SIZE])
{
    return until == 0 ? _("no end") : when_iso(until, out);
}

static bool write_extend(struct desk *desk, void *with, struct err *err)
{
    struct extending *extending = with;
    const struct extend_wish *wish = extending->wish;
    struct arena *arena = arena_new();
    char from[WHEN_TEXT_SIZE], to[WHEN_TEXT_SIZE];
    struct effect effect;
    const char *text;
    bool ok;

    ok = effects_get(desk->store, wish->effect, arena, &effect, err) &&
         can_extend(desk, &effect, arena, err) &&
         new_end(wish, effect.until, when_now(), &extending->until, err);
    if (ok) {
        text = arena_printf(arena, _("Containment %lld: from %s to %s: %s"),
                            (long long)effect.row, end_text(effect.until, from),
                            end_text(extending->until, to),
                            wish->why != NULL ? wish->why : "");
        effect.until = extending->until;
        effect.timer_run = 0;
        effect.changed = 0;
        effect.trouble = "";
        ok = effects_save(desk->store, &effect, err) &&
             desk_deed(desk, desk->person, "extend", effect.target,
                       effect.event, text, err);
    }
    arena_free(arena);
    return ok;
}

bool contain_extend(struct desk *desk, const struct extend_wish *wish,
                    int64_t *until, struct err *err)
{
    struct extending extending = {.wish = wish};

    if (!access_may(desk, RIGHT_CONTAIN, err) || !desk_reason(wish->why, err) ||
        !desk_transact(desk, write_extend, &extending, err))
        return false;
    *until = extending.until;
    return true;
}

struct checking {
    int64_t effect;
    int64_t look;
};

static bool write_check(struct desk *desk, void *with, struct err *err)
{
    struct checking *checking = with;
    struct arena *arena = arena_new();
    struct effect effect;
    bool ok = effects_get(desk->store, checking->effect, arena, &effect, err) &&
              look_write(desk,
                         &(struct look_wish){.action = effect.action,
                                             .target = effect.target,
                                             .phase = PHASE_VERIFY,
                                             .effect = effect.row},
                         desk->person, when_now(), &checking->look, err);

    arena_free(arena);
    return ok;
}

bool contain_check(struct desk *desk, int64_t effect, int64_t *look,
                   struct err *err)
{
    struct checking checking = {.effect = effect};

    if (!access_may(desk, RIGHT_TRIAGE, err) ||
        !desk_transact(desk, write_check, &checking, err))
        return false;
    *look = checking.look;
    return true;
}

struct settling {
    int64_t effect;
    enum effect_state as;
    const char *why;
    bool can_look; /* found on the way */
    bool for_good; /* it cannot be taken back */
};

/* What was just seen is not talked away. */
static bool agrees(const struct effect *effect, enum effect_state as,
                   struct err *err)
{
    bool in_force = as == EFFECT_OBSERVED;

    if (effect->drift == DRIFT_SO && !in_force)
        return err_set(err, ERR_INPUT,
                       _("The look has found containment %lld in force: %s. "
                         "Take it back, or settle it as observed."),
                       (long long)effect->row, effect->seen);
    if (effect->drift == DRIFT_GONE && in_force)
        return err_set(err, ERR_INPUT,
                       _("The look has found containment %lld not in force: "
                         "%s. Settle it as undone or failed."),
                       (long long)effect->row, effect->seen);
    return true;
}

static bool can_settle(struct desk *desk, const struct effect *effect,
                       struct settling *settling, int64_t now,
                       struct arena *arena, struct err *err)
{
    const struct containment *entry;

    if (!contain_free(desk, effect, arena, err))
        return false;
    if (effect_call(effect) == CALL_NONE)
        return err_set(err, ERR_INPUT,
                       _("There is nothing to settle: containment %lld is %s."),
                       (long long)effect->row,
                       effect_state_name(effect->state));
    if (!contain_entry(desk, effect->action, &entry, err))
        return false;
    /* Where nothing can be asked, the reason alone says what was seen. */
    settling->can_look = plan_can_look(effect, entry, arena);
    settling->for_good = entry->class == CLASS_IRREVERSIBLE;
    if (effect->looked < now - LOOK_FRESH && settling->can_look)
        return err_set(err, ERR_INPUT,
                       _("Look first: `riposte contain check %lld' asks how "
                         "the target is at present. Then settle it."),
                       (long long)effect->row);
    return agrees(effect, settling->as, err);
}

static void settle(struct desk *desk, struct effect *effect,
                   const struct settling *settling, int64_t now)
{
    effect->state = settling->as;
    effect->changed = 0;
    effect->trouble = "";
    effect->settled_by = desk->person;
    effect->look_due = 0;
    if (settling->as == EFFECT_OBSERVED) {
        if (effect->observed == 0)
            effect->observed = effect->looked > 0 ? effect->looked : now;
        if (settling->can_look)
            effect->look_due = drift_next(desk, now);
    }
    /* What cannot be taken back is over as soon as it is seen. */
    if (settling->as != EFFECT_OBSERVED || settling->for_good)
        effect->ended = now;
}

static bool write_settle(struct desk *desk, void *with, struct err *err)
{
    struct settling *settling = with;
    struct arena *arena = arena_new();
    int64_t now = when_now();
    struct effect effect;
    const char *text;
    bool ok;

    ok = effects_get(desk->store, settling->effect, arena, &effect, err) &&
         can_settle(desk, &effect, settling, now, arena, err);
    if (ok) {
        text = arena_printf(
            arena, _("Containment %lld: from %s to %s. Found: %s. %s"),
            (long long)effect.row, effect_state_name(effect.state),
            effect_state_name(settling->as), effect.seen, settling->why);
        settle(desk, &effect, settling, now);
        ok = effects_save(desk->store, &effect, err) &&
             desk_deed(desk, desk->person, "settle", effect.target,
                       effect.event, text, err);
    }
    arena_free(arena);
    return ok;
}

bool contain_settle(struct desk *desk, int64_t effect, enum effect_state as,
                    const char *why, struct err *err)
{
    struct settling settling = {.effect = effect, .as = as, .why = why};

    if (!access_may(desk, RIGHT_CONTAIN, err))
        return false;
    if (as != EFFECT_OBSERVED && as != EFFECT_UNDONE && as != EFFECT_FAILED)
        return err_set(err, ERR_INPUT,
                       _("A containment is settled as observed, undone or "
                         "failed."));
    if (str_empty(str_trim(str_of(why))))
        return err_set(err, ERR_INPUT,
                       _("Settling needs a reason: say what you have seen, and "
                         "where."));
    return desk_reason(why, err) &&
           desk_transact(desk, write_settle, &settling, err);
}
