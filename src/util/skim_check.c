/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/skim_check.h"

#include <stddef.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "model/limits.h"

_Static_assert(LIMIT_JSON_DEPTH <= 64, "one bit for each container");

#define BLOCK 16

static bool fail(struct skim_check *check, enum skim_fault fault)
{
    check->fault = fault;
    return false;
}

static void pass_space(struct skim_check *check)
{
    while (check->at < check->end && skim_is_space(*check->at))
        check->at++;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex(unsigned char c)
{
    return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/* The next byte of a text that is no plain ASCII character. */
static const char *find_special(const char *at, const char *end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
    const __m128i space = _mm_set1_epi8(' ');

    for (; end - at >= BLOCK; at += BLOCK) {
        __m128i c = _mm_loadu_si128((const __m128i *)(const void *)at);
        /* Bytes are signed here: above 0x7f is below the space as well. */
        __m128i hit = _mm_or_si128(
            _mm_cmplt_epi8(c, space),
            _mm_or_si128(_mm_cmpeq_epi8(c, quote), _mm_cmpeq_epi8(c, slash)));
        int hits = _mm_movemask_epi8(hit);

        if (hits)
            return at + __builtin_ctz((unsigned)hits);
    }
#endif
    while (at < end && (unsigned char)*at >= ' ' && (unsigned char)*at < 0x80 &&
           *at != '"' && *at != '\\')
        at++;
    return at;
}

static bool pass_escape(struct skim_check *check)
{
    const char *at = check->at;

    check->escaped = true;
    if (check->end - at < 2)
        return fail(check, SKIM_OPEN_TEXT);
    if (at[1] == 'u') {
        for (int i = 2; i < 6; i++) {
            if (check->end - at <= i)
                return fail(check, SKIM_OPEN_TEXT);
            if (!is_hex((unsigned char)at[i]))
                return fail(check, SKIM_BAD_ESCAPE);
        }
        check->at = at + 6;
        return true;
    }
    if (at[1] == '\0' || !strchr("\"\\/bfnrt", at[1]))
        return fail(check, SKIM_BAD_ESCAPE);
    check->at = at + 2;
    return true;
}

/* What may follow a lead byte (RFC 3629): shortest form, no surrogates. */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    unsigned char low = 0x80, high = 0xbf;
    size_t len;

    if (at[0] >= 0xc2 && at[0] <= 0xdf)
        len = 2;
    else if (at[0] >= 0xe0 && at[0] <= 0xef)
        len = 3;
    else if (at[0] >= 0xf0 && at[0] <= 0xf4)
        len = 4;
    else
        return 0;
    if (left < len)
        return 0;
    if (at[0] == 0xe0)
        low = 0xa0;
    else if (at[0] == 0xed)
        high = 0x9f;
    else if (at[0] == 0xf0)
        low = 0x90;
    else if (at[0] == 0xf4)
        high = 0x8f;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return len;
}

static bool pass_wide(struct skim_check *check)
{
    while (check->at < check->end && (unsigned char)*check->at >= 0x80) {
        size_t len = sequence_length((const unsigned char *)check->at,
                                     (size_t)(check->end - check->at));

        if (len == 0)
            return fail(check, SKIM_BAD_UTF8);
        check->at += len;
    }
    return true;
}

/* From the opening quote to behind the closing one. */
static bool pass_text(struct skim_check *check)
{
    const char *start = check->at;

    check->at++;
    for (;;) {
        check->at = find_special(check->at, check->end);
        if (check->at == check->end) {
            check->at = start;
            return fail(check, SKIM_OPEN_TEXT);
        }
        if (*check->at == '"') {
            check->at++;
            return true;
        }
        if (*check->at == '\\') {
            if (!pass_escape(check))
                return false;
        } else if ((unsigned char)*check->at < ' ') {
            return fail(check, SKIM_BAD_CONTROL);
        } else if (!pass_wide(check)) {
            return false;
        }
    }
}

static const char *pass_digits(const char *at, const char *end)
{
    while (at < end && is_digit((unsigned char)*at))
        at++;
    return at;
}

/* Where a number must end; "1x" and "01" are errors there, not two values. */
static bool at_border(const char *at, const char *end)
{
    unsigned char c = at < end ? (unsigned char)*at : ' ';

    return !(is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
             c == '.' || c == '+' || c == '-' || c == '_');
}

static bool pass_number(struct skim_check *check)
{
    const char *at = check->at, *end = check->end, *from;

    if (*at == '-')
        at++;
    from = at;
    at = pass_digits(at, end);
    if (at == from || (*from == '0' && at - from > 1))
        return fail(check, SKIM_BAD_NUMBER);
    if (at < end && *at == '.') {
        from = ++at;
        at = pass_digits(at, end);
        if (at == from)
            return fail(check, SKIM_BAD_NUMBER);
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        from = at;
        at = pass_digits(at, end);
        if (at == from)
            return fail(check, SKIM_BAD_NUMBER);
    }
    if (!at_border(at, end))
        return fail(check, SKIM_BAD_NUMBER);
    check->at = at;
    return true;
}

static bool pass_word(struct skim_check *check)
{
    static const struct {
        const char *word;
        size_t len;
    } words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
    size_t left = (size_t)(check->end - check->at);

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t len = words[i].len;

        if (left >= len && memcmp(check->at, words[i].word, len) == 0 &&
            at_border(check->at + len, check->end)) {
            check->at += len;
            return true;
        }
    }
    return fail(check, SKIM_EXPECTED_VALUE);
}

