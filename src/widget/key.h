/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * key.h - one key, whatever the terminal sends for it, and its name.
 *
 * A code is a character (lower case letters are "a", upper case ones "A"), or
 * one of enum key_special, with KEYS_CTRL and KEYS_ALT added.  Ctrl-L is
 * KEYS_CTRL | 'l' and never a control character.  Tab, Enter, Esc and
 * Backspace have codes of their own, although Ctrl-I, Ctrl-M, Ctrl-[ and
 * Ctrl-H are the same byte to most terminals.
 *
 * Thread: any.
 * Memory: the text of a paste is borrowed from the terminal until its next key.
 */
#ifndef RIPOSTE_WIDGET_KEY_H
#define RIPOSTE_WIDGET_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "util/buf.h"
#include "util/str.h"

/* The names keep clear of the KEY_ macros of curses. */
enum key_special {
    KEYS_NONE = 0,
    KEYS_TAB = '\t',
    KEYS_ENTER = '\r',
    KEYS_ESC = 0x1b,
    KEYS_SPACE = ' ',
    KEYS_BACKSPACE = 0x7f,
    KEYS_FIRST = 0x200000, /* above every character */
    KEYS_UP = KEYS_FIRST,
    KEYS_DOWN,
    KEYS_LEFT,
    KEYS_RIGHT,
    KEYS_HOME,
    KEYS_END,
    KEYS_PAGE_UP,
    KEYS_PAGE_DOWN,
    KEYS_INSERT,
    KEYS_DELETE,
    KEYS_BACK_TAB, /* Shift-Tab */
    KEYS_F1,
    KEYS_F20 = KEYS_F1 + 19,
    KEYS_PASTE,      /* text: what was pasted, as it came */
    KEYS_CLICK,      /* y, x */
    KEYS_WHEEL_UP,   /* y, x */
    KEYS_WHEEL_DOWN, /* y, x */
    KEYS_LAST
};

#define KEYS_CTRL  0x1000000u
#define KEYS_ALT   0x2000000u
#define KEYS_SHIFT 0x4000000u /* with special keys only */

struct key {
    uint32_t code;
    struct str text; /* KEYS_PASTE: hostile like all text from outside */
    int y;           /* the mouse: row and column of the screen */
    int x;
};

/* "j", "G", "Ctrl-L", "Alt-x", "Shift-F5", "F5", "Esc", "Space", "PgDn": names
 * are read without case, single characters with it. */
bool key_parse(struct str name, uint32_t *out);
void key_format(uint32_t code, struct buf *out);

/* Is it a character that goes into a text: no Ctrl, no Alt, nothing special? */
bool key_printable(uint32_t code);

#endif
