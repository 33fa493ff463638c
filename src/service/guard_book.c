/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard_book.c - from the engine's questions to rows of the store.
 */
#include "service/guard_book.h"

#include "service/desk_part.h"

static struct guard_place place_of(const struct store_book *where, int64_t rule,
                                   struct str key)
{
    return (struct guard_place){.rule = rule, .live = where->live, .key = key};
}

static bool book_last(void *of, int64_t rule, struct str key,
                      struct guard_facts *out, struct err *err)
{
    const struct store_book *where = of;
    struct guard_place place = place_of(where, rule, key);
    struct guard_memory_row row;

    if (!guards_last(where->store, &place, &row, err))
        return false;
    *out = (struct guard_facts){
        .fired = row.fired,
        .run = row.run,
        .seen = row.seen,
    };
    return true;
}

static bool book_count(void *of, int64_t rule, struct str key,
                       struct guard_window *window, struct err *err)
{
    const struct store_book *where = of;
    struct guard_place place = place_of(where, rule, key);

    return guards_count(where->store, &place, window->from, window->to,
                        window->most, &window->used, &window->oldest, err);
}

static bool book_record(void *of, const struct guard_note *note,
                        struct err *err)
{
    const struct store_book *where = of;
    struct guard_place place = place_of(where, note->rule, note->key);

    switch (note->kind) {
    case GUARD_SEEN:
        return guards_seen(where->store, &place, note->time, err);
    case GUARD_FIRED:
        return guards_fired(where->store, &place, note->run, note->time, err);
    default:
        return guards_counted(where->store, &place, note->run, note->time,
                              note->keep, err);
    }
}

struct guard_book guard_book_of(struct store_book *where)
{
    return (struct guard_book){
        .last = book_last,
        .count = book_count,
        .record = book_record,
        .of = where,
    };
}

/* Without a target only what counts over all of them. */
static struct guards without_targets(const struct guards *guards,
                                     struct arena *arena)
{
    struct guards over = *guards;

    over.dedupe = over.cooldown = over.settle = 0;
    over.n_quotas = 0;
    over.quotas = arena_array(arena, guards->n_quotas, sizeof(*over.quotas));
    for (size_t i = 0; i < guards->n_quotas; i++) {
        if (!guards->quotas[i].per_target)
            over.quotas[over.n_quotas++] = guards->quotas[i];
    }
    return over;
}

bool guard_counters(struct desk *desk, const struct rule *rule,
                    const char *target, int64_t now, struct arena *arena,
                    struct guard_counter **out, size_t *n, struct err *err)
{
    struct store_book where = {.store = desk->store,
                               .live = rule->mode != RULE_SHADOW};
    struct guard_book book = guard_book_of(&where);
    struct guards over = without_targets(&rule->guards, arena);
    struct guard_case c = {
        .guards = target ? &rule->guards : &over,
        .rule = rule->row,
        .key = guard_key(false, str_of(target), arena),
        .target = guard_key(false, str_of(target), arena),
        .now = now,
        .budget = desk->config->budget,
        .n_budget = desk->config->n_budget,
        .zones = desk->zones,
    };

    return guard_count(&c, &book, arena, out, n, err);
}
