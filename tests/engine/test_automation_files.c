/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "engine/query.h"
#include "engine/rule_test.h"
#include "tests/engine/exchange.h"

#define HUB                                                                    \
    "/subscriptions/" SUB                                                      \
    "/resourceGroups/rg/providers/Microsoft.EventHub/namespaces/ns/"           \
    "eventhubs/hub/authorizationRules/send"

#define API1 "api/2019-01-01-preview/"
#define API2 "api/2023-12-01-preview/"
#define EXPORT                                                                 \
    "'resourceGroupName':'rg','resourceGroupLocation':'westeurope',"           \
    "'exportedDataTypes':"
#define ALL_TYPES                                                              \
    "['Security recommendations','Security alerts','Overall secure score',"    \
    "'Secure score controls','Regulatory compliance','Overall secure score - " \
    "snapshot','Secure score controls - snapshot','Regulatory compliance - "   \
    "snapshot','Security recommendations - snapshot','Security findings - "    \
    "snapshot']"
/* Every published automation, with parameters that leave nothing out. */
static const struct {
    const char *file;
    const char *part; /* of the file; "" = the whole */
    const char *given;
    size_t automations;
    size_t rules;
    size_t held; /* rules that cannot be switched on */
} files[] = {
    {API1 "GetAutomationResourceGroup_example.json", "responses.200.body", "",
     1, 1, 0},
    {API1 "GetAutomationsResourceGroup_example.json", "responses.200.body", "",
     1, 1, 0},
    {API1 "GetAutomationsSubscription_example.json", "responses.200.body", "",
     1, 1, 0},
    {API1 "PutAutomationAllAssessments_example.json", "responses.200.body", "",
     1, 1, 0},
    {API1 "PutAutomationAllAssessments_example.json", "responses.201.body", "",
     1, 1, 0},
    {API1 "PutAutomationAllAssessments_example.json", "parameters.Automation",
     "", 1, 1, 0},
    {API1 "PutAutomationHighSeverityAssessments_example.json",
     "responses.200.body", "", 1, 1, 0},
    {API1 "PutAutomationHighSeverityAssessments_example.json",
     "responses.201.body", "", 1, 1, 0},
    {API1 "PutAutomationHighSeverityAssessments_example.json",
     "parameters.Automation", "", 1, 1, 0},
    {API1 "PutDisableAutomation_example.json", "responses.200.body", "", 1, 1,
     0},
    {API1 "PutDisableAutomation_example.json", "responses.201.body", "", 1, 1,
     0},
    {API1 "PutDisableAutomation_example.json", "parameters.Automation", "", 1,
     1, 0},
    {API1 "ValidateAutomation_example.json", "parameters.Automation", "", 1, 1,
     0},
    {API2 "GetAutomationResourceGroup_example.json", "responses.200.body", "",
     1, 1, 0},
    {API2 "GetAutomationsResourceGroup_example.json", "responses.200.body", "",
     1, 1, 0},
    {API2 "GetAutomationsSubscription_example.json", "responses.200.body", "",
     1, 1, 0},
    {API2 "PatchAutomation_example.json", "parameters.Automation", "", 1, 1, 0},
    {API2 "PatchAutomation_example.json", "responses.200.body", "", 1, 1, 0},
    {API2 "PutAutomationAllAssessments_example.json", "responses.200.body", "",
     1, 1, 0},
    {API2 "PutAutomationAllAssessments_example.json", "responses.201.body", "",
     1, 1, 0},
    {API2 "PutAutomationAllAssessments_example.json", "parameters.Automation",
     "", 1, 1, 0},
    {API2 "PutAutomationHighSeverityAssessments_example.json",
     "responses.200.body", "", 1, 1, 0},
    {API2 "PutAutomationHighSeverityAssessments_example.json",
     "responses.201.body", "", 1, 1, 0},
    {API2 "PutAutomationHighSeverityAssessments_example.json",
     "parameters.Automation", "", 1, 1, 0},
    {API2 "PutDisableAutomation_example.json", "responses.200.body", "", 1, 1,
     0},
    {API2 "PutDisableAutomation_example.json", "responses.201.body", "", 1, 1,
     0},
    {API2 "PutDisableAutomation_example.json", "parameters.Automation", "", 1,
     1, 0},
    {API2 "ValidateAutomation_example.json", "parameters.Automation", "", 1, 1,
     0},
    {"policy/ASC_WorkflowAutomationAzureSecurityCenterAlerts_DINE.json", "",
     FLOW "'logicAppTrigger':'Manual (Incoming HTTP request)'", 1, 1, 0},
    {"policy/ASC_WorkflowAutomationAzureSecurityCenterAlerts_DINE.json", "",
     FLOW "'alertName':'brute','alertSeverities':['High'],"
          "'logicAppTrigger':'Manual (Incoming HTTP request)'",
     1, 1, 0},
    {"policy/ASC_WorkflowAutomationASCRecommendations_DINE.json", "",
     FLOW "'logicAppTrigger':'Manual (Incoming HTTP request)'", 1, 1, 0},
    {"policy/ASC_WorkflowAutomationASCRecommendations_DINE.json", "",
     FLOW NAMES ",'logicAppTrigger':'Manual (Incoming HTTP request)'", 1, 1, 0},
    {"policy/ASC_WorkflowAutomationASCRegulatoryCompliance_DINE.json", "",
     FLOW "'logicAppTrigger':'Manual (Incoming HTTP request)'", 1, 1, 0},
    {"policy/ASC_WorkflowAutomationASCRegulatoryCompliance_DINE.json", "",
     FLOW "'regulatoryComplianceControlStates':['Failed','Skipped'],"
          "'logicAppTrigger':'Manual (Incoming HTTP request)'",
     1, 1, 0},
    {"policy/ASC_WorkflowAutomationASCRegulatoryCompliance_DINE.json", "",
     FLOW "'regulatoryComplianceControlStates':['Failed','Skipped'],"
          "'regulatoryComplianceStandards':['PCI','ISO'],"
          "'logicAppTrigger':'Manual (Incoming HTTP request)'",
     1, 1, 0},
    {"policy/ASC_ExportToEventHubAsTrustedService_DINE.json", "",
     EXPORT ALL_TYPES ",'eventHubDetails':'" HUB "'", 1, 11, 4},
    {"policy/ASC_ExportToEventHubAsTrustedService_DINE.json", "",
     EXPORT ALL_TYPES "," NAMES ",'secureScoreControlsNames':['c'],"
                      "'eventHubDetails':'" HUB "'",
     1, 11, 4},
    {"template/export-eventhub.json", "",
     EXPORT "['Security recommendations','Security alerts'],"
            "'eventHubNamespaceResourceId':'/subscriptions/x','eventHubName':"
            "'h','eventHubSendPolicyName':'p'",
     1, 2, 0},
    {"template/export-workspace.json", "",
     EXPORT "['Security recommendations','Security alerts'],"
            "'workspaceResourceId':'/subscriptions/x'",
     1, 2, 0},
    {"template/export-filtered-eventhub.json", "",
     EXPORT ALL_TYPES ",'eventHubDetails':'" HUB "'", 1, 11, 4},
    {"template/export-filtered-workspace.json", "",
     EXPORT ALL_TYPES ",'workspaceResourceId':'/subscriptions/x'", 1, 11, 4},
    {"template/blocksqlbruteforceattack.json", "", "", 1, 1, 0},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

/* As the store keeps it. */
static struct rule *through_json(const struct rule *rule)
{
    struct json *json = rule_to_json(rule);
    struct rule *copy = NULL;
    struct err err = {0};

    if (!rule_from_json(json, &copy, &err))
        fail_msg("%s", err.text);
    json_free(json);
    return copy;
}

/* The same after a template of it has been made and read. */
static void check_template(const struct json *resource,
                           const struct rule *const *rules)
{
    struct json *template = automation_template(&resource, rules, 1);
    struct automation_reading again;
    struct json *out;

    exchange_read(template, "", &again);
    out = write_back((const struct rule *const *)again.rules, again.n_rules);
    assert_same(json_get(out, "properties"), json_get(resource, "properties"),
                "template");
    json_free(out);
    automation_reading_done(&again);
    json_free(template);
}

static size_t check_file(size_t i)
{
    struct json *json = exchange_load(files[i].file, files[i].part);
    struct query_env env = {.now = 1};
    struct automation_reading reading;
    const struct rule **rules;
    size_t held = 0;
    struct json *out;

    exchange_read(json, files[i].given, &reading);
    assert_int_equal(reading.n_automations, files[i].automations);
    assert_int_equal(reading.n_rules, files[i].rules);
    rules = arena_array(reading.arena, reading.n_rules, sizeof(*rules));
    for (size_t k = 0; k < reading.n_rules; k++) {
        struct err err = {0};

        rules[k] = through_json(reading.rules[k]);
        held += !str_empty(rule_held(rules[k]));
        if (!rule_check(rules[k], &err) || !rule_compiles(rules[k], &env, &err))
            fail_msg("%s: %s", files[i].file, err.text);
        assert_true(automation_same(rules[0], rules[k]));
    }
    assert_int_equal(held, files[i].held);
    out = write_back(rules, reading.n_rules);
    assert_same(out, json_get(rules[0]->azure, "resource"), files[i].file);
    json_free(out);
    out = write_back(rules, 1);
    assert_same(out, json_get(rules[0]->azure, "resource"), files[i].file);
    check_template(out, rules);
    json_free(out);
    for (size_t k = 0; k < reading.n_rules; k++)
        rule_free((struct rule *)(uintptr_t)rules[k]);
    automation_reading_done(&reading);
    json_free(json);
    return files[i].automations;
}

static void test_round_trip(void **state)
{
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < N(files); i++)
        n += check_file(i);
    assert_true(n >= N(files));
}

/* A resource that is given stays what was published. */
static void test_plain_kept(void **state)
{
    struct json *json = exchange_load(
        API2 "GetAutomationResourceGroup_example.json", "responses.200.body");
    struct automation_reading reading;

    (void)state;
    exchange_read(json, "", &reading);
    assert_same(json_get(reading.rules[0]->azure, "resource"), json, "kept");
    automation_reading_done(&reading);
    json_free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_plain_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
