/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Defender for Endpoint: machines and their actions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "sandbox/token.h"
#include "util/when.h"

#define API      "/endpoint/api"
#define MACHINES API "/machines"
#define BY(name) MACHINES "?$filter=computerDnsName eq '" name "'"
#define PAY      MACHINES "/vm-pay-01"
#define OFFLINE  MACHINES "/vm-jump-02"
#define LAPTOP   MACHINES "/lt-mara.contoso.example"
#define ETL      MACHINES "/vm-etl-01"
#define DEV_VM   MACHINES "/vm-dev-01"
#define FULL     "{\"Comment\":\"r1\",\"IsolationType\":\"Full\"}"
#define SHA      "da39a3ee5e6b4b0d3255bfef95601890afd80709"

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "none", "--speed",
                                         "1000", "--rate", "1000000", NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

static void machines(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", MACHINES, NULL, 200, "value.0.computerDnsName", "vm-web-01"},
        /* Two of a name: whoever asks takes the newest. */
        {"GET", BY("VM-web-02"), NULL, 200, "value.1.healthStatus", "Inactive"},
        {"GET", BY("vm-web-02") " and healthStatus eq 'Active'", NULL, 200,
         "value.1", ""},
        {"GET", MACHINES "?$filter=startswith(computerDnsName,'lt-')", NULL,
         200, "value.0.osPlatform", "Windows11"},
        {"GET", BY("o''x and y") " and id ne 'z'", NULL, 404, "error.code",
         "ResourceNotFound"},
        {"GET", BY("none"), NULL, 404, NULL, NULL},
        {"GET", MACHINES "?$filter=computerDnsName like 'x'", NULL, 400, NULL,
         NULL},
        {"GET", MACHINES "?$filter=computerDnsName eq 'x", NULL, 400, NULL,
         NULL},
        {"GET", PAY, NULL, 200, "osPlatform", "WindowsServer2022"},
        {"GET", MACHINES "/none", NULL, 404, NULL, NULL},
        {"GET", ETL, NULL, 200, "sandboxFails", ""},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
    ask.token =
        tokens_issue(ask.sandbox->tokens, "arm", NULL, ask.call.now, 60);
    assert_int_equal(ask_do(&ask, "GET", MACHINES, NULL), 401);
    ask.token = NULL;
}

