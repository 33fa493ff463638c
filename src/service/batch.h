/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * batch.h - the runs that a tripped guard holds back, and the one approval for
 * all of them.
 *
 * There is one open batch for each rule; later runs join it.  Each run freezes
 * what it would do by itself, and that is looked at again before each of its
 * steps is sent.
 *
 * Thread: the desk's; inside an open transaction.
 */
#ifndef RIPOSTE_SERVICE_BATCH_H
#define RIPOSTE_SERVICE_BATCH_H

#include "service/desk_part.h"

/* The run waits at its first step for the batch of its rule. */
bool batch_join(struct desk *desk, const struct run *run, int64_t now,
                struct arena *arena, int64_t *approval, struct err *err);
/* Everything that waits for it goes on, or ends in @state. */
bool batch_release(struct desk *desk, int64_t approval, const char *note,
                   int64_t now, struct arena *arena, struct err *err);
bool batch_stop(struct desk *desk, int64_t approval, enum run_state state,
                const char *note, int64_t now, struct arena *arena,
                struct err *err);
/* A run that was cancelled waits for nothing any more; the last one closes
 * the batch. */
bool batch_leave(struct desk *desk, int64_t run, int64_t approval,
                 const char *why, int64_t now, struct arena *arena,
                 struct err *err);
/* Is what @step would send what the batch of its run was approved for?  *why
 * is NULL when it is; *differs as freeze_holds() has it. */
bool batch_holds(struct desk *desk, const struct step *step,
                 struct arena *arena, const char **why,
                 const struct json **differs, struct err *err);
/* Puts "count" and the first of the runs into what the approval froze, for
 * whoever reads it. */
bool batch_fill(struct desk *desk, struct approval *approval,
                struct arena *arena, struct err *err);

#endif
