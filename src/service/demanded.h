/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * demanded.h - what one approval takes: the settings for all classes of
 * action, those for its class, and what its rule asks for beyond them.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_DEMANDED_H
#define RIPOSTE_SERVICE_DEMANDED_H

#include "service/desk_part.h"

/* What the settings ask for this class; lives as long as they. */
struct demand demanded_of_class(const struct config *config,
                                enum action_class class);
/* Fills in demand, expiry, warning and escalation by the approval's class and
 * rule, as from the moment it was asked. */
bool demanded_fill(struct desk *desk, struct approval *approval,
                   struct arena *arena, struct err *err);

#endif
