/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every function that answers from a run: what it gives, and what it does not
 * take.  One without a row of each kind here fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/engine/wdl_stage.h"

/* The expression stands at the top, behind S and H, or within the second round
 * of U within that of L. */
#define BEFORE                                                                 \
    "{" VARIABLE("n", "Integer", "5") "," COMPOSE(                             \
        "Plain", "{`k`:1}") ",`S`:{"                                           \
                            "`type`:`Scope`,`runAfter`:{`Init_n`:[`Succeeded`" \
                            "]},`actions`:{" COMPOSE(                          \
                                "In", "`in`") "}},`H`:{`type`:`Http`,`"        \
                                              "runAfter`:{`S`:[`Succeeded`]}," \
                                              "`inputs`:{`method`:`GET`,`uri`" \
                                              ":`https://a/`}},"
#define TOP                                                                    \
    BEFORE AFTER("A", "H", "`Succeeded`",                                      \
                 "`%s`") "," AFTER("Later", "A", "`Succeeded`", "1") "}"
#define LOOP                                                                   \
    BEFORE                                                                     \
    "`L`:{`type`:`Foreach`,`foreach`:[7],`runAfter`:{`H`:[`Succeeded`"         \
    "]},`actions`:{`U`:{`type`:`Until`,`limit`:{`count`:2},`expression`:`"     \
    "@false`,`actions`:{" COMPOSE("A", "`%s`") "}}}}}"

enum at { AT_TOP, AT_LOOP };

static const struct {
    const char *name;
    const char *text;
    const char *want; /* "fault: …": it fails with that, early or late */
    enum at at;
} rows[] = {
    {"triggerBody", "@triggerBody()['e']", "1", AT_TOP},
    {"triggerBody", "@triggerBody()?['E']", "1", AT_TOP},
    {"triggerBody", "@triggerBody()?['x']", "null", AT_TOP},
    {"triggerBody", "@triggerBody()['x']", "fault: no value", AT_TOP},
    {"triggerBody", "@triggerBody('e')", "fault: number of arguments", AT_TOP},
    {"triggerOutputs", "@triggerOutputs()['headers']['h']", "\"v\"", AT_TOP},
    {"triggerOutputs", "@triggerOutputs()['x']", "fault: no value", AT_TOP},
    {"triggerOutputs", "@triggerOutputs(1)", "fault: number of arguments",
     AT_TOP},
    {"trigger", "@trigger()['name']", "\"manual\"", AT_TOP},
    {"trigger", "@trigger()['outputs']['body']['e']", "1", AT_TOP},
    {"trigger", "@trigger()['outputs']['x']", "fault: no value", AT_TOP},
    {"trigger", "@trigger('manual')", "fault: number of arguments", AT_TOP},
    {"parameters", "@parameters('p')", "\"v\"", AT_TOP},
    {"parameters", "@parameters('P')", "\"v\"", AT_TOP},
    {"parameters", "@parameters('q')", "fault: no parameter \"q\"", AT_TOP},
    {"parameters", "@parameters()", "fault: number of arguments", AT_TOP},
    {"parameters", "@parameters(1)", "fault: takes a text", AT_TOP},
    {"variables", "@variables('n')", "5", AT_TOP},
    {"variables", "@variables('q')", "fault: no variable \"q\"", AT_TOP},
    {"variables", "@variables('n', 1)", "fault: number of arguments", AT_TOP},
    {"variables", "@variables(null)", "fault: takes a text", AT_TOP},
    {"body", "@body('H')['b']", "2", AT_TOP},
    {"body", "@body('h')['b']", "2", AT_TOP},
    {"body", "@body('Later')", "null", AT_TOP},
    {"body", "@body('Nix')", "fault: no action \"Nix\"", AT_TOP},
    {"body", "@body('Later')['b']", "fault: no value", AT_TOP},
    {"body", "@body(1)", "fault: takes a text", AT_TOP},
    {"actionBody", "@actionBody('H')['b']", "2", AT_TOP},
    {"actionBody", "@actionBody('Nix')", "fault: no action \"Nix\"", AT_TOP},
    {"outputs", "@outputs('H')['statusCode']", "200", AT_TOP},
    {"outputs", "@outputs('In')", "\"in\"", AT_TOP},
    {"outputs", "@outputs('Nix')", "fault: no action \"Nix\"", AT_TOP},
    {"outputs", "@outputs()", "fault: number of arguments", AT_TOP},
    {"actionOutputs", "@actionOutputs('Plain')['k']", "1", AT_TOP},
    {"actionOutputs", "@actionOutputs('Nix')", "fault: no action", AT_TOP},
    {"actions", "@actions('S')['status']", "\"Succeeded\"", AT_TOP},
    {"actions", "@actions('Later')['status']", "\"Waiting\"", AT_TOP},
    {"actions", "@actions('H')['inputs']['method']", "\"GET\"", AT_TOP},
    {"actions", "@actions('Nix')", "fault: no action \"Nix\"", AT_TOP},
    {"actions", "@actions(true)", "fault: takes a text", AT_TOP},
    {"action", "@action()['name']", "\"A\"", AT_TOP},
    {"action", "@action()['x']", "fault: no value", AT_TOP},
    {"action", "@action('A')", "fault: number of arguments", AT_TOP},
    {"result", "@result('S')[0]['outputs']", "\"in\"", AT_TOP},
    {"result", "@length(result('S'))", "1", AT_TOP},
    {"result", "@result('S')[1]", "fault: no value", AT_TOP},
    {"result", "@result('Nix')", "fault: no action \"Nix\"", AT_TOP},
    {"result", "@result()", "fault: number of arguments", AT_TOP},
    {"item", "@item()", "7", AT_LOOP},
    {"item", "@item()", "fault: no loop round it", AT_TOP},
    {"item", "@item(1)", "fault: number of arguments", AT_LOOP},
    {"items", "@items('L')", "7", AT_LOOP},
    {"items", "@items('L')", "fault: no action \"L\"", AT_TOP},
    {"items", "@items('S')", "fault: not stand in the loop \"S\"", AT_LOOP},
    {"items", "@items(7)", "fault: takes a text", AT_LOOP},
    {"iterationIndexes", "@iterationIndexes('U')", "1", AT_LOOP},
    {"iterationIndexes", "@iterationIndexes('L')", "0", AT_LOOP},
    {"iterationIndexes", "@iterationIndexes('S')",
     "fault: not stand in the loop \"S\"", AT_LOOP},
    {"iterationIndexes", "@iterationIndexes('Nix')", "fault: no action",
     AT_LOOP},
    {"iterationIndexes", "@iterationIndexes()", "fault: number of arguments",
     AT_LOOP},
    {"workflow", "@workflow()['run']['name']", "\"r\"", AT_TOP},
    {"workflow", "@workflow()['x']", "fault: no value", AT_TOP},
    {"workflow", "@workflow(1)", "fault: number of arguments", AT_TOP},
    {"listCallbackUrl", "@listCallbackUrl()", "\"riposte:callback\"", AT_TOP},
    {"listCallbackUrl", "@listCallbackUrl(1)", "fault: number of arguments",
     AT_TOP},
    {"$", "@{$(0)}", "fault: no function \"$\"", AT_TOP},
    {"$", "@{$('x')}", "fault: takes an integer", AT_TOP},
};

