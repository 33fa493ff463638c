/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * many.h - an act on one or many rows: each is done by itself and reported, and
 * one that cannot be done does not stop the others.
 *
 * Thread: main.
 * Memory: begins as {0}, ends with many_done().
 */
#ifndef RIPOSTE_CLI_MANY_H
#define RIPOSTE_CLI_MANY_H

#include "cli/cli.h"

struct many {
    int64_t *rows;
    size_t n;
};
void many_add(struct many *many, int64_t row);
/* The words of the command, which are numbers; @noun as in word_row(). */
bool many_words(struct call *call, const char *noun, struct many *out,
                struct err *err);
void many_done(struct many *many);

/* Of one that was @named alone the error is the command's; of many each is
 * told, with @title ("Run", translated) before its number. */
bool many_each(struct call *call, const struct many *many, bool named,
               const char *title,
               bool (*act)(struct call *call, int64_t row, bool alone,
                           struct err *err),
               struct err *err);

#endif
