/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/backtest_part.h"

#include "engine/rule_code.h"
#include "util/mem.h"
#include "util/text.h"

/* ---- setting up -----------------------------------------------------------*/

static void take_rule(struct backtest *test, size_t index)
{
    const struct rule *rule = test->setup.rules[index];
    struct trial *trial = &test->trials[index];

    if (rule->mode == RULE_OFF) {
        test->copies[index] = rule_copy(rule);
        test->copies[index]->mode = RULE_SHADOW;
        rule = test->copies[index];
    }
    test->rules[index] = rule;
    test->changes |= (rule_moments(rule) & TRIGGER_CHANGED) != 0;
    *trial = (struct trial){
        .rule = rule,
        .kinds = rule->kinds ? rule->kinds : 1u << EVENT_ALERT,
        .told = {.name = rule->name ? rule->name : "",
                 .row = rule->row,
                 .revision = rule->revision,
                 .mode = rule->mode == RULE_AUTO ? RULE_AUTO : RULE_APPROVE},
    };
    trial->asks =
        plan_asks(rule, &test->setup.plan, (enum policy_side)trial->told.mode);
    map_init(&trial->targets, false);
}

struct backtest *backtest_new(const struct backtest_setup *setup)
{
    struct arena *arena = arena_new();
    struct backtest *test = arena_alloc(arena, sizeof(*test));
    size_t n = setup->n;

    *test = (struct backtest){
        .arena = arena,
        .scratch = arena_new(),
        .setup = *setup,
        .copies = arena_array(arena, n + 1, sizeof(*test->copies)),
        .rules = arena_array(arena, n + 1, sizeof(*test->rules)),
        .trials = arena_array(arena, n + 1, sizeof(*test->trials)),
        .fired = arena_array(arena, n + 1, sizeof(*test->fired)),
        .told = {.since = setup->since,
                 .until = setup->until,
                 .upto = setup->since},
    };
    test->setup.env.now = setup->since;
    map_init(&test->keys, false);
    for (size_t i = 0; i < n; i++)
        take_rule(test, i);
    test->set = ruleset_new(test->rules, n, &test->setup.env);
    for (size_t i = 0; i < n; i++)
        test->trials[i].told.fault = ruleset_fault(test->set, i);
    backtest_lay_out(test);
    return test;
}

void backtest_free(struct backtest *test)
{
    if (!test)
        return;
    ruleset_free(test->set);
    for (size_t i = 0; i < test->setup.n; i++) {
        rule_free(test->copies[i]);
        map_done(&test->trials[i].targets);
        mem_free(test->trials[i].target_fired);
    }
    map_done(&test->keys);
    mem_free(test->facts);
    arena_free(test->scratch);
    arena_free(test->arena);
}

/* ---- guards ---------------------------------------------------------------*/

static bool remembers(const struct rule *rule)
{
    return rule->guards.dedupe || rule->guards.cooldown;
}

/* What the guards remember of a rule and target; NULL when nothing is to be
 * remembered. */
static struct guard_facts *facts_of(struct backtest *test, size_t index,
                                    struct str target)
{
    struct str key = guard_key(target, test->scratch);
    uint32_t number;

    if (!remembers(test->rules[index]))
        return NULL;
    key = str_of(arena_printf(test->scratch, "%zu %.*s", index, STR_ARG(key)));
    number = map_add(&test->keys, key);
    if (number >= test->facts_room) {
        uint32_t room = 2 * number + 64;

        test->facts = mem_grow(test->facts, room, sizeof(*test->facts));
        for (uint32_t i = test->facts_room; i < room; i++)
            test->facts[i] = (struct guard_facts){0};
        test->facts_room = room;
    }
    return &test->facts[number];
}

/* ---- feeding --------------------------------------------------------------*/

