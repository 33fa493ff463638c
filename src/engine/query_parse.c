/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/query_parse.h"

#include "model/limits.h"
#include "util/text.h"

static bool parse_or(struct parser *parser, struct err *err);

static void parser_emit(struct parser *parser, enum code_what what)
{
    struct code code = {.what = what};

    buf_bytes(&parser->code, &code, sizeof(code));
}

bool parser_leaf(struct parser *parser, const struct comparison *comparison,
                 size_t from, uint32_t group, struct err *err)
{
    size_t count = parser->probes.len / sizeof(struct probe *);
    struct code code = {.what = CODE_LEAF, .leaf = (uint32_t)count};
    struct probe *probe = arena_alloc(parser->query->arena, sizeof(*probe));

    if (count == QUERY_PROBES)
        return lex_fail(&parser->lex, from, err,
                        _("the query has more than %d comparisons."),
                        QUERY_PROBES);
    if (!probe_init(probe, comparison, &parser->lex, err))
        return false;
    probe->from = from;
    probe->to = parser_behind(parser);
    probe->group = group;
    buf_bytes(&parser->probes, &probe, sizeof(probe));
    buf_bytes(&parser->code, &code, sizeof(code));
    return true;
}

bool parser_next(struct parser *parser, struct err *err)
{
    return lex_next(&parser->lex, err);
}

bool parser_value(struct parser *parser, struct literal *out, struct err *err)
{
    return literal_parse(&parser->lex, parser->env->now, out, err);
}

size_t parser_behind(const struct parser *parser)
{
    struct str before = str_sub(parser->lex.text, 0, parser->lex.start);

    /* Only the end is trimmed: the length must stay an offset. */
    while (before.len > 0 &&
           str_trim(str_sub(before, before.len - 1, 1)).len == 0)
        before.len--;
    return before.len;
}

bool parser_expect(struct parser *parser, const char *sign, struct err *err)
{
    const struct lex *lex = &parser->lex;

    if (lex_sign(lex, sign))
        return parser_next(parser, err);
    if (lex->token == TOKEN_END)
        return lex_fail(lex, lex->start, err,
                        _("expected \"%s\", but the query ends here."), sign);
    return lex_fail(lex, lex->start, err, _("expected \"%s\", not \"%.*s\"."),
                    sign, STR_ARG(lex->raw));
}

bool parser_enter(struct parser *parser, struct err *err)
{
    if (++parser->depth <= LIMIT_QUERY_DEPTH)
        return true;
    return lex_fail(&parser->lex, parser->lex.start, err,
                    _("parentheses are nested deeper than %d."),
                    LIMIT_QUERY_DEPTH);
}

/* The places that a row of the queue shows. */
static const struct property places[] = {
    {.place = PLACE_COLUMN, .column = COLUMN_TITLE},
    {.place = PLACE_PART, .part = PART_NAME},
    {.place = PLACE_COLUMN, .column = COLUMN_ENTITY},
    {.place = PLACE_COLUMN, .column = COLUMN_TACTIC},
    {.place = PLACE_COLUMN, .column = COLUMN_STATUS},
    {.place = PLACE_COLUMN, .column = COLUMN_OWNER},
    {.place = PLACE_COLUMN, .column = COLUMN_PRODUCT},
};

/* Any of them holds the word. */
bool parser_search(struct parser *parser, struct str word, size_t from,
                   struct err *err)
{
    uint32_t group = ++parser->groups;

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        struct comparison comparison = {
            .property = places[i],
            .op = OP_CONTAINS,
            .values = arena_alloc(parser->query->arena, sizeof(struct literal)),
            .n_values = 1,
            .op_at = from,
            .value_at = from,
        };

        comparison.values[0].text = word;
        if (!parser_leaf(parser, &comparison, from, group, err))
            return false;
        if (i > 0)
            parser_emit(parser, CODE_OR);
    }
    return true;
}

