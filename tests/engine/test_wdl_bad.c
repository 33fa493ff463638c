/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Definitions that are wrong, and such as would never end or fill the memory:
 * the first are refused when they are read, the others end soon, with a reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/engine/wdl_stage.h"

static void test_refused(void **state)
{
    static const struct wdl_refusal rows[] = {
        {"{`A`:{`type`:`Query`,`inputs`:5}}",
         "actions.A: \"inputs\" must be an object."},
        {"{`A`:{`type`:`Select`,`inputs`:`@triggerBody()`}}",
         "actions.A: \"inputs.from\" must be an array."},
        {"{`A`:{`type`:`Query`,`inputs`:{`from`:5,`where`:`@true`}}}",
         "actions.A: \"inputs.from\" must be an array."},
        {"{`A`:{`type`:`Join`,`inputs`:{`from`:{},`joinWith`:`,`}}}",
         "actions.A: \"inputs.from\" must be an array."},
        {"{`A`:{`type`:`Join`,`inputs`:{`from`:[],`joinWith`:5}}}",
         "actions.A: \"inputs.joinWith\" must be a text."},
        {"{`A`:{`type`:`Foreach`,`foreach`:`abc`,`actions`:{}}}",
         "actions.A: \"foreach\" must be an array."},
        {"{`A`:{`type`:`If`,`expression`:`true`,`actions`:{}}}",
         "actions.A: \"expression\" must be an expression or an object."},
        {"{`A`:{`type`:`If`,`expression`:`@true`,`actions`:{},`else`:5}}",
         "actions.A: \"else\" must be an object."},
        {"{`A`:{`type`:`Until`,`expression`:5,`actions`:{}}}",
         "actions.A: \"expression\" must be an expression or an object."},
        {"{`A`:{`type`:`Switch`,`expression`:`@1`,`cases`:{`c`:5}}}",
         "actions.A.cases.c: \"case\" is missing."},
        {"{`A`:{`type`:`Switch`,`expression`:`@1`,`cases`:{`c`:{`case`:1,"
         "`actions`:{}},`d`:{`case`:1,`actions`:{}}}}}",
         "actions.A.cases.d: Another case is for the same value."},
        {"{`A`:{`type`:`Wait`,`inputs`:{}}}",
         "actions.A: It must say \"interval\" with count and unit, or "
         "\"until\" with a timestamp."},
        {"{`A`:{`type`:`Wait`,`inputs`:{`until`:{`timestamp`:`x`}}}}",
         "actions.A: It must say \"interval\" with count and unit, or "
         "\"until\" with a timestamp."},
        {"{" VARIABLE("n", "Integer", "`x`") "}",
         "actions.Init_n: The variable \"n\" is of the type Integer and cannot "
         "have a value of the type text."},
        {"{`A`:{`type`:`InitializeVariable`,`inputs`:{`variables`:[{`name`:"
         "`a`,`type`:`Array`},{`name`:`b`,`type`:`Array`}]}}}",
         "actions.A: \"inputs.variables\" must name one variable."},
        {"{`A`:{`type`:`Compose`,`inputs`:1,`limit`:{`timeout`:5}}}",
         "actions.A: \"limit.timeout\" must be a span such as PT1H, but it is "
         "\"5\"."},
        {"{`A`:{`type`:`Compose`,`inputs`:1,`runAfter`:5}}",
         "actions.A: \"runAfter\" must be an object."},
        {"{" COMPOSE("A", "1") ",`B`:{`type`:`Compose`,`inputs`:1,"
                               "`runAfter`:{`A`:`Succeeded`}}}",
         "actions.B: \"runAfter\" has a list of states for each action."},
        {"{" COMPOSE("A", "1") "," AFTER("B", "A", "`Cancelled`", "1") "}",
         "actions.B: \"runAfter\" knows Succeeded, Failed, Skipped and "
         "TimedOut, but not \"Cancelled\"."},
        /* Azure has no Terminate in a loop, however deep. */
        {"{`L`:{`type`:`Foreach`,`foreach`:[1],`actions`:{`S`:{`type`:`Scope`,"
         "`actions`:{`T`:{`type`:`Terminate`,`inputs`:{`runStatus`:`Failed`}}}"
         "}}}}",
         "actions.L.actions.S.actions.T: Terminate cannot stand in a loop "
         "(\"L\")."},
        {"{`A`:{`type`:`Compos`}}", "actions.A: There is no action of the type "
                                    "\"Compos\"; the nearest is \"Compose\"."},
        {"{`A`:{`type`:`Compose`,`runAfter`:{`B`:[]}}}",
         "actions.A: \"runAfter\" names \"B\", which is no action beside it."},
        {"{" AFTER("A", "B", "", "1") "," AFTER("B", "A", "", "1") "}",
         "actions.A: It runs after itself, by way of \"runAfter\"."},
        {"{`S`:{`type`:`Scope`,`actions`:{" COMPOSE("A", "1") "}}," COMPOSE(
             "A", "1") "}",
         "actions.A: Another action has the same name; names must be unique in "
         "the whole definition."},
        {"{" COMPOSE("A", "`@foo(1)`") "}",
         "actions.A.inputs: Column 2: the function \"foo\" is not understood "
         "here. [@foo(1)]"},
        {"{`A`:{`type`:`SetVariable`,`inputs`:{`name`:`x`,`value`:1}}}",
         "actions.A: No action declares the variable \"x\"."},
        {"{" VARIABLE("x", "String", "`a`") ",`A`:{`type`:`SetVariable`,"
                                            "`inputs`:{`name`:`x`,`value`:`b@{"
                                            "toUpper(variables('X'))}`}}}",
         "actions.A.inputs.value: SetVariable must not read the variable "
         "\"x\" that it sets. Make the value in a Compose before it."},
        {"{`A`:{`type`:`If`,`expression`:{`xor`:[]},`actions`:{}}}",
         "actions.A.expression.xor: A condition knows and, or, not, equals, "
         "greater, "
         "greaterOrEquals, less, lessOrEquals, contains, startsWith and "
         "endsWith, but not \"xor\"."},
        {"{`A`:{`type`:`Compose`,`runAfter`:[`B`]}}",
         "actions.A: \"runAfter\" must be an object."},
        {"{`A`:{`type`:`Http`}}", "actions.A: \"inputs\" must be an object."},
        {"{`A`:{`type`:`Http`,`inputs`:{`method`:`G-T`,`uri`:`https://a/`}}}",
         "actions.A: \"inputs.method\" must be a method, such as GET."},
        {"{`A`:{`type`:`Http`,`inputs`:{`method`:`@{item()}`,`uri`:5}}}",
         "actions.A: \"inputs.uri\" must be a text."},
        {"{`A`:{`type`:`ApiConnection`,`inputs`:{`method`:`get`,`path`:`/`,"
         "`host`:7}}}",
         "actions.A: \"inputs.host\" must be an object."},
        {"{`A`:{`type`:`If`,`expression`:5,`actions`:{}}}",
         "actions.A: \"expression\" must be an expression or an object."},
        {"{`A`:{`type`:`ParseJson`,`inputs`:{`content`:1,`schema`:[]}}}",
         "actions.A: \"inputs.schema\" must be a schema."},
        {"{`A`:{`type`:`Response`,`inputs`:{`statusCode`:`x`}}}",
         "actions.A: \"inputs.statusCode\" must be a number."},
        {"{`A`:{`type`:`Table`,`inputs`:{`format`:`PDF`,`from`:[]}}}",
         "actions.A: \"inputs.format\" must be HTML or CSV."},
        {"{`A`:{`type`:`Terminate`,`inputs`:{`runStatus`:`Gone`}}}",
         "actions.A: \"inputs.runStatus\" must be Succeeded, Failed or "
         "Cancelled."},
        {"{`A`:{`type`:`Wait`,`inputs`:{`interval`:{`count`:-1,`unit`:"
         "`Day`}}}}",
         "actions.A: \"inputs.interval.count\" must be a number."},
        {"{`A`:{`type`:`Wait`,`inputs`:{`interval`:{`count`:1,`unit`:"
         "`Eon`}}}}",
         "actions.A: \"inputs.interval.unit\" must be Second, Minute, Hour, "
         "Day, Week or Month."},
    };

    (void)state;
    wdl_stage_refused(rows, ITEMS(rows));
}

