/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * moments_wait.c - kill -9 while something is waited for that no relay can
 * hold: a script, and a person.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "moments.h"
#include "util/file.h"
#include "util/when.h"

/* ---- scripts: nobody but they know how far they came ---- */

#define SCRIPT                                                                 \
    "echo $$ >>begun\n"                                                        \
    "exec head -c 1 gate >/dev/null\n"

static const char *beside(struct scene *scene, const char *name)
{
    return arena_printf(scene->house.arena, "%s/%s", scene->house.sand.dir,
                        name);
}

/* How often it has begun; *pid: of the last. */
static size_t begun(struct scene *scene, pid_t *pid)
{
    struct err ignored;
    struct str line, rest;
    struct buf text;
    int64_t number;
    size_t n = 0;

    buf_init(&text);
    if (file_read(beside(scene, "begun"), 4096, &text, &ignored)) {
        rest = buf_view(&text);
        while (str_cut(&rest, '\n', &line)) {
            if (!str_int(line, &number))
                continue;
            *pid = (pid_t)number;
            n++;
        }
    }
    buf_done(&text);
    return n;
}

static pid_t until_begun(struct scene *scene)
{
    int64_t until = when_monotonic() + SCENE_WAIT;
    pid_t pid = 0;

    while (begun(scene, &pid) == 0) {
        assert_true(when_monotonic() < until);
        scene_turn(scene);
    }
    return pid;
}

static void write_script(struct scene *scene, const char *name,
                         const char *text)
{
    struct house *house = &scene->house;
    const char *path = beside(scene, name);

    assert_good(house, file_write(path, str_of(text), &house->err));
    assert_int_equal(chmod(path, 0700), 0);
}

/* One that the engine takes along, and one that hears nothing. */
static int write_scripts(struct scene *scene)
{
    int gate;

    write_script(scene, "slow", "#!/bin/sh\n" SCRIPT);
    write_script(scene, "deaf", "#!/bin/sh\ntrap '' TERM\n" SCRIPT);
    assert_int_equal(mkfifo(beside(scene, "gate"), 0600), 0);
    gate = open(beside(scene, "gate"), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    assert_true(gate >= 0);
    return gate;
}

/* It lives on when the engine dies, or dies as well: what it did by then is
 * the same, and nobody runs it again who was not told to. */
void test_script(void **state)
{
    static const struct {
        const char *with;
        bool dies; /* with the engine */
        bool done; /* before the engine dies */
        size_t begun;
        enum run_state state;
        const char *says;
    } cases[] = {
        {"{\"script\":\"slow\"}", true, false, 1, RUN_UNKNOWN,
         "may have been done"},
        {"{\"script\":\"deaf\"}", false, false, 1, RUN_UNKNOWN,
         "may have been done"},
        {"{\"script\":\"slow\",\"repeat\":\"yes\"}", true, false, 2,
         RUN_SUCCEEDED, "done twice"},
        {"{\"script\":\"deaf\",\"repeat\":\"yes\"}", false, false, 2,
         RUN_SUCCEEDED, "done twice"},
        {"{\"script\":\"slow\"}", false, true, 1, RUN_SUCCEEDED, "ended well"},
        {"{\"script\":\"slow\",\"repeat\":\"yes\"}", false, true, 1,
         RUN_SUCCEEDED, "ended well"},
    };
    struct scene *scene = *state;
    int gate = write_scripts(scene);
    char rest[8];

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t run = moments_begin(scene, "script", cases[i].with);
        const struct step *step;
        pid_t pid;

        if (cases[i].done) {
            assert_int_equal(write(gate, "\n", 1), 1);
            relay_hold(&scene->http, "GET", "/vm-web-02", 0, false);
            moments_die(scene, run, "script", MOMENT_NEXT, JOURNAL_DONE);
        } else {
            scene_start(scene);
            pid = until_begun(scene);
            scene_kill(scene);
            moments_mark(scene, "script", MOMENT_ANSWER);
            if (cases[i].dies)
                kill(pid, SIGKILL);
            else
                assert_int_equal(kill(pid, 0), 0);
            if (!cases[i].dies || cases[i].begun > 1)
                assert_int_equal(write(gate, "\n\n\n\n", 4), 4);
            scene_start(scene);
            scene_until_final(scene, run, "script");
            scene_kill(scene);
        }
        step = &house_read(&scene->house, run)->steps[0];
        if (step->state != cases[i].state || !strstr(step->note, cases[i].says))
            fail_msg("script %zu: %s: %s", i, run_state_name(step->state),
                     step->note);
        assert_int_equal(begun(scene, &pid), cases[i].begun);
        assert_int_equal(unlink(beside(scene, "begun")), 0);
        while (read(gate, rest, sizeof(rest)) > 0)
            continue;
    }
    close(gate);
}

/* ---- approvals ---- */

static void until_asked(struct scene *scene)
{
    struct house *house = &scene->house;
    int64_t until = when_monotonic() + SCENE_WAIT;
    int64_t pending = 0;

    while (pending == 0) {
        assert_true(when_monotonic() < until);
        scene_turn(scene);
        assert_good(house, approvals_pending(house->desk->store, &pending,
                                             &house->err));
    }
}

/* Asked for once, whoever dies meanwhile; an answer that came while nobody was
 * there counts, and is not asked for again. */
void test_approval(void **state)
{
    struct scene *scene = *state;
    struct house *house = &scene->house;
    const struct approval *approval;
    const struct run *read;
    int64_t pending;
    int64_t run;

    house_rule(house, house->desk,
               "{\"name\":\"ask\",\"mode\":\"auto\",\"actions\":["
               "{\"kind\":\"approval\",\"with\":{\"text\":\"Shall we?\"}},"
               "{\"kind\":\"http\",\"with\":{\"method\":\"GET\",\"token\":"
               "\"arm\",\"url\":\"" SAND_VM2 "?api-version=2023-09-01\"}}]}");
    moments_event(scene);
    run = house_newest(house, 0);
    scene_start(scene);
    until_asked(scene);
    scene_kill(scene);
    moments_mark(scene, "approval", MOMENT_FOLLOW);
    /* It wakes up beside one that waits. */
    approval = house_waiting(house);
    relay_hold(&scene->http, "GET", "/vm-web-02", 0, false);
    scene_start(scene);
    assert_good(house, house_answer(house->second, approval->row, true, "seen",
                                    &house->err));
    scene_until_caught(scene, "approval");
    scene_kill(scene);
    moments_mark(scene, "approval", MOMENT_NEXT);
    relay_reset(&scene->http);
    scene_start(scene);
    assert_int_equal(scene_until_final(scene, run, "approval"), RUN_SUCCEEDED);
    scene_kill(scene);
    read = house_read(house, run);
    for (size_t i = 0; i < read->n_steps; i++)
        assert_int_equal(read->steps[i].state, RUN_SUCCEEDED);
    assert_good(house,
                approvals_pending(house->desk->store, &pending, &house->err));
    assert_int_equal(pending, 0);

    /* Answered while no engine is there. */
    moments_event(scene);
    run = house_newest(house, 0);
    scene_start(scene);
    until_asked(scene);
    scene_kill(scene);
    approval = house_waiting(house);
    assert_good(house, house_answer(house->second, approval->row, true, "seen",
                                    &house->err));
    scene_start(scene);
    assert_int_equal(scene_until_final(scene, run, "approval"), RUN_SUCCEEDED);
    scene_kill(scene);
}
