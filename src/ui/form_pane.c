/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/form_pane.h"

#define BESIDE_COLS 100 /* from here on the pane stands beside the form */
#define BELOW_ROWS  14  /* and from here on below it */

void form_pane_draw(struct form *form, struct view *pane, struct str title,
                    const char *below, const struct canvas *canvas)
{
    bool is_beside = canvas->cols >= BESIDE_COLS;
    bool is_below = !is_beside && canvas->rows >= BELOW_ROWS;
    int rows = is_below ? canvas->rows * 3 / 5 : canvas->rows;
    int cols = is_beside ? canvas->cols * 2 / 3 : canvas->cols;
    struct canvas inside = canvas_sub(canvas, 1, 0, rows - 1, cols);

    canvas_rule(canvas, 0, title);
    form_draw(form, &inside);
    if (is_beside) {
        canvas_vline(canvas, 1, cols, canvas->rows - 1);
        inside = canvas_sub(canvas, 1, cols + 1, canvas->rows - 1,
                            canvas->cols - cols - 1);
        view_draw(pane, &inside);
    } else if (is_below) {
        canvas_rule(canvas, rows, str_of(below));
        inside = canvas_sub(canvas, rows + 1, 0, canvas->rows - rows - 1,
                            canvas->cols);
        view_draw(pane, &inside);
    }
}
