/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kusto_expr.c - values and conditions of one row.
 */
#include <string.h>

#include "sandbox/kusto.h"
#include "util/ascii.h"
#include "util/when.h"

#define DEPTH 32

bool kusto_fail(struct kusto *kusto, const char *what)
{
    if (!kusto->wrong)
        kusto->wrong = arena_printf(kusto->arena, "%s near '%.*s'", what,
                                    STR_ARG(str_sub(kusto->rest, 0, 40)));
    return false;
}

static void skip(struct kusto *kusto)
{
    kusto->rest = str_trim(kusto->rest);
    while (str_starts(kusto->rest, STR("//"))) {
        size_t end = str_find_char(kusto->rest, '\n');

        kusto->rest = str_trim(
            str_sub(kusto->rest, end == STR_NOWHERE ? kusto->rest.len : end,
                    STR_NOWHERE));
    }
}

bool kusto_eat(struct kusto *kusto, const char *text)
{
    skip(kusto);
    if (!str_starts(kusto->rest, str_of(text)))
        return false;
    kusto->rest = str_sub(kusto->rest, strlen(text), STR_NOWHERE);
    return true;
}

static size_t word_length(struct str text)
{
    size_t n = 0;

    while (n < text.len && (ascii_is_alnum(text.at[n]) || text.at[n] == '_'))
        n++;
    return n;
}

bool kusto_word(struct kusto *kusto, struct str *out)
{
    size_t n;

    skip(kusto);
    n = word_length(kusto->rest);
    *out = str_sub(kusto->rest, 0, n);
    kusto->rest = str_sub(kusto->rest, n, STR_NOWHERE);
    return n > 0;
}

bool kusto_eat_word(struct kusto *kusto, const char *word)
{
    skip(kusto);
    return word_length(kusto->rest) == strlen(word) && kusto_eat(kusto, word);
}

static const struct json *made(struct kusto *kusto, struct json *json)
{
    json_keep(kusto->arena, json);
    return json;
}

/* ---- values ---------------------------------------------------------------*/

/* 'text', "text", @'text' */
static bool quoted(struct kusto *kusto, const struct json **out)
{
    bool plain = kusto_eat(kusto, "@");
    char quote = kusto->rest.len ? kusto->rest.at[0] : '\0';
    struct buf text;
    size_t i = 1;

    buf_init(&text);
    for (; i < kusto->rest.len && kusto->rest.at[i] != quote; i++) {
        if (kusto->rest.at[i] == '\\' && !plain && i + 1 < kusto->rest.len)
            i++;
        buf_char(&text, kusto->rest.at[i]);
    }
    *out = made(kusto, json_new_text(buf_view(&text)));
    buf_done(&text);
    if (i >= kusto->rest.len)
        return kusto_fail(kusto, "a text does not end");
    kusto->rest = str_sub(kusto->rest, i + 1, STR_NOWHERE);
    return true;
}

/* 5, 1.5, and the span 3d of ago(). */
static bool number(struct kusto *kusto, const struct json **out)
{
    struct str text = kusto->rest;
    double value = 0;
    size_t n = text.at[0] == '-';

    while (n < text.len && (ascii_is_digit(text.at[n]) || text.at[n] == '.'))
        n++;
    if (!str_real(str_sub(text, 0, n), &value))
        return kusto_fail(kusto, "no number");
    kusto->rest = str_sub(text, n, STR_NOWHERE);
    *out = made(kusto, json_new_real(value));
    return true;
}

static bool ago(struct kusto *kusto, const struct json **out)
{
    char time[WHEN_TEXT_SIZE];
    size_t end = str_find_char(kusto->rest, ')');
    int64_t span;

    if (end == STR_NOWHERE ||
        !when_span_parse(str_trim(str_sub(kusto->rest, 0, end)), &span))
        return kusto_fail(kusto, "no span");
    kusto->rest = str_sub(kusto->rest, end + 1, STR_NOWHERE);
    *out =
        made(kusto, json_new_text(str_of(when_iso(kusto->now - span, time))));
    return true;
}

static const struct json *changed(struct kusto *kusto, const struct json *value,
                                  char (*to)(char))
{
    struct buf text;
    const struct json *out;

    buf_init(&text);
    json_put_text(value, &text);
    for (size_t i = 0; to && i < text.len; i++)
        text.at[i] = to(text.at[i]);
    out = made(kusto, json_new_text(buf_view(&text)));
    buf_done(&text);
    return out;
}

