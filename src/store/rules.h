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
/* By number or by name without case.  ERR_INPUT names the nearest. */
bool rules_find(struct store *store, struct str name, struct rule **out,
                struct err *err);
/* By number, a removed one too: its runs may still go on. */
bool rules_get(struct store *store, int64_t row, struct rule **out,
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
 * caller's transaction; ERR_INPUT when there is no such rule any more. */
bool rules_remove(struct store *store, int64_t row, struct err *err);
/* A counter that moves with every save and removal: has the set changed? */
bool rules_version(struct store *store, int64_t *out, struct err *err);

/* Figures for the list: of the last 24 hours. */
struct rule_figures {
    int64_t rule;
    int64_t fired;
    int64_t held;        /* by a guard */
    int64_t last_fired;  /* ever; 0 */
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

/* When did this rule last fire for this key (target)?  0: never.  What the
 * guards ask and write. */
bool guards_last(struct store *store, int64_t rule, struct str key,
                 int64_t *out, int64_t *run, struct err *err);
bool guards_fired(struct store *store, int64_t rule, struct str key,
                  int64_t run, int64_t now, struct err *err);

#endif