/* The last A that has ended: its outputs, or why it has none. */
static bool see(void *with, const struct wdl_seen *seen)
{
    struct buf *out = with;

    if (strcmp(wdl_facts(seen->action).name, "A") != 0)
        return true;
    buf_clear(out);
    if (seen->state == RUN_SUCCEEDED)
        json_write(seen->outputs, JSON_COMPACT, out);
    else
        buf_printf(out, "fault: %s", seen->error);
    return true;
}

static struct json *parsed(const char *text)
{
    struct json *json = NULL;
    struct err err = {0};

    if (!json_parse(str_of(text), &json, &err))
        fail_msg("%s", err.text);
    return json;
}

static void go_through(struct wdl *wdl, struct buf *out)
{
    struct json *trigger = parsed("{\"headers\":{\"h\":\"v\"},"
                                  "\"body\":{\"e\":1}}");
    struct json *workflow = parsed("{\"run\":{\"name\":\"r\"}}");
    struct wdl_given given = {
        .trigger = trigger, .workflow = workflow, .seed = "x"};
    struct wdl_answer answer = {.state = RUN_SUCCEEDED, .retry_after = -1};
    struct wdl_run *run = NULL;
    struct err err = {0};

    answer.outputs = parsed("{\"statusCode\":200,\"body\":{\"b\":2}}");
    assert_true(wdl_run_new(wdl, &given, &run, &err));
    wdl_run_go(run, WDL_NOW);
    assert_true(wdl_run_answer(run, 0, &answer, WDL_NOW, &err));
    wdl_run_walk(run, see, out);
    wdl_run_free(run);
    json_free(trigger);
    json_free(workflow);
}

static void ask(size_t i, struct buf *out)
{
    struct buf actions;
    struct json *json;
    struct wdl *wdl = NULL;
    struct err err = {0};

    buf_init(&actions);
    if (rows[i].at == AT_LOOP)
        buf_printf(&actions, LOOP, rows[i].text);
    else
        buf_printf(&actions, TOP, rows[i].text);
    json = wdl_stage_definition(buf_view(&actions).at);
    if (wdl_read(json, &wdl, &err))
        go_through(wdl, out);
    else
        buf_printf(out, "fault: %s", err.text);
    wdl_free(wdl);
    json_free(json);
    buf_done(&actions);
}

static bool is_fault(const char *text)
{
    return strncmp(text, "fault: ", 7) == 0;
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct buf got;

        buf_init(&got);
        ask(i, &got);
        if (is_fault(rows[i].want)
                ? !is_fault(got.at) || !strstr(got.at, rows[i].want + 7)
                : strcmp(got.at, rows[i].want) != 0)
            fail_msg("%s: %s", rows[i].text, got.at);
        buf_done(&got);
    }
}

static void test_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < wdl_world.n_roots; i++) {
        const char *name = wdl_world.roots[i].doc.name;
        bool good = strcmp(name, "$") == 0;
        bool bad = false;

        for (size_t j = 0; j < ITEMS(rows); j++) {
            if (strcmp(rows[j].name, name) != 0)
                continue;
            good = good || !is_fault(rows[j].want);
            bad = bad || is_fault(rows[j].want);
        }
        if (!good || !bad)
            fail_msg("%s() lacks a row here", name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
