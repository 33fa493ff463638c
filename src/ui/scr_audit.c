/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scr_audit.c - what was done, by whom, from what to what, and whether the log
 * of it is whole.
 *
 * Only a part of the log is here at a time: it moves along when the cursor
 * comes to one of its ends.
 */
#include <inttypes.h>
#include <stdio.h>

#include "model/limits.h"
#include "ui/board.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

enum audit_act {
    AUDIT_FILTER = ACT_SCREEN,
    AUDIT_VERIFY,
    AUDIT_EVENT,
    AUDIT_OBJECT,
    AUDIT_OLDER,
    AUDIT_NEWER,
};

#define PAGE  200
#define DEPTH 1024 /* parts that can be gone back through */

struct audit {
    struct board board;
    struct audit_page *page;
    struct verify_page *verify; /* NULL: not since the program began */
    uint64_t verify_ticket;
    char filter[256];
    int64_t before[DEPTH]; /* where the parts begin that were gone through */
    size_t depth;
};
BOARD_BEGINS(struct audit);

enum {
    CELL_NUMBER,
    CELL_WHEN,
    CELL_WHO,
    CELL_VERB,
    CELL_OBJECT,
    CELL_WHY,
    CELL_N
};

static const struct list_column columns[CELL_N] = {
    [CELL_NUMBER] = {.title = N_("No."),
                     .min = 7,
                     .right = true,
                     .priority = 1},
    [CELL_WHEN] = {.title = N_("Age"), .min = 4, .right = true},
    [CELL_WHO] = {.title = N_("Who"), .min = 10, .max = 24, .weight = 1},
    [CELL_VERB] = {.title = N_("What"), .min = 14, .max = 20, .weight = 1},
    [CELL_OBJECT] = {.title = N_("Of what"), .min = 16, .weight = 3},
    [CELL_WHY] = {.title = N_("Why"), .min = 12, .weight = 3, .priority = 2},
};

static const struct audit_record *row_at(const struct audit *audit,
                                         size_t index)
{
    const struct audit_page *page = audit->page;

    return page && index < page->n ? &page->rows[index] : NULL;
}

static uint64_t row_id(void *with, size_t index)
{
    const struct audit_record *row = row_at(with, index);

    return row ? (uint64_t)row->seq : 0;
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct audit *audit = with;
    const struct audit_record *row = row_at(audit, line->index);
    char text[WHEN_TEXT_SIZE];

    list_cell(line, CELL_NUMBER, STYLE_DIM,
              str_of(words_count(row->seq, text)));
    list_cell(line, CELL_WHEN, STYLE_DIM,
              str_of(words_age(audit->board.shell->now, row->when, text)));
    list_cell(line, CELL_WHO, STYLE_TEXT, row->who);
    list_cell(line, CELL_VERB, STYLE_TEXT, row->verb);
    list_cell(line, CELL_OBJECT, STYLE_TEXT, row->object);
    list_cell(line, CELL_WHY, STYLE_DIM, row->why);
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct audit_record *row = row_at(with, index);

    buf_printf(out, "%" PRId64 " %.*s %.*s %.*s %.*s", row->seq,
               STR_ARG(row->who), STR_ARG(row->verb), STR_ARG(row->object),
               STR_ARG(row->why));
}

static const char *empty(void *with)
{
    const struct audit *audit = with;

    if (audit->page && audit->page->error.code != ERR_NONE)
        return _("The filter cannot be understood: f changes it.");
    if (audit->filter[0])
        return _("No record is like that: f changes the filter.");
    return _("Nothing has been done yet. Whatever changes something is written "
             "down here.");
}

/* ---- details: from what to what ---- */

static struct json *parsed(struct str text)
{
    struct json *json = NULL;
    struct err ignored;

    return text.len > 0 && json_parse(text, &json, &ignored) ? json : NULL;
}

static void write_value(struct view *view, enum style style, const char *sign,
                        const char *name, const struct json *value)
{
    struct buf line;

    buf_init(&line);
    buf_printf(&line, "%s %s: ", sign, name);
    json_put_text(value, &line);
    view_line(view, style, buf_view(&line));
    buf_done(&line);
}

/* Line by line what was and what is; what is the same in both is left out. */
static void write_change(struct view *view, const struct audit_record *row)
{
    struct json *before = parsed(row->before);
    struct json *after = parsed(row->after);

    if (before || after)
        words_head(view, before && after ? _("From what to what")
                         : after         ? _("What it is now")
                                         : _("What it was"));
    for (struct json_each e = json_each(before); json_next(&e);) {
        if (e.name && !json_equal(e.value, json_get(after, e.name)))
            write_value(view, STYLE_WARN, "-", e.name, e.value);
        if (e.name && !json_equal(e.value, json_get(after, e.name)) &&
            json_get(after, e.name))
            write_value(view, STYLE_OK, "+", e.name, json_get(after, e.name));
    }
    for (struct json_each e = json_each(after); json_next(&e);) {
        if (e.name && !json_get(before, e.name))
            write_value(view, STYLE_OK, "+", e.name, e.value);
    }
    json_free(before);
    json_free(after);
}

