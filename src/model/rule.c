/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/rule.h"

#include "model/codec.h"
#include "model/limits.h"
#include "util/mem.h"
#include "util/text.h"

static const char *const modes[RULE_MODE_N] = {
    [RULE_OFF] = "off",
    [RULE_SHADOW] = "shadow",
    [RULE_APPROVE] = "approve",
    [RULE_AUTO] = "auto",
};

const char *rule_mode_name(enum rule_mode mode)
{
    return modes[mode];
}

bool rule_mode_parse(struct str text, enum rule_mode *out)
{
    size_t at;

    if (!name_parse(modes, RULE_MODE_N, text, &at))
        return false;
    *out = (enum rule_mode)at;
    return true;
}

/* A new rule is in shadow: nothing is sent before somebody has seen what it
 * would do. */
struct rule *rule_new(void)
{
    struct arena *arena = arena_new();
    struct rule *rule = arena_alloc(arena, sizeof(*rule));

    rule->arena = arena;
    rule->name = arena_text(arena, "");
    rule->note = arena_text(arena, "");
    rule->author = arena_text(arena, "");
    rule->editor = arena_text(arena, "");
    rule->mode = RULE_SHADOW;
    rule->kinds = 1u << EVENT_ALERT;
    rule->on = TRIGGER_CREATED;
    return rule;
}

void rule_free(struct rule *rule)
{
    if (!rule)
        return;
    for (size_t i = 0; i < rule->n_actions; i++)
        json_free(rule->actions[i].with);
    arena_free(rule->arena);
}

static char **copy_texts(struct arena *arena, char *const *texts, size_t n)
{
    char **copy = arena_array(arena, n, sizeof(*copy));

    for (size_t i = 0; i < n; i++)
        copy[i] = arena_text(arena, texts[i]);
    return copy;
}

static struct condition_set *
copy_sets(struct arena *arena, const struct condition_set *sets, size_t n)
{
    struct condition_set *copy = arena_array(arena, n, sizeof(*copy));

    for (size_t i = 0; i < n; i++) {
        copy[i].n = sets[i].n;
        copy[i].all = arena_array(arena, sets[i].n, sizeof(*copy[i].all));
        for (size_t k = 0; k < sets[i].n; k++) {
            const struct condition *from = &sets[i].all[k];
            struct condition *to = &copy[i].all[k];

            to->op = from->op;
            to->property = arena_text(arena, from->property);
            to->value = arena_text(arena, from->value);
            to->query = arena_text(arena, from->query);
        }
    }
    return copy;
}

static struct action *copy_actions(struct arena *arena,
                                   const struct action *actions, size_t n)
{
    struct action *copy = arena_array(arena, n, sizeof(*copy));

    for (size_t i = 0; i < n; i++) {
        copy[i].kind = arena_text(arena, actions[i].kind);
        copy[i].with = actions[i].with ? json_copy(actions[i].with) : NULL;
    }
    return copy;
}

struct rule *rule_copy(const struct rule *rule)
{
    struct arena *arena = arena_new();
    struct rule *copy = arena_alloc(arena, sizeof(*copy));
    const struct scope *scope = &rule->scope;

    *copy = *rule;
    copy->arena = arena;
    copy->name = arena_text(arena, rule->name);
    copy->note = arena_text(arena, rule->note);
    copy->author = arena_text(arena, rule->author);
    copy->editor = arena_text(arena, rule->editor);
    copy->scope.subscriptions =
        copy_texts(arena, scope->subscriptions, scope->n_subscriptions);
    copy->scope.groups = copy_texts(arena, scope->groups, scope->n_groups);
    copy->scope.resources =
        copy_texts(arena, scope->resources, scope->n_resources);
    copy->sets = copy_sets(arena, rule->sets, rule->n_sets);
    copy->unless = copy_sets(arena, rule->unless, rule->n_unless);
    copy->actions = copy_actions(arena, rule->actions, rule->n_actions);
    return copy;
}

/* An id that ends in / or * covers what begins so. */
static bool id_covers(struct str pattern, struct str id)
{
    if (str_ends(pattern, STR("*")))
        return str_starts_fold(id, str_sub(pattern, 0, pattern.len - 1));
    if (str_ends(pattern, STR("/")))
        return str_starts_fold(id, pattern);
    return str_eq_fold(id, pattern);
}

/* A bare name is that group in any subscription; a path is that one. */
static bool group_covers(struct str pattern, const struct resource *resource)
{
    struct resource group;

    if (!str_starts(pattern, STR("/")))
        return str_eq_fold(pattern, resource->group);
    resource_parse(pattern, &group);
    return str_eq_fold(group.subscription, resource->subscription) &&
           str_eq_fold(group.group, resource->group);
}

