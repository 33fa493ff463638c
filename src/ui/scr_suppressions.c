/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_suppressions.c - what is kept out of sight, here and in Defender: until
 * when, why, what it has hidden; and the form in which one is made.
 */
#include <inttypes.h>

#include "ui/board.h"
#include "ui/suppress_edit.h"
#include "ui/words.h"
#include "util/text.h"

enum suppressions_act {
    SUPPRESSIONS_NEW = ACT_SCREEN,
    SUPPRESSIONS_REMOVE,
    SUPPRESSIONS_HIDDEN,
    SUPPRESSIONS_SAVE,
};

struct suppressions {
    struct board board;
    struct suppression_page *page;
    struct suppress_edit *edit;
    int64_t open; /* event that one is to be made from; 0: none */
    uint64_t open_ticket;
};
BOARD_BEGINS(struct suppressions);

enum {
    CELL_STATE,
    CELL_WHERE,
    CELL_UNTIL,
    CELL_HITS,
    CELL_WHAT,
    CELL_REASON,
    CELL_N
};

static const struct list_column columns[CELL_N] = {
    [CELL_STATE] = {.title = N_("State"), .min = 8, .max = 13},
    [CELL_WHERE] = {.title = N_("Where"), .min = 8, .max = 9, .priority = 2},
    [CELL_UNTIL] = {.title = N_("Until"), .min = 10, .max = 10},
    [CELL_HITS] = {.title = N_("Hits"), .min = 6, .right = true, .priority = 1},
    [CELL_WHAT] = {.title = N_("What"), .min = 12, .weight = 3},
    [CELL_REASON] = {.title = N_("Reason"),
                     .min = 10,
                     .weight = 2,
                     .priority = 3},
};

static const struct suppression *row_at(const struct suppressions *s,
                                        size_t index)
{
    return s->page && index < s->page->n ? &s->page->rows[index] : NULL;
}

static const struct suppression *current(const struct suppressions *s)
{
    return row_at(s, board_current(&s->board));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct suppression *row = row_at(with, index);

    return row ? (uint64_t)row->row : 0;
}

static const char *place_word(const struct suppression *row)
{
    return row->place == SUPPRESSION_DEFENDER ? _("Defender") : _("here");
}

static const char *end_word(const struct suppressions *s,
                            const struct suppression *row,
                            char out[WHEN_TEXT_SIZE])
{
    if (!row->until)
        return _("no end");
    when_local(row->until, s->board.shell->utc, out);
    out[10] = '\0';
    return out;
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct suppressions *s = with;
    const struct suppression *row = row_at(s, line->index);
    int64_t now = s->board.shell->now;
    bool active = suppression_active(row, now);
    enum style style = active ? STYLE_TEXT : STYLE_DIM;
    char until[WHEN_TEXT_SIZE];
    char hits[WHEN_TEXT_SIZE];

    list_cell(line, CELL_STATE, active ? STYLE_OK : STYLE_DIM,
              str_of(suppression_word(row, now)));
    list_cell(line, CELL_WHERE, style, str_of(place_word(row)));
    list_cell(line, CELL_UNTIL, row->until || !active ? style : STYLE_WARN,
              str_of(end_word(s, row, until)));
    list_cell(line, CELL_HITS, style, str_of(words_count(row->hits, hits)));
    list_cell(line, CELL_WHAT, style,
              str_of(*row->query ? row->query : row->fault));
    list_cell(line, CELL_REASON, STYLE_DIM, str_of(row->reason));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct suppressions *s = with;
    const struct suppression *row = row_at(with, index);
    char until[WHEN_TEXT_SIZE];

    buf_printf(out, "#%" PRId64 " %s, %s: %s (%s)", row->row, place_word(row),
               end_word(s, row, until), row->query, row->reason);
}

static const char *empty(void *with)
{
    (void)with;
    return _("Nothing is suppressed. In the queue, i hides events like the "
             "selected one for a time; a makes a suppression here.");
}

