/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A form whose rows come and go, edited at a terminal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "demo_run.h"

static void test_fields(void **state)
{
    struct vt *vt = demo_run("form", NULL, NULL);

    (void)state;
    assert_true(vt_wait_match(vt, "^▌ Name", 0));
    assert_true(vt_wait_text(vt, "What the rule is called.", 0));
    vt_send(vt, "abcé日x\177");
    assert_true(vt_wait_text(vt, "7 changes, name=abcé日\n", 0));
    vt_send(vt, "\033[D\033[DZ");
    assert_true(vt_wait_text(vt, "name=abcZé日\n", 0));
    vt_paste(vt, "1\n2\033[31m");
    assert_true(vt_wait_text(vt, "name=abcZ1 2[31mé日\n", 0));
    vt_send(vt, "\t\033[C"); /* the next value of a choice */
    assert_true(vt_wait_text(vt, "mode=shadow", 0));
    vt_send(vt, "aa"); /* by what it begins with */
    assert_true(vt_wait_match(vt, "Mode +< auto >", 0));
    vt_send(vt, "\033[C");
    assert_true(vt_wait_text(vt, "mode=off", 0));
    vt_send(vt, "\t12x."); /* letters are no number */
    assert_true(vt_wait_match(vt, "Hold back 12\\. +✗ Not a whole", 0));
    vt_send(vt, "\177");
    assert_true(vt_wait_gone(vt, "✗", 0));
    vt_send(vt, "\t ");
    assert_true(vt_wait_match(vt, "Loud +\\[x\\]", 0));
    vt_send(vt, "\tsecret");
    assert_true(vt_wait_match(vt, "Password +\\*{6}", 0));
    demo_quit(vt);
}

static void test_popups(void **state)
{
    struct vt *vt = demo_run("form", NULL, NULL);

    (void)state;
    assert_true(vt_wait_match(vt, "^▌ Name", 0));
    vt_send(vt, "\t ");
    assert_true(vt_wait_match(vt, "┌─ Mode ─", 0));
    vt_send(vt, "app\r");
    assert_true(vt_wait_text(vt, "mode=approve", 0));
    assert_true(vt_wait_gone(vt, "┌", 0));
    vt_send(vt, "\t\t\t\t\r");
    assert_true(vt_wait_match(vt, "┌─ Note ─", 0));
    vt_send(vt, "one\rtwo\rthree\033[A\033[A!");
    assert_true(vt_wait_text(vt, "│one!", 0));
    vt_send(vt, "\033");
    assert_true(vt_wait_text(vt, "one! (+ 2 lines)", 0));
    vt_send(vt, "s"); /* typing goes on where the text ends */
    assert_true(vt_wait_match(vt, "┌─ Note ─", 0));
    assert_true(vt_wait_text(vt, "│threes", 0));
    vt_send(vt, "\033");
    assert_true(vt_wait_gone(vt, "┌", 0));
    demo_quit(vt);
}

static void test_pages(void **state)
{
    struct vt *vt = demo_run("form", NULL, NULL);

    (void)state;
    assert_true(vt_wait_match(vt, "^▌ Name", 0));
    vt_send(vt, "\033[6~"); /* PgDn: to the end, all of it is shown */
    assert_true(vt_wait_text(vt, "at add", 0));
    vt_send(vt, "\033[6~\033[5~");
    assert_true(vt_wait_text(vt, "at name, 0 changes", 0));
    demo_quit(vt);
}

