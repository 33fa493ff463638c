/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_shape.c - which rows the form of a rule has.
 */
#include <inttypes.h>
#include <string.h>

#include "ui/rule_edit.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

#define ROWS_MOST                                                              \
    (64 + 2 * LIMIT_SETS * (LIMIT_CONDITIONS_SET * 5 + 3) +                    \
     LIMIT_ACTIONS * (LIMIT_FIELDS + 3))

/* What the button behind a condition takes, with what stands round it. */
#define REMOVE_COLS 8

/* The rows while they are being put together. */
struct rows {
    struct rule_edit *edit;
    struct arena *arena;
    struct form_row *row;
    size_t n;
};

uint64_t edit_tag_put(struct edit_tag tag)
{
    return (uint64_t)tag.row << 56 | (uint64_t)(uint16_t)tag.field << 40 |
           (uint64_t)(uint32_t)tag.id;
}

struct edit_tag edit_tag_get(uint64_t tag)
{
    return (struct edit_tag){
        .row = (enum edit_row)(tag >> 56),
        .field = (int)(tag >> 40 & 0xffff),
        .id = (int)(uint32_t)tag,
    };
}

/* ---- finding rows by their numbers ---- */

struct edit_set *rule_shape_set(struct rule_edit *edit, int id,
                                enum edit_group_name *group)
{
    for (int g = 0; g < GROUP_N; g++) {
        for (size_t i = 0; i < edit->group[g]->n; i++) {
            if (edit->group[g]->set[i].id == id) {
                *group = (enum edit_group_name)g;
                return &edit->group[g]->set[i];
            }
        }
    }
    return NULL;
}

static struct edit_condition *find_in(struct edit_set *set, int id)
{
    for (size_t i = 0; i < set->n; i++) {
        if (set->all[i].id == id)
            return &set->all[i];
    }
    return NULL;
}

struct edit_condition *rule_shape_condition(struct rule_edit *edit, int id,
                                            struct edit_set **set,
                                            enum edit_group_name *group)
{
    for (int g = 0; g < GROUP_N; g++) {
        for (size_t i = 0; i < edit->group[g]->n; i++) {
            struct edit_condition *found = find_in(&edit->group[g]->set[i], id);

            if (found) {
                *set = &edit->group[g]->set[i];
                *group = (enum edit_group_name)g;
                return found;
            }
        }
    }
    return NULL;
}

struct edit_action *rule_shape_action(struct rule_edit *edit, int id)
{
    for (size_t i = 0; i < edit->n_actions; i++) {
        if (edit->action[i].id == id)
            return &edit->action[i];
    }
    return NULL;
}

/* ---- from the rule ---- */

static void open_group(struct rule_edit *edit, enum edit_group_name name,
                       const struct condition_set *sets, size_t n)
{
    struct edit_group *group = edit->group[name];

    for (size_t i = 0; i < n && i < LIMIT_SETS; i++) {
        struct edit_set *set = &group->set[group->n++];

        set->id = ++edit->last_id;
        for (size_t k = 0; k < sets[i].n && k < LIMIT_CONDITIONS_SET; k++)
            set->all[set->n++] = (struct edit_condition){
                .id = ++edit->last_id,
                .query = sets[i].all[k].query != NULL,
                .from = &sets[i].all[k],
            };
    }
}

static const struct action_kind_row *kind_of(const char *name)
{
    const struct action_kind_row *kinds;
    size_t n = action_kinds(&kinds);

    for (size_t i = 0; i < n; i++) {
        if (!strcmp(kinds[i].name, name))
            return &kinds[i];
    }
    return n ? &kinds[0] : NULL;
}

void rule_shape_open(struct rule_edit *edit)
{
    const struct rule *rule = edit->base;

    open_group(edit, GROUP_CONDITIONS, rule->sets, rule->n_sets);
    open_group(edit, GROUP_UNLESS, rule->unless, rule->n_unless);
    for (size_t i = 0; i < rule->n_actions && i < LIMIT_ACTIONS; i++)
        edit->action[edit->n_actions++] = (struct edit_action){
            .id = ++edit->last_id,
            .kind = kind_of(rule->actions[i].kind),
            .from = rule->actions[i].with,
        };
}

