/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_read.c - the form of a rule back into a rule, and what is wrong with a
 * field.
 */
#include <stdio.h>
#include <string.h>

#include "service/language.h"
#include "ui/rule_edit.h"
#include "ui/words.h"
#include "util/text.h"
#include "util/utf8.h"

#define NAME_SIZE 64

static struct str numbered(struct rule_edit *edit, const char *what, int id)
{
    char name[NAME_SIZE + LIMIT_NAME];

    if (snprintf(name, sizeof(name), "%s.%d", what, id) >= (int)sizeof(name))
        return STR_NONE;
    return form_value(edit->form, name);
}

static char *text_of(struct rule_edit *edit, struct arena *arena,
                     const char *name)
{
    struct str value = form_value(edit->form, name);

    return arena_textn(arena, value.at, value.len);
}

static bool is_set(struct rule_edit *edit, const char *name)
{
    return str_eq(form_value(edit->form, name), STR("true"));
}

/* ---- conditions ---- */

static char *copy(struct arena *arena, struct str text)
{
    return arena_textn(arena, text.at, text.len);
}

struct condition rule_read_condition(struct rule_edit *edit,
                                     const struct edit_condition *row,
                                     struct arena *arena)
{
    struct condition condition = {.op = OP_EQ_FOLD};

    if (row->query) {
        condition.query = copy(arena, numbered(edit, "query", row->id));
        return condition;
    }
    condition.property =
        copy(arena, str_trim(numbered(edit, "property", row->id)));
    op_parse(numbered(edit, "op", row->id), &condition.op);
    condition.value = copy(arena, numbered(edit, "value", row->id));
    return condition;
}

static struct condition_set *read_group(struct rule_edit *edit,
                                        const struct edit_group *group,
                                        struct arena *arena, size_t *n)
{
    struct condition_set *sets =
        arena_array(arena, group->n + 1, sizeof(*sets));

    for (size_t i = 0; i < group->n; i++) {
        const struct edit_set *from = &group->set[i];

        sets[i].n = from->n;
        sets[i].all = arena_array(arena, from->n + 1, sizeof(*sets[i].all));
        for (size_t k = 0; k < from->n; k++)
            sets[i].all[k] = rule_read_condition(edit, &from->all[k], arena);
    }
    *n = group->n;
    return sets;
}

/* ---- the rest ---- */

static char **read_lines(struct rule_edit *edit, const char *name,
                         struct arena *arena, size_t *n)
{
    struct str rest = form_value(edit->form, name);
    struct str line;
    char **lines = arena_array(arena, LIMIT_SCOPES, sizeof(*lines));

    *n = 0;
    while (str_cut(&rest, '\n', &line) && *n < LIMIT_SCOPES) {
        line = str_trim(line);
        if (line.len)
            lines[(*n)++] = copy(arena, line);
    }
    return lines;
}

static void read_trigger(struct rule_edit *edit, struct rule *rule)
{
    static const struct {
        const char *name;
        unsigned flag;
    } ons[] = {
        {"on.created", TRIGGER_CREATED},     {"on.changed", TRIGGER_CHANGED},
        {"on.closed", TRIGGER_CLOSED},       {"on.samples", TRIGGER_SAMPLES},
        {"on.snapshots", TRIGGER_SNAPSHOTS}, {"on.ours", TRIGGER_OURS},
    };

    rule->on = 0;
    rule->kinds = 0;
    for (size_t i = 0; i < sizeof(ons) / sizeof(ons[0]); i++)
        rule->on |= is_set(edit, ons[i].name) ? ons[i].flag : 0;
    for (int i = 0; i < EVENT_KIND_N; i++) {
        char name[NAME_SIZE];

        snprintf(name, sizeof(name), "kind.%s",
                 event_kind_name((enum event_kind)i));
        rule->kinds |= is_set(edit, name) ? 1u << i : 0;
    }
}

static int64_t read_span(struct rule_edit *edit, const char *name)
{
    int64_t span = 0;

    when_span_parse(form_value(edit->form, name), &span);
    return span;
}

static void read_field(struct rule_edit *edit, const struct edit_action *from,
                       const struct field *field, struct json *with)
{
    char what[NAME_SIZE + LIMIT_NAME];

    snprintf(what, sizeof(what), "%s.%s", from->kind->name, field->name);
    field_row_read(field, numbered(edit, what, from->id), with);
}

static void read_actions(struct rule_edit *edit, struct rule *rule)
{
    rule->actions =
        arena_array(rule->arena, edit->n_actions + 1, sizeof(*rule->actions));
    rule->n_actions = edit->n_actions;
    for (size_t i = 0; i < edit->n_actions; i++) {
        const struct edit_action *from = &edit->action[i];
        struct action *action = &rule->actions[i];

        action->kind = arena_text(rule->arena, from->kind->name);
        action->with = json_new_object();
        for (size_t k = 0; k < from->kind->n_fields; k++)
            read_field(edit, from, &from->kind->fields[k], action->with);
    }
}

