/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "store/runs.h"

static int64_t add(struct stage *stage, int64_t event, int64_t rule,
                   enum run_state run_state)
{
    struct step steps[2] = {
        {.number = 1,
         .name = "Look",
         .kind = "contain",
         .phase = PHASE_BEFORE,
         .class = 1,
         .state = RUN_WAITING,
         .key = "k1"},
        {.number = 2,
         .name = "Do",
         .kind = "contain",
         .phase = PHASE_CONTAIN,
         .state = RUN_WAITING,
         .key = "k2",
         .due = 77,
         .note = "later"},
    };
    struct run run = {
        .event = event,
        .rule = rule,
        .revision = 4,
        .effect = 5,
        .name = "contain-web",
        .by = "rule contain-web",
        .why = "it \"is\" so",
        .mode = RULE_APPROVE,
        .state = run_state,
        .began = 100,
        .ended = 0,
        .steps = steps,
        .n_steps = 2,
    };

    stage_must(stage, runs_add(stage->store, &run, &stage->err));
    assert_int_equal(steps[0].run, run.row);
    assert_true(steps[1].row > steps[0].row);
    return run.row;
}

static void test_get(void **state)
{
    struct stage *stage = *state;
    int64_t row = add(stage, 7, 3, RUN_WAITING);
    struct run run;
    struct event event;

    stage_must(stage,
               runs_get(stage->store, row, stage->arena, &run, &stage->err));
    assert_int_equal(run.row, row);
    assert_int_equal(run.event, 7);
    assert_int_equal(run.rule, 3);
    assert_int_equal(run.revision, 4);
    assert_int_equal(run.effect, 5);
    assert_string_equal(run.name, "contain-web");
    assert_string_equal(run.by, "rule contain-web");
    assert_string_equal(run.about, "");
    assert_string_equal(run.why, "it \"is\" so");
    assert_int_equal(run.mode, RULE_APPROVE);
    assert_int_equal(run.state, RUN_WAITING);
    assert_int_equal(run.began, 100);
    assert_int_equal(run.n_steps, 2);
    assert_string_equal(run.steps[0].name, "Look");
    assert_string_equal(run.steps[0].note, "");
    assert_int_equal(run.steps[0].class, 1);
    assert_int_equal(run.steps[0].phase, PHASE_BEFORE);
    assert_int_equal(run.steps[1].due, 77);
    assert_string_equal(run.steps[1].note, "later");
    assert_string_equal(run.steps[1].key, "k2");
    row =
        add(stage, stage_put(stage, EVENT_ALERT, 1, "Active"), 3, RUN_WAITING);
    stage_must(stage,
               runs_get(stage->store, row, stage->arena, &run, &stage->err));
    event = stage_event(stage, EVENT_ALERT, 1, "Active");
    assert_true(str_eq(str_of(run.about), event.column[COLUMN_ENTITY]));
    assert_string_not_equal(run.about, "");
    stage_refused(stage,
                  runs_get(stage->store, 99, stage->arena, &run, &stage->err),
                  ERR_ABSENT, "There is no run 99");
}

static void test_list(void **state)
{
    static const struct {
        struct runs_filter filter;
        size_t n;
        int64_t order[6];
    } rows[] = {
        {{.limit = 9}, 5, {5, 4, 3, 2, 1}},
        {{.limit = 2}, 2, {5, 4}},
        {{.limit = 9, .before = 3}, 2, {2, 1}},
        {{.limit = 9, .event = 1}, 3, {5, 3, 1}},
        {{.limit = 1, .event = 1, .before = 5}, 1, {3}},
        {{.limit = 9, .rule = 2}, 2, {4, 2}},
        {{.limit = 9, .open = true}, 3, {5, 2, 1}},
        {{.limit = 9, .event = 9}, 0, {0}},
    };
    struct stage *stage = *state;
    struct run *found;
    size_t n;

    add(stage, 1, 1, RUN_WAITING);
    add(stage, 2, 2, RUN_RUNNING);
    add(stage, 1, 1, RUN_SUCCEEDED);
    add(stage, 2, 2, RUN_UNKNOWN);
    add(stage, 1, 1, RUN_RUNNING);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        stage_must(stage, runs_list(stage->store, &rows[i].filter, stage->arena,
                                    &found, &n, &stage->err));
        assert_int_equal(n, rows[i].n);
        for (size_t k = 0; k < n; k++) {
            assert_int_equal(found[k].row, rows[i].order[k]);
            assert_null(found[k].steps);
        }
    }
}

/* Only from the state that was seen. */
static void test_set(void **state)
{
    struct stage *stage = *state;
    int64_t row = add(stage, 1, 1, RUN_WAITING);
    struct run run;

    stage_must(stage, runs_set(stage->store, row, RUN_WAITING, RUN_RUNNING, 5,
                               &stage->err));
    stage_refused(
        stage,
        runs_set(stage->store, row, RUN_WAITING, RUN_FAILED, 6, &stage->err),
        ERR_AGAIN, "moved on");
    stage_must(stage,
               runs_get(stage->store, row, stage->arena, &run, &stage->err));
    assert_int_equal(run.state, RUN_RUNNING);
    assert_int_equal(run.ended, 0);
    stage_must(stage, runs_set(stage->store, row, RUN_RUNNING, RUN_FAILED, 7,
                               &stage->err));
    stage_must(stage,
               runs_get(stage->store, row, stage->arena, &run, &stage->err));
    assert_int_equal(run.ended, 7);
    stage_refused(
        stage,
        runs_set(stage->store, 99, RUN_WAITING, RUN_FAILED, 6, &stage->err),
        ERR_AGAIN, "moved on");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_get),
        STAGE_TEST(test_list),
        STAGE_TEST(test_set),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
