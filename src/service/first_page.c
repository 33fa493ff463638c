/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * first_page.c - before there is an index.
 */
#include "service/first_page.h"

#include "store/events.h"
#include "util/mem.h"

static bool fill(struct store *store, const struct event_row *from,
                 struct arena *arena, struct queue_row *out, struct err *err)
{
    struct str text[EVENT_COLUMN_N];
    struct resource resource;

    for (int i = 0; i < EVENT_COLUMN_N; i++) {
        if (!terms_text(store, from->term[i], arena, &text[i], err))
            return false;
    }
    resource_parse(text[COLUMN_RESOURCE], &resource);
    *out = (struct queue_row){
        .row = from->row,
        .time = from->time,
        .acknowledged = from->acknowledged,
        .kind = (enum event_kind)from->kind,
        .severity = (enum severity)from->severity,
        .automation = (enum event_auto)from->automation,
        .flags = from->flags,
        .title = text[COLUMN_TITLE],
        .resource = resource.name.len > 0 ? resource.name : text[COLUMN_ENTITY],
        .tactic = text[COLUMN_TACTIC],
        .status = text[COLUMN_STATUS],
        .owner = text[COLUMN_OWNER],
    };
    return true;
}

struct queue_page *first_page(struct store *store, size_t count)
{
    struct queue_page *page = mem_new(sizeof(*page));
    struct event_row *rows;
    size_t n;

    page->arena = arena_new();
    page->anchor = -1;
    if (!events_newest(store, count, page->arena, &rows, &n, &page->error) ||
        !events_count(store, &page->all, &page->error))
        return page;
    page->total = page->all;
    page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
    while (page->n < n && fill(store, &rows[page->n], page->arena,
                               &page->rows[page->n], &page->error))
        page->n++;
    return page;
}
