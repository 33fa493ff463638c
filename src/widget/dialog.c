/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/dialog.h"

#include "util/mem.h"
#include "util/text.h"
#include "widget/dialog_own.h"

#define MARGIN 4 /* columns that are seen beside a dialog, both sides */
#define FRAME  2
#define INSET  2 /* from the frame to the text */

struct dialog *dialog_make(const struct dialog_kind *kind, struct term *term,
                           struct str title, struct str text)
{
    struct dialog *dialog = mem_new(sizeof(*dialog));

    dialog->kind = kind;
    dialog->term = term;
    dialog->layer = layer_new(term);
    dialog->arena = arena_new();
    dialog->title = arena_str(dialog->arena, title);
    dialog->text = view_new();
    input_init(&dialog->input);
    if (!str_empty(text))
        view_line(dialog->text, STYLE_TEXT, text);
    return dialog;
}

void dialog_free(struct dialog *dialog)
{
    if (!dialog)
        return;
    if (dialog->kind->done)
        dialog->kind->done(dialog);
    input_done(&dialog->input);
    view_free(dialog->text);
    arena_free(dialog->arena);
    layer_free(dialog->layer);
    mem_free(dialog);
}

enum dialog_answer dialog_key(struct dialog *dialog, const struct key *key)
{
    enum list_move move;

    dialog->note = NULL;
    if (key->code == (KEYS_CTRL | 'c'))
        return DIALOG_NO;
    /* Pages scroll the text, whatever stands below it. */
    if ((key->code == KEYS_PAGE_UP || key->code == KEYS_PAGE_DOWN) &&
        list_move_of(key->code, &move) && view_move(dialog->text, move))
        return DIALOG_OPEN;
    return dialog->kind->key(dialog, key);
}

static int text_rows(struct dialog *dialog, int cols)
{
    return (int)view_height(dialog->text, cols);
}

void dialog_draw(struct dialog *dialog)
{
    int cols = term_cols(dialog->term) - MARGIN;
    int text;
    int below;
    int inner;
    struct canvas canvas;
    struct canvas part;

    if (cols > dialog->kind->cols)
        cols = dialog->kind->cols;
    inner = cols - FRAME - 2 * (INSET - 1);
    text = text_rows(dialog, inner);
    below = dialog->kind->rows(dialog, inner);
    canvas = layer_centre(dialog->layer, text + below + FRAME, cols);
    inner = canvas.cols - FRAME - 2 * (INSET - 1);
    if (below > canvas.rows - FRAME)
        below = canvas.rows - FRAME;
    /* What is below goes first: a text can be scrolled. */
    if (text > canvas.rows - FRAME - below)
        text = canvas.rows - FRAME - below;
    canvas_blank(&canvas, 0);
    canvas_box(&canvas, dialog->title);
    if (dialog->grave)
        canvas_restyle(&canvas, 0, 0, canvas.cols, STYLE_ERROR);
    part = canvas_sub(&canvas, 1, INSET, text, inner);
    if (text > 0)
        view_draw(dialog->text, &part);
    part = canvas_sub(&canvas, 1 + text, INSET, below, inner);
    dialog->kind->draw(dialog, &part);
}

struct str dialog_text(const struct dialog *dialog)
{
    return input_text(&dialog->input);
}

void dialog_buttons(const struct canvas *canvas, int y, struct str verb,
                    int lit, bool off)
{
    struct str cancel = str_of(_("Cancel"));
    int x = canvas->cols - canvas_width(cancel) - canvas_width(verb) - 10;

    canvas_rest(canvas, y, 0);
    x = x > 0 ? x : 0;
    x = canvas_printf(canvas, y, x, lit == 0 ? STYLE_SELECTED : STYLE_TEXT,
                      lit == 0 ? "[>%.*s<]" : "[ %.*s ]", STR_ARG(cancel));
    canvas_printf(canvas, y, x + 2,
                  lit == 1 ? STYLE_SELECTED
                  : off    ? STYLE_KEY_OFF
                           : STYLE_TEXT,
                  lit == 1 ? "[>%.*s<]" : "[ %.*s ]", STR_ARG(verb));
    if (lit >= 0)
        canvas_cursor(canvas, y, lit == 0 ? x - 1 : x + 3, false);
}

/* ---- a line to type ---- */

static enum dialog_answer prompt_key(struct dialog *dialog,
                                     const struct key *key)
{
    switch (input_key(&dialog->input, key)) {
    case INPUT_ACCEPT:
        return DIALOG_YES;
    case INPUT_CANCEL:
        return DIALOG_NO;
    default:
        return DIALOG_OPEN;
    }
}

static int prompt_rows(struct dialog *dialog, int cols)
{
    (void)dialog;
    (void)cols;
    return 1;
}

static void prompt_draw(struct dialog *dialog, const struct canvas *canvas)
{
    input_draw(&dialog->input, canvas, 0, 0, canvas->cols, STYLE_FIELD_ON);
}

static const struct dialog_kind prompt_kind = {
    .key = prompt_key,
    .rows = prompt_rows,
    .draw = prompt_draw,
    .cols = 76,
};

struct dialog *dialog_prompt(struct term *term, struct str title,
                             struct str text, struct str initial)
{
    struct dialog *dialog = dialog_make(&prompt_kind, term, title, text);

    input_set(&dialog->input, initial);
    return dialog;
}
