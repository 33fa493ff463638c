/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log.h - the diagnostic log: one line a fact, to a file, never to the screen.
 *
 * Off until log_open().  Lower floors log at DEBUG only; service, ui and cli
 * report each error once.  Secrets never get here: struct secret cannot be
 * formatted, and URLs pass through url_masked() of util/url.h.
 *
 * Thread: any; a line is one write(2).
 */
#ifndef RIPOSTE_UTIL_LOG_H
#define RIPOSTE_UTIL_LOG_H

#include <stdbool.h>

#include "util/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_LEVEL_N };

/* Appends to @path (made 0600), or to stderr when it is "-". */
bool log_open(const char *path, enum log_level least, struct err *err);
void log_close(void);
void log_line(enum log_level level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
