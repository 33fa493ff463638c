/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decisions.c - what the rules said to each event.
 */
#include "store/internal.h"
#include "store/rules.h"

bool decisions_add(struct store *store, struct decision *decision,
                   struct err *err)
{
    if (!db_run(store->db, err,
                "INSERT INTO decision(event, rule, revision, time, reason,"
                " run, mode, text) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                "iiiiiiit", decision->event, decision->rule, decision->revision,
                decision->when, (int64_t)decision->reason, decision->run,
                (int64_t)decision->mode, decision->text))
        return false;
    decision->row = db_last_row(store->db);
    return true;
}

static void read_decision(const struct db_rows *rows, struct arena *arena,
                          struct decision *out)
{
    *out = (struct decision){
        .row = db_int(rows, 0),
        .event = db_int(rows, 1),
        .rule = db_int(rows, 2),
        .revision = db_int(rows, 3),
        .when = db_int(rows, 4),
        .reason = (enum decision_reason)db_int(rows, 5),
        .run = db_int(rows, 6),
        .mode = (int)db_int(rows, 7),
        .text = row_text(rows, 8, arena),
    };
}

#define DECISION                                                               \
    "SELECT row, event, rule, revision, time, reason, run, mode, text"         \
    " FROM decision"

bool decisions_list(struct store *store, int64_t event, int64_t rule,
                    size_t limit, struct arena *arena, struct decision **out,
                    size_t *n, struct err *err)
{
    struct decision *items = NULL;
    struct db_rows rows;
    size_t count = 0;
    bool ok;

    if (event != 0)
        ok = db_query(store->db, &rows, err,
                      DECISION " WHERE event = ?1 ORDER BY row DESC LIMIT ?2",
                      "ii", event, (int64_t)limit);
    else
        ok = db_query(store->db, &rows, err,
                      DECISION " WHERE rule = ?1 ORDER BY time DESC, row DESC"
                               " LIMIT ?2",
                      "ii", rule, (int64_t)limit);
    if (!ok)
        return false;
    while (db_next(&rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_decision(&rows, arena, &items[count++]);
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}
