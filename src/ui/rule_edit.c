/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/rule_edit.h"

#include <string.h>

#include "ui/form_pane.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

/* ---- in step with the form ---- */

/* Something changed: text, fault and test follow. */
static void follow(struct rule_edit *edit)
{
    struct rule *rule = rule_read(edit);
    const char *field;
    size_t at;

    err_clear(&edit->fault);
    if (!rulebook_check(rule, edit->shell->catalogue, &edit->fault))
        rulebook_fault(rule, &at, &field, &edit->fault);
    rule_pane_query(edit, rule);
    edit->test_wanted = true;
    edit->save_wanted = false;
    edit->warned = false;
    rule_free(rule);
    rule_pane_write(edit);
}

static void reshape(struct rule_edit *edit, const char *go)
{
    struct err err = {0};

    edit->dirty = true;
    if (!rule_shape_apply(edit, &err))
        shell_fail(edit->shell, &err);
    if (go)
        form_go(edit->form, go);
    follow(edit);
}

static const struct action_kind_row *find_kind(struct str name)
{
    const struct action_kind_row *kinds;
    size_t n = action_kinds(&kinds);

    for (size_t i = 0; i < n; i++) {
        if (str_eq(str_of(kinds[i].name), name))
            return &kinds[i];
    }
    return NULL;
}

/* Another kind of action has other fields. */
static void changed(void *with, const struct form_row *row, struct str value)
{
    struct rule_edit *edit = with;
    struct edit_tag tag = edit_tag_get(row->tag);
    struct edit_action *action;

    if (tag.row != ROW_KIND) {
        follow(edit);
        return;
    }
    action = rule_shape_action(edit, tag.id);
    if (action && find_kind(value))
        action->kind = find_kind(value);
    reshape(edit, NULL);
}

/* ---- life ---- */

struct rule_edit *rule_edit_new(struct shell *shell, struct rule *take)
{
    struct rule_edit *edit = mem_new(sizeof(*edit));
    struct form_owner owner = {
        .check = rule_read_check,
        .changed = changed,
        .complete = rule_edit_complete,
        .with = edit,
    };
    struct err err = {0};

    edit->shell = shell;
    edit->arena = arena_new();
    edit->base = take;
    edit->form = form_new(shell->term, &owner);
    edit->pane = view_new();
    buf_init(&edit->query);
    for (int i = 0; i < GROUP_N; i++)
        edit->group[i] = mem_new(sizeof(*edit->group[i]));
    field_form_init(&edit->fields, shell->catalogue, edit->arena);
    rule_shape_open(edit);
    if (!rule_shape_apply(edit, &err))
        shell_fail(shell, &err);
    form_set_clean(edit->form);
    follow(edit);
    return edit;
}

void rule_edit_free(struct rule_edit *edit)
{
    if (!edit)
        return;
    form_free(edit->form);
    test_page_free(edit->test);
    event_page_free(edit->event);
    view_free(edit->pane);
    buf_done(&edit->query);
    for (int i = 0; i < GROUP_N; i++)
        mem_free(edit->group[i]);
    rule_free(edit->base);
    arena_free(edit->arena);
    mem_free(edit);
}

bool rule_edit_dirty(const struct rule_edit *edit)
{
    return edit->dirty || form_dirty(edit->form);
}

/* ---- rows that come and go ---- */

static struct edit_tag current_tag(const struct rule_edit *edit)
{
    const struct form_row *row = form_current(edit->form);

    return row ? edit_tag_get(row->tag) : (struct edit_tag){.row = ROW_PLAIN};
}

bool rule_edit_in_set(const struct rule_edit *edit)
{
    return current_tag(edit).row >= ROW_PROPERTY;
}

static void go_new(struct rule_edit *edit, const char *what)
{
    reshape(edit, arena_printf(edit->arena, "%s.%d", what, edit->last_id));
}

static void add_condition(struct rule_edit *edit, struct edit_set *set,
                          size_t at, bool query)
{
    if (set->n == LIMIT_CONDITIONS_SET) {
        shell_say(edit->shell, STYLE_WARN,
                  _("A set has at most %d conditions."), LIMIT_CONDITIONS_SET);
        return;
    }
    memmove(&set->all[at + 1], &set->all[at],
            (set->n - at) * sizeof(set->all[0]));
    set->all[at] =
        (struct edit_condition){.id = ++edit->last_id, .query = query};
    set->n++;
    go_new(edit, query ? "query" : "property");
}

static void add_set(struct rule_edit *edit, enum edit_group_name name)
{
    struct edit_group *group = edit->group[name];

    if (group->n == LIMIT_SETS) {
        shell_say(edit->shell, STYLE_WARN, _("A rule has at most %d sets."),
                  LIMIT_SETS);
        return;
    }
    group->set[group->n].id = ++edit->last_id;
    group->set[group->n].n = 0;
    add_condition(edit, &group->set[group->n++], 0, false);
}

