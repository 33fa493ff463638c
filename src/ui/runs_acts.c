/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * runs_acts.c - what is done with runs from their screen, one or those that
 * are marked: stop, do again, settle.
 */
#include <inttypes.h>

#include "ui/runs_own.h"
#include "util/text.h"

#define NAMES 8

static const struct question {
    enum command_kind kind;
    bool flag;
    bool many;   /* also of all that are marked */
    bool step;   /* about the step under the cursor */
    bool needed; /* a reason */
    const char *title;
    const char *text;
    const char *verb;
} questions[] = {
    [RUNS_CANCEL -
     ACT_SCREEN] = {.kind = COMMAND_CANCEL,
                    .many = true,
                    .needed = true,
                    .title = N_("Stop runs"),
                    .text = N_(
                        "Stops before the next step. What has been done stays "
                        "done; the run says what that was."),
                    .verb = N_("Stop")},
    [RUNS_REMOTE - ACT_SCREEN] =
        {.kind = COMMAND_CANCEL,
         .flag = true,
         .needed = true,
         .title = N_("Stop here and elsewhere"),
         .text = N_("Stops before the next step, and the run of the Logic App "
                    "or the job of the runbook that it has started."),
         .verb = N_("Stop both")},
    [RUNS_AGAIN - ACT_SCREEN] =
        {.kind = COMMAND_RESUBMIT,
         .many = true,
         .title = N_("Do runs again"),
         .text = N_("A new attempt does everything again from the start. What "
                    "changes something asks for approval where it must."),
         .verb = N_("Do again")},
    [RUNS_FROM - ACT_SCREEN] =
        {.kind = COMMAND_RESUBMIT,
         .step = true,
         .title = N_("Do again from here"),
         .text = N_("A new attempt begins at this step; what is before it "
                    "stands as it is. What changes something asks for approval "
                    "where it must."),
         .verb = N_("Do again")},
    [RUNS_DONE - ACT_SCREEN] =
        {.kind = COMMAND_SETTLE,
         .flag = true,
         .step = true,
         .needed = true,
         .title = N_("It was done"),
         .text = N_("Nobody knows whether this step was done. You have looked, "
                    "and it was. Say what you saw."),
         .verb = N_("It was done")},
    [RUNS_NOT_DONE - ACT_SCREEN] =
        {.kind = COMMAND_SETTLE,
         .step = true,
         .needed = true,
         .title = N_("It was not done"),
         .text = N_("Nobody knows whether this step was done. You have looked, "
                    "and it was not. Say what you saw."),
         .verb = N_("It was not done")},
};

/* Two runs of one rule may be about the same: the number tells them apart. */
static struct str name_of(const struct run *run, struct arena *arena)
{
    struct buf name;
    struct str text;

    buf_init(&name);
    runs_put_name(run, &name);
    text = str_of(arena_printf(arena, "#%" PRId64 " %s", run->row, name.at));
    buf_done(&name);
    return text;
}

/* A playbook begins again at an action, whatever its steps are. */
static struct str step_name(struct runs *runs, const struct question *question,
                            const struct step *step)
{
    const char *action = NULL;

    if (question->kind == COMMAND_RESUBMIT && run_flow_shown(&runs->run))
        action = run_flow_name(&runs->run);
    return str_of(action ? action : step->name);
}

/* What it is done to; the first few by name. */
static size_t fill(struct runs *runs, const struct question *question,
                   const struct run *row, struct command *command,
                   struct arena *arena, struct str *names)
{
    const struct step *step = run_view_step(&runs->run);
    const struct marks *marks = &runs->board.marks;
    size_t n = 0;

    if (!question->many || marks->n == 0) {
        command->row = row->row;
        if (question->step && step)
            command->number = step->number;
        names[0] = question->step && step ? step_name(runs, question, step)
                                          : name_of(row, arena);
        return 1;
    }
    board_aim(&runs->board, command);
    for (size_t i = 0; runs->page && i < runs->page->n && n < NAMES; i++) {
        if (marks_has(marks, runs->page->rows[i].row))
            names[n++] = name_of(&runs->page->rows[i], arena);
    }
    return n;
}

void runs_ask(struct runs *runs, int act)
{
    const struct question *question = &questions[act - ACT_SCREEN];
    const struct run *row = runs_current(runs);
    struct str names[NAMES];
    struct dialog_ask ask = {
        .title = str_of(_(question->title)),
        .text = str_of(_(question->text)),
        .names = names,
        .reason = str_of(_("Reason")),
        .reason_needed = question->needed,
    };
    struct command command = {.kind = question->kind, .flag = question->flag};
    struct arena *arena;
    struct buf verb;

    if (!row)
        return;
    arena = arena_new();
    ask.n_names = fill(runs, question, row, &command, arena, names);
    buf_init(&verb);
    buf_text(&verb, _(question->verb));
    if (!question->step)
        buf_printf(&verb, " %zu", command.n_rows ? command.n_rows : (size_t)1);
    ask.verb = buf_view(&verb);
    board_confirm(&runs->board, &ask, &command);
    buf_done(&verb);
    arena_free(arena);
}
