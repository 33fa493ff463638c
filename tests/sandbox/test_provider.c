/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What providers insist on: interfaces, security groups, machines, accounts,
 * servers, role assignments, locks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"

#define V   "?api-version=2023-11-01"
#define NET SHOP "/Microsoft.Network"
#define NIC NET "/networkInterfaces/nic-vm-web-01"
#define ISO NET "/networkSecurityGroups/riposte-isolate-westeurope"
#define FAR NET "/networkSecurityGroups/far"
#define WEB NET "/networkSecurityGroups/nsg-web"
#define ST  SHOP "/Microsoft.Storage/storageAccounts/stcontososhop"
#define KV  SHOP "/Microsoft.KeyVault/vaults/kv-shop"
#define SQL SHOP "/Microsoft.Sql/servers/sql-shop"
#define SQL_D                                                                  \
    DEV "/resourceGroups/rg-dev/providers/Microsoft.Sql/servers/sql-dev"
#define AUTH  "/providers/Microsoft.Authorization"
#define ROLES AUTH "/roleAssignments"
#define GROUP SUB "/resourceGroups/rg-shop"
#define VIEW  VM "/instanceView" V

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

#define RULE(name, priority, direction, protocol)                              \
    "{\"name\":\"" name "\",\"properties\":{\"priority\":" priority            \
    ",\"direction\":\"" direction                                              \
    "\",\"access\":\"Deny\",\"protocol\":\"" protocol "\"}}"
#define NSG(region, rules)                                                     \
    "{\"location\":\"" region "\",\"properties\":{\"securityRules\":[" rules   \
    "]}}"

