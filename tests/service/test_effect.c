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
#include "model/look.h"
#include "service/redo.h"
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
    assert_good(house, house_contain(house->desk, "storage-public-off",
                                     SAND_STORE, 0, "", &row, &house->err));
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
    assert_good(house, house_contain(house->desk, "vm-deallocate", SAND_VM, 0,
                                     "", &run, &house->err));
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

        assert_good(house, house_contain(house->desk, "user-disable", SAND_USER,
                                         0, "", &run, &house->err));
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

static int64_t contained(struct house *house, const struct plan_term *term)
{
    struct contain_wish wish = {
        .action = "storage-public-off",
        .target = SAND_STORE,
        .why = "it leaks",
    };
    int64_t run;

    if (term)
        wish.term = *term;
    assert_good(house, contain_wish(house->desk, &wish, &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    return house_last_effect(house)->row;
}

#define ELSEWHERE                                                              \
    "{\"properties\":{\"publicNetworkAccess\":\"SecuredByPerimeter\"}}"

/* Somebody else has changed it since: nothing is sent, both states are shown,
 * and only a person who says so overwrites it. */
static void test_changed_since(void **state)
{
    struct house *house = *state;
    const struct effect *effect;
    char seen[64];
    int64_t row, run;

    house_engine(house, false);
    row = contained(house, NULL);
    assert_true(look_holds(house_effect(house, row)->left));
    sand_state(&house->sand, SAND_STORE, ELSEWHERE);
    assert_good(house, contain_undo(house->desk, row, "", &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_FAILED);
    effect = house_effect(house, row);
    assert_int_equal(effect->state, EFFECT_OBSERVED);
    assert_int_equal(effect_call(effect), CALL_CHANGED);
    assert_true(effect->changed > 0);
    assert_non_null(strstr(effect->trouble,
                           "left it: properties.publicNetworkAccess is "
                           "Disabled"));
    assert_non_null(strstr(effect->trouble, "SecuredByPerimeter"));
    assert_string_equal(effect->seen, "properties.publicNetworkAccess is "
                                      "SecuredByPerimeter");
    assert_int_equal(effect->drift, DRIFT_GONE);
    assert_string_equal(sand_public(&house->sand, SAND_STORE, seen),
                        "SecuredByPerimeter");
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 1);

    assert_false(contain_undo_anyway(house->desk, row, " ", &run, &house->err));
    assert_good(house, contain_undo_anyway(house->desk, row, "asked them", &run,
                                           &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_non_null(
        strstr(house_read(house, run)->steps[0].note, "all the same, as ann"));
    assert_int_equal(house_effect(house, row)->state, EFFECT_UNDONE);
    assert_int_equal(effect_call(house_effect(house, row)), CALL_NONE);
    assert_string_equal(sand_public(&house->sand, SAND_STORE, seen), "Enabled");
}

/* Nobody has touched it: it is put back. */
static void test_as_left(void **state)
{
    struct house *house = *state;
    char seen[64];
    int64_t row, run;

    house_engine(house, false);
    row = contained(house, NULL);
    assert_good(house, contain_undo(house->desk, row, "", &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(house_read(house, run)->steps[0].phase, PHASE_VERIFY);
    assert_non_null(strstr(house_read(house, run)->steps[0].note,
                           "as this containment left it"));
    assert_string_equal(sand_public(&house->sand, SAND_STORE, seen), "Enabled");
}

/* The answer with the action's number was lost: nothing can be asked with it,
 * so that a person's word is all there is. */
static void test_blind(void **state)
{
    struct house *house = *state;
    struct effect effect;
    struct json *kept;
    int64_t run;

    house_engine(house, false);
    assert_good(house, house_contain(house->desk, "machine-isolate", SAND_VM, 0,
                                     "", &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    effect = *house_last_effect(house);
    kept = json_copy(effect.kept);
    json_keep(house->arena, kept);
    json_remove(kept, "machineaction");
    effect.kept = kept;
    effect.state = EFFECT_UNKNOWN;
    effect.looked = 0;
    assert_good(house, effects_save(house->desk->store, &effect, &house->err));
    assert_good(house, contain_settle(house->desk, effect.row, EFFECT_OBSERVED,
                                      "seen there", &house->err));
    assert_int_equal(house_effect(house, effect.row)->state, EFFECT_OBSERVED);
    assert_true(house_effect(house, effect.row)->observed > 0);
    /* Nobody asks in vain whether it still is. */
    assert_int_equal(house_effect(house, effect.row)->look_due, 0);
    assert_good(house, contain_undo_anyway(house->desk, effect.row, "over",
                                           &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(house_effect(house, effect.row)->state, EFFECT_UNDONE);
}

/* What is unknown is settled by a person, after a look that it must not
 * contradict. */
static void test_settle(void **state)
{
    static const struct {
        const char *merge; /* NULL: it is as the containment left it */
        enum effect_state as;
        const char *refused;
    } rows[] = {
        {NULL, EFFECT_UNDONE, "in force"},
        {NULL, EFFECT_ACCEPTED, "observed, undone or failed"},
        {NULL, EFFECT_OBSERVED, NULL},
        {ELSEWHERE, EFFECT_OBSERVED, "not in force"},
        {ELSEWHERE, EFFECT_UNDONE, NULL},
    };
    struct house *house = *state;
    struct effect effect;
    int64_t row, look;

    house_engine(house, false);
    row = contained(house, NULL);
    assert_false(
        contain_settle(house->desk, row, EFFECT_UNDONE, "y", &house->err));
    assert_non_null(strstr(house->err.text, "nothing to settle"));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        effect = *house_effect(house, row);
        effect.state = EFFECT_UNKNOWN;
        effect.looked = 0;
        assert_good(house,
                    effects_save(house->desk->store, &effect, &house->err));
        if (rows[i].merge)
            sand_state(&house->sand, SAND_STORE, rows[i].merge);
        if (rows[i].as != EFFECT_ACCEPTED) {
            assert_false(
                contain_settle(house->desk, row, rows[i].as, "y", &house->err));
            assert_non_null(strstr(house->err.text, "Look first"));
        }
        assert_good(house, contain_check(house->desk, row, &look, &house->err));
        house_rest(house);
        assert_false(
            contain_settle(house->desk, row, rows[i].as, "", &house->err));
        if (rows[i].refused) {
            assert_false(
                contain_settle(house->desk, row, rows[i].as, "y", &house->err));
            assert_non_null(strstr(house->err.text, rows[i].refused));
            continue;
        }
        assert_good(house, contain_settle(house->desk, row, rows[i].as,
                                          "seen in the portal", &house->err));
        assert_int_equal(house_effect(house, row)->state, rows[i].as);
        assert_string_equal(house_effect(house, row)->settled_by, "ann");
    }
    assert_true(house_effect(house, row)->ended > 0);
}

/* Cancelled between the answer and the look: accepted is not observed, and
 * nobody will look any more. */
static void test_cancelled_unseen(void **state)
{
    struct house *house = *state;
    int64_t row = begun(house, JOURNAL_PLANNED, RUN_WAITING, 0);
    const struct run *run = house_read(house, row);
    struct effect effect = *house_last_effect(house);

    run->steps[1].state = RUN_SUCCEEDED;
    run->steps[1].journal = JOURNAL_DONE;
    assert_good(house,
                steps_save(house->desk->store, &run->steps[1], &house->err));
    effect.state = EFFECT_ACCEPTED;
    effect.accepted = when_now();
    assert_good(house, effects_save(house->desk->store, &effect, &house->err));
    assert_good(house, run_cancel(house->desk, row, "no", &house->err));
    assert_int_equal(house_last_effect(house)->state, EFFECT_UNKNOWN);
}

/* Nobody knows whether the step of that phase was done, until somebody has
 * looked and says so: the containment follows. */
static enum effect_state settled(struct house *house, int64_t row,
                                 enum step_phase phase, bool done)
{
    const struct run *run = house_read(house, row);
    struct step *step = run->steps;
    struct effect effect;

    for (; step->phase != phase; step++) {
        assert_true(step + 1 < run->steps + run->n_steps);
        if (run_state_final(step->state))
            continue;
        step->state = RUN_SUCCEEDED;
        step->journal = JOURNAL_DONE;
        assert_good(house, steps_save(house->desk->store, step, &house->err));
    }
    step->state = RUN_UNKNOWN;
    step->journal = JOURNAL_INTENDED;
    assert_good(house, steps_save(house->desk->store, step, &house->err));
    effect = *house_last_effect(house);
    effect.state = EFFECT_UNKNOWN;
    assert_good(house, effects_save(house->desk->store, &effect, &house->err));
    assert_good(house, run_cancel(house->desk, row, "no", &house->err));
    assert_int_equal(house_last_effect(house)->state, EFFECT_UNKNOWN);
    assert_good(house, run_settle(house->desk, row, step->number, done,
                                  "seen there", &house->err));
    return house_last_effect(house)->state;
}

static void test_run_settled(void **state)
{
    struct house *house = *state;
    int64_t undo;

    assert_int_equal(settled(house,
                             begun(house, JOURNAL_PLANNED, RUN_WAITING, 0),
                             PHASE_CONTAIN, false),
                     EFFECT_FAILED);
    assert_true(house_last_effect(house)->ended > 0);
    assert_int_equal(settled(house,
                             begun(house, JOURNAL_PLANNED, RUN_WAITING, 0),
                             PHASE_CONTAIN, true),
                     EFFECT_ACCEPTED);
    /* What somebody has seen riposte has not observed. */
    assert_int_equal(house_last_effect(house)->observed, 0);
    for (int done = 0; done <= 1; done++) {
        assert_good(house,
                    contain_undo(house->desk, house_last_effect(house)->row,
                                 "over", &undo, &house->err));
        assert_int_equal(settled(house, undo, PHASE_UNDO, done),
                         done ? EFFECT_UNDONE : EFFECT_ACCEPTED);
    }
    assert_true(house_last_effect(house)->ended > 0);
}

#define TWICE                                                                  \
    "{\"name\":\"twice\",\"title\":\"Two requests\",\"target\":{\"type\":"     \
    "\"Microsoft.Storage/storageAccounts\",\"sample\":\"" SAND_STORE "\"},"    \
    "\"class\":\"reversible\",\"permission\":\"x\",\"note\":\"x\","            \
    "\"before\":{\"request\":{\"get\":\"{id}?api-version=2023-05-01\"},"       \
    "\"keep\":{\"was\":{\"at\":\"properties.publicNetworkAccess\"}}},"         \
    "\"do\":[{\"patch\":\"{id}?api-version=2023-05-01\",\"body\":{\"tags\":{"  \
    "\"a\":\"b\"}}},{\"patch\":\"{id}/none?api-version=2023-05-01\","          \
    "\"body\":{}}],\"verify\":{\"request\":{\"get\":"                          \
    "\"{id}?api-version=2023-05-01\"},\"expect\":{\"at\":"                     \
    "\"properties.publicNetworkAccess\",\"is\":\"Disabled\"},\"within\":"      \
    "\"1s\",\"every\":\"200ms\"},\"undo\":[{\"patch\":"                        \
    "\"{id}?api-version=2023-05-01\",\"body\":{\"properties\":{"               \
    "\"publicNetworkAccess\":\"{was}\"}}}],\"undone\":{\"expect\":{\"at\":"    \
    "\"properties.publicNetworkAccess\",\"is\":\"{was}\"}}}"

/* The first of two requests is accepted, the second refused: that was not
 * nothing, and it was not accepted either. */
static void test_half(void **state)
{
    struct house *house = *state;
    const struct effect *effect;
    int64_t run;

    house_entry(house, "twice.json", TWICE);
    house_engine(house, false);
    assert_good(house, house_contain(house->desk, "twice", SAND_STORE, 0, "",
                                     &run, &house->err));
    assert_int_not_equal(house_run(house, run), RUN_SUCCEEDED);
    effect = house_last_effect(house);
    assert_int_equal(effect->state, EFFECT_UNKNOWN);
    assert_int_equal(effect->accepted, 0);
    assert_int_equal(effect->observed, 0);
    assert_int_equal(effect->ended, 0);
}

/* More than LIMIT_CONTAINMENTS are not kept, and that is said before anything
 * is sent. */
static void test_full(void **state)
{
    struct house *house = *state;
    struct effect effect = {
        .run = 1,
        .action = "vm-deallocate",
        .title = "t",
        .by = "ann",
        .why = "",
        .state = EFFECT_OBSERVED,
    };
    int64_t run;

    assert_good(house, house_contain(house->desk, "storage-public-off",
                                     SAND_STORE, 0, "", &run, &house->err));
    assert_good(house, store_begin(house->desk->store, &house->err));
    for (int i = 0; i < LIMIT_CONTAINMENTS; i++) {
        effect.target = "/elsewhere";
        if (!effects_add(house->desk->store, &effect, &house->err))
            fail_msg("%s", house->err.text);
    }
    assert_good(house, store_commit(house->desk->store, &house->err));
    assert_false(house_contain(house->desk, "user-disable", SAND_USER, 0, "",
                               &run, &house->err));
    assert_non_null(strstr(house->err.text, "100000 at most"));
    house_engine(house, false);
    assert_int_equal(house_run(house, run), RUN_FAILED);
    assert_non_null(strstr(house_read(house, run)->steps[0].note, "at most"));
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 0);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_cancelled),    ROW(test_undo_of_open),
        ROW(test_no_record),    ROW(test_given_up),
        ROW(test_while_undone), ROW(test_changed_since),
        ROW(test_as_left),      ROW(test_half),
        ROW(test_full),         ROW(test_blind),
        ROW(test_settle),       ROW(test_cancelled_unseen),
        ROW(test_run_settled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
