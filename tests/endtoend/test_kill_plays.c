/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 at each request of a playbook with effects of several kinds: when
 * the answer is lost, and, of what does more than ask, when the request is.
 * The engine that comes after makes the interpreter anew and goes on: nothing
 * is done twice that must not be, and what the playbook has worked out before
 * is what it works out again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"
#include "service/contain.h"
#include "service/redo.h"
#include "service/stagehand.h"
#include "util/when.h"

#define DEADLINE 30000
/* A look, a loop, a containment of the catalogue with what stands round it, a
 * secret and what it is sent in; what was made up at the beginning is there at
 * the end. */
#define MARK                                                                   \
    "\"Mark\":{\"type\":\"Compose\",\"inputs\":\"@{guid()} "                   \
    "@{utcNow()}\"," FIRST "}"
#define LOOK "\"Look\":" GET(VM("@{items('Each')}"), FIRST)
#define EACH                                                                   \
    "\"Each\":{\"type\":\"Foreach\",\"foreach\":\"@createArray('vm-web-01',"   \
    "'vm-web-02')\",\"actions\":{" LOOK "}," AFTER("Mark") "}"
#define STOP "\"Stop\":" POST(VM("vm-web-01") "/deallocate", AFTER("Each"))
#define READ                                                                   \
    "\"Get\":{\"type\":\"Http\",\"inputs\":{\"method\":\"GET\",\"uri\":"       \
    "\"https://kv-shop.vault.azure.net/secrets/db-password?api-version=7.4\"," \
    "\"authentication\":{\"type\":\"ManagedServiceIdentity\",\"audience\":"    \
    "\"https://vault.azure.net\"}}," AFTER("Stop") "}"
#define CODE ",\"body\":{\"code\":\"@{body('Get')?['value']}\"}"
#define TELL                                                                   \
    "\"Tell\":" ASK("POST", VM("vm-web-02") "/start", CODE) "," AFTER("Get") "}"
#define SAME                                                                   \
    "\"Same\":{\"type\":\"Compose\",\"inputs\":\"@outputs('Mark')\"," AFTER(   \
        "Tell") "}"
#define WAY MARK "," EACH "," STOP "," READ "," TELL "," SAME

static void wrong(struct scene *scene, int64_t run, size_t request, bool answer,
                  const char *say)
{
    house_tell(&scene->house, run);
    fail_msg("killed at %s %zu: %s", answer ? "the answer to" : "request",
             request, say);
}

/* Whoever is asked says yes. */
static void say_yes(struct scene *scene)
{
    struct house *house = &scene->house;
    struct approvals_filter filter = {.pending = true, .limit = 10};
    struct arena *arena = arena_new();
    struct approval *approvals;
    size_t n;

    assert_good(house, approvals_list(house->desk->store, &filter, arena,
                                      &approvals, &n, &house->err));
    for (size_t i = 0; i < n; i++)
        answer(house, &approvals[i], true);
    arena_free(arena);
}

/* Until it ends, or something of it is caught. */
static bool until_end(struct scene *scene, int64_t run, size_t request,
                      bool answer)
{
    int64_t until = when_monotonic() + DEADLINE;

    while (!scene->http.caught && !run_state_final(scene_state(scene, run))) {
        if (when_monotonic() > until)
            wrong(scene, run, request, answer, "it does not come to an end");
        say_yes(scene);
        scene_turn(scene);
    }
    return scene->http.caught;
}

/* What must not be sent twice is left to a person where nobody can tell. */
static void settle(struct scene *scene, int64_t run)
{
    const struct run *read = house_read(&scene->house, run);
    struct house *house = &scene->house;

    for (size_t i = 0; i < read->n_steps; i++) {
        if (read->steps[i].state == RUN_UNKNOWN)
            assert_good(house,
                        run_settle(house->desk, run, read->steps[i].number,
                                   true, "seen", &house->err));
    }
}

static void check(struct scene *scene, int64_t run, size_t request, bool answer,
                  int64_t mark)
{
    struct house *house = &scene->house;
    struct sand *sand = &house->sand;
    const char *made = output_of(house, run, "Mark");
    const char *same = output_of(house, run, "Same");

    if (scene_state(scene, run) != RUN_SUCCEEDED)
        wrong(scene, run, request, answer, "not the end that it should have");
    if (made == NULL || same == NULL || strcmp(made, same) != 0)
        wrong(scene, run, request, answer, "it was worked out anew");
    if (sand_count(sand, mark, "POST", "/vm-web-02/start") > 1)
        wrong(scene, run, request, answer, "what must not be was sent again");
    if (sand_keys(sand, mark, "POST", "/vm-web-01/deallocate") != 1)
        wrong(scene, run, request, answer, "it was done twice");
    if (house_last_effect(house)->run != run ||
        house_last_effect(house)->state != EFFECT_OBSERVED)
        wrong(scene, run, request, answer, "what it contains is not seen");
}

