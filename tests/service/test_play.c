/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Playbooks that run against the sandbox are governed like everything else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "service/playbooks.h"
#include "service/plays.h"
#include "service/rehearsals.h"
#include "stagehand.h"
#include "util/file.h"
#include "util/mem.h"

/* ---- governed -------------------------------------------------------------*/

#define STOP                                                                   \
    "\"Look\":" GET(VM("vm-web-01"), FIRST) ",\"Stop\":" POST(                 \
        VM("vm-web-01") "/deallocate",                                         \
        AFTER("Look")) ",\"Say\":{\"type\":"                                   \
                       "\"Compose\",\"inputs\":\"@outputs('Look')?['"          \
                       "statusCode']\"," AFTER("Stop") "}"

static void test_mode(void **state)
{
    struct house *house = *state;
    char power[64];
    int64_t run;

    keep(house, "stop", REQUEST, STOP, RULE_SHADOW);
    house_engine(house, false);
    run = start(house, "stop");
    comes_to(house, run, RUN_SKIPPED);
    assert_int_equal(sent(house, NULL, "/vm-web-01"), 0);
    assert_string_equal(state_in_tree(house, run, "Say"), "Succeeded");

    assert_good(house, playbook_mode(house->desk, STR("stop"), RULE_APPROVE,
                                     &house->err));
    run = start(house, "stop");
    comes_to(house, run, RUN_WAITING);
    assert_int_equal(sent(house, "POST", "/deallocate"), 0);
    answer(house, waiting(house, 1), true);
    comes_to(house, run, RUN_SUCCEEDED);
    assert_string_equal(sand_power(&house->sand, SAND_VM, power),
                        "PowerState/deallocated");
    assert_int_equal(sent(house, "POST", "/deallocate"), 1);
    assert_int_equal(house_last_effect(house)->state, EFFECT_OBSERVED);
    assert_int_equal(house_last_effect(house)->run, run);

    assert_good(house,
                playbook_mode(house->desk, STR("stop"), RULE_OFF, &house->err));
    assert_false(playbook_run(house->desk, &(struct play_wish){.name = "stop"},
                              &run, &house->err));
    assert_int_equal(house->err.code, ERR_INPUT);
}

static void test_denied(void **state)
{
    struct house *house = *state;
    int64_t run;

    keep(house, "stop", REQUEST, STOP, RULE_APPROVE);
    house_engine(house, false);
    run = start(house, "stop");
    comes_to(house, run, RUN_WAITING);
    assert_string_equal(state_in_tree(house, run, "Stop"), "Running");
    answer(house, waiting(house, 1), false);
    comes_to(house, run, RUN_CANCELLED);
    assert_int_equal(sent(house, "POST", "/deallocate"), 0);
    assert_string_equal(state_in_tree(house, run, "Look"), "Succeeded");
    assert_string_equal(state_in_tree(house, run, "Stop"), "Cancelled");
}

/* Two branches at once: each approval belongs to its own. */
#define BOTH                                                                   \
    "\"One\":" POST(VM("vm-web-01") "/deallocate", FIRST) ",\"Two\":" POST(    \
        VM("vm-web-02") "/deallocate", FIRST)

static void test_lanes(void **state)
{
    struct house *house = *state;
    struct approval *both;
    char power[64];
    int64_t run;

    keep(house, "both", REQUEST, BOTH, RULE_APPROVE);
    house_engine(house, false);
    run = start(house, "both");
    comes_to(house, run, RUN_WAITING);
    both = waiting(house, 2);
    answer(house, strstr(both[0].title, "Two") ? &both[0] : &both[1], true);
    comes_to(house, run, RUN_WAITING);
    assert_int_equal(sent(house, "POST", "vm-web-02/deallocate"), 1);
    assert_int_equal(sent(house, "POST", "vm-web-01/deallocate"), 0);
    assert_string_equal(state_in_tree(house, run, "Two"), "Succeeded");
    assert_string_equal(sand_power(&house->sand, SAND_VM2, power),
                        "PowerState/deallocated");
    assert_good(house, run_cancel(house->desk, run, "enough", &house->err));
    waiting(house, 0);
    assert_int_equal(house_read(house, run)->state, RUN_CANCELLED);
}

/* No more rounds at a time than the loop has. */
#define ROUNDS                                                                 \
    "\"Loop\":{\"type\":\"Foreach\",\"foreach\":\"@range(1,5)\","              \
    "\"runtimeConfiguration\":{\"concurrency\":{\"repetitions\":2}},"          \
    "\"actions\":{\"Stop\":" ASK("DELETE", VM("vm-@{item()}"), "") "," FIRST   \
                                                                   "}}," FIRST \
                                                                   "}"

