/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "widget/list.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Rows are ids in an array. */
static uint64_t ids[1000];

static uint64_t id_of(void *with, size_t index)
{
    (void)with;
    return ids[index];
}

static const struct list_owner owner = {.id = id_of};

static struct list make(size_t count, int page)
{
    struct list list;

    for (size_t i = 0; i < COUNT(ids); i++)
        ids[i] = i + 1;
    list_init(&list);
    list.page = page;
    list_sync(&list, count, 0, &owner);
    return list;
}

static const struct {
    size_t count;
    int page;
    size_t from;
    enum list_move move;
    size_t cursor;
    size_t top;
} moves[] = {
    {100, 10, 0, LIST_UP, 0, 0},          {100, 10, 0, LIST_DOWN, 1, 0},
    {100, 10, 9, LIST_DOWN, 10, 1},       {100, 10, 99, LIST_DOWN, 99, 90},
    {100, 10, 0, LIST_PAGE_DOWN, 10, 10}, {100, 10, 95, LIST_PAGE_DOWN, 99, 90},
    {100, 10, 5, LIST_PAGE_UP, 0, 0},     {100, 10, 0, LIST_HALF_DOWN, 5, 0},
    {100, 10, 50, LIST_HALF_UP, 45, 41},  {100, 10, 50, LIST_HOME, 0, 0},
    {100, 10, 0, LIST_END, 99, 90},       {5, 10, 0, LIST_END, 4, 0},
    {5, 10, 2, LIST_PAGE_DOWN, 4, 0},     {0, 10, 0, LIST_DOWN, 0, 0},
    {1, 0, 0, LIST_DOWN, 0, 0},           {3, 0, 0, LIST_DOWN, 1, 1},
};

static void test_moves(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(moves); i++) {
        struct list list = make(moves[i].count, moves[i].page);
        bool moved;

        list_go(&list, moves[i].from, &owner);
        moved = list_move(&list, moves[i].move, &owner);
        assert_int_equal(list.cursor, moves[i].cursor);
        assert_int_equal(list.top, moves[i].top);
        assert_int_equal(moved, moves[i].cursor != moves[i].from);
        assert_int_equal(list.id, moves[i].count ? ids[list.cursor] : 0);
    }
}

/* Rows that arrive move neither the finger nor the line under it. */
static void test_sync(void **state)
{
    struct list list = make(100, 10);

    (void)state;
    list_go(&list, 15, &owner); /* on the last line: top is 6 */
    assert_int_equal(list.top, 6);
    for (size_t i = 0; i < 103; i++)
        ids[i] = i < 3 ? 1000 + i : i - 2;
    list_sync(&list, 103, 18, &owner);
    assert_int_equal(list.id, 16);
    assert_int_equal(list.cursor, 18);
    assert_int_equal(list.top, 9);
    list_sync(&list, 4, 18, &owner); /* most of them are gone */
    assert_int_equal(list.cursor, 3);
    assert_int_equal(list.top, 0);
    list_sync(&list, 0, 0, &owner);
    assert_int_equal(list.cursor, 0);
    assert_int_equal(list.id, 0);
}

static const struct list_column columns[] = {
    {.min = 1},
    {.min = 4, .right = true},
    {.min = 14, .weight = 3},
    {.min = 10, .max = 20, .weight = 1, .priority = 1},
    {.min = 12, .priority = 2},
    {.min = 6, .priority = 3},
};

static const struct {
    int cols;
    int width[COUNT(columns)];
} layouts[] = {
    {120, {1, 4, 65, 20, 12, 6}}, {80, {1, 4, 30, 15, 12, 6}},
    {59, {1, 4, 14, 10, 12, 6}},  {58, {1, 4, 20, 11, 12, 0}},
    {40, {1, 4, 16, 11, 0, 0}},   {30, {1, 4, 19, 0, 0, 0}},
    {10, {1, 4, 14, 0, 0, 0}}, /* clipped by the canvas */
};

static void test_layout(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(layouts); i++) {
        int x[COUNT(columns)];
        int width[COUNT(columns)];
        int end = 0;

        list_layout(columns, COUNT(columns), layouts[i].cols, x, width);
        for (size_t k = 0; k < COUNT(columns); k++) {
            assert_int_equal(width[k], layouts[i].width[k]);
            if (!width[k])
                continue;
            assert_true(x[k] >= LIST_GUTTER && (!end || x[k] == end + 2));
            end = x[k] + width[k];
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moves),
        cmocka_unit_test(test_sync),
        cmocka_unit_test(test_layout),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
