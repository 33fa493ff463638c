/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manners that all services share: headers, throttling, faults, the log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "sandbox/serve.h"
#include "sandbox/throttle.h"
#include "util/mem.h"

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "none", "--rate", "5/1",
                                         NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

#define V "?api-version=2024-03-01"

static void headers(void **state)
{
    (void)state;
    ask_header(&ask, "x-ms-client-request-id", "client-1");
    ask_header(&ask, "x-ms-correlation-request-id", "corr-1");
    ask_do(&ask, "GET", SUB V, NULL);
    assert_string_equal(ask_reply(&ask, "x-ms-correlation-request-id"),
                        "corr-1");
    assert_string_equal(ask_reply(&ask, "x-ms-client-request-id"), "");
    assert_string_not_equal(ask_reply(&ask, "x-ms-routing-request-id"), "");
    assert_string_equal(
        ask_reply(&ask, "x-ms-ratelimit-remaining-subscription-reads"), "4");
    ask_header(&ask, "x-ms-client-request-id", "client-1");
    ask_header(&ask, "x-ms-return-client-request-id", "true");
    ask_do(&ask, "GET", SUB V, NULL);
    assert_string_equal(ask_reply(&ask, "x-ms-client-request-id"), "client-1");
    assert_string_equal(ask_reply(&ask, "x-ms-correlation-request-id"),
                        ask_reply(&ask, "x-ms-request-id"));
}

static void throttled(void **state)
{
    unsigned status = 200;

    (void)state;
    for (int i = 0; i < 6 && status == 200; i++)
        status = ask_do(&ask, "GET", SUB V, NULL);
    assert_int_equal(status, 429);
    assert_string_equal(ask_text(&ask, "error.code"), "TooManyRequests");
    assert_string_equal(ask_reply(&ask, "Retry-After"), "1");
    assert_string_equal(
        ask_reply(&ask, "x-ms-ratelimit-remaining-subscription-reads"), "0");
    /* Other subscriptions, and writes, have buckets of their own. */
    assert_int_equal(ask_do(&ask, "GET", DEV V, NULL), 200);
    assert_int_equal(ask_do(&ask, "PATCH", VM V, "{}"), 200);
}

static void buckets(void **state)
{
    static const struct {
        int64_t now;
        bool taken;
        int left, wait;
    } rows[] = {
        {1000, true, 2, 0},  {1000, true, 1, 0},  {1000, true, 0, 0},
        {1000, false, 0, 1}, {1400, false, 0, 1}, {1600, true, 0, 0},
        {9000, true, 2, 0},
    };
    struct throttle *throttle;
    struct err err;
    int left, wait;

    (void)state;
    assert_true(throttle_new("3/2", &throttle, &err));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(throttle_take(throttle, STR("s"), THROTTLE_WRITES,
                                       rows[i].now, &left, &wait),
                         rows[i].taken);
        assert_int_equal(left, rows[i].left);
        if (!rows[i].taken)
            assert_int_equal(wait, rows[i].wait);
    }
    throttle_free(throttle);
    assert_false(throttle_new("", &throttle, &err));
    assert_false(throttle_new("0", &throttle, &err));
    assert_false(throttle_new("3/x", &throttle, &err));
}

static void faults(void **state)
{
    static const struct {
        const char *spec;
        unsigned status;
        enum fault fault;
    } rows[] = {
        {"401:1", 401, FAULT_401},         {"429:1", 429, FAULT_429},
        {"500:1", 500, FAULT_500},         {"503:1", 503, FAULT_503},
        {"cut:1", 200, FAULT_CUT},         {"slow:1", 200, FAULT_SLOW},
        {"garbage:1", 200, FAULT_GARBAGE}, {"", 200, FAULT_NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(ask_do(&ask, "PUT", "/_sandbox/fault", rows[i].spec),
                         200);
        assert_int_equal(ask_do(&ask, "GET", SUB V, NULL), rows[i].status);
        assert_int_equal(ask.call.fault, rows[i].fault);
        if (rows[i].fault == FAULT_429)
            assert_string_equal(ask_reply(&ask, "Retry-After"), "1");
        if (rows[i].fault == FAULT_503)
            assert_string_equal(ask_reply(&ask, "Retry-After"), "2");
    }
    assert_int_equal(ask_do(&ask, "PUT", "/_sandbox/fault", "fire:1"), 400);
}

/* A token endpoint has no bearer to refuse. */
static void token_faults(void **state)
{
    (void)state;
    ask_do(&ask, "PUT", "/_sandbox/fault", "401:1");
    ask_header(&ask, "Metadata", "true");
    assert_int_equal(
        ask_do(&ask, "GET",
               "/metadata/identity/oauth2/token?api-version=1&resource="
               "https://management.azure.com/",
               NULL),
        200);
    assert_int_equal(ask.call.fault, FAULT_NONE);
}

/* Every service takes part; what is answered instead is not done, and what is
 * lost on its way back is. */
static void faults_everywhere(void **state)
{
    static const struct {
        const char *method, *target, *body;
        unsigned good;
        const char *type;
    } rows[] = {
        {"PATCH", VM V, "{\"tags\":{}}", 200, "json"},
        {"POST", "/endpoint/api/machines/lt-mara.contoso.example/isolate",
         "{\"Comment\":\"x\",\"IsolationType\":\"Full\"}", 201, "json"},
        {"PATCH", "/vault/kv-shop/secrets/stripe-key?api-version=7.5",
         "{\"attributes\":{\"enabled\":false}}", 200, "json"},
        {"DELETE", "/blob/stcontososhop/uploads/tool.exe", NULL, 202, "xml"},
        {"PATCH", "/v1.0/users/mara.lindt@contoso.example",
         "{\"accountEnabled\":false}", 204, "json"},
    };
    static const struct {
        const char *spec;
        unsigned status; /* 0: what it would be */
    } faulty[] = {{"401:1", 401}, {"429:1", 429}, {"500:1", 500}, {"cut:1", 0}};

    (void)state;
    for (size_t f = 0; f < sizeof(faulty) / sizeof(faulty[0]); f++) {
        ask_do(&ask, "PUT", "/_sandbox/fault", faulty[f].spec);
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
            ask_header(&ask, "x-ms-version", "2021-12-02");
            assert_int_equal(
                ask_do(&ask, rows[i].method, rows[i].target, rows[i].body),
                faulty[f].status ? faulty[f].status : rows[i].good);
            if (faulty[f].status)
                assert_non_null(strstr(ask.call.type, rows[i].type));
        }
    }
    ask_do(&ask, "PUT", "/_sandbox/fault", "");
}

