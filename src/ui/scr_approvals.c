/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_approvals.c - what waits for a yes, with everything that was frozen when
 * it was asked, and the answers that were given.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ui/batch_view.h"
#include "ui/board.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

enum approvals_act {
    APPROVALS_APPROVE = ACT_SCREEN,
    APPROVALS_DENY,
    APPROVALS_EVENT,
    APPROVALS_RUN,
};

struct approvals {
    struct board board;
    struct approval_page *page;
    int64_t tick; /* when a countdown changes; 0: there is none */
};
BOARD_BEGINS(struct approvals);

enum { CELL_STATE, CELL_LEFT, CELL_TITLE, CELL_WHO, CELL_AGE, CELL_N };

static const struct list_column columns[CELL_N] = {
    [CELL_STATE] = {.title = N_("State"), .min = 11, .max = 13},
    [CELL_LEFT] = {.title = N_("Left"), .min = 7, .right = true},
    [CELL_TITLE] = {.title = N_("Asks to"), .min = 16, .weight = 4},
    [CELL_WHO] = {.title = N_("Asked by"),
                  .min = 12,
                  .max = 30,
                  .weight = 2,
                  .priority = 2},
    [CELL_AGE] = {.title = N_("Age"), .min = 4, .right = true, .priority = 3},
};

static const struct approval *row_at(const struct approvals *approvals,
                                     size_t index)
{
    const struct approval_page *page = approvals->page;

    return page && index < page->n ? &page->rows[index] : NULL;
}

