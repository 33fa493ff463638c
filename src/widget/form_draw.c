/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A form on a canvas: labels, fields, errors, help.
 */
#include "util/utf8.h"
#include "widget/form_own.h"

#define ERROR_LEAST 8 /* columns that an error needs to be of use */

/* From behind an item to the next one on its line, or to the edge. */
static int room_behind(const struct form *form, size_t index)
{
    const struct item *item = &form->item[index];
    const struct item *next = item + 1;
    int end = form->cols;

    if (index + 1 < form->count && next->y == item->y)
        end = next->label_x;
    return end - item->x - item->width;
}

static void draw_stars(const struct item *item, const struct canvas *pad,
                       enum style style)
{
    size_t n = utf8_length(buf_view(&item->value));
    struct buf stars;

    buf_init(&stars);
    for (size_t i = 0; i < n && i < (size_t)item->width; i++)
        buf_char(&stars, '*');
    canvas_put(pad, item->y, item->x, item->width, style, buf_view(&stars));
    buf_done(&stars);
}

static void draw_item(const struct form *form, size_t index,
                      const struct canvas *pad)
{
    const struct item *item = &form->item[index];
    struct str label = str_of(item->row.label);
    bool current = index == form->current && form_can_stop(item);
    int behind = item->x + item->width;
    int room = room_behind(form, index);

    if (item->row.kind == FORM_HEADING) {
        struct canvas line =
            canvas_sub(pad, item->y, item->label_x, 1, form->cols);

        canvas_rule(&line, 0, label);
        return;
    }
    if (index == 0 || item[-1].y != item->y)
        canvas_put(pad, item->y, 0, 1, STYLE_MARK,
                   form->item[form->current].y == item->y ? STR("▌")
                                                          : STR_NONE);
    if (item->row.kind != FORM_BUTTON)
        canvas_fit(pad, item->y, item->label_x, item->x - item->label_x - 1,
                   current ? STYLE_STRONG : STYLE_TEXT, label);
    if (item->row.kind == FORM_PASSWORD)
        draw_stars(item, pad, current ? STYLE_FIELD_ON : STYLE_FIELD);
    canvas_put(pad, item->y, behind, room, STYLE_TEXT, STR_NONE);
    if (!item->error || room < 1)
        return;
    canvas_put(pad, item->y, behind, 1, STYLE_ERROR, STR("✗"));
    if (room >= ERROR_LEAST)
        canvas_fit(pad, item->y, behind + 2, room - 2, STYLE_ERROR,
                   str_of(item->error));
}

/* Two lines that belong together are both kept in sight. */
static void scroll_to_current(struct form *form, int rows)
{
    int y = form->count ? form->item[form->current].y : 0;

    /* A heading just above the first field of its part is shown with it. */
    if (form->current > 0 && !form_can_stop(&form->item[form->current - 1]) &&
        form->top > y - 1 && y > 0)
        y--;
    if (form->top > y)
        form->top = y;
    y = form->count ? form->item[form->current].y : 0;
    if (y >= form->top + rows)
        form->top = y - rows + 1;
    if (form->top + rows > form->height)
        form->top = form->height > rows ? form->height - rows : 0;
}

static void copy_pad(const struct form *form, const struct canvas *body)
{
    int rows = form->height - form->top;

    if (rows > body->rows)
        rows = body->rows;
    if (rows > 0 && body->cols > 0)
        copywin(form->pad, body->window, form->top, 0, body->y, body->x,
                body->y + rows - 1, body->x + body->cols - 1, FALSE);
    canvas_blank(body, rows);
}

/* The last line: what is wrong with the field, or what it is for. */
static void draw_help(const struct form *form, const struct canvas *canvas)
{
    const struct item *item = &form->item[form->current];
    int y = canvas->rows - 1;

    if (item->error)
        canvas_fit(canvas, y, 0, canvas->cols, STYLE_ERROR,
                   str_of(item->error));
    else
        canvas_fit(canvas, y, 0, canvas->cols, STYLE_DIM,
                   str_of(item->row.help ? item->row.help : ""));
    /* What hides above or below is said at the right. */
    if (form->top > 0)
        canvas_put(canvas, y, canvas->cols - 2, 1, STYLE_DIM, STR("↑"));
    if (form->top + canvas->rows - 1 < form->height)
        canvas_put(canvas, y, canvas->cols - 1, 1, STYLE_DIM, STR("↓"));
}

static void place_cursor(const struct form *form, const struct canvas *body)
{
    const struct item *item = &form->item[form->current];
    bool typed = form_kind_ops(item->row.kind)->typed && !item->row.locked;
    int x = item->x;

    if (typed && form->curses && item->field)
        x += form->curses->curcol - form->curses->begincol;
    if (typed && item->row.kind == FORM_PASSWORD)
        x = item->x + (int)utf8_length(buf_view(&item->value));
    if (x > item->x + item->width - 1)
        x = item->x + item->width - 1;
    canvas_cursor(body, item->y - form->top, x, typed);
}

void form_draw(struct form *form, const struct canvas *canvas)
{
    struct canvas body =
        canvas_sub(canvas, 0, 0, canvas->rows - 1, canvas->cols);
    struct canvas pad = {.term = form->term};

    if (!form->count || body.rows < 1) {
        canvas_blank(canvas, 0);
        return;
    }
    if (form->stale || !form->pad || form->cols != canvas->cols ||
        form->theme != term_theme(form->term))
        form_layout(form, canvas->cols);
    pad.window = form->pad;
    pad.rows = form->height;
    pad.cols = getmaxx(form->pad);
    form->shown = body;
    for (size_t i = 0; i < form->count; i++)
        draw_item(form, i, &pad);
    scroll_to_current(form, body.rows);
    copy_pad(form, &body);
    draw_help(form, canvas);
    place_cursor(form, &body);
    form_popup_draw(form);
    form_offer_draw(form);
}
