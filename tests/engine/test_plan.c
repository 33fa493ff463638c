/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/plan.h"
#include "util/when.h"
#include "tests/engine/stage.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

static const struct call_template two_calls[] = {
    {.method = "POST", .url = "{id}/a"}, {.method = "POST", .url = "{id}/b"}};
static const struct keep keeps[] = {{.name = "was", .at = "x"}};

static const struct precheck looks[] = {
    {.call = {.method = "GET", .url = "{id}", .keeps = keeps, .n_keeps = 1}}};

static struct containment entries[] = {
    {.name = "user-disable",
     .title = "Disable user",
     .target = "user",
     .class = CLASS_REVERSIBLE,
     .acts = two_calls,
     .n_acts = 1},
    {.name = "vm-stop",
     .title = "Deallocate virtual machine",
     .target = "Microsoft.Compute/virtualMachines",
     .class = CLASS_REVERSIBLE,
     .before = looks,
     .n_before = 1,
     .acts = two_calls,
     .n_acts = 2,
     .verify = {.call = {.method = "GET", .url = "{id}"}},
     .undos = two_calls,
     .n_undos = 2,
     .undone = {.call = {.method = "GET", .url = "{id}"}}},
    {.name = "vm-wipe",
     .title = "Wipe virtual machine",
     .target = "Microsoft.Compute/virtualMachines",
     .class = CLASS_IRREVERSIBLE,
     .acts = two_calls,
     .n_acts = 1},
};
static const struct catalogue catalogue = {.entries = entries,
                                           .n = ITEMS(entries)};

static const struct field mail_fields[] = {
    {.name = "to", .type = FIELD_TEXT},
    {.name = "subject", .type = FIELD_TEMPLATE},
    {.name = "text", .type = FIELD_LONG},
};
static const struct plan_kind kinds[] = {
    {.kind = "mail",
     .title = "Send a mail",
     .class = CLASS_NOTIFY,
     .fields = mail_fields,
     .n_fields = ITEMS(mail_fields)},
    {.kind = "status", .title = "Set the status", .class = CLASS_REVERSIBLE},
};

static enum action_class class_of(const char *kind, const struct json *with)
{
    enum action_class class;

    if (class_parse(json_text(json_get(with, "class")), &class))
        return class;
    return strcmp(kind, "mail") ? CLASS_REVERSIBLE : CLASS_NOTIFY;
}

static const struct plan_env env = {.catalogue = &catalogue,
                                    .kinds = kinds,
                                    .n_kinds = ITEMS(kinds),
                                    .class_of = class_of};

static struct stage stage;

static int setup(void **state)
{
    (void)state;
    stage_init(&stage);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    stage_done(&stage);
    return 0;
}

static struct rule *rule_of(enum rule_mode mode, const char *actions)
{
    struct rule *rule = rule_new();
    struct json *list;
    struct err err;

    assert_true(json_parse(str_of(actions), &list, &err));
    rule->mode = mode;
    rule->n_actions = json_length(list);
    rule->actions =
        arena_array(rule->arena, rule->n_actions + 1, sizeof(*rule->actions));
    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct json *one = json_item(list, i);

        rule->actions[i].kind =
            arena_text(rule->arena, json_text(json_get(one, "kind")).at);
        rule->actions[i].with = json_copy(one);
        json_remove(rule->actions[i].with, "kind");
    }
    json_free(list);
    return rule;
}

/* "number phase class state kind" of each step, one a line. */
static const char *spell(const struct plan *plan, struct arena *arena)
{
    char *text = arena_text(arena, "");

    for (size_t i = 0; i < plan->n; i++) {
        const struct step *step = &plan->steps[i];
        int64_t index = 0;

        json_int(json_get(step->with, "index"), &index);
        text =
            arena_printf(arena, "%s%d %s %s %s%s", text, step->number,
                         step_phase_name(step->phase), class_name(step->class),
                         step->state == RUN_SKIPPED ? "skipped" : "waits",
                         index ? " +1\n" : "\n");
        assert_int_equal(step->journal, JOURNAL_PLANNED);
        assert_non_null(step->name);
        assert_non_null(step->with);
    }
    return text;
}

