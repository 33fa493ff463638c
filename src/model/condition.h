/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * condition.h - one comparison as a person enters it: property, operator,
 * value; and sets of them.
 *
 * Conditions in a set are ANDed, sets are ORed.  What a row cannot say is kept
 * as one predicate of the query language (`query`).  engine/query.h compiles
 * both; this header only holds and prints them.
 *
 * Memory: texts live in the arena of the rule.
 */
#ifndef RIPOSTE_MODEL_CONDITION_H
#define RIPOSTE_MODEL_CONDITION_H

#include <stdbool.h>
#include <stddef.h>

#include "util/arena.h"
#include "util/buf.h"
#include "util/err.h"
#include "util/json.h"

enum op {
    OP_EQ,      /* ==  case counts */
    OP_NE,      /* != */
    OP_EQ_FOLD, /* =~  without case */
    OP_NE_FOLD, /* !~ */
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_CONTAINS, /* without case */
    OP_NOT_CONTAINS,
    OP_CONTAINS_CS,
    OP_NOT_CONTAINS_CS,
    OP_HAS, /* a whole word */
    OP_NOT_HAS,
    OP_HAS_CS,
    OP_NOT_HAS_CS,
    OP_HAS_ANY, /* list */
    OP_STARTS,  /* startswith */
    OP_NOT_STARTS,
    OP_STARTS_CS,
    OP_NOT_STARTS_CS,
    OP_ENDS,
    OP_NOT_ENDS,
    OP_ENDS_CS,
    OP_NOT_ENDS_CS,
    OP_MATCHES, /* matches regex */
    OP_IN,      /* list */
    OP_NOT_IN,
    OP_IN_FOLD, /* in~ */
    OP_NOT_IN_FOLD,
    OP_BETWEEN,  /* (a .. b) */
    OP_IS_EMPTY, /* isempty(x): no value */
    OP_IS_NOT_EMPTY,
    OP_IN_RANGE, /* ipv4_is_in_range(x, value) */
    OP_N
};
const char *op_spelling(enum op op); /* "=~", "startswith", … */
bool op_parse(struct str text, enum op *out);
/* For the editor's choice of operators. */
bool op_takes_list(enum op op);
bool op_takes_value(enum op op);

struct condition {
    char *property; /* "Severity", "ExtendedProperties[\"Attacker IP\"]" */
    enum op op;
    char *value; /* as typed: High, 5, 2h, 10.0.0.0/8; for lists
                    comma-separated or ('a','b'); for between a .. b */
    char *query; /* a whole predicate instead; then the others are NULL */
};

struct condition_set {
    struct condition *all;
    size_t n;
};

/* A text as the query language quotes it, on one line. */
void literal_write(struct str s, struct buf *out);
/* The texts that its value names, one or a list, without their quotes; what is
 * a call (ago(…), watchlist(…)) is left out.  Answers how many. */
size_t condition_values(const struct condition *condition, struct arena *arena,
                        struct str **out);
/* The query text of one condition: quotes what needs quotes, so that the text
 * compiles to exactly this comparison. */
void condition_write(const struct condition *condition, struct buf *out);
/* (a and b) or (c): the text that stays in step with the form. */
void condition_sets_write(const struct condition_set *sets, size_t n,
                          struct buf *out);

#endif
