/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/json.h"

#include <limits.h>
#include <math.h>
#include <string.h>

/* json-c has types of these names too. */
#define json_type json_c_type
#define json_bool json_c_bool
#include <json-c/json_object.h>
#include <json-c/linkhash.h>
#undef json_type
#undef json_bool

#include "model/limits.h"
#include "util/arena.h"
#include "util/mem.h"
#include "util/skim.h"
#include "util/text.h"

#define NAME_ON_STACK 128

static struct json_object *inside(struct json *json)
{
    return (struct json_object *)json;
}

/* Many reading functions of json-c want a pointer to what is not const. */
static struct json_object *reading(const struct json *json)
{
    return (struct json_object *)(uintptr_t)json;
}

static struct json *outside(struct json_object *object)
{
    return (struct json *)object;
}

static struct json *made(struct json_object *object)
{
    if (!object)
        die("%s", _("There is no memory for a JSON value."));
    return outside(object);
}

/*
 * Parsing.  The tree is built from what skim_value() has judged: the tokener
 * of json-c accepts more than RFC 8259 does even in its strict mode, reads
 * byte by byte, and would be a second opinion on what is valid.
 */

static struct json *build(const struct skim_value *from, struct arena *scratch);

/* Member names end at a zero byte in json-c: none may lie inside. */
static void add_member(struct json *object, struct str name, struct json *value)
{
    char stack[NAME_ON_STACK], *copy = stack;
    struct buf long_name;
    const char *zero;

    buf_init(&long_name);
    if (name.len >= sizeof(stack) || memchr(name.at, '\0', name.len)) {
        while ((zero = memchr(name.at, '\0', name.len))) {
            size_t len = (size_t)(zero - name.at);

            buf_bytes(&long_name, name.at, len);
            buf_text(&long_name, "\xef\xbf\xbd");
            name = str_sub(name, len + 1, name.len);
        }
        buf_str(&long_name, name);
        copy = long_name.at;
    } else {
        memcpy(copy, name.at, name.len);
        copy[name.len] = '\0';
    }
    json_set_take(object, copy, value);
    buf_done(&long_name);
}

static struct json *build_object(const struct skim_value *from,
                                 struct arena *scratch)
{
    struct json *object = json_new_object();
    struct skim_value name, value;
    struct skim in;

    skim_enter(&in, from);
    while (skim_member(&in, &name, &value)) {
        struct json *member = build(&value, scratch);

        add_member(object, skim_text(&name, scratch), member);
        if (name.escaped)
            arena_clear(scratch);
    }
    return object;
}

static struct json *build_array(const struct skim_value *from,
                                struct arena *scratch)
{
    struct json *array = json_new_array();
    struct skim_value value;
    struct skim in;

    skim_enter(&in, from);
    while (skim_item(&in, &value))
        json_add_take(array, build(&value, scratch));
    return array;
}

static struct json *build_text(const struct skim_value *from,
                               struct arena *scratch)
{
    struct json *text = json_new_text(skim_text(from, scratch));

    if (from->escaped)
        arena_clear(scratch);
    return text;
}

/* A number that no double can hold keeps its spelling, to be written again. */
static struct json *build_number(const struct skim_value *from)
{
    bool negative = *from->raw.at == '-';
    struct json *number;
    char *spelling;
    int64_t whole;
    double real;

    if (from->type == JSON_INT && str_int(from->raw, &whole))
        return json_new_int(whole);
    if (!str_real(from->raw, &real))
        real = negative ? -HUGE_VAL : HUGE_VAL;
    if (from->type == JSON_REAL && isfinite(real))
        return json_new_real(real);
    spelling = mem_textn(from->raw.at, from->raw.len);
    number = made(json_object_new_double_s(real, spelling));
    mem_free(spelling);
    return number;
}

static struct json *build(const struct skim_value *from, struct arena *scratch)
{
    switch (from->type) {
    case JSON_OBJECT:
        return build_object(from, scratch);
    case JSON_ARRAY:
        return build_array(from, scratch);
    case JSON_TEXT:
        return build_text(from, scratch);
    case JSON_INT:
    case JSON_REAL:
        return build_number(from);
    case JSON_BOOL:
        return json_new_bool(*from->raw.at == 't');
    default:
        return NULL;
    }
}

static struct json *build_whole(const struct skim_value *from)
{
    struct arena *scratch = arena_new();
    struct json *json = build(from, scratch);

    arena_free(scratch);
    return json;
}

