/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "store/internal.h"
#include "store/rules.h"
#include "store/runs.h"
#include "util/when.h"

static void decide(struct stage *stage, int64_t rule, int64_t when,
                   enum decision_reason reason)
{
    struct decision decision = {
        .event = 1, .rule = rule, .when = when, .reason = reason, .text = ""};

    stage_must(stage, decisions_add(stage->store, &decision, &stage->err));
}

static void test_figures(void **state)
{
    struct stage *stage = *state;
    struct rule_figures *figures;
    size_t n;

    stage_must(stage, db_script(stage->store->db,
                                "INSERT INTO rule(name, place, revision,"
                                " removed) VALUES('a', 9, 1, 0),"
                                " ('b', 1, 1, 0), ('gone', 1, 1, 1),"
                                " ('quiet', 1, 1, 0)",
                                &stage->err));
    for (int64_t rule = 1; rule <= 3; rule++) {
        decide(stage, rule, STAGE_NOW - 40 * WHEN_HOUR, DECISION_FIRED);
        for (int64_t i = 0; i < rule * 2; i++)
            decide(stage, rule, STAGE_NOW - WHEN_HOUR / 2, DECISION_FIRED);
        decide(stage, rule, STAGE_NOW - 23 * WHEN_HOUR - 1, DECISION_FIRED);
        decide(stage, rule, STAGE_NOW - 2 * WHEN_HOUR, DECISION_DEDUPE);
        decide(stage, rule, STAGE_NOW - 2 * WHEN_HOUR, DECISION_COOLDOWN);
        decide(stage, rule, STAGE_NOW - 2 * WHEN_HOUR, DECISION_SCOPE);
        decide(stage, rule, STAGE_NOW - 30 * WHEN_HOUR, DECISION_OURS);
    }
    /* Of a clock that is ahead. */
    decide(stage, 1, STAGE_NOW + WHEN_HOUR, DECISION_FIRED);
    stage_must(
        stage,
        db_script(stage->store->db,
                  "INSERT INTO term(id, text) VALUES(91, 'TruePositive'),"
                  " (92, 'Benign');"
                  "INSERT INTO event(row, kind, severity, time, arrived,"
                  " changed, acknowledged, automation, flags, title, type,"
                  " status, resource, entity, tactic, product, source, owner,"
                  " closing, tags) VALUES"
                  "(1,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,91,0),"
                  "(2,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,92,0),"
                  "(3,0,1,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,91,0);"
                  "INSERT INTO decision(event, rule, revision, time, reason,"
                  " run, mode, text) VALUES(2,2,1,1772711900000,0,0,1,''),"
                  "(3,2,1,1772711900000,0,0,1,''),(2,4,1,99,0,0,1,'');",
                  &stage->err));
    stage_must(stage, rules_figures(stage->store, STAGE_NOW, stage->arena,
                                    &figures, &n, &stage->err));
    assert_int_equal(n, 3);
    assert_int_equal(figures[0].rule, 1);
    assert_int_equal(figures[0].fired, 4);
    assert_int_equal(figures[0].held, 2);
    assert_int_equal(figures[0].hourly[23], 2);
    assert_int_equal(figures[0].hourly[0], 1);
    assert_int_equal(figures[0].last_fired, STAGE_NOW + WHEN_HOUR);
    assert_int_equal(figures[1].rule, 2);
    assert_int_equal(figures[1].fired, 7);
    assert_int_equal(figures[1].hourly[23], 6);
    assert_int_equal(figures[1].last_fired, STAGE_NOW - 100000);
    /* An event once; no sample; nothing that is too long ago. */
    assert_int_equal(figures[0].reviewed, 1);
    assert_int_equal(figures[0].really, 1);
    assert_int_equal(figures[1].reviewed, 2);
    assert_int_equal(figures[1].really, 1);
    assert_int_equal(figures[2].reviewed, 0);
    assert_int_equal(figures[2].rule, 4);
    assert_int_equal(figures[2].fired, 0);
    assert_int_equal(figures[2].last_fired, 99);
}

static void test_counters(void **state)
{
    struct stage *stage = *state;
    struct counters counters;

    stage_must(stage,
               db_script(stage->store->db,
                         "INSERT INTO rule(name, place, revision, removed)"
                         " VALUES('a', 1, 1, 0), ('b', 1, 1, 1);"
                         "INSERT INTO run(event, rule, revision, effect, name,"
                         " by, why, mode, state, began, ended) VALUES"
                         " (0,0,0,0,'','','',0,0,0,0),"
                         " (0,0,0,0,'','','',0,1,0,0),"
                         " (0,0,0,0,'','','',0,2,0,0)",
                         &stage->err));
    stage_must(stage, counters_get(stage->store, &counters, &stage->err));
    assert_int_equal(counters.rules, 1);
    assert_int_equal(counters.runs_open, 2);
    assert_int_equal(counters.approvals_pending, 0);
    assert_int_equal(counters.effects_active, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(test_figures),
        STAGE_TEST(test_counters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
