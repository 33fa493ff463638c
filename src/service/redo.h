/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * redo.h - what a person does with a run that has ended: do it again, say how
 * a step stands that nobody knows of, or stop what it has started elsewhere.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_REDO_H
#define RIPOSTE_SERVICE_REDO_H

#include "service/desk.h"

/*
 * A new attempt, linked to @run, from step @from on; 0: from the start.  Steps
 * before it stand as they are, with their keys; what is done again gets new
 * ones, but for what is unknown: a service that knows the key does it once.
 * What changes something goes by the policy for acts by hand, and asks again
 * where it had been asked.  A step amid a containment takes the whole of it.
 *
 * ERR_INPUT: it goes on, was in shadow, is about a sample alert, takes a
 * containment back, is being done again already, or has no such step.
 */
bool run_resubmit(struct desk *desk, int64_t run, int64_t from, const char *why,
                  int64_t *out, struct err *err);

/* An unknown step was done, or was not: somebody has looked.  ERR_INPUT: it is
 * not unknown. */
bool run_settle(struct desk *desk, int64_t run, int64_t step, bool done,
                const char *why, struct err *err);

/* Stops what a run has started elsewhere and follows, by a run of its own:
 * the run of a Logic App, the job of a runbook.  ERR_INPUT: there is nothing
 * of that kind, or its service cannot be asked to stop it. */
bool run_cancel_remote(struct desk *desk, int64_t run, const char *why,
                       int64_t *out, struct err *err);

#endif
