/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_shape.h - what a definition expects of the answers that it gets: which
 * members it asks for, what it takes them for.
 *
 * Found without running it, from the expressions, the loops, the schemas of
 * ParseJson and the comparisons with constants.  From that an answer can be
 * made that the definition can work with: for a rehearsal, where nothing
 * leaves the machine.
 *
 * Thread: immutable once made.
 * Memory: shapes live in the arena given.
 */
#ifndef RIPOSTE_ENGINE_WDL_SHAPE_H
#define RIPOSTE_ENGINE_WDL_SHAPE_H

#include "engine/wdl.h"

struct wdl_shapes;

struct wdl_shapes *wdl_shapes_new(const struct wdl *wdl, struct arena *arena);
/* Outputs that an action of outside might give: the caller's. */
struct json *wdl_shapes_outputs(struct wdl_shapes *shapes,
                                const struct wdl_action *action);
/* A body that might start it. */
struct json *wdl_shapes_trigger(struct wdl_shapes *shapes);
/* Puts there what else of its outputs is read: queries, headers. */
void wdl_shapes_beside(struct wdl_shapes *shapes, struct json *outputs);
/* Puts into the body of an event what it lacks, where the definition cannot go
 * on without; answers how much that is, and their paths in the arena. */
size_t wdl_shapes_fit(struct wdl_shapes *shapes, struct json *body,
                      const char ***paths);

#endif
