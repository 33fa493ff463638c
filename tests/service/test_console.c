/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The two threads behind the screens: every kind of ask and command, what is
 * told unasked, and an end at any moment.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "screen.h"
#include "util/mem.h"
#include "util/when.h"

#define RULE(mode)                                                             \
    "{\"name\":\"stop\",\"mode\":\"" mode "\",\"conditions\":[{\"all\":[{"     \
    "\"property\":\"AlertType\",\"operator\":\"==\",\"value\":"                \
    "\"VM_BruteForce\"}]}],\"actions\":[{\"kind\":\"contain\",\"with\":{"      \
    "\"action\":\"vm-deallocate\"}}]}"

struct stage {
    struct house house;
    struct screen screen;
};

static int stage_open(void **state)
{
    static const char *const options[] = {"--scenario", "none", "--speed", "20",
                                          NULL};
    /* One person alone, as whoever runs the tests is. */
    static const char *const sets[] = {"approvals.four_eyes=off", NULL};
    struct stage *stage = mem_new(sizeof(*stage));

    house_open(&stage->house, options, sets);
    screen_open(&stage->screen, stage->house.config);
    *state = stage;
    return 0;
}

static int stage_close(void **state)
{
    struct stage *stage = *state;

    if (stage->screen.console)
        screen_close(&stage->screen);
    house_close(&stage->house);
    mem_free(stage);
    return 0;
}

/* Asks again until it holds; the note that does is the caller's. */
static struct note *until(struct stage *stage, const struct ask *ask,
                          enum note_kind kind,
                          bool (*holds)(const struct note *note))
{
    int64_t deadline = when_monotonic() + HOUSE_WAIT;
    struct ask again = *ask;

    for (;;) {
        struct note *note = screen_get(&stage->screen, &again, kind);

        if (holds(note))
            return note;
        note_free(note);
        if (when_monotonic() > deadline)
            fail_msg("Ask %d: it never comes about", (int)ask->kind);
        note_free(screen_next(&stage->screen, 100));
    }
}

static bool one_event(const struct note *note)
{
    return note->is.queue->complete && note->is.queue->n > 0;
}

static bool one_approval(const struct note *note)
{
    return note->is.approvals->n == 1;
}

static bool observed(const struct note *note)
{
    return note->is.effects->n == 1 &&
           note->is.effects->rows[0].state == EFFECT_OBSERVED;
}

static bool undone(const struct note *note)
{
    return note->is.effects->n == 1 &&
           note->is.effects->rows[0].state == EFFECT_UNDONE;
}

static bool run_over(const struct note *note)
{
    return note->is.runs->n == 1 &&
           run_state_final(note->is.runs->rows[0].state);
}

static const struct ask alerts = {
    .kind = ASK_QUEUE, .count = 50, .text = "Kind == 'alert'"};
static const struct ask approvals = {.kind = ASK_APPROVALS, .open_only = true};
static const struct ask effects = {.kind = ASK_EFFECTS};

static int64_t *rows_of(const int64_t *from, size_t n)
{
    int64_t *rows = mem_array(n, sizeof(*rows));

    memcpy(rows, from, n * sizeof(*rows));
    return rows;
}

static struct rule *rule_of(struct house *house, const char *text)
{
    struct json *json;
    struct rule *rule;

    assert_good(house, json_parse(str_of(text), &json, &house->err));
    assert_good(house, rule_from_json(json, &rule, &house->err));
    json_free(json);
    return rule;
}

/* The alert that the sandbox has, as the worker fetched it. */
static int64_t fetch(struct stage *stage, const char *name)
{
    struct note *note;
    int64_t row;

    house_alert(&stage->house,
                &(struct house_alert){.name = name, .there = true});
    screen_do(&stage->screen, &(struct command){.kind = COMMAND_REFRESH});
    note = until(stage, &alerts, NOTE_QUEUE, one_event);
    row = note->is.queue->rows[0].row;
    note_free(note);
    return row;
}

/* A rule is saved, fires, is approved, contains, and is taken back: all of it
 * by the screen's own means. */
