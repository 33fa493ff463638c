/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kusto.h - so much of Kusto as Azure Resource Graph and Log Analytics are
 * asked here.
 *
 * A table and, behind "|", where, project, project-away, extend, distinct,
 * summarize with count(), order by one column, take, limit, count; conditions
 * with and, or, not(), the operators of texts, == and =~, in, isempty().  What
 * else a query has is refused as Azure refuses what it does not understand.
 *
 * kusto.c has the stages, kusto_expr.c values and conditions, which are read
 * again for each row.
 *
 * Thread: any.
 * Memory: rows and messages live in the arena handed in.
 */
#ifndef RIPOSTE_SANDBOX_KUSTO_H
#define RIPOSTE_SANDBOX_KUSTO_H

#include <stdbool.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/json.h"
#include "util/str.h"

struct kusto {
    struct str rest; /* of the query */
    struct arena *arena;
    int64_t now;
    int depth;
    const char *wrong; /* what was not understood; NULL: nothing */
    struct json *rows; /* in the arena */
    /* The rows of a table, yours; NULL: there is none of that name.  An empty
     * name is the table that is meant when a query names none. */
    struct json *(*table)(void *of, struct str name);
    void *of;
};

/* False, and ->wrong is set, when the query is not understood. */
bool kusto_run(struct kusto *kusto, struct str query);

/* Between the two files: blanks and comments are skipped before each. */
bool kusto_eat(struct kusto *kusto, const char *text);
bool kusto_word(struct kusto *kusto, struct str *out);
bool kusto_eat_word(struct kusto *kusto, const char *word);
bool kusto_fail(struct kusto *kusto, const char *what);
/* A value of a row, borrowed from it or in the arena; NULL: null. */
bool kusto_value(struct kusto *kusto, const struct json *row,
                 const struct json **out);
bool kusto_condition(struct kusto *kusto, const struct json *row, bool *out);

#endif
