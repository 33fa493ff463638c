/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query.h - the query language: the predicate of a Kusto `where`, for the
 * queue's filter, views and rule conditions alike.
 *
 * A query is compiled once and asked many times.  All that can fail fails in
 * query_compile(); asking cannot, and a comparison answers not only "no" but
 * why not.  What is compiled is a flat program over probes.  A probe is one
 * comparison on one column, number or place in the body; so a caller who holds
 * many events as columns asks each probe once for each distinct value, and
 * puts the answers together 64 rows at a time with query_combine().  A row
 * whose columns decide never has its body read.
 *
 * The empty text is a query too: it holds for everything.  A comparison with a
 * value that is missing, null or of another type is false, "!=" included.
 *
 * Thread: a query is used by one thread at a time, since a regular expression
 * keeps its scratch in it.  Compiling needs no lock.
 * Memory: a query owns all it needs; nothing of the text or env is borrowed.
 */
#ifndef RIPOSTE_ENGINE_QUERY_H
#define RIPOSTE_ENGINE_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/subject.h"
#include "model/event.h"
#include "util/arena.h"
#include "util/err.h"
#include "util/str.h"

enum answer {
    ANSWER_YES,      /* the property is there and satisfies the comparison */
    ANSWER_NO,       /* it is there and does not */
    ANSWER_ABSENT,   /* the event has no such property */
    ANSWER_MISTYPED, /* it cannot be read as the comparison's type */
    ANSWER_N
};
const char *answer_name(enum answer answer); /* "yes", "no", "absent" … */

/* What a query may ask of the world; handed in, so that it can be replayed. */
struct query_env {
    int64_t now; /* for now() and ago(); see query_at() */
    /* The texts of a watchlist, lent for the call or put in @arena; false: no
     * such list.  NULL
     * when there are no lists at all. */
    bool (*watchlist)(void *of, struct str name, struct arena *arena,
                      const struct str **texts, size_t *n);
    /* Their names in @arena, for the nearest; NULL: they are not known. */
    const char **(*watchlists)(void *of, struct arena *arena, size_t *n);
    void *of;
    size_t before; /* characters in front that nobody typed: columns in errors
                      count from behind them */
};

struct query;

/* ERR_INPUT says the column (in characters, from 1), what was expected and the
 * nearest known name. */
bool query_compile(struct str text, const struct query_env *env,
                   struct query **out, struct err *err);
void query_free(struct query *query);             /* NULL is fine */
struct str query_text(const struct query *query); /* as it was typed */

/* Does its answer depend on the time, by now() or ago()?  Then query_at() moves
 * it on, and what was asked before must be asked again. */
bool query_moves(const struct query *query);
void query_at(struct query *query, int64_t now);

/* Can only the body answer some part of it? */
bool query_needs_body(const struct query *query);
/* Fetches the body only when the columns leave the answer open. */
bool query_ask(const struct query *query, struct query_subject *subject);

/* ---- probes ---------------------------------------------------------------*/

struct probe;

enum probe_shape {
    PROBE_TEXT,   /* asks a text column: probe_column(), probe_ask_text() */
    PROBE_NUMBER, /* asks a number: probe_number(), probe_ask_int() */
    PROBE_BODY,   /* asks the body: probe_ask() */
    PROBE_SHAPE_N
};

/* The numbers of an event that can be asked for. */
enum event_number {
    NUMBER_KIND,         /* enum event_kind */
    NUMBER_SEVERITY,     /* enum severity */
    NUMBER_AUTO,         /* enum event_auto */
    NUMBER_FLAGS,        /* set of enum event_flag */
    NUMBER_TIME,         /* moment */
    NUMBER_ACKNOWLEDGED, /* moment, 0: not yet */
    EVENT_NUMBER_N
};
int64_t event_number(const struct event *event, enum event_number number);

/* Numbered as query_combine() takes their answers; lent by the query. */
size_t query_probes(const struct query *query, const struct probe *const **out);

enum probe_shape probe_shape(const struct probe *probe);
/* The column whose text it takes.  Name, group, type and subscription of the
 * resource take the whole of COLUMN_RESOURCE and find their part in it. */
enum event_column probe_column(const struct probe *probe);
enum event_number probe_number(const struct probe *probe);

enum answer probe_ask_text(const struct probe *probe, struct str text);
enum answer probe_ask_int(const struct probe *probe, int64_t number);
/* Any shape, on one event. */
enum answer probe_ask(const struct probe *probe, struct query_subject *subject);

/*
 * Puts the answers together: bit i of leaf[p] says whether probe p answered
 * ANSWER_YES for row i of 64; bit i of the result says whether the query holds
 * for it.  For one row use 0 and 1.
 */
uint64_t query_combine(const struct query *query, const uint64_t *leaf);
/* The same without the body: words of PROBE_BODY are not read.  Bits of *open
 * are rows that only the body can decide, and are 0 in the result. */
uint64_t query_combine_open(const struct query *query, const uint64_t *leaf,
                            uint64_t *open);

/* ---- what it found, and what may come next --------------------------------*/

/* One comparison of a query, asked. */
struct query_row {
    struct str text; /* Severity >= 'High' */
    size_t at;       /* where it begins in the query, in bytes */
    enum answer answer;
    const char *found; /* the value as text, several by commas; "" when there
                          is none */
};
/* Each comparison with its answer, in the order of the text; a search for a
 * word is one row.  Answers how many; rows live in @arena. */
size_t query_trace(const struct query *query, struct query_subject *subject,
                   struct arena *arena, struct query_row **out);

/* What may stand at @cursor (bytes) of a text that need not be complete:
 * properties, operators, or values where they can be counted.  *from is where
 * the word to be replaced begins.  Answers how many; texts live in @arena. */
size_t query_complete(struct str text, size_t cursor, struct arena *arena,
                      const char ***out, size_t *from);

#endif
