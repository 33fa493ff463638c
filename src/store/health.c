/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/health.h"

#include "model/run.h"
#include "store/internal.h"

#define STEPS_MOST 1000

bool queue_newest(struct store *store, struct newest_event *out,
                  struct err *err)
{
    struct newest_event newest = {.row = 0};
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT row, time, arrived FROM event"
                  " ORDER BY row DESC LIMIT 1",
                  ""))
        return false;
    if (db_next(&rows, err))
        newest = (struct newest_event){
            .row = db_int(&rows, 0),
            .time = db_int(&rows, 1),
            .arrived = db_int(&rows, 2),
        };
    if (!db_done(&rows))
        return false;
    *out = newest;
    return true;
}

bool steps_newest(struct store *store, struct arena *arena,
                  struct step_use **out, size_t *n, struct err *err)
{
    struct step_use *items = NULL;
    struct db_rows rows;
    size_t count = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT kind, fields, ended, state, note FROM"
                  " (SELECT * FROM step ORDER BY row DESC LIMIT ?1)"
                  " WHERE ended > 0 ORDER BY ended DESC, row DESC",
                  "i", (int64_t)STEPS_MOST))
        return false;
    while (db_next(&rows, err)) {
        int64_t state = db_int(&rows, 3);

        if (state == RUN_SKIPPED || state == RUN_CANCELLED)
            continue;
        items = arena_grown(arena, items, count, sizeof(*items));
        items[count++] = (struct step_use){
            .kind = row_text(&rows, 0, arena),
            .with = row_json(&rows, 1, arena),
            .ended = db_int(&rows, 2),
            .failed = state != RUN_SUCCEEDED,
            .note = row_text(&rows, 4, arena),
        };
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}
