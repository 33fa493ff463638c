/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decision.h - for one event and one rule: fired, or the first reason why not.
 * Kept, so that "why did this rule not fire?" has an answer.
 */
#ifndef RIPOSTE_MODEL_DECISION_H
#define RIPOSTE_MODEL_DECISION_H

#include <stdbool.h>
#include <stdint.h>

#include "util/json.h"

enum decision_reason {
    DECISION_FIRED,
    DECISION_KIND,    /* trigger: another kind of event */
    DECISION_TRIGGER, /* trigger: created or changed, sample, snapshot … */
    DECISION_SCOPE,
    DECISION_CONDITION, /* no set holds */
    DECISION_UNLESS,    /* an exception holds */
    DECISION_EXPIRED,
    DECISION_AGE,
    DECISION_DEDUPE,
    DECISION_COOLDOWN,
    DECISION_OURS, /* loop guard */
    DECISION_SCHEDULE,
    DECISION_SETTLE,
    DECISION_QUOTA,     /* it has a run, which waits for a batch approval */
    DECISION_BUDGET,    /* likewise: containments over all rules */
    DECISION_PROTECTED, /* likewise: the target is on the protected list */
    DECISION_IGNORED,   /* a suppression of riposte's own hides the event */
    DECISION_REASON_N
};
const char *decision_reason_name(enum decision_reason reason);
/* Has the rule fired, be it that its run waits for a person? */
bool decision_fired(enum decision_reason reason);
/* Did the rule match, and a guard held it back? */
bool decision_held(enum decision_reason reason);

struct decision {
    int64_t row;
    int64_t event;
    int64_t rule;
    int64_t revision;
    int64_t when;
    enum decision_reason reason;
    int64_t run;      /* started; 0 */
    int mode;         /* enum rule_mode at that time */
    const char *text; /* one sentence, with the value found */
};
struct json *decision_to_json(const struct decision *decision);

#endif
