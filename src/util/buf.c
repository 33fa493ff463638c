/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "util/mem.h"
#include "util/text.h"

#define LEAST_ROOM 64

void buf_init(struct buf *buf)
{
    *buf = (struct buf){0};
}

void buf_done(struct buf *buf)
{
    mem_free(buf->at);
    buf_init(buf);
}

void buf_clear(struct buf *buf)
{
    buf_cut(buf, 0);
}

void buf_reserve(struct buf *buf, size_t more)
{
    size_t need = buf->len + more + 1;

    if (need <= more)
        die("%s", _("More memory was asked for than any machine has."));
    if (need <= buf->room)
        return;
    if (need < buf->room + buf->room / 2)
        need = buf->room + buf->room / 2;
    if (need < LEAST_ROOM)
        need = LEAST_ROOM;
    buf->at = mem_grow(buf->at, need, 1);
    buf->at[buf->len] = '\0';
    buf->room = need;
}

void buf_char(struct buf *buf, char c)
{
    buf_reserve(buf, 1);
    buf->at[buf->len++] = c;
    buf->at[buf->len] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
    buf_str(buf, str_of(text));
}

void buf_str(struct buf *buf, struct str text)
{
    buf_bytes(buf, text.at, text.len);
}

void buf_bytes(struct buf *buf, const void *at, size_t len)
{
    buf_reserve(buf, len);
    if (len > 0)
        memcpy(buf->at + buf->len, at, len);
    buf->len += len;
    buf->at[buf->len] = '\0';
}

void buf_printf(struct buf *buf, const char *fmt, ...)
{
    va_list args;
    int len;

    buf_reserve(buf, LEAST_ROOM);
    va_start(args, fmt);
    len = vsnprintf(buf->at + buf->len, buf->room - buf->len, fmt, args);
    va_end(args);
    if (len < 0)
        die("%s", _("A text could not be formatted."));
    if ((size_t)len >= buf->room - buf->len) {
        buf_reserve(buf, (size_t)len);
        va_start(args, fmt);
        vsnprintf(buf->at + buf->len, buf->room - buf->len, fmt, args);
        va_end(args);
    }
    buf->len += (size_t)len;
}

void buf_cut(struct buf *buf, size_t len)
{
    if (len < buf->len)
        buf->len = len;
    if (buf->at)
        buf->at[buf->len] = '\0';
}

struct str buf_view(const struct buf *buf)
{
    return buf->at ? (struct str){.at = buf->at, .len = buf->len} : STR_NONE;
}

char *buf_take(struct buf *buf)
{
    char *at = buf->at ? buf->at : mem_new(1);

    buf_init(buf);
    return at;
}
