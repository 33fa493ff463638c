/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rehearsals step by step, with breakpoints and forced branches; the rows of
 * trees; playbooks that are composed, and read again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/compose.h"
#include "engine/rehearse.h"
#include "engine/wdl_tree.h"

#define NOW INT64_C(1795378652000)

/* With ` for double quotes. */
static struct json *read_json(const char *text)
{
    struct json *json = NULL;
    struct err err = {0};
    struct buf plain;

    buf_init(&plain);
    for (const char *c = text; *c; c++)
        buf_char(&plain, *c == '`' ? '"' : *c);
    if (!json_parse(buf_view(&plain), &json, &err))
        fail_msg("%s in %s", err.text, text);
    buf_done(&plain);
    return json;
}

#define COMPOSE(name, value, after)                                            \
    "`" name "`:{`type`:`Compose`,`inputs`:" value ",`runAfter`:{" after "}}"
#define HTTP(name, after)                                                      \
    "`" name "`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:"                \
    "`https://contoso.example/x`},`runAfter`:{" after "}}"

#define FIRST COMPOSE("First", "1", "")
#define ROUND                                                                  \
    HTTP("Get", "") "," COMPOSE("Item", "`@item()`", "`Get`:[`Succeeded`]")
#define YES COMPOSE("Yes", "2", "")
#define NO  COMPOSE("No", "3", "")

/* First; then a loop of two with two each, and a question with two ways. */
static const char sample[] =
    "{`triggers`:{`manual`:{`type`:`Request`}},`actions`:{" FIRST
    ",`Each`:{`type`:`Foreach`,`foreach`:[`a`,`b`],`actions`:{" ROUND
    "},`runAfter`:{`First`:[`Succeeded`]}},"
    "`Ask`:{`type`:`If`,`expression`:{`and`:[{`equals`:[1,1]}]},"
    "`actions`:{" YES "},`else`:{`actions`:{" NO "}},"
    "`runAfter`:{`Each`:[`Succeeded`]}}}}";

static const struct playbook *read_playbook(const struct json *json,
                                            struct playbook_reading *out)
{
    const struct playbook_given given = {.file = "sample.json"};
    struct err err = {0};

    playbook_reading_init(out);
    if (!playbook_read_all(json, &given, out, &err))
        fail_msg("%s", err.text);
    if (!out->playbooks[0].wdl)
        fail_msg("%s: %s", out->playbooks[0].why[0].path,
                 out->playbooks[0].why[0].text);
    return &out->playbooks[0];
}

/* ---- steps ----------------------------------------------------------------*/

static const struct walk {
    size_t steps;
    enum rehearsal_move move;
    const char *to;
    const char *points;   /* JSON */
    const char *branches; /* JSON */
    const char *next;     /* then it stands there; "": it is over */
    size_t taken;
} walks[] = {
    {0, REHEARSE_STAY, NULL, NULL, NULL, "First", 0},
    {0, REHEARSE_INTO, NULL, NULL, NULL, "Each", 1},
    {1, REHEARSE_INTO, NULL, NULL, NULL, "Each[0]/Get", 2},
    {2, REHEARSE_INTO, NULL, NULL, NULL, "Each[0]/Item", 3},
    {3, REHEARSE_INTO, NULL, NULL, NULL, "Each[1]/Get", 4},
    {1, REHEARSE_OVER, NULL, NULL, NULL, "Ask", 6},
    {2, REHEARSE_OVER, NULL, NULL, NULL, "Each[0]/Item", 3},
    {2, REHEARSE_OUT, NULL, NULL, NULL, "Ask", 6},
    {0, REHEARSE_OUT, NULL, NULL, NULL, "", 8},
    {0, REHEARSE_TO, "Each[1]/Item", NULL, NULL, "Each[1]/Item", 5},
    {0, REHEARSE_TO, "Item", NULL, NULL, "Each[0]/Item", 3},
    {3, REHEARSE_TO, "Item", NULL, NULL, "Each[1]/Item", 5},
    {0, REHEARSE_TO, "No", NULL, NULL, "", 8},
    {0, REHEARSE_END, NULL, NULL, NULL, "", 8},
    {0, REHEARSE_END, NULL, "[`Get`]", NULL, "Each[0]/Get", 2},
    {2, REHEARSE_END, NULL, "[`Get`]", NULL, "Each[1]/Get", 4},
    {1, REHEARSE_OVER, NULL, "[`Item`]", NULL, "Each[0]/Item", 3},
    {0, REHEARSE_TO, "No", NULL, "{`Ask`:`else`}", "Ask/No", 7},
    {0, REHEARSE_TO, "Yes", NULL, "{`Ask`:`else`}", "", 8},
    {0, REHEARSE_TO, "Yes", NULL, "{`Ask`:`nothing`}", "Ask/Yes", 7},
    {8, REHEARSE_END, NULL, NULL, NULL, "", 8},
    {99, REHEARSE_STAY, NULL, NULL, NULL, "", 8},
};

