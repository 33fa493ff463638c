/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs of playbooks: one definition for many, answers in their order, and
 * steps that do not wait for those of another lane.
 */
#include "stage.h"

#include <string.h>

#include "store/playbooks.h"
#include "store/plays.h"
#include "store/runs.h"

static int64_t add_run(struct stage *stage, const char *definition)
{
    struct run run = {
        .name = "p", .playbook = "p", .by = "ann", .why = "", .began = 5};
    struct stored_play play = {.editor = "mara", .began = 5, .seed = "s"};
    struct json *json;

    stage_must(stage, json_parse(str_of(definition), &json, &stage->err));
    stage_must(stage, runs_add(stage->store, &run, &stage->err));
    play.run = run.row;
    play.definition = json;
    play.given = json;
    stage_must(stage, plays_add(stage->store, &play, &stage->err));
    json_free(json);
    return run.row;
}

static void add_step(struct stage *stage, int64_t run, int number, int64_t lane)
{
    struct step step = {
        .run = run,
        .number = number,
        .lane = lane,
        .name = "",
        .kind = "http",
        .key = "",
        .note = "",
    };

    stage_must(stage, steps_add(stage->store, &step, &stage->err));
}

static void test_definition(void **state)
{
    struct stage *stage = *state;
    int64_t first = add_run(stage, "{\"a\":1}");
    int64_t second = add_run(stage, "{\"a\":1}");
    int64_t other = add_run(stage, "{\"a\":2}");
    struct stored_play plays[3];

    stage_must(stage, plays_get(stage->store, first, stage->arena, &plays[0],
                                &stage->err));
    stage_must(stage, plays_get(stage->store, second, stage->arena, &plays[1],
                                &stage->err));
    stage_must(stage, plays_get(stage->store, other, stage->arena, &plays[2],
                                &stage->err));
    assert_string_equal(plays[0].digest, plays[1].digest);
    assert_string_not_equal(plays[0].digest, plays[2].digest);
    assert_string_equal(plays[0].editor, "mara");
    stage_refused(
        stage,
        plays_get(stage->store, 99, stage->arena, &plays[0], &stage->err),
        ERR_ABSENT, "99");
}

static void test_answers(void **state)
{
    struct stage *stage = *state;
    int64_t run = add_run(stage, "{}");
    struct lane lane = {.code = "OK", .error = "", .retry_after = -1};
    struct lane *lanes;
    size_t n;

    for (lane.lane = 1; lane.lane <= 3; lane.lane++)
        stage_must(stage, lanes_add(stage->store, run, &lane, &stage->err));
    lane.lane = 3;
    lane.time = 50;
    lane.state = RUN_SUCCEEDED;
    stage_must(stage, lanes_answer(stage->store, run, &lane, &stage->err));
    /* The clock has gone back: the order stays, and so does the time. */
    lane.lane = 1;
    lane.time = 40;
    stage_must(stage, lanes_answer(stage->store, run, &lane, &stage->err));
    stage_refused(stage, lanes_answer(stage->store, run, &lane, &stage->err),
                  ERR_AGAIN, "");
    stage_must(stage, lanes_of(stage->store, run, stage->arena, &lanes, &n,
                               &stage->err));
    assert_int_equal(n, 3);
    assert_int_equal(lanes[0].lane, 3);
    assert_int_equal(lanes[1].lane, 1);
    assert_int_equal(lanes[1].time, 50);
    assert_int_equal(lanes[2].place, 0);
}

static void test_lanes(void **state)
{
    struct stage *stage = *state;
    int64_t run = add_run(stage, "{}");
    struct step *steps;
    int64_t next;
    size_t n;

    add_step(stage, run, 1, 1);
    add_step(stage, run, 2, 1);
    add_step(stage, run, 3, 2);
    stage_must(stage, steps_due(stage->store, 10, false, 10, stage->arena,
                                &steps, &n, &next, &stage->err));
    assert_int_equal(n, 2);
    assert_int_equal(steps[0].number, 1);
    assert_int_equal(steps[1].number, 3);
    steps[0].state = RUN_SUCCEEDED;
    steps[0].operation = "";
    stage_must(stage, steps_save(stage->store, &steps[0], &stage->err));
    stage_must(stage, steps_due(stage->store, 10, false, 10, stage->arena,
                                &steps, &n, &next, &stage->err));
    assert_int_equal(n, 2);
    stage_must(stage, steps_with(stage->store, steps[0].row, stage->arena,
                                 &steps, &n, &stage->err));
    assert_true(n == 1 || n == 2);
    stage_must(stage, steps_last(stage->store, run, &next, &stage->err));
    assert_int_equal(next, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_definition),
        STAGE_TEST(test_answers),
        STAGE_TEST(test_lanes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
