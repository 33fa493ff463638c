/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model/event.h"
#include "util/text.h"
#include "util/when.h"

const char *lint_grade_name(enum lint_grade grade)
{
    static const char *const names[LINT_GRADE_N] = {
        [LINT_ADVICE] = "advice",
        [LINT_WARNING] = "warning",
    };

    return names[grade];
}

void lint_say(struct lint *lint, enum lint_grade grade, const char *name,
              const char *part, const char *fmt, ...)
{
    char text[1024];
    va_list values;

    va_start(values, fmt);
    vsnprintf(text, sizeof(text), fmt, values);
    va_end(values);
    lint->items =
        arena_grown(lint->arena, lint->items, lint->n, sizeof(*lint->items));
    lint->items[lint->n++] = (struct lint_finding){
        .grade = grade,
        .name = name,
        .part = arena_text(lint->arena, part),
        .text = arena_text(lint->arena, text),
    };
}

static const char *set_part(struct lint *lint, const char *name, size_t number)
{
    return arena_printf(lint->arena, "%s %zu", name, number + 1);
}

static void check_expiry(struct lint *lint, const struct rule *rule,
                         int64_t now)
{
    char text[WHEN_TEXT_SIZE];

    if (rule->expires != 0 && rule->expires <= now)
        lint_say(lint, LINT_WARNING, "expired", "",
                 _("The rule expired at %s and fires no more. Give it another "
                   "end, or remove it."),
                 when_iso(rule->expires, text));
}

static void check_sets(struct lint *lint, const struct rule *rule, int64_t now)
{
    size_t impossible = 0;
    const char *why;

    (void)now;
    for (size_t i = 0; i < rule->n_sets; i++) {
        if (lint_possible(&rule->sets[i], lint->arena, &why))
            continue;
        impossible++;
        lint_say(lint, LINT_WARNING, "never", set_part(lint, "conditions", i),
                 _("The set can never hold: %s."), why);
    }
    if (impossible > 0 && impossible == rule->n_sets)
        lint_say(lint, LINT_WARNING, "never", "",
                 _("The rule can never fire: none of its sets can hold."));
}

static void check_unless(struct lint *lint, const struct rule *rule,
                         int64_t now)
{
    (void)now;
    for (size_t i = 0; i < rule->n_unless; i++) {
        size_t within = 0;

        for (size_t k = 0; k < rule->n_sets; k++)
            within += lint_within(&rule->sets[k], &rule->unless[i]);
        if (rule->unless[i].n > 0 && rule->n_sets > 0 && within == rule->n_sets)
            lint_say(lint, LINT_WARNING, "never", set_part(lint, "unless", i),
                     _("The exception holds whenever the conditions do, so the "
                       "rule can never fire."));
    }
}

static bool asks_status(const struct condition *condition)
{
    enum event_column column;

    return condition->query == NULL &&
           event_column_of(str_of(condition->property), &column) &&
           column == COLUMN_STATUS;
}

static bool takes_exactly(enum op op)
{
    return op == OP_EQ || op == OP_EQ_FOLD || op == OP_IN || op == OP_IN_FOLD;
}

static bool awaits_status(const struct rule *rule)
{
    for (size_t i = 0; i < rule->n_changes; i++) {
        if (str_eq_fold(str_of(rule->changes[i].property), STR("Status")))
            return true;
    }
    return false;
}

/* "Status =~ 'Resolved'" with a trigger that takes open events only. */
static void check_closed(struct lint *lint, const struct rule *rule,
                         int64_t now)
{
    (void)now;
    if ((rule->on & TRIGGER_CLOSED) != 0 || awaits_status(rule))
        return;
    for (size_t i = 0; i < rule->n_sets; i++) {
        for (size_t k = 0; k < rule->sets[i].n; k++) {
            const struct condition *condition = &rule->sets[i].all[k];
            struct str *values;
            size_t n = condition_values(condition, lint->arena, &values);
            bool open = n == 0;

            if (!asks_status(condition) || !takes_exactly(condition->op))
                continue;
            for (size_t v = 0; v < n; v++)
                open |= event_status_open(values[v]);
            if (!open)
                lint_say(lint, LINT_WARNING, "never",
                         set_part(lint, "conditions", i),
                         _("It asks for the status %.*s, and the rule takes "
                           "open events only. Let its trigger take closed "
                           "ones."),
                         STR_ARG(values[0]));
        }
    }
}

