/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_comparison.c - parses one comparison, function, flag or searched word.
 */
#include "engine/query_parse.h"

#include "model/limits.h"
#include "util/text.h"

/* ---- values ---------------------------------------------------------------*/

static void keep_values(struct parser *parser, const struct buf *list,
                        struct comparison *out)
{
    size_t n = list->len / sizeof(struct literal);
    const void *from = list->at;
    const struct literal *values = from;

    out->values = arena_array(parser->query->arena, n, sizeof(*values));
    out->n_values = n;
    for (size_t i = 0; i < n; i++)
        out->values[i] = values[i];
}

static bool no_watchlist(const struct parser *parser, struct err *err)
{
    const struct lex *lex = &parser->lex;
    const struct query_env *env = parser->env;
    const char *near = NULL;
    const char **names;
    size_t n;

    if (env->watchlists) {
        names = env->watchlists(env->of, parser->query->arena, &n);
        near = str_nearest(lex->value, names, n);
    }
    if (near && !str_eq_fold(lex->value, str_of(near)))
        return lex_fail(lex, lex->start, err,
                        _("there is no watchlist \"%.*s\".  Did you mean %s?"),
                        STR_ARG(lex->value), near);
    return lex_fail(lex, lex->start, err, _("there is no watchlist \"%.*s\"."),
                    STR_ARG(lex->value));
}

static bool read_watchlist(struct parser *parser, struct buf *list,
                           struct err *err)
{
    const struct lex *lex = &parser->lex;
    const struct query_env *env = parser->env;
    const struct str *texts;
    size_t n;

    if (!parser_next(parser, err) || !parser_expect(parser, "(", err))
        return false;
    if (lex->token != TOKEN_TEXT)
        return lex_fail(lex, lex->start, err,
                        _("expected the name of a watchlist in quotes."));
    if (!env->watchlist ||
        !env->watchlist(env->of, lex->value, parser->query->arena, &texts, &n))
        return no_watchlist(parser, err);
    for (size_t i = 0; i < n && i < LIMIT_WATCHLIST; i++) {
        struct literal value = {.text =
                                    arena_str(parser->query->arena, texts[i])};
        struct range range;

        value.range = range_parse(value.text, &range);
        buf_bytes(list, &value, sizeof(value));
    }
    return parser_next(parser, err) && parser_expect(parser, ")", err);
}

static bool read_value(struct parser *parser, struct buf *list, struct err *err)
{
    struct literal value;

    if (!parser_value(parser, &value, err))
        return false;
    buf_bytes(list, &value, sizeof(value));
    return true;
}

static bool read_item(struct parser *parser, struct buf *list, struct err *err)
{
    const struct lex *lex = &parser->lex;

    if (lex_name(lex, "watchlist") && parser_calls(parser))
        return read_watchlist(parser, list, err);
    if (list->len >= LIMIT_QUERY_LIST * sizeof(struct literal))
        return lex_fail(lex, lex->start, err,
                        _("the list has more than %d values.  Make it a "
                          "watchlist."),
                        LIMIT_QUERY_LIST);
    return read_value(parser, list, err);
}

/* ('a', 'b'), (watchlist('x')) or watchlist('x'). */
static bool read_items(struct parser *parser, struct buf *list, struct err *err)
{
    const struct lex *lex = &parser->lex;

    if (lex_name(lex, "watchlist"))
        return read_watchlist(parser, list, err);
    if (!lex_sign(lex, "("))
        return lex_fail(lex, lex->start, err,
                        _("expected a list such as ('a', 'b')."));
    do {
        if (!parser_next(parser, err) || !read_item(parser, list, err))
            return false;
    } while (lex_sign(lex, ","));
    return parser_expect(parser, ")", err);
}

static bool read_range(struct parser *parser, struct buf *list, struct err *err)
{
    struct literal low, high;

    if (!parser_expect(parser, "(", err) || !parser_value(parser, &low, err) ||
        !parser_expect(parser, "..", err) ||
        !parser_value(parser, &high, err) || !parser_expect(parser, ")", err))
        return false;
    buf_bytes(list, &low, sizeof(low));
    buf_bytes(list, &high, sizeof(high));
    return true;
}

static bool read_values(struct parser *parser, struct comparison *comparison,
                        struct err *err)
{
    struct buf list;
    bool ok;

    buf_init(&list);
    comparison->value_at = parser->lex.start;
    if (comparison->op == OP_BETWEEN)
        ok = read_range(parser, &list, err);
    else if (op_takes_list(comparison->op))
        ok = read_items(parser, &list, err);
    else
        ok = read_value(parser, &list, err);
    if (ok)
        keep_values(parser, &list, comparison);
    buf_done(&list);
    return ok;
}

