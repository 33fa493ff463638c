/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <stdlib.h>

#include "model/limits.h"

#define ALERT "\"SystemAlertId\":\"s\""

static void test_kinds(void **state)
{
    static const struct {
        const char *text;
        const char *key;
    } rows[] = {
        {"{" ALERT "}", "alert:s"},
        {"{\"SYSTEMALERTID\":\"ABC_Def\"}", "alert:abc_def"},
        {"{\"\\u0053ystemAlertId\":\"s\"}", "alert:s"},
        {"{\"properties\":{\"systemAlertId\":\"S\"}}", "alert:s"},
        {"{\"properties\":\"{\\\"systemAlertId\\\":\\\"S\\\"}\"}", "alert:s"},
        {"{\"systemAlertId\":5}", "alert:5"},
        {"{\"id\":\"/subscriptions/s/providers/Microsoft.Security/locations/l/"
         "alerts/N\",\"type\":\"Microsoft.Security/Locations/alerts\"}",
         "alert:n"},
        {"{\"id\":\"/subscriptions/s/providers/Microsoft.Security/locations/l/"
         "alerts/N\"}",
         "alert:n"},
        {"{\"id\":\"/A\",\"type\":\"microsoft.security/ASSESSMENTS\"}",
         "recommendation:/a"},
        {"{\"Id\":\"/A\",\"Type\":\"Microsoft.Security/assessments/"
         "subAssessments\"}",
         "recommendation:/a"},
        {"{\"id\":\"/subscriptions/s/providers/Microsoft.Security/assessments/"
         "A\"}",
         "recommendation:/subscriptions/s/providers/microsoft.security/"
         "assessments/a"},
        {"{\"id\":\"/C\",\"type\":\"Microsoft.Security/"
         "regulatoryComplianceAssessment\"}",
         "compliance:/c"},
        {"{\"id\":\"/C\",\"type\":\"Microsoft.Security/"
         "regulatoryComplianceStandards/regulatoryComplianceControls/"
         "regulatoryComplianceAssessments\"}",
         "compliance:/c"},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct event event;
        struct err err;

        if (!read_text(rows[i].text, arena, &event, &err))
            fail_msg("%s: %s", rows[i].text, err.text);
        assert_str(event.key, rows[i].key);
        assert_str(event.column[COLUMN_SOURCE], "test");
        assert_str(event.raw, rows[i].text);
        assert_int_equal(event.arrived, 1000);
    }
    arena_free(arena);
}

static void test_refused(void **state)
{
    static const struct {
        const char *text;
        const char *says;
    } rows[] = {
        {"{}", "no alert"},
        {"[]", "array"},
        {"{\"type\":\"SecurityAlert\"}", "SystemAlertId"},
        {"{\"type\":\"Microsoft.Security/secureScores\",\"id\":\"x\"}",
         "secure score"},
        {"{\"type\":\"Microsoft.Security/secureScores/secureScoreControls\"}",
         "secure score"},
        {"{\"type\":\"microsoft.security/attackPaths\"}", "attack path"},
        {"{\"type\":\"Microsoft.Security/automations\"}", "automation"},
        {"{\"type\":\"Microsoft.Security/alertsSuppressionRules\"}",
         "suppression rule"},
        {"{\"type\":\"Microsoft.Security/assessmentMetadata\"}", "metadata"},
        {"{\"id\":\"/providers/Microsoft.Security/assessmentMetadata/x\"}",
         "metadata"},
        {"{\"type\":\"Microsoft.Compute/virtualMachines\"}",
         "Microsoft.Compute/virtualMachines"},
        {"{\"type\":\"Microsoft.Security/assessments\"}", "without an id"},
        {"{\"type\":\"Microsoft.Security/regulatoryComplianceControl\"}",
         "without an id"},
        {"{\"eventName\":{\"value\":\"x\"},\"category\":{\"value\":"
         "\"Administrative\"},\"id\":\"/subscriptions/s/providers/"
         "Microsoft.Security/locations/l/alerts/N/events/1/ticks/2\"}",
         "no alert"},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct event event = {.row = 9};
        struct err err;

        assert_false(read_text(rows[i].text, arena, &event, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_has(err.text, rows[i].says);
        assert_int_equal(event.row, 9);
    }
    arena_free(arena);
}

static void test_flags(void **state)
{
    static const struct {
        const char *text;
        unsigned flags;
    } rows[] = {
        {"{" ALERT "}", 0},
        {"{" ALERT ",\"securityEventDataEnrichment\":{\"action\":\"Delete\"}}",
         EVENT_DELETED},
        {"{" ALERT ",\"AssessmentEventDataEnrichment\":{\"Action\":\"delete\","
         "\"IsSnapshot\":true}}",
         EVENT_DELETED | EVENT_SNAPSHOT},
        {"{" ALERT ",\"assessmentEventDataEnrichment\":{\"action\":\"Write\"},"
         "\"securityEventDataEnrichment\":{\"isSnapshot\":\"True\"}}",
         EVENT_SNAPSHOT},
        {"{" ALERT ",\"SubAssessmentEventDataEnrichment\":{\"Action\":"
         "\"Insert\",\"IsSnapshot\":false}}",
         0},
        {"{" ALERT ",\"extendedProperties\":{\"riposte\":\"run 1\"}}",
         EVENT_OURS},
        {"{" ALERT ",\"extendedProperties\":{\"x\":\"riposte\"}}", 0},
        {"{" ALERT ",\"ExtendedProperties\":\"{\\\"riposte\\\":1}\"}",
         EVENT_OURS},
        {"{" ALERT ",\"tags\":{\"riposte\":\"1\"}}", EVENT_OURS},
        {"{" ALERT ",\"tags\":null}", 0},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        struct event event;
        struct err err;

        assert_true(read_text(rows[i].text, arena, &event, &err));
        if (event.flags != rows[i].flags)
            fail_msg("row %zu: %x", i, event.flags);
    }
    arena_free(arena);
}

static void test_bounds(void **state)
{
    struct arena *arena = arena_new();
    struct event event;
    struct err err;
    struct buf text;

    (void)state;
    buf_init(&text);
    buf_text(&text, "{" ALERT ",\"alertDisplayName\":\"");
    while (text.len < LIMIT_COLUMN + 100)
        buf_text(&text, "\xc3\xa9");
    buf_text(&text, "\"}");
    assert_true(read_text(text.at, arena, &event, &err));
    assert_true(event.column[COLUMN_TITLE].len <= LIMIT_COLUMN);
    assert_true(event.column[COLUMN_TITLE].len > LIMIT_COLUMN - 4);
    assert_int_equal(event.column[COLUMN_TITLE].len % 2, 0);

    buf_clear(&text);
    buf_text(&text, "{\"systemAlertId\":\"");
    while (text.len < LIMIT_COLUMN + 100)
        buf_char(&text, 'x');
    buf_text(&text, "\"}");
    assert_false(read_text(text.at, arena, &event, &err));
    assert_has(err.text, "longer");

    buf_cut(&text, text.len - 2);
    while (text.len < LIMIT_BODY)
        buf_char(&text, 'x');
    buf_text(&text, "\"}");
    assert_false(read_text(text.at, arena, &event, &err));
    assert_has(err.text, "1048576");
    buf_done(&text);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
