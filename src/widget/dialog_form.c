/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A form in a window.
 */
#include "util/mem.h"
#include "util/text.h"
#include "widget/dialog_own.h"

enum focus { FOCUS_FORM, FOCUS_CANCEL, FOCUS_VERB };

struct framed {
    struct form *form; /* borrowed */
    struct str verb;
    enum focus focus;
};

static enum dialog_answer press(struct dialog *dialog)
{
    struct framed *framed = dialog->own;

    if (framed->focus == FOCUS_CANCEL)
        return DIALOG_NO;
    if (form_check(framed->form))
        return DIALOG_YES;
    framed->focus = FOCUS_FORM;
    dialog->note = _("Something has to be mended first.");
    return DIALOG_OPEN;
}

static enum dialog_answer button_key(struct dialog *dialog, uint32_t code)
{
    struct framed *framed = dialog->own;

    switch (code) {
    case KEYS_LEFT:
    case KEYS_RIGHT:
    case KEYS_TAB:
        framed->focus =
            framed->focus == FOCUS_CANCEL ? FOCUS_VERB : FOCUS_CANCEL;
        return DIALOG_OPEN;
    case KEYS_UP:
    case KEYS_BACK_TAB:
        framed->focus = FOCUS_FORM;
        return DIALOG_OPEN;
    case KEYS_ENTER:
        return press(dialog);
    case KEYS_ESC:
        return DIALOG_NO;
    default:
        return DIALOG_OPEN;
    }
}

static enum dialog_answer framed_key(struct dialog *dialog,
                                     const struct key *key)
{
    struct framed *framed = dialog->own;

    if (framed->focus != FOCUS_FORM)
        return button_key(dialog, key->code);
    if (form_key(framed->form, key) != FORM_OTHER)
        return DIALOG_OPEN;
    switch (key->code) {
    case KEYS_ESC:
        return DIALOG_NO;
    case KEYS_ENTER:
    case KEYS_TAB:
    case KEYS_DOWN:
        framed->focus = FOCUS_CANCEL;
        return DIALOG_OPEN;
    default:
        return DIALOG_OPEN;
    }
}

static int framed_rows(struct dialog *dialog, int cols)
{
    const struct framed *framed = dialog->own;

    return form_rows(framed->form, cols) + 3;
}

static void framed_draw(struct dialog *dialog, const struct canvas *canvas)
{
    struct framed *framed = dialog->own;
    struct canvas body =
        canvas_sub(canvas, 0, 0, canvas->rows - 2, canvas->cols);
    int lit = framed->focus == FOCUS_CANCEL ? 0
              : framed->focus == FOCUS_VERB ? 1
                                            : -1;

    canvas_fit(canvas, canvas->rows - 2, 0, canvas->cols, STYLE_WARN,
               str_of(dialog->note ? dialog->note : ""));
    form_draw(framed->form, &body);
    dialog_buttons(canvas, canvas->rows - 1, framed->verb, lit, false);
}

static void framed_done(struct dialog *dialog)
{
    mem_free(dialog->own);
}

static const struct dialog_kind framed_kind = {
    .key = framed_key,
    .rows = framed_rows,
    .draw = framed_draw,
    .done = framed_done,
    .cols = 90,
};

struct dialog *dialog_form(struct term *term, struct str title,
                           struct form *form, struct str verb)
{
    struct dialog *dialog = dialog_make(&framed_kind, term, title, STR_NONE);
    struct framed *framed = mem_new(sizeof(*framed));

    framed->form = form;
    framed->verb = arena_str(dialog->arena, verb);
    dialog->own = framed;
    return dialog;
}
