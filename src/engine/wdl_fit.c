/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_fit.c - schemas put together, and an event that lacks what a definition
 * reads completed.
 */
#include "engine/wdl_shape.h"
#include "engine/wdl_shape_part.h"

#define DEEPEST     24
#define MOST_FITTED 32

/* ---- two schemas of one value ---------------------------------------------*/

static struct json *both_properties(const struct json *a, const struct json *b)
{
    struct json *out = json_copy(a);

    for (struct json_each e = json_each(b); json_next(&e);)
        json_set_take(out, e.name, schema_both(json_get(a, e.name), e.value));
    return out;
}

static struct json *both_lists(const struct json *a, const struct json *b)
{
    struct json *out = json_copy(a);

    for (struct json_each e = json_each(b); json_next(&e);)
        json_add_take(out, json_copy(e.value));
    return out;
}

struct json *schema_both(const struct json *a, const struct json *b)
{
    const struct json *properties = json_get(a, "properties");
    const struct json *required = json_get(a, "required");
    struct json *out;

    if (!a || !b)
        return json_copy(a ? a : b);
    if (json_type(a) != JSON_OBJECT || json_type(b) != JSON_OBJECT)
        return json_copy(a);
    out = json_copy(a);
    if (json_type(json_get(b, "properties")) == JSON_OBJECT)
        json_set_take(
            out, "properties",
            json_type(properties) == JSON_OBJECT
                ? both_properties(properties, json_get(b, "properties"))
                : json_copy(json_get(b, "properties")));
    if (json_type(json_get(b, "required")) == JSON_ARRAY)
        json_set_take(out, "required",
                      json_type(required) == JSON_ARRAY
                          ? both_lists(required, json_get(b, "required"))
                          : json_copy(json_get(b, "required")));
    if (json_type(json_get(b, "items")) == JSON_OBJECT)
        json_set_take(out, "items",
                      schema_both(json_get(a, "items"), json_get(b, "items")));
    if (!json_get(a, "type"))
        json_set_take(out, "type", json_copy(json_get(b, "type")));
    return out;
}

const struct json *shape_schemas(const struct json *a, const struct json *b,
                                 struct arena *arena)
{
    struct json *out;

    if (!a || !b || a == b)
        return a ? a : b;
    out = schema_both(a, b);
    json_keep(arena, out);
    return out;
}

/* ---- an event -------------------------------------------------------------*/

struct fit {
    struct arena *arena;
    const char **paths;
    size_t n;
};

static void fit_object(struct fit *fit, const struct shape *shape,
                       const struct json *schema, const char *path,
                       struct json *object, int depth);

/* Does anything go wrong when it is null? */
static bool wants(const struct shape *shape, int depth)
{
    shape = shape_settled(shape);
    if (!shape || depth > DEEPEST)
        return false;
    if (shape->needed || shape->pieces || shape->parsed || shape->decoded ||
        shape->bytes > 0 || shape->items ||
        (shape->kinds & ~(unsigned)SHAPE_OBJECT) != 0)
        return true;
    for (const struct shape_member *m = shape->members; m; m = m->next) {
        if (wants(m->shape, depth + 1))
            return true;
    }
    return false;
}

static void note(struct fit *fit, const char *path)
{
    fit->paths =
        arena_grown(fit->arena, fit->paths, fit->n, sizeof(*fit->paths));
    fit->paths[fit->n++] = path;
}

static size_t count_pieces(struct str text, struct str separator)
{
    size_t n = 1;
    size_t at;

    while (!str_empty(separator) &&
           (at = str_find(text, separator)) != STR_NOWHERE) {
        text = str_sub(text, at + separator.len, STR_NOWHERE);
        n++;
    }
    return n;
}

