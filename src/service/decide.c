/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * decide.c - from an event to decisions and runs.
 */
#include "service/decide.h"

#include "engine/rule_test.h"
#include "service/guard_book.h"
#include "service/play.h"
#include "service/present.h"
#include "service/progress.h"
#include "store/suppressions.h"
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
    if (run.state == RUN_SKIPPED)
        return play_shadow(f->desk, &run, f->now, err);
    return run_state_final(run.state) ||
           progress_run(f->desk, run.row, f->now, err);
}

/* What one firing is asked and answered. */
struct hearing {
    struct plan_env env;
    struct guard_case c;
    struct guard_answer answer;
    struct plan plan;
    bool planned;
    const char *fault; /* it cannot be planned; NULL */
    struct str target;
};

static void make_plan(const struct firing *f, struct hearing *h)
{
    struct err fault = {0};

    if (h->planned)
        return;
    h->planned = true;
    if (plan_rule(f->rule, &h->env, f->subject, f->arena, &h->plan, &fault))
        return;
    h->plan = (struct plan){0};
    h->fault = arena_text(f->arena, fault.text);
}

/* Only the budget needs the plan before the answer. */
static void prepare(const struct firing *f, struct hearing *h)
{
    const struct config *config = f->desk->config;
    struct str *contained;

    h->env = desk_plan_env(f->desk);
    h->target = plan_target(f->rule, &h->env, f->subject, f->arena);
    h->c = (struct guard_case){
        .guards = &f->rule->guards,
        .rule = f->rule->row,
        .key = plan_key(f->rule, h->target, f->subject, f->arena),
        .target = guard_key(false, h->target, f->arena),
        .now = f->now,
        .budget = config->budget,
        .n_budget = config->n_budget,
        .zones = f->desk->zones,
    };
    if (config->n_budget == 0)
        return;
    make_plan(f, h);
    h->c.n_contained = plan_contained(&h->plan, f->arena, &contained);
    h->c.contained = contained;
}

/* The reason that is kept, and its sentence. */
static enum decision_reason conclude(const struct firing *f,
                                     const struct hearing *h, const char **text)
{
    *text = _("The rule fired.");
    if (h->fault != NULL) {
        *text = h->fault;
        return DECISION_FIRED;
    }
    if (h->answer.reason != DECISION_FIRED) {
        *text = arena_printf(f->arena,
                             _("The rule fired and waits for a batch approval: "
                               "%s"),
                             h->answer.text);
        return h->answer.reason;
    }
    if (h->plan.protected_by == NULL)
        return DECISION_FIRED;
    *text = arena_printf(f->arena,
                         _("The rule fired; its target is protected by \"%s\", "
                           "so containment waits for an approval."),
                         h->plan.protected_by);
    return DECISION_PROTECTED;
}

static bool fire(const struct firing *f, int64_t *fired, struct err *err)
{
    struct store_book where = {
        .store = f->desk->store,
        .live = f->rule->mode != RULE_SHADOW &&
                (f->event->flags & EVENT_SAMPLE) == 0,
    };
    struct guard_book book = guard_book_of(&where);
    struct hearing h = {.planned = false};
    enum decision_reason reason;
    const char *text;
    int64_t run;

    prepare(f, &h);
    if (!guard_ask(&h.c, &book, f->arena, &h.answer, err))
        return false;
    if (!guard_goes(&h.answer))
        return write_decision(f, h.answer.reason, h.answer.run, h.answer.text,
                              err);
    (*fired)++;
    make_plan(f, &h);
    if (h.answer.reason != DECISION_FIRED && h.plan.n > 0)
        plan_trip(&h.plan, h.answer.reason, h.answer.text, f->arena);
    reason = conclude(f, &h, &text);
    return start_run(f, &h.plan, h.fault, &run, err) &&
           guard_fired(&h.c, &book, &h.answer, run, err) &&
           write_decision(f, reason, run, text, err);
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

/* A rule that would fire on an event that a suppression hides. */
static bool pass_over(const struct firing *f, const struct suppression *ignored,
                      struct err *err)
{
    return write_decision(f, DECISION_IGNORED, 0,
                          ignores_sentence(ignored, f->arena), err);
}

bool decide_event(struct desk *desk, const struct event *event,
                  const struct event_before *before, unsigned changes,
                  int64_t now, int64_t *keep, int64_t *fired, struct err *err)
{
    struct body_source body = {.desk = desk};
    struct expr_outside outside = present_at(now);
    struct arena *arena = NULL;
    struct query_subject subject;
    struct occasion occasion;
    const uint32_t *matched;
    const struct suppression *ignored;
    bool ok = true;
    size_t n;

    if ((desk->n_rules == 0 && desk->ignores.n == 0) || changes == 0)
        return true;
    query_subject_init(&subject, event, NULL);
    subject.fetch = body_fetch;
    subject.of = &body;
    subject.outside = &outside;
    occasion = (struct occasion){
        .subject = &subject,
        .changes = changes,
        .before = before,
        .now = now,
    };
    ignored = ignores_ask(&desk->ignores, &subject, now);
    if (ignored != NULL && (changes & CHANGE_NEW) != 0)
        ok = suppressions_hit(desk->store, ignored->row, now, err);
    n = ruleset_match(desk->ruleset, &occasion, &matched);
    *keep -= (int64_t)desk->n_rules;
    if (n > 0 || *keep >= 0)
        arena = arena_new();
    if (ok && *keep >= 0)
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

        ok = ignored != NULL ? pass_over(&firing, ignored, err)
                             : fire(&firing, fired, err);
    }
    query_subject_done(&subject);
    body_source_done(&body);
    arena_free(arena);
    return ok;
}

bool decide_local(struct desk *desk, int64_t row,
                  const struct event_before *before, bool ours, int64_t now,
                  struct err *err)
{
    unsigned changes = CHANGE_OTHER | CHANGE_LOCAL | (ours ? CHANGE_OURS : 0);
    /* Why all the others did not match is of no interest. */
    int64_t keep = 0;
    int64_t fired = 0;
    struct arena *arena;
    struct event event;
    bool ok;

    if (!desk_rules(desk, now, err))
        return false;
    if (!desk->awaits)
        return true;
    arena = arena_new();
    ok = events_get(desk->store, row, true, arena, &event, err) &&
         decide_event(desk, &event, before, changes, now, &keep, &fired, err);
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