static bool check_size(struct str text, struct err *err)
{
    if (text.len <= LIMIT_JSON_TEXT)
        return true;
    return err_set(err, ERR_INPUT,
                   _("The JSON text has %zu bytes; at most %d are read."),
                   text.len, LIMIT_JSON_TEXT);
}

bool json_parse(struct str text, struct json **out, struct err *err)
{
    struct skim_value value;
    struct skim skim;

    if (!check_size(text, err))
        return false;
    skim_init(&skim, text);
    if (!skim_whole(&skim, &value, err))
        return false;
    *out = build_whole(&value);
    return true;
}

void json_free(struct json *json)
{
    json_object_put(inside(json));
}

static void free_kept(void *json)
{
    json_free(json);
}

void json_keep(struct arena *arena, struct json *json)
{
    arena_defer(arena, free_kept, json);
}

struct json *json_copy(const struct json *json)
{
    struct json_object *copy = NULL;

    if (json && json_object_deep_copy(reading(json), &copy, NULL) != 0)
        die("%s", _("There is no memory for a JSON value."));
    return outside(copy);
}

bool json_equal(const struct json *a, const struct json *b)
{
    return json_object_equal(reading(a), reading(b)) != 0;
}

enum json_type json_type(const struct json *json)
{
    static const enum json_type types[] = {
        [json_type_null] = JSON_NULL,     [json_type_boolean] = JSON_BOOL,
        [json_type_double] = JSON_REAL,   [json_type_int] = JSON_INT,
        [json_type_object] = JSON_OBJECT, [json_type_array] = JSON_ARRAY,
        [json_type_string] = JSON_TEXT,
    };

    return types[json_object_get_type(reading(json))];
}

const char *json_type_name(enum json_type type)
{
    static const char *const names[JSON_TYPE_N] = {
        [JSON_NULL] = "null",     [JSON_BOOL] = "bool", [JSON_INT] = "integer",
        [JSON_REAL] = "real",     [JSON_TEXT] = "text", [JSON_ARRAY] = "array",
        [JSON_OBJECT] = "object",
    };

    return names[type];
}

static const struct lh_entry *first_member(const struct json *json)
{
    return json_type(json) == JSON_OBJECT
               ? lh_table_head(json_object_get_object(reading(json)))
               : NULL;
}

static const struct json *entry_value(const struct lh_entry *entry)
{
    return lh_entry_v(entry);
}

static const char *entry_name(const struct lh_entry *entry)
{
    return lh_entry_k(entry);
}

const struct json *json_get(const struct json *object, const char *name)
{
    struct json_object *value = NULL;

    if (json_type(object) == JSON_OBJECT)
        json_object_object_get_ex(reading(object), name, &value);
    return outside(value);
}

const struct json *json_find(const struct json *object, struct str name)
{
    const struct lh_entry *near = NULL;

    for (const struct lh_entry *entry = first_member(object); entry;
         entry = lh_entry_next(entry)) {
        struct str have = str_of(entry_name(entry));

        if (have.len != name.len)
            continue;
        if (str_eq(have, name))
            return entry_value(entry);
        if (!near && str_eq_fold(have, name))
            near = entry;
    }
    return near ? entry_value(near) : NULL;
}

const struct json *json_at(const struct json *json, struct str path)
{
    struct str part;
    int64_t index;

    while (json && str_cut(&path, '.', &part)) {
        if (json_type(json) != JSON_ARRAY)
            json = json_find(json, part);
        else if (str_int(part, &index) && index >= 0)
            json = json_item(json, (size_t)index);
        else
            json = NULL;
    }
    return json;
}

size_t json_length(const struct json *json)
{
    switch (json_type(json)) {
    case JSON_ARRAY:
        return json_object_array_length(reading(json));
    case JSON_OBJECT:
        return (size_t)json_object_object_length(reading(json));
    default:
        return 0;
    }
}

const struct json *json_item(const struct json *array, size_t index)
{
    if (json_type(array) != JSON_ARRAY)
        return NULL;
    return outside(json_object_array_get_idx(reading(array), index));
}

struct json_each json_each(const struct json *json)
{
    bool array = json_type(json) == JSON_ARRAY;

    return (struct json_each){
        .state = array ? (const void *)json : first_member(json),
        .array = array,
        .index = SIZE_MAX,
    };
}

