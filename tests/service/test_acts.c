/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every command of the screens leaves a record, by the person who gave it: a
 * kind without a row here fails.
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
#include "service/remote.h"
#include "service/sample.h"
#include "store/audit.h"
#include "store/state.h"
#include "util/mem.h"
#include "util/when.h"

#define RULE(name, mode)                                                       \
    "{\"name\":\"" name "\",\"mode\":\"" mode "\",\"conditions\":[{\"all\":[{" \
    "\"property\":\"AlertType\",\"operator\":\"==\",\"value\":"                \
    "\"VM_BruteForce\"}]}],\"actions\":[{\"kind\":\"contain\",\"with\":{"      \
    "\"action\":\"vm-deallocate\"}}]}"

#define PLAYBOOK                                                               \
    "{\"name\":\"quiet\",\"type\":\"Microsoft.Logic/workflows\","              \
    "\"properties\":{\"definition\":{\"$schema\":\"https://"                   \
    "schema.management.azure.com/providers/Microsoft.Logic/schemas/"           \
    "2016-06-01/workflowdefinition.json#\",\"contentVersion\":\"1.0.0.0\","    \
    "\"triggers\":{\"manual\":{\"type\":\"Request\",\"kind\":\"Http\"}},"      \
    "\"actions\":{\"A\":{\"type\":\"Compose\",\"inputs\":1,\"runAfter\":{}}}," \
    "\"outputs\":{}},\"parameters\":{}}}"

#define WHY "so it is"

#define WORKFLOW                                                               \
    "/subscriptions/7d2c1b4e-3f5a-4c68-9e1d-2a4b6c8d0e1f/resourceGroups/"      \
    "rg-soc/providers/Microsoft.Logic/workflows/la-tell-soc"

/* As the source logic-apps keeps them. */
#define WORKFLOWS                                                              \
    "{\"x\":{\"resource\":{\"id\":\"" WORKFLOW                                 \
    "\",\"name\":\"la-tell-soc\",\"properties\":{\"state\":\"Enabled\"}}}}"

struct stage {
    struct house house;
    struct screen screen;
    int64_t event;    /* on which two rules ask, */
    int64_t run;      /* with the newer run of both */
    int64_t approval; /* and the approval of the older one */
    int64_t rule;
    int64_t effect;
    int64_t suppression;
};

struct row {
    const char *verb;   /* NULL: it changes nothing */
    const char *object; /* it begins so */
    bool reasoned;      /* the reason stands in it */
    struct command command;
    /* What is known only now. */
    void (*fill)(struct stage *stage, struct command *command);
    void (*after)(struct stage *stage, int64_t row);
};

static void on_event(struct stage *stage, struct command *command)
{
    command->rows = mem_array(1, sizeof(*command->rows));
    command->rows[0] = stage->event;
    command->n_rows = 1;
}

static void on_alert(struct stage *stage, struct command *command)
{
    command->row = stage->event;
}

static void on_target(struct stage *stage, struct command *command)
{
    (void)stage;
    snprintf(command->target, sizeof(command->target), "%s", SAND_VM);
}

static void on_effect(struct stage *stage, struct command *command)
{
    command->row = stage->effect;
}

static void on_approval(struct stage *stage, struct command *command)
{
    command->row = stage->approval;
}

static void on_run(struct stage *stage, struct command *command)
{
    command->row = stage->run;
}

static void on_rule(struct stage *stage, struct command *command)
{
    command->row = stage->rule;
}

static void with_rule(struct stage *stage, struct command *command)
{
    struct json *json;

    assert_good(&stage->house, json_parse(STR(RULE("new", "shadow")), &json,
                                          &stage->house.err));
    assert_good(&stage->house,
                rule_from_json(json, &command->rule, &stage->house.err));
    json_free(json);
}

