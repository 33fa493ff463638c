/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * events.c - putting events in: one batch is one transaction of the caller.
 */
#include "store/events.h"

#include <string.h>

#include "store/internal.h"
#include "util/text.h"

/* What is known of an event that comes again. */
struct known {
    int64_t row;
    int64_t digest;
    int64_t severity;
    int64_t status;
    int64_t flags;
    int64_t time;
};

static bool find_known(struct store *store, struct str key, struct known *known,
                       bool *found, struct err *err)
{
    struct db_rows rows;

    err->code = ERR_NONE;
    if (!db_query(store->db, &rows, err,
                  "SELECT k.row, k.digest, e.severity, e.status, e.flags,"
                  " e.time FROM event_key k JOIN event e ON e.row = k.row"
                  " WHERE k.key = ?1",
                  "s", key))
        return false;
    *found = db_next(&rows, err);
    if (*found)
        *known = (struct known){
            .row = db_int(&rows, 0),
            .digest = db_int(&rows, 1),
            .severity = db_int(&rows, 2),
            .status = db_int(&rows, 3),
            .flags = db_int(&rows, 4),
            .time = db_int(&rows, 5),
        };
    db_done(&rows);
    return err->code == ERR_NONE;
}

static bool numbers(struct store *store, const struct event *event,
                    uint32_t out[EVENT_COLUMN_N], struct err *err)
{
    for (int i = 0; i < EVENT_COLUMN_N; i++) {
        if (!term_number(store, event->column[i], &out[i], err))
            return false;
    }
    return true;
}

static bool put_body(struct store *store, const struct event *event,
                     struct err *err)
{
    pack_in(store->pack, event->raw, &store->packed);
    return db_run(store->db, err,
                  "INSERT INTO body(row, key, packed) VALUES(?1, ?2, ?3)"
                  " ON CONFLICT(row) DO UPDATE SET packed = excluded.packed",
                  "isb", event->row, event->key, buf_view(&store->packed));
}

static bool add(struct store *store, struct event *event, bool standing,
                int64_t digest, struct err *err)
{
    uint32_t t[EVENT_COLUMN_N];
    int64_t flags = event->flags;

    if (standing && !event_status_open(event->column[COLUMN_STATUS]))
        flags |= EVENT_STANDING;
    if (!numbers(store, event, t, err) ||
        !db_run(store->db, err,
                "INSERT INTO event(kind, severity, time, arrived, changed,"
                " acknowledged, automation, flags, title, type, status,"
                " resource, entity, tactic, product, source, owner, closing,"
                " tags) VALUES(?1, ?2, ?3, ?4, ?5, 0, 0, ?6, ?7, ?8, ?9, ?10,"
                " ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
                "iiiiiiiiiiiiiiiii", (int64_t)event->kind,
                (int64_t)event->severity, event->time, event->arrived,
                event->arrived, flags, (int64_t)t[COLUMN_TITLE],
                (int64_t)t[COLUMN_TYPE], (int64_t)t[COLUMN_STATUS],
                (int64_t)t[COLUMN_RESOURCE], (int64_t)t[COLUMN_ENTITY],
                (int64_t)t[COLUMN_TACTIC], (int64_t)t[COLUMN_PRODUCT],
                (int64_t)t[COLUMN_SOURCE], (int64_t)t[COLUMN_OWNER],
                (int64_t)t[COLUMN_CLOSING], (int64_t)t[COLUMN_TAGS]))
        return false;
    event->row = db_last_row(store->db);
    event->flags = (unsigned)flags;
    return db_run(store->db, err,
                  "INSERT INTO event_key(key, row, digest)"
                  " VALUES(?1, ?2, ?3)",
                  "sii", event->key, event->row, digest) &&
           put_body(store, event, err);
}

static bool note_change(struct store *store, int64_t row, struct err *err)
{
    return db_run(store->db, err, "INSERT INTO change(row) VALUES(?1)", "i",
                  row);
}

static bool update(struct store *store, struct event *event,
                   const struct known *known, int64_t digest, unsigned *changes,
                   struct err *err)
{
    uint32_t t[EVENT_COLUMN_N];
    int64_t kept = EVENT_STANDING;
    int64_t flags;

