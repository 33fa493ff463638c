/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_op.c - the table of operators, and how two texts are compared.
 */
#include "engine/query_part.h"

#include "util/ascii.h"

#define BELOW ORDER_BELOW
#define SAME  ORDER_SAME
#define ABOVE ORDER_ABOVE
#define TEXT  .fold = true, .search = true
#define CASED .search = true
#define NOT   .negative = true

static const struct op_row rows[OP_N] = {
    [OP_EQ] = {.how = HOW_SAME},
    [OP_NE] = {.how = HOW_SAME, NOT},
    [OP_EQ_FOLD] = {.how = HOW_SAME, TEXT},
    [OP_NE_FOLD] = {.how = HOW_SAME, TEXT, NOT},
    [OP_LT] = {.how = HOW_ORDER, .accepts = BELOW},
    [OP_LE] = {.how = HOW_ORDER, .accepts = BELOW | SAME},
    [OP_GT] = {.how = HOW_ORDER, .accepts = ABOVE},
    [OP_GE] = {.how = HOW_ORDER, .accepts = ABOVE | SAME},
    [OP_CONTAINS] = {.how = HOW_HOLDS, TEXT},
    [OP_NOT_CONTAINS] = {.how = HOW_HOLDS, TEXT, NOT},
    [OP_CONTAINS_CS] = {.how = HOW_HOLDS, CASED},
    [OP_NOT_CONTAINS_CS] = {.how = HOW_HOLDS, CASED, NOT},
    [OP_HAS] = {.how = HOW_WORD, TEXT},
    [OP_NOT_HAS] = {.how = HOW_WORD, TEXT, NOT},
    [OP_HAS_CS] = {.how = HOW_WORD, CASED},
    [OP_NOT_HAS_CS] = {.how = HOW_WORD, CASED, NOT},
    [OP_HAS_ANY] = {.how = HOW_WORD, TEXT},
    [OP_STARTS] = {.how = HOW_STARTS, TEXT},
    [OP_NOT_STARTS] = {.how = HOW_STARTS, TEXT, NOT},
    [OP_STARTS_CS] = {.how = HOW_STARTS, CASED},
    [OP_NOT_STARTS_CS] = {.how = HOW_STARTS, CASED, NOT},
    [OP_ENDS] = {.how = HOW_ENDS, TEXT},
    [OP_NOT_ENDS] = {.how = HOW_ENDS, TEXT, NOT},
    [OP_ENDS_CS] = {.how = HOW_ENDS, CASED},
    [OP_NOT_ENDS_CS] = {.how = HOW_ENDS, CASED, NOT},
    [OP_MATCHES] = {.how = HOW_REGEX, CASED},
    [OP_IN] = {.how = HOW_SAME},
    [OP_NOT_IN] = {.how = HOW_SAME, NOT},
    [OP_IN_FOLD] = {.how = HOW_SAME, TEXT},
    [OP_NOT_IN_FOLD] = {.how = HOW_SAME, TEXT, NOT},
    [OP_BETWEEN] = {.how = HOW_BETWEEN},
    [OP_IS_EMPTY] = {.how = HOW_EMPTY},
    [OP_IS_NOT_EMPTY] = {.how = HOW_EMPTY, NOT},
    [OP_IN_RANGE] = {.how = HOW_RANGE, CASED},
};

const struct op_row *op_row(enum op op)
{
    return &rows[op];
}

/* Letters of other alphabets are letters too: all above 0x7f. */
static bool is_word(char c)
{
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* Does a word end between these two characters? */
static bool is_edge(char before, char behind)
{
    return !is_word(before) || !is_word(behind);
}

static bool word_at(struct str have, size_t at, struct str want)
{
    size_t end = at + want.len;

    return (at == 0 || is_edge(have.at[at - 1], have.at[at])) &&
           (end == have.len || is_edge(have.at[end - 1], have.at[end]));
}

static bool finds_word(struct str have, struct str want, bool fold)
{
    size_t from = 0;

    if (want.len == 0)
        return true;
    while (from < have.len) {
        struct str rest = str_sub(have, from, have.len);
        size_t at = fold ? str_find_fold(rest, want) : str_find(rest, want);

        if (at == STR_NOWHERE)
            return false;
        if (word_at(have, from + at, want))
            return true;
        from += at + 1;
    }
    return false;
}

static bool has_word(struct str have, struct str want)
{
    return finds_word(have, want, false);
}

static bool has_word_fold(struct str have, struct str want)
{
    return finds_word(have, want, true);
}

static bool holds(struct str have, struct str want)
{
    return str_find(have, want) != STR_NOWHERE;
}

static bool holds_fold(struct str have, struct str want)
{
    return str_find_fold(have, want) != STR_NOWHERE;
}

/* With case, and without. */
static bool (*const finds[HOW_N][2])(struct str have, struct str want) = {
    [HOW_SAME] = {str_eq, str_eq_fold},
    [HOW_HOLDS] = {holds, holds_fold},
    [HOW_WORD] = {has_word, has_word_fold},
    [HOW_STARTS] = {str_starts, str_starts_fold},
    [HOW_ENDS] = {str_ends, str_ends_fold},
};

bool op_finds(const struct op_row *row, struct str have, struct str want)
{
    return finds[row->how][row->fold](have, want);
}

unsigned order_of(int64_t a, int64_t b)
{
    return a < b ? ORDER_BELOW : a > b ? ORDER_ABOVE : ORDER_SAME;
}

static bool parse_octets(struct str text, uint32_t *out)
{
    struct str part;
    uint32_t address = 0;
    int count = 0;

    while (str_cut(&text, '.', &part)) {
        int64_t octet;

        if (part.len == 0 || part.len > 3 || part.at[0] < '0' ||
            part.at[0] > '9' || !str_int(part, &octet) || octet > 255)
            return false;
        address = address << 8 | (uint32_t)octet;
        count++;
    }
    *out = address;
    return count == 4;
}

bool ipv4_parse(struct str text, uint32_t *address, uint32_t *mask)
{
    size_t slash = str_find_char(text, '/');
    int64_t bits = 32;

    if (slash != STR_NOWHERE) {
        struct str tail = str_sub(text, slash + 1, text.len);

        if (tail.len == 0 || tail.len > 2 || tail.at[0] < '0' ||
            tail.at[0] > '9' || !str_int(tail, &bits) || bits > 32)
            return false;
        text = str_sub(text, 0, slash);
    }
    if (text.len == 0 || text.at[text.len - 1] == '.' ||
        !parse_octets(text, address))
        return false;
    *mask = bits == 0 ? 0 : UINT32_MAX << (32 - bits);
    return true;
}
