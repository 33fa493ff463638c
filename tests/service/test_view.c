/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whatever arrives and changes, and whenever: a view that goes along shows the
 * same as one that is made anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "model/envelope.h"
#include "service/config.h"
#include "service/view.h"
#include "util/mem.h"

#define ALERT 2048
#define NOW   INT64_C(1772700000000)

struct stage {
    char dir[64];
    char path[96];
    struct store *store;
    struct store *reader;
    struct config *config;
    struct arena *arena;
    struct index index;
    struct index_changes changes;
    struct view view;
    struct err err;
    int alerts;
};

#define assert_good(stage, call)                                               \
    do {                                                                       \
        if (!(call))                                                           \
            fail_msg("%s: %s", #call, (stage)->err.text);                      \
    } while (0)

static int setup(void **state)
{
    struct stage *stage = mem_new(sizeof(*stage));

    snprintf(stage->dir, sizeof(stage->dir), "/tmp/riposte-view-XXXXXX");
    assert_non_null(mkdtemp(stage->dir));
    snprintf(stage->path, sizeof(stage->path), "%s/store.db", stage->dir);
    stage->arena = arena_new();
    assert_good(stage, config_load(NULL, NULL, &stage->config, &stage->err));
    assert_good(stage, store_open(stage->path, STORE_WRITE, &stage->store,
                                  &stage->err));
    assert_good(stage, store_open(stage->path, STORE_READ, &stage->reader,
                                  &stage->err));
    index_init(&stage->index);
    view_init(&stage->view, &stage->index, stage->reader, stage->config);
    srand(1);
    *state = stage;
    return 0;
}

static int teardown(void **state)
{
    struct stage *stage = *state;

    view_done(&stage->view);
    index_done(&stage->index);
    mem_free(stage->changes.slots);
    store_close(stage->reader);
    store_close(stage->store);
    config_free(stage->config);
    arena_free(stage->arena);
    unlink(stage->path);
    rmdir(stage->dir);
    mem_free(stage);
    return 0;
}

/* Few times and texts, so that there are many equal keys. */
static void write_alert(char out[ALERT], int number)
{
    static const char *const titles[] = {"Miner", "Brute force", "Tor",
                                         "brute force"};
    static const char *const severities[] = {"Low", "Medium", "High"};
    static const char *const states[] = {"Active", "Resolved"};

    snprintf(out, ALERT,
             "{\"id\":\"/subscriptions/s/providers/Microsoft.Security/"
             "locations/westeurope/alerts/a%d\",\"name\":\"a%d\","
             "\"type\":\"Microsoft.Security/Locations/alerts\","
             "\"properties\":{\"systemAlertId\":\"a%d\","
             "\"alertDisplayName\":\"%s\",\"alertType\":\"T\","
             "\"severity\":\"%s\",\"status\":\"%s\",\"extendedProperties\":{"
             "\"odd\":\"%d\"},"
             "\"timeGeneratedUtc\":\"2026-03-05T10:%02d:00Z\"}}",
             number, number, number, titles[rand() % 4], severities[rand() % 3],
             states[rand() % 2], rand() % 2, rand() % 20);
}

static void put(struct stage *stage, int number)
{
    struct envelope envelope;
    struct skim_value value;
    struct event event;
    char text[ALERT];
    unsigned changes;

    write_alert(text, number);
    envelope_init(&envelope, str_of(text));
    assert_int_equal(envelope_next(&envelope, &value, &stage->err),
                     ENVELOPE_ITEM);
    assert_good(stage, event_read(&value, STR("test"), NOW, stage->arena,
                                  &event, &stage->err));
    assert_good(stage,
                events_put(stage->store, &event, false, &changes, &stage->err));
}

/* New ones, and others of those that are there. */
static void put_some(struct stage *stage, int n)
{
    assert_good(stage, store_begin(stage->store, &stage->err));
    for (int i = 0; i < n; i++) {
        if (stage->alerts > 0 && rand() % 3 == 0)
            put(stage, rand() % stage->alerts);
        else
            put(stage, stage->alerts++);
    }
    assert_good(stage, store_commit(stage->store, &stage->err));
    arena_clear(stage->arena);
}

static void forget(void *with, uint32_t slot)
{
    view_forget(with, slot);
}

/* As the reader does it. */
static void follow(struct stage *stage, size_t portion)
{
    bool more = true;

    while (more) {
        assert_good(stage, index_follow(&stage->index, stage->reader, portion,
                                        forget, &stage->view, &stage->changes,
                                        &more, &stage->err));
        if (stage->changes.many) {
            view_rebuild(&stage->view, NOW);
            continue;
        }
        if (!stage->index.complete)
            continue;
        for (size_t i = 0; i < stage->changes.n; i++)
            view_take(&stage->view, stage->changes.slots[i]);
        view_settle(&stage->view);
    }
}

static void assert_as_anew(struct stage *stage)
{
    const struct view *view = &stage->view;
    struct view anew;

    assert_true(view_ready(view));
    view_init(&anew, &stage->index, stage->reader, stage->config);
    view_set(&anew, view->text, view->sort, view->ascending, NOW);
    view_rebuild(&anew, NOW);
    while (!view_work(&anew, 1000))
        continue;
    assert_int_equal(view->n, anew.n);
    assert_true(view->n > 0);
    for (size_t i = 0; i < view->n; i++) {
        assert_int_equal(view_slot(view, i), view_slot(&anew, i));
        assert_int_equal(view_position(view, view_slot(view, i)), i);
    }
    view_done(&anew);
}

static const char *const queries[] = {
    "",
    "Severity =~ 'High'",
    "Status == 'Active' and AlertDisplayName =~ 'brute force'",
    "ExtendedProperties.odd == '1'",
};

static void goes_along(struct stage *stage, const char *query,
                       enum queue_sort sort)
{
    static const int batches[] = {1, 2, 40, 300};
    static const size_t portions[] = {5000, 7, 64};

    view_set(&stage->view, query, sort, rand() % 2 == 0, NOW);
    for (int i = 0; i < 6; i++) {
        put_some(stage, batches[rand() % 4]);
        follow(stage, portions[rand() % 3]);
        while (!view_work(&stage->view, 1000))
            continue;
        assert_as_anew(stage);
    }
}

static void test_everything_goes_along(void **state)
{
    for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
        for (int sort = 0; sort < SORT_N; sort++) {
            if (sort != SORT_TITLE) /* ranks of new texts come with a rebuild */
                goes_along(*state, queries[i], (enum queue_sort)sort);
        }
    }
}

