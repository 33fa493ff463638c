/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the emulator shows.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vt_own.h"

_Noreturn void vt_fail(const char *what)
{
    fprintf(stderr, "vt: %s: %s\n", what, strerror(errno));
    abort();
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct vt *vt = user;

    if (property == VTERM_PROP_CURSORVISIBLE)
        vt->cursor_seen = value->boolean;
    else if (property == VTERM_PROP_ALTSCREEN)
        vt->alternate = value->boolean;
    else if (property == VTERM_PROP_MOUSE)
        vt->mouse = value->number != 0;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

void vt_make_emulator(struct vt *vt)
{
    vt->vterm = vterm_new(vt->rows, vt->cols);
    vterm_set_utf8(vt->vterm, 1);
    vt->screen = vterm_obtain_screen(vt->vterm);
    vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
    vterm_screen_enable_altscreen(vt->screen, 1);
    vterm_screen_reset(vt->screen, 1);
    vt->cursor_seen = true;
}

/* Appends one row, without the blanks at its end. */
static size_t row_text(struct vt *vt, int row, char *out)
{
    size_t len = 0;
    size_t end = 0;

    for (int col = 0; col < vt->cols;) {
        VTermPos at = {.row = row, .col = col};
        VTermScreenCell cell;

        vterm_screen_get_cell(vt->screen, at, &cell);
        if (!cell.chars[0])
            out[len++] = ' ';
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++) {
            unsigned long c = cell.chars[i];

            if (c < 0x80) {
                out[len++] = (char)c;
            } else if (c < 0x800) {
                out[len++] = (char)(0xc0 | c >> 6);
                out[len++] = (char)(0x80 | (c & 0x3f));
            } else if (c < 0x10000) {
                out[len++] = (char)(0xe0 | c >> 12);
                out[len++] = (char)(0x80 | (c >> 6 & 0x3f));
                out[len++] = (char)(0x80 | (c & 0x3f));
            } else if (c < 0x110000) {
                out[len++] = (char)(0xf0 | c >> 18);
                out[len++] = (char)(0x80 | (c >> 12 & 0x3f));
                out[len++] = (char)(0x80 | (c >> 6 & 0x3f));
                out[len++] = (char)(0x80 | (c & 0x3f));
            }
        }
        if (cell.chars[0] && cell.chars[0] != ' ')
            end = len;
        col += cell.width > 0 ? cell.width : 1;
    }
    return end;
}

static void make_room(struct vt *vt, int rows)
{
    size_t row = (size_t)vt->cols * VTERM_MAX_CHARS_PER_CELL * 4 + 2;

    vt->text = realloc(vt->text, (size_t)rows * row + 1);
    if (!vt->text)
        vt_fail("realloc");
}

const char *vt_screen(struct vt *vt)
{
    size_t len = 0;

    make_room(vt, vt->rows);
    for (int row = 0; row < vt->rows; row++) {
        len += row_text(vt, row, vt->text + len);
        vt->text[len++] = '\n';
    }
    vt->text[len] = '\0';
    return vt->text;
}

const char *vt_row(struct vt *vt, int row)
{
    make_room(vt, 1);
    vt->text[row_text(vt, row, vt->text)] = '\0';
    return vt->text;
}

void vt_cursor(const struct vt *vt, int *row, int *col, bool *seen)
{
    VTermPos at;

    vterm_state_get_cursorpos(vterm_obtain_state(vt->vterm), &at);
    *row = at.row;
    *col = at.col;
    *seen = vt->cursor_seen;
}

static bool coloured(struct vt *vt, const VTermScreenCell *cell)
{
    VTermColor fg;
    VTermColor bg;

    vterm_state_get_default_colors(vterm_obtain_state(vt->vterm), &fg, &bg);
    return !vterm_color_is_equal(&fg, &cell->fg) ||
           !vterm_color_is_equal(&bg, &cell->bg);
}

const char *vt_style(struct vt *vt, int row, int col)
{
    VTermPos at = {.row = row, .col = col};
    VTermScreenCell cell;
    char *out;

    make_room(vt, 1);
    out = vt->text;
    vterm_screen_get_cell(vt->screen, at, &cell);
    if (cell.attrs.bold)
        *out++ = 'b';
    if (cell.attrs.underline)
        *out++ = 'u';
    if (cell.attrs.reverse)
        *out++ = 'r';
    if (coloured(vt, &cell))
        *out++ = 'c';
    *out = '\0';
    return vt->text;
}

bool vt_alternate(const struct vt *vt)
{
    return vt->alternate;
}

bool vt_mouse(const struct vt *vt)
{
    return vt->mouse;
}
