/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view.c - the query of a view, and filtering by it.
 */
#include <string.h>

#include "service/view_part.h"
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
    mem_free(view->moved);
    mem_free(view->rank);
}

/* ---- filtering ------------------------------------------------------------*/

static uint64_t ask_bodies(struct view *view, const uint32_t *slots,
                           uint64_t open)
{
    uint64_t yes = 0;

    for (; open != 0; open &= open - 1) {
        int i = __builtin_ctzll(open);

        if (filter_body(view->filter, view->index, view->store, slots[i]))
            yes |= UINT64_C(1) << i;
    }
    return yes;
}

uint64_t view_ask(struct view *view, const uint32_t *slots, size_t n,
                  bool *slow)
{
    uint64_t open;
    uint64_t yes = filter_ask(view->filter, view->index, slots, n, &open);

    *slow = open != 0;
    return yes | ask_bodies(view, slots, open);
}

void view_room(struct view *view, size_t n)
{
    if (n <= view->room)
        return;
    view->room = n + n / 4 + 1024;
    view->slots = mem_grow(view->slots, view->room, sizeof(*view->slots));
}

/* The rows as they are now are copied, so that what arrives meanwhile moves
 * none of them; those that match gather at the end of the same array. */
void view_rebuild(struct view *view, int64_t now)
{
    size_t n = view->index->n_order;

    if (filter_moves(view->filter))
        filter_at(view->filter, now);
    view_room(view, n);
    if (n > 0)
        memcpy(view->slots, view->index->order, n * sizeof(uint32_t));
    view->n = 0;
    view->todo = n;
    view->found = n;
    view->sorted = false;
    view->n_moved = 0;
    view->stray = false;
    view->gone = 0;
    view->forgot = 0;
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

void view_again(struct view *view, int64_t now)
{
    struct query_env env = watchlist_env(view->config, now);
    struct filter *filter;

    err_clear(&view->error);
    if (!filter_new(str_of(view->text), &env, &filter, &view->error))
        return;
    filter_free(view->filter);
    view->filter = filter;
    view_rebuild(view, now);
}

/* From the newest on, so that the top is right first; the block is turned
 * round, since memory is read fastest in one direction. */
static void work_block(struct view *view, bool *slow)
{
    size_t n = view->todo < 64 ? view->todo : 64;
    uint32_t block[64] = {0};
    uint64_t yes;

    for (size_t i = 0; i < n; i++)
        block[i] = view->slots[view->todo - 1 - i];
    yes = view_ask(view, block, n, slow);
    view->todo -= n;
    for (; yes != 0; yes &= yes - 1) {
        view->slots[--view->found] = block[__builtin_ctzll(yes)];
        view->n++;
    }
}

/* Everything is the copy itself. */
static void keep_all(struct view *view)
{
    view->n = view->found;
    view->found = 0;
    view->todo = 0;
}

static void finish(struct view *view)
{
    if (view->n > 0)
        memmove(view->slots, view->slots + view->found,
                view->n * sizeof(uint32_t));
    view->found = 0;
    view_sort(view);
    view_settle(view);
}

bool view_work(struct view *view, int milliseconds)
{
    int64_t until = when_monotonic() + milliseconds;

    if (view_ready(view))
        return true;
    if (filter_everything(view->filter, view->index) && view->n == 0)
        keep_all(view);
    for (size_t i = 1; view->todo > 0; i++) {
        bool slow;

        work_block(view, &slow);
        if ((slow || i % BLOCKS == 0) && when_monotonic() >= until)
            return false;
    }
    finish(view);
    return true;
}

bool view_ready(const struct view *view)
{
    return view->todo == 0 && view->sorted;
}

/* ---- places ---------------------------------------------------------------*/

size_t view_place(const struct view *view, uint32_t slot, size_t high)
{
    size_t low = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (view_before(view, view->slots[middle], slot))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t view_slot(const struct view *view, size_t position)
{
    size_t at = view->ascending ? position : view->n - 1 - position;

    return view->slots[view->found + at];
}

size_t view_position(const struct view *view, uint32_t slot)
{
    const uint32_t *slots = view->slots + view->found;
    size_t at = 0;

    if (view_ready(view))
        at = view_place(view, slot, view->n);
    else
        while (at < view->n && slots[at] != slot)
            at++;
    if (at >= view->n || slots[at] != slot)
        return SIZE_MAX;
    return view->ascending ? at : view->n - 1 - at;
}
