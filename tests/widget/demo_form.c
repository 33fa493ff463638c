/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A form whose rows come and go, and dialogs of every kind.
 */
#include <stdio.h>
#include <string.h>

#include "demo.h"
#include "util/mem.h"
#include "widget/dialog.h"
#include "widget/form.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct form_choice operators[] = {
    {"equals", "equals"},
    {"contains", "contains"},
    {"starts", "starts with"},
};

static const struct form_choice modes[] = {
    {"off", NULL}, {"shadow", NULL}, {"approve", NULL}, {"auto", NULL}};

static const struct form_row heads[] = {
    {.name = "h1", .label = "Rule", .kind = FORM_HEADING},
    {.name = "name",
     .label = "Name",
     .kind = FORM_TEXT,
     .width = 20,
     .help = "What the rule is called."},
    {.name = "mode",
     .label = "Mode",
     .kind = FORM_CHOICE,
     .width = 14,
     .choices = modes,
     .n_choices = COUNT(modes),
     .value = {.at = "off", .len = 3}},
    {.name = "hold", .label = "Hold back", .kind = FORM_NUMBER, .width = 8},
    {.name = "loud", .label = "Loud", .kind = FORM_BOOL},
    {.name = "key", .label = "Password", .kind = FORM_PASSWORD, .width = 12},
    {.name = "note", .label = "Note", .kind = FORM_MULTILINE},
    {.name = "fixed",
     .label = "Fixed",
     .kind = FORM_TEXT,
     .width = 20,
     .locked = true,
     .value = {.at = "set \033[31mé日本", .len = 17}},
    {.name = "h2", .label = "Conditions", .kind = FORM_HEADING},
};

struct state {
    struct form *form;
    struct form_row row[64];
    char name[64][16];
    int conditions;
    int changes;
    struct dialog *dialog;
    char result[200];
};

static void describe(struct state *state)
{
    struct err err;
    size_t n = COUNT(heads);

    memcpy(state->row, heads, sizeof(heads));
    for (int i = 0; i < state->conditions; i++) {
        static const char *const parts[] = {"path", "op", "value"};

        for (int k = 0; k < 3; k++, n++) {
            snprintf(state->name[n], sizeof(state->name[n]), "c%d.%s", i,
                     parts[k]);
            state->row[n] = (struct form_row){
                .name = state->name[n],
                .label = k ? "" : "Where",
                .kind = k == 1 ? FORM_CHOICE : FORM_TEXT,
                .width = k == 2 ? 0 : 16,
                .same_line = k > 0,
                .choices = k == 1 ? operators : NULL,
                .n_choices = k == 1 ? COUNT(operators) : 0,
                .value = k == 1 ? STR("equals") : STR_NONE,
            };
        }
    }
    state->row[n++] = (struct form_row){
        .name = "add", .label = "Add a condition", .kind = FORM_BUTTON};
    if (!form_set_rows(state->form, state->row, n, &err))
        die("%s", err.text);
}

static bool check(void *with, const struct form_row *row, struct str value,
                  struct err *err)
{
    int64_t number;

    (void)with;
    if (strcmp(row->name, "hold") == 0 && value.len && !str_int(value, &number))
        return err_set(err, ERR_INPUT, "Not a whole number: write 5.");
    if (strcmp(row->name, "name") == 0 && !value.len)
        return err_set(err, ERR_INPUT, "A name is needed.");
    return true;
}

static void changed(void *with, const struct form_row *row, struct str value)
{
    struct state *state = with;

    state->changes++;
    snprintf(state->result, sizeof(state->result), "%s=%.*s", row->name,
             STR_ARG(value));
}

/* Names while one types; all that there is when asked. */
static void complete(void *with, const struct form_row *row, struct str text,
                     size_t cursor, bool asked, struct input_candidates *out)
{
    static struct input_candidate all[] = {
        {"Entities", "array"}, {"EntityType", NULL}, {"Entry", NULL}};
    struct str word = str_sub(text, 0, cursor);

    (void)with;
    if (strcmp(row->name, "c0.path") != 0 || (!asked && !word.len))
        return;
    out->from = 0;
    out->candidate = arena_array(out->arena, COUNT(all), sizeof(all[0]));
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_starts_fold(str_of(all[i].text), word))
            out->candidate[out->count++] = all[i];
    }
}

static void start(struct demo *demo)
{
    struct state *state = mem_new(sizeof(*state));
    struct form_owner owner = {.check = check,
                               .changed = changed,
                               .complete = complete,
                               .with = state};

    state->form = form_new(demo->term, &owner);
    state->conditions = 1;
    describe(state);
    demo->state = state;
}

static void key(struct demo *demo, const struct key *key)
{
    struct state *state = demo->state;

    switch (form_key(state->form, key)) {
    case FORM_PRESSED:
        state->conditions++;
        describe(state);
        break;
    case FORM_OTHER:
        if (key->code == KEYS_DELETE && state->conditions) {
            state->conditions--;
            describe(state);
        }
        if (key->code == KEYS_ENTER)
            snprintf(state->result, sizeof(state->result), "check %d",
                     form_check(state->form));
        break;
    case FORM_KEPT:
    case FORM_CHANGED:
        break;
    }
}

