/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dispatch.h - carries out the steps that are due: renders, journals, sends,
 * judges, journals.
 *
 * What is intended is on disk before a byte is sent.  A step that
 * was intended when a process died is repeated when its request may be, and
 * becomes unknown when not.  Retries and waits are moments in the store, so a
 * restart changes nothing.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_DISPATCH_H
#define RIPOSTE_SERVICE_DISPATCH_H

#include "connect/action.h"
#include "connect/gate.h"
#include "model/limits.h"
#include "service/desk_part.h"
#include "service/flights.h"
#include "service/pass.h"

/* Tags of the gate: below are steps' numbers, above the sources'. */
#define DISPATCH_TAG_SOURCES (UINT64_C(1) << 62)

struct dispatch {
    struct desk *desk;
    struct gate *gate;
    const char *holder; /* of the lease, without which nothing is begun */
    struct mail_server mail;
    struct flights flying; /* steps */
    struct passes passes;  /* secrets between two requests of a step */
    int64_t next;  /* the earliest later moment at which one is due; 0 none */
    int64_t watch; /* when runs that do not move are looked for; 0: at once */
    bool look;     /* something changed: look for due steps at once */
    bool lost;     /* somebody else has the lease, or it has run out */
};

void dispatch_init(struct dispatch *dispatch, struct desk *desk,
                   struct gate *gate, const char *holder);
void dispatch_done(struct dispatch *dispatch);
/* Starts what is due.  @held: automatic changes wait. */
bool dispatch_start(struct dispatch *dispatch, bool held, int64_t now,
                    bool *worked, struct err *err);
/* The answer to a step; secrets that it gives back are taken out of it.
 * False: nothing of it is written; with ERR_LOCAL or
 * ERR_AGAIN the step still counts as in flight, and the same answer is to be
 * handed in again. */
bool dispatch_answer(struct dispatch *dispatch, struct gate_done *done,
                     int64_t now, struct err *err);
/* What happens by itself: approvals whose time is over.  *next is made earlier
 * when there is something to come; 0 stands for never. */
bool dispatch_clock(struct dispatch *dispatch, int64_t now, bool *worked,
                    int64_t *next, struct err *err);

#endif
