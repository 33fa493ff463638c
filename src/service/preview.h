/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * preview.h - what a suppression would have hidden in the last 30 days, told
 * before it is made.
 *
 * Looks through the index from the newest row on, in portions, since a query
 * may need bodies.
 *
 * Thread: the reader's, or the desk's.
 * Memory: a page owns its arena.
 */
#ifndef RIPOSTE_SERVICE_PREVIEW_H
#define RIPOSTE_SERVICE_PREVIEW_H

#include "service/filter.h"
#include "service/queue.h"

#define PREVIEW_DAYS    30
#define PREVIEW_SAMPLES 5

struct preview_page {
    struct arena *arena;
    int64_t total;  /* events that it would have hidden */
    int64_t open;   /* of them: nobody has closed them, */
    int64_t really; /* or somebody closed them as true positives */
    struct queue_row rows[PREVIEW_SAMPLES]; /* the newest of them */
    size_t n;
    struct err error;
};
void preview_page_free(struct preview_page *page);

struct preview;

/* Never fails here: what is wrong with the query comes with the page. */
struct preview *preview_new(struct str query, const struct config *config,
                            const struct index *index, struct store *store,
                            int64_t now);
void preview_free(struct preview *preview); /* NULL is fine */
/* Goes on for about @milliseconds; true when all was looked at. */
bool preview_work(struct preview *preview, int milliseconds);
/* The page, once; yours. */
struct preview_page *preview_take(struct preview *preview);

/* All at once, for a command. */
struct preview_page *preview_read(struct desk *desk, struct str query);

#endif
