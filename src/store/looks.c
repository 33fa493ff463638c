/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/looks.h"

#include "store/internal.h"
#include "util/text.h"

#define LOOK                                                                   \
    "SELECT row, effect, action, target, phase, by, state, asked, due,"        \
    " attempts, seen, found, trouble, parameters FROM look"

static void read_look(const struct db_rows *rows, struct arena *arena,
                      struct look *out)
{
    *out = (struct look){
        .row = db_int(rows, 0),
        .effect = db_int(rows, 1),
        .action = row_text(rows, 2, arena),
        .target = row_text(rows, 3, arena),
        .phase = (enum step_phase)db_int(rows, 4),
        .by = row_text(rows, 5, arena),
        .state = (enum look_state)db_int(rows, 6),
        .asked = db_int(rows, 7),
        .due = db_int(rows, 8),
        .attempts = (int)db_int(rows, 9),
        .seen = db_int(rows, 10),
        .found = row_json(rows, 11, arena),
        .trouble = row_text(rows, 12, arena),
        .parameters = row_json(rows, 13, arena),
    };
}

static bool collect(struct db_rows *rows, struct arena *arena,
                    struct look **out, size_t *n, struct err *err)
{
    struct look *items = NULL;
    size_t count = 0;

    while (db_next(rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_look(rows, arena, &items[count++]);
    }
    if (!db_done(rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

static bool already_wanted(struct store *store, const struct look *look,
                           const char *parameters, int64_t *row,
                           struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT row FROM look WHERE target = ?1 AND action = ?2"
                    " AND phase = ?3 AND effect = ?4 AND state = 0"
                    " AND parameters = ?5",
                    "ttiit", look->target, look->action, (int64_t)look->phase,
                    look->effect, parameters) &&
           db_one(&rows, row, err);
}

static bool add(struct store *store, const struct look *look,
                const char *parameters, int64_t *row, struct err *err)
{
    int64_t found = 0;

    if (!already_wanted(store, look, parameters, &found, err))
        return false;
    if (found != 0) {
        *row = found;
        return true;
    }
    if (look->effect != 0 &&
        !db_run(store->db, err,
                "DELETE FROM look WHERE target = ?1 AND action = ?2"
                " AND phase = ?3 AND effect = ?4",
                "ttii", look->target, look->action, (int64_t)look->phase,
                look->effect))
        return false;
    if (!db_run(store->db, err,
                "INSERT INTO look(effect, action, target, phase, by, state,"
                " asked, due, attempts, seen, found, trouble, parameters)"
                " VALUES(?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, 0, 0, '', '', ?8)",
                "ittitiit", look->effect, look->action, look->target,
                (int64_t)look->phase, look->by, look->asked, look->due,
                parameters))
        return false;
    *row = db_last_row(store->db);
    return true;
}

/* As they are stored, so that they can be compared. */
static const char *parameters_text(const struct json *parameters,
                                   struct buf *out)
{
    if (json_length(parameters) > 0)
        json_write(parameters, JSON_COMPACT, out);
    return buf_view(out).at;
}

bool looks_add(struct store *store, const struct look *look, int64_t *row,
               struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = add(store, look, parameters_text(look->parameters, &text), row, err);
    buf_done(&text);
    return ok;
}

bool looks_save(struct store *store, const struct look *look, struct err *err)
{
    struct buf found;
    bool ok;

    buf_init(&found);
    ok = db_run(store->db, err,
                "UPDATE look SET state = ?2, due = ?3, attempts = ?4,"
                " seen = ?5, found = ?6, trouble = ?7 WHERE row = ?1",
                "iiiiist", look->row, (int64_t)look->state, look->due,
                (int64_t)look->attempts, look->seen,
                json_column(look->found, &found), look->trouble);
    buf_done(&found);
    return ok && touched_one(store, _("There is no such look."), err);
}

bool looks_get(struct store *store, int64_t row, struct arena *arena,
               struct look *out, struct err *err)
{
    struct look *items;
    struct db_rows rows;
    size_t n;

    if (!db_query(store->db, &rows, err, LOOK " WHERE row = ?1", "i", row) ||
        !collect(&rows, arena, &items, &n, err))
        return false;
    if (n == 0)
        return err_set(err, ERR_ABSENT, _("There is no look %lld."),
                       (long long)row);
    *out = items[0];
    return true;
}

bool looks_newest(struct store *store, const struct look *like,
                  struct arena *arena, struct look *out, bool *found,
                  struct err *err)
{
    struct look *items;
    struct db_rows rows;
    struct buf text;
    size_t n;
    bool ok;

    buf_init(&text);
    ok = db_query(store->db, &rows, err,
                  LOOK " WHERE target = ?1 AND action = ?2 AND phase = ?3"
                       " AND parameters = ?4 AND state <> 0"
                       " ORDER BY row DESC LIMIT 1",
                  "ttit", like->target, like->action, (int64_t)like->phase,
                  parameters_text(like->parameters, &text)) &&
         collect(&rows, arena, &items, &n, err);
    buf_done(&text);
    if (!ok)
        return false;
    *found = n > 0;
    if (n > 0)
        *out = items[0];
    return true;
}

bool looks_due(struct store *store, int64_t now, size_t limit,
               struct arena *arena, struct look **out, size_t *n, int64_t *next,
               struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    LOOK " WHERE state = 0 AND due <= ?1 ORDER BY due, row"
                         " LIMIT ?2",
                    "ii", now, (int64_t)limit) &&
           collect(&rows, arena, out, n, err) &&
           db_query(store->db, &rows, err,
                    "SELECT ifnull(min(due), 0) FROM look WHERE state = 0"
                    " AND due > ?1",
                    "i", now) &&
           db_one(&rows, next, err);
}
