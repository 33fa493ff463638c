/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "util/json.h"

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))

static struct json *parse(const char *text)
{
    struct err err = {0};
    struct json *json = NULL;

    if (!json_parse(str_of(text), &json, &err))
        fail_msg("%s: %s", text, err.text);
    return json;
}

static void assert_json(const struct json *json, const char *want)
{
    struct buf out;

    buf_init(&out);
    json_write(json, JSON_COMPACT, &out);
    assert_string_equal(out.at, want);
    buf_done(&out);
}

static void test_parse(void **state)
{
    static const struct {
        const char *text;
        const char *written;
        enum json_type type;
    } rows[] = {
        {"null", "null", JSON_NULL},
        {" true\n", "true", JSON_BOOL},
        {"false", "false", JSON_BOOL},
        {"-0", "0", JSON_INT},
        {"9223372036854775807", "9223372036854775807", JSON_INT},
        {"-9223372036854775808", "-9223372036854775808", JSON_INT},
        {"9223372036854775808", "9223372036854775808", JSON_REAL},
        {"12345678901234567890123", "12345678901234567890123", JSON_REAL},
        {"30.80", "30.8", JSON_REAL},
        {"1E2", "100.0", JSON_REAL},
        {"-0.0", "-0.0", JSON_REAL},
        {"1e400", "1e400", JSON_REAL},
        {"1e-400", "0.0", JSON_REAL},
        {"\"a\\u00e9\\/\\ud800\"", "\"a\xc3\xa9/\xef\xbf\xbd\"", JSON_TEXT},
        {"\"a\\u0000b\"", "\"a\\u0000b\"", JSON_TEXT},
        {"[ 1 , [ ] , { } , null ]", "[1,[],{},null]", JSON_ARRAY},
        {"{\"a\" : 1, \"b\":[\"c\"]}", "{\"a\":1,\"b\":[\"c\"]}", JSON_OBJECT},
        {"{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}", JSON_OBJECT},
        {"{\"\":1}", "{\"\":1}", JSON_OBJECT},
        {"{\"a\\u0000\\nb\":1}", "{\"a\xef\xbf\xbd\\nb\":1}", JSON_OBJECT},
        {"\xef\xbb\xbf[]", "[]", JSON_ARRAY},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct json *json = parse(rows[i].text);

        assert_int_equal(json_type(json), rows[i].type);
        assert_json(json, rows[i].written);
        json_free(json);
    }
}

static void test_long_name(void **state)
{
    char text[400], name[300];
    struct json *json;
    int64_t seven = 0;

    (void)state;
    memset(name, 'n', sizeof(name));
    name[sizeof(name) - 1] = '\0';
    snprintf(text, sizeof(text), "{\"%s\":7}", name);
    json = parse(text);
    assert_true(json_int(json_get(json, name), &seven));
    assert_int_equal(seven, 7);
    json_free(json);
}

static void test_refused(void **state)
{
    static const char *const rows[] = {
        "",       "[1,]",        "{\"a\":1} x", "'a'", "NaN",
        "01",     "/**/1",       "{a:1}",       "[1",  "\"\xff\"",
        "\"\t\"", "[1] // more", "tru",         "1 2", "\xef\xbb\xbf",
    };
    struct json *json = NULL;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct err err = {0};

        assert_false(json_parse(str_of(rows[i]), &json, &err));
        assert_null(json);
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.text, "line 1, column "));
    }
}