static void with_playbook(struct stage *stage, struct command *command)
{
    static const struct playbook_given given = {.catalogue = NULL};
    struct json *json;

    command->playbooks = playbook_reading_new();
    assert_good(&stage->house,
                json_parse(STR(PLAYBOOK), &json, &stage->house.err));
    assert_good(
        &stage->house,
        playbook_read_all(json, &given, command->playbooks, &stage->house.err));
    json_free(json);
}

static void with_wish(struct stage *stage, struct command *command)
{
    (void)stage;
    command->wish = suppress_wish_new();
    command->wish->query = "Severity == 'Low'";
    command->wish->reason = "noise";
    command->wish->until = when_now() + WHEN_DAY;
}

static void on_suppression(struct stage *stage, struct command *command)
{
    command->row = stage->suppression;
}

static void is_rule(struct stage *stage, int64_t row)
{
    stage->rule = row;
}

static void is_suppression(struct stage *stage, int64_t row)
{
    stage->suppression = row;
}

static bool in_force(const struct note *note)
{
    return note->is.effects->n == 1 &&
           note->is.effects->rows[0].state == EFFECT_OBSERVED;
}

/* The containment has to be there before it can be taken back. */
static void is_effect(struct stage *stage, int64_t row)
{
    int64_t deadline = when_monotonic() + HOUSE_WAIT;
    struct ask ask = {.kind = ASK_EFFECTS};

    (void)row;
    while (stage->effect == 0) {
        struct note *note = screen_get(&stage->screen, &ask, NOTE_EFFECTS);

        if (in_force(note))
            stage->effect = note->is.effects->rows[0].row;
        note_free(note);
        assert_true(when_monotonic() < deadline);
        note_free(screen_next(&stage->screen, 100));
    }
}

