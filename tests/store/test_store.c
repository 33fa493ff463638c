/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/internal.h"
#include "store/state.h"
#include "util/file.h"

static unsigned mode_of(const struct stage *stage, const char *suffix)
{
    char path[128];
    struct stat st;

    snprintf(path, sizeof(path), "%s%s", stage->path, suffix);
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 0777;
}

static void test_private(void **state)
{
    struct stage *stage = *state;

    stage_put(stage, EVENT_ALERT, 1, "Active");
    assert_int_equal(mode_of(stage, ""), 0600);
    assert_int_equal(mode_of(stage, "-wal"), 0600);
    assert_int_equal(mode_of(stage, "-shm"), 0600);
    assert_string_equal(store_path(stage->store), stage->path);
}

static void test_reopen(void **state)
{
    struct stage *stage = *state;
    int64_t row = stage_put(stage, EVENT_ALERT, 1, "Active");
    struct event event;

    stage_reopen(stage);
    stage_must(stage, events_get(stage->store, row, true, stage->arena, &event,
                                 &stage->err));
    assert_string_equal(event.key.at, "alert:0000001_abc");
    /* By URL, too. */
    store_close(stage->store);
    stage->store = NULL;
    stage_must(stage,
               store_open(arena_printf(stage->arena, "sqlite:%s", stage->path),
                          STORE_READ, &stage->store, &stage->err));
    stage_must(stage, events_get(stage->store, row, false, stage->arena, &event,
                                 &stage->err));
}

/* What cannot be opened, and what is said of it. */
static const struct {
    const char *name;
    enum store_mode mode;
    enum err_code code;
    const char *says;
} refused[] = {
    {"none.db", STORE_READ, ERR_INPUT, "There is no store at"},
    {"empty", STORE_READ, ERR_INPUT, "is empty or of an older riposte"},
    {"garbage", STORE_READ, ERR_INPUT, "is not a store of riposte"},
    {"garbage", STORE_WRITE, ERR_INPUT, "is not a store of riposte"},
    {"dir", STORE_READ, ERR_INPUT, "is no file"},
    {"dir", STORE_WRITE, ERR_INPUT, "is no file"},
    {"fifo", STORE_READ, ERR_INPUT, "is no file"},
    {"fifo", STORE_WRITE, ERR_INPUT, "is no file"},
    {"garbage/x.db", STORE_WRITE, ERR_LOCAL, "garbage"},
};

static void write_file(const struct stage *stage, const char *name,
                       const char *text, size_t len)
{
    char *path = file_join(stage->arena, stage->dir, name);
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    fclose(file);
}

static void test_refused(void **state)
{
    struct stage *stage = *state;
    char garbage[4096];
    struct store *store = NULL;

    memset(garbage, 'x', sizeof(garbage));
    write_file(stage, "garbage", garbage, sizeof(garbage));
    write_file(stage, "empty", "", 0);
    assert_int_equal(mkdir(file_join(stage->arena, stage->dir, "dir"), 0700),
                     0);
    assert_int_equal(mkfifo(file_join(stage->arena, stage->dir, "fifo"), 0600),
                     0);
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        char *path = file_join(stage->arena, stage->dir, refused[i].name);

        stage_refused(stage,
                      store_open(path, refused[i].mode, &store, &stage->err),
                      refused[i].code, refused[i].says);
        assert_null(store);
    }
    stage_refused(stage,
                  store_open("postgresql://db.example/riposte", STORE_WRITE,
                             &store, &stage->err),
                  ERR_INPUT, "postgresql://db.example/riposte");
    stage_refused(stage, store_open("", STORE_READ, &store, &stage->err),
                  ERR_INPUT, "There is no store");
    stage_refused(stage, store_open("", STORE_WRITE, &store, &stage->err),
                  ERR_LOCAL, "cannot be opened");
}

/* Names that mean something else to SQLite, or to an URI. */
static void test_names(void **state)
{
    static const char *const names[] = {":memory:", "file:x?mode=memory",
                                        "a b%41#c?immutable=1", "ä.db",
                                        "new/deep/s.db"};
    struct stage *stage = *state;
    char here[4096];

    assert_non_null(getcwd(here, sizeof(here)));
    assert_int_equal(chdir(stage->dir), 0);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct store *store;

        stage_must(stage,
                   store_open(names[i], STORE_WRITE, &store, &stage->err));
        stage_must(stage, state_set(store, "x", STR("y"), &stage->err));
        store_close(store);
        assert_true(file_exists(names[i]));
        stage_must(stage,
                   store_open(names[i], STORE_READ, &store, &stage->err));
        store_close(store);
    }
    assert_int_equal(chdir(here), 0);
}

static void script(struct stage *stage, const char *path, const char *sql)
{
    struct db *db;

    stage_must(stage, db_open(path, true, &db, &stage->err));
    stage_must(stage, db_script(db, sql, &stage->err));
    db_close(db);
}

