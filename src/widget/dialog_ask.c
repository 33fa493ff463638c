/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do it?  The question before every act that matters.
 */
#include <stdio.h>

#include "util/mem.h"
#include "util/text.h"
#include "widget/dialog_own.h"

#define NAMES_MAX 8 /* shown; the rest is counted */

/* Where the keys go, in the order of Tab. */
enum stop {
    STOP_REASON,
    STOP_MORE,
    STOP_TYPED,
    STOP_CANCEL,
    STOP_VERB,
    STOP_N
};

struct question {
    struct str verb;
    struct str type_this;
    struct str reason; /* the label */
    bool reason_needed;
    struct str more; /* the label of one more line */
    const char *(*wrong)(struct str more);
    struct input line;
    struct input typed;
    enum stop stop;
};

static bool has_stop(const struct question *question, enum stop stop)
{
    if (stop == STOP_REASON)
        return !str_empty(question->reason);
    if (stop == STOP_MORE)
        return !str_empty(question->more);
    if (stop == STOP_TYPED)
        return !str_empty(question->type_this);
    return true;
}

static void step(struct question *question, unsigned by)
{
    do {
        question->stop = (enum stop)((question->stop + by) % STOP_N);
    } while (!has_stop(question, question->stop));
}

/* Why the button cannot be pressed yet; NULL: it can. */
static const char *missing(const struct dialog *dialog)
{
    const struct question *question = dialog->own;

    if (question->reason_needed &&
        str_empty(str_trim(input_text(&dialog->input))))
        return _("Type a reason first.");
    if (question->wrong &&
        question->wrong(str_trim(input_text(&question->line))))
        return question->wrong(str_trim(input_text(&question->line)));
    if (!str_empty(question->type_this) &&
        !str_eq(str_trim(input_text(&question->typed)), question->type_this))
        return _("Type the name first, exactly as it is written above.");
    return NULL;
}

static enum dialog_answer press(struct dialog *dialog)
{
    const struct question *question = dialog->own;

    if (question->stop == STOP_CANCEL)
        return DIALOG_NO;
    dialog->note = missing(dialog);
    return dialog->note ? DIALOG_OPEN : DIALOG_YES;
}

static enum dialog_answer button_key(struct dialog *dialog, uint32_t code)
{
    struct question *question = dialog->own;

    switch (code) {
    case KEYS_LEFT:
    case 'h':
        question->stop = STOP_CANCEL;
        return DIALOG_OPEN;
    case KEYS_RIGHT:
    case 'l':
        question->stop = STOP_VERB;
        return DIALOG_OPEN;
    case KEYS_ENTER:
        return press(dialog);
    case KEYS_ESC:
    case 'q':
        return DIALOG_NO;
    default:
        return DIALOG_OPEN;
    }
}

static enum dialog_answer line_key(struct dialog *dialog, struct input *input,
                                   const struct key *key)
{
    switch (input_key(input, key)) {
    case INPUT_ACCEPT:
        step(dialog->own, 1);
        return DIALOG_OPEN;
    case INPUT_CANCEL:
        return DIALOG_NO;
    default:
        return DIALOG_OPEN;
    }
}

static enum dialog_answer ask_key(struct dialog *dialog, const struct key *key)
{
    struct question *question = dialog->own;

    switch (key->code) {
    case KEYS_TAB:
    case KEYS_DOWN:
        step(question, 1);
        return DIALOG_OPEN;
    case KEYS_BACK_TAB:
    case KEYS_UP:
        step(question, STOP_N - 1);
        return DIALOG_OPEN;
    default:
        break;
    }
    if (question->stop == STOP_REASON)
        return line_key(dialog, &dialog->input, key);
    if (question->stop == STOP_MORE)
        return line_key(dialog, &question->line, key);
    if (question->stop == STOP_TYPED)
        return line_key(dialog, &question->typed, key);
    return button_key(dialog, key->code);
}

