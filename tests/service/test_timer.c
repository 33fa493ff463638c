/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Containments that end by themselves, and what is looked after meanwhile.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "service/timer.h"
#include "store/audit.h"
#include "util/when.h"

#define ELSEWHERE                                                              \
    "{\"properties\":{\"publicNetworkAccess\":\"SecuredByPerimeter\"}}"

static int64_t contained(struct house *house, int64_t lasts)
{
    struct contain_wish wish = {
        .action = "storage-public-off",
        .target = SAND_STORE,
        .why = "it leaks",
        .term = {.lasts = lasts},
    };
    int64_t run;

    assert_good(house, contain_wish(house->desk, &wish, &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    return house_last_effect(house)->row;
}

/* Its time is over now, without waiting for it. */
static void age(struct house *house, int64_t row)
{
    struct effect effect = *house_effect(house, row);

    effect.until = when_now() - 1;
    assert_good(house, effects_save(house->desk->store, &effect, &house->err));
    house->desk->moved = true;
}

static size_t deeds(struct house *house, const char *verb)
{
    struct audit_filter filter = {.verb = verb, .acts = true};
    struct audit_record *list;
    size_t n;

    assert_good(house, audit_list(house->desk->store, &filter, 0, 1000,
                                  house->arena, &list, &n, &house->err));
    return n;
}

static bool is_undone(struct house *house, const void *with)
{
    return house_effect(house, *(const int64_t *)with)->state == EFFECT_UNDONE;
}

static bool has_trouble(struct house *house, const void *with)
{
    return *house_effect(house, *(const int64_t *)with)->trouble != '\0';
}

/* It survives the engine that made it: the next one takes it back, once, by
 * itself, and at its end. */
static void test_end(void **state)
{
    struct house *house = *state;
    const struct effect *effect;
    char seen[64];
    int64_t row;

    house_engine(house, false);
    row = contained(house, 3 * WHEN_SECOND);
    effect = house_effect(house, row);
    assert_int_equal(effect->until, effect->requested + 3 * WHEN_SECOND);
    assert_int_equal(effect->timer_run, 0);
    house_engine_end(house);
    house_engine(house, false);
    assert_true(house_until(house, is_undone, &row, HOUSE_WAIT));
    effect = house_effect(house, row);
    assert_true(effect->ended >= effect->until);
    assert_int_equal(effect->timer_run, effect->undo_run);
    assert_string_equal(house_read(house, effect->undo_run)->by, "riposte");
    assert_non_null(
        strstr(house_read(house, effect->undo_run)->why, "Its time was over"));
    assert_string_equal(sand_public(&house->sand, SAND_STORE, seen), "Enabled");
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 2);
    house_rest(house);
    assert_int_equal(house_newest(house, 0), effect->undo_run);
}

/* Two engines that see the same end begin one run. */
static void test_once(void **state)
{
    struct house *house = *state;
    struct err err = {0};
    int64_t next = 0;
    bool worked = false;
    int64_t row, first;

    house_engine(house, false);
    row = contained(house, WHEN_HOUR);
    house_engine_end(house);
    age(house, row);
    assert_true(timer_clock(house->desk, when_now(), &worked, &next, &err));
    first = house_newest(house, 0);
    assert_int_equal(house_effect(house, row)->timer_run, first);
    assert_true(timer_clock(house->second, when_now(), &worked, &next, &err));
    assert_int_equal(house_newest(house, 0), first);
}

/* Somebody else has been at it: the timer does not force, a person does. */
static void test_changed(void **state)
{
    struct house *house = *state;
    const struct effect *effect;
    char seen[64];
    int64_t row, run, until;
    struct extend_wish more = {.lasts = WHEN_HOUR, .why = "they know"};

    house_engine(house, false);
    row = contained(house, WHEN_HOUR);
    sand_state(&house->sand, SAND_STORE, ELSEWHERE);
    age(house, row);
    assert_true(house_until(house, has_trouble, &row, HOUSE_WAIT));
    house_rest(house);
    effect = house_effect(house, row);
    assert_int_equal(effect_call(effect), CALL_CHANGED);
    assert_int_equal(effect->state, EFFECT_OBSERVED);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 1);
    assert_string_equal(sand_public(&house->sand, SAND_STORE, seen),
                        "SecuredByPerimeter");
    run = effect->undo_run;
    house_rest(house);
    assert_int_equal(house_effect(house, row)->undo_run, run);

    more.effect = row;
    assert_good(house, contain_extend(house->desk, &more, &until, &house->err));
    effect = house_effect(house, row);
    assert_int_equal(effect_call(effect), CALL_DRIFT);
    assert_int_equal(effect->timer_run, 0);
    age(house, row);
    assert_true(house_until(house, has_trouble, &row, HOUSE_WAIT));
    assert_good(house, contain_undo_anyway(house->second, row, "it is ours",
                                           &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_string_equal(sand_public(&house->sand, SAND_STORE, seen), "Enabled");
}

/* Hold keeps it, and says so once; resumed, it ends. */
static void test_hold(void **state)
{
    struct house *house = *state;
    int64_t row, newest;

    house_engine(house, false);
    row = contained(house, WHEN_HOUR);
    newest = house_newest(house, 0);
    assert_good(house, desk_hold(house->desk, true, "wait", &house->err));
    age(house, row);
    assert_true(house_until(house, has_trouble, &row, HOUSE_WAIT));
    house_rest(house);
    assert_int_equal(house_newest(house, 0), newest);
    assert_non_null(strstr(house_effect(house, row)->trouble, "Hold keeps it"));
    assert_int_equal(effect_call(house_effect(house, row)), CALL_STUCK);
    assert_int_equal(deeds(house, "hold"), 2);
    assert_good(house, desk_hold(house->desk, false, "go on", &house->err));
    assert_true(house_until(house, is_undone, &row, HOUSE_WAIT));
}

/* A run that hold has stopped in the middle waits like all others. */
static void test_hold_between(void **state)
{
    struct house *house = *state;
    struct err err = {0};
    int64_t next = 0;
    bool worked = false;
    int64_t row;

    house_engine(house, false);
    row = contained(house, WHEN_HOUR);
    age(house, row);
    assert_true(timer_clock(house->desk, when_now(), &worked, &next, &err));
    assert_good(house, desk_hold(house->desk, true, "wait", &house->err));
    house_rest(house);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 1);
    assert_int_equal(house_effect(house, row)->state, EFFECT_OBSERVED);
    assert_good(house, desk_hold(house->desk, false, "go on", &house->err));
    assert_true(house_until(house, is_undone, &row, HOUSE_WAIT));
}

static void test_extend(void **state)
{
    struct house *house = *state;
    int64_t row, until, before, run;
    struct extend_wish wish = {.lasts = 2 * WHEN_HOUR, .why = "longer"};
    struct extend_wish bad = {.until = 1000};

    house_engine(house, false);
    row = contained(house, WHEN_HOUR);
    bad.effect = wish.effect = row;
    before = house_effect(house, row)->until;
    assert_good(house,
                contain_extend(house->second, &wish, &until, &house->err));
    assert_int_equal(until, before + 2 * WHEN_HOUR);
    assert_int_equal(house_effect(house, row)->until, until);
    assert_int_equal(deeds(house, "extend"), 1);
    assert_false(contain_extend(house->desk, &bad, &until, &house->err));
    assert_non_null(strstr(house->err.text, "in the past"));
    wish = (struct extend_wish){.effect = row, .never = true, .why = "keep"};
    assert_good(house, contain_extend(house->desk, &wish, &until, &house->err));
    assert_int_equal(house_effect(house, row)->until, 0);
    assert_good(house, contain_undo(house->desk, row, "", &run, &house->err));
    wish = (struct extend_wish){.effect = row, .lasts = WHEN_HOUR};
    assert_false(contain_extend(house->desk, &wish, &until, &house->err));
    assert_non_null(strstr(house->err.text, "already taking"));
    house_run(house, run);
    assert_false(contain_extend(house->desk, &wish, &until, &house->err));
    assert_non_null(strstr(house->err.text, "not in force"));
}

/* Told once, and again when the end has moved. */
static void test_warned(void **state)
{
    struct house *house = *state;
    struct extend_wish wish = {.lasts = WHEN_MINUTE};
    struct effect effect;
    int64_t row, until;

    house_engine(house, false);
    row = contained(house, WHEN_HOUR);
    house_rest(house);
    assert_int_equal(deeds(house, "warn"), 0);
    for (size_t i = 0; i < 2; i++) {
        effect = *house_effect(house, row);
        if (i == 0) {
            effect.until = when_now() + 5 * WHEN_MINUTE;
            effect.requested = effect.until - WHEN_HOUR;
            assert_good(house,
                        effects_save(house->desk->store, &effect, &house->err));
            house->desk->moved = true;
        } else {
            wish.effect = row;
            assert_good(
                house, contain_extend(house->desk, &wish, &until, &house->err));
        }
        house_rest(house);
        house->desk->moved = true;
        house_rest(house);
        assert_int_equal(deeds(house, "warn"), i + 1);
    }
}

/* A rule's containment with an end is timed. */
static void test_rule(void **state)
{
    static const struct house_alert alert = {.name = "2517000000000000000_leak",
                                             .resource = SAND_STORE};
    struct house *house = *state;
    const struct effect *effect;

    house_rule(house, house->desk,
               "{\"name\":\"leaks\",\"mode\":\"auto\","
               "\"actions\":[{\"kind\":\"contain\",\"with\":{\"action\":"
               "\"storage-public-off\",\"for\":\"4h\"}}]}");
    house_engine(house, false);
    house_take(house, &alert);
    assert_int_equal(house_run(house, house_newest(house, 0)), RUN_SUCCEEDED);
    effect = house_last_effect(house);
    assert_int_equal(effect->until, effect->requested + 4 * WHEN_HOUR);
    assert_int_equal(house_read(house, house_newest(house, 0))->steps[1].class,
                     CLASS_TIMED);
}

/* What was seen too long ago, while hold kept the rest, is seen anew. */
static void test_stale(void **state)
{
    struct house *house = *state;
    struct err err = {0};
    struct effect effect;
    struct step step;
    int64_t next = 0, row, run;
    bool worked = false;

    house_engine(house, false);
    row = contained(house, WHEN_HOUR);
    age(house, row);
    assert_true(timer_clock(house->desk, when_now(), &worked, &next, &err));
    run = house_newest(house, 0);
    step = house_read(house, run)->steps[0];
    step.state = RUN_SUCCEEDED;
    step.journal = JOURNAL_DONE;
    assert_good(house, steps_save(house->desk->store, &step, &house->err));
    effect = *house_effect(house, row);
    effect.looked = when_now() - WHEN_HOUR;
    assert_good(house, effects_save(house->desk->store, &effect, &house->err));
    sand_state(&house->sand, SAND_STORE, ELSEWHERE);
    assert_int_equal(house_run(house, run), RUN_FAILED);
    assert_true(house_until(house, has_trouble, &row, HOUSE_WAIT));
    house_rest(house);
    assert_int_equal(effect_call(house_effect(house, row)), CALL_CHANGED);
    assert_true(house_effect(house, row)->timer_run > run);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 1);
}