#define NO_FOO "Column 2: the function \"foo\" is not understood here. [@foo()]"

/* What does not parse is found by its path. */
static void test_places(void **state)
{
    static const struct wdl_refusal rows[] = {
        {"{" COMPOSE("A", "{`a`:[1,{`b.c`:`@{1 +}`}]}") "}",
         "actions.A.inputs.a[1].b.c: Column 5: expected the end of the "
         "expression, not \"+\". [@{1 +}]"},
        {"{`S`:{`type`:`Scope`,`actions`:{`A`:{`type`:`Http`,`inputs`:{"
         "`method`:`GET`,`uri`:`https://a/`,`body`:{`y`:`@foo()`}}}}}}",
         "actions.S.actions.A.inputs.body.y: " NO_FOO},
        {"{`A`:{`type`:`Query`,`inputs`:{`from`:[],`where`:`@foo()`}}}",
         "actions.A.inputs.where: " NO_FOO},
        {"{`A`:{`type`:`Select`,`inputs`:{`from`:[],`select`:{`k`:`@foo()`}}}}",
         "actions.A.inputs.select.k: " NO_FOO},
        {"{`A`:{`type`:`Foreach`,`foreach`:`@foo()`,`actions`:{}}}",
         "actions.A.foreach: " NO_FOO},
        {"{`A`:{`type`:`Until`,`expression`:`@foo()`,`actions`:{}}}",
         "actions.A.expression: " NO_FOO},
        {"{`A`:{`type`:`If`,`expression`:{`and`:[{`equals`:[1,1]},{`not`:{"
         "`equals`:[1,`@foo()`]}}]},`actions`:{}}}",
         "actions.A.expression.and[1].not.equals[1]: " NO_FOO},
        {"{`A`:{`type`:`Switch`,`expression`:`@1`,`cases`:{`c`:{`case`:"
         "`@foo()`,`actions`:{}}}}}",
         "actions.A.cases.c.case: " NO_FOO},
        {"{`A`:{`type`:`Expression`,`kind`:`AddToTime`,`inputs`:{`baseTime`:"
         "`@foo()`,`interval`:1,`timeUnit`:`Day`}}}",
         "actions.A.inputs.baseTime: " NO_FOO},
    };

    (void)state;
    wdl_stage_refused(rows, ITEMS(rows));
}

