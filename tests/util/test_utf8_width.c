/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>

#include "util/utf8.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

/* What the C library says and what our own table says agree on these. */
static void check_widths(void)
{
    static const struct {
        uint32_t c;
        int width;
    } rows[] = {
        {0, 0},       {'\n', 0},   {'a', 1},     {0x7f, 0},   {0x9b, 0},
        {0xe9, 1},    {0x301, 0},  {0x20ac, 1},  {0x4e2d, 2}, {0xff21, 2},
        {0x1f600, 2}, {0xfffd, 1}, {0x2502, 1},  {0xac00, 2}, {0x3042, 2},
        {0x200d, 0},  {0xfe0f, 0}, {0x20000, 2}, {0x5d0, 1},  {0x110000, 0},
    };
    size_t i;

    for (i = 0; i < ITEMS(rows); i++)
        if (utf8_char_width(rows[i].c) != rows[i].width)
            fail_msg("U+%04X: %d", (unsigned)rows[i].c,
                     utf8_char_width(rows[i].c));
    assert_int_equal(utf8_width(STR("aé中e\xcc\x81")), 5);
}

static void test_width_c(void **state)
{
    (void)state;
    setlocale(LC_ALL, "C");
    check_widths();
}

static void test_width_utf8(void **state)
{
    (void)state;
    if (!setlocale(LC_ALL, "C.UTF-8"))
        skip();
    check_widths();
    setlocale(LC_ALL, "C");
}

static void test_cut(void **state)
{
    static const struct {
        const char *text;
        size_t columns;
        const char *want;
        size_t width;
    } rows[] = {
        {"hello", 3, "hel", 3},     {"hello", 5, "hello", 5},
        {"hello", 99, "hello", 5},  {"hello", 0, "", 0},
        {"中中", 3, "中", 2},       {"中中", 4, "中中", 4},
        {"中中x", 1, "", 0},        {"e\xcc\x81x", 1, "e\xcc\x81", 1},
        {"a中\xcc\x81", 2, "a", 1}, {"\xff\xff", 1, "\xff", 1},
    };
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(rows); i++) {
        size_t width = 99;
        struct str got =
            utf8_cut(str_of(rows[i].text), rows[i].columns, &width);

        assert_true(str_eq(got, str_of(rows[i].want)));
        assert_int_equal(width, rows[i].width);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_width_c),
        cmocka_unit_test(test_width_utf8),
        cmocka_unit_test(test_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
