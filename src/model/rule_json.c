/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_json.c - riposte's own JSON of a rule, both ways; see rule.h.
 */
#include "model/rule.h"

#include "model/codec.h"
#include "model/limits.h"
#include "model/rule_sets.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static const char *const rule_members[] = {
    "name",       "note",     "order",   "mode",   "trigger",  "scope",
    "conditions", "unless",   "expires", "guards", "actions",  "author",
    "editor",     "revision", "saved",   "azure",  "approval",
};
static const char *const trigger_members[] = {"kinds", "on", "changes"};
static const char *const transition_members[] = {"property", "from", "to",
                                                 "moved"};
static const char *const scope_members[] = {"subscriptions", "groups",
                                            "resources", "tags"};
static const char *const action_members[] = {"kind", "with"};

static const struct {
    unsigned flag;
    const char *name;
} triggers[] = {
    {.flag = TRIGGER_CREATED, .name = "created"},
    {.flag = TRIGGER_CHANGED, .name = "changed"},
    {.flag = TRIGGER_SAMPLES, .name = "samples"},
    {.flag = TRIGGER_SNAPSHOTS, .name = "snapshots"},
    {.flag = TRIGGER_CLOSED, .name = "closed"},
    {.flag = TRIGGER_OURS, .name = "ours"},
};

static bool read_texts(const struct json *object, const char *where,
                       const char *name, struct arena *arena, char ***out,
                       size_t *n, struct err *err)
{
    const struct json *list;
    size_t count;
    char **texts;

    if (!member_list(object, where, name, LIMIT_SCOPES, &list, err))
        return false;
    count = json_length(list);
    texts = arena_array(arena, count, sizeof(*texts));
    for (size_t i = 0; i < count; i++) {
        struct str text = json_text(json_item(list, i));

        if (str_empty(text))
            return err_set(err, ERR_INPUT,
                           _("Item %zu of \"%s\" in %s must be text, and not "
                             "empty."),
                           i + 1, name, where);
        texts[i] = arena_textn(arena, text.at, text.len);
    }
    *out = texts;
    *n = count;
    return true;
}

static bool kind_flag(struct str text, unsigned *out)
{
    enum event_kind kind;

    if (!event_kind_parse(text, &kind))
        return false;
    *out = 1u << kind;
    return true;
}

static bool trigger_flag(struct str text, unsigned *out)
{
    for (size_t i = 0; i < N(triggers); i++) {
        if (str_eq_fold(text, str_of(triggers[i].name))) {
            *out = triggers[i].flag;
            return true;
        }
    }
    return false;
}

/* A set of names; *out stays when there is none. */
static bool read_flags(const struct json *object, const char *name,
                       bool (*flag_of)(struct str, unsigned *), unsigned *out,
                       struct err *err)
{
    const struct json *list;
    unsigned all = 0;
    unsigned flag = 0;

    if (!member_list(object, "trigger", name, 16, &list, err))
        return false;
    for (size_t i = 0; i < json_length(list); i++) {
        struct str text = json_text(json_item(list, i));

        if (!flag_of(text, &flag))
            return err_set(err, ERR_INPUT,
                           _("\"%.*s\" is nothing that \"%s\" in trigger can "
                             "hold; see riposte.conf(5)."),
                           STR_ARG(text), name);
        all |= flag;
    }
    if (all != 0)
        *out = all;
    return true;
}

/* A member that is text, or missing and then NULL. */
static bool optional_text(const struct json *json, const char *where,
                          const char *name, struct arena *arena, char **out,
                          struct err *err)
{
    *out = NULL;
    return json_get(json, name) == NULL ||
           member_text(json, where, name, NULL, arena, out, err);
}

static bool read_transition(const struct json *json, struct arena *arena,
                            struct transition *out, struct err *err)
{
    static const char where[] = "a change";
    const struct json *moved;

    if (!members_known(json, where, transition_members, N(transition_members),
                       err) ||
        !member_text(json, where, "property", NULL, arena, &out->property,
                     err) ||
        !optional_text(json, where, "from", arena, &out->from, err) ||
        !optional_text(json, where, "to", arena, &out->to, err) ||
        !member_type(json, where, "moved", JSON_TEXT, &moved, err))
        return false;
    if (moved && !moved_parse(json_text(moved), &out->moved))
        return err_set(err, ERR_INPUT,
                       _("\"moved\" of a change must be raised or lowered, "
                         "but it is \"%.*s\"."),
                       STR_ARG(str_sub(json_text(moved), 0, LIMIT_NAME)));
    return true;
}

static bool read_transitions(const struct json *json, struct rule *rule,
                             struct err *err)
{
    const struct json *list;

