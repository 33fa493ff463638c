/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "vt_own.h"

#define ENV_MAX    64
#define SETTLED_MS 20
#define SLICE_MS   20 /* how often an exit is looked for while waiting */

static int64_t now_fine(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static long long now(void)
{
    return now_fine() / 1000000;
}

static long long deadline(int milliseconds)
{
    const char *slow = getenv("VT_SLOW");
    int factor = slow ? atoi(slow) : 1;

    if (milliseconds <= 0)
        milliseconds = VT_WAIT;
    return now() + (long long)milliseconds * (factor > 0 ? factor : 1);
}

static const char *const inherited[] = {
    "PATH",          "EDITOR",       "HOME",
    "TMPDIR",        "ASAN_OPTIONS", "LSAN_OPTIONS",
    "UBSAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH",
};

static char *pair(const char *name, const char *value)
{
    char *text = NULL;

    if (asprintf(&text, "%s=%s", name, value) < 0)
        vt_fail("environment");
    return text;
}

static void make_env(const struct vt_start *start, char **env)
{
    const char *term = start->term ? start->term : "xterm-256color";
    size_t n = 0;

    for (size_t i = 0; start->env && start->env[i] && n < ENV_MAX; i++)
        env[n++] = strdup(start->env[i]);
    for (size_t i = 0; i < sizeof(inherited) / sizeof(inherited[0]); i++) {
        if (getenv(inherited[i]))
            env[n++] = pair(inherited[i], getenv(inherited[i]));
    }
    if (*term)
        env[n++] = pair("TERM", term);
    env[n++] = pair("LC_ALL", start->locale ? start->locale : "C.UTF-8");
    env[n] = NULL;
}

static void child(const struct vt_start *start, char **env)
{
    char *argv[ENV_MAX];
    size_t n = 0;

    if (start->directory && chdir(start->directory) < 0)
        _exit(127);
    while (start->argv[n] && n < ENV_MAX - 1) {
        argv[n] = strdup(start->argv[n]);
        n++;
    }
    argv[n] = NULL;
    execve(argv[0], argv, env);
    _exit(127);
}

/* A process whose parent is in its own session and another group can be
 * stopped by SIGTSTP; the leader of a session cannot, being orphaned.  So a
 * shell-like parent stands between when that is wanted. */
static void foster(const struct vt_start *start, char **env)
{
    pid_t pid;
    int status;

    signal(SIGTTOU, SIG_IGN);
    pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        tcsetpgrp(STDIN_FILENO, getpid());
        signal(SIGTTOU, SIG_DFL);
        child(start, env);
    }
    setpgid(pid, pid);
    for (;;) {
        if (waitpid(pid, &status, WUNTRACED | WCONTINUED) < 0)
            _exit(126);
        if (WIFSTOPPED(status)) {
            tcsetpgrp(STDIN_FILENO, getpgrp());
            raise(SIGSTOP); /* so that the test sees it; then goes on */
            tcsetpgrp(STDIN_FILENO, pid);
            kill(-pid, SIGCONT);
        } else if (WIFEXITED(status)) {
            _exit(WEXITSTATUS(status));
        } else if (WIFSIGNALED(status)) {
            signal(WTERMSIG(status), SIG_DFL);
            raise(WTERMSIG(status));
            _exit(126);
        }
    }
}

struct vt *vt_start(const struct vt_start *start)
{
    struct vt *vt = calloc(1, sizeof(*vt));
    char *env[ENV_MAX * 2];
    struct winsize size = {
        .ws_row = (unsigned short)(start->rows ? start->rows : 24),
        .ws_col = (unsigned short)(start->cols ? start->cols : 80),
    };

    if (!vt)
        vt_fail("calloc");
    vt->rows = size.ws_row;
    vt->cols = size.ws_col;
    vt_make_emulator(vt);
    make_env(start, env);
    vt->pid = forkpty(&vt->master, NULL, NULL, &size);
    if (vt->pid < 0)
        vt_fail("forkpty");
    if (vt->pid == 0 && start->shell)
        foster(start, env);
    if (vt->pid == 0)
        child(start, env);
    for (size_t i = 0; env[i]; i++)
        free(env[i]);
    fcntl(vt->master, F_SETFD, FD_CLOEXEC);
    fcntl(vt->master, F_SETFL, O_NONBLOCK);
    return vt;
}

void vt_free(struct vt *vt)
{
    if (!vt)
        return;
    if (vt->master >= 0)
        close(vt->master);
    if (!vt->exited) {
        kill(vt->pid, SIGCONT);
        kill(vt->pid, SIGKILL);
        waitpid(vt->pid, NULL, 0);
    }
    vterm_free(vt->vterm);
    free(vt->raw);
    free(vt->text);
    free(vt);
}