static void write_process(struct view *view, const struct audit_record *row)
{
    struct arena *arena = arena_new();
    char hex[DIGEST_HEX_SIZE];

    words_pair(view, _("Process"),
               str_of(arena_printf(arena, "%.*s:%" PRId64, STR_ARG(row->host),
                                   row->pid)));
    if (row->epoch)
        words_pair(view, _("Engine"),
                   str_of(arena_printf(arena, "%" PRId64, row->epoch)));
    words_pair(view, _("Request"), row->request);
    words_pair(view, _("Key"), row->key.len > 0 ? row->key : str_of(_("none")));
    words_pair(view, _("Seal"), str_of(digest_spell(row->mac, hex)));
    arena_free(arena);
}

static void write_row(void *with, size_t index, struct view *view)
{
    const struct audit *audit = with;
    const struct audit_record *row = row_at(audit, index);
    struct arena *arena = arena_new();

    words_pair_time(view, _("When"), row->when, audit->board.shell->utc);
    words_pair(view, _("Who"),
               str_of(arena_printf(arena, "%.*s (uid %" PRId64 "%s%.*s)",
                                   STR_ARG(row->who), row->uid,
                                   row->role.len > 0 ? ", " : "",
                                   STR_ARG(row->role))));
    words_pair(view, _("What"), row->verb);
    words_pair(view, _("Of what"), row->object);
    if (row->event)
        words_pair(view, _("Event"),
                   str_of(arena_printf(arena, "%" PRId64, row->event)));
    words_pair(view, _("Why"), row->why);
    write_change(view, row);
    words_head(view, _("Record"));
    write_process(view, row);
    arena_free(arena);
}

static void fill(void *with, struct ask *ask)
{
    const struct audit *audit = with;

    ask->row = audit->depth > 0 ? audit->before[audit->depth - 1] : 0;
    snprintf(ask->text, sizeof(ask->text), "%s", audit->filter);
}

/* ---- the page ---- */

static void take(void *with, struct note *note)
{
    struct audit *audit = with;

    audit_page_free(audit->page);
    audit->page = note->is.audit;
    note->is.audit = NULL;
    board_taken(&audit->board, audit->page->n, &audit->page->error);
}

static const struct board_kind kind = {
    .screen = &scr_audit,
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = write_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_AUDIT, .count = PAGE},
    .fill = fill,
    .answer = NOTE_AUDIT,
    .take = take,
};

/* ---- the line above: how far the log can be trusted ---- */

static int draw_verify(const struct audit *audit, const struct canvas *canvas,
                       int x)
{
    const struct verify_page *verify = audit->verify;
    char done[WHEN_TEXT_SIZE];
    char when[WHEN_TEXT_SIZE];

    if (audit->verify_ticket && (!verify || !verify->over))
        return canvas_printf(canvas, 0, x, STYLE_INFO,
                             _("  verifying %s of %s, V ends it"),
                             words_count(verify ? verify->done : 0, done),
                             words_count(verify ? verify->all : 0, when));
    if (!verify)
        return canvas_add(canvas, 0, x, STYLE_DIM,
                          str_of(_("  not verified yet: V does")));
    if (verify->error.code != ERR_NONE)
        return canvas_add(canvas, 0, x, STYLE_ERROR,
                          str_of(_("  it could not be verified")));
    if (verify->n > 0)
        return canvas_add(canvas, 0, x, STYLE_ERROR,
                          str_of(_("  TAMPERED WITH")));
    if (!verify->whole)
        return canvas_add(canvas, 0, x, STYLE_WARN,
                          str_of(_("  its key is not here")));
    return canvas_printf(
        canvas, 0, x, STYLE_OK, _("  verified to %s, %s"),
        words_count(verify->done, done),
        when_clock(verify->when, audit->board.shell->utc, when));
}