/* ---- operators ------------------------------------------------------------*/

static const char *const compare_signs[] = {"==", "!=", "=~", "!~",
                                            "<",  "<=", ">",  ">="};
#define N(table) (sizeof(table) / sizeof((table)[0]))

static bool is_compare(const struct lex *lex)
{
    for (size_t i = 0; i < N(compare_signs); i++) {
        if (lex_sign(lex, compare_signs[i]))
            return true;
    }
    return false;
}

/* "matches regex" is two words, and functions are no operators. */
static bool is_word_op(const struct lex *lex, enum op *out)
{
    enum op op;

    if (lex_name(lex, "matches")) {
        *out = OP_MATCHES;
        return true;
    }
    if (lex->token != TOKEN_NAME || !op_parse(lex->raw, &op) ||
        op >= OP_IS_EMPTY)
        return false;
    *out = op;
    return true;
}

static bool is_operator(const struct lex *lex)
{
    enum op op;

    return is_compare(lex) || is_word_op(lex, &op) || lex_sign(lex, "=") ||
           (lex->token == TOKEN_NAME && lex->raw.at[0] == '!');
}

static bool fail_operator(const struct lex *lex, struct str name,
                          struct err *err)
{
    const char *names[OP_N];
    const char *near;

    for (size_t i = 0; i < OP_N; i++)
        names[i] = op_spelling((enum op)i);
    near = lex->token == TOKEN_NAME ? str_nearest(lex->raw, names, OP_IS_EMPTY)
                                    : NULL;
    if (lex_sign(lex, "="))
        return lex_fail(lex, lex->start, err,
                        _("expected ==, not a single =."));
    if (near)
        return lex_fail(lex, lex->start, err,
                        _("there is no operator \"%.*s\".  Did you mean %s?"),
                        STR_ARG(lex->raw), near);
    return lex_fail(lex, lex->start, err,
                    _("expected an operator such as == or contains behind "
                      "%.*s.  To search for the word, put quotes round it."),
                    STR_ARG(name));
}

static bool read_operator(struct parser *parser, struct comparison *comparison,
                          struct err *err)
{
    const struct lex *lex = &parser->lex;

    comparison->op_at = lex->start;
    if (is_compare(lex))
        op_parse(lex->raw, &comparison->op);
    else if (!is_word_op(lex, &comparison->op))
        return fail_operator(lex, comparison->property.name, err);
    if (!parser_next(parser, err))
        return false;
    if (comparison->op != OP_MATCHES)
        return true;
    if (!lex_name(lex, "regex"))
        return lex_fail(lex, lex->start, err,
                        _("expected regex behind matches."));
    return parser_next(parser, err);
}

/* ---- comparisons ----------------------------------------------------------*/

static const struct {
    const char *name;
    enum op op;
} functions[] = {
    {.name = "isempty", .op = OP_IS_EMPTY},
    {.name = "isnotempty", .op = OP_IS_NOT_EMPTY},
    {.name = "isnull", .op = OP_IS_EMPTY},
    {.name = "isnotnull", .op = OP_IS_NOT_EMPTY},
    {.name = "ipv4_is_in_range", .op = OP_IN_RANGE},
};

static bool parse_function(struct parser *parser, enum op op, struct err *err)
{
    size_t from = parser->lex.start;
    struct comparison comparison = {.op = op, .op_at = from};

    if (!parser_next(parser, err) || !parser_expect(parser, "(", err) ||
        !parser_property(parser, &comparison.property, err))
        return false;
    if (op == OP_IN_RANGE && (!parser_expect(parser, ",", err) ||
                              !read_values(parser, &comparison, err)))
        return false;
    return parser_expect(parser, ")", err) &&
           parser_leaf(parser, &comparison, from, 0, err);
}

static bool fail_function(const struct parser *parser, struct err *err)
{
    const struct lex *lex = &parser->lex;
    const char *names[N(functions) + 2] = {"not", "watchlist"};
    const char *near;

    for (size_t i = 0; i < N(functions); i++)
        names[i + 2] = functions[i].name;
    /* It stands in a list of values, and nowhere else. */
    if (str_eq_fold(lex->raw, str_of(names[1])))
        return lex_fail(lex, lex->start, err,
                        _("a watchlist is a list of values; write entity.ip "
                          "in~ watchlist('name')."));
    near = str_nearest(lex->raw, names, N(names));
    if (near)
        return lex_fail(lex, lex->start, err,
                        _("there is no function \"%.*s\".  Did you mean %s?"),
                        STR_ARG(lex->raw), near);
    return lex_fail(lex, lex->start, err,
                    _("riposte does not understand the function \"%.*s\"."),
                    STR_ARG(lex->raw));
}

