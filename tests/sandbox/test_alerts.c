/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alerts: lists with pages, one, changes of state, samples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "sandbox/alert_wish.h"
#include "sandbox/alerts.h"

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "shop", "--page-size",
                                         "7", "--speed", "0.01", NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

#define V    "?api-version=2022-01-01"
#define MINE SUB SEC "/locations/westeurope/alerts"

/* Follows nextLink to the end; answers how many alerts there are, all of them
 * newest first and none twice. */
static size_t walk(const char *target)
{
    char next[1024], last[128] = "";
    size_t n = 0;

    snprintf(next, sizeof(next), "%s", target);
    while (next[0]) {
        const struct json *page;

        assert_int_equal(ask_do(&ask, "GET", next, NULL), 200);
        page = json_get(ask.json, "value");
        assert_true(json_length(page) <= 7);
        for (struct json_each e = json_each(page); json_next(&e); n++) {
            const char *name = json_text(json_get(e.value, "name")).at;

            assert_true(strcmp(last, name) < 0);
            snprintf(last, sizeof(last), "%s", name);
        }
        snprintf(next, sizeof(next), "%s", ask_text(&ask, "nextLink"));
        if (next[0]) {
            assert_string_equal(
                "http://127.0.0.1:1",
                arena_textn(ask.call.arena, next, strlen(ask.sandbox->base)));
            assert_non_null(strstr(next, "api-version=2022-01-01"));
            memmove(next, next + strlen(ask.sandbox->base),
                    strlen(next) - strlen(ask.sandbox->base) + 1);
        }
    }
    return n;
}

static void pages(void **state)
{
    size_t prod = walk(SUB SEC "/alerts" V);
    size_t dev = walk(DEV SEC "/alerts" V);

    (void)state;
    assert_int_equal(prod + dev, 40);
    assert_int_equal(prod, walk(MINE V));
    assert_int_equal(0, walk(SUB SEC "/locations/eastus/alerts" V));
    assert_true(walk(SUB "/resourceGroups/RG-SHOP" SEC "/alerts" V) > 0);
    assert_true(walk(SUB "/resourceGroups/rg-shop" SEC "/alerts" V) < prod);
    assert_int_equal(0, walk(SUB "/resourceGroups/none" SEC "/alerts" V));
}

/* An alert that arrives between two pages shifts nothing. */
static void pages_hold_still(void **state)
{
    char second[1024], name[128];
    struct err err;

    (void)state;
    ask_do(&ask, "GET", SUB SEC "/alerts" V, NULL);
    snprintf(second, sizeof(second), "%s",
             ask_text(&ask, "nextLink") + strlen(ask.sandbox->base));
    ask_do(&ask, "GET", second, NULL);
    snprintf(name, sizeof(name), "%s", ask_text(&ask, "value.0.name"));
    assert_true(alert_noise(ask.sandbox, ask.call.now, NULL, &err));
    ask_do(&ask, "GET", second, NULL);
    assert_string_equal(name, ask_text(&ask, "value.0.name"));
}

/* A proxy in front is what links lead to. */
static void links_lead_to_proxy(void **state)
{
    const char *arm = ask.sandbox->arm;

    (void)state;
    ask.sandbox->arm = "http://127.0.0.1:2";
    ask_do(&ask, "GET", SUB SEC "/alerts" V, NULL);
    assert_true(str_starts(json_text(json_get(ask.json, "nextLink")),
                           STR("http://127.0.0.1:2/")));
    ask.sandbox->arm = arm;
}

static void states(void **state)
{
    static const struct {
        const char *action, *status;
    } rows[] = {
        {"dismiss", "Dismissed"},     {"activate", "Active"},
        {"inProgress", "InProgress"}, {"resolve", "Resolved"},
        {"INPROGRESS", "InProgress"},
    };
    char id[512], target[640];

    (void)state;
    ask_do(&ask, "GET", SUB SEC "/alerts" V, NULL);
    snprintf(id, sizeof(id), "%s", ask_text(&ask, "value.0.id"));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        snprintf(target, sizeof(target), "%s/%s" V, id, rows[i].action);
        assert_int_equal(ask_do(&ask, "POST", target, NULL), 204);
        assert_int_equal(ask.call.answer.len, 0);
        snprintf(target, sizeof(target), "%s" V, id);
        assert_int_equal(ask_do(&ask, "GET", target, NULL), 200);
        assert_string_equal(ask_text(&ask, "properties.status"),
                            rows[i].status);
        assert_string_equal(ask_text(&ask, "properties.version"),
                            "2022-01-01.0");
    }
    /* The same alert at the level of the subscription. */
    snprintf(target, sizeof(target), MINE "/%s/dismiss" V,
             strrchr(id, '/') + 1);
    assert_int_equal(ask_do(&ask, "POST", target, NULL), 204);
    snprintf(target, sizeof(target), "%s/forget" V, id);
    assert_int_equal(ask_do(&ask, "POST", target, NULL), 404);
}

