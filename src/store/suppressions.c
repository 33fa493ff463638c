/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/suppressions.h"

#include "model/limits.h"
#include "store/internal.h"
#include "util/text.h"

#define COLUMNS                                                                \
    "row, place, id, name, type, query, fault, reason, comment, state, by,"    \
    " made, until, ended, ended_by, hits, last"
#define SELECT "SELECT " COLUMNS " FROM suppression"

static bool count_version(struct store *store, struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO state(name, value) VALUES('suppressions', '1')"
                  " ON CONFLICT(name) DO UPDATE SET"
                  " value = CAST(value AS INTEGER) + 1",
                  "");
}

bool suppressions_version(struct store *store, int64_t *out, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT CAST(value AS INTEGER) FROM state"
                    " WHERE name = 'suppressions'",
                    "") &&
           db_one(&rows, out, err);
}

bool suppressions_add(struct store *store, struct suppression *s,
                      struct err *err)
{
    if (!db_run(store->db, err,
                "INSERT INTO suppression(place, id, name, type, query, fault,"
                " reason, comment, state, by, made, until, ended, ended_by,"
                " hits, last, seen) VALUES(?1, '', '', '', ?2, '', ?3, '', '',"
                " ?4, ?5, ?6, 0, '', 0, 0, 0)",
                "itttii", (int64_t)SUPPRESSION_HERE, s->query, s->reason, s->by,
                s->made, s->until))
        return false;
    s->row = db_last_row(store->db);
    return count_version(store, err);
}

/* What was made here keeps the name of who made it. */
bool suppressions_put(struct store *store, const struct suppression *s,
                      int64_t seen, struct err *err)
{
    return db_run(
        store->db, err,
        "INSERT INTO suppression(place, id, name, type, query, fault, reason,"
        " comment, state, by, made, until, ended, ended_by, hits, last, seen)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, '', 0,"
        " 0, ?13) ON CONFLICT(id) WHERE place = 1 DO UPDATE SET"
        " name = ?3, type = ?4, query = ?5, fault = ?6, reason = ?7,"
        " comment = ?8, state = ?9, by = CASE WHEN ?10 = '' THEN by ELSE ?10"
        " END, made = ?11, until = ?12, ended = 0, ended_by = '', seen = ?13",
        "itttttttttiii", (int64_t)SUPPRESSION_DEFENDER, s->id, s->name, s->type,
        s->query, s->fault, s->reason, s->comment, s->state, s->by, s->made,
        s->until, seen);
}

bool suppressions_gone(struct store *store, struct str subscription,
                       int64_t seen, int64_t now, struct err *err)
{
    struct arena *arena = arena_new();
    const char *prefix =
        arena_printf(arena, "/subscriptions/%.*s/",
                     STR_ARG(str_sub(subscription, 0, LIMIT_NAME)));
    bool ok = db_run(store->db, err,
                     "UPDATE suppression SET ended = ?3 WHERE place = 1"
                     " AND ended = 0 AND seen < ?2"
                     " AND substr(id, 1, length(?1)) = ?1 COLLATE NOCASE",
                     "tii", prefix, seen, now);

    arena_free(arena);
    return ok;
}

bool suppressions_end(struct store *store, int64_t row, const char *by,
                      int64_t now, struct err *err)
{
    return db_run(store->db, err,
                  "UPDATE suppression SET ended = ?2, ended_by = ?3"
                  " WHERE row = ?1 AND ended = 0",
                  "iit", row, now, by) &&
           touched_one(store,
                       _("This suppression has been taken away already."),
                       err) &&
           count_version(store, err);
}

bool suppressions_end_of(struct store *store, struct str id, const char *by,
                         int64_t now, struct err *err)
{
    return db_run(store->db, err,
                  "UPDATE suppression SET ended = ?2, ended_by = ?3"
                  " WHERE place = 1 AND id = ?1 AND ended = 0",
                  "sit", id, now, by);
}

bool suppressions_hit(struct store *store, int64_t row, int64_t now,
                      struct err *err)
{
    return db_run(store->db, err,
                  "UPDATE suppression SET hits = hits + 1, last = ?2"
                  " WHERE row = ?1",
                  "ii", row, now);
}

static void read_row(const struct db_rows *rows, struct arena *arena,
                     struct suppression *out)
{
    *out = (struct suppression){
        .row = db_int(rows, 0),
        .place = db_int(rows, 1) == SUPPRESSION_DEFENDER ? SUPPRESSION_DEFENDER
                                                         : SUPPRESSION_HERE,
        .id = row_text(rows, 2, arena),
        .name = row_text(rows, 3, arena),
        .type = row_text(rows, 4, arena),
        .query = row_text(rows, 5, arena),
        .fault = row_text(rows, 6, arena),
        .reason = row_text(rows, 7, arena),
        .comment = row_text(rows, 8, arena),
        .state = row_text(rows, 9, arena),
        .by = row_text(rows, 10, arena),
        .made = db_int(rows, 11),
        .until = db_int(rows, 12),
        .ended = db_int(rows, 13),
        .ended_by = row_text(rows, 14, arena),
        .hits = db_int(rows, 15),
        .last = db_int(rows, 16),
    };
}

bool suppressions_list(struct store *store, bool active, int64_t now,
                       struct arena *arena, struct suppression **out, size_t *n,
                       struct err *err)
{
    struct suppression *items = NULL;
    struct db_rows rows;
    size_t count = 0;

    /* Those in force come first: they are what the bound must not cut. */
    if (!db_query(store->db, &rows, err,
                  SELECT " WHERE ?1 = 0 OR (ended = 0"
                         " AND (until = 0 OR until > ?2))"
                         " ORDER BY ended = 0 AND (until = 0 OR until > ?2)"
                         " DESC, row DESC LIMIT ?3",
                  "iii", (int64_t)active, now, (int64_t)LIMIT_SUPPRESSIONS))
        return false;
    while (db_next(&rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_row(&rows, arena, &items[count]);
        count += !active || suppression_active(&items[count], now);
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool suppressions_get(struct store *store, int64_t row, struct arena *arena,
                      struct suppression *out, struct err *err)
{
    struct db_rows rows;
    bool found;

    if (!db_query(store->db, &rows, err, SELECT " WHERE row = ?1", "i", row))
        return false;
    found = db_next(&rows, err);
    if (found)
        read_row(&rows, arena, out);
    if (!db_done(&rows))
        return false;
    return found || err_set(err, ERR_ABSENT, _("There is no suppression %lld."),
                            (long long)row);
}
