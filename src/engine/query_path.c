/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_path.c - parses a property: a name, or a path into the body.
 */
#include "engine/query_parse.h"

#include "util/text.h"

#define PATH_STEPS 64

/* A path as it is read. */
struct path {
    struct path_step steps[PATH_STEPS];
    size_t n;
    size_t from;
    bool rooted; /* $: no name of ours */
};

bool parser_calls(const struct parser *parser)
{
    struct lex ahead = parser->lex;
    struct err ignored;

    return ahead.token == TOKEN_NAME && lex_next(&ahead, &ignored) &&
           lex_sign(&ahead, "(");
}

static bool add_step(struct parser *parser, struct path *path,
                     struct path_step step, struct err *err)
{
    if (path->n == PATH_STEPS)
        return lex_fail(&parser->lex, path->from, err,
                        _("the path has more than %d steps."), PATH_STEPS);
    path->steps[path->n++] = step;
    return true;
}

/* ["name"], [0], [] or [*]. */
static bool read_index(struct parser *parser, struct path *path,
                       struct err *err)
{
    const struct lex *lex = &parser->lex;
    struct path_step step = {.name = STR_NONE};
    int64_t index = 0;

    if (!parser_next(parser, err))
        return false;
    if (lex_sign(lex, "]")) {
        step.any = true;
        return add_step(parser, path, step, err) && parser_next(parser, err);
    }
    if (lex->token == TOKEN_TEXT && !str_empty(lex->value))
        step.name = lex->value;
    else if (lex->token == TOKEN_NUMBER && str_int(lex->raw, &index) &&
             index >= 0)
        step.index = (size_t)index;
    else if (lex_sign(lex, "*"))
        step.any = true;
    else
        return lex_fail(lex, lex->start, err,
                        _("expected a name in quotes or a number in the "
                          "brackets."));
    return add_step(parser, path, step, err) && parser_next(parser, err) &&
           parser_expect(parser, "]", err);
}

/* A dot with a name behind it: "evil." at the end of a word has none. */
static bool is_dotted(const struct lex *lex)
{
    struct lex ahead = *lex;
    struct err ignored;

    return lex_sign(lex, ".") && lex_next(&ahead, &ignored) &&
           (ahead.token == TOKEN_NAME || lex_sign(&ahead, "["));
}

static bool read_steps(struct parser *parser, struct path *path,
                       struct err *err)
{
    const struct lex *lex = &parser->lex;

    for (;;) {
        if (lex_sign(lex, "[")) {
            if (!read_index(parser, path, err))
                return false;
        } else if (is_dotted(lex)) {
            if (!parser_next(parser, err))
                return false;
            if (lex->token == TOKEN_NAME &&
                (!add_step(parser, path, (struct path_step){.name = lex->raw},
                           err) ||
                 !parser_next(parser, err)))
                return false;
        } else {
            return true;
        }
    }
}

/* Functions that only convert: comparing does that by itself. */
static const char *const conversions[] = {
    "tostring", "toint",      "tolong",     "todouble", "toreal",
    "tobool",   "todatetime", "totimespan", "toguid",   "todynamic",
    "dynamic",  "parse_json", "tobool",     "todecimal"};
#define N(table) (sizeof(table) / sizeof((table)[0]))

bool parser_converts(const struct parser *parser)
{
    for (size_t i = 0; i < N(conversions); i++) {
        if (lex_name(&parser->lex, conversions[i]))
            return parser_calls(parser);
    }
    return false;
}

static bool read_path(struct parser *parser, struct path *path, struct err *err)
{
    const struct lex *lex = &parser->lex;

    if (parser_converts(parser)) {
        if (!parser_enter(parser, err) || !parser_next(parser, err) ||
            !parser_expect(parser, "(", err) || !read_path(parser, path, err) ||
            !parser_expect(parser, ")", err))
            return false;
        parser->depth--;
        return read_steps(parser, path, err);
    }
    if (lex->token != TOKEN_NAME)
        return lex_fail(lex, lex->start, err, _("expected a property."));
    path->rooted = lex_name(lex, "$");
    if (!path->rooted &&
        !add_step(parser, path, (struct path_step){.name = lex->raw}, err))
        return false;
    return parser_next(parser, err) && read_steps(parser, path, err);
}

static bool resolve(struct parser *parser, const struct path *path,
                    struct property *out, struct err *err)
{
    const struct lex *lex = &parser->lex;
    struct arena *arena = parser->query->arena;
    struct path_step *steps = arena_array(arena, path->n + 1, sizeof(*steps));
    struct str name =
        str_sub(lex->text, path->from, parser_behind(parser) - path->from);
    const char *near = NULL;

    for (size_t i = 0; i < path->n; i++)
        steps[i] = path->steps[i];
    if (path->n == 0)
        *out = (struct property){.place = PLACE_PATH};
    else if (!property_resolve(steps, path->n, path->rooted, out, &near)) {
        if (near)
            return lex_fail(lex, path->from, err,
                            _("there is no property \"%.*s\".  Did you mean "
                              "%s?"),
                            STR_ARG(name),
                            out->place == PLACE_ENTITY
                                ? arena_printf(arena, "entity.%s", near)
                                : near);
        return lex_fail(lex, path->from, err,
                        _("there is no property \"%.*s\"."), STR_ARG(name));
    }
    out->name = arena_str(arena, name);
    return true;
}

bool parser_property(struct parser *parser, struct property *out,
                     struct err *err)
{
    struct path path = {.from = parser->lex.start};

    return read_path(parser, &path, err) && resolve(parser, &path, out, err);
}
