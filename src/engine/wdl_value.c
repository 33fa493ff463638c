/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_value.c - any JSON with expressions in its texts and names: read once,
 * filled in for each step.
 */
#include <stdarg.h>
#include <stdio.h>

#include "engine/expr_part.h"
#include "engine/wdl_part.h"
#include "model/limits.h"
#include "util/text.h"
#include "util/utf8.h"

/* What is made for one action, or one item of a list. */
#define MOST_MADE (2 * LIMIT_WDL_KEPT)

struct wdl_value {
    enum { VALUE_PLAIN, VALUE_EXPR, VALUE_ARRAY, VALUE_OBJECT } kind;
    const struct json *plain;
    struct expr *expr;
    struct wdl_value **items;
    struct expr **names; /* of an object: NULL where the text is plain */
    const char **plain_names;
    size_t n;
    struct wdl_value *const *arguments; /* of $(n) */
};

struct reader {
    struct buf path; /* of what is being read */
    struct arena *arena;
};

static bool read_value(struct reader *reader, const struct json *json,
                       struct wdl_value **out, struct err *err);

/* So much of a path is said, so that what is wrong there can be said too. */
#define PATH_SHOWN 240

/* ---- reading --------------------------------------------------------------*/

/* The engine's own escapes are those of expr_compile(). */
static bool has_expression(struct str text)
{
    return str_find_char(text, '@') != STR_NOWHERE;
}

static void read_from(struct reader *reader, const char *path,
                      struct arena *arena)
{
    reader->arena = arena;
    buf_init(&reader->path);
    buf_text(&reader->path, path);
}

/* Answers what buf_cut() goes back with. */
static size_t go_into(struct reader *reader, const char *name, size_t index)
{
    size_t before = reader->path.len;

    if (name)
        buf_printf(&reader->path, ".%s", name);
    else
        buf_printf(&reader->path, "[%zu]", index);
    return before;
}

__attribute__((format(printf, 3, 4))) static bool
fail_here(const struct reader *reader, struct err *err, const char *fmt, ...)
{
    struct str path = buf_view(&reader->path);
    struct str shown = utf8_head(path, PATH_SHOWN);
    char why[ERR_TEXT_SIZE];
    va_list args;

    va_start(args, fmt);
    vsnprintf(why, sizeof(why), fmt, args);
    va_end(args);
    return err_set(err, ERR_INPUT, "%.*s%s: %s", STR_ARG(shown),
                   shown.len < path.len ? "…" : "", why);
}

static bool read_expr(const struct reader *reader, struct str text,
                      struct expr **out, struct err *err)
{
    struct err why;

    if (expr_compile(arena_str(reader->arena, text), &wdl_world, reader->arena,
                     out, &why))
        return true;
    text = utf8_head(text, 80);
    return fail_here(reader, err, "%s [%.*s]", why.text, STR_ARG(text));
}

static bool read_items(struct reader *reader, const struct json *json,
                       struct wdl_value *value, struct err *err)
{
    struct arena *arena = reader->arena;
    bool object = json_type(json) == JSON_OBJECT;
    size_t n = json_length(json);
    bool plain = true;

    value->kind = object ? VALUE_OBJECT : VALUE_ARRAY;
    value->items = arena_array(arena, n + 1, sizeof(struct wdl_value *));
    value->names = arena_array(arena, n + 1, sizeof(struct expr *));
    value->plain_names = arena_array(arena, n + 1, sizeof(char *));
    for (struct json_each e = json_each(json); json_next(&e);) {
        size_t i = value->n++;
        size_t before = go_into(reader, object ? e.name : NULL, e.index);

        if (!read_value(reader, e.value, &value->items[i], err))
            return false;
        buf_cut(&reader->path, before);
        plain &= value->items[i]->kind == VALUE_PLAIN;
        if (!object)
            continue;
        value->plain_names[i] = arena_text(arena, e.name);
        if (!has_expression(str_of(e.name)))
            continue;
        plain = false;
        if (!read_expr(reader, str_of(e.name), &value->names[i], err))
            return false;
    }
    if (plain) {
        value->kind = VALUE_PLAIN;
        value->plain = json;
    }
    return true;
}

static bool read_value(struct reader *reader, const struct json *json,
                       struct wdl_value **out, struct err *err)
{
    struct wdl_value *value = arena_alloc(reader->arena, sizeof(*value));
    enum json_type type = json_type(json);

    *out = value;
    if (type == JSON_ARRAY || type == JSON_OBJECT)
        return read_items(reader, json, value, err);
    if (type == JSON_TEXT && has_expression(json_text(json))) {
        value->kind = VALUE_EXPR;
        return read_expr(reader, json_text(json), &value->expr, err);
    }
    value->kind = VALUE_PLAIN;
    value->plain = json;
    return true;
}

bool wdl_value_read(const struct json *json, const char *path,
                    struct arena *arena, struct wdl_value **out,
                    struct err *err)
{
    struct reader reader;
    bool ok;

