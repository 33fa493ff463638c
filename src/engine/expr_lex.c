/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * expr_lex.c - tokens of an expression, and where one ends within a text.
 */
#include <stdarg.h>
#include <stdio.h>

#include "engine/expr_part.h"
#include "util/ascii.h"
#include "util/text.h"
#include "util/utf8.h"

bool expr_fail_at(struct str text, size_t at, struct err *err, const char *fmt,
                  ...)
{
    char why[ERR_TEXT_SIZE];
    va_list args;

    va_start(args, fmt);
    vsnprintf(why, sizeof(why), fmt, args);
    va_end(args);
    return err_set(err, ERR_INPUT, _("Column %zu: %s"),
                   utf8_length(str_sub(text, 0, at)) + 1, why);
}

static bool begins_name(char c)
{
    return ascii_is_letter(c) || c == '_' || c == '$' ||
           (unsigned char)c > 0x7f;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char peek(const struct expr_lex *lex, size_t ahead)
{
    return lex->at + ahead < lex->text.len ? lex->text.at[lex->at + ahead]
                                           : '\0';
}

bool expr_lex_sign(const struct expr_lex *lex, char sign)
{
    return lex->token == EXPR_SIGN && *lex->raw.at == sign;
}

/* A quote within is doubled; there are no other escapes. */
static bool take_text(struct expr_lex *lex, struct err *err)
{
    char quote = peek(lex, 0);
    struct buf text;

    buf_init(&text);
    for (lex->at++; lex->at < lex->text.len; lex->at++) {
        char c = peek(lex, 0);

        if (c == quote && peek(lex, 1) == quote) {
            lex->at++;
        } else if (c == quote) {
            lex->at++;
            lex->value = arena_str(lex->arena, buf_view(&text));
            lex->token = EXPR_TEXT;
            buf_done(&text);
            return true;
        }
        buf_char(&text, c);
    }
    buf_done(&text);
    return expr_fail_at(lex->text, lex->start, err,
                        _("the text that begins here has no closing %c."),
                        quote);
}

static void take_number(struct expr_lex *lex)
{
    lex->token = EXPR_NUMBER;
    lex->at += peek(lex, 0) == '-' || peek(lex, 0) == '+';
    while (ascii_is_digit(peek(lex, 0)) || peek(lex, 0) == '.')
        lex->at++;
    if (peek(lex, 0) == 'e' || peek(lex, 0) == 'E') {
        size_t sign = peek(lex, 1) == '-' || peek(lex, 1) == '+';

        if (ascii_is_digit(peek(lex, 1 + sign)))
            lex->at += 1 + sign;
        while (ascii_is_digit(peek(lex, 0)))
            lex->at++;
    }
}

static bool begins_number(const struct expr_lex *lex, bool operand)
{
    size_t at = 0;

    if (operand)
        at += peek(lex, 0) == '-' || peek(lex, 0) == '+';
    if (operand)
        at += peek(lex, at) == '.';
    return ascii_is_digit(peek(lex, at));
}

bool expr_lex_next(struct expr_lex *lex, bool operand, struct err *err)
{
    char c;

    while (is_space(peek(lex, 0)))
        lex->at++;
    lex->start = lex->at;
    lex->raw = str_sub(lex->text, lex->at, 0);
    lex->value = STR_NONE;
    if (lex->at >= lex->text.len) {
        lex->token = EXPR_END;
        return true;
    }
    c = peek(lex, 0);
    if (c == '\'' || c == '"') {
        if (!take_text(lex, err))
            return false;
    } else if (begins_number(lex, operand)) {
        take_number(lex);
    } else if (begins_name(c)) {
        lex->token = EXPR_NAME;
        while (begins_name(peek(lex, 0)) || ascii_is_digit(peek(lex, 0)))
            lex->at++;
    } else {
        lex->token = EXPR_SIGN;
        lex->at++;
    }
    lex->raw = str_sub(lex->text, lex->start, lex->at - lex->start);
    return true;
}

size_t expr_find_end(struct str text, size_t at)
{
    char quote = '\0';

    for (; at < text.len; at++) {
        char c = text.at[at];

        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '}')
            return at;
    }
    return STR_NOWHERE;
}

/* What stands for itself: "@true", as the designer writes it. */
static bool is_word(struct str text)
{
    return str_eq(text, STR("true")) || str_eq(text, STR("false")) ||
           str_eq(text, STR("null"));
}

bool expr_is_whole(struct str text)
{
    size_t at = 1;

    if (text.len < 2 || text.at[0] != '@')
        return false;
    if (is_word(str_sub(text, 1, STR_NOWHERE)))
        return true;
    while (at < text.len &&
           (ascii_is_letter(text.at[at]) || ascii_is_digit(text.at[at])))
        at++;
    return at > 1 && at < text.len && text.at[at] == '(';
}
