/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_complete.c - what may be typed next.
 */
#include "engine/query_part.h"

/* What may stand at the cursor. */
enum want {
    WANT_PROPERTY,
    WANT_ENTITY,  /* behind "entity." */
    WANT_NOTHING, /* a name that nobody can guess */
    WANT_OPERATOR,
    WANT_REGEX,
    WANT_OPENING, /* of a list or range */
    WANT_VALUE,
    WANT_JOIN,
    WANT_WHERE,
    WANT_N
};

/* Where the text has come to, token by token. */
struct place_at {
    enum want want;
    struct str name; /* of the property, when it is one word */
    bool list;       /* inside the parentheses of a list */
    bool call;       /* inside those of a function on a property */
};

struct candidates {
    struct arena *arena;
    struct str prefix;
    const char **items;
    size_t n;
};

static const char *const functions[] = {"not(", "isempty(", "isnotempty(",
                                        "ipv4_is_in_range("};
static const char *const joins[] = {"and", "or"};
static const char *const times[] = {"ago(1h)", "ago(1d)", "ago(7d)", "now()",
                                    "datetime("};
#define N(table) (sizeof(table) / sizeof((table)[0]))

static bool is_function(const struct lex *lex)
{
    for (size_t i = 1; i < N(functions); i++) {
        struct str name = str_of(functions[i]);

        if (str_eq_fold(lex->raw, str_sub(name, 0, name.len - 1)))
            return true;
    }
    return false;
}

/* A property, or a word in front of one. */
static enum want step_property(struct place_at *at, const struct lex *lex)
{
    if (lex->token == TOKEN_TEXT || lex->token == TOKEN_NUMBER)
        return WANT_JOIN;
    if (lex->token != TOKEN_NAME || lex_name(lex, "not") ||
        lex_name(lex, "where"))
        return WANT_PROPERTY;
    if (is_function(lex)) {
        at->call = true;
        return WANT_PROPERTY;
    }
    at->name = lex->raw;
    return at->call ? WANT_NOTHING : WANT_OPERATOR;
}

static enum want step_operator(struct place_at *at, const struct lex *lex)
{
    enum op op;

    if (lex_sign(lex, ".") || lex_sign(lex, "[")) {
        bool entity = str_eq_fold(at->name, STR("entity"));

        at->name = STR_NONE;
        return entity ? WANT_ENTITY : WANT_NOTHING;
    }
    if (lex_name(lex, "and") || lex_name(lex, "or"))
        return WANT_PROPERTY;
    if (lex_name(lex, "matches"))
        return WANT_REGEX;
    if (lex_sign(lex, "|"))
        return WANT_WHERE;
    if (lex->token == TOKEN_END || !op_parse(lex->raw, &op))
        return WANT_JOIN;
    return op_takes_list(op) || op == OP_BETWEEN ? WANT_OPENING : WANT_VALUE;
}

/* Inside a path or the parentheses of a function. */
static enum want step_path(struct place_at *at, const struct lex *lex)
{
    if (lex_sign(lex, ")") && at->call) {
        at->call = false;
        return WANT_JOIN;
    }
    if (lex_sign(lex, ",") && at->call)
        return WANT_VALUE;
    if (lex_sign(lex, ".") || lex_sign(lex, "["))
        return WANT_NOTHING;
    return at->call || lex->token == TOKEN_TEXT || lex->token == TOKEN_NUMBER
               ? WANT_NOTHING
               : WANT_OPERATOR;
}

static enum want step_opening(struct place_at *at, const struct lex *lex)
{
    at->list = lex_sign(lex, "(");
    return at->list ? WANT_VALUE : WANT_JOIN;
}

static enum want step_value(struct place_at *at, const struct lex *lex)
{
    (void)at;
    return lex_sign(lex, "-") ? WANT_VALUE : WANT_JOIN;
}

static enum want step_join(struct place_at *at, const struct lex *lex)
{
    if (lex_name(lex, "and") || lex_name(lex, "or"))
        return WANT_PROPERTY;
    if (lex_sign(lex, "|"))
        return WANT_WHERE;
    if (at->list && (lex_sign(lex, ",") || lex_sign(lex, "..")))
        return WANT_VALUE;
    if (lex_sign(lex, ")"))
        at->list = at->call = false;
    return WANT_JOIN;
}

static enum want step_where(struct place_at *at, const struct lex *lex)
{
    (void)at;
    return lex_name(lex, "where") ? WANT_PROPERTY : WANT_NOTHING;
}

