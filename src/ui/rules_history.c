/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules_history.c - what a rule was before, the way back, and its fire drill.
 */
#include <inttypes.h>

#include "ui/rules_own.h"
#include "ui/words.h"
#include "util/text.h"

#define LINES_MOST 12 /* of a difference, in a question */

static void show_side(struct view *view, const char *sign, enum style style,
                      const char *path, const char *value)
{
    if (!value)
        return;
    view_printf(view, style, "  %s %s: ", sign, path);
    view_indent(view, 6);
    view_add(view, STYLE_TEXT, str_of(value));
    view_end(view, 0);
}

static void show_row(struct view *view, const struct revision_page *page,
                     const struct revision_row *row, bool utc)
{
    char when[WHEN_TEXT_SIZE];

    view_printf(view, STYLE_TITLE, _("Revision %" PRId64 ", %s, %s"),
                row->revision, when_local(row->saved, utc, when), row->editor);
    view_end(view, 0);
    if (row->revision == 1) {
        view_printf(view, STYLE_DIM, _("  made by %s"), page->author);
        view_end(view, 0);
    }
    for (size_t i = 0; row->revision > 1 && i < row->n_diff; i++) {
        show_side(view, "-", STYLE_ERROR, row->diff[i].path, row->diff[i].was);
        show_side(view, "+", STYLE_OK, row->diff[i].path, row->diff[i].is);
    }
    view_line(view, STYLE_TEXT, STR_NONE);
}

static void show(struct rules *rules, const struct revision_page *page)
{
    struct pager *pager = pager_new(_("What the rule was before"));

    for (size_t i = 0; i < page->n; i++)
        show_row(pager->view, page, &page->rows[i], rules->board.shell->utc);
    if (page->more)
        view_line(pager->view, STYLE_DIM,
                  str_of(_("There are older ones, which are not shown.")));
    shell_page_take(rules->board.shell, pager);
}

/* ---- the way back ---- */

/* What a rollback would change, a line for each field. */
static size_t tell_back(const struct revision_row *row, struct arena *arena,
                        struct str out[LINES_MOST])
{
    size_t n = 0;

    for (size_t i = 0; i < row->n_back && n < LINES_MOST; i++) {
        const struct rule_diff_row *line = &row->back[i];

        out[n++] = str_of(arena_printf(arena, "%s: %s → %s", line->path,
                                       line->was ? line->was : "∅",
                                       line->is ? line->is : "∅"));
    }
    return n;
}

static void revision_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct rules *rules = with;
    const struct revision_page *page = rules->revisions;
    size_t at = dialog_choice(dialog);
    struct str lines[LINES_MOST];
    const struct revision_row *row;
    struct command command;
    struct dialog_ask ask;

    if (!yes || at == SIZE_MAX || at >= page->n)
        return;
    row = &page->rows[at];
    command = (struct command){
        .kind = COMMAND_RULE_ROLLBACK,
        .row = page->rule,
        .number = row->revision,
    };
    ask = (struct dialog_ask){
        .title = str_of(_("Roll the rule back")),
        .text = str_of(arena_printf(
            page->arena,
            _("Makes a new revision of %s that is as revision %" PRId64
              " was. This changes:"),
            page->name, row->revision)),
        .names = lines,
        .n_names = tell_back(row, page->arena, lines),
        .verb = str_of(_("Roll back 1")),
        .grave = row->mode == RULE_AUTO,
    };
    shell_confirm(rules->board.shell, &ask, &command);
}

static void choose(struct rules *rules, const struct revision_page *page)
{
    struct dialog_item *items =
        arena_array(page->arena, page->n + 1, sizeof(*items));
    bool utc = rules->board.shell->utc;
    char when[WHEN_TEXT_SIZE];

    for (size_t i = 0; i < page->n; i++) {
        const struct revision_row *row = &page->rows[i];

        items[i] = (struct dialog_item){
            .label = str_of(arena_printf(
                page->arena, _("Revision %" PRId64 ", %s, %s"), row->revision,
                when_local(row->saved, utc, when), row->editor)),
            .note = str_of(rule_mode_name(row->mode)),
            .why_not =
                row->n_back > 0 ? STR_NONE : str_of(_("The rule is so now.")),
        };
    }
    shell_show_take(rules->board.shell,
                    dialog_pick(rules->board.shell->term,
                                str_of(_("Back to which revision?")), items,
                                page->n),
                    revision_chosen, rules);
}

/* ---- asking ---- */

void rules_want_history(struct rules *rules, bool back)
{
    rules->history = rules_current(rules)->row;
    rules->history_back = back;
    rules->history_ticket = 0;
}

void rules_sync_history(struct rules *rules)
{
    struct ask ask = {.kind = ASK_HISTORY, .rule_row = rules->history};

    if (rules->history && !rules->history_ticket)
        rules->history_ticket = shell_ask(rules->board.shell, &ask);
}

void rules_take_history(struct rules *rules, struct note *note)
{
    struct revision_page *page = note->is.history;

    if (!rules->history_ticket || note->ticket != rules->history_ticket)
        return;
    rules->history = 0;
    rules->history_ticket = 0;
    if (page->error.code != ERR_NONE) {
        shell_fail(rules->board.shell, &page->error);
        return;
    }
    revision_page_free(rules->revisions);
    rules->revisions = page;
    note->is.history = NULL;
    (rules->history_back ? choose : show)(rules, page);
}

/* ---- fire drill ---- */

void rules_ask_drill(struct rules *rules)
{
    const struct rule_row *row = rules_current(rules);
    struct str names[] = {str_of(row->name)};
    struct command command = {.kind = COMMAND_DRILL, .row = row->row};
    struct dialog_ask ask = {
        .title = str_of(_("Fire drill")),
        .text = str_of(_("Carries the rule out on a sample alert that fits it. "
                         "What only tells somebody is really sent, marked as "
                         "a drill; what changes something is recorded only.")),
        .names = names,
        .n_names = 1,
        .verb = str_of(_("Drill 1")),
    };

    shell_confirm(rules->board.shell, &ask, &command);
}

/* Its steps are read where all runs are. */
void rules_drilled(struct rules *rules, const struct done *done)
{
    if (done->error.code == ERR_NONE &&
        shell_is_current(rules->board.shell, &scr_rules))
        shell_jump_row(rules->board.shell, "runs", done->row);
}
