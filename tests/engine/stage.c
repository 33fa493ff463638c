/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/stage.h"

#include "util/mem.h"
#include "util/when.h"

static const struct event events[PART_COUNT] = {
    [ALERT] = {.row = 1,
               .kind = EVENT_ALERT,
               .severity = SEVERITY_HIGH,
               .time = STAGE_NOW - WHEN_HOUR,
               .arrived = STAGE_NOW,
               .acknowledged = STAGE_NOW - WHEN_MINUTE,
               .automation = AUTO_WAITING},
    [SAMPLE] = {.row = 2,
                .kind = EVENT_ALERT,
                .severity = SEVERITY_LOW,
                .time = STAGE_NOW - 2 * WHEN_DAY,
                .flags = EVENT_SAMPLE},
    [BARE] = {.row = 3, .kind = EVENT_ALERT},
    [ADVICE] = {.row = 4,
                .kind = EVENT_RECOMMENDATION,
                .severity = SEVERITY_MEDIUM,
                .time = STAGE_NOW - WHEN_MINUTE},
    [CONTROL] = {.row = 5,
                 .kind = EVENT_COMPLIANCE,
                 .time = STAGE_NOW - WHEN_MINUTE,
                 .flags = EVENT_SNAPSHOT},
};

static const char *const keys[PART_COUNT] = {[ALERT] = "alert:2518_one",
                                             [SAMPLE] = "alert:2518_two",
                                             [BARE] = "alert:2518_three",
                                             [ADVICE] = "recommendation:/a",
                                             [CONTROL] = "compliance:/b"};

static const char *const columns[PART_COUNT][EVENT_COLUMN_N] = {
    [ALERT] = {[COLUMN_TITLE] = "Suspicious process executed",
               [COLUMN_TYPE] = "VM_SuspiciousProcess",
               [COLUMN_STATUS] = "Active",
               [COLUMN_RESOURCE] = VM_ID,
               [COLUMN_ENTITY] = "vm-web-01",
               [COLUMN_TACTIC] = "Execution, LateralMovement",
               [COLUMN_PRODUCT] = "Servers",
               [COLUMN_SOURCE] = "defender-alerts",
               [COLUMN_OWNER] = "mara",
               [COLUMN_TAGS] = "vip shop"},
    [SAMPLE] = {[COLUMN_TITLE] = "[SAMPLE ALERT] Access from a Tor exit node",
                [COLUMN_TYPE] = "Storage.Blob_TorAnomaly",
                [COLUMN_STATUS] = "Resolved",
                [COLUMN_RESOURCE] =
                    "/subscriptions/22222222-2222-2222-2222-222222222222/"
                    "resourceGroups/RG-Data/providers/Microsoft.Storage/"
                    "storageAccounts/stpayments",
                [COLUMN_ENTITY] = "stpayments",
                [COLUMN_TACTIC] = "InitialAccess",
                [COLUMN_PRODUCT] = "StorageAccounts",
                [COLUMN_SOURCE] = "file",
                [COLUMN_CLOSING] = "Benign"},
    [BARE] = {[COLUMN_TITLE] = "Odd"},
    [ADVICE] = {[COLUMN_TITLE] = "MFA should be enabled",
                [COLUMN_TYPE] = "151e82c5-5341-a74b-1eb0-bc38d2c84bb5",
                [COLUMN_STATUS] = "Unhealthy",
                [COLUMN_RESOURCE] =
                    "/subscriptions/11111111-1111-1111-1111-111111111111",
                [COLUMN_SOURCE] = "defender-assessments"},
    [CONTROL] = {[COLUMN_TITLE] = "Use a firewall",
                 [COLUMN_STATUS] = "Failed",
                 [COLUMN_RESOURCE] =
                     "/subscriptions/11111111-1111-1111-1111-111111111111",
                 [COLUMN_SOURCE] = "defender-compliance"},
};

