/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "store/runs.h"

static int64_t add(struct stage *stage, int64_t event, const char *target,
                   enum effect_state effect_state)
{
    struct json *kept;
    struct effect effect = {.run = 4,
                            .event = event,
                            .action = "vm-deallocate",
                            .title = "Deallocate",
                            .target = target,
                            .by = "mara",
                            .why = "why",
                            .state = effect_state,
                            .requested = 10,
                            .accepted = 11,
                            .observed = 12};

    stage_must(stage,
               json_parse(STR("{\"power\":\"on\"}"), &kept, &stage->err));
    effect.kept = kept;
    stage_must(stage, effects_add(stage->store, &effect, &stage->err));
    json_free(kept);
    return effect.row;
}

static void test_save(void **state)
{
    struct stage *stage = *state;
    int64_t row = add(stage, 7, "/vm", EFFECT_REQUESTED);
    struct effect effect;

    stage_must(stage, effects_get(stage->store, row, stage->arena, &effect,
                                  &stage->err));
    assert_int_equal(effect.run, 4);
    assert_int_equal(effect.event, 7);
    assert_string_equal(effect.action, "vm-deallocate");
    assert_string_equal(effect.title, "Deallocate");
    assert_string_equal(effect.target, "/vm");
    assert_string_equal(effect.by, "mara");
    assert_string_equal(effect.why, "why");
    assert_int_equal(effect.state, EFFECT_REQUESTED);
    assert_true(str_eq(json_text(json_get(effect.kept, "power")), STR("on")));
    effect.undo_run = 8;
    effect.state = EFFECT_UNDONE;
    effect.requested = 20;
    effect.accepted = 21;
    effect.observed = 22;
    effect.ended = 24;
    effect.kept = NULL;
    stage_must(stage, effects_save(stage->store, &effect, &stage->err));
    stage_must(stage, effects_get(stage->store, row, stage->arena, &effect,
                                  &stage->err));
    assert_int_equal(effect.undo_run, 8);
    assert_int_equal(effect.state, EFFECT_UNDONE);
    assert_int_equal(effect.requested, 20);
    assert_int_equal(effect.accepted, 21);
    assert_int_equal(effect.observed, 22);
    assert_int_equal(effect.ended, 24);
    assert_null(effect.kept);
    effect.row = 99;
    stage_refused(stage, effects_save(stage->store, &effect, &stage->err),
                  ERR_AGAIN, "no such containment");
    stage_refused(
        stage,
        effects_get(stage->store, 99, stage->arena, &effect, &stage->err),
        ERR_ABSENT, "There is no containment 99");
}

static void test_list(void **state)
{
    static const struct {
        bool active;
        int64_t event;
        size_t limit, n;
        int64_t order[7];
    } rows[] = {
        {false, 0, 9, 7, {7, 6, 5, 4, 3, 2, 1}},
        {false, 0, 2, 2, {7, 6}},
        {true, 0, 9, 5, {5, 6, 3, 2, 1}},
        {false, 1, 9, 4, {7, 5, 3, 1}},
        {false, 9, 9, 0, {0}},
    };
    struct stage *stage = *state;
    struct effect *found;
    size_t n;

    /* One in each state. */
    for (int i = 0; i < EFFECT_STATE_N; i++)
        add(stage, i % 2 == 0 ? 1 : 2, "/vm", (enum effect_state)i);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        stage_must(stage, effects_list(stage->store, rows[i].active,
                                       rows[i].event, rows[i].limit,
                                       stage->arena, &found, &n, &stage->err));
        assert_int_equal(n, rows[i].n);
        for (size_t k = 0; k < n; k++)
            assert_int_equal(found[k].row, rows[i].order[k]);
    }
}

static void test_on(void **state)
{
    struct stage *stage = *state;
    struct effect effect;
    bool found;

    add(stage, 1, "/Sub/VM", EFFECT_OBSERVED);
    add(stage, 1, "/sub/vm", EFFECT_UNDONE);
    add(stage, 1, "/sub/other", EFFECT_FAILED);
    /* ARM ids are without case. */
    stage_must(stage, effects_on(stage->store, "vm-deallocate", "/SUB/vm",
                                 stage->arena, &effect, &found, &stage->err));
    assert_true(found);
    assert_int_equal(effect.row, 1);
    stage_must(stage, effects_on(stage->store, "vm-deallocate", "/sub/other",
                                 stage->arena, &effect, &found, &stage->err));
    assert_false(found);
    stage_must(stage, effects_on(stage->store, "vm-isolate", "/sub/vm",
                                 stage->arena, &effect, &found, &stage->err));
    assert_false(found);
}

static int64_t timed(struct stage *stage, int64_t requested, int64_t until)
{
    int64_t row = add(stage, 1, "/vm", EFFECT_OBSERVED);
    struct effect effect;

    stage_must(stage, effects_get(stage->store, row, stage->arena, &effect,
                                  &stage->err));
    effect.requested = requested;
    effect.until = until;
    effect.look_due = until;
    effect.trouble = "";
    stage_must(stage, effects_save(stage->store, &effect, &stage->err));
    return row;
}

/* Ends, warnings before them, and looks, each with the moment of the next. */
static void test_moments(void **state)
{
    struct stage *stage = *state;
    struct effect *found;
    int64_t next = 0;
    size_t n;

    timed(stage, 0, 1000);
    timed(stage, 0, 400);
    timed(stage, 0, 0);
    stage_must(stage, effects_ended(stage->store, 400, 9, stage->arena, &found,
                                    &n, &next, &stage->err));
    assert_int_equal(n, 1);
    assert_int_equal(found[0].row, 2);
    assert_int_equal(next, 1000);
    found[0].timer_run = 7;
    stage_must(stage, effects_save(stage->store, &found[0], &stage->err));
    stage_must(stage, effects_ended(stage->store, 400, 9, stage->arena, &found,
                                    &n, &next, &stage->err));
    assert_int_equal(n, 0);

    /* A lead of 900 is a quarter of the life at most. */
    stage_must(stage, effects_ending(stage->store, 749, 900, 9, stage->arena,
                                     &found, &n, &stage->err));
    assert_int_equal(n, 0);
    stage_must(stage,
               effects_warn_next(stage->store, 749, 900, &next, &stage->err));
    assert_int_equal(next, 750);
    stage_must(stage, effects_ending(stage->store, 750, 900, 9, stage->arena,
                                     &found, &n, &stage->err));
    assert_int_equal(n, 1);
    found[0].warned = found[0].until;
    stage_must(stage, effects_save(stage->store, &found[0], &stage->err));
    stage_must(stage, effects_ending(stage->store, 750, 900, 9, stage->arena,
                                     &found, &n, &stage->err));
    assert_int_equal(n, 0);

    stage_must(stage, effects_to_look(stage->store, 400, 9, stage->arena,
                                      &found, &n, &next, &stage->err));
    assert_int_equal(n, 1);
    assert_int_equal(next, 1000);
    stage_must(stage, effects_count(stage->store, &next, &stage->err));
    assert_int_equal(next, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_save),
        STAGE_TEST(test_list),
        STAGE_TEST(test_on),
        STAGE_TEST(test_moments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
