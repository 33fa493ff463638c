/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "model/limits.h"
#include "util/mem.h"
#include "util/regex.h"

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))

static void test_ask(void **state)
{
    static const struct {
        const char *pattern;
        bool fold;
        const char *text;
        enum regex_answer answer;
    } rows[] = {
        {"RDP", false, "Suspicious RDP activity", REGEX_YES},
        {"rdp", false, "Suspicious RDP activity", REGEX_NO},
        {"rdp", true, "Suspicious RDP activity", REGEX_YES},
        {"^vm-[0-9]+$", false, "vm-042", REGEX_YES},
        {"^vm-[0-9]+$", false, "vm-042\n", REGEX_NO},
        {"(a)(b)(c)", false, "xabcx", REGEX_YES},
        {"", false, "", REGEX_YES},
        {"a", false, "", REGEX_NO},
        {"^.$", false, "\xe6\x9d\xb1", REGEX_YES},
        {"\xc3\x89", true, "\xc3\xa9", REGEX_YES},
        {"^\\w+$", false, "\xc3\xa9t\xc3\xa9", REGEX_YES},
        {"^(a+)+$", false, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
         REGEX_GAVE_UP},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct regex *regex = NULL;
        struct err err = {0};

        assert_true(
            regex_new(str_of(rows[i].pattern), rows[i].fold, &regex, &err));
        for (int again = 0; again < 2; again++)
            assert_int_equal(regex_ask(regex, str_of(rows[i].text)),
                             rows[i].answer);
        regex_free(regex);
    }
    regex_free(NULL);
}

/* Bytes that are not UTF-8 are no reason to fail. */
static void test_bad_bytes(void **state)
{
    struct regex *regex = NULL;
    struct err err = {0};

    (void)state;
    assert_true(regex_new(STR("curl"), false, &regex, &err));
    assert_int_not_equal(regex_ask(regex, STR("\xff\xfe curl")), REGEX_NO);
    assert_int_not_equal(regex_ask(regex, STR("\xff\xfe")), REGEX_YES);
    regex_free(regex);
}

static void test_wrong(void **state)
{
    static const struct {
        const char *pattern, *error;
    } rows[] = {
        {"a(b", "byte 4"},  {"[z-a]", "range out of order"},
        {"*", "byte 1"},    {"\\C", "\\C"},
        {"\xff", "byte 1"},
    };
    char *large = mem_new(LIMIT_REGEX + 2);
    struct regex *regex = NULL;
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_false(regex_new(str_of(rows[i].pattern), false, &regex, &err));
        assert_int_equal(err.code, ERR_INPUT);
        if (!strstr(err.text, rows[i].error))
            fail_msg("%s", err.text);
        assert_null(regex);
    }
    memset(large, 'x', LIMIT_REGEX + 1);
    assert_false(regex_new(str_of(large), false, &regex, &err));
    large[LIMIT_REGEX] = '\0';
    assert_true(regex_new(str_of(large), false, &regex, &err));
    regex_free(regex);
    mem_free(large);
}

/* However long the text, the answer comes and memory stays bounded. */
static void test_hostile(void **state)
{
    char *text = mem_new(LIMIT_BODY);
    struct str all = {.at = text, .len = LIMIT_BODY};
    struct regex *regex = NULL;
    struct err err = {0};

    (void)state;
    memset(text, 'a', LIMIT_BODY);
    assert_true(regex_new(STR("(a|aa)+$b"), false, &regex, &err));
    assert_int_not_equal(regex_ask(regex, all), REGEX_YES);
    regex_free(regex);
    mem_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ask),
        cmocka_unit_test(test_bad_bytes),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_hostile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
