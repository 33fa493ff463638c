/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/board.h"

#include <string.h>

#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

#define SPLIT_LEAST 4
#define LIST_LEAST  4

void board_init(struct board *board, struct shell *shell,
                const struct board_kind *kind)
{
    *board = (struct board){
        .shell = shell,
        .kind = kind,
        .view = view_new(),
        .wanted = true,
    };
    list_init(&board->list);
    marks_init(&board->marks);
    input_init(&board->search);
}

void board_done(struct board *board)
{
    view_free(board->view);
    marks_done(&board->marks);
    mem_free(board->pending.rows);
    input_done(&board->search);
}

static void draw_line(void *with, const struct list_line *line)
{
    const struct board *board = with;

    if (marks_has(&board->marks, (int64_t)board->kind->id(with, line->index)))
        list_sign(line, STYLE_MARKED, STR("*"));
    board->kind->draw(with, line);
}

static struct list_owner owner_of(struct board *board)
{
    return (struct list_owner){
        .id = board->kind->id,
        .draw = draw_line,
        .with = board,
    };
}

size_t board_current(const struct board *board)
{
    return board->list.count ? board->list.cursor : SIZE_MAX;
}

int64_t board_row(const struct board *board)
{
    return board->list.count ? (int64_t)board->list.id : 0;
}

void board_scope(void *state, struct screen_scope *out)
{
    const struct board *board = state;
    const struct screen *screen = board->kind->screen;

    if (screen->n_keys)
        out->contexts[out->n++] = screen->keys[0].context;
    out->typing = board->typing;
    out->contexts[out->n++] = "move";
    out->contexts[out->n++] = "pane";
    out->contexts[out->n++] = "search";
    if (board->list.count)
        out->met |= NEED_ROW;
    if (board->marks.n)
        out->met |= NEED_MARKS;
    if (input_text(&board->search).len)
        out->met |= NEED_SEARCH;
}

/* ---- asking ---- */

/* A page that takes long to read, of thousands of rows, is read again for what
 * others change only when four times as long has gone by: what changes all the
 * time costs a fifth of a processor at most. */
#define REST 4

static bool wants(struct board *board)
{
    struct shell *shell = board->shell;

    if (board->wanted || !board->changed)
        return board->wanted;
    if (board->rested <= shell->turn)
        return true;
    if (!shell->wake || board->rested < shell->wake)
        shell->wake = board->rested;
    return false;
}

void board_sync(void *state)
{
    struct board *board = state;
    const struct board_kind *kind = board->kind;
    struct ask ask = kind->ask;

    if (board->ticket ||
        (!kind->background && !shell_is_current(board->shell, kind->screen)) ||
        !wants(board))
        return;
    if (kind->fill)
        kind->fill(board, &ask);
    board->ticket = shell_ask(board->shell, &ask);
    board->wanted = board->ticket == 0;
    board->changed = false;
    board->asked = board->shell->turn;
}

void board_note(void *state, struct note *note)
{
    struct board *board = state;

    if (note->kind == NOTE_CHANGED)
        board->changed = true;
    else if (note->kind == NOTE_DONE)
        board->wanted = true;
    if (note->kind != board->kind->answer || !board->ticket ||
        note->ticket != board->ticket)
        return;
    board->ticket = 0;
    board->rested =
        board->shell->turn + REST * (board->shell->turn - board->asked);
    board->kind->take(board, note);
}

static size_t find_row(struct board *board, size_t count, uint64_t row)
{
    for (size_t i = 0; row && i < count; i++) {
        if (board->kind->id(board, i) == row)
            return i;
    }
    return SIZE_MAX;
}

void board_taken(struct board *board, size_t count, const struct err *error)
{
    struct list_owner owner = owner_of(board);
    size_t index = find_row(board, count, board->list.id);
    size_t to = find_row(board, count, (uint64_t)board->to);

    if (index == SIZE_MAX)
        index = board->list.cursor;
    list_sync(&board->list, count, index, &owner);
    if (to != SIZE_MAX)
        list_go(&board->list, to, &owner);
    board->to = 0;
    board->arrived = true;
    board->stale = true;
    if (error->code != ERR_NONE)
        shell_fail(board->shell, error);
}

/* ---- drawing ---- */

static void refresh(struct board *board)
{
    size_t index = board_current(board);
    int64_t row = board_row(board);

    if (row != board->written)
        view_home(board->view);
    else if (!board->stale)
        return;
    board->written = row;
    board->stale = false;
    view_clear(board->view);
    if (index != SIZE_MAX && board->kind->write)
        board->kind->write(board, index, board->view);
}

