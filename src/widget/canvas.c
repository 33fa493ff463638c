/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/canvas.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>

#include <curses.h>

#include "util/buf.h"
#include "util/mem.h"
#include "util/utf8.h"
#include "widget/glyph.h"
#include "widget/term_own.h"

#define REPLACEMENT 0xfffd
/* Bytes looked at for each column: a character of 4 bytes with 4 marks of 4,
 * and as much again for text whose marks are cut. */
#define BYTES_A_COLUMN 40

/* A row of cells being filled. */
struct row {
    struct term *term;
    cchar_t *cells;
    cchar_t proto; /* a blank in the style */
    cchar_t blank; /* what to pad with */
    int n;         /* cells, */
    int width;     /* columns that they take, */
    int most;      /* columns that there are */
};

struct canvas canvas_screen(struct term *term)
{
    return (struct canvas){
        .term = term,
        .window = stdscr,
        .rows = term_rows(term),
        .cols = term_cols(term),
    };
}

static int clamp(int value, int most)
{
    return value < 0 ? 0 : value < most ? value : most;
}

struct canvas canvas_sub(const struct canvas *canvas, int y, int x, int rows,
                         int cols)
{
    struct canvas sub = *canvas;

    y = clamp(y, canvas->rows);
    x = clamp(x, canvas->cols);
    sub.y += y;
    sub.x += x;
    sub.rows = clamp(rows, canvas->rows - y);
    sub.cols = clamp(cols, canvas->cols - x);
    return sub;
}

static bool begin_row(const struct canvas *canvas, int y, int x, int width,
                      enum style style, struct row *row)
{
    struct term *term = canvas->term;
    wchar_t blank[2] = L" ";

    if (y < 0 || y >= canvas->rows || x < 0 || x >= canvas->cols)
        return false;
    *row = (struct row){.term = term, .most = clamp(width, canvas->cols - x)};
    if (term->n_cells < row->most) {
        term->cells =
            mem_grow(term->cells, (size_t)row->most, sizeof(*term->cells));
        term->n_cells = row->most;
    }
    row->cells = term->cells;
    setcchar(&row->proto, blank, term->attr[style], term->pair[style], NULL);
    /* Where a blank of the style looks like any other it is a plain one, so
     * that no colour has to be sent for it. */
    row->blank = row->proto;
    if (term->bare[style])
        setcchar(&row->blank, blank, term->attr[STYLE_TEXT],
                 term->pair[STYLE_TEXT], NULL);
    return row->most > 0;
}

static void end_row(const struct canvas *canvas, int y, int x,
                    const struct row *row)
{
    if (row->n)
        mvwadd_wchnstr(canvas->window, canvas->y + y, canvas->x + x, row->cells,
                       row->n);
}

/* What the terminal can show for a character that is harmless already. */
static uint32_t shown(const struct term *term, uint32_t c)
{
    if (c < 0x80)
        return c;
    if (term->plain)
        c = glyph_plain(c, term->cp437);
    if (c < 0x80)
        return c;
    if (!term->utf8)
        return '?';
    /* Where the C library knows no width the terminal would guess one. */
    return wcwidth((wchar_t)c) < 0 ? REPLACEMENT : c;
}

static void add_mark(struct row *row, uint32_t c)
{
    cchar_t *cell;

    if (!row->n || !row->term->utf8)
        return;
    cell = &row->cells[row->n - 1];
    for (size_t i = 1; i < CCHARW_MAX; i++) {
        if (!cell->chars[i]) {
            cell->chars[i] = (wchar_t)c;
            return;
        }
    }
}

/* False when there is no room for it. */
static bool add_character(struct row *row, uint32_t c)
{
    int width = utf8_char_width(c);
    uint32_t sign = shown(row->term, c);

    if (width == 0) {
        add_mark(row, c);
        return true;
    }
    if (sign == REPLACEMENT)
        width = 1;
    if (row->width + width > row->most)
        return false;
    row->width += width;
    for (int i = 0; i < (sign < 0x80 ? width : 1); i++) {
        row->cells[row->n] = row->proto;
        row->cells[row->n++].chars[0] = (wchar_t)sign;
    }
    return true;
}

