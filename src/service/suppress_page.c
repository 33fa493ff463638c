/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suppress_page.c - the list of suppressions, with what each has hidden.
 */
#include <stdio.h>

#include "connect/suppressions.h"
#include "model/condition.h"
#include "service/command_line.h"
#include "service/desk_part.h"
#include "service/index.h"
#include "service/suppress.h"
#include "store/suppressions.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* Alerts of its type that were dismissed since it was made: Defender does not
 * say which rule dismissed which alert. */
static void count_one(const struct index *index, uint32_t slot,
                      struct suppression_page *page)
{
    struct str type = index_text(index, COLUMN_TYPE, slot);

    for (size_t i = 0; i < page->n; i++) {
        struct suppression *s = &page->rows[i];

        if (s->place != SUPPRESSION_DEFENDER || index->time[slot] < s->made ||
            (s->ended != 0 && index->time[slot] > s->ended) ||
            (!str_eq(str_of(s->type), STR("*")) &&
             !str_eq_fold(str_of(s->type), type)))
            continue;
        s->hits++;
        if (index->time[slot] > s->last)
            s->last = index->time[slot];
    }
}

static bool any_defender(const struct suppression_page *page)
{
    for (size_t i = 0; i < page->n; i++) {
        if (page->rows[i].place == SUPPRESSION_DEFENDER)
            return true;
    }
    return false;
}

static void count_hits(const struct index *index, struct suppression_page *page)
{
    uint32_t dismissed = 0;

    if (!any_defender(page))
        return;
    while (dismissed < index->n_terms &&
           !str_eq(index->text[dismissed], STR("Dismissed")))
        dismissed++;
    for (size_t i = 0; i < index->n_order; i++) {
        uint32_t slot = index->order[i];

        if (index->term[COLUMN_STATUS][slot] == dismissed &&
            index->kind[slot] == EVENT_ALERT)
            count_one(index, slot, page);
    }
}

/* How the reading of Defender's list stands. */
static bool read_state(struct desk *desk, struct suppression_page *page)
{
    struct source_state state;
    struct json *json = NULL;
    struct err ignored;
    struct str text;

    page->said = "";
    if (!state_get(desk->store, "source:defender-suppressions", page->arena,
                   &text, &page->error))
        return false;
    if (text.len == 0 || !json_parse(text, &json, &ignored))
        return true;
    source_state_from_json(json, &state);
    page->read = state.succeeded;
    if (state.n_troubles > 0)
        page->said = arena_text(page->arena, state.troubles[0].text);
    source_state_done(&state);
    json_free(json);
    return true;
}

struct suppression_page *suppression_page_read(struct desk *desk, bool active,
                                               const struct index *index)
{
    struct suppression_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    if (suppressions_list(desk->store, active, when_now(), page->arena,
                          &page->rows, &page->n, &page->error) &&
        read_state(desk, page) && index != NULL)
        count_hits(index, page);
    return page;
}

struct suppression_page *suppression_page_list(struct desk *desk, bool active)
{
    struct suppression_page *page = suppression_page_read(desk, active, NULL);
    struct index index;
    struct err err = {0};

    if (!any_defender(page))
        return page;
    index_init(&index);
    if (index_load(&index, desk->store, &err))
        count_hits(&index, page);
    else
        page->error = err;
    index_done(&index);
    return page;
}

void suppression_page_free(struct suppression_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}

/* ---- from an event --------------------------------------------------------*/

static void put_equals(const char *property, struct str value, struct buf *out)
{
    if (value.len == 0)
        return;
    if (out->len > 0)
        buf_text(out, " and ");
    buf_printf(out, "%s =~ ", property);
    literal_write(value, out);
}

void suppress_wish_event(struct suppress_wish *wish, const struct event *event)
{
    struct resource resource;
    struct buf query;

    resource_parse(event->column[COLUMN_RESOURCE], &resource);
    if (resource.subscription.len == 0)
        resource_parse(event->arm_id, &resource);
    wish->type = arena_str(wish->arena, event->column[COLUMN_TYPE]).at;
    wish->subscription = arena_str(wish->arena, resource.subscription).at;
    buf_init(&query);
    put_equals("AlertType", event->column[COLUMN_TYPE], &query);
    put_equals("ResourceId", event->column[COLUMN_RESOURCE], &query);
    if (query.len == 0)
        put_equals("AlertDisplayName", event->column[COLUMN_TITLE], &query);
    wish->query = arena_str(wish->arena, buf_view(&query)).at;
    buf_done(&query);
}

bool suppress_from_event(struct desk *desk, int64_t row,
                         struct suppress_wish *wish, struct err *err)
{
    struct event event;

    if (!events_get(desk->store, row, true, wish->arena, &event, err))
        return false;
    suppress_wish_event(wish, &event);
    return true;
}

/* ---- as a command ---------------------------------------------------------*/

static void put_scope(const struct json *scope, struct buf *out)
{
    const struct json *all = json_get(scope, "allOf");

    for (struct json_each e = json_each(all); json_next(&e);) {
        const struct json *list = json_get(e.value, "in");
        struct buf match;

        buf_init(&match);
        buf_printf(&match, "%.*s=%.*s",
                   STR_ARG(json_text(json_get(e.value, "field"))),
                   STR_ARG(json_text(json_item(list, 0))));
        buf_char(out, ' ');
        command_quote(match.at, out);
        buf_done(&match);
    }
}

void suppress_line(const struct suppress_wish *wish, struct buf *out)
{
    char until[WHEN_TEXT_SIZE];

    buf_text(out, "suppression add ");
    if (wish->place == SUPPRESSION_HERE) {
        command_quote(wish->query, out);
    } else {
        buf_text(out, "--defender --subscription ");
        command_quote(wish->subscription, out);
        buf_text(out, " --type ");
        command_quote(wish->type, out);
        put_scope(wish->scope, out);
    }
    buf_printf(out, " --until %s --reason ", when_iso(wish->until, until));
    command_quote(wish->reason, out);
}
