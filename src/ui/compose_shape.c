/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compose_shape.c - which rows the form of a playbook has.
 */
#include <string.h>

#include "ui/compose_edit.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

#define ROWS_MOST (32 + COMPOSE_STEPS * (LIMIT_FIELDS + 10))

struct rows {
    struct compose_edit *edit;
    struct arena *arena;
    struct form_row *row;
    size_t n;
};

static uint64_t tag_put(struct compose_tag tag)
{
    return (uint64_t)tag.row << 56 | (uint64_t)(uint16_t)tag.field << 40 |
           (uint64_t)(uint32_t)tag.id;
}

struct compose_tag compose_tag_get(uint64_t tag)
{
    return (struct compose_tag){
        .row = (enum compose_field)(tag >> 56),
        .field = (int)(tag >> 40 & 0xffff),
        .id = (int)(uint32_t)tag,
    };
}

struct compose_row *compose_find(struct compose_edit *edit, int id)
{
    for (size_t i = 0; i < edit->n; i++) {
        if (edit->rows[i].id == id)
            return &edit->rows[i];
    }
    return NULL;
}

/* ---- what a step can be ---------------------------------------------------*/

static const struct {
    const char *value;
    const char *label;
} others[COMPOSE_WHAT_N] = {
    [COMPOSE_IF] = {"if", N_("only if … (a condition)")},
    [COMPOSE_EACH] = {"each", N_("for each item of a list …")},
    [COMPOSE_SCOPE] = {"scope", N_("several steps together")},
    [COMPOSE_WAIT] = {"wait", N_("wait")},
};

