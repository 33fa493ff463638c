/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppressions.h - riposte's own suppressions, and Defender's as last seen.
 *
 * None is ever deleted: one that was taken away, or is not there any more,
 * says since when, so that it can be told why an event was not seen.
 */
#ifndef RIPOSTE_STORE_SUPPRESSIONS_H
#define RIPOSTE_STORE_SUPPRESSIONS_H

#include "model/suppression.h"
#include "store/store.h"

/* Adds one of riposte's own; sets its row.  All that write are for the
 * caller's transaction. */
bool suppressions_add(struct store *store, struct suppression *suppression,
                      struct err *err);
/* Defender's, by its id: added, or brought up to date.  @seen: when it was
 * listed. */
bool suppressions_put(struct store *store, const struct suppression *of_azure,
                      int64_t seen, struct err *err);
/* Those of a subscription that no page has shown since @seen are gone. */
bool suppressions_gone(struct store *store, struct str subscription,
                       int64_t seen, int64_t now, struct err *err);
/* ERR_AGAIN when it has been taken away already. */
bool suppressions_end(struct store *store, int64_t row, const char *by,
                      int64_t now, struct err *err);
/* Defender's, by its id; one that is not known is no matter. */
bool suppressions_end_of(struct store *store, struct str id, const char *by,
                         int64_t now, struct err *err);
/* One more event that it has hidden. */
bool suppressions_hit(struct store *store, int64_t row, int64_t now,
                      struct err *err);

/* The newest first; @active: those that hide something at @now only. */
bool suppressions_list(struct store *store, bool active, int64_t now,
                       struct arena *arena, struct suppression **out, size_t *n,
                       struct err *err);
/* ERR_ABSENT when there is none of this number. */
bool suppressions_get(struct store *store, int64_t row, struct arena *arena,
                      struct suppression *out, struct err *err);
/* Moves whenever what is hidden may have changed, but for the time itself. */
bool suppressions_version(struct store *store, int64_t *out, struct err *err);

#endif
