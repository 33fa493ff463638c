/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticket systems and channels, with their traps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "util/mem.h"

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "none", "--speed",
                                         "1000", NULL});
    ask.token = SANDBOX_TICKET_TOKEN;
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

#define SNOW "/servicenow/api/now/table/incident"

static void servicenow(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", SNOW, NULL, 200, "result", "[]"},
        {"POST", SNOW, "no JSON", 400, "status", "failure"},
        {"POST", SNOW, "{\"correlation_id\":\"x\",\"urgency\":\"1\"}", 201,
         "result.number", "INC0010001"},
        {"POST", SNOW "?sysparm_fields=number,state,wings",
         "{\"correlation_id\":\"y\"}", 201, "result",
         "{\"number\":\"INC0010002\",\"state\":\"1\"}"},
        {"GET", SNOW "?sysparm_query=correlation_id=y^active=true", NULL, 200,
         "result.0.number", "INC0010002"},
        {"GET", SNOW "?sysparm_query=correlation_id=z", NULL, 200, "result",
         "[]"},
        /* The trap: a column that is not there fits all. */
        {"GET", SNOW "?sysparm_query=corelation_id=z&sysparm_limit=1", NULL,
         200, "result.0.number", "INC0010001"},
        {"GET", SNOW "/none", NULL, 404, "error.message", "No Record found"},
        {"PATCH", SNOW "/none", "{}", 404, NULL, NULL},
        {"POST", "/_sandbox/tickets",
         "{\"label\":\"INC0010002\",\"state\":\"Closed\"}", 200, "done", "1"},
        {"POST", "/_sandbox/tickets",
         "{\"label\":\"INC0010002\",\"state\":\"Eaten\"}", 400, NULL, NULL},
        {"POST", "/_sandbox/tickets",
         "{\"label\":\"INC0010009\",\"state\":\"Closed\"}", 400, NULL, NULL},
        {"GET", SNOW "?sysparm_query=correlation_id=y^active=true", NULL, 200,
         "result", "[]"},
        {"GET", "/_sandbox/tickets", NULL, 200, "incidents.INC0010002.active",
         "false"},
    };
    char path[128];

    (void)state;
    ASK_ROWS(&ask, rows);
    snprintf(path, sizeof(path), SNOW "/%s",
             ask_text(&ask, "incidents.INC0010001.sys_id"));
    assert_int_equal(ask_do(&ask, "PATCH", path, "{\"work_notes\":\"a\"}"),
                     200);
    assert_int_equal(ask_do(&ask, "PATCH", path, "{\"work_notes\":\"b\"}"),
                     200);
    assert_string_equal(ask_text(&ask, "result.work_notes"), "a\n--\nb");
    ask.token = "";
    assert_int_equal(ask_do(&ask, "GET", path, NULL), 401);
    assert_string_equal(ask_text(&ask, "error.message"),
                        "User Not Authenticated");
    ask_header(&ask, "Authorization",
               "Basic cmlwb3N0ZTpUaWNrZXQ6b25seSBoZXJlJQ==");
    assert_int_equal(ask_do(&ask, "GET", path, NULL), 200);
}

#define TOKEN "/servicenow/oauth_token.do"
#define WHO                                                                    \
    "client_id=" SANDBOX_CLIENT                                                \
    "&client_secret=Not~a.real%2FSecret%2Bfor%3Dthe%20sandbox%26100%25"
#define PASSWORD                                                               \
    "&username=" SANDBOX_TICKET_USER "&password=Ticket:only%20here%25"

