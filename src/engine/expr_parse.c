/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_parse.c - from tokens to the tree, with every name and number of
 * arguments checked on the way.
 */
#include "engine/expr_part.h"
#include "model/limits.h"
#include "util/text.h"

struct expr_parser {
    struct expr_lex *lex;
    const struct expr_world *world;
    int depth;
};

static bool parse_operand(struct expr_parser *parser, struct node **out,
                          struct err *err);

static struct node *new_node(struct expr_parser *parser, enum node_kind kind,
                             size_t at)
{
    struct node *node = arena_alloc(parser->lex->arena, sizeof(*node));

    node->kind = kind;
    node->at = at;
    return node;
}

static struct node *new_value(struct expr_parser *parser, size_t at,
                              struct json *value)
{
    struct node *node = new_node(parser, NODE_VALUE, at);

    if (value)
        json_keep(parser->lex->arena, value);
    node->value = value;
    return node;
}

static bool fail(struct expr_parser *parser, size_t at, struct err *err,
                 const char *why)
{
    return expr_fail_at(parser->lex->text, at, err, "%s", why);
}

static bool enter(struct expr_parser *parser, struct err *err)
{
    if (++parser->depth <= LIMIT_EXPR_DEPTH)
        return true;
    return expr_fail_at(parser->lex->text, parser->lex->start, err,
                        _("expressions are nested at most %d deep."),
                        LIMIT_EXPR_DEPTH);
}

static bool expect(struct expr_parser *parser, char sign, bool operand,
                   struct err *err)
{
    if (expr_lex_sign(parser->lex, sign))
        return expr_lex_next(parser->lex, operand, err);
    return expr_fail_at(parser->lex->text, parser->lex->start, err,
                        _("expected \"%c\"."), sign);
}

/* ---- calls ----------------------------------------------------------------*/

static bool fail_count(struct expr_parser *parser, size_t at,
                       const struct expr_doc *doc, struct err *err)
{
    return expr_fail_at(
        parser->lex->text, at, err,
        _("%s() has another number of arguments; it is written %s."), doc->name,
        doc->signature);
}

static bool fail_unknown(struct expr_parser *parser, struct str name, size_t at,
                         struct err *err)
{
    const char *near = expr_fn_near(name, parser->world);

    name = str_sub(name, 0, LIMIT_NAME);
    if (near)
        return expr_fail_at(parser->lex->text, at, err,
                            _("the function \"%.*s\" is not understood here; "
                              "did you mean %s()?"),
                            STR_ARG(name), near);
    return expr_fail_at(parser->lex->text, at, err,
                        _("the function \"%.*s\" is not understood here."),
                        STR_ARG(name));
}

static const struct expr_root *find_root(const struct expr_world *world,
                                         struct str name)
{
    for (size_t i = 0; i < world->n_roots; i++) {
        if (str_eq_fold(name, str_of(world->roots[i].doc.name)))
            return &world->roots[i];
    }
    return NULL;
}

static bool add_argument(struct expr_parser *parser, struct node *call,
                         const struct expr_doc *doc, struct node ***last,
                         struct err *err)
{
    size_t at = parser->lex->start;
    struct node *argument = NULL;

    if (doc->max != EXPR_MANY && call->n == doc->max)
        return fail_count(parser, at, doc, err);
    if (!parse_operand(parser, &argument, err) || !argument)
        return false;
    if (argument->kind == NODE_VALUE &&
        !expr_fits(doc, call->n, argument->value))
        return expr_misfit(parser->lex->text, at, doc, call->n, argument->value,
                           err);
    **last = argument;
    *last = &argument->next;
    call->n++;
    return true;
}

/* Behind the name; the parenthesis is the token. */
static bool parse_arguments(struct expr_parser *parser, struct node *call,
                            const struct expr_doc *doc, struct err *err)
{
    struct expr_lex *lex = parser->lex;
    struct node **last = &call->first;

    if (!enter(parser, err) || !expect(parser, '(', true, err))
        return false;
    while (!expr_lex_sign(lex, ')')) {
        if (!add_argument(parser, call, doc, &last, err))
            return false;
        if (expr_lex_sign(lex, ')'))
            break;
        if (!expr_lex_sign(lex, ','))
            return fail(parser, lex->start, err,
                        _("expected \",\" or \")\" behind the argument."));
        if (!expr_lex_next(lex, true, err))
            return false;
        if (expr_lex_sign(lex, ')'))
            return fail(parser, lex->start, err,
                        _("expected an argument behind the comma."));
    }
    parser->depth--;
    if (call->n < doc->min)
        return fail_count(parser, lex->start, doc, err);
    return expr_lex_next(lex, false, err);
}

static bool parse_call(struct expr_parser *parser, struct str name, size_t at,
                       struct node **out, struct err *err)
{
    const struct expr_root *root = find_root(parser->world, name);
    const struct expr_fn *fn = root ? NULL : expr_fn_find(name);
    struct node *call;

    if (!root && !fn)
        return fail_unknown(parser, name, at, err);
    call = new_node(parser, root ? NODE_ROOT : NODE_CALL, at);
    call->of = root;
    call->fn = fn;
    *out = call;
    return parse_arguments(parser, call, root ? &root->doc : &fn->doc, err);
}

/* ---- what stands alone ----------------------------------------------------*/

