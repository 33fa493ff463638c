/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glyph.h - signs that not every terminal has, and what stands for them in
 * ASCII; private to this room.
 *
 * Thread: any; the table is constant.
 */
#ifndef RIPOSTE_WIDGET_GLYPH_H
#define RIPOSTE_WIDGET_GLYPH_H

#include <stdbool.h>
#include <stdint.h>

/* What to show for @c on a plain terminal: itself, or one ASCII character of
 * the same width.  @cp437: the signs of code page 437 are there. */
uint32_t glyph_plain(uint32_t c, bool cp437);

#endif
