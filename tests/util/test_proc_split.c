/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "model/limits.h"
#include "util/proc.h"

static void test_words(void **state)
{
    static const struct {
        const char *text;
        const char *words[5];
    } rows[] = {
        {"pass", {"pass"}},
        {"  pass \t show\nkey ", {"pass", "show", "key"}},
        {"pass show 'my key'", {"pass", "show", "my key"}},
        {"a \"b c\"d'e f'", {"a", "b cde f"}},
        {"a '' \"\"", {"a", "", ""}},
        {"a\\ b \\'c", {"a b", "'c"}},
        {"\"\\\"\\\\\\$\\`\\n\"", {"\"\\$`\\n"}},
        {"'\\n\"'", {"\\n\""}},
        {"$HOME `x` *|;&>", {"$HOME", "`x`", "*|;&>"}},
        {"a\\", {"a\\"}},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct err err = {0};
        char **argv = NULL;
        size_t n = 0;

        assert_true(proc_split(arena, str_of(rows[i].text), &argv, &err));
        for (; rows[i].words[n]; n++) {
            assert_non_null(argv[n]);
            assert_string_equal(argv[n], rows[i].words[n]);
        }
        assert_null(argv[n]);
    }
    arena_free(arena);
}

static void test_refused(void **state)
{
    static const char *const rows[] = {"",      " \t", "a 'b",
                                       "a \"b", "'",   "\"\\\""};
    struct arena *arena = arena_new();
    char **argv = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct err err = {0};

        assert_false(proc_split(arena, str_of(rows[i]), &argv, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_null(argv);
    }
    arena_free(arena);
}

static void test_bound(void **state)
{
    char text[2 * LIMIT_ARGUMENTS + 2];
    struct str words = {.at = text, .len = 2 * LIMIT_ARGUMENTS};
    struct arena *arena = arena_new();
    struct err err = {0};
    char **argv = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof(text); i += 2)
        memcpy(text + i, "a ", 2);
    assert_true(proc_split(arena, words, &argv, &err));
    assert_null(argv[LIMIT_ARGUMENTS]);
    words.len += 2;
    assert_false(proc_split(arena, words, &argv, &err));
    assert_int_equal(err.code, ERR_INPUT);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_bound),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
