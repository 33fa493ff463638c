/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What rules say to an event, what is kept of it, and what follows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/decide.h"
#include "service/rulebook.h"
#include "util/when.h"

#define CONTAIN                                                                \
    "\"actions\":[{\"kind\":\"contain\",\"with\":{\"action\":"                 \
    "\"vm-deallocate\"}}]}"
#define HIGH                                                                   \
    "\"conditions\":[{\"all\":[{\"property\":\"Severity\",\"operator\":"       \
    "\"==\",\"value\":\"High\"}]}],"

/* The kept decision of a rule on an event. */
static const struct decision *kept(struct house *house, int64_t event,
                                   int64_t rule)
{
    struct decision *items;
    size_t n;

    assert_good(house, decisions_list(house->desk->store, event, 0, 100,
                                      house->arena, &items, &n, &house->err));
    for (size_t i = 0; i < n; i++) {
        if (items[i].rule == rule)
            return &items[i];
    }
    return NULL;
}

static int64_t take(struct house *house, const char *name, const char *severity)
{
    return house_take(
        house, &(struct house_alert){.name = name, .severity = severity});
}

/* One rule, one event: the reason, and whether anything follows. */
static const struct reason_row {
    const char *rule;
    struct house_alert alert;
    enum decision_reason reason;
    const char *text; /* part of it */
} reasons[] = {
    {"{\"name\":\"r\",\"mode\":\"auto\"," HIGH CONTAIN,
     {.name = "a"},
     DECISION_FIRED,
     "fired"},
    {"{\"name\":\"r\",\"mode\":\"auto\"," HIGH CONTAIN,
     {.name = "a", .severity = "Low"},
     DECISION_CONDITION,
     "Low"},
    {"{\"name\":\"r\",\"mode\":\"auto\",\"unless\":[{\"all\":[{\"property\":"
     "\"AlertType\",\"operator\":\"==\",\"value\":\"VM_BruteForce\"}]}]"
     "," CONTAIN,
     {.name = "a"},
     DECISION_UNLESS,
     "VM_BruteForce"},
    {"{\"name\":\"r\",\"mode\":\"auto\",\"scope\":{\"groups\":[\"rg-pay\"]}"
     "," CONTAIN,
     {.name = "a"},
     DECISION_SCOPE,
     ""},
    {"{\"name\":\"r\",\"mode\":\"auto\",\"trigger\":{\"kinds\":["
     "\"compliance\"]}," CONTAIN,
     {.name = "a"},
     DECISION_KIND,
     ""},
    {"{\"name\":\"r\",\"mode\":\"auto\"," CONTAIN,
     {.name = "a", .status = "Resolved"},
     DECISION_TRIGGER,
     ""},
    {"{\"name\":\"r\",\"mode\":\"auto\"," CONTAIN,
     {.name = "a", .title = "[SAMPLE ALERT] Brute force"},
     DECISION_TRIGGER,
     "ample"},
    {"{\"name\":\"r\",\"mode\":\"auto\",\"guards\":{\"maxAge\":\"1h\"}"
     "," CONTAIN,
     {.name = "a", .time = "2020-01-01T00:00:00Z"},
     DECISION_AGE,
     ""},
    {"{\"name\":\"r\",\"mode\":\"auto\",\"expires\":\"2020-01-01T00:00:"
     "00Z\"," CONTAIN,
     {.name = "a"},
     DECISION_EXPIRED,
     ""},
};

static void test_reasons(void **state)
{
    struct house *house = *state;

    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        const struct reason_row *row = &reasons[i];
        struct house_alert alert = row->alert;
        const struct decision *decision;
        struct decision *why;
        const char **names;
        char name[16];
        int64_t event;
        int64_t rule;
        size_t n;

        snprintf(name, sizeof(name), "a-%zu", i);
        alert.name = name;
        rule = house_rule(house, house->desk, row->rule);
        event = house_take(house, &alert);
        decision = kept(house, event, rule);
        assert_non_null(decision);
        if (decision->reason != row->reason ||
            strstr(decision->text, row->text) == NULL)
            fail_msg("%s: %s: %s", row->rule,
                     decision_reason_name(decision->reason), decision->text);
        assert_int_equal(decision->run != 0, row->reason == DECISION_FIRED);
        /* Asked later it is the same. */
        assert_good(house, decide_why(house->second, event, house->arena, &why,
                                      &names, &n, &house->err));
        assert_int_equal(n, 1);
        assert_int_equal(why[0].reason, row->reason);
        assert_string_equal(names[0], "r");
        assert_good(house, rulebook_remove(house->desk, STR("r"), &house->err));
    }
}

/* Off: nothing at all. */
static void test_off(void **state)
{
    struct house *house = *state;
    int64_t rule = house_rule(house, house->desk,
                              "{\"name\":\"r\",\"mode\":\"off\"," CONTAIN);
    int64_t event = take(house, "a-1", NULL);

    assert_null(kept(house, event, rule));
}

/* Shadow: decided, rendered and recorded, and not a byte sent. */
static void test_shadow(void **state)
{
    struct house *house = *state;
    const struct run *run;
    int64_t event;

    house_rule(house, house->desk,
               "{\"name\":\"r\",\"mode\":\"shadow\"," CONTAIN);
    event = take(house, "a-1", NULL);
    run = house_read(house, house_newest(house, 0));
    assert_int_equal(run->state, RUN_SKIPPED);
    assert_int_equal(run->n_steps, 3);
    for (size_t i = 0; i < run->n_steps; i++)
        assert_int_equal(run->steps[i].state, RUN_SKIPPED);
    assert_int_equal(house_event(house, event)->automation, AUTO_SHADOW);
    house_engine(house, false);
    house_rest(house);
    assert_int_equal(sand_mark(&house->sand), 0);
}

