/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench.c - measures what the design says of speed, in one run.
 *
 * Runs in the directory of the build; `make bench' calls it.  In the
 * environment:
 *
 *     ROWS=1000000      rows of the queue
 *     BENCH_QUICK=1     50,000 rows, short rests
 *     BENCH_IDLE=60     seconds of doing nothing
 *     BENCH_RUNS=5      repetitions of what is short
 *     BENCH_ONLY=WORDS  only these works
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "machine.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/thread.h"

#define ROWS       1000000
#define ROWS_QUICK 50000
#define DIR        "bench"
#define JSON       "bench.json"

static const struct work {
    const char *name;
    void (*run)(struct bench *bench);
} works[] = {
    {"start", work_start},       {"keys", work_keys},
    {"filter", work_filter},     {"live", work_live},
    {"ingest", work_ingest},     {"rules", work_rules},
    {"backtest", work_backtest}, {"runs", work_runs},
};

static long number_of(const char *name, long otherwise)
{
    const char *text = getenv(name);
    long number = text != NULL && *text != '\0' ? atol(text) : otherwise;

    if (number < 1)
        die("%s must be a number above 0", name);
    return number;
}

static void write_counted(struct bench *bench)
{
    char digits[24];
    size_t len = (size_t)snprintf(digits, sizeof(digits), "%zu", bench->rows);
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            bench->counted[n++] = ',';
        bench->counted[n++] = digits[i];
    }
    bench->counted[n] = '\0';
}

/* Nothing of the person's own settings counts. */
static void own_home(const struct bench *bench)
{
    static const char *const gone[] = {
        "RIPOSTE_CONFIG", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
        "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME",
        "http_proxy",     "all_proxy",       "ALL_PROXY",
    };
    struct err err = {0};
    char home[512];

    snprintf(home, sizeof(home), "%s/home", bench->dir);
    if (!file_make_dir(home, &err))
        die("%s", err.text);
    setenv("HOME", home, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
        unsetenv(gone[i]);
}

static bool wanted(const char *name)
{
    const char *only = getenv("BENCH_ONLY");

    return only == NULL || *only == '\0' || strstr(only, name) != NULL;
}

int main(void)
{
    const char *quick = getenv("BENCH_QUICK");
    bool short_one = quick != NULL && *quick != '\0';
    struct bench bench = {
        .rows = (size_t)number_of("ROWS", short_one ? ROWS_QUICK : ROWS),
        .runs = (int)number_of("BENCH_RUNS", short_one ? 3 : 5),
        .idle = (int)number_of("BENCH_IDLE", short_one ? 5 : 60),
        .dir = DIR,
        .riposte = "src/riposte",
        .sandbox = "src/riposte-sandbox",
    };

    signal(SIGPIPE, SIG_IGN);
    /* Its own waits are not to be measured. */
    thread_prompt();
    setvbuf(stdout, NULL, _IOLBF, 0);
    own_home(&bench);
    setlocale(LC_ALL, "");
    write_counted(&bench);
    results_init(&bench.results);
    bench_stores(&bench);
    for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++) {
        if (wanted(works[i].name))
            works[i].run(&bench);
    }
    machine_print();
    results_print(&bench.results);
    results_write(&bench.results, bench.rows, JSON);
    results_done(&bench.results);
    return EXIT_SUCCESS;
}