    if (!member_list(json, "trigger", "changes", LIMIT_GUARD_ROWS, &list, err))
        return false;
    rule->n_changes = json_length(list);
    rule->changes =
        arena_array(rule->arena, rule->n_changes, sizeof(*rule->changes));
    for (size_t i = 0; i < rule->n_changes; i++) {
        if (!read_transition(json_item(list, i), rule->arena, &rule->changes[i],
                             err))
            return err_prefix(err, _("Change %zu of trigger"), i + 1);
    }
    return true;
}

static bool read_trigger(const struct json *json, struct rule *rule,
                         struct err *err)
{
    if (!json)
        return true;
    return members_known(json, "trigger", trigger_members, N(trigger_members),
                         err) &&
           read_flags(json, "kinds", kind_flag, &rule->kinds, err) &&
           read_flags(json, "on", trigger_flag, &rule->on, err) &&
           read_transitions(json, rule, err);
}

static bool read_scope(const struct json *json, struct rule *rule,
                       struct err *err)
{
    struct scope *scope = &rule->scope;

    if (!json)
        return true;
    return members_known(json, "scope", scope_members, N(scope_members), err) &&
           read_texts(json, "scope", "subscriptions", rule->arena,
                      &scope->subscriptions, &scope->n_subscriptions, err) &&
           read_texts(json, "scope", "groups", rule->arena, &scope->groups,
                      &scope->n_groups, err) &&
           read_texts(json, "scope", "resources", rule->arena,
                      &scope->resources, &scope->n_resources, err) &&
           read_texts(json, "scope", "tags", rule->arena, &scope->tags,
                      &scope->n_tags, err);
}

static bool read_action(const struct json *json, struct arena *arena,
                        struct action *out, struct err *err)
{
    const struct json *with;

    if (!members_known(json, "an action", action_members, N(action_members),
                       err) ||
        !member_text(json, "an action", "kind", NULL, arena, &out->kind, err) ||
        !member_type(json, "an action", "with", JSON_OBJECT, &with, err))
        return false;
    out->with = with ? json_copy(with) : json_new_object();
    return true;
}

static bool read_actions(const struct json *json, struct rule *rule,
                         struct err *err)
{
    const struct json *list;
    size_t count;

    if (!member_list(json, "the rule", "actions", LIMIT_ACTIONS, &list, err))
        return false;
    count = json_length(list);
    rule->actions = arena_array(rule->arena, count, sizeof(*rule->actions));
    for (size_t i = 0; i < count; i++) {
        /* Counted one by one, so that rule_free() finds what is there. */
        if (!read_action(json_item(list, i), rule->arena, &rule->actions[i],
                         err))
            return err_prefix(err, _("Action %zu"), i + 1);
        rule->n_actions = i + 1;
    }
    return true;
}

static bool read_moment(const struct json *json, const char *name, int64_t *out,
                        struct err *err)
{
    const struct json *value;

    if (!member_type(json, "the rule", name, JSON_TEXT, &value, err))
        return false;
    if (value && !str_empty(json_text(value)) &&
        !when_parse(json_text(value), out))
        return err_set(err, ERR_INPUT,
                       _("\"%s\" in the rule must be a moment such as "
                         "2026-12-31T18:00:00Z, but it is \"%.*s\"."),
                       name, STR_ARG(json_text(value)));
    return true;
}

static bool read_number(const struct json *json, const char *name, int64_t *out,
                        struct err *err)
{
    const struct json *value;

    if (!member_type(json, "the rule", name, JSON_INT, &value, err))
        return false;
    if (value)
        json_int(value, out);
    return true;
}

static bool read_mode(const struct json *json, enum rule_mode *out,
                      struct err *err)
{
    const struct json *value;

    if (!member_type(json, "the rule", "mode", JSON_TEXT, &value, err))
        return false;
    if (value && !rule_mode_parse(json_text(value), out))
        return err_set(err, ERR_INPUT,
                       _("The mode of the rule is \"%.*s\"; it must be off, "
                         "shadow, approve or auto."),
                       STR_ARG(json_text(value)));
    return true;
}

static bool read_head(const struct json *json, struct rule *rule,
                      struct err *err)
{
    struct arena *arena = rule->arena;

    return member_text(json, "the rule", "name", NULL, arena, &rule->name,
                       err) &&
           member_text(json, "the rule", "note", "", arena, &rule->note, err) &&
           member_text(json, "the rule", "author", "", arena, &rule->author,
                       err) &&
           member_text(json, "the rule", "editor", "", arena, &rule->editor,
                       err) &&
           read_number(json, "order", &rule->order, err) &&
           read_number(json, "revision", &rule->revision, err) &&
           read_mode(json, &rule->mode, err) &&
           read_moment(json, "expires", &rule->expires, err) &&
           read_moment(json, "saved", &rule->saved, err);
}