static void test_path(void **state)
{
    struct stage *stage = *state;
    struct house *house = &stage->house;
    struct screen *screen = &stage->screen;
    struct note *note;
    char seen[64];
    int64_t effect;
    int64_t event;
    int64_t rule;

    rule = screen_do(screen,
                     &(struct command){.kind = COMMAND_RULE_SAVE,
                                       .rule = rule_of(house, RULE("off"))});
    screen_do(screen, &(struct command){.kind = COMMAND_RULE_MODE,
                                        .row = rule,
                                        .number = RULE_APPROVE});
    event = fetch(stage, "p-1");
    note = until(stage, &approvals, NOTE_APPROVALS, one_approval);
    assert_int_equal(note->is.approvals->rows[0].event, event);
    assert_int_equal(sand_count(&house->sand, 0, "POST", "/deallocate"), 0);
    screen_do(screen, &(struct command){.kind = COMMAND_ANSWER,
                                        .row = note->is.approvals->rows[0].row,
                                        .flag = true,
                                        .why = "yes"});
    note_free(note);
    note = until(stage, &effects, NOTE_EFFECTS, observed);
    effect = note->is.effects->rows[0].row;
    note_free(note);
    assert_string_equal(sand_power(&house->sand, SAND_VM, seen),
                        "PowerState/deallocated");
    screen_do(screen, &(struct command){
                          .kind = COMMAND_UNDO, .row = effect, .why = "clean"});
    note_free(until(stage, &effects, NOTE_EFFECTS, undone));
    assert_string_equal(sand_power(&house->sand, SAND_VM, seen),
                        "PowerState/running");
    /* What changed was told unasked. */
    assert_true(screen->changed > 0);
}

/* A containment by hand goes at once, and does not wait for a poll. */
static void test_by_hand(void **state)
{
    struct stage *stage = *state;
    struct command command = {.kind = COMMAND_CONTAIN, .why = "now"};
    struct note *note;
    int64_t run;

    snprintf(command.text, sizeof(command.text), "storage-public-off");
    snprintf(command.target, sizeof(command.target), SAND_STORE);
    run = screen_do(&stage->screen, &command);
    note_free(until(stage, &effects, NOTE_EFFECTS, observed));
    note = until(stage, &(struct ask){.kind = ASK_RUN, .row = run}, NOTE_RUN,
                 run_over);
    assert_int_equal(note->is.runs->rows[0].state, RUN_SUCCEEDED);
    assert_int_equal(note->is.runs->rows[0].n_steps, 3);
    note_free(note);
}

static bool settled(const struct note *note)
{
    return (note->is.event->event.flags & EVENT_PENDING) == 0;
}

static void test_triage(void **state)
{
    struct stage *stage = *state;
    struct screen *screen = &stage->screen;
    int64_t event = fetch(stage, "t-1");
    const int64_t both[] = {event, 4711};
    struct command command = {.kind = COMMAND_TAG, .text = "+red"};
    struct ask ask = {.kind = ASK_EVENT, .row = event};
    struct note *note;
    uint64_t ticket;

    /* Of several each is tried, and the first that fails is told. */
    command.rows = rows_of(both, 2);
    command.n_rows = 2;
    ticket = screen_send(screen, &command);
    note = screen_wait(screen, NOTE_DONE, ticket);
    assert_int_equal(note->is.done->done, 1);
    assert_int_equal(note->is.done->failed, 1);
    assert_non_null(strstr(note->is.done->error.text, "4711"));
    assert_non_null(strstr(note->is.done->line, "event tag"));
    note_free(note);

    command = (struct command){.kind = COMMAND_ACKNOWLEDGE,
                               .rows = rows_of(both, 1),
                               .n_rows = 1,
                               .flag = true};
    screen_do(screen, &command);
    command = (struct command){.kind = COMMAND_OWNER,
                               .rows = rows_of(both, 1),
                               .n_rows = 1,
                               .text = "eve"};
    screen_do(screen, &command);
    command = (struct command){.kind = COMMAND_STATUS,
                               .rows = rows_of(both, 1),
                               .n_rows = 1,
                               .text = "InProgress",
                               .why = "mine"};
    screen_do(screen, &command);
    note_free(until(stage, &ask, NOTE_EVENT, settled));
    command = (struct command){.kind = COMMAND_CLOSE,
                               .rows = rows_of(both, 1),
                               .n_rows = 1,
                               .text = "Benign",
                               .why = "a test"};
    screen_do(screen, &command);
    note = until(stage, &ask, NOTE_EVENT, settled);
    assert_string_equal(note->is.event->event.column[COLUMN_STATUS].at,
                        "Dismissed");
    assert_string_equal(note->is.event->event.column[COLUMN_CLOSING].at,
                        "Benign");
    assert_string_equal(note->is.event->event.column[COLUMN_OWNER].at, "eve");
    assert_string_equal(note->is.event->event.column[COLUMN_TAGS].at, "red");
    assert_true(note->is.event->event.acknowledged > 0);
    assert_true(note->is.event->n_story >= 5);
    for (size_t i = 1; i < note->is.event->n_story; i++)
        assert_true(note->is.event->story[i - 1].when <=
                    note->is.event->story[i].when);
    note_free(note);
}

