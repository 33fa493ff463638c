/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "util/utf8.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

#define ACUTE "\xcc\x81"

static void test_visible(void **state)
{
    static const struct {
        const char *text;
        const char *want;
    } rows[] = {
        {"", ""},
        {"plain text", "plain text"},
        {"aé中😀", "aé中😀"},
        {"a\tb\nc\rd\r\ne", "a b c d e"},
        {"\033[2J", "^[[2J"},
        {"\x01\x7f", "^A^?"},
        {"\xc2\x9b"
         "31m",
         "<U+009B>31m"},
        {"\xc2\x85", "<U+0085>"},
        {"\xe2\x80\xae"
         "exe.txt",
         "<U+202E>exe.txt"},
        {"\xe2\x81\xa6", "<U+2066>"},
        {"a\xe2\x80\xa8"
         "b\xe2\x80\xa9",
         "a<U+2028>b<U+2029>"},
        {"pay\xe2\x80\x8bpal", "pay<U+200B>pal"},
        {"\xef\xbb\xbfx", "<U+FEFF>x"},
        {"\xc2\xad", "<U+00AD>"},
        {"\xf3\xa0\x81\x81", "<U+E0041>"},
        {"a\xff\xfe"
         "b",
         "a\xef\xbf\xbd\xef\xbf\xbd"
         "b"},
        {"\xc3", "\xef\xbf\xbd"},
        {"e" ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE "x",
         "e" ACUTE ACUTE ACUTE ACUTE "x"},
        {"e" ACUTE "e" ACUTE, "e" ACUTE "e" ACUTE},
        {ACUTE "x", "\xe2\x97\x8c" ACUTE "x"},
        {"\n" ACUTE, " " ACUTE},
    };
    struct buf out;
    size_t i;

    (void)state;
    buf_init(&out);
    for (i = 0; i < ITEMS(rows); i++) {
        buf_clear(&out);
        utf8_visible(&out, str_of(rows[i].text));
        assert_true(str_eq(buf_view(&out), str_of(rows[i].want)));
    }
    buf_clear(&out);
    utf8_visible(&out, STR("a\0b"));
    assert_string_equal(out.at, "a^@b");
    buf_done(&out);
}

/* Nothing hostile is left of any character, and what is left stays. */
static void test_nothing_gets_through(void **state)
{
    struct buf raw, once, twice;
    uint32_t c, got;

    (void)state;
    buf_init(&raw);
    buf_init(&once);
    buf_init(&twice);
    for (c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 7) {
        struct str rest;

        buf_clear(&raw);
        buf_clear(&once);
        buf_clear(&twice);
        utf8_put(&raw, c);
        utf8_visible(&once, buf_view(&raw));
        utf8_visible(&twice, buf_view(&once));
        rest = buf_view(&once);
        assert_true(str_eq(rest, buf_view(&twice)));
        while (utf8_next(&rest, &got))
            assert_false(utf8_hostile(got));
    }
    buf_done(&raw);
    buf_done(&once);
    buf_done(&twice);
}

/* Bytes from anywhere give valid text. */
static void test_any_bytes(void **state)
{
    uint32_t seed = 12345;
    struct buf out;
    int round;

    (void)state;
    buf_init(&out);
    for (round = 0; round < 2000; round++) {
        char bytes[64];
        size_t i;

        for (i = 0; i < sizeof(bytes); i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = (char)(seed >> 24);
        }
        buf_clear(&out);
        utf8_visible(&out, (struct str){bytes, sizeof(bytes)});
        assert_true(utf8_valid(buf_view(&out)));
    }
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_visible),
        cmocka_unit_test(test_nothing_gets_through),
        cmocka_unit_test(test_any_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
