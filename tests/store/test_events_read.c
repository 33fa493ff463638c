/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <string.h>

#include "store/internal.h"

static void test_find(void **state)
{
    static const struct {
        const char *id;
        int64_t row; /* 0: refused */
        const char *says;
    } rows[] = {
        {"1", 1, NULL},
        {"4", 4, NULL},
        {"0000001_AbC", 1, NULL},
        {"alert:0000001_abc", 1, NULL},
        {"0000001", 1, NULL},
        {"000000", 0, "More than one event begins with 000000"},
        {"0000099", 0, "There is no event 0000099 in this store"},
        {"5", 0, "There is no event 5"},
        {"", 0, "There is no event"},
        {"-1", 0, "There is no event"},
        {"99999999999999999999999", 0, "There is no event"},
        /* The whole of one key is the beginning of another. */
        {"/subscriptions/" STAGE_SUB
         "/providers/Microsoft.Security/Assessments/0000001",
         3, NULL},
        {"recommendation:/subscriptions/" STAGE_SUB
         "/providers/Microsoft.Security/assessments/000000",
         0, "More than one"},
        /* Of two kinds. */
        {"/subscriptions/", 0, "More than one"},
    };
    struct stage *stage = *state;

    stage_put(stage, EVENT_ALERT, 1, "Active");
    stage_put(stage, EVENT_ALERT, 2, "Active");
    stage_put(stage, EVENT_RECOMMENDATION, 1, "Healthy");
    stage_put(stage, EVENT_COMPLIANCE, 1, "Failed");
    stage_must(stage, db_script(stage->store->db,
                                "INSERT INTO event_key SELECT key || 'x', 3, 0"
                                " FROM event_key WHERE row = 3",
                                &stage->err));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t row = -1;
        bool ok =
            events_find(stage->store, str_of(rows[i].id), &row, &stage->err);

        print_message("%s\n", rows[i].id);
        if (rows[i].row == 0) {
            stage_refused(stage, ok,
                          *rows[i].says == 'M' ? ERR_INPUT : ERR_ABSENT,
                          rows[i].says);
            assert_int_equal(row, -1);
            continue;
        }
        stage_must(stage, ok);
        assert_int_equal(row, rows[i].row);
    }
}

static void test_get(void **state)
{
    struct stage *stage = *state;
    int64_t row = stage_put(stage, EVENT_ALERT, 7, "Active");
    struct event sent = stage_event(stage, EVENT_ALERT, 7, "Active");
    struct event event;

    stage_must(stage, events_get(stage->store, row, false, stage->arena, &event,
                                 &stage->err));
    assert_int_equal(event.row, row);
    assert_int_equal(event.kind, EVENT_ALERT);
    assert_int_equal(event.severity, SEVERITY_LOW);
    assert_int_equal(event.time, sent.time);
    assert_int_equal(event.arrived, STAGE_NOW);
    assert_int_equal(event.changed, STAGE_NOW);
    assert_int_equal(event.raw.len, 0);
    assert_int_equal(event.arm_id.len, 0);

    /* Texts end where they end, whoever takes them for C strings. */
    stage_must(stage, events_get(stage->store, row, true, stage->arena, &event,
                                 &stage->err));
    assert_string_equal(event.arm_id.at,
                        "/subscriptions/" STAGE_SUB
                        "/providers/Microsoft.Security/locations/westeurope/"
                        "alerts/0000007_AbC");
    assert_string_equal(event.key.at, "alert:0000007_abc");
    assert_int_equal(strlen(event.raw.at), event.raw.len);

    stage_refused(
        stage,
        events_get(stage->store, 9, true, stage->arena, &event, &stage->err),
        ERR_ABSENT, "There is no event 9");
}

/* Newest first, standing ones left out, ties by number. */
static void test_newest(void **state)
{
    static const struct {
        int64_t time;
        unsigned flags;
    } rows[] = {{100, 0}, {300, 0}, {200, EVENT_STANDING}, {300, 0}, {50, 32}};
    static const int64_t order[] = {4, 2, 1, 5};
    struct stage *stage = *state;
    struct event_row *found;
    size_t n;

    stage_must(stage, events_newest(stage->store, 10, stage->arena, &found, &n,
                                    &stage->err));
    assert_int_equal(n, 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct event event = stage_event(stage, EVENT_ALERT, (int)i, "Active");
        unsigned changes;

        event.time = rows[i].time;
        event.flags = rows[i].flags;
        stage_must(stage, events_put(stage->store, &event, false, &changes,
                                     &stage->err));
    }
    stage_must(stage, events_newest(stage->store, 10, stage->arena, &found, &n,
                                    &stage->err));
    assert_int_equal(n, 4);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(found[i].row, order[i]);
    assert_int_equal(found[3].flags, 32);
    assert_int_equal(found[0].time, 300);
    stage_must(stage, events_newest(stage->store, 2, stage->arena, &found, &n,
                                    &stage->err));
    assert_int_equal(n, 2);
    assert_int_equal(found[1].row, 2);
}

