/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A month of alerts, worked out by hand: what each rule would have done.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/backtest.h"
#include "util/when.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))
#define SINCE    INT64_C(1772323200000) /* 2026-03-01T00:00:00Z */
#define VM(name)                                                               \
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/"           \
    "virtualMachines/" name

/* In the order of their times; hours since the beginning. */
static const struct {
    int hour;
    const char *title;
    const char *resource;
    enum severity severity;
    const char *status;
    const char *closing;
} events[] = {
    {1, "Brute", VM("a"), SEVERITY_HIGH, "Resolved", "TruePositive"},
    {2, "Brute", VM("a"), SEVERITY_HIGH, "Active", ""},
    {5, "Brute", VM("b"), SEVERITY_HIGH, "Dismissed", "Benign"},
    {30, "Brute", VM("A"), SEVERITY_LOW, "Active", "TruePositive"},
    {31, "Tor", VM("b"), SEVERITY_HIGH, "Active", "FalsePositive"},
    {50, "Tor", "", SEVERITY_LOW, "Active", ""},
    {51, "Tor", "", SEVERITY_LOW, "Dismissed", "Benign"},
};

#define ALL "isnotempty(AlertDisplayName)"
#define RULE(conditions, more)                                                 \
    "{\"name\":\"r\",\"mode\":\"shadow\",\"conditions\":[{\"all\":[{"          \
    "\"query\":\"" conditions "\"}]}],\"actions\":[{\"kind\":\"mail\","        \
    "\"with\":{}},{\"kind\":\"cut\",\"with\":{}}]" more "}"

static const struct plan_kind kinds[] = {
    {.kind = "mail", .title = "Mail", .class = CLASS_NOTIFY},
    {.kind = "cut", .title = "Cut", .class = CLASS_REVERSIBLE},
};

struct field_day {
    struct rule *rules[2];
    struct backtest *test;
    struct backtest_report report;
    struct arena *arena;
    unsigned fetched;
};

static const struct json *fetch(void *of, const struct event *event)
{
    struct field_day *day = of;

    (void)event;
    day->fetched++;
    return NULL;
}

static struct rule *read_rule(const char *text)
{
    struct json *json;
    struct rule *rule = NULL;
    struct err err;

    if (!json_parse(str_of(text), &json, &err) ||
        !rule_from_json(json, &rule, &err))
        fail_msg("%s: %s", text, err.text);
    json_free(json);
    return rule;
}

static void feed_all(struct backtest *test, size_t most)
{
    for (size_t i = 0; i < N(events) && i < most; i++) {
        struct event event = {
            .row = (int64_t)i + 1,
            .time = SINCE + events[i].hour * WHEN_HOUR,
            .severity = events[i].severity,
            .arm_id = STR_NONE,
        };

        for (int c = 0; c < EVENT_COLUMN_N; c++)
            event.column[c] = STR_NONE;
        event.column[COLUMN_TITLE] = str_of(events[i].title);
        event.column[COLUMN_RESOURCE] = str_of(events[i].resource);
        event.column[COLUMN_STATUS] = str_of(events[i].status);
        event.column[COLUMN_CLOSING] = str_of(events[i].closing);
        event.column[COLUMN_OWNER] = STR("jo");
        event.acknowledged = 5;
        event.flags = i == 5 ? EVENT_SAMPLE : 0;
        backtest_feed(test, &event);
    }
}

static void play(struct field_day *day, const char *rule, const char *other,
                 bool brief)
{
    struct backtest_setup setup = {
        .rules = (const struct rule *const *)day->rules,
        .n = other ? 2 : 1,
        .pair = other != NULL,
        .brief = brief,
        .plan = {.kinds = kinds, .n_kinds = N(kinds)},
        .since = SINCE,
        .until = SINCE + 10 * WHEN_DAY,
        .fetch = fetch,
        .of = day,
    };

    *day = (struct field_day){.arena = arena_new()};
    day->rules[0] = read_rule(rule);
    if (other)
        day->rules[1] = read_rule(other);
    day->test = backtest_new(&setup);
    feed_all(day->test, SIZE_MAX);
    backtest_tell(day->test, day->arena, &day->report);
}

static void done(struct field_day *day)
{
    backtest_free(day->test);
    rule_free(day->rules[0]);
    rule_free(day->rules[1]);
    arena_free(day->arena);
}

