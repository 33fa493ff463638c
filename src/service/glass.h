/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glass.h - break-glass: what would wait for an approval is done at once, with
 * a reason, and a second person must confirm it afterwards.
 *
 * What nobody confirms in time is raised loudly, and so is what was disputed
 * and is in force, until it is confirmed or taken back.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_GLASS_H
#define RIPOSTE_SERVICE_GLASS_H

#include "service/desk_part.h"

/* For hand_run.also: asks for the confirmation of the run that was written. */
bool glass_ask(struct desk *desk, int64_t run, void *unused, struct err *err);
/* What was taken back, or never done, needs no confirmation any more; a
 * transaction of its own. */
bool glass_clock(struct desk *desk, int64_t now, bool *worked, struct err *err);

#endif
