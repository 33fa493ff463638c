/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 at each request of one containment of each shape, there and back:
 * when the answer is lost, and, of what does more than ask, when the request
 * is.  The engine that comes after finishes what may be repeated; what may not
 * is sent once, and left to a person.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"
#include "util/when.h"

#define DEADLINE 30000
#define SUB      "/subscriptions/" SAND_SUB
#define JUMP                                                                   \
    SUB "/resourceGroups/rg-hub/providers/Microsoft.Compute/virtualMachines/"  \
        "vm-jump-01"
#define DATA                                                                   \
    SUB "/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/" \
        "stcontosodata"
#define BLOB "https://stcontososhop.blob.core.windows.net/uploads/tool.exe"

/* One way of a containment: its phases follow each other, and so do the
 * requests that pass the relay. */
static const struct shape {
    const char *what;
    const char *action;
    const char *target;
    const char *parameter; /* NULL: none */
    const char *parts;     /* of the paths of all its requests */
    bool once;             /* its act must not be sent twice */
} shapes[] = {
    {"one PATCH", "storage-public-off", DATA, NULL,
     "/storageAccounts/stcontosodata", false},
    {"an operation that is followed", "vm-deallocate", SAND_VM, NULL,
     "/vm-web-01/|/operations/", false},
    {"a call for each interface", "vm-isolate", JUMP,
     "allow-range=203.0.113.0/28",
     "/virtualMachines/vm-jump-01|/nic-vm-jump-01|/networkSecurityGroups/"
     "riposte",
     false},
    {"an action with an id", "machine-isolate", SAND_VM, NULL,
     "/api/machines|/api/machineactions", true},
    {"calls one after the other", "blob-quarantine", BLOB, NULL,
     "/stcontososhop/", false},
};
#define SHAPES (sizeof(shapes) / sizeof(shapes[0]))

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

/* Until it ends, or something of it is caught. */
static void until_end(struct scene *scene, const struct shape *shape,
                      int64_t run)
{
    int64_t until = when_monotonic() + DEADLINE;

    while (!scene->http.caught && !run_state_final(state_of(scene, run))) {
        if (when_monotonic() > until) {
            house_tell(&scene->house, run);
            fail_msg("%s: run %lld does not come to an end", shape->what,
                     (long long)run);
        }
        scene_turn(scene);
    }
}

static int64_t contain(struct scene *scene, const struct shape *shape)
{
    struct house *house = &scene->house;
    struct json *parameters = json_new_object();
    struct contain_wish wish = {
        .action = shape->action,
        .target = shape->target,
        .parameters = parameters,
        .why = "a test",
    };
    int64_t run = 0;

    if (shape->parameter)
        assert_good(house, parameter_add(str_of(shape->parameter), parameters,
                                         &house->err));
    if (!contain_wish(house->desk, &wish, &run, &house->err))
        fail_msg("%s: %s", shape->what, house->err.text);
    json_free(parameters);
    return run;
}

static int64_t take_back(struct scene *scene)
{
    struct house *house = &scene->house;
    const struct effect *effect = house_last_effect(house);
    int64_t run = 0;

    if (effect->state == EFFECT_OBSERVED)
        assert_good(house, contain_undo(house->desk, effect->row, "back", &run,
                                        &house->err));
    else
        assert_good(house, contain_undo_anyway(house->desk, effect->row, "back",
                                               &run, &house->err));
    return run;
}

/* Where it died: the step that is under way. */
static const struct step *under_way(struct scene *scene, int64_t run)
{
    const struct run *read = house_read(&scene->house, run);

    for (size_t i = 0; i < read->n_steps; i++) {
        if (!run_state_final(read->steps[i].state))
            return &read->steps[i];
    }
    return NULL;
}

struct death {
    const struct shape *shape;
    size_t request; /* the how manyth of the run */
    bool answer;
    bool back;
    bool acts;    /* that request does more than ask */
    bool refused; /* the service refused it, so that it did not die */
    enum step_phase phase;
    const char *step;
};

static void wrong(struct scene *scene, const struct death *death, int64_t run,
                  const char *say)
{
    house_tell(&scene->house, run);
    fail_msg("%s, %s, killed at %s %zu, of \"%s\": %s", death->shape->what,
             death->back ? "back" : "there",
             death->answer ? "the answer to" : "request", death->request,
             death->step, say);
}

