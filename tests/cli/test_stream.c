/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/stream.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
    const char *text;
    const char *whole; /* what can be handed out before the end */
} rows[] = {
    {"", ""},
    {"{\"a\":1}", "{\"a\":1}"},
    {"{\"a\":1}\n", "{\"a\":1}\n"},
    {"{\"a\":1}\n{\"b\":", "{\"a\":1}\n"},
    {"{\"a\":{\"b\":[1,2", ""},
    {"[{\"a\":1},{\"b\":2}]{\"c\"", "[{\"a\":1},{\"b\":2}]"},
    /* What is in a text does not count. */
    {"{\"a\":\"}\"", ""},
    {"{\"a\":\"\\\"}\"", ""},
    {"{\"a\":\"\\\\\"}", "{\"a\":\"\\\\\"}"},
    {"{\"a\":\"{[\"}", "{\"a\":\"{[\"}"},
    /* Over several lines. */
    {"{\n \"a\": [\n 1\n ]\n", ""},
    {"{\n \"a\": [\n 1\n ]\n}", "{\n \"a\": [\n 1\n ]\n}"},
    /* Not JSON: a line is whole. */
    {"nonsense\nmore", "nonsense\n"},
    {"}}\n{", "}}\n"},
    /* Never closed: the next line begins anew. */
    {"{\"a\":\"x\n{\"b\":1}", "{\"a\":\"x\n{\"b\":1}"},
    {"{\"a\":\n{\"b\":1}\n{\"c\":", "{\"a\":\n{\"b\":1}\n"},
    {"{\"a\":\n{\"b\":1}\n{\"c\":2}", "{\"a\":\n{\"b\":1}\n{\"c\":2}"},
};

static bool equal(struct str got, const char *want)
{
    return str_eq(got, str_of(want));
}

static void test_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct stream stream;

        stream_init(&stream);
        stream_add(&stream, rows[i].text, strlen(rows[i].text));
        if (!equal(stream_whole(&stream, false), rows[i].whole))
            fail_msg("row %zu: %.*s", i, STR_ARG(stream_whole(&stream, false)));
        assert_true(equal(stream_whole(&stream, true), rows[i].text));
        stream_done(&stream);
    }
}

/* Cut anywhere, and taken as soon as there is something: the same. */
static void test_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct stream stream;
        struct buf all;

        stream_init(&stream);
        buf_init(&all);
        for (const char *c = rows[i].text; *c; c++) {
            struct str whole;

            stream_add(&stream, c, 1);
            whole = stream_whole(&stream, false);
            buf_str(&all, whole);
            stream_drop(&stream, whole);
        }
        if (!equal(buf_view(&all), rows[i].whole))
            fail_msg("row %zu: %s", i, all.at ? all.at : "");
        buf_str(&all, stream_whole(&stream, true));
        assert_true(equal(buf_view(&all), rows[i].text));
        buf_done(&all);
        stream_done(&stream);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_pieces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
