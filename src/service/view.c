/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view.c - filtering, sorting, keeping in step.
 */
#include "service/view.h"

#include <stdlib.h>
#include <string.h>

#include "service/watchlist.h"
#include "util/mem.h"
#include "util/when.h"

/* Blocks of 64 slots between two looks at the clock. */
#define BLOCKS 512

void view_init(struct view *view, const struct index *index,
               struct store *store, const struct config *config)
{
    struct query_env env = watchlist_env(config, 0);
    struct err ignored;

    *view = (struct view){.index = index, .store = store, .config = config};
    filter_new(STR_NONE, &env, &view->filter, &ignored);
}

void view_done(struct view *view)
{
    filter_free(view->filter);
    mem_free(view->slots);
    mem_free(view->rank);
}

/* ---- keys -----------------------------------------------------------------*/

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

static bool before(const struct view *view, uint32_t a, uint32_t b)
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

static void sort_slots(struct view *view)
{
    view->sorted = true;
    if (view->sort == SORT_TIME || view->n == 0)
        return;
    rank_terms(view);
    sort_counting(view, view->sort == SORT_SEVERITY
                            ? SEVERITY_N
                            : (uint32_t)view->n_ranks + 1);
}

/* ---- filtering ------------------------------------------------------------*/

static void make_room(struct view *view, size_t more)
{
    if (view->n + more <= view->room)
        return;
    view->room = view->n + more + view->n / 4 + 1024;
    view->slots = mem_grow(view->slots, view->room, sizeof(*view->slots));
}

void view_rebuild(struct view *view, int64_t now)
{
    if (filter_moves(view->filter))
        filter_at(view->filter, now);
    view->n = 0;
    view->todo = view->index->n_order;
    view->sorted = false;
}

void view_set(struct view *view, const char *text, enum queue_sort sort,
              bool ascending, int64_t now)
{
    struct filter *filter;
    bool same = strcmp(view->text, text) == 0;

    view->ascending = ascending;
    if (same && sort == view->sort && view->error.code == ERR_NONE)
        return;
    if (!same || view->error.code != ERR_NONE) {
        struct query_env env = watchlist_env(view->config, now);

        strncpy(view->text, text, sizeof(view->text) - 1);
        err_clear(&view->error);
        if (!filter_new(str_of(text), &env, &filter, &view->error))
            return;
        filter_free(view->filter);
        view->filter = filter;
    }
    view->sort = sort;
    view->newest = 0;
    view_rebuild(view, now);
}

/* From the newest on, so that the top is right first; the slots are turned
 * round when all is there. */
static void work_block(struct view *view)
{
    uint32_t block[64] = {0};
    uint64_t open;
    uint64_t yes;
    size_t n = view->todo < 64 ? view->todo : 64;

    for (size_t i = 0; i < n; i++)
        block[i] = view->index->order[view->todo - 1 - i];
    yes = filter_ask(view->filter, view->index, block, n, &open);
    for (size_t i = 0; open != 0 && i < n; i++) {
        if ((open >> i & 1) != 0 &&
            filter_body(view->filter, view->index, view->store, block[i]))
            yes |= UINT64_C(1) << i;
    }
    make_room(view, n);
    for (; yes != 0; yes &= yes - 1)
        view->slots[view->n++] = block[__builtin_ctzll(yes)];
    view->todo -= n;
}

static void turn_round(struct view *view)
{
    for (size_t i = 0; i < view->n / 2; i++) {
        uint32_t other = view->slots[view->n - 1 - i];

        view->slots[view->n - 1 - i] = view->slots[i];
        view->slots[i] = other;
    }
}

/* Everything, by time: that is the index's own order. */
static bool copy_order(struct view *view)
{
    if (!filter_everything(view->filter) || view->n > 0)
        return false;
    if (view->todo == 0)
        return true;
    make_room(view, view->todo);
    memcpy(view->slots, view->index->order, view->todo * sizeof(uint32_t));
    view->n = view->todo;
    view->todo = 0;
    return true;
}

bool view_work(struct view *view, int milliseconds)
{
    int64_t until = when_monotonic() + milliseconds;
    bool copied = false;

    if (view_ready(view))
        return true;
    if (view->index->complete)
        copied = copy_order(view);
    for (size_t i = 0; view->todo > 0; i++) {
        work_block(view);
        if (i % BLOCKS == BLOCKS - 1 || filter_moves(view->filter)) {
            if (when_monotonic() >= until)
                return false;
        }
    }
    if (!copied)
        turn_round(view);
    sort_slots(view);
    return true;
}

bool view_ready(const struct view *view)
{
    return view->todo == 0 && view->sorted;
}

/* ---- keeping in step ------------------------------------------------------*/

static size_t place_of(const struct view *view, uint32_t slot)
{
    size_t low = 0;
    size_t high = view->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (before(view, view->slots[middle], slot))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void view_forget(struct view *view, uint32_t slot)
{
    size_t at;

    if (!view_ready(view))
        return;
    at = place_of(view, slot);
    if (at >= view->n || view->slots[at] != slot)
        return;
    view->n--;
    memmove(view->slots + at, view->slots + at + 1,
            (view->n - at) * sizeof(uint32_t));
}

void view_take(struct view *view, uint32_t slot)
{
    size_t at;

    if (!view_ready(view) || !index_shown(view->index, slot) ||
        !filter_one(view->filter, view->index, view->store, slot))
        return;
    at = place_of(view, slot);
    if (at < view->n && view->slots[at] == slot)
        return;
    make_room(view, 1);
    memmove(view->slots + at + 1, view->slots + at,
            (view->n - at) * sizeof(uint32_t));
    view->slots[at] = slot;
    view->n++;
    view->newest++;
}

uint32_t view_slot(const struct view *view, size_t position)
{
    /* Until all is found the slots stand with the newest first. */
    bool reversed = view->sorted ? !view->ascending : view->ascending;

    return view->slots[reversed ? view->n - 1 - position : position];
}

size_t view_position(const struct view *view, uint32_t slot)
{
    size_t at;

    if (!view->sorted) {
        for (at = 0; at < view->n && view->slots[at] != slot; at++)
            ;
    } else {
        at = place_of(view, slot);
    }
    if (at >= view->n || view->slots[at] != slot)
        return SIZE_MAX;
    return (view->sorted ? !view->ascending : view->ascending)
               ? view->n - 1 - at
               : at;
}
