/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/remote_view.h"

#include <stdio.h>

#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

enum { CELL_STATE, CELL_NAME, CELL_GROUP, CELL_START, CELL_CHANGED, CELL_N };

static const struct list_column columns[CELL_N] = {
    [CELL_STATE] = {.title = N_("State"), .min = 10},
    [CELL_NAME] = {.title = N_("Logic App"), .min = 20, .weight = 3},
    [CELL_GROUP] = {.title = N_("Resource group"),
                    .min = 14,
                    .weight = 1,
                    .priority = 2},
    [CELL_START] = {.title = N_("Started by"),
                    .min = 14,
                    .weight = 2,
                    .priority = 1},
    [CELL_CHANGED] = {.title = N_("Changed"),
                      .min = 7,
                      .right = true,
                      .priority = 3},
};

static const struct remote_row *row_at(const struct remote_view *view,
                                       size_t index)
{
    return view->page && index < view->page->n ? &view->page->rows[index]
                                               : NULL;
}

static const struct remote_row *current(const struct remote_view *view)
{
    return row_at(view, board_current(&view->board));
}

static uint64_t row_id(void *with, size_t index)
{
    const struct remote_row *row = row_at(with, index);

    return row ? str_hash_fold(str_of(row->id)) : 0;
}

static bool is_on(const struct remote_row *row)
{
    return str_eq_fold(str_of(row->state), STR("Enabled"));
}

static void draw_row(void *with, const struct list_line *line)
{
    const struct remote_view *view = with;
    const struct remote_row *row = row_at(view, line->index);
    int64_t changed;

    list_cell(line, CELL_STATE, is_on(row) ? STYLE_OK : STYLE_WARN,
              str_of(row->state));
    list_cell(line, CELL_NAME, STYLE_TEXT, str_of(row->name));
    list_cell(line, CELL_GROUP, STYLE_TEXT, str_of(row->group));
    list_cell(line, CELL_START, STYLE_TEXT, str_of(row->triggers));
    if (when_parse(str_of(row->changed), &changed)) {
        char text[WHEN_TEXT_SIZE];

        list_cell(line, CELL_CHANGED, STYLE_DIM,
                  str_of(words_age(view->board.shell->now, changed, text)));
    }
}

/* ---- details --------------------------------------------------------------*/

/* The step that asked for the runs of this one; NULL: none has. */
static const struct step *asked_step(const struct remote_view *view,
                                     const struct remote_row *row)
{
    const struct run_page *asked = view->page->asked;
    const struct step *step;

    if (!asked || asked->n == 0 || asked->rows[0].n_steps == 0)
        return NULL;
    step = &asked->rows[0].steps[0];
    return str_eq_fold(json_text(json_get(step->with, "id")), str_of(row->id))
               ? step
               : NULL;
}

static struct str member(const struct json *run, const char *name)
{
    return json_text(json_get(run, name));
}

/* A moment as it is told, in this one's own time; else as it stands there. */
static struct str moment_of(const struct remote_view *view, struct str told,
                            char text[WHEN_TEXT_SIZE])
{
    int64_t moment;

    return when_parse(told, &moment)
               ? str_of(when_local(moment, view->board.shell->utc, text))
               : told;
}

static void write_run(const struct remote_view *view, struct view *out,
                      const struct json *run)
{
    char began[WHEN_TEXT_SIZE];
    char ended[WHEN_TEXT_SIZE];
    struct str status = member(run, "status");
    struct str end = member(run, "ended");
    struct str error = member(run, "error");
    bool bad = str_eq_fold(status, STR("Failed"));

    view_add(out, bad ? STYLE_ERROR : STYLE_TEXT, status);
    view_indent(out, 2);
    view_printf(out, STYLE_DIM, "  %.*s%s%.*s  ",
                STR_ARG(moment_of(view, member(run, "began"), began)),
                str_empty(end) ? "" : " – ",
                STR_ARG(moment_of(view, end, ended)));
    view_add(out, STYLE_NAME, member(run, "name"));
    if (!str_empty(error))
        view_printf(out, STYLE_ERROR, "  %.*s", STR_ARG(error));
    view_end(out, 0);
}

/* They are as they were then: nothing tells of what came after. */
static void write_when(const struct remote_view *view, struct view *out,
                       const struct step *step)
{
    char text[WHEN_TEXT_SIZE];

    words_pair(out, _("As of"),
               str_of(when_local(step->ended, view->board.shell->utc, text)));
}

static void write_runs(const struct remote_view *view, struct view *out,
                       const struct step *step)
{
    const struct json *runs = step ? json_get(step->learnt, "runs") : NULL;

    words_head(out, _("Its last runs"));
    if (!step)
        view_line(out, STYLE_DIM, str_of(_("r asks Azure for them.")));
    else if (!run_state_final(step->state))
        view_line(out, STYLE_DIM,
                  str_of(_("Azure is being asked for them: 5 shows the run.")));
    else if (!runs)
        view_line(out, STYLE_ERROR, str_of(step->note ? step->note : ""));
    else if (json_length(runs) == 0)
        view_line(out, STYLE_DIM, str_of(_("It has not run.")));
    else
        write_when(view, out, step);
    for (struct json_each e = json_each(runs); json_next(&e);)
        write_run(view, out, e.value);
}

