/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * effects.c - containments in force, and those that were.
 */
#include "store/internal.h"
#include "store/runs.h"
#include "util/text.h"

/* The JSON of a row, as text. */
struct columns {
    struct buf kept;
    struct buf left;
    struct buf found;
};

static void columns_init(struct columns *columns)
{
    buf_init(&columns->kept);
    buf_init(&columns->left);
    buf_init(&columns->found);
}

static void columns_done(struct columns *columns)
{
    buf_done(&columns->kept);
    buf_done(&columns->left);
    buf_done(&columns->found);
}

static bool note_moved(struct store *store, const struct effect *effect,
                       const char *from, struct err *err)
{
    const struct audit_move move = {
        .verb = "containment state",
        .noun = "containment",
        .row = effect->row,
        .event = effect->event,
        .from = from,
        .to = effect_state_name(effect->state),
        .why = effect->title,
    };

    return audit_moved(store, &move, err);
}

bool effects_add(struct store *store, struct effect *effect, struct err *err)
{
    bool ok;

    ok = db_run(store->db, err,
                "INSERT INTO effect(run, undo_run, event, action, title,"
                " target, by, why, state, requested, accepted, observed,"
                " ended, kept, left_as, until, warned, timer_run, changed,"
                " trouble, drift, drift_since, looked, look_due, found, seen,"
                " settled_by) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
                " ?11, ?12, ?13, '', '', ?14, 0, 0, 0, '', 0, 0, 0, 0, '', '',"
                " '')",
                "iiitttttiiiiii", effect->run, effect->undo_run, effect->event,
                effect->action, effect->title, effect->target, effect->by,
                effect->why, (int64_t)effect->state, effect->requested,
                effect->accepted, effect->observed, effect->ended,
                effect->until);
    if (!ok)
        return false;
    effect->row = db_last_row(store->db);
    return effects_save(store, effect, err) &&
           note_moved(store, effect, NULL, err);
}

#define EFFECT                                                                 \
    "SELECT row, run, undo_run, event, action, title, target, by, why,"        \
    " state, requested, accepted, observed, ended, kept, left_as, until,"      \
    " warned, timer_run, changed, trouble, drift, drift_since, looked,"        \
    " look_due, found, seen, settled_by,"                                      \
    " ifnull((SELECT approval FROM batch WHERE batch.run = effect.run),"       \
    " ifnull((SELECT max(a.row) FROM approval a WHERE a.run = effect.run),"    \
    " 0)) FROM effect"
/* Somebody has to see to it. */
#define CALLS "(state = 4 OR changed > 0 OR trouble <> '' OR drift = 2)"

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
        .left = row_json(rows, 15, arena),
        .until = db_int(rows, 16),
        .warned = db_int(rows, 17),
        .timer_run = db_int(rows, 18),
        .changed = db_int(rows, 19),
        .trouble = row_text(rows, 20, arena),
        .drift = (enum drift)db_int(rows, 21),
        .drift_since = db_int(rows, 22),
        .looked = db_int(rows, 23),
        .look_due = db_int(rows, 24),
        .found = row_json(rows, 25, arena),
        .seen = row_text(rows, 26, arena),
        .settled_by = row_text(rows, 27, arena),
        .approval = db_int(rows, 28),
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
    int64_t before = effect->state;
    struct columns text;
    bool ok;

    if (!row_number(store, "SELECT state FROM effect WHERE row = ?1",
                    effect->row, &before, err))
        return false;
    columns_init(&text);
    ok = db_run(
        store->db, err,
        "UPDATE effect SET undo_run = ?2, state = ?3, requested = ?4,"
        " accepted = ?5, observed = ?6, ended = ?7, kept = ?8, left_as = ?9,"
        " until = ?10, warned = ?11, timer_run = ?12, changed = ?13,"
        " trouble = ?14, drift = ?15, drift_since = ?16, looked = ?17,"
        " look_due = ?18, found = ?19, seen = ?20, settled_by = ?21"
        " WHERE row = ?1",
        "iiiiiiissiiiitiiiistt", effect->row, effect->undo_run,
        (int64_t)effect->state, effect->requested, effect->accepted,
        effect->observed, effect->ended, json_column(effect->kept, &text.kept),
        json_column(effect->left, &text.left), effect->until, effect->warned,
        effect->timer_run, effect->changed, effect->trouble,
        (int64_t)effect->drift, effect->drift_since, effect->looked,
        effect->look_due, json_column(effect->found, &text.found), effect->seen,
        effect->settled_by);
    columns_done(&text);
    return ok && touched_one(store, _("There is no such containment."), err) &&
           (before == (int64_t)effect->state ||
            note_moved(store, effect,
                       effect_state_name((enum effect_state)before), err));
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
                      EFFECT " WHERE " EFFECT_ACTIVE " ORDER BY " CALLS " DESC,"
                             " until = 0, until, row DESC LIMIT ?1",
                      "i", (int64_t)limit);
    else
        ok =
            db_query(store->db, &rows, err,
                     EFFECT " ORDER BY row DESC LIMIT ?1", "i", (int64_t)limit);
    return ok && collect(&rows, arena, out, n, err);
}

