/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Definitions that are run with answers from a list: what begins, what is
 * skipped, what comes of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/engine/wdl_stage.h"
#include "util/when.h"

static void test_after(void **state)
{
    static const struct wdl_row rows[] = {
        {"{}", NULL, NULL, "Succeeded"},
        {"{" COMPOSE("A", "1") "," AFTER("B", "A", "`Succeeded`",
                                         "`@outputs('A')`") "}",
         NULL, NULL, "Succeeded A:S=1 B:S=1"},
        /* The order of the text does not matter. */
        {"{" AFTER("B", "A", "`Succeeded`",
                   "`@outputs('A')`") "," COMPOSE("A", "1") "}",
         NULL, NULL, "Succeeded A:S=1 B:S=1"},
        /* A failure that nobody handles. */
        {"{" FAILING("A") "," AFTER("B", "A", "`Succeeded`", "1") "," AFTER(
             "C", "B", "`Succeeded`", "1") "}",
         NULL, NULL, "Failed A:F B:S C:S"},
        /* One that is handled. */
        {"{" FAILING("A") "," AFTER("B", "A", "`Failed`,`TimedOut`", "1") "}",
         NULL, NULL, "Succeeded A:F B:S=1"},
        /* What was to run after its failure is skipped, and all is well. */
        {"{" COMPOSE("A", "1") "," AFTER("B", "A", "`Failed`", "1") "," AFTER(
             "C", "B", "`Skipped`", "2") "}",
         NULL, NULL, "Succeeded A:S=1 B:S C:S=2"},
        {"{" COMPOSE("A", "1") "," AFTER("B", "A", "`Failed`", "1") "}", NULL,
         NULL, "Succeeded A:S=1 B:S"},
        /* An effect that times out. */
        {"{`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/"
         "`}}," AFTER("B", "H", "`TimedOut`", "1") "}",
         NULL, "T", "Succeeded H:T B:S=1"},
    };

    (void)state;
    wdl_stage_rows(rows, ITEMS(rows));
}

static void test_branches(void **state)
{
    static const struct wdl_row rows[] = {
        {"{`If`:{`type`:`If`,`expression`:{`and`:[{`equals`:[`@triggerBody()?["
         "'a']`,1]},{`not`:{`contains`:[`abc`,`x`]}}]},`actions`:{" COMPOSE(
             "Y", "1") "},`else`:{`actions`:{" COMPOSE("N", "2") "}}}}",
         "{\"body\":{\"a\":1}}", NULL, "Succeeded If:S If/Y:S=1"},
        {"{`If`:{`type`:`If`,`expression`:`@equals(triggerBody()?['a'],2)`,"
         "`actions`:{" COMPOSE("Y", "1") "},`else`:{`actions`:{" COMPOSE(
             "N", "2") "}}}," AFTER("B", "If", "`Succeeded`",
                                    "`@{outputs('N')}/@{outputs('Y')}`") "}",
         "{\"body\":{\"a\":1}}", NULL, "Succeeded If:S If/N:S=2 B:S=\"2/\""},
        {"{`If`:{`type`:`If`,`expression`:`@'x'`,`actions`:{}}}", NULL, NULL,
         "Failed If:F"},
        {"{`Sw`:{`type`:`Switch`,`expression`:`@triggerBody()`,`cases`:{`One`:{"
         "`case`:`a`,`actions`:{" COMPOSE(
             "A",
             "1") "}},`Two`:{`case`:`b`,"
                  "`actions`:{" COMPOSE(
                      "B",
                      "2") "}}},`default`:{`actions`:{" COMPOSE("D",
                                                                "3") "}}}}",
         "{\"body\":\"b\"}", NULL, "Succeeded Sw:S Sw/B:S=2"},
        {"{`Sw`:{`type`:`Switch`,`expression`:`@triggerBody()`,`cases`:{`One`:{"
         "`case`:`a`,`actions`:{" COMPOSE("A", "1") "}}},`default`:{"
                                                    "`actions`:{" COMPOSE(
                                                        "D", "3") "}}}}",
         "{\"body\":\"A\"}", NULL, "Succeeded Sw:S Sw/D:S=3"},
        {"{`Try`:{`type`:`Scope`,`actions`:{" FAILING(
             "X") "}},`Catch`:{"
                  "`type`:`Compose`,`runAfter`:{`Try`:[`Failed`]},`inputs`:"
                  "`@result('Try')[0]['status']`}}",
         NULL, NULL, "Succeeded Try:F Try/X:F Catch:S=\"Failed\""},
        {"{" COMPOSE(
             "A",
             "1") ",`End`:{`type`:`Terminate`,`runAfter`:{`A`:["
                  "`Succeeded`]},`inputs`:{`runStatus`:`Cancelled`}}," AFTER(
                      "B", "End", "`Succeeded`", "1") "}",
         NULL, NULL, "Cancelled A:S=1 End:S B:S"},
    };

    (void)state;
    wdl_stage_rows(rows, ITEMS(rows));
}

