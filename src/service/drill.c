/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/drill.h"

#include <string.h>

#include "service/access.h"
#include "service/decide.h"
#include "service/hand.h"
#include "service/present.h"
#include "service/sample_fit.h"
#include "util/text.h"
#include "util/when.h"

/* The rule as it would be if it were let: it fires on a sample that has just
 * come, today, and may do by itself what its kind lets it. */
static struct rule *let(const struct rule *rule)
{
    struct rule *out = rule_copy(rule);

    out->on = TRIGGER_CREATED | TRIGGER_SAMPLES | TRIGGER_OURS;
    out->n_changes = 0;
    out->mode = RULE_AUTO;
    out->expires = 0;
    out->guards.max_age = 0;
    return out;
}

/* What a person reads first says that it is a drill. */
static void put_mark(struct json *with)
{
    static const char *const heads[] = {"subject", "title", "summary", "text"};

    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        struct str text = json_text(json_get(with, heads[i]));
        struct buf marked;

        if (str_empty(text))
            continue;
        buf_init(&marked);
        buf_text(&marked, DRILL_MARK);
        buf_str(&marked, text);
        json_set_str(with, heads[i], buf_view(&marked));
        buf_done(&marked);
        return;
    }
}

/* What acts on the alert itself would ask the service for one that it does not
 * know. */
static bool on_alert(const struct step *step)
{
    return strcmp(step->kind, "status") == 0;
}

static void mark_steps(struct plan *plan, struct arena *arena)
{
    for (size_t i = 0; i < plan->n; i++) {
        struct step *step = &plan->steps[i];
        struct json *with;

        if (on_alert(step) || step->phase == PHASE_APPROVAL)
            step->state = RUN_SKIPPED;
        if (step->state == RUN_SKIPPED) {
            step->note = _("A drill: this would be done, and was not sent.");
            continue;
        }
        with = json_copy(step->with);
        json_keep(arena, with);
        put_mark(with);
        step->with = with;
    }
}

static bool plan(struct desk *desk, const struct rule *rule, int64_t row,
                 struct arena *arena, struct plan *out, struct err *err)
{
    struct plan_env env = desk_plan_env(desk);
    struct expr_outside outside = present_at(when_now());
    struct body_source body = {.desk = desk};
    struct query_subject subject;
    struct event event;
    bool ok;

    if (!events_get(desk->store, row, true, arena, &event, err))
        return false;
    query_subject_init(&subject, &event, NULL);
    subject.fetch = body_fetch;
    subject.of = &body;
    subject.outside = &outside;
    ok = plan_rule(rule, &env, &subject, arena, out, err);
    query_subject_done(&subject);
    body_source_done(&body);
    return ok;
}

static bool begin(struct desk *desk, const struct rule *rule, struct drill *out,
                  struct err *err)
{
    struct arena *arena = arena_new();
    struct plan made = {0};
    struct hand_run hand = {
        .name = arena_printf(arena, _("Drill of rule %s"), rule->name),
        .verb = "drill",
        .object = arena_printf(arena, "rule %s", rule->name),
        .why = _("Fire drill"),
        .event = out->event,
    };
    bool ok = plan(desk, rule, out->event, arena, &made, err);

    if (ok) {
        mark_steps(&made, arena);
        hand.steps = made.steps;
        hand.n_steps = made.n;
        ok = hand_start(desk, &hand, &out->run, err);
    }
    arena_free(arena);
    return ok;
}

/* The sample of an event that somebody names has to fit too. */
static bool named(struct desk *desk, const struct rule *rule, int64_t event,
                  struct json **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct json *body = NULL;
    const char *why = NULL;
    bool ok = sample_body(desk, event, &body, err);

    if (ok) {
        *out = sample_of(body, "drill: ");
        ok = sample_fires(desk, rule, *out, arena, &why, err) &&
             (why == NULL ||
              err_set(err, ERR_INPUT, _("Rule %s does not fire on it: %s"),
                      rule->name, why));
    }
    json_free(body);
    arena_free(arena);
    return ok;
}

bool drill_start(struct desk *desk, const struct drill_wish *wish,
                 struct drill *out, struct err *err)
{
    struct samples samples = {0};
    struct json *sample = NULL;
    struct rule *stored;
    struct rule *rule;
    bool ok;

    if (!access_may(desk, RIGHT_RULES, err))
        return false;
    if (!rules_find(desk->store, str_of(wish->rule), &stored, err))
        return false;
    rule = let(stored);
    ok =
        (wish->event != 0 ? named(desk, rule, wish->event, &sample, err)
                          : sample_fit(desk, rule, wish->type, &sample, err)) &&
        sample_add(desk, sample, &samples, err);
    if (ok && samples.n == 0)
        ok = err_set(err, ERR_BUG, "a sample that was not stored");
    if (ok) {
        out->event = samples.rows[0];
        ok = begin(desk, rule, out, err);
    }
    samples_done(&samples);
    json_free(sample);
    rule_free(rule);
    rule_free(stored);
    return ok;
}
