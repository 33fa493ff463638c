/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/view.h"

#include <stdarg.h>
#include <stdio.h>

#include "util/buf.h"
#include "util/mem.h"
#include "util/utf8.h"

/* Bytes of a word that are worth standing alone. */
#define WORD_PART 12
#define GUTTER    2 /* for the mark of a stop, where there are any */

/* All text stands in one buffer; everything else is offsets into it. */
struct piece {
    size_t at;
    enum style style;
};

struct line {
    size_t at; /* first byte */
    size_t piece;
    int indent;
    uint64_t tag;
};

struct row {
    size_t line;
    size_t at;
    size_t end;
};

struct view {
    struct buf text; /* harmless already */
    struct piece *piece;
    size_t n_pieces;
    size_t room_pieces;
    struct line *line; /* the last one is being written */
    size_t n_lines;
    size_t room_lines;
    struct row *row;
    size_t n_rows;
    size_t room_rows;
    int cols; /* that the rows were made for; 0: not made */
    int page;
    bool stops;
    size_t top;
    size_t stop; /* line, or SIZE_MAX */
    size_t found;
    size_t found_len;
};

/* Room for one more; the arrays of a view all grow alike. */
static void *grow(void *array, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return array;
    *room = *room ? *room * 2 : 32;
    return mem_grow(array, *room, size);
}

static void open_line(struct view *view)
{
    view->line =
        grow(view->line, view->n_lines, &view->room_lines, sizeof(*view->line));
    view->line[view->n_lines++] = (struct line){
        .at = view->text.len,
        .piece = view->n_pieces,
    };
}

struct view *view_new(void)
{
    struct view *view = mem_new(sizeof(*view));

    buf_init(&view->text);
    view->stop = SIZE_MAX;
    open_line(view);
    return view;
}

void view_free(struct view *view)
{
    if (!view)
        return;
    buf_done(&view->text);
    mem_free(view->piece);
    mem_free(view->line);
    mem_free(view->row);
    mem_free(view);
}

void view_clear(struct view *view)
{
    buf_clear(&view->text);
    view->n_pieces = 0;
    view->n_lines = 0;
    view->cols = 0;
    view->stops = false;
    view->found_len = 0;
    open_line(view);
}

static void open_piece(struct view *view, enum style style)
{
    view->piece = grow(view->piece, view->n_pieces, &view->room_pieces,
                       sizeof(*view->piece));
    view->piece[view->n_pieces++] = (struct piece){
        .at = view->text.len,
        .style = style,
    };
}

/* A line end inside of a text: what follows stays below it, so that it cannot
 * pass for a line of ours. */
static void next_line(struct view *view)
{
    int indent = view->line[view->n_lines - 1].indent;

    view_end(view, 0);
    view_indent(view, indent);
    open_piece(view, STYLE_TEXT);
    for (int i = 0; i < indent; i++)
        buf_char(&view->text, ' ');
}

void view_add(struct view *view, enum style style, struct str text)
{
    struct str part;
    bool first = true;

    while (str_cut(&text, '\n', &part)) {
        if (!first)
            next_line(view);
        first = false;
        open_piece(view, style);
        if (str_ends(part, STR("\r")))
            part.len--;
        utf8_visible(&view->text, part);
    }
    view->cols = 0;
}

void view_printf(struct view *view, enum style style, const char *fmt, ...)
{
    char *text = NULL;
    va_list list;
    int len;

    va_start(list, fmt);
    len = vasprintf(&text, fmt, list);
    va_end(list);
    if (len < 0)
        die("A text of the screen cannot be made.");
    view_add(view, style, (struct str){.at = text, .len = (size_t)len});
    mem_free(text);
}

void view_indent(struct view *view, int columns)
{
    view->line[view->n_lines - 1].indent = columns;
}

void view_end(struct view *view, uint64_t tag)
{
    view->line[view->n_lines - 1].tag = tag;
    view->stops |= tag != 0;
    view->cols = 0;
    open_line(view);
}

void view_line(struct view *view, enum style style, struct str text)
{
    view_add(view, style, text);
    view_end(view, 0);
}