static void write_row(void *with, size_t index, struct view *view)
{
    const struct suppressions *s = with;
    const struct suppression *row = row_at(s, index);
    bool utc = s->board.shell->utc;
    char hits[WHEN_TEXT_SIZE];

    words_pair(view, _("State"),
               str_of(suppression_word(row, s->board.shell->now)));
    words_pair(view, _("Where"), str_of(place_word(row)));
    words_pair(view, _("Query"), str_of(row->query));
    words_pair(view, _("Fault"), str_of(row->fault));
    words_pair(view, _("Reason"), str_of(row->reason));
    words_pair(view, _("Comment"), str_of(row->comment));
    words_pair(view, _("By"), str_of(row->by));
    words_pair_time(view, _("Made"), row->made, utc);
    words_pair_time(view, _("Until"), row->until, utc);
    words_pair_time(view, _("Ended"), row->ended, utc);
    words_pair(view, _("Ended by"), str_of(row->ended_by));
    words_pair(view, _("Hits"), str_of(words_count(row->hits, hits)));
    words_pair_time(view, _("Last hit"), row->last, utc);
    words_pair(view, _("Id"), str_of(row->id));
    if (*s->page->said)
        view_line(view, STYLE_WARN, str_of(s->page->said));
}

/* ---- the page ---- */

static void take(void *with, struct note *note)
{
    struct suppressions *s = with;

    suppression_page_free(s->page);
    s->page = note->is.suppressions;
    note->is.suppressions = NULL;
    board_taken(&s->board, s->page->n, &s->page->error);
}

static const struct board_kind kind = {
    .screen = &scr_suppressions,
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = write_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_SUPPRESSIONS},
    .answer = NOTE_SUPPRESSIONS,
    .take = take,
};

/* ---- acts ---- */

static void shut(struct suppressions *s)
{
    suppress_edit_free(s->edit);
    s->edit = NULL;
    s->board.shell->stale = true;
}

static void open_form(struct suppressions *s, const struct event_page *page)
{
    shut(s);
    s->edit = suppress_edit_new(s->board.shell, page);
}

static void take_away(const struct suppressions *s,
                      const struct suppression *row)
{
    struct str name = str_of(*row->query ? row->query : row->name);
    struct command command = {.kind = COMMAND_UNSUPPRESS, .row = row->row};
    struct dialog_ask ask = {
        .title = str_of(_("Take away")),
        .text = str_of(row->place == SUPPRESSION_DEFENDER
                           ? _("Defender raises these alerts again, for "
                               "everybody.")
                           : _("These events are seen again, and trigger "
                               "rules.")),
        .names = &name,
        .n_names = 1,
        .verb = str_of(_("Take away 1")),
        .reason = str_of(_("Reason")),
        .reason_needed = true,
    };

    shell_confirm(s->board.shell, &ask, &command);
}

/* The queue of what it covers. */
static void show_hidden(const struct suppressions *s,
                        const struct suppression *row)
{
    struct place to = {.screen = screen_find("queue")};
    struct buf query;

    buf_init(&query);
    buf_printf(&query, "(%s)", row->query);
    if (row->place == SUPPRESSION_HERE)
        buf_text(&query, " and (Ignored or not(Ignored))");
    words_copy(to.query, sizeof(to.query), buf_view(&query));
    buf_done(&query);
    shell_jump(s->board.shell, &to);
}

static void act(void *state, int number)
{
    struct suppressions *s = state;
    const struct suppression *row = current(s);

    if (number == SUPPRESSIONS_SAVE && s->edit)
        suppress_edit_save(s->edit);
    else if (number == SUPPRESSIONS_NEW)
        open_form(s, NULL);
    else if (board_act(&s->board, number) || !row)
        return;
    else if (number == SUPPRESSIONS_REMOVE)
        take_away(s, row);
    else if (number == SUPPRESSIONS_HIDDEN)
        show_hidden(s, row);
}

/* ---- the screen ---- */

static void open_suppressions(void *state, struct shell *shell)
{
    struct suppressions *s = state;

    board_init(&s->board, shell, &kind);
}

static void close_suppressions(void *state)
{
    struct suppressions *s = state;

    suppress_edit_free(s->edit);
    board_done(&s->board);
    suppression_page_free(s->page);
}

static void scope(void *state, struct screen_scope *out)
{
    struct suppressions *s = state;
    const struct suppression *row = current(s);

    if (s->edit) {
        out->contexts[out->n++] = "suppress-form";
        return;
    }
    board_scope(&s->board, out);
    if (row && !row->ended)
        out->met |= NEED_STANDS;
}

