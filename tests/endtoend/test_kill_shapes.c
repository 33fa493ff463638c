/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 at each request of the containments of virtual machines, beside a
 * thousand runs under way.  No entry of the catalogue goes a way that is not
 * tried.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shapes.h"

static void test_complete(void **state)
{
    shapes_complete(*state);
}

static void test_shapes(void **state)
{
    shapes_killed(*state, SHAPES_MACHINES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_complete),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_crowd_ends),
    };

    return cmocka_run_group_tests(tests, scene_open_crowded, scene_close);
}
