/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_approvals.c - what waits for a yes, with everything that was frozen when
 * it was asked, and the answers that were given.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ui/approval_view.h"
#include "ui/approvals_own.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

BOARD_BEGINS(struct approvals);

enum {
    CELL_STATE,
    CELL_LEFT,
    CELL_VOTES,
    CELL_TITLE,
    CELL_WHO,
    CELL_AGE,
    CELL_N
};

static const struct list_column columns[CELL_N] = {
    [CELL_STATE] = {.title = N_("State"), .min = 11, .max = 13},
    [CELL_LEFT] = {.title = N_("Left"), .min = 7, .right = true},
    [CELL_VOTES] = {.title = N_("Yes"), .min = 4, .right = true},
    [CELL_TITLE] = {.title = N_("Asks to"), .min = 16, .weight = 4},
    [CELL_WHO] = {.title = N_("Asked by"),
                  .min = 12,
                  .max = 30,
                  .weight = 2,
                  .priority = 2},
    [CELL_AGE] = {.title = N_("Age"), .min = 4, .right = true, .priority = 3},
};

const struct approval *approvals_at(const struct approvals *approvals,
                                    size_t index)
{
    const struct approval_page *page = approvals->page;

    return page && index < page->n ? &page->rows[index] : NULL;
}

const struct approval *approvals_current(const struct approvals *approvals)
{
    return approvals_at(approvals, board_current(&approvals->board));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct approval *row = approvals_at(with, index);

    return row ? (uint64_t)row->row : 0;
}

static struct sign sign_of(const struct approval *row)
{
    static const struct {
        const char *sign;
        const char *word;
        enum style style;
    } looks[APPROVAL_STATE_N] = {
        [APPROVAL_PENDING] = {"⏸", N_("waits"), STYLE_WARN},
        [APPROVAL_APPROVED] = {"✓", N_("approved"), STYLE_OK},
        [APPROVAL_DENIED] = {"✗", N_("denied"), STYLE_ERROR},
        [APPROVAL_EXPIRED] = {"○", N_("expired"), STYLE_DIM},
        [APPROVAL_CANCELLED] = {"○", N_("cancelled"), STYLE_DIM},
    };

    if (row->glass && row->state == APPROVAL_PENDING)
        return (struct sign){.sign = STR("!"),
                             .word = str_of(_("break-glass")),
                             .style = STYLE_ERROR};
    return (struct sign){
        .sign = str_of(looks[row->state].sign),
        .word = str_of(_(looks[row->state].word)),
        .style = looks[row->state].style,
    };
}

/* "1/2", "1/2↑" when others are asked too. */
static void put_votes(const struct approval *row, int64_t now, char out[24])
{
    snprintf(out, 24, "%zu/%lld%s", votes_yes(row->votes, row->n_votes),
             (long long)demand_people(&row->demand),
             row->state == APPROVAL_PENDING && approval_escalated(row, now)
                 ? "↑"
                 : "");
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct approvals *approvals = with;
    const struct approval *row = approvals_at(approvals, line->index);
    int64_t now = approvals->board.shell->now;
    bool pending = row->state == APPROVAL_PENDING;
    struct sign sign = sign_of(row);
    enum style style = pending ? STYLE_TEXT : STYLE_DIM;
    char text[WHEN_TEXT_SIZE];
    char votes[24];

    words_draw(line, CELL_STATE, sign);
    list_cell(line, CELL_LEFT,
              !pending                              ? STYLE_DIM
              : row->warns > 0 && row->warns <= now ? STYLE_ERROR
                                                    : STYLE_WARN,
              str_of(pending ? words_left(now, row->expires, text) : ""));
    put_votes(row, now, votes);
    list_cell(line, CELL_VOTES,
              approval_escalated(row, now) && pending ? STYLE_WARN : style,
              str_of(votes));
    words_draw_title(line, CELL_TITLE, style, str_of(row->title));
    list_cell(line, CELL_WHO, STYLE_DIM, str_of(row->requester));
    list_cell(line, CELL_AGE, STYLE_DIM,
              str_of(words_age(now, row->asked, text)));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct approval *row = approvals_at(with, index);

    buf_printf(out, "#%" PRId64 " %s", row->row, row->title);
}

