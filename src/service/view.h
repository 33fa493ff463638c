/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view.h - what one screen shows of the index: a filter, a sort, and the slots
 * that match, in order.
 *
 * Filtering goes on in portions, so that a query that must read bodies never
 * keeps the reader from answering; until it is done the view shows what it has
 * found so far, by time.  When rows arrive or change only their own places are
 * looked at.
 *
 * Thread: the reader's.
 */
#ifndef RIPOSTE_SERVICE_VIEW_H
#define RIPOSTE_SERVICE_VIEW_H

#include "service/filter.h"
#include "service/queue.h"

struct view {
    const struct index *index;
    const struct config *config; /* for watchlists */
    struct store *store;
    char text[1024];       /* the query */
    struct filter *filter; /* of the last good query */
    struct err error;      /* of the query as typed */
    enum queue_sort sort;
    bool ascending;
    uint32_t *slots; /* those that match, lowest key first, from `found` on */
    size_t found;    /* 0 when all are filtered */
    size_t n;
    size_t room;
    size_t todo;    /* slots[0 … todo-1] are not filtered yet */
    bool sorted;    /* slots are in their order */
    uint32_t *rank; /* of terms by text, for sorts by text */
    size_t n_ranks;
    int64_t newest; /* added since somebody looked at the top */

    uint32_t *moved; /* have no place, or may stand in a wrong one … */
    size_t n_moved;
    size_t moved_room;
    bool stray;    /* … one of them does */
    size_t forgot; /* taken out one by one, since all was in its place */
    size_t gone;   /* taken out in any way since then */
};

void view_init(struct view *view, const struct index *index,
               struct store *store, const struct config *config);
void view_done(struct view *view);
/* Another query or sort; nothing happens when both are as they were.  A query
 * that does not compile leaves the rows of the last good one. */
void view_set(struct view *view, const char *text, enum queue_sort sort,
              bool ascending, int64_t now);
/* The same query compiled anew: its watchlists have changed. */
void view_again(struct view *view, int64_t now);
/* Throws away what was found; the next view_work() begins anew. */
void view_rebuild(struct view *view, int64_t now);
/* Filters on, for about @milliseconds.  True when all is done. */
bool view_work(struct view *view, int milliseconds);
bool view_ready(const struct view *view);

/* The slot is about to change; or has changed, or is new: it gets its place
 * in view_settle(), or when all is filtered. */
void view_forget(struct view *view, uint32_t slot);
void view_take(struct view *view, uint32_t slot);
void view_settle(struct view *view);

/* Position ↔ slot, in the order that is shown. */
uint32_t view_slot(const struct view *view, size_t position);
/* SIZE_MAX when it is not in the view. */
size_t view_position(const struct view *view, uint32_t slot);

/* A slot as a row of the queue; its texts in @arena. */
void view_row(const struct index *index, uint32_t slot, struct arena *arena,
              struct queue_row *out);
/* A page of @count rows from @first, or such that @anchor (a row number, 0:
 * none) is in it. */
struct queue_page *view_page(struct view *view, int64_t anchor, int64_t first,
                             size_t count);

#endif
