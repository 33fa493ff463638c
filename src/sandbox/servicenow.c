/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ServiceNow's table of incidents, and the tokens that open it (FACTS 15). */
#include <stdio.h>
#include <string.h>

#include "sandbox/handlers.h"
#include "sandbox/sandbox.h"
#include "sandbox/tickets.h"
#include "sandbox/token.h"
#include "util/digest.h"
#include "util/utf8.h"

#define SUMMARY_CHARS     160
#define CORRELATION_CHARS 100
#define REFRESH_LIFE      (100 * 86400)

static const struct {
    const char *number;
    const char *name;
    bool closed;
} states[] = {
    {.number = "1", .name = "New"},
    {.number = "2", .name = "In Progress"},
    {.number = "3", .name = "On Hold"},
    {.number = "6", .name = "Resolved"},
    {.number = "7", .name = "Closed", .closed = true},
    {.number = "8", .name = "Canceled", .closed = true},
};

/* Columns of the table; what names another one is ignored in silence. */
static const char *const columns[] = {
    "sys_id",
    "number",
    "short_description",
    "description",
    "urgency",
    "impact",
    "priority",
    "category",
    "assignment_group",
    "caller_id",
    "cmdb_ci",
    "correlation_id",
    "work_notes",
    "correlation_display",
    "state",
    "active",
};

/* What its tokens are for. */
#define AUDIENCE "servicenow"

/* A token that has ended is a 401, as none is. */
static bool admit(struct sandbox *sandbox, struct call *call)
{
    struct str text = call_header(call, "Authorization");
    struct token_claim claim = {0};

    if (str_starts_fold(text, STR("Bearer ")))
        claim = tokens_check(sandbox->tokens, str_sub(text, 7, text.len),
                             call->now);
    return (claim.audience && !claim.is_expired &&
            strcmp(claim.audience, AUDIENCE) == 0) ||
           tickets_admit(call);
}

static bool is_column(struct str name)
{
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        if (str_eq(name, str_of(columns[i])))
            return true;
    }
    return false;
}

/* The trap: a part that is invalid is left out, and then every row fits. */
static bool fits(const struct json *row, struct str query)
{
    struct str part;

    while (str_cut(&query, '^', &part)) {
        size_t equals = str_find_char(part, '=');
        struct str name = str_sub(part, 0, equals);
        char column[32];

        if (equals == STR_NOWHERE || !is_column(name))
            continue;
        snprintf(column, sizeof(column), "%.*s", STR_ARG(name));
        if (!str_eq(json_text(json_get(row, column)),
                    str_sub(part, equals + 1, part.len)))
            return false;
    }
    return true;
}

/* A copy with the columns that were asked for. */
static struct json *shown(const struct json *row, struct str fields)
{
    struct json *out;
    struct str name;

    if (str_empty(fields))
        return json_copy(row);
    out = json_new_object();
    while (str_cut(&fields, ',', &name)) {
        const struct json *value = json_find(row, name);
        char column[32];

        snprintf(column, sizeof(column), "%.*s", STR_ARG(name));
        if (is_column(name))
            json_set_str(out, column, json_text(value));
    }
    return out;
}

static void answer_row(struct call *call, unsigned status,
                       const struct json *row)
{
    struct json *body = json_new_object();

    json_set_take(body, "result",
                  shown(row, call_argument(call, "sysparm_fields")));
    call_answer_take(call, status, body);
}

static void list_get(struct sandbox *sandbox, struct call *call)
{
    const struct json *all = sandbox->tickets->incidents;
    struct str query = call_argument(call, "sysparm_query");
    struct str fields = call_argument(call, "sysparm_fields");
    struct json *list, *body;
    int64_t limit = 10000;

    if (!admit(sandbox, call))
        return;
    str_int(call_argument(call, "sysparm_limit"), &limit);
    list = json_new_array();
    for (struct json_each e = json_each(all);
         (int64_t)json_length(list) < limit && json_next(&e);) {
        if (fits(e.value, query))
            json_add_take(list, shown(e.value, fields));
    }
    body = json_new_object();
    json_set_take(body, "result", list);
    call_answer_take(call, 200, body);
}

static struct json *find_row(struct sandbox *sandbox, struct call *call)
{
    struct json *all = sandbox->tickets->incidents;

