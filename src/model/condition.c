/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/condition.h"

#include "util/ascii.h"
#include "util/when.h"

/* How an operator takes its value. */
enum operand {
    OPERAND_VALUE, /* number, time or text, as it was typed */
    OPERAND_TEXT,  /* always text */
    OPERAND_VALUES,
    OPERAND_TEXTS,
    OPERAND_RANGE,
    OPERAND_NONE, /* a function of the property alone */
    OPERAND_CALL, /* a function of property and text */
};

static const struct {
    const char *spelling;
    enum operand operand;
} ops[OP_N] = {
    [OP_EQ] = {.spelling = "=="},
    [OP_NE] = {.spelling = "!="},
    [OP_EQ_FOLD] = {.spelling = "=~", .operand = OPERAND_TEXT},
    [OP_NE_FOLD] = {.spelling = "!~", .operand = OPERAND_TEXT},
    [OP_LT] = {.spelling = "<"},
    [OP_LE] = {.spelling = "<="},
    [OP_GT] = {.spelling = ">"},
    [OP_GE] = {.spelling = ">="},
    [OP_CONTAINS] = {.spelling = "contains", .operand = OPERAND_TEXT},
    [OP_NOT_CONTAINS] = {.spelling = "!contains", .operand = OPERAND_TEXT},
    [OP_CONTAINS_CS] = {.spelling = "contains_cs", .operand = OPERAND_TEXT},
    [OP_NOT_CONTAINS_CS] = {.spelling = "!contains_cs",
                            .operand = OPERAND_TEXT},
    [OP_HAS] = {.spelling = "has", .operand = OPERAND_TEXT},
    [OP_NOT_HAS] = {.spelling = "!has", .operand = OPERAND_TEXT},
    [OP_HAS_CS] = {.spelling = "has_cs", .operand = OPERAND_TEXT},
    [OP_NOT_HAS_CS] = {.spelling = "!has_cs", .operand = OPERAND_TEXT},
    [OP_HAS_ANY] = {.spelling = "has_any", .operand = OPERAND_TEXTS},
    [OP_STARTS] = {.spelling = "startswith", .operand = OPERAND_TEXT},
    [OP_NOT_STARTS] = {.spelling = "!startswith", .operand = OPERAND_TEXT},
    [OP_STARTS_CS] = {.spelling = "startswith_cs", .operand = OPERAND_TEXT},
    [OP_NOT_STARTS_CS] = {.spelling = "!startswith_cs",
                          .operand = OPERAND_TEXT},
    [OP_ENDS] = {.spelling = "endswith", .operand = OPERAND_TEXT},
    [OP_NOT_ENDS] = {.spelling = "!endswith", .operand = OPERAND_TEXT},
    [OP_ENDS_CS] = {.spelling = "endswith_cs", .operand = OPERAND_TEXT},
    [OP_NOT_ENDS_CS] = {.spelling = "!endswith_cs", .operand = OPERAND_TEXT},
    [OP_MATCHES] = {.spelling = "matches regex", .operand = OPERAND_TEXT},
    [OP_IN] = {.spelling = "in", .operand = OPERAND_VALUES},
    [OP_NOT_IN] = {.spelling = "!in", .operand = OPERAND_VALUES},
    [OP_IN_FOLD] = {.spelling = "in~", .operand = OPERAND_TEXTS},
    [OP_NOT_IN_FOLD] = {.spelling = "!in~", .operand = OPERAND_TEXTS},
    [OP_BETWEEN] = {.spelling = "between", .operand = OPERAND_RANGE},
    [OP_IS_EMPTY] = {.spelling = "isempty", .operand = OPERAND_NONE},
    [OP_IS_NOT_EMPTY] = {.spelling = "isnotempty", .operand = OPERAND_NONE},
    [OP_IN_RANGE] = {.spelling = "ipv4_is_in_range", .operand = OPERAND_CALL},
};

/* Calls that stand for themselves where a value may stand. */
static const char *const calls[] = {"datetime(", "ago(", "now(", "timespan(",
                                    "time("};
#define N(table) (sizeof(table) / sizeof((table)[0]))

const char *op_spelling(enum op op)
{
    return ops[op].spelling;
}

