/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * utf8.h - text from outside, made harmless, measured and cut.
 *
 * utf8_visible() is the one place that decides what hostile text looks like:
 * C0 and C1 controls, DEL, escape sequences, bidirectional controls, line and
 * paragraph separators, zero-width controls and invalid bytes become visible
 * marks, so that nothing that comes from an alert can move a cursor, hide a
 * character or turn a line round.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_UTIL_UTF8_H
#define RIPOSTE_UTIL_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/str.h"

/* Takes the next character off *rest.  Invalid bytes come one at a time, as
 * U+FFFD.  False at the end. */
bool utf8_next(struct str *rest, uint32_t *out);
void utf8_put(struct buf *out, uint32_t c);
bool utf8_valid(struct str s);
size_t utf8_length(struct str s); /* in characters */

/* The longest beginning of at most @most bytes that cuts no character. */
struct str utf8_head(struct str s, size_t most);

/* Columns on a terminal: 0, 1 or 2 (wcwidth(3), our own table where the
 * locale is not UTF-8).  Never negative. */
int utf8_char_width(uint32_t c);
size_t utf8_width(struct str s);

/* Is it a character that utf8_visible() would replace? */
bool utf8_hostile(uint32_t c);

/* Appends @s with every hostile character replaced: controls as ^X or as
 * <U+009B>, line ends and tabs as one space, bad bytes as U+FFFD, more than
 * four combining marks in a row cut to four. */
void utf8_visible(struct buf *out, struct str s);

/* The longest beginning of @s that fits @columns; *width says how wide it is.
 * Never cuts a character or parts it from its combining marks. */
struct str utf8_cut(struct str s, size_t columns, size_t *width);

#endif
