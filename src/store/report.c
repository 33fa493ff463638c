/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/report.h"

#include <stddef.h>
#include <stdlib.h>

#include "store/internal.h"
#include "util/mem.h"

const char *report_review_name(enum report_review review)
{
    static const char *const names[REVIEW_N] = {
        [REVIEW_TRUE] = "TruePositive",
        [REVIEW_BENIGN] = "Benign",
        [REVIEW_FALSE] = "FalsePositive",
    };

    return names[review];
}

static bool review_parse(struct str text, enum report_review *out)
{
    for (int i = 0; i < REVIEW_N; i++) {
        if (str_eq(text, str_of(report_review_name((enum report_review)i)))) {
            *out = (enum report_review)i;
            return true;
        }
    }
    return false;
}

/* What is being filled in. */
struct tally {
    struct store *store;
    const struct report_period *period;
    struct arena *arena;
    struct report *out;
};

/* Of a rule that is not there, as of one that was never asked for: NULL. */
static struct report_figures *row_of(const struct tally *tally, int64_t rule)
{
    size_t from = 0;
    size_t to = tally->out->n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (tally->out->rows[middle].rule < rule)
            from = middle + 1;
        else
            to = middle;
    }
    if (from == tally->out->n || tally->out->rows[from].rule != rule)
        return NULL;
    return &tally->out->rows[from];
}

/* ---- counts: rule, kind, and two numbers --------------------------------- */

struct counted {
    struct report_figures *row;
    int64_t kind;
    int64_t n;
    int64_t also;
    struct str text;
};

static void take_decision(const struct counted *c)
{
    enum decision_reason reason = (enum decision_reason)c->kind;

    if (reason >= DECISION_REASON_N)
        return;
    if (reason != DECISION_FIRED)
        c->row->held[reason] += c->n + c->also;
    if (!decision_fired(reason))
        return;
    c->row->fired += c->n;
    c->row->shadowed += c->also;
}

static void take_approval(const struct counted *c)
{
    if (c->kind < APPROVAL_STATE_N)
        c->row->approvals[c->kind] += c->n;
}

static void take_run(const struct counted *c)
{
    if (c->kind < RUN_STATE_N)
        c->row->runs[c->kind] += c->n;
}

static void take_effect(const struct counted *c)
{
    if (c->kind >= EFFECT_STATE_N)
        return;
    c->row->effects[c->kind] += c->n;
    c->row->in_force += c->also;
    if (c->kind == EFFECT_UNDOING || c->kind == EFFECT_UNDONE) {
        /* What ended as it was meant to is not regretted. */
        if (str_eq(c->text, STR("ended")))
            c->row->ended += c->also;
        else
            c->row->undone += c->also;
    } else if (c->kind == EFFECT_OBSERVED && str_eq(c->text, STR("gone"))) {
        c->row->gone += c->n;
    }
}

static void take_review(const struct counted *c)
{
    enum report_review review;

    if (review_parse(c->text, &review))
        c->row->reviewed[review] += c->n;
}

/* ?1 and ?2 are the period, ?3 the rule.  Where an order is forced, the first
 * table is the small one. */
#define REVIEWS                                                                \
    "SELECT d.rule, 0, count(DISTINCT d.event), 0, t.text"                     \
    " FROM event e CROSS JOIN decision d ON d.event = e.row"                   \
    " AND d.reason IN (0, 13, 14, 15) AND d.time >= ?1 AND d.time < ?2"        \
    " AND (?3 = 0 OR d.rule = ?3) CROSS JOIN term t ON t.id = e.closing"       \
    " WHERE e.closing <> 0 AND e.flags & 1 = 0 GROUP BY 1, 5"

