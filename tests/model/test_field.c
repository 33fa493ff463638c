/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/field.h"
#include "model/limits.h"

static const char *const colours[] = {"red", "green", "blue", NULL};
static const struct field fields[] = {
    {.name = "text", .type = FIELD_TEXT, .required = true},
    {.name = "template", .type = FIELD_TEMPLATE},
    {.name = "long", .type = FIELD_LONG},
    {.name = "number", .type = FIELD_NUMBER, .required = true, .fallback = "1"},
    {.name = "bool", .type = FIELD_BOOL},
    {.name = "span", .type = FIELD_SPAN},
    {.name = "choice", .type = FIELD_CHOICE, .choices = colours},
    {.name = "secret", .type = FIELD_SECRET},
};

static void test_check(void **state)
{
    static const struct {
        enum field_type type;
        const char *value;
        const char *says; /* NULL: fine */
    } rows[] = {
        {FIELD_TEXT, "x", NULL},
        {FIELD_TEXT, "", "empty"},
        {FIELD_TEXT, " ", "empty"},
        {FIELD_TEXT, "a\nb", "one line"},
        {FIELD_TEMPLATE, "a @{b}", NULL},
        {FIELD_TEMPLATE, "a\rb", "one line"},
        {FIELD_LONG, "a\nb", NULL},
        {FIELD_NUMBER, "-5", NULL},
        {FIELD_NUMBER, "", NULL},
        {FIELD_NUMBER, "5x", "whole number"},
        {FIELD_NUMBER, "1.5", "whole number"},
        {FIELD_BOOL, "True", NULL},
        {FIELD_BOOL, "yes", "true or false"},
        {FIELD_SPAN, "90m", NULL},
        {FIELD_SPAN, "soon", "span"},
        {FIELD_CHOICE, "Green", NULL},
        {FIELD_CHOICE, "pink", "red, green or blue"},
        {FIELD_SECRET, "env:X", NULL},
        {FIELD_SECRET, "hunter2", "never the secret itself"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct err err = {.code = ERR_NONE};

        if (field_check(&fields[rows[i].type], str_of(rows[i].value), &err) !=
            (rows[i].says == NULL))
            fail_msg("row %zu: %s", i, err.text);
        if (rows[i].says) {
            assert_has(err.text, rows[i].says);
            assert_has(err.text, fields[rows[i].type].name);
            assert_null(strstr(err.text, "hunter2"));
        }
    }
}

static void test_length(void **state)
{
    struct buf text;
    struct err err;

    (void)state;
    buf_init(&text);
    while (text.len <= LIMIT_FIELD_TEXT)
        buf_char(&text, 'x');
    assert_false(field_check(&fields[FIELD_LONG], buf_view(&text), &err));
    assert_has(err.text, "4096");
    buf_done(&text);
}

static void test_all(void **state)
{
    static const struct {
        const char *json;
        const char *says;
    } rows[] = {
        {"{\"text\":\"x\"}", NULL},
        {"{\"text\":5,\"bool\":true,\"number\":7}", NULL},
        {"{}", "\"text\" is empty"},
        {"null", "\"text\" is empty"},
        {"[]", "object"},
        {"{\"text\":\"x\",\"chioce\":\"red\"}", "did you mean \"choice\""},
        {"{\"text\":\"x\",\"zzzzzzzz\":\"red\"}", "remove"},
        {"{\"text\":{}}", "one line"},
        {"{\"text\":\"x\",\"number\":1.5}", "whole number"},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct json *json = parsed(rows[i].json);
        struct err err = {.code = ERR_NONE};

        if (field_check_all(fields, N(fields), json, &err) !=
            (rows[i].says == NULL))
            fail_msg("row %zu: %s", i, err.text);
        if (rows[i].says)
            assert_has(err.text, rows[i].says);
        json_free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
