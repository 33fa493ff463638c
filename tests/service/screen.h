/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * screen.h - a console without a screen: asks and waits for the note that
 * answers, as the ui does.
 *
 * Thread: one.
 */
#ifndef RIPOSTE_TESTS_SERVICE_SCREEN_H
#define RIPOSTE_TESTS_SERVICE_SCREEN_H

#include "service/console.h"

struct screen {
    struct console *console;
    uint64_t ticket;
    struct engine_status status; /* as last told */
    size_t changed;              /* NOTE_CHANGED so far */
};

void screen_open(struct screen *screen, const struct config *config);
void screen_close(struct screen *screen);
/* Sends it under a ticket of its own, which is answered. */
uint64_t screen_ask(struct screen *screen, struct ask *ask);
uint64_t screen_send(struct screen *screen, struct command *command);
/* The next note within @milliseconds, or NULL; what is told unasked is taken
 * note of, and given too. */
struct note *screen_next(struct screen *screen, int milliseconds);
/* The first note of that kind and ticket; the caller frees it. */
struct note *screen_wait(struct screen *screen, enum note_kind kind,
                         uint64_t ticket);
/* Both; NOTE_DONE of a command must say that all went well. */
struct note *screen_get(struct screen *screen, struct ask *ask,
                        enum note_kind kind);
int64_t screen_do(struct screen *screen, struct command *command);

#endif
