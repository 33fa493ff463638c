/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * budget - does one work of a fixed size, for budget.sh.
 *
 *     budget filter        Severity =~ 'High' over 100,000 rows
 *     budget text          a free word over the same
 *     budget ingest FILE   alerts, into a store of its own
 *     budget index FILE    reads them from there into the queue's index
 *     budget rules         100 rules over 2,000 events
 *     budget key           j, a hundred times
 *     budget due           what is due, a hundred times, while 20,000 runs wait
 *     budget optimised     status 0 when it was compiled to be fast
 */
#include "budget.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "service/config.h"
#include "service/desk_part.h"
#include "service/ingest.h"
#include "service/view.h"
#include "tests/engine/bench_world.h"
#include "util/file.h"
#include "util/mem.h"

#define ROWS    100000
#define RULES   100
#define EVENTS  2000
#define TERMS   500
#define WAITING 20000
#define NOW     INT64_C(1772700000000)

__attribute__((noinline)) void budget_measured(void (*run)(void *with),
                                               void *with)
{
    run(with);
}

static struct config *load_config(const char *store)
{
    char set[600];
    const char *sets[] = {set, NULL};
    struct config *config;
    struct err err = {0};

    snprintf(set, sizeof(set), "store=%s", store);
    if (!config_load(NULL, sets, &config, &err))
        die("%s", err.text);
    return config;
}

/* ---- filters ---- */

/* A queue without a store. */
static void fill_index(struct index *index)
{
    index_init(index);
    index->n = index->n_order = ROWS;
    index->time = mem_array(ROWS, sizeof(*index->time));
    index->acknowledged = mem_array(ROWS, sizeof(*index->acknowledged));
    index->kind = mem_array(ROWS, 1);
    index->severity = mem_array(ROWS, 1);
    index->automation = mem_array(ROWS, 1);
    index->flags = mem_array(ROWS, 1);
    index->order = mem_array(ROWS, sizeof(*index->order));
    index->text = mem_array(TERMS, sizeof(*index->text));
    index->n_terms = TERMS;
    index->text[0] = STR_NONE;
    for (int i = 1; i < TERMS; i++)
        index->text[i] = str_of(
            arena_printf(index->texts, "Text number %d of the dictionary", i));
    for (int c = 0; c < EVENT_COLUMN_N; c++) {
        index->term[c] = mem_array(ROWS, sizeof(uint32_t));
        for (uint32_t i = 0; i < ROWS; i++)
            index->term[c][i] = (i * 7 + (uint32_t)c) % TERMS;
    }
    for (uint32_t i = 0; i < ROWS; i++) {
        index->time[i] = NOW + i;
        index->severity[i] = (uint8_t)(1 + i % 4);
        index->order[i] = i;
    }
    index->complete = true;
}

static void work_through(void *with)
{
    while (!view_work(with, 1000))
        continue;
}

static void filter(const char *query)
{
    struct config *config = load_config("none");
    struct index index;
    struct view view;

    fill_index(&index);
    view_init(&view, &index, NULL, config);
    view_set(&view, query, SORT_TIME, false, NOW);
    budget_measured(work_through, &view);
    if (view.n == 0 || view.n == ROWS)
        die("%s does not filter", query);
    view_done(&view);
    index_done(&index);
    config_free(config);
}

static void do_filter(const char *file)
{
    (void)file;
    filter("Severity =~ 'High'");
}

static void do_text(const char *file)
{
    (void)file;
    filter("'number 77'");
}

/* ---- events in, and into the index ---- */

struct intake {
    char dir[64];
    char path[96];
    struct config *config;
    struct desk *desk;
    struct str text;
    struct ingest_count count;
};

static void open_intake(struct intake *in, const char *file)
{
    struct err err = {0};

    *in = (struct intake){.dir = "/tmp/riposte-budget-XXXXXX"};
    if (mkdtemp(in->dir) == NULL)
        die("cannot make %s", in->dir);
    snprintf(in->path, sizeof(in->path), "%s/store.db", in->dir);
    in->config = load_config(in->path);
    if ((*file != '\0' && !file_map(file, &in->text, &err)) ||
        !desk_open(in->config, DESK_ACT, &in->desk, &err))
        die("%s", err.text);
}

static void close_intake(struct intake *in)
{
    desk_close(in->desk);
    config_free(in->config);
    if (in->text.len > 0)
        file_unmap(in->text);
    unlink(in->path);
    rmdir(in->dir);
}

static void take_text(void *with)
{
    struct intake *in = with;
    struct err err = {0};

    if (!ingest_text(in->desk, in->text, "file", false, NOW, NULL, NULL,
                     &in->count, &err))
        die("%s", err.text);
}

static void do_ingest(const char *file)
{
    struct intake in;

    open_intake(&in, file);
    budget_measured(take_text, &in);
    if (in.count.added < 1000)
        die("%s does not hold enough alerts", file);
    close_intake(&in);
}

