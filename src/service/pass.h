/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pass.h - secrets that one request of a step learnt for the next, such as the
 * signed address at which a workflow is started.
 *
 * They are in memory only, and gone when the process is: then the action's
 * render() says so, and the step begins again.
 *
 * Thread: the desk's.
 * Memory: passes_init() on the caller's storage, passes_done() zeroes and
 * frees.
 */
#ifndef RIPOSTE_SERVICE_PASS_H
#define RIPOSTE_SERVICE_PASS_H

#include <stddef.h>
#include <stdint.h>

#include "model/limits.h"
#include "util/secret.h"

/* Beyond that the oldest is forgotten.  One run of a playbook may need one for
 * each of its steps at a time, or it would read them again without end. */
#define PASSES       (2 * LIMIT_PLAY_STEPS)
#define PASSES_BYTES (128 * LIMIT_MIB)

struct pass;
struct passes {
    struct pass *items; /* the oldest first */
    size_t n;
    size_t bytes;
};
void passes_init(struct passes *passes);
void passes_done(struct passes *passes);
/* In place of what the step has; an empty one takes that away. */
void passes_put(struct passes *passes, int64_t step, struct str secret);
void passes_drop(struct passes *passes, int64_t step);
/* Of all from @first to @last. */
void passes_drop_all(struct passes *passes, int64_t first, int64_t last);
/* Borrowed until the next change; "" when there is none. */
const char *passes_get(const struct passes *passes, int64_t step);

#endif
