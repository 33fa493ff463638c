/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Containments from the request to what is seen, and back: three facts, and
 * never more than one act.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "util/when.h"

/* The catalogue, and how the sandbox shows what it did. */
static const struct deed_row {
    const char *action;
    const char *target;
    const char *method;
    const char *path;      /* of the act, at its end */
    const char *undo_path; /* of the way back */
    const char *(*look)(struct sand *sand, const char *target, char out[64]);
    const char *before, *after;
    const char *merge; /* brings it about past the engine */
} deeds[] = {
    {"vm-deallocate", SAND_VM, "POST", "/vm-web-01/deallocate",
     "/vm-web-01/start", sand_power, "PowerState/running",
     "PowerState/deallocated",
     "{\"properties\":{\"instanceView\":{\"statuses\":[{\"code\":"
     "\"PowerState/deallocated\"}]}}}"},
    {"storage-public-off", SAND_STORE, "PATCH", "/stcontososhop",
     "/stcontososhop", sand_public, "Enabled", "Disabled",
     "{\"properties\":{\"publicNetworkAccess\":\"Disabled\"}}"},
    {"user-disable", SAND_USER, "PATCH", "/users/" SAND_USER,
     "/users/" SAND_USER, sand_enabled, "true", "false", NULL},
};

#define DEEDS (sizeof(deeds) / sizeof(deeds[0]))

static int64_t contain(struct house *house, const struct deed_row *deed)
{
    int64_t run;

    assert_good(house, house_contain(house->desk, deed->action, deed->target, 0,
                                     "it is attacked", &run, &house->err));
    return run;
}

static int64_t undo(struct house *house, int64_t effect)
{
    int64_t run;

    assert_good(house, contain_undo(house->desk, effect, "it is clean", &run,
                                    &house->err));
    return run;
}

static const struct step *step_of(struct house *house, int64_t run,
                                  enum step_phase phase)
{
    const struct run *read = house_read(house, run);

    for (size_t i = 0; i < read->n_steps; i++) {
        if (read->steps[i].phase == phase)
            return &read->steps[i];
    }
    fail_msg("Run %lld has no such step", (long long)run);
    return NULL;
}

static void there_and_back(struct house *house, const struct deed_row *deed)
{
    const struct effect *effect;
    char seen[64];
    int64_t mark;
    int64_t run;

    assert_string_equal(deed->look(&house->sand, deed->target, seen),
                        deed->before);
    mark = sand_mark(&house->sand);
    run = contain(house, deed);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    effect = house_last_effect(house);
    assert_int_equal(effect->run, run);
    assert_int_equal(effect->state, EFFECT_OBSERVED);
    assert_true(effect->requested > 0);
    assert_true(effect->accepted >= effect->requested);
    assert_true(effect->observed >= effect->accepted);
    assert_non_null(effect->kept);
    assert_string_equal(effect->by, "ann");
    assert_string_equal(effect->why, "it is attacked");
    assert_int_equal(sand_count(&house->sand, mark, deed->method, deed->path),
                     1);
    assert_string_equal(deed->look(&house->sand, deed->target, seen),
                        deed->after);
    assert_string_equal(step_of(house, run, PHASE_VERIFY)->note,
                        "Observed: it is in force.");

    /* Not twice. */
    assert_false(house_contain(house->desk, deed->action, deed->target, 0, "",
                               &run, &house->err));
    assert_int_equal(house->err.code, ERR_INPUT);
    assert_non_null(strstr(house->err.text, "already in force"));

    mark = sand_mark(&house->sand);
    run = undo(house, effect->row);
    assert_false(contain_undo(house->desk, effect->row, "", &run, &house->err));
    assert_non_null(strstr(house->err.text, "already taking"));
    run = house_newest(house, 0);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    effect = house_effect(house, effect->row);
    assert_int_equal(effect->state, EFFECT_UNDONE);
    assert_int_equal(effect->undo_run, run);
    assert_true(effect->ended > 0);
    assert_int_equal(
        sand_count(&house->sand, mark, deed->method, deed->undo_path), 1);
    assert_string_equal(deed->look(&house->sand, deed->target, seen),
                        deed->before);
    assert_false(contain_undo(house->desk, effect->row, "", &run, &house->err));
    assert_non_null(strstr(house->err.text, "not in force"));
}

static void test_there_and_back(void **state)
{
    struct house *house = *state;

    house_engine(house, false);
    for (size_t i = 0; i < DEEDS; i++)
        there_and_back(house, &deeds[i]);
}

