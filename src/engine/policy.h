/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * policy.h - may it go, or must somebody say yes?  Class of action × mode, in
 * one table.
 *
 * Thread: any.
 * Memory: none.
 */
#ifndef RIPOSTE_ENGINE_POLICY_H
#define RIPOSTE_ENGINE_POLICY_H

#include "model/containment.h"
#include "model/event.h"
#include "model/rule.h"

/* Who wants it: a rule in its mode, or a person by hand. */
enum policy_side {
    POLICY_BY_OFF = RULE_OFF,
    POLICY_BY_SHADOW = RULE_SHADOW,
    POLICY_BY_APPROVE = RULE_APPROVE,
    POLICY_BY_AUTO = RULE_AUTO,
    POLICY_BY_HAND,
    POLICY_BY_GLASS,  /* a person, at once, to be confirmed afterwards */
    POLICY_PROTECTED, /* whoever wants it: the target is on the list */
    POLICY_SIDE_N
};

enum policy {
    POLICY_GO,     /* at once */
    POLICY_ASK,    /* after an approval */
    POLICY_RECORD, /* rendered and recorded, never sent */
    POLICY_SKIP,   /* not even that */
    POLICY_N
};

enum policy policy_ask(enum action_class class, enum policy_side side);
/* The same, knowing the event (may be NULL): what changes something is only
 * recorded for a sample alert, whoever wants it. */
enum policy policy_ask_event(enum action_class class, enum policy_side side,
                             const struct event *event);

#endif