static void draw(struct demo *demo, const struct canvas *canvas)
{
    struct state *state = demo->state;
    struct canvas body =
        canvas_sub(canvas, 0, 0, canvas->rows - 1, canvas->cols);
    const struct form_row *row = form_current(state->form);
    int bottom = canvas->rows - 1;
    int x;

    x = canvas_printf(canvas, bottom, 0, STYLE_BAR, "at %s, %d changes, %s",
                      row->name, state->changes, state->result);
    canvas_rest(canvas, bottom, x);
    form_draw(state->form, &body);
}

static void end(struct demo *demo)
{
    struct state *state = demo->state;

    dialog_free(state->dialog);
    form_free(state->form);
    mem_free(state);
}

const struct demo_part demo_form = {
    .name = "form",
    .start = start,
    .key = key,
    .draw = draw,
    .end = end,
};

/* ---- dialogs: the key says which ---- */

static const struct dialog_item items[] = {
    {.key = 'a', .label = {.at = "Apple", .len = 5}, .tag = 10},
    {.key = 'b',
     .label = {.at = "Block the account", .len = 17},
     .tag = 20,
     .why_not = {.at = "The engine is off.", .len = 18}},
    {.key = 'c',
     .label = {.at = "Close \033[31m", .len = 11},
     .tag = 30,
     .note = {.at = "e", .len = 1}},
};

static const struct dialog_item open_items[] = {
    {.label = {.at = "As typed", .len = 8}, .tag = 40, .always = true},
    {.label = {.at = "Apple", .len = 5}, .tag = 10},
};

static struct dialog *confirm(struct term *term, bool hard)
{
    static const struct str names[] = {
        {.at = "vm-web-01", .len = 9},      {.at = "vm-web-02", .len = 9},
        {.at = "vm-\033[2J-03", .len = 10}, {.at = "vm-web-04", .len = 9},
        {.at = "vm-web-05", .len = 9},      {.at = "vm-web-06", .len = 9},
        {.at = "vm-web-07", .len = 9},      {.at = "vm-web-08", .len = 9},
        {.at = "vm-web-09", .len = 9},      {.at = "vm-web-10", .len = 9},
    };

    return dialog_confirm(term,
                          &(struct dialog_ask){
                              .title = STR("Contain"),
                              .text = STR("Contain 10 machines?"),
                              .names = names,
                              .n_names = COUNT(names),
                              .verb = STR("Contain 10"),
                              .type_this = hard ? STR("vm-web-01") : STR_NONE,
                              .reason = hard ? STR("Reason:") : STR_NONE,
                              .reason_needed = hard,
                              .grave = hard,
                          });
}

static struct dialog *open_dialog(struct demo *demo, uint32_t code)
{
    switch (code) {
    case 'c':
    case 'C':
        return confirm(demo->term, code == 'C');
    case 'p':
        return dialog_prompt(demo->term, STR("Tag"), STR("Which tag?"),
                             STR("old"));
    case 'n':
        return dialog_menu(demo->term, STR("Menu"), items, COUNT(items));
    case 'k':
        return dialog_pick(demo->term, STR("Pick"), items, COUNT(items));
    case 'o':
        return dialog_pick(demo->term, STR("Pick"), open_items,
                           COUNT(open_items));
    default:
        return NULL;
    }
}

static void dialog_demo_key(struct demo *demo, const struct key *key)
{
    struct state *state = demo->state;
    enum dialog_answer answer;

    if (!state->dialog) {
        state->dialog = open_dialog(demo, key->code);
        return;
    }
    answer = dialog_key(state->dialog, key);
    if (answer == DIALOG_OPEN)
        return;
    snprintf(state->result, sizeof(state->result), "%s “%.*s” %d",
             answer == DIALOG_YES ? "yes" : "no",
             STR_ARG(dialog_text(state->dialog)), dialog_tag(state->dialog));
    dialog_free(state->dialog);
    state->dialog = NULL;
}

static void dialog_demo_draw(struct demo *demo, const struct canvas *canvas)
{
    struct state *state = demo->state;
    int bottom = canvas->rows - 1;

    for (int y = 0; y < bottom; y++)
        canvas_put(canvas, y, 0, canvas->cols, STYLE_TEXT,
                   STR("The screen behind it, the screen behind it, the "
                       "screen behind it."));
    canvas_rest(canvas, bottom,
                canvas_printf(canvas, bottom, 0, STYLE_BAR, "result %s",
                              state->result));
    if (state->dialog)
        dialog_draw(state->dialog);
}

const struct demo_part demo_dialog = {
    .name = "dialog",
    .start = start,
    .key = dialog_demo_key,
    .draw = dialog_demo_draw,
    .end = end,
};