/* What is so already is left alone, and there is nothing to undo. */
static void test_already(void **state)
{
    struct house *house = *state;

    house_engine(house, false);
    for (size_t i = 0; i < DEEDS; i++) {
        const struct deed_row *deed = &deeds[i];
        struct counters counters;
        int64_t mark;
        int64_t run;

        if (!deed->merge)
            continue;
        sand_state(&house->sand, deed->target, deed->merge);
        mark = sand_mark(&house->sand);
        run = contain(house, deed);
        assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
        assert_int_equal(step_of(house, run, PHASE_CONTAIN)->state,
                         RUN_SKIPPED);
        assert_non_null(
            strstr(step_of(house, run, PHASE_BEFORE)->note, "nothing to undo"));
        assert_int_equal(
            sand_count(&house->sand, mark, deed->method, deed->path), 0);
        assert_good(house,
                    counters_get(house->desk->store, &counters, &house->err));
        assert_int_equal(counters.effects_active, 0);
    }
}

static void lock(struct house *house, const char *target)
{
    char url[1024];

    snprintf(url, sizeof(url),
             "%s/providers/Microsoft.Authorization/locks/hands-off"
             "?api-version=2020-05-01",
             target);
    assert_in_range(sand_arm(&house->sand, "PUT", url,
                             "{\"properties\":{\"level\":\"ReadOnly\"}}"),
                    200, 201);
}

/* A no is final: failed, nothing changed, and said in the service's words. */
static void test_refused(void **state)
{
    struct house *house = *state;

    house_engine(house, false);
    for (size_t i = 0; i < 2; i++) {
        const struct deed_row *deed = &deeds[i];
        const struct effect *effect;
        char seen[64];
        int64_t run;

        lock(house, deed->target);
        run = contain(house, deed);
        assert_int_equal(house_run(house, run), RUN_FAILED);
        assert_non_null(
            strstr(step_of(house, run, PHASE_CONTAIN)->note, "ScopeLocked"));
        assert_int_equal(step_of(house, run, PHASE_VERIFY)->state, RUN_SKIPPED);
        effect = house_last_effect(house);
        assert_int_equal(effect->run, run);
        assert_int_equal(effect->state, EFFECT_FAILED);
        assert_string_equal(deed->look(&house->sand, deed->target, seen),
                            deed->before);
    }
}

/* Somebody the directory does not know: nothing is even tried. */
static void test_no_target(void **state)
{
    struct house *house = *state;
    int64_t run;

    house_engine(house, false);
    assert_good(house, house_contain(house->desk, "user-disable",
                                     "nobody@contoso.example", 0, "", &run,
                                     &house->err));
    assert_int_equal(house_run(house, run), RUN_FAILED);
    assert_int_equal(step_of(house, run, PHASE_BEFORE)->state, RUN_FAILED);
    assert_int_equal(step_of(house, run, PHASE_CONTAIN)->state, RUN_SKIPPED);
    assert_int_equal(
        sand_count(&house->sand, 0, "PATCH", "/nobody@contoso.example"), 0);
    /* What does not fit, or is not there, is refused before. */
    assert_false(house_contain(house->desk, "vm-deallocate", SAND_STORE, 0, "",
                               &run, &house->err));
    assert_int_equal(house->err.code, ERR_INPUT);
    assert_false(house_contain(house->desk, "vm-dealocate", SAND_VM, 0, "",
                               &run, &house->err));
    assert_non_null(strstr(house->err.text, "vm-deallocate"));
}

#define NEVER                                                                  \
    "{\"name\":\"never\",\"title\":\"Never seen\",\"target\":{\"type\":"       \
    "\"Microsoft.Storage/storageAccounts\",\"sample\":\"" SAND_STORE "\"},"    \
    "\"class\":\"reversible\",\"permission\":\"x\",\"note\":\"x\","            \
    "\"before\":{\"request\":{\"get\":\"{id}?api-version=2023-05-01\"},"       \
    "\"keep\":{\"was\":{\"at\":\"properties.publicNetworkAccess\"}}},"         \
    "\"do\":[{\"patch\":\"{id}?api-version=2023-05-01\",\"body\":{\"tags\":{"  \
    "\"a\":\"b\"}}}],\"verify\":{\"request\":{\"get\":"                        \
    "\"{id}?api-version=2023-05-01\"},\"expect\":{\"at\":"                     \
    "\"properties.publicNetworkAccess\",\"is\":\"Disabled\"},\"within\":"      \
    "\"1s\",\"every\":\"200ms\"},\"undo\":[{\"patch\":"                        \
    "\"{id}?api-version=2023-05-01\",\"body\":{\"properties\":{"               \
    "\"publicNetworkAccess\":\"{was}\"}}}],\"undone\":{\"expect\":{\"at\":"    \
    "\"properties.publicNetworkAccess\",\"is\":\"{was}\"}}}"

