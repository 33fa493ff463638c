/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens: every grant, every refusal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "sandbox/device.h"
#include "sandbox/token.h"

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "none",
                                         "--device-interval", "0", NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

#define TOKEN  "/" SANDBOX_TENANT "/oauth2/v2.0/token"
#define DEVICE "/" SANDBOX_TENANT "/oauth2/v2.0/devicecode"
#define SECRET "Not~a.real%2FSecret%2Bfor%3Dthe+sandbox%26100%25"
#define SCOPE  "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
#define ME     "&client_id=" SANDBOX_CLIENT
#define CC     "grant_type=client_credentials" ME
#define DC     "grant_type=urn:ietf:params:oauth:grant-type:device_code"

static unsigned post(const char *target, const char *body)
{
    ask_header(&ask, "Content-Type", "application/x-www-form-urlencoded");
    return ask_do(&ask, "POST", target, body);
}

static void refusals(void **state)
{
    static const struct {
        const char *target, *body;
        unsigned status;
        const char *error, *number;
    } rows[] = {
        {TOKEN, CC SCOPE "&client_secret=wrong", 401, "invalid_client",
         "7000215"},
        {TOKEN, CC SCOPE, 401, "invalid_client", "7000218"},
        {TOKEN, CC "&scope=nonsense&client_secret=" SECRET, 400,
         "invalid_scope", "70011"},
        {TOKEN, "grant_type=client_credentials&client_id=x" SCOPE, 400,
         "unauthorized_client", "700016"},
        {TOKEN, "grant_type=password" ME, 400, "unsupported_grant_type",
         "70003"},
        {TOKEN, "x=y", 400, "invalid_request", "900144"},
        {"/nobody/oauth2/v2.0/token", CC SCOPE, 400, "invalid_request",
         "90002"},
        {TOKEN, "grant_type=refresh_token&refresh_token=x" ME SCOPE, 400,
         "invalid_grant", "700082"},
        {TOKEN, DC ME "&device_code=x", 400, "bad_verification_code", "70020"},
        {DEVICE, "client_id=" SANDBOX_CLIENT, 400, "invalid_scope", "70011"},
    };
    char prefix[32];

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(post(rows[i].target, rows[i].body), rows[i].status);
        assert_string_equal(ask_text(&ask, "error"), rows[i].error);
        assert_string_equal(ask_text(&ask, "error_codes.0"), rows[i].number);
        snprintf(prefix, sizeof(prefix), "AADSTS%s: ", rows[i].number);
        assert_ptr_equal(
            strstr(json_text(json_get(ask.json, "error_description")).at,
                   prefix),
            json_text(json_get(ask.json, "error_description")).at);
    }
    assert_int_equal(ask_do(&ask, "POST", TOKEN, CC SCOPE), 400);
}

static void client_credentials(void **state)
{
    char token[1024];

    (void)state;
    assert_int_equal(post(TOKEN, CC SCOPE "&client_secret=" SECRET), 200);
    assert_string_equal(ask_text(&ask, "token_type"), "Bearer");
    assert_string_equal(ask_text(&ask, "expires_in"), "3599");
    assert_string_equal(ask_text(&ask, "refresh_token"), "");
    snprintf(token, sizeof(token), "%s", ask_text(&ask, "access_token"));
    ask.token = token;
    assert_int_equal(ask_do(&ask, "GET", SUB "?api-version=2020-01-01", NULL),
                     200);
    assert_int_equal(ask_do(&ask, "GET", "/v1.0/users", NULL), 401);
    assert_string_equal(ask_text(&ask, "error.code"),
                        "InvalidAuthenticationTokenAudience");
    assert_non_null(strstr(ask_reply(&ask, "WWW-Authenticate"), "Bearer "));
    ask.token = NULL;
    assert_int_equal(post(TOKEN, CC SCOPE "&client_assertion=a.b.c"), 200);
}

static void bearers(void **state)
{
    static const struct {
        const char *token, *code;
    } rows[] = {
        {"", "AuthenticationFailed"},
        {"x", "InvalidAuthenticationToken"},
        {"a.b.sbx0000-x", "InvalidAuthenticationToken"},
        {"a.b.sbx9999-x", "InvalidAuthenticationToken"},
    };
    char old[1024];

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ask.token = rows[i].token;
        assert_int_equal(ask_do(&ask, "GET", SUB, NULL), 401);
        assert_string_equal(ask_text(&ask, "error.code"), rows[i].code);
    }
    snprintf(
        old, sizeof(old), "%s",
        tokens_issue(ask.sandbox->tokens, "arm", NULL, ask.call.now - 2000, 1));
    ask.token = old;
    assert_int_equal(ask_do(&ask, "GET", SUB, NULL), 401);
    assert_string_equal(ask_text(&ask, "error.code"),
                        "ExpiredAuthenticationToken");
    ask.token = NULL;
}