static bool lies_in_group(const struct scope *scope,
                          const struct resource *resource)
{
    for (size_t i = 0; i < scope->n_groups; i++) {
        if (group_covers(str_of(scope->groups[i]), resource))
            return true;
    }
    return scope->n_groups == 0;
}

bool scope_covers(const struct scope *scope, const struct resource *resource)
{
    bool found = scope->n_subscriptions == 0;

    for (size_t i = 0; i < scope->n_subscriptions && !found; i++)
        found = str_eq_fold(str_of(scope->subscriptions[i]),
                            resource->subscription);
    if (!found || !lies_in_group(scope, resource))
        return false;
    for (size_t i = 0; i < scope->n_resources; i++) {
        if (id_covers(str_of(scope->resources[i]), resource->id))
            return true;
    }
    return scope->n_resources == 0;
}

static bool check_condition(const struct condition *condition, struct err *err)
{
    struct str property = str_trim(str_of(condition->property));

    if (condition->query) {
        if (str_of(condition->query).len > LIMIT_QUERY_TEXT)
            return err_set(err, ERR_INPUT,
                           _("A query of the rule is longer than %d bytes; "
                             "split it."),
                           LIMIT_QUERY_TEXT);
        return true;
    }
    if (str_empty(property))
        return err_set(err, ERR_INPUT,
                       _("A condition has no property; choose one."));
    if (op_takes_list(condition->op) &&
        str_empty(str_trim(str_of(condition->value))))
        return err_set(err, ERR_INPUT,
                       _("The condition on %s needs values; fill them in."),
                       condition->property);
    if (str_of(condition->value).len > LIMIT_QUERY_TEXT)
        return err_set(err, ERR_INPUT,
                       _("The value of the condition on %s is longer than %d "
                         "bytes."),
                       condition->property, LIMIT_QUERY_TEXT);
    return true;
}

static bool check_sets(const struct condition_set *sets, size_t n,
                       struct err *err)
{
    if (n > LIMIT_SETS)
        return err_set(err, ERR_INPUT,
                       _("The rule has more than %d sets of conditions."),
                       LIMIT_SETS);
    for (size_t i = 0; i < n; i++) {
        if (sets[i].n == 0)
            return err_set(err, ERR_INPUT,
                           _("Set %zu of the conditions is empty; fill it or "
                             "remove it."),
                           i + 1);
        if (sets[i].n > LIMIT_CONDITIONS_SET)
            return err_set(err, ERR_INPUT,
                           _("Set %zu has more than %d conditions."), i + 1,
                           LIMIT_CONDITIONS_SET);
        for (size_t k = 0; k < sets[i].n; k++) {
            if (!check_condition(&sets[i].all[k], err))
                return false;
        }
    }
    return true;
}

static bool check_actions(const struct rule *rule, struct err *err)
{
    if (rule->n_actions == 0 && rule->mode != RULE_OFF)
        return err_set(err, ERR_INPUT,
                       _("The rule does nothing; add an action, or set its "
                         "mode to off."));
    if (rule->n_actions > LIMIT_ACTIONS)
        return err_set(err, ERR_INPUT, _("The rule has more than %d actions."),
                       LIMIT_ACTIONS);
    for (size_t i = 0; i < rule->n_actions; i++) {
        if (str_empty(str_of(rule->actions[i].kind)))
            return err_set(err, ERR_INPUT,
                           _("Action %zu has no kind; choose one."), i + 1);
    }
    return true;
}

static bool check_guards(const struct guards *guards, struct err *err)
{
    if (guards->dedupe < 0 || guards->cooldown < 0 || guards->max_age < 0)
        return err_set(err, ERR_INPUT,
                       _("A guard of the rule is negative; give a span such "
                         "as 1h, or leave it empty."));
    return true;
}

bool rule_check(const struct rule *rule, struct err *err)
{
    struct str name = str_trim(str_of(rule->name));
    const struct scope *scope = &rule->scope;

    if (str_empty(name))
        return err_set(err, ERR_INPUT, _("The rule has no name; give one."));
    if (name.len > LIMIT_NAME)
        return err_set(err, ERR_INPUT,
                       _("The name of the rule is longer than %d bytes."),
                       LIMIT_NAME);
    if (str_of(rule->note).len > LIMIT_NOTE)
        return err_set(err, ERR_INPUT,
                       _("The note of the rule is longer than %d bytes."),
                       LIMIT_NOTE);
    if (scope->n_subscriptions + scope->n_groups + scope->n_resources >
        LIMIT_SCOPES)
        return err_set(err, ERR_INPUT,
                       _("The scope of the rule names more than %d places."),
                       LIMIT_SCOPES);
    return check_sets(rule->sets, rule->n_sets, err) &&
           check_sets(rule->unless, rule->n_unless, err) &&
           check_guards(&rule->guards, err) && check_actions(rule, err);
}