static void groups(void **state)
{
    static const struct ask_row twice[] = {
        {"PUT", NET "/networkSecurityGroups/b" V, NSG("westeurope", ""), 201,
         NULL, NULL},
        {"PUT", NET "/networkSecurityGroups/b" V, NSG("westeurope", ""), 429,
         "error.code", "RetryableErrorDueToAnotherOperation"},
    };
    static const struct ask_row rows[] = {
        {"PUT", ISO V, NSG("westeurope", RULE("a", "99", "Inbound", "*")), 400,
         "error.code", "SecurityRuleInvalidPriority"},
        {"PUT", ISO V, NSG("westeurope", RULE("a", "4097", "Inbound", "*")),
         400, NULL, NULL},
        {"PUT", ISO V, NSG("westeurope", RULE("a", "100", "Sideways", "*")),
         400, "error.code", "SecurityRuleInvalidDirection"},
        {"PUT", ISO V, NSG("westeurope", RULE("a", "100", "Inbound", "Http")),
         400, "error.code", "SecurityRuleInvalidProtocol"},
        {"PUT", ISO V,
         NSG("westeurope", RULE("a", "100", "Inbound",
                                "*") "," RULE("b", "100", "inbound", "Tcp")),
         400, "error.code", "SecurityRuleConflict"},
        {"PUT", ISO V, "{\"properties\":{}}", 400, "error.code",
         "LocationRequired"},
        {"GET", ISO V, NULL, 404, NULL, NULL},
        {"PUT", ISO V,
         NSG("westeurope", RULE("a", "4096", "Inbound",
                                "*") "," RULE("b", "4096", "Outbound", "*")),
         201, "properties.provisioningState", "Updating"},
        {"PUT", FAR V, NSG("northeurope", ""), 201, NULL, NULL},
        {"DELETE", WEB V, NULL, 400, "error.code",
         "InUseNetworkSecurityGroupCannotBeDeleted"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
    ask_until(&ask, ISO V, "properties.provisioningState", "Succeeded");
    /* Two at once do not go together. */
    ask.options.speed = 0.1;
    ASK_ROWS(&ask, twice);
    assert_string_equal(ask_reply(&ask, "Retry-After"), "20");
    ask.options.speed = 1000;
}

/* The interface as it is, with another group; NULL takes the group away. */
static const char *moved(const char *group, const char *location)
{
    struct json *json, *properties;
    static char body[8192];
    struct buf text;

    ask_do(&ask, "GET", NIC V, NULL);
    json = json_copy(ask.json);
    properties = json_member(json, "properties");
    json_remove(properties, "networkSecurityGroup");
    json_remove(properties, "macAddress");
    json_set_text(json, "location", location);
    if (group) {
        struct json *ref = json_new_object();

        json_set_text(ref, "id", group);
        json_set_take(properties, "networkSecurityGroup", ref);
    }
    buf_init(&text);
    json_write(json, JSON_COMPACT, &text);
    snprintf(body, sizeof(body), "%s", text.at);
    buf_done(&text);
    json_free(json);
    return body;
}

static void interfaces(void **state)
{
    static const struct {
        const char *group, *location;
        unsigned status;
        const char *at, *is;
    } rows[] = {
        {ISO, "westeurope", 200, "properties.networkSecurityGroup.id", ISO},
        {FAR, "westeurope", 400, "error.code", "InvalidResourceReference"},
        {NET "/networkSecurityGroups/none", "westeurope", 400, "error.code",
         "InvalidResourceReference"},
        {VM, "westeurope", 400, "error.code", "InvalidResourceReference"},
        {ISO, "northeurope", 409, "error.code", "InvalidResourceLocation"},
        {NULL, "westeurope", 200, "properties.networkSecurityGroup", ""},
        /* What the machine has is not the client's to leave out. */
        {WEB, "westeurope", 200, "properties.macAddress", "00-0D-3A-77-EF-40"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        unsigned status =
            ask_do(&ask, "PUT", NIC V, moved(rows[i].group, rows[i].location));

        assert_int_equal(status, rows[i].status);
        assert_string_equal(ask_text(&ask, rows[i].at), rows[i].is);
    }
    assert_int_equal(ask_do(&ask, "PUT", NIC V,
                            "{\"location\":\"westeurope\",\"properties\":{"
                            "\"networkSecurityGroup\":{\"id\":\"" ISO "\"}}}"),
                     400);
    assert_string_equal(ask_text(&ask, "error.code"),
                        "NetworkInterfaceMustHaveIpConfiguration");
    assert_int_equal(ask_do(&ask, "PUT", NET "/networkInterfaces/new" V, "{}"),
                     400);
}

/* Somebody else was faster: nothing of his is overwritten. */
static void races(void **state)
{
    char old[64];
    const char *body;

    (void)state;
    body = moved(ISO, "westeurope");
    snprintf(old, sizeof(old), "%s", ask_reply(&ask, "ETag"));
    ask_do(&ask, "PATCH", NIC V, "{\"tags\":{\"by\":\"somebody\"}}");
    ask_header(&ask, "If-Match", old);
    assert_int_equal(ask_do(&ask, "PUT", NIC V, body), 412);
    assert_string_equal(ask_text(&ask, "error.code"), "PreconditionFailed");
    ask_do(&ask, "GET", NIC V, NULL);
    assert_string_equal(ask_text(&ask, "tags.by"), "somebody");
    snprintf(old, sizeof(old), "%s", ask_text(&ask, "etag"));
    body = moved(ISO, "westeurope");
    ask_header(&ask, "If-Match", old);
    assert_int_equal(ask_do(&ask, "PUT", NIC V, body), 200);
}

static void joining(void **state)
{
    (void)state;
    ask_do(&ask, "PUT", NIC V, moved(NULL, "westeurope"));
    ask_do(&ask, "PUT", "/_sandbox/deny",
           "Microsoft.Network/networkSecurityGroups/join/action");
    assert_int_equal(ask_do(&ask, "PUT", NIC V, moved(ISO, "westeurope")), 403);
    assert_string_equal(ask_text(&ask, "error.code"),
                        "LinkedAuthorizationFailed");
    assert_non_null(strstr(ask_text(&ask, "error.message"),
                           "does not have permission to perform action "
                           "'Microsoft.Network/networkSecurityGroups/join/"
                           "action' on the linked scope(s) '" ISO "'"));
    assert_int_equal(ask_do(&ask, "PUT", NIC V, moved(NULL, "westeurope")),
                     200);
    ask_do(&ask, "PUT", "/_sandbox/deny", "");
    assert_int_equal(ask_do(&ask, "PUT", NIC V, moved(ISO, "westeurope")), 200);
}

static void effective(void **state)
{
    char result[256];

    (void)state;
    assert_int_equal(
        ask_do(&ask, "POST", NIC "/effectiveNetworkSecurityGroups" V, NULL),
        202);
    snprintf(result, sizeof(result), "%s",
             strstr(ask_reply(&ask, "Location"), "/sub"));
    ask_until(&ask, result, "value.0.networkSecurityGroup.id", ISO);
    assert_string_equal(ask_text(&ask, "value.0.effectiveSecurityRules.1.name"),
                        "b");
    ask_do(&ask, "POST", VM "/deallocate" V, NULL);
    ask_until(&ask, VIEW, "statuses.1.code", "PowerState/deallocated");
    assert_int_equal(
        ask_do(&ask, "POST", NIC "/effectiveNetworkSecurityGroups" V, NULL),
        409);
}

static void machines(void **state)
{
    static const struct ask_row deallocated[] = {
        {"POST", VM "/restart" V, NULL, 409, "error.code",
         "OperationNotAllowed"},
        {"POST", VM "/powerOff" V, NULL, 409, NULL, NULL},
        {"POST", VM "/deallocate" V, NULL, 202, NULL, NULL},
        {"POST", VM "/start" V, NULL, 202, NULL, NULL},
    };
    static const struct ask_row born[] = {
        {"PUT", VM "-new" V, "{\"location\":\"westeurope\"}", 201, NULL, NULL},
        {"GET", VM "-new/instanceView" V, NULL, 200, "statuses.1.code",
         "PowerState/running"},
    };
    char before[64], operation[256];

    (void)state;
    ASK_ROWS(&ask, born);
    ASK_ROWS(&ask, deallocated);
    ask_until(&ask, VIEW, "statuses.1.code", "PowerState/running");
    snprintf(before, sizeof(before), "%s", ask_text(&ask, "statuses.0.time"));
    ask_do(&ask, "POST", VM "/restart" V, NULL);
    do
        ask_do(&ask, "GET", VIEW, NULL);
    while (strcmp(ask_text(&ask, "statuses.0.code"),
                  "ProvisioningState/succeeded") != 0);
    assert_true(strcmp(ask_text(&ask, "statuses.0.time"), before) > 0);
    /* It can also fail, and then nothing has changed. */
    ask_do(&ask, "PATCH", VM V,
           "{\"tags\":{\"sandbox-fails\":\"deallocate\"}}");
    assert_int_equal(ask_do(&ask, "POST", VM "/deallocate" V, NULL), 202);
    snprintf(operation, sizeof(operation), "%s",
             strstr(ask_reply(&ask, "Azure-AsyncOperation"), "/sub"));
    ask_until(&ask, operation, "status", "Failed");
    assert_string_equal(ask_text(&ask, "error.code"), "InternalExecutionError");
    ask_do(&ask, "GET", VIEW, NULL);
    assert_string_equal(ask_text(&ask, "statuses.1.code"),
                        "PowerState/running");
}

#define SHUT "{\"properties\":{\"publicNetworkAccess\":\"Disabled\"}}"

static void values(void **state)
{
    static const struct ask_row rows[] = {
        {"PATCH", ST V, "{\"properties\":{\"publicNetworkAccess\":\"Off\"}}",
         400, "error.code", "InvalidValuesForRequestParameters"},
        {"PATCH", ST V, "{\"properties\":{\"allowSharedKeyAccess\":\"no\"}}",
         400, NULL, NULL},
        {"PATCH", ST V,
         "{\"properties\":{\"networkAcls\":{\"defaultAction\":\"Deny\"}}}", 200,
         "properties.networkAcls.bypass", "AzureServices"},
        {"PATCH", ST V,
         "{\"properties\":{\"allowBlobPublicAccess\":false,"
         "\"allowSharedKeyAccess\":false}}",
         200, "properties.allowSharedKeyAccess", "false"},
        {"PATCH", ST V,
         "{\"properties\":{\"publicNetworkAccess\":\"SecuredByPerimeter\"}}",
         200, NULL, NULL},
        {"PATCH", KV V,
         "{\"properties\":{\"publicNetworkAccess\":\"SecuredByPerimeter\"}}",
         400, NULL, NULL},
        {"PATCH", KV V,
         "{\"properties\":{\"publicNetworkAccess\":"
         "\"disabled\"}}",
         200, "properties.publicNetworkAccess", "disabled"},
        {"PATCH", SQL V, SHUT, 202, NULL, NULL},
        {"PATCH", SQL_D V, SHUT, 400, "error.code",
         "DenyPublicEndpointEnabled"},
        {"PATCH", SQL_D V, "{\"tags\":{\"a\":\"b\"}}", 202, NULL, NULL},
        {"PATCH", ST V, "{\"tags\":{\"sandbox-fails\":\"write\"}}", 200, NULL,
         NULL},
        {"PATCH", ST V, SHUT, 409, "error.code", "AnotherOperationInProgress"},
        {"GET", ST V, NULL, 200, "properties.publicNetworkAccess",
         "SecuredByPerimeter"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

#define TENANT "\"tenantId\":\"" SANDBOX_TENANT "\","
#define ANA    "\"objectId\":\"f445f8a5-4848-5a84-a5ac-d67993dfee39\""
#define MARA   "74595e27-d25b-53a5-a8ac-f9161ae23ff8"

static void policies(void **state)
{
    static const struct ask_row rows[] = {
        {"PUT", KV "/accessPolicies/add" V,
         "{\"properties\":{\"accessPolicies\":[{" TENANT ANA
         ",\"permissions\":{\"secrets\":[\"get\"]}}]}}",
         200, "type", "Microsoft.KeyVault/vaults/accessPolicies"},
        /* What is there is widened, not replaced. */
        {"PUT", KV "/accessPolicies/add" V,
         "{\"properties\":{\"accessPolicies\":[{" TENANT ANA
         ",\"permissions\":{\"secrets\":[\"list\",\"get\"],"
         "\"keys\":[\"get\"]}}]}}",
         200, "properties.accessPolicies.3.permissions.secrets.1", "list"},
        {"GET", KV V, NULL, 200,
         "properties.accessPolicies.3.permissions.secrets.2", ""},
        {"GET", KV V, NULL, 200,
         "properties.accessPolicies.3.permissions.keys.0", "get"},
        {"PUT", KV "/accessPolicies/remove" V,
         "{\"properties\":{\"accessPolicies\":[{" TENANT ANA "}]}}", 400,
         "error.code", "BadRequest"},
        {"PUT", KV "/accessPolicies/add" V,
         "{\"properties\":{\"accessPolicies\":[{\"tenantId\":\"x\"," ANA
         ",\"permissions\":{}}]}}",
         400, NULL, NULL},
        {"PUT", KV "/accessPolicies/remove" V,
         "{\"properties\":{\"accessPolicies\":[{" TENANT ANA
         ",\"permissions\":{}}]}}",
         200, "properties.accessPolicies.3", ""},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

#define RA      GROUP ROLES "/501a6b90-c1d4-5394-9d82-0aa9a738be20"
#define OTHER   GROUP ROLES "/00000000-0000-4000-8000-0000000000aa"
#define CONTRIB SUB AUTH "/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c"
#define READER  SUB AUTH "/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
#define GRANT(role)                                                            \
    "{\"properties\":{\"roleDefinitionId\":\"" role                            \
    "\",\"principalId\":\"" MARA "\",\"principalType\":\"User\"}}"

static void assignments(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", RA V, NULL, 200, "properties.principalId", MARA},
        {"DELETE", RA V, NULL, 200, "properties.roleDefinitionId", CONTRIB},
        {"DELETE", RA V, NULL, 204, NULL, NULL},
        {"GET", RA V, NULL, 404, NULL, NULL},
        {"PUT", RA V, "{\"properties\":{\"principalId\":\"x\"}}", 400, NULL,
         NULL},
        {"PUT", RA V, GRANT(CONTRIB), 201, "properties.scope", GROUP},
        {"PUT", RA V, GRANT(CONTRIB), 200, NULL, NULL},
        {"PUT", RA V, GRANT(READER), 409, "error.code",
         "RoleAssignmentUpdateNotPermitted"},
        {"PUT", OTHER V, GRANT(CONTRIB), 409, "error.code",
         "RoleAssignmentExists"},
        /* Inherited from the group and the subscription, and its own. */
        {"GET", ST ROLES V "&$filter=principalId eq '" MARA "'", NULL, 200,
         "value.0.properties.scope", GROUP},
        {"GET", ST ROLES V "&$filter=principalId eq '" MARA "'", NULL, 200,
         "value.1.properties.scope", ST},
        {"GET", ST ROLES V "&$filter=principalId eq '" MARA "'", NULL, 200,
         "value.2.properties.scope", SUB},
        {"GET", ST ROLES V "&$filter=principalId eq 'nobody'", NULL, 200,
         "value.0", ""},
        /* Below it too, unless only the scope is asked for. */
        {"GET", SUB ROLES V "&$filter=atScope() and principalId eq '" MARA "'",
         NULL, 200, "value.1", ""},
        {"GET", SUB ROLES V "&$filter=principalId eq '" MARA "'", NULL, 200,
         "value.3.properties.principalId", MARA},
        {"GET", SUB ROLES V "&$filter=wings()", NULL, 400, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

#define LOCK AUTH "/locks/riposte"

static void locks(void **state)
{
    static const struct ask_row rows[] = {
        {"PUT", VM LOCK V, "{\"properties\":{\"level\":\"Firmly\"}}", 400, NULL,
         NULL},
        {"PUT", VM LOCK V, "{}", 400, NULL, NULL},
        {"PUT", VM LOCK V,
         "{\"properties\":{\"level\":\"ReadOnly\",\"notes\":\"n\"}}", 201,
         "properties.notes", "n"},
        {"POST", VM "/start" V, NULL, 409, "error.code", "ScopeLocked"},
        {"PUT", VM ROLES "/x" V, GRANT(READER), 409, NULL, NULL},
        {"GET", SUB AUTH "/locks" V, NULL, 200, "value.0.name", "riposte"},
        {"GET", VM AUTH "/locks" V, NULL, 200, "value.0.properties.level",
         "ReadOnly"},
        {"GET", ST AUTH "/locks" V, NULL, 200, "value.0", ""},
        {"DELETE", VM LOCK V, NULL, 200, NULL, NULL},
        {"DELETE", VM LOCK V, NULL, 204, NULL, NULL},
        {"PUT", GROUP LOCK V, "{\"properties\":{\"level\":\"CanNotDelete\"}}",
         201, NULL, NULL},
        {"DELETE", RA V, NULL, 409, "error.code", "ScopeLocked"},
        {"POST", VM "/start" V, NULL, 202, NULL, NULL},
        {"DELETE", GROUP LOCK V, NULL, 200, NULL, NULL},
        {"DELETE", RA V, NULL, 200, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups),      cmocka_unit_test(interfaces),
        cmocka_unit_test(races),       cmocka_unit_test(joining),
        cmocka_unit_test(effective),   cmocka_unit_test(machines),
        cmocka_unit_test(values),      cmocka_unit_test(policies),
        cmocka_unit_test(assignments), cmocka_unit_test(locks),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
