/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "util/when.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    const char *text;
    bool good;
    int64_t span;
    const char *back;
} spans[] = {
    {"1d", true, WHEN_DAY, "1d"},
    {"1day", true, WHEN_DAY, "1d"},
    {"2 Days", true, 2 * WHEN_DAY, "2d"},
    {"24h", true, WHEN_DAY, "1d"},
    {"90m", true, 90 * WHEN_MINUTE, "90m"},
    {"1.5h", true, 90 * WHEN_MINUTE, "90m"},
    {"90min", true, 90 * WHEN_MINUTE, "90m"},
    {"30s", true, 30 * WHEN_SECOND, "30s"},
    {"45seconds", true, 45 * WHEN_SECOND, "45s"},
    {"100ms", true, 100, "100ms"},
    {"1.5s", true, 1500, "1500ms"},
    {"0.1d", true, 8640 * WHEN_SECOND, "144m"},
    {"0.0000000001d", true, 0, "0s"},
    {"0s", true, 0, "0s"},
    {"-5m", true, -5 * WHEN_MINUTE, "-5m"},
    {"1.02:03:04", true,
     WHEN_DAY + 2 * WHEN_HOUR + 3 * WHEN_MINUTE + 4 * WHEN_SECOND, "93784s"},
    {"02:03:04", true, 2 * WHEN_HOUR + 3 * WHEN_MINUTE + 4 * WHEN_SECOND,
     "7384s"},
    {"00:05", true, 5 * WHEN_MINUTE, "5m"},
    {"00:00:01.2345678", true, 1234, "1234ms"},
    {"-1.00:00:00", true, -WHEN_DAY, "-1d"},
    {"10675199d", true, 10675199 * WHEN_DAY, "10675199d"},
    {"10675200d", false, 0, NULL},
    {"99999999999999999999d", false, 0, NULL},
    {"1000000000000000000ms", false, 0, NULL},
    {"", false, 0, NULL},
    {"5", false, 0, NULL},
    {"d", false, 0, NULL},
    {"1.d", false, 0, NULL},
    {".5h", false, 0, NULL},
    {"1w", false, 0, NULL},
    {"--1d", false, 0, NULL},
    {"1d2h", false, 0, NULL},
    {"24:00", false, 0, NULL},
    {"00:60", false, 0, NULL},
    {"1:", false, 0, NULL},
    {":1", false, 0, NULL},
    {"00:00:00:00", false, 0, NULL},
    {"00:00.5", false, 0, NULL},
    {"1.2.00:00", false, 0, NULL},
    {"1d:00", false, 0, NULL},
};

static void test_spans(void **state)
{
    char out[WHEN_TEXT_SIZE];
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(spans); i++) {
        int64_t span = 77;

        if (when_span_parse(str_of(spans[i].text), &span) != spans[i].good ||
            span != (spans[i].good ? spans[i].span : 77))
            fail_msg("%s: %lld", spans[i].text, (long long)span);
        if (!spans[i].good)
            continue;
        assert_string_equal(when_span(span, out), spans[i].back);
        assert_true(when_span_parse(str_of(out), &span));
        assert_true(span == spans[i].span);
    }
}

static void test_end(void **state)
{
    int64_t end = 7;

    (void)state;
    assert_true(when_end_parse(STR(" 2h "), 1000, &end));
    assert_int_equal(end, 1000 + 2 * WHEN_HOUR);
    assert_true(when_end_parse(STR("1970-01-02"), 1000, &end));
    assert_int_equal(end, WHEN_DAY);
    assert_false(when_end_parse(STR("soon"), 1000, &end));
    assert_int_equal(end, WHEN_DAY);
}

static void test_ages(void **state)
{
    static const struct {
        int64_t span;
        const char *want;
    } rows[] = {
        {-5, "now"},
        {0, "now"},
        {999, "now"},
        {WHEN_SECOND, "1s"},
        {WHEN_MINUTE - 1, "59s"},
        {WHEN_MINUTE, "1m"},
        {WHEN_HOUR - 1, "59m"},
        {3 * WHEN_HOUR, "3h"},
        {WHEN_DAY, "1d"},
        {14 * WHEN_DAY - 1, "13d"},
        {14 * WHEN_DAY, "2w"},
        {365 * WHEN_DAY - 1, "52w"},
        {365 * WHEN_DAY, "1y"},
        {INT64_MAX, "999y"},
        {INT64_MIN, "now"},
    };
    char out[WHEN_TEXT_SIZE];
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(rows); i++)
        assert_string_equal(when_age(rows[i].span, out), rows[i].want);
    when_span(INT64_MIN, out);
    assert_string_equal(out, "-9223372036854775808ms");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spans),
        cmocka_unit_test(test_end),
        cmocka_unit_test(test_ages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
