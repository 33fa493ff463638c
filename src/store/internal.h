/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * internal.h - what the files of the store share: the connection with its
 * dictionary, and small helpers over rows.  For store/ only.
 */
#ifndef RIPOSTE_STORE_INTERNAL_H
#define RIPOSTE_STORE_INTERNAL_H

#include "model/event.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/store.h"
#include "util/buf.h"
#include "util/json.h"
#include "util/map.h"
#include "util/pack.h"

/* By number: 0 packs without a dictionary, the others with that of a kind. */
#define PACKS (EVENT_KIND_N + 1)

/* Containments in force, in the columns of the table "effect".  What cannot be
 * taken back is over when it has been seen. */
#define EFFECT_ACTIVE "state IN (0, 1, 2, 4, 5) AND (state <> 2 OR ended = 0)"

struct bodies {
    struct pack *pack[PACKS]; /* NULL: not made, or there is no dictionary */
    bool asked[PACKS];        /* whether there is one */
    struct buf packed;
    struct buf plain;
};

struct store {
    struct db *db;
    char *path;
    bool inside;            /* a transaction */
    int64_t seen;           /* data version at the last store_changed() */
    struct map terms;       /* texts looked up so far … */
    uint32_t *term_numbers; /* … and their numbers in the store */
    size_t term_room;
    struct bodies bodies;
    struct audit_author author;
    struct audit_seals seals;
    struct arena *authored; /* its texts */
};

/* Each migration brings the store from one version to the next; the index is
 * the version it starts from.  A migration is a list of scripts, NULL ends. */
extern const char *const *const store_migrations[];
extern const int store_version; /* of this program */

/* Number of a text, added when it is new; 0 for the empty text. */
bool term_number(struct store *store, struct str text, uint32_t *out,
                 struct err *err);

/* Forgets what was looked up or added inside a transaction that is undone. */
void terms_forget(struct store *store);

/* The body of an event as it came. */
void bodies_init(struct bodies *bodies);
void bodies_done(struct bodies *bodies);
void bodies_forget(struct bodies *bodies);
bool bodies_put(struct store *store, int64_t row, enum event_kind kind,
                struct str raw, struct err *err);
bool bodies_get(struct store *store, int64_t row, struct arena *arena,
                struct str *out, struct err *err);

/* A copy of a text column in @arena; a NULL column gives "". */
const char *row_text(const struct db_rows *rows, int column,
                     struct arena *arena);
/* A JSON column, NULL when it is empty; freed with the arena. */
const struct json *row_json(const struct db_rows *rows, int column,
                            struct arena *arena);
/* Compact text of a JSON value in *buf, which is cleared first; "" for NULL. */
struct str json_column(const struct json *json, struct buf *buf);

/* What the store itself writes down of a change: "run state", "run 12", from
 * one state to the other (NULL: there was none). */
struct audit_move {
    const char *verb;
    const char *noun; /* "run" */
    int64_t row;
    int64_t event;
    const char *from;
    const char *to;
    const char *why;
};
/* The number that the one row of this query has; 0 when there is none. */
bool row_number(struct store *store, const char *sql, int64_t row, int64_t *out,
                struct err *err);
bool audit_moved(struct store *store, const struct audit_move *move,
                 struct err *err);

/* One statement that must touch exactly one row: ERR_AGAIN with @text when it
 * did not (somebody was faster). */
bool touched_one(struct store *store, const char *text, struct err *err);

#endif
