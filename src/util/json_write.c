/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json_write.c - JSON values as text.
 *
 * Goes through json.h alone: json-c would build one text for each
 * value, and its escaping is not what a terminal needs.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/json.h"
#include "util/utf8.h"

#define INDENT    2
#define REAL_SIZE 40

/* Is it written as it is? */
static bool is_plain(unsigned char c)
{
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

static void put_escape(uint32_t c, struct buf *out)
{
    static const char letters[' '] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    char letter = c < ' ' ? letters[c] : c == '"' || c == '\\' ? (char)c : 0;

    if (letter)
        buf_bytes(out, (char[]){'\\', letter}, 2);
    else
        buf_printf(out, "\\u%04x", (unsigned)c);
}

/* Bytes that are not UTF-8 come from utf8_next() as U+FFFD. */
void json_write_text(struct str text, struct buf *out)
{
    buf_reserve(out, text.len + 2);
    buf_char(out, '"');
    while (text.len > 0) {
        size_t plain = 0;
        uint32_t c;

        while (plain < text.len && is_plain((unsigned char)text.at[plain]))
            plain++;
        buf_bytes(out, text.at, plain);
        text = str_sub(text, plain, text.len);
        if (!utf8_next(&text, &c))
            break;
        if (c >= 0xa0)
            utf8_put(out, c);
        else
            put_escape(c, out);
    }
    buf_char(out, '"');
}

/* printf(3) writes the decimal point of the locale: whatever is neither
 * digit, sign nor exponent is that. */
static void put_digits(const char *text, bool whole, struct buf *out)
{
    size_t len = strspn(text, "0123456789-");

    buf_bytes(out, text, len);
    text += len;
    len = strcspn(text, "0123456789e");
    if (len > 0)
        buf_char(out, '.');
    buf_text(out, text + len);
    if (whole && *text == '\0')
        buf_text(out, ".0");
}

/* The fewest digits that read back as the same double; @whole keeps a point
 * in numbers without a fraction. */
static void put_real(double real, bool whole, struct buf *out)
{
    char text[REAL_SIZE];

    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, real);
        if (strtod(text, NULL) == real)
            break;
    }
    put_digits(text, whole, out);
}

static void put_number(const struct json *json, bool whole, struct buf *out)
{
    const char *spelling = json_spelling(json);
    int64_t integer;
    double real;

    if (spelling)
        buf_text(out, spelling);
    else if (json_type(json) == JSON_INT && json_int(json, &integer))
        buf_printf(out, "%lld", (long long)integer);
    else if (json_real(json, &real))
        put_real(real, whole, out);
    else
        buf_text(out, "null"); /* JSON has no word for what is not finite. */
}

static void put_bool(const struct json *json, struct buf *out)
{
    bool value = false;

    json_bool(json, &value);
    buf_text(out, value ? "true" : "false");
}

static void put_line(enum json_style style, size_t depth, struct buf *out)
{
    if (style != JSON_PRETTY)
        return;
    buf_char(out, '\n');
    for (size_t i = 0; i < depth * INDENT; i++)
        buf_char(out, ' ');
}

static void put_value(const struct json *json, enum json_style style,
                      size_t depth, struct buf *out);

static void put_container(const struct json *json, enum json_style style,
                          size_t depth, struct buf *out)
{
    bool object = json_type(json) == JSON_OBJECT;
    struct json_each each = json_each(json);

    buf_char(out, object ? '{' : '[');
    while (json_next(&each)) {
        if (each.index > 0)
            buf_char(out, ',');
        put_line(style, depth + 1, out);
        if (object) {
            json_write_text(str_of(each.name), out);
            buf_text(out, style == JSON_PRETTY ? ": " : ":");
        }
        put_value(each.value, style, depth + 1, out);
    }
    if (json_length(json) > 0)
        put_line(style, depth, out);
    buf_char(out, object ? '}' : ']');
}

static void put_value(const struct json *json, enum json_style style,
                      size_t depth, struct buf *out)
{
    switch (json_type(json)) {
    case JSON_OBJECT:
    case JSON_ARRAY:
        put_container(json, style, depth, out);
        break;
    case JSON_TEXT:
        json_write_text(json_text(json), out);
        break;
    case JSON_INT:
    case JSON_REAL:
        put_number(json, true, out);
        break;
    case JSON_BOOL:
        put_bool(json, out);
        break;
    default:
        buf_text(out, "null");
    }
}

void json_write(const struct json *json, enum json_style style, struct buf *out)
{
    put_value(json, style, 0, out);
}

void json_put_text(const struct json *json, struct buf *out)
{
    switch (json_type(json)) {
    case JSON_NULL:
        break;
    case JSON_TEXT:
        buf_str(out, json_text(json));
        break;
    case JSON_INT:
    case JSON_REAL:
        put_number(json, false, out);
        break;
    default:
        json_write(json, JSON_COMPACT, out);
    }
}
