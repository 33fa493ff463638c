/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "model/limits.h"
#include "tests/engine/stage.h"
#include "util/when.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static struct stage stage;

static int setup(void **state)
{
    (void)state;
    stage_init(&stage);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    stage_done(&stage);
    return 0;
}

struct row {
    const char *query;
    const char *parts; /* those it holds for, of the letters below */
};
/* a: the alert, s: the sample alert, b: the bare one, r: the recommendation,
 * c: the compliance assessment. */
static const char letters[] = "asbrc";

static const struct row text_rows[] = {
    {"", "asbrc"},
    {"   ", "asbrc"},
    {"AlertDisplayName == 'Suspicious process executed'", "a"},
    {"AlertDisplayName == 'suspicious process executed'", ""},
    {"AlertDisplayName =~ 'suspicious process executed'", "a"},
    {"AlertDisplayName != 'Odd'", "asrc"},
    {"AlertDisplayName !~ 'ODD'", "asrc"},
    {"AlertDisplayName !~ 'suspicious process executed'", "sbrc"},
    {"alertdisplayname == 'Odd'", "b"},
    {"AlertName == 'Odd'", "b"},
    {"DisplayName == 'Odd'", "b"},
    {"Title == \"Odd\"", "b"},
    {"AlertDisplayName contains 'PROCESS'", "a"},
    {"AlertDisplayName contains_cs 'PROCESS'", ""},
    {"AlertDisplayName contains_cs 'process'", "a"},
    {"AlertDisplayName !contains 'e'", "b"},
    {"AlertDisplayName !contains_cs 'S'", "brc"},
    {"AlertDisplayName contains ''", "asbrc"},
    {"AlertDisplayName has 'tor'", "s"},
    {"AlertDisplayName has 'to'", ""},
    {"AlertDisplayName has 'sample alert'", "s"},
    {"AlertDisplayName has '[SAMPLE ALERT]'", "s"},
    {"AlertDisplayName has_cs 'tor'", ""},
    {"AlertDisplayName has_cs 'Tor'", "s"},
    {"AlertDisplayName !has 'tor'", "abrc"},
    {"AlertDisplayName !has_cs 'tor'", "asbrc"},
    {"AlertDisplayName has_any ('tor', 'firewall', 'nothing')", "sc"},
    {"AlertType has 'VM'", "a"},
    {"AlertType has 'Suspicious'", ""},
    {"AlertType startswith 'vm_'", "a"},
    {"AlertType startswith_cs 'vm_'", ""},
    {"AlertType startswith_cs 'VM_'", "a"},
    {"AlertType !startswith 'vm_'", "sr"},
    {"AlertType !startswith_cs 'vm_'", "asr"},
    {"AlertType endswith 'PROCESS'", "a"},
    {"AlertType endswith_cs 'PROCESS'", ""},
    {"AlertType endswith_cs 'Process'", "a"},
    {"AlertType !endswith 'process'", "sr"},
    {"AlertType !endswith_cs 'PROCESS'", "asr"},
    {"AlertType matches regex '^VM_.*s$'", "a"},
    {"AlertType matches regex 'blob_'", ""},
    {"AlertType matches regex @'Blob_[A-Z]'", "s"},
    {"AlertDisplayName matches regex '(?i)TOR|odd'", "sb"},
    {"AlertType in ('VM_SuspiciousProcess', 'x')", "a"},
    {"AlertType in ('vm_suspiciousprocess')", ""},
    {"AlertType in~ ('vm_suspiciousprocess')", "a"},
    {"AlertType !in ('VM_SuspiciousProcess')", "sr"},
    {"AlertType !in~ ('vm_suspiciousprocess', 'STORAGE.BLOB_TORANOMALY')", "r"},
    {"AlertType in ('1','2','3','4','5','6','7','VM_SuspiciousProcess')", "a"},
    {"AlertType in~ ('1','2','3','4','5','6','7','vm_SUSPICIOUSProcess')", "a"},
    {"AlertType !in ('1','2','3','4','5','6','7','VM_SuspiciousProcess')",
     "sr"},
    {"AlertType between ('A' .. 'T')", "s"},
    {"AlertType > 'T'", "a"},
    {"AlertType <= 'Storage.Blob_TorAnomaly'", "sr"},
    {"isempty(Owner)", "sbrc"},
    {"isnotempty(Owner)", "a"},
    {"isnull(Owner)", "sbrc"},
    {"isnotnull(Owner)", "a"},
    {"Owner == ''", ""},
    {"Owner != 'mara'", ""},
    {"Owner != 'jo'", "a"},
    {"not(Owner == 'mara')", "sbrc"},
    {"'Odd' == AlertDisplayName", "b"},
    {"CompromisedEntity in (watchlist('crown'))", "as"},
    {"CompromisedEntity in watchlist('crown')", "as"},
    {"CompromisedEntity !in (watchlist('crown'))", ""},
    {"AlertType !in (watchlist('crown'))", "asr"},
    {"CompromisedEntity in~ (watchlist('crown'), 'x')", "as"},
    {"CompromisedEntity in (watchlist('empty'))", ""},
    {"CompromisedEntity has_any (watchlist('crown'))", "as"},
};

