/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Playbooks that run against the sandbox: governed like everything else, and
 * as if nothing had happened when the engine ends between two steps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/playbooks.h"
#include "service/plays.h"
#include "service/redo.h"
#include "util/file.h"
#include "util/when.h"

#define ARM         "https://management.azure.com"
#define AFTER(name) "\"runAfter\":{\"" name "\":[\"Succeeded\"]}"
#define FIRST       "\"runAfter\":{}"
#define ASK(method, path, more)                                                \
    "{\"type\":\"Http\",\"inputs\":{\"method\":\"" method                      \
    "\",\"uri\":\"" ARM path "?api-version=2023-09-01\","                      \
    "\"authentication\":{\"type\":\"ManagedServiceIdentity\"}" more "}"
#define GET(path, after)  ASK("GET", path, "") "," after "}"
#define POST(path, after) ASK("POST", path, "") "," after "}"
#define VM(name)          SAND_SHOP "/providers/Microsoft.Compute/virtualMachines/" name
#define REQUEST           "\"manual\":{\"type\":\"Request\",\"kind\":\"Http\"}"

/* Stores it, in that mode. */
static void keep(struct house *house, const char *name, const char *trigger,
                 const char *actions, enum rule_mode mode)
{
    const char *text = arena_printf(
        house->arena,
        "{\"name\":\"%s\",\"type\":\"Microsoft.Logic/workflows\","
        "\"properties\":{\"definition\":{\"$schema\":\"https://"
        "schema.management.azure.com/providers/Microsoft.Logic/schemas/"
        "2016-06-01/workflowdefinition.json#\",\"contentVersion\":\"1.0.0.0\","
        "\"parameters\":{\"$connections\":{\"defaultValue\":{},"
        "\"type\":\"Object\"}},\"triggers\":{%s},\"actions\":{%s},"
        "\"outputs\":{}},\"parameters\":{}}}",
        name, trigger, actions);
    const struct playbook_given given = {.catalogue = house->desk->catalogue};
    struct playbook_reading reading;
    struct json *json;

    playbook_reading_init(&reading);
    assert_good(house, json_parse(str_of(text), &json, &house->err));
    assert_good(house, playbook_read_all(json, &given, &reading, &house->err));
    if (reading.playbooks[0].verdict != PLAYBOOK_RUNS)
        fail_msg("%s: %s", reading.playbooks[0].why[0].path,
                 reading.playbooks[0].why[0].text);
    assert_good(house, playbook_store(house->desk, &reading, &house->err));
    assert_good(house,
                playbook_mode(house->desk, str_of(name), mode, &house->err));
    json_free(json);
    playbook_reading_done(&reading);
}

static int64_t start(struct house *house, const char *name)
{
    const struct play_wish wish = {.name = name, .why = "a test"};
    int64_t run = 0;

    assert_good(house, playbook_run(house->desk, &wish, &run, &house->err));
    return run;
}

static void answer(struct house *house, const struct approval *approval,
                   bool yes)
{
    assert_good(house, approval_answer(house->second, approval->row, yes,
                                       "looked", &house->err));
}

static size_t sent(struct house *house, const char *method, const char *path)
{
    return sand_count(&house->sand, 0, method, path);
}

static struct approval *waiting(struct house *house, size_t n)
{
    struct approvals_filter filter = {.pending = true, .limit = 100};
    struct approval *approvals;
    size_t found;

    assert_good(house, approvals_list(house->desk->store, &filter, house->arena,
                                      &approvals, &found, &house->err));
    assert_int_equal(found, n);
    return approvals;
}

/* The state that the run comes to; when it is another, why. */
static void comes_to(struct house *house, int64_t run, enum run_state state)
{
    enum run_state got = house_run(house, run);
    struct play_page *page;

    if (got == state)
        return;
    page = play_page_read(house->desk, run);
    for (size_t i = 0; i < page->n; i++)
        print_error("%s: %s: %s\n", page->nodes[i].path,
                    run_state_name(page->nodes[i].state), page->nodes[i].error);
    play_page_free(page);
    house_tell(house, run);
    assert_int_equal(got, state);
}

