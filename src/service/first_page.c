/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * first_page.c - before there is an index.
 */
#include "service/first_page.h"

#include "service/decide.h"
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

/* Asked of the event itself, since there is no index to ask. */
static bool is_ignored(struct store *store, const struct ignores *ignores,
                       int64_t row, int64_t now)
{
    struct body_source body = {0};
    struct query_subject subject;
    struct err ignored;
    struct arena *arena;
    struct event event;
    bool hidden = false;

    if (ignores->n == 0)
        return false;
    arena = arena_new();
    if (events_get(store, row, true, arena, &event, &ignored)) {
        query_subject_init(&subject, &event, NULL);
        subject.fetch = body_fetch;
        subject.of = &body;
        hidden = ignores_ask(ignores, &subject, now) != NULL;
        query_subject_done(&subject);
        body_source_done(&body);
    }
    arena_free(arena);
    return hidden;
}

struct queue_page *first_page(struct store *store,
                              const struct ignores *ignores, size_t count,
                              int64_t now)
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
    for (size_t i = 0; i < n; i++) {
        if (is_ignored(store, ignores, rows[i].row, now))
            continue;
        if (!fill(store, &rows[i], page->arena, &page->rows[page->n],
                  &page->error))
            break;
        page->n++;
    }
    return page;
}