static const struct row column_rows[] = {
    {"Status == 'Active'", "a"},
    {"Status == 'New'", "a"},
    {"Status == 'new'", ""},
    {"Status =~ 'new'", "a"},
    {"Status != 'New'", "src"},
    {"Status in ('New', 'Resolved')", "as"},
    {"Status == 'active'", ""},
    {"Status =~ 'active'", "a"},
    {"Status contains 'healthy'", "r"},
    {"RecommendationState == 'Unhealthy'", "r"},
    {"Source == 'file'", "s"},
    {"Owner == 'mara'", "a"},
    {"Closing == 'Benign'", "s"},
    {"Classification == 'Benign'", "s"},
    {"Tag == 'vip'", "a"},
    {"Tags == 'shop'", "a"},
    {"Tag == 'vip shop'", ""},
    {"Tag != 'vip'", ""},
    {"Tag != 'other'", "a"},
    {"Intent == 'Execution'", "a"},
    {"Intent == 'LateralMovement'", "a"},
    {"Tactics has 'lateralmovement'", "a"},
    {"Tactics !has 'Execution'", "s"},
    {"Tactics != 'Execution'", "s"},
    {"Tactics !in ('Execution', 'InitialAccess')", ""},
    {"ProductComponentName == 'Servers'", "a"},
    {"ResourceId has 'virtualMachines'", "a"},
    {"ResourceName == 'vm-web-01'", "a"},
    {"ResourceGroup == 'RG-SHOP'", ""},
    {"ResourceGroup =~ 'RG-SHOP'", "a"},
    {"ResourceGroup != 'x'", "as"},
    {"ResourceType =~ 'microsoft.compute/virtualmachines'", "a"},
    {"ResourceType startswith 'Microsoft.Storage'", "s"},
    {"SubscriptionId startswith '1111'", "arc"},
    {"SubscriptionId == '22222222-2222-2222-2222-222222222222'", "s"},
    {"isempty(ResourceName)", "b"},
    {"Severity == 'High'", "a"},
    {"Severity == 'high'", "a"},
    {"Severity =~ 'HIGH'", "a"},
    {"AlertSeverity == 'High'", "a"},
    {"Severity != 'High'", "sr"},
    {"Severity >= 'Medium'", "ar"},
    {"Severity > 'Medium'", "a"},
    {"Severity < 'High'", "sr"},
    {"Severity <= 'Low'", "s"},
    {"Severity between ('Low' .. 'Medium')", "sr"},
    {"Severity in ('Low', 'High')", "as"},
    {"Severity !in ('Low', 'High')", "r"},
    {"Severity contains 'i'", "ar"},
    {"Severity startswith 'me'", "r"},
    {"Severity matches regex '^(H|L)'", "as"},
    {"isempty(Severity)", "bc"},
    {"isnotempty(Severity)", "asr"},
    {"not(Severity >= 'Medium')", "sbc"},
    {"'Medium' <= Severity", "ar"},
    {"Kind == 'alert'", "asb"},
    {"Kind != 'alert'", "rc"},
    {"Kind in ('compliance', 'recommendation')", "rc"},
    {"Kind startswith 'comp'", "c"},
    {"Auto == 'waiting'", "a"},
    {"Auto != 'none'", "a"},
    {"Acknowledged", "a"},
    {"not(Acknowledged)", "sbrc"},
    {"Acknowledged == true", "a"},
    {"Acknowledged == false", "sbrc"},
    {"Acknowledged != true", "sbrc"},
    {"Acknowledged > ago(5m)", "a"},
    {"Acknowledged < ago(5m)", ""},
    {"isempty(Acknowledged)", "sbrc"},
    {"Sample", "s"},
    {"Sample == false", "abrc"},
    {"Sample == true and Kind == 'alert'", "s"},
    {"Snapshot", "c"},
    {"IsSnapshot == true", "c"},
    {"IsIncident", ""},
    {"TimeGenerated > ago(2h)", "arc"},
    {"TimeGenerated > ago(30m)", "rc"},
    {"TimeGenerated < ago(1d)", "s"},
    {"TimeGenerated >= datetime(2026-03-05T11:00:00Z)", "arc"},
    {"TimeGenerated == datetime('2026-03-05 11:00:00')", "a"},
    {"TimeGenerated > '2026-03-05'", "arc"},
    {"TimeGenerated between (ago(3d) .. ago(1d))", "s"},
    {"TimeGenerated between (datetime(2026-03-03) .. 1d)", "s"},
    {"TimeGenerated > now() - 2h", "arc"},
    {"TimeGenerated > now(-2h)", "arc"},
    {"TimeGenerated > now() - 1h - 60m", "arc"},
    {"TimeGenerated > ago(1day)", "arc"},
    {"TimeGenerated > ago(24h)", "arc"},
    {"TimeGenerated > ago(90m)", "arc"},
    {"TimeGenerated != ago(1h)", "src"},
    {"ago(2h) < TimeGenerated", "arc"},
    {"isempty(TimeGenerated)", "b"},
    {"isnotempty(TimeGenerated)", "asrc"},
};

