/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What holds playbooks within bounds: the budget of containments, the watchdog,
 * a Terminate while other lanes are under way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "service/plays.h"
#include "stagehand.h"
#include "store/runs.h"
#include "util/when.h"

/* ---- the budget -----------------------------------------------------------*/

#define TWO                                                                    \
    "\"One\":" POST(VM("vm-web-01") "/deallocate", FIRST) ",\"Two\":" POST(    \
        VM("vm-web-02") "/deallocate", AFTER("One"))
#define CALL                                                                   \
    "{\"name\":\"call\",\"mode\":\"auto\",\"actions\":[{\"kind\":"             \
    "\"playbook\",\"with\":{\"name\":\"two\"}}]}"

static bool asks(struct house *house, const void *unused)
{
    int64_t n = 0;

    (void)unused;
    return approvals_pending(house->desk->store, &n, &house->err) && n == 1;
}

/* What is beyond it waits for a person; whoever starts it by hand is one. */
static void test_budget(void **state)
{
    static const char *const sets[] = {"containment.budget=1 per 1h", NULL};
    struct house house;
    int64_t child;

    (void)state;
    house_open(&house, NULL, sets);
    keep(&house, "two", REQUEST, TWO, RULE_AUTO);
    house_rule(&house, house.desk, CALL);
    house_take(&house, &(struct house_alert){.name = "b-1"});
    house_engine(&house, false);
    assert_true(house_until(&house, asks, NULL, HOUSE_WAIT));
    child = house_newest(&house, 0);
    assert_string_equal(state_in_tree(&house, child, "One"), "Succeeded");
    assert_int_equal(sent(&house, "POST", "vm-web-02/deallocate"), 0);
    answer(&house, waiting(&house, 1), true);
    assert_true(house_until(&house, has_ended, &child, HOUSE_WAIT));
    assert_int_equal(house_read(&house, child)->state, RUN_SUCCEEDED);
    assert_int_equal(sent(&house, "POST", "vm-web-02/deallocate"), 1);
    house_close(&house);
}

/* What is protected is asked for, in auto too. */
static void test_protected(void **state)
{
    static const char *const sets[] = {
        "containment.protected=*/virtualMachines/vm-web-01", NULL};
    struct house house;
    int64_t run;

    (void)state;
    house_open(&house, NULL, sets);
    keep(&house, "two", REQUEST, TWO, RULE_AUTO);
    run = start(&house, "two");
    house_engine(&house, false);
    comes_to(&house, run, RUN_WAITING);
    waiting(&house, 1);
    assert_int_equal(sent(&house, "POST", "vm-web-01/deallocate"), 0);
    house_close(&house);
}

/* The look before it fails, and what follows is skipped: so it has failed. */
static void test_look_fails(void **state)
{
    struct house *house = *state;
    int64_t run;

    keep(house, "none", REQUEST,
         "\"Stop\":" POST(
             VM("vm-none") "/deallocate",
             FIRST) ",\"Then\":{\"type\":\"Compose\",\"inputs\":"
                    "\"@actions('Stop')?['status']\",\"runAfter\":{\"Stop\":"
                    "[\"Failed\"]}}",
         RULE_AUTO);
    run = start(house, "none");
    house_engine(house, false);
    comes_to(house, run, RUN_SUCCEEDED);
    assert_true(house_read(house, run)->n_steps > 1);
    assert_string_equal(state_in_tree(house, run, "Stop"), "Failed");
    assert_string_equal(output_of(house, run, "Then"), "Failed");
    assert_int_equal(sent(house, "POST", "vm-none/deallocate"), 0);
}

/* ---- the watchdog ---------------------------------------------------------*/

#define PATIENCE (10 * WHEN_MINUTE)

static bool is_stuck(struct house *house, int64_t run, int64_t now)
{
    struct stuck_run *stuck;
    size_t n;

    assert_good(house, runs_stuck(house->desk->store, now, PATIENCE, false,
                                  house->arena, &stuck, &n, &house->err));
    for (size_t i = 0; i < n; i++) {
        if (stuck[i].run == run)
            return true;
    }
    return false;
}

/* A run whose next step nobody takes up is named; one that waits for a person,
 * for the clock, or for another run is well. */
