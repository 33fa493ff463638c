/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who may answer an approval, what the answer does, hold, and cancelling.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "model/limits.h"
#include "service/desk_part.h"
#include "service/ingest.h"
#include "service/redo.h"
#include "service/rulebook.h"
#include "util/mem.h"
#include "util/when.h"

#define ASK                                                                    \
    "{\"name\":\"ask\",\"order\":1,\"mode\":\"approve\",\"actions\":[{"        \
    "\"kind\":\"contain\",\"with\":{\"action\":\"storage-public-off\"}}]}"
#define AUTO                                                                   \
    "{\"name\":\"auto\",\"order\":1,\"mode\":\"auto\",\"actions\":[{"          \
    "\"kind\":\"contain\",\"with\":{\"action\":\"storage-public-off\"}}]}"
/* Cannot be taken back, so that a person asks another one. */
#define FINAL                                                                  \
    "{\"name\":\"final\",\"title\":\"For good\",\"target\":{\"type\":"         \
    "\"Microsoft.Storage/storageAccounts\",\"sample\":\"" SAND_STORE "\"},"    \
    "\"class\":\"irreversible\",\"permission\":\"x\",\"note\":\"x\","          \
    "\"before\":{\"request\":{\"get\":\"{id}?api-version=2023-05-01\"}},"      \
    "\"do\":[{\"patch\":\"{id}?api-version=2023-05-01\",\"body\":{\"tags\":{"  \
    "\"gone\":\"yes\"}}}],\"verify\":{\"request\":{\"get\":"                   \
    "\"{id}?api-version=2023-05-01\"},\"expect\":{\"at\":\"tags.gone\","       \
    "\"is\":\"yes\"},\"within\":\"20s\",\"every\":\"200ms\"}}"

static int64_t take(struct house *house, const char *name)
{
    return house_take(
        house, &(struct house_alert){.name = name, .resource = SAND_STORE});
}

static bool answer(struct house *house, struct desk *desk, int64_t approval,
                   bool yes)
{
    return house_answer(desk, approval, yes, "looked at it", &house->err);
}

/* Author and editor may not; anybody else may; and it is done then only. */
static void test_four_eyes(void **state)
{
    struct house *house = *state;
    struct desk *third = house_desk(house, "eve");
    const struct approval *approval;
    int64_t run;

    house_rule(house, house->desk, ASK);
    assert_good(house, rulebook_mode(house->second, STR("ask"), RULE_APPROVE,
                                     &house->err));
    take(house, "a-1");
    house_engine(house, false);
    run = house_newest(house, 0);
    assert_int_equal(house_run(house, run), RUN_WAITING);
    approval = house_waiting(house);
    assert_string_equal(approval->author, "ann");
    assert_string_equal(approval->editor, "bob");
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 0);

    assert_false(answer(house, house->desk, approval->row, true));
    assert_int_equal(house->err.code, ERR_DENIED);
    assert_false(answer(house, house->second, approval->row, true));
    assert_int_equal(house->err.code, ERR_DENIED);
    assert_false(house_answer(third, approval->row, true, "  ", &house->err));
    assert_int_equal(house->err.code, ERR_INPUT);
    assert_good(house, answer(house, third, approval->row, true));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(house_last_effect(house)->state, EFFECT_OBSERVED);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", "/stcontososhop"), 1);
    desk_close(third);
}

/* What a person asks for that cannot be taken back waits for a second one. */
static void test_requester(void **state)
{
    struct house *house = *state;
    int64_t run;

    house_entry(house, "final.json", FINAL);
    house_engine(house, false);
    assert_good(house, house_contain(house->desk, "final", SAND_STORE, 0, "",
                                     &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_WAITING);
    assert_string_equal(house_waiting(house)->requester, "ann");
    assert_false(answer(house, house->desk, house_waiting(house)->row, true));
    assert_int_equal(house->err.code, ERR_DENIED);
    assert_good(house,
                answer(house, house->second, house_waiting(house)->row, true));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", "/stcontososhop"), 1);
}

static void test_denied(void **state)
{
    struct house *house = *state;
    const struct approval *approval;
    int64_t event;
    int64_t run;

    house_rule(house, house->desk, ASK);
    event = take(house, "a-1");
    house_engine(house, false);
    run = house_newest(house, 0);
    assert_int_equal(house_run(house, run), RUN_WAITING);
    assert_int_equal(house_event(house, event)->automation, AUTO_WAITING);
    approval = house_waiting(house);
    assert_good(house, answer(house, house->second, approval->row, false));
    assert_int_equal(house_run(house, run), RUN_CANCELLED);
    assert_non_null(strstr(house_read(house, run)->steps[0].note,
                           "Denied by bob: looked at it"));
    assert_int_equal(house_event(house, event)->automation, AUTO_NONE);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 0);
    /* An answer is an answer. */
    assert_false(answer(house, house->second, approval->row, true));
    assert_non_null(strstr(house->err.text, "already denied"));
}

