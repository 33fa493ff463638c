/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * playbooks_acts.c - acts on playbooks: switch, remove, edit, keep.
 */
#include <stdio.h>

#include "ui/playbooks_own.h"
#include "ui/question.h"
#include "ui/words.h"
#include "util/mem.h"
#include "util/text.h"

/* ---- mode -----------------------------------------------------------------*/

static void mode_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct playbooks *playbooks = with;
    struct command command = {
        .kind = COMMAND_PLAYBOOK_MODE,
        .number = dialog_tag(dialog),
    };

    if (!yes || dialog_choice(dialog) == SIZE_MAX)
        return;
    words_copy(command.text, sizeof(command.text), str_of(playbooks->chosen));
    question_mode_sure(playbooks->board.shell, _("Let the playbook act"),
                       str_of(playbooks->chosen), &command);
}

void playbooks_ask_mode(struct playbooks *playbooks)
{
    const struct playbook_row *row = playbooks_current(playbooks);
    struct str name = str_of(row->playbook->name);

    words_copy(playbooks->chosen, sizeof(playbooks->chosen), name);
    question_mode(playbooks->board.shell, name, row->mode,
                  _("off: does not start"), mode_chosen, playbooks);
}

/* ---- run ------------------------------------------------------------------*/

void playbooks_ask_run(struct playbooks *playbooks)
{
    const struct playbook_row *row = playbooks_current(playbooks);
    const struct chosen *chosen = &playbooks->board.shell->chosen;
    bool alert = row->playbook->start <= START_COMPLIANCE;
    struct str names[] = {str_of(row->playbook->name), str_of(chosen->title)};
    struct command command = {
        .kind = COMMAND_PLAYBOOK_RUN,
        .row = alert ? chosen->row : 0,
        .flag = alert,
    };
    const struct dialog_ask ask = {
        .title = str_of(_("Start the playbook")),
        .text = str_of(alert ? _("Starts it on the event that is selected in "
                                 "the queue. What it does at once is said by "
                                 "its mode.")
                             : _("Starts it without an event. What it does at "
                                 "once is said by its mode.")),
        .names = names,
        .n_names = alert ? 2 : 1,
        .verb = str_of(_("Start 1")),
        .reason = str_of(_("Reason")),
    };

    if (alert && !chosen->row) {
        shell_say(playbooks->board.shell, STYLE_WARN,
                  _("An event starts it: select one in the queue first."));
        return;
    }
    words_copy(command.text, sizeof(command.text), names[0]);
    shell_confirm(playbooks->board.shell, &ask, &command);
}

/* ---- remove ---------------------------------------------------------------*/

void playbooks_ask_remove(struct playbooks *playbooks)
{
    const struct playbook_row *row = playbooks_current(playbooks);
    struct str names[] = {str_of(row->playbook->name)};
    struct command command = {.kind = COMMAND_PLAYBOOK_REMOVE};
    const struct dialog_ask ask = {
        .title = str_of(_("Remove the playbook")),
        .text = str_of(_("Removes it for good. Rules that start it find it no "
                         "more; what runs goes on.")),
        .names = names,
        .n_names = 1,
        .verb = str_of(_("Remove 1")),
        .type_this = names[0],
        .grave = true,
    };

    words_copy(command.text, sizeof(command.text), names[0]);
    shell_confirm(playbooks->board.shell, &ask, &command);
}

/* ---- keep -----------------------------------------------------------------*/

static void keep_answered(void *with, struct dialog *dialog, bool yes)
{
    struct playbooks *playbooks = with;
    struct shell *shell = playbooks->board.shell;
    struct command command = {
        .kind = COMMAND_PLAYBOOK_KEEP,
        .playbooks = playbooks->taken,
    };

    (void)dialog;
    playbooks->taken = NULL;
    if (!yes) {
        *playbooks->kept = '\0';
        playbook_reading_free(command.playbooks);
        if (playbooks->json.left)
            shell_say(shell, STYLE_WARN,
                      _("It was not kept; E goes on with what you wrote."));
        return;
    }
    if (shell_send(shell, &command))
        playbooks->keeping = shell->tickets;
}

