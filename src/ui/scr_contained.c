/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_contained.c - what is in force on which target: by whom, since when,
 * whether it was seen to be so, and the way back.
 */
#include <inttypes.h>

#include "ui/board.h"
#include "ui/words.h"
#include "util/text.h"

enum contained_act {
    CONTAINED_UNDO = ACT_SCREEN,
    CONTAINED_EVENT,
    CONTAINED_RUN,
};

struct contained {
    struct board board;
    struct effect_page *page;
};
BOARD_BEGINS(struct contained);

enum { CELL_STATE, CELL_TITLE, CELL_TARGET, CELL_BY, CELL_SINCE, CELL_N };

static const struct list_column columns[CELL_N] = {
    [CELL_STATE] = {.title = N_("State"), .min = 11, .max = 13},
    [CELL_TITLE] = {.title = N_("Containment"), .min = 14, .weight = 3},
    [CELL_TARGET] = {.title = N_("Target"), .min = 12, .weight = 2},
    [CELL_BY] =
        {.title = N_("By"), .min = 8, .max = 24, .weight = 1, .priority = 2},
    [CELL_SINCE] = {.title = N_("Since"),
                    .min = 5,
                    .right = true,
                    .priority = 3},
};

static const struct effect *row_at(const struct contained *contained,
                                   size_t index)
{
    const struct effect_page *page = contained->page;

    return page && index < page->n ? &page->rows[index] : NULL;
}

static const struct effect *current(const struct contained *contained)
{
    return row_at(contained, board_current(&contained->board));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct effect *row = row_at(with, index);

    return row ? (uint64_t)row->row : 0;
}

static bool over(const struct effect *row)
{
    return row->state == EFFECT_FAILED || row->state == EFFECT_UNDONE;
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct contained *contained = with;
    const struct effect *row = row_at(contained, line->index);
    struct sign sign = words_effect(row->state);
    enum style style = over(row) ? STYLE_DIM : STYLE_TEXT;
    char age[WHEN_TEXT_SIZE];

    words_draw(line, CELL_STATE, sign);
    list_cell(line, CELL_TITLE, style, str_of(row->title));
    list_cell(line, CELL_TARGET, style, words_short(row->target));
    list_cell(line, CELL_BY, STYLE_DIM, str_of(row->by));
    list_cell(
        line, CELL_SINCE, STYLE_DIM,
        str_of(words_age(contained->board.shell->now, row->requested, age)));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct effect *row = row_at(with, index);

    buf_printf(out, "#%" PRId64 " %s: %.*s", row->row, row->title,
               STR_ARG(words_short(row->target)));
}

static const char *empty(void *with)
{
    (void)with;
    return _("Nothing is contained. In the queue, c contains what an event "
             "names; rules do it by themselves when they are allowed to.");
}

/* Requested, accepted and observed are three facts, each with its time. */
static void add_facts(const struct contained *contained,
                      const struct effect *row, struct view *view)
{
    bool utc = contained->board.shell->utc;
    struct str no = str_of(_("not yet"));

    words_pair_time(view, _("Requested"), row->requested, utc);
    if (row->accepted)
        words_pair_time(view, _("Accepted"), row->accepted, utc);
    else
        words_pair(view, _("Accepted"), no);
    if (row->observed)
        words_pair_time(view, _("Observed"), row->observed, utc);
    else
        words_pair(view, _("Observed"), no);
    words_pair_time(view, _("Ended"), row->ended, utc);
}

static const struct containment *entry_of(const struct contained *contained,
                                          const struct effect *row)
{
    const struct catalogue *catalogue = contained->board.shell->catalogue;

    return catalogue ? catalogue_find(catalogue, str_of(row->action)) : NULL;
}

static void write_row(void *with, size_t index, struct view *view)
{
    const struct contained *contained = with;
    const struct effect *row = row_at(contained, index);
    const struct containment *entry = entry_of(contained, row);

    words_pair(view, _("State"), words_effect(row->state).word);
    words_pair(view, _("Target"), str_of(row->target));
    words_pair(view, _("By"), str_of(row->by));
    words_pair(view, _("Why"), str_of(row->why));
    add_facts(contained, row, view);
    if (entry) {
        words_pair(view, _("Effect"), str_of(words_class(entry->class)));
        words_pair(view, _("Note"), str_of(entry->note));
    }
    if (json_length(row->kept)) {
        view_line(view, STYLE_TEXT, STR_NONE);
        words_head(view, _("As it was before"));
        words_json(view, row->kept);
    }
}

