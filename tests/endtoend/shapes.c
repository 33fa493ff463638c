/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "service/look.h"
#include "service/sight.h"
#include "shapes.h"
#include "util/when.h"

#define DEADLINE 30000
#define SUB      "/subscriptions/" SAND_SUB
#define JUMP                                                                   \
    SUB "/resourceGroups/rg-hub/providers/Microsoft.Compute/virtualMachines/"  \
        "vm-jump-01"
#define ETL                                                                    \
    SUB "/resourceGroups/rg-data/providers/Microsoft.Compute/virtualMachines/" \
        "vm-etl-01"
#define DATA                                                                   \
    SUB "/resourceGroups/rg-data/providers/Microsoft.Storage/storageAccounts/" \
        "stcontosodata"
#define SECRET                                                                 \
    SAND_SHOP "/providers/Microsoft.KeyVault/vaults/kv-shop/secrets/"          \
              "db-password"
#define BLOB  "https://stcontososhop.blob.core.windows.net/uploads/tool.exe"
#define OTHER "ana.garcia@contoso.example"

/* One way of a containment: its phases follow each other, and so do the
 * requests that pass the relay. */
static const struct shape {
    const char *what;
    enum shapes_part part;
    const char *action;
    const char *target;
    const char *parameter; /* NULL: none */
    const char *parts;     /* of the paths of all its requests */
    /* End of the path of its act, and of the one back, that must not be sent
     * twice; NULL: it may. */
    const char *once, *once_back;
    bool ends; /* there is no way back */
} shapes[] = {
    {
        .what = "an operation that is followed",
        .action = "vm-deallocate",
        .target = SAND_VM,
        .parts = "/vm-web-01/|/operations/",
    },
    {
        .what = "a call for each interface",
        .action = "vm-isolate",
        .target = JUMP,
        .parameter = "allow-range=203.0.113.0/28",
        .parts = "/virtualMachines/vm-jump-01|/nic-vm-jump-01|"
                 "/networkSecurityGroups/riposte",
    },
    {
        .what = "a way back that depends",
        .action = "tag",
        .target = ETL,
        .parameter = "value=suspect",
        .parts = "/vm-etl-01/",
    },
    {
        .what = "no way back, and followed",
        .action = "vm-restart",
        .target = ETL,
        .parts = "/vm-etl-01/|/operations/",
        .once = "/restart",
        .ends = true,
    },
    {
        .what = "one PATCH",
        .part = SHAPES_DATA,
        .action = "storage-public-off",
        .target = DATA,
        .parts = "/storageAccounts/stcontosodata",
    },
    {
        .what = "no way back, and a secret in the answer",
        .part = SHAPES_DATA,
        .action = "storage-rotate-key",
        .target = DATA,
        .parameter = "key=key2",
        .parts = "/storageAccounts/stcontosodata",
        .once = "/regenerateKey",
        .ends = true,
    },
    {
        .what = "calls one after the other",
        .part = SHAPES_DATA,
        .action = "blob-quarantine",
        .target = BLOB,
        .parts = "/stcontososhop/",
    },
    {
        .what = "a call for each version",
        .part = SHAPES_DATA,
        .action = "keyvault-secret-disable",
        .target = SECRET,
        .parts = "/secrets/",
    },
    {
        .what = "an action with an id",
        .part = SHAPES_BEYOND,
        .action = "machine-isolate",
        .target = SAND_VM,
        .parts = "/api/machines|/api/machineactions",
        .once = "/isolate",
        .once_back = "/unisolate",
    },
    {
        .what = "an action with an id, and no way back",
        .part = SHAPES_BEYOND,
        .action = "machine-scan",
        .target = SAND_VM2,
        .parts = "/api/machines|/api/machineactions",
        .once = "/runAntiVirusScan",
        .ends = true,
    },
    {
        .what = "one PATCH of a user",
        .part = SHAPES_BEYOND,
        .action = "user-disable",
        .target = SAND_USER,
        .parts = "/v1.0/users/",
    },
    {
        .what = "no way back, and may be repeated",
        .part = SHAPES_BEYOND,
        .action = "user-revoke-sessions",
        .target = OTHER,
        .parts = "/v1.0/users/",
        .ends = true,
    },
};
#define SHAPES (sizeof(shapes) / sizeof(shapes[0]))

