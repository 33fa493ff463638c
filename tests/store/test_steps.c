/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "store/runs.h"

/* A run in this state, with steps in these states that are due then. */
static int64_t add(struct stage *stage, enum run_state run_state, int n,
                   const enum run_state *states, const int64_t *due)
{
    struct run run = {.state = run_state, .name = "", .by = "", .why = ""};

    stage_must(stage, runs_add(stage->store, &run, &stage->err));
    for (int i = 0; i < n; i++) {
        struct step step = {.run = run.row,
                            .number = i + 1,
                            .name = "Step",
                            .kind = "mail",
                            .state = states[i],
                            .due = due[i],
                            .key = "k",
                            .note = ""};

        stage_must(stage, steps_add(stage->store, &step, &stage->err));
    }
    return run.row;
}

static struct json *parse(struct stage *stage, const char *text)
{
    struct json *json;

    stage_must(stage, json_parse(str_of(text), &json, &stage->err));
    return json;
}

static void check_turns(const struct step *found, const struct json *learnt)
{
    assert_int_equal(found->turn, 4);
    assert_true(json_equal(found->learnt, learnt));
    assert_true(found->changed);
    assert_int_equal(found->lost, 2);
}

static void test_save(void **state)
{
    struct stage *stage = *state;
    struct json *with = parse(stage, "{\"to\":\"a@b.example\"}");
    struct json *request = parse(stage, "{\"method\":\"POST\"}");
    struct json *response = parse(stage, "{\"status\":202}");
    struct step step = {.run = 3,
                        .number = 1,
                        .name = "Mail",
                        .kind = "mail",
                        .phase = PHASE_ACT,
                        .with = with,
                        .key = "key",
                        .note = ""};
    struct step *found;
    int64_t run;
    size_t n;

    stage_must(stage, steps_add(stage->store, &step, &stage->err));
    step.state = RUN_RUNNING;
    step.journal = JOURNAL_FOLLOWING;
    step.request = request;
    step.response = response;
    step.operation = "https://arm.example/op/1";
    step.attempts = 3;
    step.due = 10;
    step.began = 11;
    step.ended = 12;
    step.give_up = 13;
    step.note = "accepted";
    step.turn = 4;
    step.learnt = response;
    step.changed = true;
    step.lost = 2;
    stage_must(stage, steps_save(stage->store, &step, &stage->err));
    stage_must(stage, steps_of(stage->store, 3, stage->arena, &found, &n,
                               &stage->err));
    assert_int_equal(n, 1);
    assert_int_equal(found->state, RUN_RUNNING);
    assert_int_equal(found->journal, JOURNAL_FOLLOWING);
    assert_true(json_equal(found->with, with));
    assert_true(json_equal(found->request, request));
    assert_true(json_equal(found->response, response));
    assert_string_equal(found->operation, "https://arm.example/op/1");
    assert_string_equal(found->key, "key");
    assert_string_equal(found->note, "accepted");
    assert_int_equal(found->attempts, 3);
    check_turns(found, response);
    assert_int_equal(found->due, 10);
    assert_int_equal(found->began, 11);
    assert_int_equal(found->ended, 12);
    assert_int_equal(found->give_up, 13);
    stage_must(stage, steps_run(stage->store, step.row, &run, &stage->err));
    assert_int_equal(run, 3);
    stage_refused(stage, steps_run(stage->store, 99, &run, &stage->err),
                  ERR_ABSENT, "There is no step 99");
    json_free(with);
    json_free(request);
    json_free(response);
}

/* One that has ended stays as it ended. */
static void test_save_ended(void **state)
{
    struct stage *stage = *state;
    struct step step = {.run = 3,
                        .number = 1,
                        .name = "Mail",
                        .kind = "mail",
                        .key = "key",
                        .note = ""};

    stage_must(stage, steps_add(stage->store, &step, &stage->err));
    step.operation = "";
    step.state = RUN_CANCELLED;
    stage_must(stage, steps_save(stage->store, &step, &stage->err));
    step.state = RUN_RUNNING;
    stage_refused(stage, steps_save(stage->store, &step, &stage->err),
                  ERR_AGAIN, "ended in between");
    step.row = 99;
    stage_refused(stage, steps_save(stage->store, &step, &stage->err),
                  ERR_AGAIN, "no such step");
}

#define W RUN_WAITING
#define R RUN_RUNNING
#define S RUN_SUCCEEDED