/* ---- rows ---- */

static struct form_row *add(struct rows *rows, const char *name,
                            const char *label, enum form_kind kind)
{
    struct form_row *row = &rows->row[rows->n++];

    *row = (struct form_row){.name = name, .label = label, .kind = kind};
    return row;
}

static struct form_row *add_numbered(struct rows *rows, struct edit_tag tag,
                                     const char *what, const char *label,
                                     enum form_kind kind)
{
    const char *name = arena_printf(rows->arena, "%s.%d", what, tag.id);
    struct form_row *row = add(rows, name, label, kind);

    row->tag = edit_tag_put(tag);
    return row;
}

static void add_heading(struct rows *rows, const char *label)
{
    const char *name = arena_printf(rows->arena, "head.%zu", rows->n);

    add(rows, name, label, FORM_HEADING);
}

static void add_text(struct rows *rows, const char *name, const char *label,
                     enum edit_row kind, const char *value, const char *help)
{
    struct form_row *row = add(rows, name, label, FORM_TEXT);

    row->value = str_of(value);
    row->help = help;
    row->tag = edit_tag_put((struct edit_tag){.row = kind});
}

static void add_bool(struct rows *rows, const char *name, const char *label,
                     bool value, bool same_line)
{
    struct form_row *row = add(rows, name, label, FORM_BOOL);

    row->value = value ? STR("true") : STR("false");
    row->same_line = same_line;
}

static const struct form_choice *mode_choices(struct arena *arena)
{
    static const char *const labels[RULE_MODE_N] = {
        [RULE_OFF] = N_("off: it does not look"),
        [RULE_SHADOW] = N_("shadow: decides, sends nothing"),
        [RULE_APPROVE] = N_("approve: asks before it changes anything"),
        [RULE_AUTO] = N_("auto: contains by itself what can be undone"),
    };
    struct form_choice *choices =
        arena_array(arena, RULE_MODE_N, sizeof(*choices));

    for (int i = 0; i < RULE_MODE_N; i++)
        choices[i] = (struct form_choice){rule_mode_name((enum rule_mode)i),
                                          _(labels[i])};
    return choices;
}

static void add_head_rows(struct rows *rows)
{
    const struct rule *rule = rows->edit->base;
    struct form_row *row;

    add_text(rows, "name", _("Name"), ROW_NAME, rule->name, NULL);
    add_text(rows, "note", _("Note"), ROW_PLAIN, rule->note, NULL);
    row = add(rows, "order", _("Order"), FORM_NUMBER);
    if (rule->order != 0)
        row->value = str_of(arena_printf(rows->arena, "%" PRId64, rule->order));
    row->width = 8;
    row->help =
        _("Rules of a lower number go first; empty: behind all others.");
    row->tag = edit_tag_put((struct edit_tag){.row = ROW_ORDER});
    row = add(rows, "mode", _("Mode"), FORM_CHOICE);
    row->value = str_of(rule_mode_name(rule->mode));
    row->choices = mode_choices(rows->edit->arena);
    row->n_choices = RULE_MODE_N;
}

static void add_change_row(struct rows *rows)
{
    const struct rule *rule = rows->edit->base;
    struct form_row *row = add(rows, "changes", _("Changes"), FORM_MULTILINE);
    struct buf text;

    buf_init(&text);
    for (size_t i = 0; i < rule->n_changes; i++) {
        buf_text(&text, i ? "\n" : "");
        transition_write(&rule->changes[i], &text);
    }
    row->value = arena_str(rows->arena, buf_view(&text));
    row->tag = edit_tag_put((struct edit_tag){.row = ROW_CHANGES});
    row->help = _("When changed, only such changes, one a line: Status from "
                  "Active to Resolved, Severity raised.");
    buf_done(&text);
}

