/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/str.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "util/ascii.h"

/* More digits than this say nothing that a double or an int64_t could keep. */
#define NUMBER_SIZE 400

/* How many bytes from @at on are digits. */
static size_t digits(struct str s, size_t at)
{
    size_t end = at;

    while (end < s.len && ascii_is_digit(s.at[end]))
        end++;
    return end - at;
}

static size_t sign(struct str s, size_t at)
{
    return at < s.len && (s.at[at] == '-' || s.at[at] == '+');
}

bool str_int(struct str s, int64_t *out)
{
    size_t at = sign(s, 0);
    bool negative = at == 1 && s.at[0] == '-';
    uint64_t most = (uint64_t)INT64_MAX + negative;
    uint64_t value = 0;

    if (at == s.len || digits(s, at) != s.len - at)
        return false;
    for (; at < s.len; at++) {
        unsigned digit = (unsigned)(s.at[at] - '0');

        if (value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

/* [+-] digits [. digits] [e [+-] digits]; no hex, no "inf", no "nan". */
static bool looks_real(struct str s)
{
    size_t at = sign(s, 0);
    size_t whole = digits(s, at);
    size_t fraction = 0;

    at += whole;
    if (at < s.len && s.at[at] == '.') {
        fraction = digits(s, at + 1);
        at += 1 + fraction;
    }
    if (whole + fraction == 0)
        return false;
    if (at < s.len && (s.at[at] == 'e' || s.at[at] == 'E')) {
        at += 1 + sign(s, at + 1);
        if (digits(s, at) == 0)
            return false;
        at += digits(s, at);
    }
    return at == s.len;
}

/*
 * strtod(3) reads the decimal point of the locale that is set, so the text
 * gets that one first: it rounds correctly, which is not worth writing again.
 */
bool str_real(struct str s, double *out)
{
    const char *mark = localeconv()->decimal_point;
    char text[NUMBER_SIZE + 8];
    size_t point = str_find_char(s, '.');
    size_t len = s.len;
    double value;

    if (len > NUMBER_SIZE || strlen(mark) > 6 || !looks_real(s))
        return false;
    memcpy(text, s.at, len);
    if (point != STR_NOWHERE) {
        size_t wide = strlen(mark);

        memcpy(text + point, mark, wide);
        memcpy(text + point + wide, s.at + point + 1, len - point - 1);
        len += wide - 1;
    }
    text[len] = '\0';
    value = strtod(text, NULL);
    if (!isfinite(value))
        return false;
    *out = value;
    return true;
}