/* The functions of one value; behind the parenthesis. */
static bool called(struct kusto *kusto, const struct json *row, struct str name,
                   const struct json **out)
{
    static const struct {
        const char *name;
        char (*to)(char);
    } casts[] = {
        {"tostring", NULL},       {"tolower", ascii_lower},
        {"toupper", ascii_upper}, {"todatetime", NULL},
        {"datetime", NULL},       {"todynamic", NULL},
        {"parse_json", NULL},
    };

    if (str_eq(name, STR("ago")))
        return ago(kusto, out);
    if (str_eq(name, STR("now"))) {
        char time[WHEN_TEXT_SIZE];

        *out = made(kusto, json_new_text(str_of(when_iso(kusto->now, time))));
        return kusto_eat(kusto, ")") || kusto_fail(kusto, "no )");
    }
    for (size_t i = 0; i < sizeof(casts) / sizeof(casts[0]); i++) {
        if (!str_eq(name, str_of(casts[i].name)))
            continue;
        if (!kusto_value(kusto, row, out))
            return false;
        if (*out && json_type(*out) != JSON_OBJECT &&
            json_type(*out) != JSON_ARRAY)
            *out = changed(kusto, *out, casts[i].to);
        return kusto_eat(kusto, ")") || kusto_fail(kusto, "no )");
    }
    return kusto_fail(kusto, "an unknown function");
}

/* .name, ['name'], [0] */
static bool members(struct kusto *kusto, const struct json **out)
{
    const struct json *key = NULL;
    struct str name;
    int64_t index;

    for (;;) {
        if (str_starts(kusto->rest, STR(".."))) {
            return true;
        } else if (kusto_eat(kusto, ".")) {
            if (!kusto_word(kusto, &name))
                return kusto_fail(kusto, "no name");
            *out = json_find(*out, name);
        } else if (kusto_eat(kusto, "[")) {
            if (!kusto_value(kusto, NULL, &key) || !kusto_eat(kusto, "]"))
                return kusto_fail(kusto, "no ]");
            if (json_type(key) == JSON_TEXT)
                *out = json_find(*out, json_text(key));
            else
                *out = json_int(key, &index) && index >= 0
                           ? json_item(*out, (size_t)index)
                           : NULL;
        } else {
            return true;
        }
    }
}

static bool named(struct kusto *kusto, const struct json *row,
                  const struct json **out)
{
    const struct json *key = NULL;
    struct str word;

    if (kusto_eat(kusto, "[")) {
        if (!kusto_value(kusto, NULL, &key) || !kusto_eat(kusto, "]"))
            return kusto_fail(kusto, "no ]");
        *out = json_find(row, json_text(key));
        return members(kusto, out);
    }
    if (!kusto_word(kusto, &word))
        return kusto_fail(kusto, "no value");
    if (kusto_eat(kusto, "("))
        return called(kusto, row, word, out) && members(kusto, out);
    if (str_eq(word, STR("true")) || str_eq(word, STR("false")))
        *out = made(kusto, json_new_bool(str_eq(word, STR("true"))));
    else
        *out = json_find(row, word);
    return members(kusto, out);
}

bool kusto_value(struct kusto *kusto, const struct json *row,
                 const struct json **out)
{
    char c;
    bool good;

    skip(kusto);
    c = kusto->rest.len ? kusto->rest.at[0] : '\0';
    if (kusto->depth >= DEPTH)
        return kusto_fail(kusto, "too deep");
    kusto->depth++;
    if (c == '\'' || c == '"' || c == '@')
        good = quoted(kusto, out);
    else if (ascii_is_digit(c) || c == '-')
        good = number(kusto, out);
    else
        good = named(kusto, row, out);
    kusto->depth--;
    return good;
}

/* ---- conditions -----------------------------------------------------------*/

enum relation {
    IS,
    IS_FOLD,
    HOLDS,
    STARTS,
    ENDS,
    LESS,
    GREATER,
    LESS_IS,
    GREATER_IS,
    ONE_OF,
    ONE_OF_FOLD
};

/* Those that begin like another come first. */
static const struct {
    const char *spelling;
    enum relation relation;
    bool negative;
    bool word;
} relations[] = {
    {"==", IS, false, false},
    {"=~", IS_FOLD, false, false},
    {"!=", IS, true, false},
    {"!~", IS_FOLD, true, false},
    {"<=", LESS_IS, false, false},
    {">=", GREATER_IS, false, false},
    {"<", LESS, false, false},
    {">", GREATER, false, false},
    {"=", IS, false, false},
    {"!contains", HOLDS, true, false},
    {"contains", HOLDS, false, true},
    {"!has", HOLDS, true, false},
    {"has", HOLDS, false, true},
    {"!startswith", STARTS, true, false},
    {"startswith", STARTS, false, true},
    {"!endswith", ENDS, true, false},
    {"endswith", ENDS, false, true},
    {"!in~", ONE_OF_FOLD, true, false},
    {"in~", ONE_OF_FOLD, false, false},
    {"!in", ONE_OF, true, false},
    {"in", ONE_OF, false, true},
};
#define RELATIONS (sizeof(relations) / sizeof(relations[0]))

static size_t take_relation(struct kusto *kusto)
{
    for (size_t i = 0; i < RELATIONS; i++) {
        if (relations[i].word ? kusto_eat_word(kusto, relations[i].spelling)
                              : kusto_eat(kusto, relations[i].spelling))
            return i;
    }
    return RELATIONS;
}

