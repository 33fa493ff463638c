/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "util/skim.h"

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))

static bool take(const char *text, struct skim_value *out, struct err *err)
{
    struct skim skim;

    skim_init(&skim, str_of(text));
    return skim_whole(&skim, out, err);
}

static void assert_str(struct str have, const char *want)
{
    assert_int_equal(have.len, strlen(want));
    assert_memory_equal(have.at, want, have.len);
}

static void test_kinds(void **state)
{
    static const struct {
        const char *text;
        enum json_type type;
        const char *raw;
        bool escaped;
    } rows[] = {
        {"null", JSON_NULL, "null", false},
        {" true ", JSON_BOOL, "true", false},
        {"false\r\n", JSON_BOOL, "false", false},
        {"-12", JSON_INT, "-12", false},
        {"0", JSON_INT, "0", false},
        {"0.5", JSON_REAL, "0.5", false},
        {"1e9", JSON_REAL, "1e9", false},
        {"1E+9", JSON_REAL, "1E+9", false},
        {"\"\"", JSON_TEXT, "", false},
        {"\"a b\"", JSON_TEXT, "a b", false},
        {"\"a\\nb\"", JSON_TEXT, "a\\nb", true},
        {"[1, \"\\n\"]", JSON_ARRAY, "[1, \"\\n\"]", false},
        {"\xef\xbb\xbf{}", JSON_OBJECT, "{}", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct skim_value value;
        struct err err = {0};

        assert_true(take(rows[i].text, &value, &err));
        assert_int_equal(value.type, rows[i].type);
        assert_str(value.raw, rows[i].raw);
        assert_int_equal(value.escaped, rows[i].escaped);
    }
}

static void test_places(void **state)
{
    static const struct {
        const char *text;
        const char *error;
    } rows[] = {
        {"", "line 1, column 1: a value is expected"},
        {"[1,\n 2,\n x]", "line 3, column 2: a value is expected"},
        {"{\"\xc3\xa9\xe6\x9d\xb1\": x}", "line 1, column 8: a value"},
        {"[1 2]", "line 1, column 4: a comma or"},
        {"{\"a\" 1}", "line 1, column 6: a colon"},
        {"{a:1}", "line 1, column 2: a member name"},
        {"[\"abc", "line 1, column 2: the text is not closed"},
        {"[1]\n[2]", "line 2, column 1: something follows"},
        {"\xef\xbb\xbf[,", "line 1, column 2: a value is expected"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct skim_value value = {.type = JSON_TYPE_N};
        struct err err = {0};

        assert_false(take(rows[i].text, &value, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.text, rows[i].error));
        assert_int_equal(value.type, JSON_TYPE_N);
    }
}

static void test_sequence(void **state)
{
    struct skim_value value;
    struct err err = {0};
    struct skim skim;

    (void)state;
    skim_init(&skim, STR(" {\"a\":1}\n{\"b\":\n[2] \"c\"\n"));
    assert_false(skim_end(&skim));
    assert_true(skim_value(&skim, &value, &err));
    assert_str(value.raw, "{\"a\":1}");
    assert_false(skim_value(&skim, &value, &err));
    assert_non_null(strstr(err.text, "line 3, column 5"));
    skim_end(&skim);
    skim_line(&skim);
    assert_true(skim_value(&skim, &value, &err));
    assert_str(value.raw, "[2]");
    assert_true(skim_value(&skim, &value, &err));
    assert_str(value.raw, "c");
    assert_true(skim_end(&skim));
    skim_init(&skim, STR("x\n y\n"));
    assert_false(skim_value(&skim, &value, &err));
    skim_line(&skim);
    assert_false(skim_value(&skim, &value, &err));
    assert_non_null(strstr(err.text, "line 2, column 2"));
    skim_line(&skim);
    skim_line(&skim);
    assert_true(skim_end(&skim));
}

/* Long enough that every way of stepping through the bytes is taken. */
static void test_walk(void **state)
{
    static const char text[] =
        "{ \"plain\" : \"one } ] { [ , : two three four five six\" ,"
        "\"quoted\":\"\\\"}\\\\\",\"deep\":{\"a\":[1,{\"b\":\"]}\"}, []]},"
        "\"empty\":{},\"none\":[ ],\"list\" : [ 1 ,\"two\", null,3.5 ]\t,"
        "\"last\":-7 }";
    static const struct {
        const char *name;
        enum json_type type;
        const char *raw;
    } rows[] = {
        {"plain", JSON_TEXT, "one } ] { [ , : two three four five six"},
        {"quoted", JSON_TEXT, "\\\"}\\\\"},
        {"deep", JSON_OBJECT, "{\"a\":[1,{\"b\":\"]}\"}, []]}"},
        {"empty", JSON_OBJECT, "{}"},
        {"none", JSON_ARRAY, "[ ]"},
        {"list", JSON_ARRAY, "[ 1 ,\"two\", null,3.5 ]"},
        {"last", JSON_INT, "-7"},
    };
    static const enum json_type items[] = {JSON_INT, JSON_TEXT, JSON_NULL,
                                           JSON_REAL};
    struct skim_value object, name, value, list = {0};
    struct skim skim;
    struct err err = {0};

    (void)state;
    assert_true(take(text, &object, &err));
    skim_enter(&skim, &object);
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(skim_member(&skim, &name, &value));
        assert_str(name.raw, rows[i].name);
        assert_int_equal(value.type, rows[i].type);
        assert_str(value.raw, rows[i].raw);
        if (strcmp(rows[i].name, "list") == 0)
            list = value;
    }
    assert_false(skim_member(&skim, &name, &value));
    assert_false(skim_member(&skim, &name, &value));
    skim_enter(&skim, &list);
    for (size_t i = 0; i < COUNT(items); i++) {
        assert_true(skim_item(&skim, &value));
        assert_int_equal(value.type, items[i]);
    }
    assert_false(skim_item(&skim, &value));
}

static void test_empty_containers(void **state)
{
    static const char *const rows[] = {"{}", "[]", "{ }", "[\n]"};
    struct skim_value container, name, value;
    struct err err = {0};
    struct skim skim;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_true(take(rows[i], &container, &err));
        skim_enter(&skim, &container);
        if (container.type == JSON_OBJECT)
            assert_false(skim_member(&skim, &name, &value));
        else
            assert_false(skim_item(&skim, &value));
    }
}

