/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * retry.h - how long to wait before the same again.
 *
 * Thread: any; pure.
 */
#ifndef RIPOSTE_CONNECT_RETRY_H
#define RIPOSTE_CONNECT_RETRY_H

#include <stdbool.h>
#include <stdint.h>

/* Doubles from @base to @cap with each of @attempts (1: the first has just
 * failed); the upper half is spread by @random, 0 ≤ random < 1, so that many
 * who failed together do not come back together.  Milliseconds. */
int64_t retry_backoff(int attempts, int64_t base, int64_t cap, double random);
/* What a step waits: the service's own word when it gave one (@wait > 0,
 * bounded by LIMIT_RETRY_AFTER, plus up to a tenth), else a backoff from two
 * seconds to five minutes; to half a minute when the host is @lively, that
 * is, when it answers others: a long pause would help nobody then. */
int64_t retry_wait(int attempts, int64_t wait, bool lively, double random);
/* @span, give or take a tenth: polls drift apart. */
int64_t retry_spread(int64_t span, double random);

#endif
