/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/style.h"

#include <stddef.h>

#define OWN (-1)

/* Ink on the terminal's own paper; ink on a paper. */
#define INK(deep, plain, how)                                                  \
    {                                                                          \
        .ink = (deep), .ink16 = (plain), .paper = OWN, .paper16 = OWN,         \
        .attribute = (how)                                                     \
    }
#define ON(deep, plain, paper_deep, paper_plain, how)                          \
    {                                                                          \
        .ink = (deep), .ink16 = (plain), .paper = (paper_deep),                \
        .paper16 = (paper_plain), .attribute = (how)                           \
    }

#define BOLD    LOOK_BOLD
#define FAINT   LOOK_DIM
#define REVERSE LOOK_REVERSE
#define LINE    LOOK_UNDERLINE

static const char *const theme_names[THEME_N] = {
    [THEME_DARK] = "dark",
    [THEME_LIGHT] = "light",
    [THEME_CONTRAST] = "contrast",
    [THEME_MONO] = "mono",
};

static const unsigned mono[STYLE_N] = {
    [STYLE_DIM] = FAINT,
    [STYLE_STRONG] = BOLD,
    [STYLE_TITLE] = BOLD,
    [STYLE_TAB_ON] = REVERSE,
    [STYLE_TAB_CALL] = BOLD | LINE,
    [STYLE_HEAD] = LINE,
    [STYLE_MARK] = BOLD,
    [STYLE_MARKED] = BOLD,
    [STYLE_SELECTED] = REVERSE,
    [STYLE_MATCH] = REVERSE,
    [STYLE_KEY] = BOLD,
    [STYLE_KEY_OFF] = FAINT,
    [STYLE_FIELD] = LINE,
    [STYLE_FIELD_ON] = REVERSE,
    [STYLE_FIELD_OFF] = FAINT,
    [STYLE_ERROR] = BOLD,
    [STYLE_WARN] = BOLD,
    [STYLE_LINK] = LINE,
    [STYLE_SEVERITY_HIGH] = BOLD | REVERSE,
    [STYLE_SEVERITY_MEDIUM] = BOLD,
    [STYLE_SEVERITY_INFO] = FAINT,
    [STYLE_NAME] = BOLD,
};