static bool is_short(const struct shape *shape, struct str text)
{
    const struct shape *pieces = shape_settled(shape->pieces);

    return (int64_t)text.len < shape->bytes ||
           (pieces &&
            (int64_t)count_pieces(text, shape->separator) <
                (pieces->least > pieces->skipped ? pieces->least
                                                 : pieces->skipped + 1));
}

/* What a loop or a filter reads of each item, and a schema wants of it. */
static void fit_items(struct fit *fit, const struct shape *shape,
                      const struct json *schema, const char *path,
                      struct json *array, int depth)
{
    for (size_t i = 0; i < json_length(array) && i < MOST_FITTED; i++) {
        struct json *item = json_element(array, i);

        if (json_type(item) == JSON_OBJECT)
            fit_object(fit, shape, schema,
                       arena_printf(fit->arena, "%s[%zu]", path, i), item,
                       depth);
    }
}

static void fit_array(struct fit *fit, const struct shape *shape,
                      const struct json *schema, const char *path,
                      struct json *array, int depth)
{
    const struct shape *item = shape ? shape_settled(shape->items) : NULL;
    int64_t have = (int64_t)json_length(array);
    int64_t least = shape ? shape->least : 0;

    if (!schema && shape)
        schema = shape->schema;
    schema = json_get(schema, "items");
    fit_items(fit, item, schema, path, array, depth);
    /* One that is empty, of which each item would be looked at. */
    if (least == 0 && item && item->members)
        least = 1;
    for (; have < least && have < MOST_FITTED; have++) {
        json_add_take(array, shape_make(item, schema, str_of(path), 0));
        note(fit, arena_printf(fit->arena, "%s[%lld]", path, (long long)have));
    }
}

static void fit_member(struct fit *fit, const struct shape *shape,
                       const struct json *schema, struct str name,
                       const char *path, struct json *object, int depth)
{
    struct json *value = NULL;
    const char *have = NULL;

    for (struct json_each e = json_each(object); json_next(&e);) {
        if (str_eq_fold(str_of(e.name), name))
            have = e.name;
    }
    if (have)
        value = json_member(object, have);
    if (!value || (json_type(value) == JSON_TEXT && shape &&
                   is_short(shape, json_text(value)))) {
        json_set_take(object, have ? have : name.at,
                      shape_make(shape, schema, name, depth));
        note(fit, path);
    } else if (json_type(value) == JSON_OBJECT) {
        fit_object(fit, shape, schema, path, value, depth + 1);
    } else if (json_type(value) == JSON_ARRAY) {
        fit_array(fit, shape, schema, path, value, depth + 1);
    }
}

static void fit_object(struct fit *fit, const struct shape *shape,
                       const struct json *schema, const char *path,
                       struct json *object, int depth)
{
    const struct json *properties;

    if (depth > DEEPEST)
        return;
    if (!schema && shape)
        schema = shape->schema;
    properties = json_get(schema, "properties");
    for (const struct shape_member *m = shape ? shape->members : NULL; m;
         m = m->next) {
        if (wants(m->shape, 0))
            fit_member(fit, shape_settled(m->shape),
                       json_get(properties, m->name), str_of(m->name),
                       arena_printf(fit->arena, "%s%s%s", path,
                                    *path ? "." : "", m->name),
                       object, depth);
    }
    for (struct json_each e = json_each(json_get(schema, "required"));
         json_next(&e);) {
        struct str name = json_text(e.value);

        fit_member(fit, shape_of_member(shape, name),
                   json_find(properties, name), name,
                   arena_printf(fit->arena, "%s%s%.*s", path, *path ? "." : "",
                                STR_ARG(name)),
                   object, depth);
    }
}

size_t wdl_shapes_fit(struct wdl_shapes *shapes, struct json *body,
                      const char ***paths)
{
    struct fit fit = {.arena = shapes->arena};

    if (json_type(body) == JSON_OBJECT)
        fit_object(&fit, shape_settled(shapes->trigger), NULL, "", body, 0);
    *paths = fit.paths;
    return fit.n;
}
