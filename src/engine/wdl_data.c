/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_data.c - actions that make one value from others.
 */
#include "engine/wdl_part.h"
#include "model/limits.h"
#include "util/html.h"
#include "util/text.h"

static const struct json *input(const struct wdl_node *node, const char *name)
{
    return json_find(node->inputs, str_of(name));
}

/* Arrays only; null is none. */
static bool from_array(const struct wdl_node *node, const struct json **out,
                       struct err *err)
{
    *out = input(node, "from");
    if (json_type(*out) == JSON_ARRAY)
        return true;
    return err_set(err, ERR_INPUT,
                   _("\"from\" must be an array, but it is of the type %s."),
                   json_type_name(json_type(*out)));
}

static bool start_compose(struct wdl_run *run, struct wdl_node *node,
                          struct err *err)
{
    return wdl_give(run, node, json_copy(node->inputs), err);
}

static bool start_response(struct wdl_run *run, struct wdl_node *node,
                           struct err *err)
{
    json_free(run->response);
    run->response = json_copy(node->inputs);
    return wdl_give(run, node, json_copy(node->inputs), err);
}

/* ---- ParseJson ------------------------------------------------------------*/

/* So many times its text JSON takes in memory. */
#define EXPANDED 8

/* A text is read, anything else is taken as it is. */
static bool start_parse(struct wdl_run *run, struct wdl_node *node,
                        struct err *err)
{
    const struct json *content = input(node, "content");
    size_t size = EXPANDED * json_text(content).len;
    struct json *parsed = NULL;

    if (json_type(content) == JSON_NULL)
        return err_set(err, ERR_INPUT, _("\"content\" is null."));
    if (!wdl_spend(run, size, err))
        return false;
    run->kept -= size;
    run->work += size;
    if (json_type(content) != JSON_TEXT)
        parsed = json_copy(content);
    else if (!json_parse(json_text(content), &parsed, err))
        return err_prefix(err, _("\"content\" is no JSON"));
    if (!wdl_schema_check(input(node, "schema"), parsed, &run->work, err)) {
        json_free(parsed);
        return false;
    }
    return wdl_give_body(run, node, parsed, err);
}

/* ---- Query, Select, Table: once for each item -----------------------------*/

/* What is asked of each item is filled in later, with the item. */
static bool read_each(struct wdl_reader *reader, struct wdl_action *action,
                      const char *name, bool required, struct err *err)
{
    struct arena *arena = reader->wdl->arena;
    const struct json *raw = json_find(action->raw, STR("inputs"));
    struct json *rest = json_copy(raw);
    const struct json *each = json_find(raw, str_of(name));

    json_keep(arena, rest);
    if (json_type(rest) != JSON_OBJECT)
        return wdl_fail(action->path, err, _("\"%s\" must be an object."),
                        "inputs");
    json_remove(rest, name);
    if (!each && required)
        return wdl_fail(action->path, err, _("\"%s\" is missing."), name);
    if (!wdl_value_read(rest, wdl_member_path(reader, action, "inputs"), arena,
                        &action->inputs, err))
        return false;
    return !each ||
           wdl_value_read(
               each, arena_printf(arena, "%s.inputs.%s", action->path, name),
               arena, &action->test, err);
}

static bool read_query(struct wdl_reader *reader, struct wdl_action *action,
                       struct err *err)
{
    return read_each(reader, action, "where", true, err);
}

static bool read_select(struct wdl_reader *reader, struct wdl_action *action,
                        struct err *err)
{
    return read_each(reader, action, "select", true, err);
}

static bool read_table(struct wdl_reader *reader, struct wdl_action *action,
                       struct err *err)
{
    return read_each(reader, action, "columns", false, err);
}

/* With the answer of each item handed to @take. */
static bool each_item(struct wdl_run *run, struct wdl_node *node,
                      bool (*take)(void *with, const struct json *item,
                                   const struct json *answer, struct err *err),
                      void *with, struct err *err)
{
    const struct json *from;

    if (!from_array(node, &from, err))
        return false;
    for (struct json_each e = json_each(from); json_next(&e);) {
        struct wdl_place place = wdl_place_of(run, node);
        const struct json *answer = NULL;

        place.item = e.value;
        place.has_item = true;
        if ((node->action->test &&
             !wdl_value_fill(node->action->test, &place, &answer, err)) ||
            !take(with, e.value, answer, err))
            return false;
        wdl_clear(run);
    }
    return true;
}

/* A list that grows; what is in it counts as kept meanwhile. */
struct list {
    struct wdl_run *run;
    struct json *items;
};

