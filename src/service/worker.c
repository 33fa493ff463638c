/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * worker.c - the background fetch thread: polls, decides, acts, and carries
 * out what the screens ask.
 */
#include <stdio.h>
#include <string.h>

#include "model/limits.h"
#include "service/drill.h"
#include "service/azure.h"
#include "service/command_line.h"
#include "service/conductor.h"
#include "service/console_part.h"
#include "service/desk_part.h"
#include "service/redo.h"
#include "service/remote.h"
#include "service/permit_poll.h"
#include "service/sample.h"
#include "service/simulate.h"
#include "service/triage.h"
#include "util/log.h"
#include "util/mem.h"
#include "util/text.h"
#include "util/when.h"

/* How long the worker may take to finish what is in flight when the screen
 * has gone. */
#define FAREWELL (10 * WHEN_SECOND)
/* After the store failed, or when nothing needs it sooner. */
#define REST         60000
#define STATUS_EVERY 250
/* How long a command may go on before the engine has a turn. */
#define BREATH 1000

struct worker {
    struct desk *desk;
    struct chan *in;
    struct chan *notes;
    struct conductor *conductor;
    struct engine_status status; /* as last told */
    struct err trouble;          /* of the store, as last told */
    int64_t told;
    bool stale;
};

static bool do_run(struct desk *desk, const struct command *c, int64_t row,
                   int64_t *made, struct err *err)
{
    if (c->kind == COMMAND_RESUBMIT)
        return run_resubmit(desk, row, c->number, c->why, made, err);
    if (c->kind == COMMAND_SETTLE)
        return run_settle(desk, row, c->number, c->flag, c->why, err);
    return run_cancel(desk, row, c->why, err) &&
           (!c->flag || run_cancel_remote(desk, row, c->why, made, err));
}

/* One row of a bulk command. */
static bool do_row(struct worker *w, const struct command *c, int64_t row,
                   struct err *err)
{
    int64_t made;

    switch (c->kind) {
    case COMMAND_ACKNOWLEDGE:
        return triage_acknowledge(w->desk, row, c->flag, err);
    case COMMAND_STATUS:
        return triage_status(w->desk, row, c->text, c->why, err);
    case COMMAND_CLOSE:
        return triage_close(w->desk, row, c->text, c->why, err);
    case COMMAND_CANCEL:
    case COMMAND_RESUBMIT:
        return do_run(w->desk, c, row, &made, err);
    case COMMAND_UNDO:
    case COMMAND_EXTEND:
    case COMMAND_CHECK:
        return worker_effect(w->desk, c, row, &made, err);
    case COMMAND_OWNER:
        return triage_local(w->desk, TRIAGE_OWNER, row, c->text, err);
    case COMMAND_NOTE:
        return triage_local(w->desk, TRIAGE_NOTE, row, c->text, err);
    default:
        return triage_local(w->desk, TRIAGE_TAG, row, c->text, err);
    }
}

static bool rule_name(struct worker *w, int64_t row, char out[256],
                      struct err *err)
{
    struct rule *rule;

    if (!rules_get(w->desk->store, row, &rule, err))
        return false;
    snprintf(out, 256, "%s", rule->name);
    rule_free(rule);
    return true;
}

static bool save_view(struct desk *desk, const struct command *c,
                      struct err *err)
{
    struct saved_view view = {
        .name = c->text,
        .path = "",
        .query = c->target,
        .sort = (enum queue_sort)c->number,
        .ascending = c->flag,
    };

    return views_save(desk, &view, err);
}

static bool do_drill(struct desk *desk, const char *rule, int64_t *run,
                     struct err *err)
{
    struct drill_wish wish = {.rule = rule};
    struct drill drill;

    if (!drill_start(desk, &wish, &drill, err))
        return false;
    *run = drill.run;
    return true;
}

static bool do_sample(struct desk *desk, const struct command *c,
                      struct err *err)
{
    struct samples samples = {0};
    bool ok =
        sample_make(desk, (enum sample_from)c->number, c->text, &samples, err);

    samples_done(&samples);
    return ok;
}

static bool do_rule(struct worker *w, struct command *c, struct done *done,
                    struct err *err)
{
    char name[256];

    if (c->kind == COMMAND_RULE_SAVE) {
        if (!rulebook_save(w->desk, c->rule, err))
            return false;
        done->row = c->rule->row;
        return true;
    }
    if (!rule_name(w, c->row, name, err))
        return false;
    switch (c->kind) {
    case COMMAND_RULE_MODE:
        return rulebook_mode(w->desk, str_of(name), (enum rule_mode)c->number,
                             err);
    case COMMAND_RULE_REMOVE:
        return rulebook_remove(w->desk, str_of(name), err);
    case COMMAND_RULE_ROLLBACK:
        return revision_rollback(w->desk, str_of(name), c->number, &done->row,
                                 err);
    default:
        return do_drill(w->desk, name, &done->row, err);
    }
}

