/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/expr_complete.h"

#include "engine/expr_part.h"
#include "model/limits.h"
#include "util/ascii.h"
#include "util/utf8.h"

/* What may stand at the cursor. */
enum want {
    WANT_OPERAND,
    WANT_NAME, /* behind a point */
    WANT_KEY,  /* behind a bracket */
    WANT_STEP, /* behind a value */
    WANT_NOTHING,
};

/* Where the expression has come to, token by token. */
struct typing {
    enum want want;
    size_t operand[LIMIT_EXPR_DEPTH]; /* where the value of a level begins */
    size_t behind;                    /* it ends here */
    int level;
    bool fresh; /* no operand has begun on this level */
};

struct candidates {
    struct arena *arena;
    struct str prefix;
    struct expr_candidate *items;
    size_t n;
    size_t room;
};

static void offer(struct candidates *list, const char *text, const char *note)
{
    if (!str_starts_fold(str_of(text), list->prefix))
        return;
    if (list->n == list->room) {
        size_t room = list->room ? 2 * list->room : 64;
        struct expr_candidate *items =
            arena_array(list->arena, room, sizeof(*items));

        for (size_t i = 0; i < list->n; i++)
            items[i] = list->items[i];
        list->items = items;
        list->room = room;
    }
    list->items[list->n++] = (struct expr_candidate){text, note};
}

/* ---- where the cursor is --------------------------------------------------*/

/* Where the expression begins that the cursor stands in. */
static bool find_begin(struct str text, size_t *out)
{
    size_t at = 0;

    if (str_starts(text, STR("@")) && !str_starts(text, STR("@@")) &&
        !str_starts(text, STR("@{"))) {
        *out = 1;
        return true;
    }
    while (at < text.len) {
        struct str rest = str_sub(text, at, text.len);
        size_t end;

        if (str_starts(rest, STR("@{"))) {
            *out = at + 2;
            end = expr_find_end(text, at + 2);
            if (end == STR_NOWHERE)
                return true;
            at = end + 1;
        } else {
            at += str_starts(rest, STR("@@{")) ? 3 : 1;
        }
    }
    return false;
}

/* One level deeper; false when it is too deep to be anything. */
static bool open_level(struct typing *t, enum want want)
{
    if (t->level + 1 == LIMIT_EXPR_DEPTH)
        return false;
    t->level++;
    t->fresh = true;
    t->want = want;
    return true;
}

static bool step_sign(struct typing *t, const struct expr_lex *lex)
{
    switch (*lex->raw.at) {
    case '(':
        return open_level(t, WANT_OPERAND);
    case '[':
        return open_level(t, WANT_KEY);
    case ')':
    case ']':
        t->level -= t->level > 0;
        t->fresh = false;
        t->want = WANT_STEP;
        return true;
    case ',':
        t->fresh = true;
        t->want = WANT_OPERAND;
        return true;
    case '.':
        t->want = WANT_NAME;
        return true;
    case '?':
        return true;
    default:
        return false;
    }
}

/* Takes one whole token into account; false when nothing can be said any
 * more. */
static bool step(struct typing *t, const struct expr_lex *lex)
{
    bool accessor =
        lex->token == EXPR_SIGN &&
        (*lex->raw.at == '?' || *lex->raw.at == '.' || *lex->raw.at == '[');

    if (!accessor && t->fresh) {
        t->operand[t->level] = lex->start;
        t->fresh = false;
    }
    if (!accessor)
        t->behind = lex->at;
    if (lex->token == EXPR_SIGN) {
        if (!step_sign(t, lex))
            return false;
        if (*lex->raw.at == ')' || *lex->raw.at == ']')
            t->behind = lex->at;
        return true;
    }
    t->want = WANT_STEP;
    return true;
}

/* ---- what is offered ------------------------------------------------------*/

/* The value that has been typed so far on that level; NULL: it is not known. */
static const struct json *value_at(struct str text, const struct typing *t,
                                   int level, const struct expr_world *world,
                                   void *of, struct arena *arena)
{
    struct expr_lex lex = {.text = str_sub(text, 0, t->behind),
                           .at = t->operand[level],
                           .arena = arena};
    struct expr expr = {.text = text, .world = world};
    const struct json *value = NULL;
    struct err ignored;

    if (of && lex.at < lex.text.len &&
        expr_parse(&lex, world, &expr.top, &ignored) &&
        !expr_eval(&expr, NULL, of, arena, &value, &ignored))
        value = NULL;
    return value;
}

/* A name that can stand behind a point, or in quotes. */
static bool is_plain(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i];
        bool digit = ascii_is_digit(c) && i > 0;

        if (!ascii_is_letter(c) && !digit && c != '_' && c != '$')
            return false;
    }
    return name.len > 0;
}

