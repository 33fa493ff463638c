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

static enum run_state state_of(struct scene *scene, int64_t run)
{
    struct house *house = &scene->house;
    struct arena *arena = arena_new();
    enum run_state state;
    struct run read;

    assert_good(house,
                runs_get(house->desk->store, run, arena, &read, &house->err));
    state = read.state;
    arena_free(arena);
    return state;
}

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

    while (!scene->http.caught && !run_state_final(state_of(scene, run))) {
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

static void may_read_secrets(struct house *house)
{
    sand_state(&house->sand,
               SAND_SHOP "/providers/Microsoft.KeyVault/vaults/kv-shop",
               "{\"properties\":{\"accessPolicies\":[{\"objectId\":"
               "\"b1f0c2d3-4e5a-4b6c-9d7e-8f9a0b1c2d3e\",\"permissions\":{"
               "\"secrets\":[\"get\"]}}]}}");
}

static void check(struct scene *scene, int64_t run, size_t request, bool answer,
                  int64_t mark)
{
    struct house *house = &scene->house;
    struct sand *sand = &house->sand;
    const char *made = output_of(house, run, "Mark");
    const char *same = output_of(house, run, "Same");

    if (state_of(scene, run) != RUN_SUCCEEDED)
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
    assert_int_equal(state_of(scene, run), RUN_SUCCEEDED);
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
    if (state_of(scene, run) == RUN_UNKNOWN) {
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_each, scene_open, scene_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