/* Neither is touched: byte for byte as before. */
static void test_not_ours(void **state)
{
    static const struct {
        const char *sql, *says;
    } rows[] = {
        {"CREATE TABLE t(x); INSERT INTO t VALUES(1)", "another program"},
        {"PRAGMA application_id=7", "another program"},
        {"PRAGMA user_version=7", "another program"},
        {"PRAGMA application_id=1382641780; PRAGMA user_version=9999",
         "of a newer riposte"},
    };
    struct stage *stage = *state;
    struct store *store;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *path = arena_printf(stage->arena, "%s/%zu.db", stage->dir, i);
        struct buf before, after;

        script(stage, path, rows[i].sql);
        buf_init(&before);
        buf_init(&after);
        stage_must(stage, file_read(path, 1 << 20, &before, &stage->err));
        for (int mode = STORE_READ; mode <= STORE_WRITE; mode++)
            stage_refused(
                stage,
                store_open(path, (enum store_mode)mode, &store, &stage->err),
                ERR_INPUT, rows[i].says);
        stage_must(stage, file_read(path, 1 << 20, &after, &stage->err));
        assert_int_equal(before.len, after.len);
        assert_memory_equal(before.at, after.at, after.len);
        assert_false(file_exists(arena_printf(stage->arena, "%s-wal", path)));
        buf_done(&before);
        buf_done(&after);
    }
}

/* One of our own whose tables are others than those of its version here: said
 * where it shows first, whether that is a table, a column or a migration. */
static void test_other_format(void **state)
{
    static const struct {
        const char *sql, *says;
    } rows[] = {
        {"DROP TABLE state", "no such table: "},
        {"ALTER TABLE state RENAME COLUMN value TO old", "value"},
        {"PRAGMA user_version=1", "already exists"},
    };
    struct stage *stage = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *path = arena_printf(stage->arena, "%s/old%zu.db", stage->dir, i);
        struct store *store;
        bool ok;

        stage_must(stage, store_open(path, STORE_WRITE, &store, &stage->err));
        store_close(store);
        script(stage, path, rows[i].sql);
        ok = store_open(path, STORE_WRITE, &store, &stage->err);
        if (ok) {
            ok = state_set(store, "a", STR("b"), &stage->err);
            store_close(store);
        }
        assert_non_null(strstr(stage->err.text, path));
        assert_non_null(strstr(stage->err.text, "has another format"));
        stage_refused(stage, ok, ERR_INPUT, rows[i].says);
    }
}

static void test_corrupt(void **state)
{
    struct stage *stage = *state;
    struct event event;
    bool ok = true;
    FILE *file;

    for (int n = 1; n <= 300; n++)
        stage_put(stage, EVENT_ALERT, n, "Active");
    store_close(stage->store);
    stage->store = NULL;
    file = fopen(stage->path, "r+");
    assert_non_null(file);
    for (long page = 1; page < 30; page++) {
        fseek(file, page * 4096, SEEK_SET);
        for (int i = 0; i < 4096; i++)
            fputc(0xa5, file);
    }
    fclose(file);
    if (!store_open(stage->path, STORE_READ, &stage->store, &stage->err)) {
        assert_int_equal(stage->err.code, ERR_LOCAL);
        return;
    }
    for (int64_t row = 1; ok && row <= 300; row++)
        ok = events_get(stage->store, row, true, stage->arena, &event,
                        &stage->err);
    stage_refused(stage, ok, ERR_LOCAL, "is damaged");
}

static void test_transactions(void **state)
{
    struct stage *stage = *state;
    struct str value;

    stage_must(stage, store_begin(stage->store, &stage->err));
    stage_must(stage, state_set(stage->store, "a", STR("1"), &stage->err));
    store_rollback(stage->store);
    store_rollback(stage->store);
    stage_must(stage,
               state_get(stage->store, "a", stage->arena, &value, &stage->err));
    assert_int_equal(value.len, 0);

    stage_must(stage, store_begin(stage->store, &stage->err));
    stage_must(stage, state_set(stage->store, "a", STR("2"), &stage->err));
    stage_must(stage, store_commit(stage->store, &stage->err));
    store_rollback(stage->store);
    stage_must(stage,
               state_get(stage->store, "a", stage->arena, &value, &stage->err));
    assert_string_equal(value.at, "2");

    /* They do not nest, and a failed one leaves the next alone. */
    stage_must(stage, store_begin(stage->store, &stage->err));
    stage_refused(stage, store_begin(stage->store, &stage->err), ERR_BUG,
                  "transaction");
    store_rollback(stage->store);
    stage_must(stage, store_begin(stage->store, &stage->err));
    store_rollback(stage->store);
}

static void test_changed(void **state)
{
    struct stage *stage = *state;
    struct store *other;

    stage_must(stage,
               store_open(stage->path, STORE_WRITE, &other, &stage->err));
    assert_false(store_changed(stage->store));
    stage_must(stage, state_set(stage->store, "a", STR("1"), &stage->err));
    /* One's own changes are no news. */
    assert_false(store_changed(stage->store));
    stage_must(stage, state_set(other, "a", STR("2"), &stage->err));
    assert_true(store_changed(stage->store));
    assert_false(store_changed(stage->store));
    store_close(other);
}

static void test_read_only(void **state)
{
    struct stage *stage = *state;
    struct store *reader;
    struct str value;

    stage_must(stage,
               store_open(stage->path, STORE_READ, &reader, &stage->err));
    stage_must(stage, state_set(stage->store, "a", STR("1"), &stage->err));
    stage_must(stage,
               state_get(reader, "a", stage->arena, &value, &stage->err));
    assert_string_equal(value.at, "1");
    stage_refused(stage, state_set(reader, "a", STR("2"), &stage->err),
                  ERR_LOCAL, "cannot be written to");
    store_close(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_private),  STAGE_TEST(test_reopen),
        STAGE_TEST(test_refused),  STAGE_TEST(test_names),
        STAGE_TEST(test_not_ours), STAGE_TEST(test_other_format),
        STAGE_TEST(test_corrupt),  STAGE_TEST(test_transactions),
        STAGE_TEST(test_changed),  STAGE_TEST(test_read_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
