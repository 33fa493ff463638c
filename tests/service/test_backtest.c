/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Backtests over a store: for the command line at once, for a screen in
 * slices; cancelled, of an empty store, of rules and revisions that are not
 * there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "screen.h"
#include "service/backtest.h"
#include "service/rulebook.h"
#include "service/triage.h"
#include "util/when.h"

#define RULE(query, more)                                                      \
    "{\"name\":\"r\",\"mode\":\"shadow\",\"conditions\":[{\"all\":[{"          \
    "\"query\":\"" query "\"}]}],\"actions\":[{\"kind\":\"mail\","             \
    "\"with\":{\"to\":\"a@contoso.example\",\"subject\":\"s\",\"body\":"       \
    "\"b\"}}]" more "}"

static struct rule *read_rule(struct house *house, const char *text)
{
    struct json *json;
    struct rule *rule;

    assert_good(house, json_parse(str_of(text), &json, &house->err));
    assert_good(house, rule_from_json(json, &rule, &house->err));
    json_free(json);
    return rule;
}

struct going {
    int asked;
    int most; /* then it answers no; 0: never */
};

static bool go_on(void *with, int64_t done, int64_t total)
{
    struct going *going = with;

    assert_true(done <= total);
    going->asked++;
    return going->most == 0 || going->asked <= going->most;
}

static struct backtest_page *run(struct house *house,
                                 const struct backtest_order *order, int most)
{
    struct going going = {.most = most};
    struct backtest_wish wish;

    assert_good(house,
                backtest_wish_one(house->desk, order, &wish, &house->err));
    return backtest_run(house->desk, &wish, go_on, &going);
}

/* Two alerts on one machine, one on another; the first was closed. */
static void fill(struct house *house)
{
    static const struct house_alert alerts[] = {
        {.name = "one", .time = "2026-03-01T01:00:00Z"},
        {.name = "three",
         .time = "2026-03-03T01:00:00Z",
         .severity = "Low",
         .resource = SAND_VM2},
        {.name = "two", .time = "2026-03-01T02:00:00Z"},
    };
    int64_t row = 0;

    for (size_t i = 0; i < 3; i++) {
        int64_t taken = house_take(house, &alerts[i]);

        row = row ? row : taken;
    }
    assert_good(house, triage_close(house->desk, row, "TruePositive",
                                    "it was one", &house->err));
}

static void test_store(void **state)
{
    struct house *house = *state;
    struct backtest_order order = {.row = 0};
    struct backtest_page *page;

    fill(house);
    order.rule = read_rule(
        house, RULE("Severity =~ 'High'", ",\"guards\":{\"dedupe\":\"1d\"}"));
    page = run(house, &order, 0);
    assert_true(page->over);
    assert_int_equal(page->total, 3);
    assert_int_equal(page->done, 3);
    assert_int_equal(page->report.rules[0].fired, 1);
    assert_int_equal(page->report.rules[0].held[DECISION_DEDUPE], 1);
    assert_int_equal(page->report.rules[0].taken[CLOSED_TRUE], 1);
    assert_string_equal(page->report.rules[0].targets[0].name, SAND_VM);
    backtest_page_free(page);
    /* What only the body says, and a part of the time. */
    order = (struct backtest_order){
        .rule = read_rule(house, RULE("VendorName =~ 'microsoft'", "")),
        .since = INT64_C(1772323200000) + 90 * WHEN_MINUTE,
        .until = INT64_C(1772323200000) + 2 * WHEN_DAY,
    };
    page = run(house, &order, 0);
    assert_int_equal(page->total, 1);
    assert_int_equal(page->report.seen, 1);
    backtest_page_free(page);
}

static void test_empty(void **state)
{
    struct house *house = *state;
    struct backtest_order order = {
        .rule = read_rule(house, RULE("Severity =~ 'High'", ""))};
    struct backtest_page *page = run(house, &order, 0);

    assert_true(page->over);
    assert_int_equal(page->total, 0);
    assert_int_equal(page->report.rules[0].fired, 0);
    backtest_page_free(page);
}

/* Broken off at once, and after the events were read. */
static void test_cancel(void **state)
{
    struct house *house = *state;

    fill(house);
    for (int most = 1; most <= 2; most++) {
        struct backtest_order order = {
            .rule = read_rule(house, RULE("Severity =~ 'High'", ""))};
        struct backtest_page *page = run(house, &order, most - 1 ? 1 : -1);

        assert_false(page->over);
        assert_int_equal(page->report.seen, 0);
        assert_int_equal(page->error.code, ERR_NONE);
        backtest_page_free(page);
    }
}