static bool parse_inside(struct parser *parser, struct err *err)
{
    return parser_enter(parser, err) && parser_expect(parser, "(", err) &&
           parse_or(parser, err) && parser_expect(parser, ")", err) &&
           parser->depth-- > 0;
}

static bool fail_start(const struct parser *parser, struct err *err)
{
    const struct lex *lex = &parser->lex;

    if (lex->token == TOKEN_END)
        return lex_fail(lex, lex->start, err,
                        _("expected a comparison such as Severity >= 'High', "
                          "but the query ends here."));
    return lex_fail(lex, lex->start, err,
                    _("expected a comparison such as Severity >= 'High', not "
                      "\"%.*s\"."),
                    STR_ARG(lex->raw));
}

static bool parse_primary(struct parser *parser, struct err *err)
{
    const struct lex *lex = &parser->lex;

    if (lex_sign(lex, "("))
        return parse_inside(parser, err);
    if (lex_name(lex, "not") && parser_calls(parser)) {
        if (!parser_next(parser, err) || !parse_inside(parser, err))
            return false;
        parser_emit(parser, CODE_NOT);
        return true;
    }
    if (lex->token != TOKEN_TEXT &&
        (lex_name(lex, "and") || lex_name(lex, "or") ||
         lex_name(lex, "where") || str_empty(lex_word(lex->text, lex->start))))
        return fail_start(parser, err);
    return parser_comparison(parser, err);
}

static bool parse_and(struct parser *parser, struct err *err)
{
    if (!parse_primary(parser, err))
        return false;
    while (lex_name(&parser->lex, "and")) {
        if (!parser_next(parser, err) || !parse_primary(parser, err))
            return false;
        parser_emit(parser, CODE_AND);
    }
    return true;
}

static bool parse_or(struct parser *parser, struct err *err)
{
    if (!parse_and(parser, err))
        return false;
    while (lex_name(&parser->lex, "or")) {
        if (!parser_next(parser, err) || !parse_and(parser, err))
            return false;
        parser_emit(parser, CODE_OR);
    }
    return true;
}

/* ---- tables and pipes -----------------------------------------------------*/

/* Tables whose rows are events; a name of another kind would answer nothing. */
static const struct {
    const char *name;
    const char *kind;
} tables[] = {
    {.name = "SecurityAlert", .kind = "alert"},
    {.name = "SecurityRecommendation", .kind = "recommendation"},
    {.name = "SecurityNestedRecommendation", .kind = "recommendation"},
    {.name = "SecurityRegulatoryCompliance", .kind = "compliance"},
    {.name = "SecurityIncident"},
    {.name = "AlertInfo", .kind = "alert"},
    {.name = "AlertEvidence", .kind = "alert"},
    {.name = "AzureActivity"},
    {.name = "AzureDiagnostics"},
    {.name = "CommonSecurityLog"},
    {.name = "SecurityEvent"},
    {.name = "SigninLogs"},
    {.name = "AuditLogs"},
    {.name = "SecureScores"},
    {.name = "SecureScoreControls"},
};
#define N_TABLES (sizeof(tables) / sizeof(tables[0]))

static bool limit_kind(struct parser *parser, const char *kind, size_t from,
                       struct err *err)
{
    struct comparison comparison = {
        .op = OP_EQ,
        .values = arena_alloc(parser->query->arena, sizeof(struct literal)),
        .n_values = 1,
    };

    property_known(STR("Kind"), &comparison.property);
    comparison.property.name = STR("Kind");
    comparison.values[0].text = str_of(kind);
    parser->conjuncts++;
    return parser_leaf(parser, &comparison, from, 0, err);
}

static bool parse_table(struct parser *parser, struct err *err)
{
    const struct lex *lex = &parser->lex;
    const char *names[N_TABLES];
    const char *near;
    size_t from = lex->start;

    for (size_t i = 0; i < N_TABLES; i++) {
        names[i] = tables[i].name;
        if (!lex_name(lex, tables[i].name))
            continue;
        return parser_next(parser, err) &&
               (!tables[i].kind ||
                limit_kind(parser, tables[i].kind, from, err));
    }
    near = str_nearest(lex->raw, names, N_TABLES);
    return lex_fail(lex, lex->start, err,
                    _("\"%.*s\" is no table of events.  Write %s, or leave "
                      "it out."),
                    STR_ARG(lex->raw), near ? near : names[0]);
}

