/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service/sample_fit.h"

#include <string.h>

#include "engine/rule_test.h"
#include "model/envelope.h"
#include "service/decide.h"
#include "service/present.h"
#include "service/watchlist.h"
#include "util/text.h"
#include "util/when.h"

/* Stored alerts that are looked at. */
#define CANDIDATES 2000
#define MARK       "drill: "

/* Columns and members have other names in a body. */
static const struct {
    const char *property;
    const char *member;
} members[] = {
    {"Title", "AlertDisplayName"},
    {"AlertName", "AlertDisplayName"},
    {"DisplayName", "AlertDisplayName"},
    {"AlertSeverity", "Severity"},
    {"Type", "AlertType"},
    {"Tactics", "Intent"},
    {"Tactic", "Intent"},
    {"Product", "ProductName"},
    {"Entity", "CompromisedEntity"},
};

static bool test(struct desk *desk, const struct rule *rule,
                 const struct event *event, struct arena *arena,
                 const char **reason, struct err *err)
{
    int64_t now = when_now();
    struct query_env env = watchlist_env(desk->config, now);
    struct expr_outside outside = present_at(now);
    struct plan_env plan_env = desk_plan_env(desk);
    struct plan plan = {0};
    struct err fault = {0};
    struct body_source body = {0};
    struct query_subject subject;
    struct rule_trace trace;
    struct occasion occasion = {
        .subject = &subject, .changes = CHANGE_NEW, .now = now};
    bool ok;

    query_subject_init(&subject, event, NULL);
    subject.fetch = body_fetch;
    subject.of = &body;
    subject.outside = &outside;
    ok = rule_test(rule, &env, &occasion, arena, &trace, err);
    if (ok && trace.decision.reason != DECISION_FIRED)
        *reason = trace.decision.text;
    else if (ok)
        *reason = plan_rule(rule, &plan_env, &subject, arena, &plan, &fault)
                      ? NULL
                      : arena_text(arena, fault.text);
    query_subject_done(&subject);
    body_source_done(&body);
    return ok;
}

bool sample_fires(struct desk *desk, const struct rule *rule,
                  const struct json *body, struct arena *arena,
                  const char **reason, struct err *err)
{
    struct envelope envelope;
    struct skim_value value;
    struct event event;
    struct buf text;
    bool ok;

    buf_init(&text);
    json_write(body, JSON_COMPACT, &text);
    envelope_init(&envelope, buf_view(&text));
    ok = envelope_next(&envelope, &value, err) == ENVELOPE_ITEM &&
         event_read(&value, STR("sample"), when_now(), arena, &event, err) &&
         test(desk, rule, &event, arena, reason, err);
    buf_done(&text);
    return ok;
}

/* A title that a condition asks for stays as it is. */
static bool mark(struct desk *desk, const struct rule *rule,
                 const struct json *body, struct json **out, const char **why,
                 struct arena *arena, struct err *err)
{
    static const char *const marks[] = {MARK, NULL};

    for (size_t i = 0; i < 2; i++) {
        struct json *sample = sample_of(body, marks[i]);

        if (!sample_fires(desk, rule, sample, arena, why, err)) {
            json_free(sample);
            return false;
        }
        if (*why == NULL) {
            *out = sample;
            return true;
        }
        json_free(sample);
    }
    return true;
}

/* *out stays NULL when it does not fit. */
static bool try_stored(struct desk *desk, const struct rule *rule, int64_t row,
                       struct json **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct json *body = NULL;
    const char *why;
    bool ok;

    ok = sample_body(desk, row, &body, err) &&
         mark(desk, rule, body, out, &why, arena, err);
    json_free(body);
    arena_free(arena);
    return ok;
}

static bool from_store(struct desk *desk, const struct rule *rule,
                       struct json **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct event_row *rows;
    bool ok;
    size_t n;

    ok = events_newest(desk->store, CANDIDATES, arena, &rows, &n, err);
    for (size_t i = 0; ok && *out == NULL && i < n; i++) {
        if (rows[i].kind == EVENT_ALERT)
            ok = try_stored(desk, rule, rows[i].row, out, err);
    }
    arena_free(arena);
    return ok;
}

