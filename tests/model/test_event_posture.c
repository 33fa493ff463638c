/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#define SA                                                                     \
    "/subscriptions/a/resourceGroups/g/providers/Microsoft.Storage/"           \
    "storageAccounts/st"
#define REC                                                                    \
    "\"type\":\"Microsoft.Security/assessments\",\"id\":\"" SA                 \
    "/providers/Microsoft.Security/assessments/KEY\",\"name\":\"KEY\""
#define STD                                                                    \
    "/subscriptions/a/providers/Microsoft.Security/"                           \
    "regulatoryComplianceStandards/PCI"

static void test_columns(void **state)
{
    static const struct {
        const char *text;
        enum event_column column;
        const char *want;
    } rows[] = {
        {"{" REC ",\"properties\":{\"displayName\":\"T\"}}", COLUMN_TITLE, "T"},
        {"{" REC ",\"properties\":{\"metadata\":{\"displayName\":\"M\"}}}",
         COLUMN_TITLE, "M"},
        {"{" REC "}", COLUMN_TYPE, "KEY"},
        {"{" REC ",\"properties\":{\"status\":{\"code\":\"unhealthy\"}}}",
         COLUMN_STATUS, "Unhealthy"},
        {"{" REC "}", COLUMN_RESOURCE, SA},
        {"{" REC ",\"properties\":{\"resourceDetails\":{\"Id\":\"/x\"}}}",
         COLUMN_RESOURCE, "/x"},
        {"{" REC ",\"properties\":{\"resourceDetails\":{\"id\":"
         "\"repositories/x\"}}}",
         COLUMN_RESOURCE, SA},
        {"{\"Type\":\"Microsoft.Security/assessments/subAssessments\",\"Id\":"
         "\"" SA "/providers/Microsoft.Security/assessments/KEY/subassessments/"
         "F\",\"Name\":\"F\",\"Properties\":{\"Id\":\"CVE\"}}",
         COLUMN_TYPE, "KEY"},
        {"{\"id\":\"" STD "/regulatoryComplianceControls/1.1/"
         "regulatoryComplianceAssessments/K\",\"name\":\"K\",\"type\":"
         "\"Microsoft.Security/regulatoryComplianceAssessment\","
         "\"properties\":{\"description\":\"D\",\"state\":\"failed\"}}",
         COLUMN_TITLE, "D"},
        {"{\"id\":\"" STD "/regulatoryComplianceControls/1.1\",\"type\":"
         "\"Microsoft.Security/regulatoryComplianceControl\"}",
         COLUMN_TITLE, "PCI 1.1"},
        {"{\"id\":\"" STD "\",\"type\":"
         "\"Microsoft.Security/regulatoryComplianceStandard\",\"properties\":{"
         "\"state\":\"failed\"}}",
         COLUMN_STATUS, "Failed"},
        {"{\"id\":\"" STD "\",\"type\":"
         "\"Microsoft.Security/regulatoryComplianceStandard\"}",
         COLUMN_TITLE, "PCI"},
        {"{\"id\":\"" STD "\",\"type\":"
         "\"Microsoft.Security/regulatoryComplianceStandard\"}",
         COLUMN_PRODUCT, "PCI"},
        {"{\"id\":\"" STD "\",\"type\":"
         "\"Microsoft.Security/regulatoryComplianceStandard\"}",
         COLUMN_RESOURCE, "/subscriptions/a"},
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

static void test_severity(void **state)
{
    static const struct {
        const char *properties;
        enum severity severity;
    } rows[] = {
        {"{}", SEVERITY_NONE},
        {"{\"metadata\":{\"severity\":\"Low\"},\"risk\":{\"level\":"
         "\"Critical\"}}",
         SEVERITY_CRITICAL},
        {"{\"metadata\":{\"severity\":\"Low\"},\"risk\":{\"level\":\"\"}}",
         SEVERITY_LOW},
        {"{\"status\":{\"severity\":\"High\"}}", SEVERITY_HIGH},
        {"{\"metadata\":null,\"status\":{\"Severity\":\"medium\"}}",
         SEVERITY_MEDIUM},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct event event;
        struct err err;
        char *text = arena_printf(arena, "{" REC ",\"properties\":%s}",
                                  rows[i].properties);

        assert_true(read_text(text, arena, &event, &err));
        assert_int_equal(event.severity, rows[i].severity);
    }
    arena_free(arena);
}

static void test_times(void **state)
{
    static const struct {
        const char *properties;
        int64_t time;
    } rows[] = {
        {"{}", 1000},
        {"{\"status\":{\"statusChangeDate\":\"1970-01-01T00:00:02Z\","
         "\"firstEvaluationDate\":\"1970-01-01T00:00:04Z\"},\"timeGenerated\":"
         "\"1970-01-01T00:00:03Z\"}",
         2000},
        {"{\"status\":{\"firstEvaluationDate\":\"1970-01-01T00:00:04Z\"},"
         "\"timeGenerated\":\"1970-01-01T00:00:03Z\"}",
         3000},
        {"{\"status\":{\"firstEvaluationDate\":\"1970-01-01T00:00:04Z\"}}",
         4000},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct event event;
        struct err err;
        char *text = arena_printf(arena, "{" REC ",\"properties\":%s}",
                                  rows[i].properties);

        assert_true(read_text(text, arena, &event, &err));
        assert_int_equal(event.time, rows[i].time);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_severity),
        cmocka_unit_test(test_times),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
