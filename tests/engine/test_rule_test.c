/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "engine/rule_test.h"
#include "tests/engine/stage.h"
#include "util/when.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))

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

/* Conditions that are ANDed, each a whole query; NULL ends. */
static void add_set(struct rule *rule, struct condition_set **sets, size_t *n,
                    const char *const *queries)
{
    struct condition_set *all = arena_array(rule->arena, *n + 1, sizeof(*all));
    struct condition_set *set = &all[*n];

    for (size_t i = 0; i < *n; i++)
        all[i] = (*sets)[i];
    while (queries[set->n])
        set->n++;
    set->all = arena_array(rule->arena, set->n + 1, sizeof(*set->all));
    for (size_t i = 0; i < set->n; i++)
        set->all[i].query = arena_text(rule->arena, queries[i]);
    *sets = all;
    (*n)++;
}

/* One rule and event for each reason. */
static const struct row {
    enum part part;
    unsigned changes;
    unsigned kinds;
    unsigned on;
    unsigned flags;       /* set on the event */
    const char *all[3];   /* conditions of the first set */
    const char *other[3]; /* of a second one */
    const char *unless[3];
    const char *subscription;
    int64_t expires;
    int64_t max_age;
    enum decision_reason reason;
    const char *says;
} rows[] = {
    {.part = ALERT, .reason = DECISION_FIRED, .says = "The rule fired."},
    {.part = ADVICE, .reason = DECISION_KIND, .says = "a recommendation"},
    {.part = ADVICE, .kinds = 7, .reason = DECISION_FIRED},
    {.part = CONTROL,
     .kinds = 1u << EVENT_RECOMMENDATION,
     .reason = DECISION_KIND,
     .says = "a compliance assessment"},
    {.part = ALERT,
     .changes = CHANGE_STATUS,
     .reason = DECISION_TRIGGER,
     .says = "was known"},
    {.part = ALERT,
     .changes = CHANGE_STATUS | CHANGE_SEVERITY,
     .on = TRIGGER_CHANGED,
     .reason = DECISION_FIRED},
    {.part = ALERT,
     .on = TRIGGER_CHANGED,
     .reason = DECISION_TRIGGER,
     .says = "this one is new"},
    {.part = ALERT,
     .on = TRIGGER_CHANGED | TRIGGER_CREATED,
     .reason = DECISION_FIRED},
    {.part = SAMPLE, .reason = DECISION_TRIGGER, .says = "sample alert"},
    {.part = SAMPLE,
     .on = TRIGGER_SAMPLES,
     .reason = DECISION_TRIGGER,
     .says = "status is Resolved"},
    {.part = SAMPLE,
     .on = TRIGGER_SAMPLES | TRIGGER_CLOSED,
     .reason = DECISION_FIRED},
    {.part = CONTROL,
     .kinds = 7,
     .reason = DECISION_TRIGGER,
     .says = "snapshot"},
    {.part = CONTROL,
     .kinds = 7,
     .on = TRIGGER_SNAPSHOTS,
     .reason = DECISION_FIRED},
    {.part = ALERT,
     .flags = EVENT_DELETED,
     .reason = DECISION_TRIGGER,
     .says = "gone"},
    {.part = ALERT,
     .flags = EVENT_OURS,
     .reason = DECISION_OURS,
     .says = "riposte itself"},
    {.part = ALERT,
     .subscription = "22222222-2222-2222-2222-222222222222",
     .reason = DECISION_SCOPE,
     .says = "vm-web-01 lies outside"},
    {.part = ALERT,
     .subscription = "11111111-1111-1111-1111-111111111111",
     .reason = DECISION_FIRED},
    {.part = BARE,
     .subscription = "11111111-1111-1111-1111-111111111111",
     .reason = DECISION_SCOPE,
     .says = "names no resource"},
    {.part = ALERT,
     .all = {"Severity == 'High'", "Owner == 'jo'"},
     .reason = DECISION_CONDITION,
     .says = "Condition 2 does not hold: Owner == 'jo' (found \"mara\")."},
    {.part = ALERT,
     .all = {"Closing == 'Benign'"},
     .reason = DECISION_CONDITION,
     .says = "Condition 1 does not hold: Closing == 'Benign' (the event has "
             "no such value)."},
    {.part = ALERT,
     .all = {"Description > 5"},
     .reason = DECISION_CONDITION,
     .says = "cannot be compared with that)."},
    {.part = ALERT,
     .all = {"Sample"},
     .other = {"Severity == 'High'", "Kind == 'compliance'"},
     .reason = DECISION_CONDITION,
     .says = "Condition 2 of set 2 does not hold: Kind == 'compliance' "
             "(found \"alert\")."},
    {.part = ALERT,
     .all = {"Sample"},
     .other = {"Severity == 'High'"},
     .reason = DECISION_FIRED},
    {.part = ALERT,
     .all = {"Severity == 'High' and (Sample or Owner == 'jo')"},
     .reason = DECISION_CONDITION,
     .says = "(found \"false\")."},
    {.part = ALERT,
     .all = {"TimeGenerated < ago(30m)"},
     .reason = DECISION_FIRED},
    {.part = ALERT,
     .unless = {"Tag == 'vip'", "Owner == 'mara'"},
     .reason = DECISION_UNLESS,
     .says = "Exception 1 holds: Tag == 'vip'."},
    {.part = ALERT,
     .unless = {"Tag == 'vip'", "Owner == 'jo'"},
     .reason = DECISION_FIRED},
    {.part = ALERT,
     .expires = STAGE_NOW,
     .reason = DECISION_EXPIRED,
     .says = "expired at 2026-03-05T12:00:00Z"},
    {.part = ALERT, .expires = STAGE_NOW + 1, .reason = DECISION_FIRED},
    {.part = ALERT,
     .max_age = WHEN_HOUR - 1,
     .reason = DECISION_AGE,
     .says = "is 1h old"},
    {.part = ALERT, .max_age = WHEN_HOUR, .reason = DECISION_FIRED},
    {.part = BARE, .max_age = WHEN_HOUR, .reason = DECISION_FIRED},
};

