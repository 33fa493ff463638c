/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_shape_merge.c - shapes put together: two that turn out to be one.
 */
#include "engine/wdl_shape_part.h"

struct shape *shape_root(struct shape *shape)
{
    while (shape->same)
        shape = shape->same;
    return shape;
}

struct shape *shape_new(struct arena *arena)
{
    return arena_alloc(arena, sizeof(struct shape));
}

struct shape *shape_items(struct wdl_shapes *shapes, struct shape *shape)
{
    if (!shape)
        return NULL;
    shape = shape_root(shape);
    shape->kinds |= SHAPE_ARRAY;
    if (!shape->items)
        shape->items = shape_new(shapes->arena);
    return shape_root(shape->items);
}

struct shape *shape_member(struct wdl_shapes *shapes, struct shape *shape,
                           struct str name)
{
    struct shape_member *member;
    size_t n = 0;

    if (!shape)
        return NULL;
    shape = shape_root(shape);
    shape->kinds |= SHAPE_OBJECT;
    for (member = shape->members; member; member = member->next, n++) {
        if (str_eq_fold(str_of(member->name), name))
            return shape_root(member->shape);
    }
    if (n >= SHAPE_MOST)
        return shape_new(shapes->arena);
    member = arena_alloc(shapes->arena, sizeof(*member));
    member->name = arena_str(shapes->arena, name).at;
    member->shape = shape_new(shapes->arena);
    member->next = shape->members;
    shape->members = member;
    return member->shape;
}

/* What stands in their texts. */
static void merge_inside(struct wdl_shapes *shapes, struct shape *a,
                         struct shape *b)
{
    if (!a->parsed)
        a->parsed = b->parsed;
    else
        shape_merge(shapes, a->parsed, b->parsed);
    if (!a->decoded)
        a->decoded = b->decoded;
    else
        shape_merge(shapes, a->decoded, b->decoded);
    if (a->pieces) {
        shape_merge(shapes, a->pieces, b->pieces);
    } else {
        a->pieces = b->pieces;
        a->separator = b->separator;
    }
}

void shape_merge(struct wdl_shapes *shapes, struct shape *a, struct shape *b)
{
    struct shape_member *rest;

    if (!a || !b || (a = shape_root(a)) == (b = shape_root(b)))
        return;
    b->same = a;
    a->kinds |= b->kinds;
    a->schema = shape_schemas(a->schema, b->schema, shapes->arena);
    if (!a->value)
        a->value = b->value;
    if (b->least > a->least)
        a->least = b->least;
    if (b->bytes > a->bytes)
        a->bytes = b->bytes;
    if (b->skipped > a->skipped)
        a->skipped = b->skipped;
    if (str_empty(a->holds))
        a->holds = b->holds;
    a->inside = a->inside || b->inside;
    a->of_split = a->of_split || b->of_split;
    a->needed = a->needed || b->needed;
    for (rest = b->members; rest; rest = rest->next)
        shape_merge(shapes, shape_member(shapes, a, str_of(rest->name)),
                    rest->shape);
    if (b->items)
        shape_merge(shapes, shape_items(shapes, a), b->items);
    merge_inside(shapes, a, b);
}
