/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <stdio.h>
#include <string.h>

#include "store/state.h"

static void test_settings(void **state)
{
    struct stage *stage = *state;
    struct str value;

    stage_must(stage, state_get(stage->store, "hold", stage->arena, &value,
                                &stage->err));
    assert_string_equal(value.at, "");
    stage_must(stage,
               state_set(stage->store, "hold", STR("mara"), &stage->err));
    stage_must(stage,
               state_set(stage->store, "hold", STR("o\0mar"), &stage->err));
    stage_must(stage, state_set(stage->store, "other", STR("x"), &stage->err));
    stage_must(stage, state_get(stage->store, "hold", stage->arena, &value,
                                &stage->err));
    assert_true(str_eq(value, STR("o\0mar")));
    stage_must(stage, state_set(stage->store, "hold", STR_NONE, &stage->err));
    stage_must(stage, state_get(stage->store, "hold", stage->arena, &value,
                                &stage->err));
    assert_int_equal(value.len, 0);
}

static void test_lease(void **state)
{
    static const struct {
        const char *holder; /* of whom it is asked */
        int64_t now;
        bool drop; /* before */
        bool held;
        const char *owner; /* afterwards */
        int64_t epoch, expires;
    } rows[] = {
        {"a", 100, false, true, "a", 1, 110},
        {"b", 105, false, false, "a", 1, 110},
        {"a", 108, false, true, "a", 1, 118},
        {"b", 117, false, false, "a", 1, 118},
        {"b", 118, false, true, "b", 2, 128},
        {"a", 119, false, false, "b", 2, 128},
        /* Whoever does not hold it cannot drop it. */
        {"a", 120, true, false, "b", 2, 128},
        {"b", 121, true, true, "b", 2, 131},
        {"a", 131, false, true, "a", 3, 141},
        /* A holder that slept and whom nobody followed goes on. */
        {"a", 900, false, true, "a", 3, 910},
    };
    struct stage *stage = *state;
    struct lease lease;

    stage_must(stage, lease_look(stage->store, &lease, &stage->err));
    assert_int_equal(lease.expires, 0);
    assert_string_equal(lease.holder, "");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bool held;

        if (rows[i].drop)
            stage_must(stage,
                       lease_drop(stage->store, rows[i].holder, &stage->err));
        stage_must(stage, lease_take(stage->store, rows[i].holder, rows[i].now,
                                     10, &held, &lease, &stage->err));
        assert_int_equal(held, rows[i].held);
        assert_string_equal(lease.holder, rows[i].owner);
        assert_int_equal(lease.epoch, rows[i].epoch);
        assert_int_equal(lease.expires, rows[i].expires);
    }
}

/* At each moment four ask for a lease that is over: one of them gets it. */
static int race(struct stage *stage, int number)
{
    char holder[16];
    struct store *store;
    struct lease lease;
    int won = 0;

    snprintf(holder, sizeof(holder), "h%d", number);
    if (!store_open(stage->path, STORE_WRITE, &store, &stage->err))
        return 98;
    for (int64_t i = 1; i <= 50; i++) {
        bool held;

        if (!lease_take(store, holder, i * 10, 5, &held, &lease, &stage->err))
            return 97;
        /* Held means that it is so. */
        if (held && lease.expires <= i * 10)
            return 96;
        won += held;
    }
    store_close(store);
    return won;
}

static void test_race(void **state)
{
    struct stage *stage = *state;
    struct lease lease;
    int wins = 0;

    store_close(stage->store);
    stage->store = NULL;
    stage_fork_all(race, stage, 4, &wins);
    stage_reopen(stage);
    stage_must(stage, lease_look(stage->store, &lease, &stage->err));
    assert_int_equal(lease.expires, 505);
    assert_true(lease.epoch >= 1);
    assert_int_equal(wins, 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_settings),
        STAGE_TEST(test_lease),
        STAGE_TEST(test_race),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
