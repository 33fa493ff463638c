/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "connect/source.h"

static const struct {
    const char *source;
    const char *with;
    const char *error; /* part of it; NULL: fine */
} rows[] = {
    {"defender-alerts", "{}", NULL},
    {"defender-alerts", "{\"every\":\"30s\",\"sweep\":5}", NULL},
    {"defender-alerts", "{\"subscriptions\":\"a-1, /subscriptions/b-2\"}",
     NULL},
    {"defender-assessments", "{\"api_version\":\"2025-05-04\"}", NULL},
    {"defender-assessments", "{\"findings\":true}", NULL},
    {"defender-alerts", "{\"findings\":true}", "findings"},
    {"defender-compliance", "{\"page_limit\":\"7\"}", NULL},
    {"defender-alerts", "{\"every\":\"1ms\"}", "every"},
    {"defender-alerts", "{\"every\":\"soon\"}", "every"},
    {"defender-alerts", "{\"evry\":\"1m\"}", "every"},
    {"defender-alerts", "{\"page_limit\":0}", "page_limit"},
    {"defender-alerts", "{\"page_limit\":99999999}", "page_limit"},
    {"defender-alerts", "{\"sweep\":\"x\"}", "sweep"},
    {"defender-alerts", "{\"api_version\":\"1&x=2\"}", "api_version"},
    {"defender-alerts", "{\"subscriptions\":\"a/../b\"}", "subscription"},
};

static void test_prepare(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena *arena = arena_new();
        struct source_settings set = {0};
        struct json *with = NULL;
        struct err err = {0};
        bool good;

        assert_true(json_parse(str_of(rows[i].with), &with, &err));
        good = source_prepare(source_find(str_of(rows[i].source)), with,
                              "https://arm", arena, &set, &err);
        assert_int_equal(good, rows[i].error == NULL);
        if (rows[i].error) {
            assert_int_equal(err.code, ERR_INPUT);
            assert_non_null(strstr(err.text, rows[i].error));
        }
        json_free(with);
        arena_free(arena);
    }
}

static void test_defaults(void **state)
{
    struct arena *arena = arena_new();
    struct source_settings set;
    struct json *with = NULL;
    struct err err = {0};

    (void)state;
    assert_true(
        source_prepare(source_at(0), NULL, "https://arm", arena, &set, &err));
    assert_int_equal(set.every, 60000);
    assert_string_equal(set.api_version, "2022-01-01");
    assert_int_equal(set.n_subscriptions, 0);
    assert_true(json_parse(
        STR("{\"subscriptions\":\"a-1, /subscriptions/b-2\"}"), &with, &err));
    assert_true(
        source_prepare(source_at(0), with, "https://arm", arena, &set, &err));
    assert_int_equal(set.n_subscriptions, 2);
    assert_string_equal(set.subscriptions[1], "b-2");
    json_free(with);
    arena_free(arena);
}

static void test_list(void **state)
{
    (void)state;
    assert_null(source_find(STR("no")));
    for (size_t i = 0; source_at(i); i++)
        assert_ptr_equal(source_find(str_of(source_at(i)->name)), source_at(i));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prepare),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
