/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * progress.h - moves a run on, inside an open transaction: after it was
 * written, after a step ended, after an answer.
 *
 * Notifications fail open: a mail that could not be sent does not keep the
 * rest.  Containment fails closed: when one of its steps fails, those behind
 * it are skipped.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_PROGRESS_H
#define RIPOSTE_SERVICE_PROGRESS_H

#include "service/desk_part.h"

/* Opens the approval when the next step is one; ends the run when there is
 * none; sets the event's Auto column. */
bool progress_run(struct desk *desk, int64_t run, int64_t now, struct err *err);
/* The run is in that state now, and so is its event. */
bool progress_move(struct desk *desk, const struct run *run,
                   enum run_state state, int64_t now, struct err *err);
/* Opens the approval that @next is. */
bool progress_ask(struct desk *desk, const struct run *run,
                  const struct step *next, int64_t now, struct arena *arena,
                  struct err *err);
/* One step has ended in @state (final).  Saves it and moves its run on. */
bool progress_step(struct desk *desk, struct step *step, enum run_state state,
                   const char *note, int64_t now, struct err *err);
/* Skips the steps of the same containment that stand behind @after. */
bool progress_skip(struct desk *desk, const struct step *after,
                   const char *note, int64_t now, struct err *err);
/* Does another action begin with this step of a run? */
bool progress_begins(const struct step *steps, size_t i);
/* Ends the run and what is left of its steps. */
bool progress_stop(struct desk *desk, int64_t run, enum run_state state,
                   const char *note, int64_t now, struct err *err);

/* The texts of a containment step: name in the catalogue, target. */
const struct containment *step_entry(const struct desk *desk,
                                     const struct step *step);
const char *step_target(const struct step *step);
/* Does it wait for the batch approval of its rule? */
bool step_is_batch(const struct step *step);

/* Step @at of a run that has ended is unknown no more: somebody has looked.
 * The run, and the containment that it makes or takes back, follow. */
bool progress_settle(struct desk *desk, const struct run *run, size_t at,
                     bool done, const char *note, int64_t now,
                     struct arena *arena, struct err *err);

#endif
