/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * index.h - all rows of the queue as columns in memory.
 *
 * One slot for each stored event, 64 bytes: texts are numbers of terms, as in
 * the store, so that a filter is asked once for each distinct text and the
 * rest is reading small arrays.  The slot of an event is its row number less
 * one: events are never deleted.  `order` holds the shown slots by time.
 *
 * Thread: the reader's.
 * Memory: index_init() on the caller's storage, index_done() frees.
 */
#ifndef RIPOSTE_SERVICE_INDEX_H
#define RIPOSTE_SERVICE_INDEX_H

#include "store/events.h"
#include "util/arena.h"

/* A slot whose row has not been read (or does not exist). */
#define INDEX_EMPTY UINT8_MAX

struct index {
    size_t n; /* slots in use: the highest row number */
    size_t room;
    int64_t *time;
    uint32_t *acknowledged; /* seconds; 0: not */
    uint32_t *term[EVENT_COLUMN_N];
    uint8_t *kind; /* INDEX_EMPTY: no row */
    uint8_t *severity;
    uint8_t *automation;
    uint8_t *flags;

    struct str *text; /* by term number; [0] is empty */
    size_t n_terms;
    size_t term_room;
    struct arena *texts;

    uint32_t *order; /* shown slots, oldest first */
    size_t n_order;
    size_t n_ignored; /* of what is shown, EVENT_IGNORED (ignores.h) */
    size_t order_room;
    bool sorted;
    bool standing;   /* standing states are shown too */
    bool complete;   /* everything that was stored is in */
    uint32_t *fresh; /* to be put in `order` */
    size_t n_fresh;
    size_t fresh_room;

    struct event_cursor cursor;
    uint32_t last_term;
    uint64_t revision; /* grows with every change */
};

void index_init(struct index *index);
void index_done(struct index *index);

/* What one call of index_follow() changed. */
struct index_changes {
    uint32_t *slots; /* in the order in which they came; may repeat */
    size_t n;
    size_t room;
    bool many; /* too many to name: rebuild what depends on them */
};
/* Reads what is new in the store; stops after about @most rows, *more then.
 * @forget (may be NULL) is called before a slot that is known is overwritten,
 * so that what depends on its old values lets go of it. */
bool index_follow(struct index *index, struct store *store, size_t most,
                  void (*forget)(void *with, uint32_t slot), void *with,
                  struct index_changes *changes, bool *more, struct err *err);
/* All that is stored, at once. */
bool index_load(struct index *index, struct store *store, struct err *err);
bool index_shown(const struct index *index, uint32_t slot);
struct str index_text(const struct index *index, enum event_column column,
                      uint32_t slot);
/* The columns of a slot as an event; texts are borrowed from the index. */
void index_event(const struct index *index, uint32_t slot, struct event *out);

#endif
