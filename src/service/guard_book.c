/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard_book.c - from the engine's questions to rows of the store.
 */
#include "service/guard_book.h"

#include "service/desk_part.h"
#include "service/rulebook.h"

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

/* Without a target only what counts over all of them, and a key of its own is
 * known for an event only. */
static struct guards countable(const struct guards *guards, const char *target,
                               struct arena *arena)
{
    struct guards over = *guards;

    if (guards->key)
        over.dedupe = over.settle = 0;
    if (target)
        return over;
    over.dedupe = over.cooldown = over.settle = 0;
    over.n_quotas = 0;
    over.quotas = arena_array(arena, guards->n_quotas, sizeof(*over.quotas));
    for (size_t i = 0; i < guards->n_quotas; i++) {
        if (!guards->quotas[i].per_target)
            over.quotas[over.n_quotas++] = guards->quotas[i];
    }
    return over;
}

static const struct quota *over_all(const struct config *config, size_t *n,
                                    struct arena *arena)
{
    struct quota *out = arena_array(arena, config->n_budget, sizeof(*out));

    *n = 0;
    for (size_t i = 0; i < config->n_budget; i++) {
        if (!config->budget[i].per_target)
            out[(*n)++] = config->budget[i];
    }
    return out;
}

bool guard_counters(struct desk *desk, const struct rule *rule,
                    const char *target, int64_t now, struct arena *arena,
                    struct guard_counter **out, size_t *n, struct err *err)
{
    struct store_book where = {.store = desk->store,
                               .live = rule->mode != RULE_SHADOW};
    struct guard_book book = guard_book_of(&where);
    struct guards guards = countable(&rule->guards, target, arena);
    size_t n_overall;
    const struct quota *overall = over_all(desk->config, &n_overall, arena);
    struct guard_case c = {
        .guards = &guards,
        .rule = rule->row,
        .key = guard_key(false, str_of(target), arena),
        .target = guard_key(false, str_of(target), arena),
        .now = now,
        .budget = target ? desk->config->budget : overall,
        .n_budget = target ? desk->config->n_budget : n_overall,
        .zones = desk->zones,
    };

    return guard_count(&c, &book, arena, out, n, err);
}