/* In the order of the kinds, each on what those before it left. */
static const struct row rows[COMMAND_KIND_N] = {
    [COMMAND_ACKNOWLEDGE] = {.verb = "acknowledge",
                             .object = "event 1",
                             .command = {.flag = true},
                             .fill = on_event},
    [COMMAND_STATUS] = {.verb = "status",
                        .object = "event 1",
                        .command = {.text = "InProgress"},
                        .fill = on_event},
    [COMMAND_CLOSE] = {.verb = "close",
                       .object = "event 1",
                       .command = {.text = "Benign"},
                       .fill = on_event},
    [COMMAND_OWNER] = {.verb = "owner",
                       .object = "event 1",
                       .command = {.text = "mara"},
                       .fill = on_event},
    [COMMAND_TAG] = {.verb = "tag",
                     .object = "event 1",
                     .command = {.text = "+red"},
                     .fill = on_event},
    [COMMAND_NOTE] = {.verb = "note",
                      .object = "event 1",
                      .command = {.text = "seen"},
                      .fill = on_event},
    [COMMAND_CONTAIN] = {.verb = "contain",
                         .object = "/subscriptions/",
                         .command = {.text = "vm-deallocate"},
                         .fill = on_target,
                         .after = is_effect},
    [COMMAND_UNDO] = {.verb = "undo",
                      .object = "/subscriptions/",
                      .command = {.row = 0},
                      .fill = on_effect},
    [COMMAND_EXTEND] = {.verb = "extend",
                        .object = "/subscriptions/",
                        .command = {.text = "2h"},
                        .fill = on_effect},
    [COMMAND_REMOTE] = {.verb = "remote disable",
                        .reasoned = true,
                        .object = WORKFLOW,
                        .command = {.target = WORKFLOW,
                                    .number = REMOTE_DISABLE,
                                    .flag = true}},
    [COMMAND_REMOTE_START] = {.verb = "remote start",
                              .reasoned = true,
                              .object = WORKFLOW,
                              .command = {.target = WORKFLOW},
                              .fill = on_alert},
    /* Looks, and keeps what it has seen. */
    [COMMAND_CHECK] = {.verb = NULL},
    /* Of what nobody knows whether it is so: contained.sh of tests/cli. */
    [COMMAND_SETTLE_EFFECT] = {.verb = NULL},
    [COMMAND_ANSWER] = {.verb = "deny",
                        .object = "approval",
                        .command = {.flag = false},
                        .fill = on_approval},
    [COMMAND_CANCEL] = {.verb = "cancel",
                        .object = "run",
                        .command = {.row = 0},
                        .fill = on_run},
    [COMMAND_RESUBMIT] = {.verb = "resubmit",
                          .object = "run",
                          .command = {.row = 0},
                          .fill = on_run},
    /* Of what nobody knows how it ended: test_redo. */
    [COMMAND_SETTLE] = {.verb = NULL},
    [COMMAND_RULE_SAVE] = {.verb = "rule add",
                           .object = "rule new",
                           .command = {.row = 0},
                           .fill = with_rule,
                           .after = is_rule},
    [COMMAND_RULE_MODE] = {.verb = "rule change",
                           .object = "rule new",
                           .command = {.number = RULE_OFF},
                           .fill = on_rule},
    [COMMAND_RULE_ROLLBACK] = {.verb = "rule change",
                               .object = "rule new",
                               .command = {.number = 1},
                               .fill = on_rule},
    [COMMAND_DRILL] = {.verb = "drill",
                       .object = "",
                       .command = {.row = 0},
                       .fill = on_rule},
    [COMMAND_RULE_REMOVE] = {.verb = "rule remove",
                             .object = "rule new",
                             .command = {.row = 0},
                             .fill = on_rule},
    [COMMAND_HOLD] = {.verb = "hold",
                      .object = "engine",
                      .command = {.flag = true}},
    [COMMAND_REFRESH] = {.verb = NULL},
    [COMMAND_SIMULATE] = {.verb = "simulate",
                          .object = "",
                          .command = {.text = "VirtualMachines"}},
    [COMMAND_SUPPRESS] = {.verb = "suppress",
                          .object = "suppression",
                          .command = {.row = 0},
                          .fill = with_wish,
                          .after = is_suppression},
    [COMMAND_UNSUPPRESS] = {.verb = "unsuppress",
                            .object = "suppression",
                            .command = {.row = 0},
                            .fill = on_suppression},
    [COMMAND_PLAYBOOK_KEEP] = {.verb = "playbook add",
                               .object = "playbook quiet",
                               .command = {.row = 0},
                               .fill = with_playbook},
    [COMMAND_PLAYBOOK_MODE] = {.verb = "playbook mode",
                               .object = "playbook quiet",
                               .command = {.text = "quiet",
                                           .number = RULE_AUTO}},
    [COMMAND_PLAYBOOK_RUN] = {.verb = "playbook run",
                              .object = "playbook quiet",
                              .command = {.text = "quiet"}},
    [COMMAND_PLAYBOOK_REMOVE] = {.verb = "playbook remove",
                                 .object = "playbook quiet",
                                 .command = {.text = "quiet"}},
    [COMMAND_VIEW_SAVE] = {.verb = "view save",
                           .object = "view mine",
                           .command = {.text = "mine",
                                       .target = "Severity == 'Low'"}},
    [COMMAND_VIEW_REMOVE] = {.verb = "view remove",
                             .object = "view mine",
                             .command = {.text = "mine"}},
    /* Of an automation that was read: as `rule validate' of tests/cli. */
    [COMMAND_AZURE] = {.verb = NULL},
    /* Looks, and keeps what it has seen. */
    [COMMAND_PERMITS] = {.verb = NULL},
    [COMMAND_LOOK] = {.verb = NULL},
    [COMMAND_DELEGATE] = {.verb = "delegate",
                          .object = "",
                          .command = {.text = "somebody", .target = "1h"}},
    [COMMAND_SAMPLE] = {.verb = "event ingest",
                        .object = "sample",
                        .command = {.number = SAMPLE_FROM_TYPE,
                                    .text = "VM_BruteForce"}},
};

