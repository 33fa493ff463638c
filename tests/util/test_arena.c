/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "util/arena.h"

static void test_alloc(void **state)
{
    static const size_t sizes[] = {0, 1, 15, 16, 17, 4000, 5000, 300000, 64};
    struct arena *arena = arena_new();
    int round;
    size_t i;

    (void)state;
    for (round = 0; round < 50; round++) {
        for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
            unsigned char *at = arena_alloc(arena, sizes[i]);
            size_t b;

            assert_int_equal((uintptr_t)at % 16, 0);
            for (b = 0; b < sizes[i]; b++)
                assert_true(at[b] == 0);
            memset(at, 0xff, sizes[i]);
        }
        if (round % 10 == 9)
            arena_clear(arena);
    }
    arena_free(arena);
    arena_free(NULL);
}

static void test_clear_gives_back(void **state)
{
    struct arena *arena = arena_new();
    size_t least = arena_size(arena);

    (void)state;
    assert_true(least <= 8192);
    arena_array(arena, 1000, 1000);
    assert_true(arena_size(arena) > 1000000);
    arena_clear(arena);
    assert_int_equal(arena_size(arena), least);
    arena_free(arena);
}

static void test_grown(void **state)
{
    struct arena *arena = arena_new();
    size_t *items = NULL;

    (void)state;
    for (size_t n = 0; n < 1000; n++) {
        items = arena_grown(arena, items, n, sizeof(*items));
        items[n] = n;
    }
    for (size_t n = 0; n < 1000; n++)
        assert_int_equal(items[n], n);
    /* What was left behind is about as much again. */
    assert_true(arena_size(arena) < 4 * 1000 * sizeof(*items));
    arena_free(arena);
}

static void test_texts(void **state)
{
    struct arena *arena = arena_new();
    char wide[1000];
    struct str copy;

    (void)state;
    memset(wide, 'w', sizeof(wide) - 1);
    wide[sizeof(wide) - 1] = '\0';
    assert_null(arena_text(arena, NULL));
    assert_string_equal(arena_text(arena, "text"), "text");
    assert_string_equal(arena_textn(arena, "texture", 4), "text");
    assert_string_equal(arena_textn(arena, NULL, 0), "");
    copy = arena_str(arena, str_sub(STR("a word here"), 2, 4));
    assert_int_equal(copy.len, 4);
    assert_string_equal(copy.at, "word");
    assert_string_equal(arena_printf(arena, "%d-%s", 5, "x"), "5-x");
    assert_string_equal(arena_printf(arena, "%s", wide), wide);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alloc),
        cmocka_unit_test(test_clear_gives_back),
        cmocka_unit_test(test_grown),
        cmocka_unit_test(test_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
