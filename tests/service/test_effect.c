/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Requested, accepted, observed: what is said of a containment when something
 * comes in between.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "store/steps.h"
#include "util/when.h"

/* A containment of the storage account whose look before is done, and whose
 * request stands in the journal as given; its number. */
static int64_t begun(struct house *house, enum journal journal,
                     enum run_state state, int attempts)
{
    struct effect effect = {
        .action = "storage-public-off",
        .title = "t",
        .target = SAND_STORE,
        .by = "ann",
        .why = "",
        .requested = when_now(),
    };
    struct json *kept = json_new_object();
    const struct run *run;
    int64_t row;

    json_set_text(kept, "was", "Enabled");
    effect.kept = kept;
    assert_good(house, contain_do(house->desk, "storage-public-off", SAND_STORE,
                                  0, "", &row, &house->err));
    run = house_read(house, row);
    assert_int_equal(run->steps[0].phase, PHASE_BEFORE);
    assert_int_equal(run->steps[1].phase, PHASE_CONTAIN);
    run->steps[0].state = RUN_SUCCEEDED;
    run->steps[0].journal = JOURNAL_DONE;
    run->steps[1].state = state;
    run->steps[1].journal = journal;
    run->steps[1].attempts = attempts;
    for (size_t i = 0; i < 2; i++)
        assert_good(
            house, steps_save(house->desk->store, &run->steps[i], &house->err));
    effect.run = row;
    assert_good(house, effects_add(house->desk->store, &effect, &house->err));
    json_free(kept);
    return row;
}

/* Cancelled: what was never sent changed nothing; of the rest nobody knows. */
static void test_cancelled(void **state)
{
    static const struct {
        enum journal journal;
        enum run_state state;
        enum effect_state effect;
    } rows[] = {
        {JOURNAL_PLANNED, RUN_WAITING, EFFECT_FAILED},
        {JOURNAL_INTENDED, RUN_RUNNING, EFFECT_UNKNOWN},
    };
    struct house *house = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t run = begun(house, rows[i].journal, rows[i].state, 1);

        assert_good(house, run_cancel(house->desk, run, "no", &house->err));
        assert_int_equal(house_last_effect(house)->state, rows[i].effect);
    }
}

/* What is still being made cannot be taken back: it would be made after. */
static void test_undo_of_open(void **state)
{
    struct house *house = *state;
    int64_t run = begun(house, JOURNAL_PLANNED, RUN_WAITING, 1);
    const struct effect *effect = house_last_effect(house);
    int64_t undo;

    assert_false(
        contain_undo(house->desk, effect->row, "", &undo, &house->err));
    assert_non_null(strstr(house->err.text, "still at work"));
    assert_int_equal(house_newest(house, 0), run);
}

/* Nothing is done of which there is no record. */
static void test_no_record(void **state)
{
    struct house *house = *state;
    int64_t run = begun(house, JOURNAL_PLANNED, RUN_WAITING, 1);
    struct effect effect = *house_last_effect(house);

    effect.state = EFFECT_UNDONE;
    assert_good(house, effects_save(house->desk->store, &effect, &house->err));
    house_engine(house, false);
    assert_int_equal(house_run(house, run), RUN_FAILED);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 0);
    assert_int_equal(house_last_effect(house)->state, EFFECT_UNDONE);
}

/* Done, but the answers were lost until no attempt was left: unknown, and not
 * "nothing changed". */
static void test_given_up(void **state)
{
    struct house *house = *state;
    char seen[64];
    int64_t run;

    /* The token is there before the faults begin. */
    house_engine(house, false);
    assert_good(house, contain_do(house->desk, "vm-deallocate", SAND_VM, 0, "",
                                  &run, &house->err));
    house_run(house, run);
    run = begun(house, JOURNAL_PLANNED, RUN_WAITING, LIMIT_ATTEMPTS - 1);
    sand_fault(&house->sand, "reset:1;seed=1");
    house_rest(house);
    sand_fault(&house->sand, "");
    assert_int_equal(house_read(house, run)->state, RUN_UNKNOWN);
    assert_int_equal(house_last_effect(house)->state, EFFECT_UNKNOWN);
    assert_string_equal(sand_public(&house->sand, SAND_STORE, seen),
                        "Disabled");
}

/* Who wants it while it is being taken back does not get it, and hears so. */
static void test_while_undone(void **state)
{
    static const enum effect_state states[] = {EFFECT_UNDOING, EFFECT_UNKNOWN};
    struct house *house = *state;

    house_engine(house, false);
    for (size_t i = 0; i < 2; i++) {
        struct effect effect = {
            .run = 1,
            .action = "user-disable",
            .title = "t",
            .target = SAND_USER,
            .by = "bob",
            .why = "",
            .state = EFFECT_UNDONE,
        };
        int64_t run;

        assert_good(house, contain_do(house->desk, "user-disable", SAND_USER, 0,
                                      "", &run, &house->err));
        effect.state = states[i];
        assert_good(house,
                    effects_add(house->desk->store, &effect, &house->err));
        assert_int_equal(house_run(house, run), RUN_FAILED);
        assert_non_null(
            strstr(house_read(house, run)->steps[0].note, "Settle it first"));
        assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 0);
        effect.state = EFFECT_UNDONE;
        assert_good(house,
                    effects_save(house->desk->store, &effect, &house->err));
    }
}

/* The undo says whether somebody has changed the target since. */
static void test_changed_since(void **state)
{
    static const struct {
        const char *merge;
        const char *says;
    } rows[] = {
        {NULL, "as this containment left it"},
        {"{\"properties\":{\"publicNetworkAccess\":\"SecuredByPerimeter\"}}",
         "Somebody has changed it"},
    };
    struct house *house = *state;
    char seen[64];

    house_engine(house, false);
    for (size_t i = 0; i < 2; i++) {
        int64_t run;

        assert_good(house, contain_do(house->desk, "storage-public-off",
                                      SAND_STORE, 0, "", &run, &house->err));
        assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
        if (rows[i].merge)
            sand_state(&house->sand, SAND_STORE, rows[i].merge);
        assert_good(house,
                    contain_undo(house->desk, house_last_effect(house)->row, "",
                                 &run, &house->err));
        assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
        assert_int_equal(house_read(house, run)->steps[0].phase, PHASE_BEFORE);
        assert_non_null(
            strstr(house_read(house, run)->steps[0].note, rows[i].says));
        assert_string_equal(sand_public(&house->sand, SAND_STORE, seen),
                            "Enabled");
    }
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_cancelled), ROW(test_undo_of_open), ROW(test_no_record),
        ROW(test_given_up),  ROW(test_while_undone), ROW(test_changed_since),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
