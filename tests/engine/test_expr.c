/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/expr.h"
#include "model/limits.h"
#include "tests/engine/expr_stage.h"

/* What the language itself does. */
static const struct expr_row rows[] = {
    {"", ""},
    {"plain", "plain"},
    {"@{1}", "1"},
    {"@{-5}", "-5"},
    {"@{+5}", "5"},
    {"@{ .5 }", "0.5"},
    {"@{-1.5e3}", "-1500"},
    {"@{1E2}", "100"},
    {"@{true}/@{False}/@{null}", "True/False/"},
    {"@{'it''s'}", "it's"},
    {"@{''}", ""},
    {"@{''''}", "'"},
    {"@{'a\\nb'}", "a\\nb"},
    {"@{\"say \"\"x\"\"\"}", "say \"x\""},
    {"@{'a}b'}@{'{'}", "a}b{"},
    {"@concat('a', 'b')", "ab"},
    {"@CONCAT('a','b')", "ab"},
    {"@ concat('a')", "@ concat('a')"},
    {"x @concat('a')", "x @concat('a')"},
    {"@@concat('a')", "@concat('a')"},
    {"@@{concat('a')}", "@{concat('a')}"},
    {"@{ concat ( 'a' , 'b' ) }", "ab"},
    {"@{\tconcat(\n'a')\r}", "a"},
    {"@concat('@{x}', '@@')", "@{x}@@"},
    {"@{concat('a', concat('b', concat('c')))}", "abc"},
    {"a@{1}b@{2}c", "a1b2c"},
    {"@json('{\"a\": [1, {\"b\": null}]}')", "{\"a\":[1,{\"b\":null}]}"},
    {"@json('{\"a\": {\"B\": 7}}').a.b", "7"},
    {"@json('{\"a\": 1, \"A\": 2}')['A']", "2"},
    /* A path, unless something is called so. */
    {"@json('{\"a\": {\"b\": {\"c\": 3}}}')?['a/b/c']", "3"},
    {"@json('{\"a\": {\"b\": 1}, \"a/b\": 2}')['a/b']", "2"},
    {"@json('{\"a\": 1}')?['a/b']", ""},
    {"@json('{\"a\": 1, \"A\": 2}').a", "1"},
    {"@json('{\"a b\": [5, 6]}')['a b'][1]", "6"},
    {"@json('[[1,2],[3,4]]')[1][0]", "3"},
    {"@json('[1,2]')[sub(length('abc'), 2)]", "2"},
    {"@json('{\"ab\": 1}')[concat('a', 'b')]", "1"},
    {"@json('{\"a\": null}')['a']", ""},
    {"@json('{}')?['a']?['b']?.c?[0]", ""},
    {"@json('[1]')?[4]", ""},
    {"@coalesce(json('{}')?['a'], 'none')", "none"},
    {"@given('x')", "given x"},
    {"@GIVEN('x')?['y']", "fault: the value is of the type text"},
    {"日本 @{toUpper('é')}", "日本 É"},
};

static const struct expr_row faults[] = {
    {"@{", "Column 1: the expression that begins here has no closing }"},
    {"a @{concat('}", "Column 3: the expression that begins"},
    {"@{'a}", "no closing }"},
    {"@concat('a", "Column 9: the text that begins here has no closing '"},
    {"@concat('a'", "Column 12: expected \",\" or \")\""},
    {"@concat('a',)", "Column 13: expected an argument"},
    {"@concat(,'a')", "Column 9: expected an expression"},
    {"@concat('a' 'b')", "Column 13: expected \",\" or \")\""},
    {"@concat('a'))", "Column 13: expected the end"},
    {"@concat('a') x", "Column 14: expected the end of the expression"},
    {"@{}", "Column 3: expected an expression"},
    {"@{bare}", "Column 3: \"bare\" is neither"},
    {"@{1.2.3}", "Column 3: \"1.2.3\" is no number"},
    {"@{@concat('a')}", "Column 3: expected an expression"},
    {"@tuUpper('a')", "did you mean toUpper()"},
    {"@zzzzzzzzzzzz('a')", "Column 2: the function \"zzzzzzzzzzzz\""},
    {"@variables('a')", "the function \"variables\" is not understood"},
    {"@triggerBody()", "the function \"triggerBody\" is not understood"},
    {"@xpath('a', 'b')", "the function \"xpath\" is not understood"},
    {"@toUpper()", "Column 10: toUpper() has another number of arguments"},
    {"@toUpper('a', 'b')", "Column 15: toUpper() has another number"},
    {"é@{toUpper(1)}", "Column 12: toUpper() takes a text as argument 1"},
    {"@toUpper(null)", "got one of the type null"},
    {"@toUpper(json('1'))", "Column 10: toUpper() takes a text"},
    {"@given(1)", "Column 8: given() takes a text"},
    {"@given()", "given() has another number of arguments"},
    {"@given('fail')", "Column 2: that fails"},
    {"@json('{\"a\":{\"b\":1}}')['a/c']", "there is no value to step into"},
    {"@json('{}')['a']", "Column 12: there is no value to step into"},
    {"@json('[1]')[-1]", "Column 13: the value is of the type array"},
    {"@json('[1]')[1]", "Column 13: there is no value"},
    {"@json('[1]')[1.0]", "Column 13: the value is of the type array"},
    {"@json('[1]').a", "Column 13: the value is of the type array"},
    {"@json('5')?['a']", "Column 11: the value is of the type integer"},
    {"@json('{}')?", "Column 13: expected the name of a member"},
    {"@json('{}').5", "Column 13: expected the name of a member"},
    {"@json('{}')[]", "Column 13: expected the name of a member"},
    {"@json('{}')['a'", "expected \"]\""},
};

