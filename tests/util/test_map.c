/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "util/map.h"

#define MANY 20000

static void test_numbers(void **state)
{
    struct map map;
    char text[32];
    uint32_t i;

    (void)state;
    map_init(&map, false);
    assert_int_equal(map_find(&map, STR("0")), MAP_NONE);
    for (i = 0; i < 2 * MANY; i++) {
        snprintf(text, sizeof(text), "/sub/%u", i % MANY);
        assert_int_equal(map_add(&map, str_of(text)), i % MANY);
    }
    assert_int_equal(map.count, MANY);
    for (i = 0; i < MANY; i++) {
        snprintf(text, sizeof(text), "/sub/%u", i);
        assert_int_equal(map_find(&map, str_of(text)), i);
        assert_string_equal(map_text(&map, i).at, text);
    }
    assert_int_equal(map_find(&map, STR("/sub/20000")), MAP_NONE);
    assert_int_equal(map_text(&map, MANY).len, 0);
    map_done(&map);
}

static void test_fold(void **state)
{
    struct map plain, fold;

    (void)state;
    map_init(&plain, false);
    map_init(&fold, true);
    map_add(&plain, STR("High"));
    map_add(&fold, STR("High"));
    assert_int_equal(map_add(&plain, STR("HIGH")), 1);
    assert_int_equal(map_add(&fold, STR("HIGH")), 0);
    assert_string_equal(map_text(&fold, 0).at, "High");
    assert_int_equal(map_find(&plain, STR("hIGH")), MAP_NONE);
    assert_int_equal(map_find(&fold, STR("hIGH")), 0);
    map_done(&plain);
    map_done(&fold);
}

static void test_odd_texts(void **state)
{
    struct map map;

    (void)state;
    map_init(&map, true);
    assert_int_equal(map_add(&map, STR_NONE), 0);
    assert_int_equal(map_add(&map, STR("a\0b")), 1);
    assert_int_equal(map_add(&map, STR("a\0c")), 2);
    assert_int_equal(map_add(&map, STR("")), 0);
    assert_int_equal(map_find(&map, STR("A\0B")), 1);
    map_done(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_odd_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