static const struct row body_rows[] = {
    {"ExtendedProperties[\"Attacker IP\"] == '203.0.113.7'", "a"},
    {"ExtendedProperties['Attacker IP'] startswith '203.'", "a"},
    {"extendedproperties['attacker ip'] =~ '203.0.113.7'", "a"},
    {"ExtendedProperties.PID == 944", "a"},
    {"ExtendedProperties.PID == '944'", "a"},
    {"ExtendedProperties.PID > 900 and ExtendedProperties.PID <= 944", "a"},
    {"ExtendedProperties.PID between (900 .. 1000)", "a"},
    {"ExtendedProperties.PID contains 44", "a"},
    {"ExtendedProperties['Parent PID'] == 944", "a"},
    {"ExtendedProperties['Parent PID'] == '944'", ""},
    {"ExtendedProperties.Ratio < 0.75", "a"},
    {"ExtendedProperties.Ratio == 0.5", "a"},
    {"ExtendedProperties.Ratio == -0.5", ""},
    {"ConfidenceScore >= 0.7", "a"},
    {"ExtendedProperties['Domain Joined'] == true", "a"},
    {"ExtendedProperties['Domain Joined'] == false", ""},
    {"ExtendedProperties.Elevated == true", "a"},
    {"ExtendedProperties.Elevated != false", "a"},
    {"ExtendedProperties['Ran For'] > 2m", "a"},
    {"ExtendedProperties['Ran For'] < 150s", ""},
    {"ExtendedProperties['Ran For'] == timespan(00:02:30)", "a"},
    {"ExtendedProperties.Empty == ''", "a"},
    {"isempty(ExtendedProperties.Empty)", "asbrc"},
    {"isempty(ExtendedProperties.nested)", "sbrc"},
    {"isempty($.Nothing)", "asbrc"},
    {"isempty(CorrelationKey)", "asbrc"},
    {"isnotempty(ExtendedProperties)", "a"},
    {"ExtendedProperties.nested.deep.x == 2", "a"},
    {"ExtendedProperties.nested.deep[0].x == 2", ""},
    {"ExtendedProperties.nested.deep[1].x == 2", "a"},
    {"ExtendedProperties.nested.deep[*].x == 1", "a"},
    {"ExtendedProperties.nested.deep[].x != 1", ""},
    {"ExtendedProperties.nested.deep.x != 3", "a"},
    {"ExtendedProperties.nested.deep == 1", ""},
    {"ExtendedProperties.nested != 1", ""},
    {"ExtendedProperties.Path == @'C:\\temp\\a.exe'", "a"},
    {"ExtendedProperties.Path == 'C:\\\\temp\\\\a.exe'", "a"},
    {"ExtendedProperties['Alert Severity'] >= 'Low'", "a"},
    {"ExtendedProperties['Alert Severity'] > 'Medium'", ""},
    {"ExtendedProperties contains 'attacker'", "a"},
    {"ExtendedProperties has '203.0.113.7'", "a"},
    {"ExtendedProperties !has '203.0.113.8'", "a"},
    {"ExtendedProperties startswith '2'", ""},
    {"Entities has '10.1.2.3'", "a"},
    {"Entities[1].Address == '10.1.2.3'", "a"},
    {"Entities.Address == '10.1.2.3'", "a"},
    {"Techniques == 'T1059'", "a"},
    {"Techniques has 'T1059.001'", "a"},
    {"Techniques != 'T1059'", ""},
    {"Techniques != 'T1000'", "a"},
    {"Techniques in ('T1059.001')", "a"},
    {"Techniques[1] == 'T1059.001'", "a"},
    {"Techniques[9] == 'T1059.001'", ""},
    {"StartTimeUtc > datetime(2026-03-05T10:00:00Z)", "a"},
    {"StartTime > ago(2h)", "a"},
    {"EndTime > ago(2h)", ""},
    {"EndTime <= ago(2h)", ""},
    {"ProviderName == 'Azure Security Center'", "a"},
    {"ProductName has 'security'", "a"},
    {"VendorName == 'Microsoft'", "a"},
    {"SystemAlertId endswith '_one'", "a"},
    {"Description contains \"-enc\"", "a"},
    {"Description has 'powershell'", "a"},
    {"properties.status.code == 'Unhealthy'", "r"},
    {"$.properties.status.code =~ 'unhealthy'", "r"},
    {"properties.metadata.severity == 'Medium'", "r"},
    {"properties.metadata.severity >= 'Low'", "r"},
    {"properties.metadata.severity > 'Medium'", ""},
    {"properties.state == 'Failed'", "c"},
    {"properties.failedResources > 10", "c"},
    {"properties.failedResources > 12.5", ""},
    {"properties.passedResources == 3", "c"},
    {"properties.state > 10", ""},
    {"properties.state != 10", ""},
    {"$.name == '1.1'", "c"},
    {"$['name'] == '1.1'", "c"},
    {"$ contains 'contoso.example'", "a"},
    {"CorrelationKey == 'x'", ""},
    {"CorrelationKey != 'x'", ""},
    {"$.NoSuchThing != 'x'", ""},
    {"entity.ip == '10.1.2.3'", "a"},
    {"entity.ip != '10.1.2.3'", ""},
    {"entity.ip != '10.1.2.4'", "a"},
    {"entity.ip in (watchlist('crown'))", "a"},
    {"entity.ip in (watchlist('nets'))", "a"},
    {"entity.ip in~ watchlist('nets')", "a"},
    {"entity.ip !in (watchlist('nets'))", ""},
    {"entity.ip in ('10.0.0.0/8')", ""},
    {"entity.host in (watchlist('nets'))", ""},
    {"entity.ip.Address == '203.0.113.7'", "a"},
    {"entity.ip.Location.CountryCode == 'NL'", "a"},
    {"entity.host.OSFamily =~ 'linux'", "a"},
    {"isnotempty(entity.account)", "a"},
    {"entity.account.Name == 'eve'", "a"},
    {"isempty(entity.azure-resource)", "asbrc"},
    {"ipv4_is_in_range(entity.ip, '10.0.0.0/8')", "a"},
    {"ipv4_is_in_range(entity.ip, '192.168.0.0/16')", ""},
    {"ipv4_is_in_range(ExtendedProperties[\"Attacker IP\"], '203.0.113.0/24')",
     "a"},
    {"ipv4_is_in_range(Description, '0.0.0.0/0')", ""},
    {"tostring(ExtendedProperties['Attacker IP']) == '203.0.113.7'", "a"},
    {"toint(ExtendedProperties.PID) >= 944", "a"},
    {"parse_json(ExtendedProperties)['Attacker IP'] has '203'", "a"},
    {"parse_json(tostring(ExtendedProperties)).PID == 944", "a"},
    {"todatetime(StartTimeUtc) > todatetime('2026-03-05T10:00:00Z')", "a"},
};