/* Tokens of ServiceNow's own: who gets one, what it opens, how it ends. */
static void oauth(void **state)
{
    static const struct {
        const char *type;
        const char *body;
        unsigned status;
        const char *text;
    } rows[] = {
        {"application/json", "{\"grant_type\":\"password\"}", 400,
         "unspecified error"},
        {"application/x-www-form-urlencoded",
         "grant_type=password&" WHO "&username=riposte&password=x", 401,
         "access_denied"},
        {"application/x-www-form-urlencoded",
         "grant_type=password&client_id=x&client_secret=y" PASSWORD, 401,
         "access_denied"},
        {"application/x-www-form-urlencoded",
         "grant_type=refresh_token&" WHO "&refresh_token=x", 401,
         "access_denied"},
        {"application/x-www-form-urlencoded",
         "grant_type=client_credentials&" WHO, 400, "unsupported grant_type"},
        {"application/x-www-form-urlencoded",
         "grant_type=refresh_token&" WHO
         "&refresh_token=" SANDBOX_TICKET_REFRESH,
         200, ""},
        {"application/x-www-form-urlencoded",
         "grant_type=password&" WHO PASSWORD, 200, ""},
    };
    char *token;

    (void)state;
    ask.token = "";
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ask_header(&ask, "Content-Type", rows[i].type);
        assert_int_equal(ask_do(&ask, "POST", TOKEN, rows[i].body),
                         rows[i].status);
        assert_string_equal(ask_text(&ask, "error_description"), rows[i].text);
        if (rows[i].status != 200)
            assert_string_equal(ask_text(&ask, "error"), "server_error");
    }
    assert_string_equal(ask_text(&ask, "expires_in"), "3599");
    token = mem_text(ask_text(&ask, "access_token"));
    ask.token = token;
    assert_int_equal(ask_do(&ask, "GET", SNOW, NULL), 200);
    /* Jira knows nothing of it. */
    assert_int_equal(ask_do(&ask, "GET", "/jira/rest/api/3/myself", NULL), 401);
    mem_free(token);
    /* One that has ended. */
    ask.options.token_life = 0;
    ask.token = "";
    ask_header(&ask, "Content-Type", "application/x-www-form-urlencoded");
    ask_do(&ask, "POST", TOKEN, "grant_type=password&" WHO PASSWORD);
    token = mem_text(ask_text(&ask, "access_token"));
    ask.token = token;
    assert_int_equal(ask_do(&ask, "GET", SNOW, NULL), 401);
    mem_free(token);
}

#define FIELDS                                                                 \
    "{\"fields\":{\"project\":{\"key\":\"SEC\"},\"issuetype\":{\"name\":"      \
    "\"Task\"},\"summary\":"
#define DOC "{\"type\":\"doc\",\"version\":1,\"content\":[]}"
#define C3  "/jira/rest/api/3"
#define S2  "/jira-server/rest/api/2"

