/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmdlog.h - the command log: what was done in these screens, each act as
 * the command line that does the same.
 *
 * Thread: ui.
 * Memory: cmdlog_done() frees; the oldest lines make room.
 */
#ifndef RIPOSTE_UI_CMDLOG_H
#define RIPOSTE_UI_CMDLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "service/console.h"

#define CMDLOG_MAX 500

struct cmdlog_line {
    int64_t when;
    bool failed;
    char *text;
    char *error; /* NULL when all went well */
};

struct cmdlog {
    struct cmdlog_line line[CMDLOG_MAX];
    size_t n;
};

void cmdlog_done(struct cmdlog *log);
void cmdlog_add(struct cmdlog *log, int64_t when, const struct done *done);
struct pager *cmdlog_page(const struct cmdlog *log, bool utc);

/* What to tell the person when a command came back: a sentence. */
void done_text(const struct done *done, struct buf *out);

#endif
