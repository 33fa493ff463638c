/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_parse.h - the parser of the query language, between its files:
 * query_parse.c for what holds comparisons together, query_comparison.c for
 * one comparison, query_path.c for a property.
 *
 * It descends by recursion, bounded by LIMIT_QUERY_DEPTH, and writes the
 * program as it goes; there is no tree.
 *
 * Thread: one at a time.
 * Memory: what stays is in the arena of the query.
 */
#ifndef RIPOSTE_ENGINE_QUERY_PARSE_H
#define RIPOSTE_ENGINE_QUERY_PARSE_H

#include "engine/query_part.h"

struct parser {
    struct lex lex;
    struct query *query;
    const struct query_env *env;
    struct buf probes; /* struct probe * */
    struct buf code;   /* struct code */
    uint32_t groups;
    int depth;
    int conjuncts; /* parts that are ANDed by pipes */
};

/* Takes the next token. */
bool parser_next(struct parser *parser, struct err *err);
/* Takes this sign; ERR_INPUT when it is another. */
bool parser_expect(struct parser *parser, const char *sign, struct err *err);
/* Where the last token that was taken ends. */
size_t parser_behind(const struct parser *parser);
/* One level deeper; the caller counts depth down again. */
bool parser_enter(struct parser *parser, struct err *err);
/* Is the token a name with a parenthesis behind it? */
bool parser_calls(const struct parser *parser);
/* Is it a function that only converts, such as tostring()? */
bool parser_converts(const struct parser *parser);
/* Takes a property; ERR_INPUT names the nearest. */
bool parser_property(struct parser *parser, struct property *out,
                     struct err *err);
/* Takes a literal. */
bool parser_value(struct parser *parser, struct literal *out, struct err *err);

/* Adds the comparison that began at @from and ends behind the last token. */
bool parser_leaf(struct parser *parser, const struct comparison *comparison,
                 size_t from, uint32_t group, struct err *err);
bool parser_search(struct parser *parser, struct str word, size_t from,
                   struct err *err);
/* One comparison, function, flag or searched word. */
bool parser_comparison(struct parser *parser, struct err *err);

#endif
