/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A workspace of Log Analytics: what was sent to its data collector, and
 * questions about that.
 *
 * The tables of Defender are there, but empty: they are filled by continuous
 * export, which nobody here has switched on.
 */
#include <string.h>

#include "sandbox/data.h"
#include "sandbox/handlers.h"
#include "sandbox/kusto.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/digest.h"
#include "util/when.h"

#define PLACE "/logs/rows/"

/* ---- the data collector ---------------------------------------------------*/

static struct str digest_view(const unsigned char *digest)
{
    return (struct str){.at = (const char *)digest, .len = DIGEST_SIZE};
}

/* "SharedKey WORKSPACE:…", signed over method, length, date and path. */
static bool is_signed(struct call *call)
{
    unsigned char digest[DIGEST_SIZE];
    struct buf key, want;
    bool good;

    buf_init(&key);
    buf_init(&want);
    digest_unbase64(STR(SANDBOX_LOGS_KEY), &key);
    buf_printf(&want, "%.*s\n%zu\napplication/json\nx-ms-date:%.*s\n/api/logs",
               STR_ARG(call->method), call->body.len,
               STR_ARG(call_header(call, "x-ms-date")));
    digest_hmac(buf_view(&key), buf_view(&want), digest);
    buf_clear(&want);
    buf_text(&want, "SharedKey " SANDBOX_WORKSPACE ":");
    digest_base64(digest_view(digest), &want);
    good = str_eq(call_header(call, "Authorization"), buf_view(&want));
    buf_done(&want);
    buf_done(&key);
    return good;
}

static bool is_type(struct str name)
{
    return !str_empty(name) && name.len <= 100 && str_made_of(name, "_");
}

/* Members are named after what they hold: Name_s, Count_d, Open_b. */
static struct json *row_of(struct call *call, const struct json *given,
                           struct str type)
{
    static const char *const ends[] = {
        [JSON_NULL] = "s",   [JSON_BOOL] = "b", [JSON_INT] = "d",
        [JSON_REAL] = "d",   [JSON_TEXT] = "s", [JSON_ARRAY] = "s",
        [JSON_OBJECT] = "s",
    };
    struct json *row = json_new_object();
    char time[WHEN_TEXT_SIZE];

    json_set_text(row, "TimeGenerated", when_iso(call->now, time));
    json_set_text(row, "Type",
                  arena_printf(call->arena, "%.*s_CL", STR_ARG(type)));
    for (struct json_each e = json_each(given); json_next(&e);) {
        enum json_type is = json_type(e.value);
        const char *name = arena_printf(call->arena, "%s_%s", e.name, ends[is]);
        struct buf text;

        if (is != JSON_ARRAY && is != JSON_OBJECT) {
            json_set_take(row, name, e.value ? json_copy(e.value) : NULL);
            continue;
        }
        buf_init(&text);
        json_write(e.value, JSON_COMPACT, &text);
        json_set_str(row, name, buf_view(&text));
        buf_done(&text);
    }
    return row;
}

static void keep_row(struct sandbox *sandbox, struct call *call,
                     const struct json *given, struct str type)
{
    struct json *row = row_of(call, given, type);
    char guid[GUID_SIZE];

    digest_guid(guid);
    shelf_put(sandbox->shelf,
              str_of(arena_printf(call->arena, PLACE "%.*s_CL/%s",
                                  STR_ARG(type), guid)),
              row);
    json_free(row);
}

static void collect_post(struct sandbox *sandbox, struct call *call)
{
    struct str type = call_header(call, "Log-Type");
    struct json *body = NULL;
    struct err err;

    if (!is_signed(call)) {
        call_fail(call, 403, "InvalidAuthorization",
                  "An invalid signature was specified in the Authorization "
                  "header.");
    } else if (!is_type(type)) {
        call_fail(call, 400, "InvalidLogType",
                  "The log type '%.*s' is not valid.", STR_ARG(type));
    } else if (!json_parse(call->body, &body, &err) ||
               (json_type(body) != JSON_ARRAY &&
                json_type(body) != JSON_OBJECT)) {
        call_fail(call, 400, "InvalidDataFormat",
                  "The data is not in the JSON format.");
    } else {
        if (json_type(body) == JSON_OBJECT)
            keep_row(sandbox, call, body, type);
        else
            for (struct json_each e = json_each(body); json_next(&e);)
                keep_row(sandbox, call, e.value, type);
        call_answer(call, 200);
    }
    json_free(body);
}