static const struct {
    const char *sql;
    void (*take)(const struct counted *c);
} counts[] = {
    {.sql = "SELECT d.rule, d.reason, sum(d.mode <> 1), sum(d.mode = 1), ''"
            " FROM rule r CROSS JOIN decision d ON d.rule = r.row"
            " AND d.time >= ?1 AND d.time < ?2"
            " AND d.reason IN (0, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)"
            " WHERE ?3 = 0 OR r.row = ?3 GROUP BY 1, 2",
     .take = take_decision},
    {.sql = REVIEWS, .take = take_review},
    {.sql = "SELECT rule, state, count(*), 0, '' FROM approval"
            " WHERE asked >= ?1 AND asked < ?2 AND (?3 = 0 OR rule = ?3)"
            " GROUP BY 1, 2",
     .take = take_approval},
    {.sql = "SELECT rule, state, count(*), 0, '' FROM run"
            " WHERE began >= ?1 AND began < ?2 AND (?3 = 0 OR rule = ?3)"
            " GROUP BY 1, 2",
     .take = take_run},
    {.sql = "SELECT ifnull(u.rule, 0), e.state, count(*), sum(e.observed > 0),"
            " CASE WHEN e.timer_run <> 0 AND e.timer_run = e.undo_run"
            " THEN 'ended' WHEN e.drift = 2 THEN 'gone' ELSE '' END"
            " FROM effect e LEFT JOIN run u ON u.row = e.run"
            " WHERE e.requested >= ?1 AND e.requested < ?2"
            " AND (?3 = 0 OR u.rule = ?3) GROUP BY 1, 2, 5",
     .take = take_effect},
};

static bool count_one(const struct tally *tally, size_t which, struct err *err)
{
    const struct report_period *period = tally->period;
    struct db_rows rows;

    if (!db_query(tally->store->db, &rows, err, counts[which].sql, "iii",
                  period->since, period->until, period->rule))
        return false;
    while (db_next(&rows, err)) {
        struct counted c = {
            .row = row_of(tally, db_int(&rows, 0)),
            .kind = db_int(&rows, 1),
            .n = db_int(&rows, 2),
            .also = db_int(&rows, 3),
            .text = db_text(&rows, 4),
        };

        if (c.row != NULL && c.kind >= 0)
            counts[which].take(&c);
    }
    return db_done(&rows);
}

/* ---- spans ----------------------------------------------------------------
 */

struct spans {
    int64_t *items;
    size_t n;
    size_t room;
};

static void spans_add(struct spans *spans, int64_t span)
{
    if (spans->n == spans->room) {
        spans->room = spans->room ? spans->room * 2 : 64;
        spans->items =
            mem_grow(spans->items, spans->room, sizeof(*spans->items));
    }
    /* Clocks of others may be ahead. */
    spans->items[spans->n++] = span > 0 ? span : 0;
}

