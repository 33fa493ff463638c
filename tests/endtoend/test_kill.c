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

#include "scene.h"
#include "service/triage.h"
#include "util/when.h"

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

/* Operations have a name of their own at the end. */
static void hold(struct scene *scene, const struct point *point)
{
    relay_hold(&scene->http, point->method, point->path, point->skip,
               point->answer);
}

static enum run_state die_and_go_on(struct scene *scene, int64_t run,
                                    const struct point *point)
{
    const struct step *step;

    hold(scene, point);
    scene_start(scene);
    scene_until_caught(scene, point->what);
    scene_kill(scene);
    step = scene_step(scene, run);
    assert_non_null(step);
    if (step->journal != point->journal)
        fail_msg("%s: the journal says %d of \"%s\"", point->what,
                 (int)step->journal, step->name);
    relay_reset(&scene->http);
    scene_start(scene);
    return scene_until_final(scene, run, point->what);
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
        assert_int_equal(scene_until_final(scene, run, point->what),
                         RUN_SUCCEEDED);
        scene_kill(scene);
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
        scene_start(scene);
        assert_int_equal(scene_until_final(scene, run, point->what),
                         RUN_SUCCEEDED);
        scene_kill(scene);
        effect = house_last_effect(house);
        mark = sand_mark(&house->sand);
        assert_good(house, contain_undo(house->desk, effect->row, "", &run,
                                        &house->err));
        assert_int_equal(die_and_go_on(scene, run, point), RUN_SUCCEEDED);
        scene_kill(scene);
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
        scene_kill(scene);
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
    scene_kill(scene);
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
    int64_t until = when_monotonic() + SCENE_WAIT;

    house_rule(house, house->desk,
               "{\"name\":\"stop\",\"mode\":\"auto\",\"actions\":[{\"kind\":"
               "\"contain\",\"with\":{\"action\":\"vm-deallocate\"}}]}");
    house_alert(house, &(struct house_alert){.name = "f-1", .there = true});
    hold(scene, &point);
    scene_start(scene);
    scene_until_caught(scene, point.what);
    scene_kill(scene);
    relay_reset(&scene->http);
    scene_start(scene);
    while (alerts_stored(scene) == 0) {
        assert_true(when_monotonic() < until);
        scene_turn(scene);
    }
    assert_int_equal(scene_until_final(scene, 1, point.what), RUN_SUCCEEDED);
    scene_kill(scene);
    assert_int_equal(alerts_stored(scene), 1);
    assert_int_equal(house_newest(house, 0), 1);
    assert_int_equal(sand_count(&house->sand, 0, "POST", "/deallocate"), 1);
}

/* Waits until it has gone by itself. */
static int until_gone(struct scene *scene)
{
    int64_t until = when_monotonic() + SCENE_WAIT;
    int status;

    while (waitpid(scene->engine.pid, &status, WNOHANG) == 0) {
        assert_true(when_monotonic() < until);
        scene_turn(scene);
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
        scene_start(scene);
        scene_until_caught(scene, point.what);
        assert_int_equal(kill(scene->engine.pid, signals[i]), 0);
        /* What is on its way comes to nothing: that is waited for. */
        relay_reset(&scene->http);
        assert_int_equal(until_gone(scene), 0);
        assert_good(house, lease_look(house->desk->store, &lease, &house->err));
        assert_int_equal(lease.expires, 0);
        scene_start(scene);
        assert_int_equal(scene_until_final(scene, run, point.what),
                         RUN_SUCCEEDED);
        assert_int_equal(sand_keys(&house->sand, mark, "POST", "/deallocate"),
                         1);
        assert_good(house,
                    contain_undo(house->desk, house_last_effect(house)->row, "",
                                 &run, &house->err));
        assert_int_equal(scene_until_final(scene, run, point.what),
                         RUN_SUCCEEDED);
        scene_kill(scene);
    }
}

/* Killed again and again, wherever it happens to be, with a thousand runs on
 * their way: in the end all is done, each once. */
static void test_anywhere(void **state)
{
    struct scene *scene = *state;
    struct house *house = &scene->house;
    int64_t life = 400;
    int64_t run;
    int deaths = 0;

    scene_crowd(scene, "{\"kind\":\"status\",\"with\":{\"to\":\"inProgress\"}}",
                true, false);
    assert_good(house, house_contain(house->desk, "vm-deallocate", SAND_VM, 0,
                                     "", &run, &house->err));
    for (; deaths < 8 || !run_state_final(scene_state(scene, run));
         life += 40) {
        int64_t until = when_monotonic() + life;

        assert_true(life < SCENE_WAIT);
        scene_start(scene);
        while (when_monotonic() < until)
            scene_turn(scene);
        scene_kill(scene);
        relay_reset(&scene->http);
        deaths++;
    }
    assert_int_equal(scene_state(scene, run), RUN_SUCCEEDED);
    assert_int_equal(house_last_effect(house)->state, EFFECT_OBSERVED);
    assert_int_equal(sand_keys(&house->sand, 0, "POST", "/deallocate"), 1);
    scene_start(scene);
    scene_crowd_ends(scene);
    scene_kill(scene);
    assert_int_equal(sand_keys(&house->sand, 0, "POST", "/inProgress"),
                     SCENE_CROWD);
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, scene_open, scene_close)

int main(void)
{
    const struct CMUnitTest crowded[] = {
        cmocka_unit_test(test_contain),    cmocka_unit_test(test_undo),
        cmocka_unit_test(test_status),     cmocka_unit_test(test_unrepeatable),
        cmocka_unit_test(test_crowd_ends),
    };
    const struct CMUnitTest tests[] = {
        ROW(test_fetching),
        ROW(test_asked),
        ROW(test_anywhere),
    };

    return cmocka_run_group_tests(crowded, scene_open_crowded, scene_close) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
