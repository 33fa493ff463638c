/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/template.h"

#include "engine/query_parse.h"
#include "model/limits.h"
#include "util/text.h"

/* A template on its way to a text; without subject it is only checked. */
struct filling {
    struct query query; /* lends its arena to the parser */
    struct query_env env;
    struct parser parser;
    struct query_subject *subject;
    struct buf out;
};

/* ---- triggerBody() --------------------------------------------------------*/

/* One step into a value: ['x'], [0] or .x, with or without "?". */
struct accessor {
    struct str name;
    size_t index;
    bool indexed;
    bool forgiving;
    size_t at;
};

/* Takes one; *found is false when none stands there. */
static bool read_accessor(struct parser *parser, struct accessor *out,
                          bool *found, struct err *err)
{
    struct lex *lex = &parser->lex;
    int64_t index;

    *out = (struct accessor){.at = lex->start, .forgiving = lex_sign(lex, "?")};
    if (out->forgiving && !parser_next(parser, err))
        return false;
    *found = out->forgiving || lex_sign(lex, ".") || lex_sign(lex, "[");
    if (!*found)
        return true;
    if (lex_sign(lex, ".")) {
        if (!parser_next(parser, err))
            return false;
        out->name = lex->raw;
        if (lex->token == TOKEN_NAME)
            return parser_next(parser, err);
    } else if (lex_sign(lex, "[")) {
        if (!parser_next(parser, err))
            return false;
        out->name = lex->value;
        out->indexed = lex->token == TOKEN_NUMBER && str_int(lex->raw, &index);
        if (out->indexed)
            out->index = (size_t)index;
        if (out->indexed || lex->token == TOKEN_TEXT)
            return parser_next(parser, err) && parser_expect(parser, "]", err);
    }
    return lex_fail(lex, lex->start, err,
                    _("expected the name of a member, as in ?['name']."));
}

static bool fail_step(const struct filling *filling,
                      const struct accessor *accessor, enum json_type type,
                      struct err *err)
{
    if (type == JSON_NULL)
        return lex_fail(&filling->parser.lex, accessor->at, err,
                        _("there is no value to step into.  Put a ? before "
                          "it to have nothing instead."));
    return lex_fail(&filling->parser.lex, accessor->at, err,
                    _("the value is of the type %s, which has no members."),
                    json_type_name(type));
}

/* A member that is null is there all the same. */
static bool has_member(const struct json *object, struct str name)
{
    struct json_each each = json_each(object);

    while (json_next(&each)) {
        if (str_eq_fold(str_of(each.name), name))
            return true;
    }
    return false;
}

/* Names exactly first, then without case, as Logic Apps do. */
static bool step_into(const struct filling *filling,
                      const struct accessor *accessor,
                      const struct json **value, struct err *err)
{
    enum json_type type = json_type(*value);
    bool fits = accessor->indexed ? type == JSON_ARRAY : type == JSON_OBJECT;
    const struct json *next = NULL;

    if (type == JSON_NULL && accessor->forgiving)
        return true;
    if (!fits)
        return fail_step(filling, accessor, type, err);
    next = accessor->indexed ? json_item(*value, accessor->index)
                             : json_find(*value, accessor->name);
    if (!next && !accessor->forgiving) {
        bool there = accessor->indexed ? accessor->index < json_length(*value)
                                       : has_member(*value, accessor->name);

        if (!there)
            return fail_step(filling, accessor, JSON_NULL, err);
    }
    *value = next;
    return true;
}

static bool fill_body(struct filling *filling, struct err *err)
{
    struct parser *parser = &filling->parser;
    const struct json *value = NULL;
    struct accessor accessor;
    bool found;

    if (!parser_next(parser, err) || !parser_expect(parser, "(", err) ||
        !parser_expect(parser, ")", err))
        return false;
    if (filling->subject)
        value = query_subject_body(filling->subject);
    for (;;) {
        if (!read_accessor(parser, &accessor, &found, err))
            return false;
        if (!found)
            break;
        if (filling->subject && !step_into(filling, &accessor, &value, err))
            return false;
    }
    json_put_text(value, &filling->out);
    return true;
}

/* ---- expressions ----------------------------------------------------------*/

static bool fill_property(struct filling *filling, struct err *err)
{
    struct property property;
    struct buf value;

    if (!parser_property(&filling->parser, &property, err))
        return false;
    if (!filling->subject)
        return true;
    buf_init(&value);
    property_write(&property, filling->subject, &value);
    buf_str(&filling->out, buf_view(&value));
    buf_done(&value);
    return true;
}