static void check(struct scene *scene, const struct death *death, int64_t run)
{
    struct house *house = &scene->house;
    const struct effect *effect = house_last_effect(house);
    bool lost = death->shape->once && death->acts;

    if (state_of(scene, run) != (lost ? RUN_UNKNOWN : RUN_SUCCEEDED))
        wrong(scene, death, run, "not the end that it should have");
    if (lost ? effect->state != EFFECT_UNKNOWN
             : effect->state != (death->back ? EFFECT_UNDONE : EFFECT_OBSERVED))
        wrong(scene, death, run, effect_state_name(effect->state));
}

/* Each act that was sent, however often, is one act by its key; what must not
 * be repeated was sent no more than once. */
static void check_sent(struct scene *scene, const struct death *death,
                       int64_t run, int64_t mark)
{
    const char *path = death->back ? "/unisolate" : "/isolate";

    if (death->shape->once &&
        sand_count(&scene->house.sand, mark, "POST", path) >
            (death->acts && !death->answer ? 0 : 1))
        wrong(scene, death, run, "it was sent again");
}

/* The service may refuse to take back what it has not yet ended there. */
static bool refused(struct scene *scene, const struct death *death, int64_t run)
{
    if (state_of(scene, run) == RUN_SUCCEEDED)
        return false;
    if (!death->back || !death->shape->once)
        wrong(scene, death, run, "it was not killed, and does not succeed");
    return true;
}

/* Killed at that request; false: the run has none that many, or was refused. */
static bool die(struct scene *scene, struct death *death, int64_t run)
{
    int64_t mark = sand_mark(&scene->house.sand);
    const struct step *step;

    relay_hold(&scene->http, "", death->shape->parts, death->request,
               death->answer);
    scene_start(scene);
    until_end(scene, death->shape, run);
    if (!scene->http.caught) {
        relay_reset(&scene->http);
        death->refused = refused(scene, death, run);
        return false;
    }
    death->acts = scene->http.acts;
    scene_kill(scene);
    step = under_way(scene, run);
    assert_non_null(step);
    death->phase = step->phase;
    death->step = step->name;
    relay_reset(&scene->http);
    scene_start(scene);
    until_end(scene, death->shape, run);
    check(scene, death, run);
    check_sent(scene, death, run, mark);
    return true;
}

/* What is not over at the service is refused there, and asked again. */
static void clear(struct scene *scene, const struct death *death)
{
    int64_t until = when_monotonic() + DEADLINE;
    int64_t run;

    do {
        run = take_back(scene);
        until_end(scene, death->shape, run);
        if (when_monotonic() > until)
            wrong(scene, death, run, "it cannot be taken back afterwards");
    } while (death->shape->once && state_of(scene, run) != RUN_SUCCEEDED);
    if (state_of(scene, run) != RUN_SUCCEEDED)
        wrong(scene, death, run, "it cannot be taken back afterwards");
}

/* A run there and a run back; the engine dies in one of them. */
static bool there_and_back(struct scene *scene, struct death *death)
{
    int64_t run = contain(scene, death->shape);
    bool died;

    if (death->back) {
        scene_start(scene);
        until_end(scene, death->shape, run);
        assert_int_equal(state_of(scene, run), RUN_SUCCEEDED);
        scene_kill(scene);
        run = take_back(scene);
    }
    died = die(scene, death, run);
    if (!death->back || state_of(scene, run) != RUN_SUCCEEDED)
        clear(scene, death);
    scene_kill(scene);
    return died;
}

static unsigned sweep(struct scene *scene, const struct shape *shape, bool back)
{
    struct death death = {.shape = shape, .back = back};
    int64_t until = when_monotonic() + DEADLINE;
    unsigned phases = 0;

    for (;;) {
        death.answer = true;
        death.refused = false;
        if (there_and_back(scene, &death)) {
            phases |= 1u << death.phase;
            death.answer = false;
            if (death.acts)
                there_and_back(scene, &death);
            death.request++;
            until = when_monotonic() + DEADLINE;
        } else if (!death.refused) {
            return phases;
        } else if (when_monotonic() > until) {
            fail_msg("%s: it is refused for ever", shape->what);
        }
    }
}

static void test_shapes(void **state)
{
    struct scene *scene = *state;

    for (size_t i = 0; i < SHAPES; i++) {
        unsigned there = sweep(scene, &shapes[i], false);
        unsigned back = sweep(scene, &shapes[i], true);

        assert_true(there & 1u << PHASE_BEFORE);
        assert_true(there & 1u << PHASE_CONTAIN);
        assert_true(there & 1u << PHASE_VERIFY);
        assert_true(back & 1u << PHASE_UNDO);
        assert_true(back & 1u << PHASE_UNDONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_shapes, scene_open, scene_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