static void walk_one(const struct playbook *playbook, const struct walk *walk)
{
    struct json *points = walk->points ? read_json(walk->points) : NULL;
    struct json *branches = walk->branches ? read_json(walk->branches) : NULL;
    const struct rehearsal_given given = {.branches = branches, .now = NOW};
    const struct rehearsal_stops stops = {.to = walk->to, .points = points};
    struct rehearsal *rehearsal;
    const char *path = "";
    struct err err = {0};

    assert_true(rehearsal_new(playbook, &given, &rehearsal, &err));
    assert_true(rehearsal_play(rehearsal, walk->steps, &err));
    assert_true(rehearsal_go(rehearsal, walk->move, &stops, &err));
    if (!rehearsal_next(rehearsal, &path))
        path = "";
    assert_string_equal(path, walk->next);
    assert_int_equal(rehearsal_steps(rehearsal), walk->taken);
    assert_int_equal(wdl_run_state(rehearsal_run(rehearsal)),
                     *walk->next ? RUN_RUNNING : RUN_SUCCEEDED);
    rehearsal_free(rehearsal);
    json_free(points);
    json_free(branches);
}

static void test_steps(void **state)
{
    struct json *json = read_json(sample);
    struct playbook_reading reading;
    const struct playbook *playbook = read_playbook(json, &reading);

    (void)state;
    for (size_t i = 0; i < sizeof(walks) / sizeof(walks[0]); i++)
        walk_one(playbook, &walks[i]);
    playbook_reading_done(&reading);
    json_free(json);
}

/* What would answer the next is what answers it, and a typed one comes first.
 */
static void test_offers(void **state)
{
    struct json *json = read_json(sample);
    struct json *answers = read_json("{`Each[1]/Get`:{`statusCode`:404}}");
    struct playbook_reading reading;
    const struct playbook *playbook = read_playbook(json, &reading);
    const struct rehearsal_given given = {.answers = answers, .now = NOW};
    struct rehearsal *rehearsal;
    struct err err = {0};
    struct json *offer;

    (void)state;
    assert_true(rehearsal_new(playbook, &given, &rehearsal, &err));
    assert_null(rehearsal_offer(rehearsal));
    assert_true(rehearsal_play(rehearsal, 2, &err));
    offer = rehearsal_offer(rehearsal);
    assert_non_null(offer);
    json_free(offer);
    assert_true(rehearsal_play(rehearsal, 2, &err));
    offer = rehearsal_offer(rehearsal);
    assert_true(json_equal(offer, json_get(answers, "Each[1]/Get")));
    json_free(offer);
    assert_true(rehearsal_play(rehearsal, SIZE_MAX, &err));
    assert_string_equal(rehearsal_source(rehearsal, "Each[0]/Get"), "made");
    assert_string_equal(rehearsal_source(rehearsal, "Each[1]/Get"), "file");
    assert_int_equal(wdl_run_state(rehearsal_run(rehearsal)), RUN_FAILED);
    rehearsal_free(rehearsal);
    playbook_reading_done(&reading);
    json_free(answers);
    json_free(json);
}

/* ---- trees ----------------------------------------------------------------*/

static size_t two_rounds(void *with, const char *path)
{
    (void)with;
    return strcmp(path, "Each") == 0 ? 2 : 0;
}

static const char *took_else(void *with, const char *path)
{
    (void)with, (void)path;
    return "else";
}

static void put_rows(const struct wdl_row *rows, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%d%s%s%s%s ", rows[i].depth, rows[i].name,
                   rows[i].untaken ? "-" : "", *rows[i].after ? "," : "",
                   rows[i].after);
}