static void jira(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", C3 "/myself", NULL, 200, NULL, NULL},
        {"POST", C3 "/issue", FIELDS "\"s\",\"labels\":[\"a\"]}}", 201, "key",
         "SEC-1"},
        {"POST", C3 "/issue", FIELDS "\"s\",\"description\":" DOC "}}", 201,
         "key", "SEC-2"},
        {"POST", C3 "/issue", FIELDS "\"s\",\"description\":\"x\"}}", 400, NULL,
         NULL},
        {"POST", S2 "/issue", FIELDS "\"s\",\"description\":\"x\"}}", 201,
         "key", "SEC-3"},
        {"POST", S2 "/issue", FIELDS "\"s\",\"description\":" DOC "}}", 400,
         NULL, NULL},
        {"POST", C3 "/issue", FIELDS "\"s\",\"labels\":[\"a b\"]}}", 400,
         "errors.labels", "The label contains spaces which is invalid."},
        {"POST", C3 "/issue", FIELDS "\"s\\nt\"}}", 400, NULL, NULL},
        {"POST", C3 "/issue", FIELDS "\"\"}}", 400, NULL, NULL},
        {"POST", C3 "/issue", "{\"fields\":{}}", 400, "errors.project",
         "valid project is required"},
        {"GET", C3 "/search?jql=x", NULL, 410, NULL, NULL},
        {"POST", C3 "/search", "{}", 410, NULL, NULL},
        {"POST", C3 "/search/jql", "{\"jql\":\" \"}", 400, NULL, NULL},
        {"GET", S2 "/issue/SEC-1", NULL, 200, "fields.status.name", "To Do"},
        {"GET", S2 "/issue/SEC-9", NULL, 404, NULL, NULL},
        {"POST", S2 "/issue/SEC-1/comment", "{\"body\":\"x\"}", 201, "id", "1"},
        {"POST", C3 "/issue/SEC-1/comment", "{\"body\":\"x\"}", 400, NULL,
         NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
    ask_until(&ask, S2 "/search?jql=labels = \"a\"", "issues.0.key", "SEC-1");
    ask_do(&ask, "POST", "/_sandbox/tickets",
           "{\"label\":\"SEC-1\",\"state\":\"Done\"}");
    ask_do(&ask, "GET",
           S2 "/search?jql=labels = \"a\" AND statusCategory "
              "!= Done",
           NULL);
    assert_string_equal(ask_text(&ask, "issues"), "[]");
}

#define CARD                                                                   \
    "{\"type\":\"message\",\"attachments\":[{\"content\":{\"type\":"           \
    "\"AdaptiveCard\"}}]}"
#define CLASSIC "/teams/webhookb2/x"
#define HOOK    "/slack/services/T/B/" SANDBOX_SLACK_TOKEN
#define DUTY    "/pagerduty/v2/enqueue"
#define EVENT(verb, more)                                                      \
    "{\"routing_key\":\"" SANDBOX_PAGER_KEY "\",\"event_action\":\"" verb      \
    "\",\"dedup_key\":\"k\"" more "}"
#define PAYLOAD                                                                \
    ",\"payload\":{\"summary\":\"s\",\"source\":\"x\",\"severity\":\"info\"}"

static void channels(void **state)
{
    static const struct ask_row rows[] = {
        {"POST", "/teams/workflows/x", CARD, 202, NULL, NULL},
        {"POST", "/teams/workflows/x", "{}", 400, NULL, NULL},
        {"POST", CLASSIC, CARD, 200, "", "1"},
        {"POST", HOOK, "{\"text\":\"a\"}", 200, NULL, NULL},
        {"POST", HOOK, "{}", 400, NULL, NULL},
        {"POST", "/slack/services/T/B/x", "{\"text\":\"a\"}", 403, NULL, NULL},
        {"POST", DUTY, EVENT("trigger", PAYLOAD), 202, "dedup_key", "k"},
        {"POST", DUTY, EVENT("trigger", PAYLOAD), 202, "dedup_key", "k"},
        {"POST", DUTY, EVENT("resolve", ""), 202, NULL, NULL},
        {"POST", DUTY, EVENT("trigger", ""), 400, "status", "invalid event"},
        {"POST", DUTY, EVENT("explode", ""), 400, NULL, NULL},
        {"POST", DUTY, "{\"routing_key\":\"x\"}", 400, NULL, NULL},
        {"GET", "/_sandbox/tickets", NULL, 200, "pages.k.events", "3"},
        {"GET", "/_sandbox/tickets", NULL, 200, "pages.k.state", "resolve"},
        {"GET", "/_sandbox/messages", NULL, 200, "2.service", "slack"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
    ask_do(&ask, "POST", CLASSIC, "{}");
    assert_string_equal(ask.call.answer.at, "Summary or Text is required.");
}

/* Sixty in half a minute, then it says 200 and means 429. */
static void throttled(void **state)
{
    struct ask slow;
    int good = 0;

    (void)state;
    ask_open(&slow, (const char *const[]){"--scenario", "none", NULL});
    for (int i = 0; i < 70; i++) {
        assert_int_equal(ask_do(&slow, "POST", CLASSIC, CARD), 200);
        good += strcmp(slow.call.answer.at, "1") == 0;
    }
    assert_int_equal(good, 60);
    assert_non_null(strstr(slow.call.answer.at, "HTTP error 429"));
    ask_close(&slow);
}

static void large(void **state)
{
    char *body = mem_array(30000, 1);

    (void)state;
    memset(body, ' ', 29000);
    memcpy(body, CARD, sizeof(CARD) - 1);
    assert_int_equal(ask_do(&ask, "POST", "/teams/workflows/x", body), 413);
    ask_do(&ask, "POST", CLASSIC, body);
    assert_non_null(strstr(ask.call.answer.at, "HTTP error 413"));
    mem_free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(servicenow, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(oauth, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(jira, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(channels, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(large, open_ask, close_ask),
        cmocka_unit_test(throttled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
