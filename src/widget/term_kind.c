/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a kind of terminal can, by its name and by terminfo.
 */
#include "widget/term_own.h"

#include <stdlib.h>
#include <string.h>

#include "util/str.h"

/* Families that lack what all others have had for decades. */
static const struct family {
    const char *prefix;
    bool cp437;
} families[] = {
    {"vt1", false}, {"vt2", false},     {"vt3", false},   {"vt4", false},
    {"vt5", false}, {"ansi", true},     {"pcansi", true}, {"linux", true},
    {"cons", true}, {"dumb", false},    {"sun", false},   {"wy", false},
    {"hurd", true}, {"unknown", false}, {"minix", true},
};

static const struct {
    const char *capability;
    uint32_t code;
} keys[] = {
    {"kcuu1", KEYS_UP},
    {"kcud1", KEYS_DOWN},
    {"kcub1", KEYS_LEFT},
    {"kcuf1", KEYS_RIGHT},
    {"khome", KEYS_HOME},
    {"kend", KEYS_END},
    {"kfnd", KEYS_HOME},
    {"kslt", KEYS_END},
    {"kpp", KEYS_PAGE_UP},
    {"knp", KEYS_PAGE_DOWN},
    {"kich1", KEYS_INSERT},
    {"kdch1", KEYS_DELETE},
    {"kcbt", KEYS_BACK_TAB},
    {"kent", KEYS_ENTER},
    {"kbs", KEYS_BACKSPACE},
    {"kri", KEYS_SHIFT | KEYS_UP},
    {"kind", KEYS_SHIFT | KEYS_DOWN},
    {"kLFT", KEYS_SHIFT | KEYS_LEFT},
    {"kRIT", KEYS_SHIFT | KEYS_RIGHT},
    {"kHOM", KEYS_SHIFT | KEYS_HOME},
    {"kEND", KEYS_SHIFT | KEYS_END},
    {"kPRV", KEYS_SHIFT | KEYS_PAGE_UP},
    {"kNXT", KEYS_SHIFT | KEYS_PAGE_DOWN},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define F_KEYS       20

/* tigetstr(3) of curses takes char * that it does not write to. */
static const char *capability(const char *name)
{
    char copy[16];
    const char *text;

    strncpy(copy, name, sizeof(copy) - 1);
    copy[sizeof(copy) - 1] = '\0';
    text = tigetstr(copy);
    return text == (char *)-1 ? NULL : text;
}

static void learn_keys(struct keyread *keyread)
{
    for (size_t i = 0; i < COUNT(keys); i++) {
        const char *sequence = capability(keys[i].capability);

        if (sequence)
            keyread_learn(keyread, sequence, keys[i].code);
    }
    for (unsigned i = 1; i <= F_KEYS; i++) {
        char name[8] = "kf";
        const char *sequence;

        if (i >= 10)
            name[2] = (char)('0' + i / 10);
        name[i >= 10 ? 3 : 2] = (char)('0' + i % 10);
        sequence = capability(name);
        if (sequence)
            keyread_learn(keyread, sequence, KEYS_F1 + i - 1);
    }
}

void term_learn(struct term *term, bool ascii)
{
    const char *name = getenv("TERM");

    term->modern = true;
    term->plain = !term->utf8 || ascii;
    for (size_t i = 0; name && i < COUNT(families); i++) {
        if (str_starts(str_of(name), str_of(families[i].prefix))) {
            term->modern = false;
            term->plain = true;
            term->cp437 = families[i].cp437 && term->utf8 && !ascii;
        }
    }
    learn_keys(&term->keys);
}
