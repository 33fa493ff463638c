/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard.h - what keeps a rule that matched from firing again and again.
 *
 * Pure: the last firing for the key is looked up by the caller, in the store
 * or in a backtest's memory, and handed in.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_ENGINE_GUARD_H
#define RIPOSTE_ENGINE_GUARD_H

#include "model/decision.h"
#include "model/rule.h"
#include "util/arena.h"

/* Under which key the firings of a rule on one target are kept: without case,
 * since ARM ids are.  @target as plan_target() says. */
struct str guard_key(struct str target, struct arena *arena);

/* What is known of the key.  Zeroed: it never fired. */
struct guard_facts {
    int64_t fired; /* when it last did; 0 never */
    int64_t run;   /* the run of that time */
};

/* DECISION_FIRED, DECISION_DEDUPE or DECISION_COOLDOWN.  *text is one sentence
 * in @arena ("" when it fires).  A clock that went back holds nothing up for
 * longer than the window. */
enum decision_reason guard_ask(const struct guards *guards,
                               const struct guard_facts *facts, int64_t now,
                               struct arena *arena, const char **text);

#endif
