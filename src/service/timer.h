/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * timer.h - containments that end by themselves.
 *
 * The end stands in the store, so that it survives restarts and is whoever's
 * who has the lease when it comes.  Then the engine writes a run of its own
 * that takes the containment back: once for each end, in the transaction that
 * notes that it was done.  Hold stops it and says so.  Where the run meets a
 * target that somebody else has changed, it sends nothing and a person is
 * waited for.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_TIMER_H
#define RIPOSTE_SERVICE_TIMER_H

#include "service/desk_part.h"

/* What is due by @now: ends, and warnings before them.  *next is made earlier
 * when there is something to come; 0 stands for never. */
bool timer_clock(struct desk *desk, int64_t now, bool *worked, int64_t *next,
                 struct err *err);

#endif
