/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 at every point of the journal: the engine that comes after goes on,
 * nothing is done twice, and what nobody can know is said to be unknown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "relay.h"
#include "service/house.h"
#include "service/triage.h"
#include "util/when.h"

#define DEADLINE 60000

/* One house whose calls to Azure Resource Manager go through the relay, and
 * whose engine is a process of its own. */
struct scene {
    struct relay relay;
    struct house house;
    struct proc engine;
};

static int scene_open(void **state)
{
    static struct scene scene;
    const char *options[] = {
        "--speed", "20", "--scenario", "none", "--arm", scene.relay.url, NULL};

    relay_open(&scene.relay);
    house_open(&scene.house, options, NULL);
    scene.relay.target = scene.house.sand.port;
    scene.engine = (struct proc){.pid = 0};
    *state = &scene;
    return 0;
}

static void engine_start(struct scene *scene)
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
        arena_printf(house->arena, "containment.directory=%s/containment",
                     house->sand.dir),
        "serve",
        NULL};

    if (!proc_start(&scene->engine, argv, &scene->house.err))
        fail_msg("%s", house->err.text);
}

/* Dead at once; its lease would last for half a minute more. */
static void engine_kill(struct scene *scene)
{
    struct house *house = &scene->house;
    struct lease lease;

    assert_int_equal(kill(scene->engine.pid, SIGKILL), 0);
    proc_stop(&scene->engine);
    scene->engine = (struct proc){.pid = 0};
    assert_good(house, lease_look(house->desk->store, &lease, &house->err));
    assert_good(house,
                lease_drop(house->desk->store, lease.holder, &house->err));
}

static int scene_close(void **state)
{
    struct scene *scene = *state;

    if (scene->engine.pid > 0)
        proc_stop(&scene->engine);
    house_close(&scene->house);
    relay_close(&scene->relay);
    return 0;
}

static enum run_state state_of(struct scene *scene, int64_t run)
{
    struct arena *arena = arena_new();
    enum run_state state;
    struct run read;

    assert_good(&scene->house, runs_get(scene->house.desk->store, run, arena,
                                        &read, &scene->house.err));
    state = read.state;
    arena_free(arena);
    return state;
}

static void until_caught(struct scene *scene, const char *what)
{
    int64_t until = when_monotonic() + DEADLINE;

    while (!scene->relay.caught) {
        if (when_monotonic() > until)
            fail_msg("%s: never came there", what);
        relay_turn(&scene->relay, 20);
    }
}

static enum run_state until_final(struct scene *scene, int64_t run,
                                  const char *what)
{
    int64_t until = when_monotonic() + DEADLINE;

    while (!run_state_final(state_of(scene, run))) {
        if (when_monotonic() > until) {
            house_tell(&scene->house, run);
            fail_msg("%s: run %lld does not come to an end", what,
                     (long long)run);
        }
        relay_turn(&scene->relay, 20);
    }
    return state_of(scene, run);
}

/* A point to be killed at: the request, or the answer to it, that is on its
 * way, and what the sandbox must have seen of the act in the end. */
struct point {
    const char *what;
    const char *method, *path;
    size_t skip;
    bool answer;
    size_t sent; /* how often the act reached the service, at most … */
    enum journal journal; /* of the step, when it is dead */
};

static const struct point points[] = {
    {"asking for the state before", "GET", "/instanceView", 0, false, 1,
     JOURNAL_INTENDED},
    {"the state before is on its way", "GET", "/instanceView", 0, true, 1,
     JOURNAL_INTENDED},
    {"the act is on its way", "POST", "/deallocate", 0, false, 1,
     JOURNAL_INTENDED},
    {"the act is done, its answer is on its way", "POST", "/deallocate", 0,
     true, 2, JOURNAL_INTENDED},
    {"accepted, and followed", "GET", "/operations/", 0, false, 1,
     JOURNAL_FOLLOWING},
    {"looking whether it is so", "GET", "/instanceView", 1, false, 1,
     JOURNAL_INTENDED},
};

