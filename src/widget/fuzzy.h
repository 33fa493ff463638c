/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzzy.h - how well does a short text describe a longer one?  Private to this
 * room.
 *
 * Thread: any.
 */
#ifndef RIPOSTE_WIDGET_FUZZY_H
#define RIPOSTE_WIDGET_FUZZY_H

#include "util/str.h"

/* -1 when the characters of @pattern do not all come in @text in their order
 * (ASCII letters without case); else the more, the better: starts of words
 * and unbroken runs count most, then an early place. */
int fuzzy_score(struct str pattern, struct str text);

#endif
