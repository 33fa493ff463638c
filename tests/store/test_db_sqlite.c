/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_db_sqlite.c - what the world does to a store: no rights, no room, no
 * time, and SIGKILL.
 */
#include "stage.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/internal.h"
#include "store/state.h"
#include "util/mem.h"

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

/* Everything that belongs to an event is there, or nothing. */
static void check_whole(struct stage *stage, int64_t events)
{
    static const char *const counts[] = {
        "SELECT count(*) FROM event",
        "SELECT count(*) FROM event_key",
        "SELECT count(*) FROM body",
        "SELECT count(*) FROM event JOIN term ON id = title",
    };
    struct db_rows rows;
    struct event event;

    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
        assert_int_equal(ask(stage, counts[i]), events);
    for (int64_t row = 1; row <= events; row++)
        stage_must(stage, events_get(stage->store, row, true, stage->arena,
                                     &event, &stage->err));
    stage_must(stage, db_query(stage->store->db, &rows, &stage->err,
                               "PRAGMA integrity_check", ""));
    assert_true(db_next(&rows, &stage->err));
    assert_true(str_eq(db_text(&rows, 0), STR("ok")));
    assert_true(db_done(&rows));
}

static bool put(struct store *store, struct stage *stage, int first, int last)
{
    unsigned changes;

    for (int n = first; n <= last; n++) {
        struct event event = stage_event(stage, EVENT_ALERT, n, "Active");

        if (!events_put(store, &event, false, &changes, &stage->err))
            return false;
    }
    return true;
}

/* A body that does not pack, so that a batch outgrows the page cache and is
 * written out before it is committed. */
static bool put_large(struct store *store, struct stage *stage, int n)
{
    struct event event = stage_event(stage, EVENT_ALERT, n, "Active");
    struct buf raw;
    uint32_t random = (uint32_t)n;
    unsigned changes;
    bool ok;

    buf_init(&raw);
    buf_str(&raw, str_sub(event.raw, 0, event.raw.len - 1));
    buf_text(&raw, ",\"noise\":\"");
    while (raw.len < 900000) {
        random = random * 1664525 + 1013904223;
        buf_char(&raw, (char)('A' + (random >> 24) % 26));
    }
    buf_text(&raw, "\"}");
    event.raw = buf_view(&raw);
    ok = events_put(store, &event, false, &changes, &stage->err);
    buf_done(&raw);
    return ok;
}

static int killed_child(struct stage *stage, int ready)
{
    struct store *store;

    if (!store_open(stage->path, STORE_WRITE, &store, &stage->err) ||
        !store_begin(store, &stage->err) || !put(store, stage, 1, 300) ||
        !store_commit(store, &stage->err) || !store_begin(store, &stage->err) ||
        !put(store, stage, 301, 500))
        return 99;
    for (int n = 501; n < 560; n++) {
        if (!put_large(store, stage, n))
            return 98;
    }
    if (write(ready, "x", 1) != 1)
        return 97;
    for (;;)
        pause();
}

/* In the middle of a batch: the one before it is there whole, this one is not
 * at all, and can be put in again. */
static void test_killed(void **state)
{
    struct stage *stage = *state;
    char path[128], byte;
    struct stat st;
    int ready[2], status;
    pid_t pid;

    store_close(stage->store);
    stage->store = NULL;
    assert_int_equal(pipe(ready), 0);
    pid = fork();
    if (pid == 0) {
        close(ready[0]);
        alarm(60);
        _exit(killed_child(stage, ready[1]));
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    /* It has written more than is committed. */
    snprintf(path, sizeof(path), "%s-wal", stage->path);
    assert_int_equal(stat(path, &st), 0);
    assert_true(st.st_size > 4000000);
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));

    stage_reopen(stage);
    check_whole(stage, 300);
    stage_must(stage, store_begin(stage->store, &stage->err));
    stage_must(stage, put(stage->store, stage, 301, 500));
    stage_must(stage, store_commit(stage->store, &stage->err));
    check_whole(stage, 500);
}

/* Killed at any moment of a row of batches of ten: what is there is a multiple
 * of ten. */
static int writing_child(struct stage *stage, int told)
{
    struct store *store;

    if (!store_open(stage->path, STORE_WRITE, &store, &stage->err))
        return 99;
    for (int n = 0; n < 100000; n += 10) {
        if (!store_begin(store, &stage->err) ||
            !put(store, stage, n + 1, n + 10) ||
            !store_commit(store, &stage->err) || write(told, "x", 1) != 1)
            return 98;
        arena_clear(stage->arena);
    }
    return 97;
}

