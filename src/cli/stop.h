/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stop.h - SIGINT, SIGTERM and SIGHUP as something to read, so that a command
 * that waits finishes what it has begun and leaves.
 *
 * Thread: main; before any other thread starts.
 */
#ifndef RIPOSTE_CLI_STOP_H
#define RIPOSTE_CLI_STOP_H

#include <stdbool.h>

#include "util/err.h"

/* From now on they end nothing by themselves.  A descriptor that is readable
 * once one has come; close(2) it. */
bool stop_open(int *out, struct err *err);
bool stop_asked(int stop);

#endif