static void test_trees(void **state)
{
    const struct wdl_known known = {.rounds = two_rounds, .branch = took_else};
    struct json *json = read_json(sample);
    struct playbook_reading reading;
    const struct playbook *playbook = read_playbook(json, &reading);
    struct arena *arena = arena_new();
    struct wdl_row *rows;
    struct buf text;
    bool cut;
    size_t n;

    (void)state;
    buf_init(&text);
    n = wdl_tree(playbook->wdl, NULL, arena, &rows, &cut);
    put_rows(rows, n, &text);
    assert_string_equal(buf_view(&text).at,
                        "0First 0Each 1Get 1Item 0Ask 1actions 2Yes 1else "
                        "2No ");
    buf_clear(&text);
    n = wdl_tree(playbook->wdl, &known, arena, &rows, &cut);
    put_rows(rows, n, &text);
    assert_string_equal(buf_view(&text).at,
                        "0First 0Each 10 2Get 2Item 11 2Get 2Item 0Ask "
                        "1actions- 2Yes- 1else 2No ");
    assert_string_equal(rows[6].path, "Each[1]/Get");
    assert_false(cut);
    buf_done(&text);
    arena_free(arena);
    playbook_reading_done(&reading);
    json_free(json);
}

/* ---- composed -------------------------------------------------------------*/

#define TOP SIZE_MAX

static const struct compose_step steps[] = {
    {.parent = TOP,
     .what = COMPOSE_IF,
     .name = "",
     .left = "Severity",
     .op = COMPOSE_DIFFERS,
     .right = "Low"},
    {.parent = 0, .what = COMPOSE_ACTION, .name = "a", .kind = "mail"},
    {.parent = 0,
     .what = COMPOSE_ACTION,
     .when = COMPOSE_BESIDE,
     .name = "b",
     .kind = "teams"},
    {.parent = 0,
     .what = COMPOSE_ACTION,
     .when = COMPOSE_ON_FAILURE,
     .name = "c",
     .kind = "note"},
    {.parent = 0,
     .what = COMPOSE_WAIT,
     .when = COMPOSE_ON_FAILURE,
     .name = "d",
     .wait = 60000},
    {.parent = 0, .what = COMPOSE_ACTION, .name = "e", .kind = "approval"},
    {.parent = 0, .otherwise = true, .what = COMPOSE_SCOPE, .name = "f"},
    {.parent = 6, .what = COMPOSE_ACTION, .name = "g", .kind = "tag"},
    {.parent = TOP,
     .what = COMPOSE_EACH,
     .when = COMPOSE_ALWAYS,
     .name = "h",
     .list = "Entities"},
    {.parent = 8, .what = COMPOSE_ACTION, .name = "i", .kind = "note"},
};
#define STEPS (sizeof(steps) / sizeof(steps[0]))

static struct json *compose_sample(void)
{
    struct compose_step copy[STEPS];
    const struct compose compose = {
        .name = "sample",
        .start = START_ALERT,
        .steps = copy,
        .n = STEPS,
    };

    memcpy(copy, steps, sizeof(steps));
    return compose_write(&compose);
}

static void test_composed(void **state)
{
    static const char order[] =
        "0Condition 1actions 2a 2b,at the same time "
        "2c,after b (Failed, TimedOut) 2d 2e,after a, b 1else 2f 3g "
        "0h,after Condition (Succeeded, Failed, Skipped, TimedOut) 1i ";
    struct json *json = compose_sample();
    struct playbook_reading reading;
    const struct playbook *playbook = read_playbook(json, &reading);
    struct arena *arena = arena_new();
    struct wdl_row *rows;
    struct compose again;
    struct err err = {0};
    struct buf text;
    struct json *same;
    bool cut;
    size_t n;

    (void)state;
    assert_int_equal(playbook->verdict, PLAYBOOK_RUNS);
    assert_int_equal(playbook->start, START_ALERT);
    n = wdl_tree(playbook->wdl, NULL, arena, &rows, &cut);
    buf_init(&text);
    put_rows(rows, n, &text);
    assert_string_equal(buf_view(&text).at, order);
    buf_done(&text);
    assert_true(compose_read(playbook, arena, &again, &err));
    assert_int_equal(again.n, STEPS);
    for (size_t i = 0; i < STEPS; i++) {
        assert_int_equal(again.steps[i].parent, steps[i].parent);
        assert_int_equal(again.steps[i].otherwise, steps[i].otherwise);
        assert_int_equal(again.steps[i].what, steps[i].what);
        assert_int_equal(again.steps[i].when, steps[i].when);
    }
    assert_int_equal(again.steps[0].op, COMPOSE_DIFFERS);
    assert_string_equal(again.steps[0].left, "@triggerBody()?['Severity']");
    assert_int_equal(again.steps[4].wait, 60000);
    same = compose_write(&again);
    assert_true(
        json_equal(json_get(same, "definition"), json_get(json, "definition")));
    json_free(same);
    json_free(json);
    arena_free(arena);
    playbook_reading_done(&reading);
}