/* Nobody answers. */
static void test_expired(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};
    static const char *const sets[] = {"approvals.life=500ms", NULL};
    struct house one;
    struct house *house = &one;
    const struct approval *approval;
    int64_t run;

    (void)state;
    house_open(house, options, sets);
    house_rule(house, house->desk, ASK);
    take(house, "a-1");
    run = house_newest(house, 0);
    approval = house_waiting(house);
    house_engine(house, false);
    while (house_run(house, run) == RUN_WAITING) {
        bool worked;

        assert_true(when_now() < approval->expires + HOUSE_WAIT);
        assert_good(house, conductor_step(house->conductor, 50, -1, &worked,
                                          &house->err));
    }
    assert_int_equal(house_read(house, run)->state, RUN_CANCELLED);
    assert_non_null(
        strstr(house_read(house, run)->steps[0].note, "nobody answered"));
    assert_false(answer(house, house->second, approval->row, true));
    assert_non_null(strstr(house->err.text, "already expired"));
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 0);
    house_close(house);
}

/* Two look at the same time; one answer counts, the other is told. */
static void test_race(void **state)
{
    struct house *house = *state;
    struct desk *third = house_desk(house, "eve");
    const struct approval *approval;

    house_rule(house, house->desk, ASK);
    take(house, "a-1");
    approval = house_waiting(house);
    assert_good(house, answer(house, house->second, approval->row, true));
    assert_false(answer(house, third, approval->row, false));
    assert_non_null(strstr(house->err.text, "already approved"));
    /* Also when the second one does not look first. */
    assert_false(approvals_answer(third->store, approval->row, APPROVAL_DENIED,
                                  "eve", "late", when_now(), &house->err));
    assert_int_equal(house->err.code, ERR_AGAIN);
    house_engine(house, false);
    assert_int_equal(house_run(house, house_newest(house, 0)), RUN_SUCCEEDED);
    desk_close(third);
}

/* A setting, that the status shows. */
static void test_two_eyes(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};
    static const char *const sets[] = {"approvals.four_eyes=off", NULL};
    struct engine_status *status = mem_new(sizeof(*status));
    struct house one;
    struct house *house = &one;

    (void)state;
    house_open(house, options, sets);
    house_rule(house, house->desk, ASK);
    take(house, "a-1");
    house_engine(house, false);
    assert_good(house, conductor_status(house->conductor, status, &house->err));
    assert_int_equal(status->four_eyes, FOUR_EYES_OFF);
    assert_int_equal(status->approvals_pending, 1);
    assert_good(house,
                answer(house, house->desk, house_waiting(house)->row, true));
    assert_int_equal(house_run(house, house_newest(house, 0)), RUN_SUCCEEDED);
    mem_free(status);
    house_close(house);
}

static bool patched(struct house *house, const void *with)
{
    return sand_count(&house->sand, 0, "PATCH", "") >= *(const size_t *)with;
}

