/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/expr_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/ascii.h"

/* Digits of a double that count, and the most places asked for. */
#define DIGITS 15
#define PLACES 99
/* Digits of a number, with room for those that rounding adds. */
#define ROOM 24

static const struct number_style styles[] = {
    {"en-US", ".", ",", "$", ""},   {"en-GB", ".", ",", "£", ""},
    {"ja-JP", ".", ",", "¥", ""},   {"de-DE", ",", ".", "", " €"},
    {"es-ES", ",", ".", "", " €"},  {"it-IT", ",", ".", "", " €"},
    {"nl-NL", ",", ".", "€ ", ""},  {"fr-FR", ",", "\xc2\xa0", "", " €"},
    {"is-IS", ",", ".", "", " kr"},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

const struct number_style *number_style(struct str name)
{
    if (name.len == 0)
        return &styles[0];
    for (size_t i = 0; i < N(styles); i++) {
        if (str_eq_fold(name, str_of(styles[i].name)))
            return &styles[i];
    }
    return NULL;
}

/* 0.d1d2d3… × 10 ^ point. */
struct decimal {
    bool negative;
    bool whole;
    int64_t integer; /* when it is whole */
    char digits[ROOM];
    int n;
    int point;
};

/* printf(3) writes the point of the locale: only digits are taken. */
static void take_digits(struct decimal *out, const char *text)
{
    for (; *text && *text != 'e' && out->n < ROOM - 1; text++) {
        if (ascii_is_digit(*text))
            out->digits[out->n++] = *text;
    }
}

static void trim_digits(struct decimal *d)
{
    while (d->n > 0 && d->digits[d->n - 1] == '0')
        d->n--;
    if (d->n == 0)
        d->point = 0;
}

static bool decimal_of(const struct json *value, struct decimal *out)
{
    char text[48];
    double real;
    long power;

    *out = (struct decimal){.whole = json_type(value) == JSON_INT};
    if (!json_real(value, &real))
        return false;
    if (out->whole && json_int(value, &out->integer)) {
        snprintf(text, sizeof(text), "%lld", (long long)out->integer);
        take_digits(out, text);
        out->point = out->n;
        out->negative = out->integer < 0;
    } else {
        snprintf(text, sizeof(text), "%.*e", DIGITS - 1, real);
        take_digits(out, text);
        power = strtol(strchr(text, 'e') + 1, NULL, 10);
        out->point = (int)power + 1;
        out->negative = real < 0;
    }
    trim_digits(out);
    return true;
}

/* To so many places behind the point, halves away from zero. */
static void round_to(struct decimal *d, int places)
{
    int keep = d->point + places;

    if (keep >= d->n)
        return;
    if (keep < 0 || (keep == 0 && d->digits[0] < '5')) {
        d->n = 0;
    } else {
        bool up = d->digits[keep] >= '5';

        d->n = keep;
        while (up && d->n > 0 && d->digits[d->n - 1] == '9')
            d->n--;
        if (up && d->n > 0) {
            d->digits[d->n - 1]++;
        } else if (up) {
            d->digits[0] = '1';
            d->n = 1;
            d->point++;
        }
    }
    trim_digits(d);
}

static char digit_at(const struct decimal *d, int place)
{
    return place >= 0 && place < d->n ? d->digits[place] : '0';
}

/* The integer part, at least @least digits. */
static void put_integer(const struct decimal *d, int least, const char *group,
                        struct buf *out)
{
    int have = d->point > 0 ? d->point : 0;
    int n = have > least ? have : least;

    for (int left = n; left > 0; left--) {
        buf_char(out, left > have ? '0' : digit_at(d, have - left));
        if (group && left > 1 && (left - 1) % 3 == 0)
            buf_text(out, group);
    }
}

/* The places behind the point; those beyond @least only when they count. */
static void put_places(const struct decimal *d, int least, int most,
                       const char *point, struct buf *out)
{
    int have = d->n - d->point;
    int n = have < least ? least : have;

    if (n > most)
        n = most;
    if (n > 0)
        buf_text(out, point);
    for (int i = 0; i < n; i++)
        buf_char(out, digit_at(d, d->point + i));
}

static void put_fixed(struct decimal *d, int places,
                      const struct number_style *style, bool grouped,
                      struct buf *out)
{
    round_to(d, places);
    put_integer(d, 1, grouped ? style->group : NULL, out);
    put_places(d, places, places, style->point, out);
}

static void put_money(struct decimal *d, int places,
                      const struct number_style *style, struct buf *out)
{
    bool dollars = *style->before != '\0';

    if (d->negative)
        buf_text(out, dollars ? "(" : "-");
    buf_text(out, style->before);
    put_fixed(d, places, style, true, out);
    buf_text(out, style->behind);
    if (d->negative && dollars)
        buf_char(out, ')');
}

static void put_power(struct decimal *d, int places, char letter,
                      const struct number_style *style, struct buf *out)
{
    int power = d->n > 0 ? d->point - 1 : 0;

    d->point = 1;
    round_to(d, places);
    if (d->point > 1) {
        power++;
        d->point = 1;
    }
    put_integer(d, 1, NULL, out);
    put_places(d, places, places, style->point, out);
    buf_printf(out, "%c%c%03d", letter, power < 0 ? '-' : '+',
               power < 0 ? -power : power);
}

static bool put_standard(const struct json *value, struct decimal *d,
                         char letter, int places,
                         const struct number_style *style, struct buf *out)
{
    char kind = (char)(letter & ~0x20);
    int two = places < 0 ? 2 : places;

    if (d->negative && strchr("DEFNP", kind))
        buf_char(out, '-');
    switch (kind) {
    case 'C':
        put_money(d, two, style, out);
        return true;
    case 'D':
        put_integer(d, places < 1 ? 1 : places, NULL, out);
        return d->whole;
    case 'E':
        put_power(d, places < 0 ? 6 : places, letter, style, out);
        return true;
    case 'F':
    case 'N':
        put_fixed(d, two, style, kind == 'N', out);
        return true;
    case 'P':
        d->point += d->n > 0 ? 2 : 0;
        put_fixed(d, two, style, true, out);
        buf_text(out, " %");
        return true;
    case 'X':
        buf_printf(out, letter == 'X' ? "%0*llX" : "%0*llx",
                   places < 1 ? 1 : places, (unsigned long long)d->integer);
        return d->whole;
    case 'G':
    case 'R':
        json_put_text(value, out);
        return places <= 0;
    default:
        return false;
    }
}

/* ---- custom formats -------------------------------------------------------*/

/* What one section of a custom format asks for. */
struct custom {
    int integers; /* places before the point, and from which on a 0 counts */
    int zeros;    /* of them always there */
    int places;   /* behind the point, at most */
    int least;    /* always there */
    bool grouped;
    int shift; /* of the point, for % and commas at its end */
};

/* Steps over quoted text; false where a character means itself or more. */
static bool skip_quoted(struct str format, size_t *at)
{
    char c = format.at[*at];

    if (c == '\\') {
        *at += 1;
        return true;
    }
    if (c != '\'' && c != '"')
        return false;
    do
        ++*at;
    while (*at < format.len && format.at[*at] != c);
    return true;
}

static void read_custom(struct str format, struct custom *out)
{
    int commas = 0;
    bool behind = false;

    *out = (struct custom){.integers = 0};
    for (size_t at = 0; at < format.len; at++) {
        char c = format.at[at];

        if (skip_quoted(format, &at))
            continue;
        if (c == '%')
            out->shift += 2;
        behind = behind || c == '.';
        if (c == ',' && !behind && out->integers > 0)
            commas++;
        if (c != '0' && c != '#')
            continue;
        if (behind) {
            out->places++;
            if (c == '0')
                out->least = out->places;
        } else {
            out->integers++;
            out->grouped = out->grouped || commas > 0;
            commas = 0;
            if (c == '0' || out->zeros > 0)
                out->zeros++;
        }
    }
    out->shift -= 3 * commas;
}

static void put_literal(struct str format, size_t *at, struct buf *out)
{
    size_t from = *at;

    if (!skip_quoted(format, at))
        buf_char(out, format.at[*at]);
    else if (format.at[from] == '\\')
        buf_str(out, str_sub(format, *at, 1));
    else
        buf_str(out, str_sub(format, from + 1, *at - from - 1));
}

static void put_custom(struct decimal *d, struct str format,
                       const struct custom *custom,
                       const struct number_style *style, struct buf *out)
{
    bool behind = false;
    bool begun = false;

    for (size_t at = 0; at < format.len; at++) {
        char c = format.at[at];

        if (c == '0' || c == '#') {
            /* All digits stand where the first place is. */
            if (!behind && !begun)
                put_integer(d, custom->zeros,
                            custom->grouped ? style->group : NULL, out);
            begun = true;
        } else if (c == '.' && !behind) {
            if (!begun)
                put_integer(d, 0, NULL, out);
            put_places(d, custom->least, custom->places, style->point, out);
            begun = behind = true;
        } else if (c != ',' && c != '.') {
            put_literal(format, &at, out);
        }
    }
}

/* The section for that number: positive, negative, zero. */
static struct str pick_section(struct str format, const struct decimal *d,
                               bool *sign)
{
    struct str sections[3] = {{"", 0}};
    size_t n = 0;
    size_t from = 0;

    for (size_t at = 0; at <= format.len && n < N(sections); at++) {
        if (at < format.len && skip_quoted(format, &at))
            continue;
        if (at >= format.len || format.at[at] == ';') {
            sections[n++] = str_sub(format, from, at - from);
            from = at + 1;
        }
    }
    *sign = d->negative;
    if (d->negative && n > 1 && sections[1].len > 0) {
        *sign = false;
        return sections[1];
    }
    return d->n == 0 && n > 2 && sections[2].len > 0 ? sections[2]
                                                     : sections[0];
}

static int read_places(struct str text)
{
    int64_t places;

    if (text.len == 0)
        return -1;
    if (text.len > 2 || !str_int(text, &places) || places < 0)
        return PLACES + 1;
    return (int)places;
}

bool number_put(const struct json *value, struct str format,
                const struct number_style *style, struct buf *out)
{
    int places = read_places(str_sub(format, 1, format.len));
    struct custom custom;
    struct decimal d;
    bool sign;

    if (!decimal_of(value, &d))
        return false;
    if (format.len == 0) {
        json_put_text(value, out);
        return true;
    }
    if (((format.at[0] | 0x20) >= 'a' && (format.at[0] | 0x20) <= 'z') &&
        places <= PLACES)
        return put_standard(value, &d, format.at[0], places, style, out);
    format = pick_section(format, &d, &sign);
    read_custom(format, &custom);
    if (custom.places > PLACES || custom.integers > PLACES)
        return false;
    d.point += d.n > 0 ? custom.shift : 0;
    round_to(&d, custom.places);
    if (sign && d.n > 0)
        buf_char(out, '-');
    put_custom(&d, format, &custom, style, out);
    return true;
}

/* ---- reading --------------------------------------------------------------*/

/* Takes a sign off one end. */
static bool take_sign(struct str *text, bool *negative)
{
    bool front = str_starts(*text, STR("-")) || str_starts(*text, STR("+"));
    bool back = str_ends(*text, STR("-")) || str_ends(*text, STR("+"));

    if (front && back)
        return false;
    *negative = str_starts(*text, STR("-")) || str_ends(*text, STR("-"));
    *text = str_sub(*text, front, text->len - front - back);
    return true;
}

bool number_read(struct str text, const struct number_style *style, double *out)
{
    struct str group = str_of(style->group);
    struct str point = str_of(style->point);
    bool behind = false;
    bool negative;
    struct buf plain;
    bool ok;

    text = str_trim(text);
    if (text.len == 0 || !take_sign(&text, &negative))
        return false;
    buf_init(&plain);
    if (negative)
        buf_char(&plain, '-');
    buf_char(&plain, '0');
    while (text.len > 0) {
        size_t n = 1;

        if (!behind && str_starts(text, point)) {
            buf_char(&plain, '.');
            behind = true;
            n = point.len;
        } else if (!behind && str_starts(text, group)) {
            n = group.len;
        } else {
            buf_char(&plain, *text.at);
        }
        text = str_sub(text, n, text.len);
    }
    if (str_ends(buf_view(&plain), STR(".")))
        buf_char(&plain, '0');
    ok = str_real(buf_view(&plain), out);
    buf_done(&plain);
    return ok;
}