static void test_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++)
        expr_stage_ask(&rows[i]);
}

static void test_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < ITEMS(faults); i++)
        expr_stage_refuse(&faults[i]);
}

/* The examples that help shows are true. */
static void test_examples(void **state)
{
    const struct expr_doc *doc;
    size_t n = 0;

    (void)state;
    for (; (doc = expr_doc_at(n)); n++) {
        struct buf text;

        buf_init(&text);
        buf_printf(&text, "@%s", doc->example);
        assert_true(str_starts(str_of(doc->example), str_of(doc->name)));
        assert_true(str_starts(str_of(doc->signature), str_of(doc->name)));
        assert_true(doc->min <= doc->max);
        if (doc->gives)
            expr_stage_ask(&(struct expr_row){text.at, doc->gives});
        for (size_t i = 0; i < n; i++)
            assert_string_not_equal(doc->name, expr_doc_at(i)->name);
        buf_done(&text);
    }
    assert_true(n > 70);
}

static void repeat(struct buf *out, const char *text, int n)
{
    while (n-- > 0)
        buf_text(out, text);
}

/* Each of these would take all memory, or all time. */
static void test_bombs(void **state)
{
    static const struct {
        const char *before, *inside, *behind;
        int n;
        const char *says;
    } bombs[] = {
        {"@", "not(", "true", 100, "nested at most 64"},
        {"@json('{}')", "?.a", "", 200, "nested at most 64"},
        {"@concat('", "aaaaaaaaaa", "')", 900, "at most 8192 bytes"},
        {"@length(union(", "range(0,100000),", "range(5,6)))", 5,
         "grows beyond 16 MiB"},
        {"@length(createArray(", "range(0,100000),", "1))", 3,
         "grows beyond 16 MiB"},
        {"@length(", "replace(", "'aaaaaaaaaa'", 40, ""},
        {"@", "createArray(", "1", 63, "nested at most 64"},
        {"@sort(union(range(0,60000), range(30000,", "9", "9999)))", 1,
         "grows beyond"},
        {"@lastIndexOf(", "", "", 0, "another number"},
    };

    (void)state;
    for (size_t i = 0; i < ITEMS(bombs); i++) {
        struct buf text;
        int closing = 0;

        buf_init(&text);
        buf_text(&text, bombs[i].before);
        repeat(&text, bombs[i].inside, bombs[i].n);
        buf_text(&text, bombs[i].behind);
        if (strcmp(bombs[i].inside, "replace(") == 0)
            for (int k = 0; k < bombs[i].n; k++)
                buf_text(&text, ", 'a', 'aaaaaaaaaa')");
        else if (str_ends(str_of(bombs[i].inside), STR("(")))
            closing = bombs[i].n;
        if (strcmp(bombs[i].inside, "replace(") == 0 || bombs[i].n == 0)
            closing = 1;
        repeat(&text, ")", closing);
        expr_stage_refuse(&(struct expr_row){text.at, bombs[i].says});
        buf_done(&text);
    }
}

/* What is long is no reason to be slow. */
static void test_long(void **state)
{
    struct buf text;

    (void)state;
    buf_init(&text);
    buf_text(&text, "@length(chunk(replace('");
    repeat(&text, "a", 100);
    buf_text(&text, "', 'a', '");
    repeat(&text, "b", 1000);
    buf_text(&text, "'), 1))");
    expr_stage_ask(&(struct expr_row){text.at, "100000"});
    buf_done(&text);
}

/* Whatever is made of good texts by chance, nothing breaks. */
static void test_mutations(void **state)
{
    static const char signs[] = "'\"@{}[]().,?\\-+019aZ\x80\xff\t ";
    uint32_t seed = 12345;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        const char *good = rows[(size_t)round % ITEMS(rows)].text;
        struct arena *arena = arena_new();
        const struct json *value;
        struct expr *expr;
        struct err err;
        struct buf text;

        if (expr_doc_at((size_t)round % 100) && round % 3)
            good = arena_printf(arena, "@%s",
                                expr_doc_at((size_t)round % 100)->example);
        buf_init(&text);
        buf_text(&text, good);
        for (int k = 0; k <= round % 4 && text.len > 0; k++) {
            seed = seed * 1664525 + 1013904223;
            text.at[(seed >> 8) % text.len] =
                signs[(seed >> 24) % (sizeof(signs) - 1)];
            if (seed % 7 == 0)
                buf_cut(&text, (seed >> 8) % text.len);
        }
        if (expr_compile(buf_view(&text), &expr_stage_world, arena, &expr,
                         &err))
            expr_eval(expr, &expr_stage_outside, NULL, arena, &value, &err);
        buf_done(&text);
        arena_free(arena);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_language), cmocka_unit_test(test_faults),
        cmocka_unit_test(test_examples), cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_long),     cmocka_unit_test(test_mutations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
