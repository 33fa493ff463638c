/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_contained.c - what is in force on which target: by whom, since when,
 * whether it was seen to be so, and the way back.
 */
#include <inttypes.h>

#include "ui/contained_own.h"
#include "ui/words.h"
#include "util/text.h"

BOARD_BEGINS(struct contained);

enum {
    CELL_STATE,
    CELL_TITLE,
    CELL_TARGET,
    CELL_UNTIL,
    CELL_NOW,
    CELL_BY,
    CELL_SINCE,
    CELL_N
};

static const struct list_column columns[CELL_N] = {
    [CELL_STATE] = {.title = N_("State"), .min = 11, .max = 13},
    [CELL_TITLE] = {.title = N_("Containment"), .min = 14, .weight = 3},
    [CELL_TARGET] = {.title = N_("Target"), .min = 12, .weight = 2},
    [CELL_UNTIL] = {.title = N_("Ends"), .min = 5, .right = true},
    [CELL_NOW] = {.title = N_("Now"), .min = 8, .max = 12, .priority = 1},
    [CELL_BY] =
        {.title = N_("By"), .min = 8, .max = 24, .weight = 1, .priority = 2},
    [CELL_SINCE] = {.title = N_("Since"),
                    .min = 5,
                    .right = true,
                    .priority = 3},
};

const struct effect *contained_at(const struct contained *contained,
                                  size_t index)
{
    const struct effect_page *page = contained->page;

    return page && index < page->n ? &page->rows[index] : NULL;
}

const struct effect *contained_current(const struct contained *contained)
{
    return contained_at(contained, board_current(&contained->board));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct effect *row = contained_at(with, index);

    return row ? (uint64_t)row->row : 0;
}

/* Hours and days need no minutes; the last hour is counted down. */
static const char *left_text(int64_t now, int64_t until,
                             char out[WHEN_TEXT_SIZE])
{
    if (until <= now)
        return _("over");
    return until - now >= WHEN_HOUR ? when_age(until - now, out)
                                    : words_left(now, until, out);
}

/* In how long it ends; shown as a warning once it was warned of. */
static void draw_end(const struct list_line *line, const struct effect *row,
                     int64_t now)
{
    bool soon = row->warned == row->until || row->until <= now;
    char left[WHEN_TEXT_SIZE];

    if (row->until != 0 && effect_active(row))
        list_cell(line, CELL_UNTIL, soon ? STYLE_WARN : STYLE_TEXT,
                  str_of(left_text(now, row->until, left)));
}

/* What is known of it at present, and what waits for somebody. */
static void draw_now(const struct list_line *line, const struct effect *row,
                     const struct approval *glass)
{
    static const char *const calls[CALL_N] = {
        [CALL_UNKNOWN] = N_("settle!"),
        [CALL_CHANGED] = N_("changed!"),
        [CALL_STUCK] = N_("stuck!"),
        [CALL_DRIFT] = N_("gone!"),
    };
    enum effect_call call = effect_call(row);

    if (calls[call])
        list_cell(line, CELL_NOW, STYLE_ERROR, str_of(_(calls[call])));
    else if (glass != NULL && effect_active(row) &&
             glass->state != APPROVAL_APPROVED)
        list_cell(line, CELL_NOW, STYLE_ERROR, str_of(_("glass!")));
    else if (effect_active(row) && row->drift == DRIFT_SO)
        list_cell(line, CELL_NOW, STYLE_OK, str_of(_("so")));
    else if (effect_active(row) && row->drift == DRIFT_BLIND)
        list_cell(line, CELL_NOW, STYLE_WARN, str_of(_("unseen")));
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct contained *contained = with;
    const struct effect *row = contained_at(contained, line->index);
    int64_t now = contained->board.shell->now;
    enum style style = effect_active(row) ? STYLE_TEXT : STYLE_DIM;
    char age[WHEN_TEXT_SIZE];

    words_draw(line, CELL_STATE, words_effect(row->state));
    list_cell(line, CELL_TITLE, style, str_of(row->title));
    list_cell(line, CELL_TARGET, style, words_short(row->target));
    draw_end(line, row, now);
    draw_now(line, row, effect_glass(contained->page, line->index));
    list_cell(line, CELL_BY, STYLE_DIM, str_of(row->by));
    list_cell(line, CELL_SINCE, STYLE_DIM,
              str_of(words_age(now, row->requested, age)));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct effect *row = contained_at(with, index);

    buf_printf(out, "#%" PRId64 " %s: %.*s", row->row, row->title,
               STR_ARG(words_short(row->target)));
}

