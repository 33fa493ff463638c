/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words.h - the words behind a command: numbers of rows, events as typed.
 *
 * Thread: main.
 */
#ifndef RIPOSTE_CLI_WORDS_H
#define RIPOSTE_CLI_WORDS_H

#include "cli/cli.h"

/* The word at @index is the number of an approval, a run …; ERR_INPUT says
 * which command lists them. */
bool word_row(const struct call *call, size_t index, const char *noun,
              int64_t *out, struct err *err);
/* An event: number, key, the service's id, or an unambiguous beginning. */
bool word_event(const struct call *call, const char *word, int64_t *out,
                struct err *err);
/* opts->event, if it is given; 0 when not. */
bool option_event(const struct call *call, int64_t *out, struct err *err);
/* A moment, or a span back from now; @otherwise when @text is NULL. */
bool option_moment(const char *option, const char *text, int64_t otherwise,
                   int64_t *out, struct err *err);
/* ERR_INPUT unless it ends after it begins. */
bool option_period(int64_t since, int64_t until, struct err *err);
/* The words from @first on with a space between them: a query need not be
 * quoted as a whole.  ERR_INPUT when it is too long. */
bool words_joined(const struct call *call, size_t first, struct buf *out,
                  struct err *err);
/* Is each word a file that can be read, or standard input?  For a check. */
bool words_files(const struct call *call, struct err *err);
/* The same for one of them at least. */
bool words_any_file(const struct call *call, struct err *err);
/* A page that could not be read. */
bool page_good(const struct err *error, struct err *err);
/* The same for a page of @n rows that is to be listed: prints the head, or
 * answers "no" with the status when there are none. */
bool page_list(struct call *call, const struct err *error, size_t n,
               const struct out_column *columns, size_t n_columns,
               struct err *err);

#endif
