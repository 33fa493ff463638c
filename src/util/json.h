/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json.h - JSON values; the only door to json-c.
 *
 * A JSON null and a missing value are both the NULL pointer, as in json-c, and
 * every reading function accepts NULL.  Names compare exactly with json_get(),
 * and without case with json_find(), since Defender sends PascalCase and
 * camelCase for the same thing (FACTS 18).
 *
 * Parsing is strict (RFC 8259) but for a UTF-8 byte order mark, which is
 * skipped; bounded in depth (LIMIT_JSON_DEPTH) and size (LIMIT_JSON_TEXT);
 * text must be valid UTF-8.  Of members with the same name the last counts.
 * Half a surrogate pair becomes U+FFFD, and so does U+0000 in a member name.
 * An integer beyond int64_t is a real that is written as it was read.
 *
 * Thread: a value belongs to one thread at a time; it may be given away whole.
 * Memory: what json_parse(), json_copy() and json_new_* return is yours until
 * json_free(), or until a function with `take` in its name gets it.  What the
 * reading functions return is borrowed from its container.
 */
#ifndef RIPOSTE_UTIL_JSON_H
#define RIPOSTE_UTIL_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/str.h"

struct json;

enum json_type {
    JSON_NULL,
    JSON_BOOL,
    JSON_INT,
    JSON_REAL,
    JSON_TEXT,
    JSON_ARRAY,
    JSON_OBJECT,
    JSON_TYPE_N
};

/* The whole of @text is one value.  ERR_INPUT with line and column. */
bool json_parse(struct str text, struct json **out, struct err *err);

void json_free(struct json *json); /* NULL is fine */
/* It is freed together with the arena. */
void json_keep(struct arena *arena, struct json *json);
struct json *json_copy(const struct json *json);
/* Equal in type and value; members in any order. */
bool json_equal(const struct json *a, const struct json *b);

enum json_type json_type(const struct json *json);
const char *json_type_name(enum json_type type); /* "null", "text", … */

/* Member of an object; NULL when there is none, or @object is no object. */
const struct json *json_get(const struct json *object, const char *name);
/* Exact name first, else the first that matches without case. */
const struct json *json_find(const struct json *object, struct str name);
/* Steps through members: "properties.status.code"; a number steps into an
 * array; without case.  NULL when any part is missing. */
const struct json *json_at(const struct json *json, struct str path);

size_t json_length(const struct json *json); /* array items or members */
const struct json *json_item(const struct json *array, size_t index);

/* for (struct json_each e = json_each(o); json_next(&e);) … e.name, e.value */
struct json_each {
    const char *name;         /* NULL in an array */
    const struct json *value; /* NULL for null */
    size_t index;             /* from 0 on */
    const void *state;        /* private */
    bool array;               /* private */
};
struct json_each json_each(const struct json *json);
bool json_next(struct json_each *each);

/* Reading; the wrong type gives the empty str, false or the default. */
struct str json_text(const struct json *json); /* terminated, borrowed */
bool json_has_text(const struct json *json, const char *name, struct str *out);
/* Numbers, and texts that are numbers (FACTS 18, trap 2).  A real is an
 * integer when it has no fraction and fits. */
bool json_int(const struct json *json, int64_t *out);
bool json_real(const struct json *json, double *out);
/* Booleans, and the texts true and false in any case. */
bool json_bool(const struct json *json, bool *out);

/* The spelling of a real that a double cannot hold; else NULL. */
const char *json_spelling(const struct json *json);

/* Any scalar as the text that a person would write; objects and arrays as
 * compact JSON; null as nothing. */
void json_put_text(const struct json *json, struct buf *out);

/* Building. */
struct json *json_new_object(void);
struct json *json_new_array(void);
struct json *json_new_text(struct str text);
struct json *json_new_int(int64_t value);
struct json *json_new_real(double value);
struct json *json_new_bool(bool value);
void json_set_take(struct json *object, const char *name, struct json *value);
/* NULL is written as null. */
void json_set_text(struct json *object, const char *name, const char *text);
void json_set_str(struct json *object, const char *name, struct str text);
void json_set_int(struct json *object, const char *name, int64_t value);
void json_set_bool(struct json *object, const char *name, bool value);
void json_add_take(struct json *array, struct json *value);
void json_remove(struct json *object, const char *name);
/* The member itself, to be changed in place; NULL when it is not there. */
struct json *json_member(struct json *object, const char *name);
/* The same for an item of an array. */
struct json *json_element(struct json *array, size_t index);

enum json_style { JSON_COMPACT, JSON_PRETTY };
/* Reals have the fewest digits that read back the same, and a point or an
 * exponent, so that they stay reals.  Slashes are not escaped; control
 * characters are, U+007F and C1 too, so that a line of output can be shown on a
 * terminal. */
void json_write(const struct json *json, enum json_style style,
                struct buf *out);
/* One JSON string with its quotes. */
void json_write_text(struct str text, struct buf *out);

#endif
