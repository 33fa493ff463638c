/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions and menus at a terminal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "demo_run.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A dialog is opened with a key, fed with keys, and answers. */
static const struct {
    const char *open;
    const char *shows; /* a regular expression */
    const char *keys;
    const char *answer;
} rows[] = {
    {"c", "Contain 10 machines", "\r", "no “” 0"}, /* Cancel is lit */
    {"c", "vm-\\^\\[\\[2J-03", "\033[C\r", "yes “” 0"},
    {"c", "and 2 more", "y\033", "no “” 0"},
    {"c", "\\[>Cancel<\\]", "\t\t\r", "no “” 0"},
    {"c", "Contain 10 machines", "q", "no “” 0"},
    {"c", "Contain 10 machines", "\003", "no “” 0"},
    {"C", "Reason:", "why\rvm-web-01\r\033[C\r", "yes “why” 0"},
    {"C", "Type “vm-web-01”", "why\rvm\r\r", "no “why” 0"},
    {"p", "Which tag", "\025new é\r", "yes “new é” 0"},
    {"p", "│ old ", "\033", "no “old” 0"},
    {"n", "▌ a +Apple", "\033[B\033[B\r", "yes “” 30"},
    {"n", "Close \\^\\[\\[31m +e ", "c", "yes “” 30"},
    {"n", "Block the account", "bq", "no “” 0"},
    {"k", "Block the account", "clo\r", "yes “clo” 30"},
    {"k", "Apple", "ba\r\033", "no “ba” 0"}, /* why not, then away */
    {"k", "Apple", "zzz\r\033", "no “zzz” 0"},
    {"o", "As typed", "zzz\r", "yes “zzz” 40"},
    {"o", "As typed", "ap\r", "yes “ap” 10"}, /* last, where others match */
};

static void try_row(struct vt *vt, size_t i)
{
    char answer[64];

    vt_send(vt, rows[i].open);
    assert_true(vt_wait_match(vt, rows[i].shows, 0));
    for (const char *key = rows[i].keys; *key;) {
        /* Each key by itself, so that none is part of a sequence. */
        size_t len = *key == '\033' && key[1] == '[' ? 3 : 1;

        vt_send_bytes(vt, key, len);
        vt_settle(vt, 5);
        key += len;
    }
    snprintf(answer, sizeof(answer), "result %s", rows[i].answer);
    assert_true(vt_wait_text(vt, answer, 0));
    assert_true(vt_wait_gone(vt, "┌", 0));
    assert_true(vt_wait_match(vt, "^The screen behind it, the screen", 0));
}

static void test_answers(void **state)
{
    static const struct {
        int rows;
        int cols;
    } sizes[] = {{24, 80}, {40, 120}};

    (void)state;
    for (size_t k = 0; k < COUNT(sizes); k++) {
        for (size_t i = 0; i < COUNT(rows); i++) {
            struct vt *vt = demo_run("dialog", NULL,
                                     &(struct vt_start){
                                         .rows = sizes[k].rows,
                                         .cols = sizes[k].cols,
                                     });

            assert_true(vt_wait_text(vt, "result", 0));
            try_row(vt, i);
            demo_quit(vt);
        }
    }
}

/* What is missing is said, and the button does nothing. */
static void test_missing(void **state)
{
    struct vt *vt = demo_run("dialog", NULL, NULL);

    (void)state;
    assert_true(vt_wait_text(vt, "result", 0));
    vt_send(vt, "C\t\t\t\r");
    assert_true(vt_wait_text(vt, "Type a reason first.", 0));
    vt_send(vt, "\tbecause\t\t\t\r");
    assert_true(vt_wait_text(vt, "Type the name first", 0));
    vt_send(vt, "\003nb");
    assert_true(vt_wait_text(vt, "The engine is off.", 0));
    demo_quit(vt);
}

/* Small screens, and a size that changes under an open dialog. */
static void test_small(void **state)
{
    struct vt *vt =
        demo_run("dialog", NULL, &(struct vt_start){.rows = 10, .cols = 40});

    (void)state;
    assert_true(vt_wait_text(vt, "result", 0));
    vt_send(vt, "C");
    assert_true(vt_wait_text(vt, "Reason:", 0));
    assert_true(vt_wait_text(vt, "[ Cancel ]  [ Contain 10 ]", 0));
    vt_resize(vt, 30, 100);
    assert_true(vt_wait_text(vt, "and 2 more", 0));
    vt_resize(vt, 6, 30);
    assert_true(vt_wait_text(vt, "Needs 40×10", 0));
    vt_resize(vt, 24, 80);
    assert_true(vt_wait_text(vt, "Reason:", 0));
    demo_quit(vt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_small),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
