/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jira: Cloud below /jira, Data Center below /jira-server (FACTS 15). */
#include <stdio.h>

#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/tickets.h"
#include "util/utf8.h"
#include "util/when.h"

#define PROJECT       "SEC"
#define SUMMARY_CHARS 255
/* The search does not see what was made a moment ago. */
#define SEARCH_LAG (2 * WHEN_SECOND)

static bool is_cloud(const struct call *call)
{
    return str_starts_fold(call->path, STR("/jira/"));
}

static void refuse_field(struct call *call, const char *field,
                         const char *message)
{
    struct json *body = json_new_object(), *errors = json_new_object();

    json_set_take(body, "errorMessages", json_new_array());
    json_set_text(errors, field, message);
    json_set_take(body, "errors", errors);
    call_answer_take(call, 400, body);
}

static bool check_text(struct call *call, const char *field,
                       const struct json *value)
{
    bool document = str_eq(json_text(json_get(value, "type")), STR("doc")) &&
                    json_type(json_get(value, "content")) == JSON_ARRAY;

    if (!value)
        return true;
    if (is_cloud(call) && !document)
        refuse_field(call, field,
                     "Operation value must be an Atlassian Document (see the "
                     "Atlassian Document Format)");
    else if (!is_cloud(call) && json_type(value) != JSON_TEXT)
        refuse_field(call, field, "Operation value must be a string");
    else
        return true;
    return false;
}

static bool check_labels(struct call *call, const struct json *labels)
{
    for (struct json_each e = json_each(labels); json_next(&e);) {
        if (str_find_char(json_text(e.value), ' ') == STR_NOWHERE)
            continue;
        refuse_field(call, "labels",
                     "The label contains spaces which is invalid.");
        return false;
    }
    return true;
}

static bool check_fields(struct call *call, const struct json *fields)
{
    struct str summary = json_text(json_get(fields, "summary"));

    if (!str_eq(json_text(json_at(fields, STR("project.key"))), STR(PROJECT)))
        refuse_field(call, "project", "valid project is required");
    else if (str_empty(json_text(json_at(fields, STR("issuetype.name")))))
        refuse_field(call, "issuetype", "Specify an issue type");
    else if (str_empty(summary))
        refuse_field(call, "summary",
                     "You must specify a summary of the issue.");
    else if (str_find_char(summary, '\n') != STR_NOWHERE)
        refuse_field(call, "summary",
                     "The summary is invalid because it contains newline "
                     "characters.");
    else if (utf8_length(summary) > SUMMARY_CHARS)
        refuse_field(call, "summary", "Summary can't exceed 255 characters.");
    else
        return check_labels(call, json_get(fields, "labels")) &&
               check_text(call, "description", json_get(fields, "description"));
    return false;
}

static struct json *status_of(const char *name, const char *category)
{
    struct json *out = json_new_object(), *inner = json_new_object();

    json_set_text(out, "name", name);
    json_set_text(inner, "key", category);
    json_set_take(out, "statusCategory", inner);
    return out;
}

static void issue_make(struct sandbox *sandbox, struct call *call,
                       const struct json *given)
{
    struct json *all = sandbox->tickets->issues;
    struct json *issue = json_new_object(), *fields = json_copy(given);
    struct json *body = json_new_object();
    char key[32], id[32];

    snprintf(key, sizeof(key), PROJECT "-%zu", json_length(all) + 1);
    snprintf(id, sizeof(id), "%zu", json_length(all) + 10001);
    json_set_text(issue, "id", id);
    json_set_text(issue, "key", key);
    json_set_int(issue, "at", when_monotonic());
    json_set_take(fields, "status", status_of("To Do", "new"));
    json_set_take(issue, "fields", fields);
    json_set_take(issue, "comments", json_new_array());
    json_set_take(all, key, issue);
    json_set_text(body, "id", id);
    json_set_text(body, "key", key);
    json_set_text(body, "self",
                  arena_printf(call->arena, "%s%.*s/%s", sandbox->base,
                               STR_ARG(call->path), id));
    call_answer_take(call, 201, body);
}

