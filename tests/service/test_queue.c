/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The queue as the reader shows it against one that is worked out the slow
 * way, row by row: filters, sorts, pages, finding, and keeping in step.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/query.h"
#include "house.h"
#include "screen.h"
#include "service/decide.h"
#include "service/triage.h"
#include "util/mem.h"
#include "util/when.h"

#define PAGE 512

/* ---- the slow way ---------------------------------------------------------*/

struct slow_row {
    int64_t row;
    int64_t time;
    int64_t number; /* severity */
    char text[200];
};

struct slow {
    struct slow_row *rows;
    size_t n;
    enum queue_sort sort;
};

static enum queue_sort slow_sort;

static int compare_rows(const void *a, const void *b)
{
    const struct slow_row *left = a;
    const struct slow_row *right = b;
    int by = 0;

    if (slow_sort == SORT_SEVERITY)
        by = (right->number > left->number) - (right->number < left->number);
    else if (slow_sort != SORT_TIME)
        by = str_cmp_fold(str_of(left->text), str_of(right->text));
    if (by != 0)
        return by;
    if (left->time != right->time)
        return left->time > right->time ? -1 : 1;
    return left->row > right->row ? -1 : 1;
}

static void sort_text(const struct event *event, enum queue_sort sort,
                      char out[200])
{
    struct str text = STR_NONE;
    struct resource resource;

    if (sort == SORT_TITLE)
        text = event->column[COLUMN_TITLE];
    if (sort == SORT_STATUS)
        text = event->column[COLUMN_STATUS];
    if (sort == SORT_RESOURCE) {
        text = event->column[COLUMN_RESOURCE];
        resource_parse(text, &resource);
        if (text.len > 0 && text.at[0] == '/')
            text = resource.name;
        else if (text.len == 0)
            text = event->column[COLUMN_ENTITY];
    }
    snprintf(out, 200, "%.*s", STR_ARG(text));
}

static bool holds(struct house *house, const struct query *query,
                  const struct event *event)
{
    struct body_source body = {.desk = house->desk};
    struct query_subject subject;
    bool yes;

    query_subject_init(&subject, event, NULL);
    subject.fetch = body_fetch;
    subject.of = &body;
    yes = query_ask(query, &subject);
    query_subject_done(&subject);
    body_source_done(&body);
    return yes;
}

static void slow_find(struct house *house, const char *text,
                      enum queue_sort sort, bool ascending, struct slow *out)
{
    struct query_env env = {.now = when_now()};
    struct query *query;
    int64_t last;

    assert_good(house, query_compile(str_of(text), &env, &query, &house->err));
    assert_good(house, events_count(house->desk->store, &last, &house->err));
    *out = (struct slow){
        .rows = mem_array((size_t)last + 1, sizeof(*out->rows)), .sort = sort};
    for (int64_t row = 1; row <= last; row++) {
        struct arena *arena = arena_new();
        struct event event;

        assert_good(house, events_get(house->desk->store, row, true, arena,
                                      &event, &house->err));
        if (holds(house, query, &event)) {
            struct slow_row *to = &out->rows[out->n++];

            to->row = row;
            to->time = event.time;
            to->number = (int64_t)event.severity;
            sort_text(&event, sort, to->text);
        }
        arena_free(arena);
    }
    query_free(query);
    slow_sort = sort;
    qsort(out->rows, out->n, sizeof(*out->rows), compare_rows);
    for (size_t i = 0; ascending && i < out->n / 2; i++) {
        struct slow_row swap = out->rows[i];

        out->rows[i] = out->rows[out->n - 1 - i];
        out->rows[out->n - 1 - i] = swap;
    }
}

/* ---- the reader's way -----------------------------------------------------*/

static bool same_page(const struct queue_page *page, const struct slow *slow,
                      char *why, size_t room)
{
    if (page->error.code != ERR_NONE) {
        snprintf(why, room, "%s", page->error.text);
        return false;
    }
    if (!page->complete || page->total != (int64_t)slow->n) {
        snprintf(why, room, "%lld of %zu rows, %s", (long long)page->total,
                 slow->n, page->complete ? "complete" : "not complete");
        return false;
    }
    for (size_t i = 0; i < page->n; i++) {
        const struct slow_row *want = &slow->rows[(size_t)page->first + i];

        if (page->rows[i].row != want->row) {
            snprintf(why, room, "position %lld: row %lld and not %lld",
                     (long long)page->first + (long long)i,
                     (long long)page->rows[i].row, (long long)want->row);
            return false;
        }
    }
    return true;
}

/* Pages come until one is right: the reader sends them while it works. */
static void wait_page(struct screen *screen, uint64_t ticket,
                      const struct slow *slow, const char *what)
{
    int64_t until = when_monotonic() + 30000;
    char why[900] = "no page";
    bool good = false;

    while (!good) {
        struct note *note;

        if (when_monotonic() > until)
            fail_msg("%s: %s", what, why);
        note = screen_next(screen, 100);
        if (note && note->kind == NOTE_QUEUE && note->ticket == ticket)
            good = same_page(note->is.queue, slow, why, sizeof(why));
        note_free(note);
    }
}