static const struct point ways_back[] = {
    {"the way back is on its way", "POST", "/start", 0, false, 1,
     JOURNAL_INTENDED},
    {"the way back is done, its answer is on its way", "POST", "/start", 0,
     true, 2, JOURNAL_INTENDED},
    {"the way back is followed", "GET", "/operations/", 0, false, 1,
     JOURNAL_FOLLOWING},
    {"looking whether it is as before", "GET", "/instanceView", 0, false, 1,
     JOURNAL_INTENDED},
};

/* The step that is under way. */
static const struct step *under_way(struct scene *scene, int64_t run)
{
    const struct run *read = house_read(&scene->house, run);

    for (size_t i = 0; i < read->n_steps; i++) {
        if (!run_state_final(read->steps[i].state))
            return &read->steps[i];
    }
    return NULL;
}

/* Operations have a name of their own at the end. */
static void hold(struct scene *scene, const struct point *point)
{
    relay_hold(&scene->relay, point->method, point->path, point->skip,
               point->answer);
}

static enum run_state die_and_go_on(struct scene *scene, int64_t run,
                                    const struct point *point)
{
    const struct step *step;

    hold(scene, point);
    engine_start(scene);
    until_caught(scene, point->what);
    engine_kill(scene);
    step = under_way(scene, run);
    assert_non_null(step);
    if (step->journal != point->journal)
        fail_msg("%s: the journal says %d of \"%s\"", point->what,
                 (int)step->journal, step->name);
    relay_reset(&scene->relay);
    engine_start(scene);
    return until_final(scene, run, point->what);
}

static void test_contain(void **state)
{
    struct scene *scene = *state;
    struct house *house = &scene->house;

    for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
        const struct point *point = &points[i];
        int64_t mark = sand_mark(&house->sand);
        const struct effect *effect;
        char seen[64];
        size_t sent;
        int64_t run;

        assert_good(house, house_contain(house->desk, "vm-deallocate", SAND_VM,
                                         0, "", &run, &house->err));
        assert_int_equal(die_and_go_on(scene, run, point), RUN_SUCCEEDED);
        effect = house_last_effect(house);
        assert_int_equal(effect->run, run);
        assert_int_equal(effect->state, EFFECT_OBSERVED);
        sent = sand_count(&house->sand, mark, "POST", "/deallocate");
        if (sent == 0 || sent > point->sent)
            fail_msg("%s: it was sent %zu times", point->what, sent);
        /* However often: it is one act, and says so. */
        assert_int_equal(sand_keys(&house->sand, mark, "POST", "/deallocate"),
                         1);
        assert_string_equal(sand_power(&house->sand, SAND_VM, seen),
                            "PowerState/deallocated");
        assert_good(house, contain_undo(house->desk, effect->row, "", &run,
                                        &house->err));
        assert_int_equal(until_final(scene, run, point->what), RUN_SUCCEEDED);
        engine_kill(scene);
    }
}

static void test_undo(void **state)
{
    struct scene *scene = *state;
    struct house *house = &scene->house;

    for (size_t i = 0; i < sizeof(ways_back) / sizeof(ways_back[0]); i++) {
        const struct point *point = &ways_back[i];
        const struct effect *effect;
        char seen[64];
        int64_t mark;
        size_t sent;
        int64_t run;

        assert_good(house, house_contain(house->desk, "vm-deallocate", SAND_VM,
                                         0, "", &run, &house->err));
        engine_start(scene);
        assert_int_equal(until_final(scene, run, point->what), RUN_SUCCEEDED);
        engine_kill(scene);
        effect = house_last_effect(house);
        mark = sand_mark(&house->sand);
        assert_good(house, contain_undo(house->desk, effect->row, "", &run,
                                        &house->err));
        assert_int_equal(die_and_go_on(scene, run, point), RUN_SUCCEEDED);
        engine_kill(scene);
        assert_int_equal(house_effect(house, effect->row)->state,
                         EFFECT_UNDONE);
        sent = sand_count(&house->sand, mark, "POST", "/start");
        if (sent == 0 || sent > point->sent)
            fail_msg("%s: it was sent %zu times", point->what, sent);
        assert_int_equal(sand_keys(&house->sand, mark, "POST", "/start"), 1);
        assert_string_equal(sand_power(&house->sand, SAND_VM, seen),
                            "PowerState/running");
    }
}

