/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * generate.h - riposte-sandbox generate: alerts on standard output.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_SANDBOX_GENERATE_H
#define RIPOSTE_SANDBOX_GENERATE_H

#include <stdbool.h>

#include "sandbox/options.h"
#include "util/err.h"

/* ERR_LOCAL when standard output takes no more. */
bool generate_run(const struct options *options, struct err *err);

#endif
