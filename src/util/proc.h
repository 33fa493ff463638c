/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * proc.h - starts programs with an argument vector, never through a shell.
 *
 * Thread: any.  The child gets a clean signal state, its own process group and
 * no descriptor but 0, 1 and 2.
 */
#ifndef RIPOSTE_UTIL_PROC_H
#define RIPOSTE_UTIL_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/str.h"

struct proc_limits {
    int64_t milliseconds; /* then the group is killed: ERR_AGAIN */
    size_t output;        /* bytes of stdout kept; more is ERR_INPUT */
    const char *const *environment; /* "NAME=value", NULL ends; NULL: ours */
    const char *directory;          /* to run in; NULL: ours */
};

/* Runs argv[0] (looked up in PATH), feeds @input, appends standard output.
 * Exit status ≠ 0 is ERR_REMOTE with the first line of standard error. */
bool proc_run(const char *const *argv, struct str input,
              const struct proc_limits *limits, struct buf *out,
              struct err *err);

/* Runs a program that has our terminal until it ends.  ERR_LOCAL: it cannot be
 * started, or has failed. */
bool proc_attend(const char *const *argv, struct err *err);

/* A long-lived child with its standard output on a pipe; what it writes to
 * standard error is dropped.  It is told to end (SIGTERM) when the thread that
 * started it ends. */
struct proc {
    pid_t pid;
    int output; /* read end; -1 once closed */
};
bool proc_start(struct proc *proc, const char *const *argv, struct err *err);
/* Replaces the content of @out by one line without its end.  ERR_AGAIN when
 * @milliseconds have passed, ERR_REMOTE when there is no further line. */
bool proc_line(struct proc *proc, int64_t milliseconds, struct buf *out,
               struct err *err);
void proc_stop(struct proc *proc); /* SIGTERM, then SIGKILL; waits */

/* "pass show 'my key'" → vector, with the quoting rules of POSIX words but no
 * expansion.  NULL-terminated, in @arena.  ERR_INPUT on an open quote, on
 * nothing at all, and on more than LIMIT_ARGUMENTS words. */
bool proc_split(struct arena *arena, struct str words, char ***argv,
                struct err *err);

#endif
