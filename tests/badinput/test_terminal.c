/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Terminals that are none, not known, too small, of another age or another
 * language; and bytes that are no keys.
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

#include <cmocka.h>

#include "face.h"

static struct face face;

static int stage_open(void **state)
{
    (void)state;
    face_open(&face);
    face_fill(&face, "60", "0.9");
    return 0;
}

static int stage_close(void **state)
{
    (void)state;
    face_close(&face);
    return 0;
}

/* Each is refused in one sentence on the ordinary screen, whose line nobody
 * has touched. */
static const struct refusal {
    const char *term;
    const char *redirect; /* by a shell, instead */
    const char *says;
} refusals[] = {
    {.term = "", .says = "TERM is not set"},
    {.term = "no-such-terminal", .says = "is not known here"},
    {.term = "../../etc/passwd", .says = "is not known here"},
    {.term = "dumb", .says = "cannot move its cursor"},
    {.redirect = "</dev/null", .says = "not a terminal"},
    {.redirect = ">taken", .says = "not a terminal"},
    {.redirect = "<events.ndjson", .says = "not a terminal"},
    {.redirect = "| cat", .says = "not a terminal"},
    {.redirect = "<&- >&-", .says = "not a terminal"},
};

/* One sentence, and nothing that would move a cursor. */
static void check_told(const char *says)
{
    size_t len;
    const char *raw = vt_raw(face.vt, &len);

    assert_true(vt_wait_text(face.vt, says, 0));
    assert_null(memchr(raw, '\033', len));
    /* What curses sends where it can do nothing else. */
    assert_int_equal(strncmp(raw + strspn(raw, "\r"), "riposte: ", 9), 0);
    face_restored(&face);
}

static void refuse(const struct refusal *row)
{
    char script[512];
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    /* What curses allocates for an unknown terminal it never frees. */
    const char *const env[] = {"ASAN_OPTIONS=detect_leaks=0", NULL};
    const char *build = getenv("builddir");
    struct vt_start start = {
        .term = row->term, .env = env, .directory = face.dir, .cols = 200};
    int status;

    snprintf(script, sizeof(script), "'%s/src/riposte' --store riposte.db %s",
             build ? build : ".", row->redirect ? row->redirect : "");
    start.argv = row->redirect ? argv : NULL;
    face_start(&face, &start, NULL);
    status = face_end(&face);
    assert_true(WIFEXITED(status));
    if (!row->redirect || *row->redirect != '|')
        assert_int_equal(WEXITSTATUS(status), 3);
    check_told(row->says);
}

static void test_refusals(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
        refuse(&refusals[i]);
    /* What went to the file is nothing at all. */
    face_shell(&face, "test ! -s taken", NULL, 0);
}

/* A configuration or a store that is no good is told before the terminal is
 * taken. */
static void test_told_before(void **state)
{
    static const struct {
        const char *word;
        const char *value;
        const char *says;
        int status;
    } rows[] = {
        {"--config", "none.conf", "Cannot read none.conf", 2},
        {"--config", "events.ndjson", "events.ndjson:1:", 2},
        {"--set", "ui.theme=pink", "ui.theme must be one of", 2},
        {"--store", "events.ndjson", "not a store", 2},
        {"--store", "/proc/none.db", "/proc/none.db", 3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *const words[] = {rows[i].word, rows[i].value, NULL};
        struct vt_start start = {.directory = face.dir, .cols = 200};
        int status;

        face_start(&face, &start, words);
        status = face_end(&face);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), rows[i].status);
        check_told(rows[i].says);
    }
}

/* Only what a terminal without Unicode understands? */
static void check_ascii(void)
{
    size_t len;
    const char *raw = vt_raw(face.vt, &len);

    for (size_t i = 0; i < len; i++) {
        if (raw[i] & 0x80)
            fail_msg("byte %zu is %#x", i, (unsigned)(unsigned char)raw[i]);
    }
}

/* What the alerts carry must not come out as it went in (sandbox/gen_text.c);
 * the title is the program's own. */
static void check_harmless(void)
{
    static const char *const spells[] = {
        "\033[2J\033[H", "\033]0;owned", "\033]2;owned",
        "\033]52;c;ZXZ", "\033P",        "\033]8;",
        "\302\233",      "\342\200\256", "\007\007",
    };
    size_t len;
    const char *raw = vt_raw(face.vt, &len);

    for (size_t i = 0; i < sizeof(spells) / sizeof(spells[0]); i++) {
        if (memmem(raw, len, spells[i], strlen(spells[i])))
            fail_msg("spell %zu got through", i);
    }
}