static const char *empty(void *with)
{
    (void)with;
    return _(
        "Nothing waits for approval. What a rule in the mode approve wants "
        "to change, and what cannot be taken back, is asked here first.");
}

/* ---- may this person answer? ---- */

/* Why this person may not answer that row; NULL: may. */
static const char *cannot_at(const struct approvals *approvals, size_t index)
{
    const struct approval_page *page = approvals->page;

    return page && page->cannot && index < page->n ? page->cannot[index] : NULL;
}

static bool may_answer(const struct approvals *approvals, size_t index)
{
    const struct approval *row = approvals_at(approvals, index);

    return row && row->state == APPROVAL_PENDING &&
           !cannot_at(approvals, index);
}

/* ---- details ---- */

/* Whether one may answer stands first: it decides what to read on for. */
static void add_standing(const struct approvals *approvals, size_t index,
                         struct view *view)
{
    const struct approval *row = approvals_at(approvals, index);
    const char *cannot = cannot_at(approvals, index);
    const char *behalf =
        approvals->page->behalf ? approvals->page->behalf[index] : NULL;
    char text[256];

    if (row->state != APPROVAL_PENDING)
        return;
    if (behalf && *behalf) {
        snprintf(text, sizeof(text), _("You would answer in place of %s."),
                 behalf);
        view_line(view, STYLE_WARN, str_of(text));
    }
    if (cannot)
        view_line(view, STYLE_WARN, str_of(cannot));
    else if (row->glass)
        view_line(view, STYLE_OK,
                  str_of(_("You may answer: A confirms what was done, D "
                           "disputes it.")));
    else
        view_line(view, STYLE_OK,
                  str_of(_("You may answer: A approves, D denies; both ask "
                           "for a reason.")));
}

static void write_row(void *with, size_t index, struct view *view)
{
    const struct approvals *approvals = with;
    const struct approval *row = approvals_at(approvals, index);

    add_standing(approvals, index, view);
    approval_view(view, row, sign_of(row), approvals->board.shell->now,
                  approvals->board.shell->utc);
}

/* ---- the page ---- */

/* Calls when one more waits for this person: asked for, escalated to them, or
 * delegated. */
static void call_person(struct approvals *approvals)
{
    size_t before = approvals->mine;

    approvals->mine = 0;
    for (size_t i = 0; i < approvals->page->n; i++)
        approvals->mine += may_answer(approvals, i);
    if (approvals->board.arrived && approvals->mine > before)
        shell_call(approvals->board.shell,
                   _("An approval waits for an answer."));
}

static void take(void *with, struct note *note)
{
    struct approvals *approvals = with;

    approval_page_free(approvals->page);
    approvals->page = note->is.approvals;
    note->is.approvals = NULL;
    call_person(approvals);
    board_taken(&approvals->board, approvals->page->n, &approvals->page->error);
}

static const struct board_kind kind = {
    .screen = &scr_approvals,
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = write_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_APPROVALS},
    .answer = NOTE_APPROVALS,
    .take = take,
    .background = true, /* the tab calls for this person */
};

/* ---- acts ---- */

static void act(void *state, int number)
{
    struct approvals *approvals = state;
    const struct approval *row = approvals_current(approvals);

    if (number == APPROVALS_DELEGATE)
        approvals_delegate(approvals);
    else if (board_act(&approvals->board, number) || !row)
        return;
    else if (number == APPROVALS_APPROVE || number == APPROVALS_DENY)
        approvals_answer_ask(approvals, number == APPROVALS_APPROVE);
    else if (number == APPROVALS_LOOK)
        approvals_look(approvals, row);
    else if (number == APPROVALS_EVENT)
        shell_jump_row(approvals->board.shell, "queue", row->event);
    else if (number == APPROVALS_RUN)
        shell_jump_row(approvals->board.shell, "runs", row->run);
}

/* ---- the screen ---- */

static void open_approvals(void *state, struct shell *shell)
{
    struct approvals *approvals = state;

    board_init(&approvals->board, shell, &kind);
}

static void close_approvals(void *state)
{
    struct approvals *approvals = state;

    board_done(&approvals->board);
    approval_page_free(approvals->page);
    mem_free(approvals->asked);
}

