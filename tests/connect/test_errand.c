/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "connect/errand.h"
#include "util/when.h"

#include <poll.h>
#include <stdlib.h>

static struct errand *await(struct errands *errands)
{
    struct pollfd fd = {.fd = errands_descriptor(errands), .events = POLLIN};

    assert_int_equal(poll(&fd, 1, 30000), 1);
    return errands_take(errands);
}

static void test_fetch(void **state)
{
    struct errands *errands = errands_new();
    struct errand *errand = errand_new(7);
    struct err err = {0};

    (void)state;
    setenv("RIPOSTE_ERRAND", "hush", 1);
    errand_fetch(errand, 0, STR("env:RIPOSTE_ERRAND"));
    errand_fetch(errand, 17, STR("cmd:printf '%s' 'more hush'"));
    assert_true(errands_ask(errands, errand, &err));
    errand = await(errands);
    assert_int_equal(errand->tag, 7);
    assert_true(errand->ok);
    assert_true(str_eq(secret_view(&errand->secret[0]), STR("hush")));
    assert_true(str_eq(secret_view(&errand->secret[17]), STR("more hush")));
    assert_true(secret_empty(&errand->secret[1]));
    errand_free(errand);
    assert_null(errands_take(errands));
    errands_free(errands);
}

static void test_run(void **state)
{
    static const char *const good[] = {"printf", "%s", "{}", NULL};
    static const char *const bad[] = {"sh", "-c",
                                      "echo please sign in >&2; exit 1", NULL};
    struct errands *errands = errands_new();
    struct errand *errand = errand_new(1);
    struct err err = {0};

    (void)state;
    errand_run(errand, good);
    assert_true(errands_ask(errands, errand, &err));
    errand = errand_new(2);
    errand_run(errand, bad);
    assert_true(errands_ask(errands, errand, &err));
    errand = await(errands);
    assert_true(errand->ok);
    assert_true(str_eq(secret_view(&errand->output), STR("{}")));
    errand_free(errand);
    errand = await(errands);
    assert_false(errand->ok);
    assert_non_null(strstr(errand->err.text, "please sign in"));
    errand_free(errand);
    errands_free(errands);
}

static void test_missing(void **state)
{
    struct errands *errands = errands_new();
    struct errand *errand = errand_new(1);
    struct err err = {0};

    (void)state;
    errand_fetch(errand, 0, STR("env:RIPOSTE_NOT_SET"));
    assert_true(errands_ask(errands, errand, &err));
    errand = await(errands);
    assert_false(errand->ok);
    assert_int_equal(errand->err.code, ERR_INPUT);
    errand_free(errand);
    errands_free(errands);
}

/* Leaving drops what has not begun, and frees what was not fetched. */
static void test_leave(void **state)
{
    struct errands *errands = errands_new();
    struct err err = {0};

    (void)state;
    for (uint64_t i = 0; i < 20; i++) {
        struct errand *errand = errand_new(i);

        errand_fetch(errand, 0, STR("env:HOME"));
        assert_true(errands_ask(errands, errand, &err));
    }
    errands_free(errands);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fetch),
        cmocka_unit_test(test_run),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_leave),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