/* A rule that is gone cannot be drilled, and a containment that was taken back
 * not be extended, so this is not quite the order of the kinds. */
static const enum command_kind late[] = {COMMAND_UNDO, COMMAND_RULE_REMOVE,
                                         COMMAND_PLAYBOOK_REMOVE};

static bool is_late(int kind)
{
    for (size_t i = 0; i < sizeof(late) / sizeof(late[0]); i++) {
        if ((int)late[i] == kind)
            return true;
    }
    return false;
}

static int64_t last_record(struct house *house)
{
    struct audit_head head;

    assert_good(house,
                audit_head_get(house->second->store, &head, &house->err));
    return head.seq;
}

static void left(struct stage *stage, int64_t before, const struct row *row,
                 int kind)
{
    const struct audit_filter filter = {.who = stage->house.desk->person,
                                        .verb = row->verb};
    struct audit_record *found;
    size_t n;

    assert_good(&stage->house,
                audit_list(stage->house.second->store, &filter, 0, 50,
                           stage->house.arena, &found, &n, &stage->house.err));
    for (size_t i = 0; i < n && found[i].seq > before; i++) {
        if (str_starts(found[i].object, str_of(row->object)) &&
            found[i].request.len > 0 &&
            (!row->reasoned || str_eq(found[i].why, STR(WHY))))
            return;
    }
    fail_msg("Command %d leaves no record \"%s\" of \"%s\" by %s.", kind,
             row->verb, row->object, stage->house.desk->person);
}

static void try_kind(struct stage *stage, int kind)
{
    const struct row *row = &rows[kind];
    struct command command = row->command;
    int64_t before = last_record(&stage->house);
    int64_t made;

    if (row->verb == NULL) {
        if (kind != COMMAND_CHECK && kind != COMMAND_LOOK &&
            kind != COMMAND_SETTLE_EFFECT && kind != COMMAND_SETTLE &&
            kind != COMMAND_PERMITS && kind != COMMAND_REFRESH &&
            kind != COMMAND_AZURE)
            fail_msg("Command %d has no row in this test.", kind);
        return;
    }
    command.kind = (enum command_kind)kind;
    snprintf(command.why, sizeof(command.why), WHY);
    if (row->fill != NULL)
        row->fill(stage, &command);
    made = screen_do(&stage->screen, &command);
    left(stage, before, row, kind);
    if (row->after != NULL)
        row->after(stage, made);
}

/* Two runs that wait, on one alert. */
static void prepare(struct stage *stage)
{
    struct house *house = &stage->house;

    house_rule(house, house->second, RULE("one", "approve"));
    house_rule(house, house->second, RULE("two", "approve"));
    stage->event =
        house_take(house, &(struct house_alert){.name = "a-1", .there = true});
    stage->run = house_newest(house, 0);
    stage->approval = 1;
    assert_good(house, state_set(house->desk->store, "azure-workflows",
                                 STR(WORKFLOWS), &house->err));
    screen_open(&stage->screen, house->config);
    /* The person is whoever runs the tests. */
    snprintf(house->desk->person, sizeof(house->desk->person), "%s",
             console_person(stage->screen.console));
}

static void test_every_command(void **state)
{
    static const char *const options[] = {"--scenario", "none", "--speed", "20",
                                          NULL};
    static const char *const sets[] = {"approvals.four_eyes=off", NULL};
    struct stage stage = {.event = 0};

    (void)state;
    house_open(&stage.house, options, sets);
    prepare(&stage);
    for (int kind = 0; kind < COMMAND_KIND_N; kind++) {
        if (!is_late(kind))
            try_kind(&stage, kind);
    }
    for (size_t i = 0; i < sizeof(late) / sizeof(late[0]); i++)
        try_kind(&stage, (int)late[i]);
    screen_close(&stage.screen);
    house_close(&stage.house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_command)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