static bool read_azure(const struct json *json, struct rule *rule,
                       struct err *err)
{
    const struct json *azure = json_get(json, "azure");

    if (!azure)
        return true;
    if (!rule_azure_check(azure, err))
        return false;
    rule->azure = json_copy(azure);
    return true;
}

bool rule_from_json(const struct json *json, struct rule **out, struct err *err)
{
    struct rule *rule = rule_new();

    if (members_known(json, "the rule", rule_members, N(rule_members), err) &&
        read_head(json, rule, err) &&
        read_trigger(json_get(json, "trigger"), rule, err) &&
        read_scope(json_get(json, "scope"), rule, err) &&
        sets_from_json(json, "conditions", rule->arena, &rule->sets,
                       &rule->n_sets, err) &&
        sets_from_json(json, "unless", rule->arena, &rule->unless,
                       &rule->n_unless, err) &&
        guards_from_json(json_get(json, "guards"), rule->arena, &rule->guards,
                         err) &&
        demand_from_json(json_get(json, "approval"), rule->arena,
                         &rule->approval, err) &&
        read_actions(json, rule, err) && read_azure(json, rule, err)) {
        *out = rule;
        return true;
    }
    rule_free(rule);
    return false;
}

static void set_texts(struct json *out, const char *name, char *const *texts,
                      size_t n)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < n; i++)
        json_add_take(list, json_new_text(str_of(texts[i])));
    json_set_take(out, name, list);
}

static struct json *transitions_json(const struct rule *rule)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < rule->n_changes; i++) {
        const struct transition *change = &rule->changes[i];
        struct json *item = json_new_object();

        json_set_text(item, "property", change->property);
        if (change->from)
            json_set_text(item, "from", change->from);
        if (change->to)
            json_set_text(item, "to", change->to);
        if (change->moved != MOVED_ANY)
            json_set_text(item, "moved", moved_name(change->moved));
        json_add_take(list, item);
    }
    return list;
}

static struct json *trigger_json(const struct rule *rule)
{
    struct json *out = json_new_object();
    struct json *kinds = json_new_array();
    struct json *on = json_new_array();

    for (size_t i = 0; i < EVENT_KIND_N; i++) {
        if (rule->kinds & (1u << i))
            json_add_take(kinds, json_new_text(str_of(
                                     event_kind_name((enum event_kind)i))));
    }
    for (size_t i = 0; i < N(triggers); i++) {
        if (rule->on & triggers[i].flag)
            json_add_take(on, json_new_text(str_of(triggers[i].name)));
    }
    json_set_take(out, "kinds", kinds);
    json_set_take(out, "on", on);
    if (rule->n_changes > 0)
        json_set_take(out, "changes", transitions_json(rule));
    return out;
}

static struct json *actions_json(const struct rule *rule)
{
    struct json *list = json_new_array();

    for (size_t i = 0; i < rule->n_actions; i++) {
        struct json *action = json_new_object();

        json_set_text(action, "kind", rule->actions[i].kind);
        json_set_copy(action, "with", rule->actions[i].with);
        json_add_take(list, action);
    }
    return list;
}

static struct json *scope_json(const struct scope *scope)
{
    struct json *out = json_new_object();

    set_texts(out, "subscriptions", scope->subscriptions,
              scope->n_subscriptions);
    set_texts(out, "groups", scope->groups, scope->n_groups);
    set_texts(out, "resources", scope->resources, scope->n_resources);
    if (scope->n_tags > 0)
        set_texts(out, "tags", scope->tags, scope->n_tags);
    return out;
}

struct json *rule_to_json(const struct rule *rule)
{
    struct json *out = json_new_object();

    json_set_str(out, "name", str_of(rule->name));
    json_set_str(out, "note", str_of(rule->note));
    json_set_int(out, "order", rule->order);
    json_set_text(out, "mode", rule_mode_name(rule->mode));
    json_set_take(out, "trigger", trigger_json(rule));
    json_set_take(out, "scope", scope_json(&rule->scope));
    json_set_take(out, "conditions", sets_to_json(rule->sets, rule->n_sets));
    json_set_take(out, "unless", sets_to_json(rule->unless, rule->n_unless));
    json_set_time(out, "expires", rule->expires);
    json_set_take(out, "guards", guards_to_json(&rule->guards));
    if (demand_said(&rule->approval))
        json_set_take(out, "approval", demand_to_json(&rule->approval));
    json_set_take(out, "actions", actions_json(rule));
    if (rule->azure)
        json_set_copy(out, "azure", rule->azure);
    json_set_str(out, "author", str_of(rule->author));
    json_set_str(out, "editor", str_of(rule->editor));
    json_set_int(out, "revision", rule->revision);
    json_set_time(out, "saved", rule->saved);
    return out;
}
