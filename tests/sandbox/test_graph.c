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
    ask_open(&ask, (const char *const[]){"--scenario", "none", NULL});
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
    ask_do(&ask, "GET", MARA SEL, NULL);
    assert_string_not_equal(ask_text(&ask, "signInSessionsValidFromDateTime"),
                            "2025-01-02T08:00:00Z");
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
        cmocka_unit_test(users),
        cmocka_unit_test(errors),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
