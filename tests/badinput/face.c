/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "face.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "util/buf.h"
#include "util/proc.h"
#include "util/when.h"

#define WORDS 16

static const char *program(const char *name, char out[512])
{
    const char *dir = getenv("builddir");

    snprintf(out, 512, "%s/src/%s", dir ? dir : ".", name);
    return out;
}

void face_open(struct face *face)
{
    const char *tmp = getenv("TMPDIR");

    *face = (struct face){.vt = NULL};
    snprintf(face->dir, sizeof(face->dir), "%.200s/riposte-test-XXXXXX",
             tmp ? tmp : "/tmp");
    if (!mkdtemp(face->dir))
        fail_msg("%s cannot be made", face->dir);
    snprintf(face->store, sizeof(face->store), "%s/riposte.db", face->dir);
}

void face_close(struct face *face)
{
    const char *const argv[] = {"/bin/rm", "-rf", face->dir, NULL};
    const struct proc_limits limits = {.milliseconds = 60 * WHEN_SECOND,
                                       .output = 4096};
    struct buf out;
    struct err err;

    vt_free(face->vt);
    buf_init(&out);
    proc_run(argv, STR_NONE, &limits, &out, &err);
    buf_done(&out);
    *face = (struct face){.vt = NULL};
}

/* Its status comes as the last line, since what fails is worth reading too. */
int face_shell(struct face *face, const char *script, char *out, size_t room)
{
    char riposte[512];
    char sandbox[512];
    char whole[2048];
    const char *const argv[] = {"/bin/sh",
                                "-c",
                                whole,
                                "sh",
                                program("riposte", riposte),
                                program("riposte-sandbox", sandbox),
                                face->store,
                                NULL};
    const struct proc_limits limits = {.milliseconds = 120 * WHEN_SECOND,
                                       .output = 1 << 20};
    struct buf said;
    struct err err = {0};
    char *last;
    int status;

    snprintf(whole, sizeof(whole), "cd '%s'; { %s\n} 2>&1; echo \"status $?\"",
             face->dir, script);
    buf_init(&said);
    if (!proc_run(argv, STR_NONE, &limits, &said, &err))
        fail_msg("%s: %s", script, err.text);
    last = strstr(said.at, "status ");
    for (char *next = last; next; next = strstr(next + 1, "status "))
        last = next;
    assert_non_null(last);
    status = atoi(last + strlen("status "));
    *last = '\0';
    if (out)
        snprintf(out, room, "%s", said.at);
    else if (status != 0)
        fail_msg("%s\n%s", script, said.at);
    buf_done(&said);
    return status;
}

void face_fill(struct face *face, const char *count, const char *hostile)
{
    char script[256];

    snprintf(script, sizeof(script),
             "\"$2\" generate --count %s --hostile %s >events.ndjson && "
             "\"$1\" --store \"$3\" event ingest events.ndjson",
             count, hostile);
    face_shell(face, script, NULL, 0);
}

int face_count(struct face *face)
{
    char out[64];

    assert_int_equal(face_shell(face,
                                "\"$1\" --store \"$3\" event list --json "
                                "--limit 1000000 | wc -l",
                                out, sizeof(out)),
                     0);
    return atoi(out);
}

void face_start(struct face *face, const struct vt_start *start,
                const char *const *words)
{
    char riposte[512];
    char home[2][320];
    char data[4200];
    const char *argv[WORDS] = {program("riposte", riposte), "--store",
                               face->store};
    const char *env[WORDS] = {home[0], home[1], data};
    struct vt_start whole = *start;
    size_t n = 3;
    size_t m = 3;

    snprintf(home[0], sizeof(home[0]), "XDG_STATE_HOME=%s", face->dir);
    snprintf(home[1], sizeof(home[1]), "XDG_CONFIG_HOME=%s", face->dir);
    snprintf(data, sizeof(data), "RIPOSTE_DATADIR=%s",
             getenv("RIPOSTE_DATADIR") ? getenv("RIPOSTE_DATADIR") : "data");
    for (; words && *words && n < WORDS - 1; words++)
        argv[n++] = *words;
    for (const char *const *more = start->env; more && *more; more++) {
        assert_true(m < WORDS - 1);
        env[m++] = *more;
    }
    whole.env = env;
    if (!whole.argv)
        whole.argv = argv;
    vt_free(face->vt);
    face->vt = vt_start(&whole);
}

int face_end(struct face *face)
{
    int status = 0;

    assert_true(vt_wait_exit(face->vt, &status, 30000));
    return status;
}

void face_quit(struct face *face)
{
    int status;

    vt_signal_foreground(face->vt, SIGTERM);
    status = face_end(face);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    face_restored(face);
    vt_free(face->vt);
    face->vt = NULL;
}

/* Is the last of the two in what was written the one that ends it? */
static bool last_is_off(const struct face *face, const char *mode)
{
    size_t len;
    const char *raw = vt_raw(face->vt, &len);
    const char *end = raw;
    bool off = true;

    while (raw && (end = strstr(end, mode))) {
        end += strlen(mode);
        off = *end == 'l';
    }
    return off;
}

void face_restored(const struct face *face)
{
    struct termios line;
    int row;
    int col;
    bool seen;

    assert_true(vt_line(face->vt, &line));
    assert_true(line.c_lflag & ICANON);
    assert_true(line.c_lflag & ECHO);
    assert_true(line.c_lflag & ISIG);
    assert_true(line.c_iflag & ICRNL);
    assert_true(line.c_oflag & OPOST);
    assert_false(vt_alternate(face->vt));
    assert_false(vt_mouse(face->vt));
    assert_true(last_is_off(face, "\033[?2004"));
    assert_true(last_is_off(face, "\033[?1049"));
    vt_cursor(face->vt, &row, &col, &seen);
    assert_true(seen);
}
