/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <signal.h>

#include <cmocka.h>

#include "scene.h"
#include "util/file.h"

void scene_replace(struct buf *text, const char *from, const char *to)
{
    struct buf out;
    struct str rest = buf_view(text);
    size_t at;

    buf_init(&out);
    while ((at = str_find(rest, str_of(from))) != STR_NOWHERE) {
        buf_bytes(&out, rest.at, at);
        buf_text(&out, to);
        rest = str_sub(rest, at + strlen(from), rest.len);
    }
    buf_bytes(&out, rest.at, rest.len);
    buf_clear(text);
    buf_bytes(text, out.at, out.len);
    buf_done(&out);
}

static void lead_through(struct scene *scene, const char *suffix)
{
    struct sand *sand = &scene->house.sand;
    const char *path =
        arena_printf(scene->house.arena, "%s%s", sand->config, suffix);
    char from[64];
    char to[64];
    struct buf text;

    buf_init(&text);
    assert_good(&scene->house,
                file_read(path, LIMIT_CONFIG_FILE, &text, &scene->house.err));
    scene_replace(&text, sand->url, scene->http.url);
    snprintf(from, sizeof(from), "smtp://127.0.0.1:%d", sand->smtp);
    snprintf(to, sizeof(to), "smtp://127.0.0.1:%d", scene->smtp.port);
    scene_replace(&text, from, to);
    assert_good(&scene->house,
                file_write(path, buf_view(&text), &scene->house.err));
    buf_done(&text);
}

int scene_open(void **state)
{
    static const char *const files[] = {"", ".slack", ".teams", ".flow"};
    static struct scene scene;
    struct house *house = &scene.house;

    relay_open(&scene.http);
    relay_open(&scene.smtp);
    {
        const char *options[] = {"--speed", "20",    "--scenario",
                                 "none",    "--arm", scene.http.url,
                                 NULL};

        house_open(house, options, NULL);
    }
    scene.http.target = house->sand.port;
    scene.smtp.target = house->sand.smtp;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        lead_through(&scene, files[i]);
    scene.engine = (struct proc){.pid = 0};
    *state = &scene;
    return 0;
}

void scene_start(struct scene *scene)
{
    const struct house *house = &scene->house;
    char program[512];
    const char *const argv[] = {
        sand_program("riposte", program),
        "--config",
        house->sand.config,
        "--store",
        house->config->store,
        "--set",
        arena_printf(house->arena, "scripts.directory=%s", house->sand.dir),
        "--set",
        arena_printf(house->arena, "containment.directory=%s/containment",
                     house->sand.dir),
        "serve",
        NULL};

    if (!proc_start(&scene->engine, argv, &scene->house.err))
        fail_msg("%s", house->err.text);
}

void scene_kill(struct scene *scene)
{
    assert_int_equal(kill(scene->engine.pid, SIGKILL), 0);
    proc_stop(&scene->engine);
    scene->engine = (struct proc){.pid = 0};
}

int scene_close(void **state)
{
    struct scene *scene = *state;

    if (scene->engine.pid > 0)
        proc_stop(&scene->engine);
    house_close(&scene->house);
    relay_close(&scene->http);
    relay_close(&scene->smtp);
    return 0;
}

void scene_turn(struct scene *scene)
{
    relay_turn(&scene->http, 5);
    relay_turn(&scene->smtp, 5);
}