static int compare_spans(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

/* Of those from @first on. */
static struct report_spans told(const struct spans *spans, size_t first)
{
    size_t n = spans->n - first;

    if (n == 0)
        return (struct report_spans){.n = 0};
    qsort(spans->items + first, n, sizeof(*spans->items), compare_spans);
    return (struct report_spans){
        .n = (int64_t)n,
        .median = spans->items[first + (n - 1) / 2],
        .p90 = spans->items[first + (n * 9 + 9) / 10 - 1],
    };
}

/* Rows of rule and span, by rule: each rule's, and those of all. */
static bool read_answers(const struct tally *tally, struct err *err)
{
    const struct report_period *period = tally->period;
    struct spans spans = {.n = 0};
    struct db_rows rows;
    int64_t rule = -1;
    size_t first = 0;
    bool ok;

    if (!db_query(tally->store->db, &rows, err,
                  "SELECT rule, answered - asked FROM approval"
                  " WHERE asked >= ?1 AND asked < ?2 AND state IN (1, 2)"
                  " AND (?3 = 0 OR rule = ?3) ORDER BY rule",
                  "iii", period->since, period->until, period->rule))
        return false;
    for (bool more = true; more;) {
        struct report_figures *row = row_of(tally, rule);

        more = db_next(&rows, err);
        if ((!more || db_int(&rows, 0) != rule) && row != NULL)
            row->answers = told(&spans, first);
        if (!more)
            break;
        if (db_int(&rows, 0) != rule)
            first = spans.n;
        rule = db_int(&rows, 0);
        spans_add(&spans, db_int(&rows, 1));
    }
    tally->out->answers = told(&spans, 0);
    mem_free(spans.items);
    ok = db_done(&rows);
    return ok;
}

/* Rules sign what they do with their name behind this word, and the program
 * with its own. */
#define PERSON(who) who " <> 'riposte' AND " who " NOT LIKE 'rule %'"
/* Who brings an event in, or drills a rule on it, has not taken it up; nor does
 * a run that a rule begins in a person's process.  What a person begins has a
 * deed beside its run. */
#define TAKES(d)                                                               \
    d ".verb NOT IN ('ingest', 'drill', 'run begin', 'run state', 'send',"     \
      " 'approval ask') AND " PERSON(d ".who")
#define OF_RULE(event)                                                         \
    " AND (?3 = 0 OR EXISTS (SELECT 1 FROM decision x"                         \
    " WHERE x.event = " event " AND x.rule = ?3"                               \
    " AND x.reason IN (0, 13, 14, 15)))"

static const struct {
    const char *sql;
    size_t at; /* in struct report */
} spans_of[] = {
    {.sql =
         "SELECT d.time - e.arrived FROM audit d"
         " JOIN event e ON e.row = d.event"
         " WHERE d.time >= ?1 AND d.time < ?2 AND d.event <> 0"
         " AND " TAKES(
             "d") " AND NOT EXISTS (SELECT 1 FROM audit b"
                  " WHERE b.event = d.event AND b.event <> 0 AND b.seq < d.seq"
                  " AND " TAKES("b") ")" OF_RULE("d.event"),
     .at = offsetof(struct report, taken_up[BY_PEOPLE])},
    {.sql = "SELECT u.began - e.arrived FROM run u"
            " JOIN event e ON e.row = u.event"
            " WHERE u.began >= ?1 AND u.began < ?2 AND u.rule <> 0"
            " AND u.mode >= 2 AND (?3 = 0 OR u.rule = ?3)"
            " AND NOT EXISTS (SELECT 1 FROM run b WHERE b.event = u.event"
            " AND b.row < u.row AND b.rule <> 0 AND b.mode >= 2)",
     .at = offsetof(struct report, taken_up[BY_RULES])},
    {.sql = "SELECT f.observed - e.arrived FROM effect f"
            " JOIN event e ON e.row = f.event"
            " WHERE f.requested >= ?1 AND f.requested < ?2 AND f.observed > 0"
            " AND " PERSON("f.by") OF_RULE("f.event"),
     .at = offsetof(struct report, contained[BY_PEOPLE])},
    {.sql = "SELECT f.observed - e.arrived FROM effect f"
            " JOIN event e ON e.row = f.event"
            " LEFT JOIN run u ON u.row = f.run"
            " WHERE f.requested >= ?1 AND f.requested < ?2 AND f.observed > 0"
            " AND f.by LIKE 'rule %' AND (?3 = 0 OR u.rule = ?3)",
     .at = offsetof(struct report, contained[BY_RULES])},
};

static bool read_spans(const struct tally *tally, size_t which, struct err *err)
{
    const struct report_period *period = tally->period;
    struct report_spans *out =
        (void *)((char *)tally->out + spans_of[which].at);
    struct spans spans = {.n = 0};
    struct db_rows rows;

    if (!db_query(tally->store->db, &rows, err, spans_of[which].sql, "iii",
                  period->since, period->until, period->rule))
        return false;
    while (db_next(&rows, err))
        spans_add(&spans, db_int(&rows, 0));
    *out = told(&spans, 0);
    mem_free(spans.items);
    return db_done(&rows);
}

/* ---- rules and events
 * ------------------------------------------------------*/

static bool read_rules(struct tally *tally, struct err *err)
{
    struct report *out = tally->out;
    struct db_rows rows;

    out->rows = arena_grown(tally->arena, NULL, 0, sizeof(*out->rows));
    out->rows[out->n++] = (struct report_figures){.rule = 0};
    if (!db_query(tally->store->db, &rows, err,
                  "SELECT r.row, r.removed,"
                  " ifnull((SELECT v.saved FROM rule_revision v"
                  "  WHERE v.rule = r.row ORDER BY v.revision LIMIT 1), 0),"
                  " ifnull((SELECT max(d.time) FROM decision d"
                  "  WHERE d.rule = r.row AND d.reason IN (0, 13, 14, 15)), 0)"
                  " FROM rule r WHERE ?1 = 0 OR r.row = ?1 ORDER BY r.row",
                  "i", tally->period->rule))
        return false;
    while (db_next(&rows, err)) {
        out->rows =
            arena_grown(tally->arena, out->rows, out->n, sizeof(*out->rows));
        out->rows[out->n++] = (struct report_figures){
            .rule = db_int(&rows, 0),
            .removed = db_int(&rows, 1) != 0,
            .made = db_int(&rows, 2),
            .last_fired = db_int(&rows, 3),
        };
    }
    return db_done(&rows);
}

static bool read_events(const struct tally *tally, struct err *err)
{
    struct report *out = tally->out;
    enum report_review review;
    struct db_rows rows;

    if (!db_query(tally->store->db, &rows, err,
                  "SELECT '', count(*) FROM event WHERE flags & 64 = 0"
                  " AND time >= ?1 AND time < ?2 UNION ALL"
                  " SELECT * FROM (SELECT t.text, count(*) FROM event e"
                  " JOIN term t ON t.id = e.closing WHERE e.closing <> 0"
                  " AND e.flags & 1 = 0 AND e.time >= ?1 AND e.time < ?2"
                  " GROUP BY 1)",
                  "ii", tally->period->since, tally->period->until))
        return false;
    while (db_next(&rows, err)) {
        if (db_text(&rows, 0).len == 0)
            out->events = db_int(&rows, 1);
        else if (review_parse(db_text(&rows, 0), &review))
            out->reviewed[review] = db_int(&rows, 1);
    }
    return db_done(&rows);
}

static bool read_glass(const struct tally *tally, struct err *err)
{
    const struct report_period *period = tally->period;
    struct db_rows rows;

    if (!db_query(tally->store->db, &rows, err,
                  "SELECT state, count(*) FROM approval WHERE glass = 1"
                  " AND asked >= ?1 AND asked < ?2 AND (?3 = 0 OR rule = ?3)"
                  " GROUP BY 1",
                  "iii", period->since, period->until, period->rule))
        return false;
    while (db_next(&rows, err)) {
        int64_t state = db_int(&rows, 0);

        if (state >= 0 && state < APPROVAL_STATE_N)
            tally->out->glass[state] = db_int(&rows, 1);
    }
    return db_done(&rows);
}

static bool read_all(struct tally *tally, struct err *err)
{
    if (!read_rules(tally, err) || !read_events(tally, err) ||
        !read_answers(tally, err) || !read_glass(tally, err))
        return false;
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        if (!count_one(tally, i, err))
            return false;
    }
    for (size_t i = 0; i < sizeof(spans_of) / sizeof(spans_of[0]); i++) {
        if (!read_spans(tally, i, err))
            return false;
    }
    return true;
}

