/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * contained_own.h - what the files of the Contained screen share.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_CONTAINED_OWN_H
#define RIPOSTE_UI_CONTAINED_OWN_H

#include "ui/board.h"

enum contained_act {
    CONTAINED_UNDO = ACT_SCREEN,
    CONTAINED_EXTEND,
    CONTAINED_CHECK,
    CONTAINED_SETTLE,
    CONTAINED_EVENT,
    CONTAINED_RUN,
    CONTAINED_APPROVAL,
    CONTAINED_MARK_EVENT,
};

struct contained {
    struct board board;
    struct effect_page *page;
    int64_t tick; /* when a countdown changes; 0: there is none */
};

/* The containment at this place of the list; NULL: there is none. */
const struct effect *contained_at(const struct contained *contained,
                                  size_t index);
/* The one under the cursor. */
const struct effect *contained_current(const struct contained *contained);
/* Its entry in the catalogue; NULL: it has none any more. */
const struct containment *contained_entry(const struct contained *contained,
                                          const struct effect *row);
/* Its details. */
void contained_write(void *with, size_t index, struct view *view);

/* Asks before it does @act: to the marked ones, else to the current one. */
void contained_ask(struct contained *contained, int act);

#endif
