/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_literal.c - texts, numbers, bools, times and timespans, as they are
 * typed.
 */
#include "engine/query_part.h"

#include "util/text.h"
#include "util/when.h"

static const char *const type_names[LITERAL_TYPE_N] = {
    [LITERAL_TEXT] = N_("text"),       [LITERAL_NUMBER] = N_("a number"),
    [LITERAL_BOOL] = N_("a bool"),     [LITERAL_TIME] = N_("a time"),
    [LITERAL_SPAN] = N_("a timespan"),
};

const char *literal_type_name(enum literal_type type)
{
    return _(type_names[type]);
}

int64_t moment_later(int64_t moment, int64_t span)
{
    int64_t sum;

    if (__builtin_add_overflow(moment, span, &sum))
        return span < 0 ? INT64_MIN : INT64_MAX;
    return sum;
}

static struct str without_quotes(struct str s)
{
    if (s.len >= 2 && (s.at[0] == '\'' || s.at[0] == '"') &&
        s.at[s.len - 1] == s.at[0])
        return str_sub(s, 1, s.len - 2);
    return s;
}

static bool read_datetime(struct lex *lex, struct str inside, int64_t now,
                          struct literal *out, struct err *err)
{
    (void)now;
    out->type = LITERAL_TIME;
    if (when_parse(without_quotes(inside), &out->number) && out->number != 0)
        return true;
    return lex_fail(lex, lex->start, err,
                    _("\"%.*s\" is no time.  Write it as "
                      "datetime(2026-03-05T12:00:00Z)."),
                    STR_ARG(inside));
}

static bool read_span(struct lex *lex, struct str inside, int64_t now,
                      struct literal *out, struct err *err)
{
    (void)now;
    out->type = LITERAL_SPAN;
    if (when_span_parse(without_quotes(inside), &out->number))
        return true;
    return lex_fail(lex, lex->start, err,
                    _("\"%.*s\" is no timespan.  Write it as 30m, 2h or 7d."),
                    STR_ARG(inside));
}

static void set_relative(struct literal *out, int64_t now, int64_t offset)
{
    out->type = LITERAL_TIME;
    out->relative = true;
    out->offset = offset;
    out->number = moment_later(now, offset);
}

static bool read_ago(struct lex *lex, struct str inside, int64_t now,
                     struct literal *out, struct err *err)
{
    if (!read_span(lex, inside, now, out, err))
        return false;
    set_relative(out, now, -out->number);
    return true;
}

static bool read_now(struct lex *lex, struct str inside, int64_t now,
                     struct literal *out, struct err *err)
{
    bool back = str_starts(inside, STR("-"));

    out->number = 0;
    if (back)
        inside = str_trim(str_sub(inside, 1, inside.len));
    if (!str_empty(inside) && !read_span(lex, inside, now, out, err))
        return false;
    set_relative(out, now, back ? -out->number : out->number);
    return true;
}

/* Functions that make a literal. */
static const struct {
    const char *name;
    bool (*read)(struct lex *lex, struct str inside, int64_t now,
                 struct literal *out, struct err *err);
} calls[] = {
    {.name = "datetime", .read = read_datetime},
    {.name = "todatetime", .read = read_datetime},
    {.name = "timespan", .read = read_span},
    {.name = "totimespan", .read = read_span},
    {.name = "time", .read = read_span},
    {.name = "ago", .read = read_ago},
    {.name = "now", .read = read_now},
};
#define N(table) (sizeof(table) / sizeof((table)[0]))

static bool opens(const struct lex *lex)
{
    return lex->at < lex->text.len && lex->text.at[lex->at] == '(';
}

/* toX(…) also converts a property; only what opens with no letter is ours. */
static bool is_call(const struct lex *lex, size_t index)
{
    struct lex inside = *lex;
    struct err ignored;

    if (!lex_name(lex, calls[index].name) || !opens(lex))
        return false;
    if (!str_starts(str_of(calls[index].name), STR("to")))
        return true;
    inside.at++;
    return lex_next(&inside, &ignored) && inside.token != TOKEN_NAME;
}

