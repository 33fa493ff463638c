/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Completion in the fields of a form: the list that opens beside the cursor.
 */
#include "util/mem.h"
#include "util/utf8.h"
#include "widget/form_own.h"
#include "widget/term_own.h"

#define OFFERED     8  /* candidates in sight */
#define OFFER_WIDTH 56 /* columns, at most */

/* What is being typed: in a field, or in the editor of several lines. */
struct typing {
    struct buf text;
    size_t cursor;
};

static bool is_typed(const struct form *form)
{
    const struct item *item = &form->item[form->current];

    if (form->area)
        return true;
    return !form->popup && form->curses && item->field && !item->row.locked &&
           item->row.kind != FORM_PASSWORD &&
           form_kind_ops(item->row.kind)->typed;
}

/* The form library counts columns; blanks at the end of a field are not in its
 * value, but the cursor may be behind them. */
static void look(const struct form *form, struct typing *typing)
{
    const struct item *item = &form->item[form->current];
    size_t column;
    size_t width;

    buf_init(&typing->text);
    if (form->area) {
        buf_str(&typing->text, buf_view(&form->area->text));
        typing->cursor = form->area->cursor;
        return;
    }
    column = (size_t)form->curses->curcol;
    buf_str(&typing->text, buf_view(&item->value));
    typing->cursor = utf8_cut(buf_view(&item->value), column, &width).len;
    if (typing->cursor < item->value.len)
        return;
    for (; width < column; width++)
        buf_char(&typing->text, ' ');
    typing->cursor = typing->text.len;
}

void form_offer_close(struct form *form)
{
    arena_free(form->offered.arena);
    form->offered = (struct input_candidates){.arena = NULL};
    form->chosen = 0;
    layer_free(form->offer);
    form->offer = NULL;
}

/* Nobody needs to be told what has been typed already. */
static bool is_there(const struct input_candidates *offered, struct str word)
{
    for (size_t i = 0; i < offered->count; i++) {
        if (str_eq_fold(str_of(offered->candidate[i].text), word))
            return true;
    }
    return false;
}

static void open_offer(struct form *form, bool asked)
{
    struct input_candidates *offered = &form->offered;
    struct typing typing;
    struct str word;

    form_offer_close(form);
    look(form, &typing);
    offered->arena = arena_new();
    offered->from = typing.cursor;
    form->owner.complete(form->owner.with, &form->item[form->current].row,
                         buf_view(&typing.text), typing.cursor, asked, offered);
    word = str_sub(buf_view(&typing.text), offered->from,
                   typing.cursor - offered->from);
    form->offer_back = canvas_width(word);
    if (!offered->count || (!asked && is_there(offered, word)))
        form_offer_close(form);
    buf_done(&typing.text);
}

static enum form_answer take(struct form *form)
{
    struct item *item = &form->item[form->current];
    struct str text = str_of(form->offered.candidate[form->chosen].text);
    enum form_answer answer = FORM_KEPT;
    struct typing typing;
    struct str word;

    look(form, &typing);
    word = str_sub(buf_view(&typing.text), form->offered.from,
                   typing.cursor - form->offered.from);
    if (form->area)
        area_replace(form->area, word.len, text);
    else
        answer = form_type(form, item, utf8_length(word), text);
    buf_done(&typing.text);
    /* What was typed may have described the form anew. */
    form_offer_close(form);
    if (is_typed(form))
        open_offer(form, false);
    return answer;
}

static enum form_answer choose(struct form *form, size_t step)
{
    form->chosen = (form->chosen + step) % form->offered.count;
    return FORM_KEPT;
}

enum form_answer form_offer_key(struct form *form, const struct key *key)
{
    size_t count = form->offered.count;

    if (!form->owner.complete)
        return FORM_OTHER;
    if (key->code == (KEYS_CTRL | KEYS_SPACE) && is_typed(form)) {
        open_offer(form, true);
        return FORM_KEPT;
    }
    if (!count)
        return FORM_OTHER;
    switch (key->code) {
    case KEYS_DOWN:
        return choose(form, 1);
    case KEYS_UP:
        return choose(form, count - 1);
    case KEYS_TAB:
    case KEYS_ENTER:
        return take(form);
    case KEYS_ESC:
        form_offer_close(form);
        return FORM_KEPT;
    default:
        return FORM_OTHER;
    }
}

void form_offer_follow(struct form *form, const struct key *key)
{
    bool open = form->offered.count > 0;

    if (form->owner.complete && is_typed(form) &&
        ((key_printable(key->code) && key->code != KEYS_SPACE) ||
         (open && key->code == KEYS_BACKSPACE)))
        open_offer(form, false);
    else
        form_offer_close(form);
}

static int width_of(const struct input_candidates *offered)
{
    int width = 8;

    for (size_t i = 0; i < offered->count && width < OFFER_WIDTH; i++) {
        const struct input_candidate *one = &offered->candidate[i];
        int need = canvas_width(str_of(one->text)) + 2;

        if (one->note)
            need += canvas_width(str_of(one->note)) + 2;
        width = need > width ? need : width;
    }
    return width < OFFER_WIDTH ? width : OFFER_WIDTH;
}

/* Below the cursor, or above it where there is more room. */
void form_offer_draw(struct form *form)
{
    const struct term *term = form->term;
    int count =
        form->offered.count < OFFERED ? (int)form->offered.count : OFFERED;
    int below = term_rows(term) - term->cursor_y - 1;
    int above = term->cursor_y;
    int rows = count + 2;
    struct canvas canvas;
    struct canvas body;
    int y;

    if (!count)
        return;
    if (!form->offer)
        form->offer = layer_new(form->term);
    if (rows > below && rows > above)
        rows = below > above ? below : above;
    y = rows <= below ? term->cursor_y + 1 : term->cursor_y - rows;
    canvas = layer_place(form->offer, y, term->cursor_x - form->offer_back - 2,
                         rows, width_of(&form->offered) + 2);
    canvas_box(&canvas, STR_NONE);
    body = canvas_sub(&canvas, 1, 1, canvas.rows - 2, canvas.cols - 2);
    input_candidates_draw(&form->offered, form->chosen, &body);
}
