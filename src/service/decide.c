/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decide.c - from an event to decisions and runs.
 */
#include "service/decide.h"

#include "engine/guard.h"
#include "engine/rule_test.h"
#include "service/progress.h"
#include "util/digest.h"
#include "util/text.h"
#include "util/when.h"

const struct json *body_fetch(void *of, const struct event *event)
{
    struct body_source *source = of;
    struct err ignored;

    if (source->body == NULL)
        canon_body(event->kind, event->raw, &source->body, &ignored);
    return source->body;
}

void body_source_done(struct body_source *source)
{
    json_free(source->body);
    source->body = NULL;
}

/* One rule that fires on one event. */
struct firing {
    struct desk *desk;
    const struct rule *rule;
    const struct event *event;
    struct query_subject *subject;
    struct arena *arena;
    int64_t now;
};

static bool write_decision(const struct firing *f, enum decision_reason reason,
                           int64_t run, const char *text, struct err *err)
{
    struct decision decision = {
        .event = f->event->row,
        .rule = f->rule->row,
        .revision = f->rule->revision,
        .when = f->now,
        .reason = reason,
        .run = run,
        .mode = (int)f->rule->mode,
        .text = text,
    };

    return decisions_add(f->desk->store, &decision, err);
}

static void name_steps(struct plan *plan, struct arena *arena)
{
    for (size_t i = 0; i < plan->n; i++) {
        char guid[GUID_SIZE];

        plan->steps[i].key = arena_text(arena, digest_guid(guid));
        if (plan->steps[i].note == NULL)
            plan->steps[i].note = "";
    }
}

static bool start_run(const struct firing *f, struct plan *plan,
                      const char *fault, int64_t *out, struct err *err)
{
    struct event_patch patch = EVENT_PATCH_NONE;
    struct run run = {
        .event = f->event->row,
        .rule = f->rule->row,
        .revision = f->rule->revision,
        .name = f->rule->name,
        .by = arena_printf(f->arena, "rule %s", f->rule->name),
        .why = fault != NULL ? fault : "",
        .mode = f->rule->mode,
        .state = RUN_RUNNING,
        .began = f->now,
        .steps = plan->steps,
        .n_steps = plan->n,
    };

    name_steps(plan, f->arena);
    patch.automation = AUTO_RUNNING;
    if (fault != NULL) {
        run.state = RUN_FAILED;
        patch.automation = AUTO_FAILED;
    } else if (plan->shadow) {
        run.state = RUN_SKIPPED;
        patch.automation = AUTO_SHADOW;
    }
    if (run_state_final(run.state))
        run.ended = f->now;
    if (!runs_add(f->desk->store, &run, err) ||
        !events_patch(f->desk->store, f->event->row, &patch, f->now, err))
        return false;
    *out = run.row;
    return run_state_final(run.state) ||
           progress_run(f->desk, run.row, f->now, err);
}

static bool fire(const struct firing *f, int64_t *fired, struct err *err)
{
    struct plan_env env = desk_plan_env(f->desk);
    struct str target = plan_target(f->rule, &env, f->subject, f->arena);
    struct str key = guard_key(target, f->arena);
    struct guard_facts facts = {0};
    struct plan plan = {0};
    struct err fault = {0};
    enum decision_reason reason;
    const char *text;
    int64_t run;

    if (!guards_last(f->desk->store, f->rule->row, key, &facts.fired,
                     &facts.run, err))
        return false;
    reason = guard_ask(&f->rule->guards, &facts, f->now, f->arena, &text);
    if (reason != DECISION_FIRED)
        return write_decision(f, reason, facts.run, text, err);
    (*fired)++;
    if (plan_rule(f->rule, &env, f->subject, f->arena, &plan, &fault))
        fault.code = ERR_NONE;
    else
        plan = (struct plan){0};
    return start_run(f, &plan, fault.code != ERR_NONE ? fault.text : NULL, &run,
                     err) &&
           guards_fired(f->desk->store, f->rule->row, key, run, f->now, err) &&
           write_decision(
               f, DECISION_FIRED, run,
               fault.code != ERR_NONE ? fault.text : _("The rule fired."), err);
}

