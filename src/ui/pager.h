/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pager.h - a text above the screen that is read, scrolled and searched:
 * help, the command log, a report.
 *
 * Thread: ui.
 * Memory: pager_new() is yours until pager_free() or shell_page_take().
 */
#ifndef RIPOSTE_UI_PAGER_H
#define RIPOSTE_UI_PAGER_H

#include <stdbool.h>

#include "util/buf.h"
#include "util/str.h"
#include "widget/canvas.h"
#include "widget/input.h"
#include "widget/view.h"

struct pager {
    char *title;
    struct view *view;
    struct input search;
    bool typing; /* in the search line */
    bool sought; /* something has been searched for */
    bool missed; /* and was not there */
    /* Enter on a stop of the view closes the pager and calls this; NULL: Enter
     * only moves. */
    void (*open)(void *with, uint64_t tag);
    void *with;
};

struct pager *pager_new(const char *title);
void pager_free(struct pager *pager);
/* False when the pager is to be closed. */
bool pager_key(struct pager *pager, const struct key *key);
void pager_draw(struct pager *pager, const struct canvas *canvas);

#endif
