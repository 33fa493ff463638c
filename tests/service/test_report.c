/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Figures of a period with what to do about each rule.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/report.h"
#include "service/rulebook.h"
#include "service/triage.h"
#include "util/when.h"

#define NOW INT64_C(1772712000000)

/* Asked each time, and right whenever somebody looked. */
#define GOOD_TEN .mode = RULE_APPROVE, .days = 1, .fired = 20, .good = 10

/* One row a case: figures of a rule, and the advice. */
static const struct {
    const char *advice;
    const char *says;
    enum rule_mode mode;
    int64_t days;  /* since it was made */
    int64_t quiet; /* 1: it never fired */
    int64_t fired;
    int64_t held;
    int64_t good; /* reviewed */
    int64_t benign;
    int64_t approved;
    int64_t denied;
    int64_t expired;
    int64_t ran;
    int64_t failed;
    int64_t in_force;
    int64_t undone;
} cases[] = {
    {.advice = "", .says = "", .mode = RULE_SHADOW, .days = 1, .quiet = 1},
    {.advice = "", .says = "", .mode = RULE_AUTO, .days = 400, .fired = 9},
    {.advice = "", .says = "", .mode = RULE_OFF, .days = 400, .quiet = 1},
    {.advice = "never",
     .says = "14 days",
     .mode = RULE_SHADOW,
     .days = 14,
     .quiet = 1},
    {.advice = "never",
     .says = "89 days",
     .mode = RULE_APPROVE,
     .days = 89,
     .quiet = 1},
    {.advice = "retire",
     .says = "90 days",
     .mode = RULE_APPROVE,
     .days = 90,
     .quiet = 1},
    {.advice = "review",
     .says = "fired 10 times",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 10},
    {.advice = "",
     .says = "",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 10,
     .good = 1},
    {.advice = "",
     .says = "",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 10,
     .benign = 4},
    {.advice = "benign",
     .says = "All 5",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 10,
     .benign = 5},
    {.advice = "retire",
     .says = "0 of 20",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 20,
     .benign = 20},
    {.advice = "retire",
     .says = "1 of 20",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 20,
     .good = 1,
     .benign = 19},
    {.advice = "",
     .says = "",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 20,
     .good = 2,
     .benign = 18},
    {.advice = "promote",
     .says = "with approval",
     .mode = RULE_SHADOW,
     .days = 1,
     .fired = 20,
     .good = 9,
     .benign = 1},
    {.advice = "",
     .says = "",
     .mode = RULE_SHADOW,
     .days = 1,
     .fired = 20,
     .good = 8,
     .benign = 2},
    {.advice = "",
     .says = "",
     .mode = RULE_SHADOW,
     .days = 1,
     .fired = 20,
     .good = 9},
    {.advice = "",
     .says = "",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 20,
     .good = 10},
    {.advice = "", .says = "", GOOD_TEN, .approved = 9},
    {.advice = "promote", .says = "All 10", GOOD_TEN, .approved = 10},
    {.advice = "", .says = "", GOOD_TEN, .approved = 10, .denied = 1},
    {.advice = "", .says = "", GOOD_TEN, .approved = 10, .expired = 1},
    {.advice = "",
     .says = "",
     GOOD_TEN,
     .approved = 10,
     .ran = 9,
     .in_force = 4,
     .undone = 1},
    {.advice = "expiring",
     .says = "3 of 6",
     .mode = RULE_APPROVE,
     .days = 1,
     .fired = 6,
     .good = 1,
     .approved = 2,
     .denied = 1,
     .expired = 3},
    {.advice = "",
     .says = "",
     .mode = RULE_APPROVE,
     .days = 1,
     .fired = 6,
     .good = 1,
     .approved = 3,
     .denied = 1,
     .expired = 3},
    {.advice = "failing",
     .says = "1 of 4",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 6,
     .good = 1,
     .ran = 3,
     .failed = 1},
    {.advice = "",
     .says = "",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 6,
     .good = 1,
     .ran = 4,
     .failed = 1},
    {.advice = "",
     .says = "",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 6,
     .good = 1,
     .failed = 3},
    {.advice = "regret",
     .says = "1 of 3",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 6,
     .good = 1,
     .ran = 3,
     .in_force = 3,
     .undone = 1},
    {.advice = "regret",
     .says = "less",
     .mode = RULE_APPROVE,
     .days = 1,
     .fired = 6,
     .good = 1,
     .ran = 3,
     .in_force = 3,
     .undone = 3},
    {.advice = "",
     .says = "",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 6,
     .good = 1,
     .ran = 3,
     .in_force = 4,
     .undone = 1},
    {.advice = "held",
     .says = "50 times",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 5,
     .held = 50,
     .good = 1},
    {.advice = "",
     .says = "",
     .mode = RULE_AUTO,
     .days = 1,
     .fired = 6,
     .held = 50,
     .good = 1},
};

