/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terminal taken, and given back on every way out.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "demo_run.h"

/* Is the line as a shell expects it, the first screen there, all modes off? */
static void check_restored(struct vt *vt)
{
    struct termios line;
    size_t len;
    const char *raw = vt_raw(vt, &len);
    const char *on = NULL;
    const char *off = NULL;

    assert_true(vt_line(vt, &line));
    assert_true(line.c_lflag & ICANON);
    assert_true(line.c_lflag & ECHO);
    assert_true(line.c_lflag & ISIG);
    assert_true(line.c_oflag & OPOST);
    assert_false(vt_alternate(vt));
    assert_false(vt_mouse(vt));
    for (const char *p = raw; (p = strstr(p, "\033[?2004")); p += 7) {
        if (p[7] == 'h')
            on = p;
        else
            off = p;
    }
    assert_non_null(on);
    assert_true(off > on);
    int row;
    int col;
    bool seen;

    vt_cursor(vt, &row, &col, &seen);
    assert_true(seen);
}

/* Ways out: a key that makes it die, or a signal sent to it. */
static const struct way {
    const char *keys;
    int signal;
    int exits;  /* with this status, */
    int killed; /* or by this signal */
} ways[] = {
    {.keys = "\021", .exits = 0},
    {.keys = "X", .exits = 7}, /* exit() in the middle of it */
    {.signal = SIGTERM, .exits = 10 + SIGTERM},
    {.signal = SIGHUP, .exits = 10 + SIGHUP},
    {.signal = SIGINT, .exits = 10 + SIGINT},
    {.keys = "S", .killed = SIGSEGV},
    {.keys = "A", .killed = SIGABRT},
    {.keys = "D", .killed = SIGABRT}, /* die() */
    {.keys = "Q", .killed = SIGQUIT},
    {.keys = "O", .killed = SIGSEGV}, /* no stack left */
    {.signal = SIGUSR1, .killed = SIGUSR1},
    {.signal = SIGFPE, .killed = SIGFPE},
    {.signal = SIGBUS, .killed = SIGBUS},
};

static void test_way_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        const struct way *way = &ways[i];
        const char *const env[] = {
            "ASAN_OPTIONS=handle_segv=0:handle_abort=0:handle_sigbus=0:"
            "handle_sigfpe=0:use_sigaltstack=0",
            NULL};
        struct vt *vt =
            demo_run("canvas", NULL, &(struct vt_start){.env = env});
        int status;

        assert_true(vt_wait_text(vt, "Title", 0));
        assert_true(vt_alternate(vt));
        assert_true(vt_mouse(vt));
        if (way->keys)
            vt_send(vt, way->keys);
        else
            vt_signal(vt, way->signal);
        assert_true(vt_wait_exit(vt, &status, 0));
        if (way->killed) {
            assert_true(WIFSIGNALED(status));
            assert_int_equal(WTERMSIG(status), way->killed);
        } else {
            assert_true(WIFEXITED(status));
            assert_int_equal(WEXITSTATUS(status), way->exits);
        }
        check_restored(vt);
        vt_free(vt);
    }
}

static void test_hang_up(void **state)
{
    struct vt *vt = demo_run("canvas", NULL, NULL);
    int status;

    (void)state;
    assert_true(vt_wait_text(vt, "Title", 0));
    vt_hang_up(vt);
    assert_true(vt_wait_exit(vt, &status, 0));
    assert_true(WIFEXITED(status));
    assert_true(WEXITSTATUS(status) == 4 || WEXITSTATUS(status) == 10 + SIGHUP);
    vt_free(vt);
}

/* Ctrl-Z stops it like any program of a shell, and it comes back. */
static void test_suspend(void **state)
{
    struct vt *vt = demo_run("keys", NULL, &(struct vt_start){.shell = true});

    (void)state;
    assert_true(vt_wait_text(vt, "ready", 0));
    vt_send(vt, "a");
    assert_true(vt_wait_text(vt, "<a> 1", 0));
    vt_send(vt, "\032");
    assert_true(vt_wait_stopped(vt, 0));
    check_restored(vt);
    vt_signal(vt, SIGCONT);
    assert_true(vt_wait_text(vt, "<a> 1", 0));
    assert_true(vt_alternate(vt));
    vt_send(vt, "b");
    assert_true(vt_wait_text(vt, "<b> 2", 0));
    demo_quit(vt);
}

