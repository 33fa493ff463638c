/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vote.h - who may answer an approval, as whom, and what an answer leads to.
 *
 * One denial denies.  A yes counts as one of the people that the approval
 * takes, for one of the roles that it takes; when there are enough, what waits
 * goes on.  Two eyes each: neither who answers nor in whose place may have
 * asked for it, or have written what asks.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_VOTE_H
#define RIPOSTE_SERVICE_VOTE_H

#include "model/limits.h"
#include "service/desk_part.h"

/* As whom somebody answers. */
struct standing {
    const char *behalf;                        /* in whose place; "" */
    const char *roles[LIMIT_DEMAND_ROLES + 1]; /* those that are asked for */
    size_t n_roles;
};
/* May this person answer, @yes?  ERR_DENIED says why not, in a sentence that
 * says what is needed: role, four eyes, answered already, no role that it
 * takes; ERR_AGAIN: it does not wait any more.  The approval has its votes. */
bool vote_standing(const struct desk *desk, const struct approval *approval,
                   bool yes, int64_t now, struct arena *arena,
                   struct standing *out, struct err *err);
/* Whose answer it is: "bob", "bob in place of zoe". */
const char *vote_by(const struct vote *vote, struct arena *arena);
/* Fills in the answers to what the approval asks now. */
bool vote_fill(const struct desk *desk, struct approval *approval,
               struct arena *arena, struct err *err);

#endif
