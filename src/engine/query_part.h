/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_part.h - what the files of the query language share: tokens, literals,
 * properties, probes and the program.
 *
 * Private to engine/.  The way of a text: query_lex cuts it into tokens,
 * query_parse reads them and calls query_name, query_literal and query_probe
 * for the parts of a comparison, and writes the program behind the probes;
 * query_ask asks probes, query_value compares.
 *
 * Thread: a query belongs to one thread at a time.
 * Memory: all parts of a query live in its arena.
 */
#ifndef RIPOSTE_ENGINE_QUERY_PART_H
#define RIPOSTE_ENGINE_QUERY_PART_H

#include "engine/query.h"
#include "model/condition.h"
#include "util/map.h"
#include "util/regex.h"

/* Comparisons in one query; a search for a word takes seven. */
#define QUERY_PROBES 1024
/* What the program has open at once: two for each level of parentheses. */
#define QUERY_STACK 256
/* From so many texts on a list is looked up, not walked. */
#define QUERY_LIST_LOOKUP 8

/* ---- tokens: query_lex.c --------------------------------------------------*/

enum token {
    TOKEN_END,
    TOKEN_NAME,   /* Severity, contains, !in~, and bytes above 0x7f */
    TOKEN_TEXT,   /* '…', "…", @'…', @"…" */
    TOKEN_NUMBER, /* 5, 1.5, 30d: begins with a digit */
    TOKEN_SIGN,   /* == ( .. and any other character */
};

struct lex {
    struct str text;
    size_t start; /* of the token */
    size_t at;    /* behind it */
    enum token token;
    struct str raw;   /* the token as it stands there */
    struct str value; /* TOKEN_TEXT: without quotes and escapes */
    struct arena *arena;
    size_t before; /* characters that columns do not count */
};