static void test_loops(void **state)
{
    static const struct wdl_row rows[] = {
        {"{" VARIABLE("v", "Array",
                      "[]") ",`L`:{`type`:`Foreach`,`foreach`:"
                            "`@triggerBody()`,`runAfter`:{`Init_v`:[`Succeeded`"
                            "]},`actions`:{"
                            "`Add`:{`type`:`AppendToArrayVariable`,`inputs`:{`"
                            "name`:`v`,`value`:"
                            "`@mul(items('L'), 2)`}}}}," AFTER(
                                "End", "L", "`Succeeded`",
                                "`@variables('v')`") "}",
         "{\"body\":[1,2,3]}", NULL,
         "Succeeded Init_v:S L:S L[0]/Add:S L[1]/Add:S L[2]/Add:S "
         "End:S=[2,4,6]"},
        {"{`L`:{`type`:`Foreach`,`foreach`:`@triggerBody()`,`actions`:"
         "{" COMPOSE("A", "1") "}}}",
         "{\"body\":null}", NULL, "Failed L:F"},
        {"{`L`:{`type`:`Foreach`,`foreach`:`@triggerBody()`,`actions`:"
         "{" COMPOSE("A", "`@int(item())`") "}}}",
         "{\"body\":[\"1\",\"x\",\"3\"]}", NULL,
         "Failed L:F L[0]/A:S=1 L[1]/A:F L[2]/A:S=3"},
        {"{`L`:{`type`:`Foreach`,`foreach`:[1,2],`actions`:{`M`:{`type`:"
         "`Foreach`,`foreach`:[`a`],`actions`:{" COMPOSE(
             "A", "`@{items('L')}@{items('M')}`") "}}}}}",
         NULL, NULL,
         "Succeeded L:S L[0]/M:S L[0]/M[0]/A:S=\"1a\" L[1]/M:S "
         "L[1]/M[0]/A:S=\"2a\""},
        /* One at a time waits for the answer, all at once does not. */
        {"{`L`:{`type`:`Foreach`,`operationOptions`:`Sequential`,`foreach`:[1,"
         "2],`actions`:{`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`"
         "https://a/`,`n`:`@item()`}}}}}",
         NULL, "1|F", "Failed L:F L[0]/H:S=1 L[1]/H:F"},
        {"{" VARIABLE("n", "Integer",
                      "0") ",`U`:{`type`:`Until`,`runAfter`:{"
                           "`Init_n`:[`Succeeded`]},`expression`:`@"
                           "greaterOrEquals(variables('n')"
                           ", 2)`,`limit`:{`count`:5},`actions`:{`Inc`:{`type`:"
                           "`IncrementVariable`,`inputs`:{`name`:`n`}}}}}",
         NULL, NULL, "Succeeded Init_n:S U:S U[0]/Inc:S U[1]/Inc:S"},
        {"{`U`:{`type`:`Until`,`expression`:`@equals(1,2)`,`limit`:{`count`:2},"
         "`actions`:{" COMPOSE("A", "`@iterationIndexes('U')`") "}}}",
         NULL, NULL, "Succeeded U:S U[0]/A:S=0 U[1]/A:S=1"},
        {"{`U`:{`type`:`Until`,`expression`:`@equals(iterationIndexes('U'),1)`,"
         "`limit`:{`count`:5},`actions`:{" COMPOSE("A", "1") "}}}",
         NULL, NULL, "Succeeded U:S U[0]/A:S=1 U[1]/A:S=1"},
        {"{`U`:{`type`:`Until`,`expression`:`@equals(1,2)`,`limit`:{`count`:2},"
         "`operationOptions`:`FailWhenLimitsReached`,`actions`:{" COMPOSE(
             "A", "1") "}}}",
         NULL, NULL, "Failed U:F U[0]/A:S=1 U[1]/A:S=1"},
        /* Its hour is over before its count. */
        {"{`U`:{`type`:`Until`,`expression`:`@equals(1,2)`,`limit`:{`timeout`:"
         "`PT10M`},`actions`:{`W`:{`type`:`Wait`,`inputs`:{`interval`:{"
         "`count`:6,`unit`:`Minute`}}}}}}",
         NULL, NULL, "Succeeded U:S U[0]/W:S U[1]/W:S"},
    };

    (void)state;
    wdl_stage_rows(rows, ITEMS(rows));
}

