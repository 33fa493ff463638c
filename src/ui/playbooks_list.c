/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbooks_list.c - the list of playbooks as it is drawn, and what stands
 * below it.
 */
#include <string.h>

#include "ui/playbooks_own.h"
#include "ui/words.h"
#include "util/text.h"

enum {
    CELL_VERDICT,
    CELL_MODE,
    CELL_NAME,
    CELL_START,
    CELL_STEPS,
    CELL_CLASS,
    CELL_NOTES,
    CELL_RUN,
    CELL_SAVED,
    CELL_EDITOR,
    CELL_N
};

static const struct list_column columns[CELL_N] = {
    [CELL_VERDICT] = {.title = N_("Verdict"), .min = 11},
    [CELL_MODE] = {.title = N_("Mode"), .min = 9},
    [CELL_NAME] = {.title = N_("Playbook"), .min = 26, .weight = 3},
    [CELL_START] = {.title = N_("Started by"),
                    .min = 10,
                    .max = 14,
                    .weight = 1,
                    .priority = 2},
    [CELL_STEPS] = {.title = N_("Actions"),
                    .min = 7,
                    .right = true,
                    .priority = 4},
    [CELL_CLASS] = {.title = N_("Does"), .min = 12, .priority = 1},
    [CELL_NOTES] = {.title = "!", .min = 2, .right = true, .priority = 3},
    [CELL_RUN] = {.title = N_("Last run"), .min = 9, .priority = 2},
    [CELL_SAVED] = {.title = N_("Saved"),
                    .min = 5,
                    .right = true,
                    .priority = 5},
    [CELL_EDITOR] =
        {.title = N_("By"), .min = 6, .max = 14, .weight = 1, .priority = 6},
};

static const struct playbook_row *row_at(const struct playbooks *playbooks,
                                         size_t index)
{
    const struct playbook_page *page = playbooks->page;

    return page && index < page->n ? &page->rows[index] : NULL;
}

const struct playbook_row *playbooks_current(const struct playbooks *playbooks)
{
    return row_at(playbooks, board_current(&playbooks->board));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct playbook_row *row = row_at(with, index);

    return row ? (uint64_t)row->row : 0;
}

struct sign playbooks_verdict(enum playbook_verdict verdict)
{
    static const struct {
        const char *sign;
        const char *word;
        enum style style;
    } looks[PLAYBOOK_VERDICT_N] = {
        [PLAYBOOK_RUNS] = {"✓", N_("runs"), STYLE_OK},
        [PLAYBOOK_REHEARSAL] = {"○", N_("rehearsal"), STYLE_WARN},
        [PLAYBOOK_REFUSED] = {"✗", N_("refused"), STYLE_ERROR},
    };

    return (struct sign){
        .sign = str_of(looks[verdict].sign),
        .word = str_of(_(looks[verdict].word)),
        .style = looks[verdict].style,
    };
}

static const char *start_word(enum playbook_start start)
{
    static const char *const words[START_N] = {
        [START_ALERT] = N_("alert"),
        [START_RECOMMENDATION] = N_("recommendation"),
        [START_COMPLIANCE] = N_("compliance"),
        [START_RECURRENCE] = N_("clock"),
        [START_REQUEST] = N_("request"),
        [START_OTHER] = N_("nothing here"),
    };

    return _(words[start]);
}

/* The worst that it may do. */
static const char *class_word(const struct playbook *playbook)
{
    enum action_class worst = CLASS_READ;

    for (size_t i = 0; i < playbook->n_steps; i++) {
        if (playbook->steps[i].class > worst)
            worst = playbook->steps[i].class;
    }
    return playbook->n_steps ? flow_class(worst) : _("nothing");
}

/* How it stands, and how long ago it began. */
static void draw_run(const struct list_line *line,
                     const struct playbook_row *row, int64_t now)
{
    struct sign sign = words_run(row->run_state);
    char age[WHEN_TEXT_SIZE];
    struct canvas cell;
    int x;

    if (!row->run || !list_cell_at(line, CELL_RUN, &cell))
        return;
    x = canvas_add(&cell, 0, 0, sign.style, sign.sign);
    x = canvas_add(&cell, 0, x, STYLE_TEXT, STR(" "));
    x = canvas_add(&cell, 0, x, STYLE_DIM,
                   str_of(words_age(now, row->run_began, age)));
    canvas_rest(&cell, 0, x);
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct playbooks *playbooks = with;
    const struct playbook_row *row = row_at(playbooks, line->index);
    const struct playbook *playbook = row->playbook;
    int64_t actions = playbook->wdl ? (int64_t)wdl_count(playbook->wdl) : 0;
    int64_t notes = (int64_t)(playbook->n_why + playbook->n_lint);
    char text[WHEN_TEXT_SIZE];

    words_draw(line, CELL_VERDICT, playbooks_verdict(playbook->verdict));
    words_draw(line, CELL_MODE, words_mode(row->mode));
    list_cell(line, CELL_NAME, STYLE_TEXT, str_of(playbook->name));
    list_cell(line, CELL_START, STYLE_TEXT,
              str_of(start_word(playbook->start)));
    list_cell(line, CELL_STEPS, STYLE_TEXT, str_of(words_count(actions, text)));
    list_cell(line, CELL_CLASS, STYLE_TEXT, str_of(class_word(playbook)));
    list_cell(line, CELL_NOTES, STYLE_WARN,
              str_of(notes ? words_count(notes, text) : ""));
    draw_run(line, row, playbooks->board.shell->now);
    list_cell(line, CELL_SAVED, STYLE_DIM,
              str_of(words_age(playbooks->board.shell->now, row->saved, text)));
    list_cell(line, CELL_EDITOR, STYLE_DIM, str_of(row->editor));
}

