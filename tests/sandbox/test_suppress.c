/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Suppression rules: the interface, and what becomes of new alerts. */
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

#define V     "?api-version=2019-01-01-preview"
#define LIST  SUB SEC "/alertsSuppressionRules"
#define ALERT SUB SEC "/locations/westeurope/alerts/"

#define BODY(properties) "{\"properties\":{" properties "}}"
#define GOOD             "\"alertType\":\"T\",\"reason\":\"r\",\"state\":\"Enabled\""

static void interface(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", LIST V, NULL, 200, "value.0.name", ""},
        {"GET", LIST "/a" V, NULL, 404, "error.code", "ResourceNotFound"},
        {"PUT", LIST "/a" V, "{}", 400, "error.code", "InvalidRequestContent"},
        {"PUT", LIST "/a" V, BODY("\"alertType\":\"T\",\"reason\":\"r\""), 400,
         "error.message", "alertType, reason and state are required."},
        {"PUT", LIST "/a" V,
         BODY("\"alertType\":\"T\",\"reason\":\"r\",\"state\":\"On\""), 400,
         "error.message", "state must be Enabled, Disabled or Expired."},
        {"PUT", LIST "/a" V, BODY(GOOD ",\"expirationDateUtc\":\"soon\""), 400,
         NULL, NULL},
        {"PUT", LIST "/a" V, BODY(GOOD ",\"suppressionAlertsScope\":{}"), 400,
         NULL, NULL},
        {"PUT", LIST "/a" V,
         BODY(GOOD ",\"suppressionAlertsScope\":{\"allOf\":[{}]}"), 400, NULL,
         NULL},
        {"PUT", LIST "/a" V, BODY(GOOD), 200, "name", "a"},
        {"GET", LIST "/A" V, NULL, 200, "properties.state", "Enabled"},
        {"GET", LIST V, NULL, 200, "value.0.name", "a"},
        {"GET", LIST V "&AlertType=t", NULL, 200, "value.0.name", "a"},
        {"GET", LIST V "&AlertType=u", NULL, 200, "value.0.name", ""},
        {"GET", DEV SEC "/alertsSuppressionRules" V, NULL, 200, "value.0.name",
         ""},
        {"DELETE", LIST "/a" V, NULL, 204, NULL, NULL},
        {"DELETE", LIST "/a" V, NULL, 204, NULL, NULL},
        {"GET", LIST V, NULL, 200, "value.0.name", ""},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

#define ONE(name, type, entities)                                              \
    "{\"id\":\"" ALERT name "\",\"name\":\"" name                              \
    "\",\"properties\":{\"alertType\":\"" type                                 \
    "\",\"status\":\"Active\",\"entities\":[" entities "]}}"
#define IP "{\"$id\":\"1\",\"type\":\"ip\",\"address\":\"10.0.0.1\"}"
#define VMR                                                                    \
    "{\"$id\":\"2\",\"type\":\"azure-resource\",\"resourceId\":\"/s/VM1\"}"
#define SCOPE(element) ",\"suppressionAlertsScope\":{\"allOf\":[" element "]}"

static void arrivals(void **state)
{
    static const struct {
        const char *rule; /* properties */
        const char *alert;
        const char *name;
        const char *status;
    } rows[] = {
        {GOOD, ONE("a1", "t", ""), "a1", "Dismissed"},
        {GOOD, ONE("a2", "U", ""), "a2", "Active"},
        {"\"alertType\":\"*\",\"reason\":\"r\",\"state\":\"Disabled\"",
         ONE("a3", "T", ""), "a3", "Active"},
        {GOOD ",\"expirationDateUtc\":\"2020-01-01T00:00:00Z\"",
         ONE("a4", "T", ""), "a4", "Active"},
        {GOOD SCOPE(
             "{\"field\":\"entities.ip.address\",\"in\":[\"10.0.0.1\"]}"),
         ONE("a5", "T", IP), "a5", "Dismissed"},
        {GOOD SCOPE(
             "{\"field\":\"entities.ip.address\",\"in\":[\"10.0.0.2\"]}"),
         ONE("a6", "T", IP), "a6", "Active"},
        {GOOD SCOPE("{\"field\":\"entities.azureResource.resourceId\","
                    "\"contains\":\"vm1\"}"),
         ONE("a7", "T", IP "," VMR), "a7", "Dismissed"},
        {GOOD SCOPE("{\"field\":\"entities.azureResource.resourceId\","
                    "\"contains\":\"vm1\"},{\"field\":\"entities.ip.address\","
                    "\"startsWith\":\"192.\"}"),
         ONE("a8", "T", IP "," VMR), "a8", "Active"},
    };
    char body[2048];

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        snprintf(body, sizeof(body), "{\"properties\":{%s}}", rows[i].rule);
        assert_int_equal(ask_do(&ask, "PUT", LIST "/r" V, body), 200);
        assert_int_equal(
            ask_do(&ask, "POST", "/_sandbox/alerts", rows[i].alert), 200);
        snprintf(body, sizeof(body), "%s%s?api-version=2022-01-01", ALERT,
                 rows[i].name);
        assert_int_equal(ask_do(&ask, "GET", body, NULL), 200);
        assert_string_equal(ask_text(&ask, "properties.status"),
                            rows[i].status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(interface, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(arrivals, open_ask, close_ask),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
