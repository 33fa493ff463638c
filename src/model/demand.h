/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * demand.h - what an approval takes: how many people, of which roles, within
 * what time, and who is asked when they do not answer.
 *
 * The settings say it for all classes of action and for each; a rule may ask
 * for more, never for less.  What was demanded is written into the approval
 * when it is asked for, so that a setting that changes later changes nothing
 * for it.
 *
 * Thread: any.
 * Memory: texts live in the arena of whoever made the demand.
 */
#ifndef RIPOSTE_MODEL_DEMAND_H
#define RIPOSTE_MODEL_DEMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

enum justify { JUSTIFY_UNSAID, JUSTIFY_NO, JUSTIFY_YES, JUSTIFY_N };

struct demand {
    int64_t quorum;           /* people; 0: not said */
    const char *const *roles; /* one answer of each, each by another person */
    size_t n_roles;
    int64_t life;         /* milliseconds until it is rejected; 0: not said */
    int64_t warn;         /* so long before that a warning goes out */
    int64_t escalate;     /* after this the group is asked; 0: never */
    const char *group;    /* a role that may stand for any other; NULL */
    enum justify justify; /* is a yes without a reason refused? */
};

/* One answer of one person. */
struct vote {
    const char *person;
    const char *behalf;       /* of whom, when it was delegated; "" */
    const char *const *roles; /* those of the demand that the person has */
    size_t n_roles;
    bool yes;
    int64_t when;
    const char *reason;
    const struct json *seen; /* the target as it was then; NULL: not known */
};

/* What @more says takes the place of what @demand says. */
void demand_over(struct demand *demand, const struct demand *more);
/* @demand becomes as strict as both.  Roles of both live in @arena. */
void demand_raise(struct demand *demand, const struct demand *more,
                  struct arena *arena);
/* Does it say anything at all? */
bool demand_said(const struct demand *demand);

/* How many people it takes. */
int64_t demand_people(const struct demand *demand);
size_t votes_yes(const struct vote *votes, size_t n);
/* Are those that said yes enough, and is there one for each role? */
bool demand_met(const struct demand *demand, const struct vote *votes,
                size_t n);
/* Roles for which nobody has said yes yet, "" when any answer will do. */
void demand_missing(const struct demand *demand, const struct vote *votes,
                    size_t n, struct buf *out);
/* "2 people: one of approver, one of @netops" */
void demand_write(const struct demand *demand, struct buf *out);

/* {"quorum": 2, "roles": ["approver", "@netops"], "life": "1h", "warn": "15m",
 *  "escalate": "20m", "group": "admin", "justify": true}; what is not said is
 * left out.  ERR_INPUT names the member. */
bool demand_from_json(const struct json *json, struct arena *arena,
                      struct demand *out, struct err *err);
struct json *demand_to_json(const struct demand *demand);
void demand_copy(const struct demand *demand, struct arena *arena,
                 struct demand *out);

/* A role of riposte, or a group of the machine: "@netops". */
bool demand_role_fit(struct str role, struct err *err);
/* "approver, @netops" both ways: at most LIMIT_DEMAND_ROLES, as ERR_INPUT says.
 */
bool demand_roles_parse(struct str text, struct arena *arena,
                        struct demand *out, struct err *err);
void demand_roles_write(const char *const *roles, size_t n, struct buf *out);

#endif
