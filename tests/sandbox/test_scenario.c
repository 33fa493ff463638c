/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The story: it begins at once, goes on, and can be prevented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ask.h"
#include "sandbox/alerts.h"
#include "sandbox/scenario.h"
#include "util/when.h"

static struct ask ask;

static int open_ask(void **state)
{
    (void)state;
    ask_open(&ask, (const char *const[]){"--speed", "0.01", "--rate", "1000000",
                                         NULL});
    return 0;
}

static int close_ask(void **state)
{
    (void)state;
    ask_close(&ask);
    return 0;
}

#define V    "?api-version=2024-03-01"
#define MARA "/v1.0/users/74595e27-d25b-53a5-a8ac-f9161ae23ff8"

/* The clock of the story stands at that second. */
static void go_to(int64_t second)
{
    ask.options.speed = 1;
    ask.sandbox->started_at = when_monotonic() - second * 1000;
    ask.sandbox->started = when_now() - second * 1000;
    assert_int_equal(ask_do(&ask, "GET", "/_sandbox/health", NULL), 200);
}

static void begins(void **state)
{
    (void)state;
    assert_int_equal(alerts_count(ask.sandbox->alerts), 40);
    go_to(2);
    assert_true(alerts_count(ask.sandbox->alerts) > 40);
}

static void unfolds(void **state)
{
    size_t before = alerts_count(ask.sandbox->alerts);

    (void)state;
    go_to(700);
    /* 40 steps of the story, and noise every 5 to 20 seconds. */
    assert_in_range(alerts_count(ask.sandbox->alerts) - before, 60, 180);
    ask_do(&ask, "GET",
           SHOP "/Microsoft.Storage/storageAccounts/stcontososhop" V, NULL);
    assert_string_equal(ask_text(&ask, "properties.allowBlobPublicAccess"),
                        "true");
}

static void prevented(void **state)
{
    (void)state;
    ask.options.speed = 1000;
    ask.sandbox->started_at = when_monotonic();
    assert_int_equal(ask_do(&ask, "POST", VM "/deallocate" V, NULL), 202);
    ask_do(&ask, "PATCH", MARA, "{\"accountEnabled\":false}");
    ask.options.speed = 1;
    ask.sandbox->started_at = when_monotonic() - 5000;
    ask_until(&ask, VM "/instanceView" V, "statuses.1.code",
              "PowerState/deallocated");
    go_to(70);
    /* Noise may well raise one somewhere else. */
    for (struct alerts_each e = alerts_each(ask.sandbox->alerts, STR_NONE);
         alerts_next(&e);) {
        if (str_find(e.text, STR("VM_ReverseShell")) != STR_NOWHERE)
            assert_int_equal(str_find(e.text, STR("/dev/tcp/203.0.113.77")),
                             STR_NOWHERE);
    }
}

static void refused(void **state)
{
    static const char *const wrong[] = {
        "{\"steps\":[{\"at\":1,\"do\":\"dance\"}]}",
        "{\"steps\":[{\"at\":2,\"do\":\"alert\",\"type\":\"VM_ReverseShell\"},"
        "{\"at\":1,\"do\":\"alert\",\"type\":\"VM_ReverseShell\"}]}",
        "{\"steps\":[{\"at\":1,\"do\":\"alert\",\"type\":\"VM_ReverseShell\","
        "\"resource\":\"none\"}]}",
        "{\"begin\":[{\"do\":\"alert\",\"type\":\"none\"}]}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct json *file = NULL;
        struct err err;

        assert_true(json_parse(str_of(wrong[i]), &file, &err));
        scenario_free(ask.sandbox->scenario);
        assert_false(scenario_new_take(ask.sandbox, file, &err));
        assert_int_equal(err.code, ERR_INPUT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(begins, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(unfolds, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(prevented, open_ask, close_ask),
        cmocka_unit_test_setup_teardown(refused, open_ask, close_ask),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