#define MAIL    "{\"kind\":\"mail\",\"to\":\"soc\",\"subject\":\"@{Title}\"}"
#define STATUS  "{\"kind\":\"status\",\"status\":\"Resolved\"}"
#define READS   "{\"kind\":\"status\",\"class\":\"read\"}"
#define VM_STOP "{\"kind\":\"contain\",\"action\":\"vm-stop\"}"
#define VM_WIPE "{\"kind\":\"contain\",\"action\":\"vm-wipe\",\"target\":\"\"}"

static const struct {
    enum rule_mode mode;
    enum part part;
    const char *actions;
    const char *steps;
    bool waits;
    bool shadow;
} rows[] = {
    {RULE_AUTO, ALERT, "[]", "", false, false},
    {RULE_SHADOW, ALERT, "[]", "", false, true},
    {RULE_AUTO, ALERT, "[" MAIL "]", "1 act notify waits\n", false, false},
    {RULE_APPROVE, ALERT, "[" MAIL "]", "1 act notify waits\n", false, false},
    {RULE_SHADOW, ALERT, "[" MAIL "]", "1 act notify skipped\n", false, true},
    {RULE_OFF, ALERT, "[" MAIL "]", "", false, false},
    {RULE_APPROVE, ALERT, "[" STATUS "]",
     "1 approval reversible waits\n2 act reversible waits\n", true, false},
    {RULE_APPROVE, ALERT, "[" READS "]", "1 act read waits\n", false, false},
    {RULE_AUTO, ALERT, "[" STATUS "," MAIL "]",
     "1 act reversible waits\n2 act notify waits\n", false, false},
    {RULE_AUTO, ALERT, "[" VM_STOP "]",
     "1 before read waits\n2 contain reversible waits\n"
     "3 contain reversible waits +1\n4 verify read waits\n",
     false, false},
    {RULE_APPROVE, ALERT, "[" VM_STOP "]",
     "1 approval reversible waits\n2 before read waits\n"
     "3 contain reversible waits\n4 contain reversible waits +1\n"
     "5 verify read waits\n",
     true, false},
    {RULE_SHADOW, ALERT, "[" VM_STOP "]",
     "1 before read skipped\n2 contain reversible skipped\n"
     "3 contain reversible skipped +1\n4 verify read skipped\n",
     false, true},
    {RULE_AUTO, ALERT, "[" VM_WIPE "]",
     "1 approval irreversible waits\n2 contain irreversible waits\n", true,
     false},
    {RULE_AUTO, ALERT, "[" MAIL "," VM_WIPE "]",
     "1 act notify waits\n2 approval irreversible waits\n"
     "3 contain irreversible waits\n",
     true, false},
};

static void test_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct arena *arena = arena_new();
        struct rule *rule = rule_of(rows[i].mode, rows[i].actions);
        struct plan plan;
        struct err err;

        assert_true(plan_check(rule, &env, &err));
        if (!plan_rule(rule, &env, &stage.subjects[rows[i].part], arena, &plan,
                       &err))
            fail_msg("row %zu: %s", i, err.text);
        assert_string_equal(spell(&plan, arena), rows[i].steps);
        assert_int_equal(plan.waits, rows[i].waits);
        assert_int_equal(plan.shadow, rows[i].shadow);
        assert_true(str_eq(plan.target, STR(VM_ID)));
        rule_free(rule);
        arena_free(arena);
    }
}

/* A sample alert goes as far as the mail. */
static void test_sample(void **state)
{
    struct arena *arena = arena_new();
    struct rule *rule = rule_of(
        RULE_AUTO, "[" MAIL ",{\"kind\":\"contain\",\"action\":\"vm-wipe\","
                   "\"target\":\"" VM_ID "\"}]");
    struct plan plan;
    struct err err;

    (void)state;
    assert_true(
        plan_rule(rule, &env, &stage.subjects[SAMPLE], arena, &plan, &err));
    assert_string_equal(spell(&plan, arena),
                        "1 act notify waits\n"
                        "2 contain irreversible skipped\n");
    assert_false(plan.shadow);
    rule_free(rule);
    arena_free(arena);
}

