/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * effect_part.h - which containment stands on a target.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_EFFECT_PART_H
#define RIPOSTE_SERVICE_EFFECT_PART_H

#include "service/desk_part.h"

/* The one that is in force or under way on the same part of the target: two
 * tags with different names are two.  @parameters in full; NULL: of an action
 * that acts on parts none stands in the way. */
bool effect_standing(struct desk *desk, const struct containment *entry,
                     const char *target, const struct json *parameters,
                     struct arena *arena, struct effect *out, bool *found,
                     struct err *err);
/* The one that this run has made there. */
bool effect_of_run(struct desk *desk, const struct containment *entry,
                   const struct step *step, int64_t run, struct arena *arena,
                   struct effect *out, bool *found, struct err *err);

#endif
