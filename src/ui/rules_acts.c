/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules_acts.c - acts on rules: open, switch, remove, leave, why.
 */
#include <stdio.h>

#include <inttypes.h>

#include "ui/question.h"
#include "ui/rules_own.h"
#include "ui/words.h"
#include "util/text.h"

void rules_open(struct rules *rules, struct rule *take)
{
    rule_edit_free(rules->edit);
    rules->edit = rule_edit_new(rules->board.shell, take);
}

void rules_shut(struct rules *rules)
{
    rule_edit_free(rules->edit);
    rules->edit = NULL;
    rules->board.wanted = true;
}

/* ---- mode ---- */

static void mode_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct rules *rules = with;
    const struct rule_row *row = rules_current(rules);
    struct command command = {
        .kind = COMMAND_RULE_MODE,
        .row = rules->chosen,
        .number = dialog_tag(dialog),
    };

    if (!yes || dialog_choice(dialog) == SIZE_MAX)
        return;
    question_mode_sure(rules->board.shell, _("Let the rule act"),
                       str_of(row ? row->name : ""), &command);
}

void rules_ask_mode(struct rules *rules)
{
    const struct rule_row *row = rules_current(rules);

    rules->chosen = row->row;
    question_mode(rules->board.shell, str_of(row->name), row->mode,
                  _("off: does not look"), mode_chosen, rules);
}

/* ---- Azure ---- */

void rules_ask_azure(struct rules *rules)
{
    const struct rule_row *row = rules_current(rules);
    struct str names[] = {str_of(row->name)};
    bool on = row->mode == RULE_OFF;
    struct command command = {.kind = COMMAND_AZURE, .flag = on};
    struct dialog_ask ask = {
        .title = str_of(_("An automation in Azure")),
        .text = str_of(
            on ? _("Switches it on there: from then on Azure acts on each "
                   "event that fits, without asking.")
               : _("Switches it off there: Azure does nothing any more until "
                   "it is switched on again.")),
        .names = names,
        .n_names = 1,
        .verb = str_of(on ? _("Switch 1 on") : _("Switch 1 off")),
        .grave = on,
    };

    if (str_of(row->azure).len >= sizeof(command.target))
        return;
    snprintf(command.target, sizeof(command.target), "%s", row->azure);
    shell_confirm(rules->board.shell, &ask, &command);
}

/* ---- remove ---- */

void rules_ask_remove(struct rules *rules)
{
    const struct rule_row *row = rules_current(rules);
    struct str names[] = {str_of(row->name)};
    struct command command = {.kind = COMMAND_RULE_REMOVE, .row = row->row};
    struct dialog_ask ask = {
        .title = str_of(_("Remove the rule")),
        .text = str_of(_("Removes it for good. What it decided is kept; what "
                         "it began goes on.")),
        .names = names,
        .n_names = 1,
        .verb = str_of(_("Remove 1")),
        .type_this = names[0],
        .grave = true,
    };

    shell_confirm(rules->board.shell, &ask, &command);
}

/* ---- leaving the editor ---- */

static void leave_chosen(void *with, struct dialog *dialog, bool yes)
{
    struct rules *rules = with;

    if (!yes || dialog_choice(dialog) == SIZE_MAX || !rules->edit)
        return;
    if (dialog_tag(dialog) == LEAVE_SAVE)
        rule_edit_save(rules->edit);
    else if (dialog_tag(dialog) == LEAVE_DROP)
        rules_shut(rules);
}

void rules_ask_leave(struct rules *rules)
{
    question_leave(rules->board.shell,
                   _("The rule has changes that are not saved"), leave_chosen,
                   rules);
}

/* ---- why ---- */

static void go_event(void *with, uint64_t tag)
{
    shell_jump_row(with, "queue", (int64_t)tag);
}

void rules_show_why(struct rules *rules, const struct decision_page *page)
{
    struct pager *pager = pager_new(_("What the rule decided"));
    bool utc = rules->board.shell->utc;
    char when[WHEN_TEXT_SIZE];

    if (page->error.code != ERR_NONE)
        view_line(pager->view, STYLE_ERROR, str_of(page->error.text));
    if (!page->n)
        view_line(pager->view, STYLE_DIM,
                  str_of(_("It has decided nothing yet.")));
    for (size_t i = 0; i < page->n; i++) {
        const struct decision *row = &page->rows[i];
        bool fired = decision_fired(row->reason);
        bool held = decision_held(row->reason);

        view_printf(pager->view, STYLE_DIM, "%s ",
                    when_local(row->when, utc, when));
        view_add(pager->view,
                 fired  ? STYLE_OK
                 : held ? STYLE_WARN
                        : STYLE_DIM,
                 fired  ? STR("✓ ")
                 : held ? STR("◐ ")
                        : STR("○ "));
        view_indent(pager->view, 22);
        view_printf(pager->view, STYLE_DIM, "%" PRId64 " ", row->event);
        view_add(pager->view, STYLE_TEXT, str_of(row->text));
        view_end(pager->view, (uint64_t)row->event);
    }
    pager->open = go_event;
    pager->with = rules->board.shell;
    view_step(pager->view, 1);
    shell_page_take(rules->board.shell, pager);
}
