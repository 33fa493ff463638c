/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <string.h>

#include "store/internal.h"

/* The same event sent twice: what the second one says, and what comes of it. */
static const struct {
    const char *what;
    enum event_kind kind;
    bool standing;
    const char *first, *then;
    unsigned changes;
    unsigned flags_first, flags_then;
} rows[] = {
    {"the same", EVENT_ALERT, false, "Active", "Active", 0, 0, 0},
    {"another status", EVENT_ALERT, false, "Active", "Resolved",
     CHANGE_STATUS | CHANGE_OTHER, 0, 0},
    {"New is Active", EVENT_ALERT, false, "Active", "New", CHANGE_OTHER, 0, 0},
    {"news from an export", EVENT_RECOMMENDATION, false, "Healthy", "Healthy",
     0, 0, 0},
    {"still healthy", EVENT_RECOMMENDATION, true, "Healthy", "Healthy", 0,
     EVENT_STANDING, EVENT_STANDING},
    {"is no longer healthy", EVENT_RECOMMENDATION, true, "Healthy", "Unhealthy",
     CHANGE_STATUS | CHANGE_OTHER, EVENT_STANDING, 0},
    {"was never healthy", EVENT_RECOMMENDATION, true, "Unhealthy", "Healthy",
     CHANGE_STATUS | CHANGE_OTHER, 0, 0},
    {"compliance stands", EVENT_COMPLIANCE, true, "Failed", "Failed", 0,
     EVENT_STANDING, EVENT_STANDING},
    {"compliance changes", EVENT_COMPLIANCE, true, "Failed", "Passed",
     CHANGE_STATUS | CHANGE_OTHER, EVENT_STANDING, 0},
};

static void test_put(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int n = (int)i + 1;
        struct event event = stage_event(stage, rows[i].kind, n, rows[i].first);
        struct event again, stored;
        unsigned changes;

        print_message("%s\n", rows[i].what);
        stage_must(stage, events_put(stage->store, &event, rows[i].standing,
                                     &changes, &stage->err));
        assert_int_equal(changes, CHANGE_NEW);
        assert_int_equal(event.flags, rows[i].flags_first);
        assert_true(event.row > 0);

        again = stage_event(stage, rows[i].kind, n, rows[i].then);
        stage_must(stage, events_put(stage->store, &again, rows[i].standing,
                                     &changes, &stage->err));
        assert_int_equal(changes, rows[i].changes);
        assert_int_equal(again.row, event.row);
        assert_int_equal(again.flags, rows[i].flags_then);

        stage_must(stage, events_get(stage->store, event.row, true,
                                     stage->arena, &stored, &stage->err));
        assert_true(str_eq(stored.raw, again.raw));
        assert_true(str_eq(stored.key, event.key));
        assert_int_equal(stored.flags, rows[i].flags_then);
        for (int c = 0; c < EVENT_COLUMN_N; c++)
            assert_true(str_eq(stored.column[c], again.column[c]));
    }
}

/* Severity alone, and all three at once. */
static void test_severity(void **state)
{
    struct stage *stage = *state;
    struct event one = stage_event(stage, EVENT_ALERT, 1, "Active");
    struct event two = stage_event(stage, EVENT_ALERT, 2, "Active");
    unsigned changes;

    stage_must(stage,
               events_put(stage->store, &one, false, &changes, &stage->err));
    two.key = one.key;
    stage_must(stage,
               events_put(stage->store, &two, false, &changes, &stage->err));
    assert_int_equal(changes, CHANGE_SEVERITY | CHANGE_OTHER);
    two = stage_event(stage, EVENT_ALERT, 3, "Dismissed");
    two.key = one.key;
    two.severity = SEVERITY_MEDIUM;
    stage_must(stage,
               events_put(stage->store, &two, false, &changes, &stage->err));
    assert_int_equal(changes, CHANGE_SEVERITY | CHANGE_STATUS | CHANGE_OTHER);
}

static struct event get(struct stage *stage, int64_t row)
{
    struct event event;

    stage_must(stage, events_get(stage->store, row, false, stage->arena, &event,
                                 &stage->err));
    return event;
}

static void patch(struct stage *stage, int64_t row, struct event_patch patch)
{
    stage_must(stage, events_patch(stage->store, row, &patch, STAGE_NOW + 1,
                                   &stage->err));
}