static void test_text(void **state)
{
    static const struct {
        const char *text;
        const char *want;
    } rows[] = {
        {"null", ""},
        {"12.50", "12.50"},
        {"true", "true"},
        {"\"plain\"", "plain"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
        {"\"\\u0041\\u00e9\\u6771\"", "A\xc3\xa9\xe6\x9d\xb1"},
        {"\"\\uD83D\\ude00!\"", "\xf0\x9f\x98\x80!"},
        {"\"\\ud83d\"", "\xef\xbf\xbd"},
        {"\"\\ud83dx\"", "\xef\xbf\xbdx"},
        {"\"\\ud83d\\u0041\"", "\xef\xbf\xbd"
                               "A"},
        {"\"\\ude00\\ud83d\\ude00\"", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
        {"\"a long beginning without any\\tescape\"",
         "a long beginning without any\tescape"},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct skim_value value;
        struct err err = {0};

        assert_true(take(rows[i].text, &value, &err));
        assert_str(skim_text(&value, arena), rows[i].want);
    }
    arena_free(arena);
}

static void test_zero(void **state)
{
    struct arena *arena = arena_new();
    struct skim_value value;
    struct err err = {0};
    struct str text;

    (void)state;
    assert_true(take("\"a\\u0000b\"", &value, &err));
    text = skim_text(&value, arena);
    assert_int_equal(text.len, 3);
    assert_memory_equal(text.at, "a\0b", 3);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_sequence),
        cmocka_unit_test(test_walk),
        cmocka_unit_test(test_empty_containers),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_zero),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