static bool fires(const uint32_t *matched, size_t n, size_t index)
{
    for (size_t i = 0; i < n; i++) {
        if (matched[i] == index)
            return true;
    }
    return false;
}

/* The rules that did not match, each with its first reason. */
static bool keep_others(struct desk *desk, const struct occasion *occasion,
                        const uint32_t *matched, size_t n, struct arena *arena,
                        struct err *err)
{
    for (size_t i = 0; i < desk->n_rules; i++) {
        struct decision decision;

        if (desk->rules[i]->mode == RULE_OFF || fires(matched, n, i))
            continue;
        ruleset_decide(desk->ruleset, i, occasion, arena, &decision);
        if (!decisions_add(desk->store, &decision, err))
            return false;
    }
    return true;
}

bool decide_event(struct desk *desk, const struct event *event,
                  unsigned changes, int64_t now, int64_t *keep, int64_t *fired,
                  struct err *err)
{
    struct body_source body = {.desk = desk};
    struct arena *arena = NULL;
    struct query_subject subject;
    struct occasion occasion;
    const uint32_t *matched;
    bool ok = true;
    size_t n;

    if (desk->n_rules == 0 || changes == 0)
        return true;
    query_subject_init(&subject, event, NULL);
    subject.fetch = body_fetch;
    subject.of = &body;
    occasion = (struct occasion){
        .subject = &subject,
        .changes = changes,
        .now = now,
    };
    n = ruleset_match(desk->ruleset, &occasion, &matched);
    *keep -= (int64_t)desk->n_rules;
    if (n > 0 || *keep >= 0)
        arena = arena_new();
    if (*keep >= 0)
        ok = keep_others(desk, &occasion, matched, n, arena, err);
    for (size_t i = 0; ok && i < n; i++) {
        struct firing firing = {
            .desk = desk,
            .rule = desk->rules[matched[i]],
            .event = event,
            .subject = &subject,
            .arena = arena,
            .now = now,
        };

        ok = fire(&firing, fired, err);
    }
    query_subject_done(&subject);
    body_source_done(&body);
    arena_free(arena);
    return ok;
}

static const struct decision *kept(const struct decision *items, size_t n,
                                   int64_t rule)
{
    for (size_t i = 0; i < n; i++) {
        if (items[i].rule == rule)
            return &items[i];
    }
    return NULL;
}

bool decide_why(struct desk *desk, int64_t row, struct arena *arena,
                struct decision **out, const char ***rules, size_t *n,
                struct err *err)
{
    struct body_source body = {.desk = desk};
    struct query_subject subject;
    struct occasion occasion;
    struct decision *stored;
    struct decision *items;
    struct event event;
    const char **names;
    size_t n_stored;

    if (!desk_rules(desk, when_now(), err) ||
        !events_get(desk->store, row, true, arena, &event, err) ||
        !decisions_list(desk->store, row, 0, 10000, arena, &stored, &n_stored,
                        err))
        return false;
    items = arena_array(arena, desk->n_rules + 1, sizeof(*items));
    names = arena_array(arena, desk->n_rules + 1, sizeof(*names));
    query_subject_init(&subject, &event, NULL);
    subject.fetch = body_fetch;
    subject.of = &body;
    occasion = (struct occasion){
        .subject = &subject,
        .changes = CHANGE_NEW,
        .now = event.arrived,
    };
    for (size_t i = 0; i < desk->n_rules; i++) {
        const struct decision *have =
            kept(stored, n_stored, desk->rules[i]->row);

        names[i] = arena_text(arena, desk->rules[i]->name);
        if (have != NULL)
            items[i] = *have;
        else
            ruleset_decide(desk->ruleset, i, &occasion, arena, &items[i]);
    }
    query_subject_done(&subject);
    body_source_done(&body);
    *out = items;
    *rules = names;
    *n = desk->n_rules;
    return true;
}
