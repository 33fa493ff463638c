/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event_types.c - the types of alerts that were seen.
 */
#include "store/events.h"
#include "store/internal.h"

_Static_assert(EVENT_ALERT == 0, "alerts in statements of this file");

bool events_types(struct store *store, size_t limit, struct arena *arena,
                  const char ***out, size_t *n, struct err *err)
{
    const char **types = NULL;
    struct db_rows rows;
    size_t count = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT text FROM term WHERE text <> '' AND id IN"
                  " (SELECT DISTINCT type FROM event WHERE kind = 0)"
                  " ORDER BY text LIMIT ?1",
                  "i", (int64_t)limit))
        return false;
    while (db_next(&rows, err)) {
        types = arena_grown(arena, types, count, sizeof(*types));
        types[count++] = row_text(&rows, 0, arena);
    }
    if (!db_done(&rows))
        return false;
    *out = types;
    *n = count;
    return true;
}

bool events_of_type(struct store *store, struct str type, int64_t *row,
                    struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT e.row FROM event e JOIN term t ON t.id = e.type"
                    " WHERE e.kind = 0 AND t.text = ?1 COLLATE NOCASE"
                    " ORDER BY e.time DESC, e.row DESC LIMIT 1",
                    "s", type) &&
           db_one(&rows, row, err);
}
