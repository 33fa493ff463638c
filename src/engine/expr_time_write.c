/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_time_write.c - a point in time as a text, in the formats of .NET.
 */
#include "engine/expr_time.h"

/* The standard formats are short for custom ones. */
static const struct {
    char letter;
    const char *format;
} standards[] = {
    {'d', "M/d/yyyy"},
    {'D', "dddd, MMMM d, yyyy"},
    {'f', "dddd, MMMM d, yyyy h:mm tt"},
    {'F', "dddd, MMMM d, yyyy h:mm:ss tt"},
    {'g', "M/d/yyyy h:mm tt"},
    {'G', "M/d/yyyy h:mm:ss tt"},
    {'m', "MMMM d"},
    {'M', "MMMM d"},
    {'o', "yyyy-MM-ddTHH:mm:ss.fffffffK"},
    {'O', "yyyy-MM-ddTHH:mm:ss.fffffffK"},
    {'r', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"},
    {'R', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"},
    {'s', "yyyy-MM-ddTHH:mm:ss"},
    {'t', "h:mm tt"},
    {'T', "h:mm:ss tt"},
    {'u', "yyyy-MM-dd HH:mm:ss'Z'"},
    {'U', "dddd, MMMM d, yyyy h:mm:ss tt"},
    {'y', "MMMM yyyy"},
    {'Y', "MMMM yyyy"},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

/* A point in time on its way to a text. */
struct writing {
    struct stamp_parts parts;
    bool utc;
    struct buf *out;
};

static void put_number(struct writing *w, int64_t value, size_t least)
{
    buf_printf(w->out, "%0*lld", (int)least, (long long)value);
}

/* A name, or the number of what it names. */
static void put_name(struct writing *w, const char *name, int number, size_t n)
{
    if (n < 3)
        put_number(w, number, n);
    else
        buf_str(w->out, str_sub(str_of(name), 0, n == 3 ? 3 : SIZE_MAX));
}

static void put_year(struct writing *w, size_t n)
{
    put_number(w, n > 2 ? w->parts.year : w->parts.year % 100, n);
}

/* With F, zeros at the end do not show, nor does a point in front of
 * nothing. */
static bool put_fraction(struct writing *w, char letter, size_t n)
{
    int64_t value = w->parts.rest % STAMP_SECOND;

    if (n > 7)
        return false;
    for (size_t i = n; i < 7; i++)
        value /= 10;
    for (; letter == 'F' && n > 0 && value % 10 == 0; n--)
        value /= 10;
    if (n > 0)
        put_number(w, value, n);
    else if (str_ends(buf_view(w->out), STR(".")))
        buf_cut(w->out, w->out->len - 1);
    return true;
}

static void put_offset(struct writing *w, size_t n)
{
    static const char *const offsets[] = {"+0", "+00", "+00:00"};

    buf_text(w->out, offsets[n > 2 ? 2 : n - 1]);
}

/* So many of one letter. */
static bool put_letters(struct writing *w, char letter, size_t n)
{
    int64_t hour = w->parts.rest / STAMP_HOUR;
    size_t two = n < 2 ? 1 : 2;

    switch (letter) {
    case 'd':
        put_name(w, stamp_weekday(w->parts.weekday), w->parts.day, n);
        return true;
    case 'M':
        put_name(w, stamp_month(w->parts.month), w->parts.month, n);
        return true;
    case 'y':
        put_year(w, n);
        return true;
    case 'H':
        put_number(w, hour, two);
        return true;
    case 'h':
        put_number(w, hour % 12 ? hour % 12 : 12, two);
        return true;
    case 'm':
        put_number(w, w->parts.rest / STAMP_MINUTE % 60, two);
        return true;
    case 's':
        put_number(w, w->parts.rest / STAMP_SECOND % 60, two);
        return true;
    case 'f':
    case 'F':
        return put_fraction(w, letter, n);
    case 't':
        buf_str(w->out, str_sub(hour < 12 ? STR("AM") : STR("PM"), 0, two));
        return true;
    case 'g':
        buf_text(w->out, "A.D.");
        return true;
    case 'z':
        put_offset(w, n);
        return true;
    default:
        return false;
    }
}

/* What stands in quotes or behind a backslash; *at is on the sign, and then
 * on the last byte of it.  False: its end is missing. */
static bool put_quoted(struct writing *w, struct str format, size_t *at)
{
    char quote = format.at[*at];

    if (quote == '\\') {
        if (++*at >= format.len)
            return false;
        buf_char(w->out, format.at[*at]);
        return true;
    }
    while (++*at < format.len) {
        if (format.at[*at] == quote)
            return true;
        if (format.at[*at] == '\\' && ++*at >= format.len)
            return false;
        buf_char(w->out, format.at[*at]);
    }
    return false;
}

static bool is_letter(char c)
{
    return str_find_char(STR("dMyHhmsfFtgz"), c) != STR_NOWHERE;
}

static bool put_custom(struct writing *w, struct str format)
{
    for (size_t at = 0; at < format.len; at++) {
        char c = format.at[at];
        size_t n = 1;

        if (c == '\'' || c == '"' || c == '\\') {
            if (!put_quoted(w, format, &at))
                return false;
        } else if (c == '%') {
            /* It makes one letter a custom format; alone it is none. */
            if (format.len < 2 || at + 1 == format.len ||
                format.at[at + 1] == '%')
                return false;
        } else if (c == 'K') {
            buf_text(w->out, w->utc ? "Z" : "");
        } else if (is_letter(c)) {
            while (at + n < format.len && format.at[at + n] == c)
                n++;
            if (!put_letters(w, c, n))
                return false;
            at += n - 1;
        } else {
            buf_char(w->out, c);
        }
    }
    return true;
}

bool stamp_write(struct stamp stamp, struct str format, struct buf *out)
{
    struct writing w = {
        .parts = stamp_parts(stamp), .utc = stamp.utc, .out = out};

    if (format.len != 1)
        return put_custom(&w, format.len ? format : STR("M/d/yyyy h:mm:ss tt"));
    for (size_t i = 0; i < N(standards); i++) {
        if (standards[i].letter == *format.at)
            return put_custom(&w, str_of(standards[i].format));
    }
    return false;
}