/* How an action stands in the tree, its text owned by the house. */
static const char *state_in_tree(struct house *house, int64_t run,
                                 const char *path)
{
    struct play_page *page = play_page_read(house->desk, run);
    const char *state = "";

    if (page->error.code != ERR_NONE)
        fail_msg("%s", page->error.text);
    for (size_t i = 0; i < page->n; i++) {
        if (strcmp(page->nodes[i].path, path) == 0)
            state = run_state_name(page->nodes[i].state);
    }
    play_page_free(page);
    return state;
}

static const char *output_of(struct house *house, int64_t run, const char *path)
{
    struct play_page *page = play_page_read(house->desk, run);
    const char *text = NULL;

    for (size_t i = 0; i < page->n; i++) {
        if (strcmp(page->nodes[i].path, path) == 0)
            text =
                arena_str(house->arena, json_text(page->nodes[i].outputs)).at;
    }
    play_page_free(page);
    return text;
}

static bool has_ended(struct house *house, const void *with)
{
    return run_state_final(house_read(house, *(const int64_t *)with)->state);
}

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
    int64_t run;
    bool worked;

    keep(house, "way", REQUEST, LONG_WAY, RULE_AUTO);
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

/* ---- what goes wrong ------------------------------------------------------*/

/* Faults are for what is asked, not for signing in. */
static void sign_in(struct house *house)
{
    keep(house, "first", REQUEST, "\"Look\":" GET(VM("vm-web-02"), FIRST),
         RULE_AUTO);
    assert_int_equal(house_run(house, start(house, "first")), RUN_SUCCEEDED);
}

#define TRIES                                                                  \
    "\"Ask\":" ASK(                                                            \
        "GET", VM("vm-web-01"),                                                \
        ",\"retryPolicy\":{\"type\":\"fixed\",\"count\":2,"                    \
        "\"interval\":\"PT1S\"}") "," FIRST "},\"Then\":{"                     \
                                  "\"type\":\"Compose\",\"inputs\":\"@"        \
                                  "actions('Ask')?['status']\","               \
                                  "\"runAfter\":{\"Ask\":[\"Failed\"]}}"

