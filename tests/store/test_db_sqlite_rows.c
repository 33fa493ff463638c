/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <string.h>

#include "store/internal.h"

#define ALL "SELECT a, b, c FROM t ORDER BY a"

static struct db *fill(struct stage *stage)
{
    struct db *db = stage->store->db;
    struct err *err = &stage->err;
    static const char insert[] = "INSERT INTO t VALUES(?1, ?2, ?3)";

    stage_must(stage, db_script(db, "CREATE TABLE t(a, b, c)", err));
    stage_must(stage,
               db_run(db, err, insert, "itb", INT64_MIN, "one", STR("\0x")));
    assert_int_equal(db_last_row(db), 1);
    stage_must(stage, db_run(db, err, insert, "isb", (int64_t)0, STR("t\0wo"),
                             STR_NONE));
    stage_must(stage, db_run(db, err, insert, "itb", INT64_MAX,
                             (const char *)NULL, STR("\xff")));
    assert_int_equal(db_last_row(db), 3);
    return db;
}

static void test_values(void **state)
{
    struct stage *stage = *state;
    struct db *db = fill(stage);
    struct db_rows rows;

    stage_must(stage, db_query(db, &rows, &stage->err, ALL, ""));
    assert_true(db_next(&rows, &stage->err));
    assert_true(db_int(&rows, 0) == INT64_MIN);
    assert_true(str_eq(db_text(&rows, 1), STR("one")));
    assert_true(str_eq(db_bytes(&rows, 2), STR("\0x")));
    assert_true(db_next(&rows, &stage->err));
    assert_int_equal(db_int(&rows, 0), 0);
    assert_true(str_eq(db_text(&rows, 1), STR("t\0wo")));
    assert_int_equal(db_bytes(&rows, 2).len, 0);
    assert_true(db_next(&rows, &stage->err));
    assert_true(db_int(&rows, 0) == INT64_MAX);
    assert_int_equal(db_text(&rows, 1).len, 0);
    assert_non_null(db_text(&rows, 1).at);
    assert_false(db_next(&rows, &stage->err));
    assert_false(db_next(&rows, &stage->err));
    assert_true(db_done(&rows));
    assert_true(db_done(&rows));
    assert_int_equal(stage->err.code, ERR_NONE);
}

/* A column holds values of any type, and tells of which. */
static void test_types(void **state)
{
    struct stage *stage = *state;
    struct db *db = fill(stage);
    struct db_rows rows;

    stage_must(stage, db_query(db, &rows, &stage->err, ALL, ""));
    assert_true(db_next(&rows, &stage->err));
    assert_true(db_stored_as(&rows, "isb"));
    assert_true(db_stored_as(&rows, "i"));
    assert_false(db_stored_as(&rows, "ssb"));
    assert_false(db_stored_as(&rows, "iib"));
    assert_false(db_stored_as(&rows, "iss"));
    db_done(&rows);
}

/* The same statement while it is being read, five deep. */
static void nest(struct stage *stage, int depth)
{
    struct db_rows rows;
    int n = 0;

    stage_must(stage, db_query(stage->store->db, &rows, &stage->err, ALL, ""));
    while (db_next(&rows, &stage->err)) {
        if (depth > 0)
            nest(stage, depth - 1);
        n++;
    }
    assert_true(db_done(&rows));
    assert_int_equal(n, 3);
}

static void test_nested(void **state)
{
    struct stage *stage = *state;

    fill(stage);
    nest(stage, 5);
    nest(stage, 5);
}

static void test_changes(void **state)
{
    struct stage *stage = *state;
    struct db *db = fill(stage);

    stage_must(stage, db_run(db, &stage->err, "UPDATE t SET c = 0", ""));
    assert_int_equal(db_changes(db), 3);
    stage_must(stage, db_run(db, &stage->err, "UPDATE t SET c = 0 WHERE a = ?1",
                             "i", (int64_t)7));
    assert_int_equal(db_changes(db), 0);
}

/* Left in the middle, and failed in the middle. */
static void test_ends(void **state)
{
    struct stage *stage = *state;
    struct db *db = fill(stage);
    struct db_rows rows;

    stage_must(stage, db_query(db, &rows, &stage->err, ALL, ""));
    assert_true(db_next(&rows, &stage->err));
    assert_true(db_done(&rows));
    assert_false(db_next(&rows, &stage->err));
    assert_true(db_done(&rows));

    stage_must(stage, db_query(db, &rows, &stage->err,
                               "SELECT abs(a) FROM t ORDER BY rowid DESC", ""));
    assert_true(db_next(&rows, &stage->err));
    assert_true(db_next(&rows, &stage->err));
    assert_false(db_next(&rows, &stage->err));
    assert_false(db_done(&rows));
    assert_false(db_done(&rows));
    assert_int_equal(stage->err.code, ERR_BUG);
    err_clear(&stage->err);
    /* The statement can be used again. */
    stage_must(stage, db_query(db, &rows, &stage->err, ALL, ""));
    assert_true(db_next(&rows, &stage->err));
    assert_true(db_done(&rows));
}

static void test_refused(void **state)
{
    struct stage *stage = *state;
    struct db *db = fill(stage);
    struct db_rows rows;

    stage_refused(stage, db_run(db, &stage->err, "NONSENSE", ""), ERR_BUG,
                  "syntax");
    stage_refused(stage, db_query(db, &rows, &stage->err, "SELECT x", ""),
                  ERR_INPUT, "no such column");
    assert_true(db_done(&rows));
    stage_refused(stage, db_script(db, "DELETE FROM none", &stage->err),
                  ERR_INPUT, "no such table");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_values), STAGE_TEST(test_types),
        STAGE_TEST(test_nested), STAGE_TEST(test_changes),
        STAGE_TEST(test_ends),   STAGE_TEST(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
