/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/timer.h"

#include <string.h>

#include "service/contain_part.h"
#include "util/text.h"
#include "util/when.h"

/* Ends and warnings in one turn of the engine. */
#define AT_ONCE 16
/* What cannot end yet is tried again after this. */
#define TRY_AGAIN (5 * WHEN_SECOND)

static void sooner(int64_t *next, int64_t moment)
{
    if (moment > 0 && (*next == 0 || moment < *next))
        *next = moment;
}

/* One end or warning, by the effect as the list had it. */
struct ending {
    const struct effect *effect;
    const char *trouble; /* why it cannot end now */
    const char *verb;    /* of the deed */
    const char *text;
    int64_t now;
    bool written;
};

/* As it is now; *same: the end is still the same and nobody has been at it. */
static bool still(struct desk *desk, const struct ending *ending,
                  struct arena *arena, struct effect *out, bool *same,
                  struct err *err)
{
    if (!effects_get(desk->store, ending->effect->row, arena, out, err))
        return false;
    *same = effect_active(out) && out->until == ending->effect->until &&
            out->timer_run == 0;
    return true;
}

/* Says why it cannot end, once. */
static bool write_trouble(struct desk *desk, void *with, struct err *err)
{
    struct ending *ending = with;
    struct arena *arena = arena_new();
    struct effect effect;
    bool same;
    bool ok = still(desk, ending, arena, &effect, &same, err);

    if (ok && same && strcmp(effect.trouble, ending->trouble) != 0) {
        effect.trouble = ending->trouble;
        ok = effects_save(desk->store, &effect, err) &&
             desk_deed(desk, "riposte", ending->verb, effect.target,
                       effect.event, ending->trouble, err);
        ending->written = true;
    }
    arena_free(arena);
    return ok;
}

static bool keep(struct desk *desk, struct ending *ending, const char *verb,
                 const char *trouble, bool *worked, struct err *err)
{
    ending->verb = verb;
    ending->trouble = trouble;
    if (strcmp(ending->effect->trouble, trouble) == 0)
        return true;
    if (!desk_transact(desk, write_trouble, ending, err))
        return false;
    *worked |= ending->written;
    return true;
}

static const char *reason(const struct effect *effect, struct arena *arena)
{
    char end[WHEN_TEXT_SIZE];

    return arena_printf(arena,
                        _("Its time was over at %s: it was asked for until "
                          "then."),
                        when_iso(effect->until, end));
}

/* A run that is still at work on it comes to its end first. */
static bool busy(struct desk *desk, const struct effect *effect,
                 struct arena *arena, bool *yes)
{
    struct err why = {0};

    *yes = !contain_free(desk, effect, arena, &why);
    return !*yes || why.code == ERR_INPUT;
}

static bool end_one(struct desk *desk, const struct effect *effect, bool held,
                    int64_t now, bool *worked, struct err *err)
{
    struct arena *arena = arena_new();
    struct ending ending = {.effect = effect, .now = now};
    struct back_wish wish = {
        .effect = effect->row,
        .why = reason(effect, arena),
        .by = "riposte",
        .until = effect->until,
    };
    struct err why = {0};
    int64_t run;
    bool yes;
    bool ok = true;

    if (held) {
        ok = keep(desk, &ending, "hold",
                  arena_printf(arena,
                               _("%s Hold keeps it in force: `riposte engine "
                                 "resume' lets it end."),
                               wish.why),
                  worked, err);
    } else if (busy(desk, effect, arena, &yes) && yes) {
        ok = true;
    } else if (contain_back(desk, &wish, &run, &why)) {
        *worked = true;
    } else if (why.code == ERR_INPUT) {
        ok =
            keep(desk, &ending, "undo",
                 arena_printf(arena, "%s %s", wish.why, why.text), worked, err);
    } else if (why.code != ERR_AGAIN) {
        *err = why;
        ok = false;
    }
    arena_free(arena);
    return ok;
}

static bool write_warning(struct desk *desk, void *with, struct err *err)
{
    struct ending *ending = with;
    struct arena *arena = arena_new();
    struct effect effect;
    char end[WHEN_TEXT_SIZE];
    bool same;
    bool ok = still(desk, ending, arena, &effect, &same, err);

    if (ok && same && effect.warned != effect.until) {
        effect.warned = effect.until;
        ok = effects_save(desk->store, &effect, err) &&
             desk_deed(desk, "riposte", "warn", effect.target, effect.event,
                       arena_printf(
                           arena,
                           _("Containment %lld, %s, is taken back at %s. "
                             "`riposte contain extend %lld --for 2h' "
                             "keeps it longer."),
                           (long long)effect.row, effect.title,
                           when_iso(effect.until, end), (long long)effect.row),
                       err);
        ending->written = true;
    }
    arena_free(arena);
    return ok;
}

static bool warn_all(struct desk *desk, int64_t now, bool *worked,
                     struct err *err)
{
    struct arena *arena = arena_new();
    struct effect *ending;
    size_t n = 0;
    bool ok = effects_ending(desk->store, now, desk->config->containment_warn,
                             AT_ONCE, arena, &ending, &n, err);

    for (size_t i = 0; ok && i < n; i++) {
        struct ending one = {.effect = &ending[i], .now = now};

        ok = desk_transact(desk, write_warning, &one, err);
        *worked |= one.written;
    }
    arena_free(arena);
    return ok;
}

bool timer_clock(struct desk *desk, int64_t now, bool *worked, int64_t *next,
                 struct err *err)
{
    struct arena *arena = arena_new();
    struct effect *over;
    int64_t later = 0;
    int64_t warning = 0;
    size_t n = 0;
    bool held;
    bool ok;

    ok =
        desk_held(desk, &held, err) &&
        effects_ended(desk->store, now, AT_ONCE, arena, &over, &n, &later, err);
    for (size_t i = 0; ok && i < n; i++)
        ok = end_one(desk, &over[i], held, now, worked, err);
    ok = ok && warn_all(desk, now, worked, err) &&
         effects_warn_next(desk->store, now, desk->config->containment_warn,
                           &warning, err);
    if (ok) {
        sooner(next, later);
        sooner(next, warning);
        if (n > 0 && !held)
            sooner(next, now + TRY_AGAIN);
    }
    arena_free(arena);
    return ok;
}
