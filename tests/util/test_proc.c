/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/mem.h"
#include "util/proc.h"
#include "util/when.h"

#define LONG_TIME 60000

static const struct proc_limits limits = {.milliseconds = LONG_TIME,
                                          .output = 100000};

static bool shell(const char *script, struct str input, struct buf *out,
                  struct err *err)
{
    const char *argv[] = {"sh", "-c", script, NULL};

    return proc_run(argv, input, &limits, out, err);
}

static void test_run(void **state)
{
    static const struct {
        const char *script, *input, *want;
    } rows[] = {
        {"echo hello", "", "hello\n"},
        {"cat", "fed", "fed"},
        {"cat", "", ""},
        {"echo out; echo err >&2", "", "out\n"},
        {"read x; echo \"$x\" | tr a-z A-Z", "abc\nnever read\n", "ABC\n"},
        {"exec >&-; exec 2>&-; exit 0", "", ""},
    };
    struct buf out;

    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct err err = {0};

        buf_clear(&out);
        buf_char(&out, '>');
        assert_true(shell(rows[i].script, str_of(rows[i].input), &out, &err));
        assert_string_equal(out.at + 1, rows[i].want);
    }
    buf_done(&out);
}

static void test_failures(void **state)
{
    static const struct {
        const char *script;
        enum err_code code;
        const char *text;
    } rows[] = {
        {"exit 3", ERR_REMOTE, "status 3"},
        {"echo no such key >&2; echo more >&2; exit 1", ERR_REMOTE,
         "no such key"},
        {"printf 'a\\033[2J' >&2; exit 1", ERR_REMOTE, "a^[[2J"},
        {"kill -9 $$", ERR_REMOTE, "signal 9"},
        {"head -c 100001 /dev/zero", ERR_INPUT, "wrote more"},
        {"exec cat /dev/zero", ERR_INPUT, "wrote more"},
    };
    struct buf out;

    (void)state;
    buf_init(&out);
    buf_text(&out, "kept");
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct err err = {0};

        assert_false(shell(rows[i].script, STR_NONE, &out, &err));
        assert_int_equal(err.code, rows[i].code);
        assert_non_null(strstr(err.text, rows[i].text));
        assert_string_equal(out.at, "kept");
    }
    buf_done(&out);
}

static void test_not_there(void **state)
{
    const char *argv[] = {"riposte-no-such-program", NULL};
    struct proc proc = {.pid = -1, .output = -1};
    struct err err = {0};
    struct buf out;

    (void)state;
    buf_init(&out);
    assert_false(proc_run(argv, STR_NONE, &limits, &out, &err));
    assert_int_equal(err.code, ERR_LOCAL);
    assert_non_null(strstr(err.text, argv[0]));
    assert_false(proc_start(&proc, argv, &err));
    assert_int_equal(proc.pid, -1);
    buf_done(&out);
}

/* More than a pipe holds, both ways at the same time. */
static void test_much(void **state)
{
    static const struct proc_limits wide = {.milliseconds = LONG_TIME,
                                            .output = 2000000};
    const char *argv[] = {"cat", NULL};
    struct str input = {.at = mem_new(1500000), .len = 1500000};
    struct err err = {0};
    struct buf out;

    (void)state;
    buf_init(&out);
    assert_true(proc_run(argv, input, &wide, &out, &err));
    assert_int_equal(out.len, input.len);
    buf_clear(&out);
    /* Who does not read all of its input raises no SIGPIPE here. */
    assert_true(shell("exec <&-; sleep 0; echo done", input, &out, &err));
    assert_string_equal(out.at, "done\n");
    mem_free((void *)(uintptr_t)input.at);
    buf_done(&out);
}

/* The whole group ends, and the pipe that it held is closed. */
static void test_time_limit(void **state)
{
    static const struct proc_limits brief = {.milliseconds = 100,
                                             .output = 1000};
    static const char *const scripts[] = {
        "sleep 1000 & sleep 1000", "exec >&-; exec 2>&-; sleep 1000",
        "trap '' TERM; while :; do sleep 1000; done"};
    int64_t start = when_monotonic();
    struct buf out;

    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < 3; i++) {
        const char *argv[] = {"sh", "-c", scripts[i], NULL};
        struct err err = {0};

        assert_false(proc_run(argv, STR_NONE, &brief, &out, &err));
        assert_int_equal(err.code, ERR_AGAIN);
    }
    assert_true(when_monotonic() - start < LONG_TIME);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    buf_done(&out);
}

static void test_clean_child(void **state)
{
    int leak = open("/dev/null", O_RDONLY), high = fcntl(leak, F_DUPFD, 200);
    struct err err = {0};
    sigset_t block, before;
    struct buf out;

    (void)state;
    buf_init(&out);
    sigemptyset(&block);
    sigaddset(&block, SIGTERM);
    sigprocmask(SIG_BLOCK, &block, &before);
    signal(SIGUSR1, SIG_IGN);
    assert_true(shell("ls /proc/self/fd | tr '\\n' ' '; "
                      "grep -E 'Sig(Blk|Ign)' /proc/self/status | "
                      "sed 's/.*\\(.......\\)$/\\1/' | tr -d '0\\n'; "
                      "cut -d' ' -f5 /proc/$$/stat | grep -qx $$ && "
                      "echo group",
                      STR_NONE, &out, &err));
    signal(SIGUSR1, SIG_DFL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    /* 3 is what ls has opened itself; signals from 32 on belong to libc. */
    assert_string_equal(out.at, "0 1 2 3 group\n");
    close(leak);
    close(high);
    buf_done(&out);
}

static void test_line(void **state)
{
    const char *argv[] = {"sh", "-c",
                          "echo first; echo; echo third; echo \"$0\" >&2; "
                          "exec sleep 1000",
                          NULL};
    struct proc proc;
    struct err err = {0};
    struct buf out;

    (void)state;
    buf_init(&out);
    assert_true(proc_start(&proc, argv, &err));
    assert_true(proc_line(&proc, LONG_TIME, &out, &err));
    assert_string_equal(out.at, "first");
    assert_true(proc_line(&proc, LONG_TIME, &out, &err));
    assert_int_equal(out.len, 0);
    assert_true(proc_line(&proc, LONG_TIME, &out, &err));
    assert_string_equal(out.at, "third");
    assert_false(proc_line(&proc, 20, &out, &err));
    assert_int_equal(err.code, ERR_AGAIN);
    assert_string_equal(out.at, "third");
    proc_stop(&proc);
    assert_int_equal(proc.pid, -1);
    assert_int_equal(proc.output, -1);
    proc_stop(&proc);
    buf_done(&out);
}

static void test_line_ends(void **state)
{
    static const char *const scripts[] = {"printf half", "exit 1",
                                          "exec cat /dev/zero"};
    struct buf out;

    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < 3; i++) {
        const char *argv[] = {"sh", "-c", scripts[i], NULL};
        struct proc proc;
        struct err err = {0};

        assert_true(proc_start(&proc, argv, &err));
        assert_false(proc_line(&proc, LONG_TIME, &out, &err));
        assert_int_equal(err.code, ERR_REMOTE);
        proc_stop(&proc);
    }
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run),        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_not_there),  cmocka_unit_test(test_much),
        cmocka_unit_test(test_time_limit), cmocka_unit_test(test_clean_child),
        cmocka_unit_test(test_line),       cmocka_unit_test(test_line_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