/* ---- details --------------------------------------------------------------*/

static void write_notes(struct view *view, const char *head, enum style style,
                        const struct playbook_note *notes, size_t n)
{
    if (n == 0)
        return;
    words_head(view, head);
    for (size_t i = 0; i < n; i++) {
        view_add(view, style, STR("! "));
        view_indent(view, 2);
        if (*notes[i].path)
            view_printf(view, STYLE_NAME, "%s: ", notes[i].path);
        view_add(view, STYLE_TEXT, str_of(notes[i].text));
        view_end(view, 0);
    }
}

static void write_parameters(struct view *view, const struct playbook *playbook)
{
    struct buf text;

    if (playbook->n_parameters == 0)
        return;
    words_head(view, _("Parameters"));
    buf_init(&text);
    for (size_t i = 0; i < playbook->n_parameters; i++) {
        const struct playbook_parameter *one = &playbook->parameters[i];

        buf_clear(&text);
        if (!one->secret)
            json_write(one->value, JSON_COMPACT, &text);
        view_printf(view, STYLE_NAME, "%s", one->name);
        view_indent(view, 2);
        view_printf(view, STYLE_DIM, " (%s) ", one->type);
        view_add(view, STYLE_TEXT,
                 one->secret ? str_of(_("secret")) : buf_view(&text));
        if (one->needed)
            view_printf(view, STYLE_WARN, " %s", _("needs a value"));
        view_end(view, 0);
    }
    buf_done(&text);
}

static void write_steps(struct view *view, const struct playbook *playbook)
{
    if (playbook->n_steps == 0)
        return;
    words_head(view, _("What it asks of others"));
    for (size_t i = 0; i < playbook->n_steps; i++) {
        const struct playbook_step *step = &playbook->steps[i];
        struct wdl_facts facts = wdl_facts(step->action);

        view_printf(view, STYLE_TEXT, "%s", facts.name);
        view_indent(view, 2);
        view_printf(view, STYLE_DIM, "  %s%s%s", step->api,
                    *step->api ? ": " : "",
                    *step->what ? _(step->what) : facts.type);
        view_printf(view,
                    step->class >= CLASS_REVERSIBLE ? STYLE_WARN : STYLE_DIM,
                    "  %s", flow_class(step->class));
        if (*step->contain)
            view_printf(view, STYLE_WARN, " %s", step->contain);
        view_end(view, 0);
    }
}

void playbooks_write(const struct playbook *playbook, struct view *view)
{
    struct buf list;

    buf_init(&list);
    for (size_t i = 0; i < playbook->n_connections; i++)
        buf_printf(&list, "%s%s", i ? ", " : "", playbook->connections[i].api);
    words_pair(view, _("Verdict"), playbooks_verdict(playbook->verdict).word);
    words_pair(view, _("Started by"), str_of(start_word(playbook->start)));
    words_pair(view, _("Connections"), buf_view(&list));
    buf_done(&list);
    write_notes(view, _("Why it does not run"), STYLE_ERROR, playbook->why,
                playbook->n_why);
    write_notes(view, _("Probably wrong"), STYLE_WARN, playbook->lint,
                playbook->n_lint);
    write_parameters(view, playbook);
    write_steps(view, playbook);
}

static void write_row(void *with, size_t index, struct view *view)
{
    const struct playbook_row *row = row_at(with, index);

    if (row)
        playbooks_write(row->playbook, view);
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct playbook_row *row = row_at(with, index);

    buf_text(out, row->playbook->name);
}

static const char *empty(void *with)
{
    (void)with;
    return _("There are no playbooks. i takes in Logic Apps from a file, or "
             "ready ones that come with riposte; a composes a new one.");
}

/* The cursor goes to what was kept, once it is there. */
static void find_kept(struct playbooks *playbooks)
{
    const struct playbook_page *page = playbooks->page;

    for (size_t i = 0; *playbooks->kept && i < page->n; i++) {
        if (strcmp(page->rows[i].playbook->name, playbooks->kept) == 0) {
            playbooks->board.to = page->rows[i].row;
            *playbooks->kept = '\0';
        }
    }
}

static void take(void *with, struct note *note)
{
    struct playbooks *playbooks = with;
    struct playbook_page *before = playbooks->page;

    playbooks->page = note->is.playbooks;
    note->is.playbooks = NULL;
    if (!playbooks->keeping)
        find_kept(playbooks);
    board_taken(&playbooks->board, playbooks->page->n, &playbooks->page->error);
    if (!playbooks->import)
        playbooks_renew_tree(playbooks);
    playbook_page_free(before);
}

const struct board_kind playbooks_kind = {
    .screen = &scr_playbooks,
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = write_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_PLAYBOOKS},
    .answer = NOTE_PLAYBOOKS,
    .take = take,
};
