/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * plain.h - a page as plain lines on the terminal's ordinary screen, where its
 * own selection and scroll-back work.
 *
 * Thread: ui; waits for Enter, meanwhile nothing is drawn.
 */
#ifndef RIPOSTE_UI_PLAIN_H
#define RIPOSTE_UI_PLAIN_H

#include "util/str.h"
#include "widget/term.h"

void plain_show(struct term *term, struct str text);

#endif
