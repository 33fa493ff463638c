/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buf.h - text that grows.
 *
 * Thread: a buf belongs to one thread at a time.
 * Memory: buf_init() on the caller's storage, buf_done() frees; buf_take()
 * gives the bytes away (mem_free() them) and leaves an empty buf.
 */
#ifndef RIPOSTE_UTIL_BUF_H
#define RIPOSTE_UTIL_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "util/str.h"

struct buf {
    char *at; /* terminated whenever it is not NULL */
    size_t len;
    size_t room;
};

void buf_init(struct buf *buf);
void buf_done(struct buf *buf);
void buf_clear(struct buf *buf);
void buf_reserve(struct buf *buf, size_t more);
void buf_char(struct buf *buf, char c);
void buf_text(struct buf *buf, const char *text);
void buf_str(struct buf *buf, struct str text);
void buf_bytes(struct buf *buf, const void *at, size_t len);
void buf_printf(struct buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void buf_cut(struct buf *buf, size_t len); /* shortens to len bytes */
struct str
buf_view(const struct buf *buf); /* borrowed, until the next change */
char *buf_take(struct buf *buf); /* never NULL */

#endif
