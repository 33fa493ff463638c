/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/limits.h"
#include "util/file.h"
#include "util/mem.h"
#include "util/secret.h"

static void assert_secret(const struct secret *secret, const char *want)
{
    assert_true(str_eq(secret_view(secret), str_of(want)));
}

static void test_life(void **state)
{
    struct secret a, b;

    (void)state;
    secret_init(&a);
    secret_init(&b);
    assert_true(secret_empty(&a));
    assert_int_equal(secret_view(&a).len, 0);
    secret_set(&a, STR("hunter2"));
    assert_false(secret_empty(&a));
    secret_set(&b, STR("hunter3"));
    secret_set(&b, secret_view(&a));
    assert_secret(&b, "hunter2");
    secret_set(&a, secret_view(&a));
    assert_secret(&a, "hunter2");
    secret_done(&a);
    assert_true(secret_empty(&a));
    secret_done(&a);
    secret_done(&b);
}

static void test_wipe(void **state)
{
    char bytes[] = "abc";

    (void)state;
    secret_wipe(bytes, sizeof(bytes));
    assert_memory_equal(bytes, "\0\0\0\0", 4);
}

static void test_reference(void **state)
{
    static const struct {
        const char *text;
        bool reference;
    } rows[] = {
        {"env:NAME", true},  {"file:/a/b", true}, {"cmd:pass show x", true},
        {"cred:name", true}, {"hunter2", false},  {"", false},
        {"env:", false},     {"ENV:x", false},    {"http://x", false},
        {" env:x", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        assert_int_equal(secret_reference(str_of(rows[i].text)),
                         rows[i].reference);
}

static void fetch(const char *reference, const char *want, enum err_code code)
{
    struct secret secret;
    struct err err = {0};

    secret_init(&secret);
    secret_set(&secret, STR("before"));
    assert_int_equal(secret_fetch(str_of(reference), &secret, &err),
                     want != NULL);
    assert_int_equal(err.code, want ? ERR_NONE : code);
    assert_secret(&secret, want ? want : "before");
    assert_null(strstr(err.text, "hunter2"));
    secret_done(&secret);
}

static void test_env(void **state)
{
    char *large = mem_new(LIMIT_SECRET + 2);

    (void)state;
    setenv("RIPOSTE_TEST", "hunter2", 1);
    fetch("env:RIPOSTE_TEST", "hunter2", ERR_NONE);
    setenv("RIPOSTE_TEST", "hunter2\n", 1);
    fetch("env:RIPOSTE_TEST", "hunter2", ERR_NONE);
    setenv("RIPOSTE_TEST", "", 1);
    fetch("env:RIPOSTE_TEST", NULL, ERR_INPUT);
    memset(large, 'x', LIMIT_SECRET + 1);
    setenv("RIPOSTE_TEST", large, 1);
    fetch("env:RIPOSTE_TEST", NULL, ERR_INPUT);
    unsetenv("RIPOSTE_TEST");
    fetch("env:RIPOSTE_TEST", NULL, ERR_INPUT);
    fetch("hunter2", NULL, ERR_INPUT);
    mem_free(large);
}

static void test_files(void **state)
{
    char dir[] = "/tmp/riposte-test-XXXXXX";
    struct arena *arena = arena_new();
    struct err err = {0};
    char *path, *reference;

    (void)state;
    assert_non_null(mkdtemp(dir));
    path = file_join(arena, dir, "key");
    reference = arena_printf(arena, "file:%s", path);
    fetch(reference, NULL, ERR_INPUT);
    assert_true(file_write(path, STR("hunter2\r\n"), &err));
    fetch(reference, "hunter2", ERR_NONE);
    assert_true(file_write(path, STR("two\nlines\n\n"), &err));
    fetch(reference, "two\nlines\n", ERR_NONE);
    assert_true(file_write(path, STR("\n"), &err));
    fetch(reference, NULL, ERR_INPUT);
    assert_int_equal(chmod(path, 0644), 0);
    fetch(reference, NULL, ERR_DENIED);
    /* A credential is kept by systemd, which has its own ways. */
    assert_true(file_write(path, STR("hunter2"), &err));
    unsetenv("CREDENTIALS_DIRECTORY");
    fetch("cred:key", NULL, ERR_INPUT);
    setenv("CREDENTIALS_DIRECTORY", dir, 1);
    fetch("cred:key", "hunter2", ERR_NONE);
    fetch("cred:../key", NULL, ERR_INPUT);
    fetch("cred:missing", NULL, ERR_INPUT);
    unlink(path);
    rmdir(dir);
    arena_free(arena);
}

static void test_cmd(void **state)
{
    (void)state;
    fetch("cmd:printf 'hunter%s\\n' 2", "hunter2", ERR_NONE);
    fetch("cmd:echo $HOME", "$HOME", ERR_NONE);
    fetch("cmd:true", NULL, ERR_INPUT);
    fetch("cmd:false", NULL, ERR_REMOTE);
    fetch("cmd:riposte-no-such-program", NULL, ERR_LOCAL);
    fetch("cmd:echo 'open", NULL, ERR_INPUT);
    fetch("cmd:cat /dev/zero", NULL, ERR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_life),      cmocka_unit_test(test_wipe),
        cmocka_unit_test(test_reference), cmocka_unit_test(test_env),
        cmocka_unit_test(test_files),     cmocka_unit_test(test_cmd),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