static bool do_playbook(struct desk *desk, const struct command *c,
                        int64_t *run, struct err *err)
{
    const struct play_wish wish = {
        .name = c->text, .event = c->row, .why = c->why};

    switch (c->kind) {
    case COMMAND_PLAYBOOK_RUN:
        return playbook_run(desk, &wish, run, err);
    case COMMAND_REMOTE:
        return remote_ask(desk, str_of(c->target), (enum remote_act)c->number,
                          c->text, c->why, run, err);
    case COMMAND_REMOTE_START:
        return remote_start(desk, str_of(c->target), c->row, NULL, c->why, run,
                            err);
    case COMMAND_PLAYBOOK_KEEP:
        return playbook_store(desk, c->playbooks, err);
    case COMMAND_PLAYBOOK_MODE:
        return playbook_mode(desk, str_of(c->text), (enum rule_mode)c->number,
                             err);
    default:
        return playbook_remove(desk, str_of(c->text), err);
    }
}

static bool do_answer(struct desk *desk, const struct command *c,
                      struct err *err)
{
    return approval_answer(desk, c->row, c->text[0] != '\0' ? c->text : NULL,
                           c->flag, c->why, err);
}

static bool do_delegate(struct desk *desk, const struct command *c,
                        int64_t *row, struct err *err)
{
    int64_t until;

    return delegation_until(str_of(c->target), when_now(), &until, err) &&
           approval_delegate(desk, c->text, until, c->why, row, err);
}

static bool do_one(struct worker *w, struct command *c, struct done *done,
                   struct err *err)
{
    int64_t run;

    if (c->kind >= COMMAND_CONTAIN && c->kind <= COMMAND_SETTLE_EFFECT)
        return worker_effect(w->desk, c, c->row, &done->row, err);
    if (c->kind >= COMMAND_PLAYBOOK_KEEP && c->kind <= COMMAND_REMOTE_START)
        return do_playbook(w->desk, c, &done->row, err);
    switch (c->kind) {
    case COMMAND_ANSWER:
        return do_answer(w->desk, c, err);
    case COMMAND_CANCEL:
    case COMMAND_RESUBMIT:
    case COMMAND_SETTLE:
        return do_run(w->desk, c, c->row, &done->row, err);
    case COMMAND_RULE_SAVE:
    case COMMAND_RULE_MODE:
    case COMMAND_RULE_REMOVE:
    case COMMAND_RULE_ROLLBACK:
    case COMMAND_DRILL:
        return do_rule(w, c, done, err);
    case COMMAND_HOLD:
        return c->flag
                   ? desk_hold(w->desk, true, c->why, err)
                   : desk_resume(w->desk,
                                 c->number > 0 ? WHEN_MINUTE / c->number : 0,
                                 c->why, err);
    case COMMAND_SUPPRESS:
        return suppress_add(w->desk, c->wish, &done->row, &run, err);
    case COMMAND_VIEW_SAVE:
        return save_view(w->desk, c, err);
    case COMMAND_VIEW_REMOVE:
        return views_remove(w->desk, str_of(c->text), err);
    case COMMAND_UNSUPPRESS:
        return suppress_remove(w->desk, c->row, c->why, &run, err);
    case COMMAND_AZURE:
        return azure_switch(w->desk, str_of(c->target), c->flag, c->why,
                            &done->row, err);
    case COMMAND_PERMITS:
        return permits_wanted(w->desk, c->target, err);
    case COMMAND_LOOK:
        return approval_look(w->desk, c->row, err);
    case COMMAND_DELEGATE:
        return do_delegate(w->desk, c, &done->row, err);
    case COMMAND_SAMPLE:
        return do_sample(w->desk, c, err);
    case COMMAND_SIMULATE:
        return simulate_ask(w->desk, c->text, &done->row, err);
    default:
        conductor_refresh(w->conductor);
        return true;
    }
}

static void turn(struct worker *w, int milliseconds);

/* Many rows take their time: meanwhile the engine must not stand still, or
 * another one would take the lease. */
static void breathe(struct worker *w, int64_t *last)
{
    if (when_monotonic() - *last < BREATH)
        return;
    turn(w, 0);
    *last = when_monotonic();
}