/* A name with a pipe behind it. */
static bool is_table(const struct parser *parser)
{
    struct lex ahead = parser->lex;
    struct err ignored;

    return ahead.token == TOKEN_NAME && lex_next(&ahead, &ignored) &&
           lex_sign(&ahead, "|");
}

/* Behind a pipe only `where` is understood. */
static bool parse_where(struct parser *parser, struct err *err)
{
    const struct lex *lex = &parser->lex;

    if (lex->token == TOKEN_NAME && !lex_name(lex, "where") &&
        !lex_name(lex, "filter"))
        return lex_fail(lex, lex->start, err,
                        _("riposte understands only where; \"%.*s\" cannot "
                          "be used in a query."),
                        STR_ARG(lex->raw));
    if (lex->token != TOKEN_NAME)
        return lex_fail(lex, lex->start, err,
                        _("expected where behind the pipe."));
    return parser_next(parser, err);
}

static bool parse_conjunct(struct parser *parser, struct err *err)
{
    if (!parse_or(parser, err))
        return false;
    if (parser->conjuncts++ > 0)
        parser_emit(parser, CODE_AND);
    return true;
}

static bool fail_rest(const struct parser *parser, struct err *err)
{
    const struct lex *lex = &parser->lex;

    if (lex_sign(lex, ")"))
        return lex_fail(lex, lex->start, err,
                        _("this parenthesis closes nothing."));
    if (lex_sign(lex, "="))
        return lex_fail(lex, lex->start, err,
                        _("expected ==, not a single =."));
    return lex_fail(lex, lex->start, err,
                    _("expected and, or, or the end, not \"%.*s\".  To search "
                      "for several words, put quotes round them."),
                    STR_ARG(lex->raw));
}

static bool parse_pipes(struct parser *parser, struct err *err)
{
    const struct lex *lex = &parser->lex;

    if (is_table(parser) && !parse_table(parser, err))
        return false;
    if (lex_name(lex, "where") && !parser_next(parser, err))
        return false;
    if (lex->token != TOKEN_END && !lex_sign(lex, "|") &&
        !parse_conjunct(parser, err))
        return false;
    while (lex_sign(lex, "|")) {
        if (!parser_next(parser, err) || !parse_where(parser, err) ||
            !parse_conjunct(parser, err))
            return false;
    }
    if (lex_sign(lex, ";") && !parser_next(parser, err))
        return false;
    return lex->token == TOKEN_END || fail_rest(parser, err);
}

static void *keep(struct arena *arena, const struct buf *buf)
{
    void *copy = arena_alloc(arena, buf->len);

    for (size_t i = 0; i < buf->len; i++)
        ((char *)copy)[i] = buf->at[i];
    return copy;
}

bool query_parse(struct query *query, const struct query_env *env,
                 struct err *err)
{
    struct parser parser = {.query = query, .env = env};
    bool ok;

    lex_init(&parser.lex, query->text, query->arena);
    parser.lex.before = env->before;
    if (query->text.len > LIMIT_QUERY_TEXT)
        return lex_fail(&parser.lex, 0, err,
                        _("the query is longer than %d bytes."),
                        LIMIT_QUERY_TEXT);
    buf_init(&parser.probes);
    buf_init(&parser.code);
    ok = parser_next(&parser, err) && parse_pipes(&parser, err);
    if (ok) {
        query->probes = keep(query->arena, &parser.probes);
        query->n_probes = parser.probes.len / sizeof(struct probe *);
        query->code = keep(query->arena, &parser.code);
        query->n_code = parser.code.len / sizeof(struct code);
    }
    buf_done(&parser.probes);
    buf_done(&parser.code);
    return ok;
}