/* What the form cannot show it does not take. */
static void test_not_composed(void **state)
{
    struct json *json = read_json(sample);
    struct playbook_reading reading;
    const struct playbook *playbook = read_playbook(json, &reading);
    struct arena *arena = arena_new();
    struct compose out;
    struct err err = {0};

    (void)state;
    assert_false(compose_read(playbook, arena, &out, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "First"));
    arena_free(arena);
    playbook_reading_done(&reading);
    json_free(json);
}

/* Whose answer each of three has: of a list, of a run, of the sandbox, made up;
 * what reads of it expects something. */
static void test_sources(void **state)
{
#define AT "`https://management.azure.com/subscriptions/s"
#define GET(name, path, after)                                                 \
    "`" name "`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:" AT path        \
    "?api-version=1`},`runAfter`:{" after "}}"
    static const char text[] =
        "{`triggers`:{`manual`:{`type`:`Request`}},`actions`:{" GET(
            "Typed",
            "/resourceGroups/g/providers/Microsoft.Compute/"
            "virtualMachines/vm",
            "") "," GET("Run",
                        "/resourceGroups/g/providers/Microsoft.Compute/"
                        "virtualMachines/vm",
                        "") "," GET("One",
                                    "/resourcegroups/G/providers/"
                                    "Microsoft.Compute/"
                                    "virtualMachines/VM",
                                    "") "," GET("All",
                                                "/providers/Microsoft.Compute/"
                                                "virtualMachines",
                                                "") "," GET("Other",
                                                            "/providers/"
                                                            "Microsoft.Compute/"
                                                            "disks",
                                                            "") "," GET("Read",
                                                                        "/resou"
                                                                        "rceGro"
                                                                        "ups/g/"
                                                                        "provid"
                                                                        "ers/"
                                                                        "Micros"
                                                                        "oft."
                                                                        "Comput"
                                                                        "e/"
                                                                        "virtua"
                                                                        "lMachi"
                                                                        "nes/"
                                                                        "vm",
                                                                        "") "," COMPOSE("Name",
                                                                                        "`@body('Read')['name']`",
                                                                                        "`Read`:[`Succeeded`]") "}}";
    static const struct {
        const char *step;
        const char *source;
    } want[] = {
        {"Typed", "file"},  {"Run", "run"},    {"One", "sandbox"},
        {"All", "sandbox"}, {"Other", "made"}, {"Read", "made"},
        {"Name", ""},
    };
    struct json *json = read_json(text);
    struct json *answers = read_json("{`Typed`:1}");
    struct json *earlier = read_json("{`Typed`:2,`Run`:2,`Gone`:2}");
    struct json *estate =
        read_json("{`resources`:[{`id`:`/subscriptions/s/resourceGroups/g/"
                  "providers/Microsoft.Compute/virtualMachines/vm`,"
                  "`location`:`x`},{`id`:`/subscriptions/s2/resourceGroups/g/"
                  "providers/Microsoft.Compute/virtualMachines/vm`}]}");
    const struct rehearsal_given given = {
        .answers = answers,
        .earlier = earlier,
        .estate = estate,
        .now = NOW,
    };
    struct playbook_reading reading;
    struct rehearsal *rehearsal;
    struct err err = {0};

    (void)state;
    assert_true(
        rehearse(read_playbook(json, &reading), &given, &rehearsal, &err));
    assert_true(rehearsal_good(rehearsal));
    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
        assert_string_equal(rehearsal_source(rehearsal, want[i].step),
                            want[i].source);
    rehearsal_free(rehearsal);
    playbook_reading_done(&reading);
    json_free(json);
    json_free(answers);
    json_free(earlier);
    json_free(estate);
}