/* The one table of colours; THEME_MONO has none. */
static const struct paint looks[THEME_MONO][STYLE_N] =
    {
        [THEME_DARK] =
            {
                [STYLE_TEXT] = INK(OWN, OWN, 0),
                [STYLE_DIM] = INK(245, 8, 0),
                [STYLE_STRONG] = INK(OWN, OWN, BOLD),
                [STYLE_TITLE] = INK(117, 14, BOLD),
                [STYLE_TAB_ON] = ON(16, 0, 117, 6, 0),
                [STYLE_TAB_OFF] = INK(250, 7, 0),
                [STYLE_TAB_CALL] = INK(221, 11, BOLD),
                [STYLE_HEAD] = INK(110, 6, LINE),
                [STYLE_RULE] = INK(240, 8, 0),
                [STYLE_MARK] = INK(117, 14, 0),
                [STYLE_MARKED] = INK(221, 11, 0),
                [STYLE_SELECTED] = ON(16, 0, 117, 6, 0),
                [STYLE_MATCH] = ON(16, 0, 221, 3, 0),
                [STYLE_BAR] = INK(250, 7, 0),
                [STYLE_KEY] = INK(117, 14, BOLD),
                [STYLE_KEY_LABEL] = INK(250, 7, 0),
                [STYLE_KEY_OFF] = INK(240, 8, 0),
                [STYLE_FIELD] = ON(OWN, OWN, 236, OWN, LINE),
                [STYLE_FIELD_ON] = ON(231, 15, 24, 4, 0),
                [STYLE_FIELD_OFF] = INK(245, 8, 0),
                [STYLE_ERROR] = INK(210, 9, BOLD),
                [STYLE_WARN] = INK(221, 11, 0),
                [STYLE_OK] = INK(114, 10, 0),
                [STYLE_INFO] = INK(117, 14, 0),
                [STYLE_LINK] = INK(117, 14, LINE),
                [STYLE_SEVERITY_HIGH] = INK(210, 9, 0),
                [STYLE_SEVERITY_MEDIUM] = INK(215, 11, 0),
                [STYLE_SEVERITY_LOW] = INK(114, 10, 0),
                [STYLE_SEVERITY_INFO] = INK(245, 8, 0),
                [STYLE_NAME] = INK(117, 14, 0),
                [STYLE_STRING] = INK(150, 10, 0),
                [STYLE_NUMBER] = INK(215, 11, 0),
                [STYLE_WORD] = INK(183, 13, 0),
            },
        [THEME_LIGHT] =
            {
                [STYLE_TEXT] = INK(OWN, OWN, 0),
                [STYLE_DIM] = INK(242, 8, 0),
                [STYLE_STRONG] = INK(OWN, OWN, BOLD),
                [STYLE_TITLE] = INK(25, 4, BOLD),
                [STYLE_TAB_ON] = ON(231, 15, 25, 4, 0),
                [STYLE_TAB_OFF] = INK(238, 0, 0),
                [STYLE_TAB_CALL] = INK(130, 1, BOLD),
                [STYLE_HEAD] = INK(25, 4, LINE),
                [STYLE_RULE] = INK(249, 8, 0),
                [STYLE_MARK] = INK(25, 4, 0),
                [STYLE_MARKED] = INK(130, 1, 0),
                [STYLE_SELECTED] = ON(231, 15, 25, 4, 0),
                [STYLE_MATCH] = ON(16, 0, 222, 3, 0),
                [STYLE_BAR] = INK(238, 0, 0),
                [STYLE_KEY] = INK(25, 4, BOLD),
                [STYLE_KEY_LABEL] = INK(238, 0, 0),
                [STYLE_KEY_OFF] = INK(249, 8, 0),
                [STYLE_FIELD] = ON(OWN, OWN, 254, OWN, LINE),
                [STYLE_FIELD_ON] = ON(16, 0, 153, 6, 0),
                [STYLE_FIELD_OFF] = INK(242, 8, 0),
                [STYLE_ERROR] = INK(160, 1, BOLD),
                [STYLE_WARN] = INK(130, 1, 0),
                [STYLE_OK] = INK(28, 2, 0),
                [STYLE_INFO] = INK(25, 4, 0),
                [STYLE_LINK] = INK(25, 4, LINE),
                [STYLE_SEVERITY_HIGH] = INK(160, 1, 0),
                [STYLE_SEVERITY_MEDIUM] = INK(130, 5, 0),
                [STYLE_SEVERITY_LOW] = INK(28, 2, 0),
                [STYLE_SEVERITY_INFO] = INK(242, 8, 0),
                [STYLE_NAME] = INK(25, 4, 0),
                [STYLE_STRING] = INK(28, 2, 0),
                [STYLE_NUMBER] = INK(130, 5, 0),
                [STYLE_WORD] = INK(90, 5, 0),
            },
        [THEME_CONTRAST] =
            {
                [STYLE_TEXT] = ON(231, 15, 16, 0, 0),
                [STYLE_DIM] = ON(231, 15, 16, 0, 0),
                [STYLE_STRONG] = ON(231, 15, 16, 0, BOLD),
                [STYLE_TITLE] = ON(231, 15, 16, 0, BOLD),
                [STYLE_TAB_ON] = ON(16, 0, 231, 7, BOLD),
                [STYLE_TAB_OFF] = ON(231, 15, 16, 0, 0),
                [STYLE_TAB_CALL] = ON(226, 11, 16, 0, BOLD | LINE),
                [STYLE_HEAD] = ON(231, 15, 16, 0, BOLD | LINE),
                [STYLE_RULE] = ON(231, 15, 16, 0, 0),
                [STYLE_MARK] = ON(226, 11, 16, 0, 0),
                [STYLE_MARKED] = ON(226, 11, 16, 0, BOLD),
                [STYLE_SELECTED] = ON(16, 0, 226, 3, BOLD),
                [STYLE_MATCH] = ON(16, 0, 226, 3, 0),
                [STYLE_BAR] = ON(231, 15, 16, 0, 0),
                [STYLE_KEY] = ON(226, 11, 16, 0, BOLD),
                [STYLE_KEY_LABEL] = ON(231, 15, 16, 0, 0),
                [STYLE_KEY_OFF] = ON(250, 7, 16, 0, 0),
                [STYLE_FIELD] = ON(231, 15, 16, 0, LINE),
                [STYLE_FIELD_ON] = ON(16, 0, 231, 7, BOLD),
                [STYLE_FIELD_OFF] = ON(250, 7, 16, 0, 0),
                [STYLE_ERROR] = ON(217, 9, 16, 0, BOLD),
                [STYLE_WARN] = ON(226, 11, 16, 0, BOLD),
                [STYLE_OK] = ON(120, 10, 16, 0, BOLD),
                [STYLE_INFO] = ON(159, 14, 16, 0, 0),
                [STYLE_LINK] = ON(159, 14, 16, 0, LINE),
                [STYLE_SEVERITY_HIGH] = ON(16, 0, 217, 1, BOLD),
                [STYLE_SEVERITY_MEDIUM] = ON(226, 11, 16, 0, BOLD),
                [STYLE_SEVERITY_LOW] = ON(120, 10, 16, 0, 0),
                [STYLE_SEVERITY_INFO] = ON(231, 15, 16, 0, 0),
                [STYLE_NAME] = ON(159, 14, 16, 0, 0),
                [STYLE_STRING] = ON(120, 10, 16, 0, 0),
                [STYLE_NUMBER] = ON(226, 11, 16, 0, 0),
                [STYLE_WORD] = ON(225, 13, 16, 0, 0),
            },
};

const char *theme_name(enum theme theme)
{
    return theme_names[theme];
}

bool theme_parse(struct str name, enum theme *out)
{
    for (size_t i = 0; i < THEME_N; i++) {
        if (str_eq_fold(name, str_of(theme_names[i]))) {
            *out = (enum theme)i;
            return true;
        }
    }
    return false;
}

const struct paint *style_look(enum theme theme, enum style style)
{
    return &looks[theme == THEME_MONO ? THEME_DARK : theme][style];
}

unsigned style_mono(enum style style)
{
    return mono[style];
}