/* All of them would be compared with each other. */
static void test_cases(void **state)
{
    struct wdl_refusal row = {.why = "actions.A: A Switch has at most 500 "
                                     "cases."};
    struct buf text;

    (void)state;
    buf_init(&text);
    buf_text(&text, "{`A`:{`type`:`Switch`,`expression`:`@1`,`cases`:{`c`:{"
                    "`case`:-1,`actions`:{}}");
    for (int i = 0; i < 500; i++)
        buf_printf(&text, ",`c%d`:{`case`:%d,`actions`:{}}", i, i);
    buf_text(&text, "}}}");
    row.actions = text.at;
    wdl_stage_refused(&row, 1);
    buf_done(&text);
}

/* What a text that begins with one @ is, and values within texts. */
static void test_texts(void **state)
{
    static const struct wdl_row rows[] = {
        {"{" COMPOSE("A", "`@1`") "}", NULL, NULL, "Succeeded A:S=1"},
        {"{" COMPOSE("A", "[`@`,`@here`]") "}", NULL, NULL,
         "Succeeded A:S=[\"@\",\"@here\"]"},
        {"{" COMPOSE("A", "`@'x'`") "}", NULL, NULL, "Succeeded A:S=\"x\""},
        {"{" COMPOSE("A", "`@@here`") "}", NULL, NULL,
         "Succeeded A:S=\"@here\""},
        {"{" COMPOSE("A", "{`@odata.type`:`#x`}") "}", NULL, NULL,
         "Succeeded A:S={\"@odata.type\":\"#x\"}"},
        {"{" COMPOSE("A", "`@{true} @{null}@{json('[true]')} "
                          "@{string(false)}`") "}",
         NULL, NULL, "Succeeded A:S=\"True [true] False\""},
        {"{`J`:{`type`:`Join`,`inputs`:{`from`:[true,null,1.5],`joinWith`:"
         "`-`}}}",
         NULL, NULL, "Succeeded J:S={\"body\":\"True--1.5\"}"},
        {"{`T`:{`type`:`Table`,`inputs`:{`from`:[{`a`:true}],`format`:`CSV`}}}",
         NULL, NULL, "Succeeded T:S={\"body\":\"a\\r\\nTrue\\r\\n\"}"},
    };

    (void)state;
    wdl_stage_rows(rows, ITEMS(rows));
}

