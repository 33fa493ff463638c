/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looks at targets: asked for, carried out, and never more than looked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/look.h"
#include "store/looks.h"
#include "util/when.h"

static const struct look *read_look(struct house *house, int64_t row)
{
    struct look *out = arena_alloc(house->arena, sizeof(*out));

    assert_good(house,
                look_get(house->desk, row, house->arena, out, &house->err));
    return out;
}

struct asking {
    const struct look_wish *wish;
    int64_t row;
};

static bool write_wish(struct desk *desk, void *with, struct err *err)
{
    struct asking *asking = with;

    return look_write(desk, asking->wish, desk->person, when_now(),
                      &asking->row, err);
}

static bool look_ask(struct desk *desk, const struct look_wish *wish,
                     int64_t *row, struct err *err)
{
    struct asking asking = {.wish = wish};

    if (!desk_transact(desk, write_wish, &asking, err))
        return false;
    *row = asking.row;
    return true;
}

static const struct look *looked(struct house *house,
                                 const struct look_wish *wish)
{
    int64_t row = 0;

    assert_good(house, look_ask(house->desk, wish, &row, &house->err));
    house_rest(house);
    return read_look(house, row);
}

/* What it finds before and after, past the engine. */
static void test_before(void **state)
{
    static const struct {
        const char *merge;
        bool holds;
        const char *words;
    } rows[] = {
        {NULL, false, "properties.publicNetworkAccess is Enabled"},
        {"{\"properties\":{\"publicNetworkAccess\":\"Disabled\"}}", true,
         "properties.publicNetworkAccess is Disabled"},
    };
    static const struct look_wish wish = {.action = "storage-public-off",
                                          .target = SAND_STORE};
    struct house *house = *state;
    struct look newest;
    bool found;

    house_engine(house, false);
    for (size_t i = 0; i < 2; i++) {
        const struct look *look;

        if (rows[i].merge)
            sand_state(&house->sand, SAND_STORE, rows[i].merge);
        look = looked(house, &wish);
        assert_int_equal(look->state, LOOK_SEEN);
        assert_string_equal(look->by, "ann");
        assert_true(look->seen >= look->asked);
        assert_int_equal(look_holds(look->found), rows[i].holds);
        assert_string_equal(look_words(look->found, house->arena),
                            rows[i].words);
        assert_good(house, look_newest(house->second, &wish, house->arena,
                                       &newest, &found, &house->err));
        assert_true(found);
        assert_int_equal(newest.row, look->row);
    }
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 0);
}

/* Places are told with what stands for their names. */
static void test_places(void **state)
{
    static const struct look_wish wish = {.action = "tag", .target = SAND_VM};
    struct house *house = *state;
    const struct look *look;

    house_engine(house, false);
    sand_state(&house->sand, SAND_VM, "{\"tags\":{\"riposte\":\"odd\"}}");
    look = looked(house, &wish);
    assert_string_equal(look_words(look->found, house->arena),
                        "properties.tags.riposte is odd");
    assert_string_equal(
        json_text(json_get(json_item(json_get(look->found, "checks"), 0), "at"))
            .at,
        "properties.tags.riposte");
}

/* The same twice is one, until it is answered. */
static void test_once(void **state)
{
    static const struct look_wish wish = {.action = "user-disable",
                                          .target = SAND_USER};
    struct house *house = *state;
    int64_t first = 0, second = 0;

    assert_good(house, look_ask(house->desk, &wish, &first, &house->err));
    assert_good(house, look_ask(house->second, &wish, &second, &house->err));
    assert_int_equal(first, second);
    house_engine(house, false);
    house_rest(house);
    assert_int_equal(read_look(house, first)->state, LOOK_SEEN);
    assert_int_equal(sand_count(&house->sand, 0, "GET", "/users/" SAND_USER),
                     1);
    assert_good(house, look_ask(house->second, &wish, &second, &house->err));
    assert_true(second > first);
}

/* What cannot be seen is not taken for seen. */
static void test_blind(void **state)
{
    static const struct look_wish wish = {
        .action = "vm-deallocate",
        .target = SAND_SHOP "/providers/Microsoft.Compute/virtualMachines/none",
    };
    struct house *house = *state;
    const struct look *look;

    house_engine(house, false);
    look = looked(house, &wish);
    assert_int_equal(look->state, LOOK_BLIND);
    assert_non_null(strstr(look->trouble, "404"));
    assert_null(look->found);
}

static void test_refused(void **state)
{
    static const struct {
        struct look_wish wish;
        const char *says;
    } rows[] = {
        {{.action = "no-such", .target = SAND_VM}, "in the catalogue any more"},
        {{.action = "vm-deallocate", .target = SAND_STORE}, "is none"},
    };
    struct house *house = *state;
    int64_t row = 0;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_false(look_ask(house->desk, &rows[i].wish, &row, &house->err));
        assert_non_null(strstr(house->err.text, rows[i].says));
    }
}

/* One that was in flight when the engine died is made by the next one. */
static void test_taken_over(void **state)
{
    static const struct look_wish wish = {.action = "vm-deallocate",
                                          .target = SAND_VM};
    struct house *house = *state;
    bool worked;
    int64_t row = 0;

    house_engine(house, false);
    assert_good(house, look_ask(house->desk, &wish, &row, &house->err));
    assert_good(house,
                conductor_step(house->conductor, 0, -1, &worked, &house->err));
    house_engine_end(house);
    assert_int_equal(read_look(house, row)->state, LOOK_WANTED);
    house_engine(house, false);
    house_rest(house);
    assert_int_equal(read_look(house, row)->state, LOOK_SEEN);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_before), ROW(test_places),  ROW(test_once),
        ROW(test_blind),  ROW(test_refused), ROW(test_taken_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
