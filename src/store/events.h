/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * events.h - stored events: rows of numbers, a dictionary of texts, bodies
 * apart.
 *
 * A row of the event table holds numbers only: each text column is the number
 * of a term.  So a million rows are read in a second or so, and a filter is
 * asked once for each distinct text.  Bodies are kept as they came, packed, in
 * a table of their own.
 *
 * The queue shows changes of state, not standing facts.  A recommendation that
 * a poll finds healthy the first time is standing, and so is every compliance
 * state, which has no time of its own: kept, but not shown until it changes.
 */
#ifndef RIPOSTE_STORE_EVENTS_H
#define RIPOSTE_STORE_EVENTS_H

#include "model/event.h"
#include "store/store.h"

/* Kept, but no row of the queue. */
#define EVENT_STANDING (1u << 6)

/* One row as it is stored; what the queue index lives on. */
struct event_row {
    int64_t row;
    int64_t time;
    int64_t acknowledged;
    uint32_t term[EVENT_COLUMN_N]; /* 0: the empty text */
    uint8_t kind;
    uint8_t severity;
    uint8_t automation;
    uint8_t flags;
};

/* Inserts or updates by key, inside the caller's transaction.  Riposte's own
 * columns (owner, closing, tags, acknowledged, automation) of a known event
 * stay as they are.  *changes is a set of enum event_change, 0 when it is
 * known and the same to the byte; event->row is set.
 * @standing: came from a poll of states; see above. */
bool events_put(struct store *store, struct event *event, bool standing,
                unsigned *changes, struct err *err);

/* What an event with this key is before events_put() changes it; *found.  Texts
 * are in @arena. */
bool events_before(struct store *store, struct str key, struct arena *arena,
                   struct event_before *out, bool *found, struct err *err);
/* Riposte asks the service for this status: the version that shows it is its
 * own doing (CHANGE_OURS).  NULL: it came to nothing. */
bool events_wrote(struct store *store, int64_t row, const char *status,
                  struct err *err);

/* By number, by key, by the service's id (systemAlertId), or by an unambiguous
 * beginning of it, without case.  ERR_INPUT when there is none, or more than
 * one. */
bool events_find(struct store *store, struct str id, int64_t *row,
                 struct err *err);
/* All columns; key, raw and arm_id too when @body.  Texts are terminated. */
bool events_get(struct store *store, int64_t row, bool body,
                struct arena *arena, struct event *out, struct err *err);

/* The bytes of its body as it came, in @arena. */
bool events_bytes(struct store *store, int64_t row, struct arena *arena,
                  struct str *out, struct err *err);

/* Riposte's own columns and the pending flag; writes a change.  A negative or
 * NULL member of the patch leaves its column alone.  In the caller's
 * transaction; ERR_ABSENT when there is no such event. */
struct event_patch {
    int64_t acknowledged; /* < 0: leave; 0: take back */
    const char *status;   /* canonical */
    const char *owner;
    const char *closing;
    const char *tags;
    int automation; /* < 0: leave */
    int pending;    /* < 0: leave; 0 or 1 */
};
#define EVENT_PATCH_NONE                                                       \
    ((struct event_patch){.acknowledged = -1, .automation = -1, .pending = -1})
bool events_patch(struct store *store, int64_t row,
                  const struct event_patch *patch, int64_t now,
                  struct err *err);

/* The types of alerts that were seen, in the order of the alphabet. */
bool events_types(struct store *store, size_t limit, struct arena *arena,
                  const char ***out, size_t *n, struct err *err);
/* The newest alert of a type, without case; 0: there is none. */
bool events_of_type(struct store *store, struct str type, int64_t *row,
                    struct err *err);

/* The newest @limit rows, newest first, standing ones left out: the first
 * screen, in one indexed read whatever the size. */
bool events_newest(struct store *store, size_t limit, struct arena *arena,
                   struct event_row **out, size_t *n, struct err *err);
/* The number of the last row: about how many there are, standing ones
 * included, whatever the size. */
bool events_count(struct store *store, int64_t *out, struct err *err);

/*
 * Reading along: every row after the cursor, then rows that changed.  @each
 * answers false to stop early (the cursor stands behind the last row given).
 * Starts with a zeroed cursor.
 */
struct event_cursor {
    int64_t row;
    int64_t change;
};
bool events_follow(struct store *store, struct event_cursor *cursor,
                   bool (*each)(void *with, const struct event_row *row),
                   void *with, struct err *err);
/* Terms above *last, in order of their numbers; *last is moved. */
bool terms_follow(struct store *store, uint32_t *last,
                  void (*each)(void *with, uint32_t term, struct str text),
                  void *with, struct err *err);
/* One text, in @arena; for the first screen, before the dictionary is in. */
bool terms_text(struct store *store, uint32_t term, struct arena *arena,
                struct str *out, struct err *err);

#endif
