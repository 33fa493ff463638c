/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sample_story.c - the alerts of a story that the sandbox plays, as samples.
 *
 * A story speaks of resources by the last part of their ids, which the estate
 * of the sandbox knows.
 */
#include <string.h>

#include "model/limits.h"
#include "service/sample.h"
#include "util/file.h"
#include "util/text.h"

struct story {
    struct json *file;
    struct json *estate;
    struct arena *arena;
};

static bool read_json(const char *path, struct json **out, struct err *err)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    ok = file_read(path, LIMIT_SCENARIO_FILE, &text, err);
    if (ok && !json_parse(buf_view(&text), out, err))
        ok = err_prefix(err, "%s", path);
    buf_done(&text);
    return ok;
}

/* Only names of files that are there: none leads out of the directory. */
static bool find_story(struct story *story, const char *name, const char **path,
                       struct err *err)
{
    const char *dir = file_data(story->arena, "scenarios");
    struct buf list;
    char **files;
    size_t n;

    if (!file_list(dir, ".json", story->arena, &files, &n, err))
        return false;
    buf_init(&list);
    *path = NULL;
    for (size_t i = 0; i < n; i++) {
        struct str stem = str_sub(str_of(files[i]), 0, strlen(files[i]) - 5);

        if (str_eq_fold(stem, str_of(name)))
            *path = file_join(story->arena, dir, files[i]);
        buf_printf(&list, "%s%.*s", i > 0 ? ", " : "", STR_ARG(stem));
    }
    if (*path == NULL)
        err_set(err, ERR_ABSENT, _("There is no scenario %.80s. There are: %s"),
                name, list.at != NULL ? list.at : "");
    buf_done(&list);
    return *path != NULL;
}

/* "vm-web-01" is the resource whose id ends in it. */
static const char *target_of(const struct story *story, struct str name)
{
    struct json_each each = json_each(json_get(story->estate, "resources"));
    const char *end = arena_printf(story->arena, "/%.*s", STR_ARG(name));

    while (json_next(&each)) {
        struct str id = json_text(json_get(each.value, "id"));

        if (str_ends_fold(id, str_of(end)))
            return arena_textn(story->arena, id.at, id.len);
    }
    return arena_textn(story->arena, name.at, name.len);
}

static void put_entity(struct json *list, const char *type, const char *member,
                       struct str value)
{
    struct json *one;

    if (str_empty(value))
        return;
    one = json_new_object();
    json_set_text(one, "Type", type);
    json_set_str(one, member, value);
    json_add_take(list, one);
}

static bool tell_step(struct desk *desk, const struct story *story,
                      const struct json *step, struct samples *out,
                      struct err *err)
{
    const char *type = json_text(json_get(step, "type")).at;
    struct str severity = json_text(json_get(step, "severity"));
    struct str title = json_text(json_get(step, "title"));
    struct json *body = sample_blank(
        type, target_of(story, json_text(json_get(step, "resource"))));
    struct json *entities = json_copy(json_get(body, "Entities"));
    struct json *sample;
    bool ok;

    put_entity(entities, "ip", "Address", json_text(json_get(step, "address")));
    put_entity(entities, "account", "Name", json_text(json_get(step, "user")));
    json_set_take(body, "Entities", entities);
    if (!str_empty(severity))
        json_set_str(body, "Severity", severity);
    if (!str_empty(title))
        json_set_str(body, "AlertDisplayName", title);
    sample = sample_of(body, "");
    ok = sample_add(desk, sample, out, err);
    json_free(sample);
    json_free(body);
    return ok;
}

static bool tell_part(struct desk *desk, const struct story *story,
                      const char *part, struct samples *out, struct err *err)
{
    struct json_each each = json_each(json_get(story->file, part));

    while (json_next(&each)) {
        if (str_eq(json_text(json_get(each.value, "do")), STR("alert")) &&
            !tell_step(desk, story, each.value, out, err))
            return false;
    }
    return true;
}

bool sample_scenario(struct desk *desk, const char *name, struct samples *out,
                     struct err *err)
{
    struct story story = {.arena = arena_new()};
    const char *path;
    bool ok;

    ok = find_story(&story, name, &path, err) &&
         read_json(path, &story.file, err) &&
         read_json(file_data(story.arena, "sandbox/estate.json"), &story.estate,
                   err) &&
         tell_part(desk, &story, "begin", out, err) &&
         tell_part(desk, &story, "steps", out, err);
    if (ok && out->n == 0)
        ok = err_set(err, ERR_INPUT, _("There is no alert in %s."), path);
    json_free(story.file);
    json_free(story.estate);
    arena_free(story.arena);
    return ok;
}
