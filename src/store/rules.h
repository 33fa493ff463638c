/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules.h - rules with every revision, and the decisions made by them.
 */
#ifndef RIPOSTE_STORE_RULES_H
#define RIPOSTE_STORE_RULES_H

#include "model/decision.h"
#include "model/rule.h"
#include "store/store.h"

/* All live rules in their order, compiled from their newest revision. */
bool rules_load(struct store *store, struct rule ***out, size_t *n,
                struct err *err);
void rules_free(struct rule **rules, size_t n);
/* By number or by name without case.  ERR_ABSENT names the nearest. */
bool rules_find(struct store *store, struct str name, struct rule **out,
                struct err *err);
/* By number, a removed one too: its runs may still go on. */
bool rules_get(struct store *store, int64_t row, struct rule **out,
               struct err *err);
/* As it was saved then; ERR_ABSENT when there is no such revision, saying which
 * there are. */
bool rules_get_revision(struct store *store, int64_t row, int64_t revision,
                        struct rule **out, struct err *err);
struct rule_saving {
    int64_t revision;
    int64_t saved;
    const char *editor;
};
/* When and by whom each revision was saved, newest first. */
bool rules_savings(struct store *store, int64_t row, size_t limit,
                   struct arena *arena, struct rule_saving **out, size_t *n,
                   struct err *err);
/* Who saved that revision; "" when there is none. */
bool rules_editor(struct store *store, int64_t row, int64_t revision,
                  struct arena *arena, const char **out, struct err *err);
/* Adds it (row 0) or makes its next revision, in the caller's transaction;
 * sets row and revision.  The
 * name must be free (ERR_INPUT), and the revision that was edited must be the
 * newest (ERR_AGAIN: somebody else saved in between). */
bool rules_save(struct store *store, struct rule *rule, struct err *err);
/* The rule is kept with its history, and neither listed nor run.  In the
 * caller's transaction; ERR_ABSENT when there is no such rule any more. */
bool rules_remove(struct store *store, int64_t row, struct err *err);
/* The name of another live rule than @row that has this order; NULL: none. */
bool rules_at_order(struct store *store, int64_t order, int64_t row,
                    struct arena *arena, const char **out, struct err *err);
/* The next order behind all live rules, in steps of ten. */
bool rules_next_order(struct store *store, int64_t *out, struct err *err);
/* A counter that moves with every save and removal: has the set changed? */
bool rules_version(struct store *store, int64_t *out, struct err *err);

/* Figures for the list: of the last 24 hours, and what people have said of 90
 * days. */
struct rule_figures {
    int64_t rule;
    int64_t fired;
    int64_t held;        /* by a guard */
    int64_t last_fired;  /* ever; 0 */
    int64_t reviewed;    /* events that it fired on in 90 days, */
    int64_t really;      /* and those of them that were true positives */
    uint32_t hourly[24]; /* fired per hour, the oldest first */
};
bool rules_figures(struct store *store, int64_t now, struct arena *arena,
                   struct rule_figures **out, size_t *n, struct err *err);

bool decisions_add(struct store *store, struct decision *decision,
                   struct err *err);
/* Of one event (newest first), or of one rule when event is 0. */
bool decisions_list(struct store *store, int64_t event, int64_t rule,
                    size_t limit, struct arena *arena, struct decision **out,
                    size_t *n, struct err *err);

/* Where the guards of a rule keep what happened: under a key, and what a rule
 * did in shadow apart from what it did live. */
struct guard_place {
    int64_t rule; /* 0: over all rules */
    bool live;
    struct str key;
};
/* Zeroed: never. */
struct guard_memory_row {
    int64_t fired;
    int64_t run; /* of that time */
    int64_t seen;
};
bool guards_last(struct store *store, const struct guard_place *place,
                 struct guard_memory_row *out, struct err *err);
bool guards_fired(struct store *store, const struct guard_place *place,
                  int64_t run, int64_t now, struct err *err);
/* The rule matched; when it last fired stays. */
bool guards_seen(struct store *store, const struct guard_place *place,
                 int64_t now, struct err *err);
/* One more moment for the quotas; those older than @keep go. */
bool guards_counted(struct store *store, const struct guard_place *place,
                    int64_t run, int64_t now, int64_t keep, struct err *err);
/* The newest @most of the moments in (from, to]. */
bool guards_count(struct store *store, const struct guard_place *place,
                  int64_t from, int64_t to, int64_t most, int64_t *used,
                  int64_t *oldest, struct err *err);

#endif
