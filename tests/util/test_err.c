/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "util/err.h"

static void test_set(void **state)
{
    struct err err = {0};

    (void)state;
    assert_false(err_set(&err, ERR_INPUT, "no %s in %d", "name", 7));
    assert_int_equal(err.code, ERR_INPUT);
    assert_string_equal(err.text, "no name in 7");
    err_clear(&err);
    assert_int_equal(err.code, ERR_NONE);
    assert_string_equal(err.text, "");
}

static void test_aliases(void **state)
{
    struct err err;

    (void)state;
    err_set(&err, ERR_REMOTE, "it said no");
    err_set(&err, ERR_AGAIN, "later: %s (%s)", err.text, err.text);
    assert_string_equal(err.text, "later: it said no (it said no)");
    assert_false(err_prefix(&err, "page %d of %s", 3, err.text));
    assert_string_equal(err.text, "page 3 of later: it said no (it said no): "
                                  "later: it said no (it said no)");
    assert_int_equal(err.code, ERR_AGAIN);
}

static void test_errno(void **state)
{
    struct err err;

    (void)state;
    assert_false(err_errno(&err, ENOENT, "The file %s", "x"));
    assert_int_equal(err.code, ERR_LOCAL);
    assert_string_equal(err.text, "The file x: No such file or directory");
}

/* Characters of 1 to 4 bytes are cut whole, wherever the end falls. */
static void test_cut(void **state)
{
    static const char *const characters[] = {"a", "ö", "€", "😀"};
    char text[ERR_TEXT_SIZE + 64];
    struct err err;
    size_t i, shift;

    (void)state;
    for (i = 0; i < 4; i++) {
        size_t wide = strlen(characters[i]);

        for (shift = 0; shift < 4; shift++) {
            size_t at;

            memset(text, 'x', shift);
            for (at = shift; at + wide < sizeof(text) - 8; at += wide)
                memcpy(text + at, characters[i], wide);
            text[at] = '\0';
            err_set(&err, ERR_BUG, "%s", text);
            at = strlen(err.text);
            assert_in_range(at, ERR_TEXT_SIZE - wide, ERR_TEXT_SIZE - 1);
            assert_int_equal((at - shift) % wide, 0);
            err_prefix(&err, "é");
            at = strlen(err.text);
            assert_int_equal((at - shift - strlen("é: ")) % wide, 0);
        }
    }
}

static void test_names(void **state)
{
    struct err err;
    int code;

    (void)state;
    for (code = 0; code < ERR_CODE_N; code++) {
        err_set(&err, (enum err_code)code, "x");
        assert_true(strlen(err_code_name(err.code)) > 2);
        assert_int_equal(err_exit_status(&err), code == ERR_ABSENT  ? 1
                                                : code == ERR_INPUT ? 2
                                                                    : 3);
    }
    assert_string_equal(err_code_name(ERR_DENIED), "denied");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),   cmocka_unit_test(test_aliases),
        cmocka_unit_test(test_errno), cmocka_unit_test(test_cut),
        cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
