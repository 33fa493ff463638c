/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue.h - rows of the queue and one event whole, as the faces see them.
 *
 * Memory: a page owns its arena; queue_page_free() frees both.
 */
#ifndef RIPOSTE_SERVICE_QUEUE_H
#define RIPOSTE_SERVICE_QUEUE_H

#include "model/approval.h"
#include "model/canon.h"
#include "model/decision.h"
#include "model/event.h"
#include "model/run.h"
#include "model/ticket.h"
#include "service/desk.h"

enum queue_sort {
    SORT_TIME, /* newest first; the others fall back on it */
    SORT_SEVERITY,
    SORT_TITLE,
    SORT_RESOURCE,
    SORT_STATUS,
    SORT_N
};
const char *queue_sort_name(enum queue_sort sort);

struct queue_row {
    int64_t row;
    int64_t time;
    int64_t acknowledged;
    enum event_kind kind;
    enum severity severity;
    enum event_auto automation;
    unsigned flags;
    struct str title;
    struct str resource; /* short name, or the entity */
    struct str tactic;
    struct str status;
    struct str owner;
};

struct queue_page {
    struct arena *arena;
    uint64_t revision; /* grows when anything changed */
    bool complete;     /* the index holds all: counts and sorts are exact */
    int64_t total;     /* rows that match */
    int64_t all;       /* rows in the store */
    int64_t first;     /* position of rows[0] among those that match */
    int64_t anchor;    /* position of the asked row; -1 when it has gone */
    int64_t ignored;   /* hidden by suppressions, in all */
    int64_t newest;    /* arrived since the view was opened or last followed */
    struct queue_row *rows;
    size_t n;
    struct err
        error; /* of the query; the rows are those of the last good one */
};
void queue_page_free(struct queue_page *page);

/* One line of the story: alert → decisions → approval → steps → effect → undo,
 * each with its time and what it is about, to jump to. */
enum story_kind {
    STORY_EVENT,
    STORY_DECISION,
    STORY_APPROVAL,
    STORY_RUN,
    STORY_STEP,
    STORY_EFFECT,
    STORY_DEED,
    STORY_TICKET,
    STORY_KIND_N
};
struct story_line {
    int64_t when;
    enum story_kind kind;
    int64_t row; /* of the decision, approval, run … */
    const char *text;
};

/* A containment that fits a target of this event. */
struct containable {
    const struct containment *entry; /* of the catalogue: lives for ever */
    const char *target;
    bool active;        /* already in force there */
    const char *barred; /* why it cannot be done; NULL: it can */
    const char *doubt;  /* a permission that is missing, unless a role was given
                           for the target alone; NULL: none */
};

struct event_page {
    struct arena *arena;
    struct event event;
    struct json *body; /* canonical; owned */
    struct entity *entities;
    size_t n_entities;
    struct story_line *story;
    size_t n_story;
    struct containable *containables;
    size_t n_containables;
    struct ticket *tickets; /* the oldest first */
    size_t n_tickets;
    int64_t similar_total; /* of the same type in 90 days */
    int64_t similar_benign;
    int64_t similar_true;
    int64_t similar_false;
    struct err error;
};
void event_page_free(struct event_page *page);

/* Everything about one event but how similar ones were closed, read from the
 * store now. */
struct event_page *event_page_read(struct desk *desk, int64_t row);
/* Row number of an id as typed: number, key, the service's id. */
bool event_resolve(struct desk *desk, struct str id, int64_t *row,
                   struct err *err);
/* One event as `event show --json` prints it: columns, and `body` whole. */
bool event_show_json(struct desk *desk, int64_t row, struct json **out,
                     struct err *err);

/* Calls @each for every event that matches, newest first, at most @limit
 * (0: all), as `event list --json` prints it.  @standing: standing states
 * too, which the queue does not show. */
bool queue_list(struct desk *desk, struct str query, size_t limit,
                bool standing,
                bool (*each)(void *with, const struct event *event), void *with,
                struct err *err);

#endif