static void answer_queries(struct vt *vt)
{
    char bytes[256];
    size_t n = vterm_output_read(vt->vterm, bytes, sizeof(bytes));

    if (n)
        vt_send_bytes(vt, bytes, n);
}

static void keep(struct vt *vt, const char *at, size_t n)
{
    vt->last_read = now_fine();
    if (vt->first_read == 0)
        vt->first_read = vt->last_read;
    if (vt->len + n + 1 > vt->room) {
        vt->room = (vt->len + n + 1) * 2;
        vt->raw = realloc(vt->raw, vt->room);
        if (!vt->raw)
            vt_fail("realloc");
    }
    memcpy(vt->raw + vt->len, at, n);
    vt->len += n;
    vt->raw[vt->len] = '\0';
}

/* The emulator does not know REP (CSI n b, the last character n times more),
 * which terminfo says that xterm does: it is written out for it.  What may be
 * the beginning of one is held back. */
static void feed(struct vt *vt, const char *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = at[i];
        bool part = vt->n_held == 0   ? c == '\033'
                    : vt->n_held == 1 ? c == '['
                                      : c >= '0' && c <= '9';

        if (part && vt->n_held < sizeof(vt->held) - 1) {
            vt->held[vt->n_held++] = c;
            continue;
        }
        vt->held[vt->n_held] = '\0';
        if (c == 'b' && vt->n_held > 2) {
            for (int k = atoi(vt->held + 2); k > 0; k--)
                vterm_input_write(vt->vterm, &vt->last, 1);
            vt->n_held = 0;
            continue;
        }
        vterm_input_write(vt->vterm, vt->held, vt->n_held);
        vt->n_held = 0;
        if (c == '\033') {
            vt->held[vt->n_held++] = c;
            continue;
        }
        vterm_input_write(vt->vterm, &c, 1);
        vt->last = c;
    }
}

/* Reads what there is; false when the program's end has been closed. */
static bool drain(struct vt *vt)
{
    char bytes[16384];

    for (;;) {
        ssize_t n = vt->master < 0 ? 0 : read(vt->master, bytes, sizeof(bytes));

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return true;
        if (n <= 0)
            return false;
        keep(vt, bytes, (size_t)n);
        feed(vt, bytes, (size_t)n);
        vterm_screen_flush_damage(vt->screen);
        answer_queries(vt);
    }
}

static void look_for_end(struct vt *vt)
{
    int status;
    pid_t pid = vt->exited ? 0
                           : waitpid(vt->pid, &status,
                                     WNOHANG | WUNTRACED | WCONTINUED);

    if (pid <= 0)
        return;
    if (WIFSTOPPED(status)) {
        vt->stopped = true;
    } else if (WIFCONTINUED(status)) {
        vt->stopped = false;
    } else {
        vt->exited = true;
        vt->status = status;
    }
}

void vt_turn(struct vt *vt, int milliseconds)
{
    struct pollfd wait = {.fd = vt->closed ? -1 : vt->master, .events = POLLIN};

    poll(&wait, 1, milliseconds < SLICE_MS ? milliseconds : SLICE_MS);
    /* poll(2) would not sleep on a line that is closed. */
    vt->closed = !drain(vt);
    look_for_end(vt);
}

static bool wait_for(struct vt *vt, bool (*is)(struct vt *, const void *),
                     const void *what, int milliseconds)
{
    long long end = deadline(milliseconds);

    drain(vt);
    while (!is(vt, what)) {
        long long left = end - now();

        if (left <= 0)
            return false;
        if (vt->exited) {
            drain(vt);
            return is(vt, what);
        }
        vt_turn(vt, (int)left);
    }
    return true;
}

/* Waits, and shows what was there instead when it did not come. */
static bool wait_or_show(struct vt *vt, bool (*is)(struct vt *, const void *),
                         const void *what, int milliseconds, const char *name)
{
    if (wait_for(vt, is, what, milliseconds))
        return true;
    fprintf(stderr, "vt: waited in vain for %s%s; the screen is:\n%s\n", name,
            vt->exited ? " (the program has ended)" : "", vt_screen(vt));
    return false;
}