/* A member name, its colon and the space after it. */
static bool pass_name(struct skim_check *check)
{
    pass_space(check);
    if (check->at == check->end || *check->at != '"')
        return fail(check, SKIM_EXPECTED_NAME);
    if (!pass_text(check))
        return false;
    pass_space(check);
    if (check->at == check->end || *check->at != ':')
        return fail(check, SKIM_EXPECTED_COLON);
    check->at++;
    return true;
}

/* The opening bracket.  *open: a value is expected next, as the container is
 * not empty. */
static bool pass_open(struct skim_check *check, bool *open)
{
    bool object = *check->at == '{';

    if (check->depth == LIMIT_JSON_DEPTH)
        return fail(check, SKIM_TOO_DEEP);
    check->at++;
    pass_space(check);
    *open = check->at == check->end || *check->at != (object ? '}' : ']');
    if (!*open) {
        check->at++;
        return true;
    }
    check->depth++;
    check->objects = check->objects << 1 | object;
    return !object || pass_name(check);
}

/* A scalar, an empty container, or the beginning of another. */
static bool pass_start(struct skim_check *check, bool *open)
{
    *open = false;
    pass_space(check);
    if (check->at == check->end)
        return fail(check, SKIM_EXPECTED_VALUE);
    switch (*check->at) {
    case '"':
        return pass_text(check);
    case '{':
    case '[':
        return pass_open(check, open);
    case 't':
    case 'f':
    case 'n':
        return pass_word(check);
    default:
        if (*check->at == '-' || is_digit((unsigned char)*check->at))
            return pass_number(check);
        return fail(check, SKIM_EXPECTED_VALUE);
    }
}

/* Behind a value: closes what ends here.  *open: another value follows. */
static bool pass_close(struct skim_check *check, bool *open)
{
    while (check->depth > 0) {
        bool object = check->objects & 1;

        pass_space(check);
        if (check->at == check->end)
            return fail(check, SKIM_EXPECTED_END);
        if (*check->at == ',') {
            check->at++;
            *open = true;
            return !object || pass_name(check);
        }
        if (*check->at != (object ? '}' : ']'))
            return fail(check, SKIM_EXPECTED_END);
        check->at++;
        check->objects >>= 1;
        check->depth--;
    }
    return true;
}

bool skim_check(struct skim_check *check)
{
    bool open = true;

    while (open)
        if (!pass_start(check, &open) || (!open && !pass_close(check, &open)))
            return false;
    return true;
}
