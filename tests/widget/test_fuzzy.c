/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "widget/fuzzy.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The first text fits the pattern better than the second. */
static const struct {
    const char *pattern;
    const char *better;
    const char *worse;
} pairs[] = {
    {"close", "close alert", "enclose"},
    {"ca", "close alert", "scale"},
    {"ca", "contain account", "vacation"},
    {"rule", "rules: open", "run rehearsal with less"},
    {"CLOSE", "Close the alert", "c l o s e"},
    {"q f", "queue: filter", "quick and off"},
};

static void test_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct str pattern = str_of(pairs[i].pattern);
        int better = fuzzy_score(pattern, str_of(pairs[i].better));
        int worse = fuzzy_score(pattern, str_of(pairs[i].worse));

        assert_true(better >= 0);
        assert_true(better > worse);
    }
}

static void test_no_match(void **state)
{
    (void)state;
    assert_int_equal(fuzzy_score(STR("xyz"), STR("close alert")), -1);
    assert_int_equal(fuzzy_score(STR("tc"), STR("ct")), -1);
    assert_true(fuzzy_score(STR(""), STR("anything")) >= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_no_match),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
