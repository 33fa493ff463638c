/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand_ticket.c - records of ServiceNow, issues of Jira, work items of
 * Azure DevOps, by the API that each has itself: a playbook says each field,
 * which riposte's own tickets do not.
 */
#include "engine/api_hand_part.h"
#include "util/text.h"
#include "util/url.h"

#define JIRA_API       "/rest/api/2"
#define DEVOPS_VERSION "api-version=7.0"

/* ---- ServiceNow -----------------------------------------------------------*/

static bool servicenow_ask(struct api_making *making, struct err *err)
{
    struct buf url;
    bool good;

    buf_init(&url);
    good = api_address_put(making->path, &url, err);
    api_queries_put(api_input(making, "queries"), NULL, &url);
    api_put_request(making, NULL, "none", "servicenow", buf_view(&url));
    api_put_body(making, api_input(making, "body"));
    buf_done(&url);
    return good;
}

const struct api_hand api_hand_servicenow = {.ask = servicenow_ask};

/* ---- Jira -----------------------------------------------------------------*/

static void set_named(struct json *fields, const char *member, const char *name,
                      struct str value)
{
    struct json *inner;

    if (str_empty(value) || json_find(fields, str_of(member)))
        return;
    inner = json_new_object();
    json_set_str(inner, name, value);
    json_set_take(fields, member, inner);
}

/* "/v2/PROJECT/TYPE/issue" and "/v3/…": what @number is of it. */
static struct str placed(const struct api_making *making, size_t number)
{
    struct str first = api_part(making, 0, 0);

    return str_eq_fold(api_part(making, 3, 0), STR("issue")) &&
                   (str_eq_fold(first, STR("v2")) ||
                    str_eq_fold(first, STR("v3")))
               ? api_part(making, number, 2)
               : STR_NONE;
}

/* Project and type stand beside the body, in the path or its queries. */
static void put_issue(struct api_making *making)
{
    const struct json *given = api_input(making, "body");
    struct json *body =
        json_type(given) == JSON_OBJECT ? json_copy(given) : json_new_object();
    struct json *fields = json_member(body, "fields");

    json_keep(making->arena, body);
    if (!fields) {
        fields = json_new_object();
        json_set_take(body, "fields", fields);
    }
    set_named(fields, "project", "key", placed(making, 1));
    set_named(fields, "issuetype", "id", placed(making, 2));
    set_named(fields, "project", "key",
              api_input_text(making, "queries.projectKey"));
    set_named(fields, "issuetype", "id",
              api_input_text(making, "queries.issueTypeIds"));
    api_put_body(making, body);
}

/* "/v2/issue/KEY/comment", "/issue/KEY", "/CLOUD/PROJECT/issue": from the word
 * on. */
static struct str jira_path(const struct api_making *making)
{
    size_t at = str_find_fold(making->path, STR("/issue"));

    if (at == STR_NOWHERE)
        at = str_find_fold(making->path, STR("/project"));
    return str_sub(making->path, at, STR_NOWHERE);
}

static bool jira_ask(struct api_making *making, struct err *err)
{
    static const char *const ours[] = {"projectKey", "issueTypeIds", NULL};
    struct str path = jira_path(making);
    struct buf url;
    bool good;

    buf_init(&url);
    buf_text(&url, JIRA_API);
    good = api_address_put(path, &url, err);
    api_queries_put(api_input(making, "queries"), ours, &url);
    api_put_request(making, NULL, "none", "jira", buf_view(&url));
    if (str_eq_fold(path, STR("/issue")))
        put_issue(making);
    else
        api_put_body(making, api_input(making, "body"));
    buf_done(&url);
    return good;
}

const struct api_hand api_hand_jira = {.ask = jira_ask};

/* ---- Azure DevOps ---------------------------------------------------------*/

static const struct {
    const char *member;
    const char *field;
} devops_fields[] = {
    {"title", "System.Title"},
    {"description", "System.Description"},
    {"area", "System.AreaPath"},
    {"iteration", "System.IterationPath"},
    {"state", "System.State"},
    {"reason", "System.Reason"},
    {"assignedTo", "System.AssignedTo"},
    {"priority", "Microsoft.VSTS.Common.Priority"},
    {"severity", "Microsoft.VSTS.Common.Severity"},
};

