/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_lex.c - cuts the text of a query into tokens.
 */
#include "engine/query_part.h"

#include <stdio.h>
#include <string.h>

#include "util/ascii.h"
#include "util/text.h"
#include "util/utf8.h"

static bool is_letter(char c)
{
    return ascii_is_letter(c) || c == '_' || c == '$' ||
           (unsigned char)c >= 0x80;
}

static char peek(const struct lex *lex, size_t ahead)
{
    return lex->at + ahead < lex->text.len ? lex->text.at[lex->at + ahead]
                                           : '\0';
}

bool lex_fail(const struct lex *lex, size_t at, struct err *err,
              const char *fmt, ...)
{
    char text[ERR_TEXT_SIZE];
    size_t column = utf8_length(str_sub(lex->text, 0, at)) + 1;
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    column = column > lex->before ? column - lex->before : 1;
    return err_set(err, ERR_INPUT, _("Column %zu: %s"), column, text);
}

void lex_init(struct lex *lex, struct str text, struct arena *arena)
{
    *lex = (struct lex){.text = text, .arena = arena};
}

bool lex_sign(const struct lex *lex, const char *sign)
{
    return lex->token == TOKEN_SIGN && str_eq(lex->raw, str_of(sign));
}

bool lex_name(const struct lex *lex, const char *name)
{
    return lex->token == TOKEN_NAME && str_eq_fold(lex->raw, str_of(name));
}

struct str lex_word(struct str text, size_t at)
{
    size_t end = at;

    while (end < text.len && !ascii_is_space(text.at[end]) &&
           text.at[end] != '\0' && !strchr("()[],\"'=!<>~|;", text.at[end]))
        end++;
    return str_sub(text, at, end - at);
}

/* White space, and comments to the end of the line. */
static void skip_space(struct lex *lex)
{
    for (;;) {
        while (lex->at < lex->text.len && ascii_is_space(peek(lex, 0)))
            lex->at++;
        if (peek(lex, 0) != '/' || peek(lex, 1) != '/')
            return;
        while (lex->at < lex->text.len && peek(lex, 0) != '\n')
            lex->at++;
    }
}

static void take_name(struct lex *lex)
{
    if (peek(lex, 0) == '!')
        lex->at++;
    /* A hyphen belongs to names such as azure-resource and vm-web-01. */
    while (is_letter(peek(lex, 0)) || ascii_is_digit(peek(lex, 0)) ||
           (peek(lex, 0) == '-' &&
            (is_letter(peek(lex, 1)) || ascii_is_digit(peek(lex, 1)))))
        lex->at++;
    lex->token = TOKEN_NAME;
    lex->raw = str_sub(lex->text, lex->start, lex->at - lex->start);
    if (peek(lex, 0) == '~' && (lex_name(lex, "in") || lex_name(lex, "!in"))) {
        lex->at++;
        lex->raw.len++;
    }
}

/* 5, 1.5, 30d and 10.0.0.4, but only the first of 1..5. */
static void take_number(struct lex *lex)
{
    while (ascii_is_digit(peek(lex, 0)) || is_letter(peek(lex, 0)) ||
           (peek(lex, 0) == '.' && ascii_is_digit(peek(lex, 1))))
        lex->at++;
    lex->token = TOKEN_NUMBER;
}

static const char *const signs[] = {"==", "!=", "=~", "!~", "<=", ">=", ".."};

static void take_sign(struct lex *lex)
{
    struct str rest = str_sub(lex->text, lex->at, 2);

    lex->token = TOKEN_SIGN;
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (str_eq(rest, str_of(signs[i]))) {
            lex->at += 2;
            return;
        }
    }
    lex->at++;
}

static int hex_digit(char c)
{
    if (ascii_is_digit(c))
        return c - '0';
    if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
        return (c | 0x20) - 'a' + 10;
    return -1;
}

/* \u0041; the four digits. */
static bool put_unicode(struct lex *lex, struct buf *out)
{
    uint32_t c = 0;

    for (size_t i = 0; i < 4; i++) {
        int digit = hex_digit(peek(lex, i));

        if (digit < 0)
            return false;
        c = c << 4 | (uint32_t)digit;
    }
    if (c == 0 || (c >= 0xd800 && c <= 0xdfff))
        return false;
    lex->at += 4;
    utf8_put(out, c);
    return true;
}

static bool put_escape(struct lex *lex, struct buf *out)
{
    static const char from[] = "nrt\\'\"/";
    static const char to[] = "\n\r\t\\'\"/";
    char c = peek(lex, 0);
    const char *found = c ? strchr(from, c) : NULL;

    lex->at++;
    if (c == 'u')
        return put_unicode(lex, out);
    if (!found)
        return false;
    buf_char(out, to[found - from]);
    return true;
}

/* Stands behind the quote that opens it. */
static bool read_quoted(struct lex *lex, char quote, bool verbatim,
                        struct buf *out, struct err *err)
{
    while (lex->at < lex->text.len) {
        char c = lex->text.at[lex->at++];

        if (c == quote) {
            if (!verbatim || peek(lex, 0) != quote)
                return true;
            lex->at++;
        } else if (c == '\\' && !verbatim) {
            size_t at = lex->at - 1;

            if (!put_escape(lex, out))
                return lex_fail(lex, at, err,
                                _("this backslash begins no escape that is "
                                  "known.  Write \\\\ for a backslash, or "
                                  "put @ before the quote."));
            continue;
        }
        buf_char(out, c);
    }
    return lex_fail(lex, lex->start, err,
                    _("the text that begins here has no closing %c."), quote);
}

static bool take_text(struct lex *lex, struct err *err)
{
    bool verbatim = peek(lex, 0) == '@';
    char quote;
    struct buf text;
    bool ok;

    lex->at += verbatim;
    quote = peek(lex, 0);
    lex->at++;
    buf_init(&text);
    ok = read_quoted(lex, quote, verbatim, &text, err);
    if (ok) {
        lex->token = TOKEN_TEXT;
        lex->value = arena_str(lex->arena, buf_view(&text));
    }
    buf_done(&text);
    return ok;
}

static bool text_begins(const struct lex *lex)
{
    char c = peek(lex, peek(lex, 0) == '@');

    return c == '\'' || c == '"';
}

bool lex_next(struct lex *lex, struct err *err)
{
    char c;

    skip_space(lex);
    lex->start = lex->at;
    c = peek(lex, 0);
    if (lex->at >= lex->text.len)
        lex->token = TOKEN_END;
    else if (text_begins(lex)) {
        if (!take_text(lex, err))
            return false;
    } else if (ascii_is_digit(c))
        take_number(lex);
    else if (is_letter(c) || (c == '!' && is_letter(peek(lex, 1))))
        take_name(lex);
    else
        take_sign(lex);
    lex->raw = str_sub(lex->text, lex->start, lex->at - lex->start);
    return true;
}

bool lex_raw(struct lex *lex, struct str *out, struct err *err)
{
    struct str rest = str_sub(lex->text, lex->at, lex->text.len);
    size_t end = str_find_char(rest, ')');

    if (end == STR_NOWHERE)
        return lex_fail(lex, lex->start, err,
                        _("the parenthesis that begins here is not closed."));
    *out = str_trim(str_sub(rest, 0, end));
    lex->at += end + 1;
    return true;
}
