/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include "util/str.h"

#include <string.h>

#include "util/ascii.h"

#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (uint64_t)(c))
#define HIGH_BITS    EACH_BYTE(0x80)

static unsigned char lower(char c)
{
    return (unsigned char)ascii_lower(c);
}

static uint64_t load8(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof(word));
    return word;
}

static uint64_t load4(const char *at)
{
    uint32_t word;

    memcpy(&word, at, sizeof(word));
    return word;
}

/* lower() of eight bytes at once: no byte carries into the next. */
static uint64_t lower8(uint64_t word)
{
    uint64_t low = word & ~HIGH_BITS;
    uint64_t from_a = low + EACH_BYTE(0x80 - 'A');
    uint64_t above_z = low + EACH_BYTE(0x7f - 'Z');
    uint64_t upper = (from_a ^ above_z) & ~word & HIGH_BITS;

    return word | upper >> 2;
}

struct str str_of(const char *text)
{
    return text ? (struct str){.at = text, .len = strlen(text)} : STR_NONE;
}

struct str str_sub(struct str s, size_t from, size_t len)
{
    if (from > s.len)
        from = s.len;
    if (len > s.len - from)
        len = s.len - from;
    return len > 0 ? (struct str){.at = s.at + from, .len = len} : STR_NONE;
}

bool str_empty(struct str s)
{
    return s.len == 0;
}

bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static bool same8_fold(const char *a, const char *b)
{
    return lower8(load8(a)) == lower8(load8(b));
}

static bool same_fold(const char *a, const char *b, size_t len)
{
    size_t at;

    if (len >= 8) {
        for (at = 0; at + 8 < len; at += 8)
            if (!same8_fold(a + at, b + at))
                return false;
        return same8_fold(a + len - 8, b + len - 8);
    }
    for (at = 0; at < len; at++)
        if (lower(a[at]) != lower(b[at]))
            return false;
    return true;
}

bool str_eq_fold(struct str a, struct str b)
{
    return a.len == b.len && same_fold(a.at, b.at, a.len);
}

static int by_length(struct str a, struct str b)
{
    return (a.len > b.len) - (a.len < b.len);
}

int str_cmp(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len > 0 ? memcmp(a.at, b.at, len) : 0;

    return order ? order : by_length(a, b);
}

int str_cmp_fold(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    size_t i;

    for (i = 0; i < len; i++) {
        int order = lower(a.at[i]) - lower(b.at[i]);

        if (order)
            return order;
    }
    return by_length(a, b);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}

bool str_starts_fold(struct str s, struct str prefix)
{
    return s.len >= prefix.len && same_fold(s.at, prefix.at, prefix.len);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len &&
           str_eq(str_sub(s, s.len - suffix.len, suffix.len), suffix);
}

bool str_ends_fold(struct str s, struct str suffix)
{
    return s.len >= suffix.len &&
           str_eq_fold(str_sub(s, s.len - suffix.len, suffix.len), suffix);
}

static size_t offset_in(struct str s, const void *at)
{
    return at ? (size_t)((const char *)at - s.at) : STR_NOWHERE;
}

size_t str_find(struct str s, struct str what)
{
    if (what.len == 0)
        return 0;
    if (what.len > s.len)
        return STR_NOWHERE;
    return offset_in(s, memmem(s.at, s.len, what.at, what.len));
}

/*
 * Eight places are tried at a time by their first and last byte: few places
 * pass, and there is no call for each of them.  memchr(3) for both cases of
 * the first byte stops far too often at the letters that titles are made of.
 */
size_t str_find_fold(struct str s, struct str what)
{
    uint64_t first, last;
    size_t end, at, i;

    if (what.len == 0)
        return 0;
    if (what.len > s.len)
        return STR_NOWHERE;
    end = s.len - what.len + 1;
    first = EACH_BYTE(lower(what.at[0]));
    last = EACH_BYTE(lower(what.at[what.len - 1]));
    for (at = 0; at + 8 <= end; at += 8) {
        const char *p = s.at + at;
        uint64_t differs = (lower8(load8(p)) ^ first) |
                           (lower8(load8(p + what.len - 1)) ^ last);

        if (((differs - EACH_BYTE(1)) & ~differs & HIGH_BITS) == 0)
            continue; /* No byte of the eight is 0. */
        for (i = 0; i < 8; i++)
            if (lower(p[i]) == lower(what.at[0]) &&
                same_fold(p + i, what.at, what.len))
                return at + i;
    }
    for (; at < end; at++)
        if (same_fold(s.at + at, what.at, what.len))
            return at;
    return STR_NOWHERE;
}

size_t str_find_char(struct str s, char c)
{
    return s.len > 0 ? offset_in(s, memchr(s.at, c, s.len)) : STR_NOWHERE;
}

size_t str_find_last_char(struct str s, char c)
{
    return s.len > 0 ? offset_in(s, memrchr(s.at, c, s.len)) : STR_NOWHERE;
}

struct str str_behind_last(struct str s, char sep)
{
    size_t at = str_find_last_char(s, sep);

    return at == STR_NOWHERE ? s : str_sub(s, at + 1, s.len);
}

bool str_made_of(struct str s, const char *others)
{
    struct str list = str_of(others);

    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_alnum(s.at[i]) &&
            str_find_char(list, s.at[i]) == STR_NOWHERE)
            return false;
    }
    return s.len > 0;
}

struct str str_trim(struct str s)
{
    while (s.len > 0 && ascii_is_space(s.at[s.len - 1]))
        s.len--;
    while (s.len > 0 && ascii_is_space(s.at[0])) {
        s.at++;
        s.len--;
    }
    return s;
}

bool str_cut(struct str *rest, char sep, struct str *part)
{
    size_t at;

    if (rest->len == 0)
        return false;
    at = str_find_char(*rest, sep);
    if (at == STR_NOWHERE) {
        *part = *rest;
        *rest = STR_NONE;
    } else {
        *part = str_sub(*rest, 0, at);
        *rest = str_sub(*rest, at + 1, rest->len);
    }
    return true;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9fb21c651e98df25);
    return hash ^ hash >> 32;
}

/* The two functions differ in what they do to each word they read. */
static inline uint64_t hash_with(struct str s, uint64_t (*read)(uint64_t))
{
    uint64_t hash = mix(UINT64_C(0x2d358dccaa6c78a5), s.len);
    const char *p = s.at;
    size_t left;

    for (left = s.len; left > 8; p += 8, left -= 8)
        hash = mix(hash, read(load8(p)));
    if (s.len >= 8)
        hash = mix(hash, read(load8(s.at + s.len - 8)));
    else if (s.len >= 4)
        hash = mix(hash, read(load4(p) << 32 | load4(p + s.len - 4)));
    else if (s.len > 0)
        hash = mix(hash, read((uint64_t)(unsigned char)p[0] << 16 |
                              (uint64_t)(unsigned char)p[s.len / 2] << 8 |
                              (unsigned char)p[s.len - 1]));
    return mix(hash, hash >> 29);
}

static uint64_t as_is(uint64_t word)
{
    return word;
}

uint64_t str_hash(struct str s)
{
    return hash_with(s, as_is);
}

uint64_t str_hash_fold(struct str s)
{
    return hash_with(s, lower8);
}
