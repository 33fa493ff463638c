/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppress.h - alert suppression rules (FACTS 7): an alert that one of them
 * covers arrives dismissed.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_SUPPRESS_H
#define RIPOSTE_SANDBOX_SUPPRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/shelf.h"
#include "util/json.h"

/* Is there a rule among these, in force at @now, that covers the alert? */
bool suppress_covers(const struct shelf *rules, const struct json *alert,
                     int64_t now);

#endif
