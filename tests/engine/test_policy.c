/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/policy.h"

static const char *const names[POLICY_N] = {
    [POLICY_GO] = "go",
    [POLICY_ASK] = "ask",
    [POLICY_RECORD] = "record",
    [POLICY_SKIP] = "skip",
};

/* The whole table: read, notify, reversible, timed, irreversible. */
static const struct {
    enum policy_side side;
    const char *plain;
    const char *sample; /* on a sample alert */
} rows[POLICY_SIDE_N] = {
    {POLICY_BY_OFF, "skip skip skip skip skip", "skip skip skip skip skip"},
    {POLICY_BY_SHADOW, "record record record record record",
     "record record record record record"},
    {POLICY_BY_APPROVE, "go go ask ask ask", "go go record record record"},
    {POLICY_BY_AUTO, "go go go go ask", "go go record record record"},
    {POLICY_BY_HAND, "go go go go ask", "go go record record record"},
    {POLICY_BY_GLASS, "go go go go go", "go go record record record"},
    {POLICY_PROTECTED, "go go ask ask ask", "go go record record record"},
};

static void check_row(enum policy_side side, const struct event *event,
                      const char *want)
{
    char got[128] = "";

    for (int class = 0; class < CLASS_N; class ++) {
        enum policy policy =
            policy_ask_event((enum action_class) class, side, event);

        strcat(got, class ? " " : "");
        strcat(got, names[policy]);
        if (!event)
            assert_int_equal(policy,
                             policy_ask((enum action_class) class, side));
    }
    assert_string_equal(got, want);
}

static void test_table(void **state)
{
    struct event sample = {.flags = EVENT_SAMPLE};
    struct event real = {.flags = 0};

    (void)state;
    for (int i = 0; i < POLICY_SIDE_N; i++) {
        check_row(rows[i].side, NULL, rows[i].plain);
        check_row(rows[i].side, &real, rows[i].plain);
        check_row(rows[i].side, &sample, rows[i].sample);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
