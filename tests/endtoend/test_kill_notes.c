/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 while a note is added to a ticket that the event has: the engine
 * that comes after looks whether it is there, and it is there once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scene.h"
#include "service/hand.h"

#define JIRA(name)                                                             \
    "{\"connector\":\"" name "\",\"project\":\"SEC\",\"summary\":\"x\"}"

static const struct {
    const char *kind;
    const char *with;
    const char *method;
    const char *path; /* of the request that adds it */
} rows[] = {
    {"servicenow", "{\"summary\":\"x\"}", "PATCH", "/table/incident/"},
    {"jira", JIRA("jira"), "POST", "/comment"},
    {"jira", JIRA("jira-server"), "POST", "/comment"},
};

static int64_t begin(struct scene *scene, size_t row, int64_t event)
{
    struct house *house = &scene->house;
    struct step step = {.number = 1,
                        .name = "Tell",
                        .kind = rows[row].kind,
                        .state = RUN_WAITING};
    struct hand_run hand = {
        .name = rows[row].kind,
        .verb = "test",
        .object = rows[row].kind,
        .why = "",
        .event = event,
        .steps = &step,
        .n_steps = 1,
    };
    struct json *with = NULL;
    int64_t run;

    assert_good(house, json_parse(str_of(rows[row].with), &with, &house->err));
    json_keep(house->arena, with);
    step.with = with;
    assert_good(house, hand_start(house->desk, &hand, &run, &house->err));
    return run;
}

static void until_good(struct scene *scene, int64_t run)
{
    if (scene_until_final(scene, run, "a note") != RUN_SUCCEEDED) {
        house_tell(&scene->house, run);
        fail_msg("run %lld did not end well", (long long)run);
    }
}

/* How often the ticket says whose the note of this step is. */
static size_t noted(struct scene *scene, const char *key)
{
    struct json *all = sand_get(&scene->house.sand, "/_sandbox/tickets");
    struct buf text;
    struct str rest;
    size_t n = 0;
    size_t at;

    buf_init(&text);
    json_write(all, JSON_COMPACT, &text);
    rest = buf_view(&text);
    while ((at = str_find(rest, str_of(key))) != STR_NOWHERE) {
        rest = str_sub(rest, at + 1, rest.len);
        n++;
    }
    buf_done(&text);
    json_free(all);
    return n;
}

/* While the note is on its way, or its answer is. */
static void note_and_die(struct scene *scene, size_t row, bool there)
{
    struct house *house = &scene->house;
    char name[32];
    const struct step *step;
    int64_t event;
    int64_t run;

    snprintf(name, sizeof(name), "n-%zu-%d", row, there);
    event = house_take(house, &(struct house_alert){.name = name});
    run = begin(scene, row, event);
    scene_start(scene);
    until_good(scene, run);

    relay_hold(&scene->http, rows[row].method, rows[row].path, 0, there);
    run = begin(scene, row, event);
    scene_until_caught(scene, rows[row].kind);
    scene_kill(scene);
    step = &house_read(house, run)->steps[0];
    assert_int_equal(step->journal, JOURNAL_INTENDED);
    assert_int_equal(noted(scene, step->key), there);

    relay_reset(&scene->http);
    scene_start(scene);
    until_good(scene, run);
    scene_kill(scene);
    step = &house_read(house, run)->steps[0];
    assert_int_equal(noted(scene, step->key), 1);
    assert_int_equal(step->lost, 1);
    assert_null(strstr(step->note, "twice"));
}

static void test_notes(void **state)
{
    for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++) {
        note_and_die(*state, row, false);
        note_and_die(*state, row, true);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_crowd_ends),
    };

    return cmocka_run_group_tests(tests, scene_open_crowded, scene_close);
}