static void test_killed_anywhere(void **state)
{
    struct stage *stage = *state;

    for (int turn = 0; turn < 8; turn++) {
        int told[2], status;
        int64_t stored, seen = 0;
        char bytes[64];
        pid_t pid;

        store_close(stage->store);
        stage->store = NULL;
        assert_int_equal(pipe(told), 0);
        pid = fork();
        if (pid == 0) {
            close(told[0]);
            alarm(60);
            _exit(writing_child(stage, told[1]));
        }
        close(told[1]);
        while (seen < 3 * turn + 1) {
            ssize_t n = read(told[0], bytes, sizeof(bytes));

            assert_true(n > 0);
            seen += n;
        }
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
        for (ssize_t n = 1; n > 0; seen += n > 0 ? n : 0)
            n = read(told[0], bytes, sizeof(bytes));
        close(told[0]);
        stage_reopen(stage);
        stored = ask(stage, "SELECT count(*) FROM event");
        assert_int_equal(stored % 10, 0);
        /* What was told to be committed is there. */
        assert_true(stored >= 10 * seen);
        check_whole(stage, stored);
    }
}

/* A disk that fills up, as a bound of the file size: the batch is refused and
 * undone, and goes in when there is room again. */
static int full_child(struct stage *stage, int number)
{
    struct rlimit limit;
    struct stat st;
    char path[128];

    (void)number;
    signal(SIGXFSZ, SIG_IGN);
    snprintf(path, sizeof(path), "%s-wal", stage->path);
    if (stat(path, &st) != 0 || getrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 1;
    limit.rlim_cur = (rlim_t)st.st_size + 100000;
    if (!store_begin(stage->store, &stage->err) ||
        !put(stage->store, stage, 2, 400) ||
        setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 2;
    if (store_commit(stage->store, &stage->err))
        return 3;
    if (stage->err.code != ERR_LOCAL ||
        strstr(stage->err.text, "limit of file sizes") == NULL) {
        fprintf(stderr, "%s\n", stage->err.text);
        return 4;
    }
    /* Reading goes on. */
    if (!events_get(stage->store, 1, true, stage->arena, &(struct event){0},
                    &stage->err))
        return 5;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0 ||
        !store_begin(stage->store, &stage->err) ||
        !put(stage->store, stage, 2, 400) ||
        !store_commit(stage->store, &stage->err)) {
        fprintf(stderr, "%s\n", stage->err.text);
        return 6;
    }
    store_close(stage->store);
    return 0;
}

static void test_full(void **state)
{
    struct stage *stage = *state;

    stage_put(stage, EVENT_ALERT, 1, "Active");
    assert_int_equal(stage_fork(full_child, stage, 0), 0);
    stage_reopen(stage);
    check_whole(stage, 400);
}

/* No room for a store at all. */
static int full_open(struct stage *stage, int number)
{
    struct rlimit limit = {.rlim_cur = 1000, .rlim_max = 1000};
    struct store *store;

    (void)number;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    if (store_open(arena_printf(stage->arena, "%s/new.db", stage->dir),
                   STORE_WRITE, &store, &stage->err))
        return 1;
    if (stage->err.code != ERR_LOCAL ||
        strstr(stage->err.text, "limit of file sizes") == NULL) {
        fprintf(stderr, "%s\n", stage->err.text);
        return 2;
    }
    return 0;
}

static void test_full_open(void **state)
{
    assert_int_equal(stage_fork(full_open, *state, 0), 0);
}

/* A disk of its own that is too small, where the system lets one make it. */
static int tiny_disk(struct stage *stage, int number)
{
    char *path = arena_printf(stage->arena, "%s/disk/store.db", stage->dir);
    struct store *store;
    bool ok;

    (void)number;
    if (unshare(geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) !=
            0 ||
        mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", arena_printf(stage->arena, "%s/disk", stage->dir),
              "tmpfs", 0, "size=1m") != 0)
        return 77;
    if (!store_open(path, STORE_WRITE, &store, &stage->err) ||
        !store_begin(store, &stage->err) || !put(store, stage, 1, 10) ||
        !store_commit(store, &stage->err))
        return 1;
    ok = store_begin(store, &stage->err);
    for (int n = 11; ok && n < 20; n++)
        ok = put_large(store, stage, n);
    ok = ok && store_commit(store, &stage->err);
    if (ok || stage->err.code != ERR_LOCAL ||
        strstr(stage->err.text, "is full") == NULL) {
        fprintf(stderr, "%s\n", stage->err.text);
        return 2;
    }
    store_rollback(store);
    store_close(store);
    if (!store_open(path, STORE_WRITE, &store, &stage->err) ||
        !store_begin(store, &stage->err) || !put(store, stage, 1, 20) ||
        !store_commit(store, &stage->err)) {
        fprintf(stderr, "%s\n", stage->err.text);
        return 3;
    }
    store_close(store);
    return 0;
}

