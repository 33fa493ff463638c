/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_test.h - one rule asked about one event, with everything it looked at.
 *
 * The same judgement as ruleset_decide(), kept in full: for the test screen,
 * for `rule test`, and to check a rule before it is saved.
 *
 * Thread: any.
 * Memory: rows live in the arena given.
 */
#ifndef RIPOSTE_ENGINE_RULE_TEST_H
#define RIPOSTE_ENGINE_RULE_TEST_H

#include "engine/rules.h"

struct rule_trace_row {
    const char *part; /* "trigger", "scope", "age", "expiry", "conditions 1",
                         "unless 2" */
    const char *text; /* the comparison, or what is asked for */
    enum answer answer;
    const char *found; /* the value that the event has; "" for none */
};

struct rule_trace {
    struct decision decision;
    struct rule_trace_row *rows;
    size_t n;
};

/* ERR_INPUT when a condition does not compile; says which. */
bool rule_test(const struct rule *rule, const struct query_env *env,
               const struct occasion *occasion, struct arena *arena,
               struct rule_trace *out, struct err *err);

/* Do all its conditions compile?  For saving; ERR_INPUT names set and
 * condition. */
bool rule_compiles(const struct rule *rule, const struct query_env *env,
                   struct err *err);

#endif