static void same_faults(void **state)
{
    struct faults a = {.rng = {0}}, b = {.rng = {0}};
    int n[FAULT_N] = {0};
    struct err err;

    (void)state;
    assert_true(faults_parse(&a, STR("401:0.1,cut:0.3;seed=7"), &err));
    assert_true(faults_parse(&b, STR(" 401:0.1, cut:0.3;seed=7\n"), &err));
    for (int i = 0; i < 1000; i++) {
        enum fault fault = faults_draw(&a);

        assert_int_equal(fault, faults_draw(&b));
        n[fault]++;
    }
    assert_in_range(n[FAULT_401], 60, 140);
    assert_in_range(n[FAULT_CUT], 240, 360);
    assert_int_equal(n[FAULT_NONE] + n[FAULT_401] + n[FAULT_CUT], 1000);
    assert_false(faults_parse(&a, STR("401"), &err));
    assert_false(faults_parse(&a, STR("401:2"), &err));
    assert_false(faults_parse(&a, STR("401:1;feed=1"), &err));
    assert_string_equal(fault_name(FAULT_CUT), "cut");
}

static void logged(void **state)
{
    (void)state;
    ask_header(&ask, "Content-Type", "application/x-www-form-urlencoded");
    ask_do(&ask, "POST", "/x/oauth2/v2.0/token",
           "grant_type=client_credentials&client_secret=hush&client_id=me");
    ask_header(&ask, "x-ms-client-request-id", "client-1");
    ask_do(&ask, "PATCH", VM V "&sig=\xff", "{\"a\":\"\xff\"}");
    ask_do(&ask, "GET", "/_sandbox/log", NULL);
    assert_int_equal(json_length(ask.json), 2);
    assert_string_equal(ask_text(&ask, "0.body"),
                        "grant_type=client_credentials&client_secret=***&"
                        "client_id=me");
    assert_string_equal(ask_text(&ask, "0.status"), "400");
    assert_string_equal(ask_text(&ask, "1.method"), "PATCH");
    assert_string_equal(ask_text(&ask, "1.path"), VM);
    assert_string_equal(ask_text(&ask, "1.clientRequestId"), "client-1");
    assert_string_equal(ask_text(&ask, "1.headers.Authorization"), "arm");
    ask_do(&ask, "GET", "/_sandbox/log?since=1", NULL);
    assert_int_equal(json_length(ask.json), 1);
    assert_string_equal(ask_text(&ask, "0.n"), "2");
}

static void hooks(void **state)
{
    (void)state;
    assert_int_equal(ask_do(&ask, "POST", "/hook/a/b?c=d", "hello"), 200);
    assert_int_equal(ask_do(&ask, "PUT", "/hook/x", NULL), 200);
    ask_do(&ask, "GET", "/_sandbox/hooks", NULL);
    assert_int_equal(json_length(ask.json), 2);
    assert_string_equal(ask_text(&ask, "0.path"), "/hook/a/b");
    assert_string_equal(ask_text(&ask, "0.body"), "hello");
    assert_int_equal(ask_do(&ask, "GET", "/_sandbox/health", NULL), 200);
    assert_string_equal(ask_text(&ask, "status"), "ok");
}

static void strays(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", "/", NULL, 404, "error.code", "NotFound"},
        {"GET", "/_sandbox/none", NULL, 404, NULL, NULL},
        {"DELETE", "/_sandbox/health", NULL, 405, "error.code",
         "HttpMethodNotAllowed"},
        {"GET", "/v1.0", NULL, 404, "error.code", "NotFound"},
        {"POST", "/_sandbox/state", "[]", 400, NULL, NULL},
        {"POST", "/_sandbox/state", "{\"id\":\"none\",\"merge\":{}}", 400, NULL,
         NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void too_large(void **state)
{
    size_t limit = serve_body_limit(STR("/subscriptions/x"));
    char *body;

    (void)state;
    assert_true(limit < serve_body_limit(STR("/_sandbox/alerts")));
    body = mem_new(limit + 2);
    memset(body, 'x', limit + 1);
    assert_int_equal(ask_do(&ask, "PATCH", VM V, body), 413);
    mem_free(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(headers, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(throttled, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(buckets, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(faults, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(token_faults, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(same_faults, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(faults_everywhere, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(logged, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(hooks, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(strays, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(too_large, open_ask, close_ask),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
