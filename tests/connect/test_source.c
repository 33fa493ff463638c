/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "answers.h"
#include "connect/source.h"
#include "model/envelope.h"
#include "model/limits.h"

#define BASE "https://arm.example.org"
#define NOW  INT64_C(1772713445000)

/* A source that is asked and answered by hand. */
struct walk {
    const struct source *source;
    struct source_settings set;
    struct source_state state;
    struct arena *arena;
    int64_t now;
    struct source_page page;
    char asked[512];
};

static void walk_init(struct walk *w, const char *source, const char *with)
{
    struct json *json = NULL;
    struct err err = {0};

    memset(w, 0, sizeof(*w));
    w->arena = arena_new();
    w->now = NOW;
    w->source = source_find(str_of(source));
    source_state_init(&w->state);
    assert_true(json_parse(str_of(with), &json, &err));
    assert_true(source_prepare(w->source, json, BASE, w->arena, &w->set, &err));
    json_free(json);
}

static void walk_done(struct walk *w)
{
    source_state_done(&w->state);
    arena_free(w->arena);
}

/* Asks, and answers with that; `fresh` of `items` are new. */
static enum verdict turn(struct walk *w, int status, const char *body,
                         size_t items, size_t fresh)
{
    struct source_tally tally = {.items = items, .fresh = fresh};
    struct request request;
    struct response response;
    enum verdict verdict;

    source_ask(w->source, &w->set, &w->state, w->now, w->arena, &request);
    snprintf(w->asked, sizeof(w->asked), "%s", request.url);
    assert_int_equal(request.audience, AUDIENCE_ARM);
    answer_make(&response, status, body);
    if (status == 429)
        response.retry_after = 9000;
    source_read(w->source, &w->set, &w->state, &request, &response, &w->page);
    verdict = w->page.judgement.verdict;
    source_advance(w->source, &w->set, &w->state, &w->page, &tally, w->now,
                   0.5);
    w->page.items = STR_NONE;
    w->page.body = STR_NONE;
    response_done(&response);
    return verdict;
}

#define ALERTS  "/providers/Microsoft.Security/alerts?api-version=2022-01-01"
#define NEXT(n) BASE "/next?page=" #n
#define PAGE(n) "{\"value\":[{\"id\":\"x\"}],\"nextLink\":\"" NEXT(n) "\"}"
#define LAST    "{\"value\":[],\"nextLink\":null}"

/* Whole lists the first time; later a page of known items ends the walk;
 * every third time it is whole again. */
static void test_alerts(void **state)
{
    struct walk w;

    (void)state;
    walk_init(&w, "defender-alerts",
              "{\"subscriptions\":\"s1,s2\",\"sweep\":3}");
    assert_false(source_state_walking(&w.state));
    assert_int_equal(turn(&w, 200, PAGE(2), 1, 0), VERDICT_DONE);
    assert_string_equal(w.asked, "/subscriptions/s1" ALERTS);
    assert_int_equal(turn(&w, 200, LAST, 0, 0), VERDICT_DONE);
    assert_string_equal(w.asked, NEXT(2));
    assert_true(source_state_walking(&w.state));
    turn(&w, 200, LAST, 0, 0);
    assert_string_equal(w.asked, "/subscriptions/s2" ALERTS);
    assert_false(source_state_walking(&w.state));
    assert_int_equal(w.state.due, NOW + 60000);
    assert_int_equal(w.state.sweep, 1);

    w.now = NOW + 60000;
    turn(&w, 200, PAGE(2), 1, 1);
    turn(&w, 200, PAGE(3), 1, 0);
    assert_string_equal(w.asked, NEXT(2));
    turn(&w, 200, PAGE(2), 1, 0);
    assert_string_equal(w.asked, "/subscriptions/s2" ALERTS);
    assert_false(source_state_walking(&w.state));

    turn(&w, 200, LAST, 0, 0);
    turn(&w, 200, LAST, 0, 0);
    assert_int_equal(w.state.sweep, 3);
    turn(&w, 200, PAGE(2), 1, 0);
    turn(&w, 200, LAST, 0, 0);
    assert_string_equal(w.asked, NEXT(2));
    walk_done(&w);
}

/* An empty page may have a next one (FACTS 3). */
static void test_empty_page(void **state)
{
    struct walk w;

    (void)state;
    walk_init(&w, "defender-alerts", "{\"subscriptions\":\"s1\",\"sweep\":9}");
    turn(&w, 200, LAST, 0, 0);
    turn(&w, 200, "{\"value\":[],\"nextLink\":\"" NEXT(2) "\"}", 0, 0);
    assert_true(source_state_walking(&w.state));
    walk_done(&w);
}

