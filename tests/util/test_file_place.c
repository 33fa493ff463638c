/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/file.h"

static void test_variables(void **state)
{
    static const struct {
        const char *kind, *variable, *beneath;
    } rows[] = {
        {"CONFIG", "XDG_CONFIG_HOME", ".config"},
        {"STATE", "XDG_STATE_HOME", ".local/state"},
        {"CACHE", "XDG_CACHE_HOME", ".cache"},
        {"RUNTIME", "XDG_RUNTIME_DIR", NULL},
    };
    struct arena *arena = arena_new();
    const struct passwd *self = getpwuid(getuid());

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        setenv(rows[i].variable, "/some/where", 1);
        assert_string_equal(file_xdg(arena, rows[i].kind, "x.conf"),
                            "/some/where/riposte/x.conf");
        assert_string_equal(file_xdg(arena, rows[i].kind, ""),
                            "/some/where/riposte");
        /* Relative places do not count, and $HOME does not name one. */
        setenv(rows[i].variable, "rel", 1);
        setenv("HOME", "/nowhere", 1);
        if (rows[i].beneath && self)
            assert_string_equal(file_xdg(arena, rows[i].kind, "x"),
                                arena_printf(arena, "%s/%s/riposte/x",
                                             self->pw_dir, rows[i].beneath));
    }
    arena_free(arena);
}

static void test_runtime(void **state)
{
    struct arena *arena = arena_new();
    char *dir = arena_printf(arena, "/tmp/riposte-%u", (unsigned)getuid());
    bool was_there = file_exists(dir);
    struct stat status;
    char *place;

    (void)state;
    unsetenv("XDG_RUNTIME_DIR");
    place = file_xdg(arena, "RUNTIME", "socket");
    assert_non_null(place);
    assert_string_equal(place, file_join(arena, dir, "socket"));
    assert_int_equal(lstat(dir, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_int_equal(status.st_uid, getuid());
    if (!was_there) {
        assert_int_equal(chmod(dir, 0755), 0);
        assert_null(file_xdg(arena, "RUNTIME", "socket"));
        assert_int_equal(rmdir(dir), 0);
        assert_int_equal(symlink("/tmp", dir), 0);
        assert_null(file_xdg(arena, "RUNTIME", "socket"));
        assert_int_equal(unlink(dir), 0);
    }
    arena_free(arena);
}

static void test_data(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    setenv("RIPOSTE_DATADIR", "/data", 1);
    assert_string_equal(file_data(arena, "rules/a.json"), "/data/rules/a.json");
    /* This program has no data/ beside its folder. */
    unsetenv("RIPOSTE_DATADIR");
    assert_string_equal(file_data(arena, "a"), PKGDATADIR "/a");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_variables),
        cmocka_unit_test(test_runtime),
        cmocka_unit_test(test_data),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
