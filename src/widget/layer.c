/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Windows above the screen, on the panel library.
 */
#include "widget/canvas.h"

#include <curses.h>
#include <panel.h>

#include "util/mem.h"
#include "widget/term_own.h"

struct layer {
    struct term *term;
    PANEL *panel;
};

struct layer *layer_new(struct term *term)
{
    struct layer *layer = mem_new(sizeof(*layer));
    WINDOW *window = newwin(1, 1, 0, 0);

    layer->term = term;
    layer->panel = window ? new_panel(window) : NULL;
    if (!layer->panel)
        die("A window cannot be made.");
    if (!term->ground)
        term->ground = layer->panel->below;
    return layer;
}

void layer_free(struct layer *layer)
{
    WINDOW *window;

    if (!layer)
        return;
    window = panel_window(layer->panel);
    del_panel(layer->panel);
    delwin(window);
    mem_free(layer);
}

static int clamp(int value, int least, int most)
{
    return value > most ? most : value < least ? least : value;
}

struct canvas layer_place(struct layer *layer, int y, int x, int rows, int cols)
{
    WINDOW *window = panel_window(layer->panel);
    int old_rows = getmaxy(window);
    int old_cols = getmaxx(window);

    rows = clamp(rows, 1, term_rows(layer->term));
    cols = clamp(cols, 1, term_cols(layer->term));
    y = clamp(y, 0, term_rows(layer->term) - rows);
    x = clamp(x, 0, term_cols(layer->term) - cols);
    if (rows != old_rows || cols != old_cols) {
        WINDOW *fresh = newwin(rows, cols, y, x);

        if (!fresh)
            die("A window of %d×%d cannot be made.", cols, rows);
        idlok(fresh, TRUE);
        replace_panel(layer->panel, fresh);
        delwin(window);
        window = fresh;
    }
    if (getbegy(window) != y || getbegx(window) != x)
        move_panel(layer->panel, y, x);
    return (struct canvas){
        .term = layer->term,
        .window = window,
        .rows = rows,
        .cols = cols,
    };
}

struct canvas layer_centre(struct layer *layer, int rows, int cols)
{
    int y = (term_rows(layer->term) - rows) / 2;
    int x = (term_cols(layer->term) - cols) / 2;

    return layer_place(layer, y, x, rows, cols);
}
