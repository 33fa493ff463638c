/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue_list.c - the queue for the command line.
 */
#include "service/desk_part.h"
#include "service/view.h"
#include "util/when.h"

/* So few rows of no query are read off the store's own order. */
#define FEW 1000

struct listing {
    struct desk *desk;
    bool (*each)(void *with, const struct event *event);
    void *with;
    bool standing;
};

static bool hand_out(struct listing *listing, int64_t row, unsigned flags,
                     bool *go_on, struct err *err)
{
    struct arena *arena = arena_new();
    struct event event = {0};
    bool ok;

    ok = events_get(listing->desk->store, row, true, arena, &event, err);
    event.flags |= flags;
    if (ok)
        *go_on = listing->each(listing->with, &event);
    arena_free(arena);
    return ok;
}

static bool list_newest(struct listing *listing, size_t limit, struct err *err)
{
    struct arena *arena = arena_new();
    struct event_row *rows;
    bool go_on = true;
    bool ok;
    size_t n;

    ok = events_newest(listing->desk->store, limit, arena, &rows, &n, err);
    for (size_t i = 0; ok && go_on && i < n; i++)
        ok = hand_out(listing, rows[i].row, 0, &go_on, err);
    arena_free(arena);
    return ok;
}

/* All rows, with those marked that are ignored. */
static bool load_marked(const struct listing *listing, struct index *index,
                        struct err *err)
{
    struct desk *desk = listing->desk;

    if (!index_load(index, desk->store, err) ||
        !ignores_load(&desk->ignores, desk->store, desk->config, when_now(),
                      NULL, err))
        return false;
    ignores_mark_all(&desk->ignores, index, desk->store);
    return true;
}

static bool list_matching(struct listing *listing, struct str query,
                          size_t limit, struct err *err)
{
    struct store *store = listing->desk->store;
    struct arena *arena = arena_new();
    struct index index;
    struct view view;
    bool go_on = true;
    bool ok;

    index_init(&index);
    index.standing = listing->standing;
    ok = load_marked(listing, &index, err);
    view_init(&view, &index, store, listing->desk->config);
    if (ok) {
        view_set(&view, arena_str(arena, query).at, SORT_TIME, false,
                 when_now());
        view_rebuild(&view, when_now());
        while (!view_work(&view, 1000))
            ;
        if (view.error.code != ERR_NONE) {
            *err = view.error;
            ok = false;
        }
    }
    for (size_t i = 0; ok && go_on && i < view.n && (limit == 0 || i < limit);
         i++) {
        uint32_t slot = view_slot(&view, i);

        ok = hand_out(listing, (int64_t)slot + 1,
                      index.flags[slot] & EVENT_IGNORED, &go_on, err);
    }
    view_done(&view);
    index_done(&index);
    arena_free(arena);
    return ok;
}

bool queue_list(struct desk *desk, struct str query, size_t limit,
                bool standing,
                bool (*each)(void *with, const struct event *event), void *with,
                struct err *err)
{
    struct listing listing = {
        .desk = desk, .each = each, .with = with, .standing = standing};

    if (!ignores_load(&desk->ignores, desk->store, desk->config, when_now(),
                      NULL, err))
        return false;
    if (!standing && str_trim(query).len == 0 && limit > 0 && limit <= FEW &&
        desk->ignores.n == 0)
        return list_newest(&listing, limit, err);
    return list_matching(&listing, query, limit, err);
}
