/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work_start.c - from exec to the first rows, and to the whole index.
 */
#include <stdio.h>
#include <stdlib.h>

#include "machine.h"
#include "screen.h"
#include "util/mem.h"

#define ROWS_ARE_THERE "▌"

/* The same of a plain curses program with a few rows in memory. */
static double start_plain(const struct bench *bench)
{
    const char *argv[] = {"tests/bench/plain", "1000", NULL};
    struct figures starts;
    double median;

    figures_init(&starts);
    for (int i = 0; i < bench->runs; i++) {
        struct screen screen;

        screen_open(&screen, argv);
        figures_add(&starts, screen_text(&screen, "row 1 ", screen.begun));
        screen_leave(&screen);
    }
    median = figures_median(&starts);
    figures_done(&starts);
    return median;
}

static void add_first(struct bench *bench, const char *id, size_t rows,
                      double value, double plain)
{
    char work[64];
    struct result result = {
        .id = id,
        .work = work,
        .unit = "ms",
        .sense = SENSE_BELOW,
        .value = value,
        .limit = 60,
        .goal = 25,
        .beside = plain,
        .beside_name = "plain curses",
    };

    snprintf(work, sizeof(work), "start to first rows, of %zu", rows);
    results_add(&bench->results, &result);
}

static void start_small(struct bench *bench, double plain)
{
    struct figures starts;

    figures_init(&starts);
    for (int i = 0; i < bench->runs; i++) {
        struct screen screen;

        screen_open_queue(&screen, bench, bench->small, NULL);
        figures_add(&starts,
                    screen_text(&screen, ROWS_ARE_THERE, screen.begun));
        screen_leave(&screen);
    }
    add_first(bench, "start-small", 1000, figures_median(&starts), plain);
    figures_done(&starts);
}

static void add_whole(struct bench *bench, double whole, double resident)
{
    char work[64];
    struct result result = {
        .id = "index",
        .work = work,
        .unit = "ms",
        .sense = SENSE_BELOW,
        .value = whole,
        .limit = 2000,
    };

    snprintf(work, sizeof(work), "start to the whole index of %zu",
             bench->rows);
    results_add(&bench->results, &result);
    snprintf(work, sizeof(work), "resident with the whole index of %zu",
             bench->rows);
    result.id = "resident";
    result.unit = "MB";
    result.value = resident;
    result.limit = 160;
    results_add(&bench->results, &result);
}

static void start_queue(struct bench *bench, double plain)
{
    struct figures starts;
    struct figures wholes;
    struct figures residents;

    figures_init(&starts);
    figures_init(&wholes);
    figures_init(&residents);
    for (int i = 0; i < bench->runs; i++) {
        struct screen screen;

        screen_open_queue(&screen, bench, bench->queue, NULL);
        figures_add(&starts,
                    screen_text(&screen, ROWS_ARE_THERE, screen.begun));
        figures_add(&wholes, screen_whole(&screen, bench, screen.begun));
        figures_add(&residents, machine_resident(vt_pid(screen.vt)));
        screen_leave(&screen);
    }
    add_first(bench, "start", bench->rows, figures_median(&starts), plain);
    add_whole(bench, figures_median(&wholes), figures_median(&residents));
    figures_done(&starts);
    figures_done(&wholes);
    figures_done(&residents);
}

void work_start(struct bench *bench)
{
    double plain = start_plain(bench);

    start_small(bench, plain);
    start_queue(bench, plain);
}