static void test_next_elsewhere(void **state)
{
    static const char *const bad[] = {
        "https://evil.example.org/x",
        "http://arm.example.org/x",
        "https://arm.example.org@evil.example.org/x",
        "/x",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct walk w;
        char body[256];

        walk_init(&w, "defender-alerts", "{\"subscriptions\":\"s1\"}");
        snprintf(body, sizeof(body), "{\"value\":[],\"nextLink\":\"%s\"}",
                 bad[i]);
        turn(&w, 200, body, 0, 0);
        assert_false(source_state_walking(&w.state));
        assert_int_equal(w.state.n_troubles, 1);
        assert_non_null(strstr(w.state.troubles[0].text, "another host"));
        walk_done(&w);
    }
}

static void test_bounded(void **state)
{
    struct walk w;

    (void)state;
    walk_init(&w, "defender-alerts",
              "{\"subscriptions\":\"s1\",\"page_limit\":2}");
    turn(&w, 200, PAGE(2), 1, 1);
    turn(&w, 200, PAGE(3), 1, 1);
    assert_false(source_state_walking(&w.state));
    assert_non_null(strstr(w.state.troubles[0].text, "page_limit"));
    /* A page that leads to itself. */
    turn(&w, 200, PAGE(2), 1, 1);
    turn(&w, 200, PAGE(2), 1, 1);
    assert_false(source_state_walking(&w.state));
    walk_done(&w);
}

/* What is wrong with one subscription does not stop the others. */
static void test_trouble(void **state)
{
    struct walk w;

    (void)state;
    walk_init(&w, "defender-alerts", "{\"subscriptions\":\"s1,s2\"}");
    assert_int_equal(
        turn(&w, 403, "{\"error\":{\"code\":\"AuthorizationFailed\"}}", 0, 0),
        VERDICT_REFUSED);
    assert_int_equal(w.state.n_troubles, 1);
    assert_string_equal(w.state.troubles[0].subscription, "s1");
    assert_non_null(strstr(w.state.troubles[0].text, "AuthorizationFailed"));
    assert_int_equal(turn(&w, 200, LAST, 0, 0), VERDICT_DONE);
    assert_string_equal(w.asked, "/subscriptions/s2" ALERTS);
    assert_int_equal(w.state.n_troubles, 1);
    turn(&w, 200, LAST, 0, 0);
    assert_int_equal(w.state.n_troubles, 0);
    walk_done(&w);
}

/* Nothing at all could be read: not four hours until the next try. */
static void test_nothing_read(void **state)
{
    struct walk w;

    (void)state;
    walk_init(&w, "defender-compliance", "{}");
    assert_int_equal(turn(&w, 403, "", 0, 0), VERDICT_REFUSED);
    assert_false(source_state_walking(&w.state));
    assert_int_equal(w.state.due, NOW + 300000);
    walk_done(&w);
}

static void test_retry(void **state)
{
    struct walk w;

    (void)state;
    walk_init(&w, "defender-alerts", "{\"subscriptions\":\"s1\"}");
    assert_int_equal(turn(&w, 429, "", 0, 0), VERDICT_RETRY);
    assert_int_equal(w.state.due, NOW + 9450);
    source_state_hurry(&w.state); /* Retry-After stands */
    assert_int_equal(w.state.due, NOW + 9450);
    assert_int_equal(turn(&w, 200, "<html>maintenance</html>", 0, 0),
                     VERDICT_RETRY);
    assert_int_equal(turn(&w, 200, "{\"value\":[{\"id\":", 0, 0),
                     VERDICT_RETRY);
    assert_int_equal(turn(&w, 200, "{\"error\":{}}", 0, 0), VERDICT_RETRY);
    assert_int_equal(w.state.attempts, 4);
    assert_int_equal(turn(&w, 200, LAST, 0, 0), VERDICT_DONE);
    assert_int_equal(w.state.attempts, 0);
    for (int i = 0; i < LIMIT_ATTEMPTS; i++)
        turn(&w, 500, "", 0, 0);
    assert_false(source_state_walking(&w.state));
    assert_int_equal(w.state.n_troubles, 1);
    walk_done(&w);
}

/* No list of subscriptions: those that the identity can see. */
static void test_discovery(void **state)
{
    struct walk w;

    (void)state;
    walk_init(&w, "defender-assessments", "{}");
    assert_int_equal(
        turn(&w, 200,
             "{\"value\":[{\"subscriptionId\":\"a1\",\"state\":\"Enabled\"},"
             "{\"subscriptionId\":\"b2\",\"state\":\"Disabled\"},"
             "{\"subscriptionId\":\"../c\"},{\"subscriptionId\":\"d4\"}]}",
             0, 0),
        VERDICT_DONE);
    assert_string_equal(w.asked, "/subscriptions?api-version=2020-01-01");
    assert_int_equal(w.state.n_todo, 2);
    turn(&w, 200, LAST, 0, 0);
    assert_string_equal(w.asked,
                        "/subscriptions/a1/providers/Microsoft.Security/"
                        "assessments?api-version=2021-06-01&$expand=metadata");
    walk_done(&w);
}

