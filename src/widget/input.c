/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/input.h"

#include <string.h>

#include "util/mem.h"
#include "util/secret.h"
#include "util/utf8.h"
#include "widget/input_own.h"

/* With a mask the buffer is made whole at once: growing would leave copies of
 * the secret behind. */
#define MASKED_MAX 1024

void input_init(struct input *input)
{
    *input = (struct input){.mask = false};
    buf_init(&input->text);
    buf_reserve(&input->text, MASKED_MAX + 1);
    input->text.at[0] = '\0';
}

void input_done(struct input *input)
{
    if (input->text.at)
        secret_wipe(input->text.at, input->text.room);
    buf_done(&input->text);
    mem_free(input->draft);
    input_offer_close(input);
}

void input_set(struct input *input, struct str text)
{
    buf_cut(&input->text, 0);
    input->cursor = 0;
    input->first = 0;
    input->past = 0;
    input_offer_close(input);
    input_insert(input, text);
}

struct str input_text(const struct input *input)
{
    return buf_view(&input->text);
}

/* ---- characters ---- */

static bool starts_character(const struct input *input, size_t at)
{
    return at >= input->text.len ||
           ((unsigned char)input->text.at[at] & 0xc0) != 0x80;
}

static uint32_t character_at(const struct input *input, size_t at)
{
    struct str rest = str_sub(buf_view(&input->text), at, input->text.len);
    uint32_t c = 0;

    utf8_next(&rest, &c);
    return c;
}

/* A combining mark goes with the character before it. */
static bool is_mark(const struct input *input, size_t at)
{
    return at < input->text.len &&
           utf8_char_width(character_at(input, at)) == 0;
}

static size_t before(const struct input *input, size_t at)
{
    while (at > 0) {
        at--;
        if (starts_character(input, at) && !is_mark(input, at))
            break;
    }
    return at;
}

static size_t behind(const struct input *input, size_t at)
{
    while (at < input->text.len) {
        at++;
        if (starts_character(input, at) && !is_mark(input, at))
            break;
    }
    return at;
}

static size_t word_before(const struct input *input, size_t at)
{
    while (at > 0 && input->text.at[at - 1] == ' ')
        at--;
    while (at > 0 && input->text.at[at - 1] != ' ')
        at--;
    return at;
}

static size_t word_behind(const struct input *input, size_t at)
{
    while (at < input->text.len && input->text.at[at] == ' ')
        at++;
    while (at < input->text.len && input->text.at[at] != ' ')
        at++;
    return at;
}

/* Makes room for @len bytes at the cursor and moves it behind them. */
static void splice(struct input *input, const char *at, size_t len)
{
    struct buf *text = &input->text;
    size_t bound = input->mask ? MASKED_MAX : INPUT_MAX;
    size_t tail = text->len - input->cursor;

    if (!len || len > bound - text->len)
        return;
    buf_reserve(text, len + 1);
    memmove(text->at + input->cursor + len, text->at + input->cursor, tail);
    memcpy(text->at + input->cursor, at, len);
    text->len += len;
    text->at[text->len] = '\0';
    input->cursor += len;
}

void input_insert(struct input *input, struct str text)
{
    struct buf clean;
    uint32_t c;

    buf_init(&clean);
    while (utf8_next(&text, &c) && clean.len < INPUT_MAX) {
        if (c == '\n' || c == '\t')
            buf_char(&clean, ' ');
        else if (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0))
            utf8_put(&clean, c);
    }
    splice(input, clean.at, clean.len);
    if (clean.at)
        secret_wipe(clean.at, clean.room);
    buf_done(&clean);
}

void input_cut(struct input *input, size_t from, size_t to)
{
    struct buf *text = &input->text;

    memmove(text->at + from, text->at + to, text->len - to);
    buf_cut(text, text->len - (to - from));
    input->cursor = from;
}

static enum input_answer cut(struct input *input, size_t from, size_t to)
{
    if (from == to)
        return INPUT_KEPT;
    input_cut(input, from, to);
    return INPUT_CHANGED;
}

static enum input_answer go(struct input *input, size_t to)
{
    input->cursor = to;
    return INPUT_KEPT;
}

/* ---- history ---- */

static void replace(struct input *input, const char *line)
{
    buf_cut(&input->text, 0);
    input->cursor = 0;
    input->first = 0;
    splice(input, line, strlen(line));
}

static enum input_answer recall(struct input *input, bool older)
{
    const struct history *history = input->history;
    size_t past = input->past;

