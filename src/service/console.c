/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * console.c - starting and ending the threads, sending and taking.
 */
#include "service/console.h"

#include "model/limits.h"
#include "service/access.h"
#include "service/console_part.h"
#include "service/desk_part.h"
#include "util/mem.h"
#include "util/thread.h"

struct console {
    const struct config *config;
    struct errands_of reader;
    struct errands_of worker;
    struct thread *reader_thread;
    struct thread *worker_thread;
    struct catalogue *catalogue; /* of the worker's desk */
    char person[PERSON_NAME_SIZE];
};

void ask_free(void *what)
{
    struct ask *ask = what;

    rule_free(ask->rule);
    rehearse_wish_free(ask->rehearse);
    mem_free(ask);
}

void command_free(void *what)
{
    struct command *command = what;

    rule_free(command->rule);
    suppress_wish_free(command->wish);
    playbook_reading_free(command->playbooks);
    mem_free(command->rows);
    mem_free(command);
}

static void note_release(void *note)
{
    note_free(note);
}

struct note *note_new(enum note_kind kind, uint64_t ticket)
{
    struct note *note = mem_new(sizeof(*note));

    note->kind = kind;
    note->ticket = ticket;
    return note;
}

/* Only the newest page of a kind is of use; what was done is told each time. */
void note_send(struct chan *notes, struct note *note)
{
    uint64_t key = (uint64_t)note->kind + 1;

    if (note->kind == NOTE_DONE)
        key = (note->ticket << 8) | 0xff;
    if (!chan_replace(notes, key, note))
        note_free(note);
}

/* Is it about rules? */
static bool free_of_rules(const struct note *note)
{
    switch (note->kind) {
    case NOTE_RULES:
        rule_page_free(note->is.rules);
        return true;
    case NOTE_RULE:
        rule_free(note->is.rule);
        return true;
    case NOTE_TEST:
        test_page_free(note->is.test);
        return true;
    case NOTE_HISTORY:
        revision_page_free(note->is.history);
        return true;
    case NOTE_DECISIONS:
        decision_page_free(note->is.decisions);
        return true;
    case NOTE_BACKTEST:
    case NOTE_NOISE:
        backtest_page_free(note->is.backtest);
        return true;
    default:
        return false;
    }
}

static bool free_of_playbooks(const struct note *note)
{
    switch (note->kind) {
    case NOTE_PLAYBOOKS:
        playbook_page_free(note->is.playbooks);
        return true;
    case NOTE_BROWSE:
        browse_page_free(note->is.browse);
        return true;
    case NOTE_IMPORT:
        playbook_import_free(note->is.import);
        return true;
    case NOTE_REHEARSE:
        rehearse_page_free(note->is.rehearse);
        return true;
    case NOTE_PLAY:
        play_page_free(note->is.play);
        return true;
    case NOTE_REMOTE:
        remote_page_free(note->is.remote);
        return true;
    default:
        return false;
    }
}

static void free_other(const struct note *note)
{
    switch (note->kind) {
    case NOTE_QUEUE:
        queue_page_free(note->is.queue);
        break;
    case NOTE_EVENT:
        event_page_free(note->is.event);
        break;
    case NOTE_APPROVALS:
        approval_page_free(note->is.approvals);
        break;
    case NOTE_RUNS:
    case NOTE_RUN:
        run_page_free(note->is.runs);
        break;
    case NOTE_EFFECTS:
        effect_page_free(note->is.effects);
        break;
    case NOTE_ROWS:
        mem_free(note->is.rows.rows);
        break;
    case NOTE_SUPPRESSIONS:
        suppression_page_free(note->is.suppressions);
        break;
    case NOTE_VIEWS:
        views_page_free(note->is.views);
        break;
    case NOTE_PREVIEW:
        preview_page_free(note->is.preview);
        break;
    case NOTE_AUDIT:
        audit_page_free(note->is.audit);
        break;
    case NOTE_VERIFY:
        verify_page_free(note->is.verify);
        break;
    case NOTE_REPORT:
        report_page_free(note->is.report);
        break;
    case NOTE_HEALTH:
        health_page_free(note->is.health);
        break;
    case NOTE_STATUS:
        mem_free(note->is.status);
        break;
    case NOTE_DONE:
        mem_free(note->is.done);
        break;
    default:
        break;
    }
}

void note_free(struct note *note)
{
    if (note == NULL)
        return;
    if (!free_of_rules(note) && !free_of_playbooks(note))
        free_other(note);
    mem_free(note);
}

static bool open_desks(struct console *console, struct err *err)
{
    if (!access_own(console->config, RIGHT_LOOK, err))
        return false;
    /* The one that writes comes first: it makes and migrates the store. */
    if (!desk_open(console->config, DESK_ACT, &console->worker.desk, err)) {
        if (err->code != ERR_DENIED)
            return false;
        console->worker.looks = *err;
    }
    return desk_open(console->config, DESK_READ, &console->reader.desk, err);
}

bool console_open(const struct config *config, struct console **out,
                  struct err *err)
{
    struct console *console = mem_new(sizeof(*console));
    struct chan *notes = chan_new(LIMIT_CHAN, note_release);

    console->config = config;
    console->reader.in = chan_new(LIMIT_CHAN, ask_free);
    console->worker.in = chan_new(LIMIT_CHAN, command_free);
    console->reader.notes = notes;
    console->worker.notes = notes;
    person_self(console->person);
    if (!open_desks(console, err) ||
        !catalogue_load_for(config, &console->catalogue, err) ||
        !thread_start(&console->reader_thread, "reader", reader_run,
                      &console->reader, err) ||
        !thread_start(&console->worker_thread, "worker", worker_run,
                      &console->worker, err)) {
        console_close(console);
        return false;
    }
    *out = console;
    return true;
}

void console_close(struct console *console)
{
    if (console == NULL)
        return;
    chan_close(console->reader.in);
    chan_close(console->worker.in);
    thread_join(console->reader_thread);
    thread_join(console->worker_thread);
    desk_close(console->reader.desk);
    desk_close(console->worker.desk);
    catalogue_free(console->catalogue);
    chan_free(console->reader.in);
    chan_free(console->worker.in);
    chan_free(console->reader.notes);
    mem_free(console);
}

int console_descriptor(const struct console *console)
{
    return chan_descriptor(console->reader.notes);
}

const struct catalogue *console_catalogue(const struct console *console)
{
    return console->catalogue;
}

const char *console_person(const struct console *console)
{
    return console->person;
}

bool console_ask(struct console *console, const struct ask *ask)
{
    struct ask *copy = mem_new(sizeof(*copy));

    *copy = *ask;
    /* A newer ask of the same kind makes an older one that waits pointless. */
    if (chan_replace(console->reader.in, (uint64_t)ask->kind + 1, copy))
        return true;
    mem_free(copy);
    return false;
}

bool console_send(struct console *console, const struct command *command)
{
    struct command *copy = mem_new(sizeof(*copy));

    *copy = *command;
    if (chan_send(console->worker.in, copy))
        return true;
    mem_free(copy);
    return false;
}

struct note *console_take(struct console *console)
{
    return chan_take(console->reader.notes);
}
