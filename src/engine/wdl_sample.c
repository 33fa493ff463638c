/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_sample.c - answers made from shapes and schemas.
 */
#include "engine/expr.h"
#include "engine/wdl_shape.h"
#include "engine/wdl_shape_part.h"
#include "util/digest.h"

/* Long enough to be split at its slashes wherever a definition does. */
#define SAMPLE_ID                                                              \
    "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/"      \
    "sample/providers/Microsoft.Compute/virtualMachines/sample/extensions/"    \
    "sample/parts/sample/sections/sample"
#define SAMPLE_PARTS 15
#define SAMPLE_TIME  "2026-01-15T12:00:00.0000000Z"
#define SAMPLE_TEXT  "sample"
#define DEEPEST      24
#define MOST_ITEMS   32

const struct shape *shape_settled(const struct shape *shape)
{
    while (shape && shape->same)
        shape = shape->same;
    return shape;
}

const struct shape *shape_of_member(const struct shape *shape, struct str name)
{
    const struct shape_member *member = shape ? shape->members : NULL;

    for (; member; member = member->next) {
        if (str_eq_fold(str_of(member->name), name))
            return shape_settled(member->shape);
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

/* ---- texts ----------------------------------------------------------------*/

static struct json *make_text(const struct shape *shape, struct str name,
                              int depth);

/* A piece of which more is known than that it is one. */
static const struct shape *known_piece(const struct shape *shape)
{
    const struct shape *item =
        shape_settled(shape_settled(shape->pieces)->items);

    return item && (item->pieces || item->parsed || item->decoded ||
                    item->bytes > 0 || item->value || !str_empty(item->holds) ||
                    item->kinds & ~(unsigned)(SHAPE_TEXT | SHAPE_SOME))
               ? item
               : NULL;
}

static void put_piece(const struct shape *item, int depth, struct buf *out)
{
    struct json *made;

    if (item && item->value) {
        json_put_text(item->value, out);
    } else if (item && depth < DEEPEST) {
        made = make_text(item, STR_NONE, depth + 1);
        json_put_text(made, out);
        json_free(made);
    } else {
        buf_text(out, SAMPLE_TEXT);
    }
}

static void put_pieces(const struct shape *shape, int depth, struct buf *out)
{
    const struct shape *item = known_piece(shape);
    bool id = str_eq(shape->separator, STR("/"));
    int64_t n = shape_settled(shape->pieces)->least;
    int64_t skipped = shape_settled(shape->pieces)->skipped;

    n = n > skipped ? n : skipped + 1;
    if (id && n < SAMPLE_PARTS)
        n = SAMPLE_PARTS;
    if (id && !item)
        buf_text(out, SAMPLE_ID);
    for (int64_t i = id && !item ? SAMPLE_PARTS : 0; i < n; i++) {
        if (i > 0)
            buf_str(out, shape->separator);
        put_piece(item, depth, out);
    }
}

static const char *plain_text(const struct shape *shape, struct str name)
{
    unsigned kinds = shape ? shape->kinds : 0;

    if (kinds & SHAPE_TIME || str_find_fold(name, STR("time")) != STR_NOWHERE ||
        str_find_fold(name, STR("date")) != STR_NOWHERE)
        return SAMPLE_TIME;
    if (kinds & SHAPE_NUMBER_TEXT)
        return "1";
    if (shape && str_eq(shape->holds, STR("@")))
        return "somebody@example.com";
    if (kinds & SHAPE_BASE64)
        return "c2FtcGxl";
    if (kinds & SHAPE_DATA_URI)
        return "data:text/plain;base64,c2FtcGxl";
    if (kinds & SHAPE_URL)
        return "https://example.com/sample";
    if (str_ends_fold(name, STR("id")) || kinds & SHAPE_TEXT)
        return SAMPLE_ID;
    return SAMPLE_TEXT;
}

static void put_decoded(const struct shape *shape, struct str name, int depth,
                        struct buf *out)
{
    struct json *inside = shape_make(shape->decoded, NULL, name, depth + 1);
    struct buf text;

    buf_init(&text);
    expr_put_text(inside, &text);
    digest_base64(buf_view(&text), out);
    buf_done(&text);
    json_free(inside);
}

static struct json *make_text(const struct shape *shape, struct str name,
                              int depth)
{
    struct json *inside;
    struct json *out;
    struct buf text;

    buf_init(&text);
    if (shape && shape->parsed) {
        inside = shape_make(shape->parsed, NULL, name, depth + 1);
        json_write(inside, JSON_COMPACT, &text);
        json_free(inside);
    } else if (shape && shape->decoded) {
        put_decoded(shape, name, depth, &text);
    } else if (shape && shape->pieces) {
        put_pieces(shape, depth, &text);
    } else {
        buf_text(&text, plain_text(shape, name));
    }
    while (shape && (int64_t)text.len < shape->bytes)
        buf_text(&text, SAMPLE_ID);
    if (shape && str_find(buf_view(&text), shape->holds) == STR_NOWHERE)
        buf_str(&text, shape->holds);
    if (shape && shape->inside)
        buf_text(&text, SAMPLE_ID);
    out = json_new_text(buf_view(&text));
    buf_done(&text);
    return out;
}

/* ---- objects and arrays ---------------------------------------------------*/

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

    if (json_type(known) != JSON_OBJECT)
        known = NULL;
    for (struct json_each e = json_each(known); json_next(&e);)
        json_set_take(object, e.name,
                      shape_make(shape_of_member(shape, str_of(e.name)),
                                 e.value, str_of(e.name), depth + 1));
    for (const struct shape_member *m = shape ? shape->members : NULL; m;
         m = m->next) {
        if (!json_find(object, str_of(m->name)))
            json_set_take(
                object, m->name,
                shape_make(m->shape, NULL, str_of(m->name), depth + 1));
    }
    for (struct json_each e = json_each(json_get(schema, "required"));
         json_next(&e);) {
        if (!has_member(object, json_text(e.value)))
            json_set_take(object, json_text(e.value).at,
                          make_text(NULL, json_text(e.value), depth));
    }
    return object;
}

/* An older schema has one for each place. */
static const struct json *schema_of_item(const struct json *schema,
                                         int64_t index)
{
    const struct json *items = json_get(schema, "items");

    if (json_type(items) != JSON_ARRAY)
        return items;
    return json_item(items,
                     (size_t)index < json_length(items) ? (size_t)index : 0);
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
    if (shape && shape->skipped >= n)
        n = shape->skipped + 1;
    for (int64_t i = 0; i < n && i < MOST_ITEMS; i++)
        json_add_take(array,
                      shape_make(shape ? shape->items : NULL,
                                 schema_of_item(schema, i), name, depth + 1));
    return array;
}

static struct json *make_number(const struct json *schema)
{
    int64_t least = 1;

    json_int(json_get(schema, "minimum"), &least);
    return json_new_int(least > 1 ? least : 1);
}

/* The first of several that is not null alone; NULL: there is no choice. */
static const struct json *one_of(const struct json *schema)
{
    static const char *const ways[] = {"anyOf", "oneOf"};

    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        for (struct json_each e = json_each(json_get(schema, ways[i]));
             json_next(&e);) {
            if (!str_eq(json_text(json_get(e.value, "type")), STR("null")))
                return e.value;
        }
    }
    return NULL;
}

