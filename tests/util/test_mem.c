/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/mem.h"

static void test_new_is_zeroed(void **state)
{
    unsigned char *at = mem_new(100);
    unsigned char *none = mem_array(0, 8);
    size_t i;

    (void)state;
    for (i = 0; i < 100; i++)
        assert_int_equal(at[i], 0);
    assert_non_null(none);
    mem_free(none);
    mem_free(at);
    mem_free(NULL);
}

static void test_grow_keeps(void **state)
{
    uint32_t *at = mem_grow(NULL, 2, sizeof(*at));

    (void)state;
    at[0] = 7;
    at[1] = 8;
    at = mem_grow(at, 1000, sizeof(*at));
    at[999] = 9;
    assert_int_equal(at[0] + at[1] + at[999], 24);
    mem_free(at);
}

static void test_text(void **state)
{
    char *whole = mem_text("whole");
    char *part = mem_textn("partial", 4);

    (void)state;
    assert_string_equal(whole, "whole");
    assert_string_equal(part, "part");
    assert_null(mem_text(NULL));
    mem_free(whole);
    mem_free(part);
}

static void say_hook(void)
{
    if (write(STDERR_FILENO, "hook ", 5) != 5)
        _exit(9);
}

static void overflow(void)
{
    mem_free(mem_array(SIZE_MAX / 2, 16));
}

static void overflow_grow(void)
{
    mem_free(mem_grow(NULL, SIZE_MAX / 2, 16));
}

static void say_why(void)
{
    die("because of %d", 42);
}

/* Runs @deed in a child and collects what it said; true if it aborted. */
static bool aborts(void (*deed)(void), char *said, size_t size)
{
    int ends[2], status;
    size_t len = 0;
    ssize_t got;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        /* cmocka would catch the signal and go on. */
        signal(SIGABRT, SIG_DFL);
        die_hook(say_hook);
        deed();
        _exit(0);
    }
    close(ends[1]);
    while ((got = read(ends[0], said + len, size - 1 - len)) > 0)
        len += (size_t)got;
    said[len] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void test_die(void **state)
{
    char said[4096];

    (void)state;
    assert_true(aborts(say_why, said, sizeof(said)));
    assert_string_equal(said, "hook riposte: because of 42\n");
}

static void test_overflow_dies(void **state)
{
    char said[4096];

    (void)state;
    assert_true(aborts(overflow, said, sizeof(said)));
    assert_true(aborts(overflow_grow, said, sizeof(said)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_is_zeroed), cmocka_unit_test(test_grow_keeps),
        cmocka_unit_test(test_text),          cmocka_unit_test(test_die),
        cmocka_unit_test(test_overflow_dies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