void lex_init(struct lex *lex, struct str text, struct arena *arena);
bool lex_next(struct lex *lex, struct err *err);
bool lex_sign(const struct lex *lex, const char *sign); /* is it that one? */
bool lex_name(const struct lex *lex, const char *name); /* without case */
/* The run of characters from @at on that a person would call a word. */
struct str lex_word(struct str text, size_t at);
/* The raw text up to the next ')', for datetime(…); stands behind it. */
bool lex_raw(struct lex *lex, struct str *out, struct err *err);
/* ERR_INPUT: "Column 12: …". */
bool lex_fail(const struct lex *lex, size_t at, struct err *err,
              const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* ---- operators: query_op.c ------------------------------------------------*/

enum how {
    HOW_SAME,
    HOW_ORDER,
    HOW_BETWEEN,
    HOW_HOLDS,
    HOW_WORD,
    HOW_STARTS,
    HOW_ENDS,
    HOW_REGEX,
    HOW_EMPTY,
    HOW_RANGE,
    HOW_N
};

enum { ORDER_BELOW = 1, ORDER_SAME = 2, ORDER_ABOVE = 4 };

/* All there is to know of an operator. */
struct op_row {
    enum how how;
    bool fold;        /* without case */
    bool negative;    /* holds when no value satisfies it */
    unsigned accepts; /* HOW_ORDER: set of ORDER_… */
    bool search;      /* looks inside text: values become text */
};
const struct op_row *op_row(enum op op);
/* Both sides are there; HOW_SAME and the searches. */
bool op_finds(const struct op_row *row, struct str have, struct str want);
unsigned order_of(int64_t a, int64_t b); /* one of ORDER_… */
bool ipv4_parse(struct str text, uint32_t *address, uint32_t *mask);

/* ---- ranges of addresses: query_range.c ---------------------------------- */

struct range {
    uint32_t first;
    uint32_t last;
};
/* Is it a range, and no single address? */
bool range_parse(struct str text, struct range *out);
/* Sorts them and joins those that meet; answers how many are left. */
size_t ranges_join(struct range *ranges, size_t n);
/* Does the text, an address, lie in one of them? */
bool ranges_hold(const struct range *ranges, size_t n, struct str text);

/* ---- literals: query_literal.c --------------------------------------------*/

enum literal_type {
    LITERAL_TEXT,
    LITERAL_NUMBER,
    LITERAL_BOOL,
    LITERAL_TIME,
    LITERAL_SPAN,
    LITERAL_TYPE_N
};

struct literal {
    enum literal_type type;
    struct str text; /* LITERAL_TEXT; of others the spelling */
    int64_t number;  /* whole number, bool, moment, span */
    double real;     /* LITERAL_NUMBER */
    bool whole;      /* LITERAL_NUMBER: @number is exact */
    bool relative;   /* LITERAL_TIME: counted from now */
    int64_t offset;
    bool range; /* "10.0.0.0/8" of a watchlist: what lies in it is meant too */
};

/* Takes one literal; the token behind it is the next.  @what says for whom,
 * when there is none. */
bool literal_parse(struct lex *lex, int64_t now, struct literal *out,
                   struct err *err);
/* Does a literal begin here? */
bool literal_begins(const struct lex *lex);
const char *literal_type_name(enum literal_type type); /* translated */
/* At the end of time it stays there. */
int64_t moment_later(int64_t moment, int64_t span);

/* ---- properties: query_name.c ---------------------------------------------*/

enum place {
    PLACE_COLUMN,
    PLACE_PART, /* of COLUMN_RESOURCE */
    PLACE_NUMBER,
    PLACE_PATH,   /* into the body */
    PLACE_ENTITY, /* entity.ip, entity.host.OSFamily */
    PLACE_N
};

enum resource_part {
    PART_NAME,
    PART_GROUP,
    PART_TYPE,
    PART_SUBSCRIPTION,
    PART_N
};

struct path_step {
    struct str name; /* "" with an index */
    size_t index;
    bool any; /* [] or [*]: every element */
};

struct property {
    enum place place;
    enum event_column column;
    enum resource_part part;
    enum event_number number;
    unsigned flag;     /* NUMBER_FLAGS */
    bool yesno;        /* NUMBER_ACKNOWLEDGED asked as a bool, and flags */
    struct str entity; /* type, "" for all */
    struct path_step *steps;
    size_t n_steps;
    struct str other; /* PLACE_PATH: the same under another name, or "" */
    struct str name;  /* as it was typed */
};

/* A property of the tables by name, without case; false when it is none. */
bool property_known(struct str name, struct property *out);
/* From the steps of a path: a known name, entity.…, or a path into the body.
 * False: there is no such name, and *near is one that may have been meant. */
bool property_resolve(struct path_step *steps, size_t n, bool rooted,
                      struct property *out, const char **near);
/* Is it a name that events are known to have? */
bool property_common(struct str name);
/* Names for completion and suggestions, those of columns first. */
size_t property_names(const char *const **out);
size_t entity_types(const char *const **out);
/* The values that a property can have, where they can be counted. */
size_t property_values(const struct property *property,
                       const char *const **out);

/* ---- probes: query_probe.c, query_ask.c, query_value.c --------------------*/

struct probe {
    struct property property;
    enum op op;
    const struct op_row *row;
    struct literal *values;
    size_t n_values;
    struct map *set;      /* of texts, for long lists */
    struct regex *regex;  /* HOW_REGEX */
    struct range *ranges; /* of addresses, by their beginning, apart */
    size_t n_ranges;
    uint32_t network; /* HOW_RANGE */
    uint32_t netmask;
    uint32_t mask; /* numbers of few values: bit v says v satisfies it */
    bool masked;
    bool ranked; /* severities in the body: compare by rank */
    size_t from; /* its text in the query */
    size_t to;
    uint32_t group; /* of one searched word; 0: stands alone */
};

/* The parts of a comparison as they were read. */
struct comparison {
    struct property property;
    enum op op;
    struct literal *values;
    size_t n_values;
    size_t op_at; /* positions for errors */
    size_t value_at;
};
/* Checks types and prepares everything that asking needs. */
bool probe_init(struct probe *probe, const struct comparison *comparison,
                const struct lex *lex, struct err *err);
/* Moves literals that count from now. */
void probe_at(struct probe *probe, int64_t now);
/* A text that is the same for probes that answer the same, for sharing. */
void probe_write_key(const struct probe *probe, struct buf *out);

/* Several values of one property, asked one after the other. */
struct tally {
    const struct probe *probe;
    bool any;          /* there is a value */
    bool readable;     /* one could be read as the literal's type */
    bool hit;          /* one satisfies the positive operator */
    struct buf *found; /* values as text, or NULL */
    size_t most;       /* bytes of @found; more is left out */
    bool whole;        /* objects are shown as JSON */
};
void tally_init(struct tally *tally, const struct probe *probe,
                struct buf *found);
void tally_text(struct tally *tally, struct str text);
void tally_json(struct tally *tally, const struct json *value);
enum answer tally_answer(const struct tally *tally);
/* Can no value of a body with these bytes satisfy it?  False when that is not
 * certain: query_hint.c. */
bool probe_excludes(const struct probe *probe, struct str bytes);
/* All values at the property of that event: query_body.c. */
void tally_body(struct tally *tally, struct query_subject *subject);
/* The texts of a column: several in tags and tactics, none when it is empty. */
struct column_each {
    struct str rest;
    char separator; /* 0: there is one text */
};
struct column_each column_each(enum event_column column, struct str text);
bool column_next(struct column_each *each, struct str *out);
struct str resource_part(struct str id, enum resource_part part);
/* What a person would write for the property of that event; several values by
 * commas. */
void property_write(const struct property *property,
                    struct query_subject *subject, struct buf *out);
enum answer probe_find(const struct probe *probe, struct query_subject *subject,
                       struct buf *found);

/* ---- the program: query_parse.c, query.c ----------------------------------*/

enum code_what { CODE_LEAF, CODE_AND, CODE_OR, CODE_NOT };

struct code {
    enum code_what what;
    uint32_t leaf;
};

struct query {
    struct arena *arena;
    struct str text;
    struct probe **probes;
    size_t n_probes;
    struct code *code; /* postfix */
    size_t n_code;
    bool moves;
    bool body;
};

/* Fills in probes and code of a query that has arena and text. */
bool query_parse(struct query *query, const struct query_env *env,
                 struct err *err);

#endif
