/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys, trees, texts and lines to type in, at a terminal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "demo_run.h"

static void test_keys(void **state)
{
    struct vt *vt = demo_run("keys", NULL, NULL);

    (void)state;
    assert_true(vt_wait_text(vt, "ready", 0));
    vt_send(vt, "j\033[B\f");
    assert_true(vt_wait_text(vt, "<j> 1", 0));
    assert_true(vt_wait_text(vt, "<Down> 2", 0));
    vt_send(vt, "\033"); /* alone, it is a key soon */
    assert_true(vt_wait_text(vt, "<Esc> 3", 0));
    vt_send(vt, "é");
    assert_true(vt_wait_text(vt, "<é> 4", 0));
    vt_paste(vt, "qX\r\033[2J\003\032");
    assert_true(vt_wait_text(vt, "<Paste 9 qX ^[[2J^C^Z> 5", 0));
    vt_send(vt, "\033[<0;11;6M");
    assert_true(vt_wait_text(vt, "<Click 5,10> 6", 0));
    vt_send(vt, "\003"); /* Ctrl-C is a key, and no signal */
    assert_true(vt_wait_text(vt, "<Ctrl-C> 7", 0));
    demo_quit(vt);
}

static void test_tree(void **state)
{
    struct vt *vt = demo_run("tree", NULL, NULL);

    (void)state;
    assert_true(vt_wait_match(vt, "^▌ ▾ body  [{]5 members[}]", 0));
    assert_true(vt_wait_match(vt, "^      bad  a\\^\\[\\[31mb", 0));
    assert_true(vt_wait_match(vt, "^    ▸ list  \\[3 items\\]", 0));
    vt_send(vt, "n");
    assert_true(vt_wait_match(vt, "^▌ +deep  true", 0));
    vt_send(vt, "\033[A");
    assert_true(vt_wait_text(vt, "at 2 of", 0));
    vt_send(vt, " ");
    assert_true(vt_wait_gone(vt, "deep", 0));
    vt_send(vt, "N");
    assert_true(vt_wait_text(vt, "at count", 0));
    vt_send(vt, "\033[H");
    assert_true(vt_wait_text(vt, "at body", 0));
    vt_send(vt, " ");
    assert_true(vt_wait_gone(vt, "name", 0));
    vt_send(vt, " ");
    assert_true(vt_wait_text(vt, "name", 0));
    demo_quit(vt);
}

static void test_view(void **state)
{
    struct vt *vt =
        demo_run("view", NULL, &(struct vt_start){.rows = 12, .cols = 40});

    (void)state;
    assert_true(vt_wait_match(vt, "^  Resource   one two three four five$", 0));
    assert_true(
        vt_wait_match(vt, "^             six seven eight nine ten$", 0));
    assert_true(vt_wait_match(vt, "^  Wide       日本語 \\^\\[\\[31mred$", 0));
    /* What is shown does not pass for a pair. */
    assert_true(vt_wait_match(vt, "^  Lines      several$", 0));
    assert_true(vt_wait_match(vt, "^             Owner  me$", 0));
    vt_send(vt, "\t");
    assert_true(vt_wait_match(vt, "^▌ 20 line", 0));
    vt_send(vt, "\t\t\t");
    assert_true(vt_wait_text(vt, "tag 60", 0));
    vt_send(vt, "\033[F");
    assert_true(vt_wait_text(vt, "the last one", 0));
    vt_send(vt, "\033[Hnn");
    assert_true(vt_wait_text(vt, "15 line", 0));
    vt_send(vt, "N\033[6~");
    assert_true(vt_wait_text(vt, "25 line", 0));
    vt_resize(vt, 24, 80);
    assert_true(vt_wait_text(vt, "39 line", 0));
    demo_quit(vt);
}

static void test_input(void **state)
{
    struct vt *vt = demo_run("input", NULL, NULL);

    (void)state;
    assert_true(vt_wait_match(vt, "^>", 0));
    vt_send(vt, "Sta\t");
    assert_true(vt_wait_text(vt, "StartTime  a word", 0));
    vt_send(vt, "r");
    assert_true(vt_wait_gone(vt, "Status", 0));
    vt_send(vt, "\r =");
    assert_true(vt_wait_match(vt, "^> StartTime =$", 0));
    vt_send(vt, "\001é\033[C\177");
    assert_true(vt_wait_match(vt, "^> étartTime =$", 0));
    vt_paste(vt, "two\nlines\033");
    assert_true(vt_wait_match(vt, "^> étwo lines\\[?tar", 0));
    vt_send(vt, "\025\013\033[A"); /* empty, then the history */
    assert_true(vt_wait_match(vt, "^> newer$", 0));
    vt_send(vt, "\033[A\033[A\033[B\033[B");
    assert_true(vt_wait_text(vt, "changed 0/0", 0));
    vt_send(vt, "0123456789012345678901234567890");
    assert_true(vt_wait_match(vt, "^> 2345678901234567890$", 0));
    vt_send(vt, "\r");
    assert_true(vt_wait_text(vt, "accept 0/0", 0));
    vt_send(vt, "\033");
    assert_true(vt_wait_text(vt, "cancel", 0));
    demo_quit(vt);
}

static void test_mask(void **state)
{
    struct vt *vt = demo_run("input", "mask", NULL);

    (void)state;
    vt_send(vt, "sécret");
    assert_true(vt_wait_match(vt, "^> \\*{6}$", 0));
    demo_quit(vt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys), cmocka_unit_test(test_tree),
        cmocka_unit_test(test_view), cmocka_unit_test(test_input),
        cmocka_unit_test(test_mask),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
