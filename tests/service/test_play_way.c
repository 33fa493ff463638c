/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Playbooks on their way: as if nothing had happened when the engine ends
 * between two steps, what goes wrong, and what is done again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "service/play_part.h"
#include "service/play.h"
#include "service/playbooks.h"
#include "service/redo.h"
#include "stagehand.h"
#include "store/internal.h"
#include "store/playbooks.h"
#include "util/file.h"
#include "util/when.h"

/* ---- between two steps ----------------------------------------------------*/

#define LONG_WAY                                                               \
    "\"Mark\":{\"type\":\"Compose\",\"inputs\":\"@{guid()} "                   \
    "@{utcNow()}\"," FIRST "},\"One\":" GET(                                   \
        VM("vm-web-01"),                                                       \
        AFTER(                                                                 \
            "Mark")) ",\"Rest\":{\"type\":\"Wait\",\"inputs\":{\"interval\":{" \
                     "\"count\":1,"                                            \
                     "\"unit\":\"Second\"}}," AFTER(                           \
                         "One") "},\"Each\":{\"type\":\"Foreach\","            \
                                "\"foreach\":\"@createArray('vm-web-01','vm-"  \
                                "web-02')\",\"actions\":{"                     \
                                "\"Two\":" ASK(                                \
                                    "GET",                                     \
                                    VM("@{items('Each')}") "/instanceView",    \
                                    "") "," FIRST                              \
                                        "}}," AFTER(                           \
                                            "Rest") "},\"Same\":{\"type\":"    \
                                                    "\"Compose\",\"inputs\":"  \
                                                    "\"@outputs('Mark')"       \
                                                    "\"," AFTER("Each") "}"

/* The engine ends after each turn, and another begins. */
static void test_restarts(void **state)
{
    struct house *house = *state;
    int64_t until = when_monotonic() + HOUSE_WAIT;
    const char *later;
    int64_t run;
    bool worked;

    keep(house, "way", REQUEST,
         LONG_WAY ",\"Later\":{\"type\":\"Compose\",\"inputs\":"
                  "\"@utcNow()\"," AFTER("Same") "}",
         RULE_AUTO);
    run = start(house, "way");
    while (!has_ended(house, &run) && when_monotonic() < until) {
        house_engine(house, false);
        for (int i = 0; i < 4; i++)
            assert_good(house, conductor_step(house->conductor, 200, -1,
                                              &worked, &house->err));
        house_rest(house);
        house_engine_end(house);
    }
    assert_int_equal(house_read(house, run)->state, RUN_SUCCEEDED);
    assert_int_equal(sent(house, "GET", "/vm-web-01"), 1);
    assert_int_equal(sent(house, "GET", "vm-web-01/instanceView"), 1);
    assert_int_equal(sent(house, "GET", "vm-web-02/instanceView"), 1);
    assert_non_null(output_of(house, run, "Mark"));
    assert_string_equal(output_of(house, run, "Mark"),
                        output_of(house, run, "Same"));
    /* It was then when it was answered, whenever that is gone through. */
    later = output_of(house, run, "Later");
    assert_non_null(later);
    until = when_now() + 2;
    while (when_now() < until)
        ;
    assert_string_equal(output_of(house, run, "Later"), later);
}

/* Each of nine, two that a person is asked for, and what comes of one. */
#define RESTART(name, after) POST(VM(name) "/restart", after)
#define LOOK                 "\"Look\":" GET(VM("vm-web-02"), FIRST)
#define EACH                                                                   \
    "\"Each\":{\"type\":\"Foreach\",\"foreach\":\"@range(1,9)\","              \
    "\"actions\":{" LOOK "}," FIRST "}"
#define ONE  "\"One\":" RESTART("vm-web-01", AFTER("Each"))
#define TWO  "\"Two\":" RESTART("vm-web-02", AFTER("Each"))
#define THEN "\"Then\":" GET(VM("vm-web-01"), AFTER("One"))