/* Rows come and go, values and cursor stay. */
static void test_rows(void **state)
{
    struct vt *vt = demo_run("form", NULL, NULL);

    (void)state;
    assert_true(vt_wait_match(vt, "^▌ Name", 0));
    vt_send(vt, "rule\033[Z\033[Z"); /* there is nothing above */
    for (int i = 0; i < 7; i++)
        vt_send(vt, "\t");
    assert_true(vt_wait_text(vt, "at c0.path", 0));
    vt_send(vt, "Entities\t\033[C\tvm-web");
    assert_true(vt_wait_match(vt, "Where +Entities +< contains > +vm-web", 0));
    vt_send(vt, "\t\r\r");
    assert_true(vt_wait_match(vt, "(Where.*\n*){1}", 0));
    assert_true(vt_wait_text(vt, "at add", 0));
    assert_true(vt_wait_match(vt, "Where +Entities +< contains > +vm-web", 0));
    assert_true(vt_wait_match(vt, "Name +rule", 0));
    vt_send(vt, "\033[Alast");
    assert_true(vt_wait_text(vt, "c2.value=last", 0));
    vt_send(vt, "\033[Z\033[Z\033[Z"); /* the row before it */
    assert_true(vt_wait_text(vt, "at c1.value", 0));
    vt_resize(vt, 10, 40);
    assert_true(vt_wait_match(vt, "↑", 0));
    vt_resize(vt, 24, 80);
    assert_true(vt_wait_match(vt, "Where +Entities +< contains > +vm-web", 0));
    demo_quit(vt);
}

static void test_locked_and_checked(void **state)
{
    struct vt *vt = demo_run("form", NULL, NULL);

    (void)state;
    assert_true(vt_wait_match(vt, "^▌ Name", 0));
    vt_send(vt, "\t\t\t\t\t\tx"); /* locked: nothing happens */
    assert_true(vt_wait_text(vt, "at fixed, 0 changes", 0));
    vt_send(vt, "\r"); /* not the form's: the owner checks all */
    assert_true(vt_wait_text(vt, "check 0", 0));
    assert_true(vt_wait_text(vt, "at name", 0));
    assert_true(vt_wait_text(vt, "✗ A name is needed.", 0));
    assert_true(vt_wait_match(vt, "Fixed +set \\^\\[\\[31mé日", 0));
    vt_send(vt, "n\r");
    assert_true(vt_wait_text(vt, "check 1", 0));
    demo_quit(vt);
}

/* In the C locale, what cannot be said is a question mark. */
static void test_ascii(void **state)
{
    struct vt *vt = demo_run("form", NULL, &(struct vt_start){.locale = "C"});

    (void)state;
    assert_true(vt_wait_match(vt, "^> Name", 0));
    assert_true(vt_wait_match(vt, "Fixed +set \\^\\[\\[31m\\?\\?", 0));
    demo_quit(vt);
}

/* A list opens while one types, and gives its keys back when it closes. */
static void test_completion(void **state)
{
    struct vt *vt = demo_run("form", NULL, NULL);

    (void)state;
    assert_true(vt_wait_match(vt, "^▌ Name", 0));
    vt_send(vt, "rule");
    for (int i = 0; i < 7; i++)
        vt_send(vt, "\t");
    assert_true(vt_wait_text(vt, "at c0.path", 0));
    vt_send(vt, "ent");
    assert_true(vt_wait_match(vt, "│ Entities  array", 0));
    vt_send(vt, "\033[B\t"); /* the second one */
    assert_true(vt_wait_text(vt, "c0.path=EntityType", 0));
    assert_true(vt_wait_gone(vt, "│ Ent", 0));
    assert_true(vt_wait_text(vt, "at c0.path", 0));
    vt_send(vt, "\025"); /* emptied: nothing is offered */
    assert_true(vt_wait_text(vt, "c0.path=\n", 0));
    vt_send(vt, "\001e");
    assert_true(vt_wait_match(vt, "│ Entry", 0));
    vt_send(vt, "\033");
    assert_true(vt_wait_gone(vt, "│ Entry", 0));
    vt_paste(vt, "n");
    vt_send(vt, "x");
    assert_true(vt_wait_text(vt, "c0.path=enx", 0));
    vt_send(vt, "\177");
    vt_send_bytes(vt, "\0", 1);
    assert_true(vt_wait_match(vt, "│ Entities  array", 0));
    vt_send(vt, "\033[A\r");
    assert_true(vt_wait_text(vt, "c0.path=Entry", 0));
    vt_send(vt, "\t"); /* to the next field */
    assert_true(vt_wait_text(vt, "at c0.op", 0));
    demo_quit(vt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_popups),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_completion),
        cmocka_unit_test(test_locked_and_checked),
        cmocka_unit_test(test_ascii),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