static void test_data(void **state)
{
    static const struct wdl_row rows[] = {
        {"{`P`:{`type`:`ParseJson`,`inputs`:{`content`:`@triggerBody()`,"
         "`schema`:{`type`:`object`,`required`:[`a`],`properties`:{`a`:{"
         "`type`:`integer`}}}}}}",
         "{\"body\":\"{\\\"a\\\":1}\"}", NULL,
         "Succeeded P:S={\"body\":{"
         "\"a\":1}}"},
        {"{`P`:{`type`:`ParseJson`,`inputs`:{`content`:{`a`:`x`},`schema`:{"
         "`properties`:{`a`:{`type`:[`integer`,`null`]}}}}}}",
         NULL, NULL, "Failed P:F"},
        {"{`Q`:{`type`:`Query`,`inputs`:{`from`:[{`t`:1},{`t`:2}],`where`:"
         "`@greater(item()?['t'],1)`}},`S`:{`type`:`Select`,`runAfter`:{`Q`:["
         "`Succeeded`]},`inputs`:{`from`:`@body('Q')`,`select`:{`x`:"
         "`@item()['t']`}}}}",
         NULL, NULL,
         "Succeeded Q:S={\"body\":[{\"t\":2}]} S:S={\"body\":[{\"x\":2}]}"},
        {"{`T`:{`type`:`Table`,`inputs`:{`from`:[{`a`:`<b>`,`c`:1}],`format`:"
         "`HTML`}}}",
         NULL, NULL,
         "Succeeded T:S={\"body\":\"<table><thead><tr><th>a</th><th>c</th></"
         "tr></thead><tbody><tr><td>&lt;b&gt;</td><td>1</td></tr></tbody></"
         "table>\"}"},
        {"{`T`:{`type`:`Table`,`inputs`:{`from`:[1,2],`format`:`CSV`,"
         "`columns`:[{`header`:`n,m`,`value`:`@item()`}]}}}",
         NULL, NULL,
         "Succeeded T:S={\"body\":\"\\\"n,m\\\"\\r\\n1\\r\\n2\\r\\n\"}"},
        {"{`J`:{`type`:`Join`,`inputs`:{`from`:[1,`b`],`joinWith`:`; `}}}",
         NULL, NULL, "Succeeded J:S={\"body\":\"1; b\"}"},
        {"{`E`:{`type`:`Expression`,`kind`:`AddToTime`,`inputs`:{`baseTime`:"
         "`2026-01-31T00:00:00Z`,`interval`:1,`timeUnit`:`Day`}}}",
         NULL, NULL,
         "Succeeded E:S={\"body\":\"2026-02-01T00:00:00.0000000Z\"}"},
        {"{" VARIABLE("s", "String",
                      "`a`") ",`A`:{`type`:"
                             "`AppendToStringVariable`,`runAfter`:{`Init_s`:[`"
                             "Succeeded`]},"
                             "`inputs`:{`name`:`s`,`value`:{`x`:1}}}," AFTER(
                                 "B", "A", "`Succeeded`",
                                 "`@variables('s')`") "}",
         NULL, NULL, "Succeeded Init_s:S A:S B:S=\"a{\\\"x\\\":1}\""},
        {"{" VARIABLE("n", "Integer", "`@concat('x')`") "}", NULL, NULL,
         "Failed Init_n:F"},
        {"{" COMPOSE("A", "{`@{parameters('p')}`:[`@@x`,`@guid()`]}") "}", NULL,
         NULL,
         "Succeeded A:S={\"v\":[\"@x\",\"582fa647-6ded-8ee8-a6f6-"
         "f1339d98e5a1\"]}"},
    };

    (void)state;
    wdl_stage_rows(rows, ITEMS(rows));
}

