/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rules_part.h"

#include <stdlib.h>

#include "util/text.h"

#define NOWHERE UINT32_MAX

/* ---- shared comparisons ---------------------------------------------------*/

/* While the set is built. */
struct sharing {
    struct ruleset *set;
    struct map keys; /* of shares */
};

static bool counts_from_now(const struct probe *probe)
{
    for (size_t i = 0; i < probe->n_values; i++) {
        if (probe->values[i].relative)
            return true;
    }
    return false;
}

static void add_share(struct sharing *sharing, struct probe *probe)
{
    struct ruleset *set = sharing->set;
    struct share *share;

    set->shares = arena_grown(set->arena, set->shares, set->n_shares,
                              sizeof(*set->shares));
    share = &set->shares[set->n_shares];
    *share = (struct share){.probe = probe, .moves = counts_from_now(probe)};
    if (probe_shape(probe) == PROBE_TEXT) {
        struct lane *lane = &set->lanes[probe_column(probe)];

        lane->used = true;
        share->local = lane->n_shares++;
    }
    if (share->moves)
        numbers_add(&set->moving, set->n_shares, set->arena);
    set->n_shares++;
}

static uint32_t share_of(struct sharing *sharing, struct probe *probe)
{
    struct ruleset *set = sharing->set;
    struct buf key;
    uint32_t number;

    buf_init(&key);
    probe_write_key(probe, &key);
    number = map_add(&sharing->keys, buf_view(&key));
    buf_done(&key);
    if (number == set->n_shares)
        add_share(sharing, probe);
    set->shares[number].uses++;
    return number;
}

static void share_sets(struct sharing *sharing, struct clauses *sets, size_t n)
{
    struct arena *arena = sharing->set->arena;

    for (size_t i = 0; i < n; i++) {
        for (size_t c = 0; c < sets[i].n; c++) {
            struct clause *clause = &sets[i].all[c];
            struct query *query = clause->query;
            uint32_t *leaf =
                arena_array(arena, query->n_probes + 1, sizeof(*leaf));

            for (size_t p = 0; p < query->n_probes; p++)
                leaf[p] = share_of(sharing, query->probes[p]);
            clause->leaf = leaf;
        }
    }
}

static void share_all(struct ruleset *set)
{
    struct sharing sharing = {.set = set};

    map_init(&sharing.keys, false);
    for (uint32_t i = 0; i < set->n_codes; i++) {
        share_sets(&sharing, set->codes[i].sets, set->codes[i].n_sets);
        share_sets(&sharing, set->codes[i].unless, set->codes[i].n_unless);
    }
    map_done(&sharing.keys);
}

/* ---- building -------------------------------------------------------------*/

struct ranked {
    int64_t order;
    uint32_t index;
};

static int by_order(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;

    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static void compile_one(struct ruleset *set, uint32_t index,
                        const struct query_env *env)
{
    struct rule_code *code = &set->codes[set->n_codes];
    struct err err;

    if (!rule_code_init(code, set->rules[index], env, set->arena, &err)) {
        set->faults[index] = arena_text(set->arena, err.text);
        return;
    }
    set->index[set->n_codes] = index;
    set->place[index] = set->n_codes++;
}

static void compile_all(struct ruleset *set, const struct query_env *env)
{
    size_t n = set->n_rules;
    struct arena *arena = arena_new();
    struct ranked *ranks = arena_array(arena, n + 1, sizeof(*ranks));

    for (uint32_t i = 0; i < n; i++) {
        set->place[i] = NOWHERE;
        ranks[i] = (struct ranked){.order = set->rules[i]->order, .index = i};
    }
    qsort(ranks, n, sizeof(*ranks), by_order);
    for (size_t i = 0; i < n; i++) {
        if (set->rules[ranks[i].index]->mode != RULE_OFF)
            compile_one(set, ranks[i].index, env);
    }
    arena_free(arena);
}

struct ruleset *ruleset_new(const struct rule *const *rules, size_t n,
                            const struct query_env *env)
{
    struct arena *arena = arena_new();
    struct ruleset *set = arena_alloc(arena, sizeof(*set));

    *set = (struct ruleset){
        .arena = arena, .rules = rules, .n_rules = n, .now = env->now};
    set->faults = arena_array(arena, n + 1, sizeof(*set->faults));
    set->place = arena_array(arena, n + 1, sizeof(*set->place));
    set->codes = arena_array(arena, n + 1, sizeof(*set->codes));
    set->index = arena_array(arena, n + 1, sizeof(*set->index));
    set->seen = arena_array(arena, n + 1, sizeof(*set->seen));
    set->fired = arena_array(arena, n + 1, sizeof(*set->fired));
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        lane_init(&set->lanes[i], (enum event_column)i);
    /* Every event is asked whether its status is open. */
    set->lanes[COLUMN_STATUS].used = true;
    compile_all(set, env);
    share_all(set);
    set->body_turn = arena_array(arena, set->n_shares + 1, sizeof(uint64_t));
    set->body_yes = arena_array(arena, set->n_shares + 1, sizeof(bool));
    for (uint32_t i = 0; i < set->n_codes; i++)
        ruleset_cover(set, i);
    return set;
}

void ruleset_free(struct ruleset *set)
{
    if (!set)
        return;
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        lane_done(&set->lanes[i]);
    arena_free(set->arena);
}

const char *ruleset_fault(const struct ruleset *set, size_t index)
{
    return set->faults[index];
}

void ruleset_decide(struct ruleset *set, size_t index,
                    const struct occasion *occasion, struct arena *arena,
                    struct decision *out)
{
    const struct rule *rule = set->rules[index];

    if (set->place[index] != NOWHERE) {
        /* This moves comparisons that are shared. */
        set->now = INT64_MIN;
        rule_code_decide(&set->codes[set->place[index]], occasion, arena, out);
        return;
    }
    *out = (struct decision){
        .event = occasion->subject->event->row,
        .rule = rule->row,
        .revision = rule->revision,
        .when = occasion->now,
        .reason = set->faults[index] ? DECISION_CONDITION : DECISION_TRIGGER,
        .mode = (int)rule->mode,
        .text = set->faults[index] ? arena_text(arena, set->faults[index])
                                   : _("The rule is off."),
    };
}