static const struct row joined_rows[] = {
    {"Severity == 'High' and Kind == 'alert'", "a"},
    {"Severity == 'High' or Kind == 'compliance'", "ac"},
    {"Kind == 'alert' and Severity == 'High' or Kind == 'compliance'", "ac"},
    {"Kind == 'compliance' or Kind == 'alert' and Severity == 'High'", "ac"},
    {"(Kind == 'compliance' or Kind == 'alert') and isempty(Severity)", "bc"},
    {"not(Kind == 'alert' or Kind == 'compliance')", "r"},
    {"not(not(Kind == 'alert'))", "asb"},
    {"Kind == 'alert' AND Severity =~ 'high'", "a"},
    {"Kind == 'alert' and not (Sample)", "ab"},
    {"((((Sample))))", "s"},
    {"SecurityAlert | where Severity >= 'Low'", "as"},
    {"SecurityAlert | where Severity >= 'Low' | where AlertName has 'tor'",
     "s"},
    {"SecurityAlert\n| where Severity == 'High' // loud ones\n"
     "| where TimeGenerated > ago(1d);",
     "a"},
    {"SecurityAlert | where Status == 'New' or Status == 'Resolved'"
     " | where ProductName == 'Azure Security Center'",
     "a"},
    {"SecurityRecommendation | where RecommendationState == 'Unhealthy'", "r"},
    {"SecurityRegulatoryCompliance | where Status == 'Failed'", "c"},
    {"SigninLogs | where Severity == 'High'", "a"},
    {"where Severity == 'High'", "a"},
    {"Severity >= 'Low' | where Kind == 'recommendation'", "r"},
    {"| where Severity == 'High'", "a"},
    {"SecurityAlert | where Sample or Severity == 'High'", "as"},
    {"ExtendedProperties.PID == 944 or Kind == 'compliance'", "ac"},
    {"not(ExtendedProperties.PID == 944)", "sbrc"},
};

