/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * str.h - a borrowed piece of text: where it starts and how long it is.
 *
 * Not terminated unless its source says so.  "Fold" means ASCII letters
 * without case, which is what ARM ids and Defender enums need (FACTS 3, 18);
 * everything above 0x7f compares byte by byte.
 *
 * Thread: any.
 * Memory: borrowed; a str never owns its bytes.
 */
#ifndef RIPOSTE_UTIL_STR_H
#define RIPOSTE_UTIL_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *at; /* never NULL when len > 0 */
    size_t len;
};

#define STR(literal)                                                           \
    ((struct str){.at = "" literal, .len = sizeof(literal) - 1})
#define STR_NONE ((struct str){.at = "", .len = 0})
/* For printf("%.*s"). */
#define STR_ARG(s) (int)(s).len, (s).at

struct str str_of(const char *text); /* NULL gives the empty str */
struct str str_sub(struct str s, size_t from, size_t len); /* clamped */
bool str_empty(struct str s);
bool str_eq(struct str a, struct str b);
bool str_eq_fold(struct str a, struct str b);
int str_cmp(struct str a, struct str b);      /* as strcmp(3) */
int str_cmp_fold(struct str a, struct str b); /* as strcasecmp(3), C locale */
bool str_starts(struct str s, struct str prefix);
bool str_starts_fold(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_ends_fold(struct str s, struct str suffix);

#define STR_NOWHERE ((size_t)-1)
/* Byte offset of the first occurrence, or STR_NOWHERE. */
size_t str_find(struct str s, struct str what);
size_t str_find_fold(struct str s, struct str what);
size_t str_find_char(struct str s, char c);
size_t str_find_last_char(struct str s, char c);

/* Nothing but letters, digits (ASCII) and what @others lists; not empty. */
bool str_made_of(struct str s, const char *others);

struct str str_trim(struct str s); /* ASCII white space, both ends */
/* What stands behind the last @sep; all of it where there is none. */
struct str str_behind_last(struct str s, char sep);
/* Cuts the part before @sep off *rest; false when nothing is left. */
bool str_cut(struct str *rest, char sep, struct str *part);

uint64_t str_hash(struct str s);
uint64_t str_hash_fold(struct str s);

/* The whole text is one number; false otherwise, *out untouched. */
bool str_int(struct str s, int64_t *out);
bool str_real(struct str s, double *out); /* C locale whatever is set */

/* The nearest of @count names by edit distance, or NULL when none is near:
 * for "unknown setting `hots', did you mean `host'?". */
const char *str_nearest(struct str s, const char *const *names, size_t count);

#endif