/* Another process has moved it on since. */
static void test_elsewhere(void **state)
{
    struct house *house = *state;
    struct approval *asked;
    int64_t run;

    keep(house, "nine", REQUEST, EACH "," ONE "," TWO "," THEN, RULE_AUTO);
    run = start(house, "nine");
    house_engine(house, false);
    comes_to(house, run, RUN_WAITING);
    house_engine_end(house);
    asked = waiting(house, 2);
    answer(house, &asked[0], true);
    assert_good(house, conductor_new(house->second, false, &house->conductor,
                                     &house->err));
    comes_to(house, run, RUN_WAITING);
    house_engine_end(house);
    house_engine(house, false);
    answer(house, waiting(house, 1), true);
    comes_to(house, run, RUN_SUCCEEDED);
    assert_int_equal(sent(house, "POST", "vm-web-01/restart"), 1);
    assert_int_equal(sent(house, "POST", "vm-web-02/restart"), 1);
}

static bool has_begun(struct house *house, const void *unused)
{
    struct run_page *page = run_page_read(house->desk, 0, false, 1);
    bool yes = page->n > 0;

    (void)unused;
    run_page_free(page);
    return yes;
}

static void test_hold(void **state)
{
    struct house *house = *state;
    int64_t run;

    keep(house, "way",
         "\"Clock\":{\"type\":\"Recurrence\",\"recurrence\":{"
         "\"frequency\":\"Second\",\"interval\":1}}",
         LONG_WAY, RULE_AUTO);
    assert_good(house, desk_hold(house->desk, true, "a test", &house->err));
    house_engine(house, false);
    assert_true(house_until(house, has_begun, NULL, HOUSE_WAIT));
    run = house_newest(house, 0);
    house_rest(house);
    assert_string_equal(house_read(house, run)->by, "riposte");
    assert_int_equal(sent(house, "GET", "/vm-web-01"), 0);
    assert_good(house,
                playbook_mode(house->desk, STR("way"), RULE_OFF, &house->err));
    assert_good(house, desk_resume(house->desk, 0, "", &house->err));
    assert_true(house_until(house, has_ended, &run, HOUSE_WAIT));
    assert_int_equal(house_read(house, run)->state, RUN_SUCCEEDED);
}

/* While one is started somebody sees to it that the next is not started by the
 * clock any more, and removes another. */
static void test_meanwhile(void **state)
{
    struct house *house = *state;
    struct stored_playbook second;
    int64_t next = 0;
    bool worked = false;
    static const char *const names[] = {"one", "two", "three"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        keep(house, names[i],
             "\"Clock\":{\"type\":\"Recurrence\",\"recurrence\":{"
             "\"frequency\":\"Day\",\"interval\":1}}",
             "\"Mark\":{\"type\":\"Compose\",\"inputs\":1," FIRST "}",
             RULE_AUTO);
    assert_good(house, db_run(house->desk->store->db, &house->err,
                              "UPDATE playbook SET due = ?1 + row", "i",
                              when_now() - 1000));
    assert_good(
        house, db_run(house->desk->store->db, &house->err,
                      "CREATE TRIGGER meanwhile AFTER UPDATE OF due ON playbook"
                      " WHEN NEW.name = 'one' BEGIN UPDATE playbook SET due = 0"
                      " WHERE name = 'two'; DELETE FROM playbook"
                      " WHERE name = 'three'; END",
                      ""));
    assert_good(house, play_clock(house->desk, when_now(), &worked, &next,
                                  &house->err));
    assert_true(worked);
    assert_int_equal(house_newest(house, 0), 1);
    assert_good(house, playbooks_find(house->desk->store, STR("two"),
                                      house->arena, &second, &house->err));
    assert_int_equal(second.due, 0);
}

/* ---- what goes wrong ------------------------------------------------------*/

/* Faults are for what is asked, not for signing in. */
static void sign_in(struct house *house)
{
    keep(house, "first", REQUEST, "\"Look\":" GET(VM("vm-web-02"), FIRST),
         RULE_AUTO);
    assert_int_equal(house_run(house, start(house, "first")), RUN_SUCCEEDED);
}

#define TRIES(count)                                                           \
    "\"Ask\":" ASK(                                                            \
        "GET", VM("vm-web-01"),                                                \
        ",\"retryPolicy\":{\"type\":\"fixed\",\"count\":" count ","            \
        "\"interval\":\"PT1S\"}") "," FIRST "},\"Then\":{"                     \
                                  "\"type\":\"Compose\",\"inputs\":\"@"        \
                                  "actions('Ask')?['status']\","               \
                                  "\"runAfter\":{\"Ask\":[\"Failed\"]}}"

/* As often as the policy says and after its interval, which a service that
 * names its own (503 with Retry-After: 2) makes longer. */
static void test_retries(void **state)
{
    static const struct {
        const char *playbook, *what, *fault;
        size_t n;
        int64_t apart;
    } rows[] = {
        {"fails", TRIES("2"), "500:1;seed=1", 3, WHEN_SECOND},
        {"away", TRIES("1"), "503:1;seed=1", 2, 2 * WHEN_SECOND},
    };
    struct house *house = *state;
    int64_t before = 0;

    house_engine(house, false);
    sign_in(house);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct run *run;
        size_t n = rows[i].n;
        int64_t row;

        keep(house, rows[i].playbook, REQUEST, rows[i].what, RULE_AUTO);
        sand_fault(&house->sand, rows[i].fault);
        row = start(house, rows[i].playbook);
        comes_to(house, row, RUN_SUCCEEDED);
        sand_fault(&house->sand, "");
        run = house_read(house, row);
        assert_int_equal(run->n_steps, n);
        before += (int64_t)n;
        assert_int_equal(sent(house, "GET", "/vm-web-01"), before);
        assert_string_equal(output_of(house, row, "Then"), "Failed");
        assert_true(run->steps[n - 1].began - run->steps[n - 2].ended >=
                    rows[i].apart);
    }
}

