/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rule_transition.c - one awaited change as a line of text: "Status from
 * Active to Resolved", "Severity raised".
 */
#include "model/codec.h"
#include "model/limits.h"
#include "model/rule.h"
#include "util/text.h"

static const char *const moves[MOVED_N] = {
    [MOVED_ANY] = "",
    [MOVED_RAISED] = "raised",
    [MOVED_LOWERED] = "lowered",
};

const char *moved_name(enum moved moved)
{
    return moves[moved];
}

bool moved_parse(struct str text, enum moved *out)
{
    size_t at;

    if (!name_parse(moves, MOVED_N, text, &at))
        return false;
    *out = (enum moved)at;
    return true;
}

void transition_write(const struct transition *transition, struct buf *out)
{
    buf_text(out, transition->property);
    if (transition->from)
        buf_printf(out, " from %s", transition->from);
    if (transition->to)
        buf_printf(out, " to %s", transition->to);
    if (transition->moved != MOVED_ANY)
        buf_printf(out, " %s", moved_name(transition->moved));
}

static bool take_word(struct str *rest, struct str *word)
{
    *rest = str_trim(*rest);
    return !str_empty(*rest) && str_cut(rest, ' ', word);
}

static bool parse(struct str rest, struct arena *arena, struct transition *out)
{
    struct str word;

    if (!take_word(&rest, &word))
        return false;
    out->property = arena_textn(arena, word.at, word.len);
    while (take_word(&rest, &word)) {
        bool from = str_eq_fold(word, STR("from"));
        bool to = str_eq_fold(word, STR("to"));

        if (!from && !to) {
            if (!moved_parse(word, &out->moved))
                return false;
            continue;
        }
        if (!take_word(&rest, &word))
            return false;
        *(from ? &out->from : &out->to) = arena_textn(arena, word.at, word.len);
    }
    return true;
}

bool transition_parse(struct str text, struct arena *arena,
                      struct transition *out, struct err *err)
{
    struct transition transition = {.property = NULL};

    if (!parse(text, arena, &transition))
        return err_set(err, ERR_INPUT,
                       _("\"%.*s\" is no change; write it as Status from "
                         "Active to Resolved, or Severity raised."),
                       STR_ARG(str_sub(text, 0, LIMIT_NAME)));
    *out = transition;
    return true;
}
