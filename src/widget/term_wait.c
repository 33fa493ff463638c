/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one sleep of the screen's thread, and what wakes it.
 */
#include "widget/term.h"

#include <errno.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <curses.h>

#include "util/when.h"
#include "widget/term_own.h"

#define READ_SIZE 4096
/* A burst longer than this is read in turns, so that it cannot hold the
 * screen for ever. */
#define READ_TURNS 64
/* Nothing for this long in the middle of a paste: its end was lost. */
#define PASTE_PATIENCE (2 * WHEN_SECOND)

enum { WAIT_TTY, WAIT_SIGNALS, WAIT_FIRST };

static void take_signal(struct term *term, int number, struct term_woke *out)
{
    switch (number) {
    case SIGWINCH:
        term_measure(term);
        out->redraw = true;
        break;
    case SIGCONT:
        /* It was stopped without being asked; somebody else had the
         * terminal meanwhile. */
        if (term->paused)
            break;
        reset_prog_mode();
        keypad(stdscr, TRUE);
        term_modes(term, true);
        term_measure(term);
        out->redraw = true;
        break;
    case SIGTSTP:
        out->stop = true;
        break;
    default:
        term->leaving = true;
        out->signal = number;
        break;
    }
}

static void read_signals(struct term *term, struct term_woke *out)
{
    struct signalfd_siginfo info;

    while (read(term->signals, &info, sizeof(info)) == sizeof(info))
        take_signal(term, (int)info.ssi_signo, out);
}

static bool more_to_read(int descriptor)
{
    struct pollfd wait = {.fd = descriptor, .events = POLLIN};

    return poll(&wait, 1, 0) == 1 && (wait.revents & POLLIN);
}

static void hang_up(struct term *term, struct term_woke *out)
{
    term->gone = true;
    term->leaving = true;
    out->hangup = true;
}

/* Reads all that has come: a paste of 500 keys is one turn of the caller. */
static void read_keys(struct term *term, struct term_woke *out)
{
    char bytes[READ_SIZE];
    int64_t now = when_monotonic();

    if (now - term->fed > PASTE_PATIENCE)
        keyread_give_up(&term->keys);
    term->fed = now;
    term->escape_is_key = false;
    for (int i = 0; i < READ_TURNS; i++) {
        ssize_t n = read(term->in, bytes, sizeof(bytes));

        if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) {
            hang_up(term, out);
            return;
        }
        if (n < 0)
            return;
        keyread_feed(&term->keys, bytes, (size_t)n);
        out->keys = true;
        if (!more_to_read(term->in))
            return;
    }
}

/* Milliseconds to sleep: no longer than an Esc may wait for its rest. */
static int patience(const struct term *term, int milliseconds)
{
    int64_t left;

    if (!keyread_waiting(&term->keys))
        return milliseconds;
    left = term->fed + term->escape_delay - when_monotonic();
    if (left < 0)
        left = 0;
    return milliseconds < 0 || left < milliseconds ? (int)left : milliseconds;
}

static void escape_over(struct term *term, struct term_woke *out)
{
    if (keyread_waiting(&term->keys) &&
        when_monotonic() - term->fed >= term->escape_delay) {
        term->escape_is_key = true;
        out->keys = true;
    }
}

void term_poll(struct term *term, const int *descriptors, size_t count,
               int milliseconds, struct term_woke *out)
{
    struct pollfd wait[WAIT_FIRST + TERM_WATCH_MAX] = {
        [WAIT_TTY] = {.fd = term->gone ? -1 : term->in, .events = POLLIN},
        [WAIT_SIGNALS] = {.fd = term->signals, .events = POLLIN},
    };
    nfds_t n = WAIT_FIRST;

    *out = (struct term_woke){.keys = false};
    if (count > TERM_WATCH_MAX)
        count = TERM_WATCH_MAX;
    for (size_t i = 0; i < count; i++)
        wait[n++] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
    if (poll(wait, n, patience(term, milliseconds)) < 0)
        return;
    if (wait[WAIT_SIGNALS].revents)
        read_signals(term, out);
    if (wait[WAIT_TTY].revents & POLLIN)
        read_keys(term, out);
    else if (wait[WAIT_TTY].revents)
        hang_up(term, out);
    escape_over(term, out);
    for (size_t i = 0; i < count; i++) {
        if (wait[WAIT_FIRST + i].revents)
            out->ready |= UINT32_C(1) << i;
    }
}

bool term_key(struct term *term, struct key *out)
{
    return keyread_next(&term->keys, term->escape_is_key, out);
}
