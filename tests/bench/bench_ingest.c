/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_ingest.c - how fast events go into a store, beside what json-c alone
 * takes to parse the same file.
 *
 *     bench_ingest FILE.ndjson STORE
 *
 * STORE must not be there yet.  Prints one JSON object a line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "model/envelope.h"
#include "model/event.h"
#include "store/events.h"
#include "util/file.h"
#include "util/mem.h"
#include "parse_alone.h"

/* As service/ingest.c has it. */
#define BATCH       4000
#define ARENA_BYTES ((size_t)1 << 20)

static double now(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct watch {
    double wall;
    double cpu;
};

static struct watch watch_start(void)
{
    return (struct watch){
        .wall = now(CLOCK_MONOTONIC),
        .cpu = now(CLOCK_PROCESS_CPUTIME_ID),
    };
}

/* Memory of its own, without the file that is mapped. */
static long anonymous(void)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[128];
    long kib = 0;

    if (file == NULL)
        return 0;
    while (kib == 0 && fgets(line, sizeof(line), file) != NULL)
        sscanf(line, "RssAnon: %ld", &kib);
    fclose(file);
    return kib;
}

static double watch_print(const struct watch *watch, const char *name, size_t n,
                          long held)
{
    double wall = now(CLOCK_MONOTONIC) - watch->wall;
    double cpu = now(CLOCK_PROCESS_CPUTIME_ID) - watch->cpu;

    printf("{\"name\":\"%s\",\"alerts\":%zu,\"seconds\":%.3f,\"cpu\":%.3f,"
           "\"perSecond\":%.0f,\"anonymousKiB\":%ld}\n",
           name, n, wall, cpu, (double)n / wall, held);
    fflush(stdout);
    return (double)n / wall;
}

/* The same file through envelope and event_read, and no further. */
static void read_alone(struct str text)
{
    struct watch watch = watch_start();
    struct arena *arena = arena_new();
    struct envelope envelope;
    struct skim_value value;
    struct event event;
    struct err err = {0};
    size_t n = 0;

    envelope_init(&envelope, text);
    while (envelope_next(&envelope, &value, &err) == ENVELOPE_ITEM) {
        if (!event_read(&value, STR("file"), 1, arena, &event, &err))
            die("%s", err.text);
        n++;
        if (arena_size(arena) > ARENA_BYTES)
            arena_clear(arena);
    }
    arena_free(arena);
    watch_print(&watch, "event_read", n, anonymous());
}

struct intake {
    struct store *store;
    struct envelope envelope;
    struct arena *arena;
    size_t n;
};

/* False at the end of the file. */
static bool take_batch(struct intake *in, struct err *err)
{
    struct skim_value value;
    struct event event;
    unsigned changes;

    for (int i = 0; i < BATCH; i++) {
        if (envelope_next(&in->envelope, &value, err) != ENVELOPE_ITEM)
            return false;
        if (!event_read(&value, STR("file"), 1, in->arena, &event, err) ||
            !events_put(in->store, &event, false, &changes, err))
            die("%s", err->text);
        in->n++;
        if (arena_size(in->arena) > ARENA_BYTES)
            arena_clear(in->arena);
    }
    return true;
}

static double ingest(struct str text, const char *path, const char *name)
{
    struct intake in = {.arena = arena_new()};
    struct watch watch = watch_start();
    struct err err = {0};
    bool more = true;
    double rate;
    long held;

    if (!store_open(path, STORE_WRITE, &in.store, &err))
        die("%s", err.text);
    envelope_init(&in.envelope, text);
    while (more) {
        if (!store_begin(in.store, &err))
            die("%s", err.text);
        more = take_batch(&in, &err);
        if (!store_commit(in.store, &err))
            die("%s", err.text);
    }
    held = anonymous();
    store_close(in.store);
    rate = watch_print(&watch, name, in.n, held);
    arena_free(in.arena);
    return rate;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct stat st;
    struct str text;
    struct watch watch;
    double parse, whole;
    size_t n;

    if (argc != 3) {
        fprintf(stderr, "usage: bench_ingest FILE.ndjson STORE\n");
        return 2;
    }
    if (file_exists(argv[2]))
        die("%s is there already", argv[2]);
    if (!file_map(argv[1], &text, &err))
        die("%s", err.text);
    watch = watch_start();
    n = parse_alone(text.at, text.len);
    parse = watch_print(&watch, "json-c", n, anonymous());
    read_alone(text);
    whole = ingest(text, argv[2], "ingest");
    ingest(text, argv[2], "ingest again");
    if (stat(argv[2], &st) != 0)
        die("%s is gone", argv[2]);
    printf("{\"name\":\"share of json-c\",\"value\":%.3f,\"storeBytes\":%lld,"
           "\"textBytes\":%zu}\n",
           whole / parse, (long long)st.st_size, text.len);
    file_unmap(text);
    return 0;
}
