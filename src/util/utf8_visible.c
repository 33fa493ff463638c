/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "util/utf8.h"

#define ITEMS(table)  (sizeof(table) / sizeof((table)[0]))
#define MOST_MARKS    4
#define DOTTED_CIRCLE UINT32_C(0x25cc)

/*
 * What steers a terminal, turns a line round, or is there without being seen.
 * Variation selectors up to U+FE0F stay: they are part of ordinary pictures
 * and count as combining marks.
 */
static const struct {
    uint32_t from;
    uint32_t to;
} hostile[] = {
    {0x0000, 0x001f},   /* C0 */
    {0x007f, 0x009f},   /* DEL and C1 */
    {0x00ad, 0x00ad},   /* soft hyphen */
    {0x034f, 0x034f},   /* combining grapheme joiner */
    {0x061c, 0x061c},   /* Arabic letter mark */
    {0x17b4, 0x17b5},   /* Khmer vowels that are not drawn */
    {0x180e, 0x180e},   /* Mongolian vowel separator */
    {0x200b, 0x200f},   /* zero width, left-to-right and right-to-left marks */
    {0x2028, 0x202e},   /* separators, embeddings and overrides */
    {0x2060, 0x206f},   /* word joiner, isolates, deprecated controls */
    {0x3164, 0x3164},   /* Hangul filler */
    {0xfeff, 0xfeff},   /* byte order mark */
    {0xffa0, 0xffa0},   /* half width Hangul filler */
    {0xfff9, 0xfffb},   /* interlinear annotation */
    {0x1d173, 0x1d17a}, /* musical format controls */
    {0xe0000, 0xe0fff}, /* tags and further variation selectors */
};

bool utf8_hostile(uint32_t c)
{
    size_t i;

    if (c >= 0x20 && c < 0x7f)
        return false;
    for (i = 0; i < ITEMS(hostile) && c >= hostile[i].from; i++)
        if (c <= hostile[i].to)
            return true;
    return c > 0x10ffff;
}

static void put_hostile(struct buf *out, uint32_t c)
{
    if (c == '\n' || c == '\r' || c == '\t')
        buf_char(out, ' ');
    else if (c < 0x20 || c == 0x7f)
        buf_printf(out, "^%c", (char)(c ^ 0x40));
    else
        buf_printf(out, "<U+%04X>", (unsigned)c);
}

/* Takes what needs no look off *rest, in one piece. */
static struct str plain_run(struct str *rest)
{
    size_t len = 0;
    struct str run;

    while (len < rest->len && rest->at[len] >= 0x20 && rest->at[len] < 0x7f)
        len++;
    run = str_sub(*rest, 0, len);
    *rest = str_sub(*rest, len, rest->len);
    return run;
}

void utf8_visible(struct buf *out, struct str s)
{
    unsigned marks = 0;
    bool based = false; /* is there a character for marks to stand on? */
    uint32_t c;

    for (;;) {
        struct str run = plain_run(&s);

        if (run.len > 0) {
            buf_str(out, run);
            based = true;
            marks = 0;
        }
        if (str_starts(s, STR("\r\n")))
            s = str_sub(s, 1, s.len);
        if (!utf8_next(&s, &c))
            return;
        if (utf8_hostile(c)) {
            put_hostile(out, c);
            marks = 0;
        } else if (utf8_char_width(c) > 0) {
            utf8_put(out, c);
            marks = 0;
        } else if (marks++ < MOST_MARKS) {
            /* Else it would stand on whatever is left of the text. */
            if (!based)
                utf8_put(out, DOTTED_CIRCLE);
            utf8_put(out, c);
        }
        based = true;
    }
}
