/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logic Apps: addresses that are secrets, runs that end by themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"

#define WFS  SUB "/resourceGroups/rg-soc/providers/Microsoft.Logic/workflows"
#define TELL WFS "/la-tell-soc"
#define V    "?api-version=2019-05-01"

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

static void workflows(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", WFS V, NULL, 200, "value.0.name", "la-tell-soc"},
        {"GET", TELL V, NULL, 200, "properties.state", "Enabled"},
        {"GET", WFS "/la-retired" V, NULL, 200, "properties.state", "Disabled"},
        {"GET", TELL "/triggers" V, NULL, 200, "value.0.name", "manual"},
        {"GET", WFS "/none/triggers" V, NULL, 404, "error.code",
         "ResourceNotFound"},
        {"POST", TELL "/triggers/none/listCallbackUrl" V, NULL, 404,
         "error.code", "WorkflowTriggerNotFound"},
        {"POST", TELL "/triggers/manual/listCallbackUrl" V, NULL, 200, "method",
         "POST"},
        {"POST", TELL "/triggers/manual/listCallbackUrl" V, NULL, 200,
         "queries.sp", "/triggers/manual/run"},
        {"POST", TELL "/triggers/manual/run" V, NULL, 202, NULL, NULL},
        {"POST", TELL "/triggers/none/run" V, NULL, 404, NULL, NULL},
        {"POST", TELL "/disable" V, NULL, 200, NULL, NULL},
        {"GET", TELL "/triggers" V, NULL, 200, "value.0.properties.state",
         "Disabled"},
        {"POST", TELL "/enable" V, NULL, 200, NULL, NULL},
        {"GET", TELL "/runs/none" V, NULL, 404, "error.code",
         "WorkflowRunNotFound"},
        {"POST", TELL "/runs/none/cancel" V, NULL, 404, NULL, NULL},
        {"GET", TELL "/runs/none/actions" V, NULL, 404, NULL, NULL},
        {"GET", TELL "/runs", NULL, 400, "error.code",
         "MissingApiVersionParameter"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

/* The path and query of the address, out of the last answer. */
static void take_address(char out[512])
{
    snprintf(out, 512, "%s",
             ask_text(&ask, "value") + strlen(ask.sandbox->base));
}

static void ask_address(const char *workflow, const char *trigger,
                        char out[512])
{
    char target[512];

    snprintf(target, sizeof(target), "%s/triggers/%s/listCallbackUrl" V,
             workflow, trigger);
    assert_int_equal(ask_do(&ask, "POST", target, NULL), 200);
    take_address(out);
}

/* Without a token, as it must be. */
static unsigned invoke(const char *address)
{
    unsigned status;

    ask.token = "";
    status = ask_do(&ask, "POST", address, "{\"a\":1}");
    ask.token = NULL;
    return status;
}

static void addresses(void **state)
{
    char address[512], wrong[512];

    (void)state;
    ask_address(TELL, "manual", address);
    assert_int_equal(invoke(address), 202);
    assert_string_not_equal(ask_reply(&ask, "x-ms-workflow-run-id"), "");
    /* A token beside the signature, a wrong one, and none. */
    assert_int_equal(ask_do(&ask, "POST", address, "{}"), 401);
    assert_string_equal(ask_text(&ask, "error.code"),
                        "DirectApiInvalidAuthorizationScheme");
    snprintf(wrong, sizeof(wrong), "%.*sx", (int)strlen(address) - 1, address);
    assert_int_equal(invoke(wrong), 401);
    *strstr(wrong, "&sig=") = '\0';
    assert_int_equal(invoke(wrong), 401);
    assert_string_equal(ask_text(&ask, "error.code"),
                        "DirectApiAuthorizationRequired");
    assert_int_equal(invoke("/workflows/x/triggers/manual/paths/invoke?sig=x"),
                     404);
    /* Keys that are made anew. */
    assert_int_equal(ask_do(&ask, "POST", TELL "/regenerateAccessKey" V, "{}"),
                     200);
    assert_int_equal(invoke(address), 401);
    ask_address(TELL, "manual", address);
    assert_int_equal(invoke(address), 202);
    /* Disabled, and another name for the trigger. */
    ask_do(&ask, "POST", TELL "/disable" V, NULL);
    assert_int_equal(invoke(address), 404);
    ask_do(&ask, "POST", TELL "/enable" V, NULL);
    ask_do(&ask, "PATCH", TELL V,
           "{\"properties\":{\"definition\":{\"triggers\":{\"manual\":null,"
           "\"other\":{\"type\":\"Request\"}}}}}");
    assert_int_equal(invoke(address), 404);
    assert_string_equal(ask_text(&ask, "error.code"),
                        "WorkflowTriggerNotFound");
    ask_address(TELL, "other", address);
    assert_int_equal(invoke(address), 202);
}

/* Starts it, waits for its end; the action at @at then has that status. */
static void play(const char *name, const char *trigger, unsigned status,
                 const char *ends, const char *at, const char *is)
{
    char workflow[256], address[512], run[128], target[512];

    snprintf(workflow, sizeof(workflow), WFS "/%s", name);
    ask_address(workflow, trigger, address);
    ask_header(&ask, "x-ms-client-tracking-id", name);
    assert_int_equal(invoke(address), status);
    assert_string_equal(ask_reply(&ask, "x-ms-client-tracking-id"), name);
    snprintf(run, sizeof(run), "%s", ask_reply(&ask, "x-ms-workflow-run-id"));
    snprintf(target, sizeof(target),
             "%s/runs" V "&$top=1&$filter=ClientTrackingId eq '%s'", workflow,
             name);
    assert_int_equal(ask_do(&ask, "GET", target, NULL), 200);
    assert_string_equal(ask_text(&ask, "value.0.name"), run);
    assert_string_equal(ask_text(&ask, "value.0.properties.status"), "Running");
    snprintf(target, sizeof(target), "%s/runs/%s" V, workflow, run);
    ask_until(&ask, target, "properties.status", ends);
    snprintf(target, sizeof(target), "%s/runs/%s/actions" V, workflow, run);
    ask_do(&ask, "GET", target, NULL);
    assert_string_equal(ask_text(&ask, at), is);
}

static void runs(void **state)
{
    (void)state;
    play("la-contain-user",
         "When_a_Microsoft_Defender_for_Cloud_alert_is_created_or_triggered",
         202, "Succeeded", "value.1.properties.status", "Failed");
    play("la-broken", "manual", 202, "Failed", "value.0.properties.error.code",
         "Forbidden");
    play("la-answer", "manual", 200, "Succeeded", "value.0.name", "Response");
}

static void cancelled(void **state)
{
    char address[512], run[128], target[512];

    (void)state;
    ask_address(WFS "/la-broken", "manual", address);
    invoke(address);
    snprintf(run, sizeof(run), "%s", ask_reply(&ask, "x-ms-workflow-run-id"));
    snprintf(target, sizeof(target), WFS "/la-broken/runs/%s/cancel" V, run);
    assert_int_equal(ask_do(&ask, "POST", target, NULL), 200);
    snprintf(target, sizeof(target), WFS "/la-broken/runs/%s" V, run);
    ask_until(&ask, target, "properties.status", "Cancelled");
    ask_do(&ask, "GET",
           WFS "/la-broken/runs" V "&$filter=Status eq 'Cancelled'", NULL);
    assert_string_equal(ask_text(&ask, "value.0.name"), run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workflows),
        cmocka_unit_test(addresses),
        cmocka_unit_test(runs),
        cmocka_unit_test(cancelled),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
