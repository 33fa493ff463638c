/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/chart.h"

#include "util/buf.h"
#include "util/utf8.h"
#include "widget/term_own.h"

#define SPARK_LEVELS 8
#define SPARK_LOWEST 0x2581u /* ▁ */
#define DIGIT_MOST   9

static uint64_t greatest(const uint64_t *values, size_t count)
{
    uint64_t most = 0;

    for (size_t i = 0; i < count; i++)
        most = values[i] > most ? values[i] : most;
    return most;
}

/* 0 only for nothing, @levels only for the greatest. */
static unsigned level(uint64_t value, uint64_t most, unsigned levels)
{
    if (!value)
        return 0;
    return 1 + (unsigned)((double)(value - 1) / (double)most * levels);
}

void chart_spark(const struct canvas *canvas, int y, int x, int width,
                 enum style style, const uint64_t *values, size_t count)
{
    bool plain = canvas->term->plain;
    uint64_t most;
    struct buf text;

    if (width > 0 && count > (size_t)width) {
        values += count - (size_t)width;
        count = (size_t)width;
    }
    most = greatest(values, count);
    buf_init(&text);
    for (size_t i = 0; i < count; i++) {
        if (!values[i])
            buf_char(&text, plain ? '.' : ' ');
        else if (plain)
            buf_char(&text, (char)('0' + level(values[i], most, DIGIT_MOST)));
        else
            utf8_put(&text,
                     SPARK_LOWEST + level(values[i], most, SPARK_LEVELS) - 1);
    }
    canvas_put(canvas, y, x, width, style, buf_view(&text));
    buf_done(&text);
}

/* The value of column @x of @cols: the sum of those that share it. */
static uint64_t bar_at(const uint64_t *values, size_t count, size_t cols,
                       size_t x)
{
    size_t wide = count < cols ? cols / count : 1;
    size_t per = (count + cols - 1) / cols;
    size_t from = x / wide * per;
    uint64_t sum = 0;

    for (size_t i = from; i < from + per && i < count; i++)
        sum += values[i];
    return sum;
}

static void put_bar(struct buf *text, unsigned high, unsigned below, bool plain)
{
    unsigned part = high > below ? high - below : 0;

    if (part == 0)
        buf_char(text, ' ');
    else if (plain)
        buf_char(text, part >= SPARK_LEVELS / 2 ? '#' : '.');
    else
        utf8_put(text, SPARK_LOWEST +
                           (part < SPARK_LEVELS ? part : SPARK_LEVELS) - 1);
}

void chart_bars(const struct canvas *canvas, enum style style,
                const uint64_t *values, size_t count)
{
    size_t cols = canvas->cols > 0 ? (size_t)canvas->cols : 0;
    unsigned levels = (unsigned)canvas->rows * SPARK_LEVELS;
    uint64_t most = 0;

    for (size_t x = 0; count > 0 && x < cols; x++) {
        uint64_t value = bar_at(values, count, cols, x);

        most = value > most ? value : most;
    }
    for (int y = 0; y < canvas->rows; y++) {
        unsigned below = (unsigned)(canvas->rows - 1 - y) * SPARK_LEVELS;
        struct buf text;

        buf_init(&text);
        for (size_t x = 0; most > 0 && x < cols; x++)
            put_bar(&text, level(bar_at(values, count, cols, x), most, levels),
                    below, canvas->term->plain);
        canvas_put(canvas, y, 0, canvas->cols, style, buf_view(&text));
        buf_done(&text);
    }
}

static int place(uint64_t at, uint64_t whole, int width)
{
    if (at >= whole)
        return width;
    return (int)((double)at / (double)whole * width);
}

void chart_span(const struct canvas *canvas, int y, int x, int width,
                enum style style, uint64_t from, uint64_t to, uint64_t whole)
{
    struct buf text;
    int first = whole ? place(from, whole, width) : 0;
    int end = whole ? place(to, whole, width) : 0;

    /* What took any time at all is seen. */
    if (to > from && end <= first && first < width)
        end = first + 1;
    buf_init(&text);
    for (int i = 0; i < width; i++)
        buf_text(&text, i >= first && i < end ? "█" : "·");
    canvas_put(canvas, y, x, width, style, buf_view(&text));
    buf_done(&text);
}