    if (!history || input->mask || (older ? past >= history->count : past == 0))
        return INPUT_KEPT;
    if (past == 0) {
        mem_free(input->draft);
        input->draft = mem_text(input->text.at);
    }
    input->past = older ? past + 1 : past - 1;
    if (input->past)
        replace(input, history->line[history->count - input->past]);
    else
        replace(input, input->draft);
    return INPUT_CHANGED;
}

static enum input_answer accept(struct input *input)
{
    if (input->history && !input->mask)
        history_add(input->history, buf_view(&input->text));
    input->past = 0;
    return INPUT_ACCEPT;
}

/* ---- keys ---- */

static enum input_answer edit_key(struct input *input, uint32_t code)
{
    size_t at = input->cursor;
    size_t end = input->text.len;

    switch (code) {
    case KEYS_LEFT:
    case KEYS_CTRL | 'b':
        return go(input, before(input, at));
    case KEYS_RIGHT:
    case KEYS_CTRL | 'f':
        return go(input, behind(input, at));
    case KEYS_CTRL | KEYS_LEFT:
    case KEYS_ALT | 'b':
        return go(input, word_before(input, at));
    case KEYS_CTRL | KEYS_RIGHT:
    case KEYS_ALT | 'f':
        return go(input, word_behind(input, at));
    case KEYS_HOME:
    case KEYS_CTRL | 'a':
        return go(input, 0);
    case KEYS_END:
    case KEYS_CTRL | 'e':
        return go(input, end);
    case KEYS_BACKSPACE:
        return cut(input, before(input, at), at);
    case KEYS_DELETE:
    case KEYS_CTRL | 'd':
        return cut(input, at, behind(input, at));
    case KEYS_CTRL | 'w':
    case KEYS_ALT | KEYS_BACKSPACE:
        return cut(input, word_before(input, at), at);
    case KEYS_CTRL | 'u':
        return cut(input, 0, at);
    case KEYS_CTRL | 'k':
        return cut(input, at, end);
    default:
        return INPUT_OTHER;
    }
}

static enum input_answer line_key(struct input *input, uint32_t code)
{
    switch (code) {
    case KEYS_UP:
    case KEYS_CTRL | 'p':
        return recall(input, true);
    case KEYS_DOWN:
    case KEYS_CTRL | 'n':
        return recall(input, false);
    case KEYS_ENTER:
        return accept(input);
    case KEYS_ESC:
    case KEYS_CTRL | 'c':
        return INPUT_CANCEL;
    default:
        return edit_key(input, code);
    }
}

enum input_answer input_key(struct input *input, const struct key *key)
{
    size_t before_len = input->text.len;
    enum input_answer answer;
    struct buf c;

    answer = input_offer_key(input, key->code);
    if (answer != INPUT_OTHER)
        return answer;
    if (key->code == KEYS_PASTE || key_printable(key->code)) {
        buf_init(&c);
        if (key->code != KEYS_PASTE)
            utf8_put(&c, key->code);
        input_insert(input, key->code == KEYS_PASTE ? key->text : buf_view(&c));
        buf_done(&c);
        answer = input->text.len != before_len ? INPUT_CHANGED : INPUT_KEPT;
    } else {
        answer = line_key(input, key->code);
    }
    if (answer == INPUT_CHANGED)
        input_offer_again(input);
    else if (answer != INPUT_OTHER)
        input_offer_close(input);
    return answer;
}

/* ---- drawing ---- */

/* Columns from one offset to another, as they are shown. */
static int columns(const struct input *input, size_t from, size_t to)
{
    struct str part = str_sub(buf_view(&input->text), from, to - from);

    return input->mask ? (int)utf8_length(part) : canvas_width(part);
}

static void draw_mask(const struct input *input, const struct canvas *canvas,
                      int y, int x, int width, enum style style)
{
    int stars = columns(input, input->first, input->text.len);

    canvas_put(canvas, y, x, width, style, STR_NONE);
    for (int i = 0; i < stars && i < width; i++)
        canvas_put(canvas, y, x + i, 1, style, STR("*"));
}

void input_draw(struct input *input, const struct canvas *canvas, int y, int x,
                int width, enum style style)
{
    struct str text = buf_view(&input->text);

    if (width < 1)
        return;
    if (input->first > input->cursor)
        input->first = input->cursor;
    while (columns(input, input->first, input->cursor) > width - 1)
        input->first = behind(input, input->first);
    if (input->mask)
        draw_mask(input, canvas, y, x, width, style);
    else
        canvas_put(canvas, y, x, width, style,
                   str_sub(text, input->first, text.len));
    canvas_cursor(canvas, y, x + columns(input, input->first, input->cursor),
                  true);
}
