/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/data.h"

#include "model/limits.h"
#include "util/file.h"
#include "util/text.h"

bool data_load(const char *name, struct json **out, struct err *err)
{
    struct arena *arena = arena_new();
    const char *path = name;
    struct json *json = NULL;
    struct buf text;
    bool good;

    if (name[0] != '/' && name[0] != '.')
        path = file_data(arena, name);
    buf_init(&text);
    good = file_read(path, LIMIT_SCENARIO_FILE, &text, err);
    if (good && !json_parse(buf_view(&text), &json, err))
        good = err_prefix(err, _("%s cannot be read"), path);
    if (good && json_type(json) != JSON_OBJECT)
        good = err_set(err, ERR_INPUT, _("%s has no JSON object."), path);
    if (good)
        *out = json;
    else
        json_free(json);
    buf_done(&text);
    arena_free(arena);
    return good;
}

const char *data_text(const struct json *object, const char *name)
{
    struct str text = json_text(json_get(object, name));

    return text.len ? text.at : "";
}

const char *data_escaped(struct arena *arena, const struct json *object,
                         const char *name)
{
    struct str text = json_text(json_get(object, name));
    struct buf out;
    const char *done;

    if (str_empty(text))
        return NULL;
    buf_init(&out);
    json_write_text(text, &out);
    done = arena_textn(arena, out.at + 1, out.len - 2);
    buf_done(&out);
    return done;
}
