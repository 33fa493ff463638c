/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * canvas.h - a rectangle of the screen, and the one place that puts text on it.
 *
 * Every text is clipped to columns and made harmless on its way, so that
 * nothing else has to think of hostile text.  Signs that the terminal lacks
 * become ASCII ones: callers write "●", "▌", "✓", "…" and lines freely.
 * Drawing what is there already costs no bytes; so a screen draws all of
 * itself whenever something changed, and never clears first.  It must cover
 * its whole rectangle: pad rows with canvas_put(), blank the rest with
 * canvas_blank().
 *
 * Thread: the terminal's.
 * Memory: a canvas is a value and borrows its terminal or layer.
 */
#ifndef RIPOSTE_WIDGET_CANVAS_H
#define RIPOSTE_WIDGET_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "util/str.h"
#include "widget/style.h"
#include "widget/term.h"

struct _win_st; /* a window of curses */

struct canvas {
    struct term *term;
    struct _win_st *window;
    int y; /* the rectangle inside the window; coordinates given to the */
    int x; /* functions below count from its corner */
    int rows;
    int cols;
};

/* The whole screen; valid until the size changes. */
struct canvas canvas_screen(struct term *term);
/* A part of @canvas, clamped to it; @rows and @cols may be INT_MAX. */
struct canvas canvas_sub(const struct canvas *canvas, int y, int x, int rows,
                         int cols);

/* Puts @text at row @y, column @x, in exactly @width columns: cut when it is
 * longer (with "…" by canvas_fit()), padded with blanks when it is shorter.
 * Clipped at the canvas. */
void canvas_put(const struct canvas *canvas, int y, int x, int width,
                enum style style, struct str text);
void canvas_fit(const struct canvas *canvas, int y, int x, int width,
                enum style style, struct str text);
/* The same, right-aligned. */
void canvas_right(const struct canvas *canvas, int y, int x, int width,
                  enum style style, struct str text);
/* Puts @text without padding, clipped at the canvas; answers the column
 * behind it, for the next piece of a line. */
int canvas_add(const struct canvas *canvas, int y, int x, enum style style,
               struct str text);
int canvas_printf(const struct canvas *canvas, int y, int x, enum style style,
                  const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* How many columns canvas_add() would take for it. */
int canvas_width(struct str text);

/* Blanks from column @x to the end of row @y; all rows from @y on. */
void canvas_rest(const struct canvas *canvas, int y, int x);
void canvas_blank(const struct canvas *canvas, int y);
/* Gives @width cells that are there another style. */
void canvas_restyle(const struct canvas *canvas, int y, int x, int width,
                    enum style style);

void canvas_vline(const struct canvas *canvas, int y, int x, int height);
/* A line across the canvas with a title in it: "─ Title ─────". */
void canvas_rule(const struct canvas *canvas, int y, struct str title);
void canvas_box(const struct canvas *canvas, struct str title);

/* As term_cursor(), in coordinates of the canvas. */
void canvas_cursor(const struct canvas *canvas, int y, int x, bool seen);
/* Is this place of the screen (a click) inside; where? */
bool canvas_holds(const struct canvas *canvas, int screen_y, int screen_x,
                  int *y, int *x);

/* A window above the screen: what a dialog is drawn on. */
struct layer;
struct layer *layer_new(struct term *term);
void layer_free(struct layer *layer); /* NULL is fine; what was under shows */
/* Moves it to the middle of the screen, @rows by @cols or what there is room
 * for, and gives its canvas. */
struct canvas layer_centre(struct layer *layer, int rows, int cols);
/* Moves it to a place of the screen, clamped to it. */
struct canvas layer_place(struct layer *layer, int y, int x, int rows,
                          int cols);

#endif
