/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work_live.c - a queue that lives: how soon an event is on the screen, and
 * what it costs when there is none.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine.h"
#include "screen.h"
#include "source.h"
#include "util/mem.h"

#define EVENTS 100
#define REST   300 /* until the screen is quiet again */
#define LOOK   20
#define WAIT   20000
#define LIVE   "● live"

static void wait_live(struct screen *screen)
{
    if (!vt_wait_text(screen->vt, LIVE, WAIT))
        die("the source was never read");
    vt_settle(screen->vt, REST);
}

/* On the newest row, whatever comes. */
static void follow(struct screen *screen)
{
    vt_send(screen->vt, "F");
    if (!vt_wait_text(screen->vt, "follows", WAIT))
        die("the list does not follow");
    vt_settle(screen->vt, REST);
}

static void add_arrival(struct bench *bench, const char *id, const char *how,
                        const struct figures *times)
{
    char work[96];
    char name[48];
    struct result result = {
        .id = id,
        .work = work,
        .unit = "ms",
        .sense = SENSE_BELOW,
        .value = figures_percentile(times, 99),
        .limit = 60,
    };

    snprintf(work, sizeof(work), "event to screen, %s, p99", how);
    results_add(&bench->results, &result);
    snprintf(work, sizeof(work), "event to screen, %s, median", how);
    snprintf(name, sizeof(name), "%s-median", id);
    result.id = name;
    result.value = figures_median(times);
    results_add(&bench->results, &result);
}

/* ---- from a source ---- */

static double arrive_once(struct screen *screen, struct source *source,
                          int number)
{
    char alert[ALERT_SIZE];
    char title[64];

    alert_write(alert, number);
    alert_title(title, number);
    source_offer(source, alert);
    vt_mark(screen->vt);
    vt_send(screen->vt, "R");
    screen_text(screen, title, 0);
    return screen_text(screen, title, source_answered(source));
}

static void arrive_from_source(struct bench *bench, struct source *source,
                               const char *config)
{
    struct screen screen;
    struct figures times;

    figures_init(&times);
    source_configure(source, "1h", config);
    screen_open_queue(&screen, bench, bench->live, config);
    screen_whole(&screen, bench, screen.begun);
    wait_live(&screen);
    follow(&screen);
    for (int i = 0; i < EVENTS; i++) {
        figures_add(&times, arrive_once(&screen, source, i));
        vt_settle(screen.vt, 30 + i % 20);
    }
    add_arrival(bench, "arrive", "from a source", &times);
    figures_done(&times);
    screen_leave(&screen);
}

/* ---- from another process ---- */

static pid_t start_ingest(const struct bench *bench, int *in)
{
    int ends[2];
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) != 0 || (pid = fork()) < 0)
        die("no process to ingest with");
    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

        prctl(PR_SET_PDEATHSIG, SIGTERM);
        dup2(ends[0], STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        execl(bench->riposte, bench->riposte, "--store", bench->live, "event",
              "ingest", "-", (char *)NULL);
        _exit(127);
    }
    close(ends[0]);
    *in = ends[1];
    return pid;
}

static double ingest_once(struct screen *screen, int in, int number)
{
    char alert[ALERT_SIZE + 1];
    char title[64];
    int64_t sent;
    size_t len;

    alert_write(alert, number);
    alert_title(title, number);
    len = strlen(alert);
    alert[len++] = '\n';
    vt_mark(screen->vt);
    sent = machine_now();
    if (write(in, alert, len) != (ssize_t)len)
        die("nobody takes an event");
    return screen_text(screen, title, sent);
}

