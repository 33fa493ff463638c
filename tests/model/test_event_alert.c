/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#define ID "\"systemAlertId\":\"s\""
#define VM                                                                     \
    "/subscriptions/a/resourceGroups/g/providers/Microsoft.Compute/"           \
    "virtualMachines/v"
#define ALERT_AT "/providers/Microsoft.Security/locations/l/alerts/"
#define URI                                                                    \
    "\"alertUri\":\"https://portal.azure.com/#blade/X/AlertBlade/"             \
    "alertId/s/subscriptionId/11-22/resourceGroup/RG/referencedFrom/"          \
    "alertDeepLink/location/centralus\""

static void test_columns(void **state)
{
    static const struct {
        const char *text;
        enum event_column column;
        const char *want;
    } rows[] = {
        {"{" ID "}", COLUMN_TITLE, ""},
        {"{" ID ",\"alertDisplayName\":\"T \\u00e9\"}", COLUMN_TITLE,
         "T \xc3\xa9"},
        {"{" ID ",\"AlertName\":\"n\",\"DisplayName\":\"d\"}", COLUMN_TITLE,
         "d"},
        {"{" ID ",\"DisplayName\":\"d\",\"AlertDisplayName\":\"\"}",
         COLUMN_TITLE, "d"},
        {"{" ID ",\"alertType\":\"VM_EICAR\"}", COLUMN_TYPE, "VM_EICAR"},
        {"{" ID ",\"status\":\"New\"}", COLUMN_STATUS, "Active"},
        {"{" ID ",\"status\":\"dismissed\"}", COLUMN_STATUS, "Dismissed"},
        {"{" ID ",\"status\":{\"value\":\"Active\"}}", COLUMN_STATUS, "Active"},
        {"{" ID ",\"compromisedEntity\":\"vm1\"}", COLUMN_ENTITY, "vm1"},
        {"{" ID ",\"intent\":\"Execution\"}", COLUMN_TACTIC, "Execution"},
        {"{" ID ",\"intent\":[\"A\",\"B\"]}", COLUMN_TACTIC, "A, B"},
        {"{" ID ",\"intent\":\"[\\\"A\\\",\\\"B\\\"]\"}", COLUMN_TACTIC,
         "A, B"},
        {"{" ID ",\"Tactics\":\"A\"}", COLUMN_TACTIC, "A"},
        {"{" ID ",\"productName\":\"P\",\"productComponentName\":\"C\"}",
         COLUMN_PRODUCT, "C"},
        {"{" ID ",\"productName\":\"P\",\"ProviderName\":\"V\"}",
         COLUMN_PRODUCT, "P"},
        {"{" ID ",\"ProviderName\":\"V\"}", COLUMN_PRODUCT, "V"},
        /* The resource, from the finest to the coarsest. */
        {"{" ID ",\"azureResourceId\":\"" VM "\",\"ResourceIdentifiers\":[{"
         "\"AzureResourceId\":\"/x\"}]}",
         COLUMN_RESOURCE, VM},
        {"{" ID ",\"ResourceId\":\"" VM "\"}", COLUMN_RESOURCE, VM},
        {"{" ID ",\"resourceIdentifiers\":[{\"type\":\"LogAnalytics\"},{"
         "\"azureResourceId\":\"" VM "\"}]}",
         COLUMN_RESOURCE, VM},
        {"{" ID ",\"resourceIdentifiers\":\"[{\\\"azureResourceId\\\":\\\"" VM
         "\\\"}]\"}",
         COLUMN_RESOURCE, VM},
        {"{" ID ",\"entities\":[{\"type\":\"azure-resource\",\"resourceId\":"
         "\"/y\"},{\"Type\":\"host\",\"AzureID\":\"" VM "\"}]}",
         COLUMN_RESOURCE, VM},
        {"{" ID ",\"entities\":[{\"type\":\"azure-resource\",\"resourceId\":"
         "\"" VM "\"}]}",
         COLUMN_RESOURCE, VM},
        {"{\"id\":\"/subscriptions/b" ALERT_AT "s\"," ID "}", COLUMN_RESOURCE,
         "/subscriptions/b"},
        {"{" ID "," URI "}", COLUMN_RESOURCE, "/subscriptions/11-22"},
        {"{" ID ",\"workspaceSubscriptionId\":\"w\"}", COLUMN_RESOURCE,
         "/subscriptions/w"},
        {"{" ID ",\"workspaceSubscriptionId\":\"w\","
         "\"AzureResourceSubscriptionId\":\"r\"}",
         COLUMN_RESOURCE, "/subscriptions/r"},
        {"{" ID ",\"resourceId\":\"/subscriptions/b" ALERT_AT "s\"}",
         COLUMN_RESOURCE, ""},
        {"{" ID "}", COLUMN_RESOURCE, ""},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct event event;
        struct err err;

        if (!read_text(rows[i].text, arena, &event, &err))
            fail_msg("%s", err.text);
        if (!str_eq(event.column[rows[i].column], str_of(rows[i].want)))
            fail_msg("row %zu: \"%.*s\"", i,
                     STR_ARG(event.column[rows[i].column]));
    }
    arena_free(arena);
}

