/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tickets and messages from a rule to the sandbox: one ticket for each event,
 * whatever fires, fails or dies, and how it stands afterwards.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/doctor.h"
#include "service/queue.h"
#include "util/mem.h"
#include "util/when.h"

static int set_up(void **state)
{
    static const char *const options[] = {"--scenario", "none", "--speed", "20",
                                          NULL};
    static const char *const sets[] = {"tickets.follow=1s", NULL};
    struct house *house = mem_new(sizeof(*house));

    house_open(house, options, sets);
    *state = house;
    return 0;
}

static const struct house_alert alert = {.name = "a1"};

#define RULE(name, order, actions)                                             \
    "{\"name\":\"" name "\",\"order\":" order ",\"mode\":\"auto\","            \
    "\"conditions\":[{\"all\":[{\"property\":\"AlertType\",\"operator\":"      \
    "\"startswith\",\"value\":\"VM_\"}]}],\"actions\":[" actions "]}"
#define SNOW                                                                   \
    "{\"kind\":\"servicenow\",\"with\":{\"summary\":"                          \
    "\"@{AlertDisplayName}\",\"description\":\"@{ResourceId}\"}}"
#define JIRA(name)                                                             \
    "{\"kind\":\"jira\",\"with\":{\"connector\":\"" name "\",\"project\":"     \
    "\"SEC\",\"summary\":\"@{AlertDisplayName}\"}}"

/* How many there are of a kind. */
static size_t held(struct house *house, const char *kind)
{
    struct json *json = sand_get(&house->sand, "/_sandbox/tickets");
    size_t n = json_length(json_get(json, kind));

    json_free(json);
    return n;
}

static const char *held_text(struct house *house, const char *path)
{
    struct json *json = sand_get(&house->sand, "/_sandbox/tickets");
    const char *text =
        arena_str(house->arena, json_text(json_at(json, str_of(path)))).at;

    json_free(json);
    return text;
}

static void assert_run(struct house *house, int64_t run)
{
    if (house_run(house, run) != RUN_SUCCEEDED) {
        house_tell(house, run);
        fail();
    }
}

static const char *event_text(struct house *house, int64_t event,
                              const char *path)
{
    struct json *json;
    struct buf text;
    const char *out;

    assert_good(house, event_show_json(house->desk, event, &json, &house->err));
    buf_init(&text);
    json_put_text(json_at(json, str_of(path)), &text);
    out = arena_str(house->arena, buf_view(&text)).at;
    buf_done(&text);
    json_free(json);
    return out;
}

/* Two rules fire at once: one ticket, and a note. */
static int64_t one_ticket(struct house *house, const char *first,
                          const char *second, const char *kind)
{
    int64_t event;

    house_rule(house, house->desk, first);
    house_rule(house, house->desk, second);
    event = house_take(house, &alert);
    house_engine(house, false);
    assert_run(house, house_newest(house, 0));
    assert_run(house, house_newest(house, 1));
    assert_int_equal(held(house, kind), 1);
    assert_string_equal(event_text(house, event, "tickets.1"), "");
    assert_string_not_equal(event_text(house, event, "tickets.0.ref"), "");
    return event;
}

static void test_one_incident(void **state)
{
    struct house *house = *state;
    const char *notes;

    one_ticket(house, RULE("a", "1", SNOW), RULE("b", "2", SNOW), "incidents");
    notes = held_text(house, "incidents.INC0010001.work_notes");
    assert_int_equal(strncmp(notes, "Brute force", 11), 0);
    assert_non_null(strstr(notes, "[riposte "));
    assert_null(strstr(notes, "--\n"));
    assert_string_equal(
        held_text(house, "incidents.INC0010001.short_description"),
        "Brute force");
    assert_string_equal(held_text(house, "incidents.INC0010001.urgency"), "1");
    assert_string_equal(held_text(house, "incidents.INC0010001.description"),
                        SAND_VM);
}

/* Another alert has an issue of its own. */
static void one_issue(struct house *house, const char *first,
                      const char *second)
{
    int64_t event = one_ticket(house, first, second, "issues");

    assert_string_not_equal(held_text(house, "issues.SEC-1.fields.summary"),
                            "");
    house_take(house, &(struct house_alert){.name = "a2"});
    assert_run(house, house_newest(house, 0));
    assert_run(house, house_newest(house, 1));
    assert_string_equal(event_text(house, event, "tickets.1"), "");
    assert_int_equal(held(house, "issues"), 2);
}

