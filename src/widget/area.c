/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/area.h"

#include "util/utf8.h"
#include "widget/edit.h"

void area_init(struct area *area, struct str text)
{
    *area = (struct area){.left = 0};
    buf_init(&area->text);
    buf_reserve(&area->text, text.len + 1);
    edit_insert(&area->text, &area->cursor, text, true, AREA_MAX);
    area->cursor = 0;
}

void area_done(struct area *area)
{
    buf_done(&area->text);
}

static int column_of(const struct area *area, size_t at)
{
    size_t start = edit_line_start(&area->text, at);

    return canvas_width(str_sub(buf_view(&area->text), start, at - start));
}

/* The place in the line from @start on that is nearest to a column. */
static size_t at_column(const struct area *area, size_t start, int column)
{
    size_t end = edit_line_end(&area->text, start);
    size_t width;
    struct str line = str_sub(buf_view(&area->text), start, end - start);

    return start + utf8_cut(line, (size_t)column, &width).len;
}

static void move_lines(struct area *area, int by)
{
    int column = column_of(area, area->cursor);
    size_t start = edit_line_start(&area->text, area->cursor);

    for (; by < 0 && start > 0; by++)
        start = edit_line_start(&area->text, start - 1);
    for (; by > 0; by--) {
        size_t end = edit_line_end(&area->text, start);

        if (end == area->text.len)
            break;
        start = end + 1;
    }
    area->cursor = at_column(area, start, column);
}

static void insert(struct area *area, struct str text)
{
    edit_insert(&area->text, &area->cursor, text, true, AREA_MAX);
}

static void insert_character(struct area *area, uint32_t c)
{
    struct buf text;

    buf_init(&text);
    utf8_put(&text, c);
    insert(area, buf_view(&text));
    buf_done(&text);
}

bool area_key(struct area *area, const struct key *key, int page)
{
    switch (key->code) {
    case KEYS_UP:
        move_lines(area, -1);
        return true;
    case KEYS_DOWN:
        move_lines(area, 1);
        return true;
    case KEYS_PAGE_UP:
        move_lines(area, -page);
        return true;
    case KEYS_PAGE_DOWN:
        move_lines(area, page);
        return true;
    case KEYS_ENTER:
        insert(area, STR("\n"));
        return true;
    case KEYS_TAB:
        insert(area, STR("  "));
        return true;
    case KEYS_PASTE:
        insert(area, key->text);
        return true;
    default:
        break;
    }
    if (key_printable(key->code)) {
        insert_character(area, key->code);
        return true;
    }
    return edit_key(&area->text, &area->cursor, key->code) != EDIT_OTHER;
}

void area_replace(struct area *area, size_t bytes, struct str text)
{
    edit_cut(&area->text, &area->cursor, area->cursor - bytes, area->cursor);
    insert(area, text);
}

/* Scrolls so that the line with the cursor is one of @rows. */
static void show_cursor(struct area *area, int rows, int cols)
{
    size_t line = edit_line_start(&area->text, area->cursor);
    size_t first = line;
    int column = column_of(area, area->cursor);

    for (int i = 1; i < rows && first > 0 && first > area->first; i++)
        first = edit_line_start(&area->text, first - 1);
    if (area->first > line || area->first < first)
        area->first = area->first > line ? line : first;
    area->first = edit_line_start(&area->text, area->first);
    if (column < area->left)
        area->left = column;
    if (column >= area->left + cols)
        area->left = column - cols + 1;
}

void area_draw(struct area *area, const struct canvas *canvas)
{
    size_t at;

    show_cursor(area, canvas->rows, canvas->cols);
    at = area->first;
    for (int y = 0; y < canvas->rows; y++) {
        size_t end = edit_line_end(&area->text, at);
        size_t from = at_column(area, at, area->left);

        if (at > area->text.len) {
            canvas_rest(canvas, y, 0);
            continue;
        }
        canvas_put(canvas, y, 0, canvas->cols, STYLE_TEXT,
                   str_sub(buf_view(&area->text), from, end - from));
        if (area->cursor >= at && area->cursor <= end)
            canvas_cursor(canvas, y, column_of(area, area->cursor) - area->left,
                          true);
        at = end + 1;
    }
}
