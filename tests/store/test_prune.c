/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "store/internal.h"
#include "store/rules.h"
#include "store/runs.h"

static int64_t count(struct stage *stage, const char *sql)
{
    struct db_rows rows;
    int64_t out;

    stage_must(stage, db_query(stage->store->db, &rows, &stage->err, sql, ""));
    assert_true(db_next(&rows, &stage->err));
    out = db_int(&rows, 0);
    assert_true(db_done(&rows));
    return out;
}

/* All portions. */
static void prune(struct stage *stage, int64_t before)
{
    bool more = true;

    while (more)
        stage_must(stage,
                   store_prune(stage->store, before, &more, &stage->err));
}

/* More than go in one transaction, and none that is younger. */
static void test_decisions(void **state)
{
    struct stage *stage = *state;

    stage_must(stage, store_begin(stage->store, &stage->err));
    for (int64_t i = 0; i < 5000; i++) {
        struct decision decision = {
            .event = 1, .rule = 1, .when = i, .text = ""};

        stage_must(stage, decisions_add(stage->store, &decision, &stage->err));
    }
    stage_must(stage, store_commit(stage->store, &stage->err));
    prune(stage, 0);
    assert_int_equal(count(stage, "SELECT count(*) FROM decision"), 5000);
    prune(stage, 4500);
    assert_int_equal(count(stage, "SELECT count(*) FROM decision"), 500);
    assert_int_equal(count(stage, "SELECT min(time) FROM decision"), 4500);
    prune(stage, 99999);
    assert_int_equal(count(stage, "SELECT count(*) FROM decision"), 0);
    prune(stage, 99999);
}

/* What keeps a run: that it is open, young, or has done something that is
 * still so, or is undoing it. */
static const struct {
    enum run_state state;
    int64_t ended;
    int effect; /* state of what it did; -1: nothing */
    bool undoes;
    bool stays;
    bool over; /* done, with nothing that could be taken back */
} rows[] = {
    {RUN_SUCCEEDED, 50, -1, false, false, false},
    {RUN_SUCCEEDED, 150, -1, false, true, false},
    {RUN_WAITING, 0, -1, false, true, false},
    {RUN_SUCCEEDED, 50, EFFECT_OBSERVED, false, true, false},
    {RUN_SUCCEEDED, 50, EFFECT_OBSERVED, false, false, true},
    {RUN_SUCCEEDED, 50, EFFECT_UNKNOWN, false, true, false},
    {RUN_SUCCEEDED, 50, EFFECT_UNDONE, false, false, false},
    {RUN_FAILED, 50, EFFECT_FAILED, false, false, false},
    {RUN_FAILED, 50, EFFECT_UNDOING, true, true, false},
    {RUN_FAILED, 50, EFFECT_UNDONE, true, false, false},
};

static void test_runs(void **state)
{
    struct stage *stage = *state;
    size_t total = sizeof(rows) / sizeof(rows[0]);
    int64_t stay = 0;

    for (size_t i = 0; i < total; i++) {
        struct step step = {
            .number = 1, .name = "", .kind = "", .key = "", .note = ""};
        struct run run = {.state = rows[i].state,
                          .ended = rows[i].ended,
                          .name = "",
                          .by = "",
                          .why = "",
                          .steps = &step,
                          .n_steps = 1};
        struct approval approval = {.title = "",
                                    .requester = "",
                                    .author = "",
                                    .editor = "",
                                    .digest = ""};
        struct effect effect = {
            .action = "", .title = "", .target = "", .by = "", .why = ""};

        stage_must(stage, runs_add(stage->store, &run, &stage->err));
        approval.run = run.row;
        stage_must(stage, approvals_add(stage->store, &approval, &stage->err));
        if (rows[i].effect >= 0) {
            effect.state = (enum effect_state)rows[i].effect;
            effect.ended = rows[i].over ? 50 : 0;
            if (rows[i].undoes)
                effect.undo_run = run.row;
            else
                effect.run = run.row;
            stage_must(stage, effects_add(stage->store, &effect, &stage->err));
        }
    }
    prune(stage, 100);
    for (size_t i = 0; i < total; i++) {
        struct run run;
        bool there = runs_get(stage->store, (int64_t)i + 1, stage->arena, &run,
                              &stage->err);

        print_message("row %zu\n", i);
        assert_int_equal(there, rows[i].stays);
        stay += rows[i].stays;
        if (there)
            assert_int_equal(run.n_steps, 1);
    }
    assert_int_equal(count(stage, "SELECT count(*) FROM step"), stay);
    /* What people have answered stays for ever. */
    assert_int_equal(count(stage, "SELECT count(*) FROM approval"), (int)total);
    assert_int_equal(count(stage, "SELECT count(*) FROM effect"), 7);
}

/* Guards remember as long as their windows ask, however old. */
static void test_guards(void **state)
{
    struct stage *stage = *state;
    struct guard_place place = {.rule = 1, .live = true, .key = STR("k")};
    struct guard_memory_row row;

    stage_must(stage, guards_fired(stage->store, &place, 2, 3, &stage->err));
    prune(stage, INT64_MAX);
    stage_must(stage, guards_last(stage->store, &place, &row, &stage->err));
    assert_int_equal(row.fired, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_decisions),
        STAGE_TEST(test_runs),
        STAGE_TEST(test_guards),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