static bool add_to(struct list *list, const struct json *item, struct err *err)
{
    struct json *copy;

    if (!wdl_copy(list->run, item, &copy, err))
        return false;
    json_add_take(list->items, copy);
    return true;
}

static bool take_if(void *with, const struct json *item,
                    const struct json *answer, struct err *err)
{
    bool yes;

    if (json_type(answer) != JSON_BOOL || !json_bool(answer, &yes))
        return err_set(err, ERR_INPUT,
                       _("\"where\" must be true or false, but it is of the "
                         "type %s."),
                       json_type_name(json_type(answer)));
    return !yes || add_to(with, item, err);
}

static bool take_answer(void *with, const struct json *item,
                        const struct json *answer, struct err *err)
{
    (void)item;
    return add_to(with, answer, err);
}

static bool give_list(struct wdl_run *run, struct wdl_node *node,
                      bool (*take)(void *with, const struct json *item,
                                   const struct json *answer, struct err *err),
                      struct err *err)
{
    struct list list = {.run = run, .items = json_new_array()};
    size_t before = run->kept;
    bool ok = each_item(run, node, take, &list, err);

    run->kept = before;
    if (ok)
        return wdl_give_body(run, node, list.items, err);
    json_free(list.items);
    return false;
}

static bool start_query(struct wdl_run *run, struct wdl_node *node,
                        struct err *err)
{
    return give_list(run, node, take_if, err);
}

static bool start_select(struct wdl_run *run, struct wdl_node *node,
                         struct err *err)
{
    return give_list(run, node, take_answer, err);
}

/* ---- Table ----------------------------------------------------------------*/

struct table {
    struct wdl_run *run;
    struct buf text;
    bool html;
    bool headed;
    const struct json *columns; /* of the first row; NULL: its members */
};

static void put_csv(struct str text, struct buf *out)
{
    bool quoted = false;

    for (size_t i = 0; i < text.len && !quoted; i++)
        quoted = str_find_char(STR(",\"\r\n"), text.at[i]) != STR_NOWHERE;
    if (!quoted) {
        buf_str(out, text);
        return;
    }
    buf_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '"')
            buf_char(out, '"');
        buf_char(out, text.at[i]);
    }
    buf_char(out, '"');
}

static void put_cell(struct table *table, const char *tag, struct str text,
                     bool first)
{
    if (!table->html) {
        if (!first)
            buf_char(&table->text, ',');
        put_csv(text, &table->text);
        return;
    }
    buf_printf(&table->text, "<%s>", tag);
    html_put(&table->text, text);
    buf_printf(&table->text, "</%s>", tag);
}

static void put_value(struct table *table, const struct json *value, bool first)
{
    struct buf text;

    buf_init(&text);
    expr_put_text(value, &text);
    put_cell(table, "td", buf_view(&text), first);
    buf_done(&text);
}

/* @row is the item, or the list of columns filled in for it. */
static void put_row(struct table *table, const struct json *row, bool listed,
                    bool header)
{
    bool first = true;

    buf_text(&table->text, table->html ? "<tr>" : "");
    for (struct json_each e = json_each(row); json_next(&e); first = false) {
        if (header)
            put_cell(table, "th",
                     listed ? json_text(json_find(e.value, STR("header")))
                            : str_of(e.name),
                     first);
        else
            put_value(table,
                      listed ? json_find(e.value, STR("value")) : e.value,
                      first);
    }
    buf_text(&table->text, table->html ? "</tr>" : "\r\n");
}

static bool take_row(void *with, const struct json *item,
                     const struct json *answer, struct err *err)
{
    struct table *table = with;
    const struct json *row = answer ? answer : item;
    size_t before = table->text.len;

    if (!table->headed) {
        buf_text(&table->text, table->html ? "<table><thead>" : "");
        put_row(table, row, answer != NULL, true);
        buf_text(&table->text, table->html ? "</thead><tbody>" : "");
        table->headed = true;
    }
    put_row(table, row, answer != NULL, false);
    return wdl_spend(table->run, table->text.len - before, err);
}

static bool start_table(struct wdl_run *run, struct wdl_node *node,
                        struct err *err)
{
    struct str format = json_text(input(node, "format"));
    struct table table = {
        .run = run,
        .html = str_eq_fold(format, STR("HTML")),
    };
    size_t before = run->kept;
    bool ok;