static void read_index(void *with)
{
    struct intake *in = with;
    struct index_changes changes = {.n = 0};
    struct err err = {0};
    struct store *store;
    struct index index;
    bool more;

    index_init(&index);
    if (!store_open(in->path, STORE_READ, &store, &err) ||
        !index_follow(&index, store, SIZE_MAX, NULL, NULL, &changes, &more,
                      &err))
        die("%s", err.text);
    store_close(store);
    mem_free(changes.slots);
    index_done(&index);
}

static void do_index(const char *file)
{
    struct intake in;

    open_intake(&in, file);
    take_text(&in);
    budget_measured(read_index, &in);
    close_intake(&in);
}

/* ---- rules ---- */

struct matching {
    struct world *world;
    struct ruleset *set;
    size_t fired;
};

static void match_all(void *with)
{
    struct matching *matching = with;

    for (int i = 0; i < EVENTS; i++) {
        struct query_subject subject;
        struct occasion occasion = {
            .subject = &subject, .changes = CHANGE_NEW, .now = NOW};
        const uint32_t *which;

        query_subject_init(&subject, world_event(matching->world, i), NULL);
        matching->fired += ruleset_match(matching->set, &occasion, &which);
        query_subject_done(&subject);
    }
}

static void do_rules(const char *file)
{
    struct matching matching = {.world = world_new(EVENTS)};
    struct query_env env = {.now = NOW};
    struct rule *rules[RULES];

    (void)file;
    for (int i = 0; i < RULES; i++)
        rules[i] = world_rule(i, RULES);
    matching.set = ruleset_new((const struct rule *const *)rules, RULES, &env);
    budget_measured(match_all, &matching);
    if (matching.fired == 0)
        die("no rule fired");
    ruleset_free(matching.set);
    for (int i = 0; i < RULES; i++)
        rule_free(rules[i]);
    world_free(matching.world);
}

static void do_key(const char *file)
{
    (void)file;
    budget_key();
}

/* ---- runs that wait ---- */

static void add_waiting(struct store *store, int64_t rule, int64_t due)
{
    struct step steps[] = {
        {.number = 1, .name = "", .kind = "", .key = "", .note = ""},
        {.number = 2, .name = "", .kind = "", .key = "", .note = ""},
    };
    struct run run = {
        .rule = rule,
        .name = "",
        .by = "",
        .why = "",
        .steps = steps,
        .n_steps = 2,
    };
    struct err err = {0};

    steps[0].due = due;
    if (!runs_add(store, &run, &err))
        die("%s", err.text);
}

/* One third waits for a person, one for its time, one is stopped by hold. */
static void fill_waiting(struct store *store)
{
    struct err err = {0};

    if (!store_begin(store, &err))
        die("%s", err.text);
    for (int i = 0; i < WAITING / 3; i++) {
        add_waiting(store, 0, INT64_MAX);
        add_waiting(store, 0, NOW + 1000 + i);
        add_waiting(store, 1, 0);
    }
    add_waiting(store, 0, 0);
    if (!store_commit(store, &err))
        die("%s", err.text);
}

static void ask_due(void *with)
{
    for (int i = 0; i < 100; i++) {
        struct arena *arena = arena_new();
        struct err err = {0};
        struct step *steps;
        int64_t next;
        size_t n;

        if (!steps_due(with, NOW, true, 64, arena, &steps, &n, &next, &err))
            die("%s", err.text);
        if (n != 1 || next != NOW + 1000)
            die("what is due is not found");
        arena_free(arena);
    }
}

static void do_due(const char *file)
{
    struct intake in;

    (void)file;
    open_intake(&in, "");
    fill_waiting(in.desk->store);
    budget_measured(ask_due, in.desk->store);
    close_intake(&in);
}

/* Sanitizers count as slow. */
static void do_optimised(const char *file)
{
    (void)file;
#if !defined(__OPTIMIZE__) || defined(__SANITIZE_ADDRESS__) ||                 \
    defined(__SANITIZE_THREAD__)
    exit(EXIT_FAILURE);
#endif
}

static const struct work {
    const char *name;
    void (*run)(const char *file);
    bool file;
} works[] = {
    {"filter", do_filter, false}, {"text", do_text, false},
    {"ingest", do_ingest, true},  {"index", do_index, true},
    {"rules", do_rules, false},   {"key", do_key, false},
    {"due", do_due, false},       {"optimised", do_optimised, false},
};

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++) {
        const struct work *work = &works[i];

        if (argc == 2 + work->file && strcmp(argv[1], work->name) == 0) {
            work->run(argv[argc - 1]);
            return EXIT_SUCCESS;
        }
    }
    fprintf(stderr, "usage: budget WORK [FILE]\n");
    return 2;
}