/* The findings of a subscription behind its assessments, all pages of them. */
static void test_findings(void **state)
{
    struct walk w;

    (void)state;
    walk_init(&w, "defender-assessments",
              "{\"findings\":true,\"subscriptions\":\"a1\"}");
    turn(&w, 200, LAST, 0, 0);
    assert_int_equal(w.state.n_todo, 1);
    turn(&w, 200, LAST, 0, 0);
    assert_string_equal(w.asked,
                        "/subscriptions/a1/providers/Microsoft.Security/"
                        "subAssessments?api-version=2019-01-01-preview");
    assert_false(source_state_walking(&w.state));
    walk_done(&w);
}

#define STANDARDS                                                              \
    "/subscriptions/s1/providers/Microsoft.Security/"                          \
    "regulatoryComplianceStandards"
#define VERSION "?api-version=2019-01-01-preview"
#define ITEM(id, state)                                                        \
    "{\"id\":\"" id "\",\"properties\":{\"state\":\"" state "\"}}"

/* Standards, controls, assessments: what fails is walked first. */
static void test_compliance(void **state)
{
    struct walk w;

    (void)state;
    walk_init(&w, "defender-compliance", "{\"subscriptions\":\"s1\"}");
    turn(&w, 200,
         "{\"value\":[" ITEM(STANDARDS "/A", "Passed") "," ITEM(
             STANDARDS "/B B", "Failed") "," ITEM(STANDARDS "/C",
                                                  "Unsupported") "]}",
         3, 3);
    assert_int_equal(w.state.n_todo, 2);
    turn(&w, 200,
         "{\"value\":[" ITEM(STANDARDS "/B B/regulatoryComplianceControls/1",
                             "Failed") "]}",
         1, 1);
    assert_string_equal(w.asked,
                        STANDARDS "/B%20B/"
                                  "regulatoryComplianceControls" VERSION);
    turn(&w, 200, "{\"value\":[" ITEM("/subscriptions/x", "Failed") "]}", 1, 1);
    assert_string_equal(w.asked,
                        STANDARDS "/B%20B/regulatoryComplianceControls/1/"
                                  "regulatoryComplianceAssessments" VERSION);
    turn(&w, 200, "{\"value\":[]}", 0, 0);
    assert_string_equal(w.asked,
                        STANDARDS "/A/regulatoryComplianceControls" VERSION);
    assert_false(source_state_walking(&w.state));
    /* From the second time on it takes its time. */
    w.now = w.state.due;
    turn(&w, 200, "{\"value\":[" ITEM(STANDARDS "/A", "Passed") "]}", 1, 1);
    assert_int_equal(w.state.due, w.now + 2000);
    source_state_hurry(&w.state);
    assert_int_equal(w.state.due, 0);
    walk_done(&w);
}

/* What is stored in the middle of a walk goes on where it was. */
static void test_json(void **state)
{
    struct source_state read;
    struct json *one, *two;
    struct walk w;

    (void)state;
    walk_init(&w, "defender-alerts", "{\"subscriptions\":\"s1,s2\"}");
    turn(&w, 403, "", 0, 0);
    turn(&w, 200, PAGE(2), 1, 1);
    one = source_state_to_json(&w.state);
    source_state_from_json(one, &read);
    two = source_state_to_json(&read);
    assert_true(json_equal(one, two));
    assert_string_equal(read.todo[0].url, NEXT(2));
    source_state_done(&w.state);
    w.state = read;
    turn(&w, 200, LAST, 0, 0);
    assert_string_equal(w.asked, NEXT(2));
    json_free(one);
    json_free(two);
    walk_done(&w);
}

static void test_json_bad(void **state)
{
    static const char *const bad[] = {
        "null",
        "[]",
        "{}",
        "{\"todo\":3,\"sweep\":-1}",
        "{\"todo\":[null,{},{\"url\":\"\"}],\"troubles\":[7]}",
        "{\"attempts\":99999999999,\"pages\":\"x\"}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct source_state read;
        struct json *json = NULL;
        struct err err = {0};

        assert_true(json_parse(str_of(bad[i]), &json, &err));
        source_state_from_json(json, &read);
        assert_int_equal(read.n_todo, 0);
        assert_in_range(read.attempts, 0, LIMIT_ATTEMPTS);
        source_state_done(&read);
        json_free(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alerts),
        cmocka_unit_test(test_empty_page),
        cmocka_unit_test(test_next_elsewhere),
        cmocka_unit_test(test_bounded),
        cmocka_unit_test(test_trouble),
        cmocka_unit_test(test_nothing_read),
        cmocka_unit_test(test_retry),
        cmocka_unit_test(test_discovery),
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_compliance),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_bad),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
