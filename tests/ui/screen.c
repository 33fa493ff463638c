/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "util/buf.h"
#include "util/err.h"
#include "util/file.h"

static const char *place(const char *variable, const char *fallback)
{
    const char *value = getenv(variable);

    return value ? value : fallback;
}

struct vt *screen_open(const char *state, bool demo, int rows, int cols,
                       const char *drafts)
{
    char path[4096];
    char data[4096];
    char keep[4096];
    const char *argv[] = {path, state, demo ? "demo" : NULL, NULL};
    const char *env[] = {data, keep, NULL};
    struct vt_start start = {
        .argv = argv, .env = env, .rows = rows, .cols = cols};
    struct vt *vt;

    snprintf(path, sizeof(path), "%s/tests/ui/show", place("builddir", "."));
    snprintf(data, sizeof(data), "RIPOSTE_DATADIR=%s",
             place("RIPOSTE_DATADIR", "data"));
    snprintf(keep, sizeof(keep), "XDG_STATE_HOME=%s",
             drafts ? drafts : "/dev/null");
    vt = vt_start(&start);
    /* Before that the line might take Ctrl-Q for itself. */
    assert_true(vt_wait_text(vt, "1 Queue", 0));
    return vt;
}

/* The title says how often it was idle; each wait is for the next one. */
void screen_keys(struct vt *vt, const char *keys)
{
    if (*keys)
        vt_send(vt, keys);
    vt_mark(vt);
    vt_send(vt, "\021");
    assert_true(vt_wait_bytes(vt, "idle ", 0));
    vt_settle(vt, 5);
}

void screen_escape(struct vt *vt, const char *text)
{
    vt_send(vt, "\033");
    assert_true(vt_wait_text(vt, text, 0));
    screen_keys(vt, "");
}

void screen_close(struct vt *vt)
{
    int status;

    vt_signal(vt, SIGTERM);
    assert_true(vt_wait_exit(vt, &status, 0));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    vt_free(vt);
}

void screen_put(struct vt *vt, int rows, int cols, struct buf *out)
{
    buf_printf(out, "== %dx%d ==\n", cols, rows);
    for (int i = 0; i < rows; i++)
        buf_printf(out, "%s\n", vt_row(vt, i));
}

static void tell_difference(const char *name, struct str want, struct str have)
{
    struct str one = STR_NONE;
    struct str two = STR_NONE;
    int line = 0;

    while (str_eq(one, two)) {
        bool more = str_cut(&want, '\n', &one);
        bool too = str_cut(&have, '\n', &two);

        line++;
        if (!more || !too)
            break;
    }
    fprintf(stderr, "%s, line %d\n  expected: %.*s\n  is:       %.*s\n", name,
            line, STR_ARG(one), STR_ARG(two));
}

bool screen_same(const char *name, const struct buf *text)
{
    char path[4096];
    struct buf want;
    struct err err = {0};
    bool same;

    snprintf(path, sizeof(path), "%s/tests/data/screens/%s.txt",
             place("srcdir", "."), name);
    if (getenv("UPDATE_SCREENS"))
        return file_write(path, buf_view(text), &err);
    buf_init(&want);
    same = file_read(path, 1 << 20, &want, &err) &&
           str_eq(buf_view(&want), buf_view(text));
    if (!same && err.code != ERR_NONE)
        fprintf(stderr, "%s\n", err.text);
    if (!same)
        tell_difference(name, buf_view(&want), buf_view(text));
    buf_done(&want);
    return same;
}
