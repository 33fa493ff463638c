/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <stdio.h>

#include "model/envelope.h"

/* What comes out, one after the other: the raw text of an item, or ! for a
 * bad one. */
static void walk(const char *text, struct buf *out)
{
    struct envelope envelope;
    struct skim_value value;
    struct err err;

    envelope_init(&envelope, str_of(text));
    for (;;) {
        enum envelope_answer answer = envelope_next(&envelope, &value, &err);

        if (answer == ENVELOPE_END)
            return;
        buf_char(out, ' ');
        if (answer == ENVELOPE_ITEM)
            buf_str(out, value.raw);
        else
            buf_char(out, '!');
    }
}

static void test_shapes(void **state)
{
    static const struct {
        const char *text;
        const char *items;
    } rows[] = {
        {"", ""},
        {" \n ", ""},
        {"\xef\xbb\xbf{\"a\":1}", " {\"a\":1}"},
        {"{\"value\":[{\"a\":1},{\"b\":2}],\"nextLink\":\"x\"}",
         " {\"a\":1} {\"b\":2}"},
        {"{\"value\":[]}", ""},
        {"[{\"a\":1},{\"b\":2}]", " {\"a\":1} {\"b\":2}"},
        {"{\"records\":[{\"a\":1}]}", " {\"a\":1}"},
        {"{\"count\":1,\"data\":[{\"a\":1}]}", " {\"a\":1}"},
        {"{\"body\":{\"a\":1}}", " {\"a\":1}"},
        {"{\"Body\":{\"value\":[{\"a\":1}]}}", " {\"a\":1}"},
        {"{\"headers\":{},\"body\":[{\"a\":1}]}", " {\"a\":1}"},
        {"{\"parameters\":{},\"responses\":{\"200\":{\"body\":{\"value\":["
         "{\"a\":1}]}},\"201\":{\"body\":{\"a\":2}}}}",
         " {\"a\":1}"},
        {"{\"responses\":{\"204\":{}}}", ""},
        {"{\"responses\":{}}", ""},
        {"{\"a\":1}\n{\"b\":2}\n", " {\"a\":1} {\"b\":2}"},
        {"{\"a\":1}{\"b\":2}", " {\"a\":1} {\"b\":2}"},
        {"[{\"a\":1}]\n{\"value\":[{\"b\":2}]}", " {\"a\":1} {\"b\":2}"},
        {"[[[[{\"a\":1}]]]]", " {\"a\":1}"},
        /* An event is one, whatever else it has. */
        {"{\"value\":[1],\"properties\":{}}",
         " {\"value\":[1],\"properties\":{}}"},
        {"{\"body\":{},\"systemAlertId\":\"s\"}",
         " {\"body\":{},\"systemAlertId\":\"s\"}"},
        {"{\"value\":\"text\"}", " {\"value\":\"text\"}"},
        {"{\"data\":{\"a\":1}}", " {\"data\":{\"a\":1}}"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct buf out;

        buf_init(&out);
        walk(rows[i].text, &out);
        assert_str(buf_view(&out), rows[i].items);
        buf_done(&out);
    }
}

/* A bad item does not stop the others. */
static void test_bad(void **state)
{
    static const struct {
        const char *text;
        const char *items;
    } rows[] = {
        {"nonsense\n{\"a\":1}", " ! {\"a\":1}"},
        {"nonsense\nnonsense\n{\"a\":1}", " ! ! {\"a\":1}"},
        {"{\"a\":\n{\"b\":2}\n", " ! {\"b\":2}"},
        {"{\"a\":1,\n{\"b\":2}\n", " ! {\"b\":2}"},
        {"{\"a\":\"cut\n{\"b\":2}\n", " ! {\"b\":2}"},
        {"{\n  \"a\": [\n    1,\n  ]\n}\n{\"b\":2}", " ! {\"b\":2}"},
        {"[1,{\"a\":1},\"x\",null]", " ! {\"a\":1} ! !"},
        {"5 {\"a\":1}", " ! {\"a\":1}"},
        {"[[[[[{\"a\":1}]]]]]", " !"},
        {"{\"body\":{\"body\":{\"body\":{\"body\":{}}}}}", " !"},
        {"{\"body\":7}", " !"},
        {"{\"a\":1} {", " {\"a\":1} !"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct buf out;

        buf_init(&out);
        walk(rows[i].text, &out);
        if (!str_eq(buf_view(&out), str_of(rows[i].items)))
            fail_msg("row %zu gives%s", i, out.at ? out.at : "");
        buf_done(&out);
    }
}

static void test_where(void **state)
{
    static const struct {
        const char *text;
        size_t item;
        const char *says;
    } rows[] = {
        {"{\"a\":1}\n{\"b\":x}", 2, "line 2, column 6"},
        {"bad\nbad\n{\"a\"}", 3, "line 3, column 5"},
        {"[{\"a\":1},17]", 2, "object"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct envelope envelope;
        struct skim_value value;
        struct err err, last = {.code = ERR_NONE};
        enum envelope_answer answer;

        envelope_init(&envelope, str_of(rows[i].text));
        while ((answer = envelope_next(&envelope, &value, &err)) !=
               ENVELOPE_END) {
            if (answer == ENVELOPE_BAD)
                last = err;
        }
        assert_int_equal(last.code, ERR_INPUT);
        assert_int_equal(envelope.item, rows[i].item);
        assert_has(last.text, rows[i].says);
    }
}

/* Many bad lines cost no more than their bytes. */
static void test_many_bad(void **state)
{
    struct buf text, out;

    (void)state;
    buf_init(&text);
    buf_init(&out);
    for (int i = 0; i < 100000; i++)
        buf_text(&text, "{\"a\": nonsense that is no value}\n");
    walk(text.at, &out);
    assert_int_equal(out.len, 200000);
    buf_done(&text);
    buf_done(&out);
}

static void test_next_link(void **state)
{
    static const struct {
        const char *text;
        const char *link;
    } rows[] = {
        {"{\"value\":[],\"nextLink\":\"https:\\/\\/x\"}", "https://x"},
        {"{\"body\":{\"nextLink\":\"y\"}}", "y"},
        {"{\"nextLink\":\"\"}", ""},
        {"{\"nextLink\":null}", ""},
        {"{\"value\":[]}", ""},
        {"[]", ""},
        {"{", ""},
        {"{\"nextLink\":{}}", ""},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        assert_str(envelope_next_link(str_of(rows[i].text), arena),
                   rows[i].link);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes),    cmocka_unit_test(test_bad),
        cmocka_unit_test(test_where),     cmocka_unit_test(test_many_bad),
        cmocka_unit_test(test_next_link),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
