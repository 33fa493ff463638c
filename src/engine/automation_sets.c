/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * automation_sets.c - many rule sets as few.
 *
 * A filter of n names, m severities and k states is stored in Azure as n·m·k
 * rule sets.  Sets that differ in one value say the same as one set with a list
 * of values there, so they are put together, one place after the other.
 */
#include "engine/automation_part.h"
#include "model/limits.h"
#include "util/map.h"

/* A set whose conditions may have many values. */
struct wide {
    const char **property;
    enum op *op;
    struct buf *values; /* what stands between the brackets of a list */
    size_t n;
    size_t first; /* the set it began with */
};

struct merge {
    struct wide *sets;
    size_t n;
    struct arena *arena;
};

static void put_value(const char *value, struct buf *out)
{
    if (value[0] == '\'' || value[0] == '"' || value[0] == '@') {
        buf_text(out, value);
        return;
    }
    buf_char(out, '\'');
    for (; *value; value++) {
        if (*value == '\'' || *value == '\\')
            buf_char(out, '\\');
        buf_char(out, *value);
    }
    buf_char(out, '\'');
}

static bool mergeable(enum op op)
{
    return op == OP_EQ_FOLD || op == OP_CONTAINS || op == OP_STARTS ||
           op == OP_ENDS;
}

static void widen(struct merge *m, const struct condition_set *sets, size_t n)
{
    m->sets = arena_array(m->arena, n, sizeof(*m->sets));
    m->n = n;
    for (size_t i = 0; i < n; i++) {
        struct wide *wide = &m->sets[i];

        wide->n = sets[i].n;
        wide->first = i;
        wide->property = arena_array(m->arena, wide->n, sizeof(char *));
        wide->op = arena_array(m->arena, wide->n, sizeof(*wide->op));
        wide->values = arena_array(m->arena, wide->n, sizeof(*wide->values));
        for (size_t k = 0; k < wide->n; k++) {
            wide->property[k] = sets[i].all[k].property;
            wide->op[k] = sets[i].all[k].op;
            buf_init(&wide->values[k]);
            if (mergeable(wide->op[k]))
                put_value(sets[i].all[k].value, &wide->values[k]);
            else
                buf_text(&wide->values[k], sets[i].all[k].value);
        }
    }
}

/* All of a set but the values at one place. */
static void put_key(const struct wide *wide, size_t place, struct buf *out)
{
    buf_printf(out, "%zu\n", wide->n);
    for (size_t k = 0; k < wide->n; k++) {
        buf_printf(out, "%s\n%d\n", wide->property[k], (int)wide->op[k]);
        if (k != place)
            buf_str(out, buf_view(&wide->values[k]));
        buf_char(out, '\n');
    }
}

static void drop(struct wide *wide)
{
    for (size_t k = 0; k < wide->n; k++)
        buf_done(&wide->values[k]);
}

/* Sets with the same key become one; they keep the order of the first. */
static void merge_at(struct merge *m, size_t place)
{
    size_t kept = 0;
    struct map map;
    struct buf key;

    map_init(&map, false);
    buf_init(&key);
    for (size_t i = 0; i < m->n; i++) {
        struct wide *wide = &m->sets[i];
        bool merges = place < wide->n && mergeable(wide->op[place]);
        uint32_t at;

        buf_clear(&key);
        put_key(wide, merges ? place : SIZE_MAX, &key);
        at = map_add(&map, buf_view(&key));
        if (at == kept) {
            m->sets[kept++] = *wide;
            continue;
        }
        if (merges) {
            buf_text(&m->sets[at].values[place], ", ");
            buf_str(&m->sets[at].values[place], buf_view(&wide->values[place]));
        }
        drop(wide);
    }
    m->n = kept;
    buf_done(&key);
    map_done(&map);
}

/* The list's items, each as a comparison of its own. */
static const char *any_of(const struct wide *wide, size_t k,
                          struct arena *arena)
{
    struct str rest = buf_view(&wide->values[k]);
    const char * or = "";
    const char *out;
    struct buf text;

    buf_init(&text);
    while (!str_empty(rest)) {
        size_t end = 1;

        while (end < rest.len && rest.at[end] != rest.at[0])
            end += rest.at[end] == '\\' ? 2 : 1;
        buf_printf(&text, "%s%s %s %.*s", or, wide->property[k],
                   op_spelling(wide->op[k]),
                   STR_ARG(str_sub(rest, 0, end + 1)));
        rest = str_sub(rest, end + 3, STR_NOWHERE);
        or = " or ";
    }
    out = arena_str(arena, buf_view(&text)).at;
    buf_done(&text);
    return out;
}

static bool narrow_one(const struct wide *wide, size_t k,
                       const struct condition_set *like, struct arena *arena,
                       struct condition *out)
{
    struct str values = buf_view(&wide->values[k]);
    struct buf single;
    bool many;

    buf_init(&single);
    if (mergeable(wide->op[k]))
        put_value(like->all[k].value, &single);
    many = mergeable(wide->op[k]) && !str_eq(values, buf_view(&single));
    buf_done(&single);
    *out = like->all[k];
    if (!many)
        return true;
    if (wide->op[k] == OP_EQ_FOLD) {
        out->op = OP_IN_FOLD;
        out->value = arena_printf(arena, "(%.*s)", STR_ARG(values));
    } else {
        *out = (struct condition){
            .query = arena_text(arena, any_of(wide, k, arena))};
    }
    return values.len < LIMIT_QUERY_TEXT / 2;
}

static bool narrow(struct merge *m, struct condition_set **sets, size_t *n)
{
    struct condition_set *out = arena_array(m->arena, m->n, sizeof(**sets));
    bool ok = m->n <= LIMIT_SETS;

    for (size_t i = 0; ok && i < m->n; i++) {
        const struct condition_set *like = &(*sets)[m->sets[i].first];

        out[i].n = m->sets[i].n;
        out[i].all = arena_array(m->arena, out[i].n, sizeof(*out[i].all));
        for (size_t k = 0; ok && k < out[i].n; k++)
            ok = narrow_one(&m->sets[i], k, like, m->arena, &out[i].all[k]);
    }
    if (ok) {
        *sets = out;
        *n = m->n;
    }
    return ok;
}

bool automation_sets_merge(struct condition_set **sets, size_t *n,
                           struct arena *arena)
{
    struct merge m = {.arena = arena};
    size_t most = 0;
    bool ok;

    if (*n <= LIMIT_SETS)
        return true;
    widen(&m, *sets, *n);
    for (size_t i = 0; i < *n; i++)
        most = (*sets)[i].n > most ? (*sets)[i].n : most;
    /* The last place first: it is the one that the policies turn fastest. */
    for (size_t place = most; place > 0 && m.n > LIMIT_SETS; place--)
        merge_at(&m, place - 1);
    ok = narrow(&m, sets, n);
    for (size_t i = 0; i < m.n; i++)
        drop(&m.sets[i]);
    return ok;
}
