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
    trial->planned = rule->mode == RULE_AUTO &&
                     (test->setup.n_budget || test->setup.plan.protect);
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
    test->books[0] = guard_memory_new();
    test->books[1] = guard_memory_new();
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
    guard_memory_free(test->books[0]);
    guard_memory_free(test->books[1]);
    arena_free(test->scratch);
    arena_free(test->arena);
}

/* ---- guards ---------------------------------------------------------------*/

static bool is_guarded(const struct trial *trial)
{
    const struct guards *guards = &trial->rule->guards;

    return guards->dedupe || guards->cooldown || guards->settle ||
           guards->n_quotas || guards->n_schedules || trial->planned;
}

/* The key is in no column, and an event without resource and entity is a
 * target of its own. */
static struct str target_of(struct backtest *test, const struct trial *trial,
                            struct query_subject *subject)
{
    struct str target =
        plan_target(trial->rule, &test->setup.plan, subject, test->scratch);

    if (str_empty(target))
        target = str_of(arena_printf(test->scratch, "event %lld",
                                     (long long)subject->event->row));
    return target;
}

static size_t count_asks(const struct plan *plan)
{
    size_t n = 0;

    for (size_t i = 0; i < plan->n; i++)
        n += plan->steps[i].phase == PHASE_APPROVAL;
    return n;
}

/* What the budget counts, and which targets are protected, is in the plan. */
static void make_plan(struct backtest *test, const struct trial *trial,
                      struct query_subject *subject, struct guard_case *c,
                      struct outcome *outcome)
{
    struct str *contained;
    struct plan plan;
    struct err ignored;

    outcome->asks = trial->asks;
    if (!trial->planned || !plan_rule(trial->rule, &test->setup.plan, subject,
                                      test->scratch, &plan, &ignored))
        return;
    outcome->asks = count_asks(&plan);
    c->n_contained = plan_contained(&plan, test->scratch, &contained);
    c->contained = contained;
}

/* There are no runs here; what fired before is known by its event. */
static const char *say(struct backtest *test, const struct guard_answer *answer)
{
    if (answer->run == 0)
        return answer->text;
    return arena_printf(test->scratch,
                        _("It has fired for this before, on event %lld."),
                        (long long)answer->run);
}

static bool ask_guards(struct backtest *test, struct trial *trial,
                       struct query_subject *subject, struct outcome *outcome,
                       struct err *err)
{
    size_t index = (size_t)(trial - test->trials);
    struct guard_book book =
        guard_memory_book(test->books[test->setup.pair && index]);
    struct guard_case c = {
        .guards = &trial->rule->guards,
        .rule = (int64_t)index + 1,
        .key = plan_key(trial->rule, outcome->target, subject, test->scratch),
        .target = guard_key(false, outcome->target, test->scratch),
        .now = subject->event->time,
        .budget = test->setup.budget,
        .n_budget = test->setup.n_budget,
        .zones = test->setup.zones,
    };
    struct guard_answer answer;

    make_plan(test, trial, subject, &c, outcome);
    if (!guard_ask(&c, &book, test->scratch, &answer, err))
        return false;
    outcome->reason = answer.reason;
    outcome->goes = guard_goes(&answer);
    outcome->text = say(test, &answer);
    return !outcome->goes ||
           guard_fired(&c, &book, &answer, subject->event->row, err);
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

/* No guard hears of it, as when it arrives. */
static void pass_over(struct backtest *test, size_t index,
                      struct query_subject *subject, struct outcome *outcome)
{
    outcome->reason = DECISION_IGNORED;
    outcome->goes = false;
    outcome->target = STR_NONE;
    if (!test->setup.brief)
        outcome->target = target_of(test, &test->trials[index], subject);
    backtest_count(test, index, outcome);
}

static void judge(struct backtest *test, size_t index,
                  struct query_subject *subject, struct outcome *outcome)
{
    struct trial *trial = &test->trials[index];
    bool guarded = is_guarded(trial);
    struct err err;

    outcome->reason = DECISION_FIRED;
    outcome->goes = true;
    outcome->asks = trial->asks;
    outcome->text = "";
    outcome->target = STR_NONE;
    /* Without guards and names nobody asks on whom it fires. */
    if (!test->setup.brief || guarded)
        outcome->target = target_of(test, trial, subject);
    if (guarded && !ask_guards(test, trial, subject, outcome, &err)) {
        if (!trial->fault)
            trial->fault = arena_text(test->arena, err.text);
        trial->told.fault = trial->fault;
        return;
    }
    test->fired[index] |= outcome->goes;
    backtest_count(test, index, outcome);
}

static void feed(struct backtest *test, const struct event *event,
                 unsigned changes, const struct event_before *before,
                 int64_t closing)
{
    struct expr_outside outside = test->setup.outside;
    struct query_subject subject;
    struct occasion occasion;
    const uint32_t *matched;
    const char *hidden = NULL;
    size_t n;

    outside.now = event->time;
    query_subject_init(&subject, event, NULL);
    subject.fetch = test->setup.fetch;
    subject.bytes = test->setup.bytes;
    subject.of = test->setup.of;
    subject.outside = &outside;
    occasion = (struct occasion){
        .subject = &subject,
        .changes = changes,
        .before = before,
        .now = event->time,
    };
    n = ruleset_match(test->set, &occasion, &matched);
    if (n > 0 && test->setup.hidden)
        hidden =
            test->setup.hidden(test->setup.hidden_of, &subject, test->scratch);
    for (size_t i = 0; i < n; i++) {
        struct outcome outcome = {
            .event = event, .closing = closing, .text = hidden};

        if (hidden)
            pass_over(test, matched[i], &subject, &outcome);
        else
            judge(test, matched[i], &subject, &outcome);
    }
    query_subject_done(&subject);
}

static bool has_changed(const struct event *event)
{
    return event->kind != EVENT_ALERT ||
           !str_eq(event->column[COLUMN_STATUS], STR("Active"));
}

/* What another kind was before is not known. */
static void feed_change(struct backtest *test, const struct event *event,
                        const struct event *new, int64_t closing)
{
    struct event_before before = {.severity = event->severity};

    for (int i = 0; i < EVENT_COLUMN_N; i++)
        before.column[i] = new->column[i];
    feed(test, event, CHANGE_STATUS,
         event->kind == EVENT_ALERT ? &before : NULL, closing);
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
    feed(test, &new, CHANGE_NEW, NULL, closing);
    if (test->changes && has_changed(event))
        feed_change(test, event, &new, closing);
    if (test->setup.pair)
        backtest_count_pair(test, &outcome);
    arena_clear(test->scratch);
}
