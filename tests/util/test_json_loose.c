/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "util/json_loose.h"

#define TEXT(literal)                                                          \
    {                                                                          \
        .at = "" literal, .len = sizeof(literal) - 1                           \
    }

static const struct {
    struct str text;
    const char *want; /* NULL: refused */
} rows[] = {
    {TEXT("{\"a\":1}"), "{\"a\":1}"},
    {TEXT("\xef\xbb\xbf{\"a\":1}"), "{\"a\":1}"},
    {TEXT("{ // one\n\"a\": 1 /* two\n lines */ }"), "{\"a\":1}"},
    {TEXT("{\"a\":\"// no /* comment */\"}"),
     "{\"a\":\"// no /* comment */\"}"},
    {TEXT("{\"a\":\"\\\"// no\"}"), "{\"a\":\"\\\"// no\"}"},
    {TEXT("\xff\xfe[\0001\0]\0"), "[1]"},
    {TEXT("\xfe\xff\0[\0001\0]"), "[1]"},
    {TEXT("\xff\xfe\"\0\x3d\xd8\x00\xde\"\0"), "\"\xf0\x9f\x98\x80\""},
    {TEXT("\xff\xfe\"\0\x3d\xd8\"\0"), "\"\xef\xbf\xbd\""},
    {TEXT("{\"a\":{\"b\":1},\"c\":[{\"b\":1},{\"b\":2}]}"),
     "{\"a\":{\"b\":1},\"c\":[{\"b\":1},{\"b\":2}]}"},
    {TEXT("{\"a\":1,\"b\":2,\"a\":3}"), NULL},
    {TEXT("[{\"x\":{\"a\":1,\"\\u0061\":2}}]"), NULL},
    {TEXT("{\"a\":1,}"), NULL},
    {TEXT("{\"a\":1} /* open"), NULL},
    {TEXT(""), NULL},
    {TEXT("\xff\xfe"), NULL},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct json *json = NULL;
        struct err err = {0};
        struct buf text;

        assert_int_equal(json_parse_loose(rows[i].text, &json, &err),
                         rows[i].want != NULL);
        if (!rows[i].want) {
            assert_int_equal(err.code, ERR_INPUT);
            continue;
        }
        buf_init(&text);
        json_write(json, JSON_COMPACT, &text);
        assert_string_equal(text.at, rows[i].want);
        buf_done(&text);
        json_free(json);
    }
}

/* The line of a message is that of the file. */
static void test_line(void **state)
{
    struct json *json = NULL;
    struct err err = {0};

    (void)state;
    assert_false(json_parse_loose(STR("/* a\n b */ {\n // c\n \"x\": ? }"),
                                  &json, &err));
    assert_true(str_find(str_of(err.text), STR("line 4")) != STR_NOWHERE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