/* Once for each target within the window, and again behind it. */
static void test_guards(void **state)
{
    static const struct {
        const char *guards;
        enum decision_reason reason;
    } rows[] = {
        {"\"dedupe\":\"1h\"", DECISION_DEDUPE},
        {"\"cooldown\":\"1h\"", DECISION_COOLDOWN},
    };
    struct house *house = *state;

    for (size_t i = 0; i < 2; i++) {
        const struct decision *first;
        const struct decision *second;
        const struct decision *other;
        char name[3][16];
        int64_t rule;

        for (int k = 0; k < 3; k++)
            snprintf(name[k], sizeof(name[k]), "g-%zu-%d", i, k);
        rule = house_rule(
            house, house->desk,
            arena_printf(
                house->arena,
                "{\"name\":\"r\",\"mode\":\"shadow\",\"guards\":{%s}," CONTAIN,
                rows[i].guards));
        first = kept(house, take(house, name[0], NULL), rule);
        second = kept(house, take(house, name[1], NULL), rule);
        other =
            kept(house,
                 house_take(house, &(struct house_alert){.name = name[2],
                                                         .resource = SAND_VM2}),
                 rule);
        assert_int_equal(first->reason, DECISION_FIRED);
        assert_int_equal(second->reason, rows[i].reason);
        assert_int_equal(second->run, first->run);
        assert_int_equal(other->reason, DECISION_FIRED);
        assert_good(house, rulebook_remove(house->desk, STR("r"), &house->err));
    }
}

/* A later version fires again only where the rule says so. */
static void test_changed(void **state)
{
    struct house *house = *state;
    int64_t created;
    int64_t changed;
    struct ingest_count count;
    struct house_alert alert = {.name = "a-1", .severity = "Low"};

    created =
        house_rule(house, house->desk,
                   "{\"name\":\"c\",\"order\":1,\"mode\":\"shadow\"," CONTAIN);
    changed = house_rule(house, house->desk,
                         "{\"name\":\"d\",\"order\":2,\"mode\":\"shadow\","
                         "\"trigger\":{\"on\":[\"changed\"]}," CONTAIN);
    count = house_ingest(house, house_alert(house, &alert), false);
    assert_int_equal(count.fired, 1);
    assert_int_equal(kept(house, 1, created)->reason, DECISION_FIRED);
    assert_int_equal(kept(house, 1, changed)->reason, DECISION_TRIGGER);
    alert.severity = "High";
    count = house_ingest(house, house_alert(house, &alert), false);
    assert_int_equal(count.fired, 1);
    assert_int_equal(kept(house, 1, changed)->reason, DECISION_FIRED);
    count = house_ingest(house, house_alert(house, &alert), false);
    assert_int_equal(count.fired, 0);
}

/* A rule whose action does not fit the event: said, not sent. */
static void test_no_fit(void **state)
{
    struct house *house = *state;
    const struct run *run;
    int64_t event;

    house_rule(house, house->desk,
               "{\"name\":\"r\",\"mode\":\"auto\",\"actions\":[{\"kind\":"
               "\"contain\",\"with\":{\"action\":\"user-disable\"}}]}");
    event = take(house, "a-1", NULL);
    run = house_read(house, house_newest(house, 0));
    assert_int_equal(run->state, RUN_FAILED);
    assert_non_null(strstr(run->why, "could act on"));
    assert_int_equal(house_event(house, event)->automation, AUTO_FAILED);
}

/* A mail that cannot go keeps nothing else from going; a containment that
 * fails keeps what belongs to it. */
static void test_open_and_closed(void **state)
{
    struct house *house = *state;
    const struct run *run;

    house_rule(house, house->desk,
               "{\"name\":\"r\",\"mode\":\"auto\",\"actions\":["
               "{\"kind\":\"mail\",\"with\":{\"to\":\"bounce@contoso.example\","
               "\"subject\":\"x\",\"body\":\"y\"}},"
               "{\"kind\":\"mail\",\"with\":{\"to\":\"soc@contoso.example\","
               "\"subject\":\"{AlertDisplayName}\",\"body\":\"y\"}},"
               "{\"kind\":\"contain\",\"with\":{\"action\":\"vm-deallocate\","
               "\"target\":\"" SAND_SHOP "/providers/Microsoft.Compute/"
               "virtualMachines/none\"}},"
               "{\"kind\":\"contain\",\"with\":{\"action\":"
               "\"vm-deallocate\"}}]}");
    take(house, "a-1", NULL);
    house_engine(house, false);
    assert_int_equal(house_run(house, house_newest(house, 0)), RUN_FAILED);
    run = house_read(house, house_newest(house, 0));
    assert_int_equal(run->n_steps, 8);
    assert_int_equal(run->steps[0].state, RUN_FAILED);
    assert_int_equal(run->steps[1].state, RUN_SUCCEEDED);
    assert_int_equal(run->steps[2].state, RUN_FAILED);
    assert_int_equal(run->steps[3].state, RUN_SKIPPED);
    assert_int_equal(run->steps[4].state, RUN_SKIPPED);
    assert_int_equal(run->steps[7].state, RUN_SUCCEEDED);
    assert_int_equal(house_last_effect(house)->state, EFFECT_OBSERVED);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_reasons),         ROW(test_off),     ROW(test_shadow),
        ROW(test_guards),          ROW(test_changed), ROW(test_no_fit),
        ROW(test_open_and_closed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
