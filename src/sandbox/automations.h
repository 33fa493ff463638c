/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automations.h - Microsoft.Security/automations (FACTS 9): a list to begin
 * with, and the interface: etags, secrets that never come back, PATCH in the
 * newer version alone, and a service that says what it does not take.
 *
 * Thread: one at a time.
 */
#ifndef RIPOSTE_SANDBOX_AUTOMATIONS_H
#define RIPOSTE_SANDBOX_AUTOMATIONS_H

#include <stdbool.h>

#include "util/err.h"

struct sandbox;

/* Reads data/sandbox/automations.json into sandbox->automations. */
bool automations_load(struct sandbox *sandbox, struct err *err);

#endif
