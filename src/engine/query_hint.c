/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_hint.c - can a body be left closed?
 *
 * To make the canonical body of an event takes ten times as long as to look
 * for a text in its bytes.  So where a comparison asks for a text that is
 * nowhere in them, that is the answer.  It must never be wrong: only pieces
 * that JSON cannot write in another way count, and no body with \u escapes.
 */
#include "engine/query_part.h"

#include <string.h>

#include "util/ascii.h"

/* Shorter ones are everywhere. */
#define PIECE_LEAST 3

/* JSON has one spelling for these, \u aside. */
static bool is_plain(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '_' || c == '.' || c == ':' ||
           c == ' ' || c == '@';
}

/* A number may be written in many ways, and none has such a letter or two
 * points. */
static bool is_fixed(struct str piece)
{
    size_t points = 0;

    for (size_t i = 0; i < piece.len; i++) {
        points += piece.at[i] == '.';
        if (ascii_is_letter(piece.at[i]) && (piece.at[i] | 0x20) != 'e')
            return true;
    }
    return points > 1;
}

/* The longest piece of the text that must be in the bytes; "" for none. */
static struct str piece_of(struct str text)
{
    struct str best = STR_NONE;
    size_t from = 0;

    for (size_t i = 0; i <= text.len; i++) {
        struct str piece;

        if (i < text.len && is_plain(text.at[i]))
            continue;
        piece = str_sub(text, from, i - from);
        if (piece.len > best.len && is_fixed(piece))
            best = piece;
        from = i + 1;
    }
    return best.len >= PIECE_LEAST ? best : STR_NONE;
}

static bool looks_for_text(const struct probe *probe)
{
    switch (probe->row->how) {
    case HOW_SAME:
    case HOW_HOLDS:
    case HOW_WORD:
    case HOW_STARTS:
    case HOW_ENDS:
        return probe->property.place == PLACE_PATH && !probe->row->negative &&
               !probe->ranked && !probe->set && !probe->n_ranges;
    default:
        return false;
    }
}

/* memmem(3) is slow with so short a text, and backslashes are few. */
static bool has_code(struct str bytes)
{
    const char *end = bytes.at + bytes.len;
    const char *at = bytes.at;

    while (at < end && (at = memchr(at, '\\', (size_t)(end - at)))) {
        if (at + 1 < end && at[1] == 'u')
            return true;
        /* Not two: what a text holds may be JSON again, escaped twice. */
        at++;
    }
    return false;
}

bool probe_excludes(const struct probe *probe, struct str bytes)
{
    if (!looks_for_text(probe))
        return false;
    for (size_t i = 0; i < probe->n_values; i++) {
        struct str piece = STR_NONE;

        if (probe->values[i].type == LITERAL_TEXT)
            piece = piece_of(probe->values[i].text);
        if (str_empty(piece) || str_find_fold(bytes, piece) != STR_NOWHERE)
            return false;
    }
    return probe->n_values > 0 && !has_code(bytes);
}
