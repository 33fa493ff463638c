/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "service/flights.h"

static void test_flights(void **state)
{
    struct flights flights = {.n = 0};

    (void)state;
    for (int64_t row = 1; row <= LIMIT_IN_FLIGHT; row++)
        flights_add(&flights, row);
    flights_drop(&flights, 1);
    flights_drop(&flights, LIMIT_IN_FLIGHT);
    flights_drop(&flights, 1);
    assert_int_equal(flights.n, LIMIT_IN_FLIGHT - 2);
    for (int64_t row = 1; row <= LIMIT_IN_FLIGHT; row++)
        assert_true(flights_has(&flights, row) ==
                    (row > 1 && row < LIMIT_IN_FLIGHT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flights),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
