/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "store/tickets.h"

#include "store/internal.h"
#include "util/text.h"

#define TICKET                                                                 \
    "SELECT row, run, step, event, connector, kind, ref, label, url, state,"   \
    " made, checked, due, closed, failures, trouble FROM ticket"

static void read_ticket(const struct db_rows *rows, struct arena *arena,
                        struct ticket *out)
{
    *out = (struct ticket){
        .row = db_int(rows, 0),
        .run = db_int(rows, 1),
        .step = db_int(rows, 2),
        .event = db_int(rows, 3),
        .connector = row_text(rows, 4, arena),
        .kind = row_text(rows, 5, arena),
        .ref = row_text(rows, 6, arena),
        .label = row_text(rows, 7, arena),
        .url = row_text(rows, 8, arena),
        .state = row_text(rows, 9, arena),
        .made = db_int(rows, 10),
        .checked = db_int(rows, 11),
        .due = db_int(rows, 12),
        .closed = db_int(rows, 13),
        .failures = (int)db_int(rows, 14),
        .trouble = row_text(rows, 15, arena),
    };
}

static bool collect(struct db_rows *rows, struct arena *arena,
                    struct ticket **out, size_t *n, struct err *err)
{
    struct ticket *items = NULL;
    size_t count = 0;

    while (db_next(rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_ticket(rows, arena, &items[count++]);
    }
    if (!db_done(rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool tickets_put(struct store *store, const struct ticket *ticket, int64_t *row,
                 struct err *err)
{
    struct db_rows rows;
    bool found;

    if (!db_run(store->db, err,
                "INSERT INTO ticket(run, step, event, connector, kind, ref,"
                " label, url, state, made, checked, due, closed, failures,"
                " trouble) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
                " ?11, ?12, ?13, 0, '') ON CONFLICT(connector, ref) DO UPDATE"
                " SET label = excluded.label, url = excluded.url,"
                " state = CASE excluded.state WHEN '' THEN state"
                "  ELSE excluded.state END,"
                " checked = excluded.checked, closed = excluded.closed",
                "iiittttttiiii", ticket->run, ticket->step, ticket->event,
                ticket->connector, ticket->kind, ticket->ref, ticket->label,
                ticket->url, ticket->state, ticket->made, ticket->checked,
                ticket->due, ticket->closed) ||
        !db_query(store->db, &rows, err,
                  "SELECT row FROM ticket WHERE connector = ?1 AND ref = ?2",
                  "tt", ticket->connector, ticket->ref))
        return false;
    found = db_next(&rows, err);
    if (found)
        *row = db_int(&rows, 0);
    return db_done(&rows) && found;
}

static bool the_first(struct db_rows *rows, struct arena *arena,
                      struct ticket *out, struct err *err)
{
    struct ticket *items;
    size_t n;

    if (!collect(rows, arena, &items, &n, err))
        return false;
    *out = n > 0 ? items[0] : (struct ticket){.ref = ""};
    return true;
}

bool tickets_get(struct store *store, int64_t row, struct arena *arena,
                 struct ticket *out, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err, TICKET " WHERE row = ?1", "i", row) ||
        !the_first(&rows, arena, out, err))
        return false;
    return out->row != 0 ||
           err_set(err, ERR_INPUT, _("There is no such ticket."));
}

bool tickets_save(struct store *store, const struct ticket *ticket,
                  struct err *err)
{
    struct arena *arena = arena_new();
    struct ticket before;
    struct audit_move move = {
        .verb = "ticket state",
        .noun = "ticket",
        .row = ticket->row,
        .event = ticket->event,
        .to = ticket->state,
        .why = ticket->label,
    };
    bool ok;

    ok = tickets_get(store, ticket->row, arena, &before, err) &&
         db_run(store->db, err,
                "UPDATE ticket SET label = ?2, url = ?3, state = ?4,"
                " checked = ?5, due = ?6, closed = ?7, failures = ?8,"
                " trouble = ?9 WHERE row = ?1",
                "itttiiiit", ticket->row, ticket->label, ticket->url,
                ticket->state, ticket->checked, ticket->due, ticket->closed,
                (int64_t)ticket->failures, ticket->trouble) &&
         touched_one(store, _("There is no such ticket."), err);
    move.from = ok ? before.state : "";
    if (ok && strcmp(before.state, ticket->state) != 0)
        ok = audit_moved(store, &move, err);
    arena_free(arena);
    return ok;
}

bool tickets_of(struct store *store, int64_t event, struct arena *arena,
                struct ticket **out, size_t *n, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    TICKET " WHERE event = ?1 ORDER BY row LIMIT 100", "i",
                    event) &&
           collect(&rows, arena, out, n, err);
}

bool tickets_open(struct store *store, int64_t event, const char *connector,
                  struct arena *arena, struct ticket *out, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    TICKET " WHERE event = ?1 AND connector = ?2 AND closed = 0"
                           " ORDER BY row DESC LIMIT 1",
                    "it", event, connector) &&
           the_first(&rows, arena, out, err);
}

bool tickets_due(struct store *store, int64_t now, size_t limit,
                 struct arena *arena, struct ticket **out, size_t *n,
                 int64_t *next, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    TICKET
                    " WHERE closed = 0 AND due <= ?1 ORDER BY due LIMIT ?2",
                    "ii", now, (int64_t)limit) &&
           collect(&rows, arena, out, n, err) &&
           db_query(store->db, &rows, err,
                    "SELECT ifnull(min(due), 0) FROM ticket WHERE closed = 0"
                    " AND due > ?1",
                    "i", now) &&
           db_one(&rows, next, err);
}

bool tickets_busy(struct store *store, int64_t event, const char *kind,
                  int64_t step, bool *out, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT 1 FROM run JOIN step ON step.run = run.row"
                  " WHERE run.event = ?1 AND run.state IN (0, 1)"
                  " AND step.kind = ?2 AND step.row <> ?3"
                  " AND step.state IN (0, 1) AND step.began > 0 LIMIT 1",
                  "iti", event, kind, step))
        return false;
    *out = db_next(&rows, err);
    return db_done(&rows);
}
