/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_complete.h - what may be typed next in a text with expressions:
 * functions, properties, and the members that the value at hand has.
 *
 * Thread: any.
 * Memory: candidates live in the arena given.
 */
#ifndef RIPOSTE_ENGINE_EXPR_COMPLETE_H
#define RIPOSTE_ENGINE_EXPR_COMPLETE_H

#include "engine/expr.h"

struct expr_candidate {
    const char *text; /* replaces what stands from *from to the cursor */
    const char *note; /* how a function is written, the type of a member */
};

/* What may stand at @cursor (bytes) of a text that need not be complete.  @of
 * is what the roots of the world answer from, such as the selected event; with
 * NULL no members are known.  Answers how many, all of which continue what
 * stands from *from on. */
size_t expr_complete(struct str text, size_t cursor,
                     const struct expr_world *world, void *of,
                     struct arena *arena, struct expr_candidate **out,
                     size_t *from);

#endif
