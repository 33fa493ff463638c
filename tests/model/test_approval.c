/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/approval.h"

static void test_json(void **state)
{
    struct json *frozen = parsed("{\"action\":\"x\"}");
    struct approval approval = {.row = 1,
                                .run = 2,
                                .event = 3,
                                .rule = 4,
                                .title = "T",
                                .requester = "rule r",
                                .author = "a",
                                .editor = NULL,
                                .class = CLASS_REVERSIBLE,
                                .state = APPROVAL_DENIED,
                                .frozen = frozen,
                                .digest = "d",
                                .asked = 1000,
                                .expires = 2000,
                                .answered_by = "p",
                                .reason = "no"};

    (void)state;
    assert_json_take(
        approval_to_json(&approval),
        "{\"id\":1,\"title\":\"T\",\"state\":\"denied\",\"class\":"
        "\"reversible\",\"run\":2,\"event\":3,\"rule\":4,\"requester\":"
        "\"rule r\",\"author\":\"a\",\"editor\":\"\",\"asked\":"
        "\"1970-01-01T00:00:01Z\",\"expires\":\"1970-01-01T00:00:02Z\","
        "\"answered\":null,\"answeredBy\":\"p\",\"reason\":\"no\",\"digest\":"
        "\"d\",\"frozen\":{\"action\":\"x\"},\"batch\":0,\"needed\":1,"
        "\"demand\":{},\"votes\":[],\"warns\":null,\"escalates\":null,"
        "\"breakGlass\":false,\"seen\":null,\"live\":null}");
    json_free(frozen);
    for (int i = 0; i < APPROVAL_STATE_N; i++)
        assert_non_null(approval_state_name((enum approval_state)i));
}

static void test_progress(void **state)
{
    static const char *const soc[] = {"soc"};
    static const char *const both[] = {"soc", "net"};
    struct vote votes[] = {{.person = "ann",
                            .behalf = "",
                            .yes = true,
                            .roles = soc,
                            .n_roles = 1}};
    struct approval approval = {.demand = {.roles = both, .n_roles = 2},
                                .votes = votes,
                                .n_votes = 1,
                                .escalates = 10};
    struct buf text;

    (void)state;
    buf_init(&text);
    approval_progress(&approval, &text);
    assert_string_equal(text.at, "1 of 2, still missing: net");
    assert_false(approval_escalated(&approval, 9));
    assert_true(approval_escalated(&approval, 10));
    approval.state = APPROVAL_APPROVED;
    buf_clear(&text);
    approval_progress(&approval, &text);
    assert_int_equal(text.len, 0);
    buf_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_progress),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
