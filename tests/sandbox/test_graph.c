/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users of Microsoft Graph. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"

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

#define MARA "/v1.0/users/mara.lindt@contoso.example"
#define SEL  "?$select=id,accountEnabled,signInSessionsValidFromDateTime"

static void users(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", "/v1.0/users", NULL, 200, "value.0.displayName", "Mara Lindt"},
        {"GET", MARA, NULL, 200, "displayName", "Mara Lindt"},
        {"GET", MARA, NULL, 200, "accountEnabled", ""},
        {"GET", MARA SEL, NULL, 200, "accountEnabled", "true"},
        {"GET", "/v1.0/users/MARA.LINDT@CONTOSO.EXAMPLE" SEL, NULL, 200, "id",
         "74595e27-d25b-53a5-a8ac-f9161ae23ff8"},
        {"GET", "/v1.0/users/74595e27-d25b-53a5-a8ac-f9161ae23ff8" SEL, NULL,
         200, "accountEnabled", "true"},
        {"PATCH", MARA, "{\"accountEnabled\":false}", 204, NULL, NULL},
        {"GET", MARA SEL, NULL, 200, "accountEnabled", "false"},
        {"PATCH", MARA, "{\"accountEnabled\":\"no\"}", 400, "error.code",
         "Request_BadRequest"},
        {"PATCH", MARA, "{\"wings\":true}", 400, NULL, NULL},
        {"PATCH", MARA, "", 400, NULL, NULL},
        {"GET", MARA SEL, NULL, 200, "signInSessionsValidFromDateTime",
         "2025-01-02T08:00:00Z"},
        {"POST", MARA "/revokeSignInSessions", NULL, 200, "value", "true"},
        {"GET", "/v1.0/users/none", NULL, 404, "error.code",
         "Request_ResourceNotFound"},
        {"PATCH", "/v1.0/users/none", "{}", 404, NULL, NULL},
        {"POST", "/v1.0/users/none/revokeSignInSessions", NULL, 404, NULL,
         NULL},
        {"GET", "/v1.0/groups", NULL, 404, "error.code", "NotFound"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

#define OMAR  "/v1.0/users/omar.haddad@contoso.example"
#define ADMIN "/v1.0/users/break-glass@contoso.example"
#define GUEST "/v1.0/users/sam.okoye_fabrikam.example#EXT#@contoso.example"
#define OLD   "2025-01-02T08:00:00Z"

/* The answer comes at once, and the sessions end later. */
static void revocation(void **state)
{
    (void)state;
    ask.options.speed = 0.1;
    assert_int_equal(ask_do(&ask, "POST", OMAR "/revokeSignInSessions", NULL),
                     200);
    ask_do(&ask, "GET", OMAR SEL, NULL);
    assert_string_equal(ask_text(&ask, "signInSessionsValidFromDateTime"), OLD);
    ask.options.speed = 1000;
    ask_do(&ask, "POST", OMAR "/revokeSignInSessions", NULL);
    do
        ask_do(&ask, "GET", OMAR SEL, NULL);
    while (strcmp(ask_text(&ask, "signInSessionsValidFromDateTime"), OLD) == 0);
    /* A guest's do not, although the answer is the same. */
    assert_int_equal(ask_do(&ask, "POST", GUEST "/revokeSignInSessions", NULL),
                     200);
    assert_string_equal(ask_text(&ask, "value"), "true");
    ask_do(&ask, "POST", MARA "/revokeSignInSessions", NULL);
    do
        ask_do(&ask, "GET", MARA SEL, NULL);
    while (strcmp(ask_text(&ask, "signInSessionsValidFromDateTime"), OLD) == 0);
    ask_do(&ask, "GET", GUEST SEL, NULL);
    assert_string_equal(ask_text(&ask, "signInSessionsValidFromDateTime"), OLD);
}

static void special_users(void **state)
{
    static const struct ask_row rows[] = {
        {"PATCH", ADMIN, "{\"accountEnabled\":false}", 403, "error.code",
         "Authorization_RequestDenied"},
        {"GET", ADMIN SEL, NULL, 200, "accountEnabled", "true"},
        {"GET", OMAR "?$select=onPremisesSyncEnabled", NULL, 200,
         "onPremisesSyncEnabled", "true"},
        {"PATCH", OMAR, "{\"accountEnabled\":false}", 204, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
    /* The local directory has its way. */
    ask_until(&ask, OMAR SEL, "accountEnabled", "true");
}

#define RISKY   "/v1.0/identityProtection/riskyUsers"
#define MARA_ID "74595e27-d25b-53a5-a8ac-f9161ae23ff8"
#define ONE     "{\"userIds\":[\"" MARA_ID "\"]}"

static void risky(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", RISKY "/" MARA_ID, NULL, 404, "error.code",
         "Request_ResourceNotFound"},
        {"POST", RISKY "/confirmCompromised", "{\"userIds\":[]}", 400, NULL,
         NULL},
        {"POST", RISKY "/confirmCompromised",
         "{\"userIds\":[\"" MARA_ID "\",\"x\"]}", 404, NULL, NULL},
        {"GET", RISKY "/" MARA_ID, NULL, 404, NULL, NULL},
        {"POST", RISKY "/confirmCompromised", ONE, 204, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
    ask_until(&ask, RISKY "/" MARA_ID, "riskState", "confirmedCompromised");
    assert_string_equal(ask_text(&ask, "riskLevel"), "high");
    assert_string_equal(ask_text(&ask, "isProcessing"), "false");
    assert_int_equal(ask_do(&ask, "POST", RISKY "/dismiss", ONE), 204);
    ask_until(&ask, RISKY "/" MARA_ID, "riskState", "dismissed");
    assert_int_equal(ask_do(&ask, "GET", RISKY, NULL), 200);
    assert_string_equal(ask_text(&ask, "value.0.riskLevel"), "none");
}

static void roles(void **state)
{
    static const struct ask_row rows[] = {
        {"PUT", "/_sandbox/deny", "User.ReadWrite.All,Identity*", 200, NULL,
         NULL},
        {"PATCH", MARA, "{\"accountEnabled\":true}", 403, "error.code",
         "Authorization_RequestDenied"},
        /* One of two is enough. */
        {"POST", MARA "/revokeSignInSessions", NULL, 200, NULL, NULL},
        {"POST", RISKY "/dismiss", ONE, 403, NULL, NULL},
        {"GET", RISKY, NULL, 403, NULL, NULL},
        {"PUT", "/_sandbox/deny", "User.*", 200, NULL, NULL},
        {"POST", MARA "/revokeSignInSessions", NULL, 403, NULL, NULL},
        {"PUT", "/_sandbox/deny", "", 200, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void errors(void **state)
{
    (void)state;
    ask_header(&ask, "client-request-id", "c-1");
    ask_do(&ask, "GET", "/v1.0/users/none", NULL);
    assert_string_equal(ask_text(&ask, "error.innerError.client-request-id"),
                        "c-1");
    assert_string_equal(ask_reply(&ask, "client-request-id"), "c-1");
    assert_string_equal(ask_text(&ask, "error.innerError.request-id"),
                        ask_reply(&ask, "request-id"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(users),         cmocka_unit_test(revocation),
        cmocka_unit_test(special_users), cmocka_unit_test(risky),
        cmocka_unit_test(roles),         cmocka_unit_test(errors),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
