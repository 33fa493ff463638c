/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * drift.h - is what is contained still contained?
 *
 * Each observed containment is looked at about as often as the settings say
 * (containment.drift_check), spread, and so many in a minute at most.  What a
 * look finds is written to the effect; that it is no longer so is told once.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_DRIFT_H
#define RIPOSTE_SERVICE_DRIFT_H

#include "model/look.h"
#include "service/desk_part.h"

/* In one minute, over all containments. */
#define DRIFT_LOOKS 60

/* Wishes for the looks that are due.  *next is made earlier when there is
 * something to come. */
bool drift_clock(struct desk *desk, int64_t now, bool *worked, int64_t *next,
                 struct err *err);
/* A look at an effect was answered; inside of the transaction. */
bool drift_seen(struct desk *desk, const struct look *look, int64_t now,
                struct arena *arena, struct err *err);
/* When it is looked at next by itself. */
int64_t drift_next(const struct desk *desk, int64_t now);

#endif