static void test_advice(void **state)
{
    struct report_period period = {NOW - 30 * WHEN_DAY, NOW, 0};
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct report_figures f = {
            .rule = 1,
            .made = NOW - cases[i].days * WHEN_DAY,
            .last_fired = cases[i].quiet ? 0 : NOW,
            .fired = cases[i].fired,
            .in_force = cases[i].in_force,
            .undone = cases[i].undone,
        };
        struct report_row row = {
            .figures = &f, .name = "r", .mode = cases[i].mode};

        f.held[DECISION_DEDUPE] = cases[i].held;
        f.reviewed[REVIEW_TRUE] = cases[i].good;
        f.reviewed[REVIEW_BENIGN] = cases[i].benign;
        f.approvals[APPROVAL_APPROVED] = cases[i].approved;
        f.approvals[APPROVAL_DENIED] = cases[i].denied;
        f.approvals[APPROVAL_EXPIRED] = cases[i].expired;
        f.runs[RUN_SUCCEEDED] = cases[i].ran;
        f.runs[RUN_FAILED] = cases[i].failed;
        report_advise(&period, &row, arena);
        if (strcmp(report_advice_name(row.advice), cases[i].advice) != 0 ||
            strstr(row.why, cases[i].says) == NULL)
            fail_msg("case %zu: \"%s\": %s", i, report_advice_name(row.advice),
                     row.why);
    }
    arena_free(arena);
}

/* What is not known is said in words. */
static void test_facts(void **state)
{
    struct report_figures f = {.rule = 1, .fired = 3, .shadowed = 4};
    struct report_fact facts[REPORT_FACTS];
    struct arena *arena = arena_new();

    (void)state;
    report_facts(&f, &f.answers, arena, facts);
    assert_string_equal(facts[0].text, "3, and 4 in shadow");
    assert_string_equal(facts[1].text, "none");
    assert_string_equal(facts[2].text, "no event was reviewed");
    assert_string_equal(facts[4].text, "none");
    assert_string_equal(facts[6].text, "none");
    assert_int_equal(report_precision(f.reviewed), -1);
    assert_int_equal(report_regret(&f), -1);
    f.held[DECISION_DEDUPE] = 2;
    f.held[DECISION_QUOTA] = 1;
    f.reviewed[REVIEW_TRUE] = 2;
    f.reviewed[REVIEW_FALSE] = 1;
    f.answers = (struct report_spans){5, 90 * WHEN_SECOND, 3 * WHEN_HOUR};
    f.effects[EFFECT_OBSERVED] = 2;
    f.effects[EFFECT_FAILED] = 1;
    f.effects[EFFECT_UNDONE] = 1;
    f.in_force = 3;
    f.undone = 1;
    report_facts(&f, &f.answers, arena, facts);
    assert_string_equal(facts[1].text, "2 dedupe, 1 quota");
    assert_int_equal(report_held(&f), 2);
    assert_string_equal(facts[2].text, "2 true positive, 0 benign, 1 false "
                                       "positive: precision 66 %");
    assert_string_equal(facts[4].text,
                        "5, half within 90 s, nine of ten within 3 h");
    assert_string_equal(facts[6].text,
                        "4 asked for, 3 seen to be so, 1 failed, 1 taken "
                        "back: regret 33 %");
    arena_free(arena);
}

static const char rule_text[] =
    "{\"name\":\"watch\",\"mode\":\"shadow\",\"conditions\":"
    "[{\"all\":[{\"property\":\"Severity\",\"operator\":\"==\",\"value\":"
    "\"High\"}]}],\"actions\":[{\"kind\":\"contain\",\"with\":{\"action\":"
    "\"vm-deallocate\"}}]}";

static struct report_page *read_page(struct house *house, int64_t rule)
{
    struct report_period period = {when_now() - WHEN_DAY, when_now() + WHEN_DAY,
                                   rule};
    struct report_page *page = report_page_read(house->desk, &period, 24);

    if (page->error.code != ERR_NONE)
        fail_msg("%s", page->error.text);
    return page;
}

/* From what really happens in a house. */
static void test_page(void **state)
{
    struct house *house = *state;
    int64_t rule = house_rule(house, house->desk, rule_text);
    struct report_page *page;
    int64_t event;

    event = house_take(house, &(struct house_alert){.name = "a"});
    house_take(house, &(struct house_alert){.name = "b", .severity = "Low"});
    assert_good(house,
                triage_acknowledge(house->second, event, true, &house->err));
    page = read_page(house, 0);
    assert_int_equal(page->n, 1);
    assert_string_equal(page->rows[0].name, "watch");
    assert_int_equal(page->rows[0].figures->rule, rule);
    assert_int_equal(page->rows[0].figures->shadowed, 1);
    assert_int_equal(page->rows[0].figures->fired, 0);
    assert_int_equal(page->rows[0].figures->runs[RUN_SKIPPED], 1);
    assert_int_equal(report_precision(page->rows[0].figures->reviewed), -1);
    assert_int_equal(page->total.shadowed, 1);
    assert_int_equal(page->report.taken_up[BY_PEOPLE].n, 1);
    assert_int_equal(page->report.taken_up[BY_RULES].n, 0);
    assert_int_equal(page->n_parts, 24);
    report_page_free(page);

    /* Gone, and what it did is still told. */
    assert_good(house, rulebook_remove(house->desk, STR("watch"), &house->err));
    page = read_page(house, 0);
    assert_int_equal(page->n, 1);
    assert_true(page->rows[0].figures->removed);
    assert_int_equal(page->rows[0].advice, ADVICE_NONE);
    report_page_free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_advice),
        cmocka_unit_test(test_facts),
        cmocka_unit_test_setup_teardown(test_page, house_setup, house_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
