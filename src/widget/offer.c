/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Completion of an input: the list of candidates.
 */
#include <string.h>

#include "widget/input_own.h"

void input_offer_close(struct input *input)
{
    arena_free(input->offered.arena);
    input->offered = (struct input_candidates){.arena = NULL};
    input->chosen = 0;
}

static void open_offer(struct input *input)
{
    input_offer_close(input);
    input->offered.arena = arena_new();
    input->offered.from = input->cursor;
    input->complete(input->with, buf_view(&input->text), input->cursor,
                    &input->offered);
    if (!input->offered.count)
        input_offer_close(input);
}

void input_offer_again(struct input *input)
{
    if (input->offered.count)
        open_offer(input);
}

static enum input_answer take(struct input *input)
{
    struct input_candidates *offered = &input->offered;

    input_cut(input, offered->from, input->cursor);
    input_insert(input, str_of(offered->candidate[input->chosen].text));
    input_offer_close(input);
    return INPUT_CHANGED;
}

/* What all candidates begin with, as far as the cursor's text does not. */
static enum input_answer take_common(struct input *input)
{
    struct input_candidates *offered = &input->offered;
    const char *first = offered->candidate[0].text;
    size_t common = strlen(first);
    size_t typed = input->cursor - offered->from;
    size_t from = offered->from;

    for (size_t i = 1; i < offered->count; i++) {
        const char *other = offered->candidate[i].text;
        size_t same = 0;

        while (same < common && first[same] == other[same])
            same++;
        common = same;
    }
    while (common && ((unsigned char)first[common] & 0xc0) == 0x80)
        common--;
    if (common <= typed)
        return INPUT_KEPT;
    input_cut(input, from, input->cursor);
    input_insert(input, (struct str){.at = first, .len = common});
    return INPUT_CHANGED;
}

static enum input_answer start(struct input *input)
{
    if (!input->complete)
        return INPUT_OTHER;
    open_offer(input);
    if (input->offered.count == 1)
        return take(input);
    return input->offered.count ? take_common(input) : INPUT_KEPT;
}

static enum input_answer choose(struct input *input, size_t step)
{
    input->chosen = (input->chosen + step) % input->offered.count;
    return INPUT_KEPT;
}

enum input_answer input_offer_key(struct input *input, uint32_t code)
{
    size_t count = input->offered.count;

    if (!count)
        return code == KEYS_TAB ? start(input) : INPUT_OTHER;
    switch (code) {
    case KEYS_TAB:
    case KEYS_DOWN:
        return choose(input, 1);
    case KEYS_BACK_TAB:
    case KEYS_UP:
        return choose(input, count - 1);
    case KEYS_ENTER:
        return take(input);
    case KEYS_ESC:
        input_offer_close(input);
        return INPUT_KEPT;
    default:
        return INPUT_OTHER;
    }
}

int input_offer_rows(const struct input *input, int most)
{
    size_t count = input->offered.count;

    return count < (size_t)most ? (int)count : most;
}

void input_candidates_draw(const struct input_candidates *offered,
                           size_t chosen, const struct canvas *canvas)
{
    size_t rows = (size_t)canvas->rows;
    size_t top = chosen >= rows ? chosen - rows + 1 : 0;

    for (int y = 0; y < canvas->rows; y++) {
        size_t index = top + (size_t)y;
        enum style style = index == chosen ? STYLE_SELECTED : STYLE_TEXT;
        int x;

        canvas_rest(canvas, y, 0);
        if (index >= offered->count)
            continue;
        x = canvas_add(canvas, y, 1, style,
                       str_of(offered->candidate[index].text));
        if (offered->candidate[index].note)
            canvas_fit(canvas, y, x + 2, canvas->cols, STYLE_DIM,
                       str_of(offered->candidate[index].note));
    }
}

void input_offer_draw(const struct input *input, const struct canvas *canvas)
{
    input_candidates_draw(&input->offered, input->chosen, canvas);
}