    read_from(&reader, path, arena);
    ok = read_value(&reader, json, out, err);
    buf_done(&reader.path);
    return ok;
}

bool wdl_value_call(const char *text, struct wdl_value *const *arguments,
                    size_t n, const char *path, struct arena *arena,
                    struct wdl_value **out, struct err *err)
{
    struct reader reader;
    bool ok;
    struct wdl_value **kept = arena_array(arena, n + 1, sizeof(*kept));
    struct wdl_value *value = arena_alloc(arena, sizeof(*value));

    for (size_t i = 0; i < n; i++)
        kept[i] = arguments[i];
    value->kind = VALUE_EXPR;
    value->arguments = kept;
    *out = value;
    read_from(&reader, path, arena);
    ok = read_expr(&reader, str_of(text), &value->expr, err);
    buf_done(&reader.path);
    return ok;
}

/* ---- filling in -----------------------------------------------------------*/

/* Of the scratch arena: what is made there is freed with it. */
static bool fill_name(const struct wdl_value *value, size_t i,
                      struct wdl_place *place, struct str *out, struct err *err)
{
    struct arena *arena = place->run->scratch;
    const struct json *name;
    struct buf text;

    if (value->names[i] == NULL) {
        *out = str_of(value->plain_names[i]);
        return true;
    }
    if (!expr_eval(value->names[i], &place->run->outside, place, arena, &name,
                   err))
        return false;
    buf_init(&text);
    expr_put_text(name, &text);
    *out = arena_str(arena, buf_view(&text));
    buf_done(&text);
    return true;
}

static bool fill_items(const struct wdl_value *value, struct wdl_place *place,
                       struct json *into, struct err *err)
{
    for (size_t i = 0; i < value->n; i++) {
        const struct json *item;
        struct str name;

        if (!wdl_value_fill(value->items[i], place, &item, err))
            return false;
        if (value->kind == VALUE_ARRAY) {
            json_add_take(into, json_copy(item));
            continue;
        }
        if (!fill_name(value, i, place, &name, err))
            return false;
        json_set_take(into, name.at, json_copy(item));
    }
    return true;
}

/* One expression is bounded, but there may be many in one action. */
static bool is_moderate(const struct wdl_run *run, struct err *err)
{
    return run->work - run->spent <= MOST_MADE ||
           err_set(err, ERR_INPUT,
                   _("The expressions of this action make more than %d MiB."),
                   MOST_MADE / LIMIT_MIB);
}

static bool fill_expr(const struct wdl_value *value, struct wdl_place *place,
                      const struct json **out, struct err *err)
{
    struct wdl_value *const *outer = place->arguments;
    bool ok;

    if (value->arguments)
        place->arguments = value->arguments;
    ok = expr_eval(value->expr, &place->run->outside, place,
                   place->run->scratch, out, err);
    place->arguments = outer;
    return ok && is_moderate(place->run, err);
}

bool wdl_value_fill(const struct wdl_value *value, struct wdl_place *place,
                    const struct json **out, struct err *err)
{
    struct json *made;

    switch (value->kind) {
    case VALUE_PLAIN:
        *out = value->plain;
        return true;
    case VALUE_EXPR:
        return fill_expr(value, place, out, err);
    case VALUE_ARRAY:
        made = json_new_array();
        break;
    default:
        made = json_new_object();
        break;
    }
    json_keep(place->run->scratch, made);
    *out = made;
    return fill_items(value, place, made, err);
}

/* ---- what it is made of ---------------------------------------------------*/

const struct expr *wdl_value_whole(const struct wdl_value *value)
{
    return value && value->kind == VALUE_EXPR ? value->expr : NULL;
}

const struct json *wdl_value_plain(const struct wdl_value *value)
{
    return value && value->kind == VALUE_PLAIN ? value->plain : NULL;
}

const struct wdl_value *wdl_value_member(const struct wdl_value *value,
                                         const char *name)
{
    if (!value || value->kind != VALUE_OBJECT)
        return NULL;
    for (size_t i = 0; i < value->n; i++) {
        if (str_eq_fold(str_of(value->plain_names[i]), str_of(name)))
            return value->items[i];
    }
    return NULL;
}

const struct wdl_value *wdl_value_item(const struct wdl_value *value, size_t i)
{
    return value && value->kind == VALUE_ARRAY && i < value->n ? value->items[i]
                                                               : NULL;
}

const struct wdl_value *wdl_value_at(const struct wdl_value *value, size_t i,
                                     const char **name)
{
    if (value->kind != VALUE_OBJECT || i >= value->n)
        return NULL;
    *name = value->plain_names[i];
    return value->items[i];
}

size_t wdl_value_arguments(const struct wdl_value *value,
                           struct wdl_value *const **out)
{
    size_t n = 0;

    *out = value->arguments;
    while (value->arguments && value->arguments[n])
        n++;
    return n;
}