static void refusals(void **state)
{
    static const struct ask_row rows[] = {
        {"POST", PAY "/isolate", "{\"IsolationType\":\"Full\"}", 400,
         "error.message", "Comment is required"},
        {"POST", PAY "/isolate", "{\"Comment\":\"x\"}", 400, NULL, NULL},
        {"POST", PAY "/isolate",
         "{\"Comment\":\"x\",\"IsolationType\":\"Half\"}", 400, NULL, NULL},
        {"POST", PAY "/isolate", "", 400, NULL, NULL},
        {"POST", PAY "/explode", FULL, 404, NULL, NULL},
        {"POST", MACHINES "/none/isolate", FULL, 404, NULL, NULL},
        {"POST", DEV_VM "/isolate", FULL, 400, "error.message",
         "The machine is not onboarded"},
        {"POST", PAY "/StopAndQuarantineFile",
         "{\"Comment\":\"x\",\"Sha1\":\"e3b0c44298fc1c149afbf4c8996fb924"
         "27ae41e4649b934ca495991b7852b855\"}",
         400, NULL, NULL},
        {"POST", PAY "/StopAndQuarantineFile",
         "{\"Comment\":\"x\",\"Sha1\":"
         "\"za39a3ee5e6b4b0d3255bfef95601890afd80709\"}",
         400, NULL, NULL},
        {"POST", ETL "/StopAndQuarantineFile",
         "{\"Comment\":\"x\",\"Sha1\":\"" SHA "\"}", 400, NULL, NULL},
        {"GET", API "/machineactions/none", NULL, 404, NULL, NULL},
        {"PUT", "/_sandbox/deny", "Machine.Isolate", 200, NULL, NULL},
        {"POST", PAY "/isolate", FULL, 403, "error.code", "Forbidden"},
        {"POST", PAY "/runAntiVirusScan",
         "{\"Comment\":\"x\",\"ScanType\":\"Quick\"}", 201, "type",
         "RunAntiVirusScan"},
        {"PUT", "/_sandbox/deny", "Machine.Read.All", 200, NULL, NULL},
        {"GET", MACHINES, NULL, 403, NULL, NULL},
        {"PUT", "/_sandbox/deny", "", 200, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

/* Starts one, and says where it can be followed. */
static const char *begin(const char *target, const char *body, char out[256])
{
    assert_int_equal(ask_do(&ask, "POST", target, body), 201);
    snprintf(out, 256, API "/machineactions/%s", ask_text(&ask, "id"));
    return out;
}

static void isolation(void **state)
{
    char first[256], second[256];

    (void)state;
    ask.options.speed = 0.01;
    begin(PAY "/isolate", FULL, first);
    assert_string_equal(ask_text(&ask, "status"), "Pending");
    assert_string_equal(ask_text(&ask, "requestorComment"), "r1");
    assert_int_equal(
        ask_do(&ask, "POST", PAY "/unisolate", "{\"Comment\":\"x\"}"), 400);
    assert_string_equal(ask_text(&ask, "error.message"),
                        "Action is already in progress");
    /* Of another kind, or on another machine, it may. */
    begin(PAY "/collectInvestigationPackage", "{\"Comment\":\"x\"}", second);
    begin(LAPTOP "/isolate", FULL, second);
    ask.options.speed = 1000;
    ask_until(&ask, first, "status", "Succeeded");
    begin(PAY "/unisolate", "{\"Comment\":\"x\"}", second);
    ask_until(&ask, second, "status", "Succeeded");
    ask_do(&ask, "GET",
           API "/machineactions?$filter=type eq 'Unisolate' and status eq "
               "'Succeeded'",
           NULL);
    assert_string_equal(ask_text(&ask, "value.0.computerDnsName"), "vm-pay-01");
}

static void failing(void **state)
{
    char place[256];

    (void)state;
    begin(ETL "/isolate", FULL, place);
    ask_until(&ask, place, "status", "Failed");
}

/* An action waits for a machine that is not there. */
static void offline(void **state)
{
    static const struct ask_row back[] = {
        {"POST", "/_sandbox/state",
         "{\"id\":\"/machines/"
         "93da2de0176af7a0b9e426da8150e5c98ecb226c\",\"merge\":"
         "{\"healthStatus\":\"Active\"}}",
         200, NULL, NULL},
    };
    char place[256], cancel[300];

    (void)state;
    begin(OFFLINE "/isolate", FULL, place);
    for (int i = 0; i < 100; i++)
        ask_do(&ask, "GET", place, NULL);
    assert_string_equal(ask_text(&ask, "status"), "Pending");
    snprintf(cancel, sizeof(cancel), "%s/cancel", place);
    assert_int_equal(ask_do(&ask, "POST", cancel, "{\"Comment\":\"x\"}"), 200);
    assert_string_equal(ask_text(&ask, "status"), "Cancelled");
    assert_int_equal(ask_do(&ask, "POST", cancel, "{\"Comment\":\"x\"}"), 400);
    begin(OFFLINE "/isolate", FULL, place);
    ASK_ROWS(&ask, back);
    ask_until(&ask, place, "status", "Succeeded");
}

static void package(void **state)
{
    char place[256], uri[300];

    (void)state;
    ask.options.speed = 0.01;
    begin(LAPTOP "/collectInvestigationPackage", "{\"Comment\":\"x\"}", place);
    snprintf(uri, sizeof(uri), "%s/GetPackageUri", place);
    assert_int_equal(ask_do(&ask, "GET", uri, NULL), 404);
    ask.options.speed = 1000;
    ask_until(&ask, place, "status", "Succeeded");
    assert_int_equal(ask_do(&ask, "GET", uri, NULL), 200);
    assert_non_null(strstr(ask_text(&ask, "value"), "?sig="));
}

/* A hundred calls a minute, unless --rate says otherwise. */
static void rate(void **state)
{
    struct ask slow;

    (void)state;
    ask_open(&slow, (const char *const[]){"--scenario", "none", NULL});
    for (int i = 0; i < 100; i++)
        assert_int_equal(ask_do(&slow, "GET", MACHINES, NULL), 200);
    assert_int_equal(ask_do(&slow, "GET", MACHINES, NULL), 429);
    assert_string_not_equal(ask_reply(&slow, "Retry-After"), "");
    slow.options.speed = 100000;
    assert_int_equal(ask_do(&slow, "GET", MACHINES, NULL), 200);
    /* And 1,500 an hour. */
    slow.options.speed = 1;
    slow.sandbox->endpoint_rate = (struct endpoint_rate){0};
    slow.sandbox->endpoint_rate.window[1].since = when_monotonic();
    slow.sandbox->endpoint_rate.window[1].taken = 1499;
    assert_int_equal(ask_do(&slow, "GET", MACHINES, NULL), 200);
    assert_int_equal(ask_do(&slow, "GET", MACHINES, NULL), 429);
    assert_string_equal(ask_reply(&slow, "Retry-After"), "3600");
    ask_close(&slow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(machines),  cmocka_unit_test(refusals),
        cmocka_unit_test(isolation), cmocka_unit_test(failing),
        cmocka_unit_test(offline),   cmocka_unit_test(package),
        cmocka_unit_test(rate),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
