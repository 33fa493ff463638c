/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "engine/rules.h"
#include "tests/engine/stage.h"
#include "util/mem.h"
#include "util/when.h"

#define ITEMS(table) (sizeof(table) / sizeof((table)[0]))
#define RULES        300
#define EVENTS       400

/* The same numbers in every run. */
static uint64_t seed = 88172645463325252u;

static uint32_t draw(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 32) % below;
}

static const char *pick(const char *const *texts, size_t n)
{
    return texts[draw((uint32_t)n)];
}
#define PICK(texts) pick(texts, ITEMS(texts))

static const char *const titles[] = {"Suspicious process executed",
                                     "Access from a Tor exit node",
                                     "Brute force attack succeeded",
                                     "MFA should be enabled",
                                     "Odd",
                                     ""};
static const char *const types[] = {"VM_Process", "Storage_Tor", "VM_Brute",
                                    "SQL_Inject", ""};
static const char *const statuses[] = {"Active",   "Active",    "Active",
                                       "Resolved", "Unhealthy", ""};
static const char *const resources[] = {
    "/subscriptions/one/resourceGroups/rg-a/providers/Microsoft.Compute/"
    "virtualMachines/vm-1",
    "/subscriptions/one/resourceGroups/rg-b/providers/Microsoft.Compute/"
    "virtualMachines/vm-2",
    "/subscriptions/two/resourceGroups/rg-a/providers/Microsoft.Storage/"
    "storageAccounts/st1",
    "/subscriptions/two", ""};
static const char *const tactics[] = {"Execution", "Execution, Impact",
                                      "InitialAccess", ""};
static const char *const tags[] = {"", "vip", "vip shop", "lab"};
static const char *const bodies[] = {
    "{\"Severity\":\"High\",\"ExtendedProperties\":{\"PID\":1}}",
    "{\"Severity\":\"Low\",\"ExtendedProperties\":{\"PID\":\"2\"}}",
    "{\"Entities\":[{\"Type\":\"ip\",\"Address\":\"10.0.0.1\"}]}", "{}"};

static const char *const conditions[] = {
    "AlertDisplayName == 'Odd'",
    "AlertDisplayName =~ 'odd'",
    "AlertDisplayName contains 'tor'",
    "AlertDisplayName has 'process'",
    "AlertDisplayName startswith 'a'",
    "AlertDisplayName endswith 'ed'",
    "AlertDisplayName contains 'o'",
    "AlertDisplayName has_any ('mfa', 'brute')",
    "AlertDisplayName has_any ('mfa', 'x')",
    "AlertDisplayName !contains 'a'",
    "AlertDisplayName != 'Odd'",
    "AlertDisplayName matches regex '[Ff]rom|force'",
    "isempty(AlertDisplayName)",
    "AlertType == 'VM_Process'",
    "AlertType in ('VM_Brute', 'SQL_Inject')",
    "AlertType !in ('VM_Brute', 'SQL_Inject')",
    "AlertType in ('a','b','c','d','e','f','g','Storage_Tor')",
    "AlertType startswith 'vm'",
    "AlertType > 'St'",
    "AlertType == 5",
    "AlertType > now()",
    "Status == 'New'",
    "Status != 'Active'",
    "ResourceName == 'vm-1'",
    "ResourceName in~ ('VM-2', 'ST1')",
    "ResourceGroup =~ 'RG-A'",
    "ResourceGroup contains '-b'",
    "ResourceType has 'storage'",
    "SubscriptionId == 'two'",
    "ResourceId contains 'microsoft.compute'",
    "Intent == 'Impact'",
    "Intent has 'execution'",
    "Intent !in ('Execution')",
    "Tag == 'shop'",
    "Tag in ('vip', 'lab')",
    "isempty(Tag)",
    "Severity == 'High'",
    "Severity >= 'Medium'",
    "Severity != 'Low'",
    "Severity in ('Low', 'Informational')",
    "isempty(Severity)",
    "Kind == 'alert'",
    "Kind != 'alert'",
    "Sample",
    "Sample == false",
    "Acknowledged",
    "TimeGenerated > ago(2h)",
    "TimeGenerated < ago(1h)",
    "ExtendedProperties.PID == 1",
    "ExtendedProperties.PID != 2",
    "entity.ip == '10.0.0.1'",
    "ipv4_is_in_range(entity.ip, '10.0.0.0/8')",
    "'tor'",
    "vm-1",
    "not(AlertType == 'VM_Process')",
    "AlertType == 'VM_Process' or Severity == 'Low'",
    "AlertType == 'VM_Brute' or AlertDisplayName has 'tor'",
    "(AlertType == 'VM_Brute' or Sample) and not(Tag == 'lab')",
    "AlertType == 'VM_Process' and entity.ip == '10.0.0.1'",
    "Severity == 'High' or ExtendedProperties.PID == 1",
    "not(Severity == 'High' and ExtendedProperties.PID == 1)",
};

