/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * machine.h - clocks, what a process costs, and what else the machine does.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_BENCH_MACHINE_H
#define RIPOSTE_BENCH_MACHINE_H

#include <stdint.h>
#include <sys/types.h>

#include "util/json.h"

int64_t machine_now(void); /* nanoseconds of CLOCK_MONOTONIC */
/* Milliseconds since then. */
double machine_since(int64_t begun);

/* Milliseconds of processor time that all threads have taken so far. */
double machine_cpu(pid_t pid);
/* Megabytes: now, and the most that there was. */
double machine_resident(pid_t pid);
double machine_resident_peak(pid_t pid);

/* Processors, their name, and the load. */
struct json *machine_json(void);
void machine_print(void);

#endif
