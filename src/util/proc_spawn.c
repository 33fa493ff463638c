/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include "util/proc_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/text.h"
#include "util/when.h"

/* In the child the report to the parent has this number until exec. */
#define REPORT      3
#define POLL_PAUSE  5 /* milliseconds */
#define EXIT_FAILED 127

bool pipe_open(struct pipe_ends *pipe, bool to_child)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    pipe->ours = ends[to_child ? 1 : 0];
    pipe->childs = ends[to_child ? 0 : 1];
    return true;
}

void descriptor_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void pipe_close(struct pipe_ends *pipe)
{
    descriptor_close(&pipe->ours);
    descriptor_close(&pipe->childs);
}

/*
 * Between fork and exec.  Other threads are gone here, and what they had
 * locked stays locked: only async-signal-safe calls, no allocation.
 */

static void close_from(unsigned first)
{
    struct rlimit limit;

#ifdef SYS_close_range
    if (syscall(SYS_close_range, first, ~0U, 0) == 0)
        return;
#endif
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > 65536)
        limit.rlim_cur = 65536;
    for (rlim_t fd = first; fd < limit.rlim_cur; fd++)
        close((int)fd);
}

/* Moves all out of the way first, since the parent may have been started
 * without a standard descriptor and got its number for a pipe. */
static bool arrange(const int standard[3], int report)
{
    int high[4];

    for (int i = 0; i < 4; i++) {
        int fd = i == REPORT ? report : standard[i];

        if (fd < 0)
            fd = open("/dev/null", O_RDWR);
        high[i] = fcntl(fd, F_DUPFD_CLOEXEC, REPORT + 1);
        if (high[i] < 0)
            return false;
    }
    for (int i = 0; i < 3; i++)
        if (dup2(high[i], i) < 0)
            return false;
    if (dup3(high[REPORT], REPORT, O_CLOEXEC) < 0)
        return false;
    close_from(REPORT + 1);
    return true;
}

static void default_signals(void)
{
    struct sigaction action;
    sigset_t none;

    memset(&action, 0, sizeof(action));
    action.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++)
        sigaction(number, &action, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Comes back when it cannot. */
static void begin(const struct spawn *spawn)
{
    char *const *argv = (char *const *)(uintptr_t)spawn->argv;

    if (spawn->environment)
        execvpe(argv[0], argv, (char *const *)(uintptr_t)spawn->environment);
    else
        execvp(argv[0], argv);
}

__attribute__((noreturn)) static void become(const struct spawn *spawn,
                                             int report, pid_t parent)
{
    int number;

    setpgid(0, 0);
    if (spawn->follow) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent)
            _exit(EXIT_FAILED);
    }
    default_signals();
    if (arrange(spawn->standard, report)) {
        report = REPORT;
        if (!spawn->directory || chdir(spawn->directory) == 0)
            begin(spawn);
    }
    number = errno;
    if (write(report, &number, sizeof(number)) < 0)
        _exit(EXIT_FAILED + 1);
    _exit(EXIT_FAILED);
}

/* No handler of ours may run in the child before it has none any more.  The
 * mask is that of the thread, as always on Linux. */
static pid_t fork_quietly(const struct spawn *spawn, int report)
{
    pid_t parent = getpid(), pid;
    sigset_t all, before;
    int number;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid = fork();
    if (pid == 0)
        become(spawn, report, parent);
    number = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = number;
    return pid;
}

/* The errno of a failed exec; 0 when it has succeeded and closed the pipe. */
static int read_report(int fd)
{
    int number = 0;
    ssize_t got;

    do
        got = read(fd, &number, sizeof(number));
    while (got < 0 && errno == EINTR);
    return got == sizeof(number) ? number : 0;
}

bool spawn_start(const struct spawn *spawn, pid_t *out, struct err *err)
{
    struct pipe_ends report = {-1, -1};
    pid_t pid = -1;
    int number;

    if (pipe_open(&report, false))
        pid = fork_quietly(spawn, report.childs);
    number = errno;
    descriptor_close(&report.childs);
    if (pid > 0)
        number = read_report(report.ours);
    pipe_close(&report);
    if (pid > 0 && number != 0)
        spawn_reap(pid);
    if (pid < 0 || number != 0)
        return err_errno(err, number, _("The program %s cannot be started"),
                         spawn->argv[0]);
    *out = pid;
    return true;
}

static bool has_ended(pid_t pid)
{
    siginfo_t info = {0};

    /* An error means that somebody else has reaped it: it has ended. */
    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
           info.si_pid == pid;
}

/* A child can close its output long before it ends, so that there is no
 * descriptor to sleep on; descriptors of processes are too new for some. */
bool spawn_wait(pid_t pid, int64_t deadline)
{
    while (!has_ended(pid)) {
        if (when_monotonic() >= deadline)
            return false;
        poll(NULL, 0, POLL_PAUSE);
    }
    return true;
}

int spawn_reap(pid_t pid)
{
    int status = -1;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

void spawn_kill(pid_t pid)
{
    kill(-pid, SIGKILL);
    spawn_reap(pid);
}
