/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the form of a rule is told: what may come next, as an event has it, and
 * what is probably wrong with the stored rules.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "service/house.h"
#include "service/language.h"
#include "service/lint.h"
#include "service/queue.h"
#include "util/when.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static int open_house(void **state)
{
    static const char *const options[] = {"--scenario", "none", NULL};
    static struct house house;

    house_open(&house, options, NULL);
    *state = &house;
    return 0;
}

static int close_house(void **state)
{
    house_close(*state);
    return 0;
}

/* The first candidate, and where it goes. */
static const struct {
    const char *text;
    const char *first; /* NULL: there is none */
    const char *note;
    size_t from;
} fields[] = {
    {"no expression", NULL, NULL, 13},
    {"on @{triggerBody()?['Alert", "'AlertUri']", NULL, 20},
    {"@{toUp", "toUpper(", "toUpper(text)", 2},
    {"@{Titl", "Title", NULL, 2},
};

static void test_fields(void **state)
{
    struct house *house = *state;
    struct house_alert alert = {.name = "one", .title = "Brute force"};
    int64_t row = house_take(house, &alert);
    struct event_page *page = event_page_read(house->desk, row);

    for (size_t i = 0; i < N(fields); i++) {
        struct str text = str_of(fields[i].text);
        struct language_candidate *found;
        size_t from;
        size_t n = language_complete_field(text, text.len, page, house->arena,
                                           &found, &from);

        assert_int_equal(from, fields[i].from);
        assert_int_equal(n > 0, fields[i].first != NULL);
        if (n > 0 && fields[i].note)
            assert_string_equal(found[0].note, fields[i].note);
        if (n > 0 && i > 1)
            assert_string_equal(found[0].text, fields[i].first);
        assert_true(!n || i != 1 || strncmp(found[0].text, "'Alert", 6) == 0);
        /* Without an event no members are known. */
        assert_int_equal(language_complete_field(text, text.len, NULL,
                                                 house->arena, &found, &from),
                         i == 1 ? 0 : n);
    }
    assert_true(str_eq(language_value(STR("Severity"), page, house->arena),
                       STR("High")));
    assert_int_equal(language_value(STR("no }"), page, house->arena).len, 0);
    event_page_free(page);
}

/* Columns count from where somebody typed. */
static void test_columns(void **state)
{
    struct err err = {0};

    (void)state;
    assert_false(language_check_part(STR("isnotempty(a.)"), 11, &err));
    assert_non_null(strstr(err.text, "Column 2:"));
    assert_false(language_check(STR("isnotempty(a.)"), &err));
    assert_non_null(strstr(err.text, "Column 13:"));
}

static struct rule_page *marked(struct house *house, struct lint_book *book)
{
    struct rule_page *page = rule_page_read(house->desk);

    lint_book_mark(book, house->desk, page, when_now());
    return page;
}

static void test_book(void **state)
{
    struct house *house = *state;
    struct lint_book book = {.arena = NULL};
    struct rule_page *page;
    const struct arena *first;

    house_rule(house, house->desk,
               "{\"name\":\"good\",\"mode\":\"off\",\"conditions\":[{\"all\":["
               "{\"property\":\"Severity\",\"operator\":\"==\",\"value\":"
               "\"High\"}]}]}");
    house_rule(house, house->desk,
               "{\"name\":\"never\",\"mode\":\"off\",\"conditions\":[{\"all\":["
               "{\"property\":\"Severity\",\"operator\":\"==\",\"value\":"
               "\"High\"},{\"property\":\"Severity\",\"operator\":\"==\","
               "\"value\":\"Low\"}]}]}");
    page = marked(house, &book);
    assert_int_equal(page->n, 2);
    assert_int_equal(page->rows[0].n_warnings, 0);
    assert_int_equal(page->rows[1].n_warnings, page->rows[1].n_findings);
    assert_string_equal(page->rows[1].findings[0].name, "never");
    rule_page_free(page);
    /* It is not looked for again until rules change. */
    first = book.arena;
    rule_page_free(marked(house, &book));
    assert_ptr_equal(book.arena, first);
    assert_good(house, rulebook_remove(house->desk, STR("never"), &house->err));
    page = marked(house, &book);
    assert_int_equal(page->rows[0].n_warnings, 0);
    assert_int_equal(book.n, 0);
    rule_page_free(page);
    lint_book_done(&book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fields, open_house, close_house),
        cmocka_unit_test(test_columns),
        cmocka_unit_test_setup_teardown(test_book, open_house, close_house),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
