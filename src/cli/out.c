/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/out.h"

#include <errno.h>
#include <langinfo.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/mem.h"
#include "util/text.h"
#include "util/utf8.h"
#include "util/when.h"

/* Written when so much has gathered. */
#define CHUNK ((size_t)32 * 1024)
/* Labels of facts end here. */
#define LABEL_WIDTH 14

void out_init(struct out *out, bool json)
{
    *out = (struct out){
        .json = json,
        .ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0,
    };
    buf_init(&out->text);
}

void out_done(struct out *out)
{
    buf_done(&out->text);
}

static ssize_t write_some(int fd, struct str text)
{
    struct pollfd ready = {.fd = fd, .events = POLLOUT};
    ssize_t put = write(fd, text.at, text.len);

    if (put < 0 && errno == EAGAIN)
        poll(&ready, 1, -1);
    return put;
}

/* errno tells why not. */
static bool write_whole(int fd, struct str text)
{
    while (text.len > 0) {
        ssize_t put = write_some(fd, text);

        if (put < 0 && errno != EINTR && errno != EAGAIN)
            return false;
        if (put > 0)
            text = str_sub(text, (size_t)put, text.len);
    }
    return true;
}

void out_flush(struct out *out)
{
    if (!out->closed && !write_whole(STDOUT_FILENO, buf_view(&out->text))) {
        out->closed = true;
        out->number = errno;
    }
    buf_clear(&out->text);
}

bool out_closed(const struct out *out)
{
    return out->closed;
}

bool out_finish(struct out *out, struct err *err)
{
    out_flush(out);
    if (!out->closed || out->number == EPIPE)
        return true;
    return err_errno(err, out->number, _("Cannot write to standard output"));
}

static void gathered(struct out *out)
{
    if (out->text.len >= CHUNK)
        out_flush(out);
}

void out_json_take(struct out *out, struct json *json)
{
    json_write(json, JSON_COMPACT, &out->text);
    buf_char(&out->text, '\n');
    json_free(json);
    gathered(out);
}

void out_pretty(struct out *out, const struct json *json)
{
    json_write(json, JSON_PRETTY, &out->text);
    buf_char(&out->text, '\n');
    gathered(out);
}

void out_whole_take(struct out *out, struct json *json)
{
    if (out->json) {
        out_json_take(out, json);
    } else {
        out_pretty(out, json);
        json_free(json);
    }
}

/* What the locale cannot show becomes a question mark for each column. */
static void put(const struct out *out, struct buf *to, struct str text)
{
    uint32_t c;

    if (!out->ascii) {
        buf_str(to, text);
        return;
    }
    while (utf8_next(&text, &c)) {
        if (c < 0x80)
            buf_char(to, (char)c);
        else
            buf_printf(to, "%.*s", utf8_char_width(c), "??");
    }
}

/* Made harmless, and cut to @width columns with a mark; answers its width. */
static size_t put_cell(struct out *out, struct str text, size_t width)
{
    struct buf clean;
    struct str shown;
    size_t wide;

    buf_init(&clean);
    utf8_visible(&clean, text);
    shown = buf_view(&clean);
    wide = utf8_width(shown);
    if (wide > width && width > 0) {
        shown = utf8_cut(shown, width - 1, &wide);
        put(out, &out->text, shown);
        buf_text(&out->text, out->ascii ? "~" : "…");
        wide++;
    } else {
        put(out, &out->text, shown);
    }
    buf_done(&clean);
    return wide;
}

static void pad(struct out *out, size_t columns)
{
    buf_printf(&out->text, "%*s", (int)columns, "");
}

static size_t column_width(const struct out_column *columns, size_t n,
                           size_t which)
{
    int width = columns[which].width;
    int left = OUT_WIDTH - (int)n + 1;

    if (width != 0)
        return (size_t)(width < 0 ? -width : width);
    for (size_t i = 0; i < n; i++)
        left -= columns[i].width < 0 ? -columns[i].width : columns[i].width;
    return left > 0 ? (size_t)left : 1;
}

/* As wide as it is shown; only the last column needs no padding. */
static size_t cell_width(struct str cell)
{
    struct buf clean;
    size_t width;

    buf_init(&clean);
    utf8_visible(&clean, cell);
    width = utf8_width(buf_view(&clean));
    buf_done(&clean);
    return width;
}

