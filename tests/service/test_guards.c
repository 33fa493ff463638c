/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What holds rules back: across restarts, apart in shadow; and what becomes of
 * the runs when a quota or the budget is used up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/guard_book.h"
#include "service/rulebook.h"
#include "util/when.h"

#define TAG                                                                    \
    "\"actions\":[{\"kind\":\"contain\",\"with\":{\"action\":"                 \
    "\"vm-deallocate\"}}]}"

static const struct decision *kept(struct house *house, int64_t event)
{
    struct decision *items;
    size_t n;

    assert_good(house, decisions_list(house->desk->store, event, 0, 100,
                                      house->arena, &items, &n, &house->err));
    return n > 0 ? &items[0] : NULL;
}

/* The decision about one more alert on this resource. */
static const struct decision *take(struct house *house, const char *name,
                                   const char *resource)
{
    return kept(house,
                house_take(house, &(struct house_alert){.name = name,
                                                        .resource = resource}));
}

/* Another desk on the same store: what a restart sees. */
static void restart(struct house *house)
{
    desk_close(house->desk);
    house->desk = house_desk(house, "ann");
}

/* Each guard, asked again after a restart. */
static void test_restart(void **state)
{
    static const struct {
        const char *guards;
        const char *other; /* resource of the second alert */
        enum decision_reason reason;
    } rows[] = {
        {"\"dedupe\":\"1h\"", SAND_VM, DECISION_DEDUPE},
        {"\"dedupe\":\"1h\"", SAND_VM2, DECISION_FIRED},
        {"\"dedupe\":\"1h\",\"key\":\"@{Severity}\"", SAND_VM2,
         DECISION_DEDUPE},
        {"\"cooldown\":\"1h\"", SAND_VM, DECISION_COOLDOWN},
        {"\"settle\":\"1h\"", SAND_VM, DECISION_SETTLE},
        {"\"quotas\":[\"1 per 1h\"]", SAND_VM2, DECISION_QUOTA},
        {"\"quotas\":[\"1 per 1h per target\"]", SAND_VM, DECISION_QUOTA},
        {"\"quotas\":[\"1 per 1h per target\"]", SAND_VM2, DECISION_FIRED},
        {"\"quotas\":[\"2 per 1h\"]", SAND_VM2, DECISION_FIRED},
    };
    struct house *house = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct decision *second;
        char name[2][16];

        snprintf(name[0], sizeof(name[0]), "a-%zu", i);
        snprintf(name[1], sizeof(name[1]), "b-%zu", i);
        house_rule(house, house->desk,
                   arena_printf(house->arena,
                                "{\"name\":\"r\",\"mode\":\"auto\",\"guards\":"
                                "{%s}," TAG,
                                rows[i].guards));
        assert_int_equal(take(house, name[0], SAND_VM)->reason, DECISION_FIRED);
        restart(house);
        second = take(house, name[1], rows[i].other);
        if (second->reason != rows[i].reason)
            fail_msg("row %zu: %s", i, second->text);
        assert_good(house, rulebook_remove(house->desk, STR("r"), &house->err));
    }
}

/* What a rule did in shadow uses up nothing of what it may do live. */
static void test_shadow_apart(void **state)
{
    struct house *house = *state;

    house_rule(house, house->desk,
               "{\"name\":\"r\",\"mode\":\"shadow\",\"guards\":{\"dedupe\":"
               "\"1h\",\"quotas\":[\"1 per 1h\"]}," TAG);
    assert_int_equal(take(house, "a-1", SAND_VM)->reason, DECISION_FIRED);
    assert_int_equal(take(house, "a-2", SAND_VM)->reason, DECISION_DEDUPE);
    assert_int_equal(take(house, "a-3", SAND_VM2)->reason, DECISION_QUOTA);
    assert_int_equal(house_read(house, house_newest(house, 0))->state,
                     RUN_SKIPPED);
    assert_good(house,
                rulebook_mode(house->desk, STR("r"), RULE_AUTO, &house->err));
    assert_int_equal(take(house, "a-4", SAND_VM)->reason, DECISION_FIRED);
    assert_int_equal(take(house, "a-5", SAND_VM)->reason, DECISION_DEDUPE);
}

