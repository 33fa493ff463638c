/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

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
                            .until = 9000,
                            .drift = DRIFT_GONE,
                            .drift_since = 3000,
                            .looked = 4000,
                            .seen = "a is b",
                            .kept = kept};

    (void)state;
    assert_json_take(
        effect_to_json(&effect),
        "{\"id\":1,\"action\":\"a\",\"title\":\"T\",\"target\":\"/x\","
        "\"state\":\"observed\",\"by\":\"p\",\"why\":\"\",\"event\":4,\"run\":"
        "2,\"undoRun\":3,\"approval\":0,\"requested\":\"1970-01-01T00:00:01Z\","
        "\"accepted\":"
        "null,\"observed\":\"1970-01-01T00:00:02Z\",\"ended\":"
        "null,\"until\":\"1970-01-01T00:00:09Z\",\"timerRun\":0,"
        "\"changed\":null,\"trouble\":\"\",\"needs\":\"drift\","
        "\"settledBy\":\"\",\"kept\":{\"was\":true},\"left\":null,"
        "\"drift\":{\"state\":\"gone\",\"since\":\"1970-01-01T00:00:03Z\","
        "\"looked\":\"1970-01-01T00:00:04Z\",\"next\":null,"
        "\"seen\":\"a is b\",\"found\":null}}");
    json_free(kept);
}

/* What somebody must see to stands first, then what ends next. */
static void test_order(void **state)
{
    struct effect rows[] = {
        {.row = 1, .state = EFFECT_UNDONE, .changed = 9},
        {.row = 2, .state = EFFECT_OBSERVED},
        {.row = 3, .state = EFFECT_OBSERVED},
        {.row = 4, .state = EFFECT_OBSERVED, .until = 20},
        {.row = 5, .state = EFFECT_OBSERVED, .until = 10},
        {.row = 6, .state = EFFECT_OBSERVED, .drift = DRIFT_GONE},
        {.row = 7, .state = EFFECT_OBSERVED, .trouble = "403"},
        {.row = 8, .state = EFFECT_OBSERVED, .changed = 1},
        {.row = 9, .state = EFFECT_UNKNOWN},
    };
    static const int64_t order[] = {9, 8, 7, 6, 5, 4, 3, 2, 1};

    (void)state;
    qsort(rows, 9, sizeof(rows[0]), effect_order);
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(rows[i].row, order[i]);
    assert_int_equal(effect_call(&rows[0]), CALL_UNKNOWN);
    assert_int_equal(effect_call(&rows[8]), CALL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
