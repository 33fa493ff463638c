/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * term_own.h - the inside of struct term; for the files of this room alone.
 *
 * Thread: the terminal's.
 */
#ifndef RIPOSTE_WIDGET_TERM_OWN_H
#define RIPOSTE_WIDGET_TERM_OWN_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include <curses.h>

#include "util/buf.h"
#include "widget/keyread.h"
#include "widget/term.h"

struct term {
    SCREEN *screen;
    int in;
    int out;
    int signals;       /* signalfd */
    sigset_t old_mask; /* before the signals were blocked */
    bool leaving;      /* a signal said so: they stay blocked for good */
    bool gone;         /* hung up: nothing is written any more */
    bool paused;       /* given away for a while */

    struct keyread keys;
    int escape_delay;   /* milliseconds */
    int64_t fed;        /* when the last bytes came */
    bool escape_is_key; /* the delay is over */

    enum theme theme;
    bool no_color;        /* $NO_COLOR, or the terminal has none */
    attr_t attr[STYLE_N]; /* as curses wants them */
    short pair[STYLE_N];
    bool bare[STYLE_N]; /* its blanks look like those of STYLE_TEXT */
    bool utf8;
    bool plain;  /* signs beyond ASCII are spelled in ASCII */
    bool cp437;  /* but those of code page 437 are there */
    bool modern; /* knows pastes, the mouse and OSC sequences */
    bool mouse;
    bool bell;
    bool notify;
    int64_t last_bell;
    int64_t last_notify;

    int cursor_y;
    int cursor_x;
    bool cursor_seen;

    struct panel *ground; /* what the panel library has for the screen */

    cchar_t *cells; /* scratch of the canvas, one row */
    int n_cells;
    struct buf visible;
};

/* Writes past curses, all of it; a failure means that the terminal is gone. */
void term_write(struct term *term, const char *at, size_t len);
/* Takes the size of the terminal over. */
void term_measure(struct term *term);
/* Modes beside those of curses: pastes, mouse. */
void term_modes(struct term *term, bool on);
/* Colours and attributes for the theme. */
void term_paint(struct term *term);
/* What the kind of terminal can and what its keys send. */
void term_learn(struct term *term, bool ascii);

#endif
