/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Break-glass: done at once, confirmed afterwards, or loud.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/report.h"
#include "util/when.h"

static const char *const options[] = {"--scenario", "none", NULL};

static bool act(struct house *house, const char *why, bool glass, int64_t *run)
{
    struct contain_wish wish = {.action = "storage-public-off",
                                .target = SAND_STORE,
                                .why = why,
                                .glass = glass};

    return contain_wish(house->desk, &wish, run, &house->err);
}

static void refused(struct house *house, bool ok, enum err_code code,
                    const char *says)
{
    assert_false(ok);
    assert_int_equal(house->err.code, code);
    if (strstr(house->err.text, says) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", house->err.text, says);
}

static int64_t loud(struct house *house)
{
    struct engine_status status;

    assert_good(house, engine_status_read(house->desk, &status, &house->err));
    return status.glass_loud;
}

static bool is_loud(struct house *house, const void *with)
{
    (void)with;
    return loud(house) == 1;
}

static bool is_over(struct house *house, const void *with)
{
    struct approval_page *page =
        approval_page_one(house->desk, *(const int64_t *)with);
    bool over = page->n == 1 && page->rows->state != APPROVAL_PENDING;

    approval_page_free(page);
    return over;
}

/* Protected, so that it would wait; done all the same. */
static int64_t break_it(struct house *house, const char *const *sets)
{
    int64_t run;

    house_open(house, options, sets);
    refused(house, act(house, " ", true, &run), ERR_INPUT, "reason");
    assert_good(house, act(house, "it burns", true, &run));
    house_engine(house, false);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 1);
    assert_true(house_waiting(house)->glass);
    return house_waiting(house)->row;
}

static const char *const calm[] = {"containment.protected=*stcontososhop",
                                   NULL};
static const char *const hasty[] = {"containment.protected=*stcontososhop",
                                    "approvals.confirm=1s", NULL};

/* The board and the report tell of it, and how it stands. */
static void told(struct house *house, enum approval_state state,
                 const char *says)
{
    const struct report_period period = {.until = when_now() + WHEN_HOUR};
    struct effect_page *board = effect_page_read(house->desk, false);
    struct report_page *report = report_page_read(house->desk, &period, 1);
    struct report_fact facts[REPORT_ALL_FACTS];

    assert_int_equal(board->n, 1);
    assert_non_null(effect_glass(board, 0));
    assert_int_equal(effect_glass(board, 0)->state, state);
    assert_int_equal(report->report.glass[state], 1);
    report_all_facts(report, report->arena, facts);
    assert_non_null(strstr(facts[REPORT_ALL_FACTS - 1].text, says));
    effect_page_free(board);
    report_page_free(report);
}

static void test_confirmed(void **state)
{
    struct house house;
    int64_t row = break_it(&house, calm);

    (void)state;
    refused(&house, house_answer(house.desk, row, true, "mine", &house.err),
            ERR_DENIED, "four eyes");
    assert_int_equal(loud(&house), 0);
    told(&house, APPROVAL_PENDING, "1 still to be confirmed");
    assert_good(&house, house_answer(house.second, row, true, "it did burn",
                                     &house.err));
    told(&house, APPROVAL_APPROVED, "1 were confirmed");
    assert_true(is_over(&house, &row));
    assert_int_equal(loud(&house), 0);
    house_close(&house);
}

/* Too late is loud, and can still be confirmed. */
static void test_late(void **state)
{
    struct house house;
    int64_t row = break_it(&house, hasty);

    (void)state;
    assert_true(house_until(&house, is_loud, NULL, HOUSE_WAIT));
    assert_good(&house,
                house_answer(house.second, row, true, "late", &house.err));
    assert_int_equal(loud(&house), 0);
    house_close(&house);
}

/* What is taken back needs no confirmation. */
static void test_undone(void **state)
{
    struct house house;
    int64_t row = break_it(&house, hasty);
    int64_t run;

    (void)state;
    assert_true(house_until(&house, is_loud, NULL, HOUSE_WAIT));
    assert_good(&house, contain_undo(house.desk, house_last_effect(&house)->row,
                                     "over", &run, &house.err));
    assert_int_equal(house_run(&house, run), RUN_SUCCEEDED);
    assert_true(house_until(&house, is_over, &row, HOUSE_WAIT));
    assert_int_equal(loud(&house), 0);
    house_close(&house);
}

/* Disputed, it is loud until it is taken back. */
static void test_disputed(void **state)
{
    struct house house;
    int64_t row = break_it(&house, calm);
    int64_t run;

    (void)state;
    assert_good(&house,
                house_answer(house.second, row, false, "no fire", &house.err));
    assert_int_equal(loud(&house), 1);
    assert_good(&house,
                contain_undo(house.second, house_last_effect(&house)->row,
                             "no fire", &run, &house.err));
    assert_int_equal(house_run(&house, run), RUN_SUCCEEDED);
    assert_int_equal(loud(&house), 0);
    house_close(&house);
}

/* What cannot be taken back is over: a dispute has nothing to wait for. */
static void test_final(void **state)
{
    const struct contain_wish wish = {.action = "storage-rotate-key",
                                      .target = SAND_STORE,
                                      .why = "it leaked",
                                      .glass = true};
    struct house house;
    int64_t row;
    int64_t run;

    (void)state;
    house_open(&house, options, NULL);
    assert_good(&house, contain_wish(house.desk, &wish, &run, &house.err));
    house_engine(&house, false);
    assert_int_equal(house_run(&house, run), RUN_SUCCEEDED);
    row = house_waiting(&house)->row;
    assert_good(&house, house_answer(house.second, row, false, "it did not",
                                     &house.err));
    assert_int_equal(loud(&house), 0);
    house_close(&house);
}

/* Only what would wait, and only by those who may. */
static void test_refused(void **state)
{
    static const char *const roles[] = {"containment.protected=*stcontososhop",
                                        "roles.analyst=ann",
                                        "roles.approver=bob", NULL};
    struct house house;
    int64_t run;

    (void)state;
    house_open(&house, options, NULL);
    refused(&house, act(&house, "it burns", true, &run), ERR_INPUT,
            "without break-glass");
    house_close(&house);
    house_open(&house, options, roles);
    refused(&house, act(&house, "it burns", true, &run), ERR_DENIED,
            "approver");
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_confirmed), cmocka_unit_test(test_late),
        cmocka_unit_test(test_undone),    cmocka_unit_test(test_disputed),
        cmocka_unit_test(test_final),     cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
