/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An engine in a process of its own and a thousand runs: it is killed again
 * and again amid them, and held and resumed from another process.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <poll.h>
#include <signal.h>

#include <cmocka.h>

#include "service/hand.h"
#include "service/house.h"
#include "util/when.h"

#define DEADLINE  120000
#define RUNS      1000
#define KILLS     3
#define IN_FLIGHT 32
/* Whoever does that twice has done harm. */
#define RENEW                                                                  \
    "{\"name\":\"renew\",\"mode\":\"auto\",\"actions\":[{\"kind\":\"http\","   \
    "\"with\":{\"url\":\"" SAND_STORE                                          \
    "/regenerateKey?api-version=2023-05-01\",\"body\":"                        \
    "\"{\\\"keyName\\\":\\\"key1\\\"}\",\"token\":\"arm\","                    \
    "\"class\":\"reversible\"}}]}"

struct scene {
    struct house house;
    struct proc engine;
};

static int scene_open(void **state)
{
    static const char *const options[] = {"--scenario", "none", "--rate",
                                          "1000000/1000000", NULL};
    static struct scene scene;

    house_open(&scene.house, options, NULL);
    scene.engine = (struct proc){.pid = 0};
    *state = &scene;
    return 0;
}

static int scene_close(void **state)
{
    struct scene *scene = *state;

    if (scene->engine.pid > 0)
        proc_stop(&scene->engine);
    house_close(&scene->house);
    return 0;
}

static void engine_start(struct scene *scene)
{
    const struct house *house = &scene->house;
    char program[512];
    const char *const argv[] = {sand_program("riposte", program),
                                "--config",
                                house->sand.config,
                                "--store",
                                house->config->store,
                                "serve",
                                NULL};

    if (!proc_start(&scene->engine, argv, &scene->house.err))
        fail_msg("%s", house->err.text);
}

static void engine_kill(struct scene *scene)
{
    assert_int_equal(kill(scene->engine.pid, SIGKILL), 0);
    proc_stop(&scene->engine);
    scene->engine = (struct proc){.pid = 0};
}

static void take(struct scene *scene, int n)
{
    struct house *house = &scene->house;
    struct buf all;

    buf_init(&all);
    for (int i = 0; i < n; i++) {
        char name[16];

        snprintf(name, sizeof(name), "m-%d", i);
        buf_str(&all, house_alert(house, &(struct house_alert){.name = name}));
        buf_char(&all, '\n');
    }
    house_ingest(house, buf_view(&all), false);
    buf_done(&all);
}

static int64_t open_runs(struct scene *scene)
{
    struct counters counters;

    assert_good(&scene->house, counters_get(scene->house.desk->store, &counters,
                                            &scene->house.err));
    return counters.runs_open;
}

static void until_open(struct scene *scene, int64_t most)
{
    int64_t until = when_monotonic() + DEADLINE;

    while (open_runs(scene) > most) {
        if (when_monotonic() > until)
            fail_msg("%lld runs are still open", (long long)open_runs(scene));
        poll(NULL, 0, 5);
    }
}

/* Each key of the log, and how often it was there. */
static struct json *log_keys(struct scene *scene)
{
    struct json *log = sand_get(&scene->house.sand, "/_sandbox/log");
    struct json *keys = json_new_object();

    for (struct json_each e = json_each(log); json_next(&e);) {
        struct str key = json_text(json_get(e.value, "clientRequestId"));
        int64_t seen = 0;

        if (!str_ends_fold(json_text(json_get(e.value, "path")),
                           STR("/regenerateKey")))
            continue;
        assert_true(key.len > 0);
        json_int(json_get(keys, key.at), &seen);
        json_set_int(keys, key.at, seen + 1);
    }
    json_free(log);
    return keys;
}

