/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PLACE 64

int64_t machine_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

double machine_since(int64_t begun)
{
    return (double)(machine_now() - begun) / 1e6;
}

/* The first field of a task's schedstat: nanoseconds on a processor. */
static double task_cpu(pid_t pid, const char *task)
{
    char path[PLACE * 2];
    unsigned long long spent = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/task/%.20s/schedstat", (int)pid,
             task);
    file = fopen(path, "r");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%llu", &spent) != 1)
        spent = 0;
    fclose(file);
    return (double)spent / 1e6;
}

double machine_cpu(pid_t pid)
{
    char path[PLACE];
    struct dirent *entry;
    double sum = 0;
    DIR *tasks;

    snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
    tasks = opendir(path);
    while (tasks != NULL && (entry = readdir(tasks)) != NULL) {
        if (entry->d_name[0] != '.')
            sum += task_cpu(pid, entry->d_name);
    }
    if (tasks != NULL)
        closedir(tasks);
    return sum;
}

static double status_field(pid_t pid, const char *name)
{
    char path[PLACE];
    char line[256];
    double value = 0;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
    file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0)
            value = strtod(line + strlen(name), NULL) * 1024 / 1e6;
    }
    if (file != NULL)
        fclose(file);
    return value;
}

double machine_resident(pid_t pid)
{
    return status_field(pid, "VmRSS:");
}

double machine_resident_peak(pid_t pid)
{
    return status_field(pid, "VmHWM:");
}

static void processor(char *out, size_t size)
{
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");

    snprintf(out, size, "unknown");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        char *colon = strchr(line, ':');

        if (colon == NULL || strncmp(line, "model name", 10) != 0)
            continue;
        line[strcspn(line, "\n")] = '\0';
        snprintf(out, size, "%s", colon + 2);
        break;
    }
    if (file != NULL)
        fclose(file);
}

static double load(void)
{
    double loads[1] = {0};

    return getloadavg(loads, 1) == 1 ? loads[0] : 0;
}

struct json *machine_json(void)
{
    struct json *out = json_new_object();
    char name[128];

    processor(name, sizeof(name));
    json_set_text(out, "processor", name);
    json_set_int(out, "processors", sysconf(_SC_NPROCESSORS_ONLN));
    json_set_take(out, "load", json_new_real(load()));
    return out;
}

void machine_print(void)
{
    char name[128];

    processor(name, sizeof(name));
    printf("%ld × %s, load %.2f\n", sysconf(_SC_NPROCESSORS_ONLN), name,
           load());
}
