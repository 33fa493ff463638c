/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Approvals that take several answers: quorum, roles, delegation, reasons.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/audit_page.h"
#include "service/rulebook.h"
#include "util/when.h"

#define ASK(approval)                                                          \
    "{\"name\":\"ask\",\"order\":1,\"mode\":\"approve\"," approval             \
    "\"actions\":[{\"kind\":\"contain\",\"with\":{\"action\":"                 \
    "\"storage-public-off\"}}]}"

static const char *const options[] = {"--scenario", "none", NULL};

static void set_up(struct house *house, const char *const *sets,
                   const char *rule)
{
    house_open(house, options, sets);
    house_rule(house, house->desk, rule);
    house_take(house,
               &(struct house_alert){.name = "a-1", .resource = SAND_STORE});
}

static bool answer(struct house *house, struct desk *desk, bool yes,
                   const char *reason)
{
    return house_answer(desk, house_waiting(house)->row, yes, reason,
                        &house->err);
}

static void refused(struct house *house, bool ok, enum err_code code,
                    const char *says)
{
    assert_false(ok);
    assert_int_equal(house->err.code, code);
    if (strstr(house->err.text, says) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", house->err.text, says);
}

static size_t patches(struct house *house)
{
    return sand_count(&house->sand, 0, "PATCH", "");
}

/* Two people, each once; a rule cannot ask for less than the settings. */
static void test_quorum(void **state)
{
    static const char *const rules[] = {ASK("\"approval\":{\"quorum\":1},"),
                                        ASK("\"approval\":{\"quorum\":2},")};
    static const char *const both[] = {"approvals.quorum=2", NULL};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct house house;
        struct desk *eve;
        int64_t run;

        set_up(&house, i == 0 ? both : NULL, rules[i]);
        eve = house_desk(&house, "eve");
        run = house_newest(&house, 0);
        assert_good(&house, answer(&house, house.second, true, "seen"));
        assert_int_equal(house_read(&house, run)->state, RUN_WAITING);
        refused(&house, answer(&house, house.second, true, "seen"), ERR_DENIED,
                "answered approval 1 already");
        refused(&house, answer(&house, house.desk, true, "mine"), ERR_DENIED,
                "four eyes");
        assert_int_equal(house_waiting(&house)->row, 1);
        assert_good(&house, answer(&house, eve, true, "seen too"));
        house_engine(&house, false);
        assert_int_equal(house_run(&house, run), RUN_SUCCEEDED);
        assert_int_equal(patches(&house), 1);
        assert_non_null(strstr(house_read(&house, run)->steps[0].note,
                               "Approved by bob, eve"));
        desk_close(eve);
        house_close(&house);
    }
}

/* One denial denies, however many have said yes. */
static void test_denial(void **state)
{
    static const char *const sets[] = {"approvals.reversible.quorum=3", NULL};
    struct house house;
    struct desk *eve;
    int64_t run;

    (void)state;
    set_up(&house, sets, ASK(""));
    eve = house_desk(&house, "eve");
    run = house_newest(&house, 0);
    assert_good(&house, answer(&house, house.second, true, "seen"));
    refused(&house, answer(&house, eve, false, " "), ERR_INPUT, "reason");
    assert_good(&house, answer(&house, eve, false, "not this one"));
    assert_int_equal(house_read(&house, run)->state, RUN_CANCELLED);
    house_engine(&house, false);
    house_rest(&house);
    assert_int_equal(patches(&house), 0);
    desk_close(eve);
    house_close(&house);
}

/* One of each role, and nobody who brings none. */
static void test_roles(void **state)
{
    static const char *const sets[] = {
        "approvals.roles=admin,author",
        "roles.approver=bob,eve,zoe",
        "roles.admin=bob",
        "roles.author=ann,zoe",
        "roles.analyst=ann",
        NULL,
    };
    struct house house;
    struct desk *eve, *zoe;
    const struct approval *approval;
    struct approval_page *page;
    int64_t run;

    (void)state;
    set_up(&house, sets, ASK(""));
    eve = house_desk(&house, "eve");
    zoe = house_desk(&house, "zoe");
    run = house_newest(&house, 0);
    refused(&house, answer(&house, eve, true, "me too"), ERR_DENIED,
            "none of them");
    assert_good(&house, answer(&house, house.second, true, "seen"));
    page = approval_page_read(zoe, true);
    approval = &page->rows[0];
    assert_int_equal(approval->n_votes, 1);
    assert_string_equal(approval->votes[0].roles[0], "admin");
    assert_null(page->cannot[0]);
    approval_page_free(page);
    page = approval_page_read(house.second, true);
    assert_non_null(strstr(page->cannot[0], "already"));
    approval_page_free(page);
    assert_good(&house, answer(&house, zoe, true, "seen"));
    house_engine(&house, false);
    assert_int_equal(house_run(&house, run), RUN_SUCCEEDED);
    desk_close(eve);
    desk_close(zoe);
    house_close(&house);
}