static enum op mirrored(enum op op)
{
    switch (op) {
    case OP_LT:
        return OP_GT;
    case OP_LE:
        return OP_GE;
    case OP_GT:
        return OP_LT;
    case OP_GE:
        return OP_LE;
    default:
        return op;
    }
}

/* 'High' == Severity.  A literal without a comparison behind it is not one. */
static bool parse_mirrored(struct parser *parser, bool *done, struct err *err)
{
    struct lex before = parser->lex;
    struct comparison comparison = {.value_at = before.start};
    struct literal value;
    struct err ignored;

    *done = literal_begins(&before) && parser_value(parser, &value, &ignored) &&
            is_compare(&parser->lex);
    if (!*done) {
        parser->lex = before;
        return true;
    }
    comparison.values = arena_alloc(parser->query->arena, sizeof(value));
    comparison.values[0] = value;
    comparison.n_values = 1;
    if (!read_operator(parser, &comparison, err) ||
        !parser_property(parser, &comparison.property, err))
        return false;
    comparison.op = mirrored(comparison.op);
    return parser_leaf(parser, &comparison, before.start, 0, err);
}

/* A text in quotes, or a run of characters without blanks. */
static bool parse_search(struct parser *parser, struct err *err)
{
    struct lex *lex = &parser->lex;
    struct str word = lex->value;
    size_t from = lex->start;

    if (lex->token != TOKEN_TEXT) {
        word = lex_word(lex->text, from);
        lex->at = from + word.len;
    }
    return parser_next(parser, err) && parser_search(parser, word, from, err);
}

/* Acknowledged and Sample stand for themselves. */
static bool parse_flag(struct parser *parser, struct comparison *comparison,
                       size_t from, struct err *err)
{
    comparison->op = OP_EQ;
    comparison->values =
        arena_alloc(parser->query->arena, sizeof(struct literal));
    comparison->values[0] = (struct literal){
        .type = LITERAL_BOOL, .number = 1, .text = STR("true")};
    comparison->n_values = 1;
    return parser_leaf(parser, comparison, from, 0, err);
}

/* Is a property meant here, or a word to search for? */
static bool is_property(const struct parser *parser, const struct lex *word)
{
    const struct lex *lex = &parser->lex;
    struct property ignored;
    struct str name = lex_word(word->text, word->start);
    bool joined = lex_name(lex, "and") || lex_name(lex, "or");

    if (is_operator(lex))
        return lex->start >= word->start + name.len;
    return property_known(name, &ignored) ||
           (lex->token == TOKEN_NAME && !joined && property_common(name));
}

static bool parse_property(struct parser *parser, struct err *err)
{
    struct lex before = parser->lex;
    struct comparison comparison = {.op = OP_EQ};
    struct err why;
    bool named = parser_property(parser, &comparison.property, &why);
    bool opened = lex_sign(&parser->lex, "[") ||
                  str_find_char(str_sub(before.text, before.start,
                                        parser->lex.at - before.start),
                                '[') != STR_NOWHERE;

    if (!named && (opened || is_operator(&parser->lex))) {
        *err = why;
        return false;
    }
    if (!named || (!is_property(parser, &before) && !opened)) {
        parser->lex = before;
        return parse_search(parser, err);
    }
    if (!is_operator(&parser->lex) &&
        comparison.property.place == PLACE_NUMBER &&
        (comparison.property.yesno ||
         comparison.property.number == NUMBER_ACKNOWLEDGED))
        return parse_flag(parser, &comparison, before.start, err);
    return read_operator(parser, &comparison, err) &&
           read_values(parser, &comparison, err) &&
           parser_leaf(parser, &comparison, before.start, 0, err);
}

bool parser_comparison(struct parser *parser, struct err *err)
{
    const struct lex *lex = &parser->lex;
    bool done;

    if (!parse_mirrored(parser, &done, err))
        return false;
    if (done)
        return true;
    for (size_t i = 0; i < N(functions); i++) {
        if (lex_name(lex, functions[i].name) && parser_calls(parser))
            return parse_function(parser, functions[i].op, err);
    }
    if (parser_calls(parser) && !parser_converts(parser))
        return fail_function(parser, err);
    if (lex->token == TOKEN_NAME)
        return parse_property(parser, err);
    return parse_search(parser, err);
}
