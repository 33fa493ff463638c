/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_store.c - how fast a store is read: opened, its newest rows, all of
 * it, and what that holds in memory.
 *
 *     bench_store STORE
 *
 * Prints one JSON object a line.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/events.h"
#include "util/file.h"
#include "util/mem.h"

#define NEWEST 200

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static long resident(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long size, pages = 0;

    if (file != NULL && fscanf(file, "%ld %ld", &size, &pages) != 2)
        pages = 0;
    if (file != NULL)
        fclose(file);
    return pages * sysconf(_SC_PAGESIZE) / 1024;
}

static void tell(const char *name, double since, size_t n)
{
    printf("{\"name\":\"%s\",\"n\":%zu,\"milliseconds\":%.3f,"
           "\"residentKiB\":%ld}\n",
           name, n, now() - since, resident());
    fflush(stdout);
}

struct sum {
    size_t n;
    uint64_t of; /* so that nothing is left out */
};

static bool add_row(void *with, const struct event_row *row)
{
    struct sum *sum = with;

    sum->n++;
    sum->of += (uint64_t)row->time + row->kind + row->term[COLUMN_TITLE];
    return true;
}

static void add_term(void *with, uint32_t term, struct str text)
{
    struct sum *sum = with;

    sum->n++;
    sum->of += term + text.len;
}

static void read_newest(struct store *store, struct err *err)
{
    struct arena *arena = arena_new();
    double since = now();
    struct event_row *rows;
    struct str text;
    size_t n;

    if (!events_newest(store, NEWEST, arena, &rows, &n, err))
        die("%s", err->text);
    tell("newest", since, n);
    for (size_t i = 0; i < n; i++) {
        for (int c = 0; c < EVENT_COLUMN_N; c++) {
            if (!terms_text(store, rows[i].term[c], arena, &text, err))
                die("%s", err->text);
        }
    }
    tell("newest with texts", since, n);
    arena_free(arena);
}

static void read_all(struct store *store, struct err *err)
{
    struct event_cursor cursor = {0};
    struct sum sum = {0};
    uint32_t last = 0;
    double since = now();

    if (!terms_follow(store, &last, add_term, &sum, err))
        die("%s", err->text);
    tell("terms", since, sum.n);
    sum.n = 0;
    since = now();
    if (!events_follow(store, &cursor, add_row, &sum, err))
        die("%s", err->text);
    tell("follow", since, sum.n);
    since = now();
    if (!events_follow(store, &cursor, add_row, &sum, err))
        die("%s", err->text);
    tell("follow when nothing is new", since, 0);
}

static void read_bodies(struct store *store, struct err *err)
{
    double since = now();

    for (int64_t row = 1; row <= 1000; row++) {
        struct arena *arena = arena_new();
        struct event event;

        if (!events_get(store, row, true, arena, &event, err))
            die("%s", err->text);
        arena_free(arena);
    }
    tell("bodies", since, 1000);
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct store *store;
    double since = now();

    if (argc != 2) {
        fprintf(stderr, "usage: bench_store STORE\n");
        return 2;
    }
    tell("start", since, 0);
    since = now();
    if (!store_open(argv[1], STORE_READ, &store, &err))
        die("%s", err.text);
    tell("open", since, 0);
    read_newest(store, &err);
    read_all(store, &err);
    read_bodies(store, &err);
    store_close(store);
    return 0;
}
