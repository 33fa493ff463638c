/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/list.h"

#include "util/text.h"

#define GAP 2 /* blanks between columns */

void list_init(struct list *list)
{
    *list = (struct list){.page = 1};
}

/* Keeps the cursor on the screen, and the screen full. */
static void show_cursor(struct list *list)
{
    size_t page = list->page > 0 ? (size_t)list->page : 1;

    if (list->top > list->cursor)
        list->top = list->cursor;
    if (list->cursor - list->top >= page)
        list->top = list->cursor - page + 1;
    if (list->count <= page)
        list->top = 0;
    else if (list->top > list->count - page)
        list->top = list->count - page;
}

bool list_go(struct list *list, size_t index, const struct list_owner *owner)
{
    size_t before = list->cursor;

    if (!list->count)
        return false;
    list->cursor = index < list->count ? index : list->count - 1;
    list->id = owner->id(owner->with, list->cursor);
    show_cursor(list);
    return list->cursor != before;
}

static size_t less(size_t value, size_t by)
{
    return value > by ? value - by : 0;
}

bool list_move(struct list *list, enum list_move move,
               const struct list_owner *owner)
{
    size_t page = list->page > 1 ? (size_t)list->page : 1;
    size_t half = page > 1 ? page / 2 : 1;
    size_t last = less(list->count, 1);
    size_t at = list->cursor;
    const size_t to[LIST_MOVE_N] = {
        [LIST_UP] = less(at, 1),
        [LIST_DOWN] = at + 1,
        [LIST_PAGE_UP] = less(at, page),
        [LIST_PAGE_DOWN] = at + page,
        [LIST_HALF_UP] = less(at, half),
        [LIST_HALF_DOWN] = at + half,
        [LIST_HOME] = 0,
        [LIST_END] = last,
    };

    /* A page is a page: the rows move with the cursor. */
    if (move == LIST_PAGE_UP)
        list->top = less(list->top, page);
    else if (move == LIST_PAGE_DOWN)
        list->top += page;
    return list_go(list, to[move], owner);
}

bool list_move_of(uint32_t code, enum list_move *out)
{
    static const struct {
        uint32_t code;
        enum list_move move;
    } moves[] = {
        {KEYS_UP, LIST_UP},           {KEYS_DOWN, LIST_DOWN},
        {KEYS_PAGE_UP, LIST_PAGE_UP}, {KEYS_PAGE_DOWN, LIST_PAGE_DOWN},
        {KEYS_HOME, LIST_HOME},       {KEYS_END, LIST_END},
        {KEYS_WHEEL_UP, LIST_UP},     {KEYS_WHEEL_DOWN, LIST_DOWN},
    };

    for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++) {
        if (moves[i].code == code) {
            *out = moves[i].move;
            return true;
        }
    }
    return false;
}

void list_sync(struct list *list, size_t count, size_t index,
               const struct list_owner *owner)
{
    size_t line = list->cursor - list->top;

    list->count = count;
    if (!count) {
        *list = (struct list){.page = list->page};
        return;
    }
    list->cursor = index < count ? index : count - 1;
    list->id = owner->id(owner->with, list->cursor);
    /* The row stays on its line of the screen. */
    list->top = less(list->cursor, line);
    show_cursor(list);
}

/* Drops columns, those of the highest number first, until the rest fits. */
static int drop_columns(const struct list_column *columns, size_t n, int cols,
                        int *width)
{
    int need = 0;

    for (size_t i = 0; i < n; i++) {
        width[i] = columns[i].min;
        need += columns[i].min + GAP;
    }
    need -= n ? GAP : 0;
    while (need > cols) {
        size_t worst = n;

        for (size_t i = 0; i < n; i++) {
            if (width[i] && columns[i].priority &&
                (worst == n || columns[i].priority >= columns[worst].priority))
                worst = i;
        }
        if (worst == n)
            break;
        need -= width[worst] + GAP;
        width[worst] = 0;
    }
    return need;
}