static struct condition_set random_set(struct rule *rule)
{
    struct condition_set set = {.n = draw(12) == 0 ? 0 : 1 + draw(3)};

    set.all = arena_array(rule->arena, set.n + 1, sizeof(*set.all));
    for (size_t i = 0; i < set.n; i++)
        set.all[i].query = arena_text(rule->arena, PICK(conditions));
    return set;
}

static struct condition_set *random_sets(struct rule *rule, size_t n)
{
    struct condition_set *sets = arena_array(rule->arena, n + 1, sizeof(*sets));

    for (size_t i = 0; i < n; i++)
        sets[i] = random_set(rule);
    return sets;
}

static void random_scope(struct rule *rule)
{
    static char *subscriptions[] = {"one"};
    static char *groups[] = {"rg-a"};
    static char *below[] = {"/subscriptions/two/*"};

    if (draw(4) == 0)
        rule->scope = (struct scope){.subscriptions = subscriptions,
                                     .n_subscriptions = 1};
    else if (draw(4) == 0)
        rule->scope = (struct scope){.groups = groups, .n_groups = 1};
    else if (draw(4) == 0)
        rule->scope = (struct scope){.resources = below, .n_resources = 1};
}

static struct rule *random_rule(int64_t number)
{
    struct rule *rule = rule_new();

    rule->row = number + 1;
    rule->order = draw(RULES);
    rule->mode = draw(10) ? RULE_AUTO : RULE_OFF;
    rule->kinds = draw(3) ? (1u << EVENT_KIND_N) - 1 : draw(8);
    rule->on = draw(32);
    rule->n_sets = draw(8) ? 1 + draw(3) : 0;
    rule->sets = random_sets(rule, rule->n_sets);
    rule->n_unless = draw(3) ? 0 : 1 + draw(2);
    rule->unless = random_sets(rule, rule->n_unless);
    rule->expires = draw(8) ? 0 : STAGE_NOW + (draw(2) ? 1 : -1);
    rule->guards.max_age = draw(5) ? 0 : WHEN_HOUR;
    random_scope(rule);
    return rule;
}

static void random_event(struct event *event, int64_t number)
{
    *event = (struct event){
        .row = number + 1,
        .key = STR("alert:x"),
        .kind = draw(2) ? EVENT_ALERT : (enum event_kind)draw(EVENT_KIND_N),
        .severity = (enum severity)draw(SEVERITY_N),
        .time = draw(9) ? STAGE_NOW - draw(240) * WHEN_MINUTE : 0,
        .acknowledged = draw(2) ? STAGE_NOW : 0,
        .flags = draw(6) ? 0 : draw(64),
    };
    for (int i = 0; i < EVENT_COLUMN_N; i++)
        event->column[i] = STR_NONE;
    event->column[COLUMN_TITLE] = str_of(PICK(titles));
    event->column[COLUMN_TYPE] = str_of(PICK(types));
    event->column[COLUMN_STATUS] = str_of(PICK(statuses));
    event->column[COLUMN_RESOURCE] = str_of(PICK(resources));
    event->column[COLUMN_TACTIC] = str_of(PICK(tactics));
    event->column[COLUMN_TAGS] = str_of(PICK(tags));
}