void out_row(struct out *out, const struct out_column *columns, size_t n,
             const struct str *cells)
{
    for (size_t i = 0; i < n; i++) {
        size_t width = column_width(columns, n, i);
        size_t wide = cell_width(cells[i]);

        if (columns[i].width < 0 && wide < width)
            pad(out, width - wide);
        wide = put_cell(out, cells[i], width);
        if (i + 1 == n)
            break;
        if (columns[i].width >= 0 && wide < width)
            pad(out, width - wide);
        buf_char(&out->text, ' ');
    }
    while (out->text.len > 0 && out->text.at[out->text.len - 1] == ' ')
        buf_cut(&out->text, out->text.len - 1);
    buf_char(&out->text, '\n');
    gathered(out);
}

void out_head(struct out *out, const struct out_column *columns, size_t n)
{
    struct str titles[16];

    for (size_t i = 0; i < n && i < 16; i++)
        titles[i] = *columns[i].title ? str_of(_(columns[i].title)) : STR_NONE;
    out_row(out, columns, n, titles);
}

/* How much of @text stands on a line of @width columns: up to the last space
 * that fits, else as much as fits. */
static struct str line_of(struct str text, size_t width)
{
    size_t wide;
    struct str line = utf8_cut(text, width, &wide);
    size_t space;

    if (line.len == text.len)
        return line;
    if (text.at[line.len] == ' ')
        return line;
    space = str_find_last_char(line, ' ');
    if (space != STR_NOWHERE && space > 0)
        return str_sub(line, 0, space);
    if (line.len > 0)
        return line;
    return utf8_cut(text, 2, &wide); /* a wide character in no room */
}

/* @text is harmless; the first line begins where the cursor is. */
static void wrap(struct out *out, size_t indent, struct str text)
{
    size_t width = OUT_WIDTH > indent + 8 ? OUT_WIDTH - indent : 8;

    for (;;) {
        struct str line = line_of(text, width);

        put(out, &out->text, line);
        buf_char(&out->text, '\n');
        text = str_trim(str_sub(text, line.len, text.len));
        if (text.len == 0 || line.len == 0)
            break;
        pad(out, indent);
    }
    gathered(out);
}

void out_text(struct out *out, int indent, struct str text)
{
    struct str line;

    while (str_cut(&text, '\n', &line)) {
        struct buf clean;

        buf_init(&clean);
        utf8_visible(&clean, line);
        pad(out, (size_t)indent);
        wrap(out, (size_t)indent, buf_view(&clean));
        buf_done(&clean);
    }
}

void out_entry(struct out *out, size_t column, struct str head, struct str text)
{
    size_t wide = put_cell(out, head, column - 1);
    struct buf clean;

    buf_init(&clean);
    utf8_visible(&clean, text);
    pad(out, column - wide);
    wrap(out, column, buf_view(&clean));
    buf_done(&clean);
}

void out_fact(struct out *out, const char *label, struct str value)
{
    size_t width = utf8_width(str_of(label)) + 2;
    struct buf head;

    if (str_empty(str_trim(value)))
        return;
    buf_init(&head);
    buf_printf(&head, "%s:", label);
    out_entry(out, width < LABEL_WIDTH ? LABEL_WIDTH : width, buf_view(&head),
              value);
    buf_done(&head);
}

void out_fact_number(struct out *out, const char *label, int64_t number)
{
    char text[24];

    snprintf(text, sizeof(text), "%lld", (long long)number);
    out_fact(out, label, str_of(text));
}

void out_fact_when(struct out *out, const char *label, int64_t moment)
{
    char text[WHEN_TEXT_SIZE];

    out_fact(out, label, str_of(when_local(moment, out->utc, text)));
}

void out_printf(struct out *out, const char *fmt, ...)
{
    char *text;
    va_list args;
    int len;

    va_start(args, fmt);
    len = vasprintf(&text, fmt, args);
    va_end(args);
    if (len < 0)
        die("out of memory");
    out_text(out, 0, str_of(text));
    free(text);
}

void out_line(struct out *out)
{
    buf_char(&out->text, '\n');
}

void report(const char *text)
{
    struct buf line;

    buf_init(&line);
    buf_text(&line, "riposte: ");
    utf8_visible(&line, str_of(text));
    buf_char(&line, '\n');
    write_whole(STDERR_FILENO, buf_view(&line));
    buf_done(&line);
}