static void issue_post(struct sandbox *sandbox, struct call *call)
{
    struct json *body;

    if (!tickets_admit(call) || !call_object(call, &body))
        return;
    if (json_length(sandbox->tickets->issues) == TICKETS_MAX)
        call_fail(call, 403, "full", "There are too many issues.");
    else if (check_fields(call, json_get(body, "fields")))
        issue_make(sandbox, call, json_get(body, "fields"));
    json_free(body);
}

static struct json *find_issue(struct sandbox *sandbox, struct call *call)
{
    struct json *issue = json_member(sandbox->tickets->issues,
                                     arena_str(call->arena, call->arg[0]).at);

    if (!issue)
        call_fail(call, 404, "missing",
                  "Issue does not exist or you do not have permission to see "
                  "it.");
    return issue;
}

/* As it is answered: without what is the sandbox's own. */
static struct json *shown(const struct json *issue)
{
    struct json *out = json_copy(issue);

    json_remove(out, "at");
    json_remove(out, "comments");
    return out;
}

static void issue_get(struct sandbox *sandbox, struct call *call)
{
    const struct json *issue;

    if (!tickets_admit(call))
        return;
    issue = find_issue(sandbox, call);
    if (issue)
        call_answer_take(call, 200, shown(issue));
}

static void comment_post(struct sandbox *sandbox, struct call *call)
{
    struct json *issue, *body, *answer;

    if (!tickets_admit(call))
        return;
    issue = find_issue(sandbox, call);
    if (!issue || !call_object(call, &body))
        return;
    if (check_text(call, "comment", json_get(body, "body"))) {
        struct json *comments = json_member(issue, "comments");

        json_add_take(comments, json_copy(json_get(body, "body")));
        answer = json_new_object();
        json_set_int(answer, "id", (int64_t)json_length(comments));
        call_answer_take(call, 201, answer);
    }
    json_free(body);
}

/* All of them on one page, the newest first when asked so. */
static void comments_get(struct sandbox *sandbox, struct call *call)
{
    bool newest = str_eq(call_argument(call, "orderBy"), STR("-created"));
    const struct json *issue, *comments;
    struct json *body, *list;
    int64_t most = 50;
    size_t n;

    if (!tickets_admit(call))
        return;
    issue = find_issue(sandbox, call);
    if (!issue)
        return;
    str_int(call_argument(call, "maxResults"), &most);
    comments = json_get(issue, "comments");
    n = json_length(comments);
    list = json_new_array();
    for (size_t i = 0; i < n && (int64_t)i < most; i++) {
        size_t at = newest ? n - 1 - i : i;
        struct json *comment = json_new_object();

        json_set_int(comment, "id", (int64_t)at + 1);
        json_set_take(comment, "body", json_copy(json_item(comments, at)));
        json_add_take(list, comment);
    }
    body = json_new_object();
    json_set_int(body, "startAt", 0);
    json_set_int(body, "maxResults", most);
    json_set_int(body, "total", (int64_t)n);
    json_set_take(body, "comments", list);
    call_answer_take(call, 200, body);
}

static bool has_label(const struct json *issue, struct str label)
{
    for (struct json_each e = json_each(json_at(issue, STR("fields.labels")));
         json_next(&e);) {
        if (str_eq(json_text(e.value), label))
            return true;
    }
    return false;
}

static bool is_done(const struct json *issue)
{
    return str_eq(
        json_text(json_at(issue, STR("fields.status.statusCategory.key"))),
        STR("done"));
}

/* labels = "X" [AND statusCategory != Done] */
static bool fits(struct sandbox *sandbox, const struct json *issue,
                 struct str jql)
{
    static const struct str lead = {"labels = \"", 10};
    size_t at = str_find(jql, lead);
    struct str label = str_sub(jql, at + lead.len, jql.len);
    int64_t made = 0;

    json_int(json_get(issue, "at"), &made);
    if (when_monotonic() - made < sandbox_span(sandbox, SEARCH_LAG))
        return false;
    if (at != STR_NOWHERE &&
        !has_label(issue, str_sub(label, 0, str_find_char(label, '"'))))
        return false;
    return str_find(jql, STR("statusCategory != Done")) == STR_NOWHERE ||
           !is_done(issue);
}

