/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "store/rules.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static struct guard_memory_row last(struct stage *stage,
                                    const struct guard_place *place)
{
    struct guard_memory_row row;

    stage_must(stage, guards_last(stage->store, place, &row, &stage->err));
    return row;
}

static void test_last(void **state)
{
    static const struct guard_place places[] = {
        {.rule = 1, .live = true, .key = {"/vm", 3}},
        {.rule = 1, .live = false, .key = {"/vm", 3}},
        {.rule = 2, .live = true, .key = {"/vm", 3}},
        {.rule = 1, .live = true, .key = {"", 0}},
    };
    struct stage *stage = *state;

    assert_int_equal(last(stage, &places[0]).fired, 0);
    for (size_t i = 0; i < N(places); i++) {
        int64_t at = (int64_t)i * 100 + 100;

        stage_must(stage, guards_fired(stage->store, &places[i], (int64_t)i, 1,
                                       &stage->err));
        stage_must(stage, guards_fired(stage->store, &places[i], (int64_t)i, at,
                                       &stage->err));
        stage_must(stage,
                   guards_seen(stage->store, &places[i], at + 50, &stage->err));
    }
    for (size_t i = 0; i < N(places); i++) {
        assert_int_equal(last(stage, &places[i]).fired, i * 100 + 100);
        assert_int_equal(last(stage, &places[i]).seen, i * 100 + 150);
        assert_int_equal(last(stage, &places[i]).run, i);
    }
}

/* Moments at 10, 20 … 100. */
static void test_count(void **state)
{
    static const struct {
        int64_t from, to, most, used, oldest;
    } rows[] = {
        {0, 100, 20, 10, 10}, {50, 100, 20, 5, 60}, {50, 90, 20, 4, 60},
        {50, 100, 3, 3, 80},  {100, 200, 3, 0, 0},  {55, 65, 3, 1, 60},
    };
    struct guard_place place = {.rule = 1, .live = true, .key = STR("k")};
    struct guard_place shadow = {.rule = 1, .key = STR("k")};
    struct stage *stage = *state;

    for (int64_t i = 1; i <= 10; i++)
        stage_must(stage, guards_counted(stage->store, &place, i, i * 10, 1000,
                                         &stage->err));
    for (size_t i = 0; i < N(rows); i++) {
        int64_t used, oldest;

        stage_must(stage,
                   guards_count(stage->store, &place, rows[i].from, rows[i].to,
                                rows[i].most, &used, &oldest, &stage->err));
        assert_int_equal(used, rows[i].used);
        assert_int_equal(oldest, rows[i].oldest);
        stage_must(stage,
                   guards_count(stage->store, &shadow, rows[i].from, rows[i].to,
                                rows[i].most, &used, &oldest, &stage->err));
        assert_int_equal(used, 0);
    }
}

/* What no window reaches any more goes. */
static void test_forget(void **state)
{
    struct guard_place place = {.rule = 1, .live = true, .key = STR("k")};
    struct stage *stage = *state;
    int64_t used, oldest;

    for (int64_t i = 1; i <= 10; i++)
        stage_must(stage, guards_counted(stage->store, &place, i, i * 10, 30,
                                         &stage->err));
    stage_must(stage, guards_count(stage->store, &place, 0, 1000, 100, &used,
                                   &oldest, &stage->err));
    assert_int_equal(used, 3);
    assert_int_equal(oldest, 80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_last),
        STAGE_TEST(test_count),
        STAGE_TEST(test_forget),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
