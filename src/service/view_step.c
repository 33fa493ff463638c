/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view_step.c - a view that goes along with what arrives and changes.
 *
 * A few rows are taken out one by one; of many the numbers are kept, and all
 * are taken out in one pass, and put in by moving each other row once: so a
 * thousand rows cost hardly more than one.
 */
#include <stdlib.h>
#include <string.h>

#include "service/view_part.h"
#include "util/mem.h"

/* So many are taken out one by one. */
#define FEW 16

static void note_moved(struct view *view, uint32_t slot)
{
    if (view->n_moved == view->moved_room) {
        view->moved_room = view->moved_room * 2 + 64;
        view->moved =
            mem_grow(view->moved, view->moved_room, sizeof(*view->moved));
    }
    view->moved[view->n_moved++] = slot;
}

static void take_out(struct view *view, size_t at)
{
    view->n--;
    memmove(view->slots + at, view->slots + at + 1,
            (view->n - at) * sizeof(uint32_t));
    view->gone++;
}

void view_forget(struct view *view, uint32_t slot)
{
    size_t at;

    /* From the first one that stays in its old place on, places cannot be
     * looked up any more. */
    if (!view_ready(view) || view->stray || view->forgot == FEW) {
        note_moved(view, slot);
        view->stray = true;
        return;
    }
    view->forgot++;
    at = view_place(view, slot, view->n);
    if (at < view->n && view->slots[at] == slot)
        take_out(view, at);
}

void view_take(struct view *view, uint32_t slot)
{
    note_moved(view, slot);
}

/* Those that moved are taken out wherever they stand. */
static void drop_moved(struct view *view)
{
    uint8_t *moved = mem_array(view->index->n / 8 + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < view->n_moved; i++)
        moved[view->moved[i] / 8] |= (uint8_t)(1 << view->moved[i] % 8);
    for (size_t i = 0; i < view->n; i++) {
        uint32_t slot = view->slots[i];

        if ((moved[slot / 8] >> slot % 8 & 1) == 0)
            view->slots[n++] = slot;
    }
    view->gone += view->n - n;
    view->n = n;
    mem_free(moved);
}

static int compare(const void *a, const void *b, void *with)
{
    const uint32_t *left = a;
    const uint32_t *right = b;

    if (*left == *right)
        return 0;
    return view_before(with, *left, *right) ? -1 : 1;
}

/* Of those that moved, the ones that match, in order and once each. */
static size_t sift_moved(struct view *view)
{
    uint32_t *moved = view->moved;
    size_t found = 0;
    size_t n = 0;

    for (size_t i = 0; i < view->n_moved; i += 64) {
        size_t block = view->n_moved - i < 64 ? view->n_moved - i : 64;
        bool slow;
        uint64_t yes = view_ask(view, moved + i, block, &slow);

        for (; yes != 0; yes &= yes - 1) {
            uint32_t slot = moved[i + (size_t)__builtin_ctzll(yes)];

            if (index_shown(view->index, slot))
                moved[found++] = slot;
        }
    }
    qsort_r(moved, found, sizeof(*moved), compare, view);
    for (size_t i = 0; i < found; i++) {
        if (n == 0 || moved[n - 1] != moved[i])
            moved[n++] = moved[i];
    }
    return n;
}

void view_settle(struct view *view)
{
    size_t n = view->n_moved;
    size_t high;

    if (!view_ready(view))
        return;
    if (view->stray)
        drop_moved(view);
    if (n > 0)
        n = sift_moved(view);
    high = view->n;
    view_room(view, high + n);
    for (size_t i = n; i > 0; i--) {
        uint32_t slot = view->moved[i - 1];
        size_t at = view_place(view, slot, high);

        memmove(view->slots + at + i, view->slots + at,
                (high - at) * sizeof(uint32_t));
        view->slots[at + i - 1] = slot;
        high = at;
    }
    view->n += n;
    if (n > view->gone)
        view->newest += (int64_t)(n - view->gone);
    view->gone = 0;
    view->forgot = 0;
    view->stray = false;
    view->n_moved = 0;
}
