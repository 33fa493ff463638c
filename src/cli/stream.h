/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stream.h - cuts what comes through a pipe where a JSON value or a line ends,
 * so that whole values can be worked on while the rest is on its way.
 *
 * It counts brackets and leaves all judgement to the reader of the values.  A
 * value that was never closed does not hold up what follows: an unescaped line
 * end in a text, or an opening bracket where a comma should be, ends it.
 *
 * Thread: one at a time.
 * Memory: stream_init() on the caller's storage, stream_done() frees.
 */
#ifndef RIPOSTE_CLI_STREAM_H
#define RIPOSTE_CLI_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "util/buf.h"

struct stream {
    struct buf text;
    size_t seen; /* bytes that were looked at */
    size_t safe; /* behind the last whole value */
    size_t depth;
    bool quoted; /* inside a text */
    bool escaped;
    bool closed; /* a bracket was closed, and nothing but space since */
};

void stream_init(struct stream *stream);
void stream_done(struct stream *stream);
void stream_add(struct stream *stream, const char *at, size_t len);
/* The whole values so far, borrowed until the next call of any; @end: all that
 * is left. */
struct str stream_whole(const struct stream *stream, bool end);
/* Takes away what stream_whole() gave. */
void stream_drop(struct stream *stream, struct str whole);

#endif