static bool has_drift(struct house *house, const void *with)
{
    const struct effect *want = with;

    return house_effect(house, want->row)->drift == want->drift;
}

static void await_drift(struct house *house, int64_t row, enum drift drift)
{
    struct effect want = {.row = row, .drift = drift};
    struct effect effect = *house_effect(house, row);

    effect.look_due = when_now();
    assert_good(house, effects_save(house->desk->store, &effect, &house->err));
    house->desk->drift_at = 0;
    house->desk->moved = true;
    if (!house_until(house, has_drift, &want, HOUSE_WAIT))
        fail_msg("It is %d", (int)house_effect(house, row)->drift);
}

/* Still so, no longer so, so again: each change is told once. */
static void test_drift(void **state)
{
    struct house *house = *state;
    const struct effect *effect;
    int64_t row, since;

    house_engine(house, false);
    row = contained(house, 0);
    assert_true(house_effect(house, row)->look_due > when_now());
    await_drift(house, row, DRIFT_SO);
    assert_int_equal(deeds(house, "drift"), 0);
    sand_state(&house->sand, SAND_STORE, ELSEWHERE);
    await_drift(house, row, DRIFT_GONE);
    effect = house_effect(house, row);
    since = effect->drift_since;
    assert_int_equal(effect->state, EFFECT_OBSERVED);
    assert_int_equal(effect_call(effect), CALL_DRIFT);
    assert_non_null(strstr(effect->seen, "SecuredByPerimeter"));
    assert_true(effect->look_due > effect->looked);
    assert_int_equal(deeds(house, "drift"), 1);
    await_drift(house, row, DRIFT_GONE);
    house_rest(house);
    assert_int_equal(deeds(house, "drift"), 1);
    assert_int_equal(house_effect(house, row)->drift_since, since);
    sand_state(&house->sand, SAND_STORE,
               "{\"properties\":{\"publicNetworkAccess\":\"Disabled\"}}");
    await_drift(house, row, DRIFT_SO);
    assert_int_equal(deeds(house, "drift"), 2);
    assert_int_equal(sand_count(&house->sand, 0, "PATCH", ""), 1);
}

#define ROW(test)                                                              \
    cmocka_unit_test_setup_teardown(test, house_setup, house_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_end),    ROW(test_once),         ROW(test_changed),
        ROW(test_hold),   ROW(test_hold_between), ROW(test_extend),
        ROW(test_warned), ROW(test_stale),        ROW(test_rule),
        ROW(test_drift),  ROW(test_stale),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
