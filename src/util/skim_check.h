/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * skim_check.h - the judge of JSON syntax behind skim.h, which is its only
 * user; everybody else includes skim.h.
 *
 * Thread: any.
 * Memory: none is taken; a check borrows the text.
 */
#ifndef RIPOSTE_UTIL_SKIM_CHECK_H
#define RIPOSTE_UTIL_SKIM_CHECK_H

#include <stdbool.h>
#include <stdint.h>

enum skim_fault {
    SKIM_EXPECTED_VALUE,
    SKIM_EXPECTED_NAME,
    SKIM_EXPECTED_COLON,
    SKIM_EXPECTED_END,
    SKIM_OPEN_TEXT,
    SKIM_BAD_CONTROL,
    SKIM_BAD_ESCAPE,
    SKIM_BAD_UTF8,
    SKIM_BAD_NUMBER,
    SKIM_TOO_DEEP,
    SKIM_MORE, /* said by skim_whole() */
    SKIM_FAULT_N
};

struct skim_check {
    const char *at; /* the first byte of the value; then behind it, or where
                     * it is at fault */
    const char *end;
    uint64_t objects; /* bit 0: is the innermost container an object? */
    unsigned depth;
    enum skim_fault fault;
    bool escaped; /* a text in it has a backslash */
};

/* Passes one value; @check starts with at and end, all else zero. */
bool skim_check(struct skim_check *check);

static inline bool skim_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

#endif
