/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/permits.h"

#include "store/internal.h"

bool permits_list(struct store *store, struct arena *arena, struct permit **out,
                  size_t *n, struct err *err)
{
    struct permit *items = NULL;
    struct db_rows rows;
    size_t count = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT scope, identity, asked, due, fault, body FROM permit"
                  " ORDER BY scope",
                  ""))
        return false;
    while (db_next(&rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        items[count++] = (struct permit){
            .scope = row_text(&rows, 0, arena),
            .identity = row_text(&rows, 1, arena),
            .asked = db_int(&rows, 2),
            .due = db_int(&rows, 3),
            .fault = row_text(&rows, 4, arena),
            .body = row_json(&rows, 5, arena),
        };
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool permits_put(struct store *store, const struct permit *permit,
                 int64_t before, struct err *err)
{
    struct buf body;
    bool ok;

    buf_init(&body);
    ok = db_run(store->db, err,
                "INSERT INTO permit(scope, identity, asked, due, fault, body)"
                " VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(scope) DO UPDATE"
                " SET identity = excluded.identity, asked = excluded.asked,"
                " due = excluded.due, fault = excluded.fault,"
                " body = excluded.body",
                "ttiits", permit->scope, permit->identity, permit->asked,
                permit->due, permit->fault, json_column(permit->body, &body)) &&
         db_run(store->db, err,
                "DELETE FROM permit WHERE asked > 0 AND asked < ?1", "i",
                before);
    buf_done(&body);
    return ok;
}

bool permits_wish(struct store *store, const char *scope, const char *identity,
                  int64_t due, struct err *err)
{
    return db_run(store->db, err,
                  "INSERT INTO permit(scope, identity, asked, due, fault, body)"
                  " VALUES(?1, ?2, 0, ?3, '', '') ON CONFLICT(scope) DO UPDATE"
                  " SET due = excluded.due"
                  " WHERE due = 0 OR due > excluded.due",
                  "tti", scope, identity, due);
}
