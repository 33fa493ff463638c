/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <string.h>

#include "model/limits.h"
#include "store/internal.h"
#include "util/mem.h"

static void put(struct stage *stage, int first, int last)
{
    unsigned changes;

    stage_must(stage, store_begin(stage->store, &stage->err));
    for (int n = first; n <= last; n++) {
        struct event event = stage_event(stage, EVENT_ALERT, n, "Active");

        stage_must(stage, events_put(stage->store, &event, false, &changes,
                                     &stage->err));
    }
    stage_must(stage, store_commit(stage->store, &stage->err));
}

static void same(struct stage *stage, struct store *store, int n)
{
    struct event event = stage_event(stage, EVENT_ALERT, n, "Active");
    struct str raw;

    stage_must(stage, bodies_get(store, n, stage->arena, &raw, &stage->err));
    assert_true(str_eq(raw, event.raw));
}

static int64_t ask(struct stage *stage, const char *sql)
{
    struct db_rows rows;
    int64_t out;

    stage_must(stage, db_query(stage->store->db, &rows, &stage->err, sql, ""));
    assert_true(db_next(&rows, &stage->err));
    out = db_int(&rows, 0);
    assert_true(db_done(&rows));
    return out;
}

static const char dictionaries[] = "SELECT count(*) FROM dictionary";

/* Those before the dictionary, those with it, in this process and another, and
 * by somebody who was reading before it was learned. */
static void test_learned(void **state)
{
    struct stage *stage = *state;
    struct store *reader;

    put(stage, 1, 255);
    stage_must(stage,
               store_open(stage->path, STORE_READ, &reader, &stage->err));
    same(stage, reader, 255);
    assert_int_equal(ask(stage, dictionaries), 0);
    put(stage, 256, 300);
    assert_int_equal(ask(stage, dictionaries), 1);
    same(stage, stage->store, 1);
    same(stage, stage->store, 300);
    same(stage, reader, 300);
    same(stage, reader, 1);
    store_close(reader);
    stage_reopen(stage);
    same(stage, stage->store, 300);
    put(stage, 301, 301);
    assert_int_equal(ask(stage, "SELECT dictionary FROM body WHERE row = 301"),
                     EVENT_ALERT + 1);
    /* Not for nothing. */
    assert_true(ask(stage, "SELECT length(packed) FROM body WHERE row = 301") *
                    2 <
                ask(stage, "SELECT length(packed) FROM body WHERE row = 1"));
}

/* Two writers: the second finds what the first has learned. */
static void test_shared(void **state)
{
    struct stage *stage = *state;
    struct store *first = stage->store;

    put(stage, 1, 200);
    stage_must(stage, store_open(stage->path, STORE_WRITE, &stage->store,
                                 &stage->err));
    put(stage, 201, 300);
    assert_int_equal(ask(stage, dictionaries), 1);
    store_close(stage->store);
    stage->store = first;
    put(stage, 301, 600);
    assert_int_equal(ask(stage, dictionaries), 1);
    assert_int_equal(ask(stage, "SELECT dictionary FROM body WHERE row = 600"),
                     EVENT_ALERT + 1);
    same(stage, stage->store, 250);
}

/* What was learned in a transaction that is undone is forgotten. */
static void test_rollback(void **state)
{
    struct stage *stage = *state;
    unsigned changes;

    put(stage, 1, 250);
    stage_must(stage, store_begin(stage->store, &stage->err));
    for (int n = 251; n <= 300; n++) {
        struct event event = stage_event(stage, EVENT_ALERT, n, "Active");

        stage_must(stage, events_put(stage->store, &event, false, &changes,
                                     &stage->err));
    }
    assert_int_equal(ask(stage, dictionaries), 1);
    store_rollback(stage->store);
    assert_int_equal(ask(stage, dictionaries), 0);
    put(stage, 251, 252);
    same(stage, stage->store, 252);
    put(stage, 253, 256);
    assert_int_equal(ask(stage, dictionaries), 1);
    same(stage, stage->store, 256);
}

static void test_damaged(void **state)
{
    static const struct {
        const char *sql, *says;
    } rows[] = {
        {"DELETE FROM body", "The body of event 1: It is missing"},
        {"UPDATE body SET packed = x'00'", "The body of event 1: A compressed"},
        {"UPDATE body SET dictionary = 3", "dictionary it was packed with"},
        {"UPDATE body SET dictionary = 77", "The body of event 1: It is"},
        {"UPDATE body SET dictionary = -1", "The body of event 1: It is"},
    };
    struct stage *stage = *state;
    struct str raw;

    put(stage, 1, 1);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        stage_must(stage, store_begin(stage->store, &stage->err));
        stage_must(stage,
                   db_script(stage->store->db, rows[i].sql, &stage->err));
        stage_refused(
            stage, bodies_get(stage->store, 1, stage->arena, &raw, &stage->err),
            ERR_LOCAL, rows[i].says);
        store_rollback(stage->store);
        same(stage, stage->store, 1);
    }
}

/* The largest there may be, and one that does not pack. */
static void test_large(void **state)
{
    struct stage *stage = *state;
    char *large = mem_new(LIMIT_BODY);
    struct str raw = {.at = large, .len = LIMIT_BODY}, out;
    uint32_t random = 1;

    for (size_t i = 0; i < LIMIT_BODY; i++) {
        random = random * 1664525 + 1013904223;
        large[i] = (char)(random >> 24);
    }
    stage_must(stage,
               bodies_put(stage->store, 7, EVENT_ALERT, raw, &stage->err));
    stage_must(stage,
               bodies_get(stage->store, 7, stage->arena, &out, &stage->err));
    assert_true(str_eq(raw, out));
    mem_free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_learned),  STAGE_TEST(test_shared),
        STAGE_TEST(test_rollback), STAGE_TEST(test_damaged),
        STAGE_TEST(test_large),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
