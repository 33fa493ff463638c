/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * state.c - settings, the lease, deeds.
 */
#include "store/state.h"

#include <stdio.h>
#include <string.h>

#include "store/internal.h"
#include "util/text.h"

bool state_get(struct store *store, const char *name, struct arena *arena,
               struct str *out, struct err *err)
{
    struct db_rows rows;
    struct str value;

    if (!db_query(store->db, &rows, err,
                  "SELECT value FROM state WHERE name = ?1", "t", name))
        return false;
    value =
        db_next(&rows, err) ? arena_str(arena, db_text(&rows, 0)) : STR_NONE;
    if (!db_done(&rows))
        return false;
    *out = value;
    return true;
}

bool state_set(struct store *store, const char *name, struct str value,
               struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO state(name, value) VALUES(?1, ?2)"
                  " ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                  "ts", name, value);
}

bool lease_look(struct store *store, struct lease *out, struct err *err)
{
    struct lease lease = {.epoch = 0};
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT holder, epoch, expires FROM lease", ""))
        return false;
    if (db_next(&rows, err)) {
        snprintf(lease.holder, sizeof(lease.holder), "%.*s",
                 STR_ARG(db_text(&rows, 0)));
        lease.epoch = db_int(&rows, 1);
        lease.expires = db_int(&rows, 2);
    }
    if (!db_done(&rows))
        return false;
    *out = lease;
    return true;
}

/* One statement decides, so that of two engines that come at once one has it.
 */
bool lease_take(struct store *store, const char *holder, int64_t now,
                int64_t life, bool *held, struct lease *out, struct err *err)
{
    struct lease before;
    bool ok;

    if (!lease_look(store, &before, err))
        return false;
    /* One that is only renewed would wake every reader for nothing. */
    db_hush(store->db,
            before.expires > now && strcmp(before.holder, holder) == 0);
    ok = db_run(store->db, err,
                "INSERT INTO lease(one, holder, epoch, expires)"
                " VALUES(1, ?1, 1, ?3) ON CONFLICT(one) DO UPDATE SET"
                " epoch = epoch + (holder <> ?1), holder = ?1, expires = ?3"
                " WHERE holder = ?1 OR expires <= ?2",
                "tii", holder, now, now + life);
    db_hush(store->db, false);
    if (!ok)
        return false;
    *held = db_changes(store->db) == 1;
    return lease_look(store, out, err);
}

bool lease_drop(struct store *store, const char *holder, struct err *err)
{
    return db_run(store->db, err,
                  "UPDATE lease SET expires = 0 WHERE holder = ?1", "t",
                  holder);
}

bool deeds_add(struct store *store, const struct deed *deed, struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO deed(time, who, verb, object, event, text)"
                  " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                  "itttit", deed->when, deed->who, deed->verb, deed->object,
                  deed->event, deed->text);
}

bool deeds_list(struct store *store, int64_t event, size_t limit,
                struct arena *arena, struct deed **out, size_t *n,
                struct err *err)
{
    struct deed *items = NULL;
    struct db_rows rows;
    size_t count = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT row, time, who, verb, object, event, text FROM deed"
                  " WHERE event = ?1 ORDER BY row DESC LIMIT ?2",
                  "ii", event, (int64_t)limit))
        return false;
    while (db_next(&rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        items[count++] = (struct deed){
            .row = db_int(&rows, 0),
            .when = db_int(&rows, 1),
            .who = row_text(&rows, 2, arena),
            .verb = row_text(&rows, 3, arena),
            .object = row_text(&rows, 4, arena),
            .event = db_int(&rows, 5),
            .text = row_text(&rows, 6, arena),
        };
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}
