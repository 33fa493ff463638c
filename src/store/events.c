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

    if (!db_query(store->db, &rows, err,
                  "SELECT k.row, k.digest, e.severity, e.status, e.flags,"
                  " e.time"
                  " FROM event_key k JOIN event e ON e.row = k.row"
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
    return db_done(&rows);
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

static bool add(struct store *store, struct event *event, bool standing,
                int64_t digest, struct err *err)
{
    uint32_t t[EVENT_COLUMN_N];
    int64_t flags = event->flags;

    if (standing && (event->kind == EVENT_COMPLIANCE ||
                     !event_status_open(event->column[COLUMN_STATUS])))
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
           bodies_put(store, event->row, event->kind, event->raw, err);
}

static bool note_change(struct store *store, int64_t row, struct err *err)
{
    return db_run(store->db, err,
                  "INSERT OR REPLACE INTO change(row) VALUES(?1)", "i", row);
}

/* Is it the status that riposte has asked for?  Then it is seen, once. */
static bool is_ours(struct store *store, const struct event *event, bool *ours,
                    struct err *err)
{
    struct db_rows rows;

    *ours = false;
    if (!db_query(store->db, &rows, err,
                  "SELECT status FROM wrote WHERE event = ?1", "i", event->row))
        return false;
    if (db_next(&rows, err))
        *ours = str_eq_fold(db_text(&rows, 0), event->column[COLUMN_STATUS]);
    return db_done(&rows) &&
           (!*ours || events_wrote(store, event->row, NULL, err));
}

static bool update(struct store *store, struct event *event,
                   const struct known *known, int64_t digest, unsigned *changes,
                   struct err *err)
{
    uint32_t t[EVENT_COLUMN_N];
    int64_t kept = EVENT_STANDING;
    int64_t flags;
    bool ours;

    event->row = known->row;
    if (!numbers(store, event, t, err) || !is_ours(store, event, &ours, err))
        return false;
    *changes = CHANGE_OTHER;
    if (ours && known->severity == (int64_t)event->severity)
        *changes |= CHANGE_OURS;
    if (known->severity != (int64_t)event->severity)
        *changes |= CHANGE_SEVERITY;
    if (known->status != (int64_t)t[COLUMN_STATUS]) {
        *changes |= CHANGE_STATUS;
        /* A state that changes is news, whatever it was. */
        kept = 0;
    } else {
        kept |= EVENT_PENDING;
        /* Compliance has no time of its own: its figures move every day, and
         * only its state is news. */
        if (event->kind == EVENT_COMPLIANCE)
            event->time = known->time;
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
           bodies_put(store, event->row, event->kind, event->raw, err) &&
           note_change(store, event->row, err);
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

bool events_wrote(struct store *store, int64_t row, const char *status,
                  struct err *err)
{
    if (status == NULL)
        return db_run(store->db, err, "DELETE FROM wrote WHERE event = ?1", "i",
                      row);
    return db_run(store->db, err,
                  "INSERT OR REPLACE INTO wrote(event, status) VALUES(?1, ?2)",
                  "it", row, status);
}

bool events_before(struct store *store, struct str key, struct arena *arena,
                   struct event_before *out, bool *found, struct err *err)
{
    struct known known = {0};
    struct event event;

    if (!find_known(store, key, &known, found, err))
        return false;
    if (!*found)
        return true;
    if (!events_get(store, known.row, false, arena, &event, err))
        return false;
    out->severity = event.severity;
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        out->column[i] = event.column[i];
    return true;
}

/* -1 for a column that is left alone. */
static bool patch_term(struct store *store, const char *text, int64_t *out,
                       struct err *err)
{
    uint32_t term;

    *out = -1;
    if (text == NULL)
        return true;
    if (!term_number(store, str_of(text), &term, err))
        return false;
    *out = term;
    return true;
}

bool events_patch(struct store *store, int64_t row,
                  const struct event_patch *patch, int64_t now, struct err *err)
{
    int64_t status, owner, closing, tags;

    if (!patch_term(store, patch->status, &status, err) ||
        !patch_term(store, patch->owner, &owner, err) ||
        !patch_term(store, patch->closing, &closing, err) ||
        !patch_term(store, patch->tags, &tags, err) ||
        !db_run(store->db, err,
                "UPDATE event SET changed = ?2,"
                " acknowledged = iif(?3 < 0, acknowledged, ?3),"
                " automation = iif(?4 < 0, automation, ?4),"
                " flags = iif(?5 < 0, flags, (flags & ~32) | (32 * ?5)),"
                " status = iif(?6 < 0, status, ?6),"
                " owner = iif(?7 < 0, owner, ?7),"
                " closing = iif(?8 < 0, closing, ?8),"
                " tags = iif(?9 < 0, tags, ?9) WHERE row = ?1",
                "iiiiiiiii", row, now, patch->acknowledged,
                (int64_t)patch->automation, (int64_t)patch->pending, status,
                owner, closing, tags))
        return false;
    if (db_changes(store->db) != 1)
        return err_set(err, ERR_ABSENT, _("There is no event %lld."),
                       (long long)row);
    return note_change(store, row, err);
}
