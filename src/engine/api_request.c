/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_request.c - what a plain request does to the world: by method and
 * address, and by the catalogue of containments.
 */
#include <string.h>

#include "engine/api_entry.h"

#define UNKNOWN ((struct str){.at = "\001", .len = 1})

/* ---- where it goes --------------------------------------------------------*/

static const struct {
    const char *host; /* the end of it */
    enum audience audience;
} hosts[] = {
    {"management.azure.com", AUDIENCE_ARM},
    {"management.usgovcloudapi.net", AUDIENCE_ARM},
    {"management.chinacloudapi.cn", AUDIENCE_ARM},
    {"management.core.windows.net", AUDIENCE_ARM},
    {"management.core.usgovcloudapi.net", AUDIENCE_ARM},
    {"management.core.chinacloudapi.cn", AUDIENCE_ARM},
    {"graph.microsoft.com", AUDIENCE_GRAPH},
    {"graph.microsoft.us", AUDIENCE_GRAPH},
    {"microsoftgraph.chinacloudapi.cn", AUDIENCE_GRAPH},
    {"api.securitycenter.windows.com", AUDIENCE_ENDPOINT},
    {"api.securitycenter.microsoft.com", AUDIENCE_ENDPOINT},
    {"securitycenter.onmicrosoft.com/windowsatpservice", AUDIENCE_ENDPOINT},
    {"securitycenter.microsoft.us", AUDIENCE_ENDPOINT},
    {"vault.azure.net", AUDIENCE_VAULT},
    {"vault.usgovcloudapi.net", AUDIENCE_VAULT},
    {"vault.azure.cn", AUDIENCE_VAULT},
    {"storage.azure.com", AUDIENCE_STORAGE},
    {"core.windows.net", AUDIENCE_STORAGE},
    {"core.usgovcloudapi.net", AUDIENCE_STORAGE},
    {"core.chinacloudapi.cn", AUDIENCE_STORAGE},
    /* As the published templates have it. */
    {"blob.usgovcloudapi.net", AUDIENCE_STORAGE},
    {"service.flow.microsoft.com", AUDIENCE_FLOW},
    {"api.loganalytics.io", AUDIENCE_LOGS},
    {"api.loganalytics.azure.com", AUDIENCE_LOGS},
    {"api.loganalytics.us", AUDIENCE_LOGS},
    {"api.loganalytics.azure.cn", AUDIENCE_LOGS},
    {"api.security.microsoft.com", AUDIENCE_ENDPOINT},
};

/* "https://HOST[:PORT]/…", as far as it is known. */
static struct str host_of(struct str uri, struct str *path)
{
    size_t at = str_find(uri, STR("://"));
    struct str host;
    size_t end = 0;

    *path = uri;
    if (at == STR_NOWHERE)
        return STR_NONE;
    host = str_sub(uri, at + 3, STR_NOWHERE);
    while (end < host.len && host.at[end] != '/' && host.at[end] != '?' &&
           host.at[end] != API_UNKNOWN)
        end++;
    /* What is not known may be behind the host, or in its middle. */
    while (end < host.len && host.at[end] == API_UNKNOWN && end > 0 &&
           (host.at[end - 1] == '.' || host.at[end - 1] == '-'))
        end++;
    *path = str_sub(host, end, STR_NOWHERE);
    if (end < host.len && host.at[end] == '.') {
        size_t slash = str_find_char(*path, '/');

        end += slash == STR_NOWHERE ? path->len : slash;
        *path = str_sub(host, end, STR_NOWHERE);
    }
    return str_sub(host, 0, end);
}

bool api_host_audience(struct str host, enum audience *out)
{
    while (str_ends(host, STR("/")))
        host.len--;
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        if (str_ends_fold(host, str_of(hosts[i].host))) {
            *out = hosts[i].audience;
            return true;
        }
    }
    return false;
}

/* ---- what only reads, what only tells -------------------------------------*/

/* Questions that are asked by POST: how the path ends. */
static const char *const questions[] = {
    "/providers/Microsoft.ResourceGraph/resources",
    "/providers/Microsoft.ChangeAnalysis/resourceChanges",
    "/providers/Microsoft.CostManagement/query",
    "/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults",
    "/providers/Microsoft.PolicyInsights/policyStates/latest/summarize",
    "/api/advancedqueries/run",
    "/api/advancedhunting/run",
    "/v1.0/security/runHuntingQuery",
};

static const char *const tells[] = {
    "hooks.slack.com",      "webhook.office.com", "outlook.office.com",
    "events.pagerduty.com", "api.telegram.org",   "api.opsgenie.com",
};

static bool ends_with_one(struct str text, const char *const *of, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_ends_fold(text, str_of(of[i])))
            return true;
    }
    return false;
}

/* ---- judging --------------------------------------------------------------*/

static enum action_class class_of(const struct api_request *request,
                                  struct str host, struct str path)
{
    if (str_eq_fold(request->method, STR("get")) ||
        str_eq_fold(request->method, STR("head")) ||
        str_eq_fold(request->method, STR("options")))
        return CLASS_READ;
    if (!str_eq_fold(request->method, STR("post")))
        return CLASS_IRREVERSIBLE;
    if (ends_with_one(path, questions,
                      sizeof(questions) / sizeof(questions[0])))
        return CLASS_READ;
    if (ends_with_one(host, tells, sizeof(tells) / sizeof(tells[0])))
        return CLASS_NOTIFY;
    return CLASS_IRREVERSIBLE;
}

struct api_judgement api_request_judge(const struct api_request *request,
                                       bool signs_in,
                                       const struct catalogue *catalogue)
{
    struct api_judgement out = {.known = true};
    struct api_entry entry;
    struct str path;
    struct str host = host_of(request->uri, &path);

    path = str_sub(path, 0, str_find_char(path, '?'));
    out.class = class_of(request, host, path);
    if (signs_in && !api_host_audience(request->audience, &out.audience)) {
        /* Azure signs in to itself where nothing is said. */
        out.known = str_empty(request->audience) ||
                    str_find(request->audience, UNKNOWN) != STR_NOWHERE;
        if (!api_host_audience(host, &out.audience))
            out.audience = AUDIENCE_ARM;
    }
    if (out.class == CLASS_IRREVERSIBLE &&
        api_entry_find(catalogue, request->method, path, request->body, NULL,
                       &entry)) {
        out.class = entry.entry->class;
        out.contain = entry.entry->name;
    }
    return out;
}
