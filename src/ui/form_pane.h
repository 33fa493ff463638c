/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * form_pane.h - a form under its title, with what would come of it beside it,
 * on narrow screens below it, and on small ones not at all.
 *
 * Thread: the terminal's.
 * Memory: texts and widgets are borrowed.
 */
#ifndef RIPOSTE_UI_FORM_PANE_H
#define RIPOSTE_UI_FORM_PANE_H

#include "widget/canvas.h"
#include "widget/form.h"
#include "widget/view.h"

/* @below is the title of the pane where it stands below. */
void form_pane_draw(struct form *form, struct view *pane, struct str title,
                    const char *below, const struct canvas *canvas);

#endif