bool report_read(struct store *store, const struct report_period *period,
                 struct arena *arena, struct report *out, struct err *err)
{
    struct report report = {.n = 0};
    struct tally tally = {
        .store = store, .period = period, .arena = arena, .out = &report};
    bool ok;

    store_hold_still(store);
    ok = read_all(&tally, err);
    store_let_go(store);
    if (ok)
        *out = report;
    return ok;
}

bool report_parts(struct store *store, const struct report_period *period,
                  size_t n, struct arena *arena, struct report_part **out,
                  struct err *err)
{
    struct report_part *parts = arena_array(arena, n, sizeof(*parts));
    int64_t each =
        (period->until - period->since + (int64_t)n - 1) / (int64_t)n;
    struct db_rows rows;

    if (!db_query(store->db, &rows, err,
                  "SELECT (time - ?1) / ?3, severity, count(*) FROM event"
                  " WHERE flags & 64 = 0 AND time >= ?1 AND time < ?2"
                  " GROUP BY 1, 2",
                  "iii", period->since, period->until, each > 0 ? each : 1))
        return false;
    while (db_next(&rows, err)) {
        int64_t part = db_int(&rows, 0);
        int64_t severity = db_int(&rows, 1);

        if (part >= 0 && part < (int64_t)n && severity >= 0 &&
            severity < SEVERITY_N)
            parts[part].count[severity] += db_int(&rows, 2);
    }
    if (!db_done(&rows))
        return false;
    *out = parts;
    return true;
}
