/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * area.h - an editor for several lines; private to this room, forms open it.
 *
 * The form library cannot tell a line that is wrapped from one that ends, so
 * texts of several lines are edited here.
 *
 * Thread: the terminal's.
 * Memory: area_init() on the caller's storage, area_done() frees.
 */
#ifndef RIPOSTE_WIDGET_AREA_H
#define RIPOSTE_WIDGET_AREA_H

#include <stdbool.h>

#include "util/buf.h"
#include "widget/canvas.h"
#include "widget/key.h"

#define AREA_MAX (256 * 1024) /* bytes */

struct area {
    struct buf text;
    size_t cursor;
    size_t first; /* byte offset of the first line shown */
    int left;     /* columns scrolled away */
};

void area_init(struct area *area, struct str text);
void area_done(struct area *area);
/* False: not a key of the area. */
bool area_key(struct area *area, const struct key *key, int page);
/* Puts text at the cursor, in place of so many bytes before it. */
void area_replace(struct area *area, size_t bytes, struct str text);
void area_draw(struct area *area, const struct canvas *canvas);

#endif
