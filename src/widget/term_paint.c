/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Styles to colour pairs and attributes of curses.
 */
#include "widget/term_own.h"

/* On a terminal that knows no default colours: white on black. */
#define PLAIN_INK   7
#define PLAIN_PAPER 0

static const struct {
    unsigned look;
    attr_t attr;
} attributes[] = {
    {LOOK_BOLD, A_BOLD},
    {LOOK_DIM, A_DIM},
    {LOOK_REVERSE, A_REVERSE},
    {LOOK_UNDERLINE, A_UNDERLINE},
};

static attr_t attribute_of(unsigned look)
{
    attr_t attr = A_NORMAL;

    for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
        if (look & attributes[i].look)
            attr |= attributes[i].attr;
    }
    return attr;
}

/* The bright colours of 16 are bold ones of 8, but grey, which is dim. */
static short among_8(short colour, attr_t *attr)
{
    if (colour < 8)
        return colour;
    if (colour == 8) {
        *attr |= A_DIM;
        return PLAIN_INK;
    }
    *attr |= A_BOLD;
    return (short)(colour - 8);
}

static void paint_style(struct term *term, enum style style, bool own)
{
    const struct paint *look = style_look(term->theme, style);
    attr_t attr = attribute_of(look->attribute);
    short ink = COLORS >= 256 ? look->ink : look->ink16;
    short paper = COLORS >= 256 ? look->paper : look->paper16;

    if (COLORS < 16)
        ink = among_8(ink, &attr);
    if (COLORS < 16 && paper >= 8)
        paper = (short)(paper - 8);
    term->attr[style] = attr;
    /* A pair of its own for the terminal's colours: the way back to it is
     * shorter than to none, on every row of a list. */
    term->pair[style] = own ? STYLE_TEXT + 1 : 0;
    term->bare[style] =
        !(attr & (A_REVERSE | A_UNDERLINE)) &&
        look->paper == style_look(term->theme, STYLE_TEXT)->paper;
    if (ink < 0 && paper < 0)
        return;
    if (!own) {
        ink = ink < 0 ? PLAIN_INK : ink;
        paper = paper < 0 ? PLAIN_PAPER : paper;
    }
    term->pair[style] = (short)(style + 1);
    init_pair(term->pair[style], ink, paper);
}

static void paint_mono(struct term *term)
{
    for (int i = 0; i < STYLE_N; i++) {
        term->attr[i] = attribute_of(style_mono((enum style)i));
        term->pair[i] = 0;
        term->bare[i] = !(term->attr[i] & (A_REVERSE | A_UNDERLINE));
    }
}

/* What the screen is cleared with is the blank that texts are padded with. */
static void paint_ground(const struct term *term)
{
    cchar_t blank;

    setcchar(&blank, L" ", A_NORMAL, term->pair[STYLE_TEXT], NULL);
    wbkgrndset(stdscr, &blank);
}

void term_paint(struct term *term)
{
    bool own;

    if (term->no_color || term->theme == THEME_MONO || !has_colors()) {
        paint_mono(term);
        paint_ground(term);
        return;
    }
    start_color();
    own = use_default_colors() == OK;
    if (COLORS < 8 || COLOR_PAIRS <= STYLE_N) {
        paint_mono(term);
        paint_ground(term);
        return;
    }
    if (own)
        init_pair(STYLE_TEXT + 1, -1, -1);
    for (int i = 0; i < STYLE_N; i++)
        paint_style(term, (enum style)i, own);
    paint_ground(term);
}

void term_set_theme(struct term *term, enum theme theme)
{
    term->theme = theme;
    term_paint(term);
    term_redraw(term);
}

enum theme term_theme(const struct term *term)
{
    return term->theme;
}
