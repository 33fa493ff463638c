/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * throttle.h - token buckets, as Azure Resource Manager has them (FACTS 3):
 * one for each subscription and kind of operation, and one for the tenant.
 *
 * Thread: one at a time.
 */
#ifndef RIPOSTE_SANDBOX_THROTTLE_H
#define RIPOSTE_SANDBOX_THROTTLE_H

#include <stdbool.h>
#include <stdint.h>

#include "util/err.h"
#include "util/str.h"

enum throttle_kind {
    THROTTLE_READS,
    THROTTLE_WRITES,
    THROTTLE_DELETES,
    THROTTLE_KIND_N
};

struct throttle;

/* "20" or "20/2": calls at once, and calls a second after that; NULL for what
 * Azure does.  ERR_INPUT when it is neither. */
bool throttle_new(const char *rate, struct throttle **out, struct err *err);
void throttle_free(struct throttle *throttle);

/* Which kind of operation a method is. */
enum throttle_kind throttle_kind_of(struct str method);
/* Takes one call from the bucket of @scope (a subscription, or empty for the
 * tenant) at the monotonic time @now.  When there is none left it is false
 * and *wait says for how many seconds; *left is what remains. */
bool throttle_take(struct throttle *throttle, struct str scope,
                   enum throttle_kind kind, int64_t now, int *left, int *wait);
/* The header that tells how many are left. */
const char *throttle_header(enum throttle_kind kind, bool tenant);

#endif
