/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/playbooks.h"

#include "store/internal.h"
#include "util/text.h"

#define SELECT "SELECT row, name, mode, saved, editor, json, due FROM playbook"

static struct stored_playbook read_row(const struct db_rows *rows,
                                       struct arena *arena)
{
    return (struct stored_playbook){
        .row = db_int(rows, 0),
        .name = row_text(rows, 1, arena),
        .mode = (enum rule_mode)db_int(rows, 2),
        .saved = db_int(rows, 3),
        .editor = row_text(rows, 4, arena),
        .json = row_json(rows, 5, arena),
        .due = db_int(rows, 6),
    };
}

/* All that the query gives. */
static bool read_rows(struct db_rows *rows, struct arena *arena,
                      struct stored_playbook **out, size_t *n, struct err *err)
{
    struct stored_playbook *all = NULL;
    size_t count = 0;

    while (db_next(rows, err)) {
        all = arena_grown(arena, all, count, sizeof(*all));
        all[count++] = read_row(rows, arena);
    }
    if (!db_done(rows))
        return false;
    *out = all;
    *n = count;
    return true;
}

bool playbooks_list(struct store *store, struct arena *arena,
                    struct stored_playbook **out, size_t *n, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err, SELECT " ORDER BY name", "") &&
           read_rows(&rows, arena, out, n, err);
}

static bool find_row(struct store *store, struct str name, struct arena *arena,
                     struct stored_playbook *out, bool *found, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err, SELECT " WHERE name = ?1", "s", name))
        return false;
    *found = db_next(&rows, err);
    if (*found)
        *out = read_row(&rows, arena);
    return db_done(&rows);
}

static bool is_absent(struct store *store, struct str name, struct arena *arena,
                      struct err *err)
{
    struct stored_playbook *all;
    const char **names;
    const char *near;
    size_t n;

    if (!playbooks_list(store, arena, &all, &n, err))
        return false;
    names = arena_array(arena, n + 1, sizeof(*names));
    for (size_t i = 0; i < n; i++)
        names[i] = all[i].name;
    near = str_nearest(name, names, n);
    if (near)
        return err_set(err, ERR_ABSENT,
                       _("There is no playbook %.*s. Did you mean %s?"),
                       STR_ARG(str_sub(name, 0, 80)), near);
    return err_set(err, ERR_ABSENT,
                   _("There is no playbook %.*s. `riposte playbook list' lists "
                     "them."),
                   STR_ARG(str_sub(name, 0, 80)));
}

bool playbooks_find(struct store *store, struct str name, struct arena *arena,
                    struct stored_playbook *out, struct err *err)
{
    bool found;

    return find_row(store, name, arena, out, &found, err) &&
           (found || is_absent(store, name, arena, err));
}

bool playbooks_put(struct store *store, const struct stored_playbook *playbook,
                   bool *fresh, struct err *err)
{
    struct arena *arena = arena_new();
    struct stored_playbook known;
    struct buf text;
    bool found = false;
    bool ok;

    buf_init(&text);
    ok = find_row(store, str_of(playbook->name), arena, &known, &found, err) &&
         db_run(store->db, err,
                "INSERT INTO playbook(name, mode, saved, editor, json, due)"
                " VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(name) DO UPDATE"
                " SET saved = ?3, editor = ?4, json = ?5, due = ?6",
                "tiitsi", playbook->name, (int64_t)playbook->mode,
                playbook->saved, playbook->editor,
                json_column(playbook->json, &text), playbook->due);
    buf_done(&text);
    arena_free(arena);
    if (ok)
        *fresh = !found;
    return ok;
}

bool playbooks_switch(struct store *store, int64_t row, enum rule_mode mode,
                      struct err *err)
{
    return db_run(store->db, err,
                  "UPDATE playbook SET mode = ?2 WHERE row = ?1", "ii", row,
                  (int64_t)mode) &&
           touched_one(store, _("This playbook has been removed."), err);
}

bool playbooks_set_due(struct store *store, int64_t row, int64_t due,
                       struct err *err)
{
    return db_run(store->db, err, "UPDATE playbook SET due = ?2 WHERE row = ?1",
                  "ii", row, due);
}

bool playbooks_due(struct store *store, int64_t now, struct arena *arena,
                   struct stored_playbook **out, size_t *n, int64_t *next,
                   struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT coalesce(min(due), 0) FROM playbook"
                  " WHERE due > 0 AND due > ?1",
                  "i", now))
        return false;
    if (db_next(&rows, err))
        *next = db_int(&rows, 0);
    return db_done(&rows) &&
           db_query(store->db, &rows, err,
                    SELECT " WHERE due > 0 AND due <= ?1 ORDER BY due", "i",
                    now) &&
           read_rows(&rows, arena, out, n, err);
}

bool playbooks_remove(struct store *store, int64_t row, struct err *err)
{
    return db_run(store->db, err, "DELETE FROM playbook WHERE row = ?1", "i",
                  row) &&
           touched_one(store, _("This playbook has been removed already."),
                       err);
}