static const struct approval *current(const struct approvals *approvals)
{
    return row_at(approvals, board_current(&approvals->board));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct approval *row = row_at(with, index);

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

    return (struct sign){
        .sign = str_of(looks[row->state].sign),
        .word = str_of(_(looks[row->state].word)),
        .style = looks[row->state].style,
    };
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct approvals *approvals = with;
    const struct approval *row = row_at(approvals, line->index);
    int64_t now = approvals->board.shell->now;
    bool pending = row->state == APPROVAL_PENDING;
    struct sign sign = sign_of(row);
    enum style style = pending ? STYLE_TEXT : STYLE_DIM;
    char text[WHEN_TEXT_SIZE];

    words_draw(line, CELL_STATE, sign);
    list_cell(line, CELL_LEFT, pending ? STYLE_WARN : STYLE_DIM,
              str_of(pending ? words_left(now, row->expires, text) : ""));
    list_cell(line, CELL_TITLE, style, str_of(row->title));
    list_cell(line, CELL_WHO, STYLE_DIM, str_of(row->requester));
    list_cell(line, CELL_AGE, STYLE_DIM,
              str_of(words_age(now, row->asked, text)));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct approval *row = row_at(with, index);

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

static bool asked_it(const struct approvals *approvals,
                     const struct approval *row)
{
    return !strcmp(row->requester, approvals->board.shell->person);
}

static bool wrote_it(const struct approvals *approvals,
                     const struct approval *row)
{
    const char *person = approvals->board.shell->person;

    return !strcmp(row->author, person) || !strcmp(row->editor, person);
}

/* Does one of these keep them from it, as strictly as four eyes are wanted? */
static bool eyes(const struct approvals *approvals, bool asked, bool wrote)
{
    enum four_eyes wanted = approvals->board.shell->status.four_eyes;

    return (asked && wanted != FOUR_EYES_OFF) ||
           (wrote && wanted == FOUR_EYES_FULL);
}

static bool may_answer(const struct approvals *approvals,
                       const struct approval *row)
{
    if (row->state != APPROVAL_PENDING)
        return false;
    return !approvals->board.shell->refusals[RIGHT_APPROVE] &&
           !eyes(approvals, asked_it(approvals, row), wrote_it(approvals, row));
}

/* ---- details ---- */

static void add_requests(struct view *view, const char *head,
                         const struct json *requests)
{
    if (!json_length(requests))
        return;
    view_line(view, STYLE_TEXT, STR_NONE);
    words_head(view, head);
    for (struct json_each each = json_each(requests); json_next(&each);) {
        const struct json *body = json_get(each.value, "body");
        struct str method = json_text(json_get(each.value, "method"));
        struct str url = json_text(json_get(each.value, "url"));

        view_printf(view, STYLE_STRONG, "%.*s ", STR_ARG(method));
        view_indent(view, 4);
        view_add(view, STYLE_LINK, url);
        view_end(view, 0);
        if (body)
            words_json(view, body);
    }
}

static void add_members(struct view *view, const char *head,
                        const struct json *object)
{
    struct buf text;

    if (json_type(object) != JSON_OBJECT || !json_length(object))
        return;
    view_line(view, STYLE_TEXT, STR_NONE);
    words_head(view, head);
    buf_init(&text);
    for (struct json_each each = json_each(object); json_next(&each);) {
        buf_clear(&text);
        json_put_text(each.value, &text);
        if (text.len)
            view_pair(view, 16, str_of(each.name), STYLE_TEXT, buf_view(&text));
    }
    buf_done(&text);
}

/* Whether one may answer stands first: it decides what to read on for. */
static void add_standing(const struct approvals *approvals,
                         const struct approval *row, struct view *view)
{
    const char *refusal = approvals->board.shell->refusals[RIGHT_APPROVE];

    if (row->state != APPROVAL_PENDING)
        return;
    if (refusal)
        view_line(view, STYLE_WARN, str_of(refusal));
    else if (may_answer(approvals, row))
        view_line(view, STYLE_OK,
                  str_of(_("You may answer: A approves, D denies; both ask "
                           "for a reason.")));
    else if (asked_it(approvals, row))
        view_line(view, STYLE_WARN,
                  str_of(_("You asked for this yourself: somebody else has to "
                           "answer (four eyes).")));
    else
        view_line(view, STYLE_WARN,
                  str_of(_("You wrote or last changed the rule that asks: "
                           "somebody else has to answer (four eyes).")));
}

static void add_people(const struct approvals *approvals,
                       const struct approval *row, struct view *view)
{
    bool utc = approvals->board.shell->utc;

    words_pair(view, _("Asked by"), str_of(row->requester));
    words_pair(view, _("Rule by"), str_of(row->author));
    words_pair(view, _("Changed by"), str_of(row->editor));
    words_pair_time(view, _("Asked"), row->asked, utc);
    words_pair_time(view, _("Expires"), row->expires, utc);
    words_pair(view, _("Answered by"), str_of(row->answered_by));
    words_pair_time(view, _("Answered"), row->answered, utc);
    words_pair(view, _("Reason"), str_of(row->reason));
}

static void write_row(void *with, size_t index, struct view *view)
{
    const struct approvals *approvals = with;
    const struct approval *row = row_at(approvals, index);
    const struct json *undo = json_get(row->frozen, "undo");
    struct sign sign = sign_of(row);

    add_standing(approvals, row, view);
    view_line(view, STYLE_STRONG, str_of(row->title));
    words_pair(view, _("State"), sign.word);
    words_pair(view, _("Effect"), str_of(words_class(row->class)));
    words_pair(view, _("Target"), json_text(json_get(row->frozen, "target")));
    batch_view(view, row);
    add_people(approvals, row, view);
    words_pair(view, _("Protected"),
               json_text(json_get(row->frozen, "protected")));
    words_pair(view, _("Note"), json_text(json_get(row->frozen, "note")));
    add_requests(view, _("What would be sent"),
                 json_get(row->frozen, "requests"));
    add_members(view, _("Its fields"), json_get(row->frozen, "fields"));
    add_requests(view, _("The way back"), undo);
    if (!json_length(undo) && row->class >= CLASS_REVERSIBLE && !row->batch)
        view_line(view, STYLE_WARN, str_of(_("There is no way back.")));
    add_members(view, _("As it was when asked"),
                json_get(row->frozen, "before"));
    add_members(view, _("Evidence"), json_get(row->frozen, "evidence"));
    view_line(view, STYLE_TEXT, STR_NONE);
    words_pair(view, _("Digest"), str_of(row->digest));
}

static const struct board_kind kind = {
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = write_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_APPROVALS},
    .background = true, /* the tab calls for this person */
};

/* ---- acts ---- */

