/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "store/rules.h"

static const struct decision rows[] = {
    {.event = 1,
     .rule = 1,
     .revision = 3,
     .when = 30,
     .run = 8,
     .reason = DECISION_FIRED,
     .mode = RULE_AUTO,
     .text = "fired"},
    {.event = 2,
     .rule = 1,
     .revision = 3,
     .when = 10,
     .reason = DECISION_SCOPE,
     .mode = RULE_SHADOW,
     .text = "ünd \"so\""},
    {.event = 1,
     .rule = 2,
     .revision = 1,
     .when = 20,
     .reason = DECISION_DEDUPE,
     .mode = RULE_APPROVE,
     .text = ""},
    {.event = 1,
     .rule = 1,
     .revision = 4,
     .when = 30,
     .reason = DECISION_COOLDOWN,
     .mode = RULE_AUTO,
     .text = "too soon"},
};

static void test_list(void **state)
{
    static const struct {
        int64_t event, rule;
        size_t limit, n;
        int64_t order[4];
    } lists[] = {
        {1, 0, 9, 3, {4, 3, 1}}, {1, 0, 2, 2, {4, 3}},    {2, 0, 9, 1, {2}},
        {3, 0, 9, 0, {0}},       {0, 1, 9, 3, {4, 1, 2}}, {0, 2, 9, 1, {3}},
    };
    struct stage *stage = *state;
    struct decision *found;
    size_t n;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct decision decision = rows[i];

        stage_must(stage, decisions_add(stage->store, &decision, &stage->err));
        assert_int_equal(decision.row, i + 1);
    }
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        stage_must(stage,
                   decisions_list(stage->store, lists[i].event, lists[i].rule,
                                  lists[i].limit, stage->arena, &found, &n,
                                  &stage->err));
        assert_int_equal(n, lists[i].n);
        for (size_t k = 0; k < n; k++) {
            const struct decision *want = &rows[lists[i].order[k] - 1];

            assert_int_equal(found[k].row, lists[i].order[k]);
            assert_int_equal(found[k].event, want->event);
            assert_int_equal(found[k].rule, want->rule);
            assert_int_equal(found[k].revision, want->revision);
            assert_int_equal(found[k].when, want->when);
            assert_int_equal(found[k].reason, want->reason);
            assert_int_equal(found[k].run, want->run);
            assert_int_equal(found[k].mode, want->mode);
            assert_string_equal(found[k].text, want->text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