/* What must not be repeated is not: a person has to look. */
static void test_unrepeatable(void **state)
{
    static const struct {
        bool answer;
        size_t done;
    } rows[] = {{false, 0}, {true, 1}};
    struct scene *scene = *state;
    struct house *house = &scene->house;

    house_rule(house, house->desk,
               "{\"name\":\"renew\",\"mode\":\"auto\",\"actions\":[{\"kind\":"
               "\"http\",\"with\":{\"url\":\"" SAND_STORE
               "/regenerateKey?api-version=2023-05-01\",\"body\":"
               "\"{\\\"keyName\\\":\\\"key1\\\"}\",\"token\":\"arm\","
               "\"class\":\"reversible\"}}]}");
    for (size_t i = 0; i < 2; i++) {
        const struct point point = {
            "a new key",    "POST", "/regenerateKey", 0,
            rows[i].answer, 1,      JOURNAL_INTENDED,
        };
        int64_t mark = sand_mark(&house->sand);
        const struct run *read;
        char name[16];
        int64_t run;

        snprintf(name, sizeof(name), "u-%zu", i);
        house_take(house, &(struct house_alert){.name = name});
        run = house_newest(house, 0);
        assert_int_equal(die_and_go_on(scene, run, &point), RUN_UNKNOWN);
        engine_kill(scene);
        read = house_read(house, run);
        assert_non_null(strstr(read->steps[0].note, "It may have been done"));
        assert_int_equal(
            sand_count(&house->sand, mark, "POST", "/regenerateKey"),
            rows[i].done);
    }
}

/* A status is written through after all, and shown as pending meanwhile. */
static void test_status(void **state)
{
    static const struct point point = {
        "a new status", "POST", "/resolve", 0, true, 2, JOURNAL_INTENDED,
    };
    struct scene *scene = *state;
    struct house *house = &scene->house;
    int64_t event =
        house_take(house, &(struct house_alert){.name = "s-1", .there = true});

    assert_good(house,
                triage_status(house->desk, event, "Resolved", "", &house->err));
    assert_int_equal(die_and_go_on(scene, house_newest(house, 0), &point),
                     RUN_SUCCEEDED);
    engine_kill(scene);
    assert_int_equal(house_event(house, event)->flags & EVENT_PENDING, 0);
    assert_string_equal(house_event(house, event)->column[COLUMN_STATUS].at,
                        "Resolved");
    assert_int_equal(sand_keys(&house->sand, 0, "POST", "/resolve"), 1);
}

/* Among all that the sources have brought so far. */
static size_t alerts_stored(struct scene *scene)
{
    struct house *house = &scene->house;
    struct arena *arena = arena_new();
    struct event_row *rows;
    size_t n_rows;
    size_t n = 0;

    assert_good(house, events_newest(house->desk->store, LIMIT_ROWS, arena,
                                     &rows, &n_rows, &house->err));
    for (size_t i = 0; i < n_rows; i++)
        n += rows[i].kind == EVENT_ALERT;
    arena_free(arena);
    return n;
}

/* Alerts whose page was on its way: none is lost, none is there twice, and the
 * rule that one of them fires fires once. */
