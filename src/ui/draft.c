/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draft.h"

#include <unistd.h>

#include "model/limits.h"
#include "util/file.h"
#include "util/log.h"

static char *path(struct arena *arena)
{
    return file_xdg(arena, "STATE", "draft-rule.json");
}

/* The number of the rule is no part of its JSON, so it stands beside it. */
static void write_draft(const struct rule *rule, struct buf *out)
{
    struct json *json = json_new_object();

    json_set_int(json, "row", rule->row);
    json_set_take(json, "rule", rule_to_json(rule));
    json_write(json, JSON_PRETTY, out);
    buf_char(out, '\n');
    json_free(json);
}

void draft_keep(const struct rule *rule)
{
    struct arena *arena = arena_new();
    char *place = path(arena);
    char *dir = file_xdg(arena, "STATE", "");
    struct err err = {0};
    struct buf text;

    buf_init(&text);
    write_draft(rule, &text);
    if (!place || !dir || !file_make_dir(dir, &err) ||
        !file_write(place, buf_view(&text), &err))
        log_line(LOG_WARN, "the draft of a rule could not be kept: %s",
                 err.text);
    buf_done(&text);
    arena_free(arena);
}

static struct rule *parse(struct str text, struct err *err)
{
    struct json *json = NULL;
    struct rule *rule = NULL;

    if (json_parse(text, &json, err) &&
        rule_from_json(json_get(json, "rule"), &rule, err))
        json_int(json_get(json, "row"), &rule->row);
    json_free(json);
    return rule;
}

struct rule *draft_load(void)
{
    struct arena *arena = arena_new();
    char *place = path(arena);
    struct rule *rule = NULL;
    struct err err = {0};
    struct buf text;

    buf_init(&text);
    if (place && file_exists(place)) {
        if (file_read(place, LIMIT_IMPORT_FILE, &text, &err))
            rule = parse(buf_view(&text), &err);
        if (!rule)
            log_line(LOG_WARN, "the draft of a rule cannot be read: %s",
                     err.text);
    }
    buf_done(&text);
    arena_free(arena);
    return rule;
}

void draft_forget(void)
{
    struct arena *arena = arena_new();
    char *place = path(arena);

    if (place)
        unlink(place);
    arena_free(arena);
}