/* Rules: listed, read whole, tested while they are being written. */
static void test_rules(void **state)
{
    struct stage *stage = *state;
    struct house *house = &stage->house;
    struct screen *screen = &stage->screen;
    int64_t event = fetch(stage, "r-1");
    struct note *note;
    int64_t rule;

    rule = screen_do(screen,
                     &(struct command){.kind = COMMAND_RULE_SAVE,
                                       .rule = rule_of(house, RULE("shadow"))});
    note = screen_get(screen, &(struct ask){.kind = ASK_RULES}, NOTE_RULES);
    assert_true(note->is.rules->n >= 1); /* those in Azure too */
    assert_string_equal(note->is.rules->rows[0].name, "stop");
    assert_int_equal(note->is.rules->rows[0].mode, RULE_SHADOW);
    note_free(note);
    note = screen_get(screen, &(struct ask){.kind = ASK_RULE, .rule_row = rule},
                      NOTE_RULE);
    assert_string_equal(note->is.rule->name, "stop");
    assert_int_equal(note->is.rule->n_sets, 1);
    note_free(note);
    note = screen_get(screen,
                      &(struct ask){.kind = ASK_TEST,
                                    .row = event,
                                    .rule = rule_of(house, RULE("auto"))},
                      NOTE_TEST);
    assert_true(note->is.test->fires);
    assert_true(note->is.test->n > 0);
    assert_string_equal(note->is.test->rows[note->is.test->n - 1].answer,
                        "yes");
    note_free(note);
    note =
        screen_get(screen, &(struct ask){.kind = ASK_DECISIONS, .row = event},
                   NOTE_DECISIONS);
    assert_int_equal(note->is.decisions->n, 1);
    assert_string_equal(note->is.decisions->rules[0], "stop");
    note_free(note);
    screen_do(screen,
              &(struct command){.kind = COMMAND_RULE_REMOVE, .row = rule});
    note = screen_get(screen, &(struct ask){.kind = ASK_RULES}, NOTE_RULES);
    assert_true(note->is.rules->n == 0 || note->is.rules->rows[0].azure);
    note_free(note);
}

/* The editor's rule is saved, and its rules are checked, before it is used. */
static void test_bad_rule(void **state)
{
    struct stage *stage = *state;
    struct rule *rule = rule_of(&stage->house, RULE("auto"));
    struct note *note;
    uint64_t ticket;

    rule->sets[0].all[0].property = arena_text(rule->arena, "AlretType");
    ticket =
        screen_send(&stage->screen,
                    &(struct command){.kind = COMMAND_RULE_SAVE, .rule = rule});
    note = screen_wait(&stage->screen, NOTE_DONE, ticket);
    assert_int_equal(note->is.done->failed, 1);
    assert_non_null(strstr(note->is.done->error.text, "AlertType"));
    note_free(note);
}

static bool held(struct screen *screen)
{
    return screen->status.held;
}

static bool well(struct screen *screen)
{
    for (size_t i = 0; i < screen->status.n_sources; i++) {
        if (screen->status.sources[i].succeeded == 0)
            return false;
    }
    return screen->status.n_sources == 5 && screen->status.here;
}

static void wait_status(struct screen *screen,
                        bool (*holds)(struct screen *screen))
{
    int64_t deadline = when_monotonic() + HOUSE_WAIT;

    while (!holds(screen)) {
        assert_true(when_monotonic() < deadline);
        note_free(screen_next(screen, 100));
    }
}

static bool sampled(const struct note *note)
{
    return note->is.queue->complete && note->is.queue->n > 1;
}