bool literal_begins(const struct lex *lex)
{
    for (size_t i = 0; i < N(calls); i++) {
        if (is_call(lex, i))
            return true;
    }
    return lex->token == TOKEN_TEXT || lex->token == TOKEN_NUMBER ||
           lex_sign(lex, "-") || lex_name(lex, "true") ||
           lex_name(lex, "false");
}

static bool read_call(struct lex *lex, int64_t now, struct literal *out,
                      struct err *err)
{
    struct str inside;

    for (size_t i = 0; i < N(calls); i++) {
        if (!is_call(lex, i))
            continue;
        lex->at++;
        return lex_raw(lex, &inside, err) &&
               calls[i].read(lex, inside, now, out, err) && lex_next(lex, err);
    }
    if (lex->token == TOKEN_NAME)
        return lex_fail(lex, lex->start, err,
                        _("expected a value, not \"%.*s\".  A text needs "
                          "quotes: '%.*s'."),
                        STR_ARG(lex->raw), STR_ARG(lex->raw));
    if (lex->token == TOKEN_END)
        return lex_fail(lex, lex->start, err,
                        _("expected a value, but the query ends here."));
    return lex_fail(lex, lex->start, err, _("expected a value, not \"%.*s\"."),
                    STR_ARG(lex->raw));
}

static bool read_number(struct lex *lex, bool minus, struct literal *out,
                        struct err *err)
{
    struct str raw = lex->raw;

    if (str_real(raw, &out->real)) {
        out->type = LITERAL_NUMBER;
        out->whole = str_int(raw, &out->number);
        out->real = minus ? -out->real : out->real;
        out->number = minus ? -out->number : out->number;
    } else if (when_span_parse(raw, &out->number)) {
        out->type = LITERAL_SPAN;
        out->number = minus ? -out->number : out->number;
    } else {
        return lex_fail(lex, lex->start, err,
                        _("\"%.*s\" is neither a number nor a timespan.  A "
                          "text needs quotes: '%.*s'."),
                        STR_ARG(raw), STR_ARG(raw));
    }
    return lex_next(lex, err);
}

static bool read_one(struct lex *lex, int64_t now, struct literal *out,
                     struct err *err)
{
    bool minus = lex_sign(lex, "-");

    if (minus && !lex_next(lex, err))
        return false;
    if (lex->token == TOKEN_NUMBER)
        return read_number(lex, minus, out, err);
    if (minus)
        return lex_fail(lex, lex->start, err,
                        _("expected a number behind the minus."));
    if (lex->token == TOKEN_TEXT) {
        out->type = LITERAL_TEXT;
        out->text = lex->value;
        return lex_next(lex, err);
    }
    if (lex_name(lex, "true") || lex_name(lex, "false")) {
        out->type = LITERAL_BOOL;
        out->number = lex_name(lex, "true");
        return lex_next(lex, err);
    }
    return read_call(lex, now, out, err);
}

/* now() - 1h, datetime(…) + 1d, 1d + 2h. */
static bool add_spans(struct lex *lex, int64_t now, struct literal *out,
                      struct err *err)
{
    while (lex_sign(lex, "+") || lex_sign(lex, "-")) {
        bool minus = lex_sign(lex, "-");
        size_t at = lex->start;
        struct literal more = {.type = LITERAL_TEXT};

        if (!lex_next(lex, err) || !read_one(lex, now, &more, err))
            return false;
        if (more.type != LITERAL_SPAN ||
            (out->type != LITERAL_TIME && out->type != LITERAL_SPAN))
            return lex_fail(lex, at, err,
                            _("only a timespan can be added here, and only "
                              "to a time or a timespan."));
        if (minus)
            more.number = -more.number;
        out->number = moment_later(out->number, more.number);
        out->offset = moment_later(out->offset, more.number);
    }
    return true;
}

bool literal_parse(struct lex *lex, int64_t now, struct literal *out,
                   struct err *err)
{
    struct literal literal = {.text = lex->raw};
    size_t start = lex->start;
    size_t end;

    if (!read_one(lex, now, &literal, err))
        return false;
    if (!add_spans(lex, now, &literal, err))
        return false;
    end = lex->start;
    if (literal.type != LITERAL_TEXT)
        literal.text = str_trim(str_sub(lex->text, start, end - start));
    *out = literal;
    return true;
}