/* The same by a signal from outside; and SIGSTOP, which nobody can catch: when
 * it goes on, the terminal is taken again. */
static void test_stopped(void **state)
{
    struct vt *vt = demo_run("keys", NULL, &(struct vt_start){.shell = true});
    struct termios line;

    (void)state;
    assert_true(vt_wait_text(vt, "ready", 0));
    vt_signal_foreground(vt, SIGTSTP);
    assert_true(vt_wait_stopped(vt, 0));
    check_restored(vt);
    vt_mark(vt);
    vt_signal(vt, SIGCONT);
    assert_true(vt_wait_bytes(vt, "ready", 0));
    vt_signal_foreground(vt, SIGSTOP);
    assert_true(vt_wait_stopped(vt, 0));
    vt_mark(vt);
    vt_signal(vt, SIGCONT);
    assert_true(vt_wait_bytes(vt, "ready", 0));
    assert_true(vt_line(vt, &line));
    assert_false(line.c_lflag & ICANON);
    vt_send(vt, "b");
    assert_true(vt_wait_text(vt, "<b> 1", 0));
    demo_quit(vt);
}

static const struct refusal {
    struct vt_start start;
    const char *says;
} refusals[] = {
    {{.term = "no-such-terminal"}, "“no-such-terminal” is not known"},
    {{.term = ""}, "TERM is not set"},
    {{.term = "dumb"}, "cannot move its cursor"},
};

static void test_refusal(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        /* What curses allocates for an unknown terminal it never frees. */
        const char *const env[] = {"ASAN_OPTIONS=detect_leaks=0", NULL};
        struct vt_start start = refusals[i].start;
        struct vt *vt;
        struct termios line;
        int status;

        start.env = env;
        vt = demo_run("canvas", NULL, &start);
        assert_true(vt_wait_exit(vt, &status, 0));
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 3);
        assert_true(vt_shows(vt, refusals[i].says));
        assert_true(vt_line(vt, &line));
        assert_true(line.c_lflag & ICANON);
        vt_free(vt);
    }
}

static void test_no_terminal(void **state)
{
    static const char *const argv[] = {
        "/bin/sh", "-c",
        "$builddir/tests/widget/demo canvas </dev/null; "
        "echo status $?",
        NULL};
    char builddir[4096] = "builddir=.";
    const char *env[] = {builddir, NULL};
    struct vt *vt;

    (void)state;
    if (getenv("builddir"))
        snprintf(builddir, sizeof(builddir), "builddir=%s", getenv("builddir"));
    vt = vt_start(&(struct vt_start){.argv = argv, .env = env});
    assert_true(vt_wait_text(vt, "not a terminal", 0));
    assert_true(vt_wait_text(vt, "status 3", 0));
    vt_free(vt);
}

/* Sizes come and go; the smallest ones get a notice. */
static void test_resize(void **state)
{
    struct vt *vt = demo_run("list", "1000", NULL);

    (void)state;
    assert_true(vt_wait_text(vt, "id 1000 of 1000", 0));
    vt_resize(vt, 40, 120);
    assert_true(vt_wait_match(vt, "Owner +Auto", 0));
    vt_resize(vt, 10, 40);
    assert_true(vt_wait_gone(vt, "Owner", 0));
    assert_true(vt_wait_text(vt, "Suspicious", 0));
    vt_resize(vt, 5, 20);
    assert_true(vt_wait_text(vt, "Needs 40×10", 0));
    vt_resize(vt, 1, 1);
    vt_resize(vt, 24, 80);
    assert_true(vt_wait_text(vt, "id 1000 of 1000", 0));
    demo_quit(vt);
}

/* Ctrl-L paints all of it again. */
static void test_redraw(void **state)
{
    struct vt *vt = demo_run("list", "1000", NULL);

    (void)state;
    assert_true(vt_wait_text(vt, "id 1000", 0));
    vt_settle(vt, 50);
    vt_mark(vt);
    vt_send(vt, "\f");
    assert_true(vt_wait_bytes(vt, "riposte", 0));
    demo_quit(vt);
}

