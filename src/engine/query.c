/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/query_part.h"

#include "util/mem.h"

bool query_compile(struct str text, const struct query_env *env,
                   struct query **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct query *query = arena_alloc(arena, sizeof(*query));

    query->arena = arena;
    query->text = arena_str(arena, text);
    if (!query_parse(query, env, err)) {
        arena_free(arena);
        return false;
    }
    for (size_t i = 0; i < query->n_probes; i++) {
        const struct probe *probe = query->probes[i];

        query->body |= probe_shape(probe) == PROBE_BODY;
        for (size_t j = 0; j < probe->n_values; j++)
            query->moves |= probe->values[j].relative;
    }
    *out = query;
    return true;
}

void query_free(struct query *query)
{
    if (query)
        arena_free(query->arena);
}

struct str query_text(const struct query *query)
{
    return query->text;
}

bool query_moves(const struct query *query)
{
    return query->moves;
}

void query_at(struct query *query, int64_t now)
{
    for (size_t i = 0; query->moves && i < query->n_probes; i++)
        probe_at(query->probes[i], now);
}

bool query_needs_body(const struct query *query)
{
    return query->body;
}

size_t query_probes(const struct query *query, const struct probe *const **out)
{
    *out = (const struct probe *const *)query->probes;
    return query->n_probes;
}

uint64_t query_combine(const struct query *query, const uint64_t *leaf)
{
    uint64_t stack[QUERY_STACK] = {0};
    size_t top = 0;

    stack[0] = UINT64_MAX;
    for (size_t i = 0; i < query->n_code; i++) {
        const struct code *code = &query->code[i];

        switch (code->what) {
        case CODE_LEAF:
            stack[top++] = leaf[code->leaf];
            break;
        case CODE_NOT:
            stack[top - 1] = ~stack[top - 1];
            break;
        case CODE_AND:
            top--;
            stack[top - 1] &= stack[top];
            break;
        case CODE_OR:
            top--;
            stack[top - 1] |= stack[top];
            break;
        }
    }
    return stack[0];
}

/* Rows for which it surely holds, and for which it may. */
struct bounds {
    uint64_t must;
    uint64_t may;
};

uint64_t query_combine_open(const struct query *query, const uint64_t *leaf,
                            uint64_t *open)
{
    struct bounds stack[QUERY_STACK] = {{0}};
    struct bounds *at = stack;

    stack[0] = (struct bounds){.must = UINT64_MAX, .may = UINT64_MAX};
    for (size_t i = 0; i < query->n_code; i++) {
        const struct code *code = &query->code[i];

        switch (code->what) {
        case CODE_LEAF:
            at->must = at->may = 0;
            if (probe_shape(query->probes[code->leaf]) == PROBE_BODY)
                at->may = UINT64_MAX;
            else
                at->must = at->may = leaf[code->leaf];
            at++;
            break;
        case CODE_NOT:
            at[-1] = (struct bounds){.must = ~at[-1].may, .may = ~at[-1].must};
            break;
        case CODE_AND:
            at--;
            at[-1].must &= at->must;
            at[-1].may &= at->may;
            break;
        case CODE_OR:
            at--;
            at[-1].must |= at->must;
            at[-1].may |= at->may;
            break;
        }
    }
    *open = stack[0].may & ~stack[0].must;
    return stack[0].must;
}

static void ask_leaves(const struct query *query, bool body,
                       struct query_subject *subject, uint64_t *leaf)
{
    for (size_t i = 0; i < query->n_probes; i++) {
        const struct probe *probe = query->probes[i];

        if ((probe_shape(probe) == PROBE_BODY) == body)
            leaf[i] = probe_ask(probe, subject) == ANSWER_YES;
    }
}

bool query_ask(const struct query *query, struct query_subject *subject)
{
    uint64_t leaf[QUERY_PROBES];
    uint64_t open;
    uint64_t yes;

    ask_leaves(query, false, subject, leaf);
    yes = query_combine_open(query, leaf, &open);
    if (!(open & 1))
        return yes & 1;
    ask_leaves(query, true, subject, leaf);
    return query_combine(query, leaf) & 1;
}