bool op_parse(struct str text, enum op *out)
{
    for (size_t i = 0; i < OP_N; i++) {
        if (str_eq_fold(text, str_of(ops[i].spelling))) {
            *out = (enum op)i;
            return true;
        }
    }
    return false;
}

bool op_takes_list(enum op op)
{
    return ops[op].operand == OPERAND_VALUES ||
           ops[op].operand == OPERAND_TEXTS;
}

bool op_takes_value(enum op op)
{
    return ops[op].operand != OPERAND_NONE;
}

/* Where the literal that opens @s ends, or 0 when @s opens with none:
 * '…' and "…" with backslash escapes, @'…' and @"…" with doubled quotes. */
static size_t literal_end(struct str s)
{
    bool verbatim = s.len > 1 && s.at[0] == '@';
    size_t at = verbatim ? 1 : 0;
    char quote;

    if (s.len < at + 2 || (s.at[at] != '\'' && s.at[at] != '"'))
        return 0;
    quote = s.at[at++];
    for (; at < s.len; at++) {
        if (!verbatim && s.at[at] == '\\')
            at++;
        else if (s.at[at] == quote && verbatim && at + 1 < s.len &&
                 s.at[at + 1] == quote)
            at++;
        else if (s.at[at] == quote)
            return at + 1;
    }
    return 0;
}

static bool is_literal(struct str s)
{
    return literal_end(s) == s.len && s.len > 0;
}

/* "007" is text: as a number it would match 7 too. */
static bool is_number(struct str s)
{
    double value;
    struct str digits = str_starts(s, STR("-")) ? str_sub(s, 1, s.len) : s;

    if (digits.len == 0 || !ascii_is_digit(digits.at[0]) ||
        !ascii_is_digit(digits.at[digits.len - 1]))
        return false;
    if (digits.len > 1 && digits.at[0] == '0' && digits.at[1] != '.')
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (!ascii_is_digit(digits.at[i]) && digits.at[i] != '.')
            return false;
    }
    return str_real(s, &value);
}

static bool is_span(struct str s)
{
    int64_t span;

    return s.len > 1 && ascii_is_digit(s.at[0]) && !is_number(s) &&
           when_span_parse(s, &span);
}

static bool is_date(struct str s)
{
    int64_t when;

    return s.len >= 10 && ascii_is_digit(s.at[0]) && s.at[4] == '-' &&
           s.at[7] == '-' && when_parse(s, &when);
}

static bool is_call(struct str s)
{
    if (!str_ends(s, STR(")")))
        return false;
    for (size_t i = 0; i < N(calls); i++) {
        if (str_starts_fold(s, str_of(calls[i])))
            return true;
    }
    return false;
}

static bool is_bool(struct str s)
{
    return str_eq_fold(s, STR("true")) || str_eq_fold(s, STR("false"));
}

/* Control characters are written as escapes so that the text of a query stays
 * one line. */
void literal_write(struct str s, struct buf *out)
{
    buf_char(out, '\'');
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];

        if (c == '\n')
            buf_text(out, "\\n");
        else if (c == '\t')
            buf_text(out, "\\t");
        else if (c == '\r')
            buf_text(out, "\\r");
        else {
            if (c == '\'' || c == '\\')
                buf_char(out, '\\');
            buf_char(out, c);
        }
    }
    buf_char(out, '\'');
}

static void write_text(struct str s, struct buf *out)
{
    if (is_literal(s))
        buf_str(out, s);
    else
        literal_write(s, out);
}

static void write_value(struct str s, struct buf *out)
{
    if (is_literal(s) || is_number(s) || is_span(s) || is_call(s) ||
        is_bool(s)) {
        buf_str(out, s);
    } else if (is_date(s)) {
        buf_text(out, "datetime(");
        buf_str(out, s);
        buf_char(out, ')');
    } else {
        literal_write(s, out);
    }
}

static struct str without_brackets(struct str s)
{
    s = str_trim(s);
    if (str_starts(s, STR("(")) && str_ends(s, STR(")")) && s.len >= 2)
        return str_trim(str_sub(s, 1, s.len - 2));
    return s;
}

