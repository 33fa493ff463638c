/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "store/tickets.h"

static int64_t put(struct stage *stage, int64_t event, const char *ref,
                   const char *state, int64_t due)
{
    const struct ticket ticket = {
        .run = 3,
        .step = 4,
        .event = event,
        .connector = "snow",
        .kind = "servicenow",
        .ref = ref,
        .label = "INC1",
        .url = "https://x/1",
        .state = state,
        .made = 10,
        .checked = 10,
        .due = due,
    };
    int64_t row = 0;

    stage_must(stage, tickets_put(stage->store, &ticket, &row, &stage->err));
    return row;
}

static void test_put(void **state)
{
    struct stage *stage = *state;
    int64_t row = put(stage, 7, "a", "New", 20);
    struct ticket ticket;

    assert_int_equal(put(stage, 7, "a", "", 30), row);
    stage_must(stage, tickets_get(stage->store, row, stage->arena, &ticket,
                                  &stage->err));
    assert_int_equal(ticket.run, 3);
    assert_int_equal(ticket.step, 4);
    assert_int_equal(ticket.event, 7);
    assert_string_equal(ticket.connector, "snow");
    assert_string_equal(ticket.kind, "servicenow");
    assert_string_equal(ticket.ref, "a");
    assert_string_equal(ticket.label, "INC1");
    assert_string_equal(ticket.url, "https://x/1");
    assert_string_equal(ticket.state, "New");
    assert_int_equal(ticket.made, 10);
    assert_int_equal(ticket.due, 20);
    assert_int_equal(put(stage, 7, "a", "On Hold", 30), row);
    stage_must(stage, tickets_get(stage->store, row, stage->arena, &ticket,
                                  &stage->err));
    assert_string_equal(ticket.state, "On Hold");
    stage_refused(
        stage,
        tickets_get(stage->store, 99, stage->arena, &ticket, &stage->err),
        ERR_INPUT, "no such ticket");
}

static void test_due(void **state)
{
    struct stage *stage = *state;
    struct ticket *due;
    struct ticket ticket;
    int64_t next;
    size_t n;

    put(stage, 7, "a", "New", 20);
    put(stage, 8, "b", "New", 30);
    put(stage, 8, "c", "New", 15);
    stage_must(stage, tickets_due(stage->store, 20, 10, stage->arena, &due, &n,
                                  &next, &stage->err));
    assert_int_equal(n, 2);
    assert_string_equal(due[0].ref, "c");
    assert_int_equal(next, 30);
    due[0].closed = 21;
    due[0].state = "Closed";
    due[0].trouble = "";
    stage_must(stage, tickets_save(stage->store, &due[0], &stage->err));
    due[1].due = 40;
    due[1].failures = 2;
    due[1].trouble = "not there";
    stage_must(stage, tickets_save(stage->store, &due[1], &stage->err));
    stage_must(stage, tickets_due(stage->store, 35, 10, stage->arena, &due, &n,
                                  &next, &stage->err));
    assert_int_equal(n, 1);
    assert_string_equal(due[0].ref, "b");
    assert_int_equal(next, 40);
    stage_must(stage, tickets_of(stage->store, 8, stage->arena, &due, &n,
                                 &stage->err));
    assert_int_equal(n, 2);
    assert_string_equal(due[1].state, "Closed");
    stage_must(stage, tickets_open(stage->store, 8, "snow", stage->arena,
                                   &ticket, &stage->err));
    assert_string_equal(ticket.ref, "b");
    stage_must(stage, tickets_open(stage->store, 8, "jira", stage->arena,
                                   &ticket, &stage->err));
    assert_string_equal(ticket.ref, "");
    stage_must(stage, tickets_open(stage->store, 7, "snow", stage->arena,
                                   &ticket, &stage->err));
    assert_int_equal(ticket.failures, 2);
    assert_string_equal(ticket.trouble, "not there");
}

/* Retention takes those that are closed. */
static void test_prune(void **state)
{
    struct stage *stage = *state;
    struct ticket ticket;
    int64_t open = put(stage, 7, "a", "New", 20);
    int64_t closed = put(stage, 7, "b", "New", 20);
    bool more;

    stage_must(stage, tickets_get(stage->store, closed, stage->arena, &ticket,
                                  &stage->err));
    ticket.closed = 50;
    stage_must(stage, tickets_save(stage->store, &ticket, &stage->err));
    stage_must(stage, store_prune(stage->store, 100, &more, &stage->err));
    stage_must(stage, tickets_get(stage->store, open, stage->arena, &ticket,
                                  &stage->err));
    stage_refused(
        stage,
        tickets_get(stage->store, closed, stage->arena, &ticket, &stage->err),
        ERR_INPUT, "ticket");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_put),
        STAGE_TEST(test_due),
        STAGE_TEST(test_prune),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
