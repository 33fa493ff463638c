/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_approvals.c - several processes answer the same approvals at once:
 * how many a second, and has each exactly one winner?
 *
 *     bench_approvals PROCESSES APPROVALS
 *
 * Each process is another person, and answers all of them in the same order.
 * The status is 1 when one had no winner, or two.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "service/desk_part.h"
#include "service/govern.h"
#include "service/progress.h"
#include "util/when.h"

#define PROCESSES_MOST 64

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void give_up(const struct err *err)
{
    fprintf(stderr, "bench_approvals: %s\n", err->text);
    _exit(99);
}

static struct desk *open_as(const struct config *config, int number)
{
    struct desk *desk;
    struct err err = {0};

    if (!desk_open(config, DESK_ACT, &desk, &err))
        give_up(&err);
    snprintf(desk->person, sizeof(desk->person), "p%d", number);
    return desk;
}

/* A run that waits for its approval. */
static bool write_run(struct desk *desk, void *with, struct err *err)
{
    const struct json *fields = with;
    struct step steps[2] = {
        {.number = 1, .phase = PHASE_APPROVAL},
        {.number = 2, .phase = PHASE_ACT},
    };
    struct run run = {.name = "bench",
                      .by = "bench",
                      .why = "",
                      .state = RUN_RUNNING,
                      .began = 1,
                      .steps = steps,
                      .n_steps = 2};

    for (int i = 0; i < 2; i++) {
        steps[i].name = "Write a note";
        steps[i].kind = "note";
        steps[i].class = CLASS_REVERSIBLE;
        steps[i].with = fields;
        steps[i].key = "";
        steps[i].note = "";
    }
    return runs_add(desk->store, &run, err) &&
           progress_run(desk, run.row, when_now(), err);
}

static void ask(const struct config *config, int count)
{
    struct desk *desk = open_as(config, PROCESSES_MOST);
    struct json *fields = json_new_object();
    struct err err = {0};

    json_set_text(fields, "note", "x");
    for (int i = 0; i < count; i++) {
        if (!desk_transact(desk, write_run, fields, &err))
            give_up(&err);
    }
    json_free(fields);
    desk_close(desk);
}

/* Waits for the start, answers all, and tells how often it was the first. */
static void answer_all(const struct config *config, int number, int count,
                       int start, int result)
{
    struct desk *desk = open_as(config, number);
    struct err err = {0};
    char go;
    int won = 0;

    if (read(start, &go, 1) < 0)
        _exit(98);
    for (int row = 1; row <= count; row++) {
        if (approval_answer(desk, row, NULL, true, "bench", &err))
            won++;
        else if (err.code != ERR_AGAIN && err.code != ERR_INPUT)
            give_up(&err);
    }
    desk_close(desk);
    _exit(write(result, &won, sizeof(won)) == (ssize_t)sizeof(won) ? 0 : 97);
}

static double race(const struct config *config, int processes, int count,
                   int *won)
{
    int start[2], result[2];
    double began;

    if (pipe(start) != 0 || pipe(result) != 0)
        exit(99);
    for (int i = 0; i < processes; i++) {
        if (fork() == 0) {
            close(start[1]);
            answer_all(config, i, count, start[0], result[1]);
        }
    }
    began = now();
    close(start[1]);
    *won = 0;
    for (int i = 0; i < processes; i++) {
        int one = 0;

        if (read(result[0], &one, sizeof(one)) != (ssize_t)sizeof(one))
            exit(99);
        *won += one;
    }
    while (wait(NULL) > 0)
        ;
    return now() - began;
}

/* How many were approved, by one person each. */
static int approved(const struct config *config)
{
    struct desk *desk = open_as(config, PROCESSES_MOST);
    struct approvals_filter filter = {
        .one_state = true, .state = APPROVAL_APPROVED, .limit = 100000};
    struct arena *arena = arena_new();
    struct approval *found;
    struct err err = {0};
    int good = 0;
    size_t n;

    if (!approvals_list(desk->store, &filter, arena, &found, &n, &err))
        give_up(&err);
    for (size_t i = 0; i < n; i++)
        good += strchr(found[i].answered_by, ',') == NULL;
    arena_free(arena);
    desk_close(desk);
    return good;
}

static int run(const char *dir, int processes, int count)
{
    char store[200], plain[] = "network.proxy=";
    const char *sets[] = {store, plain, NULL};
    struct config *config;
    struct err err = {0};
    double took;
    int won, good;

    snprintf(store, sizeof(store), "store=%s/riposte.db", dir);
    if (!config_load("/dev/null", sets, &config, &err))
        give_up(&err);
    ask(config, count);
    took = race(config, processes, count, &won);
    good = approved(config);
    printf("approvals: %d processes answer the same %d: %.0f answered a "
           "second, %d winners, %s\n",
           processes, count, count / took, won,
           won == count && good == count ? "one each" : "NOT ONE EACH");
    config_free(config);
    return won == count && good == count ? 0 : 1;
}

int main(int argc, char **argv)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char dir[] = "/tmp/riposte-bench-XXXXXX";
    int processes = argc > 1 ? atoi(argv[1]) : 8;
    int count = argc > 2 ? atoi(argv[2]) : 1000;
    int status;

    if (processes < 1 || processes > PROCESSES_MOST || count < 1 ||
        !mkdtemp(dir))
        return 99;
    status = run(dir, processes, count);
    for (size_t i = 0; i < 3; i++) {
        char path[200];

        snprintf(path, sizeof(path), "%s/riposte.db%s", dir, ends[i]);
        unlink(path);
    }
    rmdir(dir);
    return status;
}
