/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/guard.h"
#include "util/when.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))
#define NOW          INT64_C(1772712000000)
#define MINUTES(n)   ((n)*WHEN_MINUTE)

static void test_rows(void **state)
{
    static const struct {
        int64_t dedupe, cooldown;
        int64_t fired; /* minutes ago; -1 never */
        enum decision_reason reason;
        const char *says;
    } rows[] = {
        {0, 0, -1, DECISION_FIRED, ""},
        {0, 0, 1, DECISION_FIRED, ""},
        {60, 60, -1, DECISION_FIRED, ""},
        {60, 0, 0, DECISION_DEDUPE, "run 7"},
        {60, 0, 59, DECISION_DEDUPE, "within 1h"},
        {60, 0, 60, DECISION_FIRED, ""},
        {0, 60, 59, DECISION_COOLDOWN, "until 2026-03-05T12:01:00Z"},
        {0, 60, 60, DECISION_FIRED, ""},
        {30, 60, 10, DECISION_DEDUPE, "run 7"},
        {30, 60, 40, DECISION_COOLDOWN, "after run 7"},
        {60, 30, 40, DECISION_DEDUPE, "within 1h"},
        {60, 0, -2, DECISION_DEDUPE, "run 7"}, /* the clock went back */
        {0, 60, -2, DECISION_COOLDOWN, "until 2026-03-05T13:00:00Z"},
    };

    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct arena *arena = arena_new();
        struct guards guards = {.dedupe = MINUTES(rows[i].dedupe),
                                .cooldown = MINUTES(rows[i].cooldown)};
        struct guard_facts facts = {.run = 7};
        const char *text;

        if (rows[i].fired != -1)
            facts.fired = NOW - MINUTES(rows[i].fired);
        assert_int_equal(guard_ask(&guards, &facts, NOW, arena, &text),
                         rows[i].reason);
        if (!strstr(text, rows[i].says))
            fail_msg("row %zu: %s", i, text);
        assert_int_equal(*text == '\0', rows[i].reason == DECISION_FIRED);
        arena_free(arena);
    }
}

static void test_key(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_string_equal(guard_key(STR("/Sub/A-Ö"), arena).at, "/sub/a-Ö");
    assert_int_equal(guard_key(STR_NONE, arena).len, 0);
    arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
