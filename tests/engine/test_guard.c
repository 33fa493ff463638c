/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/guard.h"
#include "engine/guard_memory.h"
#include "util/when.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))
/* 2026-03-05T12:00:00Z, a Thursday. */
#define NOW        INT64_C(1772712000000)
#define MINUTES(n) ((n)*WHEN_MINUTE)

/* A rule, its book, and the case that is asked. */
struct bench {
    struct arena *arena;
    struct guard_memory *memory;
    struct guard_book book;
    struct zone_shelf *zones;
    struct guard_case c;
    struct guards guards;
};

static void bench_init(struct bench *bench)
{
    *bench = (struct bench){.arena = arena_new(),
                            .memory = guard_memory_new(),
                            .zones = zone_shelf_new()};
    bench->book = guard_memory_book(bench->memory);
    bench->c = (struct guard_case){
        .guards = &bench->guards,
        .rule = 1,
        .key = STR("k:a"),
        .target = STR("t:a"),
        .now = NOW,
        .zones = bench->zones,
    };
}

static void bench_done(struct bench *bench)
{
    guard_memory_free(bench->memory);
    zone_shelf_free(bench->zones);
    arena_free(bench->arena);
}

static struct guard_answer ask(struct bench *bench)
{
    struct guard_answer answer;
    struct err err;

    assert_true(
        guard_ask(&bench->c, &bench->book, bench->arena, &answer, &err));
    return answer;
}

/* Asks, and writes down when it fired. */
static struct guard_answer fire(struct bench *bench, int64_t run)
{
    struct guard_answer answer = ask(bench);
    struct err err;

    if (guard_goes(&answer))
        assert_true(guard_fired(&bench->c, &bench->book, &answer, run, &err));
    return answer;
}

static void test_rows(void **state)
{
    static const struct {
        int64_t dedupe, cooldown;
        int64_t fired; /* minutes ago; -1 never */
        enum decision_reason reason;
        const char *says;
    } rows[] = {
        {0, 0, -1, DECISION_FIRED, ""},
        {0, 0, 1, DECISION_FIRED, ""},
        {60, 60, -1, DECISION_FIRED, ""},
        {60, 0, 0, DECISION_DEDUPE, "dedupe of run 7"},
        {60, 0, 59, DECISION_DEDUPE, "until 2026-03-05T12:01:00Z"},
        {60, 0, 60, DECISION_FIRED, ""},
        {0, 60, 59, DECISION_COOLDOWN, "until 2026-03-05T12:01:00Z"},
        {0, 60, 60, DECISION_FIRED, ""},
        {30, 60, 10, DECISION_DEDUPE, "run 7"},
        {30, 60, 40, DECISION_COOLDOWN, "after run 7"},
        {60, 30, 40, DECISION_DEDUPE, "run 7"},
        {60, 0, -2, DECISION_DEDUPE, "run 7"}, /* the clock went back */
        {0, 60, -2, DECISION_COOLDOWN, "until 2026-03-05T13:00:00Z"},
        {60, 60, -61, DECISION_FIRED, ""}, /* too far to be true */
    };

    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct guard_answer answer;
        struct bench bench;

        bench_init(&bench);
        bench.guards.dedupe = MINUTES(rows[i].dedupe);
        bench.guards.cooldown = MINUTES(rows[i].cooldown);
        if (rows[i].fired != -1) {
            bench.c.now = NOW - MINUTES(rows[i].fired);
            fire(&bench, 7);
        }
        bench.c.now = NOW;
        answer = ask(&bench);
        if (answer.reason != rows[i].reason ||
            !strstr(answer.text, rows[i].says))
            fail_msg("row %zu: %d %s", i, (int)answer.reason, answer.text);
        assert_int_equal(*answer.text == '\0',
                         rows[i].reason == DECISION_FIRED);
        bench_done(&bench);
    }
}

/* Another key, another target, another rule: each counts alone. */
static void test_keys_apart(void **state)
{
    struct bench bench;

    (void)state;
    bench_init(&bench);
    bench.guards.dedupe = WHEN_HOUR;
    bench.guards.cooldown = WHEN_HOUR;
    assert_int_equal(fire(&bench, 1).reason, DECISION_FIRED);
    bench.c.key = STR("k:b");
    assert_int_equal(ask(&bench).reason, DECISION_COOLDOWN);
    bench.c.target = STR("t:b");
    assert_int_equal(ask(&bench).reason, DECISION_FIRED);
    bench.c.key = STR("k:a");
    assert_int_equal(ask(&bench).reason, DECISION_DEDUPE);
    bench.c.rule = 2;
    assert_int_equal(ask(&bench).reason, DECISION_FIRED);
    bench_done(&bench);
}

