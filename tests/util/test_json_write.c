/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <math.h>
#include <string.h>

#include "util/json.h"

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))

static void test_text(void **state)
{
    static const struct {
        const char *text;
        const char *want;
    } rows[] = {
        {"", "\"\""},
        {"plain /slash/ 'quote'", "\"plain /slash/ 'quote'\""},
        {"\"\\", "\"\\\"\\\\\""},
        {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
        {"\x01\x1b[2J\x1f", "\"\\u0001\\u001b[2J\\u001f\""},
        {"\x7f", "\"\\u007f\""},
        {"\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0",
         "\"\\u0080\\u009b\\u009f\xc2\xa0\""},
        {"\xe6\x9d\xb1\xf0\x9f\x98\x80", "\"\xe6\x9d\xb1\xf0\x9f\x98\x80\""},
        {"a\xff"
         "b\xe6\x9d",
         "\"a\xef\xbf\xbd"
         "b\xef\xbf\xbd\xef\xbf\xbd\""},
    };
    struct buf out;

    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < COUNT(rows); i++) {
        buf_clear(&out);
        json_write_text(str_of(rows[i].text), &out);
        assert_string_equal(out.at, rows[i].want);
    }
    buf_clear(&out);
    json_write_text(STR("a\0b"), &out);
    assert_string_equal(out.at, "\"a\\u0000b\"");
    buf_done(&out);
}

static void test_reals(void **state)
{
    static const struct {
        double value;
        const char *json;
        const char *text;
    } rows[] = {
        {0, "0.0", "0"},
        {-0.0, "-0.0", "-0"},
        {1, "1.0", "1"},
        {0.1, "0.1", "0.1"},
        {0.1 + 0.2, "0.30000000000000004", "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333", "0.3333333333333333"},
        {-139.69, "-139.69", "-139.69"},
        {1e21, "1e+21", "1e+21"},
        {1.5e-7, "1.5e-07", "1.5e-07"},
        {123456789012345680.0, "1.2345678901234568e+17",
         "1.2345678901234568e+17"},
        {5e-324, "4.94065645841247e-324", "4.94065645841247e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308",
         "1.7976931348623157e+308"},
        {HUGE_VAL, "null", "null"},
        {-HUGE_VAL, "null", "null"},
    };
    struct buf out;

    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct json *json = json_new_real(rows[i].value), *back = NULL;
        struct err err = {0};

        buf_clear(&out);
        json_put_text(json, &out);
        assert_string_equal(out.at, rows[i].text);
        buf_clear(&out);
        json_write(json, JSON_COMPACT, &out);
        assert_string_equal(out.at, rows[i].json);
        assert_true(json_parse(buf_view(&out), &back, &err));
        assert_true(json_equal(json, back) || !isfinite(rows[i].value));
        json_free(json);
        json_free(back);
    }
    buf_done(&out);
}

/* A locale with a decimal comma changes nothing; passes over where there is
 * none on this machine. */
static void test_comma(void **state)
{
    static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8",
                                          "ru_RU.UTF-8"};
    bool found = false;

    (void)state;
    for (size_t i = 0; i < COUNT(locales) && !found; i++)
        found = setlocale(LC_NUMERIC, locales[i]) != NULL;
    if (!found)
        skip();
    test_reals(state);
    setlocale(LC_NUMERIC, "C");
}

static void test_styles(void **state)
{
    static const char text[] =
        "{\"a\":[1,{\"b\":null}],\"none\":[],\"empty\":{},\"t\":\"x\"}";
    static const char pretty[] = "{\n"
                                 "  \"a\": [\n"
                                 "    1,\n"
                                 "    {\n"
                                 "      \"b\": null\n"
                                 "    }\n"
                                 "  ],\n"
                                 "  \"none\": [],\n"
                                 "  \"empty\": {},\n"
                                 "  \"t\": \"x\"\n"
                                 "}";
    struct json *json = NULL;
    struct err err = {0};
    struct buf out;

    (void)state;
    buf_init(&out);
    assert_true(json_parse(str_of(text), &json, &err));
    json_write(json, JSON_COMPACT, &out);
    assert_string_equal(out.at, text);
    buf_clear(&out);
    json_write(json, JSON_PRETTY, &out);
    assert_string_equal(out.at, pretty);
    buf_clear(&out);
    json_write(NULL, JSON_PRETTY, &out);
    assert_string_equal(out.at, "null");
    json_free(json);
    buf_done(&out);
}

static void test_put_text(void **state)
{
    static const struct {
        const char *json;
        const char *want;
    } rows[] = {
        {"null", ""},
        {"true", "true"},
        {"-5", "-5"},
        {"2.0", "2"},
        {"18446744073709551616", "18446744073709551616"},
        {"\"a\\n\\\"b\"", "a\n\"b"},
        {"[1,\"a\"]", "[1,\"a\"]"},
        {"{\"a\":{}}", "{\"a\":{}}"},
    };
    struct buf out;

    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct json *json = NULL;
        struct err err = {0};

        assert_true(json_parse(str_of(rows[i].json), &json, &err));
        buf_clear(&out);
        buf_char(&out, '>');
        json_put_text(json, &out);
        assert_string_equal(out.at + 1, rows[i].want);
        json_free(json);
    }
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),     cmocka_unit_test(test_reals),
        cmocka_unit_test(test_comma),    cmocka_unit_test(test_styles),
        cmocka_unit_test(test_put_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
