/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_pages.c - the list of rules, a rule under test, and decisions.
 */
#include "engine/rule_test.h"
#include "model/envelope.h"
#include "service/azure.h"
#include "service/decide.h"
#include "service/desk_part.h"
#include "service/lint.h"
#include "service/present.h"
#include "service/rulebook.h"
#include "service/watchlist.h"
#include "util/map.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

static const char *trigger_text(const struct rule *rule, struct arena *arena)
{
    unsigned kinds = rule->kinds != 0 ? rule->kinds : 1u << EVENT_ALERT;
    const char *text = "";

    for (int i = 0; i < EVENT_KIND_N; i++) {
        if ((kinds & (1u << i)) != 0)
            text =
                arena_printf(arena, "%s%s%s", text, *text != '\0' ? ", " : "",
                             event_kind_name((enum event_kind)i));
    }
    if ((rule->on & TRIGGER_CHANGED) == 0)
        return arena_printf(arena, _("%s created"), text);
    if ((rule->on & TRIGGER_CREATED) == 0)
        return arena_printf(arena, _("%s changed"), text);
    return arena_printf(arena, _("%s created or changed"), text);
}

static const char *actions_text(const struct rule *rule, struct arena *arena)
{
    const char *text = "";

    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct action *action = &rule->actions[i];
        struct str which = json_text(json_get(action->with, "action"));

        text = arena_printf(arena, "%s%s%s%s%.*s", text,
                            *text != '\0' ? ", " : "", action->kind,
                            which.len > 0 ? " " : "", STR_ARG(which));
    }
    return text;
}

static void fill_row(const struct rule *rule, const struct rule_figures *f,
                     struct arena *arena, struct rule_row *out)
{
    *out = (struct rule_row){
        .row = rule->row,
        .revision = rule->revision,
        .order = rule->order,
        .name = arena_text(arena, rule->name),
        .trigger = trigger_text(rule, arena),
        .mode = rule->mode,
        .editor = arena_text(arena, rule->editor != NULL ? rule->editor : ""),
        .saved = rule->saved,
        .actions = actions_text(rule, arena),
    };
    if (f == NULL)
        return;
    out->fired = f->fired;
    out->held = f->held;
    out->last_fired = f->last_fired;
    out->reviewed = f->reviewed;
    out->really = f->really;
    for (int i = 0; i < 24; i++)
        out->hourly[i] = f->hourly[i];
}

struct rule_page *rule_page_read(struct desk *desk)
{
    struct rule_page *page = mem_new(sizeof(*page));
    struct rule_figures *figures;
    struct rule **rules;
    struct map index;
    size_t n_figures;
    size_t n;

    page->arena = arena_new();
    if (!rules_load(desk->store, &rules, &n, &page->error))
        return page;
    if (rules_figures(desk->store, when_now(), page->arena, &figures,
                      &n_figures, &page->error)) {
        map_init(&index, false);
        for (size_t i = 0; i < n_figures; i++)
            map_add(&index, (struct str){.at = (const char *)&figures[i].rule,
                                         .len = sizeof(figures[i].rule)});
        page->rows = arena_array(page->arena, n + 1, sizeof(*page->rows));
        for (size_t i = 0; i < n; i++) {
            uint32_t at = map_find(
                &index, (struct str){.at = (const char *)&rules[i]->row,
                                     .len = sizeof(rules[i]->row)});

            fill_row(rules[i], at != MAP_NONE ? &figures[at] : NULL,
                     page->arena, &page->rows[i]);
        }
        page->n = n;
        map_done(&index);
    }
    rules_free(rules, n);
    return page;
}

/* Behind riposte's own. */
static void add_azure(struct rule_page *page, const struct azure_row *rows,
                      size_t n)
{
    struct rule_row *all =
        arena_array(page->arena, page->n + n + 1, sizeof(*all));

    for (size_t i = 0; i < page->n; i++)
        all[i] = page->rows[i];
    for (size_t i = 0; i < n; i++)
        all[page->n + i] = (struct rule_row){
            .row = -1 - (int64_t)i,
            .name = rows[i].name,
            .trigger = rows[i].sources,
            .mode = rows[i].enabled ? RULE_AUTO : RULE_OFF,
            .editor = "Azure",
            .actions = rows[i].actions,
            .azure = rows[i].id,
        };
    page->rows = all;
    page->n += n;
}

struct rule_page *rule_page_all(struct desk *desk)
{
    struct rule_page *page = rule_page_read(desk);
    struct azure_row *rows;
    size_t n;

    if (page->error.code == ERR_NONE &&
        azure_rows(desk, page->arena, &rows, &n, &page->error))
        add_azure(page, rows, n);
    return page;
}

void rule_page_free(struct rule_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}

static void copy_trace(struct test_page *page, const struct rule_trace *trace)
{
    page->rows = arena_array(page->arena, trace->n + 1, sizeof(*page->rows));
    for (size_t i = 0; i < trace->n; i++)
        page->rows[i] = (struct test_row){
            .part = trace->rows[i].part,
            .text = trace->rows[i].text,
            .answer = answer_name(trace->rows[i].answer),
            .found = trace->rows[i].found,
        };
    page->n = trace->n;
    page->fires = trace->decision.reason == DECISION_FIRED;
    page->verdict = page->fires ? _("It fires.") : trace->decision.text;
}