static void test_retry(void **state)
{
    static const struct wdl_row rows[] = {
        {"{`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`}}}",
         NULL, "429|429|1", "Succeeded H:S=1"},
        {"{`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/"
         "`,`retryPolicy`:{`type`:`none`}}}}",
         NULL, "429|1", "Failed H:F"},
        {"{`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/"
         "`,`retryPolicy`:{`type`:`fixed`,`count`:"
         "2,`interval`:`PT5S`}}}}",
         NULL, "429|429|429|1", "Failed H:F"},
    };

    (void)state;
    wdl_stage_rows(rows, ITEMS(rows));
}

/* What waits is told once, and an answer that nobody waits for is refused. */
static void test_effect(void **state)
{
    struct wdl *wdl =
        wdl_stage_read("{`L`:{`type`:`Foreach`,`foreach`:[1,2,3],"
                       "`runtimeConfiguration`:{`concurrency`:{"
                       "`repetitions`:2}},`actions`:{`H`:{`type`:"
                       "`Http`,`limit`:{`timeout`:`PT1M`},`inputs`:{"
                       "`method`:`GET`,`uri`:`https://a/`,"
                       "`n`:`@item()`}}}}}");
    struct wdl_given given = {.seed = "x"};
    struct wdl_answer answer = {.state = RUN_SUCCEEDED, .retry_after = -1};
    struct wdl_run *run = NULL;
    const struct wdl_effect *effect;
    struct err err = {0};

    (void)state;
    assert_true(wdl_run_new(wdl, &given, &run, &err));
    assert_null(wdl_run_next(run));
    wdl_run_go(run, WDL_NOW);
    effect = wdl_run_next(run);
    assert_string_equal(effect->path, "L[0]/H");
    assert_int_equal(effect->give_up, WDL_NOW + WHEN_MINUTE);
    assert_string_equal(wdl_run_next(run)->path, "L[1]/H");
    assert_null(wdl_run_next(run));
    assert_false(wdl_run_answer(run, 7, &answer, WDL_NOW, &err));
    assert_true(wdl_run_answer(run, 1, &answer, WDL_NOW, &err));
    assert_false(wdl_run_answer(run, 1, &answer, WDL_NOW, &err));
    assert_string_equal(wdl_run_next(run)->path, "L[2]/H");
    wdl_run_cancel(run, WDL_NOW);
    assert_int_equal(wdl_run_state(run), RUN_CANCELLED);
    wdl_run_free(run);
    wdl_free(wdl);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_after), cmocka_unit_test(test_branches),
        cmocka_unit_test(test_loops), cmocka_unit_test(test_data),
        cmocka_unit_test(test_retry), cmocka_unit_test(test_effect),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
