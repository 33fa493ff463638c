/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ignores.h - riposte's own suppressions that are in force, ready to be asked:
 * of one event that arrives, or of rows of the index.
 *
 * Nothing about it is written to an event: what is hidden is seen again when
 * the suppression has ended, or was lifted.  One that cannot be understood any
 * more (its watchlist has gone) hides nothing.
 *
 * Thread: the desk's, or the reader's.
 */
#ifndef RIPOSTE_SERVICE_IGNORES_H
#define RIPOSTE_SERVICE_IGNORES_H

#include "model/suppression.h"
#include "service/config.h"
#include "service/filter.h"

struct ignores {
    struct arena *arena;
    struct suppression *items;
    struct filter **filters; /* one for each */
    size_t n;
    int64_t version;  /* of the store; -1: not loaded */
    uint64_t lists;   /* watchlist_stamp() of what was compiled */
    int64_t next_end; /* when the first of them ends; 0: none does */
};

void ignores_init(struct ignores *ignores);
void ignores_done(struct ignores *ignores);
/* As they are now; cheap when nothing changed.  *changed (may be NULL) says
 * whether what is hidden may be something else than before. */
bool ignores_load(struct ignores *ignores, struct store *store,
                  const struct config *config, int64_t now, bool *changed,
                  struct err *err);
/* The first that covers the event, or NULL. */
const struct suppression *ignores_ask(const struct ignores *ignores,
                                      struct query_subject *subject,
                                      int64_t now);
/* All that there ever were, for what would have been; never to be loaded anew.
 * False: they cannot be read. */
bool ignores_load_all(struct ignores *ignores, struct store *store,
                      const struct config *config, int64_t now,
                      struct err *err);
/* The first that covers the event and was in force at its time, or NULL. */
const struct suppression *ignores_ask_then(const struct ignores *ignores,
                                           struct query_subject *subject);
/* "Suppression 7 by mara hides it until …: REASON", in @arena. */
const char *ignores_sentence(const struct suppression *suppression,
                             struct arena *arena);
/* Marks those of up to 64 slots that are covered, and unmarks the others.
 * Answers whether any mark is another. */
bool ignores_mark(struct ignores *ignores, struct index *index,
                  struct store *store, const uint32_t *slots, size_t n);
/* The same for all slots. */
void ignores_mark_all(struct ignores *ignores, struct index *index,
                      struct store *store);

#endif
