/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_schema.c - the schemas of ParseJson: of JSON Schema (draft 4) what Logic
 * Apps make from a sample, and what people add by hand.
 *
 * Unknown words are ignored, as the standard has it.
 */
#include <stdarg.h>
#include <stdio.h>

#include "engine/expr_part.h"
#include "engine/wdl_part.h"
#include "model/limits.h"
#include "util/text.h"

/* What looking at one value counts. */
#define CHECKED 256

struct checker {
    struct buf path; /* in the content: "value[2].id" */
    uint64_t *work;
    struct err *err;
};

static bool check(struct checker *checker, const struct json *schema,
                  const struct json *value);

static bool refuse(struct checker *checker, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static bool refuse(struct checker *checker, const char *fmt, ...)
{
    char text[256];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    return err_set(checker->err, ERR_INPUT,
                   _("The content does not fit the schema: \"%s\" %s"),
                   checker->path.len ? buf_view(&checker->path).at : "content",
                   text);
}

static bool is_type(struct str name, const struct json *value)
{
    enum json_type type = json_type(value);
    double number;

    if (str_eq(name, STR("integer")))
        return type == JSON_INT ||
               (json_real(value, &number) && number == (double)(int64_t)number);
    if (str_eq(name, STR("number")))
        return type == JSON_INT || type == JSON_REAL;
    if (str_eq(name, STR("string")))
        return type == JSON_TEXT;
    if (str_eq(name, STR("boolean")))
        return type == JSON_BOOL;
    if (str_eq(name, STR("object")))
        return type == JSON_OBJECT;
    if (str_eq(name, STR("array")))
        return type == JSON_ARRAY;
    if (str_eq(name, STR("null")))
        return type == JSON_NULL;
    return true;
}

static bool check_type(struct checker *checker, const struct json *type,
                       const struct json *value)
{
    bool fits = json_type(type) == JSON_TEXT && is_type(json_text(type), value);
    struct buf names;

    for (struct json_each e = json_each(type); !fits && json_next(&e);)
        fits = is_type(json_text(e.value), value);
    if (fits || type == NULL)
        return true;
    buf_init(&names);
    json_write(type, JSON_COMPACT, &names);
    refuse(checker, _("must be %s, but it is of the type %s."),
           buf_view(&names).at, json_type_name(json_type(value)));
    buf_done(&names);
    return false;
}

static bool check_members(struct checker *checker, const struct json *schema,
                          const struct json *value)
{
    const struct json *known = json_get(schema, "properties");
    const struct json *others = json_get(schema, "additionalProperties");
    size_t len = checker->path.len;
    bool allowed = true;

    for (struct json_each e = json_each(json_get(schema, "required"));
         json_next(&e);) {
        bool there = false;

        for (struct json_each m = json_each(value); json_next(&m) && !there;)
            there = str_eq(str_of(m.name), json_text(e.value));
        if (!there)
            return refuse(checker, _("has no member \"%s\"."),
                          json_text(e.value).at);
    }
    json_bool(others, &allowed);
    for (struct json_each m = json_each(value); json_next(&m);) {
        const struct json *schema_of = json_get(known, m.name);

        if (!schema_of && !allowed)
            return refuse(checker, _("has the unknown member \"%s\"."), m.name);
        buf_printf(&checker->path, "%s%s", len ? "." : "", m.name);
        if (!check(checker,
                   schema_of || json_type(others) != JSON_OBJECT ? schema_of
                                                                 : others,
                   m.value))
            return false;
        buf_cut(&checker->path, len);
    }
    return true;
}

static bool check_items(struct checker *checker, const struct json *schema,
                        const struct json *value)
{
    const struct json *items = json_get(schema, "items");
    size_t len = checker->path.len;
    int64_t bound;

    if (json_int(json_get(schema, "minItems"), &bound) &&
        (int64_t)json_length(value) < bound)
        return refuse(checker, _("has fewer than %lld items."),
                      (long long)bound);
    if (json_int(json_get(schema, "maxItems"), &bound) &&
        (int64_t)json_length(value) > bound)
        return refuse(checker, _("has more than %lld items."),
                      (long long)bound);
    for (struct json_each e = json_each(value); json_next(&e);) {
        buf_printf(&checker->path, "[%zu]", e.index);
        if (!check(checker,
                   json_type(items) == JSON_ARRAY ? json_item(items, e.index)
                                                  : items,
                   e.value))
            return false;
        buf_cut(&checker->path, len);
    }
    return true;
}

static bool check_number(struct checker *checker, const struct json *schema,
                         const struct json *value)
{
    double number = 0, bound;
    int64_t whole;

    if (json_int(value, &whole))
        number = (double)whole;
    else
        json_real(value, &number);
    if (json_real(json_get(schema, "minimum"), &bound) && number < bound)
        return refuse(checker, _("is less than %g."), bound);
    if (json_real(json_get(schema, "maximum"), &bound) && number > bound)
        return refuse(checker, _("is more than %g."), bound);
    return true;
}

static bool check_enum(struct checker *checker, const struct json *list,
                       const struct json *value)
{
    if (json_type(list) != JSON_ARRAY)
        return true;
    for (struct json_each e = json_each(list); json_next(&e);) {
        if (expr_same(e.value, value))
            return true;
    }
    return refuse(checker, _("is none of the values that are allowed."));
}

static bool check_any(struct checker *checker, const struct json *list,
                      const struct json *value)
{
    struct err ignored;
    struct checker quiet = {
        .path = checker->path, .work = checker->work, .err = &ignored};
    bool fits = json_type(list) != JSON_ARRAY;

    for (struct json_each e = json_each(list); !fits && json_next(&e);) {
        size_t len = checker->path.len;

        fits = check(&quiet, e.value, value);
        buf_cut(&quiet.path, len);
    }
    checker->path = quiet.path;
    return fits || refuse(checker, _("fits none of the alternatives."));
}

static bool check(struct checker *checker, const struct json *schema,
                  const struct json *value)
{
    if (json_type(schema) != JSON_OBJECT)
        return true;
    *checker->work += CHECKED;
    if (*checker->work > LIMIT_WDL_WORK)
        return refuse(checker, _("takes too long to be checked."));
    if (!check_type(checker, json_get(schema, "type"), value) ||
        !check_enum(checker, json_get(schema, "enum"), value) ||
        !check_any(checker, json_get(schema, "anyOf"), value) ||
        !check_any(checker, json_get(schema, "oneOf"), value))
        return false;
    for (struct json_each e = json_each(json_get(schema, "allOf"));
         json_next(&e);) {
        if (!check(checker, e.value, value))
            return false;
    }
    switch (json_type(value)) {
    case JSON_OBJECT:
        return check_members(checker, schema, value);
    case JSON_ARRAY:
        return check_items(checker, schema, value);
    case JSON_INT:
    case JSON_REAL:
        return check_number(checker, schema, value);
    default:
        return true;
    }
}

bool wdl_schema_check(const struct json *schema, const struct json *content,
                      uint64_t *work, struct err *err)
{
    struct checker checker = {.work = work, .err = err};
    bool ok;

    buf_init(&checker.path);
    ok = check(&checker, schema, content);
    buf_done(&checker.path);
    return ok;
}
