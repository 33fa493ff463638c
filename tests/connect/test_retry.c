/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "connect/retry.h"
#include "model/limits.h"
#include "util/when.h"

static void test_backoff(void **state)
{
    static const struct {
        int attempts;
        double random;
        int64_t expect;
    } rows[] = {
        {1, 0.0, 1000},   {1, 0.5, 1500},   {2, 0.0, 2000},    {3, 0.0, 4000},
        {8, 0.0, 128000}, {9, 0.0, 150000}, {60, 0.0, 150000}, {0, 0.0, 1000},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(
            retry_backoff(rows[i].attempts, 2000, 300000, rows[i].random),
            rows[i].expect);
}

static void test_wait(void **state)
{
    (void)state;
    /* Never earlier than the service asked, never later than a day. */
    assert_int_equal(retry_wait(5, 7000, false, 0.0), 7000);
    assert_in_range(retry_wait(5, 7000, false, 0.99), 7001, 7700);
    assert_int_equal(retry_wait(1, INT64_MAX, false, 0.0), LIMIT_RETRY_AFTER);
    assert_int_equal(retry_wait(1, 0, false, 0.0), 1000);
    assert_int_equal(retry_wait(99, 0, false, 0.0), 150000);
    /* One that answers others is asked again soon, but not sooner than it
     * asked for. */
    assert_int_equal(retry_wait(1, 0, true, 0.0), 1000);
    assert_int_equal(retry_wait(99, 0, true, 0.0), 15000);
    assert_int_equal(retry_wait(99, 70000, true, 0.0), 70000);
}

static void test_spread(void **state)
{
    (void)state;
    assert_int_equal(retry_spread(60000, 0.0), 54000);
    assert_int_equal(retry_spread(60000, 0.5), 60000);
    assert_in_range(retry_spread(60000, 0.999), 65000, 66000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backoff),
        cmocka_unit_test(test_wait),
        cmocka_unit_test(test_spread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
