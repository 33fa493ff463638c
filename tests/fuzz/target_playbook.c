/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * target_playbook.c - Logic Apps as somebody hands them in, gone through to
 * their end, and the expressions in them.
 */
#include "engine/playbook.h"
#include "engine/rehearse.h"
#include "fuzz.h"
#include "util/json_loose.h"

#define NOW INT64_C(1795378652000)

static const char *const files[] = {"data/playbooks",
                                    "tests/data/playbooks/alert",
                                    "tests/data/playbooks/recurrence", NULL};

/* One action of each kind, so that each is bent. */
static const char *const definitions[] = {
    "{\"triggers\":{\"m\":{\"type\":\"Request\"}},\"parameters\":{\"p\":{"
    "\"type\":\"String\",\"defaultValue\":\"v\"}},\"actions\":{"
    "\"I\":{\"type\":\"InitializeVariable\",\"inputs\":{\"variables\":[{"
    "\"name\":\"n\",\"type\":\"Integer\",\"value\":0}]}},"
    "\"U\":{\"type\":\"Until\",\"runAfter\":{\"I\":[\"Succeeded\"]},"
    "\"expression\":\"@greater(variables('n'),2)\",\"limit\":{\"count\":4,"
    "\"timeout\":\"PT1H\"},\"actions\":{\"N\":{\"type\":\"IncrementVariable\","
    "\"inputs\":{\"name\":\"n\",\"value\":1}},\"W\":{\"type\":\"Wait\","
    "\"inputs\":{\"interval\":{\"count\":1,\"unit\":\"Hour\"}}}}},"
    "\"S\":{\"type\":\"Switch\",\"expression\":\"@triggerBody()?['a']\","
    "\"cases\":{\"c\":{\"case\":\"x\",\"actions\":{\"T\":{\"type\":"
    "\"Terminate\",\"inputs\":{\"runStatus\":\"Failed\",\"runError\":{"
    "\"code\":\"c\",\"message\":\"m\"}}}}}},\"default\":{\"actions\":{}}}}}",
    "{\"triggers\":{},\"actions\":{\"Q\":{\"type\":\"Query\",\"inputs\":{"
    "\"from\":\"@range(0,9)\",\"where\":\"@less(item(),5)\"}},\"S\":{\"type\":"
    "\"Select\",\"runAfter\":{\"Q\":[\"Succeeded\",\"Failed\"]},\"inputs\":{"
    "\"from\":\"@body('Q')\",\"select\":{\"@{item()}\":\"@item()\"}}},\"T\":{"
    "\"type\":\"Table\",\"runAfter\":{\"S\":[\"Succeeded\"]},\"inputs\":{"
    "\"from\":\"@body('S')\",\"format\":\"CSV\",\"columns\":[{\"header\":\"h\","
    "\"value\":\"@item()\"}]}},\"J\":{\"type\":\"Join\",\"inputs\":{\"from\":["
    "1,true],\"joinWith\":\";\"}},\"P\":{\"type\":\"ParseJson\",\"inputs\":{"
    "\"content\":\"@string(createArray(1))\",\"schema\":{\"type\":\"array\","
    "\"items\":{\"anyOf\":[{\"type\":\"integer\",\"minimum\":0}]}}}}}}",
    "{\"actions\":{\"L\":{\"type\":\"Foreach\",\"foreach\":[1,2],\"actions\":{"
    "\"H\":{\"type\":\"Http\",\"limit\":{\"timeout\":\"PT1M\"},\"inputs\":{"
    "\"method\":\"GET\",\"uri\":\"https://a/@{items('L')}\",\"retryPolicy\":{"
    "\"type\":\"fixed\",\"count\":2,\"interval\":\"PT5S\"}}}},"
    "\"runtimeConfiguration\":{\"concurrency\":{\"repetitions\":2}}},"
    "\"If\":{\"type\":\"If\",\"runAfter\":{\"L\":[\"TimedOut\",\"Skipped\"]},"
    "\"expression\":{\"and\":[{\"not\":{\"equals\":[\"@1\",2]}}]},\"actions\":"
    "{},\"else\":{\"actions\":{\"E\":{\"type\":\"Expression\",\"kind\":"
    "\"AddToTime\",\"inputs\":{\"baseTime\":\"@{utcNow()}\",\"interval\":1,"
    "\"timeUnit\":\"Day\"}}}}}}}",
    NULL};