static void add_trigger_rows(struct rows *rows)
{
    const struct rule *rule = rows->edit->base;
    unsigned kinds = rule->kinds ? rule->kinds : 1u << EVENT_ALERT;
    unsigned on = rule->on ? rule->on : TRIGGER_CREATED;

    add_heading(rows, _("Looks at"));
    add_bool(rows, "kind.alert", _("Alerts"), kinds & 1u << EVENT_ALERT, false);
    add_bool(rows, "kind.recommendation", _("Recommendations"),
             kinds & 1u << EVENT_RECOMMENDATION, true);
    add_bool(rows, "kind.compliance", _("Compliance"),
             kinds & 1u << EVENT_COMPLIANCE, true);
    add_bool(rows, "on.created", _("When new"), on & TRIGGER_CREATED, false);
    add_bool(rows, "on.changed", _("When changed"), on & TRIGGER_CHANGED, true);
    add_bool(rows, "on.closed", _("Closed too"), on & TRIGGER_CLOSED, true);
    add_bool(rows, "on.samples", _("Samples too"), on & TRIGGER_SAMPLES, false);
    add_bool(rows, "on.snapshots", _("Snapshots too"), on & TRIGGER_SNAPSHOTS,
             true);
    add_bool(rows, "on.ours", _("Own changes too"), on & TRIGGER_OURS, true);
    add_change_row(rows);
}

static void add_lines(struct rows *rows, const char *name, const char *label,
                      char *const *lines, size_t n, const char *help)
{
    struct form_row *row = add(rows, name, label, FORM_MULTILINE);
    struct buf text;

    buf_init(&text);
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "%s%s", i ? "\n" : "", lines[i]);
    row->value = arena_str(rows->arena, buf_view(&text));
    row->help = help;
    buf_done(&text);
}

static void add_scope_rows(struct rows *rows)
{
    const struct scope *scope = &rows->edit->base->scope;

    add_heading(rows, _("Scope (nothing means everything)"));
    add_lines(rows, "scope.subscriptions", _("Subscriptions"),
              scope->subscriptions, scope->n_subscriptions, _("One a line."));
    add_lines(rows, "scope.groups", _("Resource groups"), scope->groups,
              scope->n_groups, _("One a line."));
    add_lines(rows, "scope.resources", _("Resources"), scope->resources,
              scope->n_resources,
              _("One id a line; one that ends in / covers all below it."));
    add_lines(rows, "scope.tags", _("Tags"), scope->tags, scope->n_tags,
              _("One a line: name=value, or name alone."));
}

static struct form_choice *op_choices(struct arena *arena)
{
    struct form_choice *choices = arena_array(arena, OP_N, sizeof(*choices));

    for (int i = 0; i < OP_N; i++)
        choices[i].value = op_spelling((enum op)i);
    return choices;
}

static void add_condition(struct rows *rows, const struct edit_condition *row,
                          const struct form_choice *ops)
{
    const struct condition *from = row->from;
    struct edit_tag tag = {.id = row->id};
    struct form_row *field;

    tag.row = row->query ? ROW_QUERY : ROW_PROPERTY;
    field = add_numbered(rows, tag, row->query ? "query" : "property",
                         row->query ? _("Query") : _("Property"), FORM_TEXT);
    field->width = row->query ? -REMOVE_COLS : 20;
    field->help = row->query
                      ? _("One predicate of the query language.")
                      : _("Severity, AlertType, CompromisedEntity, entity.ip, "
                          "ExtendedProperties[\"…\"] …");
    if (from)
        field->value = str_of(row->query ? from->query : from->property);
    if (!row->query) {
        tag.row = ROW_OPERATOR;
        field = add_numbered(rows, tag, "op", "", FORM_CHOICE);
        field->same_line = true;
        field->width = 12;
        field->choices = ops;
        field->n_choices = OP_N;
        field->value = str_of(op_spelling(from ? from->op : OP_EQ_FOLD));
        tag.row = ROW_VALUE;
        field = add_numbered(rows, tag, "value", "", FORM_TEXT);
        field->same_line = true;
        field->width = -REMOVE_COLS;
        field->help = _("High, 5, 2h, 10.0.0.0/8; several with commas between; "
                        "from .. to");
        if (from)
            field->value = str_of(from->value);
    }
    tag.row = ROW_REMOVE;
    field = add_numbered(rows, tag, "remove", "–", FORM_BUTTON);
    field->same_line = true;
    field->width = 5;
    field->help = _("Takes this condition away.");
}

