/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/rehearsals.h"

#include <string.h>

#include "service/present.h"
#include "service/queue.h"
#include "service/sample.h"
#include "util/map.h"
#include "util/mem.h"
#include "util/text.h"

#define SAMPLE_TYPE "SIMULATED_Rehearsal"
#define SAMPLE_TARGET                                                          \
    "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/"      \
    "rg-sample/providers/Microsoft.Compute/virtualMachines/vm-sample"

/* ---- wishes ---------------------------------------------------------------*/

struct rehearse_wish *rehearse_wish_new(void)
{
    struct rehearse_wish *wish = mem_new(sizeof(*wish));

    wish->answers = json_new_object();
    wish->branches = json_new_object();
    wish->points = json_new_array();
    return wish;
}

struct rehearse_wish *rehearse_wish_copy(const struct rehearse_wish *wish)
{
    struct rehearse_wish *copy = mem_new(sizeof(*copy));

    *copy = *wish;
    copy->name = mem_text(wish->name);
    copy->to = mem_text(wish->to);
    copy->playbook = json_copy(wish->playbook);
    copy->body = json_copy(wish->body);
    copy->answers = json_copy(wish->answers);
    copy->branches = json_copy(wish->branches);
    copy->points = json_copy(wish->points);
    return copy;
}

void rehearse_wish_free(struct rehearse_wish *wish)
{
    if (!wish)
        return;
    mem_free(wish->name);
    mem_free(wish->to);
    json_free(wish->playbook);
    json_free(wish->body);
    json_free(wish->answers);
    json_free(wish->branches);
    json_free(wish->points);
    mem_free(wish);
}

/* ---- what is gone through -------------------------------------------------*/

static bool read_playbook(struct desk *desk, const struct catalogue *catalogue,
                          struct rehearse_page *page)
{
    const struct rehearse_wish *wish = page->wish;
    const struct playbook_given given = {
        .file = wish->name,
        .catalogue = catalogue,
    };

    if (wish->playbook) {
        if (!playbook_read_all(wish->playbook, &given, &page->reading,
                               &page->error))
            return false;
    } else if (!playbook_add_stored(desk, str_of(wish->name), &page->reading,
                                    &page->error)) {
        return false;
    }
    page->playbook = &page->reading.playbooks[0];
    return true;
}

/* As the playbook would get it: canonical, whatever it is. */
static bool take_body(struct rehearse_page *page, const struct json *body)
{
    struct buf text;
    bool ok;

    buf_init(&text);
    json_write(body, JSON_COMPACT, &text);
    ok = playbook_event(page->playbook, buf_view(&text), &page->event,
                        &page->error);
    buf_done(&text);
    return ok;
}

static bool take_sample(struct rehearse_page *page)
{
    struct json *blank = sample_blank(SAMPLE_TYPE, SAMPLE_TARGET);

    page->event = sample_of(blank, NULL);
    json_free(blank);
    return true;
}

static bool take_stored(struct desk *desk, struct rehearse_page *page)
{
    struct event_page *event = event_page_read(desk, page->wish->event);
    bool ok = event->error.code == ERR_NONE;

    if (ok)
        page->event = json_copy(event->body);
    else
        page->error = event->error;
    event_page_free(event);
    return ok;
}

static bool take_run(struct desk *desk, struct rehearse_page *page)
{
    if (!rehearse_run_read(desk, page->wish->run, str_of(page->playbook->name),
                           &page->earlier, &page->error))
        return false;
    page->event = json_copy(page->earlier.event);
    return true;
}

static bool read_event(struct desk *desk, struct rehearse_page *page)
{
    switch (page->wish->from) {
    case REHEARSE_SAMPLE:
        return take_sample(page);
    case REHEARSE_EVENT:
        return take_stored(desk, page);
    case REHEARSE_TYPED:
        return take_body(page, page->wish->body);
    case REHEARSE_RUN:
        return take_run(desk, page);
    default:
        return true;
    }
}

static bool go(struct rehearse_page *page)
{
    const struct rehearse_wish *wish = page->wish;
    struct expr_outside outside = present_at(wish->now);
    const struct rehearsal_given given = {
        .event = page->event,
        .as_it_is = wish->as_it_is,
        .answers = wish->answers,
        .earlier = page->earlier.answers,
        .estate = page->estate,
        .branches = wish->branches,
        .now = wish->now,
        .outside = &outside,
    };
    const struct rehearsal_stops stops = {
        .to = wish->to,
        .points = wish->points,
    };

    return rehearsal_new(page->playbook, &given, &page->rehearsal,
                         &page->error) &&
           rehearsal_play(page->rehearsal, wish->steps, &page->error) &&
           rehearsal_go(page->rehearsal, wish->move, &stops, &page->error);
}

