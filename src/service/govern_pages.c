/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * govern_pages.c - lists of approvals, runs and containments for the faces.
 */
#include <stdlib.h>

#include "model/limits.h"
#include "service/batch.h"
#include "service/desk_part.h"
#include "service/govern.h"
#include "service/sight.h"
#include "service/vote.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/url.h"
#include "util/when.h"

/* What the store keeps apart: its runs, its answers, and whether this person
 * may give one. */
static bool fill(struct desk *desk, struct approval_page *page, size_t i)
{
    struct approval *row = &page->rows[i];
    struct standing standing;
    struct err why;

    if (!batch_fill(desk, row, page->arena, &page->error) ||
        !vote_fill(desk, row, page->arena, &page->error) ||
        (row->state == APPROVAL_PENDING &&
         !sight_read(desk, row, page->arena, &row->live, &page->error)))
        return false;
    if (!vote_standing(desk, row, true, when_now(), page->arena, &standing,
                       &why))
        page->cannot[i] = arena_text(page->arena, why.text);
    else
        page->behalf[i] = arena_text(page->arena, standing.behalf);
    return true;
}

static struct approval_page *fill_all(struct desk *desk,
                                      struct approval_page *page, bool ok)
{
    page->cannot = arena_array(page->arena, page->n, sizeof(*page->cannot));
    page->behalf = arena_array(page->arena, page->n, sizeof(*page->behalf));
    for (size_t i = 0; ok && i < page->n; i++)
        ok = fill(desk, page, i);
    return page;
}

struct approval_page *approval_page_find(struct desk *desk,
                                         const struct approvals_filter *filter)
{
    struct approval_page *page = mem_new(sizeof(*page));
    struct approvals_filter bounded = *filter;
    bool ok;

    page->arena = arena_new();
    if (bounded.limit == 0 || bounded.limit > GOVERN_ROWS)
        bounded.limit = GOVERN_ROWS;
    ok = approvals_list(desk->store, &bounded, page->arena, &page->rows,
                        &page->n, &page->error);
    return fill_all(desk, page, ok);
}

struct approval_page *approval_page_read(struct desk *desk, bool pending_only)
{
    return approval_page_find(
        desk, &(struct approvals_filter){.pending = pending_only});
}

struct approval_page *approval_page_one(struct desk *desk, int64_t approval)
{
    struct approval_page *page = mem_new(sizeof(*page));
    bool ok;

    page->arena = arena_new();
    page->rows = arena_alloc(page->arena, sizeof(*page->rows));
    ok = approvals_get(desk->store, approval, page->arena, page->rows,
                       &page->error);
    page->n = ok;
    return fill_all(desk, page, ok);
}

void approval_page_free(struct approval_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}

static bool read_stuck(struct desk *desk, struct run_page *page,
                       struct stuck_run **out, size_t *n)
{
    bool held;

    return desk_held(desk, &held, &page->error) &&
           runs_stuck(desk->store, when_now(), desk->config->run_patience, held,
                      page->arena, out, n, &page->error);
}

/* Which of them does hold stop, and which do not move? */
static void mark(struct desk *desk, struct run_page *page)
{
    struct stuck_run *stuck;
    bool held;
    size_t n;

    if (!desk_held(desk, &held, &page->error) ||
        (held &&
         !runs_mark_held(desk->store, page->rows, page->n, &page->error)) ||
        !read_stuck(desk, page, &stuck, &n))
        return;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < page->n; k++) {
            if (page->rows[k].row == stuck[i].run)
                page->rows[k].stuck = stuck[i].since;
        }
    }
}

struct run_page *run_page_read(struct desk *desk, int64_t event, bool open,
                               size_t limit)
{
    struct run_page *page = mem_new(sizeof(*page));
    struct runs_filter filter = {
        .event = event,
        .open = open,
        .limit = limit > 0 && limit < GOVERN_ROWS ? limit : GOVERN_ROWS,
    };

    page->arena = arena_new();
    if (runs_list(desk->store, &filter, page->arena, &page->rows, &page->n,
                  &page->error))
        mark(desk, page);
    return page;
}

struct run_page *run_page_stuck(struct desk *desk)
{
    struct run_page *page = mem_new(sizeof(*page));
    struct stuck_run *stuck;
    bool ok;
    size_t n;

    page->arena = arena_new();
    ok = read_stuck(desk, page, &stuck, &n);
    if (ok)
        page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
    for (size_t i = 0; ok && i < n; i++) {
        ok = runs_get(desk->store, stuck[i].run, page->arena,
                      &page->rows[page->n], &page->error);
        page->rows[page->n].stuck = stuck[i].since;
        page->n += ok;
    }
    return page;
}

