/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench.h - one run of `make bench': what it works with, and its works.
 *
 * Each work measures and adds its results.  What goes wrong ends the run with
 * a message, since a figure of half a run is none.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_BENCH_BENCH_H
#define RIPOSTE_BENCH_BENCH_H

#include <stddef.h>
#include <sys/types.h>

#include "results.h"

/* As the comfortable screen of the design. */
#define BENCH_ROWS 40
#define BENCH_COLS 120

struct bench {
    size_t rows;      /* of the queue */
    char counted[32]; /* the same as the screen writes it: "1,000,000" */
    int runs;         /* of what is short; their median counts */
    int idle;         /* seconds */
    const char *dir;  /* stores and files of this run and of the next */
    const char *riposte;
    const char *sandbox;
    char small[512];  /* path of a store of 1,000 */
    char queue[512];  /* of one of @rows; only read */
    char live[512];   /* a copy that is written to */
    char alerts[512]; /* alerts as NDJSON */
    struct results results;
};

/* Runs a program to its end, and dies when it fails. */
void bench_run(const char *const *argv);
/* Starts `generate | event ingest -' into @store in a group of its own: alerts
 * of another seed than those that are there. */
pid_t bench_feed(const struct bench *bench, const char *store, size_t count,
                 int seed);
/* Waits for its end, or makes one. */
void bench_feed_wait(pid_t pid);
void bench_feed_stop(pid_t pid);

/* stores.c: makes what is not there yet. */
void bench_stores(struct bench *bench);
/* A fresh copy of the queue's store, as bench->live; and away with it. */
void bench_live_make(const struct bench *bench);
void bench_live_remove(const struct bench *bench);

/* ---- the works ---- */
void work_start(struct bench *bench);
void work_keys(struct bench *bench);
void work_filter(struct bench *bench);
void work_live(struct bench *bench);
void work_ingest(struct bench *bench);
void work_rules(struct bench *bench);
void work_backtest(struct bench *bench);
void work_runs(struct bench *bench);

#endif
