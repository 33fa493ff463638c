/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "model/spelling.h"

static void test_names(void **state)
{
    static const struct {
        const char *name, *pascal, *camel;
    } rows[] = {
        {"address", "Address", NULL},
        {"AzureID", "AzureID", NULL},
        {"azureid", "AzureID", NULL},
        {"omsAgentID", "OMSAgentID", NULL},
        {"ntDomain", "NTDomain", NULL},
        {"iotHub", "IoTHub", NULL},
        {"ipAdresses", "IpAdresses", NULL},
        {"aadId", "AadId", NULL},
        {"workspaceId", "WorkspaceId", "workspaceId"},
        {"WorkspaceSubscriptionId", "WorkspaceSubscriptionId", NULL},
        {"Properties", NULL, "properties"},
        {"ID", NULL, "id"},
        {"Code", NULL, "code"},
        {"AssessmentEventDataEnrichment", NULL,
         "assessmentEventDataEnrichment"},
        {"Action", NULL, "action"},
        {"Name", "Name", "name"},
        {"$id", NULL, NULL},
        {"$ref", NULL, NULL},
        {"", NULL, NULL},
        {"zzz", NULL, NULL},
        {"User name", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        const char *pascal = spelling_pascal(str_of(rows[i].name));
        const char *camel = spelling_camel(str_of(rows[i].name));

        assert_str(str_of(pascal), rows[i].pascal ? rows[i].pascal : "");
        assert_str(str_of(camel), rows[i].camel ? rows[i].camel : "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
