/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * batches.c - the runs that wait for one approval together.
 */
#include "store/internal.h"
#include "store/runs.h"

bool batches_open(struct store *store, const struct approval *like,
                  int64_t since, int64_t most, int64_t *out, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT row FROM approval WHERE state = 0 AND run = 0"
                    " AND rule = ?1 AND author = ?2 AND editor = ?3"
                    " AND asked > ?4 AND (SELECT count(*) FROM batch"
                    "  WHERE approval = approval.row) < ?5"
                    " ORDER BY row DESC LIMIT 1",
                    "ittii", like->rule, like->author, like->editor, since,
                    most) &&
           db_one(&rows, out, err);
}

/* Time begins anew with each run that joins, so a warning is due again. */
static bool grow(struct store *store, int64_t row, const struct approval *grown,
                 struct err *err)
{
    struct json *demand = demand_to_json(&grown->demand);
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = db_run(store->db, err,
                "UPDATE approval SET digest = ?2, expires = ?3, class = ?4,"
                " demand = ?5, warns = ?6, escalates = ?7,"
                " told = told & ~?8 WHERE row = ?1",
                "itiisiii", row, grown->digest, grown->expires,
                (int64_t)grown->class, json_column(demand, &text), grown->warns,
                grown->escalates, (int64_t)(TOLD_WARNED | TOLD_ESCALATED));
    buf_done(&text);
    json_free(demand);
    return ok;
}

bool batches_join(struct store *store, const struct batch_item *item,
                  const struct approval *grown, struct err *err)
{
    struct buf frozen;
    struct buf shown;
    bool ok;

    buf_init(&frozen);
    buf_init(&shown);
    ok = db_run(store->db, err,
                "INSERT INTO batch(run, approval, item, frozen, digest)"
                " VALUES(?1, ?2, ?3, ?4, ?5)",
                "iisst", item->run, item->approval,
                json_column(item->shown, &shown),
                json_column(item->frozen, &frozen), item->digest) &&
         grow(store, item->approval, grown, err);
    buf_done(&frozen);
    buf_done(&shown);
    return ok;
}

bool batches_leave(struct store *store, int64_t run, struct err *err)
{
    return db_run(store->db, err,
                  "DELETE FROM batch WHERE run = ?1 AND approval ="
                  " (SELECT max(approval) FROM batch WHERE run = ?1)",
                  "i", run);
}

static void read_item(const struct db_rows *rows, struct arena *arena,
                      struct batch_item *out)
{
    *out = (struct batch_item){
        .run = db_int(rows, 0),
        .approval = db_int(rows, 1),
        .shown = row_json(rows, 2, arena),
        .frozen = row_json(rows, 3, arena),
        .digest = row_text(rows, 4, arena),
    };
}

#define ITEM "SELECT run, approval, item, frozen, digest FROM batch"

bool batches_of_run(struct store *store, int64_t run, struct arena *arena,
                    struct batch_item *out, bool *found, struct err *err)
{
    struct batch_item item;
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  ITEM " WHERE run = ?1 ORDER BY approval DESC LIMIT 1", "i",
                  run))
        return false;
    *found = db_next(&rows, err);
    if (*found)
        read_item(&rows, arena, &item);
    if (!db_done(&rows))
        return false;
    if (*found)
        *out = item;
    return true;
}

bool batches_list(struct store *store, int64_t approval, size_t limit,
                  struct arena *arena, struct batch_item **out, size_t *n,
                  struct err *err)
{
    struct batch_item *items = NULL;
    struct db_rows rows;
    size_t count = 0;

    if (!db_query(store->db, &rows, err,
                  ITEM " WHERE approval = ?1 ORDER BY run LIMIT ?2", "ii",
                  approval, (int64_t)limit))
        return false;
    while (db_next(&rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_item(&rows, arena, &items[count++]);
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}