static void read_changes(struct rule_edit *edit, struct rule *rule)
{
    struct err ignored;
    size_t n;
    char **lines = read_lines(edit, "changes", rule->arena, &n);

    rule->changes = arena_array(rule->arena, n, sizeof(*rule->changes));
    for (size_t i = 0; i < n; i++)
        rule->n_changes +=
            transition_parse(str_of(lines[i]), rule->arena,
                             &rule->changes[rule->n_changes], &ignored);
}

static void read_guards(struct rule_edit *edit, struct rule *rule)
{
    struct guards *guards = &rule->guards;
    struct arena *arena = rule->arena;
    struct str key = str_trim(form_value(edit->form, "guard.key"));
    struct err ignored;
    char **lines;
    size_t n;

    guards->dedupe = read_span(edit, "guard.dedupe");
    guards->cooldown = read_span(edit, "guard.cooldown");
    guards->max_age = read_span(edit, "guard.max_age");
    guards->settle = read_span(edit, "guard.settle");
    guards->key = key.len ? copy(arena, key) : NULL;
    lines = read_lines(edit, "guard.quotas", arena, &n);
    guards->quotas = arena_array(arena, n, sizeof(*guards->quotas));
    for (size_t i = 0; i < n; i++)
        guards->n_quotas +=
            quota_parse(str_of(lines[i]), &guards->quotas[guards->n_quotas]);
    lines = read_lines(edit, "guard.schedule", arena, &n);
    guards->schedules = arena_array(arena, n, sizeof(*guards->schedules));
    for (size_t i = 0; i < n; i++)
        guards->n_schedules +=
            schedule_parse(str_of(lines[i]), arena,
                           &guards->schedules[guards->n_schedules], &ignored);
}

struct rule *rule_read(struct rule_edit *edit)
{
    struct rule *rule = rule_new();
    struct arena *arena = rule->arena;

    rule->row = edit->base->row;
    rule->revision = edit->base->revision;
    rule->author = arena_text(arena, edit->base->author);
    rule->editor = arena_text(arena, edit->base->editor);
    rule->saved = edit->base->saved;
    if (edit->base->azure)
        rule->azure = json_copy(edit->base->azure);
    rule_demand_read(edit, arena, &rule->approval);
    rule->name = text_of(edit, arena, "name");
    rule->note = text_of(edit, arena, "note");
    str_int(form_value(edit->form, "order"), &rule->order);
    rule_mode_parse(form_value(edit->form, "mode"), &rule->mode);
    read_trigger(edit, rule);
    rule->sets =
        read_group(edit, edit->group[GROUP_CONDITIONS], arena, &rule->n_sets);
    rule->unless =
        read_group(edit, edit->group[GROUP_UNLESS], arena, &rule->n_unless);
    rule->scope.subscriptions = read_lines(edit, "scope.subscriptions", arena,
                                           &rule->scope.n_subscriptions);
    rule->scope.groups =
        read_lines(edit, "scope.groups", arena, &rule->scope.n_groups);
    rule->scope.resources =
        read_lines(edit, "scope.resources", arena, &rule->scope.n_resources);
    rule->scope.tags =
        read_lines(edit, "scope.tags", arena, &rule->scope.n_tags);
    read_changes(edit, rule);
    read_guards(edit, rule);
    when_parse(form_value(edit->form, "expires"), &rule->expires);
    read_actions(edit, rule);
    return rule;
}

/* ---- what is wrong with one field ---- */

static bool check_name(struct rule_edit *edit, struct edit_tag tag,
                       struct str value, struct err *err)
{
    (void)edit;
    (void)tag;
    if (!value.len)
        return err_set(err, ERR_INPUT, _("Give the rule a name."));
    if (value.len > LIMIT_NAME)
        return err_set(err, ERR_INPUT, _("A name has at most %d bytes."),
                       LIMIT_NAME);
    return true;
}

static bool check_order(struct rule_edit *edit, struct edit_tag tag,
                        struct str value, struct err *err)
{
    int64_t number;

    (void)edit;
    (void)tag;
    return !value.len || str_int(value, &number) ||
           err_set(err, ERR_INPUT, _("The order is a whole number."));
}

static bool check_span(struct rule_edit *edit, struct edit_tag tag,
                       struct str value, struct err *err)
{
    int64_t span;

    (void)edit;
    (void)tag;
    return !value.len || (when_span_parse(value, &span) && span > 0) ||
           err_set(err, ERR_INPUT,
                   _("Write a time such as 5m, 2h or 1d, or nothing."));
}

/* Each line by itself. */
static bool check_lines(struct str value,
                        bool (*good)(struct str line, struct arena *arena,
                                     struct err *err),
                        struct err *err)
{
    struct arena *arena = arena_new();
    struct str line;
    bool ok = true;

    while (ok && str_cut(&value, '\n', &line)) {
        line = str_trim(line);
        ok = !line.len || good(line, arena, err);
    }
    arena_free(arena);
    return ok;
}