static void draw_status(const struct audit *audit, const struct canvas *canvas)
{
    const struct audit_page *page = audit->page;
    struct arena *arena = arena_new();
    char text[WHEN_TEXT_SIZE];
    int x = 0;

    if (page && page->error.code == ERR_NONE) {
        const struct audit_status *status = &page->status;
        bool sealed = status->sealed_to == status->records;

        x = canvas_add(canvas, 0, x, sealed ? STYLE_TEXT : STYLE_WARN,
                       str_of(audit_status_text(status, arena)));
        x = draw_verify(audit, canvas, x);
        x = canvas_printf(
            canvas, 0, x,
            status->told.seq == 0 || status->told.trouble[0] ? STYLE_WARN
                                                             : STYLE_DIM,
            status->told.trouble[0] ? _("  checkpoint of %s not sent")
            : status->told.seq      ? _("  checkpoint of %s")
                                    : _("  no checkpoint yet"),
            words_count(status->told.seq, text));
    }
    canvas_rest(canvas, 0, x);
    if (audit->verify && audit->verify->n > 0) {
        x = canvas_add(canvas, 1, 0, STYLE_ERROR,
                       str_of(audit->verify->findings[0]));
        canvas_rest(canvas, 1, x);
        arena_free(arena);
        return;
    }
    x = audit->filter[0] ? canvas_printf(canvas, 1, 0, STYLE_INFO,
                                         _("Filter: %s"), audit->filter)
                         : 0;
    if (audit->depth > 0)
        x = canvas_add(canvas, 1, x, STYLE_DIM,
                       str_of(_("  newer ones above: < goes there")));
    if (page && page->more)
        x = canvas_add(canvas, 1, x, STYLE_DIM,
                       str_of(_("  older ones below: > goes there")));
    canvas_rest(canvas, 1, x);
    arena_free(arena);
}

static void draw(void *state, const struct canvas *canvas)
{
    struct audit *audit = state;
    struct canvas below =
        canvas_sub(canvas, 2, 0, canvas->rows - 2, canvas->cols);

    draw_status(audit, canvas);
    board_draw(&audit->board, &below);
}

/* ---- acts ---- */

static void filtered(void *with, struct dialog *dialog, bool yes)
{
    struct audit *audit = with;

    if (!yes)
        return;
    words_copy(audit->filter, sizeof(audit->filter), dialog_text(dialog));
    audit->depth = 0;
    audit->board.wanted = true;
}

static void ask_filter(struct audit *audit)
{
    struct shell *shell = audit->board.shell;

    shell_show_take(
        shell,
        dialog_prompt(shell->term, str_of(_("Filter the audit log")),
                      str_of(_("Any text, and who: verb: object: event: since: "
                               "until: before a word, as in who:mara since:7d "
                               "lock.")),
                      str_of(audit->filter)),
        filtered, audit);
}

static void verify(struct audit *audit)
{
    bool under_way =
        audit->verify_ticket && (!audit->verify || !audit->verify->over);
    struct ask ask = {.kind = ASK_VERIFY, .count = under_way ? 0 : 1};
    uint64_t ticket = shell_ask(audit->board.shell, &ask);

    if (!ticket)
        return;
    audit->verify_ticket = under_way ? 0 : ticket;
    verify_page_free(audit->verify);
    audit->verify = NULL;
}

/* The part that follows, with a few of this one for the eye. */
static void older(struct audit *audit)
{
    const struct audit_page *page = audit->page;

    if (!page || !page->more || audit->depth == DEPTH)
        return;
    audit->before[audit->depth++] = page->rows[page->n - 1].seq + 1;
    audit->board.wanted = true;
}

static void newer(struct audit *audit)
{
    if (audit->depth == 0)
        return;
    audit->depth--;
    audit->board.wanted = true;
}

static void go_to_object(const struct audit *audit, size_t index)
{
    static const char *const places[AIM_N] = {
        [AIM_EVENT] = "queue",        [AIM_RUN] = "runs",
        [AIM_APPROVAL] = "approvals", [AIM_CONTAINMENT] = "contained",
        [AIM_RULE] = "rules",         [AIM_SUPPRESSION] = "suppressions",
    };
    enum audit_aim aim = audit->page->aims[index];

    if (aim == AIM_NONE)
        shell_say(audit->board.shell, STYLE_WARN,
                  _("There is no screen for what this record is about, or it "
                    "is gone."));
    else
        shell_jump_row(audit->board.shell, places[aim],
                       audit->page->rows_of[index]);
}

/* At the ends of a part the list goes on with the next one. */
static bool move(struct audit *audit, int number)
{
    size_t last = audit->page ? audit->page->n : 0;
    size_t at = board_current(&audit->board);
    int by = number - ACT_MOVE;

    if (audit->board.whole || audit->board.focus || last == 0)
        return false;
    if (at + 1 == last && (by == LIST_DOWN || by == LIST_PAGE_DOWN) &&
        audit->page->more)
        older(audit);
    else if (at == 0 && (by == LIST_UP || by == LIST_PAGE_UP) && audit->depth)
        newer(audit);
    else
        return false;
    return true;
}

