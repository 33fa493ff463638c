/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/codec.h"

#include "util/text.h"
#include "util/when.h"

void json_set_time(struct json *object, const char *name, int64_t moment)
{
    char text[WHEN_TEXT_SIZE];

    if (moment == 0 || moment == INT64_MAX)
        json_set_take(object, name, NULL);
    else
        json_set_text(object, name, when_iso(moment, text));
}

void json_set_copy(struct json *object, const char *name,
                   const struct json *value)
{
    json_set_take(object, name, value ? json_copy(value) : NULL);
}

bool name_parse(const char *const *names, size_t count, struct str text,
                size_t *out)
{
    for (size_t i = 0; i < count; i++) {
        if (names[i] && str_eq_fold(str_of(names[i]), text)) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool unknown(const char *where, const char *name,
                    const char *const *names, size_t count, struct err *err)
{
    const char *near = str_nearest(str_of(name), names, count);

    if (near)
        return err_set(err, ERR_INPUT,
                       _("%s has no member \"%s\"; did you mean \"%s\"?"),
                       where, name, near);
    return err_set(err, ERR_INPUT, _("%s has no member \"%s\"; remove it."),
                   where, name);
}

bool members_known(const struct json *json, const char *where,
                   const char *const *names, size_t count, struct err *err)
{
    struct json_each each;
    size_t at;

    if (json_type(json) != JSON_OBJECT)
        return err_set(err, ERR_INPUT, _("%s must be an object, but it is %s."),
                       where, json_type_name(json_type(json)));
    each = json_each(json);
    while (json_next(&each)) {
        if (!name_parse(names, count, str_of(each.name), &at) ||
            !str_eq(str_of(each.name), str_of(names[at])))
            return unknown(where, each.name, names, count, err);
    }
    return true;
}

bool member_text(const struct json *json, const char *where, const char *name,
                 const char *fallback, struct arena *arena, char **out,
                 struct err *err)
{
    const struct json *value = json_get(json, name);

    if (!value && fallback) {
        *out = arena_text(arena, fallback);
        return true;
    }
    if (!value)
        return err_set(err, ERR_INPUT, _("%s needs \"%s\"; add it."), where,
                       name);
    if (json_type(value) != JSON_TEXT)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" in %s must be text, but it is %s."), name,
                       where, json_type_name(json_type(value)));
    if (!fallback && str_empty(str_trim(json_text(value))))
        return err_set(err, ERR_INPUT, _("\"%s\" in %s is empty; fill it in."),
                       name, where);
    *out = arena_textn(arena, json_text(value).at, json_text(value).len);
    return true;
}

bool member_type(const struct json *json, const char *where, const char *name,
                 enum json_type type, const struct json **out, struct err *err)
{
    const struct json *value = json_get(json, name);

    if (value && json_type(value) != type)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" in %s must be %s, but it is %s."), name, where,
                       json_type_name(type), json_type_name(json_type(value)));
    *out = value;
    return true;
}

bool member_list(const struct json *object, const char *where, const char *name,
                 size_t limit, const struct json **out, struct err *err)
{
    const struct json *list;

    if (!member_type(object, where, name, JSON_ARRAY, &list, err))
        return false;
    if (json_length(list) > limit)
        return err_set(err, ERR_INPUT,
                       _("\"%s\" in %s has %zu items; %zu are allowed."), name,
                       where, json_length(list), limit);
    *out = list;
    return true;
}