static const char *member_of(const char *property)
{
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        if (str_eq_fold(str_of(members[i].property), str_of(property)))
            return members[i].member;
    }
    return property;
}

/* The first of a list; a value that is asked for as a part of a text stands
 * for the whole of it. */
static struct str first_value(const struct condition *condition)
{
    struct str value = str_trim(str_of(condition->value));
    struct str first;

    if (!op_takes_list(condition->op))
        return value;
    if (str_starts(value, STR("(")))
        value = str_sub(value, 1, value.len - 1);
    if (str_cut(&value, ',', &first))
        value = str_trim(first);
    if (value.len > 1 && (value.at[0] == '\'' || value.at[0] == '"'))
        value = str_sub(value, 1, value.len - 1);
    return value;
}

static void meet(const struct condition *condition, struct json *body)
{
    static const bool asks[OP_N] = {
        [OP_EQ] = true,      [OP_EQ_FOLD] = true,   [OP_LE] = true,
        [OP_GE] = true,      [OP_CONTAINS] = true,  [OP_CONTAINS_CS] = true,
        [OP_HAS] = true,     [OP_HAS_CS] = true,    [OP_HAS_ANY] = true,
        [OP_STARTS] = true,  [OP_STARTS_CS] = true, [OP_ENDS] = true,
        [OP_ENDS_CS] = true, [OP_IN] = true,        [OP_IN_FOLD] = true,
    };

    if (condition->query == NULL && condition->value != NULL &&
        asks[condition->op])
        json_set_str(body, member_of(condition->property),
                     first_value(condition));
}

/* What its first containment acts on, else a machine within its scope. */
static const char *target_of(const struct desk *desk, const struct rule *rule,
                             struct arena *arena)
{
    const struct config *config = desk->config;

    for (size_t i = 0; i < rule->n_actions; i++) {
        const struct containment *entry = catalogue_find(
            desk->catalogue,
            json_text(json_get(rule->actions[i].with, "action")));

        if (entry != NULL && entry->sample != NULL)
            return entry->sample;
    }
    return arena_printf(
        arena,
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Compute/"
        "virtualMachines/drill",
        rule->scope.n_subscriptions > 0 ? rule->scope.subscriptions[0]
        : config->n_subscriptions > 0   ? config->subscriptions[0]
                                      : "00000000-0000-0000-0000-000000000000",
        rule->scope.n_groups > 0 ? rule->scope.groups[0] : "rg-drill");
}

static bool from_rule(struct desk *desk, const struct rule *rule,
                      struct json **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct json *body =
        sample_blank("RIPOSTE_DRILL", target_of(desk, rule, arena));
    const char *why = NULL;
    bool ok;

    for (size_t i = 0; rule->n_sets > 0 && i < rule->sets[0].n; i++)
        meet(&rule->sets[0].all[i], body);
    ok = mark(desk, rule, body, out, &why, arena, err);
    if (ok && *out == NULL)
        ok = err_set(err, ERR_INPUT,
                     _("No stored alert fits rule %s, and one that was made "
                       "of its conditions does not either: %s Name an event "
                       "with --event."),
                     rule->name, why);
    json_free(body);
    arena_free(arena);
    return ok;
}

bool sample_fit(struct desk *desk, const struct rule *rule, const char *type,
                struct json **out, struct err *err)
{
    int64_t row = 0;

    *out = NULL;
    if (rule->kinds != 0 && !(rule->kinds & 1u << EVENT_ALERT))
        return err_set(err, ERR_INPUT,
                       _("Rule %s takes no alerts, and only alerts can be made "
                         "samples of. `riposte rule test' and `riposte rule "
                         "backtest' try it on events that are there."),
                       rule->name);
    if (type == NULL)
        return from_store(desk, rule, out, err) &&
               (*out != NULL || from_rule(desk, rule, out, err));
    if (!events_of_type(desk->store, str_of(type), &row, err))
        return false;
    if (row == 0)
        return err_set(err, ERR_ABSENT,
                       _("No alert of the type %.80s was seen."), type);
    if (!try_stored(desk, rule, row, out, err))
        return false;
    return *out != NULL ||
           err_set(err, ERR_INPUT,
                   _("Rule %s does not fire on alerts like the newest of the "
                     "type %.80s: `riposte rule why' tells why."),
                   rule->name, type);
}
