/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * regex.h - regular expressions with a match limit; the only door to PCRE2.
 *
 * Thread: a compiled regex is used by one thread at a time.
 */
#ifndef RIPOSTE_UTIL_REGEX_H
#define RIPOSTE_UTIL_REGEX_H

#include <stdbool.h>

#include "util/err.h"
#include "util/str.h"

struct regex;

/* ERR_INPUT with the place and PCRE2's own words. */
bool regex_new(struct str pattern, bool fold, struct regex **out,
               struct err *err);
void regex_free(struct regex *regex);
enum regex_answer { REGEX_NO, REGEX_YES, REGEX_GAVE_UP /* limit reached */ };
enum regex_answer regex_ask(struct regex *regex, struct str text);

#endif
