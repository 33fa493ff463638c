/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/policy.h"

/* The whole table: read, notify, reversible, irreversible. */
static const struct {
    enum policy_side side;
    const char *plain;
    const char *sample; /* on a sample alert */
} rows[POLICY_SIDE_N] = {
    {POLICY_BY_OFF, "skip skip skip skip", "skip skip skip skip"},
    {POLICY_BY_SHADOW, "record record record record",
     "record record record record"},
    {POLICY_BY_APPROVE, "go go ask ask", "go go record record"},
    {POLICY_BY_AUTO, "go go go ask", "go go record record"},
    {POLICY_BY_HAND, "go go go ask", "go go record record"},
};

static void check_row(enum policy_side side, const struct event *event,
                      const char *want)
{
    char got[128] = "";

    for (int class = 0; class < CLASS_N; class ++) {
        enum policy policy =
            policy_ask_event((enum action_class) class, side, event);
        const char *why = policy_why((enum action_class) class, side, event);

        strcat(got, class ? " " : "");
        strcat(got, policy_name(policy));
        assert_non_null(why);
        assert_int_equal(why[strlen(why) - 1], '.');
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
    assert_non_null(
        strstr(policy_why(CLASS_REVERSIBLE, POLICY_BY_AUTO, &sample), "sample"));
    assert_null(
        strstr(policy_why(CLASS_NOTIFY, POLICY_BY_AUTO, &sample), "sample"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