static void test_patch(void **state)
{
    struct stage *stage = *state;
    int64_t row = stage_put(stage, EVENT_ALERT, 1, "Active");
    struct event_patch p = EVENT_PATCH_NONE;
    struct event event;

    patch(stage, row, p);
    event = get(stage, row);
    assert_string_equal(event.column[COLUMN_STATUS].at, "Active");
    assert_int_equal(event.changed, STAGE_NOW + 1);
    assert_int_equal(event.acknowledged, 0);

    p = (struct event_patch){
        .acknowledged = 5,
        .status = "InProgress",
        .owner = "mara",
        .closing = "Benign",
        .tags = "a b",
        .automation = AUTO_WAITING,
        .pending = 1,
    };
    patch(stage, row, p);
    event = get(stage, row);
    assert_int_equal(event.acknowledged, 5);
    assert_string_equal(event.column[COLUMN_STATUS].at, "InProgress");
    assert_string_equal(event.column[COLUMN_OWNER].at, "mara");
    assert_string_equal(event.column[COLUMN_CLOSING].at, "Benign");
    assert_string_equal(event.column[COLUMN_TAGS].at, "a b");
    assert_int_equal(event.automation, AUTO_WAITING);
    assert_int_equal(event.flags, EVENT_PENDING);

    /* Each is taken back, and the others stay. */
    p = EVENT_PATCH_NONE;
    p.acknowledged = 0;
    p.pending = 0;
    p.tags = "";
    patch(stage, row, p);
    event = get(stage, row);
    assert_int_equal(event.acknowledged, 0);
    assert_int_equal(event.flags, 0);
    assert_int_equal(event.column[COLUMN_TAGS].len, 0);
    assert_string_equal(event.column[COLUMN_OWNER].at, "mara");
    assert_int_equal(event.automation, AUTO_WAITING);
    stage_refused(stage,
                  events_patch(stage->store, 99, &p, STAGE_NOW, &stage->err),
                  ERR_ABSENT, "There is no event 99");
}

/* What is riposte's own outlives a newer version from the service; that a
 * change is pending does until the status is another. */
static void test_own(void **state)
{
    struct stage *stage = *state;
    int64_t row = stage_put(stage, EVENT_ALERT, 1, "Active");
    struct event_patch p = EVENT_PATCH_NONE;
    struct event event;

    p.acknowledged = 5;
    p.owner = "mara";
    p.tags = "x";
    p.automation = AUTO_DONE;
    p.pending = 1;
    patch(stage, row, p);
    stage_put(stage, EVENT_ALERT, 1, "New");
    event = get(stage, row);
    assert_int_equal(event.flags, EVENT_PENDING);
    stage_put(stage, EVENT_ALERT, 1, "Resolved");
    event = get(stage, row);
    assert_int_equal(event.flags, 0);
    assert_int_equal(event.acknowledged, 5);
    assert_int_equal(event.automation, AUTO_DONE);
    assert_string_equal(event.column[COLUMN_OWNER].at, "mara");
    assert_string_equal(event.column[COLUMN_TAGS].at, "x");
    assert_string_equal(event.column[COLUMN_STATUS].at, "Resolved");
}

/* An undone batch leaves nothing, and goes in again as if it were new. */
static void test_rollback(void **state)
{
    struct stage *stage = *state;
    unsigned changes;
    int64_t count;

    stage_put(stage, EVENT_ALERT, 1, "Active");
    for (int turn = 0; turn < 2; turn++) {
        stage_must(stage, store_begin(stage->store, &stage->err));
        for (int n = 2; n < 50; n++) {
            struct event event = stage_event(stage, EVENT_ALERT, n, "Active");

            stage_must(stage, events_put(stage->store, &event, false, &changes,
                                         &stage->err));
            assert_int_equal(changes, CHANGE_NEW);
        }
        if (turn == 0)
            store_rollback(stage->store);
        else
            stage_must(stage, store_commit(stage->store, &stage->err));
        stage_must(stage, events_count(stage->store, &count, &stage->err));
        assert_int_equal(count, turn == 0 ? 1 : 49);
    }
    assert_string_equal(get(stage, 49).column[COLUMN_ENTITY].at, "vm-4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_put), STAGE_TEST(test_severity), STAGE_TEST(test_patch),
        STAGE_TEST(test_own), STAGE_TEST(test_rollback),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