static void test_one_issue(void **state)
{
    one_issue(*state, RULE("a", "1", JIRA("jira")),
              RULE("b", "2", JIRA("jira")));
}

static void test_one_server_issue(void **state)
{
    one_issue(*state, RULE("a", "1", JIRA("jira-server")),
              RULE("b", "2", JIRA("jira-server")));
}

static bool is_between(struct house *house, const void *with)
{
    const struct step *step =
        &house_read(house, house_newest(house, 0))->steps[0];

    (void)with;
    return step->turn == 1 && step->journal == JOURNAL_PLANNED;
}

static bool is_made(struct house *house, const void *with)
{
    return held(house, with) == 1;
}

/* What was made although its answer never came is found again. */
static void recovered(struct house *house, const char *action, const char *kind,
                      const char *fault, bool die)
{
    const struct step *step;

    house_rule(house, house->desk, action);
    house_take(house, &alert);
    house_engine(house, false);
    assert_true(house_until(house, is_between, NULL, HOUSE_WAIT));
    sand_fault(&house->sand, fault);
    assert_true(house_until(house, is_made, kind, HOUSE_WAIT));
    if (die) {
        house_engine_end(house);
        sand_fault(&house->sand, "");
        house_engine(house, false);
    } else {
        sand_fault(&house->sand, "");
    }
    assert_run(house, house_newest(house, 0));
    step = &house_read(house, house_newest(house, 0))->steps[0];
    assert_int_equal(held(house, kind), 1);
    assert_int_equal(step->lost, 1);
    assert_int_equal(step->turn, 3);
    assert_non_null(json_get(step->learnt, "ref"));
}

static void test_killed_incident(void **state)
{
    recovered(*state, RULE("a", "1", SNOW), "incidents", "slow:1", true);
}

static void test_killed_issue(void **state)
{
    recovered(*state, RULE("a", "1", JIRA("jira")), "issues", "slow:1", true);
}

static void test_lost_incident(void **state)
{
    recovered(*state, RULE("a", "1", SNOW), "incidents", "reset:1", false);
}

static bool is_over(struct house *house, const void *with)
{
    struct counters counters;

    (void)with;
    assert_good(house,
                counters_get(house->desk->store, &counters, &house->err));
    return counters.runs_open == 0;
}

/* Whatever the service does to its answers: a run that ended well made its
 * ticket, and none was made twice. */
static void test_misbehaviour(void **state)
{
    static const char *const names[] = {"a1", "a2", "a3", "a4", "a5", "a6"};
    struct house *house = *state;
    struct json *json;

    house_rule(house, house->desk, RULE("a", "1", SNOW));
    house_rule(house, house->desk, RULE("b", "2", SNOW));
    sand_fault(&house->sand,
               "500:0.1,cut:0.1,reset:0.1,garbage:0.1,429:0.1;seed=5");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        house_take(house, &(struct house_alert){.name = names[i]});
    house_engine(house, false);
    assert_true(house_until(house, is_over, NULL, 2 * HOUSE_WAIT));
    json = sand_get(&house->sand, "/_sandbox/tickets");
    json_keep(house->arena, json);
    for (struct json_each e = json_each(json_get(json, "incidents"));
         json_next(&e);) {
        size_t same = 0;

        for (struct json_each o = json_each(json_get(json, "incidents"));
             json_next(&o);)
            same += json_equal(json_get(e.value, "correlation_id"),
                               json_get(o.value, "correlation_id"));
        assert_int_equal(same, 1);
    }
    assert_true(held(house, "incidents") > 0);
}

struct wish {
    int64_t event;
    const char *path; /* in what `event show --json` says */
};

static bool is_told(struct house *house, const void *with)
{
    const struct wish *wish = with;

    return *event_text(house, wish->event, wish->path) != '\0';
}

static void wait_told(struct house *house, int64_t event, const char *path)
{
    const struct wish wish = {.event = event, .path = path};

    if (!house_until(house, is_told, &wish, HOUSE_WAIT))
        fail_msg("%s stays empty", path);
}

