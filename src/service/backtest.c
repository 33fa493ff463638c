/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/backtest.h"

#include "service/desk_part.h"
#include "service/ignores.h"
#include "service/present.h"
#include "service/watchlist.h"
#include "util/mem.h"
#include "util/when.h"

/* Events between two looks at the clock. */
#define STRIDE 256
/* Rows that are read, and time that is worked, between two questions. */
#define LOAD_ROWS 50000
#define SLICE     50

/* The body of the event that is being fed. */
struct opened {
    struct store *store;
    struct arena *arena;
    int64_t row; /* 0: none has been read */
    struct str bytes;
    struct json *body;
    bool mapped; /* the body was made, or cannot be */
};

struct backtest_job {
    const struct index *index;
    uint32_t *slots; /* of the period, oldest first */
    size_t n;
    size_t at;
    struct rule **rules;
    size_t n_rules;
    struct backtest *test;
    struct opened opened;
    struct ignores ignores; /* all that there ever were */
    struct err fault;       /* they cannot be read */
    int64_t took;           /* milliseconds of work */
};

/* ---- bodies ---------------------------------------------------------------*/

static void shut(struct opened *opened)
{
    json_free(opened->body);
    opened->body = NULL;
    opened->bytes = STR_NONE;
    opened->mapped = false;
    opened->row = 0;
    arena_clear(opened->arena);
}

/* A body that cannot be read is absent; the others still count. */
static struct str bytes_of(void *of, const struct event *event)
{
    struct opened *opened = of;
    struct err ignored;

    if (opened->row == event->row)
        return opened->bytes;
    shut(opened);
    opened->row = event->row;
    if (!events_bytes(opened->store, event->row, opened->arena, &opened->bytes,
                      &ignored))
        opened->bytes = STR_NONE;
    return opened->bytes;
}

static const struct json *body_of(void *of, const struct event *event)
{
    struct opened *opened = of;
    struct str bytes = bytes_of(opened, event);
    struct err ignored;

    if (!opened->mapped && !str_empty(bytes))
        canon_body(event->kind, bytes, &opened->body, &ignored);
    opened->mapped = true;
    return opened->body;
}

static const char *hidden_by(void *of, struct query_subject *subject,
                             struct arena *arena)
{
    const struct suppression *s = ignores_ask_then(of, subject);

    return s ? ignores_sentence(s, arena) : NULL;
}

/* ---- a job ----------------------------------------------------------------*/