static const char *const bodies[PART_COUNT] = {
    [ALERT] = "{\"AlertDisplayName\":\"Suspicious process executed\","
              "\"SystemAlertId\":\"2518_one\",\"VendorName\":\"Microsoft\","
              "\"ProductName\":\"Azure Security Center\","
              "\"StartTimeUtc\":\"2026-03-05T10:55:00.1234567Z\","
              "\"EndTimeUtc\":\"0001-01-01T00:00:00Z\","
              "\"Severity\":\"High\",\"Status\":\"New\","
              "\"Description\":\"powershell.exe ran with -enc on vm-web-01\","
              "\"CorrelationKey\":null,\"ConfidenceScore\":\"0.75\","
              "\"Techniques\":[\"T1059\",\"T1059.001\"],\"Nothing\":[],"
              "\"ExtendedProperties\":{\"Attacker IP\":\"203.0.113.7\","
              "\"PID\":944,\"Parent PID\":\"0944\",\"Domain Joined\":\"True\","
              "\"Ran For\":\"00:02:30\",\"Empty\":\"\",\"Ratio\":0.5,"
              "\"Elevated\":true,\"Path\":\"C:\\\\temp\\\\a.exe\","
              "\"nested\":{\"deep\":[{\"x\":1},{\"x\":2}]},"
              "\"Alert Severity\":\"Medium\"},"
              "\"Entities\":["
              "{\"$id\":\"1\",\"Type\":\"ip\",\"Address\":\"203.0.113.7\","
              "\"Location\":{\"CountryCode\":\"NL\"}},"
              "{\"$id\":\"2\",\"Type\":\"ip\",\"Address\":\"10.1.2.3\"},"
              "{\"$id\":\"3\",\"Type\":\"host\",\"HostName\":\"vm-web-01\","
              "\"OSFamily\":\"Linux\",\"AzureID\":\"" VM_ID "\"},"
              "{\"$id\":\"4\",\"Type\":\"account\",\"Name\":\"eve\","
              "\"UPNSuffix\":\"contoso.example\",\"Host\":{\"$ref\":\"3\"}}],"
              "\"ResourceIdentifiers\":[{\"Type\":\"AzureResource\","
              "\"AzureResourceId\":\"" VM_ID "\"}]}",
    [SAMPLE] = "{\"SystemAlertId\":\"2518_two\",\"Severity\":\"Low\"}",
    [BARE] = "{\"SystemAlertId\":\"2518_three\"}",
    [ADVICE] = "{\"id\":\"/a\",\"name\":\"151e82c5\","
               "\"type\":\"Microsoft.Security/assessments\",\"properties\":{"
               "\"displayName\":\"MFA should be enabled\","
               "\"status\":{\"code\":\"Unhealthy\",\"cause\":\"N/A\"},"
               "\"metadata\":{\"severity\":\"Medium\"}}}",
    [CONTROL] = "{\"id\":\"/b\",\"name\":\"1.1\",\"properties\":{"
                "\"state\":\"Failed\",\"passedResources\":3,"
                "\"failedResources\":\"12\"}}",
};

static bool stage_watchlist(void *of, struct str name, struct arena *arena,
                            const struct str **texts, size_t *n)
{
    static const struct str crown[] = {
        {.at = "stpayments", .len = 10},
        {.at = "vm-web-01", .len = 9},
        {.at = "10.1.2.3", .len = 8},
    };

    static const struct str nets[] = {
        {.at = "10.1.0.0/16", .len = 11},
        {.at = "192.0.2.9", .len = 9},
        {.at = "10.0.0.0/8", .len = 10},
    };

    (void)arena;
    (void)of;
    if (str_eq(name, STR("nets"))) {
        *texts = nets;
        *n = 3;
        return true;
    }
    *texts = crown;
    *n = str_eq(name, STR("crown")) ? 3 : 0;
    return *n > 0 || str_eq(name, STR("empty"));
}

static const char **stage_watchlists(void *of, struct arena *arena, size_t *n)
{
    static const char *names[] = {"nets", "crown", "empty"};

    (void)of;
    (void)arena;
    *n = 3;
    return names;
}

void stage_init(struct stage *stage)
{
    struct err err;

    *stage = (struct stage){.env = {.now = STAGE_NOW,
                                    .watchlist = stage_watchlist,
                                    .watchlists = stage_watchlists}};
    for (int i = 0; i < PART_COUNT; i++) {
        struct event *event = &stage->events[i];

        *event = events[i];
        event->key = str_of(keys[i]);
        for (int c = 0; c < EVENT_COLUMN_N; c++)
            event->column[c] = str_of(columns[i][c]);
        if (!json_parse(str_of(bodies[i]), &stage->bodies[i], &err))
            die("%s", err.text);
        query_subject_init(&stage->subjects[i], event, stage->bodies[i]);
    }
}

void stage_done(struct stage *stage)
{
    for (int i = 0; i < PART_COUNT; i++) {
        query_subject_done(&stage->subjects[i]);
        json_free(stage->bodies[i]);
    }
}

static const struct json *fetch(void *of, const struct event *event)
{
    struct stage *stage = of;

    stage->fetched++;
    return stage->bodies[event->row - 1];
}

void stage_lazy(struct stage *stage, enum part part)
{
    struct query_subject *subject = &stage->subjects[part];

    query_subject_done(subject);
    query_subject_init(subject, &stage->events[part], NULL);
    subject->fetch = fetch;
    subject->of = stage;
    stage->fetched = 0;
}