static void test_revisions(void **state)
{
    struct house *house = *state;
    struct backtest_order order = {.row = 0};
    struct backtest_page *page;
    struct backtest_wish wish;
    struct rule *rule;
    int64_t row;

    fill(house);
    row = house_rule(house, house->desk, RULE("Severity =~ 'High'", ""));
    assert_good(house, rulebook_get(house->desk, STR("r"), &rule, &house->err));
    rule_free(rule);
    rule = read_rule(house, RULE("ResourceId contains 'vm'", ""));
    rule->row = row;
    rule->revision = 1;
    assert_good(house, rulebook_save(house->desk, rule, &house->err));
    rule_free(rule);
    order = (struct backtest_order){.row = row, .against = 1};
    page = run(house, &order, 0);
    assert_int_equal(page->report.n, 2);
    assert_int_equal(page->report.rules[0].revision, 1);
    assert_int_equal(page->report.rules[0].fired, 2);
    assert_int_equal(page->report.rules[1].revision, 2);
    assert_int_equal(page->report.rules[1].fired, 3);
    assert_int_equal(page->report.only[1], 1);
    assert_int_equal(page->report.both, 2);
    backtest_page_free(page);
    order = (struct backtest_order){.row = row, .revision = 3};
    assert_false(backtest_wish_one(house->desk, &order, &wish, &house->err));
    assert_int_equal(house->err.code, ERR_ABSENT);
    assert_non_null(strstr(house->err.text, "revision 3"));
    order = (struct backtest_order){.row = row + 1};
    assert_false(backtest_wish_one(house->desk, &order, &wish, &house->err));
    /* Not even then is what was given away kept. */
    order = (struct backtest_order){
        .rule = read_rule(house, RULE("Severity =~ 'High'", "")),
        .row = row,
        .against = 9};
    assert_false(backtest_wish_one(house->desk, &order, &wish, &house->err));
}

/* ---- through a screen ----------------------------------------------------*/

static struct backtest_page *wait_over(struct screen *screen,
                                       enum note_kind kind, uint64_t ticket)
{
    for (;;) {
        struct note *note = screen_wait(screen, kind, ticket);
        struct backtest_page *page = note->is.backtest;

        note->is.backtest = NULL;
        note_free(note);
        if (page->over || page->error.code != ERR_NONE)
            return page;
        backtest_page_free(page);
    }
}

static void test_screen(void **state)
{
    struct house *house = *state;
    struct backtest_page *page;
    struct screen screen;
    struct ask ask;
    int64_t row;

    fill(house);
    row = house_rule(house, house->desk, RULE("Severity =~ 'High'", ""));
    screen_open(&screen, house->config);
    ask = (struct ask){.kind = ASK_BACKTEST, .rule_row = row};
    page = wait_over(&screen, NOTE_BACKTEST, screen_ask(&screen, &ask));
    assert_int_equal(page->report.rules[0].fired, 2);
    backtest_page_free(page);
    ask = (struct ask){.kind = ASK_NOISE};
    page = wait_over(&screen, NOTE_NOISE, screen_ask(&screen, &ask));
    assert_int_equal(page->report.n, 1);
    assert_int_equal(page->report.rules[0].row, row);
    assert_int_equal(page->report.rules[0].fired, 2);
    backtest_page_free(page);
    /* A draft beside what is stored. */
    ask = (struct ask){
        .kind = ASK_BACKTEST,
        .rule = read_rule(house, RULE("Severity =~ 'Low'", "")),
        .rule_row = row,
        .against = 1,
    };
    page = wait_over(&screen, NOTE_BACKTEST, screen_ask(&screen, &ask));
    assert_int_equal(page->report.only[0], 2);
    assert_int_equal(page->report.only[1], 1);
    backtest_page_free(page);
    ask = (struct ask){.kind = ASK_BACKTEST, .rule_row = row + 5};
    page = wait_over(&screen, NOTE_BACKTEST, screen_ask(&screen, &ask));
    assert_int_equal(page->error.code, ERR_ABSENT);
    backtest_page_free(page);
    /* Stopped or left while it goes on: nothing hangs, nothing leaks. */
    ask = (struct ask){.kind = ASK_BACKTEST, .rule_row = row};
    screen_ask(&screen, &ask);
    ask = (struct ask){.kind = ASK_STOP};
    screen_ask(&screen, &ask);
    ask = (struct ask){.kind = ASK_BACKTEST, .rule_row = row};
    screen_ask(&screen, &ask);
    screen_close(&screen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_store, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_empty, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_cancel, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_revisions, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_screen, house_setup,
                                        house_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