static void device_codes(void **state)
{
    char poll[256], refresh[512];

    (void)state;
    assert_int_equal(
        post(DEVICE, "client_id=" SANDBOX_CLIENT SCOPE "%20offline_access"),
        200);
    assert_string_equal(ask_text(&ask, "expires_in"), "900");
    snprintf(poll, sizeof(poll), DC ME "&device_code=%s",
             ask_text(&ask, "device_code"));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(post(TOKEN, poll), 400);
        assert_string_equal(ask_text(&ask, "error"), "authorization_pending");
    }
    assert_int_equal(post(TOKEN, poll), 200);
    snprintf(refresh, sizeof(refresh),
             "grant_type=refresh_token" ME
             "&scope=https://graph.microsoft.com/.default&refresh_token=%s",
             ask_text(&ask, "refresh_token"));
    assert_int_equal(post(TOKEN, poll), 400);
    assert_int_equal(post(TOKEN, refresh), 200);
    assert_string_not_equal(ask_text(&ask, "refresh_token"), "");
}

static void decisions(void **state)
{
    char poll[256];

    (void)state;
    ask.options.device_polls = 1000;
    post(DEVICE, "client_id=" SANDBOX_CLIENT SCOPE);
    snprintf(poll, sizeof(poll), DC ME "&device_code=%s",
             ask_text(&ask, "device_code"));
    post(TOKEN, poll);
    assert_string_equal(ask_text(&ask, "error"), "authorization_pending");
    ask.options.device_interval = 5;
    post(TOKEN, poll);
    assert_string_equal(ask_text(&ask, "error"), "slow_down");
    ask.options.device_interval = 0;
    ask_do(&ask, "POST", "/_sandbox/devicecode/approve", NULL);
    assert_int_equal(post(TOKEN, poll), 200);
    post(DEVICE, "client_id=" SANDBOX_CLIENT SCOPE);
    snprintf(poll, sizeof(poll), DC ME "&device_code=%s",
             ask_text(&ask, "device_code"));
    ask_do(&ask, "POST", "/_sandbox/devicecode/decline", NULL);
    post(TOKEN, poll);
    assert_string_equal(ask_text(&ask, "error"), "authorization_declined");
    assert_int_equal(
        ask_do(&ask, "POST", "/_sandbox/devicecode/approve?user_code=X", NULL),
        404);
    assert_int_equal(ask_do(&ask, "GET", "/_sandbox/devicecode", NULL), 200);
}

static void device_expires(void **state)
{
    struct devices *devices = devices_new();
    const struct device *device = devices_add(devices, "arm", 0, 1000);
    const char *audience;

    (void)state;
    assert_int_equal(devices_poll(devices, str_of(device->code), 5,
                                  1000 + 900000, &audience),
                     DEVICE_EXPIRED);
    devices_free(devices);
}

static void managed(void **state)
{
    static const char resource[] =
        "resource=https://management.azure.com/&api-version=2018-02-01";
    char target[256];

    (void)state;
    snprintf(target, sizeof(target), "/metadata/identity/oauth2/token?%s",
             resource);
    assert_int_equal(ask_do(&ask, "GET", target, NULL), 400);
    ask_header(&ask, "Metadata", "true");
    assert_int_equal(ask_do(&ask, "GET", target, NULL), 200);
    assert_int_equal(json_type(json_get(ask.json, "expires_in")), JSON_TEXT);
    ask_header(&ask, "Metadata", "true");
    assert_int_equal(
        ask_do(&ask, "GET", "/metadata/identity/oauth2/token?resource=x", NULL),
        400);
    snprintf(target, sizeof(target), "/msi/token?%s", resource);
    assert_int_equal(ask_do(&ask, "GET", target, NULL), 401);
    assert_string_equal(ask_text(&ask, "statusCode"), "401");
    ask_header(&ask, "X-IDENTITY-HEADER", SANDBOX_IDENTITY_HEADER);
    assert_int_equal(ask_do(&ask, "GET", target, NULL), 200);
    assert_string_not_equal(ask_text(&ask, "expires_on"), "");
}

static void audiences(void **state)
{
    static const struct {
        const char *scope, *audience;
    } rows[] = {
        {"https://management.azure.com/.default", "arm"},
        {"https://management.azure.com//.default", "arm"},
        {"HTTPS://MANAGEMENT.AZURE.COM/", "arm"},
        {"https://management.azure.com.evil/", NULL},
        {"offline_access https://graph.microsoft.com/User.Read", "graph"},
        {"https://management.chinacloudapi.cn/.default", "arm"},
        {"05a65629-4c1b-48c1-a78b-804c4abdd4af/.default", "cloud-apps"},
        {"http://127.0.0.1:1/.default", "any"},
        {"http://127.0.0.1:12/.default", NULL},
        {"", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *have =
            audience_of(str_of(rows[i].scope), "http://127.0.0.1:1");

        assert_true(!have == !rows[i].audience);
        if (have)
            assert_string_equal(have, rows[i].audience);
    }
    assert_true(audience_covers("any", "arm"));
    assert_false(audience_covers("graph", "arm"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals),  cmocka_unit_test(client_credentials),
        cmocka_unit_test(bearers),   cmocka_unit_test(device_codes),
        cmocka_unit_test(decisions), cmocka_unit_test(device_expires),
        cmocka_unit_test(managed),   cmocka_unit_test(audiences),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