static void test_states(void **state)
{
    static const struct wdl_row rows[] = {
        /* A branch that nobody took is as its beginning is. */
        {"{" FAILING("A") "," AFTER("B", "A", "`Succeeded`", "1") "," AFTER(
             "C", "A", "`Failed`", "2") "}",
         NULL, NULL, "Failed A:F B:S C:S=2"},
        {"{`S`:{`type`:`Scope`,`actions`:{" FAILING("A") "," AFTER(
             "C", "A", "`Failed`", "2") "}}," AFTER("D", "S", "`Succeeded`",
                                                    "3") "}",
         NULL, NULL, "Succeeded S:S S/A:F S/C:S=2 D:S=3"},
        {"{" FAILING("A") "," AFTER("B", "A", "`Succeeded`", "1") "," AFTER(
             "C", "B", "`Skipped`", "2") "}",
         NULL, NULL, "Succeeded A:F B:S C:S=2"},
        {"{`Sw`:{`type`:`Switch`,`expression`:`@'1'`,`cases`:{`a`:{`case`:1,"
         "`actions`:{" COMPOSE("A", "1") "}}}}}",
         NULL, NULL, "Succeeded Sw:S"},
        {"{`U`:{`type`:`Until`,`expression`:`@greaterOrEquals("
         "iterationIndexes('U'),1)`,`actions`:{" COMPOSE("A", "1") "}}}",
         NULL, NULL, "Succeeded U:S U[0]/A:S=1 U[1]/A:S=1"},
        {"{`U`:{`type`:`Until`,`expression`:`@equals(1,2)`,`actions`:{" FAILING(
             "A") "}}}",
         NULL, NULL, "Failed U:F U[0]/A:F"},
        {"{`L`:{`type`:`Foreach`,`foreach`:[],`actions`:{" FAILING(
             "A") "}}," AFTER("B", "L", "`Succeeded`", "`@outputs('A')`") "}",
         NULL, NULL, "Succeeded L:S B:S"},
    };

    (void)state;
    wdl_stage_rows(rows, ITEMS(rows));
}

/* ---- what would not end ---------------------------------------------------*/

#define RANGE "`@range(0,100000)`"
#define ROUND(name, inside)                                                    \
    "`" name "`:{`type`:`Foreach`,`foreach`:" RANGE ",`actions`:{" inside "}}"
#define GROWS(name, type, start, with)                                         \
    "{" VARIABLE("v", type, start) ",`U`:{`type`:`Until`,`expression`:"        \
                                   "`@false`,`limit`:{`count`:5000},`"         \
                                   "runAfter`:{`Init_v`:[`Succeeded`]},"       \
                                   "`actions`:{`" name "`:{`type`:`" name      \
                                   "`,`inputs`:{`name`:`v`,`value`:" with      \
                                   "}}}}}"
