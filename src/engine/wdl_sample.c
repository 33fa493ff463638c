/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_sample.c - answers made from shapes and schemas.
 */
#include "engine/wdl_shape.h"
#include "engine/wdl_shape_part.h"
#include "model/limits.h"

/* Long enough to be split at its slashes wherever a definition does. */
#define SAMPLE_ID                                                              \
    "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/"      \
    "sample/providers/Microsoft.Compute/virtualMachines/sample/extensions/"    \
    "sample/parts/sample/sections/sample"
#define SAMPLE_TIME "2026-01-15T12:00:00.0000000Z"
#define SAMPLE_TEXT "sample"
#define DEEPEST     24
#define MOST_ITEMS  16

static struct json *make(const struct shape *shape, const struct json *schema,
                         struct str name, int depth);

static const struct shape *settled(const struct shape *shape)
{
    while (shape && shape->same)
        shape = shape->same;
    return shape;
}

static const struct shape *member_of(const struct shape *shape, struct str name)
{
    const struct shape_member *member = shape ? shape->members : NULL;

    for (; member; member = member->next) {
        if (str_eq_fold(str_of(member->name), name))
            return settled(member->shape);
    }
    return NULL;
}

static bool says_type(const struct json *schema, const char *name)
{
    const struct json *type = json_get(schema, "type");

    if (json_type(type) == JSON_TEXT)
        return str_eq(json_text(type), str_of(name));
    for (struct json_each e = json_each(type); json_next(&e);) {
        if (str_eq(json_text(e.value), str_of(name)))
            return true;
    }
    return false;
}

static struct json *make_text(unsigned kinds, struct str name)
{
    struct str id = STR("id");

    if (kinds & SHAPE_TIME || str_find_fold(name, STR("time")) != STR_NOWHERE ||
        str_find_fold(name, STR("date")) != STR_NOWHERE)
        return json_new_text(STR(SAMPLE_TIME));
    if (kinds & SHAPE_NUMBER_TEXT)
        return json_new_text(STR("1"));
    if (kinds & SHAPE_BASE64)
        return json_new_text(STR("c2FtcGxl"));
    if (kinds & SHAPE_JSON_TEXT)
        return json_new_text(STR("{}"));
    if (str_ends_fold(name, id) || kinds & SHAPE_TEXT)
        return json_new_text(STR(SAMPLE_ID));
    return json_new_text(STR(SAMPLE_TEXT));
}

/* Null counts too. */
static bool has_member(const struct json *object, struct str name)
{
    for (struct json_each e = json_each(object); json_next(&e);) {
        if (str_eq(str_of(e.name), name))
            return true;
    }
    return false;
}

static struct json *make_object(const struct shape *shape,
                                const struct json *schema, int depth)
{
    const struct json *known = json_get(schema, "properties");
    struct json *object = json_new_object();

    for (struct json_each e = json_each(known); json_next(&e);)
        json_set_take(object, e.name,
                      make(member_of(shape, str_of(e.name)), e.value,
                           str_of(e.name), depth + 1));
    for (const struct shape_member *m = shape ? shape->members : NULL; m;
         m = m->next) {
        if (!json_find(object, str_of(m->name)))
            json_set_take(
                object, m->name,
                make(settled(m->shape), NULL, str_of(m->name), depth + 1));
    }
    for (struct json_each e = json_each(json_get(schema, "required"));
         json_next(&e);) {
        if (!has_member(object, json_text(e.value)))
            json_set_take(object, json_text(e.value).at,
                          make_text(0, json_text(e.value)));
    }
    return object;
}

static struct json *make_array(const struct shape *shape,
                               const struct json *schema, struct str name,
                               int depth)
{
    struct json *array = json_new_array();
    int64_t n = shape && shape->least > 1 ? shape->least : 1;
    int64_t least;

    if (json_int(json_get(schema, "minItems"), &least) && least > n)
        n = least;
    for (int64_t i = 0; i < n && i < MOST_ITEMS; i++)
        json_add_take(array, make(settled(shape ? shape->items : NULL),
                                  json_get(schema, "items"), name, depth + 1));
    return array;
}

/* The schema says what it is; without one, what it is taken for does. */
static struct json *make(const struct shape *shape, const struct json *schema,
                         struct str name, int depth)
{
    unsigned kinds;

    shape = settled(shape);
    kinds = shape ? shape->kinds : 0;
    if (shape && shape->schema && !schema)
        schema = shape->schema;
    if (depth > DEEPEST)
        return NULL;
    if (json_length(json_get(schema, "enum")) > 0)
        return json_copy(json_item(json_get(schema, "enum"), 0));
    if (says_type(schema, "array") ||
        (!json_get(schema, "type") && kinds & SHAPE_ARRAY))
        return make_array(shape, schema, name, depth);
    if (says_type(schema, "object") || json_get(schema, "properties") ||
        (!json_get(schema, "type") && kinds & SHAPE_OBJECT))
        return make_object(shape, schema, depth);
    if (says_type(schema, "integer") || says_type(schema, "number") ||
        (!json_get(schema, "type") && kinds & SHAPE_NUMBER))
        return json_new_int(1);
    if (says_type(schema, "boolean") ||
        (!json_get(schema, "type") && kinds & SHAPE_BOOL))
        return json_new_bool(true);
    if (shape && shape->value &&
        (!schema || says_type(schema, "string") || !json_get(schema, "type")))
        return json_copy(shape->value);
    if (says_type(schema, "null") && !says_type(schema, "string"))
        return NULL;
    return make_text(kinds, name);
}

struct json *wdl_shapes_outputs(struct wdl_shapes *shapes,
                                const struct wdl_action *action)
{
    const struct shape *shape = settled(shapes->outputs[action->number]);
    struct json *outputs = make_object(shape, NULL, 0);

    json_set_int(outputs, "statusCode", 200);
    return outputs;
}

struct json *wdl_shapes_trigger(struct wdl_shapes *shapes)
{
    return make(settled(shapes->trigger), NULL, STR("body"), 0);
}
