/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/decision.h"

static void test_json(void **state)
{
    struct decision decision = {.row = 1,
                                .event = 2,
                                .rule = 3,
                                .revision = 4,
                                .when = 1000,
                                .reason = DECISION_COOLDOWN,
                                .run = 0,
                                .mode = 2,
                                .text = "t"};

    (void)state;
    assert_json_take(decision_to_json(&decision),
                     "{\"id\":1,\"event\":2,\"rule\":3,\"revision\":4,"
                     "\"when\":\"1970-01-01T00:00:01Z\",\"reason\":"
                     "\"cooldown\",\"run\":0,\"mode\":\"approve\",\"text\":"
                     "\"t\"}");
    for (int i = 0; i < DECISION_REASON_N; i++)
        assert_non_null(decision_reason_name((enum decision_reason)i));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
