/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr.c - a text with expressions in it, compiled.
 */
#include "engine/expr.h"

#include "engine/expr_part.h"
#include "util/ascii.h"
#include "util/text.h"

/* A text on its way to a tree. */
struct expr_maker {
    struct arena *arena;
    struct str text;
    const struct expr_world *world;
    struct node *top;   /* NODE_TEXT */
    struct node **last; /* where the next part goes */
    struct buf plain;   /* what stands between expressions */
};

static void add_part(struct expr_maker *maker, struct node *part)
{
    *maker->last = part;
    maker->last = &part->next;
    maker->top->n++;
}

static void add_plain(struct expr_maker *maker)
{
    struct json *text = json_new_text(buf_view(&maker->plain));
    struct node *part = arena_alloc(maker->arena, sizeof(*part));

    json_keep(maker->arena, text);
    part->kind = NODE_VALUE;
    part->value = text;
    buf_clear(&maker->plain);
    add_part(maker, part);
}

/* The expression from @from to @to in the text. */
static bool parse_part(struct expr_maker *maker, size_t from, size_t to,
                       struct node **out, struct err *err)
{
    struct expr_lex lex = {
        .text = str_sub(maker->text, 0, to),
        .at = from,
        .arena = maker->arena,
    };

    return expr_parse(&lex, maker->world, out, err);
}

/* One expression, whose "@{" is at *at. */
static bool add_braces(struct expr_maker *maker, size_t *at, struct err *err)
{
    size_t from = *at + 2;
    size_t end = expr_find_end(maker->text, from);
    struct node *part;

    if (end == STR_NOWHERE)
        return expr_fail_at(
            maker->text, *at, err,
            _("the expression that begins here has no closing }."));
    if (maker->plain.len > 0)
        add_plain(maker);
    if (!parse_part(maker, from, end, &part, err))
        return false;
    add_part(maker, part);
    *at = end + 1;
    return true;
}

static bool add_all(struct expr_maker *maker, struct err *err)
{
    size_t at = 0;

    while (at < maker->text.len) {
        struct str rest = str_sub(maker->text, at, maker->text.len);

        if (str_starts(rest, STR("@{"))) {
            if (!add_braces(maker, &at, err))
                return false;
            continue;
        }
        /* A doubled sign is one, where a single one would mean more. */
        if (str_starts(rest, STR("@@{"))) {
            buf_text(&maker->plain, "@{");
            at += 3;
            continue;
        }
        at += at == 0 && str_starts(rest, STR("@@"));
        buf_char(&maker->plain, maker->text.at[at++]);
    }
    if (maker->plain.len > 0)
        add_plain(maker);
    return true;
}

/* "@5", "@'text'"; but "@" and "@here" are texts all the same. */
static bool is_constant(struct str text)
{
    return text.len > 1 && text.at[0] == '@' &&
           (text.at[1] == '\'' || text.at[1] == '-' ||
            ascii_is_digit(text.at[1]));
}

static bool is_whole(struct str text, const struct expr_world *world)
{
    return expr_is_whole(text) || (world->constants && is_constant(text));
}

bool expr_compile(struct str text, const struct expr_world *world,
                  struct arena *arena, struct expr **out, struct err *err)
{
    struct expr_maker maker = {
        .arena = arena, .text = arena_str(arena, text), .world = world};
    struct expr *expr = arena_alloc(arena, sizeof(*expr));
    bool ok;

    maker.top = arena_alloc(arena, sizeof(*maker.top));
    maker.top->kind = NODE_TEXT;
    maker.last = &maker.top->first;
    buf_init(&maker.plain);
    if (is_whole(text, world))
        ok = parse_part(&maker, 1, text.len, &maker.top, err);
    else
        ok = add_all(&maker, err);
    buf_done(&maker.plain);
    if (!ok)
        return false;
    expr->text = maker.text;
    expr->world = world;
    expr->top = maker.top;
    *out = expr;
    return true;
}