static void add_action(struct rule_edit *edit)
{
    const struct action_kind_row *kinds;

    if (!action_kinds(&kinds))
        return;
    if (edit->n_actions == LIMIT_ACTIONS) {
        shell_say(edit->shell, STYLE_WARN, _("A rule has at most %d actions."),
                  LIMIT_ACTIONS);
        return;
    }
    edit->action[edit->n_actions++] =
        (struct edit_action){.id = ++edit->last_id, .kind = &kinds[0]};
    go_new(edit, "kind");
}

/* Where the cursor goes when the condition at a place has gone: to the one that
 * follows, else the one before, else the button that makes a new one. */
static const char *beside_condition(struct rule_edit *edit,
                                    const struct edit_set *set, size_t at,
                                    enum edit_group_name name)
{
    size_t left = set->n - 1;
    const struct edit_condition *next = &set->all[at < left ? at : at - 1];

    if (!left)
        return arena_printf(edit->arena, "or.%d", (int)name);
    return arena_printf(edit->arena, "%s.%d",
                        next->query ? "query" : "property", next->id);
}

/* The last condition of a set takes the set with it. */
static void remove_condition(struct rule_edit *edit, int id)
{
    enum edit_group_name name;
    struct edit_set *set;
    struct edit_condition *row = rule_shape_condition(edit, id, &set, &name);
    struct edit_group *group;
    const char *go;

    if (!row)
        return;
    group = edit->group[name];
    memmove(row, row + 1,
            (size_t)(&set->all[set->n] - (row + 1)) * sizeof(*row));
    go = beside_condition(edit, set, (size_t)(row - set->all), name);
    if (--set->n == 0) {
        memmove(set, set + 1,
                (size_t)(&group->set[group->n] - (set + 1)) * sizeof(*set));
        group->n--;
    }
    reshape(edit, go);
}

static void remove_action(struct rule_edit *edit, int id)
{
    struct edit_action *row = rule_shape_action(edit, id);
    size_t at;

    if (!row)
        return;
    at = (size_t)(row - edit->action);
    memmove(row, row + 1,
            (size_t)(&edit->action[edit->n_actions] - (row + 1)) *
                sizeof(*row));
    if (at == --edit->n_actions && at > 0)
        at--;
    reshape(edit, edit->n_actions ? arena_printf(edit->arena, "kind.%d",
                                                 edit->action[at].id)
                                  : "action.0");
}

static void insert(struct rule_edit *edit, bool query)
{
    struct edit_tag tag = current_tag(edit);
    enum edit_group_name name;
    struct edit_set *set;
    struct edit_condition *row =
        rule_shape_condition(edit, tag.id, &set, &name);

    if (tag.row >= ROW_KIND)
        add_action(edit);
    else if (tag.row == ROW_ADD && rule_shape_set(edit, tag.id, &name))
        add_condition(edit, rule_shape_set(edit, tag.id, &name),
                      rule_shape_set(edit, tag.id, &name)->n, query);
    else if (tag.row == ROW_OR)
        add_set(edit, (enum edit_group_name)tag.id);
    else if (row)
        add_condition(edit, set, (size_t)(row - set->all) + 1, query);
}

void rule_edit_insert(struct rule_edit *edit)
{
    insert(edit, false);
}

void rule_edit_query(struct rule_edit *edit)
{
    insert(edit, true);
}

void rule_edit_remove(struct rule_edit *edit)
{
    struct edit_tag tag = current_tag(edit);

    if (tag.row >= ROW_KIND)
        remove_action(edit, tag.id);
    else if (tag.row >= ROW_PROPERTY && tag.row <= ROW_REMOVE)
        remove_condition(edit, tag.id);
}

void rule_edit_or(struct rule_edit *edit)
{
    struct edit_tag tag = current_tag(edit);
    enum edit_group_name name = GROUP_CONDITIONS;
    struct edit_set *set;

    if (tag.row == ROW_OR)
        name = (enum edit_group_name)tag.id;
    else if (tag.row == ROW_ADD)
        rule_shape_set(edit, tag.id, &name);
    else
        rule_shape_condition(edit, tag.id, &set, &name);
    add_set(edit, name);
}

static void press(struct rule_edit *edit)
{
    struct edit_tag tag = current_tag(edit);

    switch (tag.row) {
    case ROW_REMOVE:
    case ROW_DROP_ACTION:
        rule_edit_remove(edit);
        break;
    case ROW_ADD:
    case ROW_OR:
    case ROW_ADD_ACTION:
        rule_edit_insert(edit);
        break;
    default:
        break;
    }
}

