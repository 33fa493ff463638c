/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"

#include <stdio.h>
#include <string.h>

#include "machine.h"
#include "util/mem.h"

#define WAIT      120000
#define LEAVE     60000
#define MARKER    "▌"
#define QUIET     100
#define ANSWER    2000 /* milliseconds to the first byte */
#define FIRST_ROW 3    /* below tabs, query and heads */

void screen_open(struct screen *screen, const char *const *argv)
{
    struct vt_start start = {
        .argv = argv, .rows = BENCH_ROWS, .cols = BENCH_COLS};

    screen->begun = machine_now();
    screen->vt = vt_start(&start);
}

void screen_open_queue(struct screen *screen, const struct bench *bench,
                       const char *store, const char *config)
{
    const char *argv[] = {bench->riposte, "--store", store,
                          "--config",     config,    NULL};

    if (config == NULL)
        argv[3] = NULL;
    screen_open(screen, argv);
}

void screen_leave(struct screen *screen)
{
    int status;

    vt_settle(screen->vt, QUIET);
    vt_send(screen->vt, "q");
    if (!vt_wait_exit(screen->vt, &status, LEAVE) || status != 0)
        die("the program under test did not end well");
    vt_free(screen->vt);
    screen->vt = NULL;
}

static double since_read(struct screen *screen, int64_t since)
{
    int64_t first;
    int64_t last;

    vt_times(screen->vt, &first, &last);
    return last > since ? (double)(last - since) / 1e6 : 0;
}

double screen_text(struct screen *screen, const char *text, int64_t since)
{
    if (!vt_wait_text(screen->vt, text, WAIT))
        die("the screen never showed %s", text);
    return since_read(screen, since);
}

double screen_match(struct screen *screen, const char *regex, int64_t since)
{
    if (!vt_wait_match(screen->vt, regex, WAIT))
        die("no line of the screen ever matched %s", regex);
    return since_read(screen, since);
}

double screen_whole(struct screen *screen, const struct bench *bench,
                    int64_t since)
{
    char regex[128];

    snprintf(regex, sizeof(regex), "^everything .* %s$", bench->counted);
    return screen_match(screen, regex, since);
}

struct burst screen_send(struct screen *screen, const char *keys, int quiet)
{
    struct burst burst = {.bytes = 0};
    int64_t sent;
    int64_t first;
    int64_t last;

    vt_mark(screen->vt);
    sent = machine_now();
    vt_send(screen->vt, keys);
    while (vt_bytes(screen->vt) == 0 && machine_since(sent) < ANSWER)
        vt_turn(screen->vt, quiet);
    vt_settle(screen->vt, quiet);
    vt_times(screen->vt, &first, &last);
    burst.bytes = vt_bytes(screen->vt);
    if (burst.bytes > 0) {
        burst.first = (double)(first - sent) / 1e6;
        burst.last = (double)(last - sent) / 1e6;
    }
    return burst;
}

bool screen_marked(struct screen *screen, int row)
{
    return strncmp(vt_row(screen->vt, row), MARKER, strlen(MARKER)) == 0;
}

int screen_marker(struct screen *screen)
{
    int row = FIRST_ROW;

    while (row < BENCH_ROWS && !screen_marked(screen, row))
        row++;
    return row < BENCH_ROWS ? row : -1;
}