static void test_tiny_disk(void **state)
{
    struct stage *stage = *state;
    int status;

    assert_int_equal(
        mkdir(arena_printf(stage->arena, "%s/disk", stage->dir), 0700), 0);
    status = stage_fork(tiny_disk, stage, 0);
    if (status == 77)
        skip();
    assert_int_equal(status, 0);
}

static void test_busy(void **state)
{
    struct stage *stage = *state;
    struct store *other;

    stage_must(stage,
               store_open(stage->path, STORE_WRITE, &other, &stage->err));
    stage_must(stage,
               db_script(other->db, "PRAGMA busy_timeout=1", &stage->err));
    stage_must(stage, store_begin(stage->store, &stage->err));
    stage_refused(stage, store_begin(other, &stage->err), ERR_AGAIN, "is busy");
    stage_refused(stage, state_set(other, "a", STR("b"), &stage->err),
                  ERR_AGAIN, "is busy");
    store_rollback(stage->store);
    stage_must(stage, store_begin(other, &stage->err));
    store_rollback(other);
    store_close(other);
}

/* What somebody without rights to write is told: 0 when it can read. */
static int read_child(struct stage *stage, int expected)
{
    struct store *store;
    struct event event;

    stage_unprivileged();
    if (!store_open(stage->path, STORE_READ, &store, &stage->err)) {
        if (expected != 0 && stage->err.code == ERR_LOCAL)
            return 0;
        fprintf(stderr, "%s\n", stage->err.text);
        return 1;
    }
    if (expected != 0)
        return 2;
    if (!events_get(store, 1, true, stage->arena, &event, &stage->err)) {
        fprintf(stderr, "%s\n", stage->err.text);
        return 3;
    }
    store_close(store);
    return 0;
}

static int write_child(struct stage *stage, int number)
{
    struct store *store;

    (void)number;
    stage_unprivileged();
    if (store_open(stage->path, STORE_WRITE, &store, &stage->err))
        return 1;
    fprintf(stderr, "%s\n", stage->err.text);
    return stage->err.code == ERR_LOCAL || stage->err.code == ERR_DENIED ? 0
                                                                         : 2;
}

static void test_read_only(void **state)
{
    struct stage *stage = *state;

    stage_put(stage, EVENT_ALERT, 1, "Active");
    chmod(stage->dir, 0555);
    chmod(stage->path, 0444);
    if (geteuid() == 0) {
        /* Root writes meanwhile, and what it wrote cannot be read: an old
         * state is no answer. */
        assert_int_equal(stage_fork(read_child, stage, 1), 0);
    }
    chmod(stage->dir, 0755);
    store_close(stage->store);
    stage->store = NULL;
    chmod(stage->dir, 0555);
    assert_int_equal(stage_fork(read_child, stage, 0), 0);
    assert_int_equal(stage_fork(write_child, stage, 0), 0);
    chmod(stage->path, 0666);
    assert_int_equal(stage_fork(write_child, stage, 0), 0);
    chmod(stage->path, 0000);
    assert_int_equal(stage_fork(read_child, stage, 1), 0);
}

/* Comes, writes and goes, when it is told to. */
static int visitor(const char *path, int told)
{
    struct store *store;
    struct err err;
    char byte;
    bool ok;

    alarm(60);
    if (read(told, &byte, 1) != 1 ||
        !store_open(path, STORE_WRITE, &store, &err))
        return 1;
    ok = state_set(store, "visitor", STR("was here"), &err);
    store_close(store);
    return ok ? 0 : 2;
}

/* The last one to leave takes the journal away, and who still reads it would
 * never see anything new.  Somebody with two stores has not left. */
static void test_twice(void **state)
{
    struct stage *stage = *state;
    struct store *second;
    char journal[128];
    int told[2];
    int status;
    pid_t pid;

    snprintf(journal, sizeof(journal), "%s-wal", stage->path);
    store_close(stage->store);
    assert_int_equal(pipe(told), 0);
    pid = fork();
    if (pid == 0)
        _exit(visitor(stage->path, told[0]));
    stage_must(stage, store_open(stage->path, STORE_WRITE, &stage->store,
                                 &stage->err));
    stage_must(stage,
               store_open(stage->path, STORE_WRITE, &second, &stage->err));
    assert_int_equal(write(told[1], "", 1), 1);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(access(journal, F_OK), 0);
    store_close(second);
    close(told[0]);
    close(told[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_killed),    STAGE_TEST(test_killed_anywhere),
        STAGE_TEST(test_full),      STAGE_TEST(test_full_open),
        STAGE_TEST(test_tiny_disk), STAGE_TEST(test_busy),
        STAGE_TEST(test_read_only), STAGE_TEST(test_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