/* A query that reads bodies stops after each block: rows that come between
 * must neither be lost nor be there twice. */
static void test_rows_come_while_it_filters(void **state)
{
    struct stage *stage = *state;

    put_some(stage, 2000);
    follow(stage, 5000);
    for (int i = 0; i < 10; i++) {
        view_set(&stage->view, queries[3], SORT_SEVERITY, i % 2 == 0, NOW);
        view_rebuild(&stage->view, NOW);
        while (!view_work(&stage->view, 0)) {
            if (rand() % 4 == 0) {
                put_some(stage, 30);
                follow(stage, 20);
            }
        }
        assert_as_anew(stage);
    }
}

/* What is found first is shown first, the newest on top. */
static void test_shows_what_it_has_found(void **state)
{
    struct stage *stage = *state;
    int64_t before = INT64_MAX;

    put_some(stage, 2000);
    follow(stage, 5000);
    view_set(&stage->view, queries[3], SORT_TIME, false, NOW);
    view_rebuild(&stage->view, NOW);
    assert_false(view_work(&stage->view, 0));
    assert_true(stage->view.n > 0);
    for (size_t i = 0; i < stage->view.n; i++) {
        uint32_t slot = view_slot(&stage->view, i);

        assert_true(stage->index.time[slot] <= before);
        assert_int_equal(view_position(&stage->view, slot), i);
        before = stage->index.time[slot];
    }
}

static void test_counts_what_is_new(void **state)
{
    struct stage *stage = *state;

    put_some(stage, 100);
    follow(stage, 5000);
    while (!view_work(&stage->view, 1000))
        continue;
    assert_int_equal(stage->view.newest, 0);
    put(stage, stage->alerts++);
    put(stage, 0);
    follow(stage, 5000);
    assert_int_equal(stage->view.newest, 1);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_everything_goes_along, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_rows_come_while_it_filters, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_shows_what_it_has_found, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_counts_what_is_new, setup,
                                        teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