static struct rule *row_rule(const struct row *row)
{
    struct rule *rule = rule_new();
    char **list = arena_alloc(rule->arena, sizeof(*list));

    rule->row = 12;
    rule->revision = 3;
    rule->mode = RULE_APPROVE;
    rule->kinds = row->kinds;
    rule->on = row->on;
    rule->expires = row->expires;
    rule->guards.max_age = row->max_age;
    if (row->subscription) {
        list[0] = arena_text(rule->arena, row->subscription);
        rule->scope =
            (struct scope){.subscriptions = list, .n_subscriptions = 1};
    }
    if (row->all[0])
        add_set(rule, &rule->sets, &rule->n_sets, row->all);
    if (row->other[0])
        add_set(rule, &rule->sets, &rule->n_sets, row->other);
    if (row->unless[0])
        add_set(rule, &rule->unless, &rule->n_unless, row->unless);
    return rule;
}

static void test_reasons(void **state)
{
    (void)state;
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct arena *arena = arena_new();
        struct rule *rule = row_rule(&rows[i]);
        struct event event = stage.events[rows[i].part];
        struct query_subject subject;
        struct occasion occasion = {.subject = &subject,
                                    .changes = rows[i].changes ? rows[i].changes
                                                               : CHANGE_NEW,
                                    .now = STAGE_NOW};
        struct rule_trace trace;
        struct err err;

        event.flags |= rows[i].flags;
        query_subject_init(&subject, &event, stage.bodies[rows[i].part]);
        assert_true(rule_compiles(rule, &stage.env, &err));
        assert_true(
            rule_test(rule, &stage.env, &occasion, arena, &trace, &err));
        if (trace.decision.reason != rows[i].reason ||
            (rows[i].says && !strstr(trace.decision.text, rows[i].says)))
            fail_msg("row %zu: %s: %s", i,
                     decision_reason_name(trace.decision.reason),
                     trace.decision.text);
        assert_int_equal(trace.decision.rule, 12);
        assert_int_equal(trace.decision.revision, 3);
        assert_int_equal(trace.decision.event, event.row);
        assert_int_equal(trace.decision.when, STAGE_NOW);
        assert_int_equal(trace.decision.mode, RULE_APPROVE);
        query_subject_done(&subject);
        rule_free(rule);
        arena_free(arena);
    }
}

static void test_rows(void **state)
{
    static const char *const want[] = {
        "trigger|alert, compliance: created, closed too|yes|"
        "alert: created, Active",
        "scope|1 subscriptions, 0 groups, 0 resources|yes|" VM_ID,
        "conditions 1|Severity == 'High'|yes|High",
        "conditions 1|Owner == 'jo'|no|mara",
        "conditions 2|Sample|no|false",
        "conditions 2|Closing == 'Benign'|absent|",
        "unless 1|Tag == 'lab'|no|vip, shop",
        "expiry|before 2026-03-05T12:00:00.001Z|yes|2026-03-05T12:00:00Z",
        "age|at most 30m|no|1h",
    };
    static const struct row row = {
        .kinds = 1u << EVENT_ALERT | 1u << EVENT_COMPLIANCE,
        .on = TRIGGER_CLOSED,
        .all = {"Severity == 'High'", "Owner == 'jo'"},
        .other = {"Sample or Closing == 'Benign'"},
        .unless = {"Tag == 'lab'"},
        .subscription = "11111111-1111-1111-1111-111111111111",
        .expires = STAGE_NOW + 1,
        .max_age = 30 * WHEN_MINUTE,
    };
    struct arena *arena = arena_new();
    struct rule *rule = row_rule(&row);
    struct occasion occasion = {.subject = &stage.subjects[ALERT],
                                .changes = CHANGE_NEW,
                                .now = STAGE_NOW};
    struct rule_trace trace;
    struct err err;

    (void)state;
    assert_true(rule_test(rule, &stage.env, &occasion, arena, &trace, &err));
    assert_int_equal(trace.n, ITEMS(want));
    for (size_t i = 0; i < trace.n; i++) {
        const struct rule_trace_row *got = &trace.rows[i];

        assert_string_equal(arena_printf(arena, "%s|%s|%s|%s", got->part,
                                         got->text, answer_name(got->answer),
                                         got->found),
                            want[i]);
    }
    rule_free(rule);
    arena_free(arena);
}

static void test_faults(void **state)
{
    static const struct row row = {.all = {"Sample"},
                                   .other = {"Sample", "Sevrity == 'x'"}};
    static const struct row other = {.unless = {"x ="}};
    struct rule *rule = row_rule(&row);
    struct rule_trace trace;
    struct err err;

    (void)state;
    assert_false(rule_compiles(rule, &stage.env, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, "Conditions 2, condition 2: Column 1: "));
    assert_false(rule_test(rule, &stage.env, NULL, rule->arena, &trace, &err));
    rule_free(rule);
    rule = row_rule(&other);
    assert_false(rule_compiles(rule, &stage.env, &err));
    assert_non_null(strstr(err.text, "Exceptions 1, condition 1: "));
    rule_free(rule);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_faults),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
