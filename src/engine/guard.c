/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/guard.h"

#include "util/text.h"
#include "util/when.h"

struct str guard_key(struct str target, struct arena *arena)
{
    char *key = arena_textn(arena, target.at, target.len);

    for (size_t i = 0; i < target.len; i++) {
        if (key[i] >= 'A' && key[i] <= 'Z')
            key[i] = (char)(key[i] | 0x20);
    }
    return (struct str){.at = key, .len = target.len};
}

/* A firing that lies in the future was written by a clock that has been put
 * back since; it counts as just now. */
static int64_t waited(const struct guard_facts *facts, int64_t now)
{
    return now > facts->fired ? now - facts->fired : 0;
}

static const char *say_dedupe(const struct guards *guards,
                              const struct guard_facts *facts,
                              struct arena *arena)
{
    char span[WHEN_TEXT_SIZE];

    return arena_printf(arena,
                        _("The rule has fired for this target within %s: "
                          "run %lld."),
                        when_span(guards->dedupe, span), (long long)facts->run);
}

static const char *say_cooldown(const struct guards *guards,
                                const struct guard_facts *facts, int64_t now,
                                struct arena *arena)
{
    int64_t left = guards->cooldown - waited(facts, now);
    char until[WHEN_TEXT_SIZE];

    return arena_printf(arena,
                        _("The rule cools down for this target until "
                          "%s, after run %lld."),
                        when_iso(now + left, until), (long long)facts->run);
}

enum decision_reason guard_ask(const struct guards *guards,
                               const struct guard_facts *facts, int64_t now,
                               struct arena *arena, const char **text)
{
    *text = "";
    if (facts->fired == 0)
        return DECISION_FIRED;
    if (guards->dedupe && waited(facts, now) < guards->dedupe) {
        *text = say_dedupe(guards, facts, arena);
        return DECISION_DEDUPE;
    }
    if (guards->cooldown && waited(facts, now) < guards->cooldown) {
        *text = say_cooldown(guards, facts, now, arena);
        return DECISION_COOLDOWN;
    }
    return DECISION_FIRED;
}