static void write_row(void *with, size_t index, struct view *out)
{
    const struct remote_view *view = with;
    const struct remote_row *row = row_at(view, index);
    char changed[WHEN_TEXT_SIZE];

    if (!row)
        return;
    words_pair(out, _("State"), str_of(row->state));
    words_pair(out, _("Started by"), str_of(row->triggers));
    words_pair(out, _("Changed"),
               moment_of(view, str_of(row->changed), changed));
    words_pair(out, _("Resource group"), str_of(row->group));
    words_pair(out, _("Subscription"), str_of(row->subscription));
    write_runs(view, out, asked_step(view, row));
}

static void put_row(void *with, size_t index, struct buf *out)
{
    const struct remote_row *row = row_at(with, index);

    buf_text(out, row->name);
}

static const char *empty(void *with)
{
    (void)with;
    return _("No Logic App that stays in Azure is known. A source of the kind "
             "logic-apps in the configuration reads them.");
}

static void fill(void *with, struct ask *ask)
{
    const struct remote_view *view = with;

    ask->row = view->run;
}

static void take(void *with, struct note *note)
{
    struct remote_view *view = with;
    struct remote_page *before = view->page;

    view->page = note->is.remote;
    note->is.remote = NULL;
    board_taken(&view->board, view->page->n, &view->page->error);
    remote_page_free(before);
}

static const struct board_kind kind = {
    .screen = &scr_playbooks,
    .columns = columns,
    .n_columns = CELL_N,
    .id = row_id,
    .draw = draw_row,
    .write = write_row,
    .put = put_row,
    .empty = empty,
    .ask = {.kind = ASK_REMOTE},
    .fill = fill,
    .answer = NOTE_REMOTE,
    .take = take,
};

struct remote_view *remote_view_new(struct shell *shell)
{
    struct remote_view *view = mem_new(sizeof(*view));

    board_init(&view->board, shell, &kind);
    return view;
}

void remote_view_free(struct remote_view *view)
{
    if (!view)
        return;
    board_done(&view->board);
    remote_page_free(view->page);
    json_free(view->offered);
    mem_free(view->id);
    mem_free(view);
}

void remote_view_scope(struct remote_view *view, struct screen_scope *out)
{
    size_t own = out->n;

    board_scope(view, out);
    out->contexts[own] = "remote";
}

void remote_view_note(struct remote_view *view, struct note *note)
{
    if (note->kind == NOTE_DONE && view->asking &&
        note->ticket == view->asking) {
        view->asking = 0;
        if (note->is.done->error.code == ERR_NONE)
            view->run = note->is.done->row;
    }
    board_note(view, note);
}

/* ---- acts -----------------------------------------------------------------*/

/* An id that has no room here is not one of ARM's. */
static bool aim(struct remote_view *view, struct command *command,
                const char *id)
{
    size_t n =
        (size_t)snprintf(command->target, sizeof(command->target), "%s", id);

    if (n >= sizeof(command->target))
        shell_say(view->board.shell, STYLE_WARN,
                  _("Its id is too long to be one of Azure: nothing is asked "
                    "of it."));
    return n < sizeof(command->target);
}

static void confirm(struct remote_view *view, struct command *command,
                    struct dialog_ask *ask)
{
    ask->reason = str_of(_("Reason"));
    ask->reason_needed = true;
    shell_confirm(view->board.shell, ask, command);
}

static void ask_runs(struct remote_view *view, const struct remote_row *row)
{
    struct command command = {.kind = COMMAND_REMOTE, .number = REMOTE_RUNS};

    if (aim(view, &command, row->id) && shell_send(view->board.shell, &command))
        view->asking = view->board.shell->tickets;
}

static void ask_start(struct remote_view *view, const struct remote_row *row)
{
    struct shell *shell = view->board.shell;
    struct command command = {.kind = COMMAND_REMOTE_START,
                              .row = shell->chosen.row};
    struct str names[] = {str_of(row->name), str_of(shell->chosen.title)};
    struct dialog_ask ask = {
        .title = str_of(_("Start the Logic App")),
        .text = str_of(_("Starts it in Azure on the event that is selected in "
                         "the queue. What it does there cannot be taken back "
                         "from here.")),
        .names = names,
        .n_names = 2,
        .verb = str_of(_("Start 1")),
        .grave = true,
    };

    if (!command.row)
        shell_say(shell, STYLE_WARN,
                  _("An event starts it: select one in the queue first."));
    else if (aim(view, &command, row->id))
        confirm(view, &command, &ask);
}