bool json_next(struct json_each *each)
{
    const struct lh_entry *entry = each->state;

    each->index++;
    if (each->array) {
        each->value = json_item(each->state, each->index);
        return each->index < json_length(each->state);
    }
    if (!entry)
        return false;
    each->name = entry_name(entry);
    each->value = entry_value(entry);
    each->state = lh_entry_next(entry);
    return true;
}

struct str json_text(const struct json *json)
{
    if (json_type(json) != JSON_TEXT)
        return STR_NONE;
    return (struct str){
        .at = json_object_get_string(reading(json)),
        .len = (size_t)json_object_get_string_len(reading(json)),
    };
}

bool json_has_text(const struct json *json, const char *name, struct str *out)
{
    const struct json *text = json_get(json, name);

    if (json_type(text) != JSON_TEXT)
        return false;
    *out = json_text(text);
    return true;
}

static bool real_to_int(double real, int64_t *out)
{
    /* 2^63 itself is a double, but no int64_t. */
    if (!(real >= -0x1p63 && real < 0x1p63) || real != (double)(int64_t)real)
        return false;
    *out = (int64_t)real;
    return true;
}

bool json_int(const struct json *json, int64_t *out)
{
    double real;

    switch (json_type(json)) {
    case JSON_INT:
        *out = json_object_get_int64(reading(json));
        return true;
    case JSON_REAL:
        return real_to_int(json_object_get_double(reading(json)), out);
    case JSON_TEXT:
        return str_int(json_text(json), out) ||
               (str_real(json_text(json), &real) && real_to_int(real, out));
    default:
        return false;
    }
}

bool json_real(const struct json *json, double *out)
{
    double real;

    switch (json_type(json)) {
    case JSON_INT:
        *out = (double)json_object_get_int64(reading(json));
        return true;
    case JSON_REAL:
        real = json_object_get_double(reading(json));
        if (!isfinite(real))
            return false;
        *out = real;
        return true;
    case JSON_TEXT:
        return str_real(json_text(json), out);
    default:
        return false;
    }
}

bool json_bool(const struct json *json, bool *out)
{
    struct str text = json_text(json);

    if (json_type(json) == JSON_BOOL)
        *out = json_object_get_boolean(reading(json)) != 0;
    else if (str_eq_fold(text, STR("true")))
        *out = true;
    else if (str_eq_fold(text, STR("false")))
        *out = false;
    else
        return false;
    return true;
}

const char *json_spelling(const struct json *json)
{
    if (json_type(json) != JSON_REAL)
        return NULL;
    return json_object_get_userdata(reading(json));
}

struct json *json_new_object(void)
{
    return made(json_object_new_object());
}

struct json *json_new_array(void)
{
    return made(json_object_new_array());
}

struct json *json_new_text(struct str text)
{
    if (text.len > INT_MAX)
        die("%s", _("A JSON text was to be longer than 2 GiB."));
    return made(json_object_new_string_len(text.at, (int)text.len));
}

struct json *json_new_int(int64_t value)
{
    return made(json_object_new_int64(value));
}

struct json *json_new_real(double value)
{
    return made(json_object_new_double(value));
}

struct json *json_new_bool(bool value)
{
    return made(json_object_new_boolean(value));
}

void json_set_take(struct json *object, const char *name, struct json *value)
{
    if (json_object_object_add(inside(object), name, inside(value)) != 0)
        die("%s", _("There is no memory for a JSON value."));
}

void json_set_text(struct json *object, const char *name, const char *text)
{
    json_set_take(object, name, text ? json_new_text(str_of(text)) : NULL);
}

void json_set_str(struct json *object, const char *name, struct str text)
{
    json_set_take(object, name, json_new_text(text));
}

void json_set_int(struct json *object, const char *name, int64_t value)
{
    json_set_take(object, name, json_new_int(value));
}

void json_set_bool(struct json *object, const char *name, bool value)
{
    json_set_take(object, name, json_new_bool(value));
}

void json_add_take(struct json *array, struct json *value)
{
    if (json_object_array_add(inside(array), inside(value)) != 0)
        die("%s", _("There is no memory for a JSON value."));
}

void json_remove(struct json *object, const char *name)
{
    json_object_object_del(inside(object), name);
}

struct json *json_member(struct json *object, const char *name)
{
    struct json_object *value = NULL;

    if (json_type(object) == JSON_OBJECT)
        json_object_object_get_ex(inside(object), name, &value);
    return outside(value);
}

struct json *json_element(struct json *array, size_t index)
{
    if (json_type(array) != JSON_ARRAY)
        return NULL;
    return outside(json_object_array_get_idx(inside(array), index));
}