/* The first place in the order whose time is not before @moment. */
static size_t place_at(const struct index *index, int64_t moment)
{
    size_t low = 0;
    size_t high = index->n_order;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (index->time[index->order[middle]] < moment)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Standing states are no news, and fire nothing; snapshots of them do where
 * they are asked for. */
static void take_slots(struct backtest_job *job, int64_t since, int64_t until)
{
    const struct index *index = job->index;
    size_t first = place_at(index, since);
    size_t end = place_at(index, until);

    if (end < first)
        end = first;
    job->slots = mem_array(end - first + 1, sizeof(*job->slots));
    for (size_t i = first; i < end; i++) {
        uint32_t slot = index->order[i];

        if ((index->flags[slot] & (EVENT_STANDING | EVENT_SNAPSHOT)) !=
            EVENT_STANDING)
            job->slots[job->n++] = slot;
    }
}

/* Figures for a day are of days of which something is known. */
static void clip_period(const struct index *index, int64_t *since,
                        int64_t *until)
{
    int64_t now = when_now();
    int64_t first = now;
    int64_t last = now;

    if (index->n_order > 0) {
        first = index->time[index->order[0]];
        last = index->time[index->order[index->n_order - 1]];
    }
    if (*until == 0)
        *until = (last > now ? last : now) + 1;
    if (*since < first)
        *since = first < *until ? first : *until;
}

struct backtest_job *backtest_job_new(struct desk *desk,
                                      const struct index *index,
                                      const struct backtest_wish *take)
{
    struct backtest_job *job = mem_new(sizeof(*job));
    int64_t since = take->since;
    int64_t until = take->until;
    struct backtest_setup setup;

    *job = (struct backtest_job){
        .index = index,
        .rules = take->rules,
        .n_rules = take->n,
        .opened = {.store = desk->store,
                   .arena = arena_new(),
                   .bytes = STR_NONE},
    };
    ignores_init(&job->ignores);
    ignores_load_all(&job->ignores, desk->store, desk->config, when_now(),
                     &job->fault);
    clip_period(index, &since, &until);
    take_slots(job, since, until);
    setup = (struct backtest_setup){
        .rules = (const struct rule *const *)job->rules,
        .n = job->n_rules,
        .pair = take->pair,
        .brief = take->brief,
        .env = watchlist_env(desk->config, since),
        .plan = desk_plan_env(desk),
        .budget = desk->config->budget,
        .n_budget = desk->config->n_budget,
        .zones = desk->zones,
        .since = since,
        .until = until,
        .fetch = body_of,
        .bytes = bytes_of,
        .of = &job->opened,
        .hidden = job->ignores.n ? hidden_by : NULL,
        .hidden_of = &job->ignores,
        .outside = present_at(since),
    };
    job->test = backtest_new(&setup);
    return job;
}

void backtest_job_free(struct backtest_job *job)
{
    if (job == NULL)
        return;
    backtest_free(job->test);
    rules_free(job->rules, job->n_rules);
    json_free(job->opened.body);
    arena_free(job->opened.arena);
    ignores_done(&job->ignores);
    mem_free(job->slots);
    mem_free(job);
}

bool backtest_job_work(struct backtest_job *job, int milliseconds)
{
    int64_t begun = when_monotonic();
    int64_t until = begun + milliseconds;
    struct event event;

    store_hold_still(job->opened.store);
    for (size_t i = 1; job->at < job->n; i++) {
        index_event(job->index, job->slots[job->at++], &event);
        backtest_feed(job->test, &event);
        /* A body that was opened costs as much as many columns. */
        if ((i % STRIDE == 0 || job->opened.row == event.row) &&
            when_monotonic() >= until)
            break;
    }
    store_let_go(job->opened.store);
    job->took += when_monotonic() - begun;
    return job->at == job->n;
}

struct backtest_page *backtest_job_page(struct backtest_job *job)
{
    struct backtest_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    backtest_tell(job->test, page->arena, &page->report);
    page->done = (int64_t)job->at;
    page->total = (int64_t)job->n;
    page->took = job->took;
    page->error = job->fault;
    page->over = job->at == job->n;
    if (page->over)
        page->report.upto = page->report.until;
    return page;
}

void backtest_page_free(struct backtest_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}

/* ---- all at once ----------------------------------------------------------*/

static bool load(struct desk *desk, struct index *index,
                 bool (*go_on)(void *with, int64_t done, int64_t total),
                 void *with, struct err *err)
{
    struct index_changes changes = {0};
    bool more = true;
    bool ok = true;

    while (ok && more && go_on(with, 0, 0))
        ok = index_follow(index, desk->store, LOAD_ROWS, NULL, NULL, &changes,
                          &more, err);
    mem_free(changes.slots);
    return ok;
}

struct backtest_page *
backtest_run(struct desk *desk, const struct backtest_wish *take,
             bool (*go_on)(void *with, int64_t done, int64_t total), void *with)
{
    struct backtest_page *page;
    struct backtest_job *job;
    struct index index;
    struct err err = {0};
    bool loaded;

    index_init(&index);
    loaded = load(desk, &index, go_on, with, &err);
    job = backtest_job_new(desk, &index, take);
    while (loaded && index.complete &&
           go_on(with, (int64_t)job->at, (int64_t)job->n) &&
           !backtest_job_work(job, SLICE))
        ;
    page = backtest_job_page(job);
    page->over = page->over && index.complete;
    if (err.code != ERR_NONE)
        page->error = err;
    backtest_job_free(job);
    index_done(&index);
    return page;
}