/* Until it ends, or something of it is caught. */
static void until_end(struct scene *scene, const struct shape *shape,
                      int64_t run)
{
    int64_t until = when_monotonic() + DEADLINE;

    while (!scene->http.caught && !run_state_final(scene_state(scene, run))) {
        if (when_monotonic() > until) {
            house_tell(&scene->house, run);
            fail_msg("%s: run %lld does not come to an end", shape->what,
                     (long long)run);
        }
        scene_turn(scene);
    }
}

/* Has the engine asked for a yes, and looked how the target is? */
static bool asked(struct scene *scene)
{
    struct house *house = &scene->house;
    const struct json *seen = NULL;
    int64_t pending;

    assert_good(house,
                approvals_pending(house->desk->store, &pending, &house->err));
    if (pending > 0)
        assert_good(house, sight_read(house->desk, house_waiting(house),
                                      house->arena, &seen, &house->err));
    return seen != NULL;
}

/* What has no way back waits until somebody else says yes. */
static void agree(struct scene *scene, const struct shape *shape)
{
    int64_t until = when_monotonic() + DEADLINE;
    struct house *house = &scene->house;
    bool runs = scene->engine.pid > 0;

    if (!runs)
        scene_start(scene);
    while (!asked(scene)) {
        if (when_monotonic() > until)
            fail_msg("%s: nobody is asked", shape->what);
        scene_turn(scene);
    }
    if (!runs)
        scene_kill(scene);
    assert_good(house, house_answer(house->second, house_waiting(house)->row,
                                    true, "seen", &house->err));
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
    if (shape->ends)
        agree(scene, shape);
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

static const char *once(const struct death *death)
{
    return death->back ? death->shape->once_back : death->shape->once;
}

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
    bool lost = once(death) && death->acts;

    if (scene_state(scene, run) != (lost ? RUN_UNKNOWN : RUN_SUCCEEDED))
        wrong(scene, death, run, run_state_name(scene_state(scene, run)));
    if (lost ? effect->state != EFFECT_UNKNOWN
             : effect->state != (death->back ? EFFECT_UNDONE : EFFECT_OBSERVED))
        wrong(scene, death, run, effect_state_name(effect->state));
}

/* What must not be repeated was sent no more than once. */
static void check_sent(struct scene *scene, const struct death *death,
                       int64_t run, int64_t mark)
{
    if (once(death) &&
        sand_count(&scene->house.sand, mark, "POST", once(death)) >
            (death->acts && !death->answer ? 0 : 1))
        wrong(scene, death, run, "it was sent again");
}

