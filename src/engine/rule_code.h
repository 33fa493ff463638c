/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_code.h - one rule, compiled: each condition as a query, and what can be
 * said without any.
 *
 * Private to engine/.  A rule set shares the comparisons of many of these; a
 * test asks one alone.  Conditions stay apart, so that a decision can name the
 * one that did not hold.
 *
 * Thread: one at a time, as its queries.
 * Memory: lives in the arena given, and borrows its rule.
 */
#ifndef RIPOSTE_ENGINE_RULE_CODE_H
#define RIPOSTE_ENGINE_RULE_CODE_H

#include "engine/rules.h"

struct clause {
    struct query *query;
    const uint32_t *leaf; /* of a rule set: the shared number of each probe */
};

/* Conditions that are ANDed. */
struct clauses {
    struct clause *all;
    size_t n;
};

struct rule_code {
    const struct rule *rule;
    struct clauses *sets;
    size_t n_sets;
    struct clauses *unless;
    size_t n_unless;
};

/* ERR_INPUT names set and condition. */
bool rule_code_init(struct rule_code *code, const struct rule *rule,
                    const struct query_env *env, struct arena *arena,
                    struct err *err);
/* Moves what counts from now. */
void rule_code_at(struct rule_code *code, int64_t now);

/* TRIGGER_CREATED, TRIGGER_CHANGED or both. */
unsigned rule_moments(const struct rule *rule);
/* The flag of the event (enum event_flag) that the rule does not take; 0. */
unsigned rule_barred(const struct rule *rule, const struct event *event);
/* Has one of the changes happened that the rule waits for?  *closing: it is
 * one of Status, so that what is closed is meant. */
bool rule_awaited(const struct rule *rule, const struct occasion *occasion,
                  bool *closing);
/* What comes before the conditions: DECISION_FIRED, KIND, TRIGGER or OURS.
 * @open: is the event's status open? */
enum decision_reason rule_gate(const struct rule *rule,
                               const struct occasion *occasion, bool open);
/* Do the tags of the body lie in the rule's scope? */
bool rule_tagged(const struct rule *rule, struct query_subject *subject);
/* What comes behind them: DECISION_FIRED, EXPIRED or AGE. */
enum decision_reason rule_limits(const struct rule *rule,
                                 const struct event *event, int64_t now);
bool rule_in_scope(const struct rule *rule, struct str resource);
bool rule_scoped(const struct rule *rule);

/* The decision in full, asking everything anew. */
void rule_code_decide(struct rule_code *code, const struct occasion *occasion,
                      struct arena *arena, struct decision *out);

#endif
