/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_utf16.c - positions, lengths and letter case of a text as .NET counts
 * them, on text that is UTF-8.
 *
 * A character beyond U+FFFF counts as two; a position in the middle of one is
 * taken for its beginning.
 */
#include <string.h>

#include "engine/expr_part.h"
#include "util/ascii.h"
#include "util/utf8.h"

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (c))

/* Counted without being read, eight bytes at a time: a loop asks for the length
 * of the same long text again and again.  A character counts where it begins,
 * and one that begins with 0xf0 or above counts as two. */
static size_t units_in(uint64_t word)
{
    uint64_t goes_on = word >> 7 & ~(word >> 6) & EACH_BYTE(1);
    uint64_t beyond = word >> 7 & word >> 6 & word >> 5 & word >> 4;

    return sizeof(word) - (size_t)__builtin_popcountll(goes_on) +
           (size_t)__builtin_popcountll(beyond & EACH_BYTE(1));
}

/* The place of the character that reaches beyond @unit, and in *n how many
 * units stand before it. */
static size_t walk(struct str text, size_t unit, size_t *n)
{
    size_t at = 0;
    uint64_t word;

    *n = 0;
    for (; text.len - at >= sizeof(word); at += sizeof(word)) {
        size_t more;

        memcpy(&word, text.at + at, sizeof(word));
        more = units_in(word);
        if (more > unit - *n)
            break;
        *n += more;
    }
    for (; at < text.len; at++) {
        unsigned char byte = (unsigned char)text.at[at];
        size_t more = byte >= 0xf0 ? 2 : (byte & 0xc0) != 0x80;

        if (more > unit - *n)
            break;
        *n += more;
    }
    return at;
}

size_t expr_units(struct str text)
{
    size_t n;

    walk(text, SIZE_MAX, &n);
    return n;
}

size_t expr_unit_at(struct str text, size_t unit)
{
    size_t n;

    return walk(text, unit, &n);
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

/* How many bytes of ASCII it begins with. */
static size_t plain_bytes(struct str text)
{
    size_t n = 0;

    while (n < text.len && (unsigned char)text.at[n] < 0x80)
        n++;
    return n;
}

static void put_plain_case(struct str text, bool upper, struct buf *out)
{
    size_t from = out->len;

    buf_str(out, text);
    for (size_t i = from; i < out->len; i++)
        out->at[i] = upper ? ascii_upper(out->at[i]) : ascii_lower(out->at[i]);
}

void expr_put_case(struct str text, bool upper, struct buf *out)
{
    uint32_t c;

    buf_reserve(out, text.len);
    while (text.len > 0) {
        size_t plain = plain_bytes(text);

        put_plain_case(str_sub(text, 0, plain), upper, out);
        text = str_sub(text, plain, text.len);
        if (utf8_next(&text, &c))
            utf8_put(out, other_case(c, upper));
    }
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
