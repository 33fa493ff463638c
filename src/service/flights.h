/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flights.h - the numbers of what the gate was asked for and has not answered
 * yet: steps, looks, tickets.  What is in flight is not begun once more.
 *
 * Thread: the desk's.
 * Memory: none of its own; zeroed, it is empty.
 */
#ifndef RIPOSTE_SERVICE_FLIGHTS_H
#define RIPOSTE_SERVICE_FLIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/limits.h"

struct flights {
    int64_t row[LIMIT_IN_FLIGHT];
    size_t n;
};

bool flights_has(const struct flights *flights, int64_t row);
/* There must be room: fewer than LIMIT_IN_FLIGHT. */
void flights_add(struct flights *flights, int64_t row);
/* It has landed; one that never flew is fine. */
void flights_drop(struct flights *flights, int64_t row);

#endif
