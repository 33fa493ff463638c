/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work_keys.c - from a key to the screen: one at a time, while events pour in,
 * and five hundred at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "screen.h"
#include "util/mem.h"

#define KEYS      300
#define RESTS     10
#define PASTED    500
#define QUIET     20
#define PAUSE     40 /* between two keys, at most */
#define LONG      400
#define LOOK      4 /* milliseconds between two looks for the marker */
#define KEY_WAIT  2000
#define FEED      10000000
#define FEED_SEED 2
#define LINES_ON  10 /* down and up again, while events pour in */

struct keys {
    struct figures times;
    struct figures bytes;
};

static void keys_init(struct keys *keys)
{
    figures_init(&keys->times);
    figures_init(&keys->bytes);
}

static void keys_done(struct keys *keys)
{
    figures_done(&keys->times);
    figures_done(&keys->bytes);
}

/* Down, as a hand does it: not in step with anything. */
static void press(struct screen *screen, struct keys *keys)
{
    for (int i = 0; i < KEYS; i++) {
        struct burst burst = screen_send(screen, "j", QUIET);

        if (burst.bytes == 0)
            die("a key had no answer");
        figures_add(&keys->times, burst.last);
        figures_add(&keys->bytes, (double)burst.bytes);
        vt_settle(screen->vt, 1 + rand() % PAUSE);
    }
}

static void press_plain(const struct bench *bench, struct keys *keys)
{
    char rows[24];
    const char *argv[] = {"tests/bench/plain", rows, NULL};
    struct screen screen;

    snprintf(rows, sizeof(rows), "%zu", bench->rows);
    screen_open(&screen, argv);
    screen_text(&screen, "row 1 ", screen.begun);
    vt_settle(screen.vt, LONG);
    press(&screen, keys);
    screen_leave(&screen);
}

static void add_keys(struct bench *bench, struct keys *keys, struct keys *plain)
{
    char work[64];
    struct result result = {
        .id = "key",
        .work = work,
        .unit = "ms",
        .sense = SENSE_BELOW,
        .value = figures_percentile(&keys->times, 99),
        .limit = 2,
        .goal = 1,
        .beside = figures_percentile(&plain->times, 99),
        .beside_name = "plain curses",
    };

    snprintf(work, sizeof(work), "j at %zu rows, idle, p99", bench->rows);
    results_add(&bench->results, &result);
    snprintf(work, sizeof(work), "j at %zu rows, idle, median", bench->rows);
    result.id = "key-median";
    result.value = figures_median(&keys->times);
    result.beside = figures_median(&plain->times);
    results_add(&bench->results, &result);
    snprintf(work, sizeof(work), "bytes for j, mean of %d", KEYS);
    result = (struct result){
        .id = "key-bytes",
        .work = work,
        .unit = "B",
        .sense = SENSE_BELOW,
        .limit = 260,
        .beside_name = "plain curses",
    };
    for (size_t i = 0; i < keys->bytes.n; i++)
        result.value += keys->bytes.values[i] / (double)keys->bytes.n;
    for (size_t i = 0; i < plain->bytes.n; i++)
        result.beside += plain->bytes.values[i] / (double)plain->bytes.n;
    results_add(&bench->results, &result);
    result.id = "key-bytes-median";
    result.work = "bytes for j, median";
    result.value = figures_median(&keys->bytes);
    result.beside = figures_median(&plain->bytes);
    results_add(&bench->results, &result);
}

/* Where it rests, the details below the list follow. */
static void rest(struct bench *bench, struct screen *screen)
{
    struct figures bytes;
    struct result result = {
        .id = "key-rest-bytes",
        .work = "bytes for j and the details that follow, median",
        .unit = "B",
        .sense = SENSE_NONE,
    };

    figures_init(&bytes);
    for (int i = 0; i < RESTS; i++)
        figures_add(&bytes, (double)screen_send(screen, "j", LONG).bytes);
    result.value = figures_median(&bytes);
    results_add(&bench->results, &result);
    figures_done(&bytes);
}

/* Is the finger where it was?  Then all keys counted, there and back. */
static void paste_back(struct screen *screen)
{
    char keys[PASTED + 1];
    char before[1024];

    memset(keys, 'j', PASTED);
    keys[PASTED] = '\0';
    snprintf(before, sizeof(before), "%s", vt_row(screen->vt, 3));
    screen_send(screen, keys, LONG);
    memset(keys, 'k', PASTED);
    screen_send(screen, keys, LONG);
    if (screen_marker(screen) != 3 ||
        strcmp(before, vt_row(screen->vt, 3)) != 0)
        die("%d keys down and %d up do not lead back", PASTED, PASTED);
}

