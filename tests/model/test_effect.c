/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/containment.h"

static void test_names(void **state)
{
    enum action_class class;

    (void)state;
    for (int i = 0; i < CLASS_N; i++) {
        assert_true(
            class_parse(str_of(class_name((enum action_class)i)), &class));
        assert_int_equal(class, i);
    }
    assert_false(class_parse(STR("harmless"), &class));
    for (int i = 0; i < EFFECT_STATE_N; i++)
        assert_non_null(effect_state_name((enum effect_state)i));
}

static void test_json(void **state)
{
    struct json *kept = parsed("{\"was\":true}");
    struct effect effect = {.row = 1,
                            .run = 2,
                            .undo_run = 3,
                            .event = 4,
                            .action = "a",
                            .title = "T",
                            .target = "/x",
                            .by = "p",
                            .why = NULL,
                            .state = EFFECT_OBSERVED,
                            .requested = 1000,
                            .observed = 2000,
                            .kept = kept};

    (void)state;
    assert_json_take(
        effect_to_json(&effect),
        "{\"id\":1,\"action\":\"a\",\"title\":\"T\",\"target\":\"/x\","
        "\"state\":\"observed\",\"by\":\"p\",\"why\":\"\",\"event\":4,\"run\":"
        "2,\"undoRun\":3,\"requested\":\"1970-01-01T00:00:01Z\",\"accepted\":"
        "null,\"observed\":\"1970-01-01T00:00:02Z\",\"ended\":"
        "null,\"kept\":{\"was\":true}}");
    json_free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
