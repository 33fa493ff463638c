/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "util/str.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

static void test_compare(void **state)
{
    static const struct {
        const char *a, *b;
        int order, fold;
    } rows[] = {
        {"", "", 0, 0},
        {"a", "", 1, 1},
        {"abc", "abd", -1, -1},
        {"ABC", "abc", -1, 0},
        {"abc", "ABD", 1, -1},
        {"ab", "ABC", 1, -1},
        {"[", "a", -1, -1},
        {"_", "A", 1, -1}, /* between the two alphabets of ASCII */
        {"@", "`", -1, -1},
        {"Z", "[", -1, 1},
        {"\xc3\x84", "\xc3\xa4", -1, -1}, /* no case above ASCII */
        {"microsoft.Security", "Microsoft.security", 1, 0},
        {"0123456789ABCDEFG", "0123456789abcdefg", -1, 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(rows); i++) {
        struct str a = str_of(rows[i].a), b = str_of(rows[i].b);

        assert_int_equal(sign(str_cmp(a, b)), rows[i].order);
        assert_int_equal(sign(str_cmp(b, a)), -rows[i].order);
        assert_int_equal(sign(str_cmp_fold(a, b)), rows[i].fold);
        assert_int_equal(str_eq(a, b), rows[i].order == 0);
        assert_int_equal(str_eq_fold(a, b), rows[i].fold == 0);
        if (rows[i].order == 0)
            assert_true(str_hash(a) == str_hash(b));
        else
            assert_true(str_hash(a) != str_hash(b));
        assert_int_equal(str_hash_fold(a) == str_hash_fold(b),
                         rows[i].fold == 0);
    }
}

/* Every byte, at every place of a word, folds as its definition says. */
static void test_fold_each_byte(void **state)
{
    char a[12], b[12];
    int byte, at;

    (void)state;
    for (byte = 0; byte < 256; byte++) {
        for (at = 0; at < 12; at++) {
            struct str x = {a, 12}, y = {b, 12};
            bool letter = byte >= 'A' && byte <= 'Z';

            memset(a, 'Q', sizeof(a));
            memset(b, 'q', sizeof(b));
            a[at] = (char)byte;
            b[at] = (char)(byte ^ 0x20);
            assert_int_equal(str_eq_fold(x, y),
                             letter || (byte >= 'a' && byte <= 'z'));
            b[at] = (char)byte;
            assert_true(str_eq_fold(x, y));
            assert_true(str_hash_fold(x) == str_hash_fold(y));
        }
    }
}

static void test_parts(void **state)
{
    struct str s = STR("Hello");
    struct str none = {NULL, 0};

    (void)state;
    assert_true(str_eq(str_sub(s, 1, 3), STR("ell")));
    assert_true(str_eq(str_sub(s, 4, 99), STR("o")));
    assert_true(str_empty(str_sub(s, 99, 1)));
    assert_true(str_eq(str_sub(s, 0, STR_NOWHERE), s));
    assert_true(str_empty(str_of(NULL)));
    assert_true(str_eq(none, STR_NONE));
    assert_true(str_starts(s, STR("He")) && !str_starts(s, STR("he")));
    assert_true(str_starts_fold(s, STR("hE")) && str_starts(s, STR_NONE));
    assert_true(str_ends(s, STR("lo")) && !str_ends(s, STR("LO")));
    assert_true(str_ends_fold(s, STR("LO")) && str_ends_fold(s, none));
    assert_false(str_starts_fold(s, STR("Hello!")));
    assert_false(str_ends(s, STR("!Hello")));
    assert_true(str_eq(str_trim(STR(" \t x y\r\n")), STR("x y")));
    assert_true(str_empty(str_trim(STR(" \v\f "))));
}

static void test_cut(void **state)
{
    static const char *const parts[] = {"a", "", "bc"};
    struct str rest = STR("a,,bc,");
    struct str part;
    size_t count = 0;

    (void)state;
    while (str_cut(&rest, ',', &part))
        assert_true(str_eq(part, str_of(parts[count++])));
    assert_int_equal(count, 3);
}

static void test_find(void **state)
{
    static const struct {
        const char *in, *what;
        size_t at, fold;
    } rows[] = {
        {"", "", 0, 0},
        {"abc", "", 0, 0},
        {"", "a", STR_NOWHERE, STR_NOWHERE},
        {"ab", "abc", STR_NOWHERE, STR_NOWHERE},
        {"abc", "c", 2, 2},
        {"abC", "c", STR_NOWHERE, 2},
        {"xAbCabc", "abc", 4, 1},
        {"Suspicious PowerShell Activity", "powershell", STR_NOWHERE, 11},
        {"aaaaaaaaaaaaaaaaaaaaaaab", "AAB", STR_NOWHERE, 21},
        {"aaaaaaaaaaaaaaaa[{", "[{", 16, 16},
        {"aaaaaaaaaaaaaaaa[[", "[{", STR_NOWHERE, STR_NOWHERE},
        {"\xc3\x84"
         "b",
         "\xc3\xa4"
         "b",
         STR_NOWHERE, STR_NOWHERE},
    };
    size_t i;

    (void)state;
    for (i = 0; i < ITEMS(rows); i++) {
        struct str in = str_of(rows[i].in), what = str_of(rows[i].what);

        assert_true(str_find(in, what) == rows[i].at);
        assert_true(str_find_fold(in, what) == rows[i].fold);
    }
    assert_true(str_find_char(STR("a/b/c"), '/') == 1);
    assert_true(str_find_last_char(STR("a/b/c"), '/') == 3);
    assert_true(str_find_char(STR("abc"), '/') == STR_NOWHERE);
    assert_true(str_eq(str_behind_last(STR("a/b/c"), '/'), STR("c")));
    assert_true(str_eq(str_behind_last(STR("abc"), '/'), STR("abc")));
    assert_true(str_empty(str_behind_last(STR("a/"), '/')));
    assert_true(str_find_last_char(STR_NONE, '/') == STR_NOWHERE);
}

/* The fast search finds what the plain one does, whatever the place. */
static void test_find_everywhere(void **state)
{
    char text[40], what[12];
    size_t len, at, size;

    (void)state;
    for (len = 1; len < sizeof(text); len++) {
        for (size = 1; size < sizeof(what) && size <= len; size++) {
            for (at = 0; at + size <= len; at++) {
                struct str in = {text, len}, key = {what, size};

                memset(text, 'E', len);
                memset(text + at, 'x', size);
                memset(what, 'X', size);
                assert_true(str_find_fold(in, key) == at);
                text[at + size - 1] = 'y';
                assert_true(str_find_fold(in, key) == STR_NOWHERE);
            }
        }
    }
}

/* Short keys that differ little must not share slots of a small table. */
static void test_hash_spreads(void **state)
{
    static unsigned char taken[65536];
    size_t distinct = 0;
    int i;

    (void)state;
    for (i = 0; i < 65536; i++) {
        char key[4] = {(char)('0' + (i & 63)), (char)('0' + (i >> 6 & 63)),
                       (char)('0' + (i >> 12)), 'k'};
        uint64_t hash = str_hash((struct str){key, 4});

        distinct += !taken[hash & 65535];
        taken[hash & 65535] = 1;
    }
    /* Chance gives 1 - 1/e of 65536, about 41427. */
    assert_in_range(distinct, 40000, 65536);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_fold_each_byte),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_find_everywhere),
        cmocka_unit_test(test_hash_spreads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
