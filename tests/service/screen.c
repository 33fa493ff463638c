/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <poll.h>

#include <cmocka.h>

#include "screen.h"
#include "util/when.h"

#define DEADLINE 60000

void screen_open(struct screen *screen, const struct config *config)
{
    struct err err = {0};

    *screen = (struct screen){.ticket = 0};
    if (!console_open(config, &screen->console, &err))
        fail_msg("%s", err.text);
}

void screen_close(struct screen *screen)
{
    console_close(screen->console);
    screen->console = NULL;
}

uint64_t screen_ask(struct screen *screen, struct ask *ask)
{
    int64_t until = when_monotonic() + DEADLINE;

    ask->ticket = ++screen->ticket;
    while (!console_ask(screen->console, ask)) {
        assert_true(when_monotonic() < until);
        note_free(screen_next(screen, 10));
    }
    return ask->ticket;
}

uint64_t screen_send(struct screen *screen, struct command *command)
{
    command->ticket = ++screen->ticket;
    assert_true(console_send(screen->console, command));
    return command->ticket;
}

struct note *screen_next(struct screen *screen, int milliseconds)
{
    struct pollfd fd = {.fd = console_descriptor(screen->console),
                        .events = POLLIN};
    struct note *note = console_take(screen->console);

    if (!note && poll(&fd, 1, milliseconds) > 0)
        note = console_take(screen->console);
    if (note && note->kind == NOTE_STATUS)
        screen->status = *note->is.status;
    if (note && note->kind == NOTE_CHANGED)
        screen->changed++;
    return note;
}

struct note *screen_wait(struct screen *screen, enum note_kind kind,
                         uint64_t ticket)
{
    int64_t until = when_monotonic() + DEADLINE;

    while (when_monotonic() < until) {
        struct note *note = screen_next(screen, 100);

        if (note && note->kind == kind && note->ticket == ticket)
            return note;
        note_free(note);
    }
    fail_msg("No note %d for ticket %llu", (int)kind,
             (unsigned long long)ticket);
    return NULL;
}

struct note *screen_get(struct screen *screen, struct ask *ask,
                        enum note_kind kind)
{
    uint64_t ticket = screen_ask(screen, ask);

    return screen_wait(screen, kind, ticket);
}

int64_t screen_do(struct screen *screen, struct command *command)
{
    uint64_t ticket = screen_send(screen, command);
    struct note *note = screen_wait(screen, NOTE_DONE, ticket);
    int64_t row = note->is.done->row;

    if (note->is.done->failed > 0)
        fail_msg("%s: %s", note->is.done->line, note->is.done->error.text);
    note_free(note);
    return row;
}