static int split_rows(const struct board *board, int rows)
{
    int list = (int)(board->list.count < 100 ? board->list.count : 100) + 2;
    int below = board->split ? board->split : rows / 2;

    /* A short list leaves its room to the details. */
    if (!board->split && list < rows - below)
        below = rows - list;
    if (rows < SPLIT_LEAST + LIST_LEAST)
        return 0;
    if (below > rows - LIST_LEAST)
        below = rows - LIST_LEAST;
    return below < SPLIT_LEAST ? SPLIT_LEAST : below;
}

static void draw_details(struct board *board, const struct canvas *canvas)
{
    struct canvas inside =
        canvas_sub(canvas, 1, 1, canvas->rows - 1, canvas->cols - 1);
    size_t index = board_current(board);
    struct buf title;

    buf_init(&title);
    if (index != SIZE_MAX)
        board->kind->put(board, index, &title);
    canvas_rule(canvas, 0, buf_view(&title));
    if (board->focus)
        canvas_put(canvas, 0, 0, 1, STYLE_MARK, STR("▌"));
    for (int y = 1; y < canvas->rows; y++)
        canvas_put(canvas, y, 0, 1, STYLE_TEXT, STR(" "));
    if (board->kind->write)
        view_draw(board->view, &inside);
    buf_done(&title);
}

bool board_below(const struct board *board, const struct canvas *canvas,
                 struct canvas *out)
{
    int split = board->whole ? canvas->rows : split_rows(board, canvas->rows);

    *out = canvas_sub(canvas, canvas->rows - split + 1, 1, split - 1,
                      canvas->cols - 1);
    return split > 1;
}

static void draw_empty(struct board *board, const struct canvas *canvas)
{
    struct canvas inside =
        canvas_sub(canvas, 1, 2, canvas->rows - 1, canvas->cols - 4);
    struct view *view = view_new();

    canvas_blank(canvas, 0);
    view_line(view, STYLE_DIM,
              str_of(board->arrived ? board->kind->empty(board)
                                    : _("This is being read.")));
    view_draw(view, &inside);
    view_free(view);
}

static void draw_search(struct board *board, const struct canvas *canvas)
{
    int y = canvas->rows - 1;
    int x = canvas_add(canvas, y, 0, STYLE_KEY, STR("/"));

    input_draw(&board->search, canvas, y, x, canvas->cols - x, STYLE_FIELD_ON);
}

void board_draw(void *state, const struct canvas *canvas)
{
    struct board *board = state;
    int split = board->whole ? canvas->rows : split_rows(board, canvas->rows);
    struct canvas list =
        canvas_sub(canvas, 0, 0, canvas->rows - split, canvas->cols);
    struct canvas below =
        canvas_sub(canvas, canvas->rows - split, 0, split, canvas->cols);
    struct list_owner owner = owner_of(board);

    board->area = list;
    board->split_of = canvas->rows;
    if (!board->list.count) {
        draw_empty(board, canvas);
    } else {
        refresh(board);
        if (!board->whole)
            list_draw(&board->list, &list, board->kind->columns,
                      board->kind->n_columns, &owner);
        if (split)
            draw_details(board, &below);
    }
    if (board->typing)
        draw_search(board, canvas);
}

void board_tab(void *state, struct tab *out)
{
    const struct board *board = state;

    if (board->arrived)
        out->count = (int64_t)board->list.count;
}

/* ---- acts ---- */

static bool shows(struct board *board, size_t index, struct str what)
{
    struct buf text;
    bool found;

    buf_init(&text);
    board->kind->put(board, index, &text);
    found = str_find_fold(buf_view(&text), what) != STR_NOWHERE;
    buf_done(&text);
    return found;
}

/* Round the end, once. */
static bool find(struct board *board, struct str what, bool forward)
{
    struct list_owner owner = owner_of(board);
    size_t count = board->list.count;

    for (size_t step = 1; step <= count; step++) {
        size_t by = forward ? step : count - step;
        size_t index = (board->list.cursor + by) % count;

        if (shows(board, index, what)) {
            list_go(&board->list, index, &owner);
            return true;
        }
    }
    return false;
}

static void search(struct board *board, bool forward)
{
    struct str what = input_text(&board->search);
    bool found;

    refresh(board);
    found = board->whole || board->focus
                ? view_search(board->view, what, forward)
                : board->list.count && find(board, what, forward);
    if (!found)
        shell_say(board->shell, STYLE_WARN, _("Nothing here shows “%.*s”."),
                  STR_ARG(what));
}

static bool act_move(struct board *board, enum list_move move)
{
    struct list_owner owner = owner_of(board);

    refresh(board);
    if (board->whole || board->focus)
        return view_move(board->view, move);
    return list_move(&board->list, move, &owner);
}