static void test_retries(void **state)
{
    struct house *house = *state;
    const struct run *run;
    int64_t row;

    keep(house, "tries", REQUEST, TRIES, RULE_AUTO);
    house_engine(house, false);
    sign_in(house);
    sand_fault(&house->sand, "500:1;seed=1");
    row = start(house, "tries");
    comes_to(house, row, RUN_SUCCEEDED);
    sand_fault(&house->sand, "");
    run = house_read(house, row);
    assert_int_equal(run->n_steps, 3);
    assert_int_equal(sent(house, "GET", "/vm-web-01"), 3);
    assert_string_equal(output_of(house, row, "Then"), "Failed");
    assert_true(run->steps[2].began - run->steps[1].ended >= WHEN_SECOND);
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
    if (house_run(house, run) == RUN_WAITING) {
        sand_fault(&house->sand, "reset:1;seed=1");
        answer(house, waiting(house, 1), true);
    }
    comes_to(house, run, RUN_UNKNOWN);
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

/* ---- secrets --------------------------------------------------------------*/

/* What is a secret is on no disk; another process reads it again. */
#define SECRET                                                                                          \
    "\"Get\":{\"type\":\"Http\",\"inputs\":{\"method\":\"GET\",\"uri\":"                                \
    "\"https://kv-shop.vault.azure.net/secrets/%s?api-version=7.4\","                                   \
    "\"authentication\":{\"type\":\"ManagedServiceIdentity\",\"audience\":"                             \
    "\"https://vault.azure.net\"}}," FIRST "},\"Rest\":{\"type\":\"Wait\","                             \
    "\"inputs\":{\"interval\":{\"count\":1,\"unit\":\"Second\"}}," AFTER(                               \
        "Get") "},\"Long\":{\"type\":\"If\",\"expression\":{\"greater\":["                              \
               "\"@length(body('Get')?['value'])\",3]},\"actions\":{"                                   \
               "\"Look\":" GET(VM("vm-web-01"), FIRST) "},\"else\":{"                                   \
                                                       "\"actions\":{}}"                                \
                                                       "," AFTER(                                       \
                                                           "Rest") "},"                                 \
                                                                   "\"Tell\""                           \
                                                                   ":" ASK("P"                          \
                                                                           "O"                          \
                                                                           "S"                          \
                                                                           "T",                         \
                                                                           VM("vm-web-01") "/redeploy", \
                                                                           ","                          \
                                                                           "\"body\":{\"code\":\"<@{body('Get')?['value']}>\"}") "," AFTER("Long") "}"

static bool in_file(const char *path, const char *text)
{
    struct buf bytes;
    struct err err;
    bool yes;

    buf_init(&bytes);
    yes = file_read(path, 100000000, &bytes, &err) &&
          str_find(buf_view(&bytes), str_of(text)) != STR_NOWHERE;
    buf_done(&bytes);
    return yes;
}

static bool has_stepped(struct house *house, const void *with)
{
    const struct run *run = house_read(house, *(const int64_t *)with);

    return run->n_steps > 0 && run_state_final(run->steps[0].state);
}

/* Did a body with this text arrive? */
static bool was_told(struct house *house, const char *text)
{
    struct json *log = sand_get(&house->sand, "/_sandbox/log?all=1");
    struct buf all;
    bool yes;

    buf_init(&all);
    json_write(log, JSON_COMPACT, &all);
    yes = str_find(buf_view(&all), str_of(text)) != STR_NOWHERE;
    buf_done(&all);
    json_free(log);
    return yes;
}

static void test_secret(void **state)
{
    struct house *house = *state;
    const char *store = store_path(house->desk->store);
    const char *log = arena_printf(house->arena, "%s-wal", store);
    int64_t run;

    sand_state(&house->sand,
               SAND_SHOP "/providers/Microsoft.KeyVault/vaults/kv-shop",
               "{\"properties\":{\"accessPolicies\":[{\"objectId\":"
               "\"b1f0c2d3-4e5a-4b6c-9d7e-8f9a0b1c2d3e\",\"permissions\":{"
               "\"secrets\":[\"get\"]}}]}}");
    keep(house, "secret", REQUEST,
         arena_printf(house->arena, SECRET, "db-password"), RULE_AUTO);
    run = start(house, "secret");
    house_engine(house, false);
    assert_true(house_until(house, has_stepped, &run, HOUSE_WAIT));
    house_engine_end(house);
    passes_done(&house->desk->secrets);
    house_engine(house, false);
    comes_to(house, run, RUN_WAITING);
    assert_int_equal(sent(house, "GET", "db-password"), 2);
    assert_int_equal(sent(house, "GET", "/vm-web-01"), 1);
    /* It belongs into what is approved, and is not known when it is sent. */
    house_engine_end(house);
    passes_done(&house->desk->secrets);
    house_engine(house, false);
    answer(house, waiting(house, 1), true);
    assert_true(house_until(house, has_ended, &run, HOUSE_WAIT));
    assert_int_equal(sent(house, "GET", "db-password"), 3);
    assert_true(was_told(house, "<only-of-the-sandbox"));
    assert_false(in_file(store, "only-of-the-sandbox"));
    assert_false(in_file(log, "only-of-the-sandbox"));
}

int main(void)
{
#define HOUSE(name)                                                            \
    cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)
    const struct CMUnitTest tests[] = {
        HOUSE(test_mode),     HOUSE(test_denied),  HOUSE(test_lanes),
        HOUSE(test_question), HOUSE(test_rounds),  HOUSE(test_restarts),
        HOUSE(test_hold),     HOUSE(test_retries), HOUSE(test_unknown),
        HOUSE(test_again),    HOUSE(test_rule),    HOUSE(test_rule_shadow),
        HOUSE(test_secret),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