static const struct row search_rows[] = {
    {"process", "a"},
    {"PROCESS", "a"},
    {"'suspicious process'", "a"},
    {"\"tor exit\"", "s"},
    {"vm-web-01", "a"},
    {"stpay", "s"},
    {"rg-shop", ""},
    {"lateral", "a"},
    {"mara", "a"},
    {"servers", "a"},
    {"unhealthy", "r"},
    {"powershell", ""},
    {"odd or mfa", "br"},
    {"tor and Severity == 'Low'", "s"},
    {"not(tor)", "abrc"},
    {"firewall and not(Acknowledged)", "c"},
    {"01", "a"},
    {"web-01", "a"},
    {"exit*", ""},
    {"process.", ""},
    {"'Severity'", ""},
};

static void ask_rows(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct query *query = NULL;
        struct err err;
        char got[PART_COUNT + 1] = "";

        if (!query_compile(str_of(rows[i].query), &stage.env, &query, &err))
            fail_msg("%s: %s", rows[i].query, err.text);
        for (size_t part = 0; part < PART_COUNT; part++) {
            if (query_ask(query, &stage.subjects[part]))
                got[strlen(got)] = letters[part];
        }
        if (strcmp(got, rows[i].parts))
            fail_msg("%s: holds for \"%s\", not \"%s\"", rows[i].query, got,
                     rows[i].parts);
        query_free(query);
    }
}

static void test_texts(void **state)
{
    (void)state;
    ask_rows(text_rows, ITEMS(text_rows));
}

static void test_columns(void **state)
{
    (void)state;
    ask_rows(column_rows, ITEMS(column_rows));
}

static void test_bodies(void **state)
{
    (void)state;
    ask_rows(body_rows, ITEMS(body_rows));
}

static void test_joined(void **state)
{
    (void)state;
    ask_rows(joined_rows, ITEMS(joined_rows));
}

static void test_searches(void **state)
{
    (void)state;
    ask_rows(search_rows, ITEMS(search_rows));
}

