/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * runs_acts.c - what is done with runs from their screen, one or those that
 * are marked: stop, do again, settle.
 */
#include <inttypes.h>

#include "ui/runs_own.h"
#include "ui/words.h"
#include "util/mem.h"
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

void runs_drop(struct runs *runs)
{
    mem_free(runs->pending.rows);
    runs->pending = (struct command){.rows = NULL};
}

static void confirmed(void *with, struct dialog *dialog, bool yes)
{
    struct runs *runs = with;
    struct command command;

    if (!yes) {
        runs_drop(runs);
        return;
    }
    command = runs->pending;
    runs->pending = (struct command){.rows = NULL};
    words_copy(command.why, sizeof(command.why), dialog_text(dialog));
    if (shell_send(runs->board.shell, &command) && command.n_rows > 0)
        marks_clear(&runs->marks);
}

/* What it is done to; the first few by name. */
static size_t fill(struct runs *runs, const struct question *question,
                   const struct run *row, struct str *names)
{
    const struct step *step = run_view_step(&runs->run);
    struct command *command = &runs->pending;
    size_t n = 0;

    if (!question->many || runs->marks.n == 0) {
        command->row = row->row;
        if (question->step && step)
            command->number = step->number;
        names[0] = str_of(question->step && step ? step->name : row->name);
        return 1;
    }
    command->rows = mem_array(runs->marks.n, sizeof(*command->rows));
    command->n_rows = runs->marks.n;
    for (size_t i = 0; i < runs->marks.n; i++)
        command->rows[i] = runs->marks.row[i];
    for (size_t i = 0; runs->page && i < runs->page->n && n < NAMES; i++) {
        if (marks_has(&runs->marks, runs->page->rows[i].row))
            names[n++] = str_of(runs->page->rows[i].name);
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
    struct buf verb;

    if (!row)
        return;
    runs_drop(runs);
    runs->pending.kind = question->kind;
    runs->pending.flag = question->flag;
    ask.n_names = fill(runs, question, row, names);
    buf_init(&verb);
    buf_text(&verb, _(question->verb));
    if (!question->step)
        buf_printf(&verb, " %zu",
                   runs->pending.n_rows ? runs->pending.n_rows : (size_t)1);
    ask.verb = buf_view(&verb);
    shell_show_take(runs->board.shell,
                    dialog_confirm(runs->board.shell->term, &ask), confirmed,
                    runs);
    buf_done(&verb);
}
