/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "store/suppressions.h"

#define ID(sub, name)                                                          \
    "/subscriptions/" sub                                                      \
    "/providers/Microsoft.Security/alertsSuppressionRules/" name

static int64_t version(struct stage *stage)
{
    int64_t out;

    stage_must(stage, suppressions_version(stage->store, &out, &stage->err));
    return out;
}

static size_t list(struct stage *stage, bool active, int64_t now,
                   struct suppression **out)
{
    size_t n;

    stage_must(stage, suppressions_list(stage->store, active, now, stage->arena,
                                        out, &n, &stage->err));
    return n;
}

static void test_here(void **state)
{
    struct stage *stage = *state;
    struct suppression made = {
        .query = "Title has 'x\033'",
        .reason = "noise",
        .by = "mara",
        .made = 10,
        .until = 100,
    };
    struct suppression *items;
    struct suppression one;

    assert_int_equal(version(stage), 0);
    stage_must(stage, suppressions_add(stage->store, &made, &stage->err));
    assert_int_equal(version(stage), 1);
    assert_int_equal(list(stage, true, 99, &items), 1);
    assert_string_equal(items[0].query, "Title has 'x\033'");
    assert_string_equal(items[0].by, "mara");
    /* It ends by itself. */
    assert_int_equal(list(stage, true, 100, &items), 0);
    assert_int_equal(list(stage, false, 100, &items), 1);

    stage_must(stage,
               suppressions_hit(stage->store, made.row, 50, &stage->err));
    stage_must(stage,
               suppressions_hit(stage->store, made.row, 60, &stage->err));
    assert_int_equal(version(stage), 1);
    stage_must(stage, suppressions_end(stage->store, made.row, "tom", 70,
                                       &stage->err));
    assert_int_equal(version(stage), 2);
    stage_must(stage, suppressions_get(stage->store, made.row, stage->arena,
                                       &one, &stage->err));
    assert_int_equal(one.hits, 2);
    assert_int_equal(one.last, 60);
    assert_int_equal(one.ended, 70);
    assert_string_equal(one.ended_by, "tom");
    assert_int_equal(list(stage, true, 80, &items), 0);
    stage_refused(
        stage, suppressions_end(stage->store, made.row, "tom", 71, &stage->err),
        ERR_AGAIN, "already");
    stage_refused(
        stage,
        suppressions_get(stage->store, 99, stage->arena, &one, &stage->err),
        ERR_ABSENT, "no suppression 99");
}

static void put(struct stage *stage, const char *id, const char *state,
                const char *by, int64_t seen)
{
    struct suppression s = {
        .id = id,
        .name = "n",
        .type = "T",
        .query = "q",
        .fault = "",
        .reason = "r",
        .comment = "",
        .state = state,
        .by = by,
        .made = 5,
    };

    stage_must(stage, suppressions_put(stage->store, &s, seen, &stage->err));
}

static void test_defender(void **state)
{
    struct stage *stage = *state;
    struct suppression *items;

    put(stage, ID("s1", "a"), "Enabled", "mara", 10);
    put(stage, ID("s1", "b"), "Disabled", "", 10);
    put(stage, ID("s2", "c"), "Enabled", "", 10);
    /* The same one, in another case; who made it is kept. */
    put(stage, ID("S1", "A"), "Enabled", "", 20);
    assert_int_equal(list(stage, false, 30, &items), 3);
    assert_int_equal(list(stage, true, 30, &items), 2);
    assert_string_equal(items[1].by, "mara");
    assert_int_equal(version(stage), 0);

    stage_must(stage,
               suppressions_gone(stage->store, STR("s1"), 15, 30, &stage->err));
    assert_int_equal(list(stage, false, 30, &items), 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(items[i].ended, items[i].row == 2 ? 30 : 0);
    /* It is there again. */
    put(stage, ID("s1", "b"), "Enabled", "", 40);
    assert_int_equal(list(stage, true, 50, &items), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_here),
        STAGE_TEST(test_defender),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