/* How many can be kept. */
static size_t put_names(const struct playbook_reading *reading,
                        struct str *names)
{
    size_t n = 0;

    for (size_t i = 0; i < reading->n; i++) {
        if (reading->playbooks[i].verdict != PLAYBOOK_REFUSED)
            names[n++] = str_of(reading->playbooks[i].name);
    }
    return n;
}

void playbooks_ask_keep(struct playbooks *playbooks,
                        struct playbook_reading *take)
{
    struct str *names = mem_array(take->n + 1, sizeof(*names));
    char verb[80];
    struct dialog_ask ask = {
        .title = str_of(_("Keep playbooks")),
        .text = str_of(_("Keeps them in shadow: they decide, and send "
                         "nothing. One of the same name is replaced, and "
                         "keeps its mode.")),
        .names = names,
        .n_names = put_names(take, names),
    };

    playbook_reading_free(playbooks->taken);
    playbooks->taken = take;
    if (ask.n_names == 0) {
        shell_say(playbooks->board.shell, STYLE_WARN,
                  _("Nothing of it can be kept: all are refused."));
    } else {
        snprintf(verb, sizeof(verb), _("Keep %zu"), ask.n_names);
        ask.verb = str_of(verb);
        words_copy(playbooks->kept, sizeof(playbooks->kept), names[0]);
        shell_show_take(playbooks->board.shell,
                        dialog_confirm(playbooks->board.shell->term, &ask),
                        keep_answered, playbooks);
    }
    mem_free(names);
}

void playbooks_done(struct playbooks *playbooks, const struct note *note)
{
    if (!playbooks->keeping || note->ticket != playbooks->keeping)
        return;
    playbooks->keeping = 0;
    if (note->is.done->error.code != ERR_NONE) {
        *playbooks->kept = '\0';
        return;
    }
    json_edit_forget(&playbooks->json);
    playbooks_shut_import(playbooks);
    compose_edit_free(playbooks->compose);
    playbooks->compose = NULL;
}

/* ---- edit -----------------------------------------------------------------*/

static bool is_taken(const struct playbook *playbook, struct err *err)
{
    return playbook->verdict != PLAYBOOK_REFUSED || playbook->n_why == 0 ||
           err_set(err, ERR_INPUT, "%s: %s", playbook->why[0].path,
                   playbook->why[0].text);
}

bool playbooks_take_json(void *with, const struct json *json, struct err *err)
{
    struct playbooks *playbooks = with;
    const struct playbook_given given = {
        .file = "playbook",
        .catalogue = playbooks->board.shell->catalogue,
    };
    struct playbook_reading *reading = playbook_reading_new();
    bool ok = playbook_read_all(json, &given, reading, err) &&
              (reading->n == 0 || is_taken(&reading->playbooks[0], err));

    if (ok)
        playbooks_ask_keep(playbooks, reading);
    else
        playbook_reading_free(reading);
    return ok;
}

static void edit_current(struct playbooks *playbooks)
{
    const struct playbook_row *row = playbooks_current(playbooks);
    struct json *json = row ? playbook_to_json(row->playbook) : NULL;

    if (json)
        json_edit_begin(&playbooks->json, json);
    else
        shell_say(playbooks->board.shell, STYLE_WARN,
                  _("It has no definition that could be edited."));
    json_free(json);
}

static void thrown_away(void *with, struct dialog *dialog, bool yes)
{
    (void)dialog;
    if (yes)
        edit_current(with);
}

void playbooks_edit(struct playbooks *playbooks)
{
    const struct dialog_ask ask = {
        .title = str_of(_("A draft was kept")),
        .text = str_of(_("What was written before and not kept would be gone. "
                         "E goes on with it.")),
        .verb = str_of(_("Throw it away")),
        .grave = true,
    };

    if (!playbooks->json.left)
        edit_current(playbooks);
    else
        shell_show_take(playbooks->board.shell,
                        dialog_confirm(playbooks->board.shell->term, &ask),
                        thrown_away, playbooks);
}