void view_pair(struct view *view, int label_width, struct str label,
               enum style style, struct str value)
{
    static const char blanks[] = "                                        ";
    int width = canvas_width(label);
    int fill = label_width > width ? label_width - width : 0;

    view_indent(view, label_width + 1);
    view_add(view, STYLE_DIM, label);
    view_add(view, STYLE_TEXT, str_sub(str_of(blanks), 0, (size_t)fill + 1));
    view_add(view, style, value);
    view_end(view, 0);
}

/* ---- wrapping ---- */

static size_t line_end(const struct view *view, size_t line)
{
    return line + 1 < view->n_lines ? view->line[line + 1].at : view->text.len;
}

/* A word at @word that no row can hold, such as the id of a resource, is not
 * worth a new row: it begins here, where there is room for a part of it. */
static bool goes_on(struct str text, size_t word, size_t stop, size_t end,
                    int columns)
{
    size_t behind = word;

    while (behind < end && text.at[behind] != ' ')
        behind++;
    return behind - word > (size_t)columns && stop - word >= WORD_PART;
}

/* Where a row that starts at @at has to end: behind the last blank that fits,
 * or else in the middle of a word. */
static size_t break_at(const struct view *view, size_t at, size_t end,
                       int columns)
{
    struct str text = buf_view(&view->text);
    size_t width;
    struct str fits;
    size_t stop;

    fits = utf8_cut(str_sub(text, at, end - at),
                    (size_t)(columns > 1 ? columns : 1), &width);
    stop = at + fits.len;
    if (stop >= end)
        return end;
    for (size_t i = stop; i > at; i--) {
        if (text.at[i - 1] == ' ')
            return goes_on(text, i, stop, end, columns) ? stop : i;
    }
    if (fits.len)
        return stop;
    /* Not even one character fits; take it, it will be clipped. */
    return at + utf8_cut(str_sub(text, at, end - at), 2, &width).len;
}

static void add_row(struct view *view, size_t line, size_t at, size_t end)
{
    view->row =
        grow(view->row, view->n_rows, &view->room_rows, sizeof(*view->row));
    view->row[view->n_rows++] =
        (struct row){.line = line, .at = at, .end = end};
}

static int indent_of(const struct view *view, size_t line, int cols)
{
    int indent = view->line[line].indent;

    return indent > cols / 2 ? cols / 2 : indent;
}

static void wrap_line(struct view *view, size_t line, int cols)
{
    size_t at = view->line[line].at;
    size_t end = line_end(view, line);
    int columns = cols;

    do {
        size_t stop = break_at(view, at, end, columns);

        add_row(view, line, at, stop > at ? stop : end);
        at = stop > at ? stop : end;
        columns = cols - indent_of(view, line, cols);
    } while (at < end);
}

/* The line being written is shown once it holds something. */
static size_t written(const struct view *view)
{
    size_t last = view->n_lines - 1;

    return view->line[last].at < view->text.len ? view->n_lines : last;
}

static void wrap(struct view *view, int cols)
{
    size_t lines = written(view);

    if (view->cols == cols)
        return;
    view->n_rows = 0;
    for (size_t i = 0; i < lines; i++)
        wrap_line(view, i, cols - (view->stops ? GUTTER : 0));
    view->cols = cols;
}

size_t view_height(struct view *view, int cols)
{
    wrap(view, cols);
    return view->n_rows;
}

/* ---- moving ---- */

static void clamp_top(struct view *view)
{
    size_t page = view->page > 0 ? (size_t)view->page : 1;

    if (view->n_rows <= page)
        view->top = 0;
    else if (view->top > view->n_rows - page)
        view->top = view->n_rows - page;
}

void view_home(struct view *view)
{
    view->top = 0;
    view->stop = SIZE_MAX;
}

static size_t less(size_t value, size_t by)
{
    return value > by ? value - by : 0;
}

bool view_move(struct view *view, enum list_move move)
{
    size_t before = view->top;
    size_t page = view->page > 1 ? (size_t)view->page - 1 : 1;
    const size_t to[LIST_MOVE_N] = {
        [LIST_UP] = less(before, 1),
        [LIST_DOWN] = before + 1,
        [LIST_PAGE_UP] = less(before, page),
        [LIST_PAGE_DOWN] = before + page,
        [LIST_HALF_UP] = less(before, page / 2 + 1),
        [LIST_HALF_DOWN] = before + page / 2 + 1,
        [LIST_HOME] = 0,
        [LIST_END] = view->n_rows,
    };

    view->top = to[move];
    clamp_top(view);
    return view->top != before;
}