static bool was_refused(struct house *house, const void *unused)
{
    (void)unused;
    return sent(house, "PATCH", "/vm-web-01") > 0;
}

#define TAG                                                                    \
    "\"Tag\":" ASK("PATCH", VM("vm-web-01"),                                   \
                   ",\"body\":{\"tags\":{\"a\":\"b\"}},\"retryPolicy\":{"      \
                   "\"type\":\"fixed\",\"count\":2,\"interval\":\"PT1S\"}")

/* What was approved is tried again without asking again. */
static void test_approved_once(void **state)
{
    struct house *house = *state;
    int64_t run;

    house_engine(house, false);
    sign_in(house);
    keep(house, "once", REQUEST, TAG "," FIRST "}", RULE_AUTO);
    run = start(house, "once");
    comes_to(house, run, RUN_WAITING);
    sand_fault(&house->sand, "503:1;seed=1");
    answer(house, waiting(house, 1), true);
    assert_true(house_until(house, was_refused, NULL, HOUSE_WAIT));
    sand_fault(&house->sand, "");
    comes_to(house, run, RUN_SUCCEEDED);
    assert_int_equal(house_read(house, run)->n_steps, 2);
}

static bool was_tried(struct house *house, const void *with)
{
    const struct run *run = house_read(house, *(const int64_t *)with);

    return run->n_steps > 0 && run->steps[0].attempts > 0 &&
           *run->steps[0].note != '\0';
}

/* That riposte cannot sign in is no answer to what the playbook asks: its
 * attempts are not used up. */
static void test_no_token(void **state)
{
    struct house *house = *state;
    int64_t run;

    keep(house, "once", REQUEST,
         "\"Ask\":" ASK("GET", VM("vm-web-01"),
                        ",\"retryPolicy\":{\"type\":\"none\"}") "," FIRST "}",
         RULE_AUTO);
    sand_fault(&house->sand, "500:1;seed=1");
    run = start(house, "once");
    house_engine(house, false);
    assert_true(house_until(house, was_tried, &run, HOUSE_WAIT));
    assert_non_null(
        strstr(house_read(house, run)->steps[0].note, "sign-in service"));
    sand_fault(&house->sand, "");
    comes_to(house, run, RUN_SUCCEEDED);
    assert_int_equal(house_read(house, run)->n_steps, 1);
    assert_int_equal(sent(house, "GET", "/vm-web-01"), 1);
}

