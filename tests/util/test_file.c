/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/file.h"

static char *dir;
static struct arena *arena;

static int make_dir(void **state)
{
    static char name[] = "/tmp/riposte-test-XXXXXX";

    (void)state;
    dir = mkdtemp(name);
    arena = arena_new();
    return dir ? 0 : -1;
}

static int remove_dir(void **state)
{
    char *command = arena_printf(arena, "rm -rf '%s'", dir);
    int status = system(command);

    (void)state;
    arena_free(arena);
    return status;
}

static char *in(const char *name)
{
    return file_join(arena, dir, name);
}

static void test_write_and_read(void **state)
{
    struct err err = {0};
    struct stat status;
    struct buf out;

    (void)state;
    buf_init(&out);
    buf_text(&out, "before ");
    assert_true(file_write(in("a"), STR("one\0two"), &err));
    assert_int_equal(stat(in("a"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_true(file_read(in("a"), 7, &out, &err));
    assert_int_equal(out.len, 14);
    assert_memory_equal(out.at, "before one\0two", 15);
    assert_true(file_write(in("a"), STR_NONE, &err));
    assert_true(file_read(in("a"), 0, &out, &err));
    assert_int_equal(out.len, 14);
    buf_done(&out);
}

static void test_append(void **state)
{
    struct err err = {0};
    struct stat status;
    struct buf out;

    (void)state;
    buf_init(&out);
    assert_true(file_append(in("log"), STR("one\n"), &err));
    assert_true(file_append(in("log"), STR("two\n"), &err));
    assert_int_equal(stat(in("log"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_true(file_read(in("log"), 100, &out, &err));
    assert_string_equal(out.at, "one\ntwo\n");
    buf_done(&out);
    /* No room is told, not "Success". */
    assert_false(file_append("/dev/full", STR("x"), &err));
    assert_int_equal(err.code, ERR_LOCAL);
    assert_non_null(strstr(err.text, "/dev/full"));
    assert_non_null(strstr(err.text, strerror(ENOSPC)));
    assert_true(file_make(in("new"), STR("one"), &err));
    assert_false(file_make(in("new"), STR("two"), &err));
    assert_int_equal(err.code, ERR_LOCAL);
    assert_non_null(strstr(err.text, in("new")));
    assert_false(file_append(in("none/log"), STR("x"), &err));
}

static void test_read_refused(void **state)
{
    struct err err = {0};
    struct buf out;

    (void)state;
    buf_init(&out);
    buf_text(&out, "kept");
    assert_true(file_write(in("large"), STR("12345678"), &err));
    assert_false(file_read(in("large"), 7, &out, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "large"));
    assert_false(file_read(in("missing"), 7, &out, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "missing"));
    assert_false(file_read(dir, 7, &out, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_false(file_read("/dev/zero", 200000, &out, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_string_equal(out.at, "kept");
    buf_done(&out);
}

static void test_standard_input(void **state)
{
    int ends[2], old = dup(STDIN_FILENO);
    struct err err = {0};
    struct buf out;

    (void)state;
    buf_init(&out);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "piped", 5), 5);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    assert_true(file_read("-", 100, &out, &err));
    dup2(old, STDIN_FILENO);
    close(old);
    assert_string_equal(out.at, "piped");
    buf_done(&out);
}

static void test_write_refused(void **state)
{
    struct err err = {0};
    struct stat status;
    char **names;
    size_t count;

    (void)state;
    assert_false(file_write(in("none/a"), STR("x"), &err));
    assert_int_equal(err.code, ERR_LOCAL);
    assert_false(file_write("/dev/null", STR("x"), &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_int_equal(stat("/dev/null", &status), 0);
    assert_true(S_ISCHR(status.st_mode));
    assert_false(file_write(dir, STR("x"), &err));
    /* No draft is left. */
    assert_true(file_write(in("done"), STR("x"), &err));
    assert_true(file_list(dir, "", arena, &names, &count, &err));
    for (size_t i = 0; i < count; i++)
        assert_null(strchr(names[i], '.'));
}

static void test_map(void **state)
{
    struct err err = {0};
    struct str map = STR("untouched");

    (void)state;
    assert_true(file_write(in("map"), STR("mapped"), &err));
    assert_true(file_write(in("nothing"), STR_NONE, &err));
    assert_false(file_map(in("missing"), &map, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_false(file_map(dir, &map, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_false(file_map("/dev/zero", &map, &err));
    assert_true(str_eq(map, STR("untouched")));
    assert_true(file_map(in("map"), &map, &err));
    assert_true(str_eq(map, STR("mapped")));
    file_unmap(map);
    assert_true(file_map(in("nothing"), &map, &err));
    assert_true(str_empty(map));
    file_unmap(map);
}

static void test_dirs(void **state)
{
    struct err err = {0};
    struct stat status;

    (void)state;
    assert_true(file_make_dir(in("x/y/z"), &err));
    assert_true(file_make_dir(in("x/y/z"), &err));
    assert_true(file_make_dir(in("x/w/"), &err));
    assert_int_equal(stat(in("x/y"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_true(file_is_dir(in("x/w")));
    assert_true(file_write(in("plain"), STR("x"), &err));
    assert_false(file_make_dir(in("plain/y"), &err));
    assert_false(file_make_dir("", &err));
    assert_int_equal(err.code, ERR_LOCAL);
    assert_false(file_is_dir(in("plain")));
    assert_true(file_exists(in("plain")));
    assert_true(file_exists(dir));
    assert_false(file_exists(in("nowhere")));
}

static void test_private(void **state)
{
    static const struct {
        mode_t mode;
        bool good;
    } rows[] = {{0600, true},  {0400, true},  {0700, true}, {0640, false},
                {0604, false}, {0620, false}, {0644, false}};
    struct err err = {0};

    (void)state;
    assert_true(file_write(in("secret"), STR("x"), &err));
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        assert_int_equal(chmod(in("secret"), rows[i].mode), 0);
        assert_int_equal(file_check_private(in("secret"), &err), rows[i].good);
        assert_int_equal(err.code, rows[i].good ? ERR_NONE : ERR_DENIED);
        err_clear(&err);
    }
    assert_false(file_check_private(in("missing"), &err));
    assert_int_equal(err.code, ERR_INPUT);
}

static void test_list(void **state)
{
    static const char *const made[] = {"c.json", "a.json", "b.txt", ".h.json",
                                       "b.json"};
    static const char *const want[] = {"a.json", "b.json", "c.json"};
    char *list = in("list"), **names = NULL;
    struct err err = {0};
    size_t count = 0;

    (void)state;
    assert_true(file_make_dir(list, &err));
    assert_true(file_list(list, ".json", arena, &names, &count, &err));
    assert_int_equal(count, 0);
    for (size_t i = 0; i < sizeof(made) / sizeof(*made); i++)
        assert_true(
            file_write(file_join(arena, list, made[i]), STR("x"), &err));
    assert_true(file_list(list, ".json", arena, &names, &count, &err));
    assert_int_equal(count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(names[i], want[i]);
    assert_false(file_list(in("missing"), "", arena, &names, &count, &err));
    assert_int_equal(count, 3);
}

static void test_join(void **state)
{
    static const struct {
        const char *dir, *name, *want;
    } rows[] = {
        {"/a", "b", "/a/b"},   {"/a/", "b", "/a/b"}, {"/a", "/b", "/b"},
        {"", "b", "b"},        {"/", "b", "/b"},     {"/a", "", "/a"},
        {"a", "b/c", "a/b/c"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        assert_string_equal(file_join(arena, rows[i].dir, rows[i].name),
                            rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_and_read),
        cmocka_unit_test(test_append),
        cmocka_unit_test(test_read_refused),
        cmocka_unit_test(test_standard_input),
        cmocka_unit_test(test_write_refused),
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_dirs),
        cmocka_unit_test(test_private),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_join),
    };

    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
