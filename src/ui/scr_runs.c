/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_runs.c - runs with their steps: state, phase, how long each took, what
 * was sent and what came back.
 */
#include <inttypes.h>

#include "ui/runs_own.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

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

/* The run at this place of the list; NULL: there is none. */
static const struct run *runs_at(const struct runs *runs, size_t index)
{
    return index < runs->n_shown ? &runs->page->rows[runs->shown[index]] : NULL;
}

const struct run *runs_current(const struct runs *runs)
{
    return runs_at(runs, board_current(&runs->board));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct run *row = runs_at(with, index);

    return row ? (uint64_t)row->row : 0;
}

/* All runs of a rule are called as it is: what each is about tells more. */
void runs_put_name(const struct run *run, struct buf *out)
{
    buf_text(out, run->name);
    if (run->rule && run->about && *run->about)
        buf_printf(out, ": %s", run->about);
}

/* What does not move is said before the state; so is hold. */
static struct sign sign_of(const struct run *row)
{
    struct sign sign = words_run(row->state);

    if (row->stuck) {
        sign = words_run(RUN_TIMED_OUT);
        sign.word = str_of(_("stuck"));
    } else if (row->held) {
        sign = words_run(RUN_WAITING);
        sign.word = str_of(_("held"));
    }
    return sign;
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct runs *runs = with;
    const struct run *row = runs_at(runs, line->index);
    struct sign sign = sign_of(row);
    enum style style = run_state_final(row->state) ? STYLE_DIM : STYLE_TEXT;
    char text[WHEN_TEXT_SIZE];
    struct buf name;

    buf_init(&name);
    runs_put_name(row, &name);
    words_draw(line, CELL_STATE, sign);
    words_draw_title(line, CELL_NAME, style, buf_view(&name));
    buf_done(&name);
    list_cell(line, CELL_BY, STYLE_DIM, str_of(row->by));
    list_cell(line, CELL_BEGAN, STYLE_DIM,
              str_of(words_age(runs->board.shell->now, row->began, text)));
    list_cell(
        line, CELL_TOOK, STYLE_DIM,
        str_of(row->ended ? words_took(row->ended - row->began, text) : ""));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct run *row = runs_at(with, index);

    buf_printf(out, "#%" PRId64 " ", row->row);
    runs_put_name(row, out);
}

static const char *empty(void *with)
{
    const struct runs *runs = with;

    if (runs->show != SHOW_ALL)
        return _("No run is like that: f shows others.");
    return _("Nothing has run yet. A run begins when a rule fires, and when "
             "you contain something or set a status.");
}

/* What is over need not be read to find what goes on. */
static void fill(void *with, struct ask *ask)
{
    const struct runs *runs = with;

    ask->open_only = runs->show != SHOW_ALL && runs->show != SHOW_BAD;
}

/* Which of the page are listed. */
static bool listed(const struct run *row, enum runs_show show)
{
    switch (show) {
    case SHOW_OPEN:
        return !run_state_final(row->state);
    case SHOW_BAD:
        return row->state == RUN_FAILED || row->state == RUN_TIMED_OUT ||
               row->state == RUN_UNKNOWN;
    case SHOW_STUCK:
        return row->stuck != 0;
    case SHOW_HELD:
        return row->held;
    default:
        return true;
    }
}

static void choose(struct runs *runs)
{
    const struct run_page *page = runs->page;

    runs->n_shown = 0;
    runs->shown = mem_grow(runs->shown, page->n + 1, sizeof(*runs->shown));
    for (size_t i = 0; i < page->n; i++) {
        if (listed(&page->rows[i], runs->show))
            runs->shown[runs->n_shown++] = i;
    }
    board_taken(&runs->board, runs->n_shown, &page->error);
}

static void take(void *with, struct note *note)
{
    struct runs *runs = with;

    run_page_free(runs->page);
    runs->page = note->is.runs;
    note->is.runs = NULL;
    choose(runs);
}

static const struct board_kind kind = {
    .screen = &scr_runs,
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_RUNS, .count = 500},
    .fill = fill,
    .answer = NOTE_RUNS,
    .take = take,
};

/* ---- acts ---- */

static void show_next(struct runs *runs)
{
    static const char *const says[SHOW_N] = {
        [SHOW_ALL] = N_("All runs are shown."),
        [SHOW_OPEN] = N_("Runs that are not over are shown."),
        [SHOW_BAD] = N_("Runs that failed or are unknown are shown."),
        [SHOW_STUCK] = N_("Runs that do not move are shown."),
        [SHOW_HELD] = N_("Runs that wait for hold to be lifted are shown."),
    };

    runs->show = (enum runs_show)((runs->show + 1) % SHOW_N);
    if (runs->page)
        choose(runs);
    runs->board.wanted = true;
    shell_say(runs->board.shell, STYLE_TEXT, "%s", _(says[runs->show]));
}

static void act(void *state, int number)
{
    struct runs *runs = state;
    const struct run *row = runs_current(runs);

    if ((runs->board.whole || runs->board.focus) &&
        run_view_act(&runs->run, number))
        return;
    if (number == RUNS_SHOW)
        show_next(runs);
    else if (board_act(&runs->board, number) || !row)
        return;
    else if (number == RUNS_EVENT)
        shell_jump_row(runs->board.shell, "queue", row->event);
    else if (number == RUNS_RULE)
        shell_jump_row(runs->board.shell, "rules", row->rule);
    else if (number == RUNS_APPROVAL)
        shell_jump_row(runs->board.shell, "approvals",
                       run_view_approval(&runs->run));
    else
        runs_ask(runs, number);
}