/* Does a record of what this person did say so? */
static bool in_audit(struct house *house, const char *person, const char *says)
{
    struct audit_filter filter = {.who = person, .text = says};
    struct audit_page *page = audit_page_read(house->desk, &filter, 0, 1);
    bool found = page->n == 1;

    audit_page_free(page);
    return found;
}

/* Who is handed it over answers in place of somebody, and four eyes hold for
 * both of them. */
static void test_delegation(void **state)
{
    static const char *const sets[] = {
        "roles.approver=bob,ann", "roles.author=ann", "roles.viewer=eve", NULL};
    int64_t until = when_now() + WHEN_HOUR;
    struct house house;
    struct approval_page *page;
    struct desk *eve;
    int64_t row;

    (void)state;
    set_up(&house, sets, ASK(""));
    eve = house_desk(&house, "eve");
    refused(&house, answer(&house, eve, true, "seen"), ERR_DENIED, "approver");
    refused(&house, approval_delegate(eve, "zoe", until, "x", &row, &house.err),
            ERR_DENIED, "approver");
    refused(
        &house,
        approval_delegate(house.second, "bob", until, "x", &row, &house.err),
        ERR_INPUT, "themselves");
    refused(&house,
            approval_delegate(house.second, "eve", 1, "x", &row, &house.err),
            ERR_INPUT, "end");
    refused(
        &house,
        approval_delegate(house.second, "max", until, "x", &row, &house.err),
        ERR_INPUT, "max has no role");
    refused(&house,
            approval_delegate(house.second, "eve", until + 400 * WHEN_DAY, "x",
                              &row, &house.err),
            ERR_INPUT, "A delegation ends after 366 days");
    /* The author's place is no better than the author. */
    assert_good(&house, approval_delegate(house.desk, "eve", until, "away",
                                          &row, &house.err));
    refused(&house, answer(&house, eve, true, "seen"), ERR_DENIED,
            "in whose place");
    assert_good(&house, approval_delegate(house.second, "eve", until, "away",
                                          &row, &house.err));
    assert_good(&house, approval_revoke(house.second, row, "back", &house.err));
    refused(&house, answer(&house, eve, true, "seen"), ERR_DENIED,
            "in whose place");
    assert_good(&house, approval_delegate(house.second, "eve", until, "away",
                                          &row, &house.err));
    page = approval_page_read(eve, true);
    assert_string_equal(page->behalf[0], "bob");
    approval_page_free(page);
    assert_good(&house, answer(&house, eve, true, "seen"));
    assert_non_null(
        strstr(house_read(&house, house_newest(&house, 0))->steps[0].note,
               "eve in place of bob"));
    assert_true(in_audit(&house, "eve", "\"inPlaceOf\":\"bob\""));
    desk_close(eve);
    house_close(&house);
}

/* It speaks of delegations, not of whatever else has an end. */
static void test_until(void **state)
{
    static const struct {
        const char *text;
        const char *says;
    } rows[] = {
        {"", "A delegation needs an end: a span such as 7d"},
        {"soon", "A delegation needs an end: a span such as 7d"},
        {"0s", "still to come"},
        {"2020-01-01", "still to come"},
        {"400d", "A delegation ends after 366 days"},
    };
    int64_t until = 7;
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_false(delegation_until(str_of(rows[i].text), 1772701200000,
                                      &until, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.text, rows[i].says));
        assert_int_equal(until, 7);
    }
    assert_true(delegation_until(STR(" 7d "), 1772701200000, &until, &err));
    assert_int_equal(until, 1772701200000 + 7 * WHEN_DAY);
}

