/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <stdio.h>
#include <string.h>

#include "store/internal.h"
#include "store/state.h"
#include "util/file.h"

static void script(struct stage *stage, const char *path, const char *sql)
{
    struct db *db;

    stage_must(stage, db_open(path, true, &db, &stage->err));
    stage_must(stage, db_script(db, sql, &stage->err));
    db_close(db);
}

/* From nothing, and from a store that was made but never filled. */
static void test_migrate(void **state)
{
    struct stage *stage = *state;
    char *path = file_join(stage->arena, stage->dir, "old.db");
    struct store *store;

    script(stage, path, "PRAGMA application_id=1382641780");
    stage_refused(stage, store_open(path, STORE_READ, &store, &stage->err),
                  ERR_INPUT, "of an older riposte");
    stage_must(stage, store_open(path, STORE_WRITE, &store, &stage->err));
    stage_must(stage, state_set(store, "a", STR("b"), &stage->err));
    store_close(store);
    stage_must(stage, store_open(path, STORE_READ, &store, &stage->err));
    store_close(store);
}

/* One that fails half way leaves the store as it was. */
static void test_undone(void **state)
{
    struct stage *stage = *state;
    char *path = file_join(stage->arena, stage->dir, "bad.db");
    struct store *store;
    struct db_rows rows;
    struct db *db;

    script(stage, path,
           "PRAGMA application_id=1382641780; CREATE TABLE audit(x)");
    stage_refused(stage, store_open(path, STORE_WRITE, &store, &stage->err),
                  ERR_INPUT, "could not be brought up to date");
    stage_must(stage, db_open(path, false, &db, &stage->err));
    stage_must(stage, db_query(db, &rows, &stage->err,
                               "SELECT count(*), (SELECT user_version FROM"
                               " pragma_user_version) FROM sqlite_master",
                               ""));
    assert_true(db_next(&rows, &stage->err));
    assert_int_equal(db_int(&rows, 0), 1);
    assert_int_equal(db_int(&rows, 1), 0);
    db_done(&rows);
    db_close(db);
}

/* Several processes find no store at the same time. */
static int begin(struct stage *stage, int number)
{
    char name[16];
    struct store *store;

    snprintf(name, sizeof(name), "n%d", number);
    if (!store_open(arena_printf(stage->arena, "%s/deep/new.db", stage->dir),
                    STORE_WRITE, &store, &stage->err) ||
        !state_set(store, name, STR("x"), &stage->err)) {
        fprintf(stderr, "%s\n", stage->err.text);
        return 99;
    }
    store_close(store);
    return 1;
}

static void test_at_once(void **state)
{
    struct stage *stage = *state;
    struct store *store;
    int sum = 0;

    stage_fork_all(begin, stage, 6, &sum);
    assert_int_equal(sum, 6);
    stage_must(stage, store_open(arena_printf(stage->arena, "%s/deep/new.db",
                                              stage->dir),
                                 STORE_READ, &store, &stage->err));
    for (int i = 0; i < 6; i++) {
        struct str value;

        stage_must(stage, state_get(store, arena_printf(stage->arena, "n%d", i),
                                    stage->arena, &value, &stage->err));
        assert_string_equal(value.at, "x");
    }
    store_close(store);
}

/* Lists that are read all day must not walk a table. */
static const char *const indexed[] = {
    "SELECT row FROM event INDEXED BY event_time WHERE flags & 64 = 0"
    " ORDER BY time DESC LIMIT 9",
    "SELECT row FROM approval WHERE state = 0 ORDER BY expires LIMIT 9",
    "SELECT row FROM approval WHERE state <> 0 ORDER BY answered DESC, row DESC"
    " LIMIT 9",
    "SELECT row FROM effect WHERE state IN (0, 1, 2, 4, 5) ORDER BY row DESC"
    " LIMIT 9",
    "SELECT row FROM run WHERE state IN (0, 1) AND row < 9 ORDER BY row DESC",
    "SELECT row FROM decision WHERE event = 9 ORDER BY row DESC LIMIT 9",
    "SELECT row, time FROM decision WHERE rule = 9 ORDER BY time DESC, row DESC"
    " LIMIT 9",
    "SELECT max(d.time) FROM decision d WHERE d.rule = 9 AND d.reason = 0",
    "SELECT seq FROM audit WHERE event = 9 AND event <> 0"
    " ORDER BY seq DESC LIMIT 9",
};

static void test_plans(void **state)
{
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(indexed) / sizeof(indexed[0]); i++) {
        struct db_rows rows;
        const char *sql =
            arena_printf(stage->arena, "EXPLAIN QUERY PLAN %s", indexed[i]);

        stage_must(stage,
                   db_query(stage->store->db, &rows, &stage->err, sql, ""));
        while (db_next(&rows, &stage->err)) {
            struct str plan = db_text(&rows, 3);

            /* Rows of the same moment may be sorted. */
            if (str_find(plan, STR("RIGHT PART")) != STR_NOWHERE)
                continue;
            if (str_find(plan, STR("INDEX")) == STR_NOWHERE ||
                str_find(plan, STR("TEMP B-TREE FOR ORDER")) != STR_NOWHERE)
                fail_msg("%s: %.*s", indexed[i], STR_ARG(plan));
        }
        assert_true(db_done(&rows));
    }
}

/* A run of ten thousand steps is not walked for each of them. */
static void test_lanes(void **state)
{
    static const struct {
        const char *sql, *says;
    } rows[] = {
        {"SELECT coalesce(max(place), 0) FROM lane WHERE run = 9",
         "lane_place (run=?)"},
        {"SELECT time FROM lane WHERE run = 9 ORDER BY place DESC LIMIT 1",
         "lane_place (run=?)"},
        {"SELECT outputs FROM lane WHERE run = 9 AND unlikely(place = 0)"
         " ORDER BY lane",
         "lane_place (run=? AND place=?)"},
        {"SELECT lane FROM lane WHERE run = 9 AND place = 0",
         "lane_place (run=? AND place=?)"},
        {"SELECT name FROM step WHERE run = 9 AND lane IN (SELECT lane FROM"
         " lane WHERE run = 9 AND place = 0) ORDER BY lane, number",
         "step_lane (run=? AND lane=?)"},
        {"SELECT name FROM step WHERE run = 9 AND lane = 9 ORDER BY number",
         "step_lane (run=? AND lane=?)"},
    };
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct db_rows plan;

        stage_must(stage,
                   db_query(stage->store->db, &plan, &stage->err,
                            arena_printf(stage->arena, "EXPLAIN QUERY PLAN %s",
                                         rows[i].sql),
                            ""));
        assert_true(db_next(&plan, &stage->err));
        if (str_find(db_text(&plan, 3), str_of(rows[i].says)) == STR_NOWHERE)
            fail_msg("%s: %.*s", rows[i].sql, STR_ARG(db_text(&plan, 3)));
        db_done(&plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_migrate), STAGE_TEST(test_undone),
        STAGE_TEST(test_at_once), STAGE_TEST(test_plans),
        STAGE_TEST(test_lanes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
