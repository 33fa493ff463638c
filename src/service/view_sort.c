/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view_sort.c - the keys by which a view is sorted, and the sorting.
 */
#include <stdlib.h>

#include "service/view_part.h"
#include "util/mem.h"

static struct str sort_text(const struct view *view, struct str text)
{
    struct resource resource;

    if (view->sort != SORT_RESOURCE || text.len == 0 || text.at[0] != '/')
        return text;
    resource_parse(text, &resource);
    return resource.name;
}

static uint32_t sort_term(const struct view *view, uint32_t slot)
{
    const struct index *index = view->index;

    switch (view->sort) {
    case SORT_TITLE:
        return index->term[COLUMN_TITLE][slot];
    case SORT_RESOURCE:
        return index->term[COLUMN_RESOURCE][slot] != 0
                   ? index->term[COLUMN_RESOURCE][slot]
                   : index->term[COLUMN_ENTITY][slot];
    case SORT_STATUS:
        return index->term[COLUMN_STATUS][slot];
    default:
        return 0;
    }
}

static uint32_t key_of(const struct view *view, uint32_t slot)
{
    uint32_t term;

    if (view->sort == SORT_TIME)
        return 0;
    if (view->sort == SORT_SEVERITY)
        return view->index->severity[slot];
    term = sort_term(view, slot);
    /* Texts are shown from A on, while the newest comes first: the highest
     * key is on top. */
    return term < view->n_ranks ? UINT32_MAX - view->rank[term] : 0;
}

bool view_before(const struct view *view, uint32_t a, uint32_t b)
{
    uint32_t left = key_of(view, a);
    uint32_t right = key_of(view, b);

    if (left != right)
        return left < right;
    if (view->index->time[a] != view->index->time[b])
        return view->index->time[a] < view->index->time[b];
    return a < b;
}

struct ranked {
    struct str text;
    uint32_t term;
};

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *left = a;
    const struct ranked *right = b;

    return str_cmp_fold(left->text, right->text);
}

/* Texts in their order; equal ones share a rank. */
static void rank_terms(struct view *view)
{
    size_t n = view->index->n_terms;
    struct ranked *items;

    if (view->sort == SORT_TIME || view->sort == SORT_SEVERITY)
        return;
    items = mem_array(n + 1, sizeof(*items));
    for (size_t i = 0; i < n; i++)
        items[i] = (struct ranked){
            .text = sort_text(view, view->index->text[i]),
            .term = (uint32_t)i,
        };
    qsort(items, n, sizeof(*items), compare_ranked);
    view->rank = mem_grow(view->rank, n + 1, sizeof(*view->rank));
    view->n_ranks = n;
    for (size_t i = 0, rank = 0; i < n; i++) {
        if (i > 0 && compare_ranked(&items[i - 1], &items[i]) != 0)
            rank++;
        view->rank[items[i].term] = (uint32_t)rank;
    }
    mem_free(items);
}

/* The slots stand by time: counting keeps that order among equal keys, where
 * there are few keys. */
static void sort_counting(struct view *view, uint32_t keys)
{
    size_t *count = mem_array((size_t)keys + 1, sizeof(*count));
    uint32_t *to = mem_array(view->room, sizeof(*to));
    uint32_t least = view->sort == SORT_SEVERITY ? 0 : UINT32_MAX - keys + 1;

    for (size_t i = 0; i < view->n; i++)
        count[key_of(view, view->slots[i]) - least + 1]++;
    for (uint32_t k = 1; k < keys; k++)
        count[k] += count[k - 1];
    for (size_t i = 0; i < view->n; i++)
        to[count[key_of(view, view->slots[i]) - least]++] = view->slots[i];
    mem_free(view->slots);
    view->slots = to;
    mem_free(count);
}

void view_sort(struct view *view)
{
    view->sorted = true;
    if (view->sort == SORT_TIME || view->n == 0)
        return;
    rank_terms(view);
    sort_counting(view, view->sort == SORT_SEVERITY
                            ? SEVERITY_N
                            : (uint32_t)view->n_ranks + 1);
}
