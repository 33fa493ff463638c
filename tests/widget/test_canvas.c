/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hostile text on the screen, at all sizes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "demo_run.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What each line of the demonstration looks like. */
static const char *const visible[] = {
    "┌─ Title ^[[31m ─",
    "│esc ^[[2J^[[31mred^[]0;title^G end ",
    "│c1 <U+009B>2J <U+0090> �31m end ",
    "│bidi <U+202E>evil <U+2066>x end ",
    "│bad ���� ��� end ",
    "│tab new line return end ",
    "│wide 日本語テキスト end ",
    "│mark e\xcc\x81\xcc\x81\xcc\x81\xcc\x81 end ",
    "│zero <U+200B><U+200D><U+FEFF> end ",
    "│nul del^? end ",
    "│ ▁▂▃▄▅▆▇█   ●▌✓…–→ 42",
};

static void test_hostile(void **state)
{
    struct vt *vt = demo_run("canvas", NULL, NULL);

    (void)state;
    assert_true(vt_wait_text(vt, "right", 0));
    for (size_t i = 0; i < COUNT(visible); i++)
        assert_true(vt_wait_text(vt, visible[i], 0));
    /* A character of two columns that fits only half is not drawn. */
    assert_true(vt_wait_text(vt, "│日本語日…    right  cut ", 0));
    demo_quit(vt);
}

/* All that is sent are sequences that curses makes: none of those in the text
 * gets through. */
static void test_no_sequence(void **state)
{
    static const char *const never[] = {"\033[2J\033[31mred", "\033]0;",
                                        "\xc2\x9b",           "\xe2\x80\xae",
                                        "\xe2\x80\x8b",       "\xef\xbb\xbf"};
    struct vt *vt = demo_run("canvas", NULL, NULL);
    size_t len;

    (void)state;
    assert_true(vt_wait_text(vt, "right", 0));
    for (size_t i = 0; i < COUNT(never); i++)
        assert_null(strstr(vt_raw(vt, &len), never[i]));
    demo_quit(vt);
}

/* In the C locale everything is ASCII. */
static void test_ascii(void **state)
{
    static const struct {
        int rows;
        int cols;
    } sizes[] = {{24, 80}, {40, 120}, {10, 40}};

    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct vt *vt = demo_run("canvas", NULL,
                                 &(struct vt_start){
                                     .rows = sizes[i].rows,
                                     .cols = sizes[i].cols,
                                     .locale = "C",
                                 });
        const char *screen;

        assert_true(vt_wait_text(vt, "right", 0));
        assert_true(vt_wait_text(vt, "+- Title ^[[31m -", 0));
        assert_true(vt_wait_text(vt, "|wide ?????????????? end ", 0));
        screen = vt_screen(vt);
        for (size_t k = 0; screen[k]; k++)
            assert_true((unsigned char)screen[k] < 0x80);
        demo_quit(vt);
    }
}

/* What has been drawn once costs nothing when it is drawn again. */
static void test_same(void **state)
{
    struct vt *vt = demo_run("canvas", NULL, NULL);

    (void)state;
    assert_true(vt_wait_text(vt, "right", 0));
    vt_settle(vt, 50);
    vt_mark(vt);
    vt_send(vt, "xxxxb"); /* four keys that do nothing, then the bell */
    assert_true(vt_wait_bytes(vt, "\a", 0));
    assert_int_equal(vt_bytes(vt), 1);
    demo_quit(vt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_no_sequence),
        cmocka_unit_test(test_ascii),
        cmocka_unit_test(test_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