static void carry_out(struct worker *w, struct command *c)
{
    int64_t last = when_monotonic();
    struct note *note = note_new(NOTE_DONE, c->ticket);
    struct done *done = mem_new(sizeof(*done));
    bool single = c->kind > COMMAND_NOTE && c->n_rows == 0;
    size_t n = single ? 1 : c->n_rows;

    desk_begins(w->desk, 0);
    done->command = c->kind;
    done->flag = c->flag;
    command_line(c, done->line, sizeof(done->line));
    for (size_t i = 0; i < n; i++) {
        struct err err = {0};
        bool ok =
            single ? do_one(w, c, done, &err) : do_row(w, c, c->rows[i], &err);

        if (ok)
            done->done++;
        else if (done->failed++ == 0)
            done->error = err;
        breathe(w, &last);
    }
    note->is.done = done;
    note_send(w->notes, note);
    w->stale = true;
}

static bool same_source(const struct source_status *a,
                        const struct source_status *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->text, b->text) == 0 &&
           a->code == b->code && a->succeeded == b->succeeded &&
           a->next == b->next && a->busy == b->busy;
}

static bool same_status(const struct engine_status *a,
                        const struct engine_status *b)
{
    for (size_t i = 0; i < a->n_sources && i < b->n_sources; i++) {
        if (!same_source(&a->sources[i], &b->sources[i]))
            return false;
    }
    return a->n_sources == b->n_sources && a->here == b->here &&
           a->held == b->held && a->four_eyes == b->four_eyes &&
           a->roles == b->roles &&
           a->approvals_pending == b->approvals_pending &&
           a->glass_loud == b->glass_loud &&
           a->approvals_ending == b->approvals_ending &&
           a->effects_active == b->effects_active &&
           a->effects_calling == b->effects_calling &&
           a->effects_ending == b->effects_ending &&
           a->runs_open == b->runs_open && a->runs_held == b->runs_held &&
           a->runs_stuck == b->runs_stuck &&
           strcmp(a->holder, b->holder) == 0 &&
           strcmp(a->sign_in, b->sign_in) == 0;
}

static void tell_status(struct worker *w)
{
    struct engine_status now;
    struct err err = {0};
    struct note *note;

    if (!w->stale || when_monotonic() - w->told < STATUS_EVERY)
        return;
    w->told = when_monotonic();
    w->stale = false;
    if (!conductor_status(w->conductor, &now, &err)) {
        log_line(LOG_ERROR, "%s", err.text);
        return;
    }
    if (same_status(&now, &w->status))
        return;
    w->status = now;
    note = note_new(NOTE_STATUS, 0);
    note->is.status = mem_new(sizeof(now));
    *note->is.status = now;
    note_send(w->notes, note);
}

/* A store that fails shows on the screen as the state of every source. */
static void tell_failed(struct worker *w, enum command_kind kind,
                        uint64_t ticket, const struct err *err)
{
    struct note *note = note_new(NOTE_DONE, ticket);
    struct done *done = mem_new(sizeof(*done));

    done->command = kind;
    done->failed = 1;
    done->error = *err;
    note->is.done = done;
    note_send(w->notes, note);
}

static void tell_failure(struct worker *w, const struct err *err)
{
    log_line(LOG_ERROR, "%s", err->text);
    tell_failed(w, COMMAND_REFRESH, 0, err);
}

/* The settings keep the engine from starting: whoever asks for something must
 * hear that. */
static void refuse_all(struct worker *w, const struct err *err)
{
    struct command *command;

    tell_failure(w, err);
    while ((command = chan_wait(w->in, -1)) != NULL) {
        tell_failed(w, command->kind, command->ticket, err);
        command_free(command);
    }
}

static void turn(struct worker *w, int milliseconds)
{
    struct err err = {0};
    bool worked;

    if (!conductor_step(w->conductor, milliseconds, chan_descriptor(w->in),
                        &worked, &err) &&
        strcmp(err.text, w->trouble.text) != 0)
        tell_failure(w, &err);
    w->trouble = err;
    w->stale = true;
    tell_status(w);
}

void worker_run(void *with)
{
    struct errands_of *given = with;
    struct worker w = {
        .desk = given->desk,
        .in = given->in,
        .notes = given->notes,
        .stale = true,
    };
    struct err err = {0};
    int64_t until;

    if (given->looks.code != ERR_NONE) {
        refuse_all(&w, &given->looks);
        return;
    }
    if (!conductor_new(w.desk, true, &w.conductor, &err)) {
        refuse_all(&w, &err);
        return;
    }
    /* Who is no engine hears of nothing for a while, and must know that. */
    turn(&w, 0);
    for (;;) {
        /* Asked first: what was sent before the end is still carried out. */
        bool closed = chan_closed(w.in);
        struct command *command = chan_take(w.in);

        if (command == NULL && closed)
            break;
        if (command != NULL) {
            carry_out(&w, command);
            command_free(command);
        } else {
            turn(&w, REST);
        }
    }
    /* A dropped line ends a screen, never an action half way. */
    until = when_monotonic() + FAREWELL;
    while (!conductor_leave(w.conductor) && when_monotonic() < until)
        turn(&w, 100);
    conductor_free(w.conductor);
}
