/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "service/present.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

/* 2018-07-01T12:00:00Z */
#define NOW INT64_C(1530446400000)

static const struct {
    const char *text;
    const char *want; /* or what the error says */
} rows[] = {
    {"@utcNow()", "2018-07-01T12:00:00.0000000Z"},
    {"@convertFromUtc(utcNow(), 'W. Europe Standard Time', 'g')",
     "7/1/2018 2:00 PM"},
    {"@convertFromUtc('2018-01-01T00:00Z', 'Europe/Berlin', 'HH:mm')", "01:00"},
    {"@convertToUtc('2018-07-01 08:00', 'Eastern Standard Time', 'HH:mm')",
     "12:00"},
    {"@convertTimeZone('2018-01-01T08:00:00Z', 'UTC', 'Pacific Standard "
     "Time')",
     "2018-01-01T00:00:00.0000000"},
    {"@convertFromUtc(utcNow(), '../../etc/passwd')", "Column 2: "},
    {"@convertFromUtc(utcNow(), 'Nowhere Time')", "Nowhere Time"},
};

static const struct expr_world world;

static bool ask(const char *text, struct arena *arena, struct str *out,
                struct err *err)
{
    struct expr_outside outside = present_at(NOW);
    const struct json *value;
    struct expr *expr;

    if (!expr_compile(str_of(text), &world, arena, &expr, err) ||
        !expr_eval(expr, &outside, NULL, arena, &value, err))
        return false;
    *out = json_text(value);
    return true;
}

static void test_times(void **state)
{
    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct arena *arena = arena_new();
        struct str got;
        struct err err;

        if (!ask(rows[i].text, arena, &got, &err)) {
            if (!strstr(err.text, rows[i].want))
                fail_msg("%s: %s", rows[i].text, err.text);
        } else if (!str_eq(got, str_of(rows[i].want))) {
            fail_msg("%s: %s", rows[i].text, got.at);
        }
        arena_free(arena);
    }
}

static void test_guid(void **state)
{
    struct arena *arena = arena_new();
    struct str one;
    struct str other;
    struct err err;

    (void)state;
    assert_true(ask("@guid()", arena, &one, &err));
    assert_true(ask("@guid()", arena, &other, &err));
    assert_int_equal(one.len, GUID_SIZE - 1);
    assert_false(str_eq(one, other));
    arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_guid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
