/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view.h - text to be read: wrapped, scrolled, searched; with places to jump
 * to.
 *
 * Lines are made of pieces, each with its style.  A line with a tag is a stop:
 * view_step() goes from stop to stop and view_tag() says where one is.
 *
 * Thread: the terminal's.
 * Memory: view_new() is yours until view_free(); texts are copied.
 */
#ifndef RIPOSTE_WIDGET_VIEW_H
#define RIPOSTE_WIDGET_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/str.h"
#include "widget/canvas.h"
#include "widget/list.h"

struct view;

struct view *view_new(void);
void view_free(struct view *view);
void view_clear(struct view *view); /* keeps the place: see view_home() */

/* Adds a piece to the line being written; line ends inside start new ones. */
void view_add(struct view *view, enum style style, struct str text);
void view_printf(struct view *view, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Continuation lines of the line being written start at this column. */
void view_indent(struct view *view, int columns);
/* Ends the line being written; @tag 0: not a stop. */
void view_end(struct view *view, uint64_t tag);
/* A whole line; and "label: value" with the values below one another. */
void view_line(struct view *view, enum style style, struct str text);
void view_pair(struct view *view, int label_width, struct str label,
               enum style style, struct str value);

void view_home(struct view *view);
bool view_move(struct view *view, enum list_move move); /* scrolls */
bool view_step(struct view *view, int direction);       /* to the next stop */
uint64_t view_tag(const struct view *view); /* of the stop; 0: none */
bool view_search(struct view *view, struct str text, bool forward);

/* Wraps to the width of @canvas and draws. */
void view_draw(struct view *view, const struct canvas *canvas);
size_t view_height(struct view *view, int cols); /* lines when wrapped */

#endif
