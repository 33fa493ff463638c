/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/alias.h"

/* Every row of the table is found by its name, in any case. */
static void test_found(void **state)
{
    static const struct {
        const char *name;
        const char *canonical;
    } rows[] = {
        {"id", NULL},
        {"Name", NULL},
        {"TYPE", NULL},
        {"properties", NULL},
        {"tags", NULL},
        {"systemAlertId", "SystemAlertId"},
        {"alertDisplayName", "AlertDisplayName"},
        {"DisplayName", "AlertDisplayName"},
        {"AlertName", "AlertDisplayName"},
        {"alertType", "AlertType"},
        {"status", "Status"},
        {"severity", "Severity"},
        {"AlertSeverity", "Severity"},
        {"timeGenerated", "TimeGenerated"},
        {"timeGeneratedUtc", "TimeGenerated"},
        {"startTimeUtc", "StartTimeUtc"},
        {"StartTime", "StartTimeUtc"},
        {"endTimeUtc", "EndTimeUtc"},
        {"EndTime", "EndTimeUtc"},
        {"processingEndTime", "ProcessingEndTime"},
        {"processingEndTimeUtc", "ProcessingEndTime"},
        {"azureResourceId", "AzureResourceId"},
        {"ResourceId", "AzureResourceId"},
        {"azureResourceSubscriptionId", "AzureResourceSubscriptionId"},
        {"resourceIdentifiers", "ResourceIdentifiers"},
        {"entities", "Entities"},
        {"compromisedEntity", "CompromisedEntity"},
        {"intent", "Intent"},
        {"Tactics", "Intent"},
        {"productComponentName", "ProductComponentName"},
        {"productName", "ProductName"},
        {"ProviderName", "ProviderName"},
        {"description", "Description"},
        {"isIncident", "IsIncident"},
        {"alertUri", "AlertUri"},
        {"AlertLink", "AlertUri"},
        {"extendedProperties", "ExtendedProperties"},
        {"workspaceSubscriptionId", "WorkspaceSubscriptionId"},
        {"workspaceId", "WorkspaceId"},
        {"workspaceResourceGroup", "WorkspaceResourceGroup"},
        {"agentId", "AgentId"},
        {"vendorName", "VendorName"},
        {"providerAlertStatus", "ProviderAlertStatus"},
        {"confidenceLevel", "ConfidenceLevel"},
        {"confidenceScore", "ConfidenceScore"},
        {"confidenceReasons", "ConfidenceReasons"},
        {"correlationKey", "CorrelationKey"},
        {"extendedLinks", "ExtendedLinks"},
        {"remediationSteps", "RemediationSteps"},
        {"version", "Version"},
        {"associatedResource", "AssociatedResource"},
        {"techniques", "Techniques"},
        {"subTechniques", "SubTechniques"},
        {"supportingEvidence", "SupportingEvidence"},
        {"resourceDetails", NULL},
        {"metadata", NULL},
        {"risk", NULL},
        {"state", NULL},
        {"assessmentEventDataEnrichment", NULL},
        {"securityEventDataEnrichment", NULL},
        {"subAssessmentEventDataEnrichment", NULL},
        {"eventName", NULL},
        {"eventTimestamp", NULL},
        {"category", NULL},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const struct alias *alias = alias_find(str_of(rows[i].name));

        if (!alias)
            fail_msg("%s is not found", rows[i].name);
        assert_true(str_eq_fold(str_of(alias->name), str_of(rows[i].name)));
        if (rows[i].canonical)
            assert_string_equal(alias->canonical, rows[i].canonical);
        else
            assert_null(alias->canonical);
    }
}

static void test_unknown(void **state)
{
    static const char *const rows[] = {
        "",
        "i",
        "idd",
        "ie",
        "statuz",
        "systemalertix",
        "sYstemalerti\xc4",
        "kind",
        "additionalData",
        "Status ",
        "displaynama",
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        assert_null(alias_find(str_of(rows[i])));
}

static void test_claims(void **state)
{
    static const struct {
        struct {
            const char *name;
            bool inside, blank;
        } a, b;
        bool second;
    } rows[] = {
        {{"AlertName", 0, 0}, {"DisplayName", 0, 0}, true},
        {{"DisplayName", 0, 0}, {"AlertName", 0, 0}, false},
        {{"severity", 0, 0}, {"Severity", 0, 0}, true},
        {{"severity", 0, 0}, {"SEVERITY", 0, 0}, false},
        {{"severity", 0, 0}, {"severity", 0, 0}, true},
        {{"Severity", 0, 0}, {"severity", 1, 0}, true},
        {{"severity", 1, 0}, {"Severity", 0, 0}, false},
        {{"id", 0, 0}, {"id", 1, 0}, false},
        {{"id", 1, 0}, {"Id", 0, 0}, true},
        {{"Severity", 0, 1}, {"AlertSeverity", 0, 0}, true},
        {{"AlertSeverity", 0, 0}, {"Severity", 0, 1}, false},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct claim a = {.name = str_of(rows[i].a.name),
                          .inside = rows[i].a.inside,
                          .blank = rows[i].a.blank};
        struct claim b = {.name = str_of(rows[i].b.name),
                          .inside = rows[i].b.inside,
                          .blank = rows[i].b.blank};

        a.alias = alias_find(a.name);
        b.alias = alias_find(b.name);
        if (claim_second_wins(&a, &b) != rows[i].second)
            fail_msg("row %zu", i);
    }
}

static void test_alert_name(void **state)
{
    static const struct {
        const char *id;
        const char *name;
    } rows[] = {
        {"/subscriptions/s/providers/Microsoft.Security/locations/l/alerts/N",
         "N"},
        {"/subscriptions/s/resourceGroups/g/providers/microsoft.security/"
         "Locations/l/ALERTS/N/events/N/ticks/1",
         "N"},
        {"/subscriptions/s/resourceGroups/alerts/providers/Microsoft.Web/"
         "sites/alerts",
         ""},
        {"/subscriptions/s/providers/Microsoft.Security/assessments/a", ""},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++)
        assert_str(alert_name_of(str_of(rows[i].id)), rows[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_claims),
        cmocka_unit_test(test_alert_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