/* Each match while it waits prolongs the wait. */
static void test_settle(void **state)
{
    static const struct {
        int64_t minute;
        enum decision_reason reason;
    } rows[] = {
        {0, DECISION_FIRED},   {9, DECISION_SETTLE}, {18, DECISION_SETTLE},
        {27, DECISION_SETTLE}, {37, DECISION_FIRED}, {38, DECISION_SETTLE},
        {47, DECISION_SETTLE}, {57, DECISION_FIRED},
    };
    struct bench bench;

    (void)state;
    bench_init(&bench);
    bench.guards.settle = MINUTES(10);
    for (size_t i = 0; i < ITEMS(rows); i++) {
        bench.c.now = NOW + MINUTES(rows[i].minute);
        if (fire(&bench, 1).reason != rows[i].reason)
            fail_msg("row %zu", i);
    }
    bench_done(&bench);
}

/* "3 per 1h" and "4 per 1d per target", at once. */
static void test_quotas(void **state)
{
    static const struct {
        int64_t minute;
        const char *target;
        enum decision_reason reason;
        const char *says;
    } rows[] = {
        {0, "t:a", DECISION_FIRED, ""},
        {1, "t:a", DECISION_FIRED, ""},
        {2, "t:b", DECISION_FIRED, ""},
        {3, "t:c", DECISION_QUOTA,
         "3 of 3 in 1h are used; the next is free at 2026-03-05T13:00:00Z"},
        {59, "t:a", DECISION_QUOTA, "3 of 3"},
        {60, "t:a", DECISION_FIRED, ""},
        {61, "t:a", DECISION_FIRED, ""},
        {200, "t:a", DECISION_QUOTA,
         "4 of 4 in 1d are used for this target; the next is free at "
         "2026-03-06T12:00:00Z"},
        {200, "t:b", DECISION_FIRED, ""},
        {1440, "t:a", DECISION_FIRED, ""},
    };
    struct quota quotas[] = {{.most = 3, .per = WHEN_HOUR},
                             {.most = 4, .per = WHEN_DAY, .per_target = true}};
    struct bench bench;

    (void)state;
    bench_init(&bench);
    bench.guards.quotas = quotas;
    bench.guards.n_quotas = ITEMS(quotas);
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct guard_answer answer;

        /* Not on the second: what is told is. */
        bench.c.now = NOW + MINUTES(rows[i].minute) - 1;
        bench.c.target = str_of(rows[i].target);
        answer = fire(&bench, 1);
        if (answer.reason != rows[i].reason ||
            !strstr(answer.text, rows[i].says))
            fail_msg("row %zu: %d %s", i, (int)answer.reason, answer.text);
        assert_true(guard_goes(&answer));
    }
    bench_done(&bench);
}

/* The budget counts containments, over all rules. */
static void test_budget(void **state)
{
    static const struct {
        int64_t rule;
        size_t contained;
        enum decision_reason reason;
    } rows[] = {
        {1, 1, DECISION_FIRED}, {2, 2, DECISION_FIRED}, {3, 2, DECISION_BUDGET},
        {3, 0, DECISION_FIRED}, {3, 1, DECISION_FIRED}, {1, 1, DECISION_BUDGET},
    };
    static const struct str targets[] = {{"t:x", 3}, {"t:y", 3}};
    struct quota budget = {.most = 4, .per = WHEN_HOUR};
    struct bench bench;

    (void)state;
    bench_init(&bench);
    bench.c.budget = &budget;
    bench.c.n_budget = 1;
    bench.c.contained = targets;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        bench.c.rule = rows[i].rule;
        bench.c.n_contained = rows[i].contained;
        if (fire(&bench, 1).reason != rows[i].reason)
            fail_msg("row %zu", i);
    }
    bench_done(&bench);
}

static void test_schedule(void **state)
{
    static const struct {
        struct schedule schedule;
        const char *now;
        const char *next; /* "" when it is open */
    } rows[] = {
        {{.days = 0x1f, .from = 480, .to = 1080},
         "2026-03-05T07:59:59Z",
         "2026-03-05T08:00:00Z"},
        {{.days = 0x1f, .from = 480, .to = 1080}, "2026-03-05T08:00:00Z", ""},
        {{.days = 0x1f, .from = 480, .to = 1080}, "2026-03-05T17:59:59Z", ""},
        {{.days = 0x1f, .from = 480, .to = 1080},
         "2026-03-06T18:00:00Z",
         "2026-03-09T08:00:00Z"},
        /* Friday night, until Saturday morning. */
        {{.days = 0x10, .from = 1320, .to = 360}, "2026-03-07T05:59:00Z", ""},
        {{.days = 0x10, .from = 1320, .to = 360},
         "2026-03-07T06:00:00Z",
         "2026-03-13T22:00:00Z"},
        {{.days = 0x10, .from = 1320, .to = 360},
         "2026-03-06T05:00:00Z",
         "2026-03-06T22:00:00Z"},
        {{.days = SCHEDULE_DAYS, .to = SCHEDULE_DAY},
         "2026-03-05T23:59:59Z",
         ""},
        {{.days = 0x40, .to = 60}, "2026-03-08T00:30:00Z", ""},
    };
    struct bench bench;

    (void)state;
    bench_init(&bench);
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct schedule schedule = rows[i].schedule;
        struct guard_answer answer;
        int64_t next = 0;

        when_parse(str_of(rows[i].now), &bench.c.now);
        when_parse(str_of(rows[i].next), &next);
        bench.guards.schedules = &schedule;
        bench.guards.n_schedules = 1;
        answer = ask(&bench);
        if (answer.next != next ||
            (answer.reason == DECISION_FIRED) != (*rows[i].next == '\0'))
            fail_msg("row %zu: %s", i, answer.text);
    }
    bench_done(&bench);
}