    if (!table.html && !str_eq_fold(format, STR("CSV")))
        return err_set(err, ERR_INPUT,
                       _("\"format\" must be HTML or CSV, but it is "
                         "\"%.*s\"."),
                       STR_ARG(format));
    buf_init(&table.text);
    ok = each_item(run, node, take_row, &table, err);
    run->kept = before;
    if (ok && table.html)
        buf_text(&table.text,
                 table.headed ? "</tbody></table>" : "<table></table>");
    ok = ok &&
         wdl_give_body(run, node, json_new_text(buf_view(&table.text)), err);
    buf_done(&table.text);
    return ok;
}

/* ---- Join -----------------------------------------------------------------*/

static bool start_join(struct wdl_run *run, struct wdl_node *node,
                       struct err *err)
{
    struct str between = json_text(input(node, "joinWith"));
    const struct json *from;
    struct buf text;
    size_t before = run->kept;
    bool first = true;
    bool ok = true;

    if (!from_array(node, &from, err))
        return false;
    buf_init(&text);
    for (struct json_each e = json_each(from); ok && json_next(&e);
         first = false) {
        size_t had = text.len;

        if (!first)
            buf_str(&text, between);
        expr_put_text(e.value, &text);
        ok = wdl_spend(run, text.len - had, err);
    }
    run->kept = before;
    ok = ok && wdl_give_body(run, node, json_new_text(buf_view(&text)), err);
    buf_done(&text);
    return ok;
}

/* ---- Expression: times ----------------------------------------------------*/

/* Each is a function of its inputs; those that are missing are left out. */
static const struct clockwork {
    const char *kind;
    const char *function;
    const char *inputs[4];
} clockworks[] = {
    {"CurrentTime", "utcNow", {NULL}},
    {"AddToTime", "addToTime", {"baseTime", "interval", "timeUnit", NULL}},
    {"SubtractFromTime",
     "subtractFromTime",
     {"baseTime", "interval", "timeUnit", NULL}},
    {"GetFutureTime", "getFutureTime", {"interval", "timeUnit", NULL}},
    {"GetPastTime", "getPastTime", {"interval", "timeUnit", NULL}},
    {"ConvertTimeZone",
     "convertTimeZone",
     {"baseTime", "sourceTimeZone", "destinationTimeZone", "formatString"}},
};

static bool read_call(struct wdl_reader *reader, struct wdl_action *action,
                      const struct clockwork *clockwork, struct err *err)
{
    struct arena *arena = reader->wdl->arena;
    const struct json *inputs = json_find(action->raw, STR("inputs"));
    struct wdl_value *arguments[4];
    struct buf text;
    size_t n = 0;
    bool ok;

    buf_init(&text);
    buf_printf(&text, "@%s(", clockwork->function);
    for (size_t i = 0; i < 4 && clockwork->inputs[i]; i++) {
        const char *name = clockwork->inputs[i];
        const struct json *value = json_find(inputs, str_of(name));
        const char *path =
            arena_printf(arena, "%s.inputs.%s", action->path, name);

        if (!value)
            continue;
        buf_printf(&text, "%s$(%zu)", n > 0 ? "," : "", n);
        if (!wdl_value_read(value, path, arena, &arguments[n++], err)) {
            buf_done(&text);
            return false;
        }
    }
    buf_char(&text, ')');
    ok = wdl_value_call(buf_view(&text).at, arguments, n, action->path, arena,
                        &action->test, err);
    buf_done(&text);
    return ok;
}

static bool read_expression(struct wdl_reader *reader,
                            struct wdl_action *action, struct err *err)
{
    for (size_t i = 0; i < sizeof(clockworks) / sizeof(clockworks[0]); i++) {
        if (str_eq_fold(str_of(action->kind), str_of(clockworks[i].kind)))
            return read_call(reader, action, &clockworks[i], err);
    }
    return wdl_fail(action->path, err,
                    _("There is no Expression of the kind \"%s\"."),
                    action->kind);
}

static bool start_expression(struct wdl_run *run, struct wdl_node *node,
                             struct err *err)
{
    struct wdl_place place = wdl_place_of(run, node);
    const struct json *answer;

    return wdl_value_fill(node->action->test, &place, &answer, err) &&
           wdl_give_body(run, node, json_copy(answer), err);
}

const struct wdl_type wdl_types_data[] = {
    {.name = "Compose", .start = start_compose},
    {.name = "ParseJson", .start = start_parse},
    {.name = "Query", .read = read_query, .start = start_query},
    {.name = "Select", .read = read_select, .start = start_select},
    {.name = "Table", .read = read_table, .start = start_table},
    {.name = "Join", .start = start_join},
    {.name = "Expression", .read = read_expression, .start = start_expression},
    {.name = "Response", .start = start_response},
    {.name = NULL},
};