/* What it would do, in the words of the plan. */
static void tell_plan(struct test_page *page, const struct rule *rule,
                      const struct plan_env *env, struct query_subject *subject)
{
    struct rule *copy = rule_copy(rule);
    struct plan plan = {0};
    struct err fault = {0};

    page->would = "";
    if (copy->mode == RULE_OFF)
        copy->mode = RULE_SHADOW;
    if (!plan_rule(copy, env, subject, page->arena, &plan, &fault))
        page->would = arena_text(page->arena, fault.text);
    for (size_t i = 0; i < plan.n; i++)
        page->would = arena_printf(
            page->arena, "%s%s%s%s", page->would, i > 0 ? "; " : "",
            step_prefix(&plan.steps[i]), plan.steps[i].name);
    rule_free(copy);
}

static void test_event(struct test_page *page, const struct rule *rule,
                       const struct config *config, const struct plan_env *env,
                       const struct event *event, int64_t now)
{
    struct query_env query_env = watchlist_env(config, now);
    struct expr_outside outside = present_at(now);
    struct body_source body = {0};
    struct query_subject subject;
    struct rule_trace trace;
    struct occasion occasion;

    query_subject_init(&subject, event, NULL);
    subject.fetch = body_fetch;
    subject.of = &body;
    subject.outside = &outside;
    occasion = (struct occasion){
        .subject = &subject,
        .changes = (rule->on & TRIGGER_CREATED) != 0 || rule->on == 0
                       ? CHANGE_NEW
                       : CHANGE_STATUS,
        .now = now,
    };
    if (rule_test(rule, &query_env, &occasion, page->arena, &trace,
                  &page->error)) {
        copy_trace(page, &trace);
        tell_plan(page, rule, env, &subject);
    }
    query_subject_done(&subject);
    body_source_done(&body);
}

static void lint_stored(struct desk *desk, const struct rule *rule,
                        struct test_page *page)
{
    struct permits permits;

    if (!permits_load(desk->store, desk->config, &permits, &page->error))
        return;
    rule_lint(desk->config, desk->catalogue, &permits, desk->store, rule,
              when_now(), &page->lint);
    permits_done(&permits);
}

struct test_page *rule_test_stored(struct desk *desk, const struct rule *rule,
                                   int64_t row)
{
    struct test_page *page = mem_new(sizeof(*page));
    struct plan_env env = desk_plan_env(desk);
    const char *target = NULL;
    struct event event;
    struct err ignored;

    page->arena = arena_new();
    page->lint.arena = page->arena;
    lint_stored(desk, rule, page);
    if (row != 0 &&
        events_get(desk->store, row, true, page->arena, &event, &page->error)) {
        test_event(page, rule, desk->config, &env, &event, when_now());
        target = str_empty(event.column[COLUMN_RESOURCE])
                     ? NULL
                     : arena_str(page->arena, event.column[COLUMN_RESOURCE]).at;
    }
    /* Those of a rule that was never saved have counted nothing. */
    if (!guard_counters(desk, rule, target, when_now(), page->arena,
                        &page->counters, &page->n_counters, &ignored))
        page->n_counters = 0;
    return page;
}

struct test_page *rule_test_text(const struct config *config,
                                 const struct rule *rule, struct str text,
                                 const struct catalogue *catalogue, int64_t now)
{
    struct test_page *page = mem_new(sizeof(*page));
    struct plan_kind *kinds;
    struct plan_env env;
    struct envelope envelope;
    struct skim_value value;
    struct event event;

    page->arena = arena_new();
    kinds = arena_array(page->arena, plan_kinds_count(), sizeof(*kinds));
    plan_kinds_fill(kinds);
    env = plan_env_of(catalogue, kinds);
    envelope_init(&envelope, text);
    switch (envelope_next(&envelope, &value, &page->error)) {
    case ENVELOPE_ITEM:
        if (event_read(&value, STR("file"), now, page->arena, &event,
                       &page->error))
            test_event(page, rule, config, &env, &event, now);
        break;
    case ENVELOPE_END:
        err_set(&page->error, ERR_INPUT, _("There is no event in it."));
        break;
    default:
        break;
    }
    return page;
}

void test_page_free(struct test_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}

static bool name_decisions(struct desk *desk, struct decision_page *page)
{
    page->rules = arena_array(page->arena, page->n + 1, sizeof(*page->rules));
    for (size_t i = 0; i < page->n; i++) {
        struct rule *rule;

        if (!rules_get(desk->store, page->rows[i].rule, &rule, &page->error))
            return false;
        page->rules[i] = arena_text(page->arena, rule->name);
        rule_free(rule);
    }
    return true;
}

struct decision_page *decision_page_read(struct desk *desk, int64_t event,
                                         int64_t rule)
{
    struct decision_page *page = mem_new(sizeof(*page));

    page->arena = arena_new();
    if (event != 0)
        decide_why(desk, event, page->arena, &page->rows, &page->rules,
                   &page->n, &page->error);
    else if (decisions_list(desk->store, 0, rule, 500, page->arena, &page->rows,
                            &page->n, &page->error))
        name_decisions(desk, page);
    return page;
}

void decision_page_free(struct decision_page *page)
{
    if (page == NULL)
        return;
    arena_free(page->arena);
    mem_free(page);
}
