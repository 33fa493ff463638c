/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * term.h - the terminal: taken, slept on, drawn, and given back.
 *
 * It is given back on every way out: term_free(), exit(), die(), and the
 * signals of a crash, whose handler writes one prepared sequence, restores
 * the line settings and raises the signal again.  SIGTERM, SIGHUP, SIGINT,
 * SIGTSTP, SIGCONT and SIGWINCH are blocked from term_new() on and arrive in
 * term_poll(), which is the only place where the screen's thread sleeps.
 *
 * Keys are read and parsed here, not by curses: a burst is one read(2), a
 * paste is one key with a text, and nothing repaints behind the caller's back.
 *
 * Thread: the one that made it, and one terminal at a time in a process.
 * Start other threads before or after; they must block these signals, which
 * thread_start() does.
 * Memory: term_new() is yours until term_free().
 */
#ifndef RIPOSTE_WIDGET_TERM_H
#define RIPOSTE_WIDGET_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/err.h"
#include "util/str.h"
#include "widget/key.h"
#include "widget/style.h"

struct term;

/* Below this nothing useful can be drawn: see term_too_small(). */
#define TERM_ROWS_MIN  10
#define TERM_COLS_MIN  40
#define TERM_WATCH_MAX 32

struct term_options {
    enum theme theme; /* $NO_COLOR turns any of them into THEME_MONO */
    bool mouse;       /* report clicks and the wheel */
    bool bell;        /* term_bell() may sound */
    bool notify;      /* term_notify() may speak */
    bool ascii;       /* plain lines even where more is possible */
};

/* Are standard input and output a terminal, and is it said which?  ERR_LOCAL
 * when not.  For whoever wants to know before anything else is begun. */
bool term_possible(struct err *err);
/* Takes the terminal at standard input and output.  setlocale(3) must have
 * been called.  ERR_LOCAL: not a terminal, TERM unset, unknown, or a
 * terminal that cannot move its cursor; nothing has been written then. */
bool term_new(const struct term_options *options, struct term **out,
              struct err *err);
void term_free(struct term *term); /* NULL is fine */

int term_rows(const struct term *term);
int term_cols(const struct term *term);

/* Is the screen too small to draw on?  If so a notice is drawn that says how
 * large it must be, and the caller draws nothing. */
bool term_too_small(struct term *term);

/* ---- sleeping and reading ---- */

struct term_woke {
    bool keys;      /* term_key() has something */
    bool redraw;    /* other size, or back from a stop: draw everything */
    bool hangup;    /* the terminal is gone: leave, write nothing */
    bool stop;      /* SIGTSTP was sent: call term_suspend() when ready */
    int signal;     /* SIGTERM, SIGHUP or SIGINT: leave; else 0 */
    uint32_t ready; /* bit i: descriptors[i] is readable or hung up */
};

/* Sleeps until a key, a signal, a descriptor, or @milliseconds have passed
 * (-1: no end).  At most TERM_WATCH_MAX descriptors; negative ones are
 * skipped.  The outputs are cleared first; a time-out leaves them so. */
void term_poll(struct term *term, const int *descriptors, size_t count,
               int milliseconds, struct term_woke *out);

/* The next key that has already arrived; never waits.  False: none. */
bool term_key(struct term *term, struct key *out);

/* ---- drawing ---- */

/* Sends what changed to the terminal: the one write of a turn. */
void term_flush(struct term *term);
/* Where the cursor stands after the next flush, and whether it is seen.  Of
 * several calls between two flushes the last one counts; after a flush it
 * is hidden until told otherwise. */
void term_cursor(struct term *term, int y, int x, bool seen);
void term_redraw(struct term *term); /* the next flush paints everything */

void term_set_theme(struct term *term, enum theme theme);
enum theme term_theme(const struct term *term);
void term_set_mouse(struct term *term, bool on);
bool term_mouse(const struct term *term);
void term_set_bell(struct term *term, bool on);
bool term_has_bell(const struct term *term);

/* ---- giving it away for a while ---- */

/* Gives the terminal back and stops the process as Ctrl-Z does; comes back
 * when it is continued, the screen to be redrawn by the caller. */
void term_suspend(struct term *term);
/* Gives it back for another program or for plain output; takes it again. */
void term_pause(struct term *term);
void term_resume(struct term *term);

/* ---- beside the screen; all texts are made harmless first ---- */

/* Until the terminal is given back or away; set it again on a redraw. */
void term_title(struct term *term, struct str title);
/* Into the clipboard by OSC 52, line ends kept; ERR_INPUT above 74,994 bytes,
 * which is what terminals take. */
bool term_copy(struct term *term, struct str text, struct err *err);
/* OSC 9 and OSC 777, through tmux and screen where they stand between; with
 * the bell at most once in ten seconds. */
void term_notify(struct term *term, struct str title, struct str body);
void term_bell(struct term *term); /* at most once in two seconds */

#endif
