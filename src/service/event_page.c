/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event_page.c - everything about one event.
 */
#include "connect/action.h"
#include "service/desk_part.h"
#include "service/permits.h"
#include "service/effect_part.h"
#include "service/queue.h"
#include "service/story.h"
#include "store/tickets.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

static void look_at_permits(const struct permits *permits, struct arena *arena,
                            struct containable *one)
{
    struct permit_finding found;

    permits_contain(permits, one->entry, one->target, arena, &found);
    if (found.verdict != PERMIT_MISSING || one->barred)
        return;
    if (found.sure)
        one->barred = found.text;
    else
        one->doubt = found.text;
}

static bool list_containables(struct desk *desk, const struct permits *permits,
                              struct event_page *page)
{
    struct str *targets;
    size_t n_targets = event_targets(page->body, page->arena, &targets);
    const struct catalogue *catalogue = desk->catalogue;
    size_t most = n_targets * catalogue->n;

    page->containables =
        arena_array(page->arena, most + 1, sizeof(*page->containables));
    for (size_t t = 0; t < n_targets; t++) {
        for (size_t i = 0; i < catalogue->n; i++) {
            struct containable *one = &page->containables[page->n_containables];
            struct effect effect;

            if (!containment_fits(&catalogue->entries[i], targets[t]))
                continue;
            *one = (struct containable){
                .entry = &catalogue->entries[i],
                .target = arena_str(page->arena, targets[t]).at,
            };
            if (!effect_standing(desk, one->entry, one->target, NULL,
                                 page->arena, &effect, &one->active,
                                 &page->error))
                return false;
            if (one->active)
                one->barred = _("It is already in force.");
            if ((page->event.flags & EVENT_SAMPLE) != 0)
                one->barred = _("This is a sample alert: nothing real is "
                                "contained for it.");
            look_at_permits(permits, page->arena, one);
            page->n_containables++;
        }
    }
    return true;
}

static bool find_containables(struct desk *desk, struct event_page *page)
{
    struct permits permits;
    bool ok;

    if (!permits_load(desk->store, desk->config, &permits, &page->error))
        return false;
    ok = list_containables(desk, &permits, page);
    permits_done(&permits);
    return ok;
}

struct event_page *event_page_read(struct desk *desk, int64_t row)
{
    struct event_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    if (!events_get(desk->store, row, true, page->arena, &page->event,
                    &page->error) ||
        !canon_body(page->event.kind, page->event.raw, &page->body,
                    &page->error))
        return page;
    page->n_entities = entity_list(page->body, page->arena, &page->entities);
    if (find_containables(desk, page) &&
        tickets_of(desk->store, row, page->arena, &page->tickets,
                   &page->n_tickets, &page->error))
        story_read(desk, page);
    return page;
}

void event_page_free(struct event_page *page)
{
    if (page == NULL)
        return;
    json_free(page->body);
    arena_free(page->arena);
    mem_free(page);
}

bool event_resolve(struct desk *desk, struct str id, int64_t *row,
                   struct err *err)
{
    return events_find(desk->store, id, row, err);
}

static struct json *tickets_json(const struct ticket *tickets, size_t n)
{
    struct json *out = json_new_array();

    for (size_t i = 0; i < n; i++)
        json_add_take(out, ticket_to_json(&tickets[i]));
    return out;
}

bool event_show_json(struct desk *desk, int64_t row, struct json **out,
                     struct err *err)
{
    struct arena *arena = arena_new();
    struct json *body = NULL;
    struct ticket *tickets;
    struct event event;
    size_t n;
    bool ok;

    ok = events_get(desk->store, row, true, arena, &event, err) &&
         tickets_of(desk->store, row, arena, &tickets, &n, err) &&
         canon_body(event.kind, event.raw, &body, err);
    if (ok) {
        *out = event_to_json(&event);
        json_set_take(*out, "body", body);
        json_set_take(*out, "tickets", tickets_json(tickets, n));
    }
    arena_free(arena);
    return ok;
}
