/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * proc_attend.c - a program that has the terminal to itself: an editor.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/proc.h"
#include "util/proc_spawn.h"
#include "util/text.h"

/* Hands the terminal to a process group.  Whoever is not in front is stopped
 * for it, unless the signal is blocked. */
static void put_in_front(pid_t group)
{
    sigset_t stop;
    sigset_t before;

    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    sigprocmask(SIG_BLOCK, &stop, &before);
    tcsetpgrp(STDIN_FILENO, group);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

/* One that stops itself goes on: there is no shell here to come back to. */
static int wait_for(pid_t pid)
{
    int status;

    for (;;) {
        if (waitpid(pid, &status, WUNTRACED) < 0) {
            if (errno == EINTR)
                continue;
            return -1;
        }
        if (!WIFSTOPPED(status))
            return status;
        kill(-pid, SIGCONT);
    }
}

bool proc_attend(const char *const *argv, struct err *err)
{
    const struct spawn spawn = {
        .argv = argv,
        .standard = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO},
    };
    pid_t pid;
    int status;

    if (!spawn_start(&spawn, &pid, err))
        return false;
    put_in_front(pid);
    /* It may have asked for a key before it was in front. */
    kill(-pid, SIGCONT);
    status = wait_for(pid);
    put_in_front(getpgrp());
    if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    return err_set(err, ERR_LOCAL, _("The program %s has failed."), argv[0]);
}