bool rule_edit_key(struct rule_edit *edit, const struct key *key)
{
    enum form_answer answer = form_key(edit->form, key);

    if (rule_pane_guards(edit) != edit->on_guards)
        rule_pane_write(edit);
    switch (answer) {
    case FORM_OTHER:
        return false;
    case FORM_PRESSED:
        press(edit);
        return true;
    default:
        return true;
    }
}

void rule_edit_click(struct rule_edit *edit, const struct key *key)
{
    form_click(edit->form, key->y, key->x);
}

/* ---- drawing ---- */

void rule_edit_draw(struct rule_edit *edit, const struct canvas *canvas)
{
    struct buf title;

    buf_init(&title);
    buf_printf(&title, edit->base->row ? _("Rule %.*s") : _("New rule %.*s"),
               STR_ARG(form_value(edit->form, "name")));
    form_pane_draw(edit->form, edit->pane, buf_view(&title), _("Test"), canvas);
    buf_done(&title);
}

/* ---- test and save ---- */

static void want_event(struct rule_edit *edit)
{
    struct ask ask = {.kind = ASK_EVENT, .row = edit->shell->chosen.row};

    if (edit->event_row == ask.row || edit->event_ticket)
        return;
    event_page_free(edit->event);
    edit->event = NULL;
    edit->event_ticket = ask.row ? shell_ask(edit->shell, &ask) : 0;
    if (edit->event_ticket || !ask.row)
        edit->event_row = ask.row;
}

void rule_edit_sync(struct rule_edit *edit)
{
    struct ask ask = {.kind = ASK_TEST, .row = edit->shell->chosen.row};

    want_event(edit);
    if (edit->tested != ask.row)
        edit->test_wanted = true;
    if (!edit->test_wanted || edit->test_ticket)
        return;
    ask.rule = rule_read(edit);
    edit->test_ticket = shell_ask(edit->shell, &ask);
    if (!edit->test_ticket) {
        rule_free(ask.rule);
        return;
    }
    edit->test_wanted = false;
    edit->tested = ask.row;
}

static void take_test(struct rule_edit *edit, struct note *note)
{
    test_page_free(edit->test);
    edit->test = note->is.test;
    note->is.test = NULL;
    edit->test_ticket = 0;
    rule_pane_write(edit);
    if (edit->save_wanted && !edit->test_wanted)
        rule_warn_save(edit);
}

static void take_event(struct rule_edit *edit, struct note *note)
{
    event_page_free(edit->event);
    edit->event = note->is.event;
    note->is.event = NULL;
    edit->event_ticket = 0;
}

void rule_edit_note(struct rule_edit *edit, struct note *note)
{
    if (note->kind == NOTE_TEST && note->is.test && edit->test_ticket &&
        note->ticket == edit->test_ticket)
        take_test(edit, note);
    if (note->kind == NOTE_EVENT && note->is.event && edit->event_ticket &&
        note->ticket == edit->event_ticket)
        take_event(edit, note);
    if (note->kind == NOTE_DONE && note->is.done &&
        note->is.done->command == COMMAND_RULE_SAVE)
        edit->saving = false;
}

void rule_edit_send(struct rule_edit *edit)
{
    struct command command = {
        .kind = COMMAND_RULE_SAVE,
        .row = edit->base->row,
        .rule = rule_read(edit),
    };

    edit->saving = shell_send(edit->shell, &command);
}

/* The cursor goes to the field that is wrong, where that is known. */
static void point_at(struct rule_edit *edit, const struct rule *rule,
                     struct err *err)
{
    const char *field = NULL;
    const struct form_row *row;
    const char *blamed;
    size_t at;

    if (rulebook_fault(rule, &at, &field, err) && at < edit->n_actions)
        form_go(edit->form, arena_printf(edit->arena, "%s.%s.%d",
                                         edit->action[at].kind->name, field,
                                         edit->action[at].id));
    else if ((blamed = rule_fault_row(edit, rule, err)) != NULL)
        form_go(edit->form, blamed);
    row = form_current(edit->form);
    if (row)
        form_set_error(edit->form, row->name, err->text);
    shell_fail(edit->shell, err);
}

bool rule_edit_save(struct rule_edit *edit)
{
    struct rule *rule;
    struct err err = {0};
    bool good;

    if (edit->saving || edit->save_wanted)
        return true;
    if (!form_check(edit->form)) {
        shell_say(edit->shell, STYLE_WARN,
                  _("It cannot be saved yet: see the field with the cursor."));
        return false;
    }
    rule = rule_read(edit);
    good = rulebook_check(rule, edit->shell->catalogue, &err);
    if (!good)
        point_at(edit, rule, &err);
    rule_free(rule);
    if (!good)
        return false;
    /* What is wrong with it has to be known first. */
    edit->save_wanted = true;
    if (!edit->test_wanted && !edit->test_ticket && edit->test)
        rule_warn_save(edit);
    return true;
}
