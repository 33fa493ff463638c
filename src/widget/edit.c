/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/edit.h"

#include <string.h>

#include "util/secret.h"
#include "util/utf8.h"
#include "widget/key.h"

static bool starts_character(const struct buf *text, size_t at)
{
    return at >= text->len || ((unsigned char)text->at[at] & 0xc0) != 0x80;
}

static bool is_mark(const struct buf *text, size_t at)
{
    struct str rest = str_sub(buf_view(text), at, text->len);
    uint32_t c;

    return utf8_next(&rest, &c) && c >= 0x80 && utf8_char_width(c) == 0;
}

size_t edit_before(const struct buf *text, size_t at)
{
    while (at > 0) {
        at--;
        if (starts_character(text, at) && !is_mark(text, at))
            break;
    }
    return at;
}

static size_t edit_behind(const struct buf *text, size_t at)
{
    while (at < text->len) {
        at++;
        if (starts_character(text, at) && !is_mark(text, at))
            break;
    }
    return at;
}

size_t edit_line_start(const struct buf *text, size_t at)
{
    while (at > 0 && text->at[at - 1] != '\n')
        at--;
    return at;
}

size_t edit_line_end(const struct buf *text, size_t at)
{
    while (at < text->len && text->at[at] != '\n')
        at++;
    return at;
}

static bool is_blank(const struct buf *text, size_t at)
{
    return text->at[at] == ' ' || text->at[at] == '\n';
}

static size_t word_before(const struct buf *text, size_t at)
{
    while (at > 0 && is_blank(text, at - 1))
        at--;
    while (at > 0 && !is_blank(text, at - 1))
        at--;
    return at;
}

static size_t word_behind(const struct buf *text, size_t at)
{
    while (at < text->len && is_blank(text, at))
        at++;
    while (at < text->len && !is_blank(text, at))
        at++;
    return at;
}

static void splice(struct buf *text, size_t *cursor, struct str insert)
{
    size_t tail = text->len - *cursor;

    buf_reserve(text, insert.len + 1);
    memmove(text->at + *cursor + insert.len, text->at + *cursor, tail);
    memcpy(text->at + *cursor, insert.at, insert.len);
    text->len += insert.len;
    text->at[text->len] = '\0';
    *cursor += insert.len;
}

/* "\r\n" and "\r", which terminals send for the line ends of a paste, are one
 * line end. */
static void clean(struct buf *out, struct str text, bool lines, size_t bound)
{
    uint32_t c;
    bool carriage = false;

    while (utf8_next(&text, &c) && out->len <= bound) {
        if (c == '\r' || (c == '\n' && !carriage))
            buf_char(out, lines ? '\n' : ' ');
        else if (c == '\t')
            buf_char(out, ' ');
        else if (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0))
            utf8_put(out, c);
        carriage = c == '\r';
    }
}

void edit_insert(struct buf *text, size_t *cursor, struct str insert,
                 bool lines, size_t bound)
{
    struct buf out;

    buf_init(&out);
    clean(&out, insert, lines, bound);
    if (out.len && text->len <= bound && out.len <= bound - text->len)
        splice(text, cursor, buf_view(&out));
    if (out.at)
        secret_wipe(out.at, out.room);
    buf_done(&out);
}

void edit_cut(struct buf *text, size_t *cursor, size_t from, size_t to)
{
    if (from >= to)
        return;
    memmove(text->at + from, text->at + to, text->len - to);
    buf_cut(text, text->len - (to - from));
    *cursor = from;
}

static enum edit_answer cut(struct buf *text, size_t *cursor, size_t from,
                            size_t to)
{
    edit_cut(text, cursor, from, to);
    return from < to ? EDIT_CHANGED : EDIT_MOVED;
}

static enum edit_answer go(size_t *cursor, size_t to)
{
    *cursor = to;
    return EDIT_MOVED;
}

static enum edit_answer cut_key(struct buf *text, size_t *cursor, uint32_t code)
{
    size_t at = *cursor;

    switch (code) {
    case KEYS_BACKSPACE:
        return cut(text, cursor, edit_before(text, at), at);
    case KEYS_DELETE:
    case KEYS_CTRL | 'd':
        return cut(text, cursor, at, edit_behind(text, at));
    case KEYS_CTRL | 'w':
    case KEYS_ALT | KEYS_BACKSPACE:
        return cut(text, cursor, word_before(text, at), at);
    case KEYS_CTRL | 'u':
        return cut(text, cursor, edit_line_start(text, at), at);
    case KEYS_CTRL | 'k':
        return cut(text, cursor, at, edit_line_end(text, at));
    default:
        return EDIT_OTHER;
    }
}

enum edit_answer edit_key(struct buf *text, size_t *cursor, uint32_t code)
{
    size_t at = *cursor;

    switch (code) {
    case KEYS_LEFT:
    case KEYS_CTRL | 'b':
        return go(cursor, edit_before(text, at));
    case KEYS_RIGHT:
    case KEYS_CTRL | 'f':
        return go(cursor, edit_behind(text, at));
    case KEYS_CTRL | KEYS_LEFT:
    case KEYS_ALT | 'b':
        return go(cursor, word_before(text, at));
    case KEYS_CTRL | KEYS_RIGHT:
    case KEYS_ALT | 'f':
        return go(cursor, word_behind(text, at));
    case KEYS_HOME:
    case KEYS_CTRL | 'a':
        return go(cursor, edit_line_start(text, at));
    case KEYS_END:
    case KEYS_CTRL | 'e':
        return go(cursor, edit_line_end(text, at));
    default:
        return cut_key(text, cursor, code);
    }
}
