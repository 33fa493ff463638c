/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * present.h - what the expressions in fields ask of the world: the time, a
 * GUID, the zones of the system.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_SERVICE_PRESENT_H
#define RIPOSTE_SERVICE_PRESENT_H

#include "engine/expr.h"

/* For expressions that are evaluated as if it were @now. */
struct expr_outside present_at(int64_t now);

#endif