static const char *empty(void *with)
{
    (void)with;
    return _("Nothing is contained. In the queue, c contains what an event "
             "names; rules do it by themselves when they are allowed to.");
}

const struct containment *contained_entry(const struct contained *contained,
                                          const struct effect *row)
{
    const struct catalogue *catalogue = contained->board.shell->catalogue;

    return catalogue ? catalogue_find(catalogue, str_of(row->action)) : NULL;
}

/* ---- the page ---- */

static void take(void *with, struct note *note)
{
    struct contained *contained = with;

    effect_page_free(contained->page);
    contained->page = note->is.effects;
    note->is.effects = NULL;
    board_taken(&contained->board, contained->page->n, &contained->page->error);
}

static const struct board_kind kind = {
    .screen = &scr_contained,
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = contained_write,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_EFFECTS},
    .answer = NOTE_EFFECTS,
    .take = take,
    .background = true, /* the guide looks at it */
};

/* ---- acts ---- */

static bool has_way_back(const struct contained *contained,
                         const struct effect *row)
{
    const struct containment *entry = contained_entry(contained, row);

    return !entry || entry->n_undos > 0;
}

/* All that was done for the event of @row and can be taken back. */
static void mark_event(struct contained *contained, const struct effect *row)
{
    const struct effect_page *page = contained->page;
    struct marks *marks = &contained->board.marks;

    marks_clear(marks);
    for (size_t i = 0; i < page->n; i++) {
        const struct effect *other = &page->rows[i];

        if (other->event == row->event && effect_active(other) &&
            other->state != EFFECT_UNDOING && has_way_back(contained, other))
            marks_set(marks, other->row, true);
    }
    contained->board.shell->stale = true;
    shell_say(contained->board.shell, marks->n ? STYLE_OK : STYLE_WARN,
              _n("%zu is marked of what was done for this event.",
                 "%zu are marked of what was done for this event.", marks->n),
              marks->n);
}

static void act(void *state, int number)
{
    struct contained *contained = state;
    const struct effect *row = contained_current(contained);
    struct shell *shell = contained->board.shell;

    if (board_act(&contained->board, number) || !row)
        return;
    if (number == CONTAINED_MARK_EVENT)
        mark_event(contained, row);
    else if (number == CONTAINED_EVENT)
        shell_jump_row(shell, "queue", row->event);
    else if (number == CONTAINED_RUN)
        shell_jump_row(shell, "runs", row->undo_run ? row->undo_run : row->run);
    else if (number == CONTAINED_APPROVAL)
        shell_jump_row(shell, "approvals", row->approval);
    else
        contained_ask(contained, number);
}

/* ---- the screen ---- */

static void open_contained(void *state, struct shell *shell)
{
    struct contained *contained = state;

    board_init(&contained->board, shell, &kind);
}

static void close_contained(void *state)
{
    struct contained *contained = state;

    board_done(&contained->board);
    effect_page_free(contained->page);
}

static void scope(void *state, struct screen_scope *out)
{
    struct contained *contained = state;
    const struct effect *row = contained_current(contained);

    board_scope(&contained->board, out);
    if (contained->board.marks.n)
        out->met |= NEED_FORCE | NEED_WAY;
    if (!row)
        return;
    if (effect_active(row) && row->state != EFFECT_UNDOING)
        out->met |= NEED_FORCE;
    if (effect_call(row) != CALL_NONE)
        out->met |= NEED_CALL;
    if (row->approval)
        out->met |= NEED_APPROVAL;
    if (has_way_back(contained, row))
        out->met |= NEED_WAY;
    if (row->event)
        out->met |= NEED_EVENT;
    if (row->run)
        out->met |= NEED_RUN;
}

