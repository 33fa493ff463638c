/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <stdio.h>
#include <string.h>

#include "store/internal.h"

static uint32_t number(struct stage *stage, struct str text)
{
    uint32_t out = 99;

    stage_must(stage, term_number(stage->store, text, &out, &stage->err));
    return out;
}

static void test_numbers(void **state)
{
    struct stage *stage = *state;
    uint32_t one = number(stage, STR("one"));
    uint32_t two = number(stage, STR("One"));
    struct str text;

    assert_int_equal(number(stage, STR_NONE), 0);
    assert_int_not_equal(one, 0);
    assert_int_not_equal(one, two);
    assert_int_equal(number(stage, STR("one")), one);
    assert_int_not_equal(number(stage, STR("o\0ne")), one);
    stage_reopen(stage);
    assert_int_equal(number(stage, STR("One")), two);
    stage_must(stage,
               terms_text(stage->store, two, stage->arena, &text, &stage->err));
    assert_string_equal(text.at, "One");
    stage_must(stage,
               terms_text(stage->store, 0, stage->arena, &text, &stage->err));
    assert_int_equal(text.len, 0);
    stage_must(stage, terms_text(stage->store, 12345, stage->arena, &text,
                                 &stage->err));
    assert_int_equal(text.len, 0);
}

/* A number that was undone is not remembered: the next text gets it. */
static void test_rollback(void **state)
{
    struct stage *stage = *state;
    uint32_t gone, other;

    number(stage, STR("before"));
    stage_must(stage, store_begin(stage->store, &stage->err));
    gone = number(stage, STR("gone"));
    store_rollback(stage->store);
    other = number(stage, STR("other"));
    assert_int_equal(other, gone);
    assert_int_not_equal(number(stage, STR("gone")), other);
}

/* More than are kept in memory. */
static void test_many(void **state)
{
    struct stage *stage = *state;
    uint32_t first = number(stage, STR("text 0"));
    char text[32];

    stage_must(stage, store_begin(stage->store, &stage->err));
    for (uint32_t i = 0; i < 40000; i++) {
        snprintf(text, sizeof(text), "text %u", i);
        assert_int_equal(number(stage, str_of(text)), first + i);
    }
    stage_must(stage, store_commit(stage->store, &stage->err));
    assert_int_equal(number(stage, STR("text 0")), first);
    assert_int_equal(number(stage, STR("text 39999")), first + 39999);
}

struct seen {
    uint32_t last;
    int n;
    char text[64];
};

static void see(void *with, uint32_t term, struct str text)
{
    struct seen *seen = with;

    assert_true(term > seen->last);
    seen->last = term;
    seen->n++;
    snprintf(seen->text, sizeof(seen->text), "%.*s", STR_ARG(text));
}

static void test_follow(void **state)
{
    struct stage *stage = *state;
    struct seen seen = {0};
    uint32_t last = 0;

    number(stage, STR("a"));
    number(stage, STR("b"));
    stage_must(stage,
               terms_follow(stage->store, &last, see, &seen, &stage->err));
    assert_int_equal(seen.n, 2);
    assert_int_equal(last, seen.last);
    stage_must(stage,
               terms_follow(stage->store, &last, see, &seen, &stage->err));
    assert_int_equal(seen.n, 2);
    number(stage, STR("c"));
    stage_must(stage,
               terms_follow(stage->store, &last, see, &seen, &stage->err));
    assert_int_equal(seen.n, 3);
    assert_string_equal(seen.text, "c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_numbers),
        STAGE_TEST(test_rollback),
        STAGE_TEST(test_many),
        STAGE_TEST(test_follow),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