/* Neither twice by way of a delegate. */
static void test_once(void **state)
{
    static const char *const sets[] = {"roles.approver=bob,zoe",
                                       "roles.author=ann", "roles.viewer=eve",
                                       "approvals.quorum=2", NULL};
    struct house house;
    struct desk *eve;
    int64_t row;

    (void)state;
    set_up(&house, sets, ASK(""));
    eve = house_desk(&house, "eve");
    assert_good(&house,
                approval_delegate(house.second, "eve", when_now() + WHEN_HOUR,
                                  "away", &row, &house.err));
    assert_good(&house, answer(&house, eve, true, "seen"));
    refused(&house, answer(&house, house.second, true, "seen"), ERR_DENIED,
            "eve has answered approval 1 in your place");
    desk_close(eve);
    house_close(&house);
}

/* Who is asked later may answer later, though without the role. */
static void test_escalation(void **state)
{
    static const char *const sets[] = {"roles.author=ann",
                                       "roles.approver=bob",
                                       "roles.admin=eve",
                                       "approvals.escalate=1h",
                                       "approvals.escalate_to=admin",
                                       "approvals.life=2h",
                                       NULL};
    struct house house;
    struct desk *eve;
    struct approval late;
    struct err err;

    (void)state;
    set_up(&house, sets, ASK(""));
    eve = house_desk(&house, "eve");
    refused(&house, answer(&house, eve, true, "seen"), ERR_DENIED, "approver");
    late = *house_waiting(&house);
    assert_int_equal(late.escalates, late.asked + WHEN_HOUR);
    assert_false(house_may_answer(eve, &late, &err));
    late.escalates = when_now();
    assert_true(house_may_answer(eve, &late, &err));
    desk_close(eve);
    house_close(&house);
}

/* A rule can ask for more, never for less: whom it names must be an approver,
 * and stands for no role that the settings ask for. */
static void test_group_of_rule(void **state)
{
    static const char *const sets[] = {
        "roles.author=ann", "roles.approver=bob,zoe", "roles.admin=eve,zoe",
        "approvals.roles=author", NULL};
    static const char rule[] =
        ASK("\"approval\":{\"escalate\":\"1s\",\"group\":\"viewer\","
            "\"roles\":[\"admin\"]},");
    struct house house;
    struct desk *eve;
    struct approval late;
    struct err err;

    (void)state;
    set_up(&house, sets, rule);
    eve = house_desk(&house, "eve");
    late = *house_waiting(&house);
    late.escalates = when_now();
    assert_false(house_may_answer(eve, &late, &err));
    assert_non_null(strstr(err.text, "approver"));
    /* In place of an admin, whom the rule alone asks for. */
    assert_true(house_may_answer(house.second, &late, &err));
    late.escalates = when_now() + WHEN_HOUR;
    assert_false(house_may_answer(house.second, &late, &err));
    desk_close(eve);
    house_close(&house);
}

/* Two at once: the second is told who was faster, and what they said. */
static void test_faster(void **state)
{
    struct house house;
    struct desk *eve;

    (void)state;
    set_up(&house, NULL, ASK(""));
    eve = house_desk(&house, "eve");
    assert_good(&house, house_answer(eve, 1, true, "seen", &house.err));
    refused(&house, house_answer(house.second, 1, false, "no", &house.err),
            ERR_AGAIN, "was already approved by eve at ");
    refused(&house, house_answer(house.second, 1, false, "no", &house.err),
            ERR_AGAIN, ": seen");
    desk_close(eve);
    house_close(&house);
}

static void test_reason(void **state)
{
    static const char *const sets[] = {"approvals.reversible.justify=false",
                                       NULL};
    struct house house;

    (void)state;
    set_up(&house, NULL, ASK(""));
    refused(&house, answer(&house, house.second, true, ""), ERR_INPUT,
            "reason");
    house_close(&house);
    set_up(&house, sets, ASK(""));
    assert_good(&house, answer(&house, house.second, true, ""));
    house_close(&house);
    set_up(&house, sets, ASK("\"approval\":{\"justify\":true},"));
    refused(&house, answer(&house, house.second, true, ""), ERR_INPUT,
            "reason");
    house_close(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_until),         cmocka_unit_test(test_quorum),
        cmocka_unit_test(test_denial),        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_delegation),    cmocka_unit_test(test_once),
        cmocka_unit_test(test_escalation),    cmocka_unit_test(test_reason),
        cmocka_unit_test(test_group_of_rule), cmocka_unit_test(test_faster),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