static void test_fields(void **state)
{
    struct arena *arena = arena_new();
    struct rule *rule = rule_of(
        RULE_AUTO,
        "[{\"kind\":\"mail\",\"to\":\"@{Title}\",\"subject\":\"S: @{Severity}\""
        ",\"text\":\"@{triggerBody()?['SystemAlertId']}\",\"n\":5}]");
    const struct json *with;
    struct plan plan;
    struct err err;

    (void)state;
    assert_true(
        plan_rule(rule, &env, &stage.subjects[ALERT], arena, &plan, &err));
    with = plan.steps[0].with;
    assert_string_equal(json_text(json_get(with, "to")).at, "@{Title}");
    assert_string_equal(json_text(json_get(with, "subject")).at, "S: High");
    assert_string_equal(json_text(json_get(with, "text")).at, "2518_one");
    assert_string_equal(plan.steps[0].name, "Send a mail");
    assert_string_equal(plan.steps[0].kind, "mail");
    rule_free(rule);
    arena_free(arena);
}

static const struct {
    const char *actions;
    enum part part;
    const char *says;
    bool check; /* plan_check() already says so */
} faults[] = {
    {"[{\"kind\":\"mial\"}]", ALERT, "Did you mean \"mail\"?", true},
    {"[" MAIL ",{\"kind\":\"contain\",\"action\":\"nope\"}]", ALERT,
     "Action 2: There is no containment \"nope\"", true},
    {"[{\"kind\":\"contain\",\"action\":\"vm-stpo\"}]", ALERT,
     "Did you mean \"vm-stop\"?", true},
    {"[{\"kind\":\"contain\"}]", ALERT, "no containment", true},
    {"[{\"kind\":\"mail\",\"subject\":\"@{utcNw()}\"}]", ALERT, "utcNow", true},
    {"[{\"kind\":\"mail\",\"text\":\"@{triggerBody()['none']}\"}]", ALERT,
     "\"text\"", false},
    {"[{\"kind\":\"contain\",\"action\":\"vm-stop\",\"target\":\"@{x(}\"}]",
     ALERT, "target", true},
    {"[{\"kind\":\"contain\",\"action\":\"vm-stop\",\"target\":\"@{Owner}\"}]",
     ALERT, "\"mara\" is none", false},
    {"[" VM_STOP "]", ADVICE, "names no Microsoft.Compute", false},
};

static void test_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < ITEMS(faults); i++) {
        struct arena *arena = arena_new();
        struct rule *rule = rule_of(RULE_AUTO, faults[i].actions);
        struct plan plan;
        struct err err;

        assert_int_equal(plan_check(rule, &env, &err), !faults[i].check);
        assert_false(plan_rule(rule, &env, &stage.subjects[faults[i].part],
                               arena, &plan, &err));
        assert_int_equal(err.code, ERR_INPUT);
        if (!strstr(err.text, faults[i].says))
            fail_msg("%s: %s", faults[i].actions, err.text);
        rule_free(rule);
        arena_free(arena);
    }
}

static void test_target(void **state)
{
    static const struct {
        const char *actions;
        enum part part;
        const char *target;
    } targets[] = {
        {"[]", ALERT, VM_ID},
        {"[]", BARE, "alert:2518_three"},
        {"[" MAIL "]", ADVICE,
         "/subscriptions/11111111-1111-1111-1111-111111111111"},
        {"[" MAIL "," VM_STOP "]", ALERT, VM_ID},
        {"[{\"kind\":\"contain\",\"action\":\"user-disable\","
         "\"target\":\"eve@contoso.example\"}]",
         ALERT, "eve@contoso.example"},
        {"[{\"kind\":\"contain\",\"action\":\"nope\"}]", ALERT, VM_ID},
    };

    (void)state;
    for (size_t i = 0; i < ITEMS(targets); i++) {
        struct arena *arena = arena_new();
        struct rule *rule = rule_of(RULE_AUTO, targets[i].actions);
        struct str got =
            plan_target(rule, &env, &stage.subjects[targets[i].part], arena);

        if (!str_eq(got, str_of(targets[i].target)))
            fail_msg("row %zu: %.*s", i, STR_ARG(got));
        rule_free(rule);
        arena_free(arena);
    }
}