/* Titles, clipboard, notifications: nothing harmful gets through. */
static void test_beside(void **state)
{
    const char *const env[] = {"TMUX=/tmp/tmux,1,0", NULL};
    struct vt *vt = demo_run("canvas", NULL, NULL);

    (void)state;
    assert_true(vt_wait_text(vt, "Title", 0));
    vt_mark(vt);
    vt_send(vt, "t");
    assert_true(vt_wait_bytes(vt, "\033]2;t^[]0;evil^G<U+009B>\a", 0));
    vt_send(vt, "c");
    /* base64 of "one\ntwo^[[2J" */
    assert_true(vt_wait_bytes(vt, "\033]52;c;b25lCnR3b15bWzJK\a", 0));
    vt_send(vt, "n");
    assert_true(vt_wait_bytes(vt, "\033]9; riposte;x: waits^G for you\a", 0));
    assert_true(
        vt_wait_bytes(vt, "\033]777;notify;riposte,x;waits^G for you\a\a", 0));
    vt_mark(vt);
    vt_send(vt, "nnbb"); /* too soon */
    vt_send(vt, "\f");
    assert_true(vt_wait_bytes(vt, "Title", 0));
    size_t len;

    assert_null(strchr(vt_raw(vt, &len), '\a'));
    vt_send(vt, "m");
    vt_settle(vt, 50);
    assert_false(vt_mouse(vt));
    demo_quit(vt);

    vt = demo_run("canvas", NULL, &(struct vt_start){.env = env});
    assert_true(vt_wait_text(vt, "Title", 0));
    vt_send(vt, "c");
    assert_true(vt_wait_bytes(
        vt, "\033Ptmux;\033\033]52;c;b25lCnR3b15bWzJK\a\033\\", 0));
    demo_quit(vt);
}

/* Terminals of all ages; colour only where there is some. */
static const struct kind {
    const char *term;
    const char *env;
    const char *locale;
    bool colour;
    const char *shows;
} kinds[] = {
    {"xterm-256color", NULL, "C.UTF-8", true, "●▌✓…–→ 42"},
    {"xterm", NULL, "C.UTF-8", true, "●▌✓…–→ 42"},
    {"tmux-256color", NULL, "C.UTF-8", true, "●▌✓…–→ 42"},
    {"screen", NULL, "C.UTF-8", true, "●▌✓…–→ 42"},
    {"linux", NULL, "C.UTF-8", true, "*▌+~-→ 42"},
    {"vt100", NULL, "C.UTF-8", false, "*>+~-> 42"},
    {"xterm-256color", "NO_COLOR=1", "C.UTF-8", false, "●▌✓…–→ 42"},
    {"xterm-256color", "DEMO_THEME=mono", "C.UTF-8", false, "●▌✓…–→ 42"},
    {"xterm-256color", "DEMO_THEME=light", "C.UTF-8", true, "●▌✓…–→ 42"},
    {"xterm", "DEMO_THEME=contrast", "C.UTF-8", true, "●▌✓…–→ 42"},
    {"xterm-256color", NULL, "C", true, "*>+~-> 42"},
};

static void test_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const char *const env[] = {kinds[i].env, NULL};
        struct vt *vt = demo_run("canvas", NULL,
                                 &(struct vt_start){
                                     .term = kinds[i].term,
                                     .env = env,
                                     .locale = kinds[i].locale,
                                 });

        assert_true(vt_wait_text(vt, kinds[i].shows, 0));
        assert_int_equal(strchr(vt_style(vt, 10, 13), 'c') != NULL,
                         kinds[i].colour);
        demo_quit(vt);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_way_out), cmocka_unit_test(test_hang_up),
        cmocka_unit_test(test_suspend), cmocka_unit_test(test_stopped),
        cmocka_unit_test(test_refusal), cmocka_unit_test(test_no_terminal),
        cmocka_unit_test(test_resize),  cmocka_unit_test(test_redraw),
        cmocka_unit_test(test_beside),  cmocka_unit_test(test_kinds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