static void refusals(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", MINE "/none" V, NULL, 404, "error.code", "ResourceNotFound"},
        {"POST", MINE "/none/dismiss" V, NULL, 404, "error.code",
         "ResourceNotFound"},
        {"POST", MINE "/default/simulate" V, "{}", 400, NULL, NULL},
        {"POST", MINE "/default/simulate" V,
         "{\"properties\":{\"kind\":\"Bundles\",\"bundles\":[\"Cars\"]}}", 400,
         "error.code", "InvalidRequestContent"},
        {"POST", "/_sandbox/alerts", "{\"id\":\"x\"}", 400, NULL, NULL},
        {"POST", "/_sandbox/alerts", "{\"type\":\"None\"}", 400, NULL, NULL},
        {"POST", "/_sandbox/alerts",
         "{\"type\":\"VM_ReverseShell\",\"resource\":\"none\"}", 400, NULL,
         NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void samples(void **state)
{
    size_t before = alerts_count(ask.sandbox->alerts);

    (void)state;
    assert_int_equal(
        ask_do(&ask, "POST", MINE "/default/simulate" V,
               "{\"properties\":{\"kind\":\"Bundles\",\"bundles\":["
               "\"AppServices\",\"DNS\",\"KeyVaults\",\"KubernetesService\","
               "\"ResourceManager\",\"SqlServers\",\"StorageAccounts\","
               "\"VirtualMachines\",\"CosmosDbs\"]}}"),
        202);
    assert_string_not_equal(ask_reply(&ask, "Location"), "");
    assert_int_equal(alerts_count(ask.sandbox->alerts), before + 9);
    ask_do(&ask, "GET", MINE V, NULL);
    assert_non_null(
        strstr(ask_text(&ask, "value.0.properties.alertDisplayName"),
               "[SAMPLE ALERT]"));
}

static void injected(void **state)
{
    static const struct ask_row rows[] = {
        {"POST", "/_sandbox/alerts",
         "{\"id\":\"" MINE "/1_a\",\"name\":\"1_a\",\"properties\":"
         "{\"status\":\"Active\"}}",
         200, "done", "1"},
        {"GET", MINE "/1_a" V, NULL, 200, "properties.status", "Active"},
        {"POST", "/_sandbox/alerts",
         "{\"value\":[{\"id\":\"" MINE "/1_b\"},{\"id\":\"" MINE
         "/1_a\",\"properties\":{\"status\":\"Resolved\"}}]}",
         200, "done", "2"},
        {"GET", MINE "/1_a" V, NULL, 200, "properties.status", "Resolved"},
        {"POST", "/_sandbox/state",
         "{\"id\":\"" MINE "/1_b\",\"merge\":{\"properties\":{\"a\":1}}}", 200,
         "done", "1"},
        {"GET", MINE "/1_b" V, NULL, 200, "properties.a", "1"},
        {"GET", MINE V, NULL, 200, "value.0.id", MINE "/1_a"},
        {"POST", "/_sandbox/alerts",
         "{\"type\":\"VM_ReverseShell\",\"resource\":\"vm-web-01\","
         "\"user\":\"a\\\"b\",\"title\":\"T\",\"key\":\"k\"}",
         200, "done", "1"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void locations(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", SUB SEC "/locations?api-version=2015-06-01-preview", NULL, 200,
         "value.0.properties.homeRegionName", "westeurope"},
        {"GET", DEV SEC "/locations?api-version=2015-06-01-preview", NULL, 200,
         "value.0.name", "northeurope"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages),
        cmocka_unit_test(pages_hold_still),
        cmocka_unit_test(links_lead_to_proxy),
        cmocka_unit_test(states),
        cmocka_unit_test(refusals),
        cmocka_unit_test(samples),
        cmocka_unit_test(injected),
        cmocka_unit_test(locations),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
