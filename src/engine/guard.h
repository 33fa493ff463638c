/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard.h - what keeps a rule that matched from firing again and again.
 *
 * Asked in this order: schedule, settle, dedupe, cooldown, quotas of the rule
 * and of the target, budget of containments.  (Age is asked with the rule,
 * engine/rules.h: it needs nothing but the event.)  The first four hold the
 * rule back.  A quota or the budget that is used up does not: the rule trips,
 * its run waits for a person, nothing is dropped.
 *
 * What happened before is kept in a book: the store's (service/guard_book.h),
 * or one in memory (engine/guard_memory.h) for a backtest with a clock of its
 * own.  The same code asks both.
 *
 * Thread: any; a book belongs to one thread at a time.
 */
#ifndef RIPOSTE_ENGINE_GUARD_H
#define RIPOSTE_ENGINE_GUARD_H

#include "model/decision.h"
#include "model/rule.h"
#include "util/arena.h"
#include "util/zone.h"

/* What is known of a key.  Zeroed: it never fired. */
struct guard_facts {
    int64_t fired; /* when it last did; 0 never */
    int64_t run;   /* the run of that time */
    int64_t seen;  /* when the rule last matched, fired or held back */
};

enum guard_note_kind {
    GUARD_SEEN,    /* it matched */
    GUARD_FIRED,   /* it fired, and so it matched */
    GUARD_COUNTED, /* one moment for the quotas */
};

struct guard_note {
    enum guard_note_kind kind;
    int64_t rule; /* 0: the budget over all rules */
    struct str key;
    int64_t time;
    int64_t run;
    int64_t keep; /* counted: no window is longer, so older ones may go */
};

/* Of the moments in (from, to], the newest @most: how many, and the oldest of
 * them. */
struct guard_window {
    int64_t from;
    int64_t to;
    int64_t most;
    int64_t used;   /* out */
    int64_t oldest; /* out; 0 when none */
};

struct guard_book {
    bool (*last)(void *of, int64_t rule, struct str key,
                 struct guard_facts *out, struct err *err);
    bool (*count)(void *of, int64_t rule, struct str key,
                  struct guard_window *window, struct err *err);
    bool (*record)(void *of, const struct guard_note *note, struct err *err);
    void *of;
};

/* A rule that matched an event. */
struct guard_case {
    const struct guards *guards;
    int64_t rule;
    struct str key;    /* guard_key() of what the firings are counted by */
    struct str target; /* guard_key() of the action's target */
    int64_t now;
    /* What would be contained without asking anybody, and the budget. */
    const struct str *contained; /* guard_key() of each target */
    size_t n_contained;
    const struct quota *budget;
    size_t n_budget;
    struct zone_shelf *zones;
};

struct guard_answer {
    enum decision_reason reason; /* FIRED, SCHEDULE, SETTLE, DEDUPE, COOLDOWN,
                                    QUOTA, BUDGET */
    const char *text; /* one sentence in the arena; "" when it fires */
    int64_t run;      /* the run that holds it back; 0 */
    int64_t next;     /* when it could fire again; 0: not known */
};

/* Texts without case, since ARM ids are; what is counted by an own key never
 * meets what is counted by target. */
struct str guard_key(bool own, struct str text, struct arena *arena);

/* Writes into the book that the rule matched, where a guard asks for that. */
bool guard_ask(const struct guard_case *c, const struct guard_book *book,
               struct arena *arena, struct guard_answer *out, struct err *err);
/* Does the answer let it go, be it only after somebody said yes? */
bool guard_goes(const struct guard_answer *answer);
/* The rule fired.  What waits for a person uses up no quota. */
bool guard_fired(const struct guard_case *c, const struct guard_book *book,
                 const struct guard_answer *answer, int64_t run,
                 struct err *err);

/* Where each guard of the rule stands. */
bool guard_count(const struct guard_case *c, const struct guard_book *book,
                 struct arena *arena, struct guard_counter **out, size_t *n,
                 struct err *err);

/* Is one of them open at that moment?  When not, *next is when one opens; 0
 * when none does in a week.  ERR_INPUT: a zone is not there. */
bool schedule_open(const struct schedule *schedules, size_t n, int64_t now,
                   struct zone_shelf *zones, bool *open, int64_t *next,
                   struct err *err);

#endif
