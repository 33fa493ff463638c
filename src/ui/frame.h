/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * frame.h - what is round every screen: tabs above, the bottom line, and the
 * line of the guide.
 *
 * Thread: ui.
 */
#ifndef RIPOSTE_UI_FRAME_H
#define RIPOSTE_UI_FRAME_H

#include "ui/shell.h"

/* All of it, with the screen, the pager and the dialog in it. */
void frame_draw(struct shell *shell);
/* The bottom line alone: what an idle screen costs. */
void frame_draw_bottom(struct shell *shell);
/* Milliseconds until something on it will read differently: never less than a
 * second, never more than a minute. */
int64_t frame_patience(const struct shell *shell);

#endif
