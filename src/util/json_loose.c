/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/json_loose.h"

#include "model/limits.h"
#include "util/text.h"
#include "util/utf8.h"

static unsigned unit_at(struct str text, size_t at, bool big)
{
    unsigned char a = (unsigned char)text.at[at];
    unsigned char b = (unsigned char)text.at[at + 1];

    return big ? (unsigned)(a << 8 | b) : (unsigned)(b << 8 | a);
}

/* Half a pair becomes U+FFFD, as it does where JSON has it escaped. */
static void from_utf16(struct str text, bool big, struct buf *out)
{
    for (size_t at = 2; at + 1 < text.len; at += 2) {
        unsigned unit = unit_at(text, at, big);
        unsigned low = at + 3 < text.len ? unit_at(text, at + 2, big) : 0;

        if (unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
            utf8_put(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            at += 2;
        } else {
            utf8_put(out, unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit);
        }
    }
}

/* Behind the string that begins at @at. */
static size_t string_end(struct str text, size_t at)
{
    for (at++; at < text.len && text.at[at] != '"'; at++) {
        if (text.at[at] == '\\')
            at++;
    }
    return at < text.len ? at + 1 : text.len;
}

/* Behind the comment that begins at @at; @at when none does. */
static size_t comment_end(struct str text, size_t at)
{
    struct str rest = str_sub(text, at, STR_NOWHERE);
    size_t end;

    if (str_starts(rest, STR("//"))) {
        end = str_find_char(rest, '\n');
        return end == STR_NOWHERE ? text.len : at + end;
    }
    if (str_starts(rest, STR("/*"))) {
        end = str_find(str_sub(rest, 2, STR_NOWHERE), STR("*/"));
        return end == STR_NOWHERE ? at : at + end + 4;
    }
    return at;
}

/* Line ends stay, for the sake of the line in a message. */
static void without_comments(struct str text, struct buf *out)
{
    size_t at = 0;

    while (at < text.len) {
        size_t end = comment_end(text, at);
        bool comment = end > at;

        if (!comment)
            end = text.at[at] == '"' ? string_end(text, at) : at + 1;
        for (; at < end; at++)
            buf_char(out, comment && text.at[at] != '\n' ? ' ' : text.at[at]);
    }
}

bool json_parse_loose(struct str text, struct json **out, struct err *err)
{
    struct buf plain;
    struct buf bare;
    bool ok;

    if (text.len > LIMIT_JSON_TEXT)
        return err_set(err, ERR_INPUT, _("The text is longer than %d bytes."),
                       LIMIT_JSON_TEXT);
    buf_init(&plain);
    buf_init(&bare);
    if (str_starts(text, STR("\xff\xfe")))
        from_utf16(text, false, &plain);
    else if (str_starts(text, STR("\xfe\xff")))
        from_utf16(text, true, &plain);
    else
        buf_str(&plain, text);
    without_comments(buf_view(&plain), &bare);
    ok = json_parse(buf_view(&bare), out, err);
    buf_done(&bare);
    buf_done(&plain);
    return ok;
}
