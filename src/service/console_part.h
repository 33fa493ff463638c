/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * console_part.h - what the two threads behind the screens share with
 * console.c: channels, and nothing else.
 */
#ifndef RIPOSTE_SERVICE_CONSOLE_PART_H
#define RIPOSTE_SERVICE_CONSOLE_PART_H

#include "service/console.h"
#include "util/chan.h"

/* Each thread gets its own copy of this; desks are opened before the threads
 * start, so that what is wrong with the store is said at once. */
struct errands_of {
    struct desk *desk;
    struct chan *in;    /* asks or commands */
    struct chan *notes; /* to the ui */
    struct err looks;   /* why the worker can only look, and does nothing */
};

void reader_run(void *with); /* struct errands_of */
void worker_run(void *with);

/* A command about a containment: to be made, or in force. */
bool worker_effect(struct desk *desk, const struct command *c, int64_t row,
                   int64_t *made, struct err *err);

void ask_free(void *ask);
void command_free(void *command);

struct note *note_new(enum note_kind kind, uint64_t ticket);
/* Gives the note away, in the place of one of the same kind that waits. */
void note_send(struct chan *notes, struct note *take_note);

#endif