/* ---- questions ------------------------------------------------------------*/

static const char *const known[] = {
    "SecurityAlert",
    "SecurityRecommendation",
    "SecurityNestedRecommendation",
    "SecureScores",
    "SecureScoreControls",
    "SecurityRegulatoryCompliance",
    "SecurityIncident",
    "SecurityEvent",
    "AzureActivity",
    "AzureDiagnostics",
    "Heartbeat",
};

static struct json *table_rows(void *of, struct str name)
{
    struct sandbox *sandbox = of;
    struct json *rows = json_new_array();
    bool found = false;

    for (struct shelf_each e = {.shelf = sandbox->shelf}; shelf_next(&e);) {
        struct str rest = str_sub(e.id, sizeof(PLACE) - 1, STR_NOWHERE);
        struct json *row = NULL;
        struct err err;

        if (!str_starts(e.id, STR(PLACE)) ||
            !str_eq(str_sub(rest, 0, str_find_char(rest, '/')), name) ||
            !json_parse(e.text, &row, &err))
            continue;
        json_add_take(rows, row);
        found = true;
    }
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        found = found || str_eq(name, str_of(known[i]));
    if (found)
        return rows;
    json_free(rows);
    return NULL;
}

static bool has_column(const struct json *columns, const char *name)
{
    for (struct json_each e = json_each(columns); json_next(&e);) {
        if (str_eq(json_text(json_get(e.value, "name")), str_of(name)))
            return true;
    }
    return false;
}

/* All columns that a row has. */
static struct json *columns_of(const struct json *rows)
{
    static const char *const names[] = {
        [JSON_NULL] = "string",    [JSON_BOOL] = "bool",
        [JSON_INT] = "long",       [JSON_REAL] = "real",
        [JSON_TEXT] = "string",    [JSON_ARRAY] = "dynamic",
        [JSON_OBJECT] = "dynamic",
    };
    struct json *columns = json_new_array();

    for (struct json_each row = json_each(rows); json_next(&row);) {
        for (struct json_each e = json_each(row.value); json_next(&e);) {
            struct json *column;

            if (has_column(columns, e.name))
                continue;
            column = json_new_object();
            json_set_text(column, "name", e.name);
            json_set_text(column, "type", names[json_type(e.value)]);
            json_add_take(columns, column);
        }
    }
    return columns;
}

static struct json *answer_of(const struct json *rows)
{
    struct json *body = json_new_object();
    struct json *tables = json_new_array();
    struct json *table = json_new_object();
    struct json *lines = json_new_array();
    struct json *columns = columns_of(rows);

    for (struct json_each row = json_each(rows); json_next(&row);) {
        struct json *line = json_new_array();

        for (struct json_each e = json_each(columns); json_next(&e);) {
            const struct json *value =
                json_find(row.value, json_text(json_get(e.value, "name")));

            json_add_take(line, value ? json_copy(value) : NULL);
        }
        json_add_take(lines, line);
    }
    json_set_text(table, "name", "PrimaryResult");
    json_set_take(table, "columns", columns);
    json_set_take(table, "rows", lines);
    json_add_take(tables, table);
    json_set_take(body, "tables", tables);
    return body;
}

static void query_post(struct sandbox *sandbox, struct call *call)
{
    struct kusto kusto = {.arena = call->arena,
                          .now = call->now,
                          .table = table_rows,
                          .of = sandbox};
    struct json *body;

    if (!call_object(call, &body))
        return;
    if (kusto_run(&kusto, json_text(json_get(body, "query"))))
        call_answer_take(call, 200, answer_of(kusto.rows));
    else
        call_fail(call, 400, "BadArgumentError",
                  "The request had some invalid properties: %s.", kusto.wrong);
    json_free(body);
}

static const struct route rows[] = {
    {"POST", "/logs/api/logs", SERVICE_APP, collect_post},
    {"POST", "/logs/v1/workspaces/{}/query", SERVICE_LOGS, query_post},
    {"POST",
     "/logs/v1/subscriptions/{}/resourceGroups/{}/providers/"
     "Microsoft.OperationalInsights/workspaces/{}/query",
     SERVICE_LOGS, query_post},
};

const struct route_table logs_routes = ROUTE_TABLE(rows);
