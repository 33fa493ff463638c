/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PagerDuty's Events API, version 2 (FACTS 15). */
#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/tickets.h"

#define DEDUP_MAX   255
#define SUMMARY_MAX 1024

static bool one_of(struct str text, const char *const *names)
{
    while (*names && !str_eq(text, str_of(*names)))
        names++;
    return *names != NULL;
}

static const char *complaint(const struct json *body)
{
    static const char *const verbs[] = {"trigger", "acknowledge", "resolve",
                                        NULL};
    static const char *const grades[] = {"critical", "error", "warning", "info",
                                         NULL};
    const struct json *payload = json_get(body, "payload");
    struct str verb = json_text(json_get(body, "event_action"));
    struct str summary = json_text(json_get(payload, "summary"));

    if (json_text(json_get(body, "routing_key")).len !=
        sizeof(SANDBOX_PAGER_KEY) - 1)
        return "Length of 'routing_key' is incorrect (should be 32 characters)";
    if (!one_of(verb, verbs))
        return "'event_action' is invalid";
    if (json_text(json_get(body, "dedup_key")).len > DEDUP_MAX)
        return "'dedup_key' is too long";
    if (!str_eq(verb, STR("trigger")))
        return NULL;
    if (str_empty(summary) || summary.len > 4 * SUMMARY_MAX)
        return "'payload.summary' is missing or blank";
    if (str_empty(json_text(json_get(payload, "source"))))
        return "'payload.source' is missing or blank";
    return one_of(json_text(json_get(payload, "severity")), grades)
               ? NULL
               : "'payload.severity' is invalid (must be one of the following: "
                 "'critical', 'warning', 'error' or 'info')";
}

static void refuse(struct call *call, const char *wrong)
{
    struct json *body = json_new_object(), *errors = json_new_array();

    json_set_text(body, "status", "invalid event");
    json_set_text(body, "message", "Event object is invalid");
    json_add_take(errors, json_new_text(str_of(wrong)));
    json_set_take(body, "errors", errors);
    call_answer_take(call, 400, body);
}

/* The same key is the same incident. */
static void keep_page(struct sandbox *sandbox, const struct json *body,
                      const char *name)
{
    struct json *pages = sandbox->tickets->pages;
    struct json *page = json_member(pages, name);
    int64_t events = 0;

    if (!page && json_length(pages) == TICKETS_MAX)
        return;
    if (!page) {
        page = json_new_object();
        json_set_take(pages, name, page);
    }
    json_int(json_get(page, "events"), &events);
    json_set_int(page, "events", events + 1);
    json_set_str(page, "state", json_text(json_get(body, "event_action")));
    if (json_get(body, "payload"))
        json_set_take(page, "payload", json_copy(json_get(body, "payload")));
}

static void enqueue_post(struct sandbox *sandbox, struct call *call)
{
    struct json *body, *answer;
    const char *wrong;
    struct str key;

    if (!call_object(call, &body))
        return;
    wrong = complaint(body);
    key = json_text(json_get(body, "dedup_key"));
    if (str_empty(key))
        key = str_of(call->request_id);
    if (wrong) {
        refuse(call, wrong);
    } else {
        keep_page(sandbox, body, arena_str(call->arena, key).at);
        answer = json_new_object();
        json_set_text(answer, "status", "success");
        json_set_text(answer, "message", "Event processed");
        json_set_str(answer, "dedup_key", key);
        call_answer_take(call, 202, answer);
    }
    json_free(body);
}

static const struct route rows[] = {
    {"POST", "/pagerduty/v2/enqueue", SERVICE_PAGERDUTY, enqueue_post},
};

const struct route_table pagerduty_routes = ROUTE_TABLE(rows);
