/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/rule.h"

#include "model/codec.h"
#include "model/limits.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/utf8.h"

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
    json_free(rule->azure);
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

static struct transition *
copy_changes(struct arena *arena, const struct transition *changes, size_t n)
{
    struct transition *copy = arena_array(arena, n, sizeof(*copy));

    for (size_t i = 0; i < n; i++) {
        copy[i].property = arena_text(arena, changes[i].property);
        copy[i].from = arena_text(arena, changes[i].from);
        copy[i].to = arena_text(arena, changes[i].to);
        copy[i].moved = changes[i].moved;
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
    copy->scope.tags = copy_texts(arena, scope->tags, scope->n_tags);
    copy->azure = rule->azure ? json_copy(rule->azure) : NULL;
    copy->changes = copy_changes(arena, rule->changes, rule->n_changes);
    guards_copy(&rule->guards, arena, &copy->guards);
    demand_copy(&rule->approval, arena, &copy->approval);
    copy->sets = copy_sets(arena, rule->sets, rule->n_sets);
    copy->unless = copy_sets(arena, rule->unless, rule->n_unless);
    copy->actions = copy_actions(arena, rule->actions, rule->n_actions);
    return copy;
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
    if (op_takes_list(condition->op) &&
        str_starts(str_trim(str_of(condition->value)), STR("(")) &&
        !str_ends(str_trim(str_of(condition->value)), STR(")")))
        return err_set(err, ERR_INPUT,
                       _("The values of the condition on %s begin with ( and "
                         "have no ) at their end; write them as ('a', 'b')."),
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
    if (rule->mode != RULE_OFF && !str_empty(rule_held(rule)))
        return err_set(err, ERR_INPUT,
                       _("The rule only keeps an automation of Azure that has "
                         "no equivalent, and cannot be switched on: %.*s."),
                       STR_ARG(rule_held(rule)));
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

static bool check_severity(const char *text, struct err *err)
{
    enum severity ignored;

    return text == NULL || severity_parse(str_of(text), &ignored) ||
           err_set(err, ERR_INPUT,
                   _("\"%s\" in the changes of the trigger is no severity; "
                     "use Informational, Low, Medium, High or Critical."),
                   text);
}

/* A status that no event has would wait for ever. */
static bool check_status(const char *text, struct err *err)
{
    const char *near;

    if (text == NULL || event_status_known(str_of(text), &near))
        return true;
    if (near)
        return err_set(err, ERR_INPUT,
                       _("No event has the status \"%s\", which the changes of "
                         "the trigger name; did you mean %s?"),
                       text, near);
    return err_set(err, ERR_INPUT,
                   _("No event has the status \"%s\", which the changes of "
                     "the trigger name; use one such as Active or Resolved."),
                   text);
}

static bool check_ends(const struct transition *change, struct err *err)
{
    enum event_column column;

    if (str_eq_fold(str_of(change->property), STR("Severity")))
        return check_severity(change->from, err) &&
               check_severity(change->to, err);
    if (!event_column_of(str_of(change->property), &column) ||
        column != COLUMN_STATUS)
        return true;
    return check_status(change->from, err) && check_status(change->to, err);
}

/* What the event has as one text: ranks are for severities alone. */
static bool check_changes(const struct rule *rule, struct err *err)
{
    enum event_column ignored;

    if (rule->n_changes > 0 && !(rule->on & TRIGGER_CHANGED))
        return err_set(err, ERR_INPUT,
                       _("The trigger waits for a change of %s, but not for "
                         "changed events; add \"changed\" to \"on\"."),
                       rule->changes[0].property);
    if (rule->n_changes > LIMIT_GUARD_ROWS)
        return err_set(err, ERR_INPUT,
                       _("The trigger names more than %d changes."),
                       LIMIT_GUARD_ROWS);
    for (size_t i = 0; i < rule->n_changes; i++) {
        const struct transition *change = &rule->changes[i];
        bool severity = str_eq_fold(str_of(change->property), STR("Severity"));

        if (!severity && !event_column_of(str_of(change->property), &ignored))
            return err_set(err, ERR_INPUT,
                           _("Changes of \"%s\" are not known; name Status, "
                             "Severity, Owner or another column of the "
                             "queue."),
                           change->property);
        if (!severity && change->moved != MOVED_ANY)
            return err_set(err, ERR_INPUT,
                           _("%s cannot be %s: only Severity has ranks. Give "
                             "\"from\" and \"to\"."),
                           change->property, moved_name(change->moved));
        if (!check_ends(change, err))
            return false;
    }
    return true;
}

/* It stands in lists, files and messages: one line, of what can be seen. */
static bool check_name(struct str name, struct err *err)
{
    struct str rest = name;
    uint32_t c;

    if (str_empty(name))
        return err_set(err, ERR_INPUT, _("The rule has no name; give one."));
    if (name.len > LIMIT_NAME)
        return err_set(err, ERR_INPUT,
                       _("The name of the rule is longer than %d bytes."),
                       LIMIT_NAME);
    while (!str_empty(rest)) {
        if (!utf8_next(&rest, &c) || utf8_hostile(c))
            return err_set(err, ERR_INPUT,
                           _("The name of the rule has a line end or another "
                             "character that cannot be seen; take it out."));
    }
    return true;
}

bool rule_check(const struct rule *rule, struct err *err)
{
    if (!check_name(str_trim(str_of(rule->name)), err))
        return false;
    if (str_of(rule->note).len > LIMIT_NOTE)
        return err_set(err, ERR_INPUT,
                       _("The note of the rule is longer than %d bytes."),
                       LIMIT_NOTE);
    return scope_check(&rule->scope, err) &&
           check_sets(rule->sets, rule->n_sets, err) &&
           check_sets(rule->unless, rule->n_unless, err) &&
           check_changes(rule, err) && guards_check(&rule->guards, err) &&
           check_actions(rule, err);
}
