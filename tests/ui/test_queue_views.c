/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Saved views are files that others share: what is new is seen without a
 * restart, and what is wrong is told once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake.h"
#include "ui/queue_own.h"
#include "util/when.h"

static bool count(void *with, const struct ask *ask)
{
    assert_int_equal(ask->kind, ASK_VIEWS);
    (*(int *)with)++;
    return true;
}

static void test_again(void **state)
{
    struct queue *queue = calloc(1, sizeof(*queue));
    struct shell *shell = calloc(1, sizeof(*shell));
    int asks = 0;

    (void)state;
    queue->shell = shell;
    queue->views_wanted = true;
    shell->talk.ask = count;
    shell->talk.with = &asks;
    shell->now = FAKE_NOW;
    queue_views_sync(queue);
    queue_views_sync(queue);
    assert_int_equal(asks, 1);
    shell->now += 9 * WHEN_SECOND;
    queue_views_sync(queue);
    assert_int_equal(asks, 1);
    shell->now += WHEN_SECOND;
    queue_views_sync(queue);
    assert_int_equal(asks, 2);
    free(shell);
    free(queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