bool effects_all_on(struct store *store, const char *action, const char *target,
                    struct arena *arena, struct effect **out, size_t *n,
                    struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    EFFECT
                    " WHERE target = ?1 AND action = ?2 AND " EFFECT_ACTIVE
                    " ORDER BY row DESC",
                    "tt", target, action) &&
           collect(&rows, arena, out, n, err);
}

bool effects_on(struct store *store, const char *action, const char *target,
                struct arena *arena, struct effect *out, bool *found,
                struct err *err)
{
    struct effect *items;
    struct db_rows rows;
    size_t n;

    if (!db_query(store->db, &rows, err,
                  EFFECT " WHERE target = ?1 AND action = ?2 AND " EFFECT_ACTIVE
                         " ORDER BY row DESC LIMIT 1",
                  "tt", target, action) ||
        !collect(&rows, arena, &items, &n, err))
        return false;
    *found = n > 0;
    if (n > 0)
        *out = items[0];
    return true;
}

bool effects_ended(struct store *store, int64_t now, size_t limit,
                   struct arena *arena, struct effect **out, size_t *n,
                   int64_t *next, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    EFFECT " WHERE until > 0 AND until <= ?1 AND timer_run = 0"
                           " AND " EFFECT_ACTIVE " ORDER BY until LIMIT ?2",
                    "ii", now, (int64_t)limit) &&
           collect(&rows, arena, out, n, err) &&
           db_query(store->db, &rows, err,
                    "SELECT ifnull(min(until), 0) FROM effect WHERE until > ?1"
                    " AND timer_run = 0 AND " EFFECT_ACTIVE,
                    "i", now) &&
           db_one(&rows, next, err);
}

/* So long before the end, but a quarter of its life at most. */
#define LEAD "min(?2, (until - requested) / 4)"

bool effects_ending(struct store *store, int64_t now, int64_t lead,
                    size_t limit, struct arena *arena, struct effect **out,
                    size_t *n, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    EFFECT " WHERE until > ?1 AND until <= ?1 + ?2"
                           " AND warned <> until AND until - " LEAD " <= ?1"
                           " AND " EFFECT_ACTIVE " ORDER BY until LIMIT ?3",
                    "iii", now, lead, (int64_t)limit) &&
           collect(&rows, arena, out, n, err);
}

bool effects_warn_next(struct store *store, int64_t now, int64_t lead,
                       int64_t *next, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT ifnull(min(until - " LEAD "), 0) FROM effect"
                    " WHERE until > ?1 AND warned <> until"
                    " AND until - " LEAD " > ?1 AND " EFFECT_ACTIVE,
                    "ii", now, lead) &&
           db_one(&rows, next, err);
}

bool effects_to_look(struct store *store, int64_t now, size_t limit,
                     struct arena *arena, struct effect **out, size_t *n,
                     int64_t *next, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    EFFECT " WHERE state = 2 AND look_due > 0"
                           " AND look_due <= ?1 ORDER BY look_due LIMIT ?2",
                    "ii", now, (int64_t)limit) &&
           collect(&rows, arena, out, n, err) &&
           db_query(store->db, &rows, err,
                    "SELECT ifnull(min(look_due), 0) FROM effect"
                    " WHERE state = 2 AND look_due > ?1",
                    "i", now) &&
           db_one(&rows, next, err);
}

bool effects_count(struct store *store, int64_t *out, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT count(*) FROM effect WHERE " EFFECT_ACTIVE, "") &&
           db_one(&rows, out, err);
}
