/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "util/when.h"
#include "util/zone.h"
#include "util/zone_part.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static int64_t at(const char *text)
{
    int64_t moment;

    if (!when_parse(str_of(text), &moment))
        fail_msg("%s", text);
    return moment;
}

/* The zones of the tests, not those of the machine. */
static void use_zones(void)
{
    const char *source = getenv("srcdir");
    char dir[4096];
    char whole[PATH_MAX];

    snprintf(dir, sizeof(dir), "%s/tests/data/zones", source ? source : ".");
    assert_non_null(realpath(dir, whole));
    setenv("TZDIR", whole, 1);
}

static void test_rule(void **state)
{
    static const struct {
        const char *rule;
        const char *when;
        int minutes;
    } rows[] = {
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-01-15T12:00:00Z", 60},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59Z", 60},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 120},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59Z", 120},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 60},
        {"EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", -300},
        {"EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -240},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", 660},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", 600},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z", 60},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2026-12-01T00:00:00Z", 0},
        {"<+0545>-5:45", "2026-12-01T00:00:00Z", 345},
        {"AAA0BBB,J60,J300", "2024-02-29T12:00:00Z", 0},
        {"AAA0BBB,J60,J300", "2024-03-01T12:00:00Z", 60},
        {"AAA0BBB,59,300", "2024-02-29T12:00:00Z", 60},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -120},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -60},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct zone_rule rule;

        assert_true(zone_rule_parse(str_of(rows[i].rule), &rule));
        if (zone_rule_offset(&rule, at(rows[i].when) / 1000) !=
            rows[i].minutes * 60)
            fail_msg("row %zu", i);
    }
}

static void test_rule_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "C-1",
        "CET",
        "CET-1CEST",
        "CET-1CEST,M13.1.0,M1.1.0",
        "CET-168",
        "CET-1CEST,M3.5.0",
        "CET-1CEST,M3.5.0,M10.5.0/3x",
        "<CET-1",
        "CET-1CEST,M3.6.0,M10.5.0",
    };
    struct zone_rule rule;

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        if (zone_rule_parse(str_of(rows[i]), &rule))
            fail_msg("%s", rows[i]);
    }
}

static void test_zone(void **state)
{
    static const struct {
        const char *zone;
        const char *when;
        int minutes;
    } rows[] = {
        {"UTC", "2026-07-01T00:00:00Z", 0},
        {"Europe/Berlin", "2026-07-01T00:00:00Z", 120},
        {"Europe/Berlin", "1990-07-01T00:00:00Z", 120},
        {"Europe/Berlin", "1975-07-01T00:00:00Z", 60},
        {"Europe/Berlin", "2040-07-01T00:00:00Z", 120},
        {"Europe/Berlin", "2040-12-01T00:00:00Z", 60},
        {"Asia/Tokyo", "2030-07-01T00:00:00Z", 540},
    };
    struct arena *arena = arena_new();

    (void)state;
    use_zones();
    for (size_t i = 0; i < N(rows); i++) {
        const struct zone *zone;
        struct err err;

        if (!zone_load(rows[i].zone, arena, &zone, &err))
            fail_msg("row %zu: %s", i, err.text);
        assert_int_equal(zone_offset(zone, at(rows[i].when)),
                         rows[i].minutes * 60);
    }
    arena_free(arena);
}

static void test_zone_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "../../etc/passwd",
        "/etc/passwd",
        "Mars/Olympus",
        "Broken",
        "Cut",
        "..",
        "Europe",
    };
    struct arena *arena = arena_new();

    (void)state;
    use_zones();
    for (size_t i = 0; i < N(rows); i++) {
        const struct zone *zone = NULL;
        struct err err = {0};

        if (zone_load(rows[i], arena, &zone, &err))
            fail_msg("%s", rows[i]);
        assert_null(zone);
        assert_int_equal(err.code, ERR_INPUT);
    }
    arena_free(arena);
}

/* From what a clock shows to the moment: twice and never, too. */
static void test_moment(void **state)
{
    static const struct {
        const char *local;
        const char *moment;
    } rows[] = {
        {"2026-01-15T08:00:00Z", "2026-01-15T07:00:00Z"},
        {"2026-07-15T08:00:00Z", "2026-07-15T06:00:00Z"},
        {"2026-03-29T02:30:00Z", "2026-03-29T01:30:00Z"},
        {"2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z"},
        {"2026-10-25T03:30:00Z", "2026-10-25T02:30:00Z"},
    };
    struct arena *arena = arena_new();
    const struct zone *zone;
    struct err err;

    (void)state;
    use_zones();
    assert_true(zone_load("Europe/Berlin", arena, &zone, &err));
    for (size_t i = 0; i < N(rows); i++) {
        if (zone_moment(zone, at(rows[i].local)) != at(rows[i].moment))
            fail_msg("row %zu", i);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule),   cmocka_unit_test(test_rule_refused),
        cmocka_unit_test(test_zone),   cmocka_unit_test(test_zone_refused),
        cmocka_unit_test(test_moment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