static void put_state(struct house *house, const char *label, const char *state)
{
    const char *body = arena_printf(
        house->arena, "{\"label\":\"%s\",\"state\":\"%s\"}", label, state);

    assert_int_equal(
        sand_ask(&house->sand, "POST", "/_sandbox/tickets", body, NULL), 200);
}

static void assert_story(struct house *house, int64_t event, const char *text)
{
    struct event_page *page = event_page_read(house->desk, event);
    bool told = false;

    assert_int_equal(page->n_tickets, 2);
    for (size_t i = 0; i < page->n_story; i++)
        told |= strcmp(page->story[i].text, text) == 0;
    assert_true(told);
    event_page_free(page);
}

/* Both are looked at until they are closed, also past a service that fails for
 * a while. */
static void test_followed(void **state)
{
    struct house *house = *state;
    int64_t event;

    house_rule(house, house->desk, RULE("a", "1", SNOW "," JIRA("jira")));
    event = house_take(house, &alert);
    house_engine(house, true);
    assert_run(house, house_newest(house, 0));
    assert_string_equal(event_text(house, event, "tickets.0.label"),
                        "INC0010001");
    assert_string_equal(event_text(house, event, "tickets.0.state"), "New");
    assert_string_equal(event_text(house, event, "tickets.0.connector"),
                        "snow");
    assert_string_equal(event_text(house, event, "tickets.1.label"), "SEC-1");
    sand_fault(&house->sand, "500:1");
    wait_told(house, event, "tickets.0.trouble");
    sand_fault(&house->sand, "");
    put_state(house, "INC0010001", "Closed");
    put_state(house, "SEC-1", "Done");
    wait_told(house, event, "tickets.0.closed");
    wait_told(house, event, "tickets.1.closed");
    assert_string_equal(event_text(house, event, "tickets.0.trouble"), "");
    assert_string_equal(event_text(house, event, "tickets.0.state"), "Closed");
    assert_string_equal(event_text(house, event, "tickets.1.state"), "Done");
    assert_story(house, event, "ticket INC0010001: Closed");
    assert_story(house, event, "ticket SEC-1: Done");
}

static void test_messages(void **state)
{
    struct house *house = *state;
    struct json *json;

    house_rule(
        house, house->desk,
        RULE("a", "1",
             "{\"kind\":\"teams\",\"with\":{\"title\":\"@{AlertDisplayName}\"}"
             "},{\"kind\":\"slack\",\"with\":{\"text\":\"*x* <b>\"}},{\"kind\":"
             "\"pagerduty\",\"with\":{\"summary\":\"@{AlertDisplayName}\"}}"));
    house_take(house, &alert);
    house_engine(house, false);
    assert_run(house, house_newest(house, 0));
    json = sand_get(&house->sand, "/_sandbox/messages");
    assert_int_equal(json_length(json), 2);
    assert_true(str_eq(json_text(json_at(json, STR("1.body.text"))),
                       STR("*x* &lt;b&gt;")));
    json_free(json);
    assert_int_equal(held(house, "pages"), 1);
}

struct told {
    size_t good;
    char bad[512];
};

static void tell(void *with, const struct doctor_line *line)
{
    static const char *const names[] = {"snow",  "jira",  "jira-server",
                                        "teams", "slack", "pagerduty"};
    struct told *told = with;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(line->what, names[i]) != 0)
            continue;
        told->good += line->verdict == DOCTOR_GOOD;
        if (line->verdict != DOCTOR_GOOD)
            snprintf(told->bad, sizeof(told->bad), "%.400s", line->text);
    }
}

static void test_doctor(void **state)
{
    struct house *house = *state;
    struct told told = {0};
    bool bad;

    assert_good(house,
                doctor_look(house->config, -1, tell, &told, &bad, &house->err));
    if (told.good != 6)
        fail_msg("%zu: %s", told.good, told.bad);
}

#define HOUSE_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(test_one_incident),     HOUSE_TEST(test_one_issue),
        HOUSE_TEST(test_one_server_issue), HOUSE_TEST(test_killed_incident),
        HOUSE_TEST(test_killed_issue),     HOUSE_TEST(test_lost_incident),
        HOUSE_TEST(test_misbehaviour),     HOUSE_TEST(test_followed),
        HOUSE_TEST(test_messages),         HOUSE_TEST(test_doctor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
