/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <time.h>

#include "util/when.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    const char *text;
    bool good;
    int64_t moment;
    const char *iso; /* NULL: as it was written */
} parses[] = {
    {"2026-03-05T12:34:56.1234567Z", true, 1772714096123,
     "2026-03-05T12:34:56.123Z"},
    {"2026-03-05T12:34:56.789Z", true, 1772714096789, NULL},
    {"2026-03-05T12:34:56Z", true, 1772714096000, NULL},
    {"2026-03-05T12:34:56.Z", true, 1772714096000, "2026-03-05T12:34:56Z"},
    {"2026-03-05T12:34:56.000000999Z", true, 1772714096000,
     "2026-03-05T12:34:56Z"},
    {"2026-03-05T12:34:56", true, 1772714096000, "2026-03-05T12:34:56Z"},
    {"2026-03-05 12:34:56", true, 1772714096000, "2026-03-05T12:34:56Z"},
    {"2026-03-05t12:34:56z", true, 1772714096000, "2026-03-05T12:34:56Z"},
    {"2026-03-05T12:34", true, 1772714040000, "2026-03-05T12:34:00Z"},
    {"2026-03-05", true, 1772668800000, "2026-03-05T00:00:00Z"},
    {" 2026-03-05\n", true, 1772668800000, "2026-03-05T00:00:00Z"},
    {"2026-03-05T12:34:56+00:00", true, 1772714096000, "2026-03-05T12:34:56Z"},
    {"2026-03-05T12:34:56.5+01:30", true, 1772708696500,
     "2026-03-05T11:04:56.500Z"},
    {"2026-03-05T12:34:56 -0800", true, 1772742896000, "2026-03-05T20:34:56Z"},
    {"2026-03-05T12:34:56-08", true, 1772742896000, "2026-03-05T20:34:56Z"},
    {"0001-01-01T00:00:00Z", true, 0, ""},
    {"0001-01-01T00:00:00.0000000", true, 0, ""},
    {"0001-01-01T00:00:00+01:00", true, 0, ""},
    {"1970-01-01T00:00:00.001Z", true, 1, NULL},
    {"1969-12-31T23:59:59.999Z", true, -1, NULL},
    {"1969-12-31T00:00:00Z", true, -86400000, NULL},
    {"2000-02-29T00:00:00Z", true, 951782400000, NULL},
    {"2016-12-31T23:59:60Z", true, 1483228800000, "2017-01-01T00:00:00Z"},
    {"9999-12-31T23:59:59.999Z", true, 253402300799999, NULL},
    {"", false, 0, NULL},
    {"2026", false, 0, NULL},
    {"2026-3-5", false, 0, NULL},
    {"2026-02-29", false, 0, NULL},
    {"1900-02-29", false, 0, NULL},
    {"2026-13-01", false, 0, NULL},
    {"2026-00-01", false, 0, NULL},
    {"2026-04-31", false, 0, NULL},
    {"0000-01-01", false, 0, NULL},
    {"2026-03-05T", false, 0, NULL},
    {"2026-03-05T24:00:00Z", false, 0, NULL},
    {"2026-03-05T12:60:00Z", false, 0, NULL},
    {"2026-03-05T12:34:61Z", false, 0, NULL},
    {"2026-03-05T12:34:56.1234567890Z", false, 0, NULL},
    {"2026-03-05T12:34:56ZZ", false, 0, NULL},
    {"2026-03-05T12:34:56+", false, 0, NULL},
    {"2026-03-05T12:34:56+1", false, 0, NULL},
    {"2026-03-05T12:34:56+01:", false, 0, NULL},
    {"2026-03-05T12:34:56+24:00", false, 0, NULL},
    {"+026-03-05", false, 0, NULL},
    {"yesterday", false, 0, NULL},
};

static void test_parse(void **state)
{
    char out[WHEN_TEXT_SIZE];
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(parses); i++) {
        int64_t moment = 77;
        const char *iso = parses[i].iso ? parses[i].iso : parses[i].text;

        if (when_parse(str_of(parses[i].text), &moment) != parses[i].good ||
            moment != (parses[i].good ? parses[i].moment : 77))
            fail_msg("%s: %lld", parses[i].text, (long long)moment);
        if (parses[i].good)
            assert_string_equal(when_iso(moment, out), iso);
    }
}

/* Every day of 800 years, against the calendar of the C library. */
static void test_each_day(void **state)
{
    char out[WHEN_TEXT_SIZE], want[WHEN_TEXT_SIZE];
    int64_t day, moment;

    (void)state;
    for (day = -146097; day < 146097; day++) {
        time_t seconds = (time_t)(day * 86400 + 1);
        struct tm tm;

        gmtime_r(&seconds, &tm);
        strftime(want, sizeof(want), "%Y-%m-%dT%H:%M:%SZ", &tm);
        when_iso(day * WHEN_DAY + WHEN_SECOND, out);
        assert_string_equal(out, want);
        assert_true(when_parse(str_of(out), &moment));
        assert_true(moment == day * WHEN_DAY + WHEN_SECOND);
    }
}

static void test_local(void **state)
{
    char out[WHEN_TEXT_SIZE];
    int64_t moment = 1772714096789;

    (void)state;
    setenv("TZ", "XST-5:30", 1);
    tzset();
    assert_string_equal(when_local(moment, true, out), "2026-03-05 12:34:56");
    assert_string_equal(when_local(moment, false, out), "2026-03-05 18:04:56");
    assert_string_equal(when_clock(moment, true, out), "12:34:56");
    assert_string_equal(when_clock(moment, false, out), "18:04:56");
    assert_string_equal(when_local(0, true, out), "");
    assert_string_equal(when_clock(0, false, out), "");
    assert_string_equal(when_clock(-1, true, out), "23:59:59");
    when_iso(INT64_MAX, out);
    when_iso(INT64_MIN, out);
    when_local(INT64_MAX, true, out);
    when_local(INT64_MIN, false, out);
}

static void test_clocks(void **state)
{
    int64_t first = when_monotonic();

    (void)state;
    assert_true(when_now() > 1700000000000);
    assert_true(when_monotonic() >= first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_each_day),
        cmocka_unit_test(test_local),
        cmocka_unit_test(test_clocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
