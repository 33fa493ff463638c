/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tickets.h - steps that make tickets: one open ticket for each event and
 * connector, whatever fires how often.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_TICKETS_H
#define RIPOSTE_SERVICE_TICKETS_H

#include "service/dispatch_part.h"

/* The connectors, and the open ticket that the event is known to have there,
 * into the step's context. */
bool tickets_context(struct job *job, struct err *err);
/* Must the step wait, since another one may be about to make the ticket? */
bool tickets_wait(struct job *job, bool *wait, struct err *err);
/* Notes the ticket that a step has learnt of, if it has. */
bool tickets_learn(struct job *job, const struct json *learnt, struct err *err);
/* A moment about @every from @now, so that not all are asked at once. */
int64_t tickets_next(int64_t every, int64_t now);

#endif
