/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work_filter.c - a query over the whole queue: inside, where the reader asks
 * its index, and on the screen, from Enter to the exact count.
 */
#include <stdio.h>
#include <string.h>

#include "machine.h"
#include "screen.h"
#include "service/config.h"
#include "service/view.h"
#include "util/mem.h"

#define PORTION 50000 /* rows, as the reader loads them */
#define WORK    15    /* milliseconds, as it filters */
#define QUIET   60
#define CLEAR   "\x15" /* Ctrl-U */

static const struct asked {
    const char *id;
    const char *query;
    const char *what;
    double limit;
} asked[] = {
    {"filter", "Severity =~ 'High'", "filter Severity =~ 'High'", 25},
    {"filter-text", "kubernetes", "filter by a free word", 60},
    {"filter-many",
     "Severity =~ 'High' and ResourceName startswith 'vm-' and "
     "not(Status =~ 'Resolved')",
     "filter by three conditions", 0},
};

#define ASKED (sizeof(asked) / sizeof(asked[0]))

/* ---- inside ---- */

static void load(struct index *index, struct store *store)
{
    struct index_changes changes = {.n = 0};
    struct err err = {0};
    bool more = true;

    while (more) {
        if (!index_follow(index, store, PORTION, NULL, NULL, &changes, &more,
                          &err))
            die("%s", err.text);
    }
    mem_free(changes.slots);
}

/* Each time anew, as when it has just been typed: what was learnt about
 * texts is forgotten in between. */
static double ask_inside(struct view *view, const char *query)
{
    int64_t begun;

    view_set(view, "", SORT_TIME, false, 1);
    view_work(view, 10 * WORK);
    begun = machine_now();
    view_set(view, query, SORT_TIME, false, 1);
    while (!view_work(view, WORK))
        ;
    if (view->error.code != ERR_NONE || view->n == 0)
        die("%s finds nothing", query);
    return machine_since(begun);
}

static void add(struct bench *bench, const struct asked *ask, const char *where,
                double value)
{
    char work[96];
    char id[64];
    struct result result = {
        .id = id,
        .work = work,
        .unit = "ms",
        .sense = ask->limit > 0 ? SENSE_BELOW : SENSE_NONE,
        .value = value,
        .limit = ask->limit,
    };

    snprintf(work, sizeof(work), "%s, %s", ask->what, where);
    snprintf(id, sizeof(id), "%s-%s", ask->id, where);
    results_add(&bench->results, &result);
}

static void add_load(struct bench *bench, double value)
{
    char work[64];
    struct result result = {
        .id = "index-inside",
        .work = work,
        .unit = "ms",
        .sense = SENSE_NONE,
        .value = value,
    };

    snprintf(work, sizeof(work), "index of %zu rows, inside", bench->rows);
    results_add(&bench->results, &result);
}

static void filter_inside(struct bench *bench)
{
    struct config *config;
    struct index index;
    struct store *store;
    struct view view;
    struct err err = {0};
    int64_t begun;

    if (!config_load(NULL, NULL, &config, &err) ||
        !store_open(bench->queue, STORE_READ, &store, &err))
        die("%s", err.text);
    index_init(&index);
    view_init(&view, &index, store, config);
    begun = machine_now();
    load(&index, store);
    add_load(bench, machine_since(begun));
    for (size_t i = 0; i < ASKED; i++) {
        struct figures times;

        figures_init(&times);
        for (int run = 0; run < bench->runs * 2; run++)
            figures_add(&times, ask_inside(&view, asked[i].query));
        add(bench, &asked[i], "inside", figures_median(&times));
        figures_done(&times);
    }
    view_done(&view);
    index_done(&index);
    store_close(store);
    config_free(config);
}

/* ---- on the screen ---- */

static double ask_screen(struct screen *screen, const struct bench *bench,
                         const char *query)
{
    char counts[64];
    int64_t sent;
    double taken;

    snprintf(counts, sizeof(counts), "[0-9] of %s$", bench->counted);
    screen_send(screen, "f", QUIET);
    screen_send(screen, query, QUIET);
    vt_mark(screen->vt);
    sent = machine_now();
    vt_send(screen->vt, "\r");
    taken = screen_match(screen, counts, sent);
    screen_send(screen, "f" CLEAR "\r", QUIET);
    screen_whole(screen, bench, sent);
    return taken;
}

static void add_resident(struct bench *bench, pid_t pid)
{
    char work[64];
    struct result result = {
        .id = "resident-used",
        .work = work,
        .unit = "MB",
        .sense = SENSE_BELOW,
        .value = machine_resident(pid),
        .limit = 160,
    };

    snprintf(work, sizeof(work), "resident after filters of %zu", bench->rows);
    results_add(&bench->results, &result);
    result.id = "resident-peak";
    result.value = machine_resident_peak(pid);
    result.sense = SENSE_NONE;
    snprintf(work, sizeof(work), "resident at its peak, of %zu", bench->rows);
    results_add(&bench->results, &result);
}

void work_filter(struct bench *bench)
{
    struct screen screen;

    filter_inside(bench);
    screen_open_queue(&screen, bench, bench->queue, NULL);
    screen_whole(&screen, bench, screen.begun);
    for (size_t i = 0; i < ASKED; i++) {
        struct figures times;

        figures_init(&times);
        for (int run = 0; run < bench->runs; run++)
            figures_add(&times, ask_screen(&screen, bench, asked[i].query));
        add(bench, &asked[i], "on the screen", figures_median(&times));
        figures_done(&times);
    }
    add_resident(bench, vt_pid(screen.vt));
    screen_leave(&screen);
}
