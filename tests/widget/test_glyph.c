/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "util/utf8.h"
#include "widget/glyph.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_plain(void **state)
{
    (void)state;
    assert_int_equal(glyph_plain(0x2500, false), '-');
    assert_int_equal(glyph_plain(0x2500, true), 0x2500);
    assert_int_equal(glyph_plain(0x258c, false), '>');
    assert_int_equal(glyph_plain(0x2713, true), '+');
    assert_int_equal(glyph_plain('a', false), 'a');
    assert_int_equal(glyph_plain(0x65e5, false), 0x65e5);
}

/* Everything that has a replacement is as wide as it. */
static void test_widths(void **state)
{
    size_t n = 0;

    (void)state;
    for (uint32_t c = 0x80; c < 0x3000; c++) {
        if (glyph_plain(c, false) == c)
            continue;
        n++;
        assert_int_equal(utf8_char_width(c), 1);
        assert_true(glyph_plain(c, false) < 0x7f);
    }
    assert_true(n > COUNT("forty of them at the very least, or so …"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_widths),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
