/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Turns of the engine when its lease has gone, or the store fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "house.h"
#include "service/simulate.h"
#include "util/when.h"

/* Turns until the store is tried again, without a busy loop. */
static void recover(struct house *house)
{
    int64_t began = when_monotonic();
    size_t turns = 0;
    struct err failed;
    bool worked;

    while (!conductor_step(house->conductor, 50, -1, &worked, &failed)) {
        assert_true(when_monotonic() - began < HOUSE_WAIT);
        assert_true(++turns < 100);
    }
}

/* One that was stopped for a while, and wakes up when another has taken the
 * lease, begins nothing; and goes on when it has it again. */
static void test_stalled(void **state)
{
    struct house *house = *state;
    struct lease lease;
    bool worked;
    bool held;
    int64_t run;

    house_engine(house, false);
    house_rest(house);
    assert_good(house, lease_take(house->second->store, "other",
                                  when_now() + WHEN_HOUR, WHEN_MINUTE, &held,
                                  &lease, &house->err));
    assert_true(held);
    assert_good(house, house_contain(house->desk, "storage-public-off",
                                     SAND_STORE, 0, "", &run, &house->err));
    for (int i = 0; i < 5; i++)
        assert_good(house, conductor_step(house->conductor, 20, -1, &worked,
                                          &house->err));
    assert_int_equal(house_read(house, run)->steps[0].journal, JOURNAL_PLANNED);
    assert_good(house, lease_drop(house->second->store, "other", &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 1);
}

/* A number that no process has any more. */
static long dead_process(void)
{
    pid_t pid = fork();

    if (pid == 0)
        _exit(0);
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return (long)pid;
}

/* What a killed process of this machine holds is free at once; what one holds
 * that may be alive somewhere else is not. */
static void test_killed(void **state)
{
    struct house *house = *state;
    char host[64] = "localhost";
    char holder[128];
    struct lease lease;
    bool worked;
    bool held;

    gethostname(host, sizeof(host) - 1);
    snprintf(holder, sizeof(holder), "elsewhere-%s:%ld:x", host,
             dead_process());
    assert_good(house, lease_take(house->second->store, holder, when_now(),
                                  WHEN_HOUR, &held, &lease, &house->err));
    house_engine(house, false);
    assert_good(house,
                conductor_step(house->conductor, 0, -1, &worked, &house->err));
    assert_good(house, lease_look(house->second->store, &lease, &house->err));
    assert_string_equal(lease.holder, holder);
    assert_good(house, lease_drop(house->second->store, holder, &house->err));
    snprintf(holder, sizeof(holder), "%s:%ld:x", host, dead_process());
    assert_good(house, lease_take(house->second->store, holder, when_now(),
                                  WHEN_HOUR, &held, &lease, &house->err));
    conductor_free(house->conductor);
    house->conductor = NULL;
    house_engine(house, false);
    assert_good(house,
                conductor_step(house->conductor, 0, -1, &worked, &house->err));
    assert_good(house, lease_look(house->second->store, &lease, &house->err));
    assert_string_not_equal(lease.holder, holder);
}

/* The answer to what must not be sent twice comes when the store cannot be
 * written to: it is written when it can be, and is not lost. */
static void test_unwritten(void **state)
{
    struct house *house = *state;
    struct err failed = {0};
    bool worked;
    int64_t run;

    house_take(house, &(struct house_alert){.name = "a-1"});
    house_engine(house, false);
    assert_good(house, simulate_ask(house->desk, "DNS", &run, &house->err));
    assert_good(house,
                conductor_step(house->conductor, 0, -1, &worked, &house->err));
    assert_int_equal(house_read(house, run)->steps[0].journal,
                     JOURNAL_INTENDED);
    assert_good(house, store_begin(house->second->store, &house->err));
    while (conductor_step(house->conductor, 50, -1, &worked, &failed))
        assert_int_equal(house_read(house, run)->state, RUN_RUNNING);
    assert_int_equal(failed.code, ERR_AGAIN);
    assert_false(conductor_idle(house->conductor));
    store_rollback(house->second->store);
    recover(house);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(sand_count(&house->sand, 0, "POST", "/simulate"), 1);
}

/* A step that could not be begun since the store was locked is begun later,
 * though nothing else happens. */
static void test_locked(void **state)
{
    struct house *house = *state;
    struct err failed = {0};
    bool worked;
    int64_t run;

    house_engine(house, false);
    house_rest(house);
    assert_good(house, house_contain(house->desk, "storage-public-off",
                                     SAND_STORE, 0, "", &run, &house->err));
    assert_good(house, store_begin(house->second->store, &house->err));
    assert_false(conductor_step(house->conductor, 50, -1, &worked, &failed));
    assert_int_equal(failed.code, ERR_AGAIN);
    store_rollback(house->second->store);
    recover(house);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_stalled),
        ROW(test_killed),
        ROW(test_unwritten),
        ROW(test_locked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
