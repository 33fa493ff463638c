/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Microsoft.Security/automations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask.h"

#define ALL     SUB SEC "/automations"
#define BLOCK   SHOP "/Microsoft.Security/automations/block-brute-force"
#define FRESH   SHOP "/Microsoft.Security/automations/fresh"
#define OLDER   "?api-version=2019-01-01-preview"
#define VERSION "?api-version=2023-12-01-preview"
#define ACTION                                                                 \
    "\"actions\":[{\"actionType\":\"LogicApp\",\"logicAppResourceId\":\"/x\"," \
    "\"uri\":\"https://secret\"}]"
#define BODY(source)                                                           \
    "{\"location\":\"westeurope\",\"properties\":{\"scopes\":[{\"scopePath\":" \
    "\"" SUB "\"}],\"sources\":[{\"eventSource\":\"" source "\"}]," ACTION     \
    "}}"

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

static void interface(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", ALL VERSION, NULL, 200, "value.1.name", "tell-of-unhealthy"},
        {"GET", SHOP "/Microsoft.Security/automations" OLDER, NULL, 200,
         "value.0.properties.isEnabled", "true"},
        {"GET", ALL "?api-version=2001-01-01", NULL, 400, "error.code",
         "NoRegisteredProviderFound"},
        {"GET", BLOCK VERSION, NULL, 200, "type",
         "Microsoft.Security/automations"},
        {"GET", FRESH VERSION, NULL, 404, "error.code", "ResourceNotFound"},
        {"PATCH", BLOCK VERSION, "{\"properties\":{\"isEnabled\":false}}", 200,
         "properties.isEnabled", "false"},
        {"PATCH", BLOCK OLDER, "{\"properties\":{\"isEnabled\":true}}", 405,
         "error.code", "MethodNotAllowed"},
        {"PATCH", BLOCK VERSION, "{\"properties\":{\"sources\":[]}}", 400,
         "error.code", "InvalidRequestContent"},
        {"PUT", FRESH VERSION, BODY("Nothing"), 400, "error.code",
         "InvalidRequestContent"},
        {"PUT", FRESH VERSION, BODY("Alerts"), 201, "name", "fresh"},
        {"GET", FRESH VERSION, NULL, 200, "properties.actions.0.uri", ""},
        {"PUT", FRESH OLDER, BODY("Assessments"), 200,
         "properties.sources.0.eventSource", "Assessments"},
        {"POST", FRESH "/validate" VERSION, BODY("Alerts"), 200, "isValid",
         "true"},
        {"POST", FRESH "/validate" VERSION, BODY("Nothing"), 200, "isValid",
         "false"},
        {"DELETE", FRESH VERSION, NULL, 200, NULL, NULL},
        {"DELETE", FRESH VERSION, NULL, 204, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void etags(void **state)
{
    (void)state;
    ask_header(&ask, "If-Match", "W/\"999\"");
    assert_int_equal(ask_do(&ask, "PATCH", BLOCK VERSION, "{}"), 412);
    ask_header(&ask, "If-Match", "*");
    assert_int_equal(ask_do(&ask, "PATCH", BLOCK VERSION, "{}"), 200);
    assert_string_equal(ask_text(&ask, "etag"), ask_reply(&ask, "ETag"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(interface, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(etags, open_ask, close_ask),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
