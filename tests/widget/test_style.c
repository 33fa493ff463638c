/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "widget/style.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_names(void **state)
{
    enum theme theme = THEME_N;

    (void)state;
    for (int i = 0; i < THEME_N; i++) {
        assert_true(theme_parse(str_of(theme_name((enum theme)i)), &theme));
        assert_int_equal(theme, i);
    }
    assert_false(theme_parse(STR("pink"), &theme));
    assert_int_equal(theme, THEME_N - 1);
}

/* Each style has a row in each theme, within the palette. */
static void test_complete(void **state)
{
    (void)state;
    for (int t = 0; t < THEME_N; t++) {
        for (int s = 0; s < STYLE_N; s++) {
            const struct paint *look = style_look((enum theme)t, (enum style)s);

            assert_true(look->ink >= -1 && look->ink < 256);
            assert_true(look->paper >= -1 && look->paper < 256);
            assert_true(look->ink16 >= -1 && look->ink16 < 16);
            assert_true(look->paper16 >= -1 && look->paper16 < 16);
            /* A row that was forgotten would be black on black. */
            assert_false(look->ink == 0 && look->paper == 0);
        }
    }
}

/* Without colour the styles that matter are still told apart. */
static void test_mono(void **state)
{
    static const enum style loud[] = {STYLE_TAB_ON,   STYLE_SELECTED,
                                      STYLE_FIELD_ON, STYLE_ERROR,
                                      STYLE_MATCH,    STYLE_SEVERITY_HIGH};

    (void)state;
    for (size_t i = 0; i < COUNT(loud); i++)
        assert_true(style_mono(loud[i]) != style_mono(STYLE_TEXT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_complete),
        cmocka_unit_test(test_mono),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
