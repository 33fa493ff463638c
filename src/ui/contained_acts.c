/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * contained_acts.c - what is done with containments in force from their
 * screen, one or those that are marked: take back, extend, look, settle.
 */
#include <inttypes.h>

#include "model/look.h"
#include "ui/contained_own.h"
#include "ui/words.h"
#include "util/text.h"

#define NAMES 8

/* The marked ones, or the current one; the first few by name. */
static size_t name(const struct contained *contained, const struct effect *row,
                   struct arena *arena, struct str *names)
{
    const struct effect_page *page = contained->page;
    const struct marks *marks = &contained->board.marks;
    size_t n = 0;

    if (marks->n == 0) {
        names[0] = str_of(arena_printf(arena, "%s: %.*s", row->title,
                                       STR_ARG(words_short(row->target))));
        return 1;
    }
    for (size_t i = 0; page && i < page->n && n < NAMES; i++) {
        const struct effect *one = &page->rows[i];

        if (marks_has(marks, one->row))
            names[n++] =
                str_of(arena_printf(arena, "%s: %.*s", one->title,
                                    STR_ARG(words_short(one->target))));
    }
    return n;
}

/* One question: its verb gets the count, and more than one must be typed. */
static void ask(struct contained *contained, struct dialog_ask *ask,
                const char *verb, struct command *command, struct arena *arena)
{
    const struct effect *row = contained_current(contained);
    struct str names[NAMES];
    size_t count;

    ask->names = names;
    ask->n_names = name(contained, row, arena, names);
    board_aim(&contained->board, command);
    count = command->n_rows ? command->n_rows : 1;
    ask->verb = str_of(arena_printf(arena, "%s %zu", verb, count));
    if (count > 1)
        ask->type_this = str_of(arena_printf(arena, "%zu", count));
    ask->reason = str_of(_("Reason"));
    ask->reason_needed = true;
    board_confirm(&contained->board, ask, command);
}

/* ---- take back ---- */

/* Somebody else has changed it: both states, and a second question. */
static void ask_anyway(struct contained *contained, const struct effect *row,
                       struct arena *arena)
{
    struct command command = {.kind = COMMAND_UNDO, .flag = true};
    struct dialog_ask question = {
        .title = str_of(_("Somebody else has changed it")),
        .text = str_of(arena_printf(
            arena,
            _("As the containment left it: %s\nAs it was found: %s\nTaking it "
              "back anyway overwrites what somebody else has done."),
            row->left ? look_words(row->left, arena) : _("not seen"),
            row->seen)),
        .type_this = words_short(row->target),
        .grave = true,
    };

    ask(contained, &question, _("Take back anyway"), &command, arena);
}

static void ask_undo(struct contained *contained, const struct effect *row,
                     struct arena *arena)
{
    struct command command = {.kind = COMMAND_UNDO};
    struct dialog_ask question = {
        .title = str_of(_("Take back")),
        .text = str_of(_("The target becomes what it was before, and that is "
                         "looked at. Where somebody else has changed it since, "
                         "nothing is sent.")),
    };

    if (contained->board.marks.n == 0 && row->changed != 0)
        ask_anyway(contained, row, arena);
    else
        ask(contained, &question, _("Take back"), &command, arena);
}

/* ---- its end ---- */

static const char *wrong_end(struct str text)
{
    int64_t lasts;

    if (str_eq(text, STR("never")) || when_parse(text, &lasts) ||
        (when_span_parse(text, &lasts) && lasts > 0))
        return NULL;
    return _("Write 2h or 1d, a moment such as 2026-03-05T12:00, or never.");
}

static void ask_extend(struct contained *contained, struct arena *arena)
{
    struct command command = {.kind = COMMAND_EXTEND};
    struct dialog_ask question = {
        .title = str_of(_("Another end")),
        .text = str_of(_("It is taken back by itself at its end. A span makes "
                         "it longer than the end it has, or than now.")),
        .more = str_of(_("Longer by, or until; never: no end")),
        .initial = STR("2h"),
        .wrong = wrong_end,
    };

    ask(contained, &question, _("Extend"), &command, arena);
}

/* ---- settle ---- */

static void settle_as(void *with, struct dialog *dialog, bool yes)
{
    static const char *const texts[EFFECT_STATE_N] = {
        [EFFECT_OBSERVED] = N_("You have looked, and it is in force."),
        [EFFECT_UNDONE] = N_("You have looked, and it is not in force any "
                             "more."),
        [EFFECT_FAILED] = N_("You have looked, and it never took effect."),
    };
    struct contained *contained = with;
    const struct effect *row = contained_current(contained);
    struct dialog_ask question = {.title = str_of(_("Settle"))};
    struct command command = {.kind = COMMAND_SETTLE_EFFECT};
    struct arena *arena;

    if (!yes || dialog_choice(dialog) == SIZE_MAX || !row)
        return;
    arena = arena_new();
    command.number = dialog_tag(dialog);
    question.text = str_of(arena_printf(
        arena, _("%s Found: %s\nSay what you have seen, and where."),
        _(texts[dialog_tag(dialog)]), row->seen));
    ask(contained, &question, _("Settle"), &command, arena);
    arena_free(arena);
}

static void ask_settle(struct contained *contained, const struct effect *row)
{
    const struct dialog_item items[] = {
        {.key = '1',
         .label = str_of(_("It is in force")),
         .note = STR("observed"),
         .tag = EFFECT_OBSERVED},
        {.key = '2',
         .label = str_of(_("It is not in force any more")),
         .note = STR("undone"),
         .tag = EFFECT_UNDONE},
        {.key = '3',
         .label = str_of(_("It never took effect")),
         .note = STR("failed"),
         .tag = EFFECT_FAILED},
    };

    marks_clear(&contained->board.marks);
    shell_show_take(contained->board.shell,
                    dialog_menu(contained->board.shell->term,
                                words_short(row->target), items, 3),
                    settle_as, contained);
}

/* ---- looking needs no question ---- */

static void check(const struct contained *contained)
{
    struct command command = {.kind = COMMAND_CHECK};

    board_aim(&contained->board, &command);
    if (shell_send(contained->board.shell, &command))
        shell_say(contained->board.shell, STYLE_TEXT, "%s",
                  _("The target is looked at."));
}

void contained_ask(struct contained *contained, int act)
{
    const struct effect *row = contained_current(contained);
    struct arena *arena;

    if (!row)
        return;
    arena = arena_new();
    if (act == CONTAINED_UNDO)
        ask_undo(contained, row, arena);
    else if (act == CONTAINED_EXTEND)
        ask_extend(contained, arena);
    else if (act == CONTAINED_CHECK)
        check(contained);
    else if (act == CONTAINED_SETTLE)
        ask_settle(contained, row);
    arena_free(arena);
}