static bool count(void *with, const struct wdl_seen *seen)
{
    size_t *n = with;

    FUZZ_MUST(seen->path && seen->code && seen->error);
    ++*n;
    return true;
}

static void go_through(const struct playbook *playbook)
{
    struct rehearsal_given given = {.now = NOW};
    struct rehearsal *rehearsal = NULL;
    struct err err;
    size_t n = 0;

    if (!rehearse(playbook, &given, &rehearsal, &err)) {
        FUZZ_MUST(*err.text != '\0');
        return;
    }
    FUZZ_MUST(run_state_final(wdl_run_state(rehearsal_run(rehearsal))));
    wdl_run_walk(rehearsal_run(rehearsal), count, &n);
    rehearsal_free(rehearsal);
}

static void run_playbook(struct str input)
{
    struct playbook_given given = {.file = "f"};
    struct playbook_reading reading;
    struct json *json = NULL;
    struct err err;

    if (!json_parse_loose(input, &json, &err))
        return;
    playbook_reading_init(&reading);
    if (!playbook_read_all(json, &given, &reading, &err))
        FUZZ_MUST(*err.text != '\0');
    else
        FUZZ_MUST(reading.n > 0);
    for (size_t i = 0; i < reading.n; i++) {
        const struct playbook *playbook = &reading.playbooks[i];

        FUZZ_MUST(playbook->verdict != PLAYBOOK_REFUSED || playbook->n_why > 0);
        go_through(playbook);
    }
    playbook_reading_done(&reading);
    json_free(json);
}

const struct fuzz_target fuzz_playbook = {.name = "playbook",
                                          .corpus = files,
                                          .beginnings = definitions,
                                          .run = run_playbook};

/* ---- expressions ----------------------------------------------------------*/

static const char *const texts[] = {
    "@concat('a', 1, @{'b'})",
    "a @{add(1, 2.5)} b @{div(7, mod(5, 3))} @@{x}",
    "@if(equals(1, '1'), first(range(0, 3)), last(createArray('a', null)))",
    "@json('{\"a\":[1,2]}')?['a'][0]",
    "@formatDateTime(addToTime('2026-01-31T00:00:00Z', 1, 'Month'), 'ddd o')",
    "@convertTimeZone(utcNow(), 'UTC', 'W. Europe Standard Time', 'R')",
    "@ticks(subtractFromTime('2026-03-05', 3, 'Week'))",
    "@dateDifference('2026-03-05', startOfMonth('2026-04-05T10:00:00Z'))",
    "@split(replace(toUpper('a-b-\xc3\xbc'), '-', '+'), '+')",
    "@substring(trim(' x '), 0, length('\xf0\x9f\x98\x80'))",
    "@slice('abcdef', -3, nthIndexOf('a1a2', 'a', 2))",
    "@union(createArray(1), intersection(range(1, 3), range(2, 3)))",
    "@sort(chunk(reverse(range(-5, 10)), 3))",
    "@setProperty(json('{}'), 'a', removeProperty(json('{\"b\":1}'), 'b'))",
    "@formatNumber(float('1.234,5', 'de-DE'), '#,##0.00', 'fr-FR')",
    "@base64ToString(base64(dataUriToString(dataUri('x'))))",
    "@uriPathAndQuery(uriComponentToString(uriComponent('https://a/b?c=d')))",
    "@max(min(1, -9223372036854775808), mul(3, 9223372036854775807))",
    "@'it''s'",
    NULL};

static void run_expression(struct str input)
{
    static const struct expr_world world = {.constants = true};
    uint64_t made = 0;
    struct expr_outside outside = {
        .now = NOW, .made = &made, .most = UINT64_C(1) << 28};
    struct arena *arena = arena_new();
    const struct json *value = NULL;
    struct expr *expr = NULL;
    struct err err;
    struct buf text;

    buf_init(&text);
    if (!expr_compile(input, &world, arena, &expr, &err) ||
        !expr_eval(expr, &outside, NULL, arena, &value, &err))
        FUZZ_MUST(*err.text != '\0');
    else
        expr_put_text(value, &text);
    buf_done(&text);
    arena_free(arena);
}

const struct fuzz_target fuzz_expression = {
    .name = "expression", .beginnings = texts, .run = run_expression};
