/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * proc_split.c - a command line as words, as a shell would part them.
 */
#include <string.h>

#include "model/limits.h"
#include "util/proc.h"
#include "util/text.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* Within double quotes a backslash is itself but before these (POSIX XCU
 * 2.2.3). */
static bool is_escaped(struct str rest, bool quoted)
{
    if (*rest.at != '\\' || rest.len < 2)
        return false;
    return !quoted || memchr("$`\"\\", rest.at[1], 4);
}

/* Takes one word, up to the blank or the end behind it; false when a quote is
 * not closed. */
static bool take_word(struct str *rest, struct buf *word)
{
    char quote = 0;

    for (; rest->len > 0; *rest = str_sub(*rest, 1, rest->len)) {
        char c = *rest->at;

        if (quote != '\'' && is_escaped(*rest, quote != 0)) {
            *rest = str_sub(*rest, 1, rest->len);
            buf_char(word, *rest->at);
        } else if (quote ? c == quote : c == '"' || c == '\'') {
            quote = quote ? 0 : c;
        } else if (!quote && is_blank(c)) {
            break;
        } else {
            buf_char(word, c);
        }
    }
    return quote == 0;
}

static bool split(struct arena *arena, struct str rest, struct buf *word,
                  char **argv, struct err *err)
{
    size_t count = 0;

    for (;;) {
        while (rest.len > 0 && is_blank(*rest.at))
            rest = str_sub(rest, 1, rest.len);
        if (rest.len == 0)
            break;
        buf_clear(word);
        if (!take_word(&rest, word))
            return err_set(err, ERR_INPUT,
                           _("A quote is not closed in the command."));
        if (count == LIMIT_ARGUMENTS)
            return err_set(err, ERR_INPUT,
                           _("The command has more than %d words."),
                           LIMIT_ARGUMENTS);
        argv[count++] = arena_textn(arena, word->at ? word->at : "", word->len);
    }
    if (count == 0)
        return err_set(err, ERR_INPUT, _("The command is empty."));
    return true;
}

bool proc_split(struct arena *arena, struct str words, char ***argv,
                struct err *err)
{
    char **found = arena_array(arena, LIMIT_ARGUMENTS + 1, sizeof(*found));
    struct buf word;
    bool good;

    buf_init(&word);
    good = split(arena, words, &word, found, err);
    buf_done(&word);
    if (good)
        *argv = found;
    return good;
}