    event->row = known->row;
    if (!numbers(store, event, t, err))
        return false;
    *changes = CHANGE_OTHER;
    if (known->severity != (int64_t)event->severity)
        *changes |= CHANGE_SEVERITY;
    if (known->status != (int64_t)t[COLUMN_STATUS]) {
        *changes |= CHANGE_STATUS;
        /* A state that changes is news, whatever it was. */
        kept = 0;
    } else {
        kept |= EVENT_PENDING;
    }
    flags = (int64_t)event->flags | (known->flags & kept);
    event->flags = (unsigned)flags;
    return db_run(store->db, err,
                  "UPDATE event SET severity = ?2, time = ?3, changed = ?4,"
                  " flags = ?5, title = ?6, type = ?7, status = ?8,"
                  " resource = ?9, entity = ?10, tactic = ?11,"
                  " product = ?12 WHERE row = ?1",
                  "iiiiiiiiiiii", event->row, (int64_t)event->severity,
                  event->time, event->arrived, flags, (int64_t)t[COLUMN_TITLE],
                  (int64_t)t[COLUMN_TYPE], (int64_t)t[COLUMN_STATUS],
                  (int64_t)t[COLUMN_RESOURCE], (int64_t)t[COLUMN_ENTITY],
                  (int64_t)t[COLUMN_TACTIC], (int64_t)t[COLUMN_PRODUCT]) &&
           db_run(store->db, err,
                  "UPDATE event_key SET digest = ?2 WHERE key = ?1", "si",
                  event->key, digest) &&
           put_body(store, event, err) && note_change(store, event->row, err);
}

bool events_put(struct store *store, struct event *event, bool standing,
                unsigned *changes, struct err *err)
{
    struct known known = {0};
    int64_t digest = (int64_t)str_hash(event->raw);
    bool found;

    if (!find_known(store, event->key, &known, &found, err))
        return false;
    if (!found) {
        *changes = CHANGE_NEW;
        return add(store, event, standing, digest, err);
    }
    if (known.digest == digest) {
        event->row = known.row;
        event->flags = (unsigned)known.flags;
        *changes = 0;
        return true;
    }
    return update(store, event, &known, digest, changes, err);
}

static bool patch_term(struct store *store, int64_t row, const char *sql,
                       const char *text, struct err *err)
{
    uint32_t term;

    if (text == NULL)
        return true;
    return term_number(store, str_of(text), &term, err) &&
           db_run(store->db, err, sql, "ii", row, (int64_t)term);
}

bool events_patch(struct store *store, int64_t row,
                  const struct event_patch *patch, int64_t now, struct err *err)
{
    if (patch->acknowledged >= 0 &&
        !db_run(store->db, err,
                "UPDATE event SET acknowledged = ?2 WHERE row = ?1", "ii", row,
                patch->acknowledged))
        return false;
    if (patch->automation >= 0 &&
        !db_run(store->db, err,
                "UPDATE event SET automation = ?2 WHERE row = ?1", "ii", row,
                (int64_t)patch->automation))
        return false;
    if (patch->pending >= 0 &&
        !db_run(store->db, err,
                "UPDATE event SET flags = (flags & ~32) | ?2 WHERE row = ?1",
                "ii", row, (int64_t)(patch->pending > 0 ? EVENT_PENDING : 0)))
        return false;
    return patch_term(store, row, "UPDATE event SET status = ?2 WHERE row = ?1",
                      patch->status, err) &&
           patch_term(store, row, "UPDATE event SET owner = ?2 WHERE row = ?1",
                      patch->owner, err) &&
           patch_term(store, row,
                      "UPDATE event SET closing = ?2 WHERE row = ?1",
                      patch->closing, err) &&
           patch_term(store, row, "UPDATE event SET tags = ?2 WHERE row = ?1",
                      patch->tags, err) &&
           db_run(store->db, err,
                  "UPDATE event SET changed = ?2 WHERE row = ?1", "ii", row,
                  now) &&
           touched_one(store, _("There is no such event."), err) &&
           note_change(store, row, err);
}