/* What is counted, by hand. */
static const struct {
    const char *rule;
    int64_t fired;
    int64_t dedupe;
    int64_t cooldown;
    int64_t approvals;
    int64_t taken[BACKTEST_CLOSING_N];
    size_t targets;
} counts[] = {
    /* All but the sample. */
    {RULE(ALL, ""), 6, 0, 0, 6, {2, 2, 1}, 4},
    {RULE("AlertDisplayName == 'Brute'", ""), 4, 0, 0, 4, {2, 1, 0}, 3},
    /* As it was when it was new. */
    {RULE("Status == 'Active'", ""), 6, 0, 0, 6, {2, 2, 1}, 4},
    {RULE("Status == 'Dismissed'", ""), 0, 0, 0, 0, {0}, 0},
    {RULE("isnotempty(Owner)", ""), 0, 0, 0, 0, {0}, 0},
    /* Closed ones too, and what has become of the others. */
    {RULE("Status == 'Dismissed'",
          ",\"trigger\":{\"on\":[\"changed\",\"closed\"]}"),
     2,
     0,
     0,
     2,
     {0, 2, 0},
     2},
    /* The sample waits for nobody. */
    {RULE("AlertDisplayName == 'Tor'",
          ",\"trigger\":{\"on\":[\"created\",\"samples\"]}"),
     3,
     0,
     0,
     2,
     {0, 1, 1},
     3},
    /* In auto what can be undone goes. */
    {RULE(ALL, ",\"mode\":\"auto\""), 6, 0, 0, 0, {2, 2, 1}, 4},
    {RULE(ALL, ",\"mode\":\"off\""), 6, 0, 0, 6, {2, 2, 1}, 4},
    /* On one target, without case; at its own time. */
    {RULE("AlertDisplayName == 'Brute'", ",\"guards\":{\"dedupe\":\"3h\"}"),
     3,
     1,
     0,
     3,
     {2, 1, 0},
     3},
    {RULE("AlertDisplayName == 'Brute'", ",\"guards\":{\"cooldown\":\"2d\"}"),
     2,
     0,
     2,
     2,
     {2, 1, 0},
     2},
    /* The clock goes with the events: nothing is too old. */
    {RULE(ALL, ",\"guards\":{\"maxAge\":\"1h\"}"), 6, 0, 0, 6, {2, 2, 1}, 4},
    {RULE("TimeGenerated > ago(1h)", ""), 6, 0, 0, 6, {2, 2, 1}, 4},
    {RULE(ALL, ",\"expires\":\"2026-03-02T00:00:00Z\""),
     3,
     0,
     0,
     3,
     {1, 1, 0},
     2},
    {RULE(ALL, ",\"trigger\":{\"kinds\":[\"recommendation\"]}"),
     0,
     0,
     0,
     0,
     {0},
     0},
};

static void test_counts(void **state)
{

    (void)state;
    for (size_t i = 0; i < N(counts); i++) {
        const struct backtest_rule *rule;
        struct field_day day;

        play(&day, counts[i].rule, NULL, false);
        rule = &day.report.rules[0];
        if (rule->fault)
            fail_msg("%zu: %s", i, rule->fault);
        if (rule->fired != counts[i].fired ||
            rule->held[DECISION_DEDUPE] != counts[i].dedupe ||
            rule->held[DECISION_COOLDOWN] != counts[i].cooldown ||
            rule->approvals != counts[i].approvals ||
            rule->all_targets != counts[i].targets)
            fail_msg("%zu: fired %lld held %lld %lld approvals %lld targets "
                     "%zu",
                     i, (long long)rule->fired,
                     (long long)rule->held[DECISION_DEDUPE],
                     (long long)rule->held[DECISION_COOLDOWN],
                     (long long)rule->approvals, rule->all_targets);
        for (int c = 0; c < BACKTEST_CLOSING_N; c++)
            assert_int_equal(rule->taken[c], counts[i].taken[c]);
        done(&day);
    }
}

static void test_report(void **state)
{
    const struct backtest_rule *rule;
    struct field_day day;

    (void)state;
    play(&day, RULE(ALL, ",\"guards\":{\"dedupe\":\"3h\"}"), NULL, false);
    rule = &day.report.rules[0];
    assert_int_equal(day.report.seen, 7);
    assert_int_equal(day.report.width, WHEN_DAY);
    assert_int_equal(day.report.n_bars, 10);
    assert_int_equal(rule->fired, 5);
    assert_int_equal(rule->bars[0], 2);
    assert_int_equal(rule->bars[1], 2);
    assert_int_equal(rule->bars[2], 1);
    assert_int_equal(rule->bars[3], 0);
    /* 51 hours have been seen. */
    assert_true(backtest_daily(&day.report, rule) > 2.35 &&
                backtest_daily(&day.report, rule) < 2.36);
    assert_int_equal(rule->closed[CLOSED_TRUE], 2);
    assert_int_equal(rule->closed[CLOSED_BENIGN], 2);
    assert_int_equal(rule->closed[CLOSED_FALSE], 1);
    assert_int_equal(rule->n_targets, 4);
    assert_string_equal(rule->targets[0].name, VM("b"));
    assert_int_equal(rule->targets[0].fired, 2);
    assert_string_equal(rule->targets[3].name, "event 7");
    assert_int_equal(rule->fires.n, 5);
    assert_int_equal(rule->fires.at[1].event, 3);
    assert_int_equal(rule->fires.at[1].when, SINCE + 5 * WHEN_HOUR);
    assert_string_equal(rule->fires.at[1].title, "Brute");
    assert_int_equal(rule->holds.n, 1);
    assert_int_equal(rule->holds.at[0].event, 2);
    assert_int_equal(rule->holds.at[0].reason, DECISION_DEDUPE);
    assert_string_equal(rule->holds.at[0].text,
                        "It has fired for this before, on event 1.");
    assert_int_equal(backtest_held(rule), 1);
    assert_int_equal(day.fetched, 0);
    done(&day);
}

