/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any resource by its id: GET, PUT, PATCH, DELETE, actions, locks, tags. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"

#define V    "?api-version=2024-03-01"
#define ST   SHOP "/Microsoft.Storage/storageAccounts/stcontososhop"
#define KV   SHOP "/Microsoft.KeyVault/vaults/kv-shop"
#define NIC  SHOP "/Microsoft.Network/networkInterfaces/nic-vm-web-01"
#define SQL  SHOP "/Microsoft.Sql/servers/sql-shop"
#define APP  SHOP "/Microsoft.Web/sites/app-shop"
#define NSG  SHOP "/Microsoft.Network/networkSecurityGroups/riposte-isolate"
#define LOCK "/providers/Microsoft.Authorization/locks/l1"
#define TAGS "/providers/Microsoft.Resources/tags/default"
#define MARA                                                                   \
    "{\"properties\":{\"accessPolicies\":[{\"tenantId\":\"" SANDBOX_TENANT     \
    "\",\"objectId\":\"74595e27-d25b-53a5-a8ac-f9161ae23ff8\","                \
    "\"permissions\":{\"secrets\":[\"get\",\"set\"]}}]}}"
#define POWER VM "/instanceView" V

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "none", "--rate",
                                         "1000000", "--speed", "1000", NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

static void reads(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", "/subscriptions" V, NULL, 200, "value.1.displayName",
         "Contoso-Dev"},
        {"GET", SUB V, NULL, 200, "state", "Enabled"},
        {"GET", SUB "/resourceGroups" V, NULL, 200, "value.0.name", "rg-shop"},
        {"GET", VM V, NULL, 200, "name", "vm-web-01"},
        {"GET", VM V, NULL, 200, "properties.instanceView", ""},
        {"GET", VM "x/instanceView" V, NULL, 404, "error.code",
         "ResourceNotFound"},
        {"GET", VM V "&$expand=instanceView", NULL, 200,
         "properties.instanceView.statuses.1.code", "PowerState/running"},
        {"GET", POWER, NULL, 200, "statuses.1.code", "PowerState/running"},
        {"GET", SHOP "/microsoft.compute/VIRTUALMACHINES/VM-Web-01" V, NULL,
         200, "name", "vm-web-01"},
        {"GET", SUB "/providers/Microsoft.Compute/virtualMachines" V, NULL, 200,
         "value.0.name", "vm-web-01"},
        {"GET", SUB "/providers/Microsoft.Compute/virtualMachines" V, NULL, 200,
         "value.0.properties.instanceView", ""},
        {"GET", SQL "/databases" V, NULL, 200, "value.0.name", "shop"},
        {"GET", SHOP "/Microsoft.Compute/virtualMachines/none" V, NULL, 404,
         "error.code", "ResourceNotFound"},
        {"GET", SUB "/resourceGroups/none/providers/A.B/c/d" V, NULL, 404,
         "error.code", "ResourceGroupNotFound"},
        {"GET",
         "/subscriptions/00000000-0000-4000-8000-000000000000/providers/"
         "A.B/c" V,
         NULL, 404, "error.code", "SubscriptionNotFound"},
        {"GET", VM, NULL, 400, "error.code", "MissingApiVersionParameter"},
        {"GET", VM "?api-version=now", NULL, 400, "error.code",
         "InvalidApiVersionParameter"},
        {"GET", "/subscriptions//x" V, NULL, 404, "error.code", "NotFound"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void writes(void **state)
{
    static const struct ask_row rows[] = {
        {"PATCH", ST V,
         "{\"properties\":{\"publicNetworkAccess\":"
         "\"Disabled\"}}",
         200, "properties.publicNetworkAccess", "Disabled"},
        {"GET", ST V, NULL, 200, "properties.networkAcls.defaultAction",
         "Allow"},
        {"PATCH", ST V, "[]", 400, "error.code", "InvalidRequestContent"},
        {"PATCH", ST V, "{", 400, "error.code", "InvalidRequestContent"},
        {"PATCH", NSG V, "{}", 404, "error.code", "ResourceNotFound"},
        {"PUT", NSG V,
         "{\"location\":\"westeurope\",\"properties\":{\"securityRules\":[]}}",
         201, "properties.provisioningState", "Updating"},
    };
    static const struct ask_row more[] = {
        {"PUT", NSG V, "{\"location\":\"westeurope\",\"properties\":{}}", 200,
         "type", "Microsoft.Network/networkSecurityGroups"},
        /* A PATCH of a network interface changes its tags only. */
        {"PATCH", NIC V,
         "{\"tags\":{\"a\":\"b\"},\"properties\":{"
         "\"networkSecurityGroup\":null}}",
         200, "tags.a", "b"},
        {"GET", NIC V, NULL, 200, "properties.networkSecurityGroup.id",
         SHOP "/Microsoft.Network/networkSecurityGroups/nsg-web"},
        {"DELETE", NSG V, NULL, 200, "name", "riposte-isolate"},
        {"DELETE", NSG V, NULL, 204, NULL, NULL},
        {"GET", NSG V, NULL, 404, NULL, NULL},
        {"PUT", SUB "/providers/x" V, "{}", 400, "error.code",
         "InvalidResourceType"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
    ask_until(&ask, NSG V, "properties.provisioningState", "Succeeded");
    ASK_ROWS(&ask, more);
}

static void etags(void **state)
{
    char old[64];

    (void)state;
    ask_do(&ask, "GET", NIC V, NULL);
    strncpy(old, ask_text(&ask, "etag"), sizeof(old) - 1);
    old[sizeof(old) - 1] = '\0';
    assert_string_equal(old, ask_reply(&ask, "ETag"));
    ask_header(&ask, "If-Match", old);
    assert_int_equal(ask_do(&ask, "PATCH", NIC V, "{\"tags\":{}}"), 200);
    ask_header(&ask, "If-Match", old);
    assert_int_equal(ask_do(&ask, "PATCH", NIC V, "{\"tags\":{}}"), 412);
    ask_header(&ask, "If-Match", "*");
    assert_int_equal(ask_do(&ask, "PATCH", NIC V, "{\"tags\":{}}"), 200);
}

static void power(void **state)
{
    static const struct {
        const char *action, *during, *after;
    } rows[] = {
        {"deallocate", "PowerState/deallocating", "PowerState/deallocated"},
        {"start", "PowerState/starting", "PowerState/running"},
        {"restart", "PowerState/starting", "PowerState/running"},
        {"powerOff", "PowerState/stopping", "PowerState/stopped"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char target[256], status[256];

        ask.options.speed = 0.1; /* so that it can be seen on its way */
        snprintf(target, sizeof(target), VM "/%s" V, rows[i].action);
        assert_int_equal(ask_do(&ask, "POST", target, NULL), 202);
        assert_string_not_equal(ask_reply(&ask, "Location"), "");
        assert_string_equal(ask_reply(&ask, "Retry-After"), "10");
        snprintf(status, sizeof(status), "%s",
                 strstr(ask_reply(&ask, "Azure-AsyncOperation"), "/sub"));
        assert_int_equal(ask_do(&ask, "GET", status, NULL), 200);
        assert_string_equal(ask_text(&ask, "status"), "InProgress");
        ask_do(&ask, "GET", POWER, NULL);
        assert_string_equal(ask_text(&ask, "statuses.1.code"), rows[i].during);
        ask.options.speed = 1000;
        assert_int_equal(ask_do(&ask, "POST", target, NULL), 202);
        ask_do(&ask, "GET", status, NULL);
        assert_string_equal(ask_text(&ask, "status"), "Canceled");
        ask_until(&ask, POWER, "statuses.1.code", rows[i].after);
    }
}

static void operations(void **state)
{
    char status[256], result[256];

    (void)state;
    assert_int_equal(ask_do(&ask, "PATCH", SQL V,
                            "{\"properties\":{\"publicNetworkAccess\":"
                            "\"Disabled\"}}"),
                     202);
    snprintf(status, sizeof(status), "%s",
             strstr(ask_reply(&ask, "Azure-AsyncOperation"), "/sub"));
    snprintf(result, sizeof(result), "%s",
             strstr(ask_reply(&ask, "Location"), "/sub"));
    ask_until(&ask, status, "status", "Succeeded");
    assert_int_equal(ask_do(&ask, "GET", result, NULL), 200);
    ask_do(&ask, "GET", SQL V, NULL);
    assert_string_equal(ask_text(&ask, "properties.publicNetworkAccess"),
                        "Disabled");
    assert_int_equal(ask_do(&ask, "GET",
                            SUB "/providers/A.B/locations/x/operations/none" V,
                            NULL),
                     404);
}

static void actions(void **state)
{
    static const struct ask_row rows[] = {
        {"POST", APP "/stop" V, NULL, 200, NULL, NULL},
        {"GET", APP V, NULL, 200, "properties.state", "Stopped"},
        {"POST", APP "/start" V, NULL, 200, NULL, NULL},
        {"GET", APP V, NULL, 200, "properties.state", "Running"},
        {"POST", APP "/explode" V, NULL, 404, "error.code", "NotFound"},
        {"POST", APP "x/stop" V, NULL, 404, "error.code", "ResourceNotFound"},
        {"POST", ST "/listKeys" V, NULL, 200, "keys.1.keyName", "key2"},
        {"POST", ST "/regenerateKey" V, "{\"keyName\":\"key1\"}", 200,
         "keys.0.keyName", "key1"},
        {"POST", ST "/regenerateKey" V, "{\"keyName\":\"key9\"}", 400,
         "error.code", "InvalidKeyName"},
        {"GET", ST "/listKeys" V, NULL, 200, "value.0.name", ""},
        {"PUT", KV "/accessPolicies/remove" V, MARA, 200,
         "properties.accessPolicies.2", ""},
        {"PUT", KV "/accessPolicies/add" V, MARA, 200,
         "properties.accessPolicies.2.objectId",
         "74595e27-d25b-53a5-a8ac-f9161ae23ff8"},
        {"PUT", KV "/accessPolicies/replace" V,
         "{\"properties\":{\"accessPolicies\":[]}}", 200,
         "properties.accessPolicies.0", ""},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void keys_change(void **state)
{
    char first[128];

    (void)state;
    ask_do(&ask, "POST", ST "/listKeys" V, NULL);
    snprintf(first, sizeof(first), "%s", ask_text(&ask, "keys.0.value"));
    ask_do(&ask, "POST", ST "/listKeys" V, NULL);
    assert_string_equal(first, ask_text(&ask, "keys.0.value"));
    ask_do(&ask, "POST", ST "/regenerateKey" V, "{\"keyName\":\"key1\"}");
    assert_string_not_equal(first, ask_text(&ask, "keys.0.value"));
    /* The account itself says since when it has been there. */
    snprintf(first, sizeof(first), "%s", ask_text(&ask, "keys.0.creationTime"));
    assert_string_equal(ask_text(&ask, "keys.1.creationTime"),
                        "2025-01-07T06:12:40.2500000Z");
    ask_do(&ask, "GET", ST V, NULL);
    assert_string_equal(ask_text(&ask, "properties.keyCreationTime.key1"),
                        first);
    assert_string_equal(ask_text(&ask, "properties.keyCreationTime.key2"),
                        "2025-01-07T06:12:40.2500000Z");
}

static void locks(void **state)
{
    static const struct ask_row rows[] = {
        {"PUT", VM LOCK V, "{\"properties\":{\"level\":\"CanNotDelete\"}}", 201,
         NULL, NULL},
        {"PATCH", VM V, "{\"tags\":{}}", 200, NULL, NULL},
        {"DELETE", VM V, NULL, 409, "error.code", "ScopeLocked"},
        {"PUT", SUB "/resourceGroups/rg-shop" LOCK V,
         "{\"properties\":{\"level\":\"ReadOnly\"}}", 201, NULL, NULL},
        {"PATCH", VM V, "{}", 409, "error.code", "ScopeLocked"},
        {"PUT", VM V, "{}", 409, NULL, NULL},
        {"POST", VM "/deallocate" V, NULL, 409, NULL, NULL},
        {"POST", ST "/listKeys" V, NULL, 409, NULL, NULL},
        {"PATCH", VM TAGS V, "{\"operation\":\"Merge\"}", 409, NULL, NULL},
        {"GET", VM V, NULL, 200, NULL, NULL},
        {"GET", VM "/providers/Microsoft.Authorization/locks" V, NULL, 200,
         "value.0.name", "l1"},
        {"DELETE", SUB "/resourceGroups/rg-shop" LOCK V, NULL, 200, NULL, NULL},
        {"PATCH", VM V, "{}", 200, NULL, NULL},
        {"DELETE", VM LOCK V, NULL, 200, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void tags(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", VM TAGS V, NULL, 200, "properties.tags.env", "prod"},
        {"PATCH", VM TAGS V,
         "{\"operation\":\"Merge\",\"properties\":{\"tags\":"
         "{\"riposte\":\"r1\"}}}",
         200, "properties.tags.env", "prod"},
        {"GET", VM V, NULL, 200, "tags.riposte", "r1"},
        {"PATCH", VM TAGS V,
         "{\"operation\":\"Delete\",\"properties\":{\"tags\":"
         "{\"riposte\":\"other\"}}}",
         200, "properties.tags.riposte", "r1"},
        {"PATCH", VM TAGS V,
         "{\"operation\":\"Delete\",\"properties\":{\"tags\":"
         "{\"riposte\":\"r1\"}}}",
         200, "properties.tags.riposte", ""},
        {"PUT", VM TAGS V, "{\"properties\":{\"tags\":{\"a\":\"b\"}}}", 200,
         "properties.tags.env", ""},
        {"PATCH", VM TAGS V, "{\"operation\":\"Eat\"}", 400, "error.code",
         "InvalidTagOperation"},
        {"DELETE", VM TAGS V, NULL, 200, "properties.tags.a", ""},
        {"GET", VM "x" TAGS V, NULL, 404, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),       cmocka_unit_test(writes),
        cmocka_unit_test(etags),       cmocka_unit_test(power),
        cmocka_unit_test(operations),  cmocka_unit_test(actions),
        cmocka_unit_test(keys_change), cmocka_unit_test(locks),
        cmocka_unit_test(tags),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
