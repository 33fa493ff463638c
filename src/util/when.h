/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * when.h - moments and spans, in milliseconds.
 *
 * A moment is an int64_t of milliseconds since 1970-01-01T00:00:00Z; 0 means
 * "none", which is also how 0001-01-01T00:00:00Z is read (FACTS 18, trap 4).
 *
 * Thread: any.
 */
#ifndef RIPOSTE_UTIL_WHEN_H
#define RIPOSTE_UTIL_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/str.h"

#define WHEN_SECOND    INT64_C(1000)
#define WHEN_MINUTE    (60 * WHEN_SECOND)
#define WHEN_HOUR      (60 * WHEN_MINUTE)
#define WHEN_DAY       (24 * WHEN_HOUR)
#define WHEN_TEXT_SIZE 40

int64_t when_now(void);       /* the wall clock */
int64_t when_monotonic(void); /* for deadlines; has no relation to the wall */

/* ISO 8601 and what Microsoft sends beside it: 0 to 9 fractional digits, Z,
 * +00:00 or nothing (taken as UTC), T or a space, a date alone. */
bool when_parse(struct str text, int64_t *out);
/* "2026-03-05T12:34:56.789Z", without the fraction when it is 0; "" for 0. */
const char *when_iso(int64_t moment, char out[WHEN_TEXT_SIZE]);
/* "2026-03-05 12:34:56" in the local time zone, or in UTC. */
const char *when_local(int64_t moment, bool utc, char out[WHEN_TEXT_SIZE]);
/* "12:34:56" of the same; both are "" for 0. */
const char *when_clock(int64_t moment, bool utc, char out[WHEN_TEXT_SIZE]);
/* "now", "42s", "12m", "3h", "5d", "7w", "2y": at most four columns.  Days up
 * to 13, weeks up to a year; a moment to come is "now". */
const char *when_age(int64_t span, char out[WHEN_TEXT_SIZE]);

/* Kusto timespans: 1d 1day 24h 90m 30s 100ms 1.5h 1.02:03:04. */
bool when_span_parse(struct str text, int64_t *out);
/* An end: a span from @now on, or a moment. */
bool when_end_parse(struct str text, int64_t now, int64_t *out);
/* In the largest unit that holds it whole, so it reads back: "90m", "2d". */
const char *when_span(int64_t span, char out[WHEN_TEXT_SIZE]);

#endif