static const struct board_kind kind = {
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = write_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_EFFECTS},
    .background = true, /* the guide looks at it */
};

/* ---- acts ---- */

static void undo(const struct contained *contained, const struct effect *row)
{
    struct str target = str_of(row->target);
    struct command command = {.kind = COMMAND_UNDO, .row = row->row};
    struct buf text;
    struct dialog_ask ask = {
        .title = str_of(_("Take back")),
        .names = &target,
        .n_names = 1,
        .verb = str_of(_("Take back 1")),
        .reason = str_of(_("Reason")),
        .reason_needed = true,
    };

    buf_init(&text);
    buf_printf(&text, "%s: %.*s\n%s", row->title,
               STR_ARG(words_short(row->target)),
               _("Takes this back: the target becomes what it was before, and "
                 "that is looked at."));
    ask.text = buf_view(&text);
    shell_confirm(contained->board.shell, &ask, &command);
    buf_done(&text);
}

static void act(void *state, int number)
{
    struct contained *contained = state;
    const struct effect *row = current(contained);

    if (board_act(&contained->board, number) || !row)
        return;
    if (number == CONTAINED_UNDO)
        undo(contained, row);
    else if (number == CONTAINED_EVENT)
        shell_jump_row(contained->board.shell, "queue", row->event);
    else if (number == CONTAINED_RUN)
        shell_jump_row(contained->board.shell, "runs",
                       row->undo_run ? row->undo_run : row->run);
}

/* ---- the screen ---- */

static void open_contained(void *state, struct shell *shell)
{
    struct contained *contained = state;

    board_init(&contained->board, shell, &kind, contained);
}

static void close_contained(void *state)
{
    struct contained *contained = state;

    board_done(&contained->board);
    effect_page_free(contained->page);
}

static bool has_way_back(const struct contained *contained,
                         const struct effect *row)
{
    const struct containment *entry = entry_of(contained, row);

    return !entry || entry->n_undos > 0;
}

static void scope(void *state, struct screen_scope *out)
{
    struct contained *contained = state;
    const struct effect *row = current(contained);

    out->contexts[out->n++] = "contained";
    board_scope(&contained->board, out);
    if (!row)
        return;
    if (!over(row) && row->state != EFFECT_UNDOING)
        out->met |= NEED_FORCE;
    if (has_way_back(contained, row))
        out->met |= NEED_WAY;
    if (row->event)
        out->met |= NEED_EVENT;
    if (row->run)
        out->met |= NEED_RUN;
}

static void sync(void *state)
{
    struct contained *contained = state;

    board_sync(&contained->board, &scr_contained);
}

static void note(void *state, struct note *note)
{
    struct contained *contained = state;
    struct effect_page *page =
        note->kind == NOTE_EFFECTS ? note->is.effects : NULL;

    if (!board_hears(&contained->board, note, NOTE_EFFECTS,
                     page ? page->ticket : 0) ||
        !page)
        return;
    effect_page_free(contained->page);
    contained->page = page;
    note->is.effects = NULL;
    board_taken(&contained->board, page->n, &page->error);
}

static void tab(void *state, struct tab *out)
{
    struct contained *contained = state;
    int64_t active = contained->board.shell->status.effects_active;

    out->count = active ? active : -1;
}

static const struct binding rows[] = {
    {.key = "u",
     .verb = "undo",
     .label = N_("take back"),
     .bar = true,
     .help = N_("Takes the containment back, with a reason."),
     .needs = NEED_ROW | NEED_FORCE | NEED_WAY,
     .right = RIGHT_CONTAIN,
     .act = CONTAINED_UNDO},
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
    .note = note,
    .draw = board_draw,
    .act = act,
    .type = board_type,
    .click = board_click,
    .back = board_back,
    .tab = tab,
    .text = board_text,
    .go = board_go,
    .where = board_where,
};