/* ---- the tree -------------------------------------------------------------*/

struct finder {
    struct rehearse_page *page;
    struct map paths;
    struct wdl_seen *all; /* by number of the map */
};

static bool find_one(void *with, const struct wdl_seen *seen)
{
    struct finder *finder = with;
    struct arena *arena = finder->page->arena;
    uint32_t n = finder->paths.count;

    finder->all = arena_grown(arena, finder->all, n, sizeof(*finder->all));
    finder->all[n] = *seen;
    finder->all[n].path = arena_text(arena, seen->path);
    map_add(&finder->paths, str_of(finder->all[n].path));
    return true;
}

static struct wdl_seen *seen_at(const struct finder *finder, const char *path)
{
    uint32_t at = map_find(&finder->paths, str_of(path));

    return at == MAP_NONE ? NULL : &finder->all[at];
}

static size_t rounds_of(void *with, const char *path)
{
    const struct wdl_seen *seen = seen_at(with, path);

    return seen ? seen->rounds : 0;
}

static const char *branch_of(void *with, const char *path)
{
    const struct wdl_seen *seen = seen_at(with, path);

    if (!seen || seen->state == RUN_WAITING || seen->state == RUN_FAILED)
        return seen && *seen->branch ? seen->branch : NULL;
    return seen->branch;
}

static void read_tree(struct rehearse_page *page)
{
    struct finder finder = {.page = page};
    const struct wdl_known known = {
        .rounds = rounds_of,
        .branch = branch_of,
        .with = &finder,
    };

    map_init(&finder.paths, false);
    if (page->rehearsal)
        wdl_run_walk(rehearsal_run(page->rehearsal), find_one, &finder);
    page->n = wdl_tree(page->playbook->wdl, page->rehearsal ? &known : NULL,
                       page->arena, &page->rows, &page->cut);
    page->seen = arena_array(page->arena, page->n + 1, sizeof(*page->seen));
    for (size_t i = 0; i < page->n; i++) {
        if (page->rows[i].kind == WDL_ROW_ACTION)
            page->seen[i] = seen_at(&finder, page->rows[i].path);
    }
    map_done(&finder.paths);
}

static void read_variables(struct rehearse_page *page)
{
    struct rehearse_variable one;

    while ((one.name = rehearsal_variable(page->rehearsal, page->n_variables,
                                          &one.value)) != NULL) {
        page->variables = arena_grown(page->arena, page->variables,
                                      page->n_variables, sizeof(one));
        page->variables[page->n_variables++] = one;
    }
}

static void read_place(struct rehearse_page *page)
{
    const char *path;
    const struct wdl_action *next;

    if (!page->rehearsal)
        return;
    next = rehearsal_next(page->rehearsal, &path);
    page->steps = rehearsal_steps(page->rehearsal);
    page->next = next ? arena_text(page->arena, path) : "";
    page->offer = rehearsal_offer(page->rehearsal);
    read_variables(page);
}

struct rehearse_page *rehearse_page_read(struct desk *desk,
                                         const struct catalogue *catalogue,
                                         struct rehearse_wish *take)
{
    struct rehearse_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->wish = take;
    page->next = "";
    playbook_reading_init(&page->reading);
    if (!read_playbook(desk, catalogue, page))
        return page;
    if (!page->playbook->wdl) {
        err_set(&page->error, ERR_INPUT, "%s: %s", page->playbook->why[0].path,
                page->playbook->why[0].text);
        return page;
    }
    page->estate = rehearse_estate();
    if (read_event(desk, page))
        go(page);
    read_place(page);
    read_tree(page);
    return page;
}

void rehearse_page_free(struct rehearse_page *page)
{
    if (!page)
        return;
    rehearsal_free(page->rehearsal);
    json_free(page->event);
    json_free(page->estate);
    rehearse_run_done(&page->earlier);
    json_free(page->offer);
    playbook_reading_done(&page->reading);
    rehearse_wish_free(page->wish);
    arena_free(page->arena);
    mem_free(page);
}

const char *rehearse_source(const struct rehearse_page *page, const char *path)
{
    const char *source =
        page->rehearsal ? rehearsal_source(page->rehearsal, path) : "";

    return strcmp(source, "file") == 0 ? "typed" : source;
}