static void paste(struct bench *bench, struct screen *screen)
{
    char keys[PASTED + 1];
    struct burst burst;
    char work[64];
    struct result result = {
        .id = "paste-bytes",
        .work = work,
        .unit = "B",
        .sense = SENSE_BELOW,
        .limit = 10000,
    };

    paste_back(screen);
    memset(keys, 'j', PASTED);
    keys[PASTED] = '\0';
    burst = screen_send(screen, keys, LONG);
    snprintf(work, sizeof(work), "%d j pasted at once, bytes", PASTED);
    result.value = (double)burst.bytes;
    results_add(&bench->results, &result);
    snprintf(work, sizeof(work), "%d j pasted at once, first repaint", PASTED);
    result = (struct result){
        .id = "paste",
        .work = work,
        .unit = "ms",
        .sense = SENSE_NONE,
        .value = burst.first,
    };
    results_add(&bench->results, &result);
}

/* What comes between belongs to the rows that pour in: only the marker says
 * that the key was heard. */
static double press_marked(struct screen *screen, const char *key)
{
    int before = screen_marker(screen);
    int64_t sent = machine_now();
    int64_t first;
    int64_t last;

    vt_send(screen->vt, key);
    while (screen_marked(screen, before)) {
        if (machine_since(sent) > KEY_WAIT)
            die("a key had no answer while events came in:\n%s",
                vt_screen(screen->vt));
        vt_turn(screen->vt, LOOK);
    }
    vt_times(screen->vt, &first, &last);
    return last > sent ? (double)(last - sent) / 1e6 : 0;
}

/* A plain curses program on a machine as busy as that. */
static void press_plain_fed(const struct bench *bench, struct keys *plain)
{
    pid_t feed = bench_feed(bench, bench->live, FEED, FEED_SEED);

    press_plain(bench, plain);
    bench_feed_stop(feed);
}

static void press_fed(struct bench *bench, struct figures *times)
{
    struct screen screen;
    pid_t feed;

    screen_open_queue(&screen, bench, bench->live, NULL);
    screen_whole(&screen, bench, screen.begun);
    feed = bench_feed(bench, bench->live, FEED, FEED_SEED);
    /* Until its first rows are there. */
    if (!vt_wait_gone(screen.vt, bench->counted, KEY_WAIT * 10))
        die("no event came in");
    for (int i = 0; i < KEYS; i++) {
        int64_t resting = machine_now();
        double pause = 1 + rand() % PAUSE;

        figures_add(times,
                    press_marked(&screen, i / LINES_ON % 2 == 0 ? "j" : "k"));
        while (machine_since(resting) < pause)
            vt_turn(screen.vt, LOOK);
    }
    bench_feed_stop(feed);
    screen_leave(&screen);
}

static void keys_fed(struct bench *bench)
{
    char work[64];
    struct keys plain;
    struct figures times;
    struct result result = {
        .id = "key-ingest",
        .work = work,
        .unit = "ms",
        .sense = SENSE_BELOW,
        .limit = 2,
        .goal = 1,
        .beside_name = "plain curses",
    };

    figures_init(&times);
    keys_init(&plain);
    bench_live_make(bench);
    press_fed(bench, &times);
    press_plain_fed(bench, &plain);
    bench_live_remove(bench);
    result.beside = figures_percentile(&plain.times, 99);
    result.value = figures_percentile(&times, 99);
    snprintf(work, sizeof(work), "j at %zu rows during ingest, p99",
             bench->rows);
    results_add(&bench->results, &result);
    snprintf(work, sizeof(work), "j at %zu rows during ingest, median",
             bench->rows);
    result.id = "key-ingest-median";
    result.value = figures_median(&times);
    result.beside = figures_median(&plain.times);
    results_add(&bench->results, &result);
    figures_done(&times);
    keys_done(&plain);
}

void work_keys(struct bench *bench)
{
    struct screen screen;
    struct keys plain;
    struct keys keys;

    keys_init(&plain);
    keys_init(&keys);
    press_plain(bench, &plain);
    screen_open_queue(&screen, bench, bench->queue, NULL);
    screen_whole(&screen, bench, screen.begun);
    vt_settle(screen.vt, LONG);
    press(&screen, &keys);
    add_keys(bench, &keys, &plain);
    rest(bench, &screen);
    vt_send(screen.vt, "g");
    vt_settle(screen.vt, LONG);
    paste(bench, &screen);
    screen_leave(&screen);
    keys_fed(bench);
    keys_done(&plain);
    keys_done(&keys);
}