static void test_watchdog(void **state)
{
    struct house *house = *state;
    int64_t later = when_now() + WHEN_HOUR;
    int64_t look, rest, ask, call, child;

    keep(house, "look", REQUEST, "\"Look\":" GET(VM("vm-web-01"), FIRST),
         RULE_AUTO);
    keep(house, "rest", REQUEST,
         "\"Rest\":{\"type\":\"Wait\",\"inputs\":{\"interval\":{\"count\":2,"
         "\"unit\":\"Hour\"}}," FIRST "}",
         RULE_AUTO);
    keep(house, "ask", REQUEST, TWO, RULE_APPROVE);
    look = start(house, "look");
    assert_true(is_stuck(house, look, later));
    assert_false(is_stuck(house, look, when_now() + WHEN_MINUTE));
    house_engine(house, false);
    comes_to(house, look, RUN_SUCCEEDED);
    rest = start(house, "rest");
    ask = start(house, "ask");
    house_rule(house, house->desk,
               "{\"name\":\"call\",\"mode\":\"auto\",\"actions\":[{\"kind\":"
               "\"playbook\",\"with\":{\"name\":\"rest\"}}]}");
    house_take(house, &(struct house_alert){.name = "w-1"});
    call = house_newest(house, 0);
    comes_to(house, ask, RUN_WAITING);
    house_rest(house);
    child = house_newest(house, 0);
    assert_int_not_equal(child, call);
    assert_false(is_stuck(house, rest, later));
    assert_false(is_stuck(house, ask, later));
    assert_false(is_stuck(house, call, later));
    assert_false(is_stuck(house, child, later));
    /* Its time has come, and nobody is there. */
    assert_true(is_stuck(house, rest, later + 2 * WHEN_HOUR));
}

/* ---- Terminate ------------------------------------------------------------*/

#define END                                                                    \
    "\"Ask\":" ASK(                                                            \
        "DELETE", VM("vm-web-02"),                                             \
        "") "," FIRST "},\"Rest\":{"                                           \
            "\"type\":\"Wait\",\"inputs\":{\"interval\":{\"count\":1,"         \
            "\"unit\":"                                                        \
            "\"Hour\"}}," FIRST "},\"After\":" GET(                            \
                VM("vm-web-02"),                                               \
                AFTER("Rest")) ","                                             \
                               "\"Look\":" GET(                                \
                                   VM("vm-web-01"),                            \
                                   FIRST) ",\"End\":{\"type\":"                \
                                          "\"Terminate\",\"inputs\":{"         \
                                          "\"runStatus\":\"%s\"%s}," AFTER(    \
                                              "Look") "}"

/* Nothing of the other lanes is left to wait for, or is done later. */
static void end_as(struct house *house, const char *status, const char *more,
                   enum run_state expect)
{
    int64_t run;

    keep(house, status, REQUEST, arena_printf(house->arena, END, status, more),
         RULE_APPROVE);
    run = start(house, status);
    house_engine(house, false);
    assert_true(house_until(house, has_ended, &run, HOUSE_WAIT));
    assert_int_equal(house_read(house, run)->state, expect);
    for (size_t i = 0; i < house_read(house, run)->n_steps; i++)
        assert_true(run_state_final(house_read(house, run)->steps[i].state));
    waiting(house, 0);
    assert_string_equal(state_in_tree(house, run, "Look"), "Succeeded");
    assert_false(is_stuck(house, run, when_now() + 3 * WHEN_HOUR));
    house_rest(house);
    assert_int_equal(sent(house, "DELETE", "/vm-web-02"), 0);
    assert_int_equal(sent(house, "GET", "/vm-web-02"), 0);
    house_engine_end(house);
}

static void test_terminate(void **state)
{
    struct house *house = *state;

    end_as(house, "Succeeded", "", RUN_SUCCEEDED);
    end_as(house, "Cancelled", "", RUN_CANCELLED);
    end_as(house, "Failed",
           ",\"runError\":{\"code\":\"Enough\",\"message\":\"It is enough.\"}",
           RUN_FAILED);
}

int main(void)
{
#define HOUSE(name)                                                            \
    cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_budget), cmocka_unit_test(test_protected),
        HOUSE(test_look_fails),        HOUSE(test_watchdog),
        HOUSE(test_terminate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