    for (struct json_each e = json_each(all); json_next(&e);) {
        if (str_eq(json_text(json_get(e.value, "sys_id")), call->arg[0]))
            return json_member(all, e.name);
    }
    call_fail(call, 404, "No Record found",
              "Record doesn't exist or ACL restricts the record retrieval");
    return NULL;
}

/* Journals are empty but for those who ask for what is displayed. */
static void row_get(struct sandbox *sandbox, struct call *call)
{
    bool shows =
        str_eq(call_argument(call, "sysparm_display_value"), STR("true"));
    struct json *row;

    if (!admit(sandbox, call))
        return;
    row = find_row(sandbox, call);
    if (!row)
        return;
    row = json_copy(row);
    if (!shows)
        json_set_text(row, "work_notes", "");
    answer_row(call, 200, row);
    json_free(row);
}

/* Texts are cut at the length of their column, without a word. */
static struct str fit(struct str text, size_t most)
{
    struct str rest = text;
    uint32_t c;

    while (most > 0 && utf8_next(&rest, &c))
        most--;
    return str_sub(text, 0, text.len - rest.len);
}

static void take_columns(struct json *row, const struct json *body)
{
    for (struct json_each e = json_each(body); json_next(&e);) {
        struct str text = json_text(e.value);

        if (!is_column(str_of(e.name)) ||
            str_eq(str_of(e.name), STR("work_notes")) ||
            str_eq(str_of(e.name), STR("sys_id")))
            continue;
        if (str_eq(str_of(e.name), STR("short_description")))
            text = fit(text, SUMMARY_CHARS);
        if (str_eq(str_of(e.name), STR("correlation_id")))
            text = fit(text, CORRELATION_CHARS);
        json_set_str(row, e.name, text);
    }
}

static void list_post(struct sandbox *sandbox, struct call *call)
{
    struct json *all = sandbox->tickets->incidents;
    char guid[GUID_SIZE], digest[DIGEST_HEX_SIZE], number[16];
    struct json *body, *row;

    if (!admit(sandbox, call) || !call_object(call, &body))
        return;
    if (json_length(all) == TICKETS_MAX) {
        json_free(body);
        call_fail(call, 403, "Operation Failed", "The table is full.");
        return;
    }
    row = json_new_object();
    snprintf(number, sizeof(number), "INC%07zu", 10001 + json_length(all));
    json_set_str(
        row, "sys_id",
        str_sub(str_of(digest_hex(str_of(digest_guid(guid)), digest)), 0, 32));
    json_set_text(row, "number", number);
    json_set_text(row, "state", "1");
    json_set_text(row, "active", "true");
    json_set_text(row, "urgency", "3");
    json_set_text(row, "impact", "3");
    json_set_take(row, "work_notes", json_new_text(STR_NONE));
    take_columns(row, body);
    json_free(body);
    call_answer(call, 201);
    answer_row(call, 201, row);
    call_reply(call, "Location", "%s/servicenow/api/now/table/incident/%.*s",
               sandbox->base, STR_ARG(json_text(json_get(row, "sys_id"))));
    json_set_take(all, number, row);
}

static void append_note(struct json *row, struct str note)
{
    struct buf text;

    buf_init(&text);
    buf_str(&text, json_text(json_get(row, "work_notes")));
    if (text.len)
        buf_text(&text, "\n--\n");
    buf_str(&text, note);
    json_set_str(row, "work_notes", buf_view(&text));
    buf_done(&text);
}

static void row_patch(struct sandbox *sandbox, struct call *call)
{
    struct json *row, *body;
    struct str note;

    if (!admit(sandbox, call))
        return;
    row = find_row(sandbox, call);
    if (!row || !call_object(call, &body))
        return;
    take_columns(row, body);
    if (json_has_text(body, "work_notes", &note) && !str_empty(note))
        append_note(row, note);
    json_free(body);
    answer_row(call, 200, row);
}

bool incident_set(struct json *row, struct str state)
{
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        if (!str_eq(state, str_of(states[i].name)))
            continue;
        json_set_text(row, "state", states[i].number);
        json_set_text(row, "active", states[i].closed ? "false" : "true");
        return true;
    }
    return false;
}