/* "Status == 'Activ'". */
static void check_statuses(struct lint *lint, const struct rule *rule,
                           int64_t now)
{
    (void)now;
    for (size_t i = 0; i < rule->n_sets; i++) {
        for (size_t k = 0; k < rule->sets[i].n; k++) {
            const struct condition *condition = &rule->sets[i].all[k];
            struct str *values;
            size_t n = condition_values(condition, lint->arena, &values);
            const char *near = NULL;

            if (!asks_status(condition) || !takes_exactly(condition->op))
                continue;
            for (size_t v = 0; v < n; v++) {
                if (event_status_known(values[v], &near) || near == NULL)
                    continue;
                lint_say(lint, LINT_WARNING, "never",
                         set_part(lint, "conditions", i),
                         _("No event has the status \"%.*s\"; did you mean "
                           "%s?"),
                         STR_ARG(values[v]), near);
            }
        }
    }
}

/* What "contains" takes beside what it says (FACTS 9). */
static void check_healthy(struct lint *lint, const struct rule *rule,
                          int64_t now)
{
    (void)now;
    for (size_t i = 0; i < rule->n_sets; i++) {
        for (size_t k = 0; k < rule->sets[i].n; k++) {
            const struct condition *condition = &rule->sets[i].all[k];
            struct str *values;

            if (condition->query == NULL && condition->op == OP_CONTAINS &&
                condition_values(condition, lint->arena, &values) == 1 &&
                str_eq_fold(values[0], STR("healthy")))
                lint_say(lint, LINT_WARNING, "healthy",
                         set_part(lint, "conditions", i),
                         _("\"contains healthy\" holds for Unhealthy too; "
                           "write =~ 'Healthy' or =~ 'Unhealthy'."));
        }
    }
}

/* Heads of paths that events of a kind have (FACTS 8). */
static const struct {
    enum event_kind kind;
    const char *head;
} foreign[] = {
    {.kind = EVENT_ALERT, .head = "properties."},
    {.kind = EVENT_ALERT, .head = "Entity."},
    {.kind = EVENT_RECOMMENDATION, .head = "ExtendedProperties"},
    {.kind = EVENT_RECOMMENDATION, .head = "Entities"},
    {.kind = EVENT_COMPLIANCE, .head = "ExtendedProperties"},
    {.kind = EVENT_COMPLIANCE, .head = "Entities"},
    {.kind = EVENT_COMPLIANCE, .head = "properties.metadata"},
};

static bool is_foreign(enum event_kind kind, struct str property)
{
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
        if (foreign[i].kind == kind &&
            str_starts(property, str_of(foreign[i].head)))
            return true;
    }
    return false;
}

static void check_paths(struct lint *lint, const struct rule *rule, int64_t now)
{
    unsigned kinds = rule->kinds != 0 ? rule->kinds : 1u << EVENT_ALERT;

    (void)now;
    for (size_t i = 0; i < rule->n_sets; i++) {
        for (size_t k = 0; k < rule->sets[i].n; k++) {
            const struct condition *condition = &rule->sets[i].all[k];
            bool some = condition->query != NULL;

            for (int kind = 0; !some && kind < EVENT_KIND_N; kind++)
                some = (kinds & (1u << kind)) != 0 &&
                       !is_foreign((enum event_kind)kind,
                                   str_of(condition->property));
            if (!some)
                lint_say(lint, LINT_WARNING, "never",
                         set_part(lint, "conditions", i),
                         _("No event of the kinds that the rule takes has "
                           "\"%s\"."),
                         condition->property);
        }
    }
}

static void check_always(struct lint *lint, const struct rule *rule,
                         int64_t now)
{
    bool asks = rule->n_sets > 0;

    (void)now;
    for (size_t i = 0; i < rule->n_sets; i++)
        asks &= rule->sets[i].n > 0;
    if (!asks && scope_empty(&rule->scope) && rule->n_changes == 0)
        lint_say(lint, LINT_ADVICE, "always", "",
                 _("The rule fires on every event of its kinds: it has neither "
                   "conditions nor a scope."));
}

static bool has_guard(const struct guards *guards)
{
    return guards->dedupe || guards->cooldown || guards->settle ||
           guards->n_quotas > 0;
}

static void check_guards(struct lint *lint, const struct rule *rule,
                         int64_t now)
{
    (void)now;
    if (rule->mode != RULE_AUTO || has_guard(&rule->guards))
        return;
    for (size_t i = 0; i < rule->n_actions; i++) {
        if (strcmp(rule->actions[i].kind, "contain") == 0) {
            lint_say(lint, LINT_ADVICE, "unguarded",
                     set_part(lint, "actions", i),
                     _("It contains by itself, and nothing bounds how often: "
                       "give the rule a quota, or a dedupe window."));
            return;
        }
    }
}

void lint_rule(struct lint *lint, const struct rule *rule, int64_t now)
{
    static void (*const checks[])(struct lint *, const struct rule *,
                                  int64_t) = {
        check_expiry,  check_sets,  check_unless, check_closed, check_statuses,
        check_healthy, check_paths, check_always, check_guards,
    };

    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        checks[i](lint, rule, now);
}
