/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policy.h"

/* The one table of it.  By hand, what can be taken back goes at once, since
 * a person has just confirmed it; what cannot waits for a second one. */
static const enum policy table[POLICY_SIDE_N][CLASS_N] = {
    [POLICY_BY_OFF] = {[CLASS_READ] = POLICY_SKIP,
                       [CLASS_NOTIFY] = POLICY_SKIP,
                       [CLASS_REVERSIBLE] = POLICY_SKIP,
                       [CLASS_TIMED] = POLICY_SKIP,
                       [CLASS_IRREVERSIBLE] = POLICY_SKIP},
    [POLICY_BY_SHADOW] = {[CLASS_READ] = POLICY_RECORD,
                          [CLASS_NOTIFY] = POLICY_RECORD,
                          [CLASS_REVERSIBLE] = POLICY_RECORD,
                          [CLASS_TIMED] = POLICY_RECORD,
                          [CLASS_IRREVERSIBLE] = POLICY_RECORD},
    [POLICY_BY_APPROVE] = {[CLASS_READ] = POLICY_GO,
                           [CLASS_NOTIFY] = POLICY_GO,
                           [CLASS_REVERSIBLE] = POLICY_ASK,
                           [CLASS_TIMED] = POLICY_ASK,
                           [CLASS_IRREVERSIBLE] = POLICY_ASK},
    [POLICY_BY_AUTO] = {[CLASS_READ] = POLICY_GO,
                        [CLASS_NOTIFY] = POLICY_GO,
                        [CLASS_REVERSIBLE] = POLICY_GO,
                        [CLASS_TIMED] = POLICY_GO,
                        [CLASS_IRREVERSIBLE] = POLICY_ASK},
    [POLICY_BY_HAND] = {[CLASS_READ] = POLICY_GO,
                        [CLASS_NOTIFY] = POLICY_GO,
                        [CLASS_REVERSIBLE] = POLICY_GO,
                        [CLASS_TIMED] = POLICY_GO,
                        [CLASS_IRREVERSIBLE] = POLICY_ASK},
    [POLICY_BY_GLASS] = {[CLASS_READ] = POLICY_GO,
                         [CLASS_NOTIFY] = POLICY_GO,
                         [CLASS_REVERSIBLE] = POLICY_GO,
                         [CLASS_TIMED] = POLICY_GO,
                         [CLASS_IRREVERSIBLE] = POLICY_GO},
    [POLICY_PROTECTED] = {[CLASS_READ] = POLICY_GO,
                          [CLASS_NOTIFY] = POLICY_GO,
                          [CLASS_REVERSIBLE] = POLICY_ASK,
                          [CLASS_TIMED] = POLICY_ASK,
                          [CLASS_IRREVERSIBLE] = POLICY_ASK},
};

enum policy policy_ask(enum action_class class, enum policy_side side)
{
    return table[side][class];
}

static bool changes_sample(enum action_class class, const struct event *event)
{
    return event && (event->flags & EVENT_SAMPLE) && class >= CLASS_REVERSIBLE;
}

enum policy policy_ask_event(enum action_class class, enum policy_side side,
                             const struct event *event)
{
    enum policy policy = policy_ask(class, side);

    if (changes_sample(class, event) && policy != POLICY_SKIP)
        return POLICY_RECORD;
    return policy;
}
