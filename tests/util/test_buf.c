/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "util/buf.h"
#include "util/mem.h"

static void test_append(void **state)
{
    struct buf buf;

    (void)state;
    buf_init(&buf);
    assert_int_equal(buf_view(&buf).len, 0);
    assert_non_null(buf_view(&buf).at);
    buf_char(&buf, 'a');
    buf_text(&buf, "bc");
    buf_text(&buf, NULL);
    buf_str(&buf, STR("de"));
    buf_str(&buf, STR_NONE);
    buf_bytes(&buf, "f\0g", 3);
    assert_int_equal(buf.len, 8);
    assert_memory_equal(buf.at, "abcdef\0g", 9);
    buf_cut(&buf, 100);
    assert_int_equal(buf.len, 8);
    buf_cut(&buf, 3);
    assert_string_equal(buf.at, "abc");
    buf_clear(&buf);
    assert_string_equal(buf.at, "");
    buf_done(&buf);
    assert_null(buf.at);
}

static void test_printf(void **state)
{
    char wide[500];
    struct buf buf;
    int i;

    (void)state;
    memset(wide, 'w', sizeof(wide) - 1);
    wide[sizeof(wide) - 1] = '\0';
    buf_init(&buf);
    for (i = 0; i < 200; i++)
        buf_printf(&buf, "%03d", i);
    assert_int_equal(buf.len, 600);
    assert_memory_equal(buf.at + 597, "199", 4);
    buf_printf(&buf, "%s|", wide);
    assert_int_equal(buf.len, 600 + 499 + 1);
    assert_int_equal(buf.at[buf.len], '\0');
    buf_done(&buf);
}

static void test_take(void **state)
{
    struct buf buf;
    char *text;

    (void)state;
    buf_init(&buf);
    text = buf_take(&buf);
    assert_string_equal(text, "");
    mem_free(text);
    buf_reserve(&buf, 1000);
    assert_true(buf.room > 1000);
    assert_string_equal(buf.at, "");
    buf_text(&buf, "mine");
    text = buf_take(&buf);
    assert_string_equal(text, "mine");
    assert_null(buf.at);
    mem_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_append),
        cmocka_unit_test(test_printf),
        cmocka_unit_test(test_take),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