static void add_group(struct rows *rows, enum edit_group_name name,
                      const char *first, const char *next)
{
    const struct edit_group *group = rows->edit->group[name];
    const struct form_choice *ops = op_choices(rows->edit->arena);
    struct form_row *row = NULL;

    for (size_t i = 0; i < group->n; i++) {
        struct edit_tag tag = {.row = ROW_ADD, .id = group->set[i].id};

        add_heading(rows, i ? next : first);
        for (size_t k = 0; k < group->set[i].n; k++)
            add_condition(rows, &group->set[i].all[k], ops);
        add_numbered(rows, tag, "add", _("and …"), FORM_BUTTON)->help =
            _("One more condition that has to hold too.");
    }
    row = add_numbered(rows, (struct edit_tag){.row = ROW_OR, .id = (int)name},
                       "or",
                       group->n               ? _("or …")
                       : name == GROUP_UNLESS ? _("unless …")
                                              : _("only if …"),
                       FORM_BUTTON);
    row->same_line = group->n > 0;
    row->help =
        group->n ? _("Another set of conditions: one of the sets has to hold.")
        : name == GROUP_UNLESS
            ? _("Conditions that keep the rule from firing when they hold.")
            : _("Conditions that have to hold, or the rule does not fire.");
}

static const char *span_text(struct rows *rows, int64_t span)
{
    char text[WHEN_TEXT_SIZE];

    return span ? arena_text(rows->arena, when_span(span, text)) : "";
}

static void add_list_rows(struct rows *rows)
{
    const struct guards *guards = &rows->edit->base->guards;
    struct form_row *row;
    struct buf text;

    buf_init(&text);
    for (size_t i = 0; i < guards->n_quotas; i++) {
        buf_text(&text, i ? "\n" : "");
        quota_write(&guards->quotas[i], &text);
    }
    row = add(rows, "guard.quotas", _("At most"), FORM_MULTILINE);
    row->value = arena_str(rows->arena, buf_view(&text));
    row->tag = edit_tag_put((struct edit_tag){.row = ROW_QUOTAS});
    row->help = _("One a line: 3 per 1h, 7 per 1d per target. What is over "
                  "waits for one approval.");
    buf_clear(&text);
    for (size_t i = 0; i < guards->n_schedules; i++) {
        buf_text(&text, i ? "\n" : "");
        schedule_write(&guards->schedules[i], &text);
    }
    row = add(rows, "guard.schedule", _("Only at"), FORM_MULTILINE);
    row->value = arena_str(rows->arena, buf_view(&text));
    row->tag = edit_tag_put((struct edit_tag){.row = ROW_SCHEDULES});
    row->help = _("One a line: mon,tue,fri 08:00-18:00 Europe/Berlin; nothing "
                  "means always.");
    buf_done(&text);
}

static void add_guard_rows(struct rows *rows)
{
    const struct rule *rule = rows->edit->base;
    char text[WHEN_TEXT_SIZE];

    add_heading(rows, _("Guards (5m, 2h, 1d; empty: none)"));
    add_text(rows, "guard.dedupe", _("Once in"), ROW_SPAN,
             span_text(rows, rule->guards.dedupe),
             _("Fires once for the same target within this time."));
    add_text(rows, "guard.key", _("Counted by"), ROW_KEY,
             rule->guards.key ? rule->guards.key : "",
             _("Counts firings by this template instead of by target: "
               "@{AlertType} @{CompromisedEntity}."));
    add_text(rows, "guard.settle", _("Quiet for"), ROW_SPAN,
             span_text(rows, rule->guards.settle),
             _("Fires again only after it has not matched for this time."));
    add_text(rows, "guard.cooldown", _("Rest after"), ROW_SPAN,
             span_text(rows, rule->guards.cooldown),
             _("After it fired, the target is left alone for this time."));
    add_text(rows, "guard.max_age", _("Not older than"), ROW_SPAN,
             span_text(rows, rule->guards.max_age),
             _("Events older than this do not fire it."));
    add_list_rows(rows);
    add_text(rows, "expires", _("Until"), ROW_EXPIRES,
             arena_text(rows->arena, when_iso(rule->expires, text)),
             _("A date such as 2026-12-31; after it the rule is silent."));
}