static void answer(const struct approvals *approvals, bool approve)
{
    const struct approval *row = current(approvals);
    long long count = row->batch ? row->batch : 1;
    struct command command = {
        .kind = COMMAND_ANSWER, .row = row->row, .flag = approve};
    struct str *targets;
    struct buf text;
    char verb[64];
    struct dialog_ask ask = {
        .title = str_of(approve ? _("Approve") : _("Deny")),
        .n_names = batch_targets(row, &targets),
        .reason = str_of(_("Reason")),
        .reason_needed = true,
        .grave = approve && row->class == CLASS_IRREVERSIBLE,
    };

    /* What has joined since is not approved unseen. */
    snprintf(command.text, sizeof(command.text), "%s", row->digest);
    snprintf(verb, sizeof(verb), approve ? _("Approve %lld") : _("Deny %lld"),
             count);
    ask.verb = str_of(verb);
    ask.names = targets;
    buf_init(&text);
    buf_printf(&text, "%s\n%s", row->title,
               row->batch && approve
                   ? _("Approves all runs that are shown; they are carried "
                       "out at once, one after the other.")
               : row->batch ? _("Denies all runs that are shown; they end.")
               : approve    ? _("Approves exactly what is shown; its steps are "
                                   "carried out at once.")
                            : _("Denies it; the run ends without this step."));
    ask.text = buf_view(&text);
    shell_confirm(approvals->board.shell, &ask, &command);
    buf_done(&text);
    mem_free(targets);
}

static void act(void *state, int number)
{
    struct approvals *approvals = state;
    const struct approval *row = current(approvals);

    if (board_act(&approvals->board, number) || !row)
        return;
    if (number == APPROVALS_APPROVE || number == APPROVALS_DENY)
        answer(approvals, number == APPROVALS_APPROVE);
    else if (number == APPROVALS_EVENT)
        shell_jump_row(approvals->board.shell, "queue", row->event);
    else if (number == APPROVALS_RUN)
        shell_jump_row(approvals->board.shell, "runs", row->run);
}

/* ---- the screen ---- */

static void open_approvals(void *state, struct shell *shell)
{
    struct approvals *approvals = state;

    board_init(&approvals->board, shell, &kind, approvals);
}

static void close_approvals(void *state)
{
    struct approvals *approvals = state;

    board_done(&approvals->board);
    approval_page_free(approvals->page);
}

static void scope(void *state, struct screen_scope *out)
{
    struct approvals *approvals = state;
    const struct approval *row = current(approvals);

    out->contexts[out->n++] = "approvals";
    board_scope(&approvals->board, out);
    if (!row)
        return;
    if (row->state == APPROVAL_PENDING)
        out->met |= NEED_PENDING;
    if (!eyes(approvals, asked_it(approvals, row), false))
        out->met |= NEED_OTHER;
    if (!eyes(approvals, false, wrote_it(approvals, row)))
        out->met |= NEED_NEUTRAL;
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

static void sync(void *state)
{
    struct approvals *approvals = state;

    board_sync(&approvals->board, &scr_approvals);
    set_tick(approvals);
}

static void note(void *state, struct note *note)
{
    struct approvals *approvals = state;
    struct approval_page *page =
        note->kind == NOTE_APPROVALS ? note->is.approvals : NULL;

    if (!board_hears(&approvals->board, note, NOTE_APPROVALS,
                     page ? page->ticket : 0) ||
        !page)
        return;
    approval_page_free(approvals->page);
    approvals->page = page;
    note->is.approvals = NULL;
    board_taken(&approvals->board, page->n, &page->error);
}

/* The mark calls only when there is one that this person may answer. */
static void tab(void *state, struct tab *out)
{
    struct approvals *approvals = state;
    const struct approval_page *page = approvals->page;

    out->count = approvals->board.shell->status.approvals_pending;
    for (size_t i = 0; page && i < page->n; i++)
        out->call = out->call || may_answer(approvals, &page->rows[i]);
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
     .needs = NEED_ROW | NEED_PENDING | NEED_OTHER | NEED_NEUTRAL,
     .right = RIGHT_APPROVE,
     .act = APPROVALS_APPROVE},
    {.key = "D",
     .verb = "deny",
     .label = N_("deny"),
     .bar = true,
     .help = N_("Denies what is shown, with a reason."),
     .needs = NEED_ROW | NEED_PENDING | NEED_OTHER | NEED_NEUTRAL,
     .right = RIGHT_APPROVE,
     .act = APPROVALS_DENY},
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
    .due = due,
};
