/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interface of Microsoft.Security/alerts, 2022-01-01 (FACTS 4). */
#include <stdio.h>

#include "sandbox/alert_wish.h"
#include "sandbox/alerts.h"
#include "sandbox/armid.h"
#include "sandbox/estate.h"
#include "sandbox/handlers.h"
#include "sandbox/ops.h"
#include "sandbox/page.h"
#include "sandbox/sandbox.h"

/* Is the alert with this id in what the path asks for? */
static bool asked_for(struct str id, struct str path)
{
    static const char *const labels[] = {"subscriptions", "resourceGroups",
                                         "locations"};

    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        struct str want = armid_part(path, str_of(labels[i]));

        if (!str_empty(want) &&
            !str_eq_fold(want, armid_part(id, str_of(labels[i]))))
            return false;
    }
    return true;
}

/* The token is the last name of the page before: an alert that arrives
 * between two pages shifts nothing. */
static void list_get(struct sandbox *sandbox, struct call *call)
{
    struct alerts_each each =
        alerts_each(sandbox->alerts, call_argument(call, "$skiptoken"));
    const char *last = NULL;
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    page_begin(&page, sandbox, call);
    page.skip = 0;
    while (alerts_next(&each)) {
        if (!asked_for(each.id, call->path))
            continue;
        if (!page_add(&page, each.text))
            break;
        last = each.name.at;
    }
    page_end(&page, last);
}

/* Answers 404 itself, and is false, when the alert is not there. */
static bool find(struct sandbox *sandbox, struct call *call, struct str *id,
                 struct str *text)
{
    struct str name = armid_part(call->path, STR("alerts"));

    *text = alerts_find(sandbox->alerts, name, id);
    if (!str_empty(*text) && asked_for(*id, call->path))
        return true;
    call_fail(call, 404, "ResourceNotFound", "The alert '%.*s' was not found.",
              STR_ARG(name));
    return false;
}

static void alert_get(struct sandbox *sandbox, struct call *call)
{
    struct str id, text;

    if (find(sandbox, call, &id, &text))
        call_answer_text(call, 200, text);
}

static void status_set(struct sandbox *sandbox, struct str id,
                       const char *status)
{
    struct json *patch = json_new_object(), *properties = json_new_object();

    json_set_text(properties, "status", status);
    json_set_take(patch, "properties", properties);
    alerts_merge(sandbox->alerts, id, patch);
    json_free(patch);
}

static void status_post(struct sandbox *sandbox, struct call *call)
{
    static const struct {
        const char *action, *status;
    } states[] = {
        {"dismiss", "Dismissed"},
        {"resolve", "Resolved"},
        {"activate", "Active"},
        {"inProgress", "InProgress"},
    };
    struct str action = armid_name(call->path), id, text;

    if (!find(sandbox, call, &id, &text))
        return;
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (str_eq_fold(action, str_of(states[i].action))) {
            status_set(sandbox, id, states[i].status);
            call_answer(call, 204);
            return;
        }
    }
    call_fail(call, 404, "NotFound", "An alert has no action '%.*s'.",
              STR_ARG(action));
}

static void simulate_post(struct sandbox *sandbox, struct call *call)
{
    struct str subscription = armid_part(call->path, STR("subscriptions"));
    const struct json *properties;
    struct json *body;

    if (!estate_check(sandbox, call) || !call_object(call, &body))
        return;
    properties = json_find(body, STR("properties"));
    if (json_length(json_find(properties, STR("bundles"))) == 0) {
        call_fail(call, 400, "InvalidRequestContent",
                  "The request names no bundles.");
        json_free(body);
        return;
    }
    ops_start_take(sandbox, call, armid_parent(call->path), NULL);
    for (struct json_each e = json_each(json_find(properties, STR("bundles")));
         json_next(&e);) {
        if (!alert_sample(sandbox, subscription, json_text(e.value),
                          call->now)) {
            call->replies = 0;
            call_fail(call, 400, "InvalidRequestContent",
                      "There is no bundle '%.*s'.",
                      STR_ARG(json_text(e.value)));
            break;
        }
    }
    json_free(body);
}

static void locations_get(struct sandbox *sandbox, struct call *call)
{
    struct str subscription = call->arg[0];
    const char *home = estate_home(sandbox->estate, subscription);
    char text[512];
    struct page page;

    if (!estate_check(sandbox, call))
        return;
    snprintf(text, sizeof(text),
             "{\"id\":\"/subscriptions/%.*s/providers/Microsoft.Security/"
             "locations/%s\",\"name\":\"%s\",\"type\":"
             "\"Microsoft.Security/locations\",\"properties\":"
             "{\"homeRegionName\":\"%s\"}}",
             STR_ARG(subscription), home, home, home);
    page_begin(&page, sandbox, call);
    page_add(&page, str_of(text));
    page_end(&page, NULL);
}

#define SUB    "/subscriptions/{}/providers/Microsoft.Security"
#define GROUP  "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Security"
#define REGION "/locations/{}/alerts"

static const struct route rows[] = {
    {"GET", SUB "/alerts", SERVICE_ARM, list_get},
    {"GET", GROUP "/alerts", SERVICE_ARM, list_get},
    {"GET", SUB REGION, SERVICE_ARM, list_get},
    {"GET", GROUP REGION, SERVICE_ARM, list_get},
    {"GET", SUB REGION "/{}", SERVICE_ARM, alert_get},
    {"GET", GROUP REGION "/{}", SERVICE_ARM, alert_get},
    {"POST", SUB REGION "/default/simulate", SERVICE_ARM, simulate_post},
    {"POST", SUB REGION "/{}/{}", SERVICE_ARM, status_post},
    {"POST", GROUP REGION "/{}/{}", SERVICE_ARM, status_post},
    {"GET", SUB "/locations", SERVICE_ARM, locations_get},
};

const struct route_table alerts_routes = ROUTE_TABLE(rows);
