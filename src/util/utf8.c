/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/utf8.h"

#define REPLACEMENT UINT32_C(0xfffd)

/* What a first byte promises, from its value on. */
struct lead {
    unsigned char from;
    unsigned char length; /* in bytes; 0 where none may start */
    unsigned char mask;
    uint32_t least; /* anything smaller has a shorter form */
};

static const struct lead leads[] = {
    {.from = 0xf5},
    {.from = 0xf0, .length = 4, .mask = 0x07, .least = 0x10000},
    {.from = 0xe0, .length = 3, .mask = 0x0f, .least = 0x800},
    {.from = 0xc2, .length = 2, .mask = 0x1f, .least = 0x80},
    {.from = 0x80},
    {.from = 0x00, .length = 1, .mask = 0x7f},
};

static const struct lead *lead_of(unsigned char byte)
{
    const struct lead *lead = leads;

    while (byte < lead->from)
        lead++;
    return lead;
}

/* The length of the character that @s, not empty, begins with; 0 if bad. */
static size_t decode(struct str s, uint32_t *out)
{
    const unsigned char *at = (const unsigned char *)s.at;
    const struct lead *lead = lead_of(at[0]);
    uint32_t c = at[0] & lead->mask;
    size_t i;

    if (lead->length > s.len)
        return 0;
    for (i = 1; i < lead->length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (at[i] & 0x3f);
    }
    if (c < lead->least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *out = c;
    return lead->length;
}

bool utf8_next(struct str *rest, uint32_t *out)
{
    size_t length;

    if (rest->len == 0)
        return false;
    length = decode(*rest, out);
    if (length == 0) {
        *out = REPLACEMENT;
        length = 1;
    }
    *rest = str_sub(*rest, length, rest->len);
    return true;
}

void utf8_put(struct buf *out, uint32_t c)
{
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        c = REPLACEMENT;
    if (c < 0x80) {
        buf_char(out, (char)c);
        return;
    }
    if (c < 0x800) {
        buf_char(out, (char)(0xc0 | c >> 6));
    } else {
        if (c < 0x10000) {
            buf_char(out, (char)(0xe0 | c >> 12));
        } else {
            buf_char(out, (char)(0xf0 | c >> 18));
            buf_char(out, (char)(0x80 | (c >> 12 & 0x3f)));
        }
        buf_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
    }
    buf_char(out, (char)(0x80 | (c & 0x3f)));
}

bool utf8_valid(struct str s)
{
    uint32_t c;

    while (s.len > 0) {
        size_t length = decode(s, &c);

        if (length == 0)
            return false;
        s = str_sub(s, length, s.len);
    }
    return true;
}

size_t utf8_length(struct str s)
{
    size_t length = 0;
    uint32_t c;

    while (utf8_next(&s, &c))
        length++;
    return length;
}

struct str utf8_head(struct str s, size_t most)
{
    if (s.len <= most)
        return s;
    while (most > 0 && ((unsigned char)s.at[most] & 0xc0) == 0x80)
        most--;
    return str_sub(s, 0, most);
}
