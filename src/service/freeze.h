/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * freeze.h - what an approval asks for, written down whole: action, target,
 * rendered requests, the way back, evidence, and a digest over all of it.
 *
 * Thread: the desk's.
 */
#ifndef RIPOSTE_SERVICE_FREEZE_H
#define RIPOSTE_SERVICE_FREEZE_H

#include "service/desk_part.h"
#include "util/digest.h"

bool freeze_approval(struct desk *desk, const struct run *run,
                     const struct step *step, int64_t now, struct arena *arena,
                     struct approval *out, struct err *err);
/* Is what @step would send still what was approved?  Compares it with what its
 * approval froze, but for the values that only the look before finds.  *why
 * says what is wrong, NULL when all is well or no approval was asked.  Where it
 * may be asked anew *differs lists what is another now, in @arena; else it is
 * NULL. */
bool freeze_holds(struct desk *desk, const struct run *run,
                  const struct step *step, struct arena *arena,
                  const char **why, const struct json **differs,
                  struct err *err);
/* Adds {what, was, now} when both are not the same. */
void freeze_difference(struct json *list, const char *what,
                       const struct json *was, const struct json *now);
/* The step at which the run was asked for what @step does, be it for a batch;
 * NULL: it was not asked. */
const struct step *freeze_asked(const struct run *run, const struct step *step);
/* The same for a confirmation: requests, undo and note of one containment on
 * one target.  Values that are only known when it is done stand as «name». */
bool freeze_containment(const struct containment *entry, struct str target,
                        const struct json *parameters, struct arena *arena,
                        struct json **out, struct err *err);
/* What one step would do, whoever is asked; the caller's. */
bool freeze_step(struct desk *desk, const struct step *step,
                 struct arena *arena, struct json **out, struct err *err);
/* Would the step do now what was frozen?  False: *differs as above. */
bool freeze_same(const struct desk *desk, const struct step *step,
                 const struct json *frozen, struct arena *arena,
                 const struct json **differs);
const char *freeze_differs(const struct approval *approval,
                           struct arena *arena);
const char *freeze_digest(const struct json *json, char hex[DIGEST_HEX_SIZE]);
/* The rule's author, and who saved the revision that fired. */
bool freeze_authors(struct desk *desk, const struct run *run,
                    struct arena *arena, struct approval *out, struct err *err);

#endif
