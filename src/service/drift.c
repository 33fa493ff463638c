/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/drift.h"

#include "connect/retry.h"
#include "service/look.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/when.h"

/* So many are wished for at once, so often: DRIFT_LOOKS in a minute. */
#define PORTION       5
#define PORTION_EVERY (PORTION * WHEN_MINUTE / DRIFT_LOOKS)

int64_t drift_next(const struct desk *desk, int64_t now)
{
    return now + retry_spread(desk->config->drift_check, digest_fraction());
}

struct wishing {
    const struct effect *effect;
    int64_t now;
};

static bool write_wish(struct desk *desk, void *with, struct err *err)
{
    const struct wishing *wishing = with;
    struct arena *arena = arena_new();
    struct err why = {0};
    struct effect effect;
    int64_t look;
    bool ok =
        effects_get(desk->store, wishing->effect->row, arena, &effect, err);

    if (ok && effect.state == EFFECT_OBSERVED) {
        ok = look_write(desk,
                        &(struct look_wish){.action = effect.action,
                                            .target = effect.target,
                                            .phase = PHASE_VERIFY,
                                            .effect = effect.row},
                        "riposte", wishing->now, &look, &why);
        if (!ok && why.code == ERR_INPUT) {
            effect.drift = DRIFT_BLIND;
            effect.looked = wishing->now;
            effect.seen = why.text;
            ok = true;
        }
        effect.look_due = drift_next(desk, wishing->now);
        if (!ok)
            *err = why;
        ok = ok && effects_save(desk->store, &effect, err);
    }
    arena_free(arena);
    return ok;
}

bool drift_clock(struct desk *desk, int64_t now, bool *worked, int64_t *next,
                 struct err *err)
{
    struct arena *arena;
    struct effect *due;
    int64_t later = 0;
    size_t n = 0;
    bool ok;

    if (now < desk->drift_at) {
        later = desk->drift_at;
    } else {
        arena = arena_new();
        ok = effects_to_look(desk->store, now, PORTION, arena, &due, &n, &later,
                             err);
        for (size_t i = 0; ok && i < n; i++) {
            struct wishing wishing = {.effect = &due[i], .now = now};

            ok = desk_transact(desk, write_wish, &wishing, err);
            *worked = true;
        }
        arena_free(arena);
        if (!ok)
            return false;
        if (n > 0) {
            desk->drift_at = now + PORTION_EVERY;
            later = desk->drift_at;
        }
    }
    if (later > 0 && (*next == 0 || later < *next))
        *next = later;
    return true;
}

static const char *said(const struct effect *effect, struct arena *arena)
{
    if (effect->drift == DRIFT_GONE)
        return arena_printf(arena,
                            _("Containment %lld, %s, is no longer in force. "
                              "Found: %s."),
                            (long long)effect->row, effect->title,
                            effect->seen);
    if (effect->drift == DRIFT_BLIND)
        return arena_printf(arena,
                            _("Whether containment %lld, %s, is still in force "
                              "could not be seen: %s"),
                            (long long)effect->row, effect->title,
                            effect->seen);
    return arena_printf(arena,
                        _("Containment %lld, %s, is in force. Found: %s."),
                        (long long)effect->row, effect->title, effect->seen);
}

bool drift_seen(struct desk *desk, const struct look *look, int64_t now,
                struct arena *arena, struct err *err)
{
    struct effect effect;
    enum drift before;

    if (look->effect == 0 || look->phase != PHASE_VERIFY)
        return true;
    if (!effects_get(desk->store, look->effect, arena, &effect, err))
        return err->code == ERR_ABSENT;
    before = effect.drift;
    effect.drift = look_holds(look->found) ? DRIFT_SO : DRIFT_GONE;
    if (look->state == LOOK_BLIND)
        effect.drift = DRIFT_BLIND;
    if (effect.drift != before)
        effect.drift_since = now;
    effect.looked = now;
    effect.found = look->found;
    effect.seen = look->state == LOOK_BLIND ? look->trouble
                                            : look_words(look->found, arena);
    if (!effects_save(desk->store, &effect, err))
        return false;
    /* That it is as it should be is no news; and while it is made or taken
     * back, it is not so yet or any more. */
    if (effect.drift == before || effect.state == EFFECT_UNDOING ||
        !effect_active(&effect) ||
        (effect.drift == DRIFT_SO && before == DRIFT_NONE))
        return true;
    return desk_deed(desk, "riposte", "drift", effect.target, effect.event,
                     said(&effect, arena), err);
}