/* Status is told unasked; hold; sample alerts. */
static void test_status(void **state)
{
    struct stage *stage = *state;
    struct screen *screen = &stage->screen;
    struct ask ask = alerts;
    struct note *note;
    uint64_t ticket;

    wait_status(screen, well);
    screen_do(screen, &(struct command){
                          .kind = COMMAND_HOLD, .flag = true, .why = "so"});
    wait_status(screen, held);
    ticket = screen_send(screen, &(struct command){.kind = COMMAND_HOLD,
                                                   .number = 6,
                                                   .why = "it is over"});
    note = screen_wait(screen, NOTE_DONE, ticket);
    assert_false(note->is.done->flag);
    assert_string_equal(note->is.done->line,
                        "riposte engine resume --rate 6 --reason 'it is over'");
    note_free(note);
    fetch(stage, "s-1");
    screen_do(screen, &(struct command){.kind = COMMAND_SIMULATE,
                                        .text = "VirtualMachines"});
    for (int64_t deadline = when_monotonic() + HOUSE_WAIT;;) {
        screen_do(screen, &(struct command){.kind = COMMAND_REFRESH});
        note = screen_get(screen, &ask, NOTE_QUEUE);
        if (sampled(note))
            break;
        note_free(note);
        assert_true(when_monotonic() < deadline);
        note_free(screen_next(screen, 200));
    }
    note_free(note);
}

/* Where somebody else is the engine that is told at once, and not when the
 * lease is asked for again. */
static void test_elsewhere(void **state)
{
    struct stage *stage = *state;
    struct screen *screen = &stage->screen;
    struct lease lease;
    int64_t began;
    bool ours = false;

    screen_close(screen);
    assert_good(&stage->house,
                lease_take(stage->house.desk->store, "elsewhere:1:x",
                           when_now(), WHEN_HOUR, &ours, &lease,
                           &stage->house.err));
    assert_true(ours);
    began = when_monotonic();
    screen_open(screen, stage->house.config);
    while (screen->status.holder[0] == '\0')
        note_free(screen_next(screen, 100));
    assert_string_equal(screen->status.holder, "elsewhere:1:x");
    assert_in_range(when_monotonic() - began, 0, 4 * WHEN_SECOND);
}

/* The end comes while a containment is under way: it is finished or
 * journalled, and the next one goes on. */
static void test_end(void **state)
{
    struct stage *stage = *state;
    struct house *house = &stage->house;
    struct command command = {.kind = COMMAND_CONTAIN, .why = "now"};
    int64_t run;

    snprintf(command.text, sizeof(command.text), "vm-deallocate");
    snprintf(command.target, sizeof(command.target), SAND_VM);
    run = screen_do(&stage->screen, &command);
    screen_close(&stage->screen);
    house_engine(house, false);
    assert_int_equal(house_run(house, run), RUN_SUCCEEDED);
    assert_int_equal(sand_keys(&house->sand, 0, "POST", "/deallocate"), 1);
    assert_int_equal(house_last_effect(house)->state, EFFECT_OBSERVED);
}

/* Nothing that was sent and not taken is lost in memory. */
static void test_sudden_end(void **state)
{
    struct stage *stage = *state;
    struct ask ask = {.kind = ASK_TEST, .row = 1};

    for (int i = 0; i < 200; i++) {
        struct command command = {.kind = COMMAND_ACKNOWLEDGE, .n_rows = 1};

        ask.rule = rule_of(&stage->house, RULE("auto"));
        if (!console_ask(stage->screen.console, &ask))
            rule_free(ask.rule);
        command.rows = rows_of(&(int64_t){1}, 1);
        if (!console_send(stage->screen.console, &command))
            mem_free(command.rows);
    }
    screen_close(&stage->screen);
}

/* What cannot be opened is said at once. */
static void test_refused(void **state)
{
    struct stage *stage = *state;
    char wrong[400];
    const char *const sets[] = {wrong, NULL};
    struct config *config;
    struct console *console;
    struct err err = {0};

    snprintf(wrong, sizeof(wrong), "store=%s", stage->house.sand.dir);
    assert_true(config_load(stage->house.sand.config, sets, &config, &err));
    assert_false(console_open(config, &console, &err));
    assert_non_null(strstr(err.text, stage->house.sand.dir));
    config_free(config);
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, stage_open, stage_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(test_path),      ROW(test_by_hand),    ROW(test_triage),
        ROW(test_rules),     ROW(test_bad_rule),   ROW(test_status),
        ROW(test_end),       ROW(test_sudden_end), ROW(test_refused),
        ROW(test_elsewhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
