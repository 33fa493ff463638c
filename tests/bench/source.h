/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source.h - the smallest service that riposte can poll: it signs anybody in,
 * and its list of alerts holds what was offered last.
 *
 * It is a process of its own, and says when the last byte of an answer with an
 * offered alert was written.
 *
 * Thread: one at a time.
 * Memory: source_start() on the caller's storage, source_stop() ends it.
 */
#ifndef RIPOSTE_BENCH_SOURCE_H
#define RIPOSTE_BENCH_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct source_shared;

struct source {
    pid_t pid;
    int port;
    struct source_shared *shared;
};

void source_start(struct source *source);
void source_stop(struct source *source);
/* Writes a configuration that polls it; @every as in a file, "" for what
 * riposte does by itself. */
void source_configure(const struct source *source, const char *every,
                      const char *path);
/* The alert that is listed from now on. */
void source_offer(struct source *source, const char *alert);
/* When that was answered, in nanoseconds; 0: not yet. */
int64_t source_answered(const struct source *source);

#define ALERT_SIZE 8192
/* An alert of 3.5 KB as Azure Resource Manager sends it, raised now. */
void alert_write(char out[ALERT_SIZE], int number);
/* What the queue shows as its title. */
void alert_title(char out[64], int number);

#endif
