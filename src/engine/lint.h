/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lint.h - what is probably not meant: a rule that can never fire, one that
 * always does, a comparison that takes more than it seems to, a rule that an
 * earlier one makes idle.
 *
 * What is said is certain or it is not said; a query that is a text of its own
 * is left alone.
 *
 * Thread: any; pure.
 * Memory: findings live in the arena that the lint was given.
 */
#ifndef RIPOSTE_ENGINE_LINT_H
#define RIPOSTE_ENGINE_LINT_H

#include "model/rule.h"
#include "util/arena.h"

enum lint_grade {
    LINT_ADVICE,  /* it works, and could be better */
    LINT_WARNING, /* it does not do what it seems to */
    LINT_GRADE_N
};
const char *lint_grade_name(enum lint_grade grade); /* "advice", "warning" */

struct lint_finding {
    enum lint_grade grade;
    const char *name; /* "never", "always", "healthy", … */
    const char *part; /* "conditions 1", "actions 2"; "": the rule */
    const char *text; /* one sentence, and what to do */
};

struct lint {
    struct arena *arena;
    struct lint_finding *items;
    size_t n;
};

/* One rule by itself. */
void lint_rule(struct lint *lint, const struct rule *rule, int64_t now);

/* All rules, prepared to be held against each other: most pairs are told apart
 * by a few bits.  Borrows the rules. */
struct lint_deck;
struct lint_deck *lint_deck_new(const struct rule *const *rules, size_t n);
void lint_deck_free(struct lint_deck *deck);
/* Rule @index beside those that go before it. */
void lint_among(struct lint *lint, const struct lint_deck *deck, size_t index);

__attribute__((format(printf, 5, 6))) void
lint_say(struct lint *lint, enum lint_grade grade, const char *name,
         const char *part, const char *fmt, ...);

/* ---- lint_sets.c ---- */

/* Can all of the set hold at once?  *why, in the arena, says which two cannot.
 */
bool lint_possible(const struct condition_set *set, struct arena *arena,
                   const char **why);
/* Does every event that satisfies @narrow satisfy @wide, since @narrow has all
 * of its conditions? */
bool lint_within(const struct condition_set *narrow,
                 const struct condition_set *wide);
/* A bit for each of its conditions, of 64 that they share. */
uint64_t lint_bits(const struct condition_set *set);

#endif