/* Text with something else in it than printable ASCII; false when cut. */
static bool add_foreign(struct row *row, struct str text)
{
    struct buf *visible = &row->term->visible;
    size_t bound = (size_t)(row->most - row->width + 1) * BYTES_A_COLUMN;
    struct str rest;
    uint32_t c;

    /* No byte beyond can reach the screen; a cell may be given a megabyte. */
    buf_clear(visible);
    utf8_visible(visible, str_sub(text, 0, bound));
    rest = buf_view(visible);
    while (utf8_next(&rest, &c)) {
        if (!add_character(row, c))
            return false;
    }
    return true;
}

static bool add_text(struct row *row, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (c < 0x20 || c > 0x7e || row->width == row->most) {
            /* A mark goes with the character before it. */
            if (i > 0) {
                i--;
                row->n--;
                row->width--;
            }
            return add_foreign(row, str_sub(text, i, text.len));
        }
        row->cells[row->n] = row->proto;
        row->cells[row->n++].chars[0] = (wchar_t)c;
        row->width++;
    }
    return true;
}

static int cell_width(const cchar_t *cell)
{
    return cell->chars[0] < 0x80 ? 1 : utf8_char_width((uint32_t)*cell->chars);
}

/* Shows that something was cut off. */
static void add_ellipsis(struct row *row)
{
    while (row->n && row->width >= row->most)
        row->width -= cell_width(&row->cells[--row->n]);
    add_character(row, 0x2026);
}

static void pad(struct row *row)
{
    for (int i = row->n; i > 0 && row->cells[i - 1].chars[0] == L' '; i--)
        row->cells[i - 1] = row->blank;
    while (row->width < row->most) {
        row->cells[row->n++] = row->blank;
        row->width++;
    }
}

void canvas_put(const struct canvas *canvas, int y, int x, int width,
                enum style style, struct str text)
{
    struct row row;

    if (!begin_row(canvas, y, x, width, style, &row))
        return;
    add_text(&row, text);
    pad(&row);
    end_row(canvas, y, x, &row);
}

void canvas_fit(const struct canvas *canvas, int y, int x, int width,
                enum style style, struct str text)
{
    struct row row;

    if (!begin_row(canvas, y, x, width, style, &row))
        return;
    if (!add_text(&row, text))
        add_ellipsis(&row);
    pad(&row);
    end_row(canvas, y, x, &row);
}

void canvas_right(const struct canvas *canvas, int y, int x, int width,
                  enum style style, struct str text)
{
    int need = canvas_width(text);
    int blank = width > need ? width - need : 0;

    canvas_put(canvas, y, x, blank, style, STR_NONE);
    canvas_fit(canvas, y, x + blank, width - blank, style, text);
}

int canvas_add(const struct canvas *canvas, int y, int x, enum style style,
               struct str text)
{
    struct row row;

    if (!begin_row(canvas, y, x, INT_MAX, style, &row))
        return x;
    add_text(&row, text);
    end_row(canvas, y, x, &row);
    return x + row.width;
}

int canvas_printf(const struct canvas *canvas, int y, int x, enum style style,
                  const char *fmt, ...)
{
    char small[256];
    char *text = NULL;
    va_list list;
    int len;

    va_start(list, fmt);
    len = vsnprintf(small, sizeof(small), fmt, list);
    va_end(list);
    if (len < (int)sizeof(small))
        return canvas_add(canvas, y, x, style, str_of(len < 0 ? "" : small));
    va_start(list, fmt);
    len = vasprintf(&text, fmt, list);
    va_end(list);
    if (len < 0)
        return x;
    x = canvas_add(canvas, y, x, style,
                   (struct str){.at = text, .len = (size_t)len});
    mem_free(text);
    return x;
}

int canvas_width(struct str text)
{
    struct buf visible;
    size_t width = 0;
    size_t i = 0;

    while (i < text.len && text.at[i] >= 0x20 && text.at[i] < 0x7f)
        i++;
    if (i < text.len) {
        i -= i > 0; /* a mark goes with the character before it */
        buf_init(&visible);
        utf8_visible(&visible, str_sub(text, i, text.len));
        width = utf8_width(buf_view(&visible));
        buf_done(&visible);
    }
    return width + i < INT_MAX ? (int)(width + i) : INT_MAX;
}

