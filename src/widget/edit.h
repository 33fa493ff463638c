/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * edit.h - a text and a place in it: what every editor here does alike;
 * private to this room.
 *
 * A place is a byte offset between characters; a combining mark goes with
 * the character before it.
 *
 * Thread: the terminal's.
 */
#ifndef RIPOSTE_WIDGET_EDIT_H
#define RIPOSTE_WIDGET_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/buf.h"

size_t edit_before(const struct buf *text, size_t at);
size_t edit_line_start(const struct buf *text, size_t at);
size_t edit_line_end(const struct buf *text, size_t at);

/* Puts @insert at the cursor, without the controls in it; line ends stay if
 * @lines, else they become blanks.  Nothing happens when the text would be
 * longer than @bound bytes. */
void edit_insert(struct buf *text, size_t *cursor, struct str insert,
                 bool lines, size_t bound);
void edit_cut(struct buf *text, size_t *cursor, size_t from, size_t to);

enum edit_answer { EDIT_OTHER, EDIT_MOVED, EDIT_CHANGED };
/* Keys that move and delete within a line. */
enum edit_answer edit_key(struct buf *text, size_t *cursor, uint32_t code);

#endif
