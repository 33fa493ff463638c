/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules_match.c - takes one event through the rules that it calls for.
 */
#include "engine/rules_part.h"

/* What can be said with the columns alone. */
enum verdict_so_far { SO_NO, SO_YES, SO_OPEN };

/* One event on its way through the set. */
struct passage {
    struct ruleset *set;
    const struct occasion *occasion;
    const struct event *event;
    bool body; /* the body may be asked */
};

static bool ask_text(const struct passage *passage, const struct share *share)
{
    enum event_column column = probe_column(share->probe);
    const struct memo *memo = passage->set->memo[column];
    uint64_t bit = UINT64_C(1) << share->local % 64;
    uint64_t *known = &memo->known[share->local / 64];
    uint64_t *yes = &memo->yes[share->local / 64];

    if (share->moves)
        return probe_ask_text(share->probe, passage->event->column[column]) ==
               ANSWER_YES;
    if (!(*known & bit)) {
        *known |= bit;
        if (probe_ask_text(share->probe, passage->event->column[column]) ==
            ANSWER_YES)
            *yes |= bit;
    }
    return *yes & bit;
}

static bool ask_body(const struct passage *passage, uint32_t number)
{
    struct ruleset *set = passage->set;

    if (set->body_turn[number] != set->turn) {
        set->body_turn[number] = set->turn;
        set->body_yes[number] =
            probe_ask(set->shares[number].probe, passage->occasion->subject) ==
            ANSWER_YES;
    }
    return set->body_yes[number];
}

static bool ask_share(const struct passage *passage, uint32_t number)
{
    const struct share *share = &passage->set->shares[number];

    switch (probe_shape(share->probe)) {
    case PROBE_TEXT:
        return ask_text(passage, share);
    case PROBE_NUMBER:
        return probe_ask_int(
                   share->probe,
                   event_number(passage->event, probe_number(share->probe))) ==
               ANSWER_YES;
    default:
        return passage->body && ask_body(passage, number);
    }
}

/* A condition that is more than one comparison. */
static enum verdict_so_far ask_program(const struct passage *passage,
                                       const struct clause *clause)
{
    const struct query *query = clause->query;
    uint64_t leaf[QUERY_PROBES];
    uint64_t open = 0;
    uint64_t yes;

    for (size_t i = 0; i < query->n_probes; i++)
        leaf[i] = ask_share(passage, clause->leaf[i]);
    if (passage->body)
        yes = query_combine(query, leaf);
    else
        yes = query_combine_open(query, leaf, &open);
    return open & 1 ? SO_OPEN : yes & 1 ? SO_YES : SO_NO;
}

static enum verdict_so_far ask_clause(const struct passage *passage,
                                      const struct clause *clause)
{
    const struct query *query = clause->query;

    if (query->n_code != 1)
        return ask_program(passage, clause);
    if (query->body && !passage->body)
        return SO_OPEN;
    return ask_share(passage, clause->leaf[0]) ? SO_YES : SO_NO;
}

static enum verdict_so_far ask_set(const struct passage *passage,
                                   const struct clauses *set)
{
    enum verdict_so_far all = SO_YES;

    for (size_t i = 0; i < set->n; i++) {
        enum verdict_so_far one = ask_clause(passage, &set->all[i]);

        if (one == SO_NO)
            return SO_NO;
        if (one == SO_OPEN)
            all = SO_OPEN;
    }
    return all;
}

static enum verdict_so_far ask_any(const struct passage *passage,
                                   const struct clauses *sets, size_t n)
{
    enum verdict_so_far any = SO_NO;

    for (size_t i = 0; i < n; i++) {
        enum verdict_so_far one = ask_set(passage, &sets[i]);

        if (one == SO_YES)
            return SO_YES;
        if (one == SO_OPEN)
            any = SO_OPEN;
    }
    return any;
}

static enum verdict_so_far ask_conditions(const struct passage *passage,
                                          const struct rule_code *code)
{
    enum verdict_so_far holds = SO_YES;
    enum verdict_so_far barred;

    if (code->n_sets > 0)
        holds = ask_any(passage, code->sets, code->n_sets);
    if (holds == SO_NO)
        return SO_NO;
    barred = ask_any(passage, code->unless, code->n_unless);
    if (barred == SO_YES)
        return SO_NO;
    return holds == SO_OPEN || barred == SO_OPEN ? SO_OPEN : SO_YES;
}

/* The cheap first, the body last. */
static bool fires(struct passage *passage, const struct rule_code *code)
{
    const struct rule *rule = code->rule;
    const struct event *event = passage->event;
    const struct occasion *occasion = passage->occasion;
    bool open = passage->set->memo[COLUMN_STATUS]->open;
    enum verdict_so_far holds;

    if (rule_gate(rule, occasion, open) != DECISION_FIRED ||
        rule_limits(rule, event, occasion->now) != DECISION_FIRED)
        return false;
    passage->body = false;
    holds = ask_conditions(passage, code);
    if (holds == SO_NO ||
        (rule_scoped(rule) &&
         !rule_in_scope(rule, event->column[COLUMN_RESOURCE])))
        return false;
    if (holds != SO_YES) {
        passage->body = true;
        holds = ask_conditions(passage, code);
    }
    return holds == SO_YES && rule_tagged(rule, occasion->subject);
}

static void visit(struct passage *passage, const struct numbers *calls)
{
    struct ruleset *set = passage->set;

    for (uint32_t i = 0; i < calls->n; i++) {
        uint32_t code = calls->at[i];

        if (set->seen[code] == set->turn)
            continue;
        set->seen[code] = set->turn;
        if (fires(passage, &set->codes[code]))
            set->fired[set->n_fired++] = code;
    }
}

/* Few fire: insertion is enough. */
static void put_in_order(uint32_t *numbers, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t number = numbers[i];
        size_t at = i;

        for (; at > 0 && numbers[at - 1] > number; at--)
            numbers[at] = numbers[at - 1];
        numbers[at] = number;
    }
}

static void move_on(struct ruleset *set, int64_t now)
{
    if (now == set->now)
        return;
    set->now = now;
    for (uint32_t i = 0; i < set->moving.n; i++)
        probe_at(set->shares[set->moving.at[i]].probe, now);
}

size_t ruleset_match(struct ruleset *set, const struct occasion *occasion,
                     const uint32_t **out)
{
    const struct event *event = occasion->subject->event;
    struct passage passage = {.set = set, .occasion = occasion, .event = event};

    move_on(set, occasion->now);
    set->turn++;
    set->n_fired = 0;
    for (int i = 0; i < EVENT_COLUMN_N; i++) {
        if (set->lanes[i].used)
            set->memo[i] = lane_find(&set->lanes[i], set, event->column[i]);
    }
    for (int i = 0; i < EVENT_COLUMN_N; i++) {
        if (set->lanes[i].used)
            visit(&passage, &set->memo[i]->calls);
    }
    visit(&passage, &set->by_severity[event->severity]);
    visit(&passage, &set->by_kind[event->kind]);
    visit(&passage, &set->always);
    put_in_order(set->fired, set->n_fired);
    for (size_t i = 0; i < set->n_fired; i++)
        set->fired[i] = set->index[set->fired[i]];
    *out = set->fired;
    return set->n_fired;
}