static void search(struct sandbox *sandbox, struct call *call, struct str jql,
                   int64_t most)
{
    const struct json *all = sandbox->tickets->issues;
    const struct json **found =
        arena_array(call->arena, json_length(all) + 1, sizeof(struct json *));
    struct json *list, *body;
    size_t n = 0;

    if (str_empty(str_trim(jql))) {
        call_fail(call, 400, "jql", "The jql must not be empty.");
        return;
    }
    for (struct json_each e = json_each(all); json_next(&e);) {
        if (fits(sandbox, e.value, jql))
            found[n++] = e.value;
    }
    list = json_new_array();
    while (n > 0 && (int64_t)json_length(list) < most)
        json_add_take(list, shown(found[--n]));
    body = json_new_object();
    json_set_take(body, "issues", list);
    if (is_cloud(call))
        json_set_bool(body, "isLast", true);
    else
        json_set_int(body, "startAt", 0);
    call_answer_take(call, 200, body);
}

static void cloud_search(struct sandbox *sandbox, struct call *call)
{
    struct json *body;
    int64_t most = 50;

    if (!tickets_admit(call) || !call_object(call, &body))
        return;
    json_int(json_get(body, "maxResults"), &most);
    search(sandbox, call, json_text(json_get(body, "jql")), most);
    json_free(body);
}

static void server_search(struct sandbox *sandbox, struct call *call)
{
    int64_t most = 50;

    if (!tickets_admit(call))
        return;
    str_int(call_argument(call, "maxResults"), &most);
    search(sandbox, call, call_argument(call, "jql"), most);
}

static void search_gone(struct sandbox *sandbox, struct call *call)
{
    (void)sandbox;
    call_fail(call, 410, "gone",
              "The requested API has been removed. Please migrate to the "
              "/rest/api/3/search/jql API.");
}

static void myself_get(struct sandbox *sandbox, struct call *call)
{
    struct json *body;

    (void)sandbox;
    if (!tickets_admit(call))
        return;
    body = json_new_object();
    json_set_text(body, "displayName", SANDBOX_TICKET_USER);
    call_answer_take(call, 200, body);
}

bool issue_set(struct json *issue, struct str state)
{
    static const struct {
        const char *name;
        const char *category;
    } states[] = {
        {"To Do", "new"},
        {"In Progress", "indeterminate"},
        {"Done", "done"},
        {"Closed", "done"},
    };

    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (!str_eq(state, str_of(states[i].name)))
            continue;
        json_set_take(json_member(issue, "fields"), "status",
                      status_of(states[i].name, states[i].category));
        return true;
    }
    return false;
}

static const struct route rows[] = {
    {"GET", "/jira/rest/api/3/myself", SERVICE_JIRA, myself_get},
    {"POST", "/jira/rest/api/3/issue", SERVICE_JIRA, issue_post},
    {"GET", "/jira/rest/api/3/issue/{}", SERVICE_JIRA, issue_get},
    {"POST", "/jira/rest/api/3/issue/{}/comment", SERVICE_JIRA, comment_post},
    {"GET", "/jira/rest/api/3/issue/{}/comment", SERVICE_JIRA, comments_get},
    {"POST", "/jira/rest/api/3/search/jql", SERVICE_JIRA, cloud_search},
    {NULL, "/jira/rest/api/3/search", SERVICE_JIRA, search_gone},
    {"GET", "/jira-server/rest/api/2/myself", SERVICE_JIRA, myself_get},
    {"POST", "/jira-server/rest/api/2/issue", SERVICE_JIRA, issue_post},
    {"GET", "/jira-server/rest/api/2/issue/{}", SERVICE_JIRA, issue_get},
    {"POST", "/jira-server/rest/api/2/issue/{}/comment", SERVICE_JIRA,
     comment_post},
    {"GET", "/jira-server/rest/api/2/issue/{}/comment", SERVICE_JIRA,
     comments_get},
    {"GET", "/jira-server/rest/api/2/search", SERVICE_JIRA, server_search},
};

const struct route_table jira_routes = ROUTE_TABLE(rows);