/* ---- actions ---- */

static struct form_choice *kind_choices(struct arena *arena, size_t *n)
{
    const struct action_kind_row *kinds;
    struct form_choice *choices;

    *n = action_kinds(&kinds);
    choices = arena_array(arena, *n + 1, sizeof(*choices));
    for (size_t i = 0; i < *n; i++)
        choices[i] = (struct form_choice){kinds[i].name, _(kinds[i].title)};
    return choices;
}

static void add_field(struct rows *rows, const struct edit_action *action,
                      size_t at)
{
    const struct field *field = &action->kind->fields[at];
    struct edit_tag tag = {
        .row = ROW_FIELD, .id = action->id, .field = (int)at};
    /* The kind is in the name: another kind's field of that name is another
     * field. */
    const char *what =
        arena_printf(rows->arena, "%s.%s", action->kind->name, field->name);
    struct form_row *row =
        add_numbered(rows, tag, what, _(field->label), FORM_TEXT);

    field_row_fill(&rows->edit->fields, action->kind->name, field, action->from,
                   rows->arena, row);
}

static void add_action(struct rows *rows, const struct edit_action *action,
                       size_t number)
{
    struct edit_tag tag = {.row = ROW_KIND, .id = action->id};
    struct form_row *row;

    /* What is wrong with one is said under this number. */
    row = add_numbered(rows, tag, "kind",
                       arena_printf(rows->arena, _("Action %zu"), number),
                       FORM_CHOICE);
    row->choices = kind_choices(rows->edit->arena, &row->n_choices);
    row->value = str_of(action->kind->name);
    row->width = 40;
    tag.row = ROW_DROP_ACTION;
    row = add_numbered(rows, tag, "drop", "–", FORM_BUTTON);
    row->same_line = true;
    row->help = _("Takes this action away.");
    for (size_t i = 0; i < action->kind->n_fields; i++)
        add_field(rows, action, i);
}

static void add_action_rows(struct rows *rows)
{
    const struct rule_edit *edit = rows->edit;

    add_heading(rows, _("Does"));
    for (size_t i = 0; i < edit->n_actions; i++)
        add_action(rows, &edit->action[i], i + 1);
    add_numbered(rows, (struct edit_tag){.row = ROW_ADD_ACTION}, "action",
                 _("do …"), FORM_BUTTON)
        ->help = _("One more action.");
}

static void add_demand_rows(struct rows *rows)
{
    add_heading(rows, _("Approval (more than the settings ask, never less)"));
    rows->n += rule_demand_rows(&rows->edit->base->approval, rows->arena,
                                &rows->row[rows->n]);
}

bool rule_shape_apply(struct rule_edit *edit, struct err *err)
{
    struct rows rows = {.edit = edit, .arena = arena_new()};
    bool ok;

    rows.row = mem_array(ROWS_MOST, sizeof(*rows.row));
    add_head_rows(&rows);
    add_trigger_rows(&rows);
    add_group(&rows, GROUP_CONDITIONS, _("If"), _("or if"));
    add_group(&rows, GROUP_UNLESS, _("Unless"), _("or"));
    add_action_rows(&rows);
    add_demand_rows(&rows);
    add_scope_rows(&rows);
    add_guard_rows(&rows);
    ok = form_set_rows(edit->form, rows.row, rows.n, err);
    mem_free(rows.row);
    arena_free(rows.arena);
    return ok;
}