static bool fires(const uint32_t *fired, size_t n, size_t index)
{
    for (size_t i = 0; i < n; i++) {
        if (fired[i] == index)
            return true;
    }
    return false;
}

/* What the set says is what each rule says when it is asked alone. */
static size_t compare(struct ruleset *set, struct rule *const *rules,
                      const struct occasion *occasion)
{
    struct arena *arena = arena_new();
    const uint32_t *fired;
    size_t n = ruleset_match(set, occasion, &fired);
    uint32_t copy[RULES];

    memcpy(copy, fired, n * sizeof(*copy));
    for (size_t i = 0; i + 1 < n; i++)
        assert_true(rules[copy[i]]->order <= rules[copy[i + 1]]->order);
    for (size_t i = 0; i < RULES; i++) {
        struct decision decision;
        bool alone;

        ruleset_decide(set, i, occasion, arena, &decision);
        alone = decision.reason == DECISION_FIRED;
        if (alone != fires(copy, n, i))
            fail_msg("rule %zu on event %lld: alone %s (%s)", i,
                     (long long)occasion->subject->event->row,
                     decision_reason_name(decision.reason), decision.text);
    }
    arena_free(arena);
    return n;
}

static void test_set_is_sum_of_rules(void **state)
{
    struct query_env env = {.now = STAGE_NOW};
    struct rule *rules[RULES];
    struct json *trees[ITEMS(bodies)];
    struct ruleset *set;
    size_t fired = 0;
    struct err err;

    (void)state;
    for (size_t i = 0; i < ITEMS(bodies); i++)
        assert_true(json_parse(str_of(bodies[i]), &trees[i], &err));
    for (int64_t i = 0; i < RULES; i++)
        rules[i] = random_rule(i);
    set = ruleset_new((const struct rule *const *)rules, RULES, &env);
    for (int64_t i = 0; i < EVENTS; i++) {
        struct query_subject subject;
        struct event event;
        struct occasion occasion = {
            .subject = &subject,
            .changes = draw(3) ? CHANGE_NEW : 2 * draw(8),
            .now = STAGE_NOW + draw(4) * WHEN_HOUR,
        };

        random_event(&event, i);
        query_subject_init(&subject, &event, trees[draw(ITEMS(bodies))]);
        fired += compare(set, rules, &occasion);
        query_subject_done(&subject);
    }
    assert_true(fired > EVENTS); /* it was about something */
    ruleset_free(set);
    for (size_t i = 0; i < RULES; i++)
        rule_free(rules[i]);
    for (size_t i = 0; i < ITEMS(bodies); i++)
        json_free(trees[i]);
}

static void set_condition(struct rule *rule, const char *query)
{
    rule->n_sets = 1;
    rule->sets = arena_alloc(rule->arena, sizeof(*rule->sets));
    rule->sets[0].n = 1;
    rule->sets[0].all = arena_alloc(rule->arena, sizeof(*rule->sets[0].all));
    rule->sets[0].all[0].query = arena_text(rule->arena, query);
}

/* Each way of covering a rule finds it, and only it fetches the body. */
static void test_body_last(void **state)
{
    static const struct {
        const char *query;
        unsigned fetched;
        size_t fires;
    } rows[] = {
        {"AlertType == 'nothing' and entity.ip == '10.1.2.3'", 0, 0},
        {"AlertType == 'VM_SuspiciousProcess' and entity.ip == '10.1.2.3'", 1,
         1},
        {"AlertType == 'VM_SuspiciousProcess' or entity.ip == 'x'", 0, 1},
        {"entity.ip == 'x'", 1, 0},
        {"Severity == 'Low' and entity.ip == '10.1.2.3'", 0, 0},
    };
    struct stage stage;

    (void)state;
    stage_init(&stage);
    for (size_t i = 0; i < ITEMS(rows); i++) {
        struct rule *rule = rule_new();
        const struct rule *const rules[] = {rule};
        struct ruleset *set;
        const uint32_t *fired;
        struct occasion occasion = {.subject = &stage.subjects[ALERT],
                                    .changes = CHANGE_NEW,
                                    .now = STAGE_NOW};

        set_condition(rule, rows[i].query);
        set = ruleset_new(rules, 1, &stage.env);
        stage_lazy(&stage, ALERT);
        assert_int_equal(ruleset_match(set, &occasion, &fired), rows[i].fires);
        assert_int_equal(stage.fetched, rows[i].fetched);
        ruleset_free(set);
        rule_free(rule);
    }
    stage_done(&stage);
}