static void test_fetching(void **state)
{
    static const struct point point = {
        "a page of alerts", "GET", "/Microsoft.Security/alerts", 0, true, 0,
        JOURNAL_INTENDED,
    };
    struct scene *scene = *state;
    struct house *house = &scene->house;
    int64_t until = when_monotonic() + DEADLINE;

    house_rule(house, house->desk,
               "{\"name\":\"stop\",\"mode\":\"auto\",\"actions\":[{\"kind\":"
               "\"contain\",\"with\":{\"action\":\"vm-deallocate\"}}]}");
    house_alert(house, &(struct house_alert){.name = "f-1", .there = true});
    hold(scene, &point);
    engine_start(scene);
    until_caught(scene, point.what);
    engine_kill(scene);
    relay_reset(&scene->relay);
    engine_start(scene);
    while (alerts_stored(scene) == 0) {
        assert_true(when_monotonic() < until);
        relay_turn(&scene->relay, 20);
    }
    assert_int_equal(until_final(scene, 1, point.what), RUN_SUCCEEDED);
    engine_kill(scene);
    assert_int_equal(alerts_stored(scene), 1);
    assert_int_equal(house_newest(house, 0), 1);
    assert_int_equal(sand_count(&house->sand, 0, "POST", "/deallocate"), 1);
}

/* Waits until it has gone by itself. */
static int until_gone(struct scene *scene)
{
    int64_t until = when_monotonic() + DEADLINE;
    int status;

    while (waitpid(scene->engine.pid, &status, WNOHANG) == 0) {
        assert_true(when_monotonic() < until);
        relay_turn(&scene->relay, 20);
    }
    close(scene->engine.output);
    scene->engine = (struct proc){.pid = 0};
    return status;
}

/* Asked to end it leaves everything in order, and the lease to whoever comes
 * next. */
static void test_asked(void **state)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};
    struct scene *scene = *state;
    struct house *house = &scene->house;

    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        static const struct point point = {
            "asked to end", "POST", "/deallocate", 0, true, 1, JOURNAL_INTENDED,
        };
        int64_t mark = sand_mark(&house->sand);
        struct lease lease;
        int64_t run;

        assert_good(house, house_contain(house->desk, "vm-deallocate", SAND_VM,
                                         0, "", &run, &house->err));
        hold(scene, &point);
        engine_start(scene);
        until_caught(scene, point.what);
        assert_int_equal(kill(scene->engine.pid, signals[i]), 0);
        /* What is on its way comes to nothing: that is waited for. */
        relay_reset(&scene->relay);
        assert_int_equal(until_gone(scene), 0);
        assert_good(house, lease_look(house->desk->store, &lease, &house->err));
        assert_int_equal(lease.expires, 0);
        engine_start(scene);
        assert_int_equal(until_final(scene, run, point.what), RUN_SUCCEEDED);
        assert_int_equal(sand_keys(&house->sand, mark, "POST", "/deallocate"),
                         1);
        assert_good(house,
                    contain_undo(house->desk, house_last_effect(house)->row, "",
                                 &run, &house->err));
        assert_int_equal(until_final(scene, run, point.what), RUN_SUCCEEDED);
        engine_kill(scene);
    }
}

/* Killed again and again, wherever it happens to be: in the end all is done,
 * once. */
static void test_anywhere(void **state)
{
    struct scene *scene = *state;
    struct house *house = &scene->house;
    int64_t life = 150;
    int64_t run;
    int deaths = 0;

    assert_good(house, house_contain(house->desk, "vm-deallocate", SAND_VM, 0,
                                     "", &run, &house->err));
    for (; !run_state_final(state_of(scene, run)); life += 40) {
        int64_t until = when_monotonic() + life;

        assert_true(life < DEADLINE);
        engine_start(scene);
        while (when_monotonic() < until &&
               !run_state_final(state_of(scene, run)))
            relay_turn(&scene->relay, 5);
        engine_kill(scene);
        relay_reset(&scene->relay);
        deaths++;
    }
    assert_true(deaths > 1);
    assert_int_equal(state_of(scene, run), RUN_SUCCEEDED);
    assert_int_equal(house_last_effect(house)->state, EFFECT_OBSERVED);
    assert_int_equal(sand_keys(&house->sand, 0, "POST", "/deallocate"), 1);
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, scene_open, scene_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_contain),  ROW(test_undo),     ROW(test_unrepeatable),
        ROW(test_status),   ROW(test_fetching), ROW(test_asked),
        ROW(test_anywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
