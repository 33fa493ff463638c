/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include "util/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "model/limits.h"
#include "util/proc_spawn.h"
#include "util/text.h"
#include "util/utf8.h"
#include "util/when.h"

#define CHUNK ((size_t)16 * 1024)

/* What proc_run() says to its child and hears from it. */
struct talk {
    const char *program;
    struct pipe_ends in, out, err;
    struct str input;
    struct buf *output;
    size_t output_left;
    struct buf complaint; /* the beginning of standard error */
    int64_t deadline;
    int64_t milliseconds;
};

static int time_left(int64_t deadline)
{
    int64_t left = deadline - when_monotonic();

    return left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/*
 * write(2) to a pipe whose reader has gone raises SIGPIPE, and what to do
 * about that is not ours to decide for the process: it is held back in this
 * thread and taken away again.
 */
static ssize_t write_quietly(int fd, struct str bytes)
{
    const struct timespec none = {0};
    sigset_t broken, before, pending;
    ssize_t put;
    int number;

    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    sigpending(&pending);
    sigprocmask(SIG_BLOCK, &broken, &before);
    put = write(fd, bytes.at, bytes.len);
    number = errno;
    if (put < 0 && number == EPIPE && !sigismember(&pending, SIGPIPE))
        while (sigtimedwait(&broken, NULL, &none) < 0 && errno == EINTR)
            continue;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = number;
    return put;
}

static bool in_passing(int number)
{
    return number == EAGAIN || number == EINTR;
}

/* A child need not read its input: that it does not is no error. */
static void feed(struct talk *talk)
{
    ssize_t put = write_quietly(talk->in.ours, talk->input);

    if (put > 0)
        talk->input = str_sub(talk->input, (size_t)put, talk->input.len);
    if (talk->input.len == 0 || (put < 0 && !in_passing(errno)))
        descriptor_close(&talk->in.ours);
}

static bool hear(struct talk *talk, struct err *err)
{
    size_t want = talk->output_left < CHUNK ? talk->output_left + 1 : CHUNK;
    ssize_t got;

    buf_reserve(talk->output, want);
    got = read(talk->out.ours, talk->output->at + talk->output->len, want);
    if (got == 0 || (got < 0 && !in_passing(errno)))
        descriptor_close(&talk->out.ours);
    if (got <= 0)
        return true;
    if ((size_t)got > talk->output_left)
        return err_set(err, ERR_INPUT,
                       _("The program %s wrote more than is read of it."),
                       talk->program);
    talk->output->len += (size_t)got;
    talk->output->at[talk->output->len] = '\0';
    talk->output_left -= (size_t)got;
    return true;
}

/* Keeps the beginning and lets the rest go by. */
static void hear_complaint(struct talk *talk)
{
    char bytes[512];
    size_t room = LIMIT_PROC_ERROR - talk->complaint.len;
    ssize_t got = read(talk->err.ours, bytes, sizeof(bytes));

    if (got == 0 || (got < 0 && !in_passing(errno)))
        descriptor_close(&talk->err.ours);
    if (got > 0)
        buf_bytes(&talk->complaint, bytes,
                  (size_t)got < room ? (size_t)got : room);
}

static bool too_slow(const struct talk *talk, struct err *err)
{
    return err_set(err, ERR_AGAIN,
                   _("The program %s did not end within %lld ms and was "
                     "stopped."),
                   talk->program, (long long)talk->milliseconds);
}

/* poll(2) passes over descriptors below zero. */
static bool converse(struct talk *talk, struct err *err)
{
    while (talk->out.ours >= 0 || talk->err.ours >= 0) {
        struct pollfd ready[] = {
            {.fd = talk->in.ours, .events = POLLOUT},
            {.fd = talk->out.ours, .events = POLLIN},
            {.fd = talk->err.ours, .events = POLLIN},
        };
        int left = time_left(talk->deadline);

        if (left == 0)
            return too_slow(talk, err);
        if (poll(ready, 3, left) <= 0)
            continue;
        if (ready[0].revents)
            feed(talk);
        if (ready[1].revents && !hear(talk, err))
            return false;
        if (ready[2].revents)
            hear_complaint(talk);
    }
    return true;
}

static bool judge(struct talk *talk, int status, struct err *err)
{
    struct str all = buf_view(&talk->complaint), line = STR_NONE;
    struct buf visible;

    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    if (WIFSIGNALED(status))
        return err_set(err, ERR_REMOTE,
                       _("The program %s was ended by signal %d."),
                       talk->program, WTERMSIG(status));
    str_cut(&all, '\n', &line);
    buf_init(&visible);
    utf8_visible(&visible, line);
    if (visible.len > 0)
        err_set(err, ERR_REMOTE, _("The program %s failed: %s"), talk->program,
                visible.at);
    else
        err_set(err, ERR_REMOTE, _("The program %s failed with status %d."),
                talk->program, WEXITSTATUS(status));
    buf_done(&visible);
    return false;
}

static bool open_pipes(struct talk *talk)
{
    /* Without input the child reads /dev/null. */
    if (talk->input.len > 0 && (!pipe_open(&talk->in, true) ||
                                fcntl(talk->in.ours, F_SETFL, O_NONBLOCK) != 0))
        return false;
    return pipe_open(&talk->out, false) && pipe_open(&talk->err, false);
}

static bool run(struct talk *talk, const char *const *argv,
                const struct proc_limits *limits, struct err *err)
{
    struct spawn spawn = {
        .argv = argv,
        .environment = limits->environment,
        .directory = limits->directory,
    };
    pid_t pid;

    if (!open_pipes(talk))
        return err_errno(err, errno, _("The program %s cannot be started"),
                         argv[0]);
    spawn.standard[0] = talk->in.childs;
    spawn.standard[1] = talk->out.childs;
    spawn.standard[2] = talk->err.childs;
    if (!spawn_start(&spawn, &pid, err))
        return false;
    descriptor_close(&talk->in.childs);
    descriptor_close(&talk->out.childs);
    descriptor_close(&talk->err.childs);
    if (!converse(talk, err)) {
        spawn_kill(pid);
        return false;
    }
    descriptor_close(&talk->in.ours);
    if (!spawn_wait(pid, talk->deadline)) {
        spawn_kill(pid);
        return too_slow(talk, err);
    }
    return judge(talk, spawn_reap(pid), err);
}

bool proc_run(const char *const *argv, struct str input,
              const struct proc_limits *limits, struct buf *out,
              struct err *err)
{
    struct talk talk = {
        .program = argv[0],
        .in = {-1, -1},
        .out = {-1, -1},
        .err = {-1, -1},
        .input = input,
        .output = out,
        .output_left = limits->output,
        .deadline = when_monotonic() + limits->milliseconds,
        .milliseconds = limits->milliseconds,
    };
    size_t start = out->len;
    bool good;

    buf_init(&talk.complaint);
    good = run(&talk, argv, limits, err);
    if (!good)
        buf_cut(out, start);
    pipe_close(&talk.in);
    pipe_close(&talk.out);
    pipe_close(&talk.err);
    buf_done(&talk.complaint);
    return good;
}

bool proc_start(struct proc *proc, const char *const *argv, struct err *err)
{
    struct pipe_ends output = {-1, -1};
    struct spawn spawn = {.argv = argv, .follow = true};
    bool good;
    pid_t pid;

    if (!pipe_open(&output, false))
        return err_errno(err, errno, _("The program %s cannot be started"),
                         argv[0]);
    spawn.standard[0] = -1;
    spawn.standard[1] = output.childs;
    spawn.standard[2] = -1;
    good = spawn_start(&spawn, &pid, err);
    descriptor_close(&output.childs);
    if (!good) {
        pipe_close(&output);
        return false;
    }
    *proc = (struct proc){.pid = pid, .output = output.ours};
    return true;
}

/* One byte at a time: what comes after the line must stay in the pipe. */
static bool read_line(struct proc *proc, int64_t deadline, struct buf *line,
                      struct err *err)
{
    for (;;) {
        struct pollfd ready = {.fd = proc->output, .events = POLLIN};
        int left = time_left(deadline);
        ssize_t got;
        char c;

        if (left == 0)
            return err_set(err, ERR_AGAIN,
                           _("The program has not answered in time."));
        if (poll(&ready, 1, left) <= 0)
            continue;
        got = read(proc->output, &c, 1);
        if (got < 0 && in_passing(errno))
            continue;
        if (got <= 0)
            return err_set(err, ERR_REMOTE,
                           _("The program has ended without an answer."));
        if (c == '\n')
            return true;
        if (line->len == LIMIT_PROC_LINE)
            return err_set(err, ERR_REMOTE,
                           _("The program has answered with a line of more "
                             "than %d bytes."),
                           LIMIT_PROC_LINE);
        buf_char(line, c);
    }
}

bool proc_line(struct proc *proc, int64_t milliseconds, struct buf *out,
               struct err *err)
{
    struct buf line;

    buf_init(&line);
    if (!read_line(proc, when_monotonic() + milliseconds, &line, err)) {
        buf_done(&line);
        return false;
    }
    buf_clear(out);
    buf_str(out, buf_view(&line));
    buf_done(&line);
    return true;
}

void proc_stop(struct proc *proc)
{
    if (proc->pid > 0) {
        kill(-proc->pid, SIGTERM);
        spawn_wait(proc->pid, when_monotonic() + LIMIT_PROC_GRACE);
        spawn_kill(proc->pid);
    }
    proc->pid = -1;
    descriptor_close(&proc->output);
}
