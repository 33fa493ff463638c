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
#include "util/when.h"

#define CROWD_WAIT 180000
#define HOUR       ((int64_t)3600 * 1000)

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
        /* A crowd may do what it does at once. */
        const char *options[] = {"--speed", "20",           "--scenario",
                                 "none",    "--rate",       "10000/1000",
                                 "--arm",   scene.http.url, NULL};

        house_open(house, options, NULL);
    }
    scene.http.target = house->sand.port;
    scene.smtp.target = house->sand.smtp;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        lead_through(&scene, files[i]);
    scene.engine = (struct proc){.pid = 0};
    scene.crowd = 0;
    memset(scene.killed, 0, sizeof(scene.killed));
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

enum run_state scene_state(struct scene *scene, int64_t run)
{
    struct house *house = &scene->house;
    struct arena *arena = arena_new();
    enum run_state state;
    struct run read;

    assert_good(house,
                runs_get(house->desk->store, run, arena, &read, &house->err));
    state = read.state;
    arena_free(arena);
    return state;
}

const struct step *scene_step(struct scene *scene, int64_t run)
{
    const struct run *read = house_read(&scene->house, run);

    for (size_t i = 0; i < read->n_steps; i++) {
        if (!run_state_final(read->steps[i].state))
            return &read->steps[i];
    }
    return NULL;
}

void scene_until_caught(struct scene *scene, const char *what)
{
    int64_t until = when_monotonic() + SCENE_WAIT;

    while (!scene->http.caught && !scene->smtp.caught) {
        if (when_monotonic() > until)
            fail_msg("%s: never came there", what);
        scene_turn(scene);
    }
}

enum run_state scene_until_final(struct scene *scene, int64_t run,
                                 const char *what)
{
    int64_t until = when_monotonic() + SCENE_WAIT;

    while (!run_state_final(scene_state(scene, run))) {
        if (when_monotonic() > until) {
            house_tell(&scene->house, run);
            fail_msg("%s: run %lld does not come to an end", what,
                     (long long)run);
        }
        scene_turn(scene);
    }
    return scene_state(scene, run);
}

static int64_t open_runs(struct scene *scene)
{
    struct counters counters;

    assert_good(&scene->house, counters_get(scene->house.desk->store, &counters,
                                            &scene->house.err));
    return counters.runs_open;
}

void scene_crowd(struct scene *scene, const char *action, bool there, bool wait)
{
    struct house *house = &scene->house;
    struct buf all;

    scene->crowd = house_rule(
        house, house->desk,
        arena_printf(
            house->arena,
            "{\"name\":\"crowd\",\"mode\":\"auto\",\"conditions\":[{\"all\":"
            "[{\"property\":\"SystemAlertId\",\"operator\":\"startswith\","
            "\"value\":\"crowd-\"}]}],\"actions\":[%s]}",
            action));
    buf_init(&all);
    for (int i = 0; i < SCENE_CROWD; i++) {
        struct house_alert alert = {.there = there};
        char name[32];

        snprintf(name, sizeof(name), "crowd-%d", i);
        alert.name = name;
        buf_str(&all, house_alert(house, &alert));
        buf_char(&all, '\n');
    }
    house_ingest(house, buf_view(&all), false);
    buf_done(&all);
    if (wait)
        assert_good(house, steps_space(house->desk->store, when_now() + HOUR,
                                       HOUR, &house->err));
    assert_int_equal(open_runs(scene), SCENE_CROWD);
}

void scene_crowd_ends(struct scene *scene)
{
    struct house *house = &scene->house;
    struct runs_filter filter = {.rule = scene->crowd,
                                 .limit = 2 * (size_t)SCENE_CROWD};
    int64_t until = when_monotonic() + CROWD_WAIT;
    size_t good = 0;
    struct run *runs;
    size_t got;

    while (open_runs(scene) > 0) {
        assert_true(when_monotonic() < until);
        scene_turn(scene);
    }
    assert_good(house, runs_list(house->desk->store, &filter, house->arena,
                                 &runs, &got, &house->err));
    for (size_t i = 0; i < got; i++)
        good += runs[i].state == RUN_SUCCEEDED;
    assert_int_equal(got, SCENE_CROWD);
    assert_int_equal(good, SCENE_CROWD);
}

int scene_open_crowded(void **state)
{
    scene_open(state);
    scene_crowd(*state, "{\"kind\":\"note\",\"with\":{\"note\":\"x\"}}", false,
                true);
    return 0;
}

void test_crowd_ends(void **state)
{
    struct scene *scene = *state;
    struct house *house = &scene->house;
    int64_t now = when_now();

    assert_int_equal(open_runs(scene), SCENE_CROWD);
    assert_good(house, steps_clock_back(house->desk->store,
                                        now + 2 * SCENE_CROWD * HOUR, now,
                                        &house->err));
    scene_start(scene);
    scene_crowd_ends(scene);
    scene_kill(scene);
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