static void scope(void *state, struct screen_scope *out)
{
    struct approvals *approvals = state;
    const struct approval *row = approvals_current(approvals);

    board_scope(&approvals->board, out);
    if (!row)
        return;
    if (row->state == APPROVAL_PENDING)
        out->met |= NEED_PENDING | NEED_TARGET;
    if (may_answer(approvals, board_current(&approvals->board)) ||
        row->state != APPROVAL_PENDING)
        out->met |= NEED_MAY;
    if (approvals->board.marks.n)
        out->met |= NEED_PENDING | NEED_MAY;
    if (row->event)
        out->met |= NEED_EVENT;
    if (row->run)
        out->met |= NEED_RUN;
}

/* A countdown is in seconds. */
static void set_tick(struct approvals *approvals)
{
    const struct approval_page *page = approvals->page;
    const struct shell *shell = approvals->board.shell;

    if (approvals->tick > shell->turn)
        return;
    approvals->tick = 0;
    for (size_t i = 0; page && i < page->n; i++) {
        if (page->rows[i].state == APPROVAL_PENDING)
            approvals->tick =
                shell->turn + WHEN_SECOND - shell->now % WHEN_SECOND;
    }
}

/* Whoever opens it sees how the target is by then. */
static void look_opened(struct approvals *approvals)
{
    const struct approval *row = approvals_current(approvals);

    if (!approvals->board.whole || !row || row->state != APPROVAL_PENDING ||
        approvals->looked == row->row ||
        !may_answer(approvals, board_current(&approvals->board)))
        return;
    approvals->looked = row->row;
    approvals_look(approvals, row);
}

static void sync(void *state)
{
    struct approvals *approvals = state;

    board_sync(&approvals->board);
    look_opened(approvals);
    set_tick(approvals);
}

/* The mark calls only when there is one that this person may answer. */
static void tab(void *state, struct tab *out)
{
    struct approvals *approvals = state;

    out->count = approvals->board.shell->status.approvals_pending;
    out->call = approvals->mine > 0;
    /* The page may be newer than the engine's figures. */
    if (!out->count)
        out->count = out->call ? 1 : -1;
}

static int64_t due(void *state)
{
    struct approvals *approvals = state;

    return approvals->tick;
}

static const struct binding rows[] = {
    {.key = "A",
     .verb = "approve",
     .label = N_("approve"),
     .bar = true,
     .help = N_("Approves what is shown, with a reason."),
     .needs = NEED_ROW | NEED_PENDING | NEED_MAY,
     .act = APPROVALS_APPROVE},
    {.key = "D",
     .verb = "deny",
     .label = N_("deny"),
     .bar = true,
     .help = N_("Denies what is shown, with a reason."),
     .needs = NEED_ROW | NEED_PENDING | NEED_MAY,
     .act = APPROVALS_DENY},
    {.key = "L",
     .verb = "look",
     .label = N_("look"),
     .bar = true,
     .help = N_("Looks at the target again, as it is now."),
     .needs = NEED_ROW | NEED_TARGET,
     .right = RIGHT_APPROVE,
     .act = APPROVALS_LOOK},
    {.key = "P",
     .verb = "delegate",
     .label = N_("delegate"),
     .help = N_("Lets somebody answer in your place for a while."),
     .right = RIGHT_APPROVE,
     .act = APPROVALS_DELEGATE},
    {.key = "Space",
     .verb = "mark",
     .label = N_("mark"),
     .help = N_("Marks the approval, or takes the mark away, and goes on."),
     .needs = NEED_ROW,
     .act = ACT_MARK},
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
     .act = APPROVALS_EVENT},
    {.key = "i",
     .verb = "run",
     .label = N_("run"),
     .bar = true,
     .help = N_("Goes to the run that waits for it."),
     .needs = NEED_ROW | NEED_RUN,
     .act = APPROVALS_RUN},
};

static const struct screen_keys keys[] = {
    {"approvals", rows, sizeof(rows) / sizeof(rows[0])},
};

const struct screen scr_approvals = {
    .name = "approvals",
    .title = N_("Approvals"),
    .digit = '4',
    .size = sizeof(struct approvals),
    .keys = keys,
    .n_keys = 1,
    .open = open_approvals,
    .close = close_approvals,
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
