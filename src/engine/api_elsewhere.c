/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_elsewhere.c - connectors that are known, and that nobody here carries
 * out, or not all of: a playbook that uses one can be gone through, and no
 * more.
 */
#include "engine/api.h"
#include "util/text.h"

static const char person[] =
    N_("it acts as the person who has signed in to the connection");
static const char protocol[] = N_("its protocol is none that riposte speaks");
static const char identity[] = N_("riposte has no identity for its service");
static const char inside[] =
    N_("the service behind it answers to Logic Apps alone");
static const char unknown[] = N_("riposte has no request for its operations");

static const struct {
    const char *name; /* that of the managed API */
    const char *why;
} elsewhere[] = {
    {"azuredatalake", identity},
    {"azuredatafactory", unknown},
    {"azureeventgrid", identity},
    {"azureeventgridpublish", identity},
    {"azurefile", identity},
    {"azurequeues", identity},
    {"azuresentinel", unknown},
    {"bitlyip", identity},
    {"cloudappsecurity", identity},
    {"cognitiveservicestextanalytics", identity},
    {"commondataservice", person},
    {"commondataserviceforapps", person},
    {"conversionservice", inside},
    {"documentdb", identity},
    {"dynamicscrmonline", person},
    {"eventhubs", identity},
    {"excelonline", person},
    {"excelonlinebusiness", person},
    {"ftp", protocol},
    {"github", identity},
    {"intune", person},
    {"kusto", identity},
    {"microsoftforms", person},
    {"microsoftgraphsecurity", unknown},
    {"mysql", protocol},
    {"office365groups", person},
    {"onedrive", person},
    {"onedriveforbusiness", person},
    {"onenote", person},
    {"oracle", protocol},
    {"pagerduty", identity},
    {"planner", person},
    {"postgresql", protocol},
    {"powerbi", person},
    {"rss", inside},
    {"salesforce", identity},
    {"securitycopilot", identity},
    {"servicebus", identity},
    {"sftp", protocol},
    {"sftpwithssh", protocol},
    {"sharepointonline", person},
    {"sql", protocol},
    {"sqldw", protocol},
    {"todo", person},
    {"trello", identity},
    {"twilio", identity},
    {"virustotal", identity},
    {"zendesk", identity},
};

const char *api_elsewhere(struct str name)
{
    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
        if (str_eq_fold(api_bare(name), str_of(elsewhere[i].name)))
            return _(elsewhere[i].why);
    }
    return NULL;
}
