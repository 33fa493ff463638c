/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same in every locale: where there is a Turkish one, it is set.
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "util/arena.h"
#include "util/ascii.h"
#include "util/str.h"

#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define LARGE "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool among(char c, const char *list)
{
    return c != '\0' && strchr(list, c) != NULL;
}

static void test_kinds(void **state)
{
    (void)state;
    for (int i = 0; i < 256; i++) {
        char c = (char)i;
        bool small = among(c, SMALL);
        bool large = among(c, LARGE);
        bool digit = among(c, "0123456789");

        assert_true(ascii_is_digit(c) == digit);
        assert_true(ascii_is_upper(c) == large);
        assert_true(ascii_is_letter(c) == (small || large));
        assert_true(ascii_is_alnum(c) == (small || large || digit));
        assert_true(ascii_is_hex(c) == (digit || among(c, "abcdefABCDEF")));
        assert_true(ascii_is_space(c) == among(c, " \t\n\v\f\r"));
        assert_true(ascii_lower(c) ==
                    (large ? SMALL[strchr(LARGE, c) - LARGE] : c));
        assert_true(ascii_upper(c) ==
                    (small ? LARGE[strchr(SMALL, c) - SMALL] : c));
    }
}

static void test_made_of(void **state)
{
    (void)state;
    assert_true(str_made_of(STR("a-Z_9"), "-_"));
    assert_false(str_made_of(STR("a-b"), "_"));
    assert_false(str_made_of(STR_NONE, "-"));
    /* The end of the list is no member of it. */
    assert_false(str_made_of(STR("a\0b"), "-"));
    assert_false(str_made_of(STR("\xe4"), "-"));
}

static void test_lower(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(arena_lower(arena, STR("/ID/\xc3\x84i")).at,
                        "/id/\xc3\x84i");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_made_of),
        cmocka_unit_test(test_lower),
    };

    setlocale(LC_ALL, "tr_TR.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