static void add_field(struct json *patch, const char *field,
                      const struct json *value, struct arena *arena)
{
    struct json *one;

    if (!value || json_type(value) == JSON_NULL)
        return;
    one = json_new_object();
    json_set_text(one, "op", "add");
    json_set_text(one, "path", arena_printf(arena, "/fields/%s", field));
    json_set_take(one, "value", json_copy(value));
    json_add_take(patch, one);
}

static void put_work_item(struct api_making *making)
{
    const struct json *body = api_input(making, "body");
    const struct json *entered = json_find(body, STR("userEnteredFields"));
    struct json *patch = json_new_array();

    json_keep(making->arena, patch);
    for (size_t i = 0; i < sizeof(devops_fields) / sizeof(devops_fields[0]);
         i++)
        add_field(patch, devops_fields[i].field,
                  json_find(body, str_of(devops_fields[i].member)),
                  making->arena);
    for (struct json_each e = json_each(entered); json_next(&e);)
        add_field(patch, e.name, e.value, making->arena);
    api_put_header(making, "Content-Type", STR("application/json-patch+json"));
    api_put_body(making, patch);
}

/* "account" is the organisation, which the settings' address has. */
static bool devops_ask(struct api_making *making, struct err *err)
{
    static const char *const ours[] = {"account", "api-version", NULL};
    bool reads = making->act->class == CLASS_READ;
    bool makes = str_find_char(making->path, '$') != STR_NOWHERE;
    struct buf url;
    bool good;

    buf_init(&url);
    good = api_address_put(making->path, &url, err);
    buf_text(&url, "?" DEVOPS_VERSION);
    api_queries_put(api_input(making, "queries"), ours, &url);
    api_put_request(making,
                    reads   ? "GET"
                    : makes ? "POST"
                            : "PATCH",
                    "none", "devops", buf_view(&url));
    if (!reads)
        put_work_item(making);
    buf_done(&url);
    return good;
}

const struct api_hand api_hand_devops = {.ask = devops_ask};

/* "https://dev.azure.com/ORGANISATION/P/_apis/x" or "P/_apis/x": from the
 * project on.  Whatever else is not that service. */
static bool devops_place(struct str uri, struct str *out, struct err *err)
{
    static const char service[] = "https://dev.azure.com/";
    struct str whole = uri;

    if (str_starts_fold(uri, str_of(service))) {
        size_t at;

        uri = str_sub(uri, sizeof(service) - 1, STR_NOWHERE);
        at = str_find_char(uri, '/');
        uri = at == STR_NOWHERE ? STR_NONE : str_sub(uri, at, STR_NOWHERE);
    }
    while (str_starts(uri, STR("/")))
        uri = str_sub(uri, 1, STR_NOWHERE);
    if (str_empty(uri) || str_find(uri, STR("://")) != STR_NOWHERE)
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is no address of Azure DevOps."),
                       STR_ARG(str_sub(whole, 0, 200)));
    *out = uri;
    return true;
}

/* What is asked stands in the body. */
static bool any_ask(struct api_making *making, struct err *err)
{
    struct str method = api_input_text(making, "body.Method");
    const struct json *headers = api_input(making, "body.Headers");
    struct str type = json_text(json_find(headers, STR("Content-Type")));
    struct str place;
    struct buf url;
    bool good;

    if (str_empty(method))
        method = STR("GET");
    if (!devops_place(api_input_text(making, "body.Uri"), &place, err))
        return false;
    if (str_eq_fold(method, STR("get")))
        making->act->class = CLASS_READ;
    buf_init(&url);
    buf_char(&url, '/');
    good = api_address_put(place, &url, err);
    api_put_request(making, arena_str(making->arena, method).at, "none",
                    "devops", arena_str(making->arena, buf_view(&url)));
    api_put_body(making, api_input(making, "body.Body"));
    buf_done(&url);
    return good && (str_empty(type) ||
                    api_put_given_header(making, "Content-Type", type, err));
}

const struct api_hand api_hand_devops_any = {.ask = any_ask};
