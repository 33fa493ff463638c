/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "widget/key.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
    const char *name;
    uint32_t code;
    const char *written; /* NULL: the same */
} names[] = {
    {"j", 'j', NULL},
    {"G", 'G', NULL},
    {"é", 0xe9, NULL},
    {"-", '-', NULL},
    {"Ctrl-L", KEYS_CTRL | 'l', NULL},
    {"ctrl-l", KEYS_CTRL | 'l', "Ctrl-L"},
    {"Alt-x", KEYS_ALT | 'x', NULL},
    {"Ctrl-Alt-Del", KEYS_CTRL | KEYS_ALT | KEYS_DELETE, NULL},
    {"F5", KEYS_F1 + 4, NULL},
    {"f20", KEYS_F20, "F20"},
    {"Shift-F5", KEYS_SHIFT | (KEYS_F1 + 4), NULL},
    {"Shift-Tab", KEYS_BACK_TAB, NULL},
    {"esc", KEYS_ESC, "Esc"},
    {"Escape", KEYS_ESC, "Esc"},
    {"Space", KEYS_SPACE, NULL},
    {"pgdn", KEYS_PAGE_DOWN, "PgDn"},
    {"PageUp", KEYS_PAGE_UP, "PgUp"},
    {"Enter", KEYS_ENTER, NULL},
    {"Ctrl--", KEYS_CTRL | '-', NULL},
    {"Ctrl-Space", KEYS_CTRL | ' ', NULL},
};

static const char *const wrong[] = {"",      "F0", "F21",  "jj",   "Ctrl",
                                    "Ctrl-", " ",  "\033", "Alt-", "Hyper-x"};

static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        uint32_t code;
        struct buf out;

        assert_true(key_parse(str_of(names[i].name), &code));
        assert_int_equal(code, names[i].code);
        buf_init(&out);
        key_format(code, &out);
        assert_string_equal(out.at, names[i].written ? names[i].written
                                                     : names[i].name);
        buf_done(&out);
    }
}

static void test_wrong(void **state)
{
    uint32_t code = 7;

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(key_parse(str_of(wrong[i]), &code));
    assert_int_equal(code, 7);
}

static void test_printable(void **state)
{
    (void)state;
    assert_true(key_printable('a'));
    assert_true(key_printable(' '));
    assert_true(key_printable(0x65e5));
    assert_false(key_printable(KEYS_ENTER));
    assert_false(key_printable(KEYS_BACKSPACE));
    assert_false(key_printable(0x9b));
    assert_false(key_printable(KEYS_UP));
    assert_false(key_printable(KEYS_CTRL | 'a'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_printable),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
