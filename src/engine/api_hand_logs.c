/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * api_hand_logs.c - what Log Analytics is told (by the key of a workspace, from
 * the settings) and asked (as riposte).
 */
#include "engine/api_hand_part.h"
#include "util/digest.h"
#include "util/text.h"

/* ---- telling --------------------------------------------------------------*/

/* One row or a list of them. */
static bool collector_ask(struct api_making *making, struct err *err)
{
    struct str type = api_input_text(making, "headers.Log-Type");
    struct str field = api_input_text(making, "headers.time-generated-field");

    if (str_empty(type))
        return err_set(err, ERR_INPUT,
                       _("It does not say which table the data is for: the "
                         "header Log-Type is missing."));
    if (str_find_char(type, '\n') != STR_NOWHERE ||
        str_find_char(field, '\n') != STR_NOWHERE)
        return err_set(err, ERR_INPUT,
                       _("The header \"%s\" is more than one line."),
                       "Log-Type");
    api_put_request(making, "POST", "none", "loganalytics",
                    STR("/api/logs?api-version=2016-04-01"));
    api_put_header(making, "Log-Type", type);
    if (!str_empty(field))
        api_put_header(making, "time-generated-field", field);
    api_put_body(making, api_input(making, "body"));
    return true;
}

const struct api_hand api_hand_collector = {.ask = collector_ask};

/* ---- asking ---------------------------------------------------------------*/

static const struct {
    const char *name; /* as the designer offers it */
    const char *span; /* ISO 8601 */
} spans[] = {
    {"Last hour", "PT1H"},      {"Last 4 hours", "PT4H"},
    {"Last 12 hours", "PT12H"}, {"Last 24 hours", "P1D"},
    {"Last 48 hours", "P2D"},   {"Last 3 days", "P3D"},
    {"Last 7 days", "P7D"},     {"Last 14 days", "P14D"},
    {"Last 30 days", "P30D"},
};

static const char *const workspace = "Microsoft.OperationalInsights/workspaces";

static const struct {
    const char *name;
    const char *type;
} types[] = {
    {"Log Analytics Workspace", "Microsoft.OperationalInsights/workspaces"},
    {"Application Insights", "Microsoft.Insights/components"},
};

static const char *type_of(struct str name)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (str_eq_fold(name, str_of(types[i].name)))
            return types[i].type;
    }
    return str_empty(name) ? workspace : NULL;
}

static bool is_name(struct str text)
{
    return !str_empty(text) && str_find_char(text, '/') == STR_NOWHERE;
}

static bool put_scope(struct api_making *making, struct buf *url,
                      struct err *err)
{
    struct str type = api_input_text(making, "queries.resourcetype");
    struct str subscription = api_input_text(making, "queries.subscriptions");
    struct str group = api_input_text(making, "queries.resourcegroups");
    struct str name = api_input_text(making, "queries.resourcename");
    const char *provider = type_of(type);

    if (!provider)
        return err_set(err, ERR_INPUT,
                       _("riposte does not ask the logs of a resource of the "
                         "type %.*s."),
                       STR_ARG(str_sub(type, 0, 80)));
    if (!is_name(subscription) || !is_name(group) || !is_name(name))
        return err_set(err, ERR_INPUT,
                       _("It does not say which workspace is asked: "
                         "subscription, resource group and name are needed."));
    buf_text(url, "/v1/subscriptions/");
    return api_address_put(
        str_of(arena_printf(
            making->arena, "%.*s/resourceGroups/%.*s/providers/%s/%.*s/query",
            STR_ARG(subscription), STR_ARG(group), provider, STR_ARG(name))),
        url, err);
}

static void put_query(struct api_making *making)
{
    const struct json *body = api_input(making, "body");
    struct str range = api_input_text(making, "queries.timerange");
    struct json *out = json_new_object();

    json_keep(making->arena, out);
    if (json_type(body) == JSON_OBJECT) {
        json_set_str(out, "query", api_input_text(making, "body.query"));
        range = api_input_text(making, "body.timerange.relativeTimeRangeType");
    } else {
        json_set_str(out, "query", json_text(body));
    }
    for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
        if (str_eq_fold(range, str_of(spans[i].name)))
            json_set_text(out, "timespan", spans[i].span);
    }
    api_put_body(making, out);
}

static bool logs_ask(struct api_making *making, struct err *err)
{
    struct buf url;
    bool good;

    buf_init(&url);
    good = put_scope(making, &url, err);
    api_put_request(making, "POST", "logs", NULL, buf_view(&url));
    put_query(making);
    buf_done(&url);
    return good;
}

static const struct json *table_of(const struct json *body)
{
    return json_item(json_get(body, "tables"), 0);
}

static struct json *row_of(const struct json *columns, const struct json *row)
{
    struct json *out = json_new_object();

    for (size_t i = 0; i < json_length(columns); i++) {
        struct str name = json_text(json_get(json_item(columns, i), "name"));
        const struct json *value = json_item(row, i);

        json_set_take(out, name.at, value ? json_copy(value) : NULL);
    }
    return out;
}

/* {"value": [{column: value}]} */
static void rows_answer(struct api_answering *answering)
{
    const struct json *table = table_of(json_get(answering->outputs, "body"));
    const struct json *rows = json_get(table, "rows");
    struct json *body = json_new_object();
    struct json *value = json_new_array();

    for (struct json_each e = json_each(rows); json_next(&e);)
        json_add_take(value, row_of(json_get(table, "columns"), e.value));
    json_set_take(body, "value", value);
    json_set_take(answering->outputs, "body", body);
}

const struct api_hand api_hand_logs = {.ask = logs_ask, .answer = rows_answer};

/* ---- showing --------------------------------------------------------------*/

static void put_cell(const char *tag, struct str text, struct buf *out)
{
    buf_printf(out, "<%s>", tag);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c == '<' || c == '>' || c == '&' || c == '"')
            buf_printf(out, "&#%d;", c);
        else
            buf_char(out, c);
    }
    buf_printf(out, "</%s>", tag);
}

static void put_rows(const struct json *table, struct buf *out)
{
    const struct json *columns = json_get(table, "columns");
    const struct json *rows = json_get(table, "rows");
    struct buf cell;

    buf_init(&cell);
    buf_text(out, "<table border=\"1\"><tr>");
    for (struct json_each e = json_each(columns); json_next(&e);)
        put_cell("th", json_text(json_get(e.value, "name")), out);
    buf_text(out, "</tr>");
    for (struct json_each row = json_each(rows); json_next(&row);) {
        buf_text(out, "<tr>");
        for (struct json_each e = json_each(row.value); json_next(&e);) {
            buf_clear(&cell);
            json_put_text(e.value, &cell);
            put_cell("td", buf_view(&cell), out);
        }
        buf_text(out, "</tr>");
    }
    buf_text(out, "</table>");
    buf_done(&cell);
}

/* A table, whatever chart was asked for: what a mail can show without
 * pictures. */
static void chart_answer(struct api_answering *answering)
{
    struct json *body = json_new_object();
    struct buf html;
    struct buf coded;

    buf_init(&html);
    buf_init(&coded);
    put_rows(table_of(json_get(answering->outputs, "body")), &html);
    digest_base64(buf_view(&html), &coded);
    json_set_str(body, "body", buf_view(&coded));
    json_set_str(body, "attachmentContent", buf_view(&coded));
    json_set_text(body, "attachmentName", "chart.html");
    json_set_take(answering->outputs, "body", body);
    buf_done(&coded);
    buf_done(&html);
}

const struct api_hand api_hand_chart = {.ask = logs_ask,
                                        .answer = chart_answer};