bool compose_what_parse(struct str text, struct compose_row *out)
{
    const struct action_kind_row *kinds;
    size_t n = action_kinds(&kinds);

    for (int i = COMPOSE_IF; i < COMPOSE_WHAT_N; i++) {
        if (str_eq(text, str_of(others[i].value))) {
            out->what = (enum compose_what)i;
            return true;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (str_eq(text, str_of(kinds[i].name))) {
            out->what = COMPOSE_ACTION;
            out->kind = &kinds[i];
            return true;
        }
    }
    return false;
}

static const char *what_of(const struct compose_row *row)
{
    return row->what == COMPOSE_ACTION ? row->kind->name
                                       : others[row->what].value;
}

static struct form_choice *what_choices(struct arena *arena, size_t *n)
{
    const struct action_kind_row *kinds;
    size_t count = action_kinds(&kinds);
    struct form_choice *choices =
        arena_array(arena, count + COMPOSE_WHAT_N, sizeof(*choices));

    for (*n = 0; *n < count; (*n)++)
        choices[*n] = (struct form_choice){kinds[*n].name, _(kinds[*n].title)};
    for (int i = COMPOSE_IF; i < COMPOSE_WHAT_N; i++)
        choices[(*n)++] =
            (struct form_choice){others[i].value, _(others[i].label)};
    return choices;
}

/* ---- rows -----------------------------------------------------------------*/

static struct form_row *add(struct rows *rows, struct compose_tag tag,
                            const char *what, const char *label,
                            enum form_kind kind)
{
    struct form_row *row = &rows->row[rows->n++];

    *row = (struct form_row){
        .name = tag.id || tag.row == COMPOSE_ROW_ADD
                    ? arena_printf(rows->arena, "%s.%d", what, tag.id)
                    : what,
        .label = label,
        .kind = kind,
        .tag = tag_put(tag),
    };
    return row;
}

static void add_heading(struct rows *rows, const char *label)
{
    struct form_row *row = &rows->row[rows->n];

    *row = (struct form_row){
        .name = arena_printf(rows->arena, "head.%zu", rows->n),
        .label = label,
        .kind = FORM_HEADING,
    };
    rows->n++;
}

static const char *span_text(struct rows *rows, int64_t span)
{
    char text[WHEN_TEXT_SIZE];

    return arena_text(rows->arena, when_span(span, text));
}

static void add_name(struct rows *rows)
{
    const struct compose_tag tag = {.row = COMPOSE_ROW_NAME};
    struct form_row *name = add(rows, tag, "name", _("Name"), FORM_TEXT);

    name->value = str_of(rows->edit->opened.name);
}

static void add_start(struct rows *rows)
{
    static const struct {
        enum playbook_start start;
        const char *label;
    } starts[] = {
        {START_ALERT, N_("an alert")},
        {START_RECOMMENDATION, N_("a recommendation")},
        {START_COMPLIANCE, N_("a compliance assessment")},
        {START_REQUEST, N_("a person, or a request")},
        {START_RECURRENCE, N_("the clock")},
    };
    const size_t n = sizeof(starts) / sizeof(starts[0]);
    const struct compose_tag tag = {.row = COMPOSE_ROW_PLAIN};
    struct form_choice *choices =
        arena_array(rows->edit->arena, n, sizeof(*choices));
    struct form_row *start =
        add(rows, tag, "start", _("Started by"), FORM_CHOICE);

    for (size_t i = 0; i < n; i++)
        choices[i] = (struct form_choice){playbook_start_name(starts[i].start),
                                          _(starts[i].label)};
    start->value = str_of(playbook_start_name(rows->edit->opened.start));
    start->choices = choices;
    start->n_choices = n;
    start->width = 28;
}

static void add_every(struct rows *rows)
{
    const struct compose_tag tag = {.row = COMPOSE_ROW_EVERY};
    int64_t span = rows->edit->opened.every;
    struct form_row *every = add(rows, tag, "every", _("Every"), FORM_TEXT);

    every->same_line = true;
    every->width = 8;
    every->value = str_of(span_text(rows, span ? span : WHEN_HOUR));
    every->help = _("By the clock: how often, such as 30m, 1h or 24h.");
}

/* ---- fields ---------------------------------------------------------------*/

static void add_field(struct rows *rows, const struct compose_row *step,
                      size_t at)
{
    const struct field *field = &step->kind->fields[at];
    const struct compose_tag tag = {
        .row = COMPOSE_ROW_FIELD, .id = step->id, .field = (int)at};
    struct form_row *row =
        add(rows, tag,
            arena_printf(rows->arena, "%s.%s", step->kind->name, field->name),
            _(field->label), FORM_TEXT);

    field_row_fill(&rows->edit->fields, step->kind->name, field,
                   step->from ? step->from->with : NULL, rows->arena, row);
}

static void add_condition(struct rows *rows, const struct compose_row *step)
{
    static const char *const labels[COMPOSE_OP_N] = {
        [COMPOSE_EQUALS] = N_("is"),          [COMPOSE_DIFFERS] = N_("is not"),
        [COMPOSE_CONTAINS] = N_("contains"),  [COMPOSE_LACKS] = N_("lacks"),
        [COMPOSE_STARTS] = N_("starts with"), [COMPOSE_ENDS] = N_("ends with"),
        [COMPOSE_GREATER] = N_("is above"),   [COMPOSE_LESS] = N_("is below"),
    };
    struct form_choice *choices =
        arena_array(rows->edit->arena, COMPOSE_OP_N, sizeof(*choices));
    struct compose_tag tag = {.row = COMPOSE_ROW_PLACE, .id = step->id};
    const struct compose_step *from = step->from;
    struct form_row *row = add(rows, tag, "left", _("If"), FORM_TEXT);

    row->value = str_of(from ? from->left : "");
    row->width = 24;
    row->help = _("A property of the event: Severity, or "
                  "ExtendedProperties.ip; or an expression that begins with "
                  "@.");
    for (int i = 0; i < COMPOSE_OP_N; i++)
        choices[i] = (struct form_choice){compose_op_name((enum compose_op)i),
                                          _(labels[i])};
    tag.row = COMPOSE_ROW_PLAIN;
    row = add(rows, tag, "op", "", FORM_CHOICE);
    row->same_line = true;
    row->width = 14;
    row->choices = choices;
    row->n_choices = COMPOSE_OP_N;
    row->value = str_of(compose_op_name(from ? from->op : COMPOSE_EQUALS));
    row = add(rows, tag, "right", "", FORM_TEXT);
    row->same_line = true;
    row->value = str_of(from ? from->right : "");
    row->help = _("A text, a number, or an expression that begins with @.");
}

static void add_each(struct rows *rows, const struct compose_row *step)
{
    const struct compose_tag tag = {.row = COMPOSE_ROW_PLACE, .id = step->id};
    struct form_row *row = add(rows, tag, "list", _("Of"), FORM_TEXT);

    row->value = str_of(step->from ? step->from->list : "Entities");
    row->help = _("A list of the event: Entities; or an expression that "
                  "begins with @. In the loop the item is @{item()}.");
}

static void add_wait(struct rows *rows, const struct compose_row *step)
{
    const struct compose_tag tag = {.row = COMPOSE_ROW_WAIT, .id = step->id};
    struct form_row *row = add(rows, tag, "wait", _("For"), FORM_TEXT);

    row->value = str_of(step->from ? span_text(rows, step->from->wait) : "5m");
    row->width = 10;
    row->help = _("How long: 30s, 5m, 2h, 1d.");
}

/* ---- steps ----------------------------------------------------------------*/

static void add_when(struct rows *rows, const struct compose_row *step)
{
    static const struct {
        const char *value;
        const char *label;
    } whens[COMPOSE_WHEN_N] = {
        [COMPOSE_AFTER] = {"after", N_("after the one before")},
        [COMPOSE_BESIDE] = {"beside", N_("at the same time")},
        [COMPOSE_ON_FAILURE] = {"failure", N_("if the one before fails")},
        [COMPOSE_ALWAYS] = {"always", N_("whatever came before")},
    };
    struct form_choice *choices =
        arena_array(rows->edit->arena, COMPOSE_WHEN_N, sizeof(*choices));
    const struct compose_tag tag = {.row = COMPOSE_ROW_WHEN, .id = step->id};
    struct form_row *row = add(rows, tag, "when", _("Runs"), FORM_CHOICE);

    for (int i = 0; i < COMPOSE_WHEN_N; i++)
        choices[i] = (struct form_choice){whens[i].value, _(whens[i].label)};
    row->choices = choices;
    row->n_choices = COMPOSE_WHEN_N;
    row->width = 28;
    row->value = str_of(whens[step->from ? step->from->when : 0].value);
    row->help = _("Steps that run at the same time are parallel branches; one "
                  "that runs on failure keeps the failure from ending all.");
}

static void add_list(struct rows *rows, int parent, bool otherwise,
                     const char *number);

static void add_branches(struct rows *rows, const struct compose_row *step,
                         const char *number)
{
    if (step->what == COMPOSE_IF) {
        add_heading(rows, arena_printf(rows->arena, _("%s: if so"), number));
        add_list(rows, step->id, false,
                 arena_printf(rows->arena, "%sa.", number));
        add_heading(rows, arena_printf(rows->arena, _("%s: if not"), number));
        add_list(rows, step->id, true,
                 arena_printf(rows->arena, "%sb.", number));
    } else if (step->what == COMPOSE_EACH || step->what == COMPOSE_SCOPE) {
        add_list(rows, step->id, false,
                 arena_printf(rows->arena, "%s.", number));
    }
}

static void add_step(struct rows *rows, const struct compose_row *step,
                     const char *number)
{
    static void (*const adds[COMPOSE_WHAT_N])(struct rows *,
                                              const struct compose_row *) = {
        [COMPOSE_IF] = add_condition,
        [COMPOSE_EACH] = add_each,
        [COMPOSE_WAIT] = add_wait,
    };
    struct compose_tag tag = {.row = COMPOSE_ROW_WHAT, .id = step->id};
    struct form_row *row =
        add(rows, tag, "what", arena_printf(rows->arena, _("Step %s"), number),
            FORM_CHOICE);

    row->choices = what_choices(rows->edit->arena, &row->n_choices);
    row->value = str_of(what_of(step));
    row->width = 34;
    tag.row = COMPOSE_ROW_DROP;
    row = add(rows, tag, "drop", "–", FORM_BUTTON);
    row->same_line = true;
    row->help = _("Takes this step away, with all that is in it.");
    add_when(rows, step);
    tag.row = COMPOSE_ROW_STEP_NAME;
    row = add(rows, tag, "called", _("called"), FORM_TEXT);
    row->same_line = true;
    row->value = str_of(step->from ? step->from->name : "");
    row->help = _("Its name, by which others read what came of it: "
                  "@{body('NAME')}. Empty: one is made.");
    if (step->what == COMPOSE_ACTION) {
        for (size_t i = 0; i < step->kind->n_fields; i++)
            add_field(rows, step, i);
    } else if (adds[step->what]) {
        adds[step->what](rows, step);
    }
    add_branches(rows, step, number);
}

static void add_list(struct rows *rows, int parent, bool otherwise,
                     const char *number)
{
    const struct compose_edit *edit = rows->edit;
    const struct compose_tag tag = {
        .row = COMPOSE_ROW_ADD, .id = parent, .field = otherwise ? 1 : 0};
    int count = 0;

    for (size_t i = 0; i < edit->n; i++) {
        const struct compose_row *step = &edit->rows[i];

        if (step->parent == parent && step->otherwise == otherwise)
            add_step(rows, step,
                     arena_printf(rows->arena, "%s%d", number, ++count));
    }
    add(rows, tag, otherwise ? "not" : "do",
        arena_printf(rows->arena, _("do %s%d …"), number, count + 1),
        FORM_BUTTON)
        ->help = _("One more step here.");
}

bool compose_shape(struct compose_edit *edit, struct err *err)
{
    struct rows rows = {.edit = edit, .arena = arena_new()};
    bool ok;

    rows.row = mem_array(ROWS_MOST, sizeof(*rows.row));
    add_name(&rows);
    add_start(&rows);
    add_every(&rows);
    add_heading(&rows, _("Does"));
    add_list(&rows, 0, false, "");
    ok = form_set_rows(edit->form, rows.row, rows.n, err);
    mem_free(rows.row);
    arena_free(rows.arena);
    return ok;
}