static void test_rounds(void **state)
{
    struct house *house = *state;
    int64_t run;

    keep(house, "rounds", REQUEST, ROUNDS, RULE_AUTO);
    house_engine(house, false);
    run = start(house, "rounds");
    for (size_t left = 5; left > 0; left--) {
        comes_to(house, run, RUN_WAITING);
        answer(house, waiting(house, left < 2 ? left : 2), true);
        house_rest(house);
    }
    assert_true(house_until(house, has_ended, &run, HOUSE_WAIT));
    assert_string_equal(state_in_tree(house, run, "Loop[4]/Stop"), "Succeeded");
    assert_int_equal(sent(house, "DELETE", "vm-1"), 1);
}

/* A question of the playbook itself: no is an answer too, and silence. */
#define MAILBOX                                                                \
    "\"host\":{\"connection\":{\"name\":\"@parameters('$connections')"         \
    "['office365']['connectionId']\"}}"
#define QUESTION(limit)                                                        \
    "\"Ask\":{\"type\":\"ApiConnectionWebhook\"," limit                        \
    "\"inputs\":{\"path\":"                                                    \
    "\"/approvalmail/$subscriptions\"," MAILBOX ",\"body\":{"                  \
    "\"NotificationUrl\":\"@{listCallbackUrl()}\",\"Message\":{\"To\":"        \
    "\"soc@contoso.example\",\"Subject\":\"Stop it?\",\"Options\":"            \
    "\"Approve, Reject\"}}}," FIRST "},\"Said\":{\"type\":\"Compose\","        \
    "\"inputs\":\"@body('Ask')?['SelectedOption']\"," AFTER(                   \
        "Ask") "},"                                                            \
               "\"Silence\":{\"type\":\"Compose\",\"inputs\":\"late\","        \
               "\"runAfter\":{"                                                \
               "\"Ask\":[\"TimedOut\"]}}"

static void test_question(void **state)
{
    static const struct {
        bool yes;
        const char *said;
    } rows[] = {{true, "Approve"}, {false, "Reject"}};
    struct house *house = *state;
    int64_t run;

    house_engine(house, false);
    keep(house, "ask", REQUEST, QUESTION(""), RULE_AUTO);
    for (size_t i = 0; i < 2; i++) {
        run = start(house, "ask");
        comes_to(house, run, RUN_WAITING);
        answer(house, waiting(house, 1), rows[i].yes);
        comes_to(house, run, RUN_SUCCEEDED);
        assert_string_equal(output_of(house, run, "Said"), rows[i].said);
    }
    keep(house, "hurry", REQUEST, QUESTION("\"limit\":{\"timeout\":\"PT1S\"},"),
         RULE_AUTO);
    run = start(house, "hurry");
    assert_true(house_until(house, has_ended, &run, HOUSE_WAIT));
    assert_string_equal(state_in_tree(house, run, "Ask"), "TimedOut");
    assert_string_equal(output_of(house, run, "Silence"), "late");
    waiting(house, 0);
}

/* ---- by a rule ------------------------------------------------------------*/

#define ALERT                                                                  \
    "\"Alert\":{\"type\":\"ApiConnectionWebhook\",\"inputs\":{\"path\":"       \
    "\"/Microsoft.Security/Alert/subscribe\",\"host\":{\"connection\":{"       \
    "\"name\":\"@parameters('$connections')['ascalert']['connectionId']\"}},"  \
    "\"body\":{\"callback_url\":\"@{listCallbackUrl()}\"}}}"
#define LOOK_UP                                                                \
    "\"Look\":" GET(                                                           \
        VM("vm-web-01"),                                                       \
        FIRST) ",\"Say\":{\"type\":\"Compose\","                               \
               "\"inputs\":\"@triggerBody()?['AlertDisplayName']\"," AFTER(    \
                   "Look") "}"
#define RULE                                                                   \
    "{\"name\":\"call\",\"order\":1,\"mode\":\"%s\",\"actions\":[{"            \
    "\"kind\":\"playbook\",\"with\":{\"name\":\"%s\"}}]}"

