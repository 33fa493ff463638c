/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guards.c - what the guards of the rules remember.
 */
#include "store/internal.h"
#include "store/rules.h"

bool guards_last(struct store *store, const struct guard_place *place,
                 struct guard_memory_row *out, struct err *err)
{
    struct guard_memory_row row = {0};
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT time, run, seen FROM guard"
                  " WHERE rule = ?1 AND live = ?2 AND key = ?3",
                  "iis", place->rule, (int64_t)place->live, place->key))
        return false;
    if (db_next(&rows, err))
        row = (struct guard_memory_row){
            .fired = db_int(&rows, 0),
            .run = db_int(&rows, 1),
            .seen = db_int(&rows, 2),
        };
    if (!db_done(&rows))
        return false;
    *out = row;
    return true;
}

bool guards_fired(struct store *store, const struct guard_place *place,
                  int64_t run, int64_t now, struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO guard(rule, live, key, time, run, seen)"
                  " VALUES(?1, ?2, ?3, ?4, ?5, ?4)"
                  " ON CONFLICT(rule, live, key) DO UPDATE SET"
                  " time = excluded.time, run = excluded.run,"
                  " seen = excluded.seen",
                  "iisii", place->rule, (int64_t)place->live, place->key, now,
                  run);
}

bool guards_seen(struct store *store, const struct guard_place *place,
                 int64_t now, struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO guard(rule, live, key, time, run, seen)"
                  " VALUES(?1, ?2, ?3, 0, 0, ?4)"
                  " ON CONFLICT(rule, live, key) DO UPDATE SET"
                  " seen = excluded.seen",
                  "iisi", place->rule, (int64_t)place->live, place->key, now);
}

bool guards_counted(struct store *store, const struct guard_place *place,
                    int64_t run, int64_t now, int64_t keep, struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO moment(rule, live, key, time, run)"
                  " VALUES(?1, ?2, ?3, ?4, ?5)",
                  "iisii", place->rule, (int64_t)place->live, place->key, now,
                  run) &&
           db_run(store->db, err,
                  "DELETE FROM moment WHERE rule = ?1 AND live = ?2"
                  " AND key = ?3 AND time <= ?4",
                  "iisi", place->rule, (int64_t)place->live, place->key,
                  now - keep);
}

/* No more moments are looked at than the quota allows. */
bool guards_count(struct store *store, const struct guard_place *place,
                  int64_t from, int64_t to, int64_t most, int64_t *used,
                  int64_t *oldest, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT count(*), ifnull(min(time), 0) FROM"
                  " (SELECT time FROM moment WHERE rule = ?1 AND live = ?2"
                  "  AND key = ?3 AND time > ?4 AND time <= ?5"
                  "  ORDER BY time DESC LIMIT ?6)",
                  "iisiii", place->rule, (int64_t)place->live, place->key, from,
                  to, most))
        return false;
    if (db_next(&rows, err)) {
        *used = db_int(&rows, 0);
        *oldest = db_int(&rows, 1);
    }
    return db_done(&rows);
}