static void ask_switch(struct remote_view *view, const struct remote_row *row)
{
    bool on = !is_on(row);
    struct command command = {
        .kind = COMMAND_REMOTE,
        .number = on ? REMOTE_ENABLE : REMOTE_DISABLE,
        .flag = true,
    };
    struct str names[] = {str_of(row->name)};
    struct dialog_ask ask = {
        .title = str_of(_("A Logic App in Azure")),
        .text = str_of(on ? _("Switches it on there: from then on it runs "
                              "whenever something starts it.")
                          : _("Switches it off there: nothing starts it any "
                              "more until it is switched on again.")),
        .names = names,
        .n_names = 1,
        .verb = str_of(on ? _("Switch 1 on") : _("Switch 1 off")),
        .grave = on,
    };

    if (aim(view, &command, row->id))
        confirm(view, &command, &ask);
}

/* ---- one of its runs ----*/

static void run_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct remote_view *view = with;
    bool again = view->what == REMOTE_RESUBMIT;
    struct command command = {
        .kind = COMMAND_REMOTE, .number = view->what, .flag = true};
    struct str names[1];
    struct dialog_ask ask = {
        .title =
            str_of(again ? _("Let a run be done again") : _("Cancel a run")),
        .text = str_of(again ? _("Starts it in Azure once more, with what had "
                                 "started it. What it does there cannot be "
                                 "taken back from here.")
                             : _("Azure stops it before its next action. What "
                                 "it has done stands.")),
        .names = names,
        .n_names = 1,
        .verb = str_of(again ? _("Start 1") : _("Stop 1")),
        .grave = true,
    };

    if (!yes || dialog_choice(dialog) == SIZE_MAX ||
        !aim(view, &command, view->id))
        return;
    names[0] =
        member(json_item(view->offered, (size_t)dialog_tag(dialog)), "name");
    words_copy(command.text, sizeof(command.text), names[0]);
    confirm(view, &command, &ask);
}

/* Azure tells when a run ended, if it did. */
static struct dialog_item item_of(const struct remote_view *view, size_t index,
                                  struct arena *arena)
{
    const struct json *run = json_item(view->offered, index);
    bool over = !str_empty(member(run, "ended"));

    return (struct dialog_item){
        .label = member(run, "name"),
        .note = str_of(arena_printf(arena, "%.*s %.*s",
                                    STR_ARG(member(run, "status")),
                                    STR_ARG(member(run, "began")))),
        .why_not = over && view->what == REMOTE_CANCEL
                       ? str_of(_("It has ended."))
                       : STR_NONE,
        .tag = (int)index,
    };
}

/* The runs that are not there to be chosen from. */
static const char *why_none(const struct step *step)
{
    if (step && json_get(step->learnt, "runs"))
        return _("It has not run.");
    if (step && !run_state_final(step->state))
        return _("Azure is being asked for them: 5 shows the run.");
    return _("Its runs are not known: r asks Azure for them.");
}

static void choose_run(struct remote_view *view, const struct remote_row *row,
                       enum remote_act what)
{
    struct shell *shell = view->board.shell;
    const struct step *step = asked_step(view, row);
    const struct json *runs = step ? json_get(step->learnt, "runs") : NULL;
    size_t n = json_length(runs);
    struct dialog_item *items;
    struct arena *arena;

    if (n == 0) {
        shell_say(shell, STYLE_WARN, "%s", why_none(step));
        return;
    }
    json_free(view->offered);
    mem_free(view->id);
    view->offered = json_copy(runs);
    view->id = mem_text(row->id);
    view->what = what;
    arena = arena_new();
    items = arena_array(arena, n, sizeof(*items));
    for (size_t i = 0; i < n; i++)
        items[i] = item_of(view, i, arena);
    shell_show_take(shell,
                    dialog_pick(shell->term, str_of(row->name), items, n),
                    run_chosen, view);
    arena_free(arena);
}

static void act_on(struct remote_view *view, const struct remote_row *row,
                   enum remote_view_act act)
{
    switch (act) {
    case REMOTE_VIEW_START:
        ask_start(view, row);
        break;
    case REMOTE_VIEW_RESUBMIT:
        choose_run(view, row, REMOTE_RESUBMIT);
        break;
    case REMOTE_VIEW_CANCEL:
        choose_run(view, row, REMOTE_CANCEL);
        break;
    case REMOTE_VIEW_SWITCH:
        ask_switch(view, row);
        break;
    default:
        ask_runs(view, row);
        break;
    }
}

void remote_view_act(struct remote_view *view, int act, int from)
{
    const struct remote_row *row = current(view);

    if (row && act == ACT_OPEN && !view->board.whole)
        ask_runs(view, row);
    if (row && act >= from && act < from + REMOTE_VIEW_N)
        act_on(view, row, (enum remote_view_act)(act - from));
    else
        board_act(&view->board, act);
}
