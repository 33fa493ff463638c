/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * look.h - how a target was found when somebody asked, or the clock did.
 *
 * A look changes nothing.  It asks with the request of a catalogue entry:
 * that of "before" (what would be changed, and is it so already?) or that of
 * "verify" (is what was done still so?).  What was found is
 *
 *   { "holds": true, "checks": [ { "at": "…", "holds": true, "says": "…" } ],
 *     "values": { "properties.publicNetworkAccess": "Disabled" } }
 *
 * where the values stand under the paths that the entry looks at: those that
 * its checks name, and, unless the service refused (status 400 or more), those
 * that "before" keeps.
 *
 * Thread: any.
 * Memory: texts live in the arena of whoever loaded the look.
 */
#ifndef RIPOSTE_MODEL_LOOK_H
#define RIPOSTE_MODEL_LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "model/containment.h"
#include "model/run.h"

enum look_state {
    LOOK_WANTED, /* not answered yet */
    LOOK_SEEN,   /* @found says how it is */
    LOOK_BLIND,  /* it could not be seen: @trouble says why */
};

struct look {
    int64_t row;
    int64_t effect; /* the containment that is looked after; 0: none */
    const char *action;
    const char *target;
    enum step_phase phase;         /* PHASE_BEFORE or PHASE_VERIFY */
    const struct json *parameters; /* of the entry; NULL: its defaults */
    const char *by;
    enum look_state state;
    int64_t asked;
    int64_t due; /* not before */
    int attempts;
    int64_t seen; /* when it was answered; 0: not yet */
    const struct json *found;
    const char *trouble;
};

/* What the answer to such a look shows; @kept are the values of the effect,
 * NULL for a look before.  The caller's. */
struct json *look_found(const struct containment *entry, enum step_phase phase,
                        struct str target, const struct json *kept,
                        const struct json *answer, struct arena *arena);
/* All checks hold, of what look_found() made. */
bool look_holds(const struct json *found);
/* Have both the same values?  Without values on one side nobody can tell: yes.
 */
bool look_same(const struct json *left, const struct json *found);
/* One line: "properties.publicNetworkAccess is Disabled", in @arena; without
 * values, what the checks say. */
const char *look_words(const struct json *found, struct arena *arena);

#endif
