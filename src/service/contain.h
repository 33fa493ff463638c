/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * contain.h - containments from the wish to the end: done, extended, looked
 * after, settled, taken back.
 *
 * All of it is written into the store; the engine carries it out.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_CONTAIN_H
#define RIPOSTE_SERVICE_CONTAIN_H

#include "engine/plan.h"
#include "model/containment.h"
#include "service/desk.h"

struct contain_wish {
    const char *action;
    const char *target;
    int64_t event; /* 0: none */
    const char *why;
    struct plan_term term; /* when it is to end by itself */
    bool glass; /* at once, though it would need an approval (glass.h) */
    const struct json *parameters; /* object of texts; NULL: the defaults */
};
/* Plans the containment and writes its run; reversible ones go at once, the
 * others ask for approval first (engine/policy, by hand).
 * ERR_INPUT: no such action, does not fit, parameters, already in force, sample
 * alert, cannot end by itself, too many in force. */
bool contain_wish(struct desk *desk, const struct contain_wish *wish,
                  int64_t *run, struct err *err);
/* What would be sent, for the confirmation: title, requests, undo, note, as
 * JSON; owned by the caller. */
bool contain_preview(struct desk *desk, const struct contain_wish *wish,
                     struct json **out, struct err *err);

/* Takes a containment back, by its number.  The run refuses where somebody
 * else has changed the target since. */
bool contain_undo(struct desk *desk, int64_t effect, const char *why,
                  int64_t *run, struct err *err);
/* The same whatever somebody has changed; a reason is needed. */
bool contain_undo_anyway(struct desk *desk, int64_t effect, const char *why,
                         int64_t *run, struct err *err);

struct extend_wish {
    int64_t effect;
    int64_t lasts; /* longer than its end; than now, where that is over or it
                      has none; 0 */
    int64_t until; /* a moment; 0 */
    bool never;    /* it has no end any more */
    const char *why;
};
/* One of the three.  It arms the timer again, also where a timer's undo waits
 * for a person.  *until is the new end.  ERR_INPUT: not in force, being taken
 * back, has no way back, in the past. */
bool contain_extend(struct desk *desk, const struct extend_wish *wish,
                    int64_t *until, struct err *err);

/* Wishes for a look whether it is still so (service/look.h). */
bool contain_check(struct desk *desk, int64_t effect, int64_t *look,
                   struct err *err);
/* A person says how it is: observed, undone, or failed (it never took effect).
 * For what is unknown, what somebody else has changed, and what is no longer
 * so; after a look, which it must not contradict.  ERR_INPUT says what is
 * missing. */
bool contain_settle(struct desk *desk, int64_t effect, enum effect_state as,
                    const char *why, struct err *err);

#endif