/* ---- the screen ---- */

static void open_runs(void *state, struct shell *shell)
{
    struct runs *runs = state;

    board_init(&runs->board, shell, &kind);
    run_view_init(&runs->run, shell);
}

static void close_runs(void *state)
{
    struct runs *runs = state;

    board_done(&runs->board);
    run_view_done(&runs->run);
    run_page_free(runs->page);
    mem_free(runs->shown);
}

/* The keys go to the tree of a playbook's run. */
static bool in_flow(const struct runs *runs)
{
    return (runs->board.whole || runs->board.focus) &&
           run_flow_shown(&runs->run);
}

static bool type(void *state, const struct key *key)
{
    struct runs *runs = state;

    return in_flow(runs) ? flow_view_type(&runs->run.flow, key)
                         : board_type(&runs->board, key);
}

static bool back(void *state)
{
    struct runs *runs = state;

    return (in_flow(runs) && flow_view_back(&runs->run.flow)) ||
           board_back(&runs->board);
}

static void scope(void *state, struct screen_scope *out)
{
    struct runs *runs = state;
    const struct run *row = runs_current(runs);
    const struct flow_view *flow = &runs->run.flow;
    const struct step *step;

    board_scope(&runs->board, out);
    if (in_flow(runs)) {
        out->typing = flow->typing;
        if (input_text(&flow->search).len)
            out->met |= NEED_SEARCH;
    }
    if (runs->board.marks.n)
        out->met |= NEED_OPEN | NEED_ENDED;
    if (!row)
        return;
    out->met |= run_state_final(row->state) ? NEED_ENDED : NEED_OPEN;
    step = run_view_step(&runs->run);
    if (step && row->row == step->run)
        out->met |= NEED_STEP;
    if (step && row->row == step->run && step->state == RUN_UNKNOWN)
        out->met |= NEED_UNKNOWN;
    if (run_view_approval(&runs->run))
        out->met |= NEED_APPROVAL;
    if (row->event)
        out->met |= NEED_EVENT;
    if (row->rule)
        out->met |= NEED_RULE;
}

static void sync(void *state)
{
    struct runs *runs = state;

    board_sync(&runs->board);
    if (shell_is_current(runs->board.shell, &scr_runs))
        run_view_sync(&runs->run, board_row(&runs->board));
}

static void note(void *state, struct note *note)
{
    struct runs *runs = state;

    run_view_note(&runs->run, note);
    board_note(runs, note);
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
    const struct engine_status *status = &runs->board.shell->status;

    out->count = status->runs_open ? status->runs_open : -1;
    out->call = status->runs_stuck > 0;
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
     .help = N_("Stops the run before its next step, with a reason; or all "
                "that are marked."),
     .needs = NEED_ROW | NEED_OPEN,
     .right = RIGHT_RUN,
     .act = RUNS_CANCEL},
    {.key = "",
     .verb = "cancel-remote",
     .label = N_("stop elsewhere too"),
     .help = N_("Stops the run, and what it has started elsewhere: the run of "
                "a Logic App, the job of a runbook."),
     .needs = NEED_ROW | NEED_OPEN,
     .right = RIGHT_RUN,
     .act = RUNS_REMOTE},
    {.key = "A",
     .verb = "resubmit",
     .label = N_("again"),
     .bar = true,
     .help = N_("Does the run again from the start, as a new attempt; or all "
                "that are marked."),
     .needs = NEED_ROW | NEED_ENDED,
     .right = RIGHT_RUN,
     .act = RUNS_AGAIN},
    {.key = "a",
     .verb = "resubmit-from",
     .label = N_("again from step"),
     .help = N_("Does the run again from the step under the cursor; what is "
                "before it stands."),
     .needs = NEED_ROW | NEED_ENDED | NEED_STEP,
     .right = RIGHT_RUN,
     .act = RUNS_FROM},
    {.key = "S",
     .verb = "settle-done",
     .label = N_("was done"),
     .help = N_("Settles the unknown step under the cursor: it was done."),
     .needs = NEED_ROW | NEED_UNKNOWN,
     .right = RIGHT_RUN,
     .act = RUNS_DONE},
    {.key = "s",
     .verb = "settle-not-done",
     .label = N_("was not done"),
     .help = N_("Settles the unknown step under the cursor: it was not done."),
     .needs = NEED_ROW | NEED_UNKNOWN,
     .right = RIGHT_RUN,
     .act = RUNS_NOT_DONE},
    {.key = "Space",
     .verb = "mark",
     .label = N_("mark"),
     .bar = true,
     .help = N_("Marks the run, or takes the mark away, and goes on."),
     .needs = NEED_ROW,
     .act = ACT_MARK},
    {.key = "U",
     .verb = "unmark",
     .label = N_("unmark"),
     .help = N_("Takes all marks away."),
     .needs = NEED_MARKS,
     .act = ACT_UNMARK},
    {.key = "f",
     .verb = "show",
     .label = N_("show"),
     .bar = true,
     .help = N_("Shows those that are open, that failed, that are stuck, that "
                "hold stops, or all."),
     .act = RUNS_SHOW},
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
    {.key = "w",
     .verb = "approval",
     .label = N_("approval"),
     .help = N_("Goes to the approval that the step under the cursor waits "
                "for, or has waited for."),
     .needs = NEED_ROW | NEED_APPROVAL,
     .act = RUNS_APPROVAL},
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
    .type = type,
    .click = board_click,
    .back = back,
    .tab = tab,
    .text = text,
    .go = board_go,
    .where = board_where,
};
