/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * follow.h - waits for a run and tells how it goes: its steps, and of a
 * containment what is requested, accepted and observed.
 *
 * When no other engine holds the lease, the run is carried out here.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_CLI_FOLLOW_H
#define RIPOSTE_CLI_FOLLOW_H

#include "cli/cli.h"
#include "model/run.h"

/* Until the run ends, waits for a person, --wait is over, or a signal comes.
 * Sets the status: 0 it succeeded; 1 not yet, not verified, cancelled.  When it
 * failed, ERR_REMOTE says at which step and why. */
bool follow_run(struct call *call, int64_t run, struct err *err);
/* The run by hand on this event that is still open, if there is one; prints no
 * JSON, since the event itself is what its command shows. */
bool follow_event(struct call *call, int64_t event, struct err *err);

/* One step on a line or two, for `run show` as well. */
void print_step(struct out *out, const struct step *step);
/* A containment: three facts, its end, and whether it is still so. */
void print_effect(struct out *out, const struct effect *effect);

#endif
