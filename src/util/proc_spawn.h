/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * proc_spawn.h - the birth and end of a child process, behind proc.h.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_UTIL_PROC_SPAWN_H
#define RIPOSTE_UTIL_PROC_SPAWN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "util/err.h"

/* The two ends of a pipe, or -1; both are closed on exec. */
struct pipe_ends {
    int ours;
    int childs;
};

/* To write to the child, or to read from it.  errno tells why not. */
bool pipe_open(struct pipe_ends *pipe, bool to_child);
void pipe_close(struct pipe_ends *pipe);
void descriptor_close(int *fd); /* and sets it to -1 */

struct spawn {
    const char *const *argv;
    int standard[3]; /* what the child gets as 0, 1 and 2; -1: /dev/null */
    bool follow;     /* SIGTERM when the thread that started it ends */
    const char *const *environment; /* NULL: ours */
    const char *directory;          /* NULL: ours */
};

/* ERR_LOCAL when the program cannot be started; says so even when exec fails
 * in the child. */
bool spawn_start(const struct spawn *spawn, pid_t *out, struct err *err);
/* Waits until @deadline of when_monotonic() for the end of the child, and
 * does not reap it: its group can still be named. */
bool spawn_wait(pid_t pid, int64_t deadline);
/* Reaps what has ended; the status is that of waitpid(2). */
int spawn_reap(pid_t pid);
/* SIGKILL to the whole group, then reaps. */
void spawn_kill(pid_t pid);

#endif
