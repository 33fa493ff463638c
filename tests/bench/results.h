/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * results.h - what was measured: samples, and a table of results that prints
 * itself for people and as JSON.
 *
 * A result stands beside the limit and the goal that it has to keep, and
 * beside what a plain program reaches here and now where there is one: on a
 * busy machine both suffer, so that their ratio says more than either.
 *
 * Thread: one at a time.
 * Memory: _init() on the caller's storage, _done() frees.  Texts of a result
 * are copied.
 */
#ifndef RIPOSTE_BENCH_RESULTS_H
#define RIPOSTE_BENCH_RESULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "util/arena.h"

struct figures {
    double *values;
    size_t n;
};

void figures_init(struct figures *sample);
void figures_done(struct figures *sample);
void figures_add(struct figures *sample, double value);
/* Interpolated; 0 of an empty sample. */
double figures_percentile(const struct figures *sample, double percent);
double figures_median(const struct figures *sample);

enum sense {
    SENSE_BELOW, /* the measured is to be less than the limit */
    SENSE_ABOVE, /* or more */
    SENSE_NONE   /* only said */
};

struct result {
    const char *id;   /* for JSON */
    const char *work; /* for people */
    const char *unit;
    enum sense sense;
    double value;
    double limit;
    double goal;   /* 0: none beside the limit */
    double beside; /* what @beside_name reaches; 0: nothing */
    const char *beside_name;
};

struct results {
    struct arena *texts;
    struct result *items;
    size_t n;
};

void results_init(struct results *results);
void results_done(struct results *results);
/* Adds a copy and says it on standard error. */
void results_add(struct results *results, const struct result *result);
/* The measured over the limit, or the limit over the measured where more is
 * better: 1 or less keeps it.  0 where there is no limit. */
double result_ratio(const struct result *result);
bool result_kept(const struct result *result);
/* False when the machine is so busy that what stands beside it would miss the
 * limit as well. */
bool result_says(const struct result *result);

void results_print(const struct results *results);
/* @rows: of the queue; dies when the file cannot be written. */
void results_write(const struct results *results, size_t rows,
                   const char *path);

#endif
