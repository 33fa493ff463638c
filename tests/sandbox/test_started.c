/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is started by a key: flows, functions, runbooks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "sandbox/keep.h"
#include "sandbox/token.h"

#define FLOW(name_, more_)                                                     \
    "/powerautomate/automations/direct/workflows/" name_                       \
    "/triggers/manual/paths/invoke?api-version=1" more_

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "none", "--speed", "40",
                                         "--rate", "1000000", NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

static unsigned with_token(const char *audience, const char *target)
{
    unsigned status;

    ask.token = audience ? tokens_issue(ask.sandbox->tokens, audience, NULL,
                                        ask.call.now, 60)
                         : "";
    status = ask_do(&ask, "POST", target, "{}");
    ask.token = NULL;
    return status;
}

static void flows(void **state)
{
    static const struct {
        const char *token, *target;
        unsigned status;
    } rows[] = {
        {NULL, FLOW("anyone", "&sig=" SANDBOX_FLOW_SIG), 202},
        {NULL, FLOW("anyone", "&sig=x"), 401},
        {NULL, FLOW("anyone", ""), 401},
        {"flow", FLOW("anyone", "&sig=" SANDBOX_FLOW_SIG), 401},
        {"flow", FLOW("tenant", ""), 202},
        {"any", FLOW("tenant", ""), 202},
        {"arm", FLOW("tenant", ""), 403},
        {NULL, FLOW("tenant", "&sig=" SANDBOX_FLOW_SIG), 401},
        {NULL, FLOW("none", ""), 404},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(with_token(rows[i].token, rows[i].target),
                         rows[i].status);
        assert_int_equal(*ask_reply(&ask, "x-ms-workflow-run-id") != '\0',
                         rows[i].status == 202);
    }
}

static unsigned call(const char *name, const char *key)
{
    char target[64];

    snprintf(target, sizeof(target), "/api/%s", name);
    ask.token = "";
    if (key)
        ask_header(&ask, "x-functions-key", key);
    return ask_do(&ask, "POST", target, "{}");
}

static void functions(void **state)
{
    char address[512];

    (void)state;
    assert_int_equal(call("notify", SANDBOX_FUNCTION_KEY), 200);
    assert_int_equal(call("notify", "wrong"), 401);
    assert_int_equal(call("notify", NULL), 401);
    assert_int_equal(
        ask_do(&ask, "GET", "/api/notify?code=" SANDBOX_FUNCTION_KEY, NULL),
        200);
    assert_int_equal(call("broken", SANDBOX_FUNCTION_KEY), 500);
    assert_int_equal(call("none", SANDBOX_FUNCTION_KEY), 404);
    assert_int_equal(call("stray", SANDBOX_FUNCTION_KEY), 202);
    assert_ptr_equal(
        strstr(ask_text(&ask, "statusQueryGetUri"), ask.sandbox->base), NULL);
    assert_int_equal(call("enrich", SANDBOX_FUNCTION_KEY), 202);
    snprintf(address, sizeof(address), "%s",
             ask_text(&ask, "statusQueryGetUri") + strlen(ask.sandbox->base));
    assert_int_equal(ask_do(&ask, "GET", address, NULL), 202);
    assert_string_equal(ask_text(&ask, "runtimeStatus"), "Running");
    ask_until(&ask, address, "runtimeStatus", "Completed");
    assert_int_equal(ask.call.status, 200);
    assert_string_equal(ask_text(&ask, "output"), "looked up 3 addresses");
    *strchr(address, '?') = '\0';
    assert_int_equal(ask_do(&ask, "GET", address, NULL), 401);
    ask.token = NULL;
}

#define AA                                                                     \
    SUB "/resourceGroups/rg-soc/providers/Microsoft.Automation/"               \
        "automationAccounts/aa-soc"
#define V          "?api-version=2023-11-01"
#define J1         AA "/jobs/9c1d2e3f-0000-4000-8000-000000000001"
#define J2         AA "/jobs/9c1d2e3f-0000-4000-8000-000000000002"
#define RUN(name_) "{\"properties\":{\"runbook\":{\"name\":\"" name_ "\"}}}"

static void jobs(void **state)
{
    static const struct ask_row rows[] = {
        {"PUT", J1 V, RUN("Isolate-Machine"), 201, "properties.status", "New"},
        {"PUT", J1 V, RUN("Isolate-Machine"), 409, "error.code", "Conflict"},
        {"PUT", J2 V, RUN("None"), 404, NULL, NULL},
        {"PUT", AA "/jobs/x" V, RUN("Isolate-Machine"), 400, NULL, NULL},
        {"PUT", J2 V,
         "{\"properties\":{\"runbook\":{\"name\":\"Isolate-Machine\"},"
         "\"parameters\":{\"n\":1}}}",
         400, "error.code", "BadRequest"},
        {"PUT", J2 V, "[]", 400, NULL, NULL},
        {"GET", J2 V, NULL, 404, NULL, NULL},
        {"GET", J2 "/output" V, NULL, 404, NULL, NULL},
        {"PUT", J2 V, RUN("Broken-Script"), 201, NULL, NULL},
        {"POST", J2 "/stop" V, NULL, 200, NULL, NULL},
        {"GET", J2 V, NULL, 200, "properties.status", "Stopped"},
        {"PUT",
         SUB "/resourceGroups/rg-soc/providers/Microsoft.Automation/"
             "automationAccounts/none/jobs/x" V,
         RUN("Isolate-Machine"), 404, "error.code", "ResourceNotFound"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
    ask_until(&ask, J1 V, "properties.status", "Completed");
    ask_do(&ask, "GET", J1 "/output" V, NULL);
    assert_string_equal(ask.call.answer.at, "The machine is isolated.\r\n");
    assert_string_equal(ask.call.type, "text/plain");
}

static void webhook(void **state)
{
    char target[512];

    (void)state;
    assert_int_equal(with_token(NULL, "/webhooks?token=x"), 400);
    assert_int_equal(with_token(NULL, "/webhooks?token=" SANDBOX_RUNBOOK_TOKEN),
                     202);
    snprintf(target, sizeof(target), AA "/jobs/%s" V,
             ask_text(&ask, "JobIds.0"));
    ask_until(&ask, target, "properties.status", "Completed");
}

/* Keys in addresses are not in the log. */
static void logged(void **state)
{
    struct buf log;

    (void)state;
    buf_init(&log);
    keep_write(ask.sandbox->log, 0, &log);
    assert_true(str_find(buf_view(&log), STR("token=***")) != STR_NOWHERE);
    assert_true(str_find(buf_view(&log), STR(SANDBOX_RUNBOOK_TOKEN)) ==
                STR_NOWHERE);
    assert_true(str_find(buf_view(&log), STR(SANDBOX_FLOW_SIG)) == STR_NOWHERE);
    assert_true(str_find(buf_view(&log), STR(SANDBOX_FUNCTION_KEY)) ==
                STR_NOWHERE);
    buf_done(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flows),  cmocka_unit_test(functions),
        cmocka_unit_test(jobs),   cmocka_unit_test(webhook),
        cmocka_unit_test(logged),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
