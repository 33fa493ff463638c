/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figures.c - what the rules have done lately, and the counters of the tabs.
 */
#include "store/internal.h"
#include "store/rules.h"
#include "store/runs.h"
#include "util/when.h"

static void count(struct rule_figures *figures, int64_t hour, int64_t reason,
                  int64_t n)
{
    if (decision_held((enum decision_reason)reason))
        figures->held += n;
    if (!decision_fired((enum decision_reason)reason))
        return;
    figures->fired += n;
    if (hour >= 0 && hour < 24)
        figures->hourly[hour] += (uint32_t)n;
}

/* Both in the order of the rules' numbers; so is what is counted. */
static bool add_hours(struct store *store, int64_t since,
                      struct rule_figures *items, size_t n, struct err *err)
{
    struct db_rows rows;
    size_t at = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT r.row, (d.time - ?1) / 3600000, d.reason, count(*)"
                  " FROM rule r CROSS JOIN decision d ON d.rule = r.row"
                  " AND d.time >= ?1 WHERE r.removed = 0"
                  " GROUP BY 1, 2, 3 ORDER BY 1",
                  "i", since))
        return false;
    while (db_next(&rows, err)) {
        int64_t rule = db_int(&rows, 0);

        while (at < n && items[at].rule < rule)
            at++;
        if (at < n && items[at].rule == rule)
            count(&items[at], db_int(&rows, 1), db_int(&rows, 2),
                  db_int(&rows, 3));
    }
    return db_done(&rows);
}

/* Beginning with the events that people have closed, which are few; samples
 * are not judged. */
static bool add_reviews(struct store *store, int64_t since,
                        struct rule_figures *items, size_t n, struct err *err)
{
    struct db_rows rows;
    size_t at = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT d.rule, count(DISTINCT d.event),"
                  " count(DISTINCT iif(t.text = 'TruePositive', d.event, NULL))"
                  " FROM event e CROSS JOIN decision d ON d.event = e.row"
                  " AND d.reason IN (0, 13, 14, 15) AND d.time >= ?1"
                  " CROSS JOIN term t ON t.id = e.closing"
                  " WHERE e.closing <> 0 AND e.flags & 1 = 0"
                  " GROUP BY 1 ORDER BY 1",
                  "i", since))
        return false;
    while (db_next(&rows, err)) {
        int64_t rule = db_int(&rows, 0);

        while (at < n && items[at].rule < rule)
            at++;
        if (at == n || items[at].rule != rule)
            continue;
        items[at].reviewed = db_int(&rows, 1);
        items[at].really = db_int(&rows, 2);
    }
    return db_done(&rows);
}

bool rules_figures(struct store *store, int64_t now, struct arena *arena,
                   struct rule_figures **out, size_t *n, struct err *err)
{
    struct rule_figures *items = NULL;
    struct db_rows rows;
    size_t found = 0;

    if (!db_query(store->db, &rows, err,
                  "SELECT r.row, ifnull((SELECT max(d.time) FROM decision d"
                  " INDEXED BY decision_fired"
                  " WHERE d.rule = r.row AND d.reason IN (0, 13, 14, 15)), 0)"
                  " FROM rule r"
                  " WHERE r.removed = 0 ORDER BY r.row",
                  ""))
        return false;
    while (db_next(&rows, err)) {
        items = arena_grown(arena, items, found, sizeof(*items));
        items[found++] = (struct rule_figures){
            .rule = db_int(&rows, 0),
            .last_fired = db_int(&rows, 1),
        };
    }
    if (!db_done(&rows) ||
        !add_hours(store, now - WHEN_DAY, items, found, err) ||
        !add_reviews(store, now - 90 * WHEN_DAY, items, found, err))
        return false;
    *out = items;
    *n = found;
    return true;
}

/* Each from an index that holds these rows only. */
bool counters_get(struct store *store, struct counters *out, struct err *err)
{
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT (SELECT count(*) FROM approval WHERE state = 0),"
                  " (SELECT count(*) FROM effect WHERE " EFFECT_ACTIVE "),"
                  " (SELECT count(*) FROM run WHERE state IN (0, 1)),"
                  " (SELECT count(*) FROM rule WHERE removed = 0),"
                  " (SELECT count(*) FROM effect WHERE (state = 4"
                  "  OR changed > 0 OR trouble <> '' OR drift = 2)"
                  "  AND state NOT IN (3, 6)),"
                  " (SELECT count(*) FROM effect WHERE until > 0"
                  "  AND warned = until AND state NOT IN (3, 6))",
                  ""))
        return false;
    if (db_next(&rows, err))
        *out = (struct counters){
            .approvals_pending = db_int(&rows, 0),
            .effects_active = db_int(&rows, 1),
            .runs_open = db_int(&rows, 2),
            .rules = db_int(&rows, 3),
            .effects_calling = db_int(&rows, 4),
            .effects_ending = db_int(&rows, 5),
        };
    return db_done(&rows);
}