static void test_killed(void **state)
{
    struct runs_filter filter = {.limit = RUNS};
    struct scene *scene = *state;
    struct house *house = &scene->house;
    struct json *keys;
    struct run *runs;
    size_t unknown = 0;
    size_t n;

    house_rule(house, house->desk, RENEW);
    take(scene, RUNS);
    assert_int_equal(open_runs(scene), RUNS);
    for (int i = 1; i <= KILLS; i++) {
        engine_start(scene);
        until_open(scene, RUNS - i * RUNS / (KILLS + 1));
        engine_kill(scene);
        assert_true(open_runs(scene) > 0);
    }
    engine_start(scene);
    until_open(scene, 0);
    keys = log_keys(scene);
    assert_good(house, runs_list(house->desk->store, &filter, house->arena,
                                 &runs, &n, &house->err));
    assert_int_equal(n, RUNS);
    for (size_t i = 0; i < n; i++) {
        const struct step *step = house_read(house, runs[i].row)->steps;
        int64_t sent = 0;

        json_int(json_get(keys, step->key), &sent);
        /* Done once, or nobody knows and somebody is told. */
        assert_true(sent <= 1);
        if (runs[i].state == RUN_SUCCEEDED) {
            assert_int_equal(sent, 1);
            continue;
        }
        assert_int_equal(runs[i].state, RUN_UNKNOWN);
        assert_true(*step->note != '\0');
        unknown++;
    }
    assert_true(unknown <= KILLS * IN_FLIGHT);
    json_free(keys);
}

/* A request by hand, which hold lets pass: when it is over, the engine has
 * looked at all there is. */
static void by_hand(struct scene *scene)
{
    struct house *house = &scene->house;
    struct json *with = NULL;
    struct step step = {.number = 1, .name = "x", .kind = "http"};
    struct hand_run hand = {
        .name = "x", .verb = "x", .object = "x", .steps = &step, .n_steps = 1};
    int64_t until = when_monotonic() + DEADLINE;
    int64_t run;

    assert_good(house, json_parse(STR("{\"method\":\"GET\",\"token\":\"arm\","
                                      "\"url\":\"" SAND_VM
                                      "?api-version=2023-09-01\"}"),
                                  &with, &house->err));
    json_keep(house->arena, with);
    step.with = with;
    assert_good(house, hand_start(house->desk, &hand, &run, &house->err));
    while (!run_state_final(house_read(house, run)->state)) {
        assert_true(when_monotonic() < until);
        poll(NULL, 0, 5);
    }
}

/* When the last of the rule's steps was begun, and how many were not. */
static int64_t last_begun(struct scene *scene, size_t *waiting)
{
    struct runs_filter filter = {.limit = RUNS};
    struct house *house = &scene->house;
    int64_t last = 0;
    struct run *runs;
    size_t n;

    assert_good(house, runs_list(house->desk->store, &filter, house->arena,
                                 &runs, &n, &house->err));
    *waiting = 0;
    for (size_t i = 0; i < n; i++) {
        const struct step *step = house_read(house, runs[i].row)->steps;

        if (runs[i].rule == 0)
            continue;
        if (step->began > last)
            last = step->began;
        *waiting += step->began == 0;
    }
    return last;
}

/* Here holds one process what another one does. */
static void test_held(void **state)
{
    struct scene *scene = *state;
    struct house *house = &scene->house;
    int64_t held;
    int64_t resumed;
    size_t before;
    size_t waiting;

    house_rule(house, house->desk, RENEW);
    take(scene, RUNS);
    engine_start(scene);
    until_open(scene, RUNS - 50);
    assert_good(house, desk_hold(house->desk, true, "drill", &house->err));
    held = when_now();
    by_hand(scene);
    assert_true(last_begun(scene, &before) <= held + WHEN_SECOND);
    assert_true(before > 0);
    by_hand(scene);
    assert_true(last_begun(scene, &waiting) <= held + WHEN_SECOND);
    assert_int_equal(waiting, before);
    resumed = when_now();
    assert_good(house, desk_resume(house->desk, 0, "", &house->err));
    until_open(scene, (int64_t)before - 1);
    assert_true(last_begun(scene, &waiting) >= resumed);
    until_open(scene, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_killed, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_held, scene_open, scene_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
