/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zone.h - time zones by name, without touching the zone of the process.
 *
 * Reads the compiled zones (TZif, RFC 8536) of the system, with the rule at
 * their end for the years to come.  A zone that is not there is an error that
 * names it; nothing falls back to UTC in silence.
 *
 * Thread: any; a zone once loaded is never written to.
 * Memory: a zone lives in the arena given.
 */
#ifndef RIPOSTE_UTIL_ZONE_H
#define RIPOSTE_UTIL_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/err.h"

struct zone;

/* "Europe/Berlin", "UTC".  ERR_INPUT: there is no such zone, or its name or
 * file is not sound. */
bool zone_load(const char *name, struct arena *arena, const struct zone **out,
               struct err *err);
/* The same, only to know. */
bool zone_check(const char *name, struct err *err);
/* Seconds east of UTC at that moment; NULL is UTC. */
int zone_offset(const struct zone *zone, int64_t moment);
/* What a clock there shows, as if it were UTC: moment + offset. */
int64_t zone_local(const struct zone *zone, int64_t moment);
/* The moment when a clock there shows @local.  Of two the first; of none, in
 * the gap of spring, the one that is as far behind it. */
int64_t zone_moment(const struct zone *zone, int64_t local);

/* Zones that are asked for again and again.  One thread at a time. */
struct zone_shelf;
struct zone_shelf *zone_shelf_new(void);
void zone_shelf_free(struct zone_shelf *shelf); /* NULL is fine */
/* Read when it is first asked for; NULL name is UTC. */
bool zone_shelf_get(struct zone_shelf *shelf, const char *name,
                    const struct zone **out, struct err *err);

#endif