/* The service may refuse to begin what it has not yet ended. */
static bool refused(struct scene *scene, const struct death *death, int64_t run)
{
    if (scene_state(scene, run) == RUN_SUCCEEDED)
        return false;
    if (!once(death) || (!death->back && !death->shape->ends))
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
    step = scene_step(scene, run);
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

/* A person looks; false: that cannot be asked. */
static bool look_at(struct scene *scene, int64_t effect)
{
    struct house *house = &scene->house;
    int64_t until = when_monotonic() + DEADLINE;
    struct look look = {.state = LOOK_WANTED};
    struct err none;
    int64_t row;

    if (!contain_check(house->desk, effect, &row, &none))
        return false;
    while (look.state == LOOK_WANTED) {
        assert_true(when_monotonic() < until);
        scene_turn(scene);
        assert_good(house, look_get(house->desk, row, house->arena, &look,
                                    &house->err));
    }
    return true;
}

/* What was sent will be seen, be it later, where it can be seen at all; what
 * was not will never be. */
static void settle(struct scene *scene, const struct death *death)
{
    struct house *house = &scene->house;
    int64_t until = when_monotonic() + DEADLINE;
    int64_t row = house_last_effect(house)->row;

    if (house_effect(house, row)->state != EFFECT_UNKNOWN)
        return;
    while (look_at(scene, row) && death->answer &&
           house_effect(house, row)->drift == DRIFT_GONE) {
        if (when_monotonic() > until)
            wrong(scene, death, house_effect(house, row)->run,
                  house_effect(house, row)->seen);
    }
    assert_good(house,
                contain_settle(house->desk, row,
                               death->answer ? EFFECT_OBSERVED : EFFECT_FAILED,
                               "seen", &house->err));
}

/* What is not over at the service is refused there, and asked again. */
static void clear(struct scene *scene, const struct death *death)
{
    const struct shape *shape = death->shape;
    int64_t until = when_monotonic() + DEADLINE;
    enum run_state state;
    int64_t run;

    do {
        if (shape->ends) {
            settle(scene, death);
            run = contain(scene, shape);
        } else {
            run = take_back(scene);
        }
        until_end(scene, shape, run);
        state = scene_state(scene, run);
        if (when_monotonic() > until)
            wrong(scene, death, run, "it cannot be cleared afterwards");
    } while (shape->once && state != RUN_SUCCEEDED);
    if (state != RUN_SUCCEEDED)
        wrong(scene, death, run, "it cannot be cleared afterwards");
}

/* A run there and a run back; the engine dies in one of them. */
static bool there_and_back(struct scene *scene, struct death *death)
{
    int64_t run = contain(scene, death->shape);
    bool died;

    if (death->back) {
        scene_start(scene);
        until_end(scene, death->shape, run);
        assert_int_equal(scene_state(scene, run), RUN_SUCCEEDED);
        scene_kill(scene);
        run = take_back(scene);
    }
    died = die(scene, death, run);
    if (scene_state(scene, run) != RUN_SUCCEEDED ||
        (!death->back && !death->shape->ends))
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

void shapes_killed(struct scene *scene, enum shapes_part part)
{
    for (size_t i = 0; i < SHAPES; i++) {
        unsigned there, back;

        if (shapes[i].part != part)
            continue;
        there = sweep(scene, &shapes[i], false);
        assert_true(there & 1u << PHASE_BEFORE);
        assert_true(there & 1u << PHASE_CONTAIN);
        assert_true(there & 1u << PHASE_VERIFY);
        if (shapes[i].ends)
            continue;
        back = sweep(scene, &shapes[i], true);
        assert_true(back & 1u << PHASE_UNDO);
        assert_true(back & 1u << PHASE_UNDONE);
    }
}

/* ---- is each entry of the catalogue of a shape? ---- */

static void sign_call(const struct call_template *call, struct buf *out)
{
    if (call->url)
        buf_printf(out, " %d%s%s%s%s%s%s", (int)call->audience,
                   call->each ? " each" : "", call->replace ? " replace" : "",
                   call->idempotent ? "" : " once", call->hides ? " hides" : "",
                   call->when.n ? " when" : "", call->expect.n ? " until" : "");
    buf_char(out, ';');
}

/* What the engine does otherwise for one entry than for another. */
static const char *sign(const struct containment *entry, struct arena *arena)
{
    const char *text;
    struct buf out;

    buf_init(&out);
    for (size_t i = 0; i < entry->n_acts; i++)
        sign_call(&entry->acts[i], &out);
    buf_text(&out, " verify");
    sign_call(&entry->verify.call, &out);
    buf_text(&out, entry->verify.fails.n ? " fails" : "");
    for (size_t i = 0; i < entry->n_undos; i++) {
        buf_text(&out, " undo");
        sign_call(&entry->undos[i], &out);
    }
    text = arena_str(arena, buf_view(&out)).at;
    buf_done(&out);
    return text;
}

void shapes_complete(struct scene *scene)
{
    struct arena *arena = scene->house.arena;
    const struct catalogue *all = scene->house.desk->catalogue;

    assert_true(all->n > 0);
    for (size_t i = 0; i < all->n; i++) {
        const char *text = sign(&all->entries[i], arena);
        bool found = false;

        for (size_t k = 0; k < SHAPES; k++) {
            const struct containment *entry =
                catalogue_find(all, str_of(shapes[k].action));

            assert_non_null(entry);
            found |= strcmp(sign(entry, arena), text) == 0;
        }
        if (!found)
            fail_msg("Nobody kills the engine for a containment like %s: %s",
                     all->entries[i].name, text);
    }
}