static void test_by_hand(void **state)
{
    struct arena *arena = arena_new();
    struct plan plan;
    struct err err;

    (void)state;
    assert_true(plan_contain(&entries[1], STR(VM_ID), NULL, NULL,
                             POLICY_BY_HAND, &stage.events[ALERT], arena, &plan,
                             &err));
    assert_int_equal(plan.n, 4);
    assert_string_equal(plan.steps[1].name,
                        "Deallocate virtual machine: vm-web-01 (1 of 2)");
    assert_string_equal(plan.steps[3].name,
                        "Verify: Deallocate virtual machine: vm-web-01");
    assert_true(plan_contain(&entries[2], STR(VM_ID), NULL, NULL,
                             POLICY_BY_HAND, NULL, arena, &plan, &err));
    assert_int_equal(plan.steps[0].phase, PHASE_APPROVAL);
    assert_string_equal(plan.steps[0].name, "Wipe virtual machine: vm-web-01");
    assert_true(plan.waits);
    assert_true(plan_contain(&entries[1], STR(VM_ID), NULL, NULL,
                             POLICY_BY_HAND, &stage.events[SAMPLE], arena,
                             &plan, &err));
    assert_true(plan.shadow);
    assert_false(plan_contain(&entries[0], STR(VM_ID), NULL, NULL,
                              POLICY_BY_HAND, NULL, arena, &plan, &err));
    assert_non_null(strstr(err.text, "acts on user"));
    arena_free(arena);
}

/* With an end it is timed, and says so in each step that acts. */
static void test_term(void **state)
{
    static const struct {
        struct plan_term term;
        const char *name, *text;
        int64_t end;
    } terms[] = {
        {{.lasts = 4 * WHEN_HOUR}, "for", "4h", 1000 + 4 * WHEN_HOUR},
        {{.until = 9000}, "until", "1970-01-01T00:00:09Z", 9000},
    };
    static const char *const bad[] = {"", "soon", "0h", "-4h", "900d"};
    struct arena *arena = arena_new();
    struct plan plan;
    struct err err;
    int64_t lasts;

    (void)state;
    for (size_t i = 0; i < ITEMS(terms); i++) {
        const struct json *with;

        assert_true(plan_contain(&entries[1], STR(VM_ID), NULL, &terms[i].term,
                                 POLICY_BY_HAND, NULL, arena, &plan, &err));
        assert_int_equal(plan.steps[1].class, CLASS_TIMED);
        with = plan.steps[0].with;
        assert_true(str_eq(json_text(json_get(with, terms[i].name)),
                           str_of(terms[i].text)));
        assert_int_equal(plan_term_end(with, 1000), terms[i].end);
    }
    assert_false(plan_contain(&entries[2], STR(VM_ID), NULL, &terms[0].term,
                              POLICY_BY_HAND, NULL, arena, &plan, &err));
    assert_non_null(strstr(err.text, "cannot end by itself"));
    for (size_t i = 0; i < ITEMS(bad); i++)
        assert_false(plan_term_parse(str_of(bad[i]), &lasts, &err));
    arena_free(arena);
}

static void test_undo(void **state)
{
    struct arena *arena = arena_new();
    struct json *kept = json_new_object();
    struct effect effect = {.target = VM_ID, .kept = kept};
    struct plan plan;
    struct err err;

    (void)state;
    assert_true(plan_undo(&effect, &entries[1], false, arena, &plan, &err));
    assert_string_equal(spell(&plan, arena),
                        "1 verify read waits\n2 undo reversible waits\n"
                        "3 undo reversible waits +1\n4 undone read waits\n");
    assert_null(json_get(plan.steps[0].with, "anyway"));
    assert_string_equal(plan.steps[1].name,
                        "Undo: Deallocate virtual machine: vm-web-01 (1 of "
                        "2)");
    assert_true(plan_undo(&effect, &entries[1], true, arena, &plan, &err));
    assert_non_null(json_get(plan.steps[0].with, "anyway"));
    assert_null(json_get(plan.steps[1].with, "anyway"));
    assert_false(plan_undo(&effect, &entries[2], false, arena, &plan, &err));
    assert_non_null(strstr(err.text, "cannot be taken back"));
    effect.kept = NULL;
    assert_false(plan_undo(&effect, &entries[1], false, arena, &plan, &err));
    assert_non_null(strstr(err.text, "is not known"));
    json_free(kept);
    arena_free(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_term),    cmocka_unit_test(test_rules),
        cmocka_unit_test(test_sample),  cmocka_unit_test(test_fields),
        cmocka_unit_test(test_faults),  cmocka_unit_test(test_target),
        cmocka_unit_test(test_by_hand), cmocka_unit_test(test_undo),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
