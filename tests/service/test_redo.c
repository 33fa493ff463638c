/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs that have ended: done again from the start or from a step, settled by
 * whoever has looked, and those that do not move or wait because of hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/health.h"
#include "service/queue.h"
#include "service/redo.h"
#include "store/audit.h"
#include "util/when.h"

/* Two requests that only tell, and whose second one finds nothing. */
#define GONE SAND_SHOP "/providers/Microsoft.Compute/virtualMachines/vm-gone"
#define ASKS(id)                                                               \
    "{\"kind\":\"http\",\"with\":{\"method\":\"GET\",\"token\":\"arm\","       \
    "\"url\":\"" id "?api-version=2023-09-01\"}}"
#define TELL                                                                   \
    "{\"name\":\"tell\",\"order\":1,\"mode\":\"auto\",\"actions\":[" ASKS(     \
        SAND_VM) "," ASKS(GONE) "]}"
#define STOP                                                                   \
    "{\"name\":\"stop\",\"order\":1,\"mode\":\"%s\",\"actions\":[{"            \
    "\"kind\":\"contain\",\"with\":{\"action\":\"vm-deallocate\"}}]}"
/* Must not be repeated. */
#define RENEW                                                                  \
    "{\"name\":\"renew\",\"order\":1,\"mode\":\"auto\",\"actions\":[{"         \
    "\"kind\":\"http\",\"with\":{\"url\":\"" SAND_STORE                        \
    "/regenerateKey?api-version=2023-05-01\",\"body\":"                        \
    "\"{\\\"keyName\\\":\\\"key1\\\"}\",\"token\":\"arm\","                    \
    "\"class\":\"reversible\"}}]}"

static int64_t again(struct house *house, int64_t run, int64_t from)
{
    int64_t out = 0;

    assert_good(house, run_resubmit(house->desk, run, from, "once more", &out,
                                    &house->err));
    return out;
}

