/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "store/runs.h"

static int64_t ask(struct stage *stage, int64_t run, int64_t expires)
{
    struct json *frozen;
    struct approval approval = {.run = run,
                                .event = 7,
                                .rule = 3,
                                .title = "Deallocate vm-web-01",
                                .requester = "rule contain-web",
                                .author = "mara",
                                .editor = "omar",
                                .class = 2,
                                .digest = "abc",
                                .asked = 10,
                                .expires = expires};

    stage_must(stage, json_parse(STR("{\"action\":\"vm\",\"n\":[1,2]}"),
                                 &frozen, &stage->err));
    approval.frozen = frozen;
    stage_must(stage, approvals_add(stage->store, &approval, &stage->err));
    json_free(frozen);
    return approval.row;
}

static struct approval get(struct stage *stage, int64_t row)
{
    struct approval approval;

    stage_must(stage, approvals_get(stage->store, row, stage->arena, &approval,
                                    &stage->err));
    return approval;
}

static void test_get(void **state)
{
    struct stage *stage = *state;
    int64_t row = ask(stage, 5, 99);
    struct approval approval = get(stage, row);
    bool found;

    assert_int_equal(approval.row, row);
    assert_int_equal(approval.run, 5);
    assert_int_equal(approval.event, 7);
    assert_int_equal(approval.rule, 3);
    assert_string_equal(approval.title, "Deallocate vm-web-01");
    assert_string_equal(approval.requester, "rule contain-web");
    assert_string_equal(approval.author, "mara");
    assert_string_equal(approval.editor, "omar");
    assert_int_equal(approval.class, 2);
    assert_int_equal(approval.state, APPROVAL_PENDING);
    assert_int_equal(json_length(json_get(approval.frozen, "n")), 2);
    assert_string_equal(approval.digest, "abc");
    assert_int_equal(approval.asked, 10);
    assert_int_equal(approval.expires, 99);
    assert_string_equal(approval.answered_by, "");
    stage_refused(
        stage,
        approvals_get(stage->store, 99, stage->arena, &approval, &stage->err),
        ERR_ABSENT, "There is no approval 99");

    stage_must(stage, approvals_of_run(stage->store, 5, 0, stage->arena,
                                       &approval, &found, &stage->err));
    assert_true(found);
    assert_int_equal(approval.row, row);
    row = ask(stage, 5, 100);
    stage_must(stage, approvals_of_run(stage->store, 5, 0, stage->arena,
                                       &approval, &found, &stage->err));
    assert_int_equal(approval.row, row);
    stage_must(stage, approvals_of_run(stage->store, 6, 0, stage->arena,
                                       &approval, &found, &stage->err));
    assert_false(found);
}

static bool answer(struct stage *stage, int64_t row, enum approval_state what,
                   const char *by, int64_t now)
{
    return approvals_answer(stage->store, row, what, by, "because", now,
                            &stage->err);
}

/* Once. */
static void test_answer(void **state)
{
    struct stage *stage = *state;
    int64_t one = ask(stage, 1, 99), two = ask(stage, 2, 99);
    struct approval approval;

    stage_must(stage, answer(stage, one, APPROVAL_APPROVED, "omar", 20));
    approval = get(stage, one);
    assert_int_equal(approval.state, APPROVAL_APPROVED);
    assert_string_equal(approval.answered_by, "omar");
    assert_string_equal(approval.reason, "because");
    assert_int_equal(approval.answered, 20);
    stage_refused(stage, answer(stage, one, APPROVAL_DENIED, "zoe", 21),
                  ERR_AGAIN, "Approval 1 was already approved by omar");
    assert_int_equal(get(stage, one).state, APPROVAL_APPROVED);
    stage_must(stage, answer(stage, two, APPROVAL_EXPIRED, "", 100));
    stage_refused(stage, answer(stage, two, APPROVAL_APPROVED, "zoe", 101),
                  ERR_AGAIN, "Approval 2 is already expired");
    /* Too late, even before anybody has noted that it is over. */
    two = ask(stage, 3, 99);
    stage_refused(stage, answer(stage, two, APPROVAL_APPROVED, "zoe", 99),
                  ERR_DENIED, "is over");
    assert_int_equal(get(stage, two).state, APPROVAL_PENDING);
    stage_must(stage, answer(stage, two, APPROVAL_DENIED, "zoe", 100));
    stage_refused(stage, answer(stage, 99, APPROVAL_APPROVED, "zoe", 101),
                  ERR_ABSENT, "There is no approval 99");
}

