/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signals at any moment of the screens' life: the terminal is given back, the
 * store is whole, what was typed is kept, and what was in flight is finished.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "face.h"
#include "lib/sand.h"

#define MANY "50000"

/* One store for all: with so many events that loading the index takes a
 * while. */
static struct face face;

static const int leaving[] = {SIGTERM, SIGHUP, SIGINT};
#define LEAVING (sizeof(leaving) / sizeof(leaving[0]))

static int stage_open(void **state)
{
    (void)state;
    face_open(&face);
    face_fill(&face, MANY, "0");
    return 0;
}

static int stage_close(void **state)
{
    (void)state;
    face_close(&face);
    return 0;
}

/* It has ended in good order; before it took the terminal the signal itself
 * may have ended it. */
static void check_end(struct face *of, int number, bool early)
{
    int status = face_end(of);

    if (WIFSIGNALED(status)) {
        if (!early || WTERMSIG(status) != number)
            fail_msg("signal %d: killed by %d", number, WTERMSIG(status));
    } else if (WEXITSTATUS(status) != 0) {
        fail_msg("signal %d: status %d", number, WEXITSTATUS(status));
    }
    face_restored(of);
}

/* It has ended by itself, though nobody was there to see it. */
static void check_gone(int status)
{
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* After so many milliseconds from the start, whatever it does then. */
static void test_start_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEAVING; i++) {
        for (int wait = 0; wait < 64; wait = wait * 2 + 1) {
            struct vt_start start = {.rows = 24};

            face_start(&face, &start, NULL);
            vt_turn(face.vt, wait);
            vt_signal(face.vt, leaving[i]);
            check_end(&face, leaving[i], true);
        }
    }
}

/* As soon as the terminal is taken: the index is being loaded now. */
static void test_loading(void **state)
{
    struct vt_start start = {.rows = 24, .shell = true};

    (void)state;
    for (size_t i = 0; i < LEAVING; i++) {
        face_start(&face, &start, NULL);
        assert_true(vt_wait_bytes(face.vt, "\033[?2004h", 0));
        vt_signal_foreground(face.vt, leaving[i]);
        check_end(&face, leaving[i], false);
    }
    start.shell = false;
    face_start(&face, &start, NULL);
    assert_true(vt_wait_bytes(face.vt, "\033[?2004h", 0));
    vt_hang_up(face.vt);
    check_gone(face_end(&face));
}

/* Stopped and resized while it loads, again and again. */
static void test_stops(void **state)
{
    struct vt_start start = {.rows = 24, .shell = true};

    (void)state;
    face_start(&face, &start, NULL);
    assert_true(vt_wait_bytes(face.vt, "\033[?2004h", 0));
    for (int i = 0; i < 6; i++) {
        vt_resize(face.vt, 20 + i, 70 + i);
        vt_signal_foreground(face.vt, i % 2 ? SIGSTOP : SIGTSTP);
        assert_true(vt_wait_stopped(face.vt, 0));
        if (i % 2 == 0)
            face_restored(&face);
        vt_settle(face.vt, 5); /* what it wrote before */
        vt_mark(face.vt);
        vt_signal(face.vt, SIGCONT);
        assert_true(vt_wait_bytes(face.vt, "\033[", 0));
    }
    assert_true(vt_wait_text(face.vt, "50,000", 0));
    face_quit(&face);
    assert_int_equal(face_count(&face), atoi(MANY));
}

/* Begins a rule, and goes through what must not cost a letter of it. */
static void begin_rule(const struct vt_start *start, const char *name)
{
    face_start(&face, start, NULL);
    assert_true(vt_wait_text(face.vt, "1 Queue", 0));
    vt_send(face.vt, "2a");
    assert_true(vt_wait_text(face.vt, "Name", 0));
    vt_send(face.vt, name);
    assert_true(vt_wait_text(face.vt, name, 0));
    if (start->shell) {
        vt_signal_foreground(face.vt, SIGTSTP);
        assert_true(vt_wait_stopped(face.vt, 0));
        face_restored(&face);
        vt_signal(face.vt, SIGCONT);
        assert_true(vt_wait_text(face.vt, name, 0));
    }
    vt_resize(face.vt, 5, 20);
    assert_true(vt_wait_gone(face.vt, name, 0));
    vt_resize(face.vt, 40, 120);
    assert_true(vt_wait_text(face.vt, name, 0));
}

/* Every way to be told to go keeps the rule that is being written; the last
 * one is that the line drops. */