static bool fill_inside(struct filling *filling, struct err *err)
{
    struct parser *parser = &filling->parser;
    const struct lex *lex = &parser->lex;

    if (lex->token == TOKEN_TEXT) {
        buf_str(&filling->out, lex->value);
        return parser_next(parser, err);
    }
    if (lex_name(lex, "triggerBody") && parser_calls(parser))
        return fill_body(filling, err);
    if (parser_calls(parser) && !parser_converts(parser))
        return lex_fail(lex, lex->start, err,
                        _("the function \"%.*s\" is not understood in a "
                          "field; triggerBody() is."),
                        STR_ARG(lex->raw));
    if (lex->token == TOKEN_END)
        return lex_fail(lex, lex->start, err,
                        _("expected an expression, as in "
                          "@{triggerBody()?['AlertDisplayName']}."));
    return fill_property(filling, err);
}

/* The expression from @from to @to in the text of the template. */
static bool fill_expression(struct filling *filling, size_t from, size_t to,
                            struct err *err)
{
    struct parser *parser = &filling->parser;
    struct lex *lex = &parser->lex;

    lex_init(lex, str_sub(filling->query.text, 0, to), filling->query.arena);
    lex->at = from;
    if (!parser_next(parser, err) || !fill_inside(filling, err))
        return false;
    return lex->token == TOKEN_END ||
           lex_fail(lex, lex->start, err,
                    _("expected the end of the expression, not \"%.*s\"."),
                    STR_ARG(lex->raw));
}

/* Where the brace of an expression is closed; braces in quotes do not count. */
static size_t find_end(struct str text, size_t at)
{
    char quote = '\0';

    for (; at < text.len; at++) {
        char c = text.at[at];

        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '}')
            return at;
    }
    return STR_NOWHERE;
}

static bool is_name_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* "@triggerBody()…" as a whole, but not "@here (look)". */
static bool is_whole(struct str text)
{
    size_t at = 1;

    if (text.len < 2 || text.at[0] != '@')
        return false;
    while (at < text.len && is_name_char(text.at[at]))
        at++;
    return at > 1 && at < text.len && text.at[at] == '(';
}

/* One expression, whose "@{" is at *at. */
static bool fill_braces(struct filling *filling, size_t *at, struct err *err)
{
    struct str text = filling->query.text;
    size_t end = find_end(text, *at + 2);
    size_t from = *at + 2;

    if (end == STR_NOWHERE) {
        lex_init(&filling->parser.lex, text, filling->query.arena);
        return lex_fail(&filling->parser.lex, *at, err,
                        _("the expression that begins here has no closing "
                          "}."));
    }
    *at = end + 1;
    return fill_expression(filling, from, end, err);
}

static bool fill_all(struct filling *filling, struct err *err)
{
    struct str text = filling->query.text;
    size_t at = 0;

    if (is_whole(text))
        return fill_expression(filling, 1, text.len, err);
    while (at < text.len) {
        struct str rest = str_sub(text, at, text.len);

        if (str_starts(rest, STR("@{"))) {
            if (!fill_braces(filling, &at, err))
                return false;
            continue;
        }
        /* A doubled sign is one, where a single one would mean more. */
        if (str_starts(rest, STR("@@{"))) {
            buf_text(&filling->out, "@{");
            at += 3;
            continue;
        }
        at += at == 0 && str_starts(rest, STR("@@"));
        buf_char(&filling->out, text.at[at++]);
    }
    return true;
}

static bool fill(struct filling *filling, struct str text, struct arena *arena,
                 struct err *err)
{
    filling->query = (struct query){.arena = arena, .text = text};
    filling->parser =
        (struct parser){.query = &filling->query, .env = &filling->env};
    if (fill_all(filling, err) && filling->out.len <= LIMIT_RENDERED)
        return true;
    if (filling->out.len > LIMIT_RENDERED)
        return err_set(err, ERR_INPUT,
                       _("The text would be longer than %d bytes."),
                       LIMIT_RENDERED);
    return false;
}

bool template_check(struct str text, struct err *err)
{
    struct arena *arena = arena_new();
    struct filling filling = {.subject = NULL};
    bool ok;

    buf_init(&filling.out);
    ok = fill(&filling, text, arena, err);
    buf_done(&filling.out);
    arena_free(arena);
    return ok;
}

bool template_render(struct str text, struct query_subject *subject,
                     struct arena *arena, struct str *out, struct err *err)
{
    struct filling filling = {.subject = subject};
    bool ok;

    buf_init(&filling.out);
    ok = fill(&filling, text, arena, err);
    if (ok)
        *out = arena_str(arena, buf_view(&filling.out));
    buf_done(&filling.out);
    return ok;
}