static int64_t closing_of(const struct event *event)
{
    static const char *const names[BACKTEST_CLOSING_N] = {
        [CLOSED_TRUE] = "TruePositive",
        [CLOSED_BENIGN] = "Benign",
        [CLOSED_FALSE] = "FalsePositive",
    };
    struct str closing = event->column[COLUMN_CLOSING];

    for (int i = 0; i < BACKTEST_CLOSING_N && closing.len > 0; i++) {
        if (str_eq(closing, str_of(names[i])))
            return i;
    }
    return -1;
}

/* Before anybody had touched it. */
static struct event as_new(const struct event *event)
{
    struct event new = *event;

    if (event->kind == EVENT_ALERT)
        new.column[COLUMN_STATUS] = STR("Active");
    new.column[COLUMN_OWNER] = STR_NONE;
    new.column[COLUMN_CLOSING] = STR_NONE;
    new.column[COLUMN_TAGS] = STR_NONE;
    new.acknowledged = 0;
    new.automation = AUTO_NONE;
    new.flags &= ~(unsigned)EVENT_PENDING;
    return new;
}

/* The key is in no column, and an event without resource and entity is a
 * target of its own. */
static struct str target_of(struct backtest *test, size_t index,
                            struct query_subject *subject)
{
    struct str target = plan_target(test->rules[index], &test->setup.plan,
                                    subject, test->scratch);

    if (str_empty(target))
        target = str_of(arena_printf(test->scratch, "event %lld",
                                     (long long)subject->event->row));
    return target;
}

static void judge(struct backtest *test, size_t index,
                  struct query_subject *subject, struct outcome *outcome)
{
    const struct event *event = subject->event;
    struct guard_facts none = {0};
    struct guard_facts *facts;

    /* Without guards and names nobody asks on whom it fires. */
    outcome->target = STR_NONE;
    if (!test->setup.brief || remembers(test->rules[index]))
        outcome->target = target_of(test, index, subject);
    facts = facts_of(test, index, outcome->target);
    outcome->reason =
        guard_ask(&test->rules[index]->guards, facts ? facts : &none,
                  event->time, test->scratch, &outcome->text);
    /* There are no runs here; what fired before is known by its event. */
    if (outcome->reason != DECISION_FIRED)
        outcome->text = arena_printf(
            test->scratch, _("It has fired for this target on event %lld."),
            (long long)facts->run);
    if (facts && outcome->reason == DECISION_FIRED)
        *facts = (struct guard_facts){.fired = event->time, .run = event->row};
    test->fired[index] |= outcome->reason == DECISION_FIRED;
    backtest_count(test, index, outcome);
}

static void feed(struct backtest *test, const struct event *event,
                 unsigned changes, int64_t closing)
{
    struct query_subject subject;
    struct occasion occasion;
    const uint32_t *matched;
    size_t n;

    query_subject_init(&subject, event, NULL);
    subject.fetch = test->setup.fetch;
    subject.bytes = test->setup.bytes;
    subject.of = test->setup.of;
    occasion = (struct occasion){
        .subject = &subject, .changes = changes, .now = event->time};
    n = ruleset_match(test->set, &occasion, &matched);
    for (size_t i = 0; i < n; i++) {
        struct outcome outcome = {.event = event, .closing = closing};

        judge(test, matched[i], &subject, &outcome);
    }
    query_subject_done(&subject);
}

static bool has_changed(const struct event *event)
{
    return event->kind != EVENT_ALERT ||
           !str_eq(event->column[COLUMN_STATUS], STR("Active"));
}

void backtest_feed(struct backtest *test, const struct event *event)
{
    struct event new = as_new(event);
    int64_t closing = closing_of(event);
    struct outcome outcome = {.event = event, .target = STR_NONE, .text = ""};

    test->told.seen++;
    test->told.upto = event->time;
    if (closing >= 0)
        backtest_count_closing(test, event, closing);
    feed(test, &new, CHANGE_NEW, closing);
    if (test->changes && has_changed(event))
        feed(test, event, CHANGE_STATUS, closing);
    if (test->setup.pair)
        backtest_count_pair(test, &outcome);
    arena_clear(test->scratch);
}