static struct json *read_actions(const char *actions)
{
    struct json *json;
    struct buf text;

    buf_init(&text);
    buf_printf(&text,
               "{`triggers`:{`manual`:{`type`:`Request`}},`actions`:{%s}}",
               actions);
    json = read_json(buf_view(&text).at);
    buf_done(&text);
    return json;
}

/* Whether it ends well, and what had to be made up for that. */
static void test_ends(void **state)
{
    static const struct {
        const char *actions, *event, *answers;
        bool as_it_is;
        bool good;
        size_t made;
    } rows[] = {
        {"`A`:{`type`:`Compose`,`inputs`:1}", NULL, NULL, false, true, 0},
        {"`A`:{`type`:`Compose`,`inputs`:"
         "`@split(triggerBody()?['id'],'/')[8]`}",
         "{`id`:`/subscriptions/s`}", NULL, false, true, 1},
        {"`A`:{`type`:`Compose`,`inputs`:"
         "`@split(triggerBody()?['id'],'/')[8]`}",
         "{`id`:`/subscriptions/s`}", NULL, true, false, 0},
        {"`A`:{`type`:`Compose`,`inputs`:"
         "`@substring(triggerBody()?['id'],15,36)`}",
         "{}", NULL, false, true, 1},
        {"`A`:{`type`:`Compose`,`inputs`:`@triggerBody()?['x']`}", "{}", NULL,
         false, true, 0},
        {"`A`:{`type`:`Compose`,`inputs`:"
         "`@triggerBody()?['Entities'][0]['Address']`}",
         "{`Entities`:[]}", NULL, false, true, 1},
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`}},"
         "`A`:{`type`:`Compose`,`inputs`:`@json(body('H')['t'])['x']`,"
         "`runAfter`:{`H`:[`Succeeded`]}}",
         NULL, NULL, false, true, 0},
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`}},"
         "`A`:{`type`:`Compose`,`inputs`:`@body('H')['x']`,"
         "`runAfter`:{`H`:[`Succeeded`]}}",
         NULL, "{`H`:{`y`:1}}", false, false, 0},
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`}}",
         NULL, "{`H`:{`statusCode`:500}}", false, false, 0},
        {"`T`:{`type`:`Terminate`,`inputs`:{`runStatus`:`Failed`}}", NULL, NULL,
         false, true, 0},
        {"`W`:{`type`:`Wait`,`inputs`:{`interval`:{`count`:9,"
         "`unit`:`Month`}}}",
         NULL, NULL, false, true, 0},
        {"`V`:{`type`:`InitializeVariable`,`inputs`:{`variables`:[{"
         "`name`:`v`,`type`:`boolean`,`value`:`@false`}]}}",
         NULL, NULL, false, true, 0},
        /* What comes of these is still what it was made of. */
        {"`A`:{`type`:`Compose`,`inputs`:"
         "`@split(trim(triggerBody()?['t']),';')[2]`}",
         "{}", NULL, false, true, 1},
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`}},"
         "`A`:{`type`:`Compose`,`inputs`:["
         "`@split(last(split(body('H')?['t'],'/')),'-')[1]`,"
         "`@int(first(split(string(body('H')?['v']),'.')))`,"
         "`@json(string(body('H')?['o']))['x']`,"
         "`@uriHost(body('H')?['u'])`,`@bool(body('H')?['b'])`,"
         "`@union(body('H')?['l'],body('H')?['m'])`,"
         "`@dateDifference(body('H')?['d'],utcNow())`,"
         "`@substring(body('H')?['s'],add(indexOf(body('H')?['s'],'='),1),3)`"
         "],`runAfter`:{`H`:[`Succeeded`]}}",
         NULL, NULL, false, true, 0},
        {"`A`:{`type`:`Compose`,`inputs`:["
         "`@length(triggerBody()?['l'])`,`@contains(triggerBody()?['c'],'x')`,"
         "`@less(triggerBody()?['n'],5)`]}",
         "{}", NULL, false, true, 3},
        /* What goes through a list; what is asked for by not(), greater(). */
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`}},"
         "`S`:{`type`:`Select`,`inputs`:{`from`:`@body('H')?['value']`,"
         "`select`:{`a`:`@item()?['b']?['c']`}},`runAfter`:{`H`:["
         "`Succeeded`]}},"
         "`A`:{`type`:`Compose`,`inputs`:`@split(body('S')[0]['a'],'/')[8]`,"
         "`runAfter`:{`S`:[`Succeeded`]}}",
         NULL, NULL, false, true, 0},
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`}},"
         "`S`:{`type`:`Query`,`inputs`:{`from`:`@body('H')?['value']`,"
         "`where`:`@and(not(equals(item()?['n'],'x')),"
         "greater(item()?['i'],5))`},`runAfter`:{`H`:[`Succeeded`]}},"
         "`A`:{`type`:`Compose`,`inputs`:`@body('S')[0]['n']`,"
         "`runAfter`:{`S`:[`Succeeded`]}}",
         NULL, NULL, false, true, 0},
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`}},"
         "`P`:{`type`:`ParseJson`,`inputs`:{`content`:`@body('H')`,`schema`:{"
         "`type`:`object`,`properties`:{`a`:{`oneOf`:[{`type`:`null`},{"
         "`type`:`object`,`required`:[`k`]}]},`b`:{`type`:`integer`,"
         "`minimum`:5},`c`:{`const`:`z`}},`required`:[`a`,`b`,`c`]}},"
         "`runAfter`:{`H`:[`Succeeded`]}}",
         NULL, NULL, false, true, 0},
        /* By other ways to the same. */
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`}},"
         "`A`:{`type`:`Compose`,`inputs`:[`@triggerOutputs()['body']['a']['b']`"
         ","
         "`@trigger().outputs.body.c[0].d`,`@triggerOutputs()?['body/e/f'][1]`,"
         "`@actions('H').outputs.body['x']['y']`,"
         "`@outputs('H')?['body/z/id']`],`runAfter`:{`H`:[`Succeeded`]}}",
         NULL, NULL, false, true, 0},
        /* One list that both schemas describe. */
        {"`H`:{`type`:`Http`,`inputs`:{`method`:`GET`,`uri`:`https://a/`}},"
         "`P`:{`type`:`ParseJson`,`inputs`:{`content`:`@body('H')`,`schema`:{"
         "`type`:`object`,`properties`:{`a`:{`type`:`integer`}},"
         "`required`:[`a`]}},`runAfter`:{`H`:[`Succeeded`]}},"
         "`Q`:{`type`:`ParseJson`,`inputs`:{`content`:`@body('H')`,`schema`:{"
         "`type`:`object`,`properties`:{`b`:{`type`:`array`,`items`:[{"
         "`type`:`object`}]}},`required`:[`b`]}},"
         "`runAfter`:{`P`:[`Succeeded`]}}",
         NULL, NULL, false, true, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct json *event = rows[i].event ? read_json(rows[i].event) : NULL;
        struct json *answers =
            rows[i].answers ? read_json(rows[i].answers) : NULL;
        const struct rehearsal_given given = {
            .event = event,
            .as_it_is = rows[i].as_it_is,
            .answers = answers,
            .now = NOW,
        };
        struct playbook_reading reading;
        struct rehearsal *rehearsal;
        struct json *json = read_actions(rows[i].actions);
        const char *const *paths;
        struct err err = {0};

        if (!rehearse(read_playbook(json, &reading), &given, &rehearsal, &err))
            fail_msg("%s: %s", rows[i].actions, err.text);
        if (rehearsal_good(rehearsal) != rows[i].good)
            fail_msg("%s: %s", rows[i].actions,
                     wdl_run_error(rehearsal_run(rehearsal)));
        assert_int_equal(rehearsal_made(rehearsal, &paths), rows[i].made);
        rehearsal_free(rehearsal);
        playbook_reading_done(&reading);
        json_free(json);
        json_free(event);
        json_free(answers);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),        cmocka_unit_test(test_offers),
        cmocka_unit_test(test_trees),        cmocka_unit_test(test_composed),
        cmocka_unit_test(test_not_composed), cmocka_unit_test(test_sources),
        cmocka_unit_test(test_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
