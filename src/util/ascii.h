/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ascii.h - kinds of characters in ids, keys and protocols.
 *
 * <ctype.h> asks the locale that is set, and answers otherwise in some of
 * them: in a Turkish one tolower('I') is 'I', in a Latin one 0xe4 is a letter.
 * Here letters, digits and their cases are those of ASCII, and all other bytes
 * are none.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_UTIL_ASCII_H
#define RIPOSTE_UTIL_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline char ascii_lower(char c)
{
    return ascii_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static inline char ascii_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline bool ascii_is_letter(char c)
{
    return ascii_is_upper(ascii_upper(c));
}

static inline bool ascii_is_alnum(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c);
}

static inline bool ascii_is_hex(char c)
{
    return ascii_is_digit(c) ||
           (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
}

static inline bool ascii_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

#endif