/* Takes the item before the next comma that stands in no literal. */
static bool next_item(struct str *rest, struct str *item)
{
    size_t at = 0;

    *rest = str_trim(*rest);
    if (str_empty(*rest))
        return false;
    at = literal_end(*rest);
    while (at < rest->len && rest->at[at] != ',')
        at++;
    *item = str_trim(str_sub(*rest, 0, at));
    *rest = str_sub(*rest, at + 1, rest->len);
    return true;
}

/* A literal without escapes loses its quotes; others stay as they are. */
static struct str plain(struct str item)
{
    size_t from = str_starts(item, STR("@")) ? 2 : 1;

    if (!is_literal(item) || str_find_char(item, '\\') != STR_NOWHERE)
        return item;
    return str_sub(item, from, item.len - 1);
}

size_t condition_values(const struct condition *condition, struct arena *arena,
                        struct str **out)
{
    struct str rest = str_of(condition->value);
    struct str *items = NULL;
    struct str item;
    size_t n = 0;

    if (condition->query || !op_takes_value(condition->op) ||
        condition->op == OP_BETWEEN || is_call(str_trim(rest)))
        return 0;
    if (!op_takes_list(condition->op)) {
        items = arena_array(arena, 1, sizeof(*items));
        items[n++] = plain(str_trim(rest));
    }
    rest = without_brackets(rest);
    while (op_takes_list(condition->op) && next_item(&rest, &item)) {
        items = arena_grown(arena, items, n, sizeof(*items));
        items[n++] = plain(item);
    }
    *out = items;
    return n;
}

static void write_list(struct str value, enum operand operand, struct buf *out)
{
    struct str rest = without_brackets(value);
    struct str item;
    const char *comma = "";

    if (str_starts_fold(rest, STR("watchlist("))) {
        buf_str(out, rest);
        return;
    }
    buf_char(out, '(');
    while (next_item(&rest, &item)) {
        buf_text(out, comma);
        if (operand == OPERAND_TEXTS)
            write_text(item, out);
        else
            write_value(item, out);
        comma = ", ";
    }
    buf_char(out, ')');
}

static void write_range(struct str value, struct buf *out)
{
    struct str range = without_brackets(value);
    size_t dots = str_find(range, STR(".."));
    size_t cut = dots == STR_NOWHERE ? range.len : dots;

    buf_char(out, '(');
    write_value(str_trim(str_sub(range, 0, cut)), out);
    buf_text(out, " .. ");
    write_value(str_trim(str_sub(range, cut + 2, range.len)), out);
    buf_char(out, ')');
}

static void write_call(const struct condition *condition, struct buf *out)
{
    buf_text(out, ops[condition->op].spelling);
    buf_char(out, '(');
    buf_text(out, condition->property);
    if (ops[condition->op].operand == OPERAND_CALL) {
        buf_text(out, ", ");
        write_text(str_trim(str_of(condition->value)), out);
    }
    buf_char(out, ')');
}

void condition_write(const struct condition *condition, struct buf *out)
{
    enum operand operand = ops[condition->op].operand;
    struct str value = str_of(condition->value);

    if (condition->query) {
        buf_text(out, condition->query);
        return;
    }
    if (operand == OPERAND_NONE || operand == OPERAND_CALL) {
        write_call(condition, out);
        return;
    }
    buf_printf(out, "%s %s ", condition->property, ops[condition->op].spelling);
    if (operand == OPERAND_TEXT)
        write_text(value, out);
    else if (operand == OPERAND_RANGE)
        write_range(value, out);
    else if (operand == OPERAND_VALUE)
        write_value(str_trim(value), out);
    else
        write_list(value, operand, out);
}

static void set_write(const struct condition_set *set, struct buf *out)
{
    for (size_t i = 0; i < set->n; i++) {
        bool brackets = set->all[i].query && set->n > 1;

        buf_text(out, i > 0 ? " and " : "");
        buf_text(out, brackets ? "(" : "");
        condition_write(&set->all[i], out);
        buf_text(out, brackets ? ")" : "");
    }
}

void condition_sets_write(const struct condition_set *sets, size_t n,
                          struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        buf_text(out, i > 0 ? " or " : "");
        buf_text(out, n > 1 ? "(" : "");
        set_write(&sets[i], out);
        buf_text(out, n > 1 ? ")" : "");
    }
}
