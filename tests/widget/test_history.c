/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "widget/input.h"

static void test_order(void **state)
{
    struct history history;

    (void)state;
    history_init(&history, 3);
    history_add(&history, STR("one"));
    history_add(&history, STR("two"));
    history_add(&history, STR("one"));
    history_add(&history, STR(""));
    assert_int_equal(history.count, 2);
    assert_string_equal(history.line[0], "two");
    assert_string_equal(history.line[1], "one");
    history_add(&history, STR("three"));
    history_add(&history, STR("four"));
    assert_int_equal(history.count, 3);
    assert_string_equal(history.line[0], "one");
    assert_string_equal(history.line[2], "four");
    history_done(&history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
