/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alert.c - an alert with a number of its own, so that it is seen when it is
 * there.
 */
#include <stdio.h>
#include <string.h>

#include "source.h"
#include "util/when.h"

#define GROUP                                                                  \
    "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/"      \
    "rg-bench"
#define STEP                                                                   \
    "\"Ask the owner of the resource whether this was expected, note who "     \
    "answered, and when; if it was not, cut the resource off from everything " \
    "else, by a network security group that denies all in both directions.\""
#define STEPS 10

void alert_title(char out[64], int number)
{
    snprintf(out, 64, "Bench alert %06d", number);
}

/* The time makes it another one in each run. */
static void put_head(char out[ALERT_SIZE], int number)
{
    char when[WHEN_TEXT_SIZE];
    char title[64];
    char id[80];

    when_iso(when_now(), when);
    alert_title(title, number);
    snprintf(id, sizeof(id), "%018lld_%08d-0000-4000-8000-%012d",
             (long long)when_now(), number, number);
    snprintf(out, ALERT_SIZE,
             "{\"id\":\"" GROUP "/providers/Microsoft.Security/locations/"
             "westeurope/alerts/%s\",\"name\":\"%s\","
             "\"type\":\"Microsoft.Security/Locations/alerts\","
             "\"properties\":{\"version\":\"2022-01-01.0\","
             "\"alertType\":\"VM_Bench\",\"systemAlertId\":\"%s\","
             "\"productComponentName\":\"Servers\","
             "\"alertDisplayName\":\"%s\",\"severity\":\"High\","
             "\"intent\":\"Execution\",\"status\":\"Active\","
             "\"vendorName\":\"Microsoft\",\"timeGeneratedUtc\":\"%s\","
             "\"startTimeUtc\":\"%s\",\"endTimeUtc\":\"%s\","
             "\"resourceIdentifiers\":[{\"type\":\"AzureResource\","
             "\"azureResourceId\":\"" GROUP "/providers/Microsoft.Compute/"
             "virtualMachines/vm-bench-%03d\"}],\"remediationSteps\":[",
             id, id, id, title, when, when, when, number % 500);
}

void alert_write(char out[ALERT_SIZE], int number)
{
    size_t len;

    put_head(out, number);
    for (int i = 0; i < STEPS; i++) {
        len = strlen(out);
        snprintf(out + len, ALERT_SIZE - len, "%s" STEP, i > 0 ? "," : "");
    }
    len = strlen(out);
    snprintf(out + len, ALERT_SIZE - len,
             "],\"entities\":[{\"$id\":\"1\",\"hostName\":\"vm-bench-%03d\","
             "\"type\":\"host\"}]}}",
             number % 500);
}
