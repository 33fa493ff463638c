/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * permit_poll.h - asks what the identity may do: each subscription and token
 * regularly, a resource when somebody wants to know or was refused there.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_PERMIT_POLL_H
#define RIPOSTE_SERVICE_PERMIT_POLL_H

#include "connect/gate.h"
#include "service/desk_part.h"

/* Tags of the gate: between sources and tickets. */
#define PERMIT_POLL_TAG (UINT64_C(3) << 61)
#define PERMIT_POLLED   4 /* asked about at once */

struct permit_flight {
    char scope[1024]; /* "": free */
    struct json *sets;
    int pages;
};

struct permit_poll {
    struct desk *desk;
    struct gate *gate;
    struct permit_flight flying[PERMIT_POLLED];
    int64_t next;   /* not before */
    int64_t looked; /* into the store */
    int64_t since;  /* what was asked before is asked anew */
};
void permit_poll_init(struct permit_poll *poll, struct desk *desk,
                      struct gate *gate);
void permit_poll_done(struct permit_poll *poll);
/* Something was written: it may be a wish. */
void permit_poll_look(struct permit_poll *poll);
void permit_poll_hurry(struct permit_poll *poll); /* all is asked for now */
bool permit_poll_rests(const struct permit_poll *poll); /* none in flight */
/* Asks for what is due. */
bool permit_poll_start(struct permit_poll *poll, int64_t now, struct err *err);
/* *changed: it is in the store. */
bool permit_poll_answer(struct permit_poll *poll, const struct gate_done *done,
                        int64_t now, bool *changed, struct err *err);
/* A service said 403 to this: what is known of it is asked for anew. */
bool permit_poll_refused(struct permit_poll *poll,
                         const struct request *request, int64_t now,
                         struct err *err);

/* Somebody is about to act on that: what is not known of it, or not for sure,
 * is asked for soon. */
bool permits_wanted(struct desk *desk, const char *target, struct err *err);

#endif
