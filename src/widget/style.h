/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * style.h - what a piece of text means, and the themes that say how it looks.
 *
 * Callers name the meaning; the one table in style.c knows colours and
 * attributes for 256, 16 and 8 colours and for none.  Meaning never hangs on
 * colour alone: the caller says it in characters too.
 *
 * Thread: any; the tables are constant.
 * Memory: none.
 */
#ifndef RIPOSTE_WIDGET_STYLE_H
#define RIPOSTE_WIDGET_STYLE_H

#include <stdbool.h>

#include "util/str.h"

enum style {
    STYLE_TEXT,      /* the terminal's own colours */
    STYLE_DIM,       /* less important: units, hints, old things */
    STYLE_STRONG,    /* more important */
    STYLE_TITLE,     /* the name of the program, of a dialog or pane */
    STYLE_TAB_ON,    /* the tab one is in */
    STYLE_TAB_OFF,   /* the other tabs */
    STYLE_TAB_CALL,  /* a tab where something waits for this person */
    STYLE_HEAD,      /* heads of columns */
    STYLE_RULE,      /* lines and boxes */
    STYLE_MARK,      /* the bar at the row under the cursor */
    STYLE_MARKED,    /* the sign of a row in the marked set */
    STYLE_SELECTED,  /* the row under the cursor of a menu */
    STYLE_MATCH,     /* what a search found */
    STYLE_BAR,       /* the bottom line */
    STYLE_KEY,       /* a key in the bottom line or in help */
    STYLE_KEY_LABEL, /* what it does */
    STYLE_KEY_OFF,   /* a key that cannot work now, with its label */
    STYLE_FIELD,     /* an input field */
    STYLE_FIELD_ON,  /* the one with the cursor */
    STYLE_FIELD_OFF, /* one that cannot be changed */
    STYLE_ERROR,
    STYLE_WARN,
    STYLE_OK,
    STYLE_INFO,
    STYLE_LINK, /* Enter goes there */
    STYLE_SEVERITY_HIGH,
    STYLE_SEVERITY_MEDIUM,
    STYLE_SEVERITY_LOW,
    STYLE_SEVERITY_INFO,
    STYLE_NAME,   /* member names of a JSON tree */
    STYLE_STRING, /* and its texts, */
    STYLE_NUMBER, /* numbers, */
    STYLE_WORD,   /* true, false and null; words of a query language */
    STYLE_N
};

enum theme { THEME_DARK, THEME_LIGHT, THEME_CONTRAST, THEME_MONO, THEME_N };

/* "dark", "light", "contrast", "mono": as the configuration spells them. */
const char *theme_name(enum theme theme);
bool theme_parse(struct str name, enum theme *out);

/* How a style looks; colours are numbers of the terminal's palette, -1 its
 * own.  Read by term.c alone, when it makes its colour pairs. */
enum look_attribute {
    LOOK_BOLD = 1,
    LOOK_DIM = 2,
    LOOK_REVERSE = 4,
    LOOK_UNDERLINE = 8,
};

struct paint {
    short ink;     /* foreground among 256 colours */
    short paper;   /* background among 256 */
    short ink16;   /* foreground among 16; 8 to 15 are bold among 8 */
    short paper16; /* background among 16 */
    unsigned attribute;
};

const struct paint *style_look(enum theme theme, enum style style);
/* Set of look_attribute for THEME_MONO and terminals without colour. */
unsigned style_mono(enum style style);

#endif
