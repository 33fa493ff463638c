/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * looks.h - looks at targets: asked for, and what they found.
 */
#ifndef RIPOSTE_STORE_LOOKS_H
#define RIPOSTE_STORE_LOOKS_H

#include "model/look.h"
#include "store/store.h"

/* One that is asked for already is not asked for again: *row is its number
 * then.  What earlier looks of the same effect found makes room. */
bool looks_add(struct store *store, const struct look *look, int64_t *row,
               struct err *err);
/* State, times, and what was found. */
bool looks_save(struct store *store, const struct look *look, struct err *err);
bool looks_get(struct store *store, int64_t row, struct arena *arena,
               struct look *out, struct err *err);
/* The newest that was answered, of this kind; *found. */
bool looks_newest(struct store *store, const struct look *like,
                  struct arena *arena, struct look *out, bool *found,
                  struct err *err);
/* Those that are wanted and due; *next is the earliest later one, 0 none. */
bool looks_due(struct store *store, int64_t now, size_t limit,
               struct arena *arena, struct look **out, size_t *n, int64_t *next,
               struct err *err);

#endif