#define SAY                                                                    \
    "\"Say\":{\"type\":\"ApiConnection\",\"inputs\":{\"host\":{"               \
    "\"connection\":{"                                                         \
    "\"name\":\"@parameters('$connections')['slack']['connectionId']\"}},"     \
    "\"method\":\"post\",\"path\":\"/chat.postMessage\",\"queries\":{"         \
    "\"text\":\"x\"},\"retryPolicy\":{\"type\":\"fixed\",\"count\":1,"         \
    "\"interval\":\"PT1S\"}}," FIRST "}"

/* Tried again as the playbook has it, although it may have been done: that is
 * said. */
static void test_twice(void **state)
{
    struct house *house = *state;
    const struct run *read;
    int64_t run;

    keep(house, "say", REQUEST, SAY, RULE_AUTO);
    house_engine(house, false);
    sand_fault(&house->sand, "cut:1;seed=1");
    run = start(house, "say");
    comes_to(house, run, RUN_FAILED);
    sand_fault(&house->sand, "");
    read = house_read(house, run);
    assert_int_equal(read->n_steps, 2);
    for (size_t i = 0; i < 2; i++)
        assert_non_null(strstr(read->steps[i].note, "done twice"));
}

#define MOVE                                                                   \
    "\"Move\":" POST(VM("vm-web-01") "/redeploy",                              \
                     FIRST) ",\"Look\":" GET(VM("vm-web-01"), AFTER("Move"))

/* Nobody knows whether it was done: the playbook waits for who looks. */
static void test_unknown(void **state)
{
    struct house *house = *state;
    int64_t run;
    size_t step = 0;

    keep(house, "move", REQUEST, MOVE, RULE_AUTO);
    house_engine(house, false);
    sign_in(house);
    run = start(house, "move");
    passes_put(&house->desk->secrets, play_secret_key(run, 1), STR("kept"));
    if (house_run(house, run) == RUN_WAITING) {
        sand_fault(&house->sand, "reset:1;seed=1");
        answer(house, waiting(house, 1), true);
    }
    comes_to(house, run, RUN_UNKNOWN);
    /* It may go on, and need what it was answered. */
    assert_int_equal(house->desk->secrets.n, 1);
    sand_fault(&house->sand, "");
    assert_int_equal(sent(house, "GET", "/vm-web-01"), 0);
    while (house_read(house, run)->steps[step].state != RUN_UNKNOWN)
        step++;
    assert_good(house, run_settle(house->desk, run, (int64_t)step + 1, true,
                                  "it was done", &house->err));
    comes_to(house, run, RUN_SUCCEEDED);
    assert_int_equal(sent(house, "GET", "/vm-web-01"), 1);
}

/* ---- done again -----------------------------------------------------------*/

static void test_again(void **state)
{
    struct house *house = *state;
    const struct run *new;
    const struct run *old;
    int64_t again;
    int64_t run;

    keep(house, "way", REQUEST, LONG_WAY, RULE_AUTO);
    house_engine(house, false);
    run = start(house, "way");
    comes_to(house, run, RUN_SUCCEEDED);
    old = house_read(house, run);
    assert_good(house,
                run_resubmit(house->desk, run, 3, "", &again, &house->err));
    comes_to(house, again, RUN_SUCCEEDED);
    new = house_read(house, again);
    assert_int_equal(new->origin, run);
    assert_string_equal(new->steps[0].key, old->steps[0].key);
    assert_string_not_equal(new->steps[2].key, old->steps[2].key);
    assert_string_equal(output_of(house, run, "Same"),
                        output_of(house, again, "Same"));
    assert_int_equal(sent(house, "GET", "/vm-web-01"), 1);
    assert_int_equal(sent(house, "GET", "vm-web-02/instanceView"), 2);

    assert_good(house,
                run_resubmit(house->desk, run, 0, "", &again, &house->err));
    comes_to(house, again, RUN_SUCCEEDED);
    assert_string_not_equal(output_of(house, run, "Same"),
                            output_of(house, again, "Same"));
}

int main(void)
{
#define HOUSE(name)                                                            \
    cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)
    const struct CMUnitTest tests[] = {
        HOUSE(test_restarts),      HOUSE(test_hold),     HOUSE(test_meanwhile),
        HOUSE(test_retries),       HOUSE(test_no_token), HOUSE(test_twice),
        HOUSE(test_unknown),       HOUSE(test_again),    HOUSE(test_elsewhere),
        HOUSE(test_approved_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
