/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * screen.h - riposte at a pseudo-terminal with a watch beside it.
 *
 * Keys are written one at a time, and what comes back is dated when it is
 * read.  A burst is everything until nothing more has come for a while; the
 * while itself does not count.
 *
 * Thread: one at a time.
 * Memory: screen_open() is yours until screen_leave().
 */
#ifndef RIPOSTE_BENCH_SCREEN_H
#define RIPOSTE_BENCH_SCREEN_H

#include <stdint.h>

#include "bench.h"
#include "tests/lib/vt.h"

struct screen {
    struct vt *vt;
    int64_t begun; /* nanoseconds */
};

/* @argv as for vt_start(). */
void screen_open(struct screen *screen, const char *const *argv);
/* riposte on a store; @config may be NULL. */
void screen_open_queue(struct screen *screen, const struct bench *bench,
                       const char *store, const char *config);
/* Presses q, and waits for the end. */
void screen_leave(struct screen *screen);

/* Wait for a text, or for a line that matches; die when it does not come.
 * Milliseconds from @since to the read that brought it. */
double screen_text(struct screen *screen, const char *text, int64_t since);
double screen_match(struct screen *screen, const char *regex, int64_t since);
/* Until the queue is whole: rows are there, and the counts are exact. */
double screen_whole(struct screen *screen, const struct bench *bench,
                    int64_t since);

struct burst {
    double first; /* milliseconds from the key to the first byte */
    double last;  /* and to the last one */
    size_t bytes; /* 0: there was no answer */
};
/* @quiet: milliseconds without a byte that end it, once there was one. */
struct burst screen_send(struct screen *screen, const char *keys, int quiet);
/* The row on which the marker of the list stands, or -1; is it this one? */
int screen_marker(struct screen *screen);
bool screen_marked(struct screen *screen, int row);

#endif