/* What was asked may name a webhook, whose address is its key, and what is
 * followed may be signed: neither is to be shown. */
static void mask_step(struct step *step, struct arena *arena)
{
    struct json *with;
    struct buf url;

    if (step_secure(step)) {
        step->with = NULL;
    } else if (step->with != NULL) {
        with = json_masked(step->with);
        json_keep(arena, with);
        step->with = with;
    }
    buf_init(&url);
    url_masked(str_of(step->operation), &url);
    step->operation = arena_str(arena, buf_view(&url)).at;
    buf_done(&url);
}

struct run_page *run_page_one(struct desk *desk, int64_t run)
{
    struct run_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->rows = arena_alloc(page->arena, sizeof(*page->rows));
    if (runs_get(desk->store, run, page->arena, page->rows, &page->error))
        page->n = 1;
    if (page->n == 1 &&
        approvals_by_run(desk->store, run, page->arena, &page->approvals,
                         &page->n_approvals, &page->error))
        mark(desk, page);
    for (size_t i = 0; i < page->rows->n_steps; i++)
        mask_step(&page->rows->steps[i], page->arena);
    return page;
}

void run_page_free(struct run_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}

static struct effect_page *effects_read(struct desk *desk, bool active,
                                        int64_t event)
{
    struct effect_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    if (effects_list(desk->store, active, event, GOVERN_ROWS, page->arena,
                     &page->rows, &page->n, &page->error) &&
        page->n > 0)
        qsort(page->rows, page->n, sizeof(*page->rows), effect_order);
    return page;
}

/* All that is in force, however old, and the newest of what is over. */
static void add_ended(struct desk *desk, struct effect_page *page)
{
    struct effect *all;
    size_t n;

    if (page->error.code != ERR_NONE ||
        !effects_list(desk->store, false, 0, GOVERN_ROWS, page->arena, &all, &n,
                      &page->error))
        return;
    for (size_t i = 0; i < n; i++) {
        if (effect_active(&all[i]))
            continue;
        page->rows =
            arena_grown(page->arena, page->rows, page->n, sizeof(*page->rows));
        page->rows[page->n++] = all[i];
    }
}

/* What was done with break-glass has its confirmation beside it. */
static struct effect_page *find_glass(struct desk *desk,
                                      struct effect_page *page)
{
    struct approval *all;
    size_t n;

    page->glass = arena_array(page->arena, page->n + 1, sizeof(*page->glass));
    if (page->error.code != ERR_NONE || page->n == 0 ||
        !approvals_glass(desk->store, GOVERN_ROWS, page->arena, &all, &n,
                         &page->error))
        return page;
    for (size_t i = 0; i < page->n; i++) {
        for (size_t k = 0; k < n && page->glass[i] == NULL; k++) {
            if (all[k].run == page->rows[i].run)
                page->glass[i] = &all[k];
        }
    }
    return page;
}

const struct approval *effect_glass(const struct effect_page *page, size_t row)
{
    return page != NULL && page->glass != NULL && row < page->n
               ? page->glass[row]
               : NULL;
}

void effect_glass_write(const struct approval *glass, struct buf *out)
{
    static const char *const texts[APPROVAL_STATE_N] = {
        [APPROVAL_PENDING] = N_("to be confirmed by a second person"),
        [APPROVAL_APPROVED] = N_("confirmed by a second person"),
        [APPROVAL_DENIED] = N_("disputed by a second person: take it back"),
        [APPROVAL_EXPIRED] = N_("never confirmed"),
        [APPROVAL_CANCELLED] = N_("over before somebody confirmed it"),
    };

    buf_printf(out, _("%s (approval %lld)"), _(texts[glass->state]),
               (long long)glass->row);
}

struct effect_page *effect_page_read(struct desk *desk, bool active)
{
    struct effect_page *page = effects_read(desk, true, 0);

    if (!active)
        add_ended(desk, page);
    return find_glass(desk, page);
}

struct effect_page *effect_page_of(struct desk *desk, int64_t event)
{
    return find_glass(desk, effects_read(desk, false, event));
}

struct effect_page *effect_page_one(struct desk *desk, int64_t effect)
{
    struct effect_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    page->rows = arena_alloc(page->arena, sizeof(*page->rows));
    if (effects_get(desk->store, effect, page->arena, page->rows, &page->error))
        page->n = 1;
    return find_glass(desk, page);
}

void effect_page_free(struct effect_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}
