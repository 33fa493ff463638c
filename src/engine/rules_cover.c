/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules_cover.c - where a rule is looked for: the comparisons that it cannot do
 * without.
 */
#include "engine/rules_part.h"

/* No comparison covers it: it must be visited for every event. */
#define COST_ALWAYS (UINT64_C(1) << 40)
#define GRAM        3

/* Comparisons of which one must hold, and how often that may be. */
struct cover {
    uint64_t cost;
    struct numbers shares;
};

/* A column of few values parts events badly. */
static const unsigned column_costs[EVENT_COLUMN_N] = {
    [COLUMN_TITLE] = 1,    [COLUMN_TYPE] = 1,     [COLUMN_STATUS] = 200,
    [COLUMN_RESOURCE] = 2, [COLUMN_ENTITY] = 1,   [COLUMN_TACTIC] = 40,
    [COLUMN_PRODUCT] = 60, [COLUMN_SOURCE] = 200, [COLUMN_OWNER] = 30,
    [COLUMN_CLOSING] = 60, [COLUMN_TAGS] = 10,
};

static unsigned shortest(const struct probe *probe)
{
    size_t len = SIZE_MAX;

    for (size_t i = 0; i < probe->n_values; i++) {
        size_t one = probe->values[i].type == LITERAL_TEXT
                         ? probe->values[i].text.len
                         : 0;

        len = one < len ? one : len;
    }
    return len > GRAM ? GRAM : (unsigned)len;
}

static uint64_t text_cost(const struct probe *probe)
{
    uint64_t cost = column_costs[probe_column(probe)];

    if (probe->property.place == PLACE_PART &&
        probe->property.part != PART_NAME)
        cost += 20;
    switch (probe->row->how) {
    case HOW_SAME:
        /* Each value is to be looked at. */
        return cost + probe->n_values / 8 + (probe->n_ranges ? 400 : 0);
    case HOW_HOLDS:
    case HOW_WORD:
    case HOW_STARTS:
    case HOW_ENDS:
        return cost + (shortest(probe) == GRAM ? 10 : 400);
    default:
        return cost + 400;
    }
}

static uint64_t number_cost(const struct probe *probe)
{
    unsigned accepted = (unsigned)__builtin_popcount(probe->mask);

    if (!probe->masked || probe->row->how == HOW_EMPTY)
        return COST_ALWAYS;
    if (probe->property.number == NUMBER_SEVERITY)
        return 300 + 50 * accepted;
    if (probe->property.number == NUMBER_KIND)
        return 700 + 50 * accepted;
    return COST_ALWAYS;
}

/* A negative holds for nearly everything; what counts from now cannot be
 * remembered; the body is not there yet. */
static uint64_t plain_cost(const struct share *share)
{
    const struct probe *probe = share->probe;

    if (probe_shape(probe) == PROBE_NUMBER)
        return number_cost(probe);
    if (share->moves || probe->row->negative || probe->row->how == HOW_EMPTY ||
        probe_shape(probe) == PROBE_BODY)
        return COST_ALWAYS;
    return text_cost(probe);
}

/* What stands in many rules calls for many rules, and what many rules ask is
 * likely to be common: the rare comparison is the better cover. */
static uint64_t share_cost(const struct share *share)
{
    uint64_t cost = plain_cost(share);

    return cost < COST_ALWAYS ? cost * (3 + share->uses) : COST_ALWAYS;
}

static void join(struct cover *into, const struct cover *other,
                 struct arena *arena)
{
    into->cost += other->cost;
    if (into->cost > COST_ALWAYS)
        into->cost = COST_ALWAYS;
    for (uint32_t i = 0; i < other->shares.n; i++)
        numbers_add(&into->shares, other->shares.at[i], arena);
}

static struct cover cover_clause(const struct ruleset *set,
                                 const struct clause *clause,
                                 struct arena *arena)
{
    const struct query *query = clause->query;
    struct cover stack[QUERY_STACK];
    size_t top = 0;

    stack[0] = (struct cover){.cost = COST_ALWAYS};
    for (size_t i = 0; i < query->n_code; i++) {
        const struct code *code = &query->code[i];

        if (code->what == CODE_LEAF) {
            uint32_t share = clause->leaf[code->leaf];

            stack[top] =
                (struct cover){.cost = share_cost(&set->shares[share])};
            numbers_add(&stack[top++].shares, share, arena);
        } else if (code->what == CODE_NOT) {
            stack[top - 1].cost = COST_ALWAYS;
        } else if (code->what == CODE_OR) {
            top--;
            join(&stack[top - 1], &stack[top], arena);
        } else {
            top--;
            if (stack[top].cost < stack[top - 1].cost)
                stack[top - 1] = stack[top];
        }
    }
    return stack[0];
}

static struct cover cover_set(const struct ruleset *set,
                              const struct clauses *clauses,
                              struct arena *arena)
{
    struct cover best = {.cost = COST_ALWAYS};

    for (size_t i = 0; i < clauses->n; i++) {
        struct cover one = cover_clause(set, &clauses->all[i], arena);

        if (one.cost < best.cost)
            best = one;
    }
    return best;
}

static void call_by_number(struct ruleset *set, const struct probe *probe,
                           uint32_t code)
{
    bool severity = probe->property.number == NUMBER_SEVERITY;
    struct numbers *lists = severity ? set->by_severity : set->by_kind;
    unsigned n = severity ? SEVERITY_N : EVENT_KIND_N;

    for (unsigned i = 0; i < n; i++) {
        if (probe->mask >> i & 1)
            numbers_add(&lists[i], code, set->arena);
    }
}

static void call_by_share(struct ruleset *set, uint32_t number, uint32_t code)
{
    struct share *share = &set->shares[number];

    if (probe_shape(share->probe) == PROBE_NUMBER) {
        call_by_number(set, share->probe, code);
        return;
    }
    if (share->calls.n == 0)
        lane_watch(&set->lanes[probe_column(share->probe)], set, number);
    numbers_add(&share->calls, code, set->arena);
}

void ruleset_cover(struct ruleset *set, uint32_t code)
{
    const struct rule_code *rule = &set->codes[code];
    struct arena *arena = arena_new();
    struct cover cover = {.cost = rule->n_sets ? 0 : COST_ALWAYS};

    for (size_t i = 0; i < rule->n_sets; i++) {
        struct cover one = cover_set(set, &rule->sets[i], arena);

        join(&cover, &one, arena);
    }
    if (cover.cost < COST_ALWAYS) {
        for (uint32_t i = 0; i < cover.shares.n; i++)
            call_by_share(set, cover.shares.at[i], code);
    } else if (rule_scoped(rule->rule)) {
        struct lane *lane = &set->lanes[COLUMN_RESOURCE];

        lane->used = true;
        numbers_add(&lane->scoped, code, set->arena);
    } else {
        numbers_add(&set->always, code, set->arena);
    }
    arena_free(arena);
}
