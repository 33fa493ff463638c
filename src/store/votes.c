/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * votes.c - who has answered what, and who may answer for whom.
 */
#include "model/limits.h"
#include "store/internal.h"
#include "store/runs.h"
#include "util/text.h"

/* Every delegation that is shown. */
#define DELEGATIONS 1000

static bool has_voted(struct store *store, int64_t approval, const char *digest,
                      const char *person, bool *out, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT 1 FROM vote WHERE approval = ?1 AND person = ?2"
                  " AND digest = ?3",
                  "itt", approval, person, digest))
        return false;
    *out = db_next(&rows, err);
    return db_done(&rows);
}

bool votes_add(struct store *store, int64_t approval, const char *digest,
               const struct vote *vote, struct err *err)
{
    struct buf roles;
    struct buf seen;
    bool voted;
    bool ok;

    if (!has_voted(store, approval, digest, vote->person, &voted, err))
        return false;
    if (voted)
        return err_set(err, ERR_DENIED,
                       _("You have answered approval %lld already; somebody "
                         "else must answer too."),
                       (long long)approval);
    buf_init(&roles);
    buf_init(&seen);
    demand_roles_write(vote->roles, vote->n_roles, &roles);
    ok = db_run(store->db, err,
                "INSERT INTO vote(approval, person, behalf, roles, yes, time,"
                " reason, digest, seen) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
                " ?9 WHERE EXISTS(SELECT 1 FROM approval WHERE row = ?1"
                " AND state = 0 AND digest = ?8)",
                "ittsiitts", approval, vote->person, vote->behalf,
                buf_view(&roles), (int64_t)vote->yes, vote->when, vote->reason,
                digest, json_column(vote->seen, &seen));
    buf_done(&roles);
    buf_done(&seen);
    return ok && touched_one(store,
                             _("The approval was answered, or asks for "
                               "something else by now. Look again."),
                             err);
}

static void read_vote(const struct db_rows *rows, struct arena *arena,
                      struct vote *out)
{
    struct demand roles = {0};
    struct err ignored;

    demand_roles_parse(db_text(rows, 2), arena, &roles, &ignored);
    *out = (struct vote){
        .person = row_text(rows, 0, arena),
        .behalf = row_text(rows, 1, arena),
        .roles = roles.roles,
        .n_roles = roles.n_roles,
        .yes = db_int(rows, 3) != 0,
        .when = db_int(rows, 4),
        .reason = row_text(rows, 5, arena),
        .seen = row_json(rows, 6, arena),
    };
}

bool votes_of(struct store *store, int64_t approval, const char *digest,
              struct arena *arena, struct vote **out, size_t *n,
              struct err *err)
{
    struct vote *items = NULL;
    struct db_rows rows;
    size_t count = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT person, behalf, roles, yes, time, reason, seen"
                  " FROM vote WHERE approval = ?1 AND (?2 = '' OR digest = ?2)"
                  " ORDER BY row LIMIT ?3",
                  "iti", approval, digest, (int64_t)LIMIT_ROWS))
        return false;
    while (db_next(&rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        read_vote(&rows, arena, &items[count++]);
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

/* ---- delegation ---- */

bool delegations_add(struct store *store, struct delegation *delegation,
                     struct err *err)
{
    if (!db_run(store->db, err,
                "INSERT INTO delegation(person, delegate, made, until, why,"
                " revoked, revoked_by) VALUES(?1, ?2, ?3, ?4, ?5, 0, '')",
                "ttiit", delegation->person, delegation->delegate,
                delegation->made, delegation->until, delegation->why))
        return false;
    delegation->row = db_last_row(store->db);
    return true;
}

bool delegations_revoke(struct store *store, int64_t row, const char *person,
                        const char *by, int64_t now, struct err *err)
{
    if (!db_run(store->db, err,
                "UPDATE delegation SET revoked = ?2, revoked_by = ?3"
                " WHERE row = ?1 AND revoked = 0 AND until > ?2"
                " AND (?4 = '' OR person = ?4)",
                "iitt", row, now, by, person))
        return false;
    return db_changes(store->db) == 1 ||
           err_set(err, ERR_INPUT,
                   _("There is no delegation %lld of yours that is in force. "
                     "`riposte approval delegations' lists them."),
                   (long long)row);
}

bool delegations_list(struct store *store, const char *delegate, int64_t now,
                      struct arena *arena, struct delegation **out, size_t *n,
                      struct err *err)
{
    struct delegation *items = NULL;
    struct db_rows rows;
    size_t count = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT row, person, delegate, made, until, why, revoked,"
                  " revoked_by FROM delegation WHERE ?1 = '' OR (delegate = ?1"
                  " AND revoked = 0 AND until > ?2)"
                  " ORDER BY row DESC LIMIT ?3",
                  "tii", delegate, now, (int64_t)DELEGATIONS))
        return false;
    while (db_next(&rows, err)) {
        items = arena_grown(arena, items, count, sizeof(*items));
        items[count++] = (struct delegation){
            .row = db_int(&rows, 0),
            .person = row_text(&rows, 1, arena),
            .delegate = row_text(&rows, 2, arena),
            .made = db_int(&rows, 3),
            .until = db_int(&rows, 4),
            .why = row_text(&rows, 5, arena),
            .revoked = db_int(&rows, 6),
            .revoked_by = row_text(&rows, 7, arena),
        };
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}
