/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "connect/action.h"
#include "moments.h"
#include "service/hand.h"
#include "util/when.h"

const char *moment_name(enum moment moment)
{
    static const char *const names[MOMENT_N] = {"sending", "answer", "follow",
                                                "next"};

    return names[moment];
}

static const struct json *with_of(struct scene *scene, const char *text)
{
    struct house *house = &scene->house;
    struct json *json = NULL;
    struct buf out;

    buf_init(&out);
    buf_text(&out, text);
    scene_replace(&out, "CONFIG", house->sand.config);
    scene_replace(&out, "BASE", scene->http.url);
    scene_replace(&out, "SANDBOX", house->sand.url);
    assert_good(house, json_parse(buf_view(&out), &json, &house->err));
    json_keep(house->arena, json);
    buf_done(&out);
    return json;
}

int64_t moments_event(struct scene *scene)
{
    static int number;
    char name[64];

    snprintf(name, sizeof(name), "k-%d", number++);
    return house_take(&scene->house,
                      &(struct house_alert){.name = name, .there = true});
}

int64_t moments_begin(struct scene *scene, const char *kind, const char *with)
{
    struct house *house = &scene->house;
    struct step steps[] = {
        {.number = 1, .name = "First", .kind = kind, .state = RUN_WAITING},
        {.number = 2, .name = "Next", .kind = "http", .state = RUN_WAITING},
    };
    struct hand_run hand = {
        .name = kind,
        .verb = "test",
        .object = kind,
        .why = "",
        .event = moments_event(scene),
        .steps = steps,
        .n_steps = 2,
    };
    int64_t run;

    steps[0].with = with_of(scene, with);
    steps[1].with =
        with_of(scene, "{\"method\":\"GET\",\"token\":\"arm\","
                       "\"url\":\"" SAND_VM2 "?api-version=2023-09-01\"}");
    assert_good(house, hand_start(house->desk, &hand, &run, &house->err));
    return run;
}

/* It was started, and goes on. */
static bool goes_on(struct scene *scene, int64_t run)
{
    struct house *house = &scene->house;
    struct arena *arena = arena_new();
    struct run read;
    bool yes;

    assert_good(house,
                runs_get(house->desk->store, run, arena, &read, &house->err));
    yes = read.steps[0].changed && !run_state_final(read.steps[0].state);
    arena_free(arena);
    return yes;
}

static void until_caught(struct scene *scene, int64_t run, const char *kind,
                         enum moment moment)
{
    int64_t until = when_monotonic() + SCENE_WAIT;

    while (!scene->http.caught && !scene->smtp.caught &&
           (moment != MOMENT_FOLLOW || !goes_on(scene, run))) {
        if (when_monotonic() > until) {
            house_tell(&scene->house, run);
            fail_msg("%s, %s: never came there", kind, moment_name(moment));
        }
        scene_turn(scene);
    }
}

void moments_mark(struct scene *scene, const char *kind, enum moment moment)
{
    const struct action_kind *at;

    for (size_t i = 0; (at = action_at(i)) != NULL; i++) {
        assert_true(i < SCENE_KINDS);
        if (strcmp(at->name, kind) == 0)
            scene->killed[i] |= 1u << moment;
    }
}

void moments_die(struct scene *scene, int64_t run, const char *kind,
                 enum moment moment, enum journal journal)
{
    const struct step *first;

    scene_start(scene);
    until_caught(scene, run, kind, moment);
    scene_kill(scene);
    moments_mark(scene, kind, moment);
    first = &house_read(&scene->house, run)->steps[0];
    if (moment != MOMENT_FOLLOW && first->journal != journal)
        fail_msg("%s, %s: the journal says %d", kind, moment_name(moment),
                 (int)first->journal);
    relay_reset(&scene->http);
    relay_reset(&scene->smtp);
    scene_start(scene);
    scene_until_final(scene, run, kind);
    scene_kill(scene);
}