static bool parse_property(struct expr_parser *parser, struct str name,
                           size_t at, struct node **out, struct err *err)
{
    struct expr_lex *lex = parser->lex;
    struct node *node = new_node(parser, NODE_PROPERTY, at);

    if (!parser->world->property_read)
        return expr_fail_at(lex->text, at, err,
                            _("\"%.*s\" is neither a value nor a function."),
                            STR_ARG(str_sub(name, 0, LIMIT_NAME)));
    lex->at = at;
    if (!parser->world->property_read(lex->text, &lex->at, lex->arena,
                                      &node->property, err))
        return false;
    *out = node;
    return expr_lex_next(lex, false, err);
}

/* true, false, null, a function or a property. */
static bool parse_name(struct expr_parser *parser, struct node **out,
                       struct err *err)
{
    struct expr_lex *lex = parser->lex;
    struct str name = lex->raw;
    size_t at = lex->start;

    if (!expr_lex_next(lex, false, err))
        return false;
    if (expr_lex_sign(lex, '('))
        return parse_call(parser, name, at, out, err);
    if (str_eq_fold(name, STR("null")))
        *out = new_value(parser, at, NULL);
    else if (str_eq_fold(name, STR("true")) || str_eq_fold(name, STR("false")))
        *out = new_value(parser, at, json_new_bool(name.len == 4));
    else
        return parse_property(parser, name, at, out, err);
    return true;
}

static bool parse_number(struct expr_parser *parser, struct node **out,
                         struct err *err)
{
    struct expr_lex *lex = parser->lex;
    struct str raw = lex->raw;
    int64_t whole;
    double real;

    if (str_starts(raw, STR("+")))
        raw = str_sub(raw, 1, raw.len);
    if (str_int(raw, &whole))
        *out = new_value(parser, lex->start, json_new_int(whole));
    else if (str_real(raw, &real))
        *out = new_value(parser, lex->start, json_new_real(real));
    else
        return expr_fail_at(lex->text, lex->start, err,
                            _("\"%.*s\" is no number."),
                            STR_ARG(str_sub(raw, 0, LIMIT_NAME)));
    return expr_lex_next(lex, false, err);
}

static bool parse_primary(struct expr_parser *parser, struct node **out,
                          struct err *err)
{
    struct expr_lex *lex = parser->lex;

    switch (lex->token) {
    case EXPR_NAME:
        return parse_name(parser, out, err);
    case EXPR_NUMBER:
        return parse_number(parser, out, err);
    case EXPR_TEXT:
        *out = new_value(parser, lex->start, json_new_text(lex->value));
        return expr_lex_next(lex, false, err);
    default:
        break;
    }
    if (parser->world->example)
        return expr_fail_at(lex->text, lex->start, err,
                            _("expected an expression, as in %s."),
                            parser->world->example);
    return fail(parser, lex->start, err, _("expected an expression."));
}

/* ---- steps into a value ---------------------------------------------------*/

static bool fail_member(struct expr_parser *parser, size_t at, struct err *err)
{
    return fail(parser, at, err,
                _("expected the name of a member, as in ?['name']."));
}

/* The name or index behind "." or "[", which is the token. */
static bool parse_key(struct expr_parser *parser, struct node **out,
                      struct err *err)
{
    struct expr_lex *lex = parser->lex;
    bool dot = expr_lex_sign(lex, '.');

    if (!expr_lex_next(lex, !dot, err))
        return false;
    if (dot) {
        if (lex->token != EXPR_NAME)
            return fail_member(parser, lex->start, err);
        *out = new_value(parser, lex->start, json_new_text(lex->raw));
        return expr_lex_next(lex, false, err);
    }
    if (lex->token == EXPR_SIGN || lex->token == EXPR_END)
        return fail_member(parser, lex->start, err);
    if (!parse_operand(parser, out, err))
        return false;
    /* A name without quotes is a slip more often than it is meant. */
    if ((*out)->kind == NODE_PROPERTY)
        return fail_member(parser, (*out)->at, err);
    return expect(parser, ']', false, err);
}

/* Each step is one level, since the tree is walked from the last to the
 * first. */
static bool parse_operand(struct expr_parser *parser, struct node **out,
                          struct err *err)
{
    struct expr_lex *lex = parser->lex;
    int depth = parser->depth;
    struct node *node = NULL;

    if (!enter(parser, err) || !parse_primary(parser, &node, err) || !node)
        return false;
    for (;;) {
        struct node *member = new_node(parser, NODE_MEMBER, lex->start);

        member->forgiving = expr_lex_sign(lex, '?');
        if (member->forgiving && !expr_lex_next(lex, false, err))
            return false;
        if (!expr_lex_sign(lex, '.') && !expr_lex_sign(lex, '[')) {
            if (member->forgiving)
                return fail_member(parser, lex->start, err);
            break;
        }
        member->first = node;
        member->n = 2;
        if (!enter(parser, err) || !parse_key(parser, &node->next, err))
            return false;
        node = member;
    }
    parser->depth = depth;
    *out = node;
    return true;
}

bool expr_parse(struct expr_lex *lex, const struct expr_world *world,
                struct node **out, struct err *err)
{
    struct expr_parser parser = {.lex = lex, .world = world};

    if (lex->text.len - lex->at > LIMIT_EXPR_TEXT)
        return expr_fail_at(lex->text, lex->at, err,
                            _("an expression has at most %d bytes."),
                            LIMIT_EXPR_TEXT);
    if (!expr_lex_next(lex, true, err) || !parse_operand(&parser, out, err))
        return false;
    if (lex->token == EXPR_END)
        return true;
    return expr_fail_at(lex->text, lex->start, err,
                        _("expected the end of the expression, not \"%.*s\"."),
                        STR_ARG(str_sub(lex->raw, 0, LIMIT_NAME)));
}
