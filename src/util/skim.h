/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * skim.h - reads JSON where it lies, without building anything.
 *
 * Ingest looks at a dozen members of a 3.5 KB alert and stores the rest as it
 * came.  Building a tree for that would cost more than all other work
 * together, so the hot path walks the bytes.  Everything else uses json.h.
 *
 * skim_value() is the one judge of syntax: json_parse() builds its tree from
 * what skim_value() has accepted, so that both agree on every text.  The rules
 * are those of RFC 8259, valid UTF-8, and at most LIMIT_JSON_DEPTH containers
 * within each other.
 *
 * Thread: any.
 * Memory: borrows the text; strings are handed out raw (escapes untouched).
 */
#ifndef RIPOSTE_UTIL_SKIM_H
#define RIPOSTE_UTIL_SKIM_H

#include <stdbool.h>
#include <stddef.h>

#include "util/arena.h"
#include "util/err.h"
#include "util/json.h"
#include "util/str.h"

struct skim {
    const char *at; /* next byte */
    const char *end;
    const char *start; /* for positions in errors */
    size_t lines;      /* before start, when it does not begin the text */
};

/* One value, as the bytes that spell it. */
struct skim_value {
    enum json_type type; /* JSON_INT for every number without . e E */
    struct str raw;      /* whole spelling; for JSON_TEXT without its quotes */
    bool escaped;        /* JSON_TEXT has at least one backslash */
};

void skim_init(struct skim *skim, struct str text); /* skips a UTF-8 BOM */
/* Skips white space; true when nothing else is left. */
bool skim_end(struct skim *skim);
/* Goes behind the next line end: past what skim_value() has refused.  Positions
 * are counted from there on, so that many bad lines cost no more than few. */
void skim_line(struct skim *skim);

/* Takes one whole value, validated to its end.  ERR_INPUT with line:column. */
bool skim_value(struct skim *skim, struct skim_value *out, struct err *err);
/* The same, and nothing may follow the value. */
bool skim_whole(struct skim *skim, struct skim_value *out, struct err *err);

/* Walks the members of a JSON_OBJECT or the items of a JSON_ARRAY that
 * skim_value() has validated; cannot fail for that reason.
 *     struct skim in;
 *     skim_enter(&in, &object);
 *     while (skim_member(&in, &name, &value)) … */
void skim_enter(struct skim *skim, const struct skim_value *container);
bool skim_member(struct skim *skim, struct skim_value *name,
                 struct skim_value *value);
bool skim_item(struct skim *skim, struct skim_value *value);
/* The same in two steps, for who need not see every value: the name, then
 * skim_item() for its value, or skim_descend() into it: @inner walks the
 * container that comes next without its being passed over first, and when it
 * has come to the end, skim_ascend() goes on behind.  False: no container. */
bool skim_name(struct skim *skim, struct skim_value *name);
bool skim_descend(const struct skim *skim, struct skim *inner);
void skim_ascend(struct skim *skim, const struct skim *inner);

/* The text with escapes resolved: borrowed as it is when there are none, else
 * a copy in @arena.  Scalars other than text give their spelling, null "". */
struct str skim_text(const struct skim_value *value, struct arena *arena);

#endif
