/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules.h - all rules at once: which of them does an event fire?
 *
 * A rule set shares what its rules have in common.  Each distinct comparison is
 * asked once for each distinct value of its column and remembered; each rule
 * stands under the comparisons without which it cannot fire, so an event visits
 * only rules that it may well fire.  The cost of an event grows with the
 * conditions that can match, not with the number of rules.
 *
 * Guards on time (dedupe, cooldown) need to know what happened before and are
 * asked afterwards: engine/guard.h.
 *
 * Thread: a set is used by one thread at a time.
 * Memory: a set borrows its rules, which must outlive it.
 */
#ifndef RIPOSTE_ENGINE_RULES_H
#define RIPOSTE_ENGINE_RULES_H

#include "engine/query.h"
#include "engine/subject.h"
#include "model/decision.h"
#include "model/rule.h"

/* An event at the moment when it is judged. */
struct occasion {
    struct query_subject *subject;
    unsigned changes; /* set of enum event_change: CHANGE_NEW or what changed */
    const struct event_before *before; /* NULL: not known, so that whatever a
                                          rule waits for from there is so */
    int64_t now;
};

struct ruleset;

/*
 * Rules that are off are left out.  A rule that does not compile (its watchlist
 * has gone) never fires; ruleset_fault() says why.  Others are not affected.
 */
struct ruleset *ruleset_new(const struct rule *const *rules, size_t n,
                            const struct query_env *env);
void ruleset_free(struct ruleset *set); /* NULL is fine */
/* A sentence, or NULL when rule @index works. */
const char *ruleset_fault(const struct ruleset *set, size_t index);
/* The rules that fire, as indexes into the array of ruleset_new(), in their
 * order; lent until the next call.  Bodies are fetched only when the column
 * conditions of some rule hold. */
size_t ruleset_match(struct ruleset *set, const struct occasion *occasion,
                     const uint32_t **out);

/* Fired, or the first reason why not, of rule @index: reason, text (in @arena),
 * event, rule, revision, when and mode are filled in. */
void ruleset_decide(struct ruleset *set, size_t index,
                    const struct occasion *occasion, struct arena *arena,
                    struct decision *out);

#endif