void vt_send_bytes(struct vt *vt, const char *at, size_t len)
{
    long long end = deadline(0);

    while (len && vt->master >= 0 && now() < end) {
        ssize_t n = write(vt->master, at, len);

        if (n > 0) {
            at += n;
            len -= (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            vt_turn(vt, SLICE_MS);
        } else if (n < 0 && errno != EINTR) {
            return;
        }
    }
}

void vt_send(struct vt *vt, const char *bytes)
{
    vt_send_bytes(vt, bytes, strlen(bytes));
}

void vt_paste(struct vt *vt, const char *text)
{
    vt_send(vt, "\033[200~");
    vt_send(vt, text);
    vt_send(vt, "\033[201~");
}

bool vt_shows(struct vt *vt, const char *text)
{
    return strstr(vt_screen(vt), text) != NULL;
}

static bool shows(struct vt *vt, const void *text)
{
    return vt_shows(vt, text);
}

static bool shows_not(struct vt *vt, const void *text)
{
    return !vt_shows(vt, text);
}

bool vt_wait_text(struct vt *vt, const char *text, int milliseconds)
{
    return wait_or_show(vt, shows, text, milliseconds, text);
}

bool vt_wait_gone(struct vt *vt, const char *text, int milliseconds)
{
    return wait_or_show(vt, shows_not, text, milliseconds, text);
}

static bool matches(struct vt *vt, const void *regex)
{
    return regexec(regex, vt_screen(vt), 0, NULL, 0) == 0;
}

bool vt_wait_match(struct vt *vt, const char *regex, int milliseconds)
{
    regex_t compiled;
    bool found;

    if (regcomp(&compiled, regex, REG_EXTENDED | REG_NOSUB | REG_NEWLINE))
        vt_fail(regex);
    found = wait_or_show(vt, matches, &compiled, milliseconds, regex);
    regfree(&compiled);
    return found;
}

static bool wrote(struct vt *vt, const void *bytes)
{
    return vt->len > vt->mark &&
           memmem(vt->raw + vt->mark, vt->len - vt->mark, bytes, strlen(bytes));
}

bool vt_wait_bytes(struct vt *vt, const char *bytes, int milliseconds)
{
    return wait_or_show(vt, wrote, bytes, milliseconds, "certain bytes");
}

void vt_settle(struct vt *vt, int quiet)
{
    long long end = deadline(0);
    size_t before;

    do {
        struct pollfd wait = {.fd = vt->master, .events = POLLIN};

        before = vt->len;
        poll(&wait, 1, quiet);
        if (!drain(vt))
            return;
    } while (vt->len != before && now() < end);
}

void vt_mark(struct vt *vt)
{
    drain(vt);
    vt->mark = vt->len;
    vt->first_read = 0;
    vt->last_read = 0;
}

size_t vt_bytes(const struct vt *vt)
{
    return vt->len - vt->mark;
}

void vt_times(const struct vt *vt, int64_t *first, int64_t *last)
{
    *first = vt->first_read;
    *last = vt->last_read;
}

const char *vt_raw(const struct vt *vt, size_t *len)
{
    *len = vt->len - vt->mark;
    return vt->raw ? vt->raw + vt->mark : "";
}

void vt_resize(struct vt *vt, int rows, int cols)
{
    struct winsize size = {
        .ws_row = (unsigned short)rows,
        .ws_col = (unsigned short)cols,
    };

    drain(vt);
    vt->rows = rows;
    vt->cols = cols;
    vterm_set_size(vt->vterm, rows, cols);
    if (ioctl(vt->master, TIOCSWINSZ, &size) < 0)
        vt_fail("TIOCSWINSZ");
}

bool vt_line(const struct vt *vt, struct termios *out)
{
    return tcgetattr(vt->master, out) == 0;
}

pid_t vt_pid(const struct vt *vt)
{
    return vt->pid;
}

void vt_signal(struct vt *vt, int number)
{
    /* It may be stopped again before this is seen by waitpid(2). */
    if (number == SIGCONT)
        vt->stopped = false;
    kill(vt->pid, number);
}

void vt_signal_foreground(struct vt *vt, int number)
{
    pid_t group = tcgetpgrp(vt->master);

    if (group > 0)
        kill(-group, number);
}

void vt_hang_up(struct vt *vt)
{
    close(vt->master);
    vt->master = -1;
}

static bool has_exited(struct vt *vt, const void *unused)
{
    (void)unused;
    return vt->exited;
}

static bool is_stopped(struct vt *vt, const void *unused)
{
    (void)unused;
    return vt->stopped || vt->exited;
}

bool vt_wait_exit(struct vt *vt, int *status, int milliseconds)
{
    if (!wait_or_show(vt, has_exited, NULL, milliseconds, "the end"))
        return false;
    drain(vt);
    *status = vt->status;
    return true;
}

bool vt_wait_stopped(struct vt *vt, int milliseconds)
{
    if (!wait_or_show(vt, is_stopped, NULL, milliseconds, "a stop"))
        return false;
    /* It writes no more, but what it has written may be on its way. */
    vt_settle(vt, SETTLED_MS);
    return vt->stopped;
}
