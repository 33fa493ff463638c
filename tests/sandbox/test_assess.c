/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recommendations, and the compliance that rests on them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--scenario", "none", NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

#define V     "?api-version=2021-06-01"
#define P     "?api-version=2019-01-01-preview"
#define PORTS "bc303248-3d14-44c2-96a0-55f5c326b5fe"
#define EDR   "3bcd234d-c9c7-c2a2-89e0-c01f419c1a8a"
#define STD   SUB SEC "/regulatoryComplianceStandards"
#define CTL   STD "/PCI-DSS-3.2/regulatoryComplianceControls"
#define ITEM  "/regulatoryComplianceAssessments"

static void reads(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", VM SEC "/assessments/" PORTS V, NULL, 200,
         "properties.status.code", "Unhealthy"},
        {"GET", VM SEC "/assessments/" PORTS V, NULL, 200,
         "properties.resourceDetails.id", VM},
        {"GET", VM SEC "/assessments/" PORTS V, NULL, 200,
         "properties.metadata.severity", ""},
        {"GET", VM SEC "/assessments/" PORTS V "&$expand=metadata", NULL, 200,
         "properties.metadata.severity", "High"},
        {"GET", SUB SEC "/assessments" V "&$expand=metadata", NULL, 200,
         "value.0.properties.metadata.assessmentType", "BuiltIn"},
        {"GET",
         "/providers/Microsoft.Management/managementGroups/all" SEC
         "/assessments" V,
         NULL, 200, "value.0.name", PORTS},
        {"GET", VM SEC "/assessments" V, NULL, 200, "value.0.name", PORTS},
        {"GET", VM SEC "/assessments/none" V, NULL, 404, "error.code",
         "ResourceNotFound"},
        {"GET", SEC "/assessmentMetadata" V, NULL, 200, "value.0.name", PORTS},
        {"GET", SUB SEC "/assessmentMetadata/" PORTS V, NULL, 200,
         "properties.severity", "High"},
        {"GET", SEC "/assessmentMetadata/none" V, NULL, 404, NULL, NULL},
        {"GET", SUB SEC "/subAssessments" P, NULL, 200,
         "value.0.properties.status.code", "Unhealthy"},
        {"GET", DEV SEC "/subAssessments" P, NULL, 200, "value.0.name", ""},
        {"GET", SUB SEC "/assessments/none/subAssessments" P, NULL, 200,
         "value.0.name", ""},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void findings(void **state)
{
    char id[512];

    (void)state;
    ask_do(&ask, "GET", SUB SEC "/subAssessments" P, NULL);
    snprintf(id, sizeof(id), "%s" P, ask_text(&ask, "value.0.id"));
    assert_int_equal(ask_do(&ask, "GET", id, NULL), 200);
    *strrchr(id, '/') = '\0';
    strcat(id, P);
    assert_int_equal(ask_do(&ask, "GET", id, NULL), 200);
    assert_string_not_equal(ask_text(&ask, "value.0.properties.id"), "");
}

static void changes(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", CTL "/5.1" P, NULL, 200, "properties.state", "Passed"},
        {"POST", "/_sandbox/state",
         "{\"do\":\"assessment\",\"resource\":\"vm-web-01\",\"assessment\":"
         "\"" EDR "\",\"code\":\"Unhealthy\"}",
         200, NULL, NULL},
        {"GET", VM SEC "/assessments/" EDR V, NULL, 200,
         "properties.status.code", "Unhealthy"},
        {"GET", CTL "/5.1" P, NULL, 200, "properties.state", "Failed"},
        {"GET", CTL "/5.1" ITEM "/" EDR P, NULL, 200,
         "properties.failedResources", "1"},
        {"POST", "/_sandbox/state",
         "{\"do\":\"assessment\",\"resource\":\"vm-web-01\",\"assessment\":"
         "\"" EDR "\",\"code\":\"NotApplicable\"}",
         200, NULL, NULL},
        {"GET", VM SEC "/assessments/" EDR V, NULL, 200,
         "properties.status.cause", "OffByPolicy"},
        {"GET", CTL "/5.1" ITEM "/" EDR P, NULL, 200,
         "properties.skippedResources", "2"},
        {"POST", "/_sandbox/state",
         "{\"do\":\"assessment\",\"resource\":\"vm-web-01\",\"assessment\":"
         "\"none\",\"code\":\"Healthy\"}",
         400, NULL, NULL},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void compliance(void **state)
{
    static const struct ask_row rows[] = {
        {"GET", STD P, NULL, 200, "value.0.name", "PCI-DSS-3.2"},
        {"GET", STD P "&$filter=state eq 'Passed'", NULL, 200, "value.0.name",
         ""},
        {"GET", STD "/iso-27001" P, NULL, 200, "properties.state", "Failed"},
        {"GET", STD "/none" P, NULL, 404, "error.code", "ResourceNotFound"},
        {"GET", CTL P, NULL, 200, "value.0.name", "1.2"},
        {"GET", CTL P "&$filter=properties/state eq 'Unsupported'", NULL, 200,
         "value.0.name", "12.10"},
        {"GET", CTL "/none" P, NULL, 404, NULL, NULL},
        {"GET", STD "/none/regulatoryComplianceControls" P, NULL, 404, NULL,
         NULL},
        {"GET", CTL "/1.2" ITEM P, NULL, 200, "value.0.name", PORTS},
        {"GET", CTL "/none" ITEM P, NULL, 404, NULL, NULL},
        {"GET", CTL "/1.2" ITEM "/none" P, NULL, 404, NULL, NULL},
        {"GET", CTL "/12.10" ITEM P, NULL, 200,
         "value.0.properties.assessmentType", "Manual"},
    };

    (void)state;
    ASK_ROWS(&ask, rows);
}

static void declared(void **state)
{
    char body[512], name[64];

    (void)state;
    ask_do(&ask, "GET", CTL "/12.10" ITEM P, NULL);
    snprintf(name, sizeof(name), "%s", ask_text(&ask, "value.0.name"));
    snprintf(body, sizeof(body),
             "{\"do\":\"compliance\",\"subscription\":"
             "\"7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f\",\"standard\":"
             "\"PCI-DSS-3.2\",\"control\":\"12.10\",\"assessment\":\"%s\","
             "\"state\":\"Failed\"}",
             name);
    assert_int_equal(ask_do(&ask, "POST", "/_sandbox/state", body), 200);
    ask_do(&ask, "GET", CTL "/12.10" P, NULL);
    assert_string_equal(ask_text(&ask, "properties.state"), "Failed");
    assert_string_equal(ask_text(&ask, "properties.failedAssessments"), "1");
    ask_do(&ask, "GET",
           DEV SEC "/regulatoryComplianceStandards/PCI-DSS-3.2/"
                   "regulatoryComplianceControls/12.10" P,
           NULL);
    assert_string_equal(ask_text(&ask, "properties.state"), "Unsupported");
    assert_int_equal(ask_do(&ask, "POST", "/_sandbox/state",
                            "{\"do\":\"compliance\",\"state\":\"Odd\"}"),
                     400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),    cmocka_unit_test(findings),
        cmocka_unit_test(changes),  cmocka_unit_test(compliance),
        cmocka_unit_test(declared),
    };

    return cmocka_run_group_tests(tests, open_ask, close_ask);
}
