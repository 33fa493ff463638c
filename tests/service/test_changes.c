/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules that wait for certain changes, and those that riposte itself makes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/rulebook.h"
#include "service/triage.h"

#define SHADOW                                                                 \
    "\"mode\":\"shadow\",\"actions\":[{\"kind\":\"contain\","                  \
    "\"with\":{\"action\":\"vm-deallocate\"}}]}"

static int64_t rule_on(struct house *house, const char *trigger)
{
    return house_rule(house, house->desk,
                      arena_printf(house->arena,
                                   "{\"name\":\"r\",\"trigger\":{%s}," SHADOW,
                                   trigger));
}

/* One alert, new and then changed: fires the change? */
static void test_transitions(void **state)
{
    static const struct {
        const char *changes;
        const char *severity[2];
        const char *status[2];
        int64_t fired;
    } rows[] = {
        {"{\"property\":\"Severity\",\"moved\":\"raised\"}",
         {"Low", "High"},
         {"Active", "Active"},
         1},
        {"{\"property\":\"Severity\",\"moved\":\"raised\"}",
         {"High", "Low"},
         {"Active", "Active"},
         0},
        {"{\"property\":\"Status\",\"from\":\"Active\",\"to\":\"Resolved\"}",
         {"Low", "Low"},
         {"Active", "Resolved"},
         1},
        {"{\"property\":\"Status\",\"to\":\"Resolved\"}",
         {"Low", "High"},
         {"Active", "Active"},
         0},
        {"{\"property\":\"Status\",\"to\":\"Dismissed\"},{\"property\":"
         "\"Severity\"}",
         {"Low", "High"},
         {"Active", "Active"},
         1},
    };
    struct house *house = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ingest_count count = {0};
        char name[16];

        snprintf(name, sizeof(name), "c-%zu", i);
        rule_on(house, arena_printf(house->arena,
                                    "\"on\":[\"changed\"],\"changes\":[%s]",
                                    rows[i].changes));
        for (int k = 0; k < 2; k++)
            count =
                house_ingest(house,
                             house_alert(house,
                                         &(struct house_alert){
                                             .name = name,
                                             .severity = rows[i].severity[k],
                                             .status = rows[i].status[k]}),
                             false);
        if (count.fired != rows[i].fired)
            fail_msg("row %zu", i);
        assert_good(house, rulebook_remove(house->desk, STR("r"), &house->err));
    }
}

/* A person gives it an owner; a rule that waits for any change does not mind,
 * one that waits for an owner does. */
static void test_owner(void **state)
{
    static const struct {
        const char *trigger;
        bool fires;
    } rows[] = {
        {"\"on\":[\"changed\"]", false},
        {"\"on\":[\"changed\"],\"changes\":[{\"property\":\"Owner\",\"to\":"
         "\"ann\"}]",
         true},
        {"\"on\":[\"changed\"],\"changes\":[{\"property\":\"Owner\",\"to\":"
         "\"bob\"}]",
         false},
    };
    struct house *house = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct runs_filter filter = {.limit = 10};
        struct run *runs;
        char name[16];
        int64_t event;
        size_t n;

        snprintf(name, sizeof(name), "o-%zu", i);
        rule_on(house, rows[i].trigger);
        event = house_take(house, &(struct house_alert){.name = name});
        assert_good(house, triage_local(house->desk, TRIAGE_OWNER, event, "ann",
                                        &house->err));
        filter.event = event;
        assert_good(house, runs_list(house->desk->store, &filter, house->arena,
                                     &runs, &n, &house->err));
        assert_int_equal(n, rows[i].fires);
        assert_good(house, rulebook_remove(house->desk, STR("r"), &house->err));
    }
}

/* The status that riposte has written comes back: no news, unless asked for. */
static void test_ours(void **state)
{
    static const struct {
        const char *trigger;
        int64_t fired;
    } rows[] = {
        {"\"on\":[\"changed\",\"closed\"]", 0},
        {"\"on\":[\"changed\",\"closed\",\"ours\"]", 1},
    };
    struct house *house = *state;

    house_engine(house, false);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct house_alert alert = {.there = true};
        struct ingest_count count;
        char name[16];
        int64_t event;

        snprintf(name, sizeof(name), "s-%zu", i);
        alert.name = name;
        rule_on(house, rows[i].trigger);
        event = house_take(house, &alert);
        assert_good(house, triage_status(house->desk, event, "Dismissed",
                                         "tired of it", &house->err));
        assert_int_equal(house_run(house, house_newest(house, 0)),
                         RUN_SUCCEEDED);
        alert.there = false;
        alert.status = "Dismissed";
        count = house_ingest(house, house_alert(house, &alert), false);
        assert_int_equal(count.changed, 1);
        assert_int_equal(count.fired, rows[i].fired);
        /* And once only: what comes next is somebody else's. */
        alert.status = "Active";
        count = house_ingest(house, house_alert(house, &alert), false);
        assert_int_equal(count.fired, 1);
        assert_good(house, rulebook_remove(house->desk, STR("r"), &house->err));
    }
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_transitions),
        ROW(test_owner),
        ROW(test_ours),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
