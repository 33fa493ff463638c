/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window of rows: what is asked for, and where the finger stays.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake.h"
#include "ui/queue_rows.h"

#define PAGE 20

struct set {
    struct queue_rows rows;
    struct fake fake;
    uint64_t tickets;
    size_t asks;
};

static void give(struct set *set, const struct ask *ask)
{
    struct note *note = fake_answer(&set->fake, ask);

    assert_true(queue_rows_take(&set->rows, note->is.queue, note->ticket));
    note->is.queue = NULL;
    note_free(note);
}

/* Asks until nothing more is wanted; more than a few are a busy loop. */
static void settle(struct set *set)
{
    struct ask ask;

    for (int i = 0; i < 5 && queue_rows_need(&set->rows, &ask); i++) {
        ask.ticket = ++set->tickets;
        set->asks++;
        queue_rows_asked(&set->rows, &ask);
        give(set, &ask);
    }
    assert_false(queue_rows_need(&set->rows, &ask));
}

static int open_set(void **state)
{
    struct set *set = calloc(1, sizeof(*set));

    set->fake.state = FAKE_MANY;
    queue_rows_init(&set->rows);
    set->rows.list.page = PAGE;
    settle(set);
    *state = set;
    return 0;
}

static int close_set(void **state)
{
    struct set *set = *state;

    queue_rows_done(&set->rows);
    free(set);
    return 0;
}

static int64_t finger(const struct set *set)
{
    const struct queue_row *row = queue_rows_current(&set->rows);

    return row ? row->row : 0;
}

static void test_first(void **state)
{
    struct set *set = *state;

    assert_int_equal(set->asks, 1);
    assert_int_equal(set->rows.list.count, 1000);
    assert_int_equal(finger(set), 1000);
}

/* Down through all rows: never a row that is not held, and few asks. */
static void test_hold_down(void **state)
{
    struct set *set = *state;

    for (int64_t i = 999; i > 0; i--) {
        queue_rows_move(&set->rows, LIST_DOWN);
        assert_int_equal(finger(set), i);
        settle(set);
    }
    assert_true(set->asks < 25);
}

/* Further than what is held: blank until the answer is there. */
static void test_far(void **state)
{
    struct set *set = *state;

    queue_rows_move(&set->rows, LIST_END);
    assert_null(queue_rows_current(&set->rows));
    settle(set);
    assert_int_equal(finger(set), 1);
    queue_rows_go(&set->rows, 500);
    settle(set);
    assert_int_equal(finger(set), 500);
    assert_true(set->asks <= 3);
}

/* Rows that arrive above: the finger stays on its row and line. */
static void test_arrive(void **state)
{
    struct set *set = *state;
    struct ask same = {.kind = ASK_QUEUE, .count = 200, .ticket = 1};

    queue_rows_go(&set->rows, 50);
    assert_int_equal(finger(set), 950);
    assert_int_equal(set->rows.list.top, 31);
    set->fake.arrived = 7;
    give(set, &same);
    assert_int_equal(finger(set), 950);
    assert_int_equal(set->rows.list.cursor, 57);
    assert_int_equal(set->rows.list.top, 38);
    assert_int_equal(queue_rows_unseen(&set->rows), 7);
    queue_rows_move(&set->rows, LIST_HOME);
    assert_int_equal(queue_rows_unseen(&set->rows), 0);
    queue_rows_move(&set->rows, LIST_END);
    assert_int_equal(queue_rows_unseen(&set->rows), 0);
}

/* At the top they are seen, and push the finger's row down the screen. */
static void test_arrive_at_top(void **state)
{
    struct set *set = *state;
    struct ask same = {.kind = ASK_QUEUE, .count = 200, .ticket = 1};

    set->fake.arrived = 3;
    give(set, &same);
    assert_int_equal(finger(set), 1000);
    assert_int_equal(set->rows.list.cursor, 3);
    assert_int_equal(set->rows.list.top, 0);
    assert_int_equal(queue_rows_unseen(&set->rows), 0);
    set->fake.arrived = 40;
    give(set, &same);
    assert_int_equal(finger(set), 1000);
    assert_int_not_equal(set->rows.list.top, 0);
}

static void test_follow(void **state)
{
    struct set *set = *state;
    struct ask same = {.kind = ASK_QUEUE, .count = 200, .ticket = 1};

    set->rows.follow = true;
    set->fake.arrived = 3;
    give(set, &same);
    assert_int_equal(finger(set), 1003);
}

static void test_pause(void **state)
{
    struct set *set = *state;
    struct ask same = {.kind = ASK_QUEUE, .count = 200, .ticket = 1};

    queue_rows_pause(&set->rows, true);
    set->fake.arrived = 3;
    give(set, &same);
    assert_int_equal(set->rows.list.count, 1000);
    queue_rows_pause(&set->rows, false);
    assert_int_equal(set->rows.list.count, 1003);
    assert_int_equal(finger(set), 1000);
}

/* A page that came by itself without the finger's row is not taken; the
 * window round the finger is asked for. */
static void test_stray(void **state)
{
    struct set *set = *state;
    struct ask same = {.kind = ASK_QUEUE, .count = 200};
    struct ask ask;

    queue_rows_go(&set->rows, 500);
    settle(set);
    same.ticket = set->tickets;
    give(set, &same);
    assert_int_equal(finger(set), 500);
    assert_true(queue_rows_need(&set->rows, &ask));
    assert_int_equal(ask.anchor, 500);
    settle(set);
    assert_int_equal(finger(set), 500);
}

static void test_view(void **state)
{
    struct set *set = *state;
    struct queue_view view = {.query = "Severity =~ 'High'",
                              .sort = SORT_SEVERITY};
    struct ask ask;

    queue_rows_go(&set->rows, 30);
    queue_rows_set_view(&set->rows, &view);
    assert_true(queue_rows_need(&set->rows, &ask));
    assert_string_equal(ask.text, view.query);
    assert_int_equal(ask.sort, SORT_SEVERITY);
    assert_int_equal(ask.anchor, 970);
    settle(set);
    assert_int_equal(finger(set), 970);
}

static void test_find(void **state)
{
    struct set *set = *state;
    struct ask ask = {.kind = ASK_FIND,
                      .text = "SQL injection",
                      .count = 200,
                      .anchor = 1000,
                      .ticket = 900};

    set->rows.find = ask.ticket;
    give(set, &ask);
    assert_false(set->rows.lost);
    assert_int_equal(finger(set), 999);
    set->rows.find = ++ask.ticket;
    snprintf(ask.text, sizeof(ask.text), "nowhere");
    give(set, &ask);
    assert_true(set->rows.lost);
    assert_int_equal(finger(set), 999);
    settle(set);
    assert_int_equal(finger(set), 999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_first, open_set, close_set),
        cmocka_unit_test_setup_teardown(test_hold_down, open_set, close_set),
        cmocka_unit_test_setup_teardown(test_far, open_set, close_set),
        cmocka_unit_test_setup_teardown(test_arrive, open_set, close_set),
        cmocka_unit_test_setup_teardown(test_arrive_at_top, open_set,
                                        close_set),
        cmocka_unit_test_setup_teardown(test_follow, open_set, close_set),
        cmocka_unit_test_setup_teardown(test_pause, open_set, close_set),
        cmocka_unit_test_setup_teardown(test_stray, open_set, close_set),
        cmocka_unit_test_setup_teardown(test_view, open_set, close_set),
        cmocka_unit_test_setup_teardown(test_find, open_set, close_set),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
