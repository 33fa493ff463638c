/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/run.h"

static void test_states(void **state)
{
    static const bool final[RUN_STATE_N] = {
        [RUN_SUCCEEDED] = true, [RUN_FAILED] = true,    [RUN_SKIPPED] = true,
        [RUN_TIMED_OUT] = true, [RUN_CANCELLED] = true, [RUN_UNKNOWN] = true,
    };

    (void)state;
    for (int i = 0; i < RUN_STATE_N; i++) {
        assert_non_null(run_state_name((enum run_state)i));
        assert_int_equal(run_state_final((enum run_state)i), final[i]);
    }
    for (int i = 0; i < PHASE_N; i++)
        assert_non_null(step_phase_name((enum step_phase)i));
}

static void test_json(void **state)
{
    struct json *with = parsed("{\"to\":\"x\"}");
    struct json *learnt = parsed("{\"run\":\"08\"}");
    struct step step = {.row = 5,
                        .run = 1,
                        .number = 1,
                        .name = "N",
                        .kind = "mail",
                        .phase = PHASE_ACT,
                        .class = CLASS_NOTIFY,
                        .state = RUN_WAITING,
                        .journal = JOURNAL_INTENDED,
                        .with = with,
                        .key = "k",
                        .attempts = 2,
                        .turn = 2,
                        .learnt = learnt,
                        .due = 1000};
    struct run run = {.row = 1,
                      .event = 2,
                      .rule = 3,
                      .revision = 4,
                      .name = "R",
                      .by = "rule R",
                      .mode = RULE_AUTO,
                      .state = RUN_RUNNING,
                      .began = 1000,
                      .steps = &step,
                      .n_steps = 1};

    (void)state;
    assert_json_take(
        run_to_json(&run),
        "{\"id\":1,\"name\":\"R\",\"state\":\"Running\",\"event\":2,\"rule\":"
        "3,\"revision\":4,\"effect\":0,\"origin\":0,\"attempt\":0,\"held\":"
        "false,\"stuck\":null,\"by\":\"rule R\",\"why\":\"\","
        "\"mode\":\"auto\",\"began\":\"1970-01-01T00:00:01Z\",\"ended\":null,"
        "\"steps\":[{\"id\":5,\"run\":1,\"number\":1,\"lane\":0,\"name\":\"N\","
        "\"kind\":"
        "\"mail\",\"phase\":\"act\",\"class\":\"notify\",\"state\":"
        "\"Waiting\",\"journal\":\"intended\",\"key\":\"k\",\"attempts\":2,"
        "\"due\":\"1970-01-01T00:00:01Z\",\"began\":null,\"ended\":null,"
        "\"giveUp\":null,\"operation\":\"\",\"note\":\"\",\"with\":{\"to\":"
        "\"x\"},\"request\":null,\"response\":null,\"turn\":2,"
        "\"learnt\":{\"run\":\"08\"}}]}");
    json_free(learnt);
    json_free(with);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
