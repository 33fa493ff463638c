/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * approval.h - a request that a named person must answer before a run goes on.
 *
 * It freezes what it asks: action, target, rendered request with
 * its digest, evidence and the way back, so that what is approved is what is
 * done.
 *
 * Memory: texts live in the arena of whoever loaded it.
 */
#ifndef RIPOSTE_MODEL_APPROVAL_H
#define RIPOSTE_MODEL_APPROVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "model/containment.h"
#include "model/demand.h"
#include "util/json.h"

enum approval_state {
    APPROVAL_PENDING,
    APPROVAL_APPROVED,
    APPROVAL_DENIED,
    APPROVAL_EXPIRED,
    APPROVAL_CANCELLED,
    APPROVAL_STATE_N
};
const char *approval_state_name(enum approval_state state); /* "pending" … */
bool approval_state_parse(struct str text, enum approval_state *out);

/* What has been told to the approvers, a set. */
enum approval_told {
    TOLD_ASKED = 1 << 0,
    TOLD_WARNED = 1 << 1,
    TOLD_ESCALATED = 1 << 2,
    TOLD_RAISED = 1 << 3, /* break-glass that nobody has confirmed */
};

struct approval {
    int64_t row;
    int64_t run;
    int64_t lane; /* of that run, where it is a playbook's; else 0 */
    int64_t event;
    int64_t rule;
    const char *title;     /* "Deallocate virtual machine vm-web-01" */
    const char *requester; /* "rule contain-web" or a person */
    const char *author;    /* of the rule, "" by hand: may not approve */
    const char *editor;
    enum action_class class;
    enum approval_state state;
    const struct json *frozen; /* {action, target, requests:[…], undo:[…],
                                  evidence:{…}, again:{approval, differs}} */
    const char *digest;        /* SHA-256 of the frozen text, hex */
    int64_t asked;
    int64_t expires;
    int64_t answered;
    const char *answered_by;
    const char *reason;
    int64_t batch; /* runs that wait for it together; 0: for one run alone */
    struct demand demand;
    const struct vote *votes; /* in their order; only where one is read */
    size_t n_votes;
    int64_t warns;           /* a moment: nobody has answered, time runs out */
    int64_t escalates;       /* then the group may answer too; 0: never */
    bool glass;              /* it was done at once, and is to be confirmed */
    unsigned told;           /* set of enum approval_told */
    const char *thread;      /* Message-ID of the first mail about it; "" */
    const struct json *seen; /* the target when the last one said yes */
    const struct json *live; /* the target as it is now; for whoever reads */
};
/* Which of them a list is to have; zero and NULL are any. */
struct approvals_filter {
    bool pending;   /* those that wait, else all */
    bool one_state; /* only those of @state */
    enum approval_state state;
    int64_t event;
    int64_t rule;
    const char *person; /* who asked or answered */
    int64_t since;      /* asked then or later */
    size_t limit;
};

/* Somebody else may answer in a person's place, until a moment. */
struct delegation {
    int64_t row;
    const char *person;
    const char *delegate;
    int64_t made;
    int64_t until;
    const char *why;
    int64_t revoked; /* 0: it was not */
    const char *revoked_by;
};
bool delegation_holds(const struct delegation *delegation, int64_t now);
struct json *delegation_to_json(const struct delegation *delegation);

struct json *approval_to_json(const struct approval *approval);
/* May the group answer that is asked when nobody does? */
bool approval_escalated(const struct approval *approval, int64_t now);
/* "1 of 2, soc still missing"; "" once it is answered. */
void approval_progress(const struct approval *approval, struct buf *out);

#endif
