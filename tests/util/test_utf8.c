/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "util/utf8.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static void test_decode(void **state)
{
    static const struct {
        const char *text;
        uint32_t want[5]; /* ends with 0 */
        bool valid;
    } rows[] = {
        {"", {0}, true},
        {"aé€😀", {'a', 0xe9, 0x20ac, 0x1f600}, true},
        {"\xf4\x8f\xbf\xbf", {0x10ffff}, true},
        {"\xed\x9f\xbf\xee\x80\x80", {0xd7ff, 0xe000}, true},
        {"\x80", {0xfffd}, false},
        {"\xc3", {0xfffd}, false},
        {"\xc3(", {0xfffd, '('}, false},
        {"\xc0\xaf", {0xfffd, 0xfffd}, false},             /* overlong */
        {"\xe0\x80\xaf", {0xfffd, 0xfffd, 0xfffd}, false}, /* overlong */
        {"\xed\xa0\x80", {0xfffd, 0xfffd, 0xfffd}, false}, /* surrogate */
        {"\xf0\x82\x82\xac", {0xfffd, 0xfffd, 0xfffd, 0xfffd}, false},
        {"\xf4\x90\x80\x80", {0xfffd, 0xfffd, 0xfffd, 0xfffd}, false},
        {"\xf8\x88", {0xfffd, 0xfffd}, false},
        {"\xe2\x82x", {0xfffd, 0xfffd, 'x'}, false},
        {"\xff\xfe", {0xfffd, 0xfffd}, false},
    };
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(rows); i++) {
        struct str rest = str_of(rows[i].text);
        size_t count = 0;
        uint32_t c;

        assert_int_equal(utf8_valid(rest), rows[i].valid);
        while (utf8_next(&rest, &c))
            assert_int_equal(c, rows[i].want[count++]);
        assert_int_equal(rows[i].want[count], 0);
        assert_int_equal(utf8_length(str_of(rows[i].text)), count);
    }
}

/* Every character reads back as it was written. */
static void test_put(void **state)
{
    struct buf buf;
    uint32_t c, got;

    (void)state;
    buf_init(&buf);
    for (c = 0; c <= 0x110000; c++) {
        bool good = c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
        struct str rest;

        buf_clear(&buf);
        utf8_put(&buf, c);
        rest = buf_view(&buf);
        if (!utf8_valid(rest) || !utf8_next(&rest, &got) || rest.len > 0 ||
            got != (good ? c : 0xfffd))
            fail_msg("U+%04X", (unsigned)c);
    }
    buf_done(&buf);
}

static void test_head(void **state)
{
    static const struct {
        const char *text;
        size_t most;
        size_t want;
    } rows[] = {
        {"abc", 3, 3},           {"abc", 2, 2},          {"abc", 0, 0},
        {"a\xc3\xa4", 2, 1},     {"a\xc3\xa4", 3, 3},    {"\xe6\x97\xa5", 2, 0},
        {"\xe6\x97\xa5x", 3, 3}, {"\xbf\xbf\xbf", 2, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(utf8_head(str_of(rows[i].text), rows[i].most).len,
                         rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decode),
        cmocka_unit_test(test_put),
        cmocka_unit_test(test_head),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
