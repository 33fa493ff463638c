/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Azure Resource Graph: everything on the shelf, asked at once (FACTS 3).
 *
 * Its tables are made for each question: resources, securityresources with
 * what their metadata says, resourcecontainers.
 */
#include "sandbox/armid.h"
#include "sandbox/handlers.h"
#include "sandbox/kusto.h"
#include "sandbox/sandbox.h"
#include "sandbox/shelf.h"
#include "util/ascii.h"

#define ROWS_MOST 1000
#define METADATA  "/providers/Microsoft.Security/assessmentMetadata/"

static const struct table {
    const char *name;
    const char *type; /* what the types of its rows begin with; NULL: its rows
                         are those of no other table */
} tables[] = {
    {"resources", NULL},
    {"securityresources", "microsoft.security/"},
    {"resourcecontainers", "microsoft.resources/"},
    {"authorizationresources", "microsoft.authorization/"},
    {"extensibilityresources", "microsoft.extensibility/"},
    {"advisorresources", "microsoft.advisor/"},
    {"policyresources", "microsoft.policyinsights/"},
    {"alertsmanagementresources", "microsoft.alertsmanagement/"},
};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

struct asked {
    struct sandbox *sandbox;
    const struct json *subscriptions; /* empty: all */
};

static void put_lower(struct json *row, const char *name, struct str text)
{
    struct buf lower;

    buf_init(&lower);
    for (size_t i = 0; i < text.len; i++)
        buf_char(&lower, ascii_lower(text.at[i]));
    json_set_str(row, name, buf_view(&lower));
    buf_done(&lower);
}

/* A query that names no table is about the resources. */
static const struct table *table_of(struct str name)
{
    for (size_t i = 0; i < TABLES; i++) {
        if (str_empty(name) || str_eq_fold(name, str_of(tables[i].name)))
            return &tables[i];
    }
    return NULL;
}

static bool is_of(const struct table *table, struct str type)
{
    if (table->type)
        return str_starts_fold(type, str_of(table->type));
    for (size_t i = 0; i < TABLES; i++) {
        if (tables[i].type && is_of(&tables[i], type))
            return false;
    }
    return true;
}

static bool is_wanted(const struct json *subscriptions, struct str id)
{
    struct str mine = armid_part(id, STR("subscriptions"));

    if (json_length(subscriptions) == 0)
        return !str_empty(mine);
    for (struct json_each e = json_each(subscriptions); json_next(&e);) {
        if (str_eq_fold(json_text(e.value), mine))
            return true;
    }
    return false;
}

/* An assessment with its metadata in it. */
static void put_metadata(struct sandbox *sandbox, struct json *row)
{
    struct arena *arena = arena_new();
    const char *id = arena_printf(arena, METADATA "%.*s",
                                  STR_ARG(json_text(json_get(row, "name"))));
    struct json *metadata = shelf_copy(sandbox->shelf, str_of(id));
    const struct json *properties = json_get(metadata, "properties");

    if (properties && json_type(json_get(row, "properties")) == JSON_OBJECT)
        json_set_take(json_member(row, "properties"), "metadata",
                      json_copy(properties));
    json_free(metadata);
    arena_free(arena);
}

static struct json *row_of(struct sandbox *sandbox, struct str id,
                           struct str text, struct str type)
{
    struct json *row = NULL;
    struct err err;

    if (!json_parse(text, &row, &err) || json_type(row) != JSON_OBJECT) {
        json_free(row);
        return NULL;
    }
    json_set_str(row, "id", id);
    json_set_str(row, "name", armid_name(id));
    put_lower(row, "type", type);
    put_lower(row, "resourceGroup", armid_part(id, STR("resourceGroups")));
    json_set_str(row, "subscriptionId", armid_part(id, STR("subscriptions")));
    json_set_text(row, "tenantId", SANDBOX_TENANT);
    if (str_eq_fold(type, STR("Microsoft.Security/assessments")))
        put_metadata(sandbox, row);
    return row;
}

static struct json *table_rows(void *of, struct str name)
{
    struct asked *asked = of;
    const struct table *table = table_of(name);
    struct json *rows;
    struct buf type;

    if (!table)
        return NULL;
    rows = json_new_array();
    buf_init(&type);
    for (struct shelf_each e = {.shelf = asked->sandbox->shelf};
         shelf_next(&e);) {
        struct json *row;

        buf_clear(&type);
        if (!is_wanted(asked->subscriptions, e.id) ||
            !armid_type(e.id, &type) || !is_of(table, buf_view(&type)))
            continue;
        row = row_of(asked->sandbox, e.id, e.text, buf_view(&type));
        if (row)
            json_add_take(rows, row);
    }
    buf_done(&type);
    return rows;
}

/* {"columns": [{"name", "type"}], "rows": [[…]]} */
static struct json *as_table(const struct json *rows)
{
    struct json *out = json_new_object();
    struct json *columns = json_new_array();
    struct json *lines = json_new_array();
    const struct json *first = json_item(rows, 0);

    for (struct json_each e = json_each(first); json_next(&e);) {
        struct json *column = json_new_object();

        json_set_text(column, "name", e.name);
        json_set_text(column, "type",
                      json_type(e.value) == JSON_TEXT ? "string" : "object");
        json_add_take(columns, column);
    }
    for (struct json_each row = json_each(rows); json_next(&row);) {
        struct json *line = json_new_array();

        for (struct json_each e = json_each(first); json_next(&e);)
            json_add_take(line, json_copy(json_get(row.value, e.name)));
        json_add_take(lines, line);
    }
    json_set_take(out, "columns", columns);
    json_set_take(out, "rows", lines);
    return out;
}

static void answer(struct call *call, const struct json *asked,
                   const struct json *rows)
{
    struct str format = json_text(json_at(asked, STR("options.resultFormat")));
    struct json *body = json_new_object();
    struct json *kept = json_new_array();
    bool table = str_eq_fold(format, STR("table")) ||
                 (str_empty(format) &&
                  str_cmp(call_argument(call, "api-version"), STR("2020")) < 0);
    size_t n = json_length(rows);

    for (size_t i = 0; i < n && i < ROWS_MOST; i++)
        json_add_take(kept, json_copy(json_item(rows, i)));
    json_set_int(body, "totalRecords", (int64_t)n);
    json_set_int(body, "count", (int64_t)json_length(kept));
    json_set_take(body, "data", table ? as_table(kept) : json_copy(kept));
    json_set_take(body, "facets", json_new_array());
    json_set_text(body, "resultTruncated", n > ROWS_MOST ? "true" : "false");
    json_free(kept);
    call_answer_take(call, 200, body);
}

static void resources_post(struct sandbox *sandbox, struct call *call)
{
    struct asked asked = {.sandbox = sandbox};
    struct kusto kusto = {.arena = call->arena,
                          .now = call->now,
                          .table = table_rows,
                          .of = &asked};
    struct json *body;

    if (!call_object(call, &body))
        return;
    asked.subscriptions = json_get(body, "subscriptions");
    if (kusto_run(&kusto, json_text(json_get(body, "query"))))
        answer(call, body, kusto.rows);
    else
        call_fail(call, 400, "BadRequest",
                  "Please provide below info when asking for support: the "
                  "query is invalid: %s.",
                  kusto.wrong);
    json_free(body);
}

static const struct route rows[] = {
    {"POST", "/providers/Microsoft.ResourceGraph/resources", SERVICE_ARM,
     resources_post},
};

const struct route_table resource_graph_routes = ROUTE_TABLE(rows);
