/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stores.c - the stores that are measured: made once, and kept.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/proc.h"

#define SMALL        1000
#define ALERTS       50000
#define ALERTS_QUICK 10000
#define SEED         1

/* @err: what takes the complaints; -1: the terminal. */
static pid_t spawn(const char *const *argv, int in, int out, int err,
                   pid_t group)
{
    pid_t pid = fork();

    if (pid < 0)
        die("fork failed");
    if (pid > 0)
        return pid;
    setpgid(0, group);
    /* A run that was broken off leaves nobody behind. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (in >= 0)
        dup2(in, STDIN_FILENO);
    if (out >= 0)
        dup2(out, STDOUT_FILENO);
    if (err >= 0)
        dup2(err, STDERR_FILENO);
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

static bool ends_well(pid_t pid)
{
    int status;

    return waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

static int open_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0)
        die("cannot write %s", path);
    return fd;
}

void bench_run(const char *const *argv)
{
    int null = open_file("/dev/null");

    if (!ends_well(spawn(argv, -1, null, -1, 0)))
        die("%s failed", argv[0]);
    close(null);
}

pid_t bench_feed(const struct bench *bench, const char *store, size_t count,
                 int seed)
{
    char many[24];
    char number[12];
    const char *generate[] = {bench->sandbox, "generate", "--count", many,
                              "--seed",       number,     NULL};
    const char *ingest[] = {bench->riposte, "--store", store, "event",
                            "ingest",       "-",       NULL};
    int null = open_file("/dev/null");
    int ends[2];
    pid_t pid;

    snprintf(many, sizeof(many), "%zu", count);
    snprintf(number, sizeof(number), "%d", seed);
    if (pipe2(ends, O_CLOEXEC) != 0)
        die("pipe failed");
    /* The one that stores leads the group.  Being broken off in the middle of
     * a line is no news; whether it ends well is seen by its status. */
    pid = spawn(ingest, ends[0], null, null, 0);
    setpgid(pid, pid);
    spawn(generate, null, ends[1], null, pid);
    close(ends[0]);
    close(ends[1]);
    close(null);
    return pid;
}

void bench_feed_wait(pid_t pid)
{
    if (!ends_well(pid))
        die("the store could not be filled");
    while (waitpid(-pid, NULL, 0) > 0)
        ;
}

void bench_feed_stop(pid_t pid)
{
    kill(-pid, SIGTERM);
    while (waitpid(-pid, NULL, 0) > 0)
        ;
}

/* Made by this very riposte, or by one that stores in the same way. */
static bool readable(const struct bench *bench, const char *path)
{
    const char *argv[] = {bench->riposte, "--store", path, "event",
                          "list",         "--limit", "1",  NULL};
    int null = open_file("/dev/null");
    bool good = file_exists(path) && ends_well(spawn(argv, -1, null, -1, 0));

    close(null);
    return good;
}

static void make_store(const struct bench *bench, const char *path,
                       size_t count)
{
    char part[600];

    if (readable(bench, path))
        return;
    fprintf(stderr, "bench: making a store of %zu alerts: %s\n", count, path);
    snprintf(part, sizeof(part), "%s.part", path);
    unlink(part);
    bench_feed_wait(bench_feed(bench, part, count, SEED));
    if (rename(part, path) != 0)
        die("cannot rename %s", part);
}

static void make_alerts(const struct bench *bench, size_t count)
{
    char many[24];
    const char *argv[] = {bench->sandbox, "generate", "--count", many,
                          "--seed",       "1",        NULL};
    int fd;

    if (file_exists(bench->alerts))
        return;
    snprintf(many, sizeof(many), "%zu", count);
    fd = open_file(bench->alerts);
    if (!ends_well(spawn(argv, -1, fd, -1, 0)))
        die("the alerts could not be written");
    close(fd);
}

void bench_stores(struct bench *bench)
{
    size_t alerts = bench->rows < ALERTS * 2 ? ALERTS_QUICK : ALERTS;

    snprintf(bench->small, sizeof(bench->small), "%s/queue-%d.db", bench->dir,
             SMALL);
    snprintf(bench->queue, sizeof(bench->queue), "%s/queue-%zu.db", bench->dir,
             bench->rows);
    snprintf(bench->live, sizeof(bench->live), "%s/live.db", bench->dir);
    snprintf(bench->alerts, sizeof(bench->alerts), "%s/alerts-%zu.ndjson",
             bench->dir, alerts);
    make_store(bench, bench->small, SMALL);
    make_store(bench, bench->queue, bench->rows);
    make_alerts(bench, alerts);
}

void bench_live_make(const struct bench *bench)
{
    const char *argv[] = {"cp", "--reflink=auto", bench->queue, bench->live,
                          NULL};

    bench_live_remove(bench);
    bench_run(argv);
}

void bench_live_remove(const struct bench *bench)
{
    static const char *const ends[] = {"", "-wal", "-shm"};

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        char path[600];

        snprintf(path, sizeof(path), "%s%s", bench->live, ends[i]);
        unlink(path);
    }
}