/* Accepted, but never seen to be so: unknown, never success. */
static void test_never_seen(void **state)
{
    struct house *house = *state;
    const struct effect *effect;
    int64_t run;

    house_entry(house, "never.json", NEVER);
    house_engine(house, false);
    assert_good(house, house_contain(house->desk, "never", SAND_STORE, 0, "",
                                     &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_UNKNOWN);
    assert_non_null(
        strstr(step_of(house, run, PHASE_VERIFY)->note, "Not observed in "));
    effect = house_last_effect(house);
    assert_int_equal(effect->state, EFFECT_UNKNOWN);
    assert_int_equal(effect->observed, 0);
    /* It may be in force, though nobody can see it: a person may say that it
     * is taken back for all that. */
    run = undo(house, effect->row);
    assert_int_equal(house_run(house, run), RUN_FAILED);
    effect = house_effect(house, effect->row);
    assert_int_equal(effect->state, EFFECT_UNKNOWN);
    assert_int_equal(effect->changed, 0);
    assert_non_null(strstr(effect->trouble, "never seen to be in force"));
    assert_good(house, contain_undo_anyway(house->desk, effect->row, "sure",
                                           &run, &house->err));
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(house_effect(house, effect->row)->state, EFFECT_UNDONE);
}

/* Not now, with a time: nothing is asked before it, and then it is done. */
static void test_retry_after(void **state)
{
    struct house *house = *state;
    const struct deed_row *deed = &deeds[1];
    struct json *log;
    int64_t last = 0;
    int64_t mark;
    int64_t run;
    size_t refused = 0;

    house_engine(house, false);
    /* The token is there before the faults begin. */
    there_and_back(house, deed);
    mark = sand_mark(&house->sand);
    sand_fault(&house->sand, "429:0.6;seed=2");
    run = contain(house, deed);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    sand_fault(&house->sand, "");
    log = sand_get(&house->sand, "/_sandbox/log");
    for (struct json_each e = json_each(log); json_next(&e);) {
        int64_t status = 0;
        int64_t n = 0;
        int64_t time;

        json_int(json_get(e.value, "n"), &n);
        json_int(json_get(e.value, "status"), &status);
        if (n <= mark ||
            !when_parse(json_text(json_get(e.value, "time")), &time))
            continue;
        assert_true(last == 0 || time - last >= 1000);
        last = status == 429 ? time : 0;
        refused += status == 429;
    }
    json_free(log);
    assert_true(refused > 1);
    assert_int_equal(sand_keys(&house->sand, mark, "PATCH", deed->path), 1);
}

/* Two rules that want the same at the same time: it is done once. */
static void test_two_at_once(void **state)
{
    static const char *const rules[] = {
        "{\"name\":\"one\",\"order\":1,\"mode\":\"auto\",\"actions\":[{"
        "\"kind\":\"contain\",\"with\":{\"action\":\"vm-deallocate\"}}]}",
        "{\"name\":\"two\",\"order\":2,\"mode\":\"auto\",\"actions\":[{"
        "\"kind\":\"contain\",\"with\":{\"action\":\"vm-deallocate\"}}]}",
    };
    struct house *house = *state;
    struct effect *effects;
    size_t n;

    for (size_t i = 0; i < 2; i++)
        house_rule(house, house->desk, rules[i]);
    house_take(house, &(struct house_alert){.name = "a-1"});
    house_engine(house, false);
    assert_int_equal(house_run(house, house_newest(house, 1)), RUN_SUCCEEDED);
    assert_int_equal(house_run(house, house_newest(house, 0)), RUN_SUCCEEDED);
    assert_int_equal(sand_count(&house->sand, 0, "POST", "/deallocate"), 1);
    assert_good(house, effects_list(house->desk->store, false, 0, 10,
                                    house->arena, &effects, &n, &house->err));
    assert_int_equal(n, 1);
    assert_int_equal(effects[0].state, EFFECT_OBSERVED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_there_and_back, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_already, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_refused, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_no_target, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_never_seen, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_retry_after, house_setup,
                                        house_teardown),
        cmocka_unit_test_setup_teardown(test_two_at_once, house_setup,
                                        house_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
