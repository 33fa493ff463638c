/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the rows of a form stand, and the fields of the form library there.
 */
#include <stdlib.h>

#include "util/mem.h"
#include "util/utf8.h"
#include "widget/form_own.h"
#include "widget/term_own.h"

#define MARK_WIDTH   2 /* before the label: which row is current */
#define ERROR_WIDTH  2 /* behind the field: the sign of an error */
#define FIELD_LEAST  4
#define COLS_DEFAULT 80 /* before it has been drawn */

/* ---- places ---- */

static int label_width(const struct form *form, int cols)
{
    int width = 0;

    for (size_t i = 0; i < form->count; i++) {
        const struct form_row *row = &form->item[i].row;
        int need = canvas_width(str_of(row->label));

        if (row->kind != FORM_HEADING && row->kind != FORM_BUTTON &&
            !row->same_line && need > width)
            width = need;
    }
    return width < cols / 3 ? width : cols / 3;
}

static int wanted(const struct item *item, int room)
{
    int width = item->row.width;

    if (item->row.kind == FORM_BUTTON)
        width = canvas_width(str_of(item->row.label)) + 4;
    else if (item->row.kind == FORM_BOOL)
        width = 3;
    if (width < 0)
        width += room;
    if (width <= 0 || width > room)
        width = room;
    return width > FIELD_LEAST || item->row.kind == FORM_BOOL ? width
                                                              : FIELD_LEAST;
}

/* Behind the item before, if it fits there; false: on a line of its own. */
static bool place_behind(const struct item *before, struct item *item, int cols)
{
    int label = canvas_width(str_of(item->row.label));
    int x = before->x + before->width + ERROR_WIDTH;
    int least = item->row.width > 0 ? item->row.width : 2 * FIELD_LEAST;

    if (item->row.kind == FORM_BUTTON)
        label = 0;
    if (x + label + 1 + least + ERROR_WIDTH > cols)
        return false;
    item->y = before->y;
    item->label_x = x;
    item->x = x + (label ? label + 1 : 0);
    item->width = wanted(item, cols - item->x - ERROR_WIDTH);
    return true;
}

static void place_items(struct form *form, int cols)
{
    int label = label_width(form, cols);
    int x = MARK_WIDTH + (label ? label + 1 : 0);
    int y = -1;

    for (size_t i = 0; i < form->count; i++) {
        struct item *item = &form->item[i];

        if (i > 0 && item->row.same_line &&
            place_behind(&form->item[i - 1], item, cols))
            continue;
        y++;
        if (item->row.kind == FORM_HEADING && y > 0)
            y++; /* a blank line before it */
        item->y = y;
        item->label_x = MARK_WIDTH;
        item->x = item->row.kind == FORM_BUTTON ? MARK_WIDTH : x;
        item->width = wanted(item, cols - item->x - ERROR_WIDTH);
    }
    form->height = y + 1;
}

/* ---- fields ---- */

static chtype look_of(const struct term *term, enum style style)
{
    return (chtype)(term->attr[style] | COLOR_PAIR(term->pair[style]));
}

static void colour_item(struct form *form, size_t index)
{
    const struct item *item = &form->item[index];
    enum style style = item->row.locked         ? STYLE_FIELD_OFF
                       : index == form->current ? STYLE_FIELD_ON
                                                : STYLE_FIELD;

    if (!item->field)
        return;
    set_field_back(item->field, look_of(form->term, style));
    set_field_fore(item->field, look_of(form->term, style));
}

/* Colours of the fields by which of them is the current one. */
static void form_colour(struct form *form)
{
    for (size_t i = 0; i < form->count; i++)
        colour_item(form, i);
}

/* What the locale cannot say is shown as a question mark. */
static void add_shown(const struct term *term, struct buf *out, struct str text)
{
    uint32_t c;

    while (utf8_next(&text, &c)) {
        if (c < 0x80 || term->utf8)
            utf8_put(out, c);
        else
            buf_char(out, '?');
    }
}