static void refused(struct house *house, int64_t run, int64_t from,
                    const char *says)
{
    int64_t out;

    assert_false(run_resubmit(house->desk, run, from, "", &out, &house->err));
    assert_int_equal(house->err.code, ERR_INPUT);
    if (strstr(house->err.text, says) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", house->err.text, says);
}

static void test_from(void **state)
{
    struct house *house = *state;
    const struct run *old;
    const struct run *new;
    int64_t mark;
    int64_t run;

    house_rule(house, house->desk, TELL);
    house_take(house, &(struct house_alert){.name = "t-1"});
    house_engine(house, false);
    run = house_newest(house, 0);
    assert_int_equal(house_run(house, run), RUN_FAILED);
    old = house_read(house, run);
    assert_int_equal(old->attempt, 1);

    mark = sand_mark(&house->sand);
    run = again(house, old->row, 2);
    assert_int_equal(house_run(house, run), RUN_FAILED);
    new = house_read(house, run);
    assert_int_equal(new->origin, old->row);
    assert_int_equal(new->attempt, 2);
    assert_string_equal(new->by, "ann");
    assert_int_equal(new->rule, old->rule);
    /* What stands, stands with all it has; what is done again has a new key. */
    assert_int_equal(new->steps[0].state, RUN_SUCCEEDED);
    assert_string_equal(new->steps[0].key, old->steps[0].key);
    assert_int_equal(new->steps[0].ended, old->steps[0].ended);
    assert_non_null(new->steps[0].response);
    assert_string_not_equal(new->steps[1].key, old->steps[1].key);
    assert_int_equal(sand_count(&house->sand, mark, "GET", "/vm-web-01"), 0);
    assert_int_equal(sand_count(&house->sand, mark, "GET", "/vm-gone"), 1);

    run = again(house, run, 0);
    assert_int_equal(house_run(house, run), RUN_FAILED);
    assert_int_equal(house_read(house, run)->attempt, 3);
    assert_int_equal(sand_count(&house->sand, mark, "GET", "/vm-web-01"), 1);
    refused(house, run, 3, "no step 3");
}

/* A step amid a containment takes the whole of it, with its approval. */
static void test_contain(void **state)
{
    struct house *house = *state;
    const struct run *new;
    int64_t undo;
    int64_t run;

    house_rule(house, house->desk, arena_printf(house->arena, STOP, "approve"));
    house_take(house, &(struct house_alert){.name = "c-1"});
    house_engine(house, false);
    run = house_newest(house, 0);
    assert_int_equal(house_run(house, run), RUN_WAITING);
    refused(house, run, 0, "has not ended");
    assert_good(house, house_answer(house->second, house_waiting(house)->row,
                                    false, "no", &house->err));
    assert_int_equal(house_run(house, run), RUN_CANCELLED);

    run = again(house, run, 3);
    refused(house, house_read(house, run)->origin, 0, "already does");
    assert_int_equal(house_run(house, run), RUN_WAITING);
    new = house_read(house, run);
    assert_int_equal(new->steps[0].phase, PHASE_APPROVAL);
    assert_int_equal(sand_count(&house->sand, 0, "POST", "/deallocate"), 0);
    assert_string_equal(house_waiting(house)->requester, "ann");
    assert_good(house, house_answer(house->second, house_waiting(house)->row,
                                    true, "yes", &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(house_last_effect(house)->state, EFFECT_OBSERVED);
    assert_good(house, contain_undo(house->desk, house_last_effect(house)->row,
                                    "", &undo, &house->err));
    assert_int_equal(house_run(house, undo), RUN_SUCCEEDED);
    refused(house, undo, 0, "contain undo");
}

/* Does the story tell this, not before @after?  The moment of it. */
static int64_t told(const struct event_page *page, enum story_kind kind,
                    const char *text, int64_t after)
{
    for (size_t i = 0; i < page->n_story; i++) {
        const struct story_line *line = &page->story[i];

        if (line->kind == kind && line->when >= after &&
            strstr(line->text, text) != NULL) {
            assert_true(line->row > 0);
            return line->when;
        }
    }
    fail_msg("The story does not tell \"%s\"", text);
    return 0;
}

static size_t lines_with(const struct event_page *page, const char *text)
{
    size_t count = 0;

    for (size_t i = 0; i < page->n_story; i++)
        count += strstr(page->story[i].text, text) != NULL;
    return count;
}

/* Alert, decision, approval with its answer, steps, effect, undo, in their
 * order and each with what it is about. */
static void test_story(void **state)
{
    struct house *house = *state;
    struct event_page *page;
    int64_t moment;
    int64_t event;
    int64_t undo;
    int64_t run;

    house_rule(house, house->desk, arena_printf(house->arena, STOP, "approve"));
    event = house_take(house, &(struct house_alert){.name = "st-1"});
    house_engine(house, false);
    run = house_newest(house, 0);
    assert_int_equal(house_run(house, run), RUN_WAITING);
    assert_good(house, house_answer(house->second, house_waiting(house)->row,
                                    true, "I saw it", &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_good(house, contain_undo(house->desk, house_last_effect(house)->row,
                                    "", &undo, &house->err));
    assert_int_equal(house_run(house, undo), RUN_SUCCEEDED);
    run = again(house, run, 0);
    page = event_page_read(house->desk, event);
    assert_int_equal(page->error.code, ERR_NONE);
    moment = told(page, STORY_EVENT, "arrived", 0);
    moment = told(page, STORY_DECISION, "rule stop", moment);
    moment = told(page, STORY_APPROVAL, "asked for by", moment);
    moment = told(page, STORY_APPROVAL, "by bob: I saw it", moment);
    moment = told(page, STORY_STEP, "Verify", moment);
    moment = told(page, STORY_EFFECT, "observed in force", moment - 1000);
    moment = told(page, STORY_RUN, "takes containment", moment);
    moment = told(page, STORY_EFFECT, "undone", moment);
    told(page, STORY_RUN, "attempt 2 of run", moment);
    assert_int_equal(lines_with(page, "I saw it"), 1);
    assert_int_equal(lines_with(page, "run begin"), 0);
    event_page_free(page);
}

static void test_refused(void **state)
{
    struct house *house = *state;

    house_rule(house, house->desk, arena_printf(house->arena, STOP, "shadow"));
    house_take(house, &(struct house_alert){.name = "s-1"});
    refused(house, house_newest(house, 0), 0, "shadow");
}

static int64_t unknown_run(struct house *house, const char *name)
{
    int64_t run;

    house_take(house, &(struct house_alert){.name = name});
    run = house_newest(house, 0);
    assert_int_equal(house_run(house, run), RUN_UNKNOWN);
    return run;
}

static void settle(struct house *house, int64_t run, bool done,
                   enum run_state expect)
{
    const struct run *read;

    assert_good(house, run_settle(house->desk, run, 1, done, "I have looked",
                                  &house->err));
    read = house_read(house, run);
    assert_int_equal(read->state, expect);
    assert_int_equal(read->steps[0].state, expect);
    assert_non_null(strstr(read->steps[0].note, "I have looked"));
    assert_non_null(strstr(read->steps[0].note, "ann"));
    assert_false(run_settle(house->desk, run, 1, done, "again", &house->err));
    assert_int_equal(house->err.code, ERR_INPUT);
}

/* What is unknown keeps its key when it is done again. */
static void test_settle(void **state)
{
    struct house *house = *state;
    const struct run *old;
    int64_t run;

    house_rule(house, house->desk, RENEW);
    house_engine(house, false);
    /* The token comes first. */
    house_take(house, &(struct house_alert){.name = "u-0"});
    assert_int_equal(house_run(house, house_newest(house, 0)), RUN_SUCCEEDED);
    sand_fault(&house->sand, "cut:1");
    run = unknown_run(house, "u-1");
    assert_false(run_settle(house->desk, run, 1, true, " ", &house->err));
    settle(house, run, true, RUN_SUCCEEDED);
    settle(house, unknown_run(house, "u-2"), false, RUN_FAILED);
    old = house_read(house, unknown_run(house, "u-3"));
    sand_fault(&house->sand, "");
    run = again(house, old->row, 0);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_string_equal(house_read(house, run)->steps[0].key,
                        old->steps[0].key);
}

/* Hold keeps a rule's runs back and shows them; lifted, they go one by one. */
static void test_hold(void **state)
{
    struct house *house = *state;
    struct engine_status status;
    struct run_page *page;
    struct step *due;
    int64_t next = 0;
    size_t n;

    house_rule(house, house->desk, TELL);
    assert_good(house, desk_hold(house->desk, true, "drill", &house->err));
    for (int i = 0; i < 3; i++) {
        char name[16];

        snprintf(name, sizeof(name), "h-%d", i);
        house_take(house, &(struct house_alert){.name = name});
    }
    house_engine(house, false);
    house_rest(house);
    assert_int_equal(sand_count(&house->sand, 0, "GET", "/vm-web-01"), 0);
    assert_good(house,
                conductor_status(house->conductor, &status, &house->err));
    assert_int_equal(status.runs_held, 3);
    assert_int_equal(status.runs_stuck, 0);
    page = run_page_read(house->desk, 0, true, 10);
    assert_int_equal(page->n, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(page->rows[i].held);
    run_page_free(page);
    assert_good(house, desk_resume(house->desk, WHEN_HOUR, "", &house->err));
    assert_good(house, steps_due(house->desk->store, when_now(), false, 10,
                                 house->arena, &due, &n, &next, &house->err));
    assert_int_equal(n, 1);
    assert_in_range(next, when_now() + 50 * WHEN_MINUTE,
                    when_now() + WHEN_HOUR);
    assert_int_equal(house_run(house, due[0].run), RUN_FAILED);
}

static enum health_grade work_grade(struct house *house)
{
    struct health_page *page = health_page_read(house->desk, when_now());
    enum health_grade grade = HEALTH_GRADE_N;

    for (size_t i = 0; i < page->n; i++) {
        if (page->rows[i].part == HEALTH_ENGINE &&
            strcmp(page->rows[i].name, "work") == 0)
            grade = page->rows[i].grade;
    }
    health_page_free(page);
    return grade;
}

/* A run that does not move is named and told once; one that waits for its
 * time, or for hold, is well. */
static void test_stuck(void **state)
{
    struct house *house = *state;
    int64_t now = when_now();
    struct engine_status status;
    struct audit_filter filter = {.verb = "stuck"};
    struct audit_record *records;
    size_t n;

    for (int i = 0; i < 3; i++) {
        struct step step = {
            .number = 1,
            .name = "x",
            .kind = "http",
            .key = "k",
            .note = "",
            .due = i == 1   ? now + WHEN_HOUR
                   : i == 2 ? INT64_MAX
                            : 0,
        };
        struct run run = {
            .name = "x",
            .by = "",
            .why = "",
            .state = RUN_RUNNING,
            .began = now - WHEN_HOUR,
            .steps = &step,
            .n_steps = 1,
        };

        assert_good(house, runs_add(house->desk->store, &run, &house->err));
        /* A retry that is far off. */
        if (i == 0) {
            step.state = RUN_WAITING;
            step.operation = "";
            step.attempts = 1;
            step.began = now - WHEN_HOUR;
            step.due = now + WHEN_HOUR;
            assert_good(house,
                        steps_save(house->desk->store, &step, &house->err));
        }
    }
    house_engine(house, false);
    house_rest(house);
    assert_good(house,
                conductor_status(house->conductor, &status, &house->err));
    assert_int_equal(status.runs_stuck, 1);
    assert_int_equal(work_grade(house), HEALTH_WARN);
    house_engine_end(house);
    house_engine(house, false);
    house_rest(house);
    assert_good(house, audit_list(house->desk->store, &filter, 0, 10,
                                  house->arena, &records, &n, &house->err));
    assert_int_equal(n, 1);
}

#define REDO_TEST(name)                                                        \
    cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REDO_TEST(test_from),    REDO_TEST(test_contain), REDO_TEST(test_story),
        REDO_TEST(test_refused), REDO_TEST(test_settle),  REDO_TEST(test_hold),
        REDO_TEST(test_stuck),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