void wdl_value_visit(const struct wdl_value *value,
                     void (*each)(void *with, const struct expr *expr),
                     void *with)
{
    if (!value)
        return;
    if (value->kind == VALUE_EXPR)
        each(with, value->expr);
    for (size_t i = 0; i < value->n; i++) {
        if (value->names[i])
            each(with, value->names[i]);
        wdl_value_visit(value->items[i], each, with);
    }
}

/* ---- conditions -----------------------------------------------------------*/

/* How the operators of a condition are written as functions. */
static const char *const operators[] = {
    "equals",   "greater",    "greaterOrEquals", "less",  "lessOrEquals",
    "contains", "startsWith", "endsWith",        "empty", NULL,
};

struct clause {
    struct reader reader; /* its path is that of the condition */
    struct buf text;
    struct wdl_value **arguments;
    size_t n;
    int depth;
};

static bool put_condition(struct clause *clause, const struct json *json,
                          struct err *err);

static bool put_argument(struct clause *clause, const struct json *json,
                         struct err *err)
{
    clause->arguments = arena_grown(clause->reader.arena, clause->arguments,
                                    clause->n, sizeof(*clause->arguments));
    buf_printf(&clause->text, "$(%zu)", clause->n);
    return read_value(&clause->reader, json, &clause->arguments[clause->n++],
                      err);
}

static bool put_list(struct clause *clause, const char *name,
                     const struct json *list,
                     bool (*put)(struct clause *clause, const struct json *json,
                                 struct err *err),
                     struct err *err)
{
    bool first = true;

    buf_printf(&clause->text, "%s(", name);
    for (struct json_each e = json_each(list); json_next(&e); first = false) {
        size_t before = go_into(&clause->reader, NULL, e.index);

        if (!first)
            buf_char(&clause->text, ',');
        if (!put(clause, e.value, err))
            return false;
        buf_cut(&clause->reader.path, before);
    }
    buf_char(&clause->text, ')');
    return true;
}

static bool put_operator(struct clause *clause, const char *name,
                         const struct json *value, struct err *err)
{
    struct str wanted = str_of(name);

    if (str_eq_fold(wanted, STR("and")) || str_eq_fold(wanted, STR("or"))) {
        if (json_type(value) != JSON_ARRAY)
            return fail_here(&clause->reader, err,
                             _("\"%s\" must be a list of conditions."), name);
        /* Nothing to be met is met. */
        if (json_length(value) == 0) {
            buf_text(&clause->text, "true");
            return true;
        }
        return put_list(clause, name, value, put_condition, err);
    }
    if (str_eq_fold(wanted, STR("not"))) {
        buf_text(&clause->text, "not(");
        if (!put_condition(clause, value, err))
            return false;
        buf_char(&clause->text, ')');
        return true;
    }
    for (size_t i = 0; operators[i]; i++) {
        if (!str_eq_fold(wanted, str_of(operators[i])))
            continue;
        if (json_type(value) != JSON_ARRAY)
            return fail_here(&clause->reader, err,
                             _("\"%s\" must be a list of two values."), name);
        return put_list(clause, operators[i], value, put_argument, err);
    }
    return fail_here(&clause->reader, err,
                     _("A condition knows and, or, not, equals, greater, "
                       "greaterOrEquals, less, lessOrEquals, contains, "
                       "startsWith and endsWith, but not \"%s\"."),
                     name);
}

static bool put_condition(struct clause *clause, const struct json *json,
                          struct err *err)
{
    struct json_each e = json_each(json);
    size_t before;
    bool ok;

    if (json_type(json) != JSON_OBJECT)
        return put_argument(clause, json, err);
    if (json_length(json) == 0) {
        buf_text(&clause->text, "true");
        return true;
    }
    if (json_length(json) > 1)
        return fail_here(&clause->reader, err,
                         _("Each condition must have one operator only."));
    if (++clause->depth > LIMIT_EXPR_DEPTH)
        return fail_here(&clause->reader, err,
                         _("The condition is nested deeper than %d levels."),
                         LIMIT_EXPR_DEPTH);
    json_next(&e);
    before = go_into(&clause->reader, e.name, 0);
    ok = put_operator(clause, e.name, e.value, err);
    buf_cut(&clause->reader.path, before);
    clause->depth--;
    return ok;
}

bool wdl_condition_read(const struct json *json, const char *path,
                        struct arena *arena, struct wdl_value **out,
                        struct err *err)
{
    struct clause clause = {.n = 0};
    bool ok;

    if (json_type(json) != JSON_OBJECT)
        return wdl_value_read(json, path, arena, out, err);
    read_from(&clause.reader, path, arena);
    buf_init(&clause.text);
    buf_char(&clause.text, '@');
    ok = put_condition(&clause, json, err) &&
         wdl_value_call(buf_view(&clause.text).at, clause.arguments, clause.n,
                        path, arena, out, err);
    buf_done(&clause.text);
    buf_done(&clause.reader.path);
    return ok;
}
