/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_utf16.c - positions, lengths and letter case of a text as .NET counts
 * them, on text that is UTF-8.
 *
 * A character beyond U+FFFF counts as two; a position in the middle of one is
 * taken for its beginning.
 */
#include "engine/expr_part.h"
#include "util/utf8.h"

size_t expr_units(struct str text)
{
    size_t n = 0;
    uint32_t c;

    while (utf8_next(&text, &c))
        n += c > 0xffff ? 2 : 1;
    return n;
}

size_t expr_unit_at(struct str text, size_t unit)
{
    struct str rest = text;
    size_t n = 0;

    while (rest.len > 0) {
        size_t at = text.len - rest.len;
        uint32_t c;

        utf8_next(&rest, &c);
        n += c > 0xffff ? 2 : 1;
        if (n > unit)
            return at;
    }
    return text.len;
}

/* Letters that have a partner at a fixed distance, or next to them.  Upper and
 * lower take the same number of bytes, so that positions stay. */
enum pairing { APART, EVEN, ODD }; /* the upper one of neighbours is … */
static const struct {
    uint32_t from; /* upper case */
    uint32_t to;
    enum pairing pairing;
    uint32_t apart;
} cases[] = {
    {'A', 'Z', APART, 32},     {0xc0, 0xd6, APART, 32},
    {0xd8, 0xde, APART, 32},   {0x100, 0x12f, EVEN, 0},
    {0x132, 0x137, EVEN, 0},   {0x139, 0x148, ODD, 0},
    {0x14a, 0x177, EVEN, 0},   {0x179, 0x17e, ODD, 0},
    {0x391, 0x3a1, APART, 32}, {0x3a3, 0x3a9, APART, 32},
    {0x400, 0x40f, APART, 80}, {0x410, 0x42f, APART, 32},
    {0x460, 0x481, EVEN, 0},   {0x48a, 0x4bf, EVEN, 0},
    {0x4d0, 0x52f, EVEN, 0},   {0x1e00, 0x1e95, EVEN, 0},
    {0x1ea0, 0x1eff, EVEN, 0}, {0xff21, 0xff3a, APART, 32},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

static uint32_t other_case(uint32_t c, bool upper)
{
    for (size_t i = 0; i < N(cases); i++) {
        uint32_t apart = upper ? cases[i].apart : 0;

        if (c < cases[i].from + apart || c > cases[i].to + apart)
            continue;
        if (cases[i].pairing == APART)
            return upper ? c - apart : c + cases[i].apart;
        if (cases[i].pairing == EVEN)
            return upper ? c & ~1u : c | 1u;
        return upper ? c - (c % 2 == 0) : c + c % 2;
    }
    return c;
}

void expr_put_case(struct str text, bool upper, struct buf *out)
{
    uint32_t c;

    buf_reserve(out, text.len);
    while (utf8_next(&text, &c))
        utf8_put(out, other_case(c, upper));
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

struct str expr_trim(struct str text)
{
    struct str rest = text;
    size_t from = text.len;
    size_t to = 0;
    uint32_t c;

    while (rest.len > 0) {
        size_t at = text.len - rest.len;

        utf8_next(&rest, &c);
        if (is_space(c))
            continue;
        from = at < from ? at : from;
        to = text.len - rest.len;
    }
    return from < to ? str_sub(text, from, to - from) : STR_NONE;
}

void expr_put_valid(struct str bytes, struct buf *out)
{
    uint32_t c;

    while (utf8_next(&bytes, &c))
        utf8_put(out, c);
}
