/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text of all kinds on a canvas, and ways to die.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"
#include "util/err.h"
#include "util/mem.h"
#include "widget/chart.h"

static const char *const hostile[] = {
    "esc \033[2J\033[31mred\033]0;title\a end",
    "c1 \xc2\x9b"
    "2J \xc2\x90 \x9b"
    "31m end",
    "bidi \xe2\x80\xae"
    "evil \xe2\x81\xa6"
    "x end",
    "bad \xff\xfe\xc0\x80 \xed\xa0\x80 end",
    "tab\tnew\nline\rreturn end",
    "wide 日本語テキスト end",
    "mark e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81 end",
    "zero \xe2\x80\x8b\xe2\x80\x8d\xef\xbb\xbf end",
    "nul del\x7f end",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void start(struct demo *demo)
{
    demo->state = NULL;
}

static void crash(int number)
{
    raise(number);
}

static void beside(struct demo *demo, uint32_t code)
{
    struct err err;

    if (code == 't')
        term_title(demo->term, STR("t\033]0;evil\a\xc2\x9b"));
    else if (code == 'c')
        term_copy(demo->term, STR("one\ntwo\033[2J"), &err);
    else if (code == 'n')
        term_notify(demo->term, STR("riposte;x"), STR("waits\a for you"));
    else if (code == 'b')
        term_bell(demo->term);
    else if (code == 'm')
        term_set_mouse(demo->term, !term_mouse(demo->term));
    else if (code == 'L')
        term_set_theme(demo->term, THEME_LIGHT);
}

/* Deeper than any stack; the compiler cannot know. */
static size_t overflow(size_t depth)
{
    char more[4096];

    memset(more, (int)depth, sizeof(more));
    return depth ? overflow(depth - 1) + (size_t)more[depth % sizeof(more)] : 0;
}

static void key(struct demo *demo, const struct key *key)
{
    switch (key->code) {
    case 'S':
        crash(SIGSEGV);
        break;
    case 'A':
        abort();
    case 'Q':
        crash(SIGQUIT);
        break;
    case 'D':
        die("The demonstration dies.");
    case 'O':
        demo->over = overflow((size_t)1 << 40) == 1;
        break;
    case 'X':
        exit(7);
    default:
        beside(demo, key->code);
        break;
    }
}

static void draw(struct demo *demo, const struct canvas *canvas)
{
    static const uint64_t numbers[] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    struct canvas body =
        canvas_sub(canvas, 1, 1, canvas->rows - 2, canvas->cols - 2);
    int y = 0;

    (void)demo;
    canvas_box(canvas, STR("Title \033[31m"));
    for (size_t i = 0; i < COUNT(hostile) && y < body.rows - 1; i++)
        canvas_fit(&body, y++, 0, body.cols, STYLE_TEXT, str_of(hostile[i]));
    canvas_rest(&body, y, 0);
    chart_spark(&body, y, 0, 9, STYLE_OK, numbers, COUNT(numbers));
    canvas_printf(&body, y++, 12, STYLE_ERROR, "●▌✓…–→ %d", 42);
    for (; y < body.rows; y++)
        canvas_rest(&body, y, 0);
    canvas_fit(&body, body.rows - 1, 0, 9, STYLE_DIM, STR("日本語日本語"));
    canvas_right(&body, body.rows - 1, 10, 8, STYLE_TEXT, STR("right"));
    canvas_put(&body, body.rows - 1, 20, 4, STYLE_TEXT, STR("cut off"));
}

static void end(struct demo *demo)
{
    (void)demo;
}

const struct demo_part demo_canvas = {
    .name = "canvas",
    .start = start,
    .key = key,
    .draw = draw,
    .end = end,
};

/* ---- the names of the keys that came ---- */

#define KEPT 8

struct kept {
    struct buf line[KEPT];
    size_t n;
};

static void keys_start(struct demo *demo)
{
    struct kept *kept = mem_new(sizeof(*kept));

    for (size_t i = 0; i < KEPT; i++)
        buf_init(&kept->line[i]);
    demo->state = kept;
}

static void keys_key(struct demo *demo, const struct key *key)
{
    struct kept *kept = demo->state;
    struct buf *line = &kept->line[kept->n++ % KEPT];

    buf_clear(line);
    buf_char(line, '<');
    key_format(key->code, line);
    if (key->code == KEYS_PASTE)
        buf_printf(line, " %zu %.*s", key->text.len, STR_ARG(key->text));
    if (key->code >= KEYS_CLICK && key->code < KEYS_LAST)
        buf_printf(line, " %d,%d", key->y, key->x);
    buf_printf(line, "> %zu", kept->n);
}

static void keys_draw(struct demo *demo, const struct canvas *canvas)
{
    struct kept *kept = demo->state;

    for (int i = 0; i < canvas->rows; i++) {
        struct str text = i < KEPT ? buf_view(&kept->line[i]) : STR_NONE;

        canvas_put(canvas, i, 0, canvas->cols, STYLE_TEXT, text);
    }
    canvas_put(canvas, canvas->rows - 1, 0, 10, STYLE_TEXT, STR("ready"));
}

static void keys_end(struct demo *demo)
{
    struct kept *kept = demo->state;

    for (size_t i = 0; i < KEPT; i++)
        buf_done(&kept->line[i]);
    mem_free(kept);
}

const struct demo_part demo_keys = {
    .name = "keys",
    .start = keys_start,
    .key = keys_key,
    .draw = keys_draw,
    .end = keys_end,
};