void form_show(struct form *form, struct item *item)
{
    struct buf value;
    struct buf shown;

    if (!item->field)
        return;
    buf_init(&value);
    buf_init(&shown);
    form_kind_ops(item->row.kind)->show(item, &value);
    add_shown(form->term, &shown, buf_view(&value));
    set_field_buffer(item->field, 0, shown.at ? shown.at : "");
    buf_done(&value);
    buf_done(&shown);
}

bool form_read(struct form *form, struct item *item)
{
    struct str text;
    const char *at;

    form_driver(form->curses, REQ_VALIDATION);
    at = field_buffer(item->field, 0);
    text = str_of(at);
    while (text.len && text.at[text.len - 1] == ' ')
        text.len--;
    if (str_eq(text, buf_view(&item->value)))
        return false;
    buf_clear(&item->value);
    buf_str(&item->value, text);
    return true;
}

static FIELD *make_field(const struct item *item)
{
    FIELD *field = new_field(1, item->width, item->y, item->x, 0, 0);

    if (!field)
        die("A field of a form cannot be made.");
    field_opts_off(field, O_AUTOSKIP | O_BLANK | O_WRAP);
    field_opts_on(field, O_NULLOK | O_PASSOK);
    if (form_kind_ops(item->row.kind)->typed) {
        field_opts_off(field, O_STATIC);
        set_max_field(field, FORM_VALUE_MAX);
    } else {
        field_opts_off(field, O_EDIT);
    }
    if (item->row.locked)
        field_opts_off(field, O_EDIT);
    if (item->row.kind == FORM_PASSWORD)
        field_opts_off(field, O_PUBLIC);
    return field;
}

static void make_fields(struct form *form)
{
    size_t n = 0;

    form->field = mem_array(form->count + 1, sizeof(*form->field));
    for (size_t i = 0; i < form->count; i++) {
        struct item *item = &form->item[i];

        if (!form_can_stop(item))
            continue;
        item->field = make_field(item);
        form_show(form, item);
        form->field[n++] = item->field;
    }
    if (!n)
        return;
    form->curses = new_form(form->field);
    if (!form->curses)
        die("A form cannot be made.");
    set_form_win(form->curses, form->pad);
    set_form_sub(form->curses, form->pad);
    form_opts_off(form->curses, O_BS_OVERLOAD | O_NL_OVERLOAD);
}

void form_unlay(struct form *form)
{
    if (form->curses) {
        unpost_form(form->curses);
        free_form(form->curses);
        form->curses = NULL;
    }
    for (size_t i = 0; i < form->count; i++) {
        if (form->item[i].field)
            free_field(form->item[i].field);
        form->item[i].field = NULL;
    }
    mem_free(form->field);
    form->field = NULL;
    if (form->pad)
        delwin(form->pad);
    form->pad = NULL;
}

void form_layout(struct form *form, int cols)
{
    int rows;
    int pad_cols;

    if (cols <= 0)
        cols = COLS_DEFAULT;
    form_unlay(form);
    place_items(form, cols);
    form->cols = cols;
    form->theme = term_theme(form->term);
    form->stale = false;
    rows = form->height > 0 ? form->height : 1;
    pad_cols = cols;
    /* The library refuses a field that would stand outside. */
    for (size_t i = 0; i < form->count; i++) {
        if (form->item[i].x + form->item[i].width > pad_cols)
            pad_cols = form->item[i].x + form->item[i].width;
    }
    form->pad = newpad(rows, pad_cols);
    if (!form->pad)
        die("A form cannot be made.");
    wbkgdset(form->pad, look_of(form->term, STYLE_TEXT) | ' ');
    werase(form->pad);
    make_fields(form);
    if (form->curses && post_form(form->curses) != E_OK)
        die("A form cannot be shown.");
    form_enter(form);
}

void form_enter(struct form *form)
{
    struct item *item;

    if (form->stale || !form->curses)
        return;
    item = &form->item[form->current];
    if (item->field && current_field(form->curses) != item->field) {
        set_current_field(form->curses, item->field);
        if (form_kind_ops(item->row.kind)->typed)
            form_driver(form->curses, REQ_END_FIELD);
    }
    form_colour(form);
}