static uint64_t watch(struct screen *screen, const char *query,
                      enum queue_sort sort, bool ascending, int64_t first)
{
    struct ask ask = {.kind = ASK_QUEUE,
                      .sort = sort,
                      .ascending = ascending,
                      .first = first,
                      .count = PAGE};

    snprintf(ask.text, sizeof(ask.text), "%s", query);
    return screen_ask(screen, &ask);
}

static void check(struct house *house, struct screen *screen, const char *query,
                  enum queue_sort sort, bool ascending)
{
    char what[300];
    struct slow slow;

    snprintf(what, sizeof(what), "%s by %s%s", query, queue_sort_name(sort),
             ascending ? " upwards" : "");
    slow_find(house, query, sort, ascending, &slow);
    for (size_t first = 0; first == 0 || first < slow.n; first += PAGE)
        wait_page(screen, watch(screen, query, sort, ascending, (int64_t)first),
                  &slow, what);
    mem_free(slow.rows);
}

/* ---- the store ------------------------------------------------------------*/

static void generate(struct house *house, const char *count, const char *seed)
{
    const struct proc_limits limits = {.milliseconds = 60000,
                                       .output = 64 * LIMIT_MIB};
    char program[512];
    const char *const argv[] = {sand_program("riposte-sandbox", program),
                                "generate",
                                "--count",
                                count,
                                "--seed",
                                seed,
                                "--resources",
                                "40",
                                "--dup",
                                "0.05",
                                NULL};
    struct buf out;

    buf_init(&out);
    assert_good(house, proc_run(argv, STR_NONE, &limits, &out, &house->err));
    house_ingest(house, buf_view(&out), false);
    buf_done(&out);
}

/* No source: what happens is what the test does. */
static int open_store(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};
    struct house *house = mem_new(sizeof(*house));

    house_open(house, options, NULL);
    house->config->n_sources = 0;
    *state = house;
    return 0;
}

static const char *const queries[] = {
    "",
    "Severity == 'High'",
    "Severity >= 'Medium' and Status == 'Active'",
    "Status != 'Active'",
    "brute",
    "\"key vault\"",
    "AlertDisplayName contains 'suspicious' or Intent =~ 'CredentialAccess'",
    "not (Severity == 'Low')",
    "entity.ip startswith '198.51'",
    "ExtendedProperties[\"Number of attempts\"] > 3",
    "Severity == 'High' and entity.account contains 'e'",
    "ResourceGroup has 'web' or Tag has 'red'",
    "TimeGenerated > datetime(2025-01-02)",
    "isempty(Owner)",
    "Severity == 'High' and Severity == 'Low'",
};

static void test_queries(void **state)
{
    struct house *house = *state;
    struct screen screen;

    generate(house, "1300", "5");
    screen_open(&screen, house->config);
    for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
        check(house, &screen, queries[i], SORT_TIME, false);
    for (int sort = 0; sort < SORT_N; sort++) {
        for (int ascending = 0; ascending < 2; ascending++)
            check(house, &screen, queries[2 + sort % 3], (enum queue_sort)sort,
                  ascending);
    }
    screen_close(&screen);
}

/* Changes of one row each, by people and by sources. */
static void change(struct house *house, unsigned i, int64_t rows)
{
    static const char *const tags[] = {"+red", "+blue -red", "-blue"};
    int64_t row = 1 + (int64_t)(i * 7919u) % rows;
    struct event_patch patch = EVENT_PATCH_NONE;
    char name[16];

    switch (i % 4) {
    case 0:
        assert_good(house, triage_local(house->desk, TRIAGE_TAG, row,
                                        tags[i / 4 % 3], &house->err));
        break;
    case 1:
        patch.status = i / 4 % 2 ? "Resolved" : "Active";
        assert_good(house, events_patch(house->desk->store, row, &patch,
                                        when_now(), &house->err));
        break;
    case 2:
        assert_good(house, triage_local(house->desk, TRIAGE_OWNER, row,
                                        i / 4 % 2 ? "ann" : "", &house->err));
        break;
    default:
        snprintf(name, sizeof(name), "n-%u", i);
        house_take(house,
                   &(struct house_alert){
                       .name = name,
                       .title = i / 4 % 2 ? "Brute force" : "Another thing",
                       .severity = i / 8 % 2 ? "High" : "Low",
                       .time = i / 16 % 2 ? "2024-05-05T12:00:00Z"
                                          : "2026-03-05T12:00:00Z"});
    }
}