static enum want step_regex(struct place_at *at, const struct lex *lex)
{
    (void)at;
    return lex_name(lex, "regex") ? WANT_VALUE : WANT_NOTHING;
}

static enum want (*const steps[WANT_N])(struct place_at *at,
                                        const struct lex *lex) = {
    [WANT_PROPERTY] = step_property, [WANT_ENTITY] = step_path,
    [WANT_NOTHING] = step_path,      [WANT_OPERATOR] = step_operator,
    [WANT_REGEX] = step_regex,       [WANT_OPENING] = step_opening,
    [WANT_VALUE] = step_value,       [WANT_JOIN] = step_join,
    [WANT_WHERE] = step_where,
};

/* A path goes on behind a name that was one of its steps. */
static void walk(struct place_at *at, const struct lex *lex)
{
    bool path = at->want == WANT_NOTHING || at->want == WANT_ENTITY;

    if (path && lex->token == TOKEN_NAME && !at->call)
        at->want = WANT_OPERATOR;
    else
        at->want = steps[at->want](at, lex);
}

static void offer(struct candidates *list, const char *text)
{
    if (!str_starts_fold(str_of(text), list->prefix))
        return;
    list->items =
        arena_grown(list->arena, list->items, list->n, sizeof(*list->items));
    list->items[list->n++] = text;
}

static void offer_all(struct candidates *list, const char *const *texts,
                      size_t n)
{
    for (size_t i = 0; i < n; i++)
        offer(list, texts[i]);
}

static void offer_values(struct candidates *list, struct str name)
{
    struct property property = {.place = PLACE_PATH};
    char quote = str_starts(list->prefix, STR("\"")) ? '"' : '\'';
    const char *const *values;
    size_t n;

    property_known(name, &property);
    n = property_values(&property, &values);
    for (size_t i = 0; i < n; i++) {
        if (property.yesno || property.number == NUMBER_ACKNOWLEDGED)
            offer(list, values[i]);
        else
            offer(list,
                  arena_printf(list->arena, "%c%s%c", quote, values[i], quote));
    }
    if (property.place == PLACE_NUMBER && !property.yesno &&
        property.number >= NUMBER_TIME)
        offer_all(list, times, N(times));
}

static void offer_operators(struct candidates *list)
{
    for (int i = 0; i < OP_IS_EMPTY; i++)
        offer(list, op_spelling((enum op)i));
}

static void offer_properties(struct candidates *list)
{
    const char *const *names;
    size_t n = property_names(&names);

    offer_all(list, names, n);
    offer_all(list, functions, N(functions));
}

static void offer_entities(struct candidates *list)
{
    const char *const *types;
    size_t n = entity_types(&types);

    offer_all(list, types, n);
}

static void offer_wanted(struct candidates *list, const struct place_at *at)
{
    switch (at->want) {
    case WANT_PROPERTY:
        offer_properties(list);
        return;
    case WANT_ENTITY:
        offer_entities(list);
        return;
    case WANT_OPERATOR:
        offer_operators(list);
        return;
    case WANT_REGEX:
        offer(list, "regex");
        return;
    case WANT_OPENING:
        offer(list, "(");
        return;
    case WANT_VALUE:
        offer_values(list, at->name);
        return;
    case WANT_JOIN:
        offer_all(list, joins, N(joins));
        return;
    case WANT_WHERE:
        offer(list, "where");
        return;
    default:
        return;
    }
}

size_t query_complete(struct str text, size_t cursor, struct arena *arena,
                      const char ***out, size_t *from)
{
    struct candidates list = {.arena = arena};
    struct place_at at = {.want = WANT_PROPERTY};
    struct lex lex;
    struct err ignored;

    lex_init(&lex, str_sub(text, 0, cursor), arena);
    *from = lex.text.len;
    /* The word that touches the cursor is what is being typed; so is a text
     * whose closing quote has not come. */
    for (;;) {
        bool whole = lex_next(&lex, &ignored);

        if (whole && lex.token == TOKEN_END)
            break;
        if (!whole || (lex.at == lex.text.len && lex.token == TOKEN_NAME)) {
            *from = lex.start;
            break;
        }
        walk(&at, &lex);
    }
    list.prefix = str_sub(lex.text, *from, lex.text.len);
    offer_wanted(&list, &at);
    *out = list.items;
    return list.n;
}