/* The last hour of one is counted down. */
static void set_tick(struct contained *contained)
{
    const struct shell *shell = contained->board.shell;
    const struct effect_page *page = contained->page;

    if (contained->tick > shell->turn)
        return;
    contained->tick = 0;
    for (size_t i = 0; page && i < page->n; i++) {
        int64_t left = page->rows[i].until - shell->now;

        if (left > 0 && left <= WHEN_HOUR && effect_active(&page->rows[i]))
            contained->tick = shell->turn + WHEN_SECOND;
    }
    contained->board.stale |= contained->tick != 0;
}

static int64_t due(void *state)
{
    const struct contained *contained = state;

    return contained->tick;
}

static void sync(void *state)
{
    struct contained *contained = state;

    set_tick(contained);
    board_sync(&contained->board);
}

static void tab(void *state, struct tab *out)
{
    struct contained *contained = state;
    const struct engine_status *status = &contained->board.shell->status;

    out->count = status->effects_active ? status->effects_active : -1;
    out->call = status->effects_calling > 0;
}

static const struct binding rows[] = {
    {.key = "u",
     .verb = "undo",
     .label = N_("take back"),
     .bar = true,
     .help = N_("Takes the containment back, with a reason; or all that are "
                "marked."),
     .needs = NEED_ROW | NEED_FORCE | NEED_WAY,
     .right = RIGHT_CONTAIN,
     .act = CONTAINED_UNDO},
    {.key = "t",
     .verb = "extend",
     .label = N_("extend"),
     .bar = true,
     .help = N_("Gives the containment another end, or none; or all that are "
                "marked."),
     .needs = NEED_ROW | NEED_FORCE | NEED_WAY,
     .right = RIGHT_CONTAIN,
     .act = CONTAINED_EXTEND},
    {.key = "c",
     .verb = "check",
     .label = N_("look"),
     .bar = true,
     .help = N_("Looks whether it is still so; or all that are marked."),
     .needs = NEED_ROW | NEED_FORCE,
     .right = RIGHT_TRIAGE,
     .act = CONTAINED_CHECK},
    {.key = "s",
     .verb = "settle",
     .label = N_("settle"),
     .bar = true,
     .help = N_("Says how it is when nobody knows, or when somebody else has "
                "changed it; after a look."),
     .needs = NEED_ROW | NEED_CALL,
     .right = RIGHT_CONTAIN,
     .act = CONTAINED_SETTLE},
    {.key = "Space",
     .verb = "mark",
     .label = N_("mark"),
     .bar = true,
     .help = N_("Marks the containment, or takes the mark away, and goes on."),
     .needs = NEED_ROW,
     .act = ACT_MARK},
    {.key = "*",
     .verb = "mark-event",
     .label = N_("mark event"),
     .help = N_("Marks all that was done for the same event and can be taken "
                "back."),
     .needs = NEED_ROW | NEED_EVENT,
     .act = CONTAINED_MARK_EVENT},
    {.key = "U",
     .verb = "unmark",
     .label = N_("unmark"),
     .help = N_("Takes all marks away."),
     .needs = NEED_MARKS,
     .act = ACT_UNMARK},
    {.key = "e",
     .verb = "event",
     .label = N_("event"),
     .bar = true,
     .help = N_("Goes to the event that it is about."),
     .needs = NEED_ROW | NEED_EVENT,
     .act = CONTAINED_EVENT},
    {.key = "i",
     .verb = "run",
     .label = N_("run"),
     .bar = true,
     .help = N_("Goes to the run that made it, or takes it back."),
     .needs = NEED_ROW | NEED_RUN,
     .act = CONTAINED_RUN},
    {.key = "a",
     .verb = "approval",
     .label = N_("approval"),
     .help = N_("Goes to the approval that its run waited for."),
     .needs = NEED_ROW | NEED_APPROVAL,
     .act = CONTAINED_APPROVAL},
};

static const struct screen_keys keys[] = {
    {"contained", rows, sizeof(rows) / sizeof(rows[0])},
};

const struct screen scr_contained = {
    .name = "contained",
    .title = N_("Contained"),
    .digit = '6',
    .size = sizeof(struct contained),
    .keys = keys,
    .n_keys = 1,
    .open = open_contained,
    .close = close_contained,
    .scope = scope,
    .sync = sync,
    .note = board_note,
    .draw = board_draw,
    .act = act,
    .type = board_type,
    .click = board_click,
    .back = board_back,
    .tab = tab,
    .text = board_text,
    .go = board_go,
    .where = board_where,
    .due = due,
};
