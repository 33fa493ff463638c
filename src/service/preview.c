/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/preview.h"

#include "service/desk_part.h"
#include "service/view.h"
#include "service/watchlist.h"
#include "util/mem.h"
#include "util/when.h"

struct preview {
    struct filter *filter; /* NULL: the query is wrong */
    const struct index *index;
    struct store *store;
    size_t left; /* places of the index's order not looked at */
    int64_t since;
    struct preview_page *page;
};

void preview_page_free(struct preview_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}

struct preview *preview_new(struct str query, const struct config *config,
                            const struct index *index, struct store *store,
                            int64_t now)
{
    struct preview *preview = mem_new(sizeof(*preview));
    struct query_env env = watchlist_env(config, now);

    preview->index = index;
    preview->store = store;
    preview->left = index->n_order;
    preview->since = now - PREVIEW_DAYS * WHEN_DAY;
    preview->page = mem_new(sizeof(*preview->page));
    preview->page->arena = arena_new();
    if (filter_new(query, &env, &preview->filter, &preview->page->error))
        filter_show_ignored(preview->filter);
    return preview;
}

void preview_free(struct preview *preview)
{
    if (preview == NULL)
        return;
    filter_free(preview->filter);
    preview_page_free(preview->page);
    mem_free(preview);
}

static void count(struct preview *preview, uint32_t slot)
{
    struct preview_page *page = preview->page;
    const struct index *index = preview->index;

    page->total++;
    page->open += event_status_open(index_text(index, COLUMN_STATUS, slot)) &&
                  index_text(index, COLUMN_CLOSING, slot).len == 0;
    page->really +=
        str_eq(index_text(index, COLUMN_CLOSING, slot), STR("TruePositive"));
    if (page->n < PREVIEW_SAMPLES)
        view_row(index, slot, page->arena, &page->rows[page->n++]);
}

/* A block of 64 rows; false at the end of the days that count. */
static bool step(struct preview *preview)
{
    const struct index *index = preview->index;
    uint32_t slots[64];
    uint64_t open;
    uint64_t yes;
    size_t n = 0;

    while (n < 64 && preview->left > 0) {
        uint32_t slot = index->order[preview->left - 1];

        if (index->time[slot] < preview->since) {
            preview->left = 0;
            break;
        }
        slots[n++] = slot;
        preview->left--;
    }
    yes = filter_ask(preview->filter, index, slots, n, &open);
    for (size_t i = 0; i < n; i++) {
        if ((yes >> i & 1) != 0 ||
            ((open >> i & 1) != 0 &&
             filter_body(preview->filter, index, preview->store, slots[i])))
            count(preview, slots[i]);
    }
    return preview->left > 0;
}

bool preview_work(struct preview *preview, int milliseconds)
{
    int64_t until = when_monotonic() + milliseconds;

    if (preview->filter == NULL)
        return true;
    /* Rows may have arrived meanwhile; none has gone. */
    while (preview->left > 0 && step(preview)) {
        if (when_monotonic() >= until)
            return false;
    }
    return true;
}

struct preview_page *preview_take(struct preview *preview)
{
    struct preview_page *page = preview->page;

    preview->page = NULL;
    return page;
}

struct preview_page *preview_read(struct desk *desk, struct str query)
{
    struct preview_page *page;
    struct preview *preview;
    struct index index;
    struct err err = {0};
    bool ok;

    index_init(&index);
    ok = index_load(&index, desk->store, &err);
    preview = preview_new(query, desk->config, &index, desk->store, when_now());
    while (ok && !preview_work(preview, 1000))
        ;
    page = preview_take(preview);
    if (!ok)
        page->error = err;
    preview_free(preview);
    index_done(&index);
    return page;
}