/* For the next time; the engine runs. */
static void take_back(struct scene *scene)
{
    struct house *house = &scene->house;
    int64_t run;

    assert_good(house, contain_undo(house->desk, house_last_effect(house)->row,
                                    "back", &run, &house->err));
    until_end(scene, run, 0, false);
    assert_int_equal(scene_state(scene, run), RUN_SUCCEEDED);
}

/* Killed at that request, or at its answer; false: it has none that many. */
static bool die(struct scene *scene, size_t request, bool answer, bool *acts)
{
    struct house *house = &scene->house;
    int64_t mark = sand_mark(&house->sand);
    int64_t run = start(house, "way");
    bool caught;

    relay_hold(&scene->http, "", "/vm-web-0|/secrets/|/operations/", request,
               answer);
    scene_start(scene);
    caught = until_end(scene, run, request, answer);
    *acts = scene->http.acts;
    if (caught)
        scene_kill(scene);
    relay_reset(&scene->http);
    if (caught)
        scene_start(scene);
    until_end(scene, run, request, answer);
    if (scene_state(scene, run) == RUN_UNKNOWN) {
        settle(scene, run);
        until_end(scene, run, request, answer);
    }
    check(scene, run, request, answer, mark);
    take_back(scene);
    scene_kill(scene);
    return caught;
}

static void test_each(void **state)
{
    struct scene *scene = *state;
    size_t request = 0;
    bool acts;

    may_read_secrets(&scene->house);
    keep(&scene->house, "way", REQUEST, WAY, RULE_AUTO);
    while (die(scene, request, true, &acts)) {
        if (acts)
            die(scene, request, false, &acts);
        request++;
    }
    /* Two looks, what stands round the containment, the secret, its use. */
    assert_true(request >= 7);
}

/* ---- what it tells people ----------------------------------------------- */

#define SAY(name, api, path, more, after)                                      \
    "\"" name "\":{\"type\":\"ApiConnection\",\"inputs\":{\"host\":{"          \
    "\"connection\":{\"name\":\"@parameters('$connections')['" api             \
    "']['connectionId']\"}},\"method\":\"post\",\"path\":\"" path "\"," more   \
    "}," after "}"
#define MAIL                                                                   \
    SAY("Mail", "office365", "/v2/Mail",                                       \
        "\"body\":{\"To\":\"soc@contoso.example\",\"Subject\":\"x\","          \
        "\"Body\":\"y\"}",                                                     \
        FIRST)
#define TEAMS                                                                  \
    SAY("Teams", "teams", "/v3/beta/teams/a/channels/b/messages",              \
        "\"body\":{\"body\":{\"content\":\"x\"}}", AFTER("Mail"))
#define SLACK                                                                  \
    SAY("Slack", "slack", "/chat.postMessage", "\"queries\":{\"text\":\"x\"}", \
        AFTER("Teams"))

static const struct told {
    const char *step;
    const char *method; /* as a relay sees it */
    const char *path;
    const char *kept; /* by the sandbox */
    const char *service;
} told[] = {
    {"Mail", "Date:", ",", "/_sandbox/mail", NULL},
    {"Teams", "POST", "/teams/", "/_sandbox/messages", "teams"},
    {"Slack", "POST", "/slack/", "/_sandbox/messages", "slack"},
};
#define TOLD (sizeof(told) / sizeof(told[0]))

/* How often people got it so far. */
static size_t got(struct scene *scene, const struct told *row)
{
    struct json *list = sand_get(&scene->house.sand, row->kept);
    size_t n = 0;

    for (struct json_each e = json_each(list); json_next(&e);)
        n += !row->service || str_eq(json_text(json_get(e.value, "service")),
                                     str_of(row->service));
    json_free(list);
    return n;
}

static void check_told(struct scene *scene, int64_t run, size_t at, bool answer,
                       const size_t *before)
{
    const struct run *read = house_read(&scene->house, run);

    for (size_t i = 0; i < TOLD; i++) {
        size_t n = got(scene, &told[i]) - before[i];
        const struct step *step = &read->steps[i];

        assert_string_equal(step->name, told[i].step);
        if (n != (i == at && answer ? 2 : 1))
            wrong(scene, run, at, answer,
                  n == 0 ? "it was not told" : "it was told again");
        /* Who reads it knows. */
        if (n > 1 && !strstr(step->note, "done twice"))
            wrong(scene, run, at, answer, "nobody says that it is there twice");
    }
    if (scene_state(scene, run) != RUN_SUCCEEDED)
        wrong(scene, run, at, answer, "not the end that it should have");
}

