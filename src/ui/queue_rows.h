/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue_rows.h - the rows of the queue that are held here: a window of some
 * screens round what is shown, out of as many rows as there are.
 *
 * Moving is answered from the window and never waits.  Before its edge comes
 * into sight the next window is asked for; what is shown meanwhile is what is
 * held.  The finger is on a row's number: when rows come and go it stays on
 * its row.
 *
 * Thread: ui; no I/O.
 * Memory: queue_rows_done() frees the pages.
 */
#ifndef RIPOSTE_UI_QUEUE_ROWS_H
#define RIPOSTE_UI_QUEUE_ROWS_H

#include "service/console.h"
#include "widget/list.h"

/* What is asked for, beside the place. */
struct queue_view {
    char query[1024];
    enum queue_sort sort;
    bool ascending;
};

struct queue_rows {
    struct list list;
    struct queue_page *page;  /* held; NULL before the first */
    struct queue_page *later; /* came while paused */
    struct queue_view view;
    uint64_t ticket;  /* of the ask that is not answered yet; 0: none */
    uint64_t last;    /* of the last one: pages come again under it */
    uint64_t find;    /* of a search on its way */
    int64_t to;       /* row to go to as soon as its place is known; 0: none */
    int64_t asked_at; /* place of the last ask, so that a short answer is */
    uint64_t asked_revision; /* not asked for again and again */
    bool fresh;              /* another view: the cursor may go home */
    bool follow;             /* the cursor stays on the newest */
    bool paused;
    bool lost;    /* the last search found nothing */
    int64_t seen; /* of those that the page calls newest */
};

void queue_rows_init(struct queue_rows *rows);
void queue_rows_done(struct queue_rows *rows);
/* Another query or sort: the rows held stay until its first page is there. */
void queue_rows_set_view(struct queue_rows *rows,
                         const struct queue_view *view);
/* Fills @ask when something has to be asked for now; the caller sends it and
 * says so with queue_rows_asked(). */
bool queue_rows_need(struct queue_rows *rows, struct ask *ask);
void queue_rows_asked(struct queue_rows *rows, const struct ask *ask);
/* Is this page for these rows?  Then it is taken. */
bool queue_rows_take(struct queue_rows *rows, struct queue_page *page,
                     uint64_t ticket);
void queue_rows_pause(struct queue_rows *rows, bool paused);

/* NULL: not held. */
const struct queue_row *queue_rows_at(const struct queue_rows *rows,
                                      size_t index);
const struct queue_row *queue_rows_current(const struct queue_rows *rows);
const struct queue_row *queue_rows_find(const struct queue_rows *rows,
                                        int64_t row, size_t *index);
/* How many have arrived above what is shown. */
int64_t queue_rows_unseen(struct queue_rows *rows);
bool queue_rows_move(struct queue_rows *rows, enum list_move move);
bool queue_rows_go(struct queue_rows *rows, size_t index);

#endif