static void mark(struct board *board)
{
    int64_t row = board_row(board);

    marks_set(&board->marks, row, row && !marks_has(&board->marks, row));
    act_move(board, LIST_DOWN);
}

bool board_act(struct board *board, int act)
{
    if (act >= ACT_MOVE && act < ACT_MOVE_LAST) {
        act_move(board, (enum list_move)(act - ACT_MOVE));
        return true;
    }
    switch (act) {
    case ACT_OPEN:
        board->whole = board->list.count > 0;
        return true;
    case ACT_PANE:
        board->focus = !board->focus && !board->whole;
        return true;
    case ACT_BIGGER:
    case ACT_SMALLER:
        board->split =
            split_rows(board, board->split_of) + (act == ACT_BIGGER ? -1 : 1);
        if (board->split < SPLIT_LEAST)
            board->split = SPLIT_LEAST;
        return true;
    case ACT_SEARCH:
        board->typing = true;
        input_set(&board->search, STR_NONE);
        return true;
    case ACT_NEXT:
    case ACT_PREVIOUS:
        search(board, act == ACT_NEXT);
        return true;
    case ACT_MARK:
        mark(board);
        return true;
    case ACT_UNMARK:
        marks_clear(&board->marks);
        return true;
    default:
        return false;
    }
}

void board_aim(const struct board *board, struct command *command)
{
    const struct marks *marks = &board->marks;

    if (marks->n == 0) {
        command->row = board_row(board);
        return;
    }
    command->rows = mem_array(marks->n, sizeof(*command->rows));
    memcpy(command->rows, marks->row, marks->n * sizeof(*command->rows));
    command->n_rows = marks->n;
}

static void confirmed(void *with, struct dialog *dialog, bool yes)
{
    struct board *board = with;
    struct command command = board->pending;

    board->pending = (struct command){.rows = NULL};
    if (!yes) {
        mem_free(command.rows);
        return;
    }
    words_copy(command.why, sizeof(command.why), dialog_text(dialog));
    if (board->typed)
        words_copy(command.text, sizeof(command.text),
                   str_trim(dialog_more(dialog)));
    if (shell_send(board->shell, &command) && command.n_rows > 0)
        marks_clear(&board->marks);
}

void board_confirm(struct board *board, const struct dialog_ask *ask,
                   struct command *take)
{
    mem_free(board->pending.rows);
    board->pending = *take;
    board->typed = ask->more.len > 0;
    shell_show_take(board->shell, dialog_confirm(board->shell->term, ask),
                    confirmed, board);
}

bool board_type(void *state, const struct key *key)
{
    struct board *board = state;

    if (!board->typing || key->code == KEYS_CLICK)
        return false;
    switch (input_key(&board->search, key)) {
    case INPUT_ACCEPT:
        board->typing = false;
        search(board, true);
        break;
    case INPUT_CANCEL:
        board->typing = false;
        break;
    default:
        break;
    }
    return true;
}

void board_click(void *state, const struct key *key)
{
    struct board *board = state;
    struct list_owner owner = owner_of(board);
    size_t index;
    int column;
    int y;
    int x;

    if (board->whole || !canvas_holds(&board->area, key->y, key->x, &y, &x))
        return;
    index = list_at(&board->list, &board->area, board->kind->columns,
                    board->kind->n_columns, y, x, &column);
    if (index != LIST_HEAD && index != LIST_NOWHERE)
        list_go(&board->list, index, &owner);
}

bool board_back(void *state)
{
    struct board *board = state;

    if (board->whole)
        board->whole = false;
    else if (board->focus)
        board->focus = false;
    else
        return false;
    return true;
}

void board_text(void *state, enum screen_text what, struct buf *out)
{
    struct board *board = state;
    size_t index = board_current(board);

    for (size_t i = 0; what == TEXT_PAGE && i < board->list.count; i++) {
        board->kind->put(board, i, out);
        buf_char(out, '\n');
    }
    if (what == TEXT_COPY && index != SIZE_MAX)
        board->kind->put(board, index, out);
}

void board_go(void *state, struct place *place)
{
    struct board *board = state;
    struct list_owner owner = owner_of(board);
    size_t index = find_row(board, board->list.count, (uint64_t)place->row);

    board->whole = place->whole;
    board->focus = false;
    if (index != SIZE_MAX)
        list_go(&board->list, index, &owner);
    else
        board->to = place->row;
    board->wanted = true;
}

void board_where(void *state, struct place *out)
{
    const struct board *board = state;

    out->row = board_row(board);
    out->whole = board->whole;
}