/* The schema says what it is; without one, what it is taken for does. */
static struct json *make_by(const struct shape *shape,
                            const struct json *schema, struct str name,
                            int depth)
{
    unsigned kinds = shape ? shape->kinds : 0;
    bool open = !json_get(schema, "type");

    if (json_get(schema, "const"))
        return json_copy(json_get(schema, "const"));
    if (json_length(json_get(schema, "enum")) > 0)
        return json_copy(json_item(json_get(schema, "enum"), 0));
    if (open && one_of(schema))
        return shape_make(shape, one_of(schema), name, depth + 1);
    if (kinds & SHAPE_COLLECTION && !(kinds & SHAPE_OBJECT))
        kinds |= SHAPE_ARRAY;
    if (says_type(schema, "array") || (open && kinds & SHAPE_ARRAY))
        return make_array(shape, schema, name, depth);
    if (says_type(schema, "object") || json_get(schema, "properties") ||
        (open && kinds & SHAPE_OBJECT))
        return make_object(shape, schema, depth);
    if (shape && shape->value &&
        (open ||
         says_type(schema, json_type(shape->value) == JSON_BOOL ? "boolean"
                                                                : "string")))
        return json_copy(shape->value);
    if (says_type(schema, "integer") || says_type(schema, "number") ||
        (open && kinds & SHAPE_NUMBER))
        return make_number(schema);
    if (says_type(schema, "boolean") || (open && kinds & SHAPE_BOOL))
        return json_new_bool(true);
    if (says_type(schema, "null") && !says_type(schema, "string"))
        return NULL;
    return make_text(shape, name, depth);
}

struct json *shape_make(const struct shape *shape, const struct json *schema,
                        struct str name, int depth)
{
    struct json *whole;
    struct json *out;

    if (depth > DEEPEST)
        return NULL;
    shape = shape_settled(shape);
    if (!shape || !shape->schema)
        return make_by(shape, schema, name, depth);
    whole = schema_both(schema, shape->schema);
    out = make_by(shape, whole, name, depth);
    json_free(whole);
    return out;
}

struct json *wdl_shapes_outputs(struct wdl_shapes *shapes,
                                const struct wdl_action *action)
{
    const struct shape *shape = shape_settled(shapes->outputs[action->number]);
    struct json *outputs = make_object(shape, NULL, 0);

    json_set_int(outputs, "statusCode", 200);
    return outputs;
}

void wdl_shapes_beside(struct wdl_shapes *shapes, struct json *outputs)
{
    const struct shape *all = shape_settled(shapes->trigger_outputs);

    for (const struct shape_member *m = all->members; m; m = m->next) {
        if (!str_eq_fold(str_of(m->name), STR("body")))
            json_set_take(outputs, m->name,
                          shape_make(m->shape, NULL, str_of(m->name), 0));
    }
}

struct json *wdl_shapes_trigger(struct wdl_shapes *shapes)
{
    return shape_make(shapes->trigger, NULL, STR("body"), 0);
}