/* Scrolls as little as needed to show the rows of a line. */
static void show_line(struct view *view, size_t line)
{
    size_t page = view->page > 0 ? (size_t)view->page : 1;
    size_t first = 0;
    size_t last;

    while (first < view->n_rows && view->row[first].line < line)
        first++;
    last = first;
    while (last + 1 < view->n_rows && view->row[last + 1].line == line)
        last++;
    if (last >= view->top + page)
        view->top = last - page + 1;
    if (first < view->top)
        view->top = first;
    clamp_top(view);
}

bool view_step(struct view *view, int direction)
{
    size_t lines = written(view);
    size_t at = view->stop;

    if (at >= lines)
        at = direction > 0 ? SIZE_MAX : lines;
    for (;;) {
        at = direction > 0 ? at + 1 : at - 1;
        if (at >= lines) /* wraps below 0 */
            return false;
        if (view->line[at].tag)
            break;
    }
    view->stop = at;
    show_line(view, at);
    return true;
}

uint64_t view_tag(const struct view *view)
{
    return view->stop < view->n_lines ? view->line[view->stop].tag : 0;
}

/* From behind the last find to the end, then from the start; or backwards. */
bool view_search(struct view *view, struct str text, bool forward)
{
    size_t lines = written(view);
    size_t from = 0;

    if (!lines || str_empty(text))
        return false;
    if (view->found_len)
        from = view->found;
    else if (view->n_rows)
        from = view->row[view->top].line;
    for (size_t i = view->found_len ? 1 : 0; i <= lines; i++) {
        size_t line = (from + (forward ? i : lines - i % lines)) % lines;
        size_t at = view->line[line].at;
        struct str have =
            str_sub(buf_view(&view->text), at, line_end(view, line) - at);

        if (str_find_fold(have, text) == STR_NOWHERE)
            continue;
        view->found = line;
        view->found_len = text.len;
        show_line(view, line);
        return true;
    }
    return false;
}

/* ---- drawing ---- */

/* The part of a piece that stands in a row. */
static int draw_piece(const struct view *view, const struct canvas *canvas,
                      int y, int x, const struct row *row, size_t piece)
{
    size_t next =
        piece + 1 < view->n_pieces ? view->piece[piece + 1].at : view->text.len;
    size_t at = view->piece[piece].at;
    size_t from = at > row->at ? at : row->at;
    size_t to = next < row->end ? next : row->end;

    if (from >= to)
        return x;
    return canvas_add(canvas, y, x, view->piece[piece].style,
                      str_sub(buf_view(&view->text), from, to - from));
}

static void draw_row(const struct view *view, const struct canvas *canvas,
                     int y, const struct row *row)
{
    const struct line *line = &view->line[row->line];
    size_t last = row->line + 1 < view->n_lines
                      ? view->line[row->line + 1].piece
                      : view->n_pieces;
    int gutter = view->stops ? GUTTER : 0;
    int x = gutter;

    if (row->at != line->at)
        x += indent_of(view, row->line, canvas->cols - gutter);
    for (size_t i = line->piece; i < last; i++)
        x = draw_piece(view, canvas, y, x, row, i);
    if (view->found_len && view->found == row->line)
        canvas_restyle(canvas, y, gutter, x - gutter, STYLE_MATCH);
    if (row->line == view->stop && line->tag) {
        canvas_put(canvas, y, 0, 1, STYLE_MARK, STR("▌"));
        canvas_cursor(canvas, y, 0, false);
    }
}

void view_draw(struct view *view, const struct canvas *canvas)
{
    view->page = canvas->rows;
    wrap(view, canvas->cols);
    clamp_top(view);
    for (int y = 0; y < canvas->rows; y++) {
        size_t index = view->top + (size_t)y;

        canvas_rest(canvas, y, 0);
        if (index < view->n_rows)
            draw_row(view, canvas, y, &view->row[index]);
    }
}
