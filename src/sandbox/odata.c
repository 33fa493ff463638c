/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/odata.h"

#include "util/buf.h"

enum relation { EQ, NE, STARTS, ENDS, CONTAINS };

struct term {
    enum relation relation;
    struct str name;
    struct buf value;
};

/* 'text' with its doubled quotes, or a bare word such as true. */
static bool take_value(struct str text, struct buf *out)
{
    bool quoted =
        text.len >= 2 && text.at[0] == '\'' && text.at[text.len - 1] == '\'';

    if (!quoted) {
        if (str_empty(text) || str_find_char(text, '\'') != STR_NOWHERE ||
            str_find_char(text, ' ') != STR_NOWHERE)
            return false;
        buf_str(out, text);
        return true;
    }
    text = str_sub(text, 1, text.len - 2);
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\'' && (++i == text.len || text.at[i] != '\''))
            return false;
        buf_char(out, text.at[i]);
    }
    return true;
}

static bool parse_function(struct str text, struct term *out)
{
    static const struct {
        const char *head;
        enum relation relation;
    } functions[] = {
        {"startswith(", STARTS},
        {"endswith(", ENDS},
        {"contains(", CONTAINS},
    };

    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
        struct str head = str_of(functions[i].head), rest;

        if (!str_starts_fold(text, head) || !str_ends(text, STR(")")))
            continue;
        rest = str_sub(text, head.len, text.len - head.len - 1);
        out->relation = functions[i].relation;
        return str_find_char(rest, ',') != STR_NOWHERE &&
               str_cut(&rest, ',', &out->name) &&
               take_value(str_trim(rest), &out->value);
    }
    return false;
}

static bool parse_term(struct str text, struct term *out)
{
    struct str rest = text, word;

    if (parse_function(text, out))
        return true;
    buf_clear(&out->value);
    if (!str_cut(&rest, ' ', &out->name) || !str_cut(&rest, ' ', &word))
        return false;
    out->relation = str_eq_fold(word, STR("ne")) ? NE : EQ;
    return (out->relation == NE || str_eq_fold(word, STR("eq"))) &&
           take_value(str_trim(rest), &out->value);
}

static bool ask(const struct term *term, const struct json *item)
{
    struct str want = buf_view(&term->value), have;
    struct buf text;
    bool same, yes;

    buf_init(&text);
    json_put_text(json_find(item, term->name), &text);
    have = buf_view(&text);
    same = str_eq_fold(have, want);
    yes = term->relation == EQ       ? same
          : term->relation == NE     ? !same
          : term->relation == STARTS ? str_starts_fold(have, want)
          : term->relation == ENDS   ? str_ends_fold(have, want)
                                     : str_find_fold(have, want) != STR_NOWHERE;
    buf_done(&text);
    return yes;
}

/* Takes what stands before the next "and" that is not inside of a text. */
static struct str next_term(struct str *rest)
{
    static const char word[] = " and ";
    bool quoted = false;
    struct str term = *rest;

    for (size_t i = 0; i < rest->len; i++) {
        quoted ^= rest->at[i] == '\'';
        if (quoted ||
            !str_starts_fold(str_sub(*rest, i, sizeof(word) - 1), STR(" and ")))
            continue;
        term = str_sub(*rest, 0, i);
        *rest = str_sub(*rest, i + sizeof(word) - 1, rest->len);
        return str_trim(term);
    }
    *rest = STR_NONE;
    return str_trim(term);
}

bool odata_holds(struct str filter, const struct json *item, bool *holds)
{
    bool all = true;

    filter = str_trim(filter);
    while (!str_empty(filter)) {
        struct term term;
        bool good;

        buf_init(&term.value);
        good = parse_term(next_term(&filter), &term);
        all = all && good && ask(&term, item);
        buf_done(&term.value);
        if (!good)
            return false;
    }
    *holds = all;
    return true;
}