static void sync(void *state)
{
    struct suppressions *s = state;
    struct ask ask = {.kind = ASK_EVENT, .row = s->open};

    board_sync(&s->board);
    if (s->open && !s->open_ticket)
        s->open_ticket = shell_ask(s->board.shell, &ask);
    if (s->edit)
        suppress_edit_sync(s->edit);
}

static void take_event(struct suppressions *s, const struct note *note)
{
    const struct event_page *page = note->is.event;

    if (!s->open_ticket || note->ticket < s->open_ticket)
        return;
    /* A later answer means that ours is lost: it is asked for again. */
    if (note->ticket == s->open_ticket) {
        s->open = 0;
        if (page->error.code != ERR_NONE)
            shell_fail(s->board.shell, &page->error);
        else
            open_form(s, page);
    }
    s->open_ticket = 0;
}

static void take_done(struct suppressions *s, const struct done *done)
{
    bool waited = s->edit && s->edit->saving;

    if (s->edit)
        s->edit->saving = false;
    if (!waited || done->error.code != ERR_NONE)
        return;
    shut(s);
    s->board.to = done->row;
}

static void note(void *state, struct note *note)
{
    struct suppressions *s = state;

    if (note->kind == NOTE_EVENT && note->is.event)
        take_event(s, note);
    if (note->kind == NOTE_DONE && note->is.done &&
        note->is.done->command == COMMAND_SUPPRESS)
        take_done(s, note->is.done);
    if (s->edit)
        suppress_edit_note(s->edit, note);
    board_note(s, note);
}

static void draw(void *state, const struct canvas *canvas)
{
    struct suppressions *s = state;

    if (s->edit)
        suppress_edit_draw(s->edit, canvas);
    else
        board_draw(&s->board, canvas);
}

static bool type(void *state, const struct key *key)
{
    struct suppressions *s = state;

    return s->edit ? suppress_edit_key(s->edit, key)
                   : board_type(&s->board, key);
}

static bool back(void *state)
{
    struct suppressions *s = state;

    if (!s->edit)
        return board_back(&s->board);
    shut(s);
    return true;
}

/* A place with a query is an event that one is to be made from. */
static void go(void *state, struct place *place)
{
    struct suppressions *s = state;

    if (!*place->query) {
        board_go(&s->board, place);
        return;
    }
    s->open = place->row;
    s->open_ticket = 0;
}

static const struct binding rows[] = {
    {.key = "a",
     .verb = "new",
     .label = N_("new"),
     .bar = true,
     .help = N_("Makes a suppression."),
     .right = RIGHT_SUPPRESS,
     .act = SUPPRESSIONS_NEW},
    {.key = "u",
     .verb = "remove",
     .label = N_("take away"),
     .bar = true,
     .help = N_("Takes the suppression away, with a reason."),
     .needs = NEED_ROW | NEED_STANDS,
     .right = RIGHT_SUPPRESS,
     .act = SUPPRESSIONS_REMOVE},
    {.key = "i",
     .verb = "hidden",
     .label = N_("what it hides"),
     .bar = true,
     .help = N_("Shows in the queue what the suppression covers."),
     .needs = NEED_ROW,
     .act = SUPPRESSIONS_HIDDEN},
};

static const struct binding form_rows[] = {
    {.key = "Ctrl-S",
     .verb = "save",
     .label = N_("suppress"),
     .bar = true,
     .help = N_("Makes the suppression as the form says."),
     .right = RIGHT_SUPPRESS,
     .act = SUPPRESSIONS_SAVE},
};

static const struct screen_keys keys[] = {
    {"suppressions", rows, sizeof(rows) / sizeof(rows[0])},
    {"suppress-form", form_rows, sizeof(form_rows) / sizeof(form_rows[0])},
};

const struct screen scr_suppressions = {
    .name = "suppressions",
    .title = N_("Suppressions"),
    .size = sizeof(struct suppressions),
    .keys = keys,
    .n_keys = 2,
    .open = open_suppressions,
    .close = close_suppressions,
    .scope = scope,
    .sync = sync,
    .note = note,
    .draw = draw,
    .act = act,
    .type = type,
    .click = board_click,
    .back = back,
    .tab = board_tab,
    .text = board_text,
    .go = go,
    .where = board_where,
};
