/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list at a terminal: what a key costs, and what stays where it is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "demo_run.h"

static struct vt *open_list(int rows, int cols)
{
    struct vt *vt = demo_run("list", "1000000",
                             &(struct vt_start){.rows = rows, .cols = cols});

    assert_true(vt_wait_text(vt, "id 1000000 of 1", 0));
    vt_settle(vt, 50);
    return vt;
}

static size_t cost(struct vt *vt, const char *keys, const char *expect)
{
    vt_mark(vt);
    vt_send(vt, keys);
    assert_true(vt_wait_text(vt, expect, 0));
    vt_settle(vt, 50);
    return vt_bytes(vt);
}

/* Down one line in the middle, and at the bottom, where the list scrolls. */
static void test_cost(void **state)
{
    struct vt *vt = open_list(40, 120);
    char many[501];

    (void)state;
    assert_true(cost(vt, "j", "id 999999 ") < 130);
    for (int i = 0; i < 36; i++)
        vt_send(vt, "j");
    assert_true(vt_wait_text(vt, "id 999963 ", 0));
    vt_settle(vt, 50);
    assert_true(cost(vt, "j", "id 999962 ") < 250);
    assert_true(cost(vt, "j", "id 999961 ") < 250);
    assert_true(vt_wait_match(vt, "^▌.*executed 999961", 0));
    memset(many, 'j', 500);
    many[500] = '\0';
    assert_true(cost(vt, many, "id 999461 ") < 10000);
    demo_quit(vt);
}

/* New rows above move neither the finger nor the line under it. */
static void test_stays(void **state)
{
    struct vt *vt = open_list(24, 120);

    (void)state;
    for (int i = 0; i < 40; i++)
        vt_send(vt, "j");
    assert_true(vt_wait_text(vt, "id 999960 ", 0));
    vt_settle(vt, 50);
    assert_non_null(strstr(vt_row(vt, 22), "▌"));
    vt_send(vt, "+");
    assert_true(vt_wait_text(vt, "id 999960 of 1000003", 0));
    vt_settle(vt, 50);
    assert_non_null(strstr(vt_row(vt, 22), "▌"));
    assert_non_null(strstr(vt_row(vt, 22), "executed 999960"));
    demo_quit(vt);
}

/* A key that cannot work says why; the bar has room for some. */
static void test_keys(void **state)
{
    struct vt *vt = open_list(24, 80);

    (void)state;
    assert_true(vt_wait_text(vt, "e close  c contain  + more", 0));
    vt_send(vt, "c");
    assert_true(vt_wait_text(vt, "The engine is not running.", 0));
    vt_send(vt, "e");
    assert_true(vt_wait_text(vt, "done", 0));
    vt_send(vt, "G");
    assert_true(vt_wait_text(vt, "id 1 of", 0));
    vt_send(vt, "\033[5~");
    assert_true(vt_wait_text(vt, "id 22 of", 0));
    vt_resize(vt, 10, 40);
    assert_true(vt_wait_gone(vt, "more", 0));
    assert_true(vt_wait_text(vt, "c contain", 0));
    assert_true(vt_wait_match(vt, "^▌", 0));
    demo_quit(vt);

    vt = demo_run("list", "0", NULL);
    assert_true(vt_wait_text(vt, "id 0 of 0", 0));
    vt_send(vt, "je");
    assert_true(vt_wait_text(vt, "No row is selected.", 0));
    demo_quit(vt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cost),
        cmocka_unit_test(test_stays),
        cmocka_unit_test(test_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
