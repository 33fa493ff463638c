/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stuck.c - runs that ought to move: which do not, which hold stops, and how
 * many there are.
 */
#include "store/internal.h"
#include "store/runs.h"

/* A step that waits for a person. */
#define NEVER INT64_MAX
/* Nobody minds a minute. */
#define LEAST INT64_C(60000)
/* Of so many runs the usual time is taken. */
#define USUAL                                                                  \
    "(SELECT avg(took) FROM (SELECT u.ended - u.began AS took FROM run u"      \
    " WHERE u.rule = r.rule AND u.state = 2 AND r.rule <> 0"                   \
    " AND u.playbook = r.playbook"                                             \
    " ORDER BY u.ended DESC LIMIT 20))"
/* When it moved last: a step came to its end, or it began. */
#define MOVED                                                                  \
    "max(r.began, step.began,"                                                 \
    " (SELECT coalesce(max(e.ended), 0) FROM step e WHERE e.run = r.row),"     \
    " CASE WHEN step.attempts = 0 THEN min(step.due, ?1) ELSE 0 END)"

/* step_due and step_free (steps.c) find those that are at work. */
#define AT_WORK                                                                \
    "SELECT r.row, r.event, r.name, " MOVED ", " USUAL ", r.told"              \
    " FROM step JOIN run r ON r.row = step.run WHERE step.first = 1"           \
    " AND step.state IN (0, 1)"
#define NOT_WAITING                                                            \
    " AND step.due < ?2 AND (step.due <= ?1 OR step.attempts > 0)"             \
    " AND r.state IN (0, 1) ORDER BY r.row"
#define GOES_ON                                                                \
    " AND (step.auto = 0 OR step.journal <> 0 OR step.changed <> 0"            \
    " OR step.phase IN (4, 6))"

static int64_t allowed(int64_t usual, int64_t patience)
{
    if (usual <= 0)
        return patience;
    return 3 * usual < LEAST ? LEAST : 3 * usual;
}

bool runs_stuck(struct store *store, int64_t now, int64_t patience, bool held,
                struct arena *arena, struct stuck_run **out, size_t *n,
                struct err *err)
{
    struct stuck_run *items = NULL;
    struct db_rows rows;
    size_t count = 0;

    if (!db_query(store->db, &rows, err,
                  held ? AT_WORK GOES_ON NOT_WAITING : AT_WORK NOT_WAITING,
                  "ii", now, NEVER))
        return false;
    while (db_next(&rows, err)) {
        struct stuck_run run = {
            .run = db_int(&rows, 0),
            .event = db_int(&rows, 1),
            .since = db_int(&rows, 3),
            .usual = db_int(&rows, 4),
            .told = db_int(&rows, 5) != 0,
        };

        if (now - run.since <= allowed(run.usual, patience) ||
            (count > 0 && items[count - 1].run == run.run))
            continue;
        run.name = row_text(&rows, 2, arena);
        items = arena_grown(arena, items, count, sizeof(*items));
        items[count++] = run;
    }
    if (!db_done(&rows))
        return false;
    *out = items;
    *n = count;
    return true;
}

bool runs_tell(struct store *store, int64_t run, int64_t now, struct err *err)
{
    return db_run(store->db, err, "UPDATE run SET told = ?2 WHERE row = ?1",
                  "ii", run, now);
}

bool runs_mark_held(struct store *store, struct run *rows, size_t n,
                    struct err *err)
{
    struct db_rows found;
    size_t at = 0;

    if (n == 0)
        return true;
    if (!db_query(store->db, &found, err,
                  "SELECT run FROM step WHERE first = 1 AND state IN (0, 1)"
                  " AND auto = 1 AND journal = 0 AND changed = 0"
                  " AND phase NOT IN (4, 6) AND due < ?3 AND run >= ?1"
                  " AND run <= ?2 ORDER BY run DESC",
                  "iii", rows[n - 1].row, rows[0].row, NEVER))
        return false;
    while (db_next(&found, err)) {
        while (at < n && rows[at].row > db_int(&found, 0))
            at++;
        if (at < n && rows[at].row == db_int(&found, 0))
            rows[at].held = true;
    }
    return db_done(&found);
}

bool runs_full(struct store *store, int64_t most, bool *out, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT 1 FROM run WHERE state IN (0, 1) ORDER BY row"
                  " LIMIT 1 OFFSET ?1",
                  "i", most - 1))
        return false;
    *out = db_next(&rows, err);
    return db_done(&rows);
}

bool runs_again(struct store *store, int64_t run, int64_t *out, struct err *err)
{
    struct db_rows rows;

    return db_query(store->db, &rows, err,
                    "SELECT row FROM run WHERE origin = ?1 AND origin <> 0"
                    " AND state IN (0, 1) LIMIT 1",
                    "i", run) &&
           db_one(&rows, out, err);
}