/* A column at a time, 64 rows at a time, says the same as one by one. */
static void combine_rows(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct query *query;
        const struct probe *const *probes;
        uint64_t leaf[64] = {0};
        uint64_t open, columns, all, want = 0;
        struct err err;
        size_t count;

        assert_true(
            query_compile(str_of(rows[i].query), &stage.env, &query, &err));
        count = query_probes(query, &probes);
        for (size_t p = 0; p < count; p++) {
            for (size_t part = 0; part < PART_COUNT; part++) {
                uint64_t yes =
                    probe_ask(probes[p], &stage.subjects[part]) == ANSWER_YES;

                leaf[p] |= yes << part;
            }
        }
        for (size_t part = 0; part < PART_COUNT; part++)
            want |= (uint64_t)query_ask(query, &stage.subjects[part]) << part;
        all = query_combine(query, leaf) & ((1u << PART_COUNT) - 1);
        columns = query_combine_open(query, leaf, &open);
        assert_int_equal(all, want);
        assert_int_equal(columns & open, 0);
        assert_int_equal(columns & ~query_combine(query, leaf), 0);
        assert_int_equal(want & ~(columns | open), 0);
        if (!query_needs_body(query))
            assert_int_equal(open, 0);
        query_free(query);
    }
}

static void test_combine(void **state)
{
    (void)state;
    combine_rows(text_rows, ITEMS(text_rows));
    combine_rows(column_rows, ITEMS(column_rows));
    combine_rows(body_rows, ITEMS(body_rows));
    combine_rows(joined_rows, ITEMS(joined_rows));
    combine_rows(search_rows, ITEMS(search_rows));
}

static void test_body_only_when_open(void **state)
{
    static const struct {
        const char *query;
        unsigned fetched;
        bool needs;
    } rows[] = {
        {"Severity == 'High'", 0, false},
        {"Severity == 'Low' and entity.ip == 'x'", 0, true},
        {"Severity == 'High' and entity.ip == 'x'", 1, true},
        {"Severity == 'High' or entity.ip == 'x'", 0, true},
        {"not(Severity == 'High' or entity.ip == 'x')", 0, true},
        {"not(Severity == 'High' and entity.ip == 'x')", 1, true},
        {"entity.ip == 'x' or Description has 'y'", 1, true},
    };

    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct query *query;
        struct err err;

        stage_lazy(&stage, ALERT);
        assert_true(
            query_compile(str_of(rows[i].query), &stage.env, &query, &err));
        assert_int_equal(query_needs_body(query), rows[i].needs);
        query_ask(query, &stage.subjects[ALERT]);
        if (stage.fetched != rows[i].fetched)
            fail_msg("%s: fetched %u times", rows[i].query, stage.fetched);
        query_free(query);
    }
}

static void test_no_body(void **state)
{
    struct query_subject subject;
    struct query *query;
    struct err err;

    (void)state;
    query_subject_init(&subject, &stage.events[ALERT], NULL);
    assert_true(query_compile(STR("entity.ip == 'x' or isempty($.x)"),
                              &stage.env, &query, &err));
    assert_true(query_ask(query, &subject));
    query_free(query);
    query_subject_done(&subject);
}

static void test_moves(void **state)
{
    struct query *query;
    struct err err;

    (void)state;
    assert_true(query_compile(STR("TimeGenerated > ago(2h)"), &stage.env,
                              &query, &err));
    assert_true(query_moves(query));
    assert_true(query_ask(query, &stage.subjects[ALERT]));
    query_at(query, STAGE_NOW + 2 * WHEN_HOUR);
    assert_false(query_ask(query, &stage.subjects[ALERT]));
    query_at(query, STAGE_NOW);
    assert_true(query_ask(query, &stage.subjects[ALERT]));
    assert_string_equal(query_text(query).at, "TimeGenerated > ago(2h)");
    query_free(query);
    assert_true(query_compile(STR("TimeGenerated > datetime(2026-01-01)"),
                              &stage.env, &query, &err));
    assert_false(query_moves(query));
    query_free(query);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_joined),
        cmocka_unit_test(test_searches),
        cmocka_unit_test(test_combine),
        cmocka_unit_test(test_body_only_when_open),
        cmocka_unit_test(test_no_body),
        cmocka_unit_test(test_moves),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
