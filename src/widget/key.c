/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/key.h"

#include <stddef.h>

#include "util/utf8.h"

static const struct name {
    uint32_t code;
    const char *name; /* the first of several is the one that is written */
} names[] = {
    {KEYS_TAB, "Tab"},
    {KEYS_ENTER, "Enter"},
    {KEYS_ENTER, "Return"},
    {KEYS_ESC, "Esc"},
    {KEYS_ESC, "Escape"},
    {KEYS_SPACE, "Space"},
    {KEYS_BACKSPACE, "Backspace"},
    {KEYS_UP, "Up"},
    {KEYS_DOWN, "Down"},
    {KEYS_LEFT, "Left"},
    {KEYS_RIGHT, "Right"},
    {KEYS_HOME, "Home"},
    {KEYS_END, "End"},
    {KEYS_PAGE_UP, "PgUp"},
    {KEYS_PAGE_UP, "PageUp"},
    {KEYS_PAGE_DOWN, "PgDn"},
    {KEYS_PAGE_DOWN, "PageDown"},
    {KEYS_INSERT, "Ins"},
    {KEYS_INSERT, "Insert"},
    {KEYS_DELETE, "Del"},
    {KEYS_DELETE, "Delete"},
    {KEYS_BACK_TAB, "Shift-Tab"},
    {KEYS_PASTE, "Paste"},
    {KEYS_CLICK, "Click"},
    {KEYS_WHEEL_UP, "WheelUp"},
    {KEYS_WHEEL_DOWN, "WheelDown"},
};

static const struct modifier {
    uint32_t bit;
    const char *prefix;
} modifiers[] = {
    {KEYS_CTRL, "Ctrl-"},
    {KEYS_ALT, "Alt-"},
    {KEYS_SHIFT, "Shift-"},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool parse_special(struct str name, uint32_t *out)
{
    int64_t number;

    for (size_t i = 0; i < COUNT(names); i++) {
        if (str_eq_fold(name, str_of(names[i].name))) {
            *out = names[i].code;
            return true;
        }
    }
    if (str_starts_fold(name, STR("F")) &&
        str_int(str_sub(name, 1, name.len), &number) && number >= 1 &&
        number <= 20) {
        *out = KEYS_F1 + (uint32_t)number - 1;
        return true;
    }
    return false;
}

static bool parse_plain(struct str name, uint32_t *out)
{
    uint32_t c;

    if (parse_special(name, out))
        return true;
    if (!utf8_next(&name, &c) || name.len || c <= 0x20 || c == 0x7f)
        return false;
    *out = c;
    return true;
}

bool key_parse(struct str name, uint32_t *out)
{
    uint32_t bits = 0;
    uint32_t code;

    /* "Shift-Tab" is a key of its own, so the whole name comes first. */
    while (!parse_plain(name, &code)) {
        size_t i;

        for (i = 0; i < COUNT(modifiers); i++) {
            struct str prefix = str_of(modifiers[i].prefix);

            if (str_starts_fold(name, prefix) && name.len > prefix.len) {
                bits |= modifiers[i].bit;
                name = str_sub(name, prefix.len, name.len);
                break;
            }
        }
        if (i == COUNT(modifiers))
            return false;
    }
    /* Terminals cannot tell Ctrl-L from Ctrl-l. */
    if (bits & KEYS_CTRL && code >= 'A' && code <= 'Z')
        code += 'a' - 'A';
    *out = code | bits;
    return true;
}

void key_format(uint32_t code, struct buf *out)
{
    uint32_t plain = code & ~(KEYS_CTRL | KEYS_ALT | KEYS_SHIFT);

    for (size_t i = 0; i < COUNT(modifiers); i++) {
        if (code & modifiers[i].bit)
            buf_text(out, modifiers[i].prefix);
    }
    for (size_t i = 0; i < COUNT(names); i++) {
        if (names[i].code == plain) {
            buf_text(out, names[i].name);
            return;
        }
    }
    if (plain >= KEYS_F1 && plain <= KEYS_F20)
        buf_printf(out, "F%u", plain - KEYS_F1 + 1);
    else if (code & KEYS_CTRL && plain >= 'a' && plain <= 'z')
        buf_char(out, (char)(plain - 'a' + 'A'));
    else
        utf8_put(out, plain);
}

bool key_printable(uint32_t code)
{
    return code >= 0x20 && code != 0x7f && code < KEYS_FIRST &&
           !(code >= 0x80 && code < 0xa0);
}
