/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/wait.h>
#include <unistd.h>

#include "util/proc_spawn.h"
#include "util/when.h"

static bool start(const char *script, int in, pid_t *pid, struct err *err)
{
    const char *argv[] = {"sh", "-c", script, NULL};
    struct spawn spawn = {.argv = argv, .standard = {in, -1, -1}};

    return spawn_start(&spawn, pid, err);
}

static void test_wait(void **state)
{
    struct pipe_ends in = {-1, -1};
    struct err err = {0};
    pid_t pid = -1;
    int status;

    (void)state;
    assert_true(pipe_open(&in, true));
    assert_true(start("read x; exit 7", in.childs, &pid, &err));
    descriptor_close(&in.childs);
    assert_int_equal(in.childs, -1);
    assert_false(spawn_wait(pid, when_monotonic()));
    pipe_close(&in);
    assert_true(spawn_wait(pid, when_monotonic() + 60000));
    assert_true(spawn_wait(pid, when_monotonic()));
    status = spawn_reap(pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    assert_true(spawn_wait(pid, when_monotonic()));
}

static void test_kill(void **state)
{
    struct err err = {0};
    pid_t pid = -1;

    (void)state;
    assert_true(start("sleep 1000", -1, &pid, &err));
    spawn_kill(pid);
    assert_int_equal(waitpid(pid, NULL, WNOHANG), -1);
}

static void test_fails(void **state)
{
    const char *argv[] = {"/nowhere/program", NULL};
    struct spawn spawn = {.argv = argv, .standard = {-1, -1, -1}};
    struct err err = {0};
    pid_t pid = -1;

    (void)state;
    assert_false(spawn_start(&spawn, &pid, &err));
    assert_int_equal(err.code, ERR_LOCAL);
    assert_int_equal(pid, -1);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* A child that inherits no 0, 1 and 2 gets pipes with these numbers. */
static void test_low_numbers(void **state)
{
    const char *argv[] = {"sh", "-c", "read x; test \"$x\" = y", NULL};
    struct pipe_ends in = {-1, -1};
    struct spawn spawn = {.argv = argv};
    struct err err = {0};
    int saved = dup(0);
    pid_t pid = -1;

    (void)state;
    close(0);
    assert_true(pipe_open(&in, true));
    assert_int_equal(in.childs, 0);
    spawn.standard[0] = -1;
    spawn.standard[1] = -1;
    spawn.standard[2] = in.childs;
    argv[2] = "read x <&2; test \"$x\" = y";
    assert_true(spawn_start(&spawn, &pid, &err));
    assert_int_equal(write(in.ours, "y\n", 2), 2);
    assert_int_equal(spawn_reap(pid), 0);
    pipe_close(&in);
    dup2(saved, 0);
    close(saved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wait),
        cmocka_unit_test(test_kill),
        cmocka_unit_test(test_fails),
        cmocka_unit_test(test_low_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
