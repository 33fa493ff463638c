/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_runs.c - runs with their steps: state, phase, how long each took, what
 * was sent and what came back.
 */
#include <inttypes.h>

#include "ui/board.h"
#include "ui/run_view.h"
#include "ui/words.h"
#include "util/text.h"

enum runs_act {
    RUNS_CANCEL = ACT_SCREEN,
    RUNS_EVENT,
    RUNS_RULE,
};

struct runs {
    struct board board;
    struct run_page *page;
    struct run_view run; /* the one under the cursor, with its steps */
};
BOARD_BEGINS(struct runs);

enum { CELL_STATE, CELL_NAME, CELL_BY, CELL_BEGAN, CELL_TOOK, CELL_N };

static const struct list_column columns[CELL_N] = {
    [CELL_STATE] = {.title = N_("State"), .min = 11, .max = 13},
    [CELL_NAME] = {.title = N_("Run"), .min = 16, .weight = 3},
    [CELL_BY] =
        {.title = N_("By"), .min = 10, .max = 30, .weight = 2, .priority = 2},
    [CELL_BEGAN] = {.title = N_("Began"),
                    .min = 5,
                    .right = true,
                    .priority = 1},
    [CELL_TOOK] = {.title = N_("Took"), .min = 6, .right = true, .priority = 3},
};

static const struct run *row_at(const struct runs *runs, size_t index)
{
    const struct run_page *page = runs->page;

    return page && index < page->n ? &page->rows[index] : NULL;
}

static const struct run *current(const struct runs *runs)
{
    return row_at(runs, board_current(&runs->board));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct run *row = row_at(with, index);

    return row ? (uint64_t)row->row : 0;
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct runs *runs = with;
    const struct run *row = row_at(runs, line->index);
    struct sign sign = words_run(row->state);
    enum style style = run_state_final(row->state) ? STYLE_DIM : STYLE_TEXT;
    char text[WHEN_TEXT_SIZE];

    words_draw(line, CELL_STATE, sign);
    list_cell(line, CELL_NAME, style, str_of(row->name));
    list_cell(line, CELL_BY, STYLE_DIM, str_of(row->by));
    list_cell(line, CELL_BEGAN, STYLE_DIM,
              str_of(words_age(runs->board.shell->now, row->began, text)));
    list_cell(
        line, CELL_TOOK, STYLE_DIM,
        str_of(row->ended ? words_took(row->ended - row->began, text) : ""));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct run *row = row_at(with, index);

    buf_printf(out, "#%" PRId64 " %s", row->row, row->name);
}

static const char *empty(void *with)
{
    (void)with;
    return _("Nothing has run yet. A run begins when a rule fires, and when "
             "you contain something or set a status.");
}

static const struct board_kind kind = {
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_RUNS, .count = 500},
};

/* ---- acts ---- */

static void cancel(const struct runs *runs, const struct run *row)
{
    struct str names[] = {str_of(row->name)};
    struct command command = {.kind = COMMAND_CANCEL, .row = row->row};
    struct dialog_ask ask = {
        .title = str_of(_("Cancel the run")),
        .text = str_of(_("Stops before its next step. What has been done stays "
                         "done; the run says what that was.")),
        .names = names,
        .n_names = 1,
        .verb = str_of(_("Stop 1")),
        .reason = str_of(_("Reason")),
        .reason_needed = true,
    };

    shell_confirm(runs->board.shell, &ask, &command);
}

static void act(void *state, int number)
{
    struct runs *runs = state;
    const struct run *row = current(runs);

    if ((runs->board.whole || runs->board.focus) &&
        run_view_act(&runs->run, number))
        return;
    if (board_act(&runs->board, number) || !row)
        return;
    if (number == RUNS_CANCEL)
        cancel(runs, row);
    else if (number == RUNS_EVENT)
        shell_jump_row(runs->board.shell, "queue", row->event);
    else if (number == RUNS_RULE)
        shell_jump_row(runs->board.shell, "rules", row->rule);
}

/* ---- the screen ---- */

static void open_runs(void *state, struct shell *shell)
{
    struct runs *runs = state;

    board_init(&runs->board, shell, &kind, runs);
    run_view_init(&runs->run, shell);
}

static void close_runs(void *state)
{
    struct runs *runs = state;

    board_done(&runs->board);
    run_view_done(&runs->run);
    run_page_free(runs->page);
}

static void scope(void *state, struct screen_scope *out)
{
    struct runs *runs = state;
    const struct run *row = current(runs);

    out->contexts[out->n++] = "runs";
    board_scope(&runs->board, out);
    if (!row)
        return;
    if (!run_state_final(row->state))
        out->met |= NEED_OPEN;
    if (row->event)
        out->met |= NEED_EVENT;
    if (row->rule)
        out->met |= NEED_RULE;
}

static void sync(void *state)
{
    struct runs *runs = state;

    board_sync(&runs->board, &scr_runs);
    if (shell_is_current(runs->board.shell, &scr_runs))
        run_view_sync(&runs->run, board_row(&runs->board));
}

static void note(void *state, struct note *note)
{
    struct runs *runs = state;
    struct run_page *page = note->kind == NOTE_RUNS ? note->is.runs : NULL;

    run_view_note(&runs->run, note);
    if (!board_hears(&runs->board, note, NOTE_RUNS, page ? page->ticket : 0) ||
        !page)
        return;
    run_page_free(runs->page);
    runs->page = page;
    note->is.runs = NULL;
    board_taken(&runs->board, page->n, &page->error);
}

static void draw(void *state, const struct canvas *canvas)
{
    struct runs *runs = state;
    struct canvas below;

    board_draw(&runs->board, canvas);
    if (runs->board.list.count && board_below(&runs->board, canvas, &below))
        run_view_draw(&runs->run, &below);
}

static void tab(void *state, struct tab *out)
{
    struct runs *runs = state;
    int64_t open = runs->board.shell->status.runs_open;

    out->count = open ? open : -1;
}

static void text(void *state, enum screen_text what, struct buf *out)
{
    struct runs *runs = state;

    if (runs->board.whole)
        run_view_text(&runs->run, out);
    else
        board_text(&runs->board, what, out);
}

static const struct binding rows[] = {
    {.key = "C",
     .verb = "cancel",
     .label = N_("stop"),
     .bar = true,
     .help = N_("Stops the run before its next step, with a reason."),
     .needs = NEED_ROW | NEED_OPEN,
     .right = RIGHT_RUN,
     .act = RUNS_CANCEL},
    {.key = "e",
     .verb = "event",
     .label = N_("event"),
     .bar = true,
     .help = N_("Goes to the event that it is about."),
     .needs = NEED_ROW | NEED_EVENT,
     .act = RUNS_EVENT},
    {.key = "r",
     .verb = "rule",
     .label = N_("rule"),
     .bar = true,
     .help = N_("Goes to the rule that began it."),
     .needs = NEED_ROW | NEED_RULE,
     .act = RUNS_RULE},
};

static const struct screen_keys keys[] = {
    {"runs", rows, sizeof(rows) / sizeof(rows[0])},
};

const struct screen scr_runs = {
    .name = "runs",
    .title = N_("Runs"),
    .digit = '5',
    .size = sizeof(struct runs),
    .keys = keys,
    .n_keys = 1,
    .open = open_runs,
    .close = close_runs,
    .scope = scope,
    .sync = sync,
    .note = note,
    .draw = draw,
    .act = act,
    .type = board_type,
    .click = board_click,
    .back = board_back,
    .tab = tab,
    .text = text,
    .go = board_go,
    .where = board_where,
};
