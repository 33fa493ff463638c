/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chart.h - small pictures of numbers: sparklines, bars, progress.
 *
 * Thread: the terminal's.
 */
#ifndef RIPOSTE_WIDGET_CHART_H
#define RIPOSTE_WIDGET_CHART_H

#include <stddef.h>
#include <stdint.h>

#include "widget/canvas.h"

/* One column for each number (the last ones when there are more than @width),
 * the greatest as high as a row; "0" to "9" in ASCII. */
void chart_spark(const struct canvas *canvas, int y, int x, int width,
                 enum style style, const uint64_t *values, size_t count);
/* Columns as high as the canvas for the greatest, from its lower edge; they are
 * as wide as there is room for, and neighbours share one where there are more
 * than columns. */
void chart_bars(const struct canvas *canvas, enum style style,
                const uint64_t *values, size_t count);
/* A bar from @from to @to on a line that stands for @whole: steps of a run. */
void chart_span(const struct canvas *canvas, int y, int x, int width,
                enum style style, uint64_t from, uint64_t to, uint64_t whole);

#endif
