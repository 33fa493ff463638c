/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "widget/edit.h"
#include "widget/key.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define SPAN_KEYS 8

/* | is the cursor, before and after the keys. */
static const struct {
    const char *before;
    uint32_t keys[SPAN_KEYS];
    const char *after;
} rows[] = {
    {"ab|c", {KEYS_LEFT}, "a|bc"},
    {"ab|c", {KEYS_RIGHT, KEYS_RIGHT}, "abc|"},
    {"|abc", {KEYS_LEFT, KEYS_BACKSPACE}, "|abc"},
    {"ab|c", {KEYS_BACKSPACE}, "a|c"},
    {"ab|c", {KEYS_DELETE, KEYS_DELETE}, "ab|"},
    {"aé|c", {KEYS_BACKSPACE}, "a|c"},
    {"日本|", {KEYS_LEFT, KEYS_DELETE}, "日|"},
    {"e\xcc\x81\xcc\x82|x", {KEYS_BACKSPACE}, "|x"},
    {"|e\xcc\x81x", {KEYS_RIGHT}, "e\xcc\x81|x"},
    {"one two|", {KEYS_CTRL | 'w'}, "one |"},
    {"one two |x", {KEYS_CTRL | 'w'}, "one |x"},
    {"one |two", {KEYS_CTRL | 'u'}, "|two"},
    {"one |two", {KEYS_CTRL | 'k'}, "one |"},
    {"one |two", {KEYS_HOME}, "|one two"},
    {"o|ne two", {KEYS_CTRL | 'e'}, "one two|"},
    {"one two|", {KEYS_CTRL | KEYS_LEFT, KEYS_CTRL | KEYS_LEFT}, "|one two"},
    {"|one two", {KEYS_ALT | 'f'}, "one| two"},
    {"a\nb|c\nd", {KEYS_HOME}, "a\n|bc\nd"},
    {"a\nb|c\nd", {KEYS_CTRL | 'k'}, "a\nb|\nd"},
};

static void load(struct buf *text, size_t *cursor, const char *marked)
{
    *cursor = (size_t)(strchr(marked, '|') - marked);
    buf_bytes(text, marked, *cursor);
    buf_text(text, marked + *cursor + 1);
}

static void test_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf text;
        struct buf marked;
        size_t cursor;

        buf_init(&text);
        buf_init(&marked);
        load(&text, &cursor, rows[i].before);
        for (size_t k = 0; k < SPAN_KEYS && rows[i].keys[k]; k++)
            edit_key(&text, &cursor, rows[i].keys[k]);
        buf_bytes(&marked, text.at, cursor);
        buf_char(&marked, '|');
        buf_text(&marked, text.at + cursor);
        assert_string_equal(marked.at, rows[i].after);
        buf_done(&text);
        buf_done(&marked);
    }
}

static const struct {
    const char *insert;
    bool lines;
    const char *text;
} inserts[] = {
    {"x\ty", false, "x y"},
    {"x\r\ny\rz\n", false, "x y z "},
    {"x\r\ny\rz\n", true, "x\ny\nz\n"},
    {"a\033[31mb\x7f\xc2\x9b", true, "a[31mb"},
    {"\xff", false, "\xef\xbf\xbd"},
    {"12345678901", false, ""}, /* beyond the bound: nothing */
};

static void test_insert(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(inserts); i++) {
        struct buf text;
        size_t cursor = 0;

        buf_init(&text);
        edit_insert(&text, &cursor, str_of(inserts[i].insert), inserts[i].lines,
                    10);
        assert_string_equal(text.at ? text.at : "", inserts[i].text);
        assert_int_equal(cursor, text.len);
        buf_done(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_insert),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