/* ---- tokens ---- */

/* It has few words, and the same for a wrong client as for a wrong user. */
static void refuse(struct call *call, unsigned status, const char *why)
{
    struct json *body = json_new_object();

    json_set_text(body, "error_description", why);
    json_set_text(body, "error", "server_error");
    call_answer_take(call, status, body);
}

static bool is_user(struct sandbox *sandbox, struct call *call)
{
    (void)sandbox;
    return str_eq(call_form(call, "username"), STR(SANDBOX_TICKET_USER)) &&
           str_eq(call_form(call, "password"), STR(SANDBOX_TICKET_PASSWORD));
}

/* One that was handed out, or the one that somebody begins with. */
static bool is_refresh(struct sandbox *sandbox, struct call *call)
{
    struct str given = call_form(call, "refresh_token");
    struct token_claim claim = tokens_check(sandbox->tokens, given, call->now);

    return str_eq(given, STR(SANDBOX_TICKET_REFRESH)) ||
           (claim.audience && !claim.is_expired &&
            strcmp(claim.audience, AUDIENCE "-refresh") == 0);
}

static const struct {
    const char *name;
    bool (*fits)(struct sandbox *sandbox, struct call *call);
} grants[] = {
    {"password", is_user},
    {"refresh_token", is_refresh},
};

static void issue(struct sandbox *sandbox, struct call *call)
{
    int64_t life = sandbox->options->token_life;
    struct json *body = json_new_object();

    json_set_text(
        body, "access_token",
        tokens_issue(sandbox->tokens, AUDIENCE, NULL, call->now, life));
    json_set_text(body, "refresh_token",
                  tokens_issue(sandbox->tokens, AUDIENCE "-refresh", NULL,
                               call->now, REFRESH_LIFE));
    json_set_text(body, "scope", "useraccount");
    json_set_text(body, "token_type", "Bearer");
    json_set_int(body, "expires_in", life);
    call_answer_take(call, 200, body);
}

/* The trap: what is no form, such as JSON, is not even read. */
static void token_post(struct sandbox *sandbox, struct call *call)
{
    struct str grant = call_form(call, "grant_type");

    if (!str_starts_fold(call_header(call, "Content-Type"),
                         STR("application/x-www-form-urlencoded"))) {
        refuse(call, 400, "unspecified error");
        return;
    }
    if (!str_eq(call_form(call, "client_id"), STR(SANDBOX_CLIENT)) ||
        !str_eq(call_form(call, "client_secret"), STR(SANDBOX_SECRET))) {
        refuse(call, 401, "access_denied");
        return;
    }
    for (size_t i = 0; i < sizeof(grants) / sizeof(grants[0]); i++) {
        if (!str_eq(grant, str_of(grants[i].name)))
            continue;
        if (grants[i].fits(sandbox, call))
            issue(sandbox, call);
        else
            refuse(call, 401, "access_denied");
        return;
    }
    refuse(call, 400, "unsupported grant_type");
}

static const struct route rows[] = {
    {"POST", "/servicenow/oauth_token.do", SERVICE_SERVICENOW, token_post},
    {"GET", "/servicenow/api/now/table/incident", SERVICE_SERVICENOW, list_get},
    {"POST", "/servicenow/api/now/table/incident", SERVICE_SERVICENOW,
     list_post},
    {"GET", "/servicenow/api/now/table/incident/{}", SERVICE_SERVICENOW,
     row_get},
    {"PATCH", "/servicenow/api/now/table/incident/{}", SERVICE_SERVICENOW,
     row_patch},
    {"GET", "/servicenow/api/now/v2/table/incident", SERVICE_SERVICENOW,
     list_get},
    {"POST", "/servicenow/api/now/v2/table/incident", SERVICE_SERVICENOW,
     list_post},
    {"GET", "/servicenow/api/now/v2/table/incident/{}", SERVICE_SERVICENOW,
     row_get},
    {"PATCH", "/servicenow/api/now/v2/table/incident/{}", SERVICE_SERVICENOW,
     row_patch},
    {"PUT", "/servicenow/api/now/v2/table/incident/{}", SERVICE_SERVICENOW,
     row_patch},
};

const struct route_table servicenow_routes = ROUTE_TABLE(rows);