/* A zone that has gone keeps the rule closed, and says so. */
static void test_zone_gone(void **state)
{
    struct schedule schedule = {.days = SCHEDULE_DAYS,
                                .to = SCHEDULE_DAY,
                                .zone = (char[]){"Mars/Olympus"}};
    struct guard_answer answer;
    struct bench bench;

    (void)state;
    bench_init(&bench);
    bench.guards.schedules = &schedule;
    bench.guards.n_schedules = 1;
    answer = ask(&bench);
    assert_int_equal(answer.reason, DECISION_SCHEDULE);
    assert_non_null(strstr(answer.text, "Mars/Olympus"));
    bench_done(&bench);
}

static void test_counters(void **state)
{
    static const struct {
        const char *guard;
        int64_t used, limit, next;
    } rows[] = {
        {"settle", 1, 1, NOW + MINUTES(5)},
        {"dedupe", 1, 1, NOW + MINUTES(30)},
        {"cooldown", 1, 1, NOW + MINUTES(20)},
        {"2 per 1h", 1, 2, 0},
        {"1 per 1d per target", 1, 1, NOW + WHEN_DAY},
        {"budget: 4 per 1h", 2, 4, 0},
    };
    static const struct str targets[] = {{"t:a", 3}, {"t:y", 3}};
    struct quota quotas[] = {{.most = 2, .per = WHEN_HOUR},
                             {.most = 1, .per = WHEN_DAY, .per_target = true}};
    struct quota budget = {.most = 4, .per = WHEN_HOUR};
    struct guard_counter *counters;
    struct bench bench;
    struct err err;
    size_t n;

    (void)state;
    bench_init(&bench);
    bench.guards = (struct guards){.settle = MINUTES(5),
                                   .dedupe = MINUTES(30),
                                   .cooldown = MINUTES(20),
                                   .quotas = quotas,
                                   .n_quotas = ITEMS(quotas)};
    bench.c.budget = &budget;
    bench.c.n_budget = 1;
    bench.c.contained = targets;
    bench.c.n_contained = ITEMS(targets);
    fire(&bench, 3);
    assert_true(
        guard_count(&bench.c, &bench.book, bench.arena, &counters, &n, &err));
    assert_int_equal(n, ITEMS(rows));
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(counters[i].guard, rows[i].guard);
        assert_int_equal(counters[i].used, rows[i].used);
        assert_int_equal(counters[i].limit, rows[i].limit);
        assert_int_equal(counters[i].next, rows[i].next);
    }
    bench_done(&bench);
}

/* A million firings: the cost of each does not grow with those before. */
static void test_many(void **state)
{
    struct quota quota = {.most = 100, .per = WHEN_HOUR};
    struct bench bench;
    size_t fired = 0;

    (void)state;
    bench_init(&bench);
    bench.guards.quotas = &quota;
    bench.guards.n_quotas = 1;
    for (int i = 0; i < 300000; i++) {
        bench.c.now = NOW + i * WHEN_SECOND;
        fired += fire(&bench, i).reason == DECISION_FIRED;
        if (i % 1000 == 0)
            arena_clear(bench.arena);
    }
    /* 300,000 seconds begin 84 windows. */
    assert_int_equal(fired, 8400);
    bench_done(&bench);
}

static void test_key(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(guard_key(false, STR("/Sub/A-Ö"), arena).at,
                        "t:/sub/a-Ö");
    assert_string_equal(guard_key(true, STR("A"), arena).at, "k:a");
    assert_int_equal(guard_key(true, STR_NONE, arena).len, 2);
    arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),      cmocka_unit_test(test_keys_apart),
        cmocka_unit_test(test_settle),    cmocka_unit_test(test_quotas),
        cmocka_unit_test(test_budget),    cmocka_unit_test(test_schedule),
        cmocka_unit_test(test_zone_gone), cmocka_unit_test(test_counters),
        cmocka_unit_test(test_many),      cmocka_unit_test(test_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
