/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <signal.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/stop.h"

static void test_signals(void **state)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};

    (void)state;
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        struct err err = {0};
        sigset_t set;
        int stop;
        int number;

        assert_true(stop_open(&stop, &err));
        assert_false(stop_asked(stop));
        raise(signals[i]);
        assert_true(stop_asked(stop));
        assert_true(stop_asked(stop));
        sigemptyset(&set);
        sigaddset(&set, signals[i]);
        sigwait(&set, &number);
        close(stop);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_signals)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