static const struct kind {
    const char *term;
    const char *locale;
    bool ascii;
} kinds[] = {
    {"xterm-256color", "C.UTF-8", false},
    {"xterm-256color", "C", true},
    {"xterm-256color", "no_SUCH.locale", true},
    {"vt100", "C", true},
    {"vt100", "C.UTF-8", false},
    {"vt220", "C", true},
    {"linux", "C", true},
    {"xterm-mono", "C", true},
    {"screen", "POSIX", true},
};

/* Through all screens, with hostile alerts. */
static void test_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct vt_start start = {.term = kinds[i].term,
                                 .locale = kinds[i].locale};

        face_start(&face, &start, NULL);
        assert_true(vt_wait_text(face.vt, "1 Queue", 0));
        assert_true(vt_wait_text(face.vt, "60", 0));
        vt_mark(face.vt);
        vt_send(face.vt, "jjj\r");
        assert_true(vt_wait_text(face.vt, "Severity", 0));
        vt_send(face.vt, "\t\tjjjj\tjjj");
        vt_send(face.vt, "2");
        assert_true(vt_wait_text(face.vt, "Rules", 0));
        vt_send(face.vt, "345?");
        assert_true(vt_wait_match(face.vt, "[Hh]elp|Keys", 0));
        vt_send(face.vt, "q1");
        vt_settle(face.vt, 20);
        if (kinds[i].ascii)
            check_ascii();
        check_harmless();
        face_quit(&face);
    }
}

static void test_sizes(void **state)
{
    static const struct {
        int rows, cols;
    } sizes[] = {{1, 1},   {2, 300}, {300, 2}, {9, 40},
                 {10, 39}, {1, 80},  {10, 40}, {200, 400}};
    struct vt_start start = {.rows = 5, .cols = 20};

    (void)state;
    face_start(&face, &start, NULL);
    assert_true(vt_wait_text(face.vt, "Needs 40×10", 0));
    vt_send(face.vt, "jjj"); /* for nobody */
    vt_resize(face.vt, 24, 80);
    assert_true(vt_wait_text(face.vt, "1 Queue", 0));
    vt_send(face.vt, "f");
    vt_send(face.vt, "Sever");
    assert_true(vt_wait_text(face.vt, "Sever", 0));
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        vt_mark(face.vt);
        vt_resize(face.vt, sizes[i].rows, sizes[i].cols);
        if (sizes[i].rows > 1 && sizes[i].cols > 1)
            assert_true(vt_wait_bytes(face.vt, "\033[", 0));
    }
    vt_resize(face.vt, 9, 39);
    assert_true(vt_wait_text(face.vt, "Too small", 0));
    vt_resize(face.vt, 24, 80);
    assert_true(vt_wait_text(face.vt, "Sever", 0));
    vt_resize(face.vt, 1, 1);
    face_quit(&face);
    /* Too small from first to last. */
    start = (struct vt_start){.rows = 1, .cols = 1};
    face_start(&face, &start, NULL);
    assert_true(vt_wait_bytes(face.vt, "\033[", 0));
    vt_send(face.vt, "\003q\033");
    /* q leaves, however small it is. */
    assert_int_equal(face_end(&face), 0);
    face_restored(&face);
    vt_free(face.vt);
    face.vt = NULL;
}

/* Bytes that are no keys, or the half of one. */
static void test_bytes(void **state)
{
    static const char *const mess[] = {
        "\033[",         "\033[999999999999999999;5~",
        "\033[<0;1;1",   "\033]0;x",
        "\033P1$r0m",    "\033[M\377\377\377",
        "\300\200",      "\355\240\200\364\220\200\200",
        "\033\033\033[", "\033O",
    };
    struct vt_start start = {.rows = 24};
    char all[256];

    (void)state;
    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    face_start(&face, &start, NULL);
    assert_true(vt_wait_text(face.vt, "1 Queue", 0));
    for (size_t i = 0; i < sizeof(mess) / sizeof(mess[0]); i++)
        vt_send(face.vt, mess[i]);
    /* Into the line of a query, so that no byte is a command. */
    vt_send(face.vt, "\033\033\033");
    vt_settle(face.vt, 60);
    vt_paste(face.vt, "\033[201~\033[2J\001\177\r\n");
    vt_send_bytes(face.vt, all + 0x80, 0x80);
    vt_send_bytes(face.vt, all, 1);
    vt_send(face.vt, "\f");
    vt_mark(face.vt);
    vt_resize(face.vt, 30, 100);
    assert_true(vt_wait_bytes(face.vt, "\033[", 0));
    face_quit(&face);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusals), cmocka_unit_test(test_told_before),
        cmocka_unit_test(test_kinds),    cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_bytes),
    };

    return cmocka_run_group_tests(tests, stage_open, stage_close);
}