/* Never open: held back, and it says when it opens. */
static void test_schedule(void **state)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu",
                                       "fri", "sat", "sun"};
    struct house *house = *state;
    const struct decision *decision;
    unsigned today = (unsigned)((when_now() / WHEN_DAY + 3) % 7);

    house_rule(house, house->desk,
               arena_printf(house->arena,
                            "{\"name\":\"r\",\"mode\":\"auto\",\"guards\":{"
                            "\"schedule\":[{\"days\":[\"%s\"]}]}," TAG,
                            days[(today + 3) % 7]));
    decision = take(house, "a-1", SAND_VM);
    assert_int_equal(decision->reason, DECISION_SCHEDULE);
    assert_non_null(strstr(decision->text, "opens at"));
    assert_int_equal(decision->run, 0);
}

#define QUOTA                                                                  \
    "{\"name\":\"r\",\"mode\":\"auto\",\"guards\":{\"quotas\":[\"1 per "       \
    "1h\"]},\"actions\":[{\"kind\":\"mail\",\"with\":{\"to\":"                 \
    "\"soc@contoso.example\",\"subject\":\"s\",\"body\":\"b\"}},{\"kind\":"    \
    "\"contain\",\"with\":{\"action\":\"vm-deallocate\"}}]}"

/* Three runs: one goes, two wait for one approval.  Each has a target of its
 * own: what one does to a shared target would send the other back to a person.
 * The number of the newest run is the last of them. */
static const struct approval *trip(struct house *house)
{
    const struct approval *batch;

    house_rule(house, house->desk, QUOTA);
    assert_int_equal(take(house, "a-1", SAND_VM)->reason, DECISION_FIRED);
    assert_int_equal(take(house, "a-2", SAND_VM2)->reason, DECISION_QUOTA);
    assert_int_equal(take(house, "a-3", SAND_VM3)->reason, DECISION_QUOTA);
    house_engine(house, false);
    batch = house_waiting(house);
    assert_int_equal(batch->batch, 2);
    assert_int_equal(batch->run, 0);
    assert_int_equal(house_run(house, house_newest(house, 2)), RUN_SUCCEEDED);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(house_read(house, house_newest(house, i))->state,
                         RUN_WAITING);
    assert_int_equal(
        sand_count(&house->sand, 0, "POST", "/vm-web-02/deallocate"), 0);
    return batch;
}

/* Approved, all of them go, the mails as well. */
static void test_batch_approved(void **state)
{
    struct house *house = *state;
    const struct approval *batch = trip(house);
    struct approval_page *page = approval_page_read(house->second, true);
    const struct json *frozen = page->rows[0].frozen;
    int64_t count = 0;

    json_int(json_get(frozen, "count"), &count);
    assert_int_equal(count, 2);
    assert_int_equal(json_length(json_get(frozen, "items")), 2);
    assert_true(str_ends(
        json_text(json_get(json_item(json_get(frozen, "items"), 0), "target")),
        STR("vm-web-02")));
    approval_page_free(page);
    assert_false(
        house_answer(house->desk, batch->row, true, "me", &house->err));
    assert_int_equal(house->err.code, ERR_DENIED);
    assert_good(house, house_answer(house->second, batch->row, true, "fine",
                                    &house->err));
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(house_run(house, house_newest(house, i)),
                         RUN_SUCCEEDED);
    assert_true(sand_count(&house->sand, 0, "POST", "/vm-web-02/deallocate") >
                0);
    assert_true(sand_count(&house->sand, 0, "POST", "/vm-pay-01/deallocate") >
                0);
}

static void test_batch_denied(void **state)
{
    struct house *house = *state;
    const struct approval *batch = trip(house);

    assert_good(house, house_answer(house->second, batch->row, false, "no",
                                    &house->err));
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(house_run(house, house_newest(house, i)),
                         RUN_CANCELLED);
    house_rest(house);
    assert_int_equal(
        sand_count(&house->sand, 0, "POST", "/vm-web-02/deallocate"), 0);
}

/* Who read the list before another run joined it must look again. */
static void test_batch_grew(void **state)
{
    struct house *house = *state;
    const struct approval *batch = trip(house);
    const char *seen = arena_text(house->arena, batch->digest);

    assert_int_equal(take(house, "a-4", SAND_VM2)->reason, DECISION_QUOTA);
    assert_false(approval_answer(house->second, batch->row, seen, true, "fine",
                                 &house->err));
    assert_int_equal(house->err.code, ERR_AGAIN);
    assert_non_null(strstr(house->err.text, "3 runs"));
    assert_int_equal(house_waiting(house)->batch, 3);
    assert_good(house, approval_answer(house->second, batch->row,
                                       house_waiting(house)->digest, true,
                                       "fine", &house->err));
}

