/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hands.h"

struct json *read_json(const char *text)
{
    struct json *json = NULL;
    struct err err = {0};
    struct buf plain;

    buf_init(&plain);
    for (const char *c = text; *c; c++)
        if (*c == '\n')
            buf_text(&plain, "\\n");
        else
            buf_char(&plain, *c == '`' ? '"' : *c);
    if (!json_parse(buf_view(&plain), &json, &err))
        fail_msg("%s in %s", err.text, text);
    buf_done(&plain);
    return json;
}

struct catalogue *load_catalogue(void)
{
    struct catalogue *catalogue = NULL;
    struct err err = {0};
    char path[4096];

    snprintf(path, sizeof(path), "%s/data/containment", getenv("srcdir"));
    if (!catalogue_load(path, NULL, &catalogue, &err))
        fail_msg("%s", err.text);
    return catalogue;
}

void scene_open(struct scene *scene, const char *type, const char *key,
                const char *inputs)
{
    struct json *definition = read_json(
        "{`parameters`:{`$connections`:{`type`:`Object`,`defaultValue`:{}}},"
        "`triggers`:{`manual`:{`type`:`Request`}},`actions`:{`a`:{}}}");
    struct json *action = json_member(json_member(definition, "actions"), "a");
    struct json *filled = read_json(inputs);
    struct playbook_given how = {.file = "sample.json"};
    struct err err = {0};

    scene->arena = arena_new();
    json_keep(scene->arena, filled);
    if (*key) {
        struct json *host = read_json("{`connection`:{}}");

        json_set_text(json_member(host, "connection"), "name",
                      arena_printf(scene->arena,
                                   "@parameters('$connections')['%s']"
                                   "['connectionId']",
                                   key));
        json_set_take(filled, "host", host);
    }
    json_set_text(action, "type", type);
    json_set_take(action, "inputs", json_copy(filled));
    scene->catalogue = load_catalogue();
    how.catalogue = scene->catalogue;
    playbook_reading_init(&scene->reading);
    if (!playbook_read_all(definition, &how, &scene->reading, &err) ||
        !scene->reading.playbooks[0].n_steps)
        fail_msg("%s: %s", inputs, err.text);
    json_free(definition);
    scene->ask = (struct api_ask){
        .playbook = scene->reading.playbooks,
        .step = scene->reading.playbooks[0].steps,
        .inputs = filled,
        .catalogue = scene->catalogue,
    };
}

void scene_close(struct scene *scene)
{
    playbook_reading_done(&scene->reading);
    catalogue_free(scene->catalogue);
    arena_free(scene->arena);
}