void canvas_rest(const struct canvas *canvas, int y, int x)
{
    canvas_put(canvas, y, x, canvas->cols, STYLE_TEXT, STR_NONE);
}

void canvas_blank(const struct canvas *canvas, int y)
{
    for (; y < canvas->rows; y++)
        canvas_rest(canvas, y, 0);
}

void canvas_restyle(const struct canvas *canvas, int y, int x, int width,
                    enum style style)
{
    const struct term *term = canvas->term;

    if (y < 0 || y >= canvas->rows || x < 0 || x >= canvas->cols)
        return;
    mvwchgat(canvas->window, canvas->y + y, canvas->x + x,
             clamp(width, canvas->cols - x), term->attr[style],
             term->pair[style], NULL);
}

void canvas_cursor(const struct canvas *canvas, int y, int x, bool seen)
{
    int top = getbegy(canvas->window);
    int left = getbegx(canvas->window);

    term_cursor(canvas->term, top + canvas->y + y, left + canvas->x + x, seen);
}

bool canvas_holds(const struct canvas *canvas, int screen_y, int screen_x,
                  int *y, int *x)
{
    int in_y = screen_y - getbegy(canvas->window) - canvas->y;
    int in_x = screen_x - getbegx(canvas->window) - canvas->x;

    if (in_y < 0 || in_y >= canvas->rows || in_x < 0 || in_x >= canvas->cols)
        return false;
    *y = in_y;
    *x = in_x;
    return true;
}

/* ---- lines ---- */

enum line { LINE_H, LINE_V, LINE_NW, LINE_NE, LINE_SW, LINE_SE };

static const char *const lines[] = {
    [LINE_H] = "─",  [LINE_V] = "│",  [LINE_NW] = "┌",
    [LINE_NE] = "┐", [LINE_SW] = "└", [LINE_SE] = "┘",
};

static void put_line(const struct canvas *canvas, int y, int x, enum line line)
{
    canvas_add(canvas, y, x, STYLE_RULE, str_of(lines[line]));
}

static void canvas_hline(const struct canvas *canvas, int y, int x, int width)
{
    struct row row;

    if (!begin_row(canvas, y, x, width, STYLE_RULE, &row))
        return;
    while (row.width < row.most)
        add_character(&row, 0x2500);
    end_row(canvas, y, x, &row);
}

void canvas_vline(const struct canvas *canvas, int y, int x, int height)
{
    for (int i = 0; i < height; i++)
        put_line(canvas, y + i, x, LINE_V);
}

void canvas_rule(const struct canvas *canvas, int y, struct str title)
{
    int x = 2;

    if (str_empty(title)) {
        canvas_hline(canvas, y, 0, canvas->cols);
        return;
    }
    canvas_hline(canvas, y, 0, 1);
    canvas_put(canvas, y, 1, 1, STYLE_RULE, STR_NONE);
    x = canvas_add(canvas, y, x, STYLE_TITLE, title);
    canvas_put(canvas, y, x, 1, STYLE_RULE, STR_NONE);
    canvas_hline(canvas, y, x + 1, canvas->cols);
}

void canvas_box(const struct canvas *canvas, struct str title)
{
    int bottom = canvas->rows - 1;
    int right = canvas->cols - 1;
    struct canvas top = canvas_sub(canvas, 0, 1, 1, canvas->cols - 2);

    canvas_rule(&top, 0, title);
    canvas_hline(canvas, bottom, 1, canvas->cols - 2);
    canvas_vline(canvas, 1, 0, canvas->rows - 2);
    canvas_vline(canvas, 1, right, canvas->rows - 2);
    put_line(canvas, 0, 0, LINE_NW);
    put_line(canvas, 0, right, LINE_NE);
    put_line(canvas, bottom, 0, LINE_SW);
    put_line(canvas, bottom, right, LINE_SE);
}