/* A run that is cancelled leaves; the last one closes the batch. */
static void test_batch_left(void **state)
{
    struct house *house = *state;
    int64_t batch = trip(house)->row;
    struct approval approval;

    assert_good(house, run_cancel(house->desk, house_newest(house, 0), "no",
                                  &house->err));
    assert_int_equal(house_waiting(house)->batch, 1);
    assert_good(house, run_cancel(house->desk, house_newest(house, 1), "no",
                                  &house->err));
    assert_good(house, approvals_get(house->desk->store, batch, house->arena,
                                     &approval, &house->err));
    assert_int_equal(approval.state, APPROVAL_CANCELLED);
}

/* Settings of the house itself. */
static void test_budget(void **state)
{
    static const char *const sets[] = {"containment.budget=1 per 1h, 5 per 1d",
                                       NULL};
    struct house house;
    const struct decision *decision;
    struct guard_counter *counters;
    struct rule *rule;
    size_t n;

    (void)state;
    house_open(&house, NULL, sets);
    house_rule(&house, house.desk, "{\"name\":\"a\",\"mode\":\"auto\"," TAG);
    assert_int_equal(take(&house, "a-1", SAND_VM)->reason, DECISION_FIRED);
    restart(&house);
    decision = take(&house, "a-2", SAND_VM2);
    assert_int_equal(decision->reason, DECISION_BUDGET);
    assert_non_null(strstr(decision->text, "1 of 1 in 1h"));
    assert_int_equal(house_waiting(&house)->batch, 1);
    assert_good(&house, rulebook_get(house.desk, STR("a"), &rule, &house.err));
    assert_good(&house, guard_counters(house.desk, rule, NULL, when_now(),
                                       house.arena, &counters, &n, &house.err));
    assert_int_equal(n, 2);
    assert_string_equal(counters[0].guard, "budget: 1 per 1h");
    assert_int_equal(counters[0].used, 1);
    assert_true(counters[0].next > when_now());
    assert_int_equal(counters[1].used, 1);
    assert_int_equal(counters[1].limit, 5);
    rule_free(rule);
    house_close(&house);
}

static void test_protected(void **state)
{
    static const char *const sets[] = {
        "containment.protected=*/virtualMachines/vm-web-01", NULL};
    struct house house;
    const struct decision *decision;
    int64_t run;

    (void)state;
    house_open(&house, NULL, sets);
    house_rule(&house, house.desk, "{\"name\":\"a\",\"mode\":\"auto\"," TAG);
    decision = take(&house, "a-1", SAND_VM);
    assert_int_equal(decision->reason, DECISION_PROTECTED);
    house_engine(&house, false);
    assert_int_equal(house_run(&house, decision->run), RUN_WAITING);
    assert_string_equal(
        json_text(json_get(house_waiting(&house)->frozen, "protected")).at,
        "*/virtualMachines/vm-web-01");
    assert_good(&house, run_cancel(house.desk, decision->run, "", &house.err));
    assert_int_equal(take(&house, "a-2", SAND_VM2)->reason, DECISION_FIRED);
    /* By hand: a reason, and a second person. */
    assert_false(house_contain(house.desk, "vm-deallocate", SAND_VM, 0, " ",
                               &run, &house.err));
    assert_non_null(strstr(house.err.text, "is protected"));
    assert_good(&house, house_contain(house.desk, "vm-deallocate", SAND_VM, 0,
                                      "it burns", &run, &house.err));
    assert_int_equal(house_run(&house, run), RUN_WAITING);
    assert_int_equal(
        sand_count(&house.sand, 0, "POST", "/vm-web-01/deallocate"), 0);
    house_close(&house);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_restart),
        ROW(test_shadow_apart),
        ROW(test_schedule),
        ROW(test_batch_approved),
        ROW(test_batch_denied),
        ROW(test_batch_grew),
        ROW(test_batch_left),
        cmocka_unit_test(test_budget),
        cmocka_unit_test(test_protected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