static bool until_told(struct scene *scene, int64_t run, size_t at, bool answer)
{
    int64_t until = when_monotonic() + DEADLINE;

    while (!scene->http.caught && !scene->smtp.caught &&
           !run_state_final(scene_state(scene, run))) {
        if (when_monotonic() > until)
            wrong(scene, run, at, answer, "it does not come to an end");
        scene_turn(scene);
    }
    return scene->http.caught || scene->smtp.caught;
}

/* What went out is not called back: where its answer is lost it is told again,
 * which the step says; where the request was, once. */
static void test_told(void **state)
{
    struct scene *scene = *state;
    struct house *house = &scene->house;

    keep(house, "tell", REQUEST, MAIL "," TEAMS "," SLACK, RULE_AUTO);
    for (size_t i = 0; i < 2 * TOLD; i++) {
        const struct told *row = &told[i / 2];
        bool answer = i % 2 != 0;
        size_t before[TOLD];
        int64_t run;

        for (size_t k = 0; k < TOLD; k++)
            before[k] = got(scene, &told[k]);
        run = start(house, "tell");
        relay_hold(i / 2 == 0 ? &scene->smtp : &scene->http, row->method,
                   row->path, 0, answer);
        scene_start(scene);
        if (!until_told(scene, run, i / 2, answer))
            wrong(scene, run, i / 2, answer, "nothing was caught");
        scene_kill(scene);
        relay_reset(&scene->http);
        relay_reset(&scene->smtp);
        scene_start(scene);
        until_told(scene, run, i / 2, answer);
        scene_kill(scene);
        check_told(scene, run, i / 2, answer, before);
    }
}

/* ---- while nothing is sent ----------------------------------------------- */

#define REST(after)                                                            \
    "\"Rest\":{\"type\":\"Wait\",\"inputs\":{\"interval\":{\"count\":2,"       \
    "\"unit\":\"Second\"}}," after "}"
#define ROUNDS                                                                 \
    MARK "," REST(                                                             \
        AFTER("Mark")) ",\"Loop\":{\"type\":\"Until\","                        \
                       "\"expression\":\"@equals(iterationIndexes('Loop'),2)"  \
                       "\",\"limit\":{"                                        \
                       "\"count\":9},\"actions\":{\"Look\":" GET(              \
                           VM("vm-web-01"),                                    \
                           FIRST) ",\"Again\":{\"type\":\"Wait\",\"inputs\":{" \
                                  "\"interval\":{\"count\":1,\"unit\":"        \
                                  "\"Second\"}}," AFTER("Look") "}}," AFTER(   \
                                      "Rest") "},\"Same\":{\"type\":"          \
                                              "\"Compose\",\"inputs\":"        \
                                              "\"@outputs('Mark')\"," AFTER(   \
                                                  "Loop") "}"

/* So many steps of it wait for their time, or are over. */
static void until_waits(struct scene *scene, int64_t run, size_t n)
{
    int64_t until = when_monotonic() + DEADLINE;

    while (house_read(&scene->house, run)->n_steps < n) {
        if (when_monotonic() > until)
            wrong(scene, run, n, false, "it does not come there");
        scene_turn(scene);
    }
}

/* Killed in a Wait, and in each round of an Until: what has passed is not gone
 * through again, and the time that it waits for stays as it is. */
static void test_waits(void **state)
{
    static const size_t kills[] = {1, 3, 5, 7};
    struct scene *scene = *state;
    struct house *house = &scene->house;
    const struct run *read;
    int64_t due[sizeof(kills) / sizeof(kills[0])];
    int64_t mark, run;

    keep(house, "rounds", REQUEST, ROUNDS, RULE_AUTO);
    mark = sand_mark(&house->sand);
    run = start(house, "rounds");
    for (size_t i = 0; i < sizeof(kills) / sizeof(kills[0]); i++) {
        scene_start(scene);
        until_waits(scene, run, kills[i]);
        scene_kill(scene);
        due[i] = house_read(house, run)->steps[kills[i] - 1].due;
    }
    scene_start(scene);
    until_end(scene, run, 0, false);
    scene_kill(scene);
    if (scene_state(scene, run) != RUN_SUCCEEDED)
        wrong(scene, run, 0, false, "not the end that it should have");
    read = house_read(house, run);
    assert_int_equal(read->n_steps, 7);
    for (size_t i = 0; i < sizeof(kills) / sizeof(kills[0]); i++)
        assert_true(read->steps[kills[i] - 1].ended >= due[i]);
    /* One that was on its way may be asked again: it only asks. */
    assert_in_range(sand_count(&house->sand, mark, "GET", "/vm-web-01"), 3, 6);
    assert_string_equal(output_of(house, run, "Mark"),
                        output_of(house, run, "Same"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_told, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_waits, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_each, scene_open, scene_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
