/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/input.h"

#include "util/mem.h"
#include "util/secret.h"
#include "util/utf8.h"
#include "widget/edit.h"
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

/* ---- editing ---- */

void input_insert(struct input *input, struct str text)
{
    edit_insert(&input->text, &input->cursor, text, false,
                input->mask ? MASKED_MAX : INPUT_MAX);
}

void input_cut(struct input *input, size_t from, size_t to)
{
    edit_cut(&input->text, &input->cursor, from, to);
}

/* ---- history ---- */

static void replace(struct input *input, const char *line)
{
    buf_cut(&input->text, 0);
    input->cursor = 0;
    input->first = 0;
    input_insert(input, str_of(line));
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

static enum input_answer text_key(struct input *input, uint32_t code)
{
    static const enum input_answer answers[] = {
        [EDIT_OTHER] = INPUT_OTHER,
        [EDIT_MOVED] = INPUT_KEPT,
        [EDIT_CHANGED] = INPUT_CHANGED,
    };

    return answers[edit_key(&input->text, &input->cursor, code)];
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
        return text_key(input, code);
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

/* Scrolls so that the cursor is seen, as little as possible. */
static void show_cursor(struct input *input, int room)
{
    size_t at = input->cursor;

    if (input->first > input->cursor)
        input->first = input->cursor;
    if (columns(input, input->first, input->cursor) <= room)
        return;
    while (at > 0) {
        size_t before = edit_before(&input->text, at);

        room -= columns(input, before, at);
        if (room < 0)
            break;
        at = before;
    }
    input->first = at;
}

void input_draw(struct input *input, const struct canvas *canvas, int y, int x,
                int width, enum style style)
{
    struct str text = buf_view(&input->text);

    if (width < 1)
        return;
    show_cursor(input, width - 1);
    if (input->mask)
        draw_mask(input, canvas, y, x, width, style);
    else
        canvas_put(canvas, y, x, width, style,
                   str_sub(text, input->first, text.len));
    canvas_cursor(canvas, y, x + columns(input, input->first, input->cursor),
                  true);
}
