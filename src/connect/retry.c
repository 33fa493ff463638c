/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "connect/retry.h"

#include "model/limits.h"
#include "util/when.h"

#define RETRY_BASE (2 * WHEN_SECOND)
#define RETRY_CAP  (5 * WHEN_MINUTE)
#define LIVELY_CAP (30 * WHEN_SECOND)

int64_t retry_backoff(int attempts, int64_t base, int64_t cap, double random)
{
    int64_t span = base;
    int64_t least;

    for (int i = 1; i < attempts && span < cap; i++)
        span *= 2;
    if (span > cap)
        span = cap;
    least = span / 2;
    return least + (int64_t)((double)(span - least) * random);
}

int64_t retry_wait(int attempts, int64_t wait, bool lively, double random)
{
    if (wait <= 0)
        return retry_backoff(attempts, RETRY_BASE,
                             lively ? LIVELY_CAP : RETRY_CAP, random);
    if (wait > LIMIT_RETRY_AFTER)
        wait = LIMIT_RETRY_AFTER;
    /* Never earlier than asked: that is refused again (FACTS 3). */
    return wait + (int64_t)((double)wait / 10 * random);
}

int64_t retry_spread(int64_t span, double random)
{
    return span - span / 10 + (int64_t)((double)span / 5 * random);
}