#define LONG                                                                   \
    "'0123456789012345678901234567890123456789012345678901234567890123456789"  \
    "01234567890123456789'"
#define TOO_MUCH "The inputs and outputs of this run would take more than"
#define TOO_LONG "have been made or gone through."

static bool see(void *with, const struct wdl_seen *seen)
{
    struct buf *out = with;

    if (seen->state == RUN_FAILED && *seen->error &&
        !strstr(seen->error, "An action in it failed"))
        buf_printf(out, "%s\n", seen->error);
    return true;
}

static void test_bombs(void **state)
{
    static const struct {
        const char *actions;
        const char *why;
    } rows[] = {
        {"{" ROUND("A", ROUND("B", ROUND("C", COMPOSE("D", "`@item()`")))) "}",
         TOO_MUCH},
        {"{" ROUND("A", ROUND("B", "`W`:{`type`:`Scope`}")) "}",
         "The run would have more than"},
        {GROWS("AppendToStringVariable", "String", "`xxxx`",
               "`@variables('v')`"),
         TOO_MUCH},
        {GROWS("AppendToArrayVariable", "Array", "[]", "`@variables('v')`"),
         TOO_MUCH},
        {GROWS("AppendToStringVariable", "String", "`xxxx`",
               "`@{variables('v')}@{variables('v')}`"),
         "the expression grows beyond 16 MiB here."},
        {"{`S`:{`type`:`Select`,`inputs`:{`from`:" RANGE ",`select`:" RANGE
         "}}}",
         TOO_MUCH},
        {"{`T`:{`type`:`Table`,`inputs`:{`from`:" RANGE ",`format`:`HTML`,"
         "`columns`:[{`header`:`x`,`value`:`@concat(" LONG "," LONG "," LONG
         "," LONG "," LONG "," LONG "," LONG "," LONG ")`}]}}}",
         TOO_MUCH},
        {"{`J`:{`type`:`Join`,`inputs`:{`from`:" RANGE ",`joinWith`:"
         "`@string(range(0,20000))`}}}",
         TOO_MUCH},
        {"{" COMPOSE("A", "[" RANGE "," RANGE "," RANGE "," RANGE "," RANGE
                          "," RANGE "," RANGE "," RANGE "," RANGE "," RANGE
                          "," RANGE "," RANGE "," RANGE "," RANGE "," RANGE
                          "," RANGE "," RANGE "," RANGE "," RANGE "," RANGE
                          "," RANGE "," RANGE "," RANGE "," RANGE "]") "}",
         "The expressions of this action make more than 128 MiB."},
        {"{`Q`:{`type`:`Query`,`inputs`:{`from`:" RANGE ",`where`:"
         "`@contains(range(0,100000),item())`}}}",
         TOO_LONG},
        {"{" ROUND("A", COMPOSE("B", "`@length(range(0,100000))`")) "}",
         TOO_LONG},
        {"{" COMPOSE("A", "`@range(0,2147483647)`") "}",
         "the count is a number from 0 to 100000."},
    };

    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct wdl *wdl = wdl_stage_read(rows[i].actions);
        struct wdl_given given = {.seed = "x"};
        struct wdl_run *run = NULL;
        struct err err = {0};
        struct buf why;

        buf_init(&why);
        assert_true(wdl_run_new(wdl, &given, &run, &err));
        wdl_run_go(run, WDL_NOW);
        if (wdl_run_state(run) != RUN_FAILED)
            fail_msg("%s: %s", rows[i].actions,
                     run_state_name(wdl_run_state(run)));
        wdl_run_walk(run, see, &why);
        if (!strstr(buf_view(&why).at, rows[i].why))
            fail_msg("%s: %.300s", rows[i].actions, buf_view(&why).at);
        buf_done(&why);
        wdl_run_free(run);
        wdl_free(wdl);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused), cmocka_unit_test(test_places),
        cmocka_unit_test(test_cases),   cmocka_unit_test(test_texts),
        cmocka_unit_test(test_states),  cmocka_unit_test(test_bombs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
