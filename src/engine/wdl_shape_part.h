/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wdl_shape_part.h - shapes in the making, between the files of wdl_shape.h
 * only.
 */
#ifndef RIPOSTE_ENGINE_WDL_SHAPE_PART_H
#define RIPOSTE_ENGINE_WDL_SHAPE_PART_H

#include "engine/wdl_part.h"

/* Positions in texts and arrays, and members, that are looked at. */
#define SHAPE_MOST 1000

struct expr_fn;

enum shape_kind {
    SHAPE_TEXT = 1,
    SHAPE_NUMBER = 2,
    SHAPE_BOOL = 4,
    SHAPE_ARRAY = 8,
    SHAPE_OBJECT = 16,
    SHAPE_TIME = 32,        /* a text that is a time */
    SHAPE_NUMBER_TEXT = 64, /* that is a number */
    SHAPE_BASE64 = 128,
    SHAPE_URL = 256,
    SHAPE_DATA_URI = 512,
    SHAPE_COLLECTION = 1024, /* an array, unless it is known as an object */
    SHAPE_SOME = 2048,       /* whatever it is, null it is not */
};

struct shape_member {
    const char *name;
    struct shape *shape;
    struct shape_member *next;
};

struct shape {
    struct shape *same; /* it was found to be that one */
    unsigned kinds;     /* what it is taken for */
    struct shape_member *members;
    struct shape *items;
    int64_t least;         /* items */
    int64_t skipped;       /* items that somebody skips */
    struct shape *pieces;  /* of a text that is split at … */
    struct str separator;  /* … this */
    struct shape *parsed;  /* of a text that is JSON */
    struct shape *decoded; /* of a text in base64: what is behind it */
    struct str holds;      /* a text that it is to have in it; "" */
    bool inside;           /* with something behind that */
    int64_t bytes;         /* of a text of which a part is taken */
    bool of_split;         /* these are the pieces of a text */
    bool needed;           /* nothing goes on when it is null */
    const struct json *schema;
    const struct json *value; /* that it is compared with */
};

struct wdl_shapes {
    const struct wdl *wdl;
    struct arena *arena;
    struct shape *trigger;         /* its body */
    struct shape *trigger_outputs; /* in which that is */
    struct shape **outputs;        /* by number of the action */
    struct shape **tests;          /* what loops go through */
    struct shape **variables;      /* by number */
    struct shape **arguments;      /* of $(n), while a value is looked at */
    struct wdl_value *const *values;
};

/* What a function takes an argument for. */
unsigned shape_kinds(const struct expr_fn *fn, size_t i);
struct shape *shape_new(struct arena *arena);
/* Whatever it was found to be the same as. */
struct shape *shape_root(struct shape *shape);
/* Any item; NULL: of NULL. */
struct shape *shape_items(struct wdl_shapes *shapes, struct shape *shape);
/* They are one from now on; either may be NULL. */
void shape_merge(struct wdl_shapes *shapes, struct shape *a, struct shape *b);
/* The member of that name; one that is in nothing where there are SHAPE_MOST.
 */
struct shape *shape_member(struct wdl_shapes *shapes, struct shape *shape,
                           struct str name);
/* Whatever it was found to be the same as; NULL stays NULL. */
const struct shape *shape_settled(const struct shape *shape);
const struct shape *shape_of_member(const struct shape *shape, struct str name);
/* What it looks like, @name being what it is called where nothing else is
 * known; the caller's. */
struct json *shape_make(const struct shape *shape, const struct json *schema,
                        struct str name, int depth);
/* Both at once: in @arena, or the caller's. */
struct json *schema_both(const struct json *a, const struct json *b);
const struct json *shape_schemas(const struct json *a, const struct json *b,
                                 struct arena *arena);

#endif