/* What is shown follows, without being asked for again. */
static void test_follow(void **state)
{
    static const struct {
        const char *query;
        enum queue_sort sort;
        bool ascending;
    } rows[] = {
        {"", SORT_TIME, false},
        {"Status == 'Active'", SORT_STATUS, false},
        {"Tag has 'red'", SORT_TITLE, true},
        {"Severity == 'High' or Owner == 'ann'", SORT_SEVERITY, false},
        {"brute", SORT_RESOURCE, false},
        {"entity.ip startswith '198.51'", SORT_TIME, true},
    };
    struct house *house = *state;
    struct screen screen;
    unsigned n = 0;

    generate(house, "600", "6");
    screen_open(&screen, house->config);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint64_t ticket;
        struct slow slow;

        slow_find(house, rows[i].query, rows[i].sort, rows[i].ascending, &slow);
        ticket =
            watch(&screen, rows[i].query, rows[i].sort, rows[i].ascending, 0);
        wait_page(&screen, ticket, &slow, rows[i].query);
        mem_free(slow.rows);
        for (int k = 0; k < 5; k++) {
            for (int m = 0; m < 8; m++)
                change(house, n++, 560);
            slow_find(house, rows[i].query, rows[i].sort, rows[i].ascending,
                      &slow);
            wait_page(&screen, ticket, &slow, rows[i].query);
            mem_free(slow.rows);
        }
    }
    screen_close(&screen);
}

/* Many at once are taken as one. */
static void test_flood(void **state)
{
    struct house *house = *state;
    struct screen screen;
    uint64_t ticket;
    struct slow slow;

    generate(house, "100", "7");
    screen_open(&screen, house->config);
    ticket = watch(&screen, "Severity == 'High'", SORT_TIME, false, 0);
    generate(house, "4000", "8");
    slow_find(house, "Severity == 'High'", SORT_TIME, false, &slow);
    wait_page(&screen, ticket, &slow, "flood");
    mem_free(slow.rows);
    screen_close(&screen);
}

/* A query that is wrong leaves the rows of the last good one. */
static void test_wrong(void **state)
{
    struct house *house = *state;
    struct screen screen;
    struct note *note;
    struct ask ask = {.kind = ASK_QUEUE, .count = 10};

    generate(house, "200", "9");
    screen_open(&screen, house->config);
    check(house, &screen, "Severity == 'High'", SORT_TIME, false);
    snprintf(ask.text, sizeof(ask.text), "Sverity == 'High'");
    note = screen_get(&screen, &ask, NOTE_QUEUE);
    assert_int_equal(note->is.queue->error.code, ERR_INPUT);
    assert_non_null(strstr(note->is.queue->error.text, "Severity"));
    assert_true(note->is.queue->total > 0);
    assert_true(note->is.queue->total < note->is.queue->all);
    note_free(note);
    check(house, &screen, "Severity == 'High'", SORT_TIME, false);
    screen_close(&screen);
}

/* The row that is looked at stays in the page, and is found again by words. */
static void test_anchor_and_find(void **state)
{
    struct house *house = *state;
    struct screen screen;
    struct slow all;
    struct slow hits;
    struct ask ask = {.kind = ASK_QUEUE, .count = 20};
    struct note *note;

    generate(house, "900", "10");
    slow_find(house, "", SORT_TIME, false, &all);
    slow_find(house, "\"key vault\"", SORT_TIME, false, &hits);
    assert_true(hits.n > 2);
    screen_open(&screen, house->config);
    wait_page(&screen, watch(&screen, "", SORT_TIME, false, 0), &all, "all");

    ask.anchor = all.rows[700].row;
    note = screen_get(&screen, &ask, NOTE_QUEUE);
    assert_int_equal(note->is.queue->anchor, 700);
    assert_in_range(700, note->is.queue->first, note->is.queue->first + 19);
    note_free(note);

    /* Onwards through all of them, round, and back. */
    ask = (struct ask){.kind = ASK_FIND, .anchor = hits.rows[0].row};
    snprintf(ask.text, sizeof(ask.text), "key vault");
    for (size_t i = 1; i <= hits.n; i++) {
        const struct slow_row *want = &hits.rows[i % hits.n];

        note = screen_get(&screen, &ask, NOTE_QUEUE);
        assert_true(note->is.queue->anchor >= 0);
        assert_int_equal(all.rows[note->is.queue->anchor].row, want->row);
        ask.anchor = want->row;
        note_free(note);
    }
    ask.backwards = true;
    note = screen_get(&screen, &ask, NOTE_QUEUE);
    assert_int_equal(all.rows[note->is.queue->anchor].row,
                     hits.rows[hits.n - 1].row);
    note_free(note);

    ask = (struct ask){.kind = ASK_ROWS, .count = 100000};
    snprintf(ask.text, sizeof(ask.text), "\"key vault\"");
    note = screen_get(&screen, &ask, NOTE_ROWS);
    assert_int_equal(note->is.rows.n, hits.n);
    for (size_t i = 0; i < hits.n; i++)
        assert_int_equal(note->is.rows.rows[i], hits.rows[i].row);
    note_free(note);
    screen_close(&screen);
    mem_free(all.rows);
    mem_free(hits.rows);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, open_store, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_queries), ROW(test_follow),          ROW(test_flood),
        ROW(test_wrong),   ROW(test_anchor_and_find),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