static void test_times(void **state)
{
    static const struct {
        const char *text;
        int64_t time;
    } rows[] = {
        {"{" ID "}", 1000},
        {"{" ID ",\"timeGeneratedUtc\":\"1970-01-01T00:00:02.5000000Z\"}",
         2500},
        {"{" ID ",\"TimeGenerated\":\"1970-01-01 00:00:02\"}", 2000},
        {"{" ID ",\"TimeGenerated\":\"1970-01-01T00:00:02+00:00\"}", 2000},
        {"{" ID ",\"TimeGenerated\":\"0001-01-01T00:00:00Z\",\"StartTimeUtc\":"
         "\"1970-01-01T00:00:03Z\"}",
         3000},
        {"{" ID ",\"TimeGenerated\":\"nonsense\",\"StartTime\":"
         "\"1970-01-01T00:00:03Z\"}",
         3000},
        /* 3155378975999999999 - 621355968000000000 - 40000000 */
        {"{\"systemAlertId\":\"2534023007959999999_x\"}", 4000},
        {"{\"systemAlertId\":\"3155378975999999999_x\"}", 1000},
        {"{\"systemAlertId\":\"2534023007959999999x\"}", 1000},
        {"{\"systemAlertId\":\"25340230079x9999999_x\"}", 1000},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct event event;
        struct err err;

        assert_true(read_text(rows[i].text, arena, &event, &err));
        if (event.time != rows[i].time)
            fail_msg("row %zu: %lld", i, (long long)event.time);
    }
    arena_free(arena);
}

static void test_arm_id(void **state)
{
    static const struct {
        const char *text;
        const char *want;
    } rows[] = {
        {"{" ID "}", ""},
        {"{\"id\":\"/subscriptions/b" ALERT_AT "N\"," ID "}",
         "/subscriptions/b" ALERT_AT "N"},
        {"{\"id\":\"/subscriptions/b" ALERT_AT "N/events/N/ticks/1\"," ID "}",
         "/subscriptions/b" ALERT_AT "N"},
        {"{" ID "," URI "}",
         "/subscriptions/11-22/resourceGroups/RG/providers/Microsoft.Security/"
         "locations/centralus/alerts/s"},
        {"{" ID ",\"alertUri\":\"x/subscriptionId/1/location/l\"}",
         "/subscriptions/1" ALERT_AT "s"},
        {"{" ID ",\"alertUri\":\"x/subscriptionId/1\"}", ""},
        {"{" ID ",\"alertUri\":\"x/subscriptionId/1?a=/location/l\"}", ""},
        {"{" ID ",\"alertUri\":\"x/subscriptionId/../location/l\"}", ""},
        {"{\"systemAlertId\":\"a b\"," URI "}", ""},
        {"{\"id\":\"/subscriptions/b/.." ALERT_AT "N\"," ID "}", ""},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct event event;
        struct err err;

        assert_true(read_text(rows[i].text, arena, &event, &err));
        assert_str(event.arm_id, rows[i].want);
    }
    arena_free(arena);
}

static void test_flags(void **state)
{
    static const struct {
        const char *text;
        unsigned flags;
        enum severity severity;
    } rows[] = {
        {"{" ID ",\"alertDisplayName\":\"[SAMPLE ALERT] x\",\"severity\":"
         "\"High\"}",
         EVENT_SAMPLE, SEVERITY_HIGH},
        {"{" ID ",\"alertDisplayName\":\"\\u005bSample Alert] x\"}",
         EVENT_SAMPLE, SEVERITY_NONE},
        {"{" ID ",\"description\":\"THIS IS A SAMPLE ALERT: x\",\"severity\":"
         "\"low\"}",
         EVENT_SAMPLE, SEVERITY_LOW},
        {"{" ID ",\"description\":\"An alert\",\"severity\":\"odd\"}", 0,
         SEVERITY_NONE},
        {"{" ID ",\"isIncident\":true,\"AlertSeverity\":\"Medium\"}",
         EVENT_INCIDENT, SEVERITY_MEDIUM},
        {"{" ID ",\"isIncident\":\"True\",\"severity\":null}", EVENT_INCIDENT,
         SEVERITY_NONE},
        {"{" ID ",\"isIncident\":false}", 0, SEVERITY_NONE},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct event event;
        struct err err;

        assert_true(read_text(rows[i].text, arena, &event, &err));
        if (event.flags != rows[i].flags || event.severity != rows[i].severity)
            fail_msg("row %zu", i);
    }
    arena_free(arena);
}

/* A record of the activity log. */
static void test_record(void **state)
{
    struct arena *arena = arena_new();
    struct event event;
    struct err err;

    (void)state;
    assert_true(read_text(
        "{\"id\":\"/subscriptions/b" ALERT_AT "N/events/N/ticks/1\","
        "\"category\":{\"value\":\"Security\"},\"eventName\":{\"value\":"
        "\"T\"},\"eventTimestamp\":\"1970-01-01T00:00:05Z\",\"status\":{"
        "\"value\":\"Active\"},\"resourceId\":\"/subscriptions/b" ALERT_AT
        "N\",\"properties\":{\"severity\":\"Low\",\"intent\":"
        "\"[\\\"Persistence\\\"]\",\"compromisedEntity\":\"E\"}}",
        arena, &event, &err));
    assert_str(event.key, "alert:n");
    assert_str(event.column[COLUMN_TITLE], "T");
    assert_str(event.column[COLUMN_STATUS], "Active");
    assert_str(event.column[COLUMN_RESOURCE], "/subscriptions/b");
    assert_str(event.column[COLUMN_TACTIC], "Persistence");
    assert_str(event.column[COLUMN_ENTITY], "E");
    assert_str(event.arm_id, "/subscriptions/b" ALERT_AT "N");
    assert_int_equal(event.severity, SEVERITY_LOW);
    assert_int_equal(event.time, 5000);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns), cmocka_unit_test(test_times),
        cmocka_unit_test(test_arm_id),  cmocka_unit_test(test_flags),
        cmocka_unit_test(test_record),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
