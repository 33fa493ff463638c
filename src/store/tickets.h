/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tickets.h - what riposte made in ticket systems, until retention lets it go.
 */
#ifndef RIPOSTE_STORE_TICKETS_H
#define RIPOSTE_STORE_TICKETS_H

#include "model/ticket.h"
#include "store/store.h"

/* One that is known by connector and ref already is changed instead: only its
 * state, label and URL are taken.  *row is its number. */
bool tickets_put(struct store *store, const struct ticket *ticket, int64_t *row,
                 struct err *err);
/* State, times and trouble of one that was looked at. */
bool tickets_save(struct store *store, const struct ticket *ticket,
                  struct err *err);
bool tickets_get(struct store *store, int64_t row, struct arena *arena,
                 struct ticket *out, struct err *err);
/* Those of an event, the oldest first. */
bool tickets_of(struct store *store, int64_t event, struct arena *arena,
                struct ticket **out, size_t *n, struct err *err);
/* The newest open one of an event at a connector; ref "" when there is none. */
bool tickets_open(struct store *store, int64_t event, const char *connector,
                  struct arena *arena, struct ticket *out, struct err *err);
/* Open ones to be looked at; *next is the earliest later moment, 0 none. */
bool tickets_due(struct store *store, int64_t now, size_t limit,
                 struct arena *arena, struct ticket **out, size_t *n,
                 int64_t *next, struct err *err);
/* Is another step of this kind, for the same event, under way? */
bool tickets_busy(struct store *store, int64_t event, const char *kind,
                  int64_t step, bool *out, struct err *err);

#endif