static void test_rule(void **state)
{
    struct house *house = *state;
    int64_t event;
    int64_t child;
    int64_t run;

    keep(house, "look up", ALERT, LOOK_UP, RULE_AUTO);
    house_rule(house, house->desk,
               arena_printf(house->arena, RULE, "auto", "look up"));
    event = house_take(house, &(struct house_alert){.name = "p-1"});
    run = house_newest(house, 0);
    house_engine(house, false);
    assert_true(house_until(house, has_ended, &run, HOUSE_WAIT));
    child = house_newest(house, 0);
    assert_int_not_equal(child, run);
    assert_int_equal(house_read(house, run)->state, RUN_SUCCEEDED);
    assert_int_equal(house_read(house, child)->state, RUN_SUCCEEDED);
    assert_int_equal(house_read(house, child)->event, event);
    assert_int_equal(house_read(house, child)->rule,
                     house_read(house, run)->rule);
    assert_string_equal(output_of(house, child, "Say"), "Brute force");
    assert_int_equal(house_event(house, event)->automation, AUTO_DONE);
}

/* What a rule in shadow would have had done is worked out, and not sent. */
static void test_rule_shadow(void **state)
{
    struct house *house = *state;
    int64_t child;

    keep(house, "look up", ALERT, LOOK_UP, RULE_AUTO);
    house_rule(house, house->desk,
               arena_printf(house->arena, RULE, "shadow", "look up"));
    house_take(house, &(struct house_alert){.name = "p-1"});
    child = house_newest(house, 0);
    assert_string_equal(house_read(house, child)->playbook, "look up");
    assert_int_equal(house_read(house, child)->state, RUN_SKIPPED);
    assert_string_equal(output_of(house, child, "Say"), "Brute force");
    assert_int_equal(sent(house, NULL, "/vm-web-01"), 0);
}

/* A rehearsal that is answered as a run was; of another playbook it is not. */
static void test_rehearsed(void **state)
{
    struct house *house = *state;
    struct rehearse_wish *wish = rehearse_wish_new();
    struct rehearse_wish *other;
    struct rehearse_page *page;
    int64_t run;

    keep(house, "stop", REQUEST, STOP, RULE_AUTO);
    keep(house, "both", REQUEST, BOTH, RULE_AUTO);
    house_engine(house, false);
    run = start(house, "stop");
    comes_to(house, run, RUN_SUCCEEDED);
    wish->name = mem_text("stop");
    wish->from = REHEARSE_RUN;
    wish->run = run;
    wish->move = REHEARSE_END;
    other = rehearse_wish_copy(wish);
    page = rehearse_page_read(house->desk, house->desk->catalogue, wish);
    assert_int_equal(page->error.code, ERR_NONE);
    assert_true(rehearsal_good(page->rehearsal));
    assert_string_equal(rehearse_source(page, "Look"), "run");
    assert_string_equal(rehearse_source(page, "Stop"), "run");
    rehearse_page_free(page);
    mem_free(other->name);
    other->name = mem_text("both");
    page = rehearse_page_read(house->desk, house->desk->catalogue, other);
    assert_int_equal(page->error.code, ERR_INPUT);
    assert_non_null(strstr(page->error.text, "one of the playbook stop"));
    rehearse_page_free(page);
}

/* All files of a directory at once: what cannot be read stands among what
 * can. */
static void test_directory(void **state)
{
    static const char *const texts[][2] = {
        {"a.json", "{\"name\":\"one\",\"definition\":{\"triggers\":{},"
                   "\"actions\":{}}}"},
        {"b.json", "{"},
        {"c.json", "[]"},
        {"d.txt", "no playbook"},
    };
    struct house *house = *state;
    char dir[] = "/tmp/riposte-import-XXXXXX";
    struct playbook_import *import;
    char path[64];

    assert_non_null(mkdtemp(dir));
    import = playbook_import_read(house->desk, str_of(dir));
    assert_int_equal(import->error.code, ERR_INPUT);
    playbook_import_free(import);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", dir, texts[i][0]);
        assert_good(house, file_write(path, str_of(texts[i][1]), &house->err));
    }
    import = playbook_import_read(house->desk, str_of(dir));
    assert_int_equal(import->error.code, ERR_NONE);
    assert_int_equal(import->reading.n, 3);
    assert_string_equal(import->reading.playbooks[0].name, "one");
    assert_int_not_equal(import->reading.playbooks[0].verdict,
                         PLAYBOOK_REFUSED);
    assert_string_equal(import->reading.playbooks[1].name, "b.json");
    assert_int_equal(import->reading.playbooks[2].verdict, PLAYBOOK_REFUSED);
    playbook_import_free(import);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", dir, texts[i][0]);
        unlink(path);
    }
    rmdir(dir);
}

int main(void)
{
#define HOUSE(name)                                                            \
    cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)
    const struct CMUnitTest tests[] = {
        HOUSE(test_mode),        HOUSE(test_denied),    HOUSE(test_lanes),
        HOUSE(test_rounds),      HOUSE(test_question),  HOUSE(test_rule),
        HOUSE(test_rule_shadow), HOUSE(test_rehearsed), HOUSE(test_directory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