/* Hold stops what is automatic, and nothing else, however much of it waits. */
static void test_hold(void **state)
{
    struct house *house = *state;
    const struct effect *effect;
    size_t two = 2;
    int64_t run;

    house_rule(house, house->desk, AUTO);
    assert_good(house, desk_hold(house->desk, true, "fire", &house->err));
    for (int i = 0; i < 80; i++) {
        char name[16];
        char resource[200];

        snprintf(name, sizeof(name), "a-%d", i);
        snprintf(resource, sizeof(resource), "%s",
                 i == 0 ? SAND_STORE
                        : SAND_SHOP "/providers/Microsoft.Storage/"
                                    "storageAccounts/none");
        house_take(house,
                   &(struct house_alert){.name = name, .resource = resource});
    }
    house_engine(house, false);
    assert_good(house, house_contain(house->desk, "user-disable", SAND_USER, 0,
                                     "by hand", &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 1);
    effect = house_last_effect(house);
    assert_good(house,
                contain_undo(house->desk, effect->row, "", &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(sand_count(&house->sand, 0, NULL, "/stcontososhop"), 0);
    assert_int_equal(house_read(house, 1)->state, RUN_RUNNING);

    house_rest(house);
    assert_good(house, desk_hold(house->desk, false, "over", &house->err));
    two = 3;
    assert_true(house_until(house, patched, &two, HOUSE_WAIT));
    assert_int_equal(house_run(house, 1), RUN_SUCCEEDED);
}

static bool accepted(struct house *house, const void *with)
{
    const struct run *run = house_read(house, *(const int64_t *)with);

    return run->steps[run->n_steps - 2].journal == JOURNAL_FOLLOWING;
}

/* Cancelled on the way: nothing more is sent, and what had been done stays
 * told. */
static void test_cancel(void **state)
{
    static const char *const options[] = {"--scenario", "none", "--speed",
                                          "0.05", NULL};
    struct house one;
    struct house *house = &one;
    int64_t run;

    (void)state;
    house_open(house, options, NULL);
    house_engine(house, false);
    assert_good(house, house_contain(house->desk, "vm-deallocate", SAND_VM, 0,
                                     "", &run, &house->err));
    assert_true(house_until(house, accepted, &run, HOUSE_WAIT));
    assert_good(house, run_cancel(house->second, run, "enough", &house->err));
    assert_int_equal(house_run(house, run), RUN_CANCELLED);
    /* Nobody looks any more: it was accepted, and is unknown. */
    assert_int_equal(house_last_effect(house)->state, EFFECT_UNKNOWN);
    assert_true(house_last_effect(house)->accepted > 0);
    assert_false(run_cancel(house->second, run, "more", &house->err));
    assert_non_null(strstr(house->err.text, "already ended"));
    house_close(house);
}

/* Waits for an approval: the approval ends with it. */
static void test_cancel_waiting(void **state)
{
    struct house *house = *state;
    const struct approval *approval;
    int64_t run;

    house_rule(house, house->desk, ASK);
    take(house, "a-1");
    approval = house_waiting(house);
    run = house_newest(house, 0);
    assert_good(house, run_cancel(house->desk, run, "no", &house->err));
    assert_int_equal(house_read(house, run)->state, RUN_CANCELLED);
    assert_false(answer(house, house->second, approval->row, true));
    assert_int_equal(house->err.code, ERR_AGAIN);
}

static bool fill(struct desk *desk, void *with, struct err *err)
{
    struct approval approval = {
        .run = 1,
        .title = "One of many",
        .requester = "ann",
        .author = "",
        .editor = "",
        .digest = "d",
        .asked = when_now(),
        .reason = "",
        .answered_by = "",
        .thread = "",
    };
    struct json *frozen;
    bool ok = true;

    (void)with;
    approval.expires = approval.asked + WHEN_DAY;
    frozen = json_new_object();
    approval.frozen = frozen;
    for (int i = 0; ok && i < LIMIT_APPROVALS; i++)
        ok = approvals_add(desk->store, &approval, err);
    json_free(frozen);
    return ok;
}

/* Nothing is done for which nobody can be asked; and what a list leaves out
 * is not hidden. */
static void test_too_many(void **state)
{
    struct house *house = *state;
    struct approval_page *page;
    const struct run *run;

    house_rule(house, house->desk, ASK);
    assert_good(house, desk_transact(house->desk, fill, NULL, &house->err));
    take(house, "a-1");
    run = house_read(house, house_newest(house, 0));
    assert_int_equal(run->state, RUN_FAILED);
    assert_non_null(strstr(run->steps[0].note, "approvals wait already"));
    page = approval_page_read(house->second, true);
    assert_int_equal(page->n, GOVERN_ROWS);
    approval_page_free(page);
}

static bool fill_runs(struct desk *desk, void *with, struct err *err)
{
    struct run run = {
        .name = "One of many",
        .by = "ann",
        .why = "",
        .mode = RULE_AUTO,
        .state = RUN_WAITING,
        .attempt = 1,
        .began = when_now(),
    };
    bool ok = true;

    for (int i = 0; ok && i < *(const int *)with; i++)
        ok = runs_add(desk->store, &run, err);
    return ok;
}

/* With so many open runs nothing begins, by hand, again or by a rule; and it
 * does as soon as one of them is over. */
static void test_too_many_runs(void **state)
{
    struct house *house = *state;
    struct house_alert alert = {.name = "a-1", .resource = SAND_STORE};
    struct desk *desk = house->desk;
    struct ingest_count count = {0};
    int most = LIMIT_RUNS - 1;
    int one = 1;
    int64_t run, again;

    house_rule(house, desk, AUTO);
    assert_good(house, desk_transact(desk, fill_runs, &most, &house->err));
    assert_good(house, house_contain(desk, "storage-public-off", SAND_STORE, 0,
                                     "", &run, &house->err));
    assert_false(house_contain(desk, "storage-public-off", SAND_STORE "2", 0,
                               "", &again, &house->err));
    assert_int_equal(house->err.code, ERR_AGAIN);
    assert_non_null(strstr(house->err.text, "runs have not ended yet"));
    assert_false(ingest_text(desk, house_alert(house, &alert), "file", false,
                             when_now(), NULL, NULL, &count, &house->err));
    assert_int_equal(house->err.code, ERR_AGAIN);
    assert_good(house, run_cancel(desk, run, "no", &house->err));
    assert_good(house, desk_transact(desk, fill_runs, &one, &house->err));
    assert_false(run_resubmit(desk, run, 0, "again", &again, &house->err));
    assert_int_equal(house->err.code, ERR_AGAIN);
    assert_good(house, run_cancel(desk, run - 1, "no", &house->err));
    assert_good(house,
                run_resubmit(desk, run, 0, "again", &again, &house->err));
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_four_eyes),      ROW(test_requester),
        ROW(test_denied),         cmocka_unit_test(test_expired),
        ROW(test_race),           cmocka_unit_test(test_two_eyes),
        ROW(test_hold),           cmocka_unit_test(test_cancel),
        ROW(test_cancel_waiting), ROW(test_too_many),
        ROW(test_too_many_runs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
