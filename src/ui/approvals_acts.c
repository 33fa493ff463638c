/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * approvals_acts.c - what is done with approvals from their screen: answered,
 * one or those that are marked, looked at, handed over to somebody.
 */
#include <stdio.h>

#include "ui/approvals_own.h"
#include "ui/batch_view.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

/* Those that are marked and wait, else the one under the cursor. */
static size_t chosen(const struct approvals *approvals, size_t *places)
{
    const struct approval_page *page = approvals->page;
    size_t n = 0;

    for (size_t i = 0; page && i < page->n && approvals->board.marks.n; i++) {
        if (page->rows[i].state == APPROVAL_PENDING &&
            marks_has(&approvals->board.marks, page->rows[i].row))
            places[n++] = i;
    }
    if (n == 0 && approvals_current(approvals))
        places[n++] = board_current(&approvals->board);
    return n;
}

/* Each by itself, with the digest of what was read. */
static void send_all(struct approvals *approvals, struct str why)
{
    bool sent = true;

    for (size_t i = 0; i < approvals->n_asked && sent; i++) {
        struct command command = {.kind = COMMAND_ANSWER,
                                  .row = approvals->asked[i].row,
                                  .flag = approvals->approve};

        words_copy(command.text, sizeof(command.text),
                   str_of(approvals->asked[i].digest));
        words_copy(command.why, sizeof(command.why), why);
        sent = shell_send(approvals->board.shell, &command);
    }
    if (sent)
        marks_clear(&approvals->board.marks);
}

static void answered(void *with, struct dialog *dialog, bool yes)
{
    struct approvals *approvals = with;

    if (yes)
        send_all(approvals, dialog_text(dialog));
}

static const char *says(const struct approvals *approvals,
                        const struct approval *row)
{
    if (approvals->n_asked > 1)
        return approvals->approve
                   ? _("Approves exactly what each of them shows.")
                   : _("Denies all of them; their runs end without this.");
    if (row->glass)
        return approvals->approve
                   ? _("Confirms what was done with break-glass.")
                   : _("Disputes what was done with break-glass: it is raised "
                       "loudly until it is taken back.");
    if (row->batch)
        return approvals->approve
                   ? _("Approves all runs that are shown; they are carried "
                       "out at once, one after the other.")
                   : _("Denies all runs that are shown; they end.");
    if (!approvals->approve)
        return _("Denies it; the run ends without this step.");
    return demand_people(&row->demand) > 1 + (int64_t)row->n_votes
               ? _("Your yes counts; it waits for more people.")
               : _("Approves exactly what is shown; its steps are carried out "
                   "at once.");
}

/* The names of all that is approved, and how many they are. */
static size_t put_names(struct approvals *approvals, const size_t *places,
                        struct str **names, long long *count)
{
    const struct approval *rows = approvals->page->rows;

    *count = 0;
    if (approvals->n_asked == 1) {
        *count = rows[places[0]].batch ? rows[places[0]].batch : 1;
        return batch_targets(&rows[places[0]], names);
    }
    *names = mem_array(approvals->n_asked, sizeof(**names));
    for (size_t i = 0; i < approvals->n_asked; i++) {
        (*names)[i] = str_of(rows[places[i]].title);
        *count += rows[places[i]].batch ? rows[places[i]].batch : 1;
    }
    return approvals->n_asked;
}

static void keep_asked(struct approvals *approvals, const size_t *places,
                       size_t n, bool approve)
{
    approvals->asked = mem_grow(approvals->asked, n, sizeof(*approvals->asked));
    approvals->n_asked = n;
    approvals->approve = approve;
    for (size_t i = 0; i < n; i++) {
        const struct approval *row = approvals_at(approvals, places[i]);

        approvals->asked[i].row = row->row;
        words_copy(approvals->asked[i].digest,
                   sizeof(approvals->asked[i].digest), str_of(row->digest));
    }
}

static void ask_yes(struct approvals *approvals, const size_t *places)
{
    const struct approval *row = approvals_at(approvals, places[0]);
    bool approve = approvals->approve;
    struct str *names;
    struct buf text;
    long long count;
    char verb[64];
    struct dialog_ask ask = {
        .title = str_of(approve ? _("Approve") : _("Deny")),
        .n_names = put_names(approvals, places, &names, &count),
        .reason = str_of(_("Reason")),
        .reason_needed = !approve || row->demand.justify != JUSTIFY_NO,
        .grave = approve && row->class == CLASS_IRREVERSIBLE,
    };

    snprintf(verb, sizeof(verb), approve ? _("Approve %lld") : _("Deny %lld"),
             count);
    ask.verb = str_of(verb);
    ask.names = names;
    buf_init(&text);
    buf_printf(&text, "%s\n%s",
               approvals->n_asked > 1 ? _("All that are marked:") : row->title,
               says(approvals, row));
    ask.text = buf_view(&text);
    shell_show_take(approvals->board.shell,
                    dialog_confirm(approvals->board.shell->term, &ask),
                    answered, approvals);
    buf_done(&text);
    mem_free(names);
}

void approvals_answer_ask(struct approvals *approvals, bool approve)
{
    size_t *places = mem_array(approvals->page->n + 1, sizeof(*places));
    size_t n = chosen(approvals, places);

    if (n > 0) {
        keep_asked(approvals, places, n, approve);
        ask_yes(approvals, places);
    }
    mem_free(places);
}

void approvals_look(const struct approvals *approvals,
                    const struct approval *row)
{
    struct command command = {.kind = COMMAND_LOOK, .row = row->row};

    shell_send(approvals->board.shell, &command);
}

/* "mara 7d": who, and for how long; the reason is asked for then. */
static void delegate_typed(void *with, struct dialog *dialog, bool yes)
{
    const struct approvals *approvals = with;
    struct command command = {.kind = COMMAND_DELEGATE};
    struct shell *shell = approvals->board.shell;
    struct str rest = str_trim(dialog_text(dialog));
    struct str person = STR_NONE;
    int64_t until;
    struct err err;
    struct buf text;
    struct dialog_ask ask = {
        .title = str_of(_("Delegate")),
        .verb = str_of(_("Delegate")),
        .reason = str_of(_("Reason")),
        .reason_needed = true,
    };

    if (!yes)
        return;
    str_cut(&rest, ' ', &person);
    if (!delegation_until(rest, shell->now, &until, &err)) {
        shell_fail(shell, &err);
        return;
    }
    words_copy(command.text, sizeof(command.text), person);
    words_copy(command.target, sizeof(command.target), str_trim(rest));
    buf_init(&text);
    buf_printf(&text,
               _("%s may answer approvals in your place, until: %s. Four eyes "
                 "hold for both of you."),
               command.text, command.target);
    ask.text = buf_view(&text);
    shell_confirm(shell, &ask, &command);
    buf_done(&text);
}

void approvals_delegate(struct approvals *approvals)
{
    struct shell *shell = approvals->board.shell;

    shell_show_take(
        shell,
        dialog_prompt(shell->term, str_of(_("Delegate")),
                      str_of(_("Who may answer in your place, and for how "
                               "long: mara 7d")),
                      STR_NONE),
        delegate_typed, approvals);
}