static int ask_rows(struct dialog *dialog, int cols)
{
    const struct question *question = dialog->own;

    (void)cols;
    return 3 + (has_stop(question, STOP_REASON) ? 2 : 0) +
           (has_stop(question, STOP_MORE) ? 2 : 0) +
           (has_stop(question, STOP_TYPED) ? 2 : 0);
}

static int draw_line(const struct canvas *canvas, int y, struct str label,
                     struct input *input, bool current)
{
    canvas_fit(canvas, y, 0, canvas->cols, STYLE_DIM, label);
    if (current)
        input_draw(input, canvas, y + 1, 0, canvas->cols, STYLE_FIELD_ON);
    else
        canvas_put(canvas, y + 1, 0, canvas->cols, STYLE_FIELD,
                   input_text(input));
    return y + 2;
}

static void ask_draw(struct dialog *dialog, const struct canvas *canvas)
{
    struct question *question = dialog->own;
    char label[256];
    int y = 0;

    if (has_stop(question, STOP_REASON))
        y = draw_line(canvas, y, question->reason, &dialog->input,
                      question->stop == STOP_REASON);
    if (has_stop(question, STOP_MORE))
        y = draw_line(canvas, y, question->more, &question->line,
                      question->stop == STOP_MORE);
    if (has_stop(question, STOP_TYPED)) {
        snprintf(label, sizeof(label), _("Type “%.*s” to go on:"),
                 STR_ARG(question->type_this));
        y = draw_line(canvas, y, str_of(label), &question->typed,
                      question->stop == STOP_TYPED);
    }
    canvas_fit(canvas, y, 0, canvas->cols, STYLE_WARN,
               str_of(dialog->note ? dialog->note : ""));
    canvas_rest(canvas, y + 1, 0);
    dialog_buttons(canvas, y + 2, question->verb,
                   question->stop == STOP_CANCEL ? 0
                   : question->stop == STOP_VERB ? 1
                                                 : -1,
                   missing(dialog) != NULL);
}

static void ask_done(struct dialog *dialog)
{
    struct question *question = dialog->own;

    input_done(&question->line);
    input_done(&question->typed);
    mem_free(question);
}

static const struct dialog_kind ask_kind = {
    .key = ask_key,
    .rows = ask_rows,
    .draw = ask_draw,
    .done = ask_done,
    .cols = 76,
};

static void add_names(struct view *view, const struct str *names, size_t n)
{
    for (size_t i = 0; i < n && i < NAMES_MAX; i++) {
        view_add(view, STYLE_DIM, STR("  · "));
        view_indent(view, 4);
        view_line(view, STYLE_STRONG, names[i]);
    }
    if (n > NAMES_MAX) {
        size_t more = n - NAMES_MAX;

        view_printf(view, STYLE_DIM,
                    _n("  and %zu more", "  and %zu more", more), more);
        view_end(view, 0);
    }
}

struct dialog *dialog_confirm(struct term *term, const struct dialog_ask *ask)
{
    struct dialog *dialog = dialog_make(&ask_kind, term, ask->title, ask->text);
    struct question *question = mem_new(sizeof(*question));

    question->verb = arena_str(dialog->arena, ask->verb);
    question->type_this = arena_str(dialog->arena, ask->type_this);
    question->reason = arena_str(dialog->arena, ask->reason);
    question->reason_needed = ask->reason_needed;
    question->more = arena_str(dialog->arena, ask->more);
    question->wrong = ask->wrong;
    input_init(&question->line);
    input_set(&question->line, ask->initial);
    input_init(&question->typed);
    dialog->own = question;
    dialog->grave = ask->grave;
    add_names(dialog->text, ask->names, ask->n_names);
    question->stop = STOP_REASON;
    while (!has_stop(question, question->stop))
        question->stop++;
    return dialog;
}

struct str dialog_more(const struct dialog *dialog)
{
    const struct question *question = dialog->own;

    return input_text(&question->line);
}
