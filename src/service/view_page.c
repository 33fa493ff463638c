/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view_page.c - rows of a view, copied out for the screen.
 */
#include "service/view.h"
#include "util/mem.h"

static const char *const sort_names[] = {
    [SORT_TIME] = "time",     [SORT_SEVERITY] = "severity",
    [SORT_TITLE] = "title",   [SORT_RESOURCE] = "resource",
    [SORT_STATUS] = "status",
};

const char *queue_sort_name(enum queue_sort sort)
{
    return sort_names[sort];
}

void queue_page_free(struct queue_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}

/* What the row calls its resource: the last part of its id, else the entity. */
static struct str short_name(const struct event *event)
{
    struct resource resource;

    resource_parse(event->column[COLUMN_RESOURCE], &resource);
    if (resource.name.len > 0)
        return resource.name;
    if (event->column[COLUMN_ENTITY].len > 0)
        return event->column[COLUMN_ENTITY];
    return resource.subscription;
}

void view_row(const struct index *index, uint32_t slot, struct arena *arena,
              struct queue_row *out)
{
    struct event event;

    index_event(index, slot, &event);
    *out = (struct queue_row){
        .row = event.row,
        .time = event.time,
        .acknowledged = event.acknowledged,
        .kind = event.kind,
        .severity = event.severity,
        .automation = event.automation,
        .flags = event.flags,
        .title = arena_str(arena, event.column[COLUMN_TITLE]),
        .resource = arena_str(arena, short_name(&event)),
        .tactic = arena_str(arena, event.column[COLUMN_TACTIC]),
        .status = arena_str(arena, event.column[COLUMN_STATUS]),
        .owner = arena_str(arena, event.column[COLUMN_OWNER]),
    };
}

static int64_t first_of(const struct view *view, int64_t position,
                        int64_t first, size_t count)
{
    int64_t last = (int64_t)view->n - (int64_t)count;

    /* The anchor keeps its place in the page where that is possible. */
    if (position >= 0 &&
        (position < first || position >= first + (int64_t)count))
        first = position - (int64_t)count / 2;
    if (first > last)
        first = last;
    return first > 0 ? first : 0;
}

struct queue_page *view_page(struct view *view, int64_t anchor, int64_t first,
                             size_t count)
{
    struct queue_page *page = mem_new(sizeof(*page));
    size_t position = SIZE_MAX;

    if (anchor > 0 && (size_t)anchor <= view->index->n)
        position = view_position(view, (uint32_t)(anchor - 1));
    page->arena = arena_new();
    page->anchor = position != SIZE_MAX ? (int64_t)position : -1;
    page->first = first_of(view, page->anchor, first, count);
    page->revision = view->index->revision;
    page->complete = view->index->complete && view_ready(view);
    page->total = (int64_t)view->n;
    page->all = (int64_t)view->index->n_order;
    page->newest = view->newest;
    page->ignored = (int64_t)view->index->n_ignored;
    page->error = view->error;
    page->rows = arena_array(page->arena, count + 1, sizeof(*page->rows));
    for (size_t i = (size_t)page->first; i < view->n && page->n < count; i++)
        view_row(view->index, view_slot(view, i), page->arena,
                 &page->rows[page->n++]);
    return page;
}