static void test_fault(void **state)
{
    struct stage stage;
    struct rule *rules[] = {rule_new(), rule_new(), rule_new()};
    struct occasion occasion = {.changes = CHANGE_NEW, .now = STAGE_NOW};
    struct arena *arena = arena_new();
    struct decision decision;
    const uint32_t *fired;
    struct ruleset *set;

    (void)state;
    stage_init(&stage);
    occasion.subject = &stage.subjects[ALERT];
    set_condition(rules[0], "CompromisedEntity in (watchlist('gone'))");
    rules[1]->mode = RULE_OFF;
    set = ruleset_new((const struct rule *const *)rules, 3, &stage.env);
    assert_int_equal(ruleset_match(set, &occasion, &fired), 1);
    assert_int_equal(fired[0], 2);
    ruleset_decide(set, 0, &occasion, arena, &decision);
    assert_int_equal(decision.reason, DECISION_CONDITION);
    assert_non_null(strstr(decision.text, "gone"));
    ruleset_decide(set, 1, &occasion, arena, &decision);
    assert_int_equal(decision.reason, DECISION_TRIGGER);
    assert_string_equal(decision.text, "The rule is off.");
    ruleset_free(set);
    for (size_t i = 0; i < 3; i++)
        rule_free(rules[i]);
    arena_free(arena);
    stage_done(&stage);
}

/* More distinct values than a lane remembers. */
static void test_many_values(void **state)
{
    struct rule *rule = rule_new();
    const struct rule *const rules[] = {rule};
    struct query_env env = {.now = STAGE_NOW};
    struct query_subject subject;
    struct event event;
    struct occasion occasion = {
        .subject = &subject, .changes = CHANGE_NEW, .now = STAGE_NOW};
    const uint32_t *fired;
    struct ruleset *set;
    size_t n = 0;

    (void)state;
    set_condition(rule, "CompromisedEntity endswith '-77'");
    set = ruleset_new(rules, 1, &env);
    random_event(&event, 0);
    event.kind = EVENT_ALERT;
    event.flags = 0;
    event.column[COLUMN_STATUS] = STR("Active");
    query_subject_init(&subject, &event, NULL);
    for (int i = 0; i < 300000; i++) {
        char text[32];

        snprintf(text, sizeof(text), "%d-%d", i, i % 100);
        event.column[COLUMN_ENTITY] = str_of(text);
        n += ruleset_match(set, &occasion, &fired);
    }
    assert_int_equal(n, 3000);
    ruleset_free(set);
    rule_free(rule);
}

static void test_no_rules(void **state)
{
    struct stage stage;
    struct occasion occasion = {.changes = CHANGE_NEW, .now = STAGE_NOW};
    const uint32_t *fired;
    struct ruleset *set;

    (void)state;
    stage_init(&stage);
    occasion.subject = &stage.subjects[ALERT];
    set = ruleset_new(NULL, 0, &stage.env);
    assert_int_equal(ruleset_match(set, &occasion, &fired), 0);
    ruleset_free(set);
    ruleset_free(NULL);
    stage_done(&stage);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set_is_sum_of_rules),
        cmocka_unit_test(test_body_last),
        cmocka_unit_test(test_fault),
        cmocka_unit_test(test_many_values),
        cmocka_unit_test(test_no_rules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
