/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * effects.c - containments in force, and those that were.
 */
#include "store/internal.h"
#include "store/runs.h"
#include "util/text.h"

bool effects_add(struct store *store, struct effect *effect, struct err *err)
{
    struct buf kept;
    bool ok;

    buf_init(&kept);
    ok = db_run(store->db, err,
                "INSERT INTO effect(run, undo_run, event, action, title,"
                " target, by, why, state, requested, accepted, observed,"
                " ended, kept) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
                " ?9, ?10, ?11, ?12, ?13, ?14)",
                "iiitttttiiiiis", effect->run, effect->undo_run, effect->event,
                effect->action, effect->title, effect->target, effect->by,
                effect->why, (int64_t)effect->state, effect->requested,
                effect->accepted, effect->observed, effect->ended,
                json_column(effect->kept, &kept));
    buf_done(&kept);
    if (ok)
        effect->row = db_last_row(store->db);
    return ok;
}

#define EFFECT                                                                 \
    "SELECT row, run, undo_run, event, action, title, target, by, why,"        \
    " state, requested, accepted, observed, ended, kept FROM effect"
#define ACTIVE "state IN (0, 1, 2, 4, 5)"

static void read_effect(const struct db_rows *rows, struct arena *arena,
                        struct effect *out)
{
    *out = (struct effect){
        .row = db_int(rows, 0),
        .run = db_int(rows, 1),
        .undo_run = db_int(rows, 2),
        .event = db_int(rows, 3),
        .action = row_text(rows, 4, arena),
        .title = row_text(rows, 5, arena),
        .target = row_text(rows, 6, arena),
        .by = row_text(rows, 7, arena),
        .why = row_text(rows, 8, arena),
        .state = (enum effect_state)db_int(rows, 9),
        .requested = db_int(rows, 10),
        .accepted = db_int(rows, 11),
        .observed = db_int(rows, 12),
        .ended = db_int(rows, 13),
        .kept = row_json(rows, 14, arena),
    };
}

static bool collect(struct db_rows *rows, struct arena *arena,
                    struct effect **out, size_t *n, struct err *err)
{
    struct effect *items = NULL;
    size_t count = 0;

    while (db_next(rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_effect(rows, arena, &items[count++]);
    }
    if (!db_done(rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool effects_get(struct store *store, int64_t row, struct arena *arena,
                 struct effect *out, struct err *err)
{
    struct effect *items;
    struct db_rows rows;
    size_t n;

    if (!db_query(store->db, &rows, err, EFFECT " WHERE row = ?1", "i", row) ||
        !collect(&rows, arena, &items, &n, err))
        return false;
    if (n == 0)
        return err_set(err, ERR_ABSENT, _("There is no containment %lld."),
                       (long long)row);
    *out = items[0];
    return true;
}

bool effects_save(struct store *store, const struct effect *effect,
                  struct err *err)
{
    struct buf kept;
    bool ok;

    buf_init(&kept);
    ok = db_run(store->db, err,
                "UPDATE effect SET undo_run = ?2, state = ?3, requested = ?4,"
                " accepted = ?5, observed = ?6, ended = ?7,"
                " kept = ?8 WHERE row = ?1",
                "iiiiiiis", effect->row, effect->undo_run,
                (int64_t)effect->state, effect->requested, effect->accepted,
                effect->observed, effect->ended,
                json_column(effect->kept, &kept));
    buf_done(&kept);
    return ok && touched_one(store, _("There is no such containment."), err);
}

bool effects_list(struct store *store, bool active, int64_t event, size_t limit,
                  struct arena *arena, struct effect **out, size_t *n,
                  struct err *err)
{
    struct db_rows rows;
    bool ok;

    if (event != 0)
        ok = db_query(store->db, &rows, err,
                      EFFECT " WHERE event = ?1 ORDER BY row DESC LIMIT ?2",
                      "ii", event, (int64_t)limit);
    else if (active)
        ok = db_query(store->db, &rows, err,
                      EFFECT " WHERE " ACTIVE " ORDER BY row DESC LIMIT ?1",
                      "i", (int64_t)limit);
    else
        ok =
            db_query(store->db, &rows, err,
                     EFFECT " ORDER BY row DESC LIMIT ?1", "i", (int64_t)limit);
    return ok && collect(&rows, arena, out, n, err);
}

bool effects_on(struct store *store, const char *action, const char *target,
                struct arena *arena, struct effect *out, bool *found,
                struct err *err)
{
    struct effect *items;
    struct db_rows rows;
    size_t n;

    if (!db_query(store->db, &rows, err,
                  EFFECT " WHERE target = ?1 AND action = ?2 AND " ACTIVE
                         " ORDER BY row DESC LIMIT 1",
                  "tt", target, action) ||
        !collect(&rows, arena, &items, &n, err))
        return false;
    *found = n > 0;
    if (n > 0)
        *out = items[0];
    return true;
}