static void test_form(void **state)
{
    (void)state;
    for (size_t i = 0; i <= LEAVING; i++) {
        struct vt_start start = {.rows = 40, .cols = 120, .shell = i < LEAVING};
        char name[32];

        snprintf(name, sizeof(name), "half a rule %zu", i);
        begin_rule(&start, name);
        if (i < LEAVING)
            vt_signal_foreground(face.vt, leaving[i]);
        else
            vt_hang_up(face.vt);
        check_gone(face_end(&face));
        if (i < LEAVING)
            face_restored(&face);
        face_start(&face, &start, NULL);
        assert_true(vt_wait_text(face.vt, "1 Queue", 0));
        vt_send(face.vt, "2E");
        assert_true(vt_wait_text(face.vt, name, 0));
        face_quit(&face);
    }
}

/* ---- a run in flight ---- */

/* With alerts alone: the other sources take their time on purpose. */
static void run_begin(struct face *own, const struct sand *sand)
{
    char script[1024];
    char out[4096];

    snprintf(
        script, sizeof(script),
        "sed -e '/assessments/d;/compliance/d;/automations/d;/logic-apps/d' "
        "-e "
        "'s/\"3s\"; },/\"3s\"; "
        "}/' '%s' "
        ">riposte.conf && "
        "\"$1\" --config riposte.conf --store \"$3\" contain do "
        "vm-deallocate --target '%s' --reason 'a drill' --wait 0s",
        sand->config, SAND_VM);
    assert_int_equal(face_shell(own, script, out, sizeof(out)), 1);
}

/* Whatever engine comes next goes on with it. */
static bool run_over(struct face *own)
{
    char out[4096];

    return face_shell(own,
                      "\"$1\" --config riposte.conf --store \"$3\" serve "
                      "--once && \"$1\" --store \"$3\" contain active --json",
                      out, sizeof(out)) == 0 &&
           strstr(out, "\"state\":\"observed\"");
}

static void run_interrupted(int number)
{
    static const char *const options[] = {"--speed", "50", "--scenario", "none",
                                          NULL};
    struct face own;
    struct sand sand;
    const char *const words[] = {"--config", "riposte.conf", NULL};
    struct vt_start start = {.rows = 24, .directory = own.dir};
    int turns = 200;

    sand_start(&sand, options);
    face_open(&own);
    run_begin(&own, &sand);
    face_start(&own, &start, words);
    while (turns-- > 0 && sand_count(&sand, 0, "POST", "/deallocate") == 0)
        vt_turn(own.vt, 20);
    assert_int_equal(sand_count(&sand, 0, "POST", "/deallocate"), 1);
    if (number)
        vt_signal(own.vt, number);
    else
        vt_hang_up(own.vt);
    check_gone(face_end(&own));
    if (number)
        face_restored(&own);
    for (turns = 0; turns < 100 && !run_over(&own);)
        turns++;
    assert_true(turns < 100);
    assert_int_equal(sand_count(&sand, 0, "POST", "/deallocate"), 1);
    face_close(&own);
    sand_stop(&sand);
}

static void test_run(void **state)
{
    (void)state;
    run_interrupted(SIGTERM);
    run_interrupted(SIGHUP);
    run_interrupted(0);
}

/* The demo leaves neither its directory nor its sandbox behind. */
static void test_demo(void **state)
{
    struct face own;

    (void)state;
    for (size_t i = 0; i < LEAVING; i++) {
        char tmp[300];
        char riposte[512];
        const char *const env[] = {tmp, NULL};
        const char *const argv[] = {sand_program("riposte", riposte), "--demo",
                                    NULL};
        struct vt_start start = {.argv = argv, .env = env};

        face_open(&own);
        snprintf(tmp, sizeof(tmp), "TMPDIR=%s", own.dir);
        face_start(&own, &start, NULL);
        assert_true(vt_wait_text(own.vt, "1 Queue", 0));
        vt_signal(own.vt, leaving[i]);
        check_end(&own, leaving[i], false);
        face_shell(&own, "! ls -d riposte-demo-*", NULL, 0);
        face_close(&own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_start_up), cmocka_unit_test(test_loading),
        cmocka_unit_test(test_stops),    cmocka_unit_test(test_form),
        cmocka_unit_test(test_run),      cmocka_unit_test(test_demo),
    };

    return cmocka_run_group_tests(tests, stage_open, stage_close);
}