/* Gives columns what is left, by weight, none more than it can use. */
static void widen_columns(const struct list_column *columns, size_t n, int left,
                          int *width)
{
    bool again = true;

    while (left > 0 && again) {
        int weights = 0;
        int share = left;

        again = false;
        for (size_t i = 0; i < n; i++) {
            if (width[i] && (!columns[i].max || width[i] < columns[i].max))
                weights += columns[i].weight;
        }
        for (size_t i = 0; i < n && weights; i++) {
            int more;

            if (!width[i] || !columns[i].weight ||
                (columns[i].max && width[i] >= columns[i].max))
                continue;
            /* What rounding leaves goes to the last ones, column by column. */
            more = share * columns[i].weight / weights;
            if (!more)
                more = 1;
            if (columns[i].max && more > columns[i].max - width[i])
                more = columns[i].max - width[i];
            if (more > left)
                more = left;
            width[i] += more;
            left -= more;
            again = true;
        }
    }
}

void list_layout(const struct list_column *columns, size_t n_columns, int cols,
                 int *x, int *width)
{
    int need;
    int at = LIST_GUTTER;

    if (n_columns > LIST_COLUMNS_MAX)
        n_columns = LIST_COLUMNS_MAX;
    cols -= LIST_GUTTER;
    need = drop_columns(columns, n_columns, cols, width);
    widen_columns(columns, n_columns, cols - need, width);
    for (size_t i = 0; i < n_columns; i++) {
        x[i] = at;
        if (width[i])
            at += width[i] + GAP;
    }
}

static bool has_heads(const struct list_column *columns, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (columns[i].title)
            return true;
    }
    return false;
}

static void draw_heads(const struct list_line *line)
{
    for (size_t i = 0; i < line->n_columns; i++) {
        const char *title = line->columns[i].title;

        if (title && line->width[i])
            list_cell(line, i, STYLE_HEAD, str_of(*title ? _(title) : ""));
    }
}

void list_draw(struct list *list, const struct canvas *canvas,
               const struct list_column *columns, size_t n_columns,
               const struct list_owner *owner)
{
    int x[LIST_COLUMNS_MAX];
    int width[LIST_COLUMNS_MAX];
    struct list_line line = {.canvas = canvas,
                             .x = x,
                             .width = width,
                             .columns = columns,
                             .n_columns = n_columns};
    int heads = has_heads(columns, n_columns);

    if (n_columns > LIST_COLUMNS_MAX)
        line.n_columns = LIST_COLUMNS_MAX;
    list_layout(columns, n_columns, canvas->cols, x, width);
    list->page = canvas->rows > heads ? canvas->rows - heads : 0;
    show_cursor(list);
    if (heads) {
        canvas_rest(canvas, 0, 0);
        draw_heads(&line);
    }
    for (int i = 0; i < list->page; i++) {
        line.y = heads + i;
        line.index = list->top + (size_t)i;
        canvas_rest(canvas, line.y, 0);
        if (line.index >= list->count)
            continue;
        line.current = line.index == list->cursor;
        if (line.current) {
            canvas_put(canvas, line.y, 0, 1, STYLE_MARK, STR("▌"));
            canvas_cursor(canvas, line.y, 0, false);
        }
        owner->draw(owner->with, &line);
    }
}

size_t list_at(const struct list *list, const struct canvas *canvas,
               const struct list_column *columns, size_t n_columns, int y,
               int x, int *column)
{
    int at[LIST_COLUMNS_MAX];
    int width[LIST_COLUMNS_MAX];
    int heads = has_heads(columns, n_columns);
    size_t index = list->top + (size_t)(y - heads);

    *column = -1;
    list_layout(columns, n_columns, canvas->cols, at, width);
    for (size_t i = 0; i < n_columns && i < LIST_COLUMNS_MAX; i++) {
        if (x >= at[i] && x < at[i] + width[i])
            *column = (int)i;
    }
    if (heads && y == 0)
        return LIST_HEAD;
    return index < list->count ? index : LIST_NOWHERE;
}

void list_cell(const struct list_line *line, size_t column, enum style style,
               struct str text)
{
    if (column >= line->n_columns || !line->width[column])
        return;
    if (line->columns[column].right)
        canvas_right(line->canvas, line->y, line->x[column],
                     line->width[column], style, text);
    else
        canvas_fit(line->canvas, line->y, line->x[column], line->width[column],
                   style, text);
}

bool list_cell_at(const struct list_line *line, size_t column,
                  struct canvas *out)
{
    if (column >= line->n_columns || !line->width[column])
        return false;
    *out = canvas_sub(line->canvas, line->y, line->x[column], 1,
                      line->width[column]);
    return true;
}

void list_sign(const struct list_line *line, enum style style, struct str sign)
{
    canvas_put(line->canvas, line->y, 1, 1, style, sign);
}