static void show_verdict(const struct audit *audit)
{
    const struct verify_page *verify = audit->verify;

    if (!verify || !verify->over)
        shell_say(audit->board.shell, STYLE_WARN,
                  _("The log has not been verified yet: V does that."));
    else if (verify->n > 0)
        shell_say(audit->board.shell, STYLE_ERROR, "%s %s", verify->verdict,
                  verify->findings[0]);
    else
        shell_say(audit->board.shell, verify->whole ? STYLE_OK : STYLE_WARN,
                  "%s", verify->verdict);
}

static void act(void *state, int number)
{
    struct audit *audit = state;
    const struct audit_record *row =
        row_at(audit, board_current(&audit->board));

    if (number == AUDIT_FILTER)
        ask_filter(audit);
    else if (number == AUDIT_VERIFY)
        verify(audit);
    else if (number == AUDIT_OLDER)
        older(audit);
    else if (number == AUDIT_NEWER)
        newer(audit);
    else if (number == AUDIT_EVENT && row)
        shell_jump_row(audit->board.shell, "queue", row->event);
    else if (number == AUDIT_OBJECT && row)
        go_to_object(audit, board_current(&audit->board));
    else if (!move(audit, number))
        board_act(&audit->board, number);
}

/* ---- the screen ---- */

static void open_audit(void *state, struct shell *shell)
{
    struct audit *audit = state;

    board_init(&audit->board, shell, &kind);
}

static void close_audit(void *state)
{
    struct audit *audit = state;

    board_done(&audit->board);
    audit_page_free(audit->page);
    verify_page_free(audit->verify);
}

static void scope(void *state, struct screen_scope *out)
{
    struct audit *audit = state;
    const struct audit_record *row =
        row_at(audit, board_current(&audit->board));

    board_scope(&audit->board, out);
    if (row && row->event)
        out->met |= NEED_EVENT;
}

static void take_verify(struct audit *audit, struct note *note)
{
    if (note->ticket != audit->verify_ticket)
        return;
    verify_page_free(audit->verify);
    audit->verify = note->is.verify;
    note->is.verify = NULL;
    audit->board.shell->stale = true;
    if (audit->verify->over)
        show_verdict(audit);
}

static void note(void *state, struct note *note)
{
    if (note->kind == NOTE_VERIFY)
        take_verify(state, note);
    board_note(state, note);
}

/* One level up: the newest ones, then no filter. */
static bool back(void *state)
{
    struct audit *audit = state;

    if (board_back(&audit->board))
        return true;
    if (audit->depth == 0 && audit->filter[0] == '\0')
        return false;
    if (audit->depth == 0)
        audit->filter[0] = '\0';
    audit->depth = 0;
    audit->board.wanted = true;
    return true;
}

static void tab(void *state, struct tab *out)
{
    const struct audit *audit = state;

    out->count = -1;
    out->call = audit->verify && audit->verify->n > 0;
}

static const struct binding rows[] = {
    {.key = "f \\",
     .verb = "filter",
     .label = N_("filter"),
     .bar = true,
     .help = N_("Shows records that are like what is typed."),
     .act = AUDIT_FILTER},
    {.key = "V",
     .verb = "verify",
     .label = N_("verify"),
     .bar = true,
     .help = N_("Verifies the whole log, or ends that."),
     .act = AUDIT_VERIFY},
    {.key = "e",
     .verb = "event",
     .label = N_("event"),
     .bar = true,
     .help = N_("Goes to the event that it is about."),
     .needs = NEED_ROW | NEED_EVENT,
     .act = AUDIT_EVENT},
    {.key = "r",
     .verb = "object",
     .label = N_("what it is about"),
     .bar = true,
     .help = N_("Goes to the run, approval, containment, rule or suppression "
                "that it is about."),
     .needs = NEED_ROW,
     .act = AUDIT_OBJECT},
    {.key = ">",
     .verb = "older",
     .label = N_("older"),
     .help = N_("Goes on to older records."),
     .act = AUDIT_OLDER},
    {.key = "<",
     .verb = "newer",
     .label = N_("newer"),
     .help = N_("Goes back to newer records."),
     .act = AUDIT_NEWER},
};

static const struct screen_keys keys[] = {
    {"audit", rows, sizeof(rows) / sizeof(rows[0])},
};

const struct screen scr_audit = {
    .name = "audit",
    .title = N_("Audit"),
    .digit = '8',
    .size = sizeof(struct audit),
    .keys = keys,
    .n_keys = 1,
    .open = open_audit,
    .close = close_audit,
    .scope = scope,
    .sync = board_sync,
    .note = note,
    .draw = draw,
    .act = act,
    .type = board_type,
    .click = board_click,
    .back = back,
    .tab = tab,
    .text = board_text,
    .go = board_go,
    .where = board_where,
};