static bool texts_relate(struct str a, struct str b, enum relation how)
{
    switch (how) {
    case IS:
    case ONE_OF:
        return str_eq(a, b);
    case IS_FOLD:
    case ONE_OF_FOLD:
        return str_eq_fold(a, b);
    case HOLDS:
        return str_find_fold(a, b) != STR_NOWHERE;
    case STARTS:
        return str_starts_fold(a, b);
    case ENDS:
        return str_ends_fold(a, b);
    case LESS:
        return str_cmp(a, b) < 0;
    case GREATER:
        return str_cmp(a, b) > 0;
    case LESS_IS:
        return str_cmp(a, b) <= 0;
    default:
        return str_cmp(a, b) >= 0;
    }
}

static bool numbers_relate(double a, double b, enum relation how)
{
    switch (how) {
    case LESS:
        return a < b;
    case GREATER:
        return a > b;
    case LESS_IS:
        return a <= b;
    case GREATER_IS:
        return a >= b;
    default:
        return a <= b && a >= b;
    }
}

static bool relates(const struct json *a, const struct json *b,
                    enum relation how)
{
    struct buf left, right;
    double x, y;
    bool yes;

    if (json_type(a) != JSON_TEXT && json_type(b) != JSON_TEXT &&
        json_real(a, &x) && json_real(b, &y))
        return numbers_relate(x, y, how);
    buf_init(&left);
    buf_init(&right);
    json_put_text(a, &left);
    json_put_text(b, &right);
    yes = texts_relate(buf_view(&left), buf_view(&right), how);
    buf_done(&left);
    buf_done(&right);
    return yes;
}

/* (a, b, c) */
static bool one_of(struct kusto *kusto, const struct json *row,
                   const struct json *value, enum relation how, bool *out)
{
    const struct json *other = NULL;

    *out = false;
    if (!kusto_eat(kusto, "("))
        return kusto_fail(kusto, "no list");
    do {
        if (!kusto_value(kusto, row, &other))
            return false;
        *out = *out || relates(value, other, how);
    } while (kusto_eat(kusto, ","));
    return kusto_eat(kusto, ")") || kusto_fail(kusto, "no )");
}

static bool compared(struct kusto *kusto, const struct json *row, bool *out)
{
    const struct json *left = NULL;
    const struct json *right = NULL;
    size_t which;

    if (!kusto_value(kusto, row, &left))
        return false;
    which = take_relation(kusto);
    if (which == RELATIONS)
        return kusto_fail(kusto, "an unknown operator");
    if (relations[which].relation >= ONE_OF) {
        if (!one_of(kusto, row, left, relations[which].relation, out))
            return false;
    } else {
        if (!kusto_value(kusto, row, &right))
            return false;
        *out = relates(left, right, relations[which].relation);
    }
    *out = *out != relations[which].negative;
    return true;
}

/* isempty(x), isnotempty(x), isnull(x), isnotnull(x) */
static bool emptiness(struct kusto *kusto, const struct json *row, bool *known,
                      bool *out)
{
    static const struct {
        const char *name;
        bool empty;
    } tests[] = {
        {"isempty(", true},
        {"isnull(", true},
        {"isnotempty(", false},
        {"isnotnull(", false},
    };
    const struct json *value;

    *known = false;
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        if (!kusto_eat(kusto, tests[i].name))
            continue;
        *known = true;
        if (!kusto_value(kusto, row, &value))
            return false;
        *out = (!value || (json_type(value) == JSON_TEXT &&
                           str_empty(json_text(value)))) == tests[i].empty;
        return kusto_eat(kusto, ")") || kusto_fail(kusto, "no )");
    }
    return true;
}

static bool term(struct kusto *kusto, const struct json *row, bool *out)
{
    bool negative = kusto_eat(kusto, "not(");
    bool known = false;

    if (negative || kusto_eat(kusto, "(")) {
        if (!kusto_condition(kusto, row, out))
            return false;
        if (!kusto_eat(kusto, ")"))
            return kusto_fail(kusto, "no )");
        *out = *out != negative;
        return true;
    }
    if (!emptiness(kusto, row, &known, out))
        return false;
    return known || compared(kusto, row, out);
}

static bool all_of(struct kusto *kusto, const struct json *row, bool *out)
{
    bool more = false;

    if (!term(kusto, row, out))
        return false;
    while (kusto_eat_word(kusto, "and")) {
        if (!term(kusto, row, &more))
            return false;
        *out = *out && more;
    }
    return true;
}

bool kusto_condition(struct kusto *kusto, const struct json *row, bool *out)
{
    bool more = false;
    bool good;

    if (kusto->depth >= DEPTH)
        return kusto_fail(kusto, "too deep");
    kusto->depth++;
    good = all_of(kusto, row, out);
    while (good && kusto_eat_word(kusto, "or")) {
        good = all_of(kusto, row, &more);
        *out = *out || more;
    }
    kusto->depth--;
    return good;
}