/* Names come from events: what would not show as it is, is not offered. */
static bool is_harmless(struct str name)
{
    uint32_t c;

    if (name.len > LIMIT_NAME || !utf8_valid(name))
        return false;
    while (utf8_next(&name, &c)) {
        if (utf8_hostile(c))
            return false;
    }
    return true;
}

static const char *quoted(struct arena *arena, struct str name, char quote)
{
    struct buf text;
    const char *out;

    buf_init(&text);
    buf_char(&text, quote);
    for (size_t i = 0; i < name.len; i++) {
        buf_char(&text, name.at[i]);
        if (name.at[i] == quote)
            buf_char(&text, quote);
    }
    buf_char(&text, quote);
    out = arena_text(arena, text.at);
    buf_done(&text);
    return out;
}

static void offer_member(struct candidates *list, enum want want,
                         struct str name, const char *note)
{
    bool twice = str_starts(list->prefix, STR("\""));
    const char *key;

    if (!is_harmless(name) || (want == WANT_NAME && !is_plain(name)))
        return;
    if (want == WANT_NAME) {
        offer(list, arena_textn(list->arena, name.at, name.len), note);
        return;
    }
    key = quoted(list->arena, name, twice ? '"' : '\'');
    offer(list,
          arena_printf(list->arena, want == WANT_KEY ? "%s]" : "?[%s]", key),
          note);
}

static void offer_members(struct candidates *list, enum want want,
                          const struct json *value)
{
    struct json_each each = json_each(value);

    if (json_type(value) == JSON_ARRAY && json_length(value) > 0) {
        const char *note = json_type_name(json_type(json_item(value, 0)));

        if (want != WANT_NAME)
            offer(list, want == WANT_KEY ? "0]" : "?[0]", note);
        return;
    }
    while (json_type(value) == JSON_OBJECT && json_next(&each))
        offer_member(list, want, str_of(each.name),
                     json_type_name(json_type(each.value)));
}

static void offer_function(struct candidates *list, const struct expr_doc *doc)
{
    offer(list, arena_printf(list->arena, doc->max ? "%s(" : "%s()", doc->name),
          doc->signature);
}

static void offer_operands(struct candidates *list,
                           const struct expr_world *world)
{
    const struct expr_doc *doc;
    const char *const *names;
    size_t n;

    for (size_t i = 0; i < world->n_roots; i++)
        offer_function(list, &world->roots[i].doc);
    for (size_t i = 0; (doc = expr_doc_at(i)); i++)
        offer_function(list, doc);
    n = world->property_names ? world->property_names(&names) : 0;
    for (size_t i = 0; i < n; i++)
        offer(list, names[i], NULL);
}

/* Reads up to the cursor; what touches it is what is being typed. */
static void read_typing(struct expr_lex *lex, struct typing *t, size_t *from)
{
    struct err ignored;

    for (;;) {
        bool operand = t->want == WANT_OPERAND || t->want == WANT_KEY;
        bool whole = expr_lex_next(lex, operand, &ignored);
        bool open;

        if (whole && lex->token == EXPR_END)
            return;
        open = lex->token == EXPR_NAME && lex->at == lex->text.len &&
               t->want != WANT_STEP;
        if (!whole || open) {
            *from = lex->start;
            if (!whole && t->want != WANT_KEY)
                t->want = WANT_NOTHING;
            return;
        }
        if (lex->token == EXPR_SIGN && *lex->raw.at == '?' &&
            lex->at == lex->text.len)
            *from = lex->start;
        if (!step(t, lex)) {
            t->want = WANT_NOTHING;
            return;
        }
    }
}

size_t expr_complete(struct str text, size_t cursor,
                     const struct expr_world *world, void *of,
                     struct arena *arena, struct expr_candidate **out,
                     size_t *from)
{
    struct candidates list = {.arena = arena};
    struct typing t = {.want = WANT_OPERAND, .fresh = true};
    struct expr_lex lex = {.text = str_sub(text, 0, cursor), .arena = arena};

    *from = lex.text.len;
    *out = NULL;
    if (!find_begin(lex.text, &lex.at))
        return 0;
    t.operand[0] = t.behind = lex.at;
    read_typing(&lex, &t, from);
    list.prefix = str_sub(lex.text, *from, lex.text.len);
    if (t.want == WANT_OPERAND)
        offer_operands(&list, world);
    else if (t.want != WANT_NOTHING)
        offer_members(&list, t.want,
                      value_at(lex.text, &t, t.level - (t.want == WANT_KEY),
                               world, of, arena));
    *out = list.items;
    return list.n;
}
