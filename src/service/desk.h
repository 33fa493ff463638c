/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * desk.h - what somebody needs in order to act: the settings, a store
 * connection, the catalogue, and who they are.
 *
 * The worker thread has one, the reader has a read-only one, and each command
 * of the command line opens one.  Functions that act take a desk, write to the
 * store only, and return at once; the conductor (conductor.h) carries out what
 * they wrote.
 *
 * Thread: a desk belongs to one thread.
 */
#ifndef RIPOSTE_SERVICE_DESK_H
#define RIPOSTE_SERVICE_DESK_H

#include "model/containment.h"
#include "service/config.h"
#include "util/err.h"

struct desk;

enum desk_mode { DESK_READ, DESK_ACT };

bool desk_open(const struct config *config, enum desk_mode mode,
               struct desk **out, struct err *err);
void desk_close(struct desk *desk);

/* riposte's own catalogue, and the user's: for what needs no store. */
bool catalogue_load_for(const struct config *config, struct catalogue **out,
                        struct err *err);

/* Stops every automatic action here and in all engines that share the store;
 * deciding goes on. */
bool desk_hold(struct desk *desk, bool hold, const char *why, struct err *err);
/* Lifts it; what has waited goes one by one, @apart milliseconds from each
 * other; 0: all at once. */
bool desk_resume(struct desk *desk, int64_t apart, const char *why,
                 struct err *err);
bool desk_held(struct desk *desk, bool *out, struct err *err);

#endif
