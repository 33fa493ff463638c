/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * recurrence.h - when the clock starts a workflow: frequency, interval, start,
 * time zone, and on which days, at which hours and minutes.
 *
 * Thread: any; pure.
 * Memory: none.
 */
#ifndef RIPOSTE_ENGINE_RECURRENCE_H
#define RIPOSTE_ENGINE_RECURRENCE_H

#include "engine/expr.h"
#include "util/json.h"

/* The first moment behind @after at which a trigger Recurrence is due.  @since
 * is what counts as its start when it says none.  ERR_INPUT names what of it
 * cannot be read. */
bool recurrence_next(const struct json *trigger, int64_t since, int64_t after,
                     const struct expr_outside *outside, int64_t *out,
                     struct err *err);

#endif