static void test_pair(void **state)
{
    struct field_day day;

    (void)state;
    play(&day, RULE("AlertDisplayName == 'Brute'", ""),
         RULE("Severity =~ 'High'", ""), false);
    assert_int_equal(day.report.n, 2);
    assert_int_equal(day.report.rules[0].fired, 4);
    assert_int_equal(day.report.rules[1].fired, 4);
    assert_int_equal(day.report.both, 3);
    assert_int_equal(day.report.only[0], 1);
    assert_int_equal(day.report.only[1], 1);
    assert_int_equal(day.report.only_samples[0].at[0].event, 4);
    assert_int_equal(day.report.only_samples[1].at[0].event, 5);
    assert_int_equal(day.report.both_samples.n, 3);
    done(&day);
}

/* Counts only: the same counts. */
static void test_brief(void **state)
{
    struct field_day day;

    (void)state;
    play(&day,
         RULE("AlertDisplayName == 'Brute'",
              ",\"guards\":{\"cooldown\":\"2d\"}"),
         NULL, true);
    assert_int_equal(day.report.rules[0].fired, 2);
    assert_int_equal(backtest_held(&day.report.rules[0]), 2);
    assert_int_equal(day.report.rules[0].fires.n, 0);
    assert_null(day.report.rules[0].bars);
    done(&day);
}

/* A quota lets the others wait for one approval: they fire all the same. */
static void test_trips(void **state)
{
    struct field_day day;

    (void)state;
    play(&day,
         RULE("AlertDisplayName == 'Brute'",
              ",\"mode\":\"approve\",\"guards\":{\"quotas\":[\"2 per 1d\"]}"),
         NULL, false);
    if (day.report.rules[0].fault)
        fail_msg("%s", day.report.rules[0].fault);
    assert_int_equal(day.report.rules[0].fired, 4);
    assert_int_equal(backtest_held(&day.report.rules[0]), 0);
    assert_int_equal(day.report.rules[0].tripped, 1);
    assert_int_equal(day.report.rules[0].approvals, 3);
    done(&day);
}

/* A rule that does not compile says so, and fires never. */
static void test_fault(void **state)
{
    struct field_day day;

    (void)state;
    play(&day, RULE("Sevrity == 'High'", ""), NULL, false);
    assert_non_null(day.report.rules[0].fault);
    assert_int_equal(day.report.rules[0].fired, 0);
    assert_int_equal(day.report.seen, 7);
    done(&day);
}

/* Bars for any period, never more than there is room for. */
static void test_bars(void **state)
{
    static const struct {
        int64_t span;
        int64_t width;
        size_t n;
    } rows[] = {
        {0, WHEN_HOUR, 1},
        {90 * WHEN_MINUTE, WHEN_HOUR, 2},
        {3 * WHEN_DAY, WHEN_HOUR, 72},
        {4 * WHEN_DAY, WHEN_DAY, 4},
        {365 * WHEN_DAY, WHEN_DAY, 365},
        {366 * WHEN_DAY, 2 * WHEN_DAY, 183},
        {20000 * WHEN_DAY, 64 * WHEN_DAY, 313},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct backtest_setup setup = {.since = SINCE,
                                       .until = SINCE + rows[i].span};
        struct backtest *test = backtest_new(&setup);
        struct backtest_report report;
        struct arena *arena = arena_new();

        backtest_tell(test, arena, &report);
        assert_int_equal(report.width, rows[i].width);
        assert_int_equal(report.n_bars, rows[i].n);
        arena_free(arena);
        backtest_free(test);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts), cmocka_unit_test(test_report),
        cmocka_unit_test(test_pair),   cmocka_unit_test(test_brief),
        cmocka_unit_test(test_trips),  cmocka_unit_test(test_fault),
        cmocka_unit_test(test_bars),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