static void test_too_large(void **state)
{
    struct str text = {.at = "[", .len = (size_t)LIMIT_JSON_TEXT + 1};
    struct json *json = NULL;
    struct err err = {0};

    (void)state;
    assert_false(json_parse(text, &json, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_null(json);
}

static void test_paths(void **state)
{
    static const struct {
        const char *path;
        const char *want; /* NULL: nothing there */
    } rows[] = {
        {"Properties.Status.Code", "\"Unhealthy\""},
        {"properties.status.CODE", "\"Unhealthy\""},
        {"list.1.x", "2"},
        {"list.0", "1"},
        {"list.2", NULL},
        {"list.-1", NULL},
        {"list.x", NULL},
        {"properties.missing.code", NULL},
        {"name.x", NULL},
        {"Name", "\"upper\""},
        {"name", "\"lower\""},
        {"NAME", "\"lower\""},
        {"nothing", NULL},
    };
    struct json *json = parse(
        "{\"properties\":{\"status\":{\"code\":\"Unhealthy\"}},\"list\":[1,"
        "{\"x\":2}],\"name\":\"lower\",\"Name\":\"upper\",\"nothing\":null}");

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct json *found = json_at(json, str_of(rows[i].path));

        if (rows[i].want)
            assert_json(found, rows[i].want);
        else
            assert_null(found);
    }
    assert_ptr_equal(json_at(json, STR("")), json);
    assert_null(json_at(NULL, STR("a")));
    assert_null(json_get(json, "NAME"));
    assert_json(json_get(json, "Name"), "\"upper\"");
    assert_null(json_find(json_get(json, "list"), STR("x")));
    json_free(json);
}

static void test_scalars(void **state)
{
    static const struct {
        const char *text;
        bool is_int;
        int64_t integer;
        bool is_real;
        double real;
        bool is_bool;
        bool value;
    } rows[] = {
        {"3", true, 3, true, 3, false, false},
        {"3.0", true, 3, true, 3, false, false},
        {"3.5", false, 0, true, 3.5, false, false},
        {"1e300", false, 0, true, 1e300, false, false},
        {"9223372036854775808", false, 0, true, 0x1p63, false, false},
        {"1e400", false, 0, false, 0, false, false},
        {"\"12\"", true, 12, true, 12, false, false},
        {"\"-1.5\"", false, 0, true, -1.5, false, false},
        {"\"4.0\"", true, 4, true, 4, false, false},
        {"\"x\"", false, 0, false, 0, false, false},
        {"\"\"", false, 0, false, 0, false, false},
        {"true", false, 0, false, 0, true, true},
        {"false", false, 0, false, 0, true, false},
        {"\"True\"", false, 0, false, 0, true, true},
        {"\"FALSE\"", false, 0, false, 0, true, false},
        {"null", false, 0, false, 0, false, false},
        {"[1]", false, 0, false, 0, false, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct json *json = parse(rows[i].text);
        int64_t integer = 0;
        double real = 0;
        bool value = false;

        assert_int_equal(json_int(json, &integer), rows[i].is_int);
        assert_int_equal(integer, rows[i].integer);
        assert_int_equal(json_real(json, &real), rows[i].is_real);
        assert_true(real == rows[i].real);
        assert_int_equal(json_bool(json, &value), rows[i].is_bool);
        assert_int_equal(value, rows[i].value);
        json_free(json);
    }
}

static void test_null(void **state)
{
    struct json_each each = json_each(NULL);
    struct str text;

    (void)state;
    assert_int_equal(json_type(NULL), JSON_NULL);
    assert_int_equal(json_length(NULL), 0);
    assert_null(json_get(NULL, "a"));
    assert_null(json_find(NULL, STR("a")));
    assert_null(json_item(NULL, 0));
    assert_null(json_member(NULL, "a"));
    assert_null(json_copy(NULL));
    assert_null(json_spelling(NULL));
    assert_true(json_equal(NULL, NULL));
    assert_false(json_next(&each));
    assert_int_equal(json_text(NULL).len, 0);
    assert_false(json_has_text(NULL, "a", &text));
    json_free(NULL);
}

static void test_each(void **state)
{
    struct json *json = parse("{\"a\":[1,null,\"x\"],\"b\":null,\"c\":{}}");
    struct json_each each = json_each(json), item;
    struct str text = STR_NONE;

    (void)state;
    assert_true(json_next(&each));
    assert_string_equal(each.name, "a");
    assert_int_equal(each.index, 0);
    item = json_each(each.value);
    for (size_t i = 0; i < 3; i++) {
        assert_true(json_next(&item));
        assert_null(item.name);
        assert_int_equal(item.index, i);
        assert_ptr_equal(item.value, json_item(each.value, i));
    }
    assert_false(json_next(&item));
    assert_true(json_next(&each));
    assert_string_equal(each.name, "b");
    assert_null(each.value);
    assert_true(json_next(&each));
    item = json_each(each.value);
    assert_false(json_next(&item));
    assert_false(json_next(&each));
    assert_int_equal(json_length(json), 3);
    assert_int_equal(json_length(json_get(json, "a")), 3);
    assert_null(json_item(json_get(json, "a"), 3));
    assert_false(json_has_text(json, "a", &text));
    json_free(json);
}

static void test_build(void **state)
{
    struct json *object = json_new_object(), *array = json_new_array();
    struct json *copy;
    struct str text;

    (void)state;
    json_add_take(array, json_new_int(1));
    json_add_take(array, NULL);
    json_add_take(array, json_new_real(0.1));
    json_add_take(array, json_new_bool(true));
    json_set_take(object, "list", array);
    json_set_text(object, "text", "a\"b");
    json_set_text(object, "none", NULL);
    json_set_str(object, "str", STR("x\0y"));
    json_set_int(object, "int", INT64_MIN);
    json_set_bool(object, "bool", false);
    json_set_int(object, "gone", 1);
    json_remove(object, "gone");
    json_remove(object, "never");
    assert_json(object,
                "{\"list\":[1,null,0.1,true],\"text\":\"a\\\"b\",\"none\":null,"
                "\"str\":\"x\\u0000y\",\"int\":-9223372036854775808,"
                "\"bool\":false}");
    assert_true(json_has_text(object, "str", &text));
    assert_int_equal(text.len, 3);
    copy = json_copy(object);
    assert_true(json_equal(object, copy));
    json_add_take(json_member(copy, "list"), json_new_int(5));
    assert_false(json_equal(object, copy));
    assert_int_equal(json_length(json_get(object, "list")), 4);
    json_free(copy);
    json_free(object);
}

static void test_equal(void **state)
{
    static const struct {
        const char *a, *b;
        bool equal;
    } rows[] = {
        {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true},
        {"{\"a\":1}", "{\"a\":1,\"b\":null}", false},
        {"[1,2]", "[2,1]", false},
        {"1", "1.0", false},
        {"\"a\"", "\"A\"", false},
        {"null", "null", true},
        {"null", "0", false},
        {"1e400", "1e400", true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct json *a = parse(rows[i].a), *b = parse(rows[i].b);
        struct json *copy = json_copy(a);

        assert_int_equal(json_equal(a, b), rows[i].equal);
        assert_true(json_equal(a, copy));
        json_free(copy);
        json_free(a);
        json_free(b);
    }
}

static void test_spelling(void **state)
{
    struct json *json = parse("[18446744073709551616,1e999,1.5,7]");
    struct json *copy = json_copy(json);

    (void)state;
    assert_string_equal(json_spelling(json_item(copy, 0)),
                        "18446744073709551616");
    assert_string_equal(json_spelling(json_item(copy, 1)), "1e999");
    assert_null(json_spelling(json_item(copy, 2)));
    assert_null(json_spelling(json_item(copy, 3)));
    assert_json(copy, "[18446744073709551616,1e999,1.5,7]");
    json_free(json);
    json_free(copy);
}

static void test_type_names(void **state)
{
    (void)state;
    for (enum json_type type = 0; type < JSON_TYPE_N; type++)
        assert_non_null(json_type_name(type));
    assert_string_equal(json_type_name(JSON_TEXT), "text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),    cmocka_unit_test(test_long_name),
        cmocka_unit_test(test_refused),  cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_paths),    cmocka_unit_test(test_scalars),
        cmocka_unit_test(test_null),     cmocka_unit_test(test_each),
        cmocka_unit_test(test_build),    cmocka_unit_test(test_equal),
        cmocka_unit_test(test_spelling), cmocka_unit_test(test_type_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