static void list(struct stage *stage, bool pending, size_t limit, size_t n,
                 const int64_t *order)
{
    struct approvals_filter filter = {.pending = pending, .limit = limit};
    struct approval *found;
    size_t got;

    stage_must(stage, approvals_list(stage->store, &filter, stage->arena,
                                     &found, &got, &stage->err));
    assert_int_equal(got, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(found[i].row, order[i]);
}

static void test_list(void **state)
{
    struct stage *stage = *state;
    struct approval *found;
    size_t n;

    list(stage, false, 9, 0, NULL);
    ask(stage, 1, 300);
    ask(stage, 2, 200);
    ask(stage, 3, 100);
    ask(stage, 4, 400);
    ask(stage, 5, 50);
    answer(stage, 1, APPROVAL_APPROVED, "omar", 20);
    answer(stage, 2, APPROVAL_DENIED, "omar", 30);
    list(stage, true, 9, 3, (const int64_t[]){5, 3, 4});
    list(stage, true, 2, 2, (const int64_t[]){5, 3});
    list(stage, false, 9, 5, (const int64_t[]){5, 3, 4, 2, 1});
    list(stage, false, 4, 4, (const int64_t[]){5, 3, 4, 2});
    list(stage, false, 1, 1, (const int64_t[]){5});
    stage_must(stage, approvals_expired(stage->store, 100, stage->arena, &found,
                                        &n, &stage->err));
    assert_int_equal(n, 2);
    assert_int_equal(found[0].row, 5);
    assert_int_equal(found[1].row, 3);
}

/* Four processes, each with another answer: one of them wins, and the others
 * are told who. */
#define RACERS 4

static int race(struct stage *stage, int number)
{
    static const char *const people[] = {"p0", "p1", "p2", "p3"};
    struct store *store;
    int won = 0;

    if (!store_open(stage->path, STORE_WRITE, &store, &stage->err))
        return 98;
    for (int64_t row = 1; row <= 50; row++) {
        if (approvals_answer(store, row,
                             number % 2 ? APPROVAL_APPROVED : APPROVAL_DENIED,
                             people[number], "race", 20, &stage->err))
            won++;
        else if (stage->err.code != ERR_AGAIN)
            return 97;
    }
    store_close(store);
    return won;
}

static void test_race(void **state)
{
    struct stage *stage = *state;
    int wins = 0;

    for (int i = 0; i < 50; i++)
        ask(stage, 1, 99);
    store_close(stage->store);
    stage->store = NULL;
    stage_fork_all(race, stage, RACERS, &wins);
    assert_int_equal(wins, 50);
    stage_reopen(stage);
    for (int64_t row = 1; row <= 50; row++) {
        struct approval approval = get(stage, row);
        int person = approval.answered_by[1] - '0';

        assert_int_equal(approval.state,
                         person % 2 ? APPROVAL_APPROVED : APPROVAL_DENIED);
    }
}

static size_t filtered(struct stage *stage,
                       const struct approvals_filter *filter)
{
    struct approvals_filter bounded = *filter;
    struct approval *found;
    size_t n;

    bounded.limit = 100;
    stage_must(stage, approvals_list(stage->store, &bounded, stage->arena,
                                     &found, &n, &stage->err));
    return n;
}

static void test_filter(void **state)
{
    struct stage *stage = *state;

    ask(stage, 1, 300);
    ask(stage, 2, 200);
    answer(stage, 2, APPROVAL_DENIED, "omar", 30);
    assert_int_equal(filtered(stage, &(struct approvals_filter){0}), 2);
    assert_int_equal(
        filtered(stage, &(struct approvals_filter){.one_state = true,
                                                   .state = APPROVAL_DENIED}),
        1);
    assert_int_equal(filtered(stage, &(struct approvals_filter){.event = 7}),
                     2);
    assert_int_equal(filtered(stage, &(struct approvals_filter){.event = 8}),
                     0);
    assert_int_equal(filtered(stage, &(struct approvals_filter){.rule = 4}), 0);
    assert_int_equal(filtered(stage, &(struct approvals_filter){.since = 11}),
                     0);
    assert_int_equal(
        filtered(stage,
                 &(struct approvals_filter){.person = "rule contain-web"}),
        2);
    assert_int_equal(
        filtered(stage, &(struct approvals_filter){.person = "zoe"}), 0);
}

static bool vote(struct stage *stage, struct store *store, int64_t row,
                 const char *digest, const char *person, bool yes)
{
    static const char *const roles[] = {"approver", "@net"};
    struct vote one = {.person = person,
                       .behalf = "",
                       .roles = roles,
                       .n_roles = 2,
                       .yes = yes,
                       .when = 20,
                       .reason = "because"};

    return votes_add(store, row, digest, &one, &stage->err);
}

/* A person answers once, and only what was read. */
static void test_votes(void **state)
{
    struct stage *stage = *state;
    int64_t row = ask(stage, 1, 99);
    struct vote *votes;
    size_t n;

    stage_must(stage, vote(stage, stage->store, row, "abc", "omar", true));
    stage_refused(stage, vote(stage, stage->store, row, "abc", "omar", false),
                  ERR_DENIED, "answered approval 1 already");
    stage_refused(stage, vote(stage, stage->store, row, "abd", "zoe", true),
                  ERR_AGAIN, "something else by now");
    stage_must(stage, vote(stage, stage->store, row, "abc", "zoe", false));
    stage_must(stage, votes_of(stage->store, row, "abc", stage->arena, &votes,
                               &n, &stage->err));
    assert_int_equal(n, 2);
    assert_string_equal(votes[0].person, "omar");
    assert_true(votes[0].yes);
    assert_int_equal(votes[0].n_roles, 2);
    assert_string_equal(votes[0].roles[1], "@net");
    assert_false(votes[1].yes);
    stage_must(stage, votes_of(stage->store, row, "other", stage->arena, &votes,
                               &n, &stage->err));
    assert_int_equal(n, 0);
    answer(stage, row, APPROVAL_DENIED, "zoe", 21);
    stage_refused(stage, vote(stage, stage->store, row, "abc", "eve", true),
                  ERR_AGAIN, "Look again");
}

static size_t delegations(struct stage *stage, const char *delegate,
                          int64_t now)
{
    struct delegation *found;
    size_t n;

    stage_must(stage, delegations_list(stage->store, delegate, now,
                                       stage->arena, &found, &n, &stage->err));
    return n;
}

static void test_delegations(void **state)
{
    struct stage *stage = *state;
    struct delegation one = {.person = "ann",
                             .delegate = "zoe",
                             .made = 10,
                             .until = 50,
                             .why = "away"};

    stage_must(stage, delegations_add(stage->store, &one, &stage->err));
    assert_int_equal(delegations(stage, "zoe", 20), 1);
    assert_int_equal(delegations(stage, "zoe", 50), 0);
    assert_int_equal(delegations(stage, "ann", 20), 0);
    stage_refused(stage,
                  delegations_revoke(stage->store, one.row, "omar", "omar", 20,
                                     &stage->err),
                  ERR_INPUT, "no delegation 1 of yours");
    stage_must(stage, delegations_revoke(stage->store, one.row, "ann", "ann",
                                         20, &stage->err));
    assert_int_equal(delegations(stage, "zoe", 20), 0);
    assert_int_equal(delegations(stage, "", 20), 1);
    stage_refused(
        stage,
        delegations_revoke(stage->store, one.row, "", "ann", 20, &stage->err),
        ERR_INPUT, "in force");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_get),    STAGE_TEST(test_answer),
        STAGE_TEST(test_list),   STAGE_TEST(test_race),
        STAGE_TEST(test_votes),  STAGE_TEST(test_delegations),
        STAGE_TEST(test_filter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
