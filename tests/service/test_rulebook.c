/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "service/rulebook.h"

/* What is wrong with an action leads to its field, by the name a person knows.
 */
static void test_fault(void **state)
{
    static const struct {
        const char *actions;
        const char *field; /* NULL: the complaint is about something else */
        size_t action;
        const char *text;
    } rows[] = {
        {"{\"kind\":\"mail\",\"with\":{\"subject\":\"x\"}}", "to", 0,
         "Action 1: \"To\""},
        {"{\"kind\":\"tag\",\"with\":{\"tags\":\"+x\"}},"
         "{\"kind\":\"status\",\"with\":{\"to\":\"nowhere\"}}",
         "to", 1, "Action 2: \"New status\""},
        {"{\"kind\":\"nothing\",\"with\":{}}", NULL, 0, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct catalogue none = {.n = 0};
        struct rule **rules = NULL;
        const char *field = NULL;
        struct err err = {0};
        size_t action = 99;
        char text[1024];
        size_t n = 0;

        snprintf(text, sizeof(text),
                 "{\"name\":\"r\",\"mode\":\"shadow\",\"conditions\":[],"
                 "\"actions\":[%s]}",
                 rows[i].actions);
        assert_true(rulebook_read(str_of(text), &rules, &n, &err));
        assert_false(rulebook_check(rules[0], &none, &err));
        if (rulebook_fault(rules[0], &action, &field, &err) !=
            (rows[i].field != NULL))
            fail_msg("%s", err.text);
        if (rows[i].field) {
            assert_string_equal(field, rows[i].field);
            assert_int_equal(action, rows[i].action);
            if (!strstr(err.text, rows[i].text))
                fail_msg("%s", err.text);
        }
        rulebook_free(rules, n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
