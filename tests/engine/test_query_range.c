/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/query_part.h"

static void test_ranges(void **state)
{
    static const char *const lists[][4] = {
        {"10.0.0.0/8", "10.1.0.0/16", "172.16.0.0/12", NULL},
        {"0.0.0.0/0", "10.0.0.0/8", NULL},
        {"192.0.2.128/25", "192.0.2.0/25", "198.51.100.7/32", NULL},
        {NULL},
    };
    static const struct {
        size_t list;
        const char *text;
        bool yes;
    } rows[] = {
        {0, "10.0.0.0", true},       {0, "10.255.255.255", true},
        {0, "9.255.255.255", false}, {0, "11.0.0.0", false},
        {0, "172.31.0.1", true},     {0, "172.32.0.0", false},
        {0, "10.1.2.3/16", false},   {0, "10.1.2", false},
        {0, "vm-web-01", false},     {0, "", false},
        {0, "::1", false},           {1, "255.255.255.255", true},
        {1, "0.0.0.0", true},        {2, "192.0.2.127", true},
        {2, "192.0.2.255", true},    {2, "192.0.3.0", false},
        {2, "198.51.100.7", true},   {2, "198.51.100.8", false},
        {3, "10.0.0.1", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct range ranges[4];
        size_t n = 0;

        for (; lists[rows[i].list][n]; n++)
            assert_true(
                range_parse(str_of(lists[rows[i].list][n]), &ranges[n]));
        n = ranges_join(ranges, n);
        if (ranges_hold(ranges, n, str_of(rows[i].text)) != rows[i].yes)
            fail_msg("row %zu: %s", i, rows[i].text);
    }
}

static void test_parse(void **state)
{
    static const char *const bad[] = {"10.0.0.1",     "10.0.0.0/33", "a/b",
                                      "10.0.0/8",     "10.0.0.0/",   "/8",
                                      "2001:db8::/32"};
    struct range range;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(range_parse(str_of(bad[i]), &range));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_parse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