static void arrive_from_process(struct bench *bench)
{
    struct screen screen;
    struct figures times;
    int status;
    pid_t pid;
    int in;

    figures_init(&times);
    pid = start_ingest(bench, &in);
    screen_open_queue(&screen, bench, bench->live, NULL);
    screen_match(&screen, "^everything .*[0-9]$", screen.begun);
    vt_settle(screen.vt, REST);
    follow(&screen);
    for (int i = 0; i <= EVENTS; i++) {
        double taken = ingest_once(&screen, in, EVENTS + i);

        if (i > 0) /* the first one also opens the store */
            figures_add(&times, taken);
        vt_settle(screen.vt, 30 + i % 20);
    }
    add_arrival(bench, "arrive-process", "from another process", &times);
    figures_done(&times);
    close(in);
    if (waitpid(pid, &status, 0) != pid || status != 0)
        die("the other process did not end well");
    screen_leave(&screen);
}

/* ---- nothing ---- */

/* All but the bottom line, where the clock is. */
static void upper(struct screen *screen, char *out, size_t size)
{
    size_t len = 0;

    out[0] = '\0';
    for (int row = 0; row < BENCH_ROWS - 1 && len < size; row++)
        len += (size_t)snprintf(out + len, size - len, "%s\n",
                                vt_row(screen->vt, row));
}

struct rest {
    double cpu;
    size_t clock; /* bytes that changed the bottom line alone */
    size_t other;
};

static struct rest rest(struct screen *screen, int seconds)
{
    static const size_t size = 65536;
    char *before = mem_array(size, 1);
    char *now = mem_array(size, 1);
    struct rest out = {.cpu = -machine_cpu(vt_pid(screen->vt))};
    int64_t begun = machine_now();

    upper(screen, before, size);
    vt_mark(screen->vt);
    while (machine_since(begun) < seconds * 1000.0) {
        vt_turn(screen->vt, LOOK);
        if (vt_bytes(screen->vt) == 0)
            continue;
        upper(screen, now, size);
        if (strcmp(before, now) == 0)
            out.clock += vt_bytes(screen->vt);
        else
            out.other += vt_bytes(screen->vt);
        strcpy(before, now);
        vt_mark(screen->vt);
    }
    out.cpu += machine_cpu(vt_pid(screen->vt));
    mem_free(before);
    mem_free(now);
    return out;
}

static void idle(struct bench *bench, struct source *source, const char *config)
{
    char work[96];
    struct screen screen;
    struct rest rested;
    struct result result = {
        .id = "idle",
        .work = work,
        .unit = "ms",
        .sense = SENSE_BELOW,
    };

    source_configure(source, "", config);
    screen_open_queue(&screen, bench, bench->live, config);
    screen_match(&screen, "^everything .*[0-9]$", screen.begun);
    wait_live(&screen);
    vt_settle(screen.vt, REST);
    rested = rest(&screen, bench->idle);
    screen_leave(&screen);
    snprintf(work, sizeof(work), "idle for %d s, live source, processor time",
             bench->idle);
    result.value = rested.cpu;
    result.limit = 50.0 * bench->idle / 60;
    results_add(&bench->results, &result);
    snprintf(work, sizeof(work), "idle for %d s, bytes but the clock's",
             bench->idle);
    result.id = "idle-bytes";
    result.unit = "B";
    result.value = (double)rested.other;
    result.limit = 1;
    results_add(&bench->results, &result);
    snprintf(work, sizeof(work), "idle for %d s, the clock's bytes",
             bench->idle);
    result.id = "idle-clock";
    result.value = (double)rested.clock;
    result.sense = SENSE_NONE;
    results_add(&bench->results, &result);
}

void work_live(struct bench *bench)
{
    struct source source;
    char config[600];

    snprintf(config, sizeof(config), "%s/live.conf", bench->dir);
    bench_live_make(bench);
    source_start(&source);
    arrive_from_source(bench, &source, config);
    arrive_from_process(bench);
    source_stop(&source);
    /* What has just come shows its age in minutes: that is a clock too. */
    bench_live_make(bench);
    source_start(&source);
    idle(bench, &source, config);
    source_stop(&source);
    bench_live_remove(bench);
}
