/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget/fuzzy.h"

#include "util/ascii.h"

#define WORD_START 12
#define RUN        8
#define LATE_MOST  10
#define WHOLE      100000

static bool is_break(char c)
{
    return c == ' ' || c == '-' || c == '.' || c == '/' || c == '_';
}

static bool starts_word(struct str text, size_t at)
{
    return at == 0 || is_break(text.at[at - 1]);
}

/* Where the next character of the pattern is: better at the start of a word
 * further on than in the middle of one here, if the run is broken anyway. */
static size_t find(struct str text, size_t from, char c, bool running)
{
    size_t first = text.len;

    for (size_t i = from; i < text.len; i++) {
        if (ascii_lower(text.at[i]) != c)
            continue;
        if ((running && i == from) || starts_word(text, i))
            return i;
        if (first == text.len)
            first = i;
    }
    return first;
}

/* Finds all from @from on in order; the score, or -1. */
static int score_from(struct str pattern, struct str text, bool words)
{
    int score = 0;
    size_t at = 0;

    for (size_t i = 0; i < pattern.len; i++) {
        char c = ascii_lower(pattern.at[i]);
        size_t found;

        if (c == ' ')
            continue;
        found = words ? find(text, at, c, i > 0) : at;
        while (!words && found < text.len && ascii_lower(text.at[found]) != c)
            found++;
        if (found >= text.len)
            return -1;
        score += 1 + (starts_word(text, found) ? WORD_START : 0) +
                 (i > 0 && found == at ? RUN : 0);
        if (i == 0)
            score += found < LATE_MOST ? LATE_MOST - (int)found : 0;
        at = found + 1;
    }
    return score;
}

int fuzzy_score(struct str pattern, struct str text)
{
    /* Looking for words first may run past a letter that is needed later. */
    int by_words = score_from(pattern, text, true);
    int plain = score_from(pattern, text, false);
    size_t whole = str_find_fold(text, pattern);

    /* Typed as it stands there, from the start of a word on. */
    if (pattern.len && whole != STR_NOWHERE && starts_word(text, whole))
        return WHOLE - (whole < WHOLE / 2 ? (int)whole : WHOLE / 2);
    return by_words > plain ? by_words : plain;
}