static bool good_quota(struct str line, struct arena *arena, struct err *err)
{
    struct quota quota;

    (void)arena;
    return quota_parse(line, &quota) ||
           err_set(err, ERR_INPUT,
                   _("\"%.*s\" is no quota; write it as 3 per 1h, or 7 per 1d "
                     "per target."),
                   STR_ARG(str_sub(line, 0, LIMIT_NAME)));
}

static bool check_quotas(struct rule_edit *edit, struct edit_tag tag,
                         struct str value, struct err *err)
{
    (void)edit;
    (void)tag;
    return check_lines(value, good_quota, err);
}

static bool good_schedule(struct str line, struct arena *arena, struct err *err)
{
    struct schedule schedule;
    struct guards guards = {.schedules = &schedule, .n_schedules = 1};

    return schedule_parse(line, arena, &schedule, err) &&
           guards_check(&guards, err);
}

static bool check_schedules(struct rule_edit *edit, struct edit_tag tag,
                            struct str value, struct err *err)
{
    (void)edit;
    (void)tag;
    return check_lines(value, good_schedule, err);
}

static bool good_change(struct str line, struct arena *arena, struct err *err)
{
    struct transition change;

    return transition_parse(line, arena, &change, err);
}

static bool check_changes(struct rule_edit *edit, struct edit_tag tag,
                          struct str value, struct err *err)
{
    (void)edit;
    (void)tag;
    return check_lines(value, good_change, err);
}

static bool check_expires(struct rule_edit *edit, struct edit_tag tag,
                          struct str value, struct err *err)
{
    int64_t moment;

    (void)edit;
    (void)tag;
    return !value.len || when_parse(value, &moment) ||
           err_set(err, ERR_INPUT,
                   _("Write a date such as 2026-12-31, or nothing."));
}

static bool check_property(struct rule_edit *edit, struct edit_tag tag,
                           struct str value, struct err *err)
{
    static const char function[] = "isnotempty(";
    struct buf text;
    bool ok;

    (void)edit;
    (void)tag;
    if (!value.len)
        return err_set(err, ERR_INPUT,
                       _("Name a property, or take the row away with –."));
    buf_init(&text);
    buf_printf(&text, "%s%.*s)", function, STR_ARG(value));
    ok = language_check_part(buf_view(&text), strlen(function), err);
    buf_done(&text);
    return ok;
}

/* The whole comparison is wrong where its value is. */
static bool check_value(struct rule_edit *edit, struct edit_tag tag,
                        struct str value, struct err *err)
{
    enum edit_group_name group;
    struct edit_set *set;
    struct edit_condition *row =
        rule_shape_condition(edit, tag.id, &set, &group);
    struct arena *arena = arena_new();
    struct condition condition;
    struct buf text;
    bool ok = true;

    buf_init(&text);
    condition = row ? rule_read_condition(edit, row, arena)
                    : (struct condition){.property = NULL};
    if (condition.property && *condition.property) {
        condition.value = copy(arena, value);
        condition_write(&condition, &text);
        ok = language_check_part(buf_view(&text),
                                 utf8_length(str_of(condition.property)) +
                                     strlen(op_spelling(condition.op)) + 2,
                                 err);
    }
    buf_done(&text);
    arena_free(arena);
    return ok;
}

static bool check_query(struct rule_edit *edit, struct edit_tag tag,
                        struct str value, struct err *err)
{
    (void)edit;
    (void)tag;
    if (!value.len)
        return err_set(err, ERR_INPUT,
                       _("Write a query, or take the row away with –."));
    return language_check(value, err);
}

static bool check_field(struct rule_edit *edit, struct edit_tag tag,
                        struct str value, struct err *err)
{
    const struct edit_action *action = rule_shape_action(edit, tag.id);
    const struct field *field;

    if (!action || (size_t)tag.field >= action->kind->n_fields)
        return true;
    field = &action->kind->fields[tag.field];
    if (!value.len && field->required)
        return err_set(err, ERR_INPUT, _("%s is needed: %s"), _(field->label),
                       field->help ? _(field->help) : "");
    return !value.len || field_check(field, value, err);
}

bool rule_read_check(void *with, const struct form_row *row, struct str value,
                     struct err *err)
{
    static bool (*const checks[])(struct rule_edit *, struct edit_tag,
                                  struct str, struct err *) = {
        [ROW_NAME] = check_name,       [ROW_ORDER] = check_order,
        [ROW_QUOTAS] = check_quotas,   [ROW_SCHEDULES] = check_schedules,
        [ROW_CHANGES] = check_changes, [ROW_SPAN] = check_span,
        [ROW_EXPIRES] = check_expires, [ROW_PROPERTY] = check_property,
        [ROW_VALUE] = check_value,     [ROW_QUERY] = check_query,
        [ROW_FIELD] = check_field,     [ROW_DEMAND] = rule_demand_check,
    };
    struct edit_tag tag = edit_tag_get(row->tag);

    if ((size_t)tag.row >= sizeof(checks) / sizeof(checks[0]) ||
        !checks[tag.row])
        return true;
    return checks[tag.row](with, tag, value, err);
}
