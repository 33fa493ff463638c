/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * prune.c - what retention lets go.
 */
#include "model/limits.h"
#include "store/internal.h"
#include "util/when.h"

/* Rows in one transaction: others write in between. */
#define PRUNE_ROWS 2000

/*
 * Decisions are numbered in the order of their time, so that those before the
 * first that stays are found without looking at the others.  A run that has
 * ended stays while what it did is in force, and so does one that undoes it.
 * Approvals and their answers stay for ever.
 */
#define OLD_RUNS                                                               \
    "(SELECT row FROM run WHERE ended > 0 AND ended < ?1"                      \
    " AND row NOT IN (SELECT run FROM effect WHERE " EFFECT_ACTIVE             \
    " UNION SELECT undo_run FROM effect WHERE " EFFECT_ACTIVE ")"              \
    " ORDER BY row LIMIT ?2)"

static bool prune_decisions(struct store *store, int64_t before, int64_t *n,
                            struct err *err)
{
    if (!db_run(store->db, err,
                "DELETE FROM decision WHERE row IN (SELECT row FROM decision"
                " WHERE row < ifnull((SELECT row FROM decision"
                "  WHERE time >= ?1 ORDER BY row LIMIT 1),"
                "  9223372036854775807) ORDER BY row LIMIT ?2)",
                "ii", before, (int64_t)PRUNE_ROWS))
        return false;
    *n = db_changes(store->db);
    return true;
}

static bool prune_runs(struct store *store, int64_t before, int64_t *n,
                       struct err *err)
{
    int64_t most = PRUNE_ROWS / 10;

    if (!db_run(store->db, err, "DELETE FROM step WHERE run IN " OLD_RUNS, "ii",
                before, most) ||
        !db_run(store->db, err, "DELETE FROM lane WHERE run IN " OLD_RUNS, "ii",
                before, most) ||
        !db_run(store->db, err, "DELETE FROM play WHERE run IN " OLD_RUNS, "ii",
                before, most) ||
        !db_run(store->db, err,
                "DELETE FROM definition WHERE row NOT IN"
                " (SELECT definition FROM play)",
                "") ||
        !db_run(store->db, err, "DELETE FROM run WHERE row IN " OLD_RUNS, "ii",
                before, most))
        return false;
    *n = db_changes(store->db);
    return true;
}

/* What the guards remember has windows of its own: the oldest make room. */
static bool prune_guards(struct store *store, int64_t before, int64_t *n,
                         struct err *err)
{
    (void)before;
    *n = 0;
    return db_run(store->db, err,
                  "DELETE FROM guard WHERE seen <= (SELECT seen FROM guard"
                  " ORDER BY seen DESC LIMIT 1 OFFSET ?1)",
                  "i", (int64_t)LIMIT_GUARD_KEYS) &&
           db_run(store->db, err,
                  "DELETE FROM moment WHERE row <="
                  " (SELECT max(row) FROM moment) - ?1",
                  "i", (int64_t)LIMIT_GUARD_KEYS);
}

/* Closed ones alone: the others are still followed. */
static bool prune_tickets(struct store *store, int64_t before, int64_t *n,
                          struct err *err)
{
    *n = 0;
    return db_run(store->db, err,
                  "DELETE FROM ticket WHERE closed > 0 AND closed < ?1", "i",
                  before);
}

/* What was seen of a target has its use while somebody decides on it. */
static bool prune_looks(struct store *store, int64_t before, int64_t *n,
                        struct err *err)
{
    *n = 0;
    return db_run(store->db, err,
                  "DELETE FROM look WHERE state <> 0 AND seen < ?1", "i",
                  before);
}

static bool note_pruned(struct store *store, const char *noun, int64_t before,
                        int64_t n, struct err *err)
{
    char when[WHEN_TEXT_SIZE];
    struct audit_entry entry = {.verb = "retention", .object = noun};
    struct json *after;
    bool ok;

    if (n == 0)
        return true;
    after = json_new_object();
    json_set_int(after, "deleted", n);
    json_set_text(after, "until", when_iso(before, when));
    entry.after = after;
    ok = audit_add(store, &entry, err);
    json_free(after);
    return ok;
}

bool store_prune(struct store *store, int64_t before, bool *more,
                 struct err *err)
{
    static const struct {
        const char *noun;
        bool (*prune)(struct store *store, int64_t before, int64_t *n,
                      struct err *err);
    } each[] = {
        {"decisions", prune_decisions}, {"runs", prune_runs},
        {"guards", prune_guards},       {"tickets", prune_tickets},
        {"looks", prune_looks},
    };
    int64_t n;

    *more = false;
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        if (!store_begin(store, err))
            return false;
        if (!each[i].prune(store, before, &n, err) ||
            !note_pruned(store, each[i].noun, before, n, err)) {
            store_rollback(store);
            return false;
        }
        if (!store_commit(store, err))
            return false;
        *more |= n > 0;
    }
    return true;
}
