/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/glyph.h"

#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* By code point, for a binary search. */
static const struct glyph {
    uint16_t c;
    char ascii;
    bool cp437;
} glyphs[] = {
    {0x00b7, '.', true},  /* · */
    {0x00bb, '>', true},  /* » */
    {0x00d7, 'x', false}, /* × */
    {0x2013, '-', false}, /* – */
    {0x2014, '-', false}, /* — */
    {0x2018, '\'', false},
    {0x2019, '\'', false},
    {0x201c, '"', false},
    {0x201d, '"', false},
    {0x201e, '"', false},
    {0x2022, '*', true},
    {0x2026, '~', false}, /* … */
    {0x2190, '<', true},
    {0x2191, '^', true},
    {0x2192, '>', true},
    {0x2193, 'v', true},
    {0x2212, '-', false}, /* − */
    {0x2264, '<', true},  /* ≤ */
    {0x2265, '>', true},  /* ≥ */
    {0x23f8, '=', false}, /* ⏸ */
    {0x2500, '-', true},
    {0x2502, '|', true},
    {0x250c, '+', true},
    {0x2510, '+', true},
    {0x2514, '+', true},
    {0x2518, '+', true},
    {0x251c, '+', true},
    {0x2524, '+', true},
    {0x252c, '+', true},
    {0x2534, '+', true},
    {0x253c, '+', true},
    {0x2581, '_', false}, /* ▁ and so on: sparklines have digits */
    {0x2582, '.', false},
    {0x2583, '.', false},
    {0x2584, '=', true},
    {0x2585, '=', false},
    {0x2586, '=', false},
    {0x2587, '#', false},
    {0x2588, '#', true},
    {0x258c, '>', true},
    {0x2590, '<', true},
    {0x2591, '.', true},
    {0x2592, ':', true},
    {0x2593, '#', true},
    {0x25a0, '#', true},
    {0x25b2, '^', true},
    {0x25b6, '>', false},
    {0x25b8, '+', false}, /* ▸ a branch that is shut */
    {0x25bc, 'v', true},
    {0x25be, '-', false}, /* ▾ and one that is open */
    {0x25c6, '*', false},
    {0x25cb, 'o', true},
    {0x25cf, '*', false},
    {0x2713, '+', false}, /* ✓ */
    {0x2717, 'x', false}, /* ✗ */
};

uint32_t glyph_plain(uint32_t c, bool cp437)
{
    size_t from = 0;
    size_t to = COUNT(glyphs);

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (glyphs[middle].c == c)
            return cp437 && glyphs[middle].cp437
                       ? c
                       : (unsigned char)glyphs[middle].ascii;
        if (glyphs[middle].c < c)
            from = middle + 1;
        else
            to = middle;
    }
    return c;
}