/* Runs in the order that they are added; which is the next step of each. */
static const struct {
    enum run_state run;
    enum run_state states[3];
    int64_t due[3];
    int number; /* of the step that is due at 50; 0: none */
} rows[] = {
    {R, {W, W, W}, {0, 0, 0}, 1},  {R, {S, W, W}, {0, 8, 0}, 2},
    {R, {S, R, W}, {0, 51, 0}, 0}, {R, {S, S, S}, {0, 0, 0}, 0},
    {S, {W, W, W}, {0, 0, 0}, 0},  {W, {W, W, W}, {INT64_MAX, 0, 0}, 0},
    {W, {S, S, R}, {0, 0, 9}, 3},  {R, {W, W, W}, {700, 0, 0}, 0},
};

static void test_due(void **state)
{
    struct stage *stage = *state;
    struct step *found;
    int64_t next;
    size_t n, k = 0;

    stage_must(stage, steps_due(stage->store, 50, false, 9, stage->arena,
                                &found, &n, &next, &stage->err));
    assert_int_equal(n, 0);
    assert_int_equal(next, 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        add(stage, rows[i].run, 3, rows[i].states, rows[i].due);
    stage_must(stage, steps_due(stage->store, 50, false, 9, stage->arena,
                                &found, &n, &next, &stage->err));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].number == 0)
            continue;
        assert_true(k < n);
        assert_int_equal(found[k].run, i + 1);
        assert_int_equal(found[k++].number, rows[i].number);
    }
    assert_int_equal(k, n);
    assert_int_equal(next, 51);
    stage_must(stage, steps_due(stage->store, 51, false, 2, stage->arena,
                                &found, &n, &next, &stage->err));
    assert_int_equal(n, 2);
    assert_int_equal(next, 700);
}

/* What hold leaves alone: a rule's own steps that have not begun, but for those
 * that only look. */
static void test_held(void **state)
{
    static const struct {
        int64_t rule;
        enum journal journal;
        enum step_phase phase;
        bool due;
        bool changed;
    } steps[] = {
        {0, JOURNAL_PLANNED, PHASE_CONTAIN, true, false},
        {1, JOURNAL_PLANNED, PHASE_CONTAIN, false, false},
        {1, JOURNAL_PLANNED, PHASE_ACT, false, false},
        {1, JOURNAL_PLANNED, PHASE_ACT, true, true},
        {1, JOURNAL_INTENDED, PHASE_CONTAIN, true, false},
        {1, JOURNAL_FOLLOWING, PHASE_ACT, true, false},
        {1, JOURNAL_PLANNED, PHASE_VERIFY, true, false},
        {1, JOURNAL_PLANNED, PHASE_UNDONE, true, false},
        {1, JOURNAL_PLANNED, PHASE_UNDO, false, false},
    };
    size_t total = sizeof(steps) / sizeof(steps[0]);
    struct stage *stage = *state;
    struct step *found;
    int64_t next;
    size_t n, k = 0;

    for (size_t i = 0; i < total; i++) {
        struct step step = {.number = 1,
                            .name = "",
                            .kind = "mail",
                            .phase = steps[i].phase,
                            .state = W,
                            .journal = steps[i].journal,
                            .key = "",
                            .note = ""};
        struct run run = {.rule = steps[i].rule,
                          .state = R,
                          .name = "",
                          .by = "",
                          .why = "",
                          .steps = &step,
                          .n_steps = 1};

        stage_must(stage, runs_add(stage->store, &run, &stage->err));
        step.changed = steps[i].changed;
        stage_must(stage, steps_save(stage->store, &step, &stage->err));
    }
    stage_must(stage, steps_due(stage->store, 50, true, 99, stage->arena,
                                &found, &n, &next, &stage->err));
    for (size_t i = 0; i < total; i++) {
        if (!steps[i].due)
            continue;
        assert_true(k < n);
        assert_int_equal(found[k++].run, i + 1);
    }
    assert_int_equal(k, n);
    stage_must(stage, steps_due(stage->store, 50, false, 99, stage->arena,
                                &found, &n, &next, &stage->err));
    assert_int_equal(n, total);
}

static void test_finish(void **state)
{
    static const enum run_state states[] = {S, R, W};
    static const int64_t due[] = {0, 0, 0};
    struct stage *stage = *state;
    int64_t run = add(stage, R, 3, states, due);
    struct step *found;
    size_t n;

    stage_must(stage, steps_finish(stage->store, run, RUN_CANCELLED, "denied",
                                   9, &stage->err));
    stage_must(stage, steps_of(stage->store, run, stage->arena, &found, &n,
                               &stage->err));
    assert_int_equal(n, 3);
    assert_int_equal(found[0].state, S);
    assert_string_equal(found[0].note, "");
    for (size_t i = 1; i < 3; i++) {
        assert_int_equal(found[i].state, RUN_CANCELLED);
        assert_int_equal(found[i].ended, 9);
        assert_string_equal(found[i].note, "denied");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_save),   STAGE_TEST(test_save_ended),
        STAGE_TEST(test_due),    STAGE_TEST(test_held),
        STAGE_TEST(test_finish),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
