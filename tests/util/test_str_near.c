/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "util/str.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static void test_nearest(void **state)
{
    static const char *const names[] = {
        "host",
        "port",
        "sender",
        "poll_interval",
        "client_id",
        "tenant",
        "a_name_that_is_so_long_that_nobody_would_ever_misspell_it_by_hand",
    };
    static const struct {
        const char *text;
        const char *nearest;
    } rows[] = {
        {"hots", "host"},
        {"HOST", "host"},
        {"prot", "port"},
        {"hst", "host"},
        {"sendr", "sender"},
        {"poll_intervall", "poll_interval"},
        {"pollinterval", "poll_interval"},
        {"clientid", "client_id"},
        {"tennant", "tenant"},
        {"colour", NULL},
        {"x", NULL},
        {"", NULL},
    };
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(rows); i++) {
        const char *got =
            str_nearest(str_of(rows[i].text), names, ITEMS(names));

        if (rows[i].nearest)
            assert_string_equal(got, rows[i].nearest);
        else
            assert_null(got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nearest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