struct seen {
    int64_t rows[64];
    int n;
    int most;
};

static bool see(void *with, const struct event_row *row)
{
    struct seen *seen = with;

    assert_true(seen->n < 64);
    seen->rows[seen->n++] = row->row;
    return seen->n < seen->most;
}

static void follow(struct stage *stage, struct event_cursor *cursor, int most,
                   struct seen *seen)
{
    *seen = (struct seen){.most = most};
    stage_must(stage,
               events_follow(stage->store, cursor, see, seen, &stage->err));
}

static void test_follow(void **state)
{
    struct stage *stage = *state;
    struct event_cursor cursor = {0};
    struct event_patch patch = EVENT_PATCH_NONE;
    struct seen seen;

    follow(stage, &cursor, 64, &seen);
    assert_int_equal(seen.n, 0);
    for (int n = 1; n <= 10; n++)
        stage_put(stage, EVENT_ALERT, n, "Active");
    patch.acknowledged = 1;
    stage_must(stage, events_patch(stage->store, 2, &patch, 1, &stage->err));

    /* In pieces; a change from before the first look is in the row. */
    cursor = (struct event_cursor){0};
    follow(stage, &cursor, 4, &seen);
    assert_int_equal(seen.n, 4);
    follow(stage, &cursor, 64, &seen);
    assert_int_equal(seen.n, 6);
    assert_int_equal(seen.rows[0], 5);
    assert_int_equal(seen.rows[5], 10);
    follow(stage, &cursor, 64, &seen);
    assert_int_equal(seen.n, 0);

    /* New rows first, then what changed, each once. */
    for (int i = 0; i < 5; i++)
        stage_must(stage,
                   events_patch(stage->store, 3, &patch, 1, &stage->err));
    stage_must(stage, events_patch(stage->store, 7, &patch, 1, &stage->err));
    stage_must(stage, events_patch(stage->store, 3, &patch, 1, &stage->err));
    stage_put(stage, EVENT_ALERT, 9, "Resolved");
    stage_put(stage, EVENT_ALERT, 11, "Active");
    follow(stage, &cursor, 64, &seen);
    assert_int_equal(seen.n, 4);
    assert_int_equal(seen.rows[0], 11);
    assert_int_equal(seen.rows[1], 7);
    assert_int_equal(seen.rows[2], 3);
    assert_int_equal(seen.rows[3], 9);
    follow(stage, &cursor, 64, &seen);
    assert_int_equal(seen.n, 0);

    /* Stopped among the changes. */
    for (int64_t row = 1; row <= 5; row++)
        stage_must(stage,
                   events_patch(stage->store, row, &patch, 1, &stage->err));
    follow(stage, &cursor, 2, &seen);
    assert_int_equal(seen.rows[1], 2);
    follow(stage, &cursor, 64, &seen);
    assert_int_equal(seen.n, 3);
    assert_int_equal(seen.rows[0], 3);
}

/* A reader beside a writer sees what is committed, and only that. */
static void test_beside(void **state)
{
    struct stage *stage = *state;
    struct store *writer = stage->store;
    struct event_cursor cursor = {0};
    struct seen seen;
    struct event event = stage_event(stage, EVENT_ALERT, 1, "Active");
    unsigned changes;

    stage_must(stage,
               store_open(stage->path, STORE_READ, &stage->store, &stage->err));
    stage_must(stage, store_begin(writer, &stage->err));
    stage_must(stage, events_put(writer, &event, false, &changes, &stage->err));
    follow(stage, &cursor, 64, &seen);
    assert_int_equal(seen.n, 0);
    stage_must(stage, store_commit(writer, &stage->err));
    assert_true(store_changed(stage->store));
    follow(stage, &cursor, 64, &seen);
    assert_int_equal(seen.n, 1);
    store_close(stage->store);
    stage->store = writer;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_find),   STAGE_TEST(test_get),
        STAGE_TEST(test_newest), STAGE_TEST(test_follow),
        STAGE_TEST(test_beside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
